"""The single actors in a coordinated phrase, as a reader names them.

Takes: a `Phrase`. Gives: `Name`s. What coordination shares is distributed: 省、设区的市人民政府 → 省人民政府,
设区的市人民政府; 县级以上人民政府教育、科技等部门 → 县级以上人民政府教育部门, 县级以上人民政府科技部门; 有关单位和个人 →
有关单位, 有关个人.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converters.annotation.actors import parts, sharing
from converters.annotation.actors.readings import Name, Reading, joined
from converters.annotation.actors.words import Word, WordClass, read_words
from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.actors.phrases import Conjunct, Phrase

_GENERIC: Final = frozenset(
    {"组织", "单位", "机构", "团体", "部门", "人员", "主体", "社会组织", "其他组织"}
)
_SOFT: Final = frozenset({"platform", "fund", "capital_bare", "polity"})
_NO_OWNERS: Final = _SOFT | {"capital"}
_INHERITING: Final = frozenset(
    {"及其", "及", "以及", "和", "或", "或者", "或者其", "，以及", "，及其"}
)
_UNSPECIFIC: Final = ("有关", "相关", "其他", "各有关", "各相关")
_SUBORDINATE: Final = ("办事", "派出", "所属", "分支", "下属", "授权", "委托", "直属")
_POSSESSIVE: Final = frozenset({"及其", "和其", "以及其", "或者其", "，及其"})
_LOCAL_BODIES: Final = frozenset(
    {"department", "body", "committee", "authority", "organisation", "institution", "platform"}
)
_SOCIETY: Final = frozenset({"社会", "全社会"})
_DEPARTMENTS: Final = frozenset({"department", "body"})


def read_names(folded: str, phrase: Phrase, *, open_class: bool = False) -> Reading:
    """The actors that a phrase names; with `open_class` also by endings alone (养蜂人, 驾校)."""
    reader = _Reader(folded, open_class=open_class)
    reader.lists_departments = sharing.lists_departments(phrase)
    for conjunct in phrase.conjuncts:
        reader.is_last = conjunct is phrase.conjuncts[-1]
        reader.take(conjunct)
    is_complete = bool(reader.names) and not reader.pending and not reader.has_rest
    return Reading(tuple(reader.names), is_complete, tuple(reader.inside))


class _Reader:
    """Names of one phrase, conjunct by conjunct."""

    def __init__(self, folded: str, *, open_class: bool) -> None:
        self.folded = folded
        self.open_class = open_class
        self.names: list[Name] = []
        self.pending: list[Span] = []  # conjuncts without a head of their own
        self.opener = ""  # separator before the first of them
        self.governments: list[tuple[Span, ...]] = []
        self.governs_pending = False  # the pending conjuncts follow a government directly
        self.after_government = False  # the last name is a government
        self.after_department = False  # the last name is a department of a government
        self.owners: list[Name] = []  # whose people or bodies 及其 names
        self.inside: list[Name] = []
        self.has_rest = False
        self.is_last = False
        self.lists_departments = False

    def take(self, conjunct: Conjunct) -> None:
        """Read one conjunct."""
        heads = conjunct.heads
        if self.lists_departments and sharing.is_listed_body(conjunct, heads):
            self._wait(conjunct.start, conjunct)
            return
        government = next((w for w in heads if w.entry.kind == "government"), None)
        if government and (heads[0] is government or heads[0].entry.kind in {"polity", "zone"}):
            self._take_government(conjunct, government)
        elif self._take_departments(conjunct, heads):
            pass
        elif not heads:
            self._take_headless(conjunct)
        else:
            self._take_other(conjunct, heads)

    def _take_headless(self, conjunct: Conjunct) -> None:
        end = self._name_end(conjunct)
        span = Span(conjunct.start, end)
        words = span.of(self.folded)
        is_open = self.open_class and not self.pending and not parts.is_level(words)
        if is_open and (parts.is_open_class(words) or words in _SOCIETY):
            self.names.append(Name((span,), "open", "open"))
            self.after_government = self.after_department = False
        else:
            self._wait(conjunct.start, conjunct)

    def _wait(self, start: int, conjunct: Conjunct) -> None:
        if not self.pending:
            self.opener = conjunct.separator
        end = conjunct.et_cetera.start if conjunct.et_cetera else conjunct.end
        if end > start:
            self.pending.append(Span(start, end))

    # Governments

    def _take_government(self, conjunct: Conjunct, head: Word) -> None:
        own: tuple[Span, ...] = (Span(conjunct.start, head.end),)
        self._take_back_levels(conjunct)
        levels = (
            self.pending if all(parts.is_level(s.of(self.folded)) for s in self.pending) else []
        )
        if self.pending and not levels:
            self.has_rest = True
        each = self._each(levels)
        tail = Span(head.start, head.end)
        governments = [(*each, s, tail) if i and each else (s, tail) for i, s in enumerate(levels)]
        if levels and each and not self.folded.startswith("各", conjunct.start):
            own = (*each, *own)
        self.governments = [*governments, own]
        self.pending = []
        rest = head.end
        if self.folded.startswith("的", rest):
            rest += 1
        self.after_government = self.after_department = False
        if rest >= conjunct.end or (conjunct.et_cetera and conjunct.et_cetera.start == rest):
            self._add_governments("level" if levels else "name")
        elif heads := [w for w in conjunct.heads if w.start >= rest]:
            self._take_of_government(rest, conjunct, heads)
        elif self._is_field(Span(rest, conjunct.end), conjunct):
            self.governs_pending = True
            self._wait(rest, conjunct)
        else:
            self._add_governments("name", is_whole=False)
            self.has_rest = True

    def _take_back_levels(self, conjunct: Conjunct) -> None:
        """各市, read as a name of its own, is a level where a government follows: 各市、县人民政府."""
        end = conjunct.start - len(conjunct.separator)
        while self.names and self.names[-1].category == "polity" and self.names[-1].end == end:
            name = self.names.pop()
            self.pending.insert(0, Span(name.start, name.end))
            end = name.start - 1

    def _is_field(self, span: Span, conjunct: Conjunct) -> bool:
        """Whether the words after a government are the first of a list of its departments."""
        if self.is_last and not conjunct.et_cetera:
            return False
        fields = [w for w in conjunct.words if w.entry.cls is WordClass.FIELD]
        return span.end - span.start <= 8 or any(w.start == span.start for w in fields)

    def _each(self, levels: list[Span]) -> tuple[Span, ...]:
        """各 where the first of several levels has it for all: 各市、县人民政府."""
        if levels and self.folded.startswith("各", levels[0].start):
            return (Span(levels[0].start, levels[0].start + 1),)
        return ()

    def _add_governments(self, rule: str, *, is_whole: bool = True) -> None:
        self.names += [Name(pieces, "government", rule, is_whole) for pieces in self.governments]
        self.after_government = True

    def _take_of_government(self, start: int, conjunct: Conjunct, heads: list[Word]) -> None:
        """A body of the government just named: 有关部门, 工业和信息化主管部门, 负责人."""
        if conjunct.et_cetera and conjunct.et_cetera.start < heads[-1].start:
            self.governs_pending = True
            self._close_list(start, conjunct, heads)
            return
        head = heads[-1]
        is_whole = head.end == self._name_end(conjunct)
        self._add_of_governments(Span(start, head.end), head, "department", is_whole=is_whole)

    def _add_of_governments(
        self, span: Span, head: Word, rule: str, *, is_whole: bool = True
    ) -> None:
        category = "department" if head.entry.kind == "people" else head.entry.kind
        for government in self.governments:
            self.names.append(Name((*government, span), category, rule, is_whole))
        self.after_department = category in _DEPARTMENTS
        self.has_rest |= not is_whole

    def _name_end(self, conjunct: Conjunct) -> int:
        if conjunct.et_cetera and conjunct.et_cetera.end == conjunct.end:
            return conjunct.et_cetera.start
        return conjunct.end

    # Departments

    def _take_departments(self, conjunct: Conjunct, heads: list[Word]) -> bool:
        """A list of departments that ends here, or a department of a level: 市、区教育主管部门."""
        start = self._after_level(conjunct, heads)
        if start is not None and not self.governs_pending:
            levels = [s for s in self.pending if parts.is_level(s.of(self.folded))]
            if len(levels) < len(self.pending):
                return False
            self.governments = [(s,) for s in (*levels, Span(conjunct.start, start))]
            self.pending, self.governs_pending = [], True
        else:
            start = conjunct.start
        heads = [word for word in heads if word.start >= start]
        if not heads and not self.governs_pending:
            return False
        if not heads or (self.lists_departments and heads[-1].entry.kind == "talent"):
            self._wait(start, conjunct)  # 市人才 in 市人才、教育等部门
            return True
        head = heads[-1]
        kinds = _LOCAL_BODIES if start > conjunct.start else _DEPARTMENTS
        if head.entry.kind not in kinds or head.end != self._name_end(conjunct):
            return False
        if not self.pending and sharing.shared_modifier(
            self.folded, self.names, conjunct, start, head
        ):
            return False
        self._close_list(start, conjunct, heads)
        return True

    def _after_level(self, conjunct: Conjunct, heads: list[Word]) -> int | None:
        """The end of a level that the field of a department or its short name follows.

        Behind other levels any office of a level will do: 市、县（市、区）国防教育委员会办公室.
        """
        if self.pending and heads and heads[-1].entry.kind in _LOCAL_BODIES:
            end = parts.end_of_level(self.folded, conjunct.start, heads[-1].start)
            if end and all(parts.is_level(s.of(self.folded)) for s in self.pending):
                return end
        for word in conjunct.words:
            is_department = word.entry.cls is WordClass.FIELD or word.entry.kind in _DEPARTMENTS
            is_department |= self.lists_departments and word.entry.kind == "talent"
            if is_department and word.start > conjunct.start:
                is_level = parts.is_level(self.folded[conjunct.start : word.start])
                return word.start if is_level else None
            if word.entry.kind not in {"level", "polity"} and word.entry.term != "新区":
                return None
        return None

    def _close_list(self, start: int, conjunct: Conjunct, heads: list[Word]) -> None:
        """Distribute the last head over the conjuncts that wait for one."""
        head, et_cetera = heads[-1], conjunct.et_cetera
        items, suffix = self._items(start, conjunct, head)
        inherits = self._inherits(conjunct, [*self.pending, *items])
        prefixes = self.governments if inherits else [()]
        rule = "list" if self.pending or et_cetera else "department"
        for prefix in prefixes:
            for item in (*self.pending, *items):
                shared = suffix and not parts.has_own_head(item.of(self.folded))
                pieces = (*prefix, item, suffix) if suffix and shared else (*prefix, item)
                self.names.append(Name(joined(pieces), head.entry.kind, rule))
        self.pending, self.governs_pending = [], False
        self.after_government = False
        self.after_department = inherits and head.entry.kind in _DEPARTMENTS
        self.has_rest |= head.end != self._name_end(conjunct)

    def _items(self, start: int, conjunct: Conjunct, head: Word) -> tuple[list[Span], Span | None]:
        et_cetera = conjunct.et_cetera
        if et_cetera and et_cetera.start < head.start:
            suffix_start = et_cetera.end
            if self.folded.startswith(("有关", "相关", "其他"), suffix_start):
                suffix_start += 2
            items = [Span(start, et_cetera.start)] if et_cetera.start > start else []
            return items, Span(suffix_start, head.end)
        if cut := sharing.end_of_origin(self.folded, self.pending, conjunct, head):
            return [Span(start, cut)], Span(cut, head.end)
        length = parts.start_of_suffix(self.folded[start : head.end])
        if self.pending and length:
            fields = [w.end for w in conjunct.words if w.entry.cls is WordClass.FIELD]
            cut = max([start + length, *(end for end in fields if end < head.end)])
            return [Span(start, cut)], Span(cut, head.end)
        if self.pending:
            self.has_rest = True
            self.pending = []
        return [Span(start, head.end)], None

    def _inherits(self, conjunct: Conjunct, items: list[Span]) -> bool:
        """Whether the governments named before belong to the departments of this list."""
        if not self.governments:
            return False
        if self.governs_pending:
            return True
        separator = self.opener if self.pending else conjunct.separator
        if self.after_government:
            return separator in _INHERITING
        if self.after_department:
            if len(self.governments[0]) == 1 and items[0].of(self.folded).startswith(_UNSPECIFIC):
                return "政府" in self.governments[0][0].of(self.folded)
            return not all(self._is_vertical(item) for item in items)
        return False

    def _is_vertical(self, item: Span) -> bool:
        words = read_words(item.of(self.folded))
        return len(words) > 0 and words.entry(0).is_vertical

    # Everybody else

    def _take_other(self, conjunct: Conjunct, heads: list[Word]) -> None:
        self.after_government = self.after_department = False
        end, et_cetera = self._name_end(conjunct), conjunct.et_cetera
        if et_cetera and et_cetera.end < conjunct.end:
            self._take_list(conjunct, heads)
            return
        head = self._chosen(heads, end)
        is_whole = head.end == end
        if self.pending:
            if is_whole and self._takes_pending(conjunct, head):
                return
            self.has_rest = True
            self.pending = []
        start = self._tight(conjunct.start, head)
        if of_offices := sharing.shared_offices(self.folded, self.names, conjunct, start, head):
            self.names += of_offices
            return
        if self._belongs_to_owners(conjunct, start, head):
            self._add_of_owners(Span(start, head.end), is_whole=is_whole)
            return
        self.owners = []
        self._add_name(conjunct, heads, Span(start, head.end), head)
        self.has_rest |= not is_whole

    def _add_name(self, conjunct: Conjunct, heads: list[Word], span: Span, head: Word) -> None:
        """A name of its own, with the modifier that it shares; and one inside it."""
        is_whole = head.end == self._name_end(conjunct)
        pieces: tuple[Span, ...] = (span,)
        category = head.entry.kind
        if modifier := sharing.shared_modifier(self.folded, self.names, conjunct, span.start, head):
            pieces = (modifier, *pieces)
            category = "capital" if category == "capital_bare" else category
        if category == "people" and heads[0].entry.kind in _DEPARTMENTS:
            category = "department"  # 相关部门负责人
        self.names.append(Name(pieces, category, "name", is_whole))
        if category in _SOFT and len(heads) > 1 and heads[0].entry.kind not in _NO_OWNERS:
            inner = Span(self._tight(conjunct.start, heads[0]), heads[0].end)
            self.inside.append(Name((inner,), heads[0].entry.kind, "name", is_whole=False))

    def _takes_pending(self, conjunct: Conjunct, head: Word) -> bool:
        """Whether the waiting conjuncts share the head, or belong to the name that ends with it."""
        is_subject = self.open_class
        if sharing.shares_head(self.folded, self.pending, conjunct, head, is_subject=is_subject):
            self._close_list(conjunct.start, conjunct, [head])
            return True
        if not is_subject or not sharing.is_one_name(self.folded, self.pending, conjunct, head):
            return False
        span = Span(self.pending[0].start, head.end)
        self.names.append(Name((span,), head.entry.kind, "list"))
        self.pending, self.owners = [], []
        return True

    def _belongs_to_owners(self, conjunct: Conjunct, start: int, head: Word) -> bool:
        """及其工作人员, and 学生 in 职业院校及其教师、学生."""
        if conjunct.separator in _POSSESSIVE and self.names:
            words = self.folded[start : head.end]
            if head.entry.kind == "people" or words.startswith(_SUBORDINATE):
                end = self.names[-1].end
                self.owners = [name for name in self.names if name.end == end]
                return True
        return bool(self.owners) and head.entry.kind == "people"

    def _add_of_owners(self, span: Span, *, is_whole: bool) -> None:
        for owner in self.owners:
            self.names.append(Name((*owner.pieces, span), owner.category, "list", is_whole))
        self.has_rest |= not is_whole

    def _take_list(self, conjunct: Conjunct, heads: list[Word]) -> None:
        """A、B、C等H: the members have heads of their own, or H is theirs."""
        et_cetera = conjunct.et_cetera
        assert et_cetera is not None  # noqa: S101
        inner = [w for w in heads if w.end <= et_cetera.start]
        outer = [w for w in heads if w.start >= et_cetera.end]
        if inner and inner[-1].end == et_cetera.start:
            if self.pending and not outer and self._takes_pending(conjunct, inner[-1]):
                self.has_rest = True
                return
            if self.pending:
                self.has_rest = True
                self.pending = []
            start = self._tight(conjunct.start, inner[-1])
            self.names.append(Name((Span(start, et_cetera.start),), inner[-1].entry.kind, "name"))
            if outer:
                span = Span(et_cetera.end, outer[-1].end)
                is_whole = outer[-1].end == conjunct.end
                if span.of(self.folded) not in _GENERIC and outer[-1].entry.kind == "enterprise":
                    self.names.append(Name((span,), outer[-1].entry.kind, "category", is_whole))
                self.has_rest |= not is_whole
            else:
                self.has_rest = True
        elif outer and outer[-1].entry.kind not in _SOFT and outer[-1].end == conjunct.end:
            self._close_list(conjunct.start, conjunct, [outer[-1]])
        else:
            self._wait(conjunct.start, conjunct)
            self.has_rest = True

    def _chosen(self, heads: list[Word], end: int) -> Word:
        """The last head that can name an actor; a platform only if nothing else can."""
        if heads[-1].end == end:
            return heads[-1]
        firm = [w for w in heads if w.entry.kind not in _SOFT]
        return firm[-1] if firm else heads[0]

    def _tight(self, start: int, head: Word) -> int:
        """The start of a name without quantifiers and places that only locate it."""
        words = self.folded[start : head.start]
        if head.entry.kind in _SOFT and words.startswith(("相关", "有关")):
            return start + 2
        if head.entry.kind == "enterprise" and words.startswith("全国"):
            return start + 2
        return start + parts.length_of_locators(words)
