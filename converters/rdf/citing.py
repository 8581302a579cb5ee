"""What a citation refers to: the work, its provisions, and whether that could be checked.

Takes: a `Citation`, the document in which it stands (`Citing`) and the works at hand (`Works`).
Gives: `Target`. Pure functions: nothing is fetched, and nothing is guessed without saying so.

A number is that of the version in force when the citing text was made. Where only a later version of the
cited work is at hand its numbering may have moved: such a target is named and marked "not verified".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from converters.annotation.citations.titles import key, laws, official_titles
from converters.annotation.records import CitationKind
from converters.metadata.classification import find_doc_type
from converters.rdf.identity import version_date
from converters.rdf.pointing import Layout, resolve_pointer
from converters.records import Kind
from ontology import iris
from ontology.jurisdictions import load_jurisdictions
from ontology.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from converters.annotation.records import Citation, ProvisionPointer
    from converters.document import Document
    from converters.rdf.identity import Identity
    from converters.structure.addresses import Steps


class Status(StrEnum):
    """How far a target is known."""

    VERIFIED = "verified"  # the work, and every provision, is at hand in a version of the time
    NOT_VERIFIED = "not verified"  # named, but not checked against a version of the time
    UNRESOLVED = "unresolved"  # no work, or no such provision in it


class Reason(StrEnum):
    """Why a target is not verified."""

    CLASS_OF_NORMS = "names a class of norms, not a work"
    AMBIGUOUS = "works of several places have the title, none of them that of the citing text"
    UNKNOWN_NAME = "a name that neither the document nor the lexicon explains"
    OUTSIDE = "the work is not in the catalogue"
    OTHER_VERSION = "no version of the time of the citing text is at hand: numbers may have moved"
    NOT_IN_VERSION = "the version at hand has no such provision"
    NO_ANNEX = "the annexes of the document are not at hand"
    NO_SUCH_PROVISION = "the document has no such provision"


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a work: IRIs, date (YYYY-MM-DD) and provisions.

    `since` is the year in which the work began, where the text tells it.
    """

    title: str
    work: str
    version: str
    date: str | None
    layout: Layout = field(repr=False)
    since: str | None = None


def make_edition(document: Document, identity: Identity) -> Edition:
    """A document as the version of a work that others may cite."""
    meta = document.metadata
    title = meta.title.value if meta.title else document.source.curated.title
    year = iris.parse_work(identity.work)[2]
    return Edition(
        title or document.source.id,
        identity.work,
        identity.version,
        version_date(meta),
        Layout.of(document.structure),
        None if year == iris.UNDATED else year,
    )


class Works(Protocol):
    """The works that citations are resolved to."""

    def find(self, title: str) -> tuple[Edition, ...]:
        """The editions of the work with a title, in the order of `age`."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Works in memory, by the keys of the titles under which they are cited."""

    by_key: Mapping[str, tuple[Edition, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> Catalogue:
        """The catalogue of the given editions; several of one title are versions of one work."""
        index: dict[str, list[Edition]] = {}
        for edition in editions:
            for name in cited_under(edition.title):
                index.setdefault(name, []).append(edition)
        return cls({name: tuple(sorted(found, key=age)) for name, found in index.items()})

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
    single units, ranges written out; those that no text at hand shows stand as cited.
    """

    status: Status
    work: str | None = None
    version: str | None = None
    title: str | None = None
    doc_type: str | None = None
    provisions: tuple[Steps, ...] = ()
    reason: Reason | None = None


def resolve(citation: Citation, citing: Citing, catalogue: Works) -> Target:
    """What a citation of a document refers to."""
    if citation.kind is CitationKind.GENERIC:
        return Target(Status.UNRESOLVED, reason=Reason.CLASS_OF_NORMS)
    if citation.title is None:
        return _within(citation, citing, catalogue)
    # The words that name a plan are no title: many plans bear them.
    title = None if citation.rule == "plan" else _full_title(citation.title, citing)
    if title is None:
        return Target(
            Status.UNRESOLVED, title=citation.title, reason=Reason.UNKNOWN_NAME,
            provisions=_as_cited(citation),
        )  # fmt: skip
    # A text that names its own title means the one before it: 《某市条例》同时废止.
    own = citing.edition.version
    editions = tuple(e for e in catalogue.find(title) if e.version != own)
    if not editions:
        return _outside(citation, title)
    meant = _of_the_place(editions, citing.edition)
    if not meant:
        return Target(
            Status.UNRESOLVED, title=title, reason=Reason.AMBIGUOUS,
            provisions=_as_cited(citation),
        )  # fmt: skip
    return _among(citation, citing, meant, title)


def _of_the_place(editions: tuple[Edition, ...], own: Edition) -> tuple[Edition, ...]:
    """Of works of one title (关于促进…的若干措施) those of the citing text's place, or of the next above it."""
    homes = {edition.version: _home(edition.work) for edition in editions}
    if len({home for home in homes.values() if home not in {"", iris.UNKNOWN}}) < 2:
        return editions
    place: str | None = _home(own.work)
    while place:
        if meant := tuple(e for e in editions if homes[e.version] == place):
            return meant
        above = load_jurisdictions().get(place)
        place = above.parent if above else None
    return ()


def _home(work: str) -> str:
    """Jurisdiction in the IRI of a work; empty where that is none of ours."""
    match = _HOME.match(work)
    return match[1] if match else ""


_HOME: Final = re.compile(rf"{re.escape(ID)}eli/([^/]+)/")


def _outside(citation: Citation, title: str) -> Target:
    official, doc_type = _named("".join(title.split()))
    return Target(
        Status.NOT_VERIFIED, title=official, doc_type=doc_type,
        provisions=_as_cited(citation), reason=Reason.OUTSIDE,
    )  # fmt: skip


def _within(citation: Citation, citing: Citing, catalogue: Works) -> Target:
    """A citation of the document itself, which may be one of the parts of a code."""
    own = citing.edition
    found = _provisions(citation, own.layout)
    if found is not None:
        return Target(Status.VERIFIED, own.work, own.version, own.title, None, found)
    parts = _other_parts(own, catalogue)
    for edition in parts:
        found = _provisions(citation, edition.layout)
        if found is not None:
            return Target(Status.VERIFIED, own.work, edition.version, own.title, None, found)
    cited = _as_cited(citation)
    subject = next(laws().find(own.title), None) if citation.rule == "bare" else None
    if subject and cited[0][:1] not in own.layout.around:
        # Numbers alone in a text on one law (罪名意见 on 刑法) that has no such article itself.
        editions = catalogue.find(subject.title)
        named = replace(citation, kind=CitationKind.LAW, title=subject.title)
        if not editions:
            return _outside(named, subject.title)
        return _among(named, citing, editions, subject.title)
    if cited and cited[0][0][0] == Kind.ANNEX and not _has_annex(own.layout):
        status, reason = Status.NOT_VERIFIED, Reason.NO_ANNEX
    elif parts or _is_part(own):
        status, reason = Status.NOT_VERIFIED, Reason.NOT_IN_VERSION
    else:
        status, reason = Status.UNRESOLVED, Reason.NO_SUCH_PROVISION
    return Target(status, own.work, own.version, own.title, None, cited, reason)


def _has_annex(layout: Layout) -> bool:
    return any(steps[0][0] == Kind.ANNEX for steps in layout.around)


def _other_parts(own: Edition, catalogue: Works) -> list[Edition]:
    """The other parts of the code that a document is a part of."""
    same = catalogue.find(_PART.sub("", key(own.title))) if "法典" in own.title else ()
    return [
        e
        for e in same
        if e.version != own.version
        and (_is_part(e) or _is_part(own))
        and (own.date in {e.date, None} or e.date is None)
    ]


def _is_part(edition: Edition) -> bool:
    return bool(_PART.search(key(edition.title)))


def _among(citation: Citation, citing: Citing, editions: tuple[Edition, ...], title: str) -> Target:
    """A citation of a work at hand: in the version of the time, else in another, which proves nothing."""
    # 将第九条修改为 counts in the text before the change, which has the date of the citing one.
    before = citation.rule == "amended"
    of_the_time = [e for e in editions if _is_of_the_time(e, citing.edition, before=before)]
    latest = [e for e in of_the_time if e.date == of_the_time[-1].date]
    if not citation.pointers:
        return _whole(citation, citing, latest or editions, title, of_the_time=bool(latest))
    for edition in latest:
        found = _provisions(citation, edition.layout)
        if found is not None:
            return Target(
                Status.VERIFIED, edition.work, edition.version, edition.title, None, found
            )
    return _elsewhere(citation, latest, [e for e in editions if e not in of_the_time], title)


def _elsewhere(
    citation: Citation, latest: Sequence[Edition], others: Sequence[Edition], title: str
) -> Target:
    """A citation that no version of the time answers: another can show which 款 a skipped one is."""
    answers = ((e, _provisions(citation, e.layout)) for e in others)
    found = next(((e, steps) for e, steps in answers if steps is not None), None)
    provisions = found[1] if found else _as_cited(citation)
    undated = found is not None and found[0].date is None
    reason = Reason.NOT_IN_VERSION if latest and not undated else Reason.OTHER_VERSION
    named = [found[0]] if found and (undated or not latest) else latest or others[:1]
    works = {e.work: e.title for e in named}
    if len(works) > 1:  # the parts of a code: it is not known which
        return Target(Status.NOT_VERIFIED, None, None, _named(title)[0], None, provisions, reason)
    ((work, official),) = works.items()
    return Target(Status.NOT_VERIFIED, work, None, official, None, provisions, reason)


def _is_of_the_time(edition: Edition, own: Edition, *, before: bool) -> bool:
    """Whether a version is one that the citing text can have had before it."""
    if not own.date or not edition.date:
        return False
    return edition.date < own.date or (edition.date == own.date and not before)


def _whole(
    citation: Citation,
    citing: Citing,
    editions: Sequence[Edition],
    title: str,
    *,
    of_the_time: bool,
) -> Target:
    """A citation of a work as a whole; the parts of a code are not the code."""
    whole = [e for e in editions if not _is_part(e) or key(e.title) == key(title)]
    if not whole:
        return _outside(citation, title)
    if of_the_time:
        edition = whole[-1]
        return Target(Status.VERIFIED, edition.work, edition.version, edition.title)
    edition, date = whole[0], citing.edition.date
    if edition.since and date and edition.since > date[:4]:
        # One of the same title that came later; what was cited is the one that it replaced.
        status, reason = Status.NOT_VERIFIED, Reason.OTHER_VERSION
        return Target(status, edition.work, None, edition.title, reason=reason)
    return Target(Status.VERIFIED, edition.work, None, edition.title)


def _provisions(citation: Citation, layout: Layout) -> tuple[Steps, ...] | None:
    """Every provision that is cited; None where one of them does not exist."""
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


def cited_under(title: str) -> tuple[str, ...]:
    """Keys under which a work is cited: whole, without issuers (关于办理…的解释), a code without its part."""
    name = key(title)
    return tuple(dict.fromkeys((name, _ISSUER.sub("", name), _PART.sub("", name))))


def age(edition: Edition) -> tuple[str, str]:
    """By it editions are ordered: date, then IRI."""
    return edition.date or "", edition.version


def _named(title: str) -> tuple[str, str | None]:
    """Official title and type of a work outside the catalogue, as far as the name tells."""
    known = official_titles().get(key(title))
    if known:
        return known
    found = find_doc_type(title, None, "", None, "")
    return title, found.notation if found else None
