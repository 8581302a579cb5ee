"""What bodies are called: the label of an actor in Chinese and, where a pattern gives it, in English.

Takes: a `BodyName`. Gives: labels that depend on the body alone, not on the words of one document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ontology.jurisdictions import CENTRE, load_jurisdictions

if TYPE_CHECKING:
    from converters.rdf.bodies import BodyName

_SHORT: Final = re.compile(r"(?:壮族|回族|维吾尔)?(?:特别行政区|自治区|省|市)$")
_OFFICES: Final = re.compile(r"省|自治区")


def place_name(jurisdiction: str | None) -> str | None:
    """Name of a jurisdiction as it stands before that of a body; none for the centre."""
    place = load_jurisdictions().get(jurisdiction or "")
    return None if place is None or place.notation == CENTRE else place.name_zh


def label(body: BodyName) -> str:
    """What a body is called: its office where all provinces use one name, else place and parts."""
    place = place_name(body.jurisdiction) or ""
    office = body.function.office if body.function and not body.scope and body.organ else None
    if office and _OFFICES.search(place):
        return place + office
    if body.organ == "党委":
        return f"中共{place}{body.scope}委员会{body.unit}"
    if body.unit == "海关":
        return f"{place.removesuffix('市')}海关"
    if body.central:
        return (
            body.central + (place if body.unit == "税务局" else _SHORT.sub("", place)) + body.unit
        )
    return place + body.scope + body.organ + body.unit


_ORGANS_EN: Final = {
    "人民政府": "People's Government",
    "人民代表大会": "People's Congress",
    "人民代表大会常务委员会": "Standing Committee of the People's Congress",
}
_SCOPES_EN: Final = {
    "县级以上": "at and above county level",
    "县级以上地方": "at and above county level",
    "设区的市级以上": "at and above the level of cities divided into districts",
    "设区的市": "of cities divided into districts",
    "县级": "at county level",
    "省级": "at province level",
    "乡镇": "of townships and towns",
    "各级": "at all levels",
    "省级以上": "at and above province level",
}


def english(body: BodyName) -> str | None:
    """English for governments, congresses and their departments; None for all others."""
    organ = _ORGANS_EN.get(body.organ)
    place = english_place(body.jurisdiction)
    if organ is None or (body.scope and body.scope not in _SCOPES_EN):
        return None
    of = f" of {place}" if place else ""
    if body.scope:
        owner = f"{_plural(organ)} {_SCOPES_EN[body.scope]}{f' in {place}' if place else ''}"
    else:
        owner = organ + of
    if not body.unit:
        return owner
    if body.unit == "有关部门":
        return f"departments concerned of the {owner}"
    if body.function:
        many = "departments" if body.scope else "department"
        return f"{many} of {body.function.name_en} of the {owner}"
    return {"办公厅": f"General Office of the {owner}"}.get(body.unit)


def _plural(organ: str) -> str:
    return re.sub(r"^(.*?)(Government|Congress|Committee)", _add_s, organ, count=1)


def _add_s(match: re.Match[str]) -> str:
    return match[1] + match[2] + ("es" if match[2] == "Congress" else "s")


def english_place(jurisdiction: str) -> str | None:
    """English name of a place, without its kind."""
    place = load_jurisdictions().get(jurisdiction)
    if place is None or place.notation == CENTRE or not place.name_en:
        return None
    return place.name_en.removesuffix(" Shi")
