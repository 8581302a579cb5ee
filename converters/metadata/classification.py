"""Type and jurisdiction of a document, from what its text says of itself.

Takes: title, adopting body, document number, running text. Gives: notations of the schemes
document-type and jurisdiction with the words that prove them.
Rules: 立法法 2023 (who may make what), 规章制定程序条例 第七条 (规章不得称“条例”).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from converters.records import Span
from ontology.datafiles import DATA
from ontology.jurisdictions import CENTRE, Jurisdiction, find_jurisdiction, load_jurisdictions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CENTRAL: Final = re.compile(
    r"中华人民共和国|全国人民代表大会|国务院|最高人民法院|最高人民检察院|中央军事委员会|中共中央|国家"
)
_BODIES: Final = DATA / "codelists" / "bodies" / "central_bodies.csv"
_LONGEST_NAME: Final = 16
_SELF: Final = re.compile(r"本(?P<kind>条例|法|规定|办法|细则|规则|决定|解释)")
_OWN_LAND: Final = re.compile(r"本(?:省|市|自治区|自治州|自治县|县|区)|全[省市区]")
_ETHNIC_SUFFIX: Final = re.compile(r"(?:壮族|回族|维吾尔)?(?:特别行政区|自治区|省|市)$")

_BY_BODY: Final = (
    (re.compile(r"全国人民代表大会"), "fl"),
    (re.compile(r"自治[州县旗][\u4e00-\u9fff]*人民代表大会"), "dxtl"),
    (re.compile(r"人民代表大会|人大常委会"), "dfxfg"),
    (re.compile(r"国务院(?!各|有关|[\u4e00-\u9fff]*[部局])"), "xzfg"),
    (re.compile(r"最高人民法院|最高人民检察院"), "sfjs"),
)
_BY_TITLE: Final = (
    (re.compile(r"宪法(?:修正案)?(?:（[^）]*）)?$"), "xf"),
    (re.compile(r"^最高人民(?:法院|检察院)"), "sfjs"),
    (re.compile(r"自治条例$"), "zztl"),
    (re.compile(r"经济特区.*(?:条例|规定|决定)"), "jjtqfg"),
)
_BY_NOTE: Final = (
    (re.compile(r"国务院令|国务院(?:批准|公布|发布|颁布|修订)"), "xzfg"),
    (re.compile(r"最高人民(?:法院|检察院)"), "sfjs"),
    (re.compile(r"人民政府令"), "dfzfgz"),
    (re.compile(r"(?:部|总局|委员会|总署|局|办公室|银行)[\u4e00-\u9fff、]*令"), "bmgz"),
)
# Titles that only policy documents bear; 办法 and 规定 can be statutes as well.
_POLICY_TITLE: Final = re.compile(r"(?:措施|意见|通知|方案|政策|计划|规划|纲要|指南)$")
_EDITION: Final = re.compile(r"(?:（[^（）]*）)+$")


@dataclass(frozen=True, slots=True)
class DocType:
    """Notation of a type and the words that show it; `inferred` where they do not say it."""

    notation: str
    words: str
    inferred: bool = False


def find_doc_type(
    title: str | None, body: str | None, note: str, number: str | None, text: str
) -> DocType | None:
    """The type of a document; None where nothing shows it.

    `body` is the adopting body, `note` the adoption note and history, `text` the whole text.
    """
    bare = re.sub(r"《[^》]*》", "", note)
    name = _EDITION.sub("", title or "")
    return (
        _first(_BY_TITLE, name)
        or _by_number(name, number)
        or _first(_BY_BODY, body or "")
        or _first(_BY_NOTE, bare)
        or _by_name(name)
        or _by_self(text)
    )


def _by_number(title: str, number: str | None) -> DocType | None:
    """晋政办发〔2024〕59号 numbers a policy document; statutes are numbered by orders."""
    if not number or "〔" not in number or title.endswith("条例"):
        return None
    interprets = number.startswith(("法释", "高检发释"))
    return DocType("sfjs" if interprets else "gfxwj", number)


def _first(rules: tuple[tuple[re.Pattern[str], str], ...], words: str) -> DocType | None:
    for pattern, notation in rules:
        match = pattern.search(words)
        if match:
            return DocType(notation, match[0])
    return None


def _by_name(title: str) -> DocType | None:
    """What a title implies where nothing else tells the type."""
    if re.search(r"^中华人民共和国.*法$|典$", title):
        return DocType("fl", title, inferred=True)
    if title.endswith("条例"):
        territory = find_territory(title)
        local = territory is not None and territory[0].notation != CENTRE
        return DocType("dfxfg" if local else "xzfg", title, inferred=True)
    return DocType("gfxwj", title, inferred=True) if _POLICY_TITLE.search(title) else None


def _by_self(text: str) -> DocType | None:
    """A text without a title calls itself 本条例; one about 本省 is a local regulation."""
    named = _SELF.search(text)
    if named and named["kind"] == "条例":
        notation = "dfxfg" if _OWN_LAND.search(text) else "xzfg"
        return DocType(notation, named[0], inferred=True)
    return DocType("fl", named[0], inferred=True) if named and named["kind"] == "法" else None


def find_territory(words: str) -> tuple[Jurisdiction, str] | None:
    """The jurisdiction that a title or the name of a body begins with, and its name as written.

    >>> find_territory("郑州市城市供水管理条例")[0].notation
    '410100'
    >>> find_territory("中华人民共和国立法法")[0].notation
    'cn'
    """
    known = _names()
    words = words.removeprefix("中共")
    for length in range(min(len(words), 20), 1, -1):
        place = known.get(words[:length])
        if place:
            return _below(place, words[length:], words[:length])
    central = _CENTRAL.match(words) or _central_body(words)
    return (load_jurisdictions()[CENTRE], central[0]) if central else None


def place_prefix(words: str) -> str:
    """The name of a place that the words begin with; empty where they begin with none.

    >>> place_prefix("山西省人民政府办公厅")
    '山西省'
    """
    found = find_territory(words)
    return found[1] if found and words.startswith(found[1]) and found[0].notation != CENTRE else ""


CENTRAL_TYPES: Final = frozenset({"xf", "fl", "xzfg", "jcfg", "sfjs", "bmgz"})
"""Types that only bodies of the centre make."""


def _central_body(words: str) -> re.Match[str] | None:
    """The name of a body of the centre that the words begin with: 工业和信息化部."""
    return _central_bodies().match(words)


@cache
def _central_bodies() -> re.Pattern[str]:
    with _BODIES.open(encoding="utf-8", newline="") as file:
        names = {n for row in csv.DictReader(file) for n in row["names"].split("|") if len(n) > 2}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


def _below(place: Jurisdiction, rest: str, name: str) -> tuple[Jurisdiction, str]:
    """A county or city named after its province: 浙江省温州市."""
    for length in range(min(len(rest), _LONGEST_NAME), 1, -1):
        inner = find_jurisdiction(rest[:length])
        if inner and inner.parent == place.notation:
            return inner, name + rest[:length]
    return place, name


@cache
def _names() -> Mapping[str, Jurisdiction]:
    """Names that a title may begin with, and short names of provinces (广西 for 广西壮族自治区)."""
    names = {}
    for record in load_jurisdictions().values():
        if find_jurisdiction(record.name_zh) is record:
            names[record.name_zh] = record
    for record in load_jurisdictions().values():
        if record.level in {"province", "prefecture"}:
            names.setdefault(f"{_short(record.name_zh)}经济特区", record)
    for record in _provinces():
        names[_short(record.name_zh)] = record
    return names


def infer_territory(text: str) -> tuple[Jurisdiction, Span] | None:
    """The province that a text without a place in its title means by 本省: the one it names most.

    None where the text does not speak of its own land, names none, or two equally often.
    """
    if not _OWN_LAND.search(text):
        return None
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for notation, span in _mentions(text):
        counts[notation] += 1
        first.setdefault(notation, span)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return load_jurisdictions()[ranked[0][0]], first[ranked[0][0]]


def _mentions(text: str) -> Iterator[tuple[str, Span]]:
    for name, notation in _mentioned_names().items():
        for match in re.finditer(re.escape(name), text):
            yield notation, Span(*match.span())


@cache
def _mentioned_names() -> Mapping[str, str]:
    names = {_short(record.name_zh): record.notation for record in _provinces()}
    for record in load_jurisdictions().values():
        if record.level == "prefecture" and record.parent and len(record.name_zh) > 2:
            names[record.name_zh] = record.parent
    return names


def _provinces() -> list[Jurisdiction]:
    return [r for r in load_jurisdictions().values() if r.level == "province"]


def _short(name: str) -> str:
    return _ETHNIC_SUFFIX.sub("", name)


def find_words(words: str, text: str) -> Span | None:
    """Where words stand in the text, white space inside them aside."""
    match = re.search(r"\s*".join(map(re.escape, words)), text)
    return Span(*match.span()) if match else None
