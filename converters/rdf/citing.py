"""What a citation refers to: the work, its provisions, and whether that could be checked.

Takes: a `Citation`, the document in which it stands (`Citing`) and the works at hand (`Catalogue`).
Gives: `Target`. Pure functions: nothing is fetched, and nothing is guessed without saying so.

A number is that of the version in force when the citing text was made. Where only a later version of the
cited work is at hand its numbering may have moved: such a target is named and marked "not verified".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from converters.annotation.records import CitationKind
from converters.annotation.titles import key, laws, official_titles
from converters.metadata.classification import find_doc_type
from converters.rdf.identity import version_date
from converters.rdf.pointing import Layout, resolve_pointer
from converters.records import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from converters.annotation.records import Citation, ProvisionPointer
    from converters.rdf.identity import Identity
    from converters.records import Document
    from converters.structure.addresses import Steps


class Status(StrEnum):
    """How far a target is known."""

    VERIFIED = "verified"  # the work, and every provision, is at hand in a version of the time
    NOT_VERIFIED = "not verified"  # named, but not checked against a version of the time
    UNRESOLVED = "unresolved"  # no work, or no such provision in it


class Reason(StrEnum):
    """Why a target is not verified."""

    CLASS_OF_NORMS = "names a class of norms, not a work"
    UNKNOWN_NAME = "a name that neither the document nor the lexicon explains"
    OUTSIDE = "the work is not in the catalogue"
    OTHER_VERSION = "only versions later than the citing text are at hand: numbers may have moved"
    NOT_IN_VERSION = "the version at hand has no such provision"
    NO_TEXT = "no text of the work is at hand"
    NO_ANNEX = "the annexes of the document are not at hand"
    NO_SUCH_PROVISION = "the document has no such provision"


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a work: IRIs, date (YYYY-MM-DD) and, where its text is at hand, its provisions."""

    title: str
    work: str
    version: str
    date: str | None = None
    layout: Layout | None = field(default=None, repr=False)


def make_edition(document: Document, identity: Identity) -> Edition:
    """A document as the version of a work that others may cite."""
    meta = document.metadata
    title = meta.title.value if meta.title else document.source.curated.title
    layout = Layout.of(document.structure)
    return Edition(
        title or document.source.id, identity.work, identity.version, version_date(meta), layout
    )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The works that citations are resolved to, by the key of their titles."""

    by_key: Mapping[str, tuple[Edition, ...]]

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> Catalogue:
        """The catalogue of the given editions; several of one title are versions of one work."""
        index: dict[str, list[Edition]] = {}
        for edition in editions:
            for name in dict.fromkeys(_names(edition.title)):
                index.setdefault(name, []).append(edition)
        return cls({name: tuple(sorted(found, key=_age)) for name, found in index.items()})

    def find(self, title: str) -> tuple[Edition, ...]:
        """The editions of the work with a title, oldest first."""
        return self.by_key.get(key(title), ())


@dataclass(frozen=True, slots=True)
class Citing:
    """The document in which a citation stands; `names` are the short names that it introduces."""

    edition: Edition
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """What a citation refers to.

    `work` and `version` are IRIs; a work outside the catalogue has title and type only. `provisions` are
    single units, ranges written out; those of a work whose text is not at hand stand as cited.
    """

    status: Status
    work: str | None = None
    version: str | None = None
    title: str | None = None
    doc_type: str | None = None
    provisions: tuple[Steps, ...] = ()
    reason: Reason | None = None


def resolve(citation: Citation, citing: Citing, catalogue: Catalogue) -> Target:
    """What a citation of a document refers to."""
    if citation.kind is CitationKind.GENERIC:
        return Target(Status.UNRESOLVED, reason=Reason.CLASS_OF_NORMS)
    if citation.title is None:
        return _within(citation, citing, catalogue)
    title = _full_title(citation.title, citing)
    if title is None:
        return Target(
            Status.UNRESOLVED, title=citation.title, reason=Reason.UNKNOWN_NAME,
            provisions=_as_cited(citation),
        )  # fmt: skip
    # A text that names its own title means the one before it: 《某市条例》同时废止.
    own = citing.edition.version
    editions = tuple(e for e in catalogue.find(title) if e.version != own)
    if editions:
        return _among(citation, citing, editions)
    return _outside(citation, title)


def _outside(citation: Citation, title: str) -> Target:
    official, doc_type = _named(title)
    return Target(
        Status.NOT_VERIFIED, title=official, doc_type=doc_type,
        provisions=_as_cited(citation), reason=Reason.OUTSIDE,
    )  # fmt: skip


def _within(citation: Citation, citing: Citing, catalogue: Catalogue) -> Target:
    """A citation of the document itself, which may be one of the parts of a code."""
    own = citing.edition
    parts = [
        e
        for e in catalogue.find(_PART.sub("", key(own.title)))
        if own.date in {e.date, None} or e.date is None
    ]
    for edition in (own, *parts):
        found = _provisions(citation, edition.layout)
        if found is not None:
            return Target(Status.VERIFIED, own.work, edition.version, own.title, None, found)
    cited = _as_cited(citation)
    subject = next(laws().find(own.title), None) if citation.rule == "bare" else None
    if subject and own.layout and cited[0][:1] not in own.layout.around:
        # Numbers alone in a text on one law (罪名意见 on 刑法) that has no such article itself.
        editions = catalogue.find(subject.title)
        named = replace(citation, kind=CitationKind.LAW, title=subject.title)
        return _among(named, citing, editions) if editions else _outside(named, subject.title)
    if cited and cited[0][0][0] == Kind.ANNEX and not _has_annex(own.layout):
        status, reason = Status.NOT_VERIFIED, Reason.NO_ANNEX
    elif _PART.search(key(own.title)) or len(parts) > 1:
        status, reason = Status.NOT_VERIFIED, Reason.NOT_IN_VERSION
    else:
        status, reason = Status.UNRESOLVED, Reason.NO_SUCH_PROVISION
    return Target(status, own.work, own.version, own.title, None, cited, reason)


def _has_annex(layout: Layout | None) -> bool:
    return layout is not None and any(steps[0][0] == Kind.ANNEX for steps in layout.around)


def _among(citation: Citation, citing: Citing, editions: tuple[Edition, ...]) -> Target:
    """A citation of a work at hand: in the version of the time, else in another, which proves nothing."""
    date = citing.edition.date
    # 将第九条修改为 counts in the text before the change, which has the date of the citing one.
    changed = citation.rule == "amended"
    of_the_time = [
        e
        for e in editions
        if not date or not e.date or e.date < date or (e.date == date and not changed)
    ]
    latest = [e for e in of_the_time if e.date == of_the_time[-1].date]
    title, work = editions[-1].title, editions[-1].work
    if not citation.pointers:
        version = latest[-1].version if latest else None
        return Target(Status.VERIFIED, work, version, title)
    for edition in latest:
        found = _provisions(citation, edition.layout)
        if found is not None:
            return Target(
                Status.VERIFIED, edition.work, edition.version, edition.title, None, found
            )
    # A later version can show which 款 a skipped one is, and no more.
    later = [e for e in editions if e not in of_the_time]
    found = next((f for e in later if (f := _provisions(citation, e.layout)) is not None), None)
    provisions = found or _as_cited(citation)
    if all(edition.layout is None for edition in editions):
        reason = Reason.NO_TEXT
    else:
        reason = Reason.NOT_IN_VERSION if latest else Reason.OTHER_VERSION
    return Target(Status.NOT_VERIFIED, work, None, title, None, provisions, reason)


def _provisions(citation: Citation, layout: Layout | None) -> tuple[Steps, ...] | None:
    """Every provision that is cited; None where one of them does not exist or no text is at hand."""
    if layout is None:
        return None if citation.pointers else ()
    found: list[Steps] = []
    for pointer in citation.pointers:
        steps = _resolve(pointer, citation, layout)
        if steps is None:
            return None
        found += steps
    return tuple(dict.fromkeys(found))


def _resolve(
    pointer: ProvisionPointer, citation: Citation, layout: Layout
) -> tuple[Steps, ...] | None:
    """A bare 项 is first of the article cited before, a bare 款 first of its own article."""
    at = citation.at if citation.title is None else ()
    places = [at]
    if citation.antecedent and pointer.relative is None:
        is_item = pointer.steps[0][0] == Kind.ITEM
        places = [citation.antecedent, at] if is_item else [at, citation.antecedent]
    return next((s for p in places if (s := resolve_pointer(pointer, p, layout)) is not None), None)


def _as_cited(citation: Citation) -> tuple[Steps, ...]:
    """The provisions that the words name; a range by its numbers."""
    return tuple(steps for pointer in citation.pointers for steps in _numbers(pointer))


def _numbers(pointer: ProvisionPointer) -> Iterator[Steps]:
    if not pointer.steps or pointer.last is None:
        yield from (s for s in (pointer.steps, pointer.last) if s)
        return
    (*base, (kind, first)), (_, last) = pointer.steps, pointer.last[-1]
    if not (first.isdigit() and last.isdigit()) or not 0 < int(last) - int(first) < _LONGEST_RANGE:
        yield from (pointer.steps, pointer.last)
        return
    for number in range(int(first), int(last) + 1):
        yield (*base, (kind, str(number)))


_LONGEST_RANGE: Final = 500


def _full_title(title: str, citing: Citing) -> str | None:
    """The title that a short name stands for; None for a name of a kind alone (《条例》)."""
    introduced = citing.names.get(title)
    if introduced:
        return introduced
    if not _KIND.fullmatch(title):
        return official_titles().get(key(title), (title, ""))[0]
    # 《条例》 in the text that implements it: X省实施《Y条例》办法.
    named = [t for t in _INNER.findall(citing.edition.title) if t.endswith(title)]
    return official_titles().get(key(named[0]), (named[0], ""))[0] if named else None


_KIND: Final = re.compile(
    r"该?(?:实施)?(?:法|条例|办法|规定|细则|规则|解释|决定|意见|方案|通知|安排|公约)"
)
_INNER: Final = re.compile(r"[《〈<＜]([^《》〈〉<>＜＞]+)[》〉>＞]")
_ISSUER: Final = re.compile(
    r"^(?:最高人民法院|最高人民检察院|公安部|国家安全部|司法部|国务院|全国人民代表大会常务委员会|中国证券监督管理委员会)+(?=关于)"
)


# A code is published part by part: 民法典总则编 is cited as 民法典.
_PART: Final = re.compile(r"(?<=法典)[^法]{1,8}编$")


def _names(title: str) -> Iterator[str]:
    """Keys under which a work is cited: whole, without issuers (关于办理…的解释), a code without its part."""
    name = key(title)
    yield name
    yield _ISSUER.sub("", name)
    yield _PART.sub("", name)


def _named(title: str) -> tuple[str, str | None]:
    """Official title and type of a work outside the catalogue, as far as the name tells."""
    known = official_titles().get(key(title))
    if known:
        return known
    found = find_doc_type(title, None, "", None, "")
    return title, found.notation if found else None


def _age(edition: Edition) -> str:
    return edition.date or ""
