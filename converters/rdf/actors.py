"""One actor for each body or role, however a text names it.

Takes: the name that a provision gives an actor and the jurisdiction of the document. Gives: `Actor`.
A body has one IRI in its jurisdiction (省工信厅 and 省人民政府工业和信息化主管部门 are one); what is not a
public body (制造业企业) is a role that all jurisdictions share.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from converters.rdf.bodies import ALL_GOVERNMENTS, BodyName, clean_name, level_of, read_body
from converters.rdf.calling import english, english_place, label, place_name
from converters.rdf.coding import coded_slug
from converters.rdf.identity import slugify
from converters.rdf.organs import Organ, name_organ, read_organ
from ontology import iris
from ontology.datafiles import DATA
from ontology.jurisdictions import CENTRE, load_jurisdictions
from ontology.listed import ACTOR, FUNCTION, Listed, by_name, load_listed

if TYPE_CHECKING:
    from collections.abc import Mapping

_CENTRAL: Final = DATA / "codelists" / "bodies" / "central_bodies.csv"
_INSTITUTION: Final = re.compile(
    r"(?:人民政府|政府|部门|机关|厅|局|委员会|管委会|办|办公室|办公厅|小组|指挥部|联席会议|专班|人大"
    r"|法院|检察院|公署|管理机构|监管机构|党委|党组|人大常委会|办事处)$"
)
_CENTRAL_FORM: Final = re.compile(
    r"^(?:国务院|国家|中国|中华|全国|最高)|(?:部|总局|总署|署|科学院|银行)$"
)
_STATE_COUNCIL: Final = "国务院"
_SMALL: Final = re.compile(r"中小微|中小|小微|微型|专精特新|小巨人")
_SMALL_HEADS: Final = ("企业", "公司")
_OWN_LEVEL: Final = re.compile(r"(?:本|全)?(?:省|市|自治区|自治州|州|县|区)(?=[^级直属])")
_ONE: Final = re.compile(r"(?:(?:咨询|专家)委员会|小组|指挥部|联席会议|专班|中心)$")
_COMMON_UNITS: Final = frozenset(
    [
        "有关部门",
        "办公厅",
        "办公室",
        "研究室",
        "负责人",
        "主要负责人",
        "工作人员",
        "税务局",
        "监管局",
        "海关",
        "分行",
        "分局",
        "支行",
        "组织部",
        "宣传部",
        "统战部",
        "法院",
        "检察院",
        "人民法院",
        "人民检察院",
    ]
)
_MANY: Final = re.compile(r"(?:区|镇|企业|公司|学校|院校)$")


class ActorKind(StrEnum):
    """What an actor is: notations of the scheme actor-kind."""

    BODY = "body"
    BODY_CLASS = "body-class"
    AREA = "area"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Actor:
    """A body, a class of bodies, an area that acts as a whole, or a role.

    `levels` are notations of the scheme level; `parent` is the body above it; `included_in` are the
    classes or wider roles that include it; `function` what it is in charge of; `organ` what kind of body
    it is; `also` names besides the label. A listed role or body of the centre is the same whatever the document.
    """

    iri: str
    kind: ActorKind
    label_zh: str
    label_en: str | None = None
    jurisdiction: str | None = None
    levels: tuple[str, ...] = ()
    function: Listed | None = None
    organ: Organ | None = None
    parent: Actor | None = None
    included_in: tuple[Actor, ...] = ()
    also: tuple[str, ...] = ()
    listed: bool = False


@lru_cache(maxsize=20_000)
def resolve_actor(name: str, jurisdiction: str) -> Actor:
    """The actor that a text of the jurisdiction means by the name.

    >>> resolve_actor("省工信厅", "cn-sx") == resolve_actor("省工业和信息化主管部门", "cn-sx")
    True
    """
    words = clean_name(name)
    central = _find_central(words, jurisdiction)
    if central:
        return central
    role = by_name(ACTOR).get(words)
    if role:
        return _listed_role(role.notation)
    body = read_body(words, jurisdiction)
    if body:
        return _make_body(body)
    if _INSTITUTION.search(words):
        return _make_body(BodyName(jurisdiction, unit=words))
    return _role(words)


def other_names(actor: Actor, name: str, jurisdiction: str) -> tuple[str, ...]:
    """Names that a mention adds to the actor's label: as written, and with its place in front."""
    words = clean_name(name)
    if actor.kind is ActorKind.ROLE or words == actor.label_zh:
        return ()
    place = place_name(actor.jurisdiction)
    local = _OWN_LEVEL.match(words)
    single = actor.kind is ActorKind.BODY and jurisdiction != CENTRE
    full = place + words[local.end() :] if single and place and local else words
    return tuple(each for each in dict.fromkeys((words, full)) if each != actor.label_zh)


# ------------------------------------------------------------------ bodies of the centre


def _find_central(words: str, jurisdiction: str) -> Actor | None:
    """A body of the centre by one of its names; in local texts only where the name shows it."""
    if words.startswith(_STATE_COUNCIL) and len(words) > len(_STATE_COUNCIL):
        below = read_body(words.removeprefix(_STATE_COUNCIL), CENTRE)
        if below and below.function and below.function.central:
            return _central_body(below.function.central)
        if words not in _central_names():
            return _below_state_council(words, below)
    names = _central_names()
    canonical = names.get(words) or names.get(words.removeprefix("中国"))
    if canonical and (jurisdiction == CENTRE or _CENTRAL_FORM.search(words)):
        return _central_body(canonical)
    return None


def _below_state_council(words: str, below: BodyName | None) -> Actor:
    unit = (below.unit if below else "") or words.removeprefix(_STATE_COUNCIL)
    return Actor(
        iri=iris.mint_actor(CENTRE, f"guowuyuan-{_unit_slug(unit)}"),
        kind=ActorKind.BODY_CLASS if unit == "有关部门" else ActorKind.BODY,
        label_zh=_STATE_COUNCIL + unit,
        jurisdiction=CENTRE,
        levels=("country",),
        function=below.function if below else None,
        organ=name_organ(unit),
        parent=_central_body(_STATE_COUNCIL),
    )


@cache
def _central_body(canonical: str) -> Actor:
    function = next((f for f in load_listed(FUNCTION).values() if f.central == canonical), None)
    above = canonical.startswith(("全国", "最高")) or canonical == _STATE_COUNCIL
    return Actor(
        iri=iris.mint_actor(CENTRE, slugify(canonical)),
        kind=ActorKind.BODY,
        label_zh=canonical,
        label_en=_central_english().get(canonical),
        jurisdiction=CENTRE,
        levels=("country",),
        function=function,
        organ=name_organ(canonical),
        parent=None if above else _central_body(_STATE_COUNCIL),
        also=tuple(n for n, owner in _central_names().items() if owner == canonical != n),
    )


@cache
def _central_rows() -> tuple[Mapping[str, str], ...]:
    with _CENTRAL.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _central_names() -> Mapping[str, str]:
    return {n: row["name_zh"] for row in _central_rows() for n in row["names"].split("|")}


@cache
def _central_english() -> Mapping[str, str]:
    return {row["name_zh"]: row["name_en"] for row in _central_rows() if row["name_en"]}


# ------------------------------------------------------------------ other bodies


_CLASS_OF: Final = {"prefecture": "设区的市", "county": "县级"}


@lru_cache(maxsize=20_000)
def _make_body(body: BodyName) -> Actor:
    if body.area:
        return _area(body)
    single = not body.scope and (body.central or body.organ or body.levels or _is_one(body.unit))
    kind = ActorKind.BODY if single and body.unit != "有关部门" else ActorKind.BODY_CLASS
    return Actor(
        iri=iris.mint_actor(body.jurisdiction, _slug(body)),
        kind=kind,
        label_zh=label(body),
        label_en=english(body),
        jurisdiction=CENTRE if body.unit == "海关" else body.jurisdiction,
        levels=body.levels,
        function=body.function,
        organ=read_organ(body),
        parent=_parent(body),
        included_in=_classes(body),
    )


def _unit_slug(unit: str) -> str:
    if not unit:
        return ""
    return slugify(unit) if unit in _COMMON_UNITS else coded_slug(unit)


def _is_one(unit: str) -> bool:
    """Whether a name without a place is that of one body: an expert committee, no zone's office."""
    kinds = by_name(ACTOR)
    of_a_kind = any(unit[:i] in kinds and _MANY.search(unit[:i]) for i in range(2, len(unit)))
    return bool(_ONE.search(unit)) and not of_a_kind


def _slug(body: BodyName) -> str:
    """Pinyin of the parts; a function has a notation that stays."""
    unit = f"{body.function.notation}-bumen" if body.function else _unit_slug(body.unit)
    owner = "" if body.central is None or body.unit == "海关" else slugify(body.central)
    parts = (owner, body.scope and slugify(body.scope), body.organ and slugify(body.organ), unit)
    return "-".join(part for part in parts if part)


def _area(body: BodyName) -> Actor:
    place = load_jurisdictions().get(body.jurisdiction)
    if place is None:
        return Actor(iris.mint_actor(body.jurisdiction, "bendi"), ActorKind.AREA, "本行政区域")
    label = "国家" if place.notation == CENTRE else place.name_zh
    return Actor(
        iri=iris.mint_actor(place.notation, "bendi"),
        kind=ActorKind.AREA,
        label_zh=label,
        label_en="the State" if place.notation == CENTRE else english_place(place.notation),
        jurisdiction=place.notation,
        levels=(place.level,),
    )


def _parent(body: BodyName) -> Actor | None:
    if body.central:
        return _central_body(body.central)
    if body.organ and body.unit:
        return _make_body(_without_unit(body))
    return None


def _without_unit(body: BodyName) -> BodyName:
    return BodyName(body.jurisdiction, body.scope, body.organ, levels=body.levels)


def _classes(body: BodyName) -> tuple[Actor, ...]:
    """县级以上人民政府 includes every government, and so its departments those of each."""
    if body.organ != "人民政府" or body.scope.startswith((ALL_GOVERNMENTS, "各级", "乡", "镇")):
        return ()
    if (body.unit and body.function is None and body.unit != "有关部门") or not body.levels:
        return ()
    if not set(body.levels) <= {"province", "prefecture", "county"}:
        return ()
    own = level_of(body.jurisdiction)
    levels = ("country", "province", "prefecture", "county")
    above = levels[levels.index(own) if own and own != "country" else 1 :]
    home, unit, function = body.jurisdiction, body.unit, body.function
    found = [BodyName(home, ALL_GOVERNMENTS, body.organ, unit, function, above)]
    place = load_jurisdictions().get(home)
    if not body.scope and place and place.parent and own in _CLASS_OF:
        scope = _CLASS_OF[own]
        found.append(BodyName(place.parent, scope, body.organ, unit, function, (own,)))
    return tuple(_make_body(each) for each in found)


# ------------------------------------------------------------------ roles


@cache
def _listed_role(notation: str) -> Actor:
    role = load_listed(ACTOR)[notation]
    return Actor(
        iri=role.iri,
        kind=ActorKind.ROLE,
        label_zh=role.term,
        label_en=role.name_en,
        included_in=(_listed_role(role.broader),) if role.broader else (),
        also=role.names[1:],
        listed=True,
    )


@lru_cache(maxsize=20_000)
def _role(words: str) -> Actor:
    """A role that no table lists: its head noun says what wider role includes it."""
    names = by_name(ACTOR)
    head = next((words[i:] for i in range(1, len(words)) if words[i:] in names), None)
    wider = [] if head is None else [names[head].notation]
    small = _SMALL.search(words)
    if small and words.endswith(_SMALL_HEADS):
        wider.append(names[f"{small[0]}企业"].notation)
    wider = [n for n in dict.fromkeys(wider) if not _covered(n, wider)]
    return Actor(
        iri=iris.mint_concept(ACTOR, coded_slug(words)),
        kind=ActorKind.ROLE,
        label_zh=words,
        included_in=tuple(_listed_role(n) for n in wider),
    )


def _covered(notation: str, others: list[str]) -> bool:
    """Whether one of the other roles is a narrower kind of this one."""
    return any(notation in _above(other) for other in others if other != notation)


def _above(notation: str) -> set[str]:
    found: set[str] = set()
    broader = load_listed(ACTOR)[notation].broader
    while broader:
        found.add(broader)
        broader = load_listed(ACTOR)[broader].broader
    return found
