"""Names of public bodies taken apart: whose body, of which level, in charge of what.

Takes: a name in the one spelling of `clean_name` and the jurisdiction of the document. Gives: a
`BodyName`; None where the name is none of a public body. 省工信厅 and 省人民政府工业和信息化主管部门 give
the same; 市人民政府 is the city itself in its own text, its province in that of a municipality, and one of
a class in that of a province.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from converters.metadata.classification import find_territory
from converters.structure.clean import fold
from ontology.jurisdictions import CENTRE, find_jurisdiction, load_jurisdictions
from ontology.listed import FUNCTION, Listed, find_listed

if TYPE_CHECKING:
    from ontology.jurisdictions import Jurisdiction

LEVELS: Final = ("country", "province", "prefecture", "county", "township", "village")
"""Levels of administration from the top: notations of the scheme level."""

ALL_GOVERNMENTS: Final = "县级以上"
"""Scope of the class that every government from county level up belongs to."""

_MUNICIPALITY: Final = re.compile(r"市$")
_PREFECTURES: Final = r"设区的?市（自治州）|设区的?市、自治州|市（自治州）|设区的?市|地级以?上?市|地级市|省辖市|市[（(]?州[）)]?|自治州|州|盟|地区"
_COUNTIES: Final = (
    r"区县（自治县）|区县（自治县、市）|区（县级市）|区（市）|县（市）区|县（市、区）|县（市区）|县（市）|县（区）|县（区、市）|区（县、市）|市（县、区）|区（市、县）|区（县）"
    r"|县市区|市县区|区县|县区|旗县|旗|县级市|市辖区|自治县|自治旗|县|区"
)
_TOWNSHIPS: Final = r"乡（镇）|乡镇|镇乡|乡|镇|民族乡|苏木|街道"
_TIERS: Final = {
    "province": re.compile(r"省|自治区|直辖市|省、自治区、直辖市"),
    "prefecture": re.compile(_PREFECTURES),
    "county": re.compile(_COUNTIES),
    "township": re.compile(_TOWNSHIPS),
}
_SCOPE: Final = re.compile(
    rf"(?P<each>各级(?!地方)|各|全省各|全市各|本省|本市|本州|本县|本区|本)?"
    rf"(?P<tier>省、自治区、直辖市|省|自治区|直辖市|{_PREFECTURES}|{_COUNTIES}|{_TOWNSHIPS}|市|地方)?"
    r"(?P<grade>级)?(?P<above>以上)?(?P<local>地方)?(?P<all>各级)?"
)
_GOVERNMENT: Final = re.compile(r"人民政府|政府|行政公署|行署")
_OFFICES: Final = (
    "部门", "机关", "厅", "局", "委", "办", "总局", "委员会", "办公室", "管理局", "主管部门", "主管机关",
    "行政部门", "管理部门", "管理机构", "管理委员会", "管理办公室", "监管部门", "监督部门", "执法部门",
    "行政主管部门", "行政管理部门", "行政管理机关", "监督管理部门", "监督管理局", "主管单位",
)  # fmt: skip
_CONCERNED: Final = re.compile(
    r"(?:及其|及|各|级|直|直属|所属|的|其他){0,2}(?:各?(?:有关|相关)(?:行业)?(?:主管|职能|工作|政府)*部门"
    r"|(?:有关|相关)(?:主管)?单位和?部门|职能部门|工作部门|部门|各有关单位|有关单位|相关单位)"
)
_CONGRESS: Final = (
    (re.compile(r"人民代表大会常务委员会|人大常委会"), "人民代表大会常务委员会"),
    (re.compile(r"人民代表大会|人大"), "人民代表大会"),
)
_PARTY: Final = re.compile(r"委(?=[组宣编网金统政办军人社农外保改]|$)|党委")
_PARTY_FIELDS: Final = {
    "编办": "机构编制委员会办公室",
    "网信办": "网络安全和信息化委员会办公室",
    "金融办": "金融委员会办公室",
    "军民融合办": "军民融合发展委员会办公室",
    "办公厅": "办公厅",
    "办公室": "办公室",
}
_PARTY_OFFICE: Final = re.compile(r"[\u4e00-\u9fff]{2,16}(?:部|委员会|办公室|办公厅|办|委|局)")
_COURTS: Final = re.compile(
    r"(?:高级|中级|基层)?人民法院|人民检察院|法院|检察院|监察委员会|监委|政协|政治协商会议"
)
_INSTITUTION: Final = re.compile(r".{2,}(?:委员会|小组|指挥部|联席会议|专班|办公室|院|局|厅)")
_STAFF: Final = re.compile(r"(?:主要)?负责人|(?:及其)?工作人员|办公厅|办公室|研究室")
_VERTICAL: Final = {
    "证监局": ("中国证券监督管理委员会", "监管局"),
    "金融监管局": ("国家金融监督管理总局", "监管局"),
    "银保监局": ("国家金融监督管理总局", "监管局"),
    "税务局": ("国家税务总局", "税务局"),
}
_BRANCHES: Final = re.compile(
    r"(?:国家税务总局|中国人民银行|人民银行|人行|国家外汇管理局)(?P<place>.{2,12}?)(?:省|市|自治区)?"
    r"(?P<unit>税务局|分行|分局|中心支行|支行)"
)
_CUSTOMS: Final = re.compile(r"(?P<seat>[\u4e00-\u9fff]{2,5})海关")
_NARROWED: Final = re.compile(
    r"有条件的|符合条件的|所在地的?|相关|有关|沿海|其他|上一级|上级|下级|同级|本级"
)
_AREA: Final = re.compile(r"(?:本|全)(?:省|市|自治区|自治州|自治县|州|县|区|旗|盟)|国家|本行政区域")


@dataclass(frozen=True, slots=True)
class BodyName:
    """Parts of a name. `scope` is empty for bodies of the jurisdiction itself, else names the class.

    `organ` is 人民政府, 人民代表大会常务委员会, 中共…委员会 and so on, or empty; `unit` what is inside or
    below it: a function with 部门, or a name as written. `area`: the name is that of the area itself.
    `central` is the name of the body of the centre whose local office it is.
    """

    jurisdiction: str
    scope: str = ""
    organ: str = ""
    unit: str = ""
    function: Listed | None = None
    levels: tuple[str, ...] = ()
    area: bool = False
    central: str | None = None


def clean_name(name: str) -> str:
    """A name without white space, in full-width punctuation."""
    return re.sub(r"\s+", "", fold(name))


def read_body(name: str, jurisdiction: str) -> BodyName | None:
    """The parts of the name of a public body."""
    if name in {"市县", "市、县"}:
        return BodyName(jurisdiction, "市县", levels=("prefecture", "county"))
    if _AREA.fullmatch(name):
        home = CENTRE if name == "国家" else jurisdiction
        return BodyName(home, area=True, levels=_levels_of(home))
    if _CONCERNED.fullmatch(name):
        return BodyName(jurisdiction, unit="有关部门")
    if name in {"常务委员会", "常委会"}:
        own = _levels_of(jurisdiction)
        return BodyName(jurisdiction, organ="人民代表大会常务委员会", levels=own)
    return (
        _read_branch(name)
        or _read_named(name, jurisdiction)
        or _read_scoped(name, jurisdiction)
        or _read_generic(name, jurisdiction)
    )


def find_function(words: str) -> Listed | None:
    """The function that the words before 部门 name: 工业和信息化, 工信."""
    return find_listed(FUNCTION, words) or find_listed(FUNCTION, words.removesuffix("管理"))


def level_of(jurisdiction: str) -> str | None:
    """Level of the bodies of a jurisdiction; None where it is not known."""
    record = load_jurisdictions().get(jurisdiction)
    return record.level if record else None


def _levels_of(jurisdiction: str) -> tuple[str, ...]:
    level = level_of(jurisdiction)
    return (level,) if level else ()


def _read_branch(name: str) -> BodyName | None:
    """A local office of a body of the centre: 国家税务总局山西省税务局."""
    match = _BRANCHES.fullmatch(name)
    place = _place(match["place"]) if match else None
    if match and place:
        central = {"人行": "中国人民银行", "人民银行": "中国人民银行"}
        owner = name[: match.start("place")]
        return BodyName(
            place.notation,
            unit=match["unit"],
            central=central.get(owner, owner),
            levels=_levels_of(place.notation),
        )
    customs = _CUSTOMS.fullmatch(name)
    seat = _place(customs["seat"]) if customs else None
    if seat:
        return BodyName(seat.notation, unit="海关", central="海关总署")
    return None


def _place(words: str) -> Jurisdiction | None:
    for suffix in ("", "市", "省"):
        if found := find_jurisdiction(words + suffix):
            return found
    territory = find_territory(words)
    return territory[0] if territory and territory[1] == words else None


def _read_named(name: str, jurisdiction: str) -> BodyName | None:
    """A body that is named with its place: 山西省人民政府, 太原市工信局."""
    territory = find_territory(name)
    if territory is None or territory[0].notation == CENTRE or not name.startswith(territory[1]):
        return None
    place, rest = territory[0], name[len(territory[1]) :]
    if not rest:
        return BodyName(place.notation, area=True, levels=(place.level,))
    found = _read_inner(rest.removeprefix("级"), BodyName(place.notation, levels=(place.level,)))
    if found is None:
        scoped = _read_scoped(rest, place.notation)
        found = scoped or BodyName(place.notation, unit=rest, levels=())
    return found


def _read_scoped(name: str, jurisdiction: str) -> BodyName | None:
    """A body whose place is told by its level alone: 省人民政府, 县级以上人民政府教育部门, 省工信厅."""
    narrowed = _NARROWED.match(name)
    if narrowed:
        return _read_narrowed(name, narrowed[0], jurisdiction)
    match = _SCOPE.match(name)
    if not match or not match[0]:
        return None
    rest = name[match.end() :]
    if match["tier"] is None and match["all"] is None and match["each"] is None:
        return None
    home, scope, levels = _settle(match, jurisdiction)
    if not rest:
        # 地区 and 地方 alone are no bodies.
        acts = scope and match["tier"] not in {"地区", "地方"}
        return BodyName(home, scope, levels=levels) if acts else None
    return _read_inner(rest, BodyName(home, scope, levels=levels))


def _read_narrowed(name: str, words: str, jurisdiction: str) -> BodyName | None:
    """Some of a class: 有条件的县级人民政府; or one told by its place beside another: 本级人民政府."""
    rest = name[len(words) :]
    found = _read_scoped(rest, jurisdiction)
    if found is None:
        found = _read_inner(rest, BodyName(jurisdiction))
    return replace(found, scope=words + found.scope) if found and found.organ else None


def _read_inner(rest: str, body: BodyName) -> BodyName | None:
    """What follows the place or level."""
    government = _GOVERNMENT.match(rest)
    if government:
        return _read_below_government(rest[government.end() :], replace(body, organ="人民政府"))
    readers = (
        _read_congress,
        _read_vertical,
        _read_concerned,
        _read_department,
        _read_staff,
        _read_court,
        _read_party,
        _read_institution,
    )
    return next((found for read in readers if (found := read(rest, body))), None)


def _read_below_government(rest: str, body: BodyName) -> BodyName:
    if not rest:
        return body
    found = _read_concerned(rest, body) or _read_department(rest, body) or _read_staff(rest, body)
    return found or replace(body, unit=rest)


def _read_congress(rest: str, body: BodyName) -> BodyName | None:
    for pattern, organ in _CONGRESS:
        if match := pattern.match(rest):
            return replace(body, organ=organ, unit=rest[match.end() :])
    return None


def _read_concerned(rest: str, body: BodyName) -> BodyName | None:
    found = _CONCERNED.fullmatch(rest)
    return replace(body, organ="人民政府", unit="有关部门") if found else None


def _read_staff(rest: str, body: BodyName) -> BodyName | None:
    """People and offices of a government itself."""
    if not _STAFF.fullmatch(rest):
        return None
    return replace(body, organ="人民政府", unit=rest.removeprefix("及其"))


def _read_court(rest: str, body: BodyName) -> BodyName | None:
    return replace(body, unit=rest) if _COURTS.fullmatch(rest) else None


def _read_department(rest: str, body: BodyName) -> BodyName | None:
    function = _function_before_office(rest)
    if function:
        return replace(body, organ="人民政府", unit=f"{function.term}部门", function=function)
    return None


def _function_before_office(words: str) -> Listed | None:
    """The function of 市场监督管理部门: the longest that leaves the name of an office."""
    fields = (words[: -len(o)] for o in _OFFICES if words.endswith(o))
    return next((f for f in map(find_function, fields) if f), None)


def _read_vertical(rest: str, body: BodyName) -> BodyName | None:
    found = _VERTICAL.get(rest)
    if found is None or body.scope:
        return None
    return replace(body, organ="", unit=found[1], central=found[0])


def _read_party(rest: str, body: BodyName) -> BodyName | None:
    """A body of the party: 委组织部, 委网信办."""
    match = _PARTY.match(rest)
    if not match:
        return None
    unit = rest[match.end() :]
    if unit and not (unit in _PARTY_FIELDS or _PARTY_OFFICE.fullmatch(unit)):
        return None
    return replace(body, organ="党委", unit=_PARTY_FIELDS.get(unit, unit))


def _read_institution(rest: str, body: BodyName) -> BodyName | None:
    """A body with a name of its own: 省开发区建设工作领导小组."""
    return replace(body, unit=rest) if not body.scope and _INSTITUTION.fullmatch(rest) else None


def _read_generic(name: str, jurisdiction: str) -> BodyName | None:
    """A department or organ that no level is given for: 税务部门, 公安机关, 有关部门."""
    function = _function_before_office(name)
    if function and name.endswith(("部门", "机关", "机构", "管理局")):
        return BodyName(jurisdiction, unit=f"{function.term}部门", function=function)
    if name in {"海关", "海关机构"}:
        return BodyName(jurisdiction, unit="海关部门", function=find_function("海关"))
    return None


def _settle(match: re.Match[str], jurisdiction: str) -> tuple[str, str, tuple[str, ...]]:
    """Whose body a level means in a text of the jurisdiction: home, scope of the class, levels."""
    tier, own = _tier(match, jurisdiction), level_of(jurisdiction)
    if match["above"]:
        level = tier or "county"
        upper = LEVELS[
            1 if own in {None, "country"} else LEVELS.index(own or "province") : LEVELS.index(level)
            + 1
        ]
        local = "地方" if match["local"] and own == "country" else ""
        return jurisdiction, f"{_class_word(match, level)}以上{local}", tuple(upper)
    if tier is None:
        return jurisdiction, "各级", tuple(LEVELS[LEVELS.index(own or "province") : 5])
    each = (match["each"] or "").startswith(("各", "全")) or "的" in (match["tier"] or "")
    if not each and own is not None and LEVELS.index(tier) <= LEVELS.index(own):
        home = _ancestor(jurisdiction, tier)
        if home and _is_called(home, match["tier"] or ""):
            return home, "", (tier,)
    return jurisdiction, _class_word(match, tier), (tier,)


def _tier(match: re.Match[str], jurisdiction: str) -> str | None:
    words = match["tier"]
    if words is None or words == "地方":
        return None
    if words == "市":
        return _city_tier(jurisdiction)
    return next((level for level, pattern in _TIERS.items() if pattern.fullmatch(words)), None)


def _city_tier(jurisdiction: str) -> str:
    """市 is the city itself in a city's text and stands for cities of prefecture level elsewhere."""
    record = load_jurisdictions().get(jurisdiction)
    if record and record.level == "province" and _MUNICIPALITY.search(record.name_zh):
        return "province"
    if record and record.level == "county" and record.name_zh.endswith("市"):
        return "county"
    return "prefecture"


def _is_called(home: str, words: str) -> bool:
    """Whether an area is of the kind that the word names: no province is an 自治区."""
    kinds = ("自治区", "直辖市") if words in {"自治区", "直辖市"} else ("",)
    return load_jurisdictions()[home].name_zh.endswith(kinds)


def _ancestor(jurisdiction: str, level: str) -> str | None:
    known = load_jurisdictions()
    record = known.get(jurisdiction)
    while record and record.level != level:
        record = known.get(record.parent) if record.parent else None
    return record.notation if record else None


_CLASS_WORDS: Final = {
    "province": "省级",
    "prefecture": "设区的市",
    "county": "县级",
    "township": "乡镇",
}
_SINGLE: Final = re.compile(r"县|区|旗|自治州|州|盟|自治县|镇|乡|街道")


def _class_word(match: re.Match[str], level: str) -> str:
    """The one word for a class: 设区的市 for 各市, 县级 for 县（市、区）; 县 and 区 alone stay."""
    words = match["tier"] or ""
    if match["above"]:
        return {"prefecture": "设区的市级", "county": "县级"}.get(level, _CLASS_WORDS[level])
    if _SINGLE.fullmatch(words) and not match["grade"]:
        return words
    return _CLASS_WORDS[level]
