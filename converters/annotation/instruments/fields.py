"""Fields of instruments that a title or a heading names: digital under 数据条例.

Takes: a `Setting`, the words of an action. Gives: the fields named for it and their shares, the
fields that an action which is not clear falls back on, and which fields join a first instrument.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from converters.annotation.instruments.evidence import read_evidence, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from converters.annotation.instruments.settings import Setting

# Fields that a title or a heading may name: their name is evidence for what stands below (数据条例,
# 第三章 科技人才). Of the other instruments it is none: any means may serve the business environment.
FIELDS: Final = frozenset(
    {"innovation", "digital", "green", "talent", "finance", "quality", "enterprise"}
)
# … but a whole statute on it (优化营商环境条例, 外商投资条例) says what its vaguest actions are about.
_OF_STATUTES: Final = frozenset({"business-environment", "market-opening"})
_ENVIRONMENT: Final = "business-environment"
_OF_ENVIRONMENT: Final = "营商环境"
_REGULATION: Final = "监管"
# Weights of evidence that names a field.
_OF_FIELD: Final = (3.0, 5.0)
# Share of a field that is the only one of a heading or of the title.
_SOLE: Final = 1.0
# Instruments that say how, to which the field is added: 科技 in 组织编制规划 under 科技创新. Some fields
# are too wide for most of them: not all that a statute on enterprises inspects serves enterprises.
_FORMS: Final = frozenset(
    {"organisation", "planning", "supervision", "funding", "enterprise", "market-opening"}
)
_FORMS_OF_WIDE: Final = {
    "enterprise": frozenset({"planning", "funding"}),
    "innovation": frozenset({"planning", "funding", "enterprise"}),
    "digital": frozenset({"supervision", "funding", "market-opening"}),
    # How authorities inspect, work together and answer for it is this environment.
    _ENVIRONMENT: frozenset({"supervision", "organisation", "liability", "tax-fee"}),
}


def fields_of(setting: Setting, action: str) -> Mapping[str, float]:
    """The fields of an action: how markets are watched is no business environment besides."""
    fields = _fields(setting)
    if _REGULATION in action:
        return {field: share for field, share in fields.items() if field != _ENVIRONMENT}
    return fields


def fields_of_vague(setting: Setting, fields: Mapping[str, float]) -> Mapping[str, float]:
    """The fields of an action that does not say itself what it is about."""
    return {**_named_in(setting.title, _OF_STATUTES), **fields}


def joining_fields(first: str, fields: Mapping[str, float]) -> Iterator[str]:
    """The fields that are added to a first instrument."""
    for field, share in fields.items():
        if share >= _SOLE and field != first and first in _FORMS_OF_WIDE.get(field, _FORMS):
            yield field


@lru_cache(maxsize=64)
def _fields(setting: Setting) -> Mapping[str, float]:
    """The fields that the heading and the title name: shares of each, added."""
    fields: dict[str, float] = {}
    for words in (setting.heading, setting.title):
        for instrument, share in _named_in(words, FIELDS).items():
            fields[instrument] = fields.get(instrument, 0.0) + share
    if _OF_ENVIRONMENT in setting.title:
        fields[_ENVIRONMENT] = _SOLE
    return fields


@lru_cache(maxsize=64)
def _named_in(words: str, instruments: frozenset[str]) -> Mapping[str, float]:
    """Which of the instruments a title or a heading names, as shares."""
    low, high = _OF_FIELD
    named: dict[str, float] = {}
    for each in read_evidence(words).evidence:
        for instrument, weight in each.votes:
            if instrument in instruments and low <= weight < high:
                named[instrument] = named.get(instrument, 0.0) + weight
    return shares(named)
