"""What kind of organ a body is: government, department, people's congress, court and so on.

Takes: a `BodyName`, or the name of a body of the centre. Gives: its kind, None for staff, heads and
whatever the name does not tell. 省人民政府 and 国务院 are the same kind in every jurisdiction, which is what
provinces are compared by.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from converters.rdf.bodies import BodyName


class Organ(StrEnum):
    """Notations of the scheme organ."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    CONGRESS = "congress"
    STANDING_COMMITTEE = "standing-committee"
    PARTY = "party"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    SUPERVISION = "supervision"
    CONFERENCE = "conference"
    TASK_FORCE = "task-force"


_STAFF: Final = re.compile(r"负责人$|人员$|干部$|领导$|代表$")
_NAMES: Final = (
    (
        Organ.TASK_FORCE,
        re.compile(r"(?:领导|协调|工作)小组|指挥部|联席会议|专班|专家(?:咨询)?委员会$"),
    ),
    (Organ.STANDING_COMMITTEE, re.compile(r"人民代表大会常务委员会$|人大常委会$")),
    (Organ.CONGRESS, re.compile(r"人民代表大会$|人大$")),
    (Organ.COURT, re.compile(r"法院$")),
    (Organ.PROCURATORATE, re.compile(r"检察院$")),
    (Organ.SUPERVISION, re.compile(r"监察委员会$|监委$")),
    (Organ.CONFERENCE, re.compile(r"政协$|政治协商会议")),
    (Organ.PARTY, re.compile(r"^(?:中共|中国共产党)|党委|党组$")),
    (Organ.GOVERNMENT, re.compile(r"人民政府$|^国务院$|行政?公署$")),
)
_OFFICE: Final = re.compile(r"(?:部门?|厅|局|总?署|委员会|办公厅|办公室|机关|海关|银行|分行|支行)$")


def read_organ(body: BodyName) -> Organ | None:
    """The kind of a body below the centre.

    >>> from converters.rdf.bodies import read_body
    >>> [read_organ(read_body(name, "cn-sx")) for name in ("省人大常委会", "省工信厅", "省人民政府负责人")]
    [<Organ.STANDING_COMMITTEE: 'standing-committee'>, <Organ.DEPARTMENT: 'department'>, None]
    """
    if body.area or _STAFF.search(body.unit):
        return None
    if body.organ == "党委":
        return Organ.PARTY
    if body.function or body.central or body.unit == "有关部门":
        return Organ.DEPARTMENT
    if body.organ and body.organ != "人民政府" and body.unit:
        return None
    return name_organ(body.unit or body.organ)


def name_organ(name: str) -> Organ | None:
    """The kind that a name tells by itself.

    >>> name_organ("国务院"), name_organ("全国人民代表大会常务委员会"), name_organ("国家税务总局")
    (<Organ.GOVERNMENT: 'government'>, <Organ.STANDING_COMMITTEE: 'standing-committee'>, <Organ.DEPARTMENT: 'department'>)
    """
    kind = next((organ for organ, pattern in _NAMES if pattern.search(name)), None)
    return kind or (Organ.DEPARTMENT if _OFFICE.search(name) else None)
