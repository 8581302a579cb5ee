"""What a query says, as far as the prepared part can evaluate it.

Expressions stay text: the engine evaluates them, so that their meaning is the engine's in every detail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

BETWEEN: Final = "path "
"""How the names of variables between the steps of a path begin: no query can name them."""


class UnsupportedError(Exception):
    """The query is for the engine; the message says why, for those who develop this package."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable; blank nodes of a pattern are variables with a space in their name."""

    name: str

    @property
    def is_hidden(self) -> bool:
        """Whether no expression and no projection can name it."""
        return " " in self.name


@dataclass(frozen=True, slots=True)
class Constant:
    """A term as it stands in the query."""

    text: str


Term = Variable | Constant


@dataclass(frozen=True, slots=True)
class Step:
    """A predicate in a path, or its inverse."""

    predicate: Constant
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern: one step, alternative steps, or a variable as predicate.

    `repeat` is "+" or "*" where steps follow each other as often as there are any.
    """

    subject: Term
    steps: tuple[Step, ...] | Variable
    object: Term
    repeat: str = ""

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        terms = (self.subject, self.object, self.steps)
        return frozenset(each.name for each in terms if isinstance(each, Variable))


@dataclass(frozen=True, slots=True)
class Search:
    """`?subject fagui:containsText "words"`."""

    subject: Term
    words: str

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset({self.subject.name} if isinstance(self.subject, Variable) else ())


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression: the texts of its tokens, and whether a blank stands before each."""

    pieces: tuple[tuple[str, bool], ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """The texts of its tokens."""
        return tuple(text for text, _ in self.pieces)

    @property
    def text(self) -> str:
        """The expression for the engine."""
        return "".join(f" {text}" if spaced else text for text, spaced in self.pieces)

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(text[1:] for text, _ in self.pieces if text[0] in "?$" and len(text) > 1)

    @property
    def variable(self) -> str | None:
        """The variable that it is, if it is nothing else."""
        names = self.variables
        return next(iter(names)) if len(names) == len(self.pieces) == 1 else None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate over the rows of a group; no `argument`: COUNT(*)."""

    function: str
    distinct: bool
    argument: Expression | None


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the solutions of a group."""

    condition: Expression

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return self.condition.variables


@dataclass(frozen=True, slots=True)
class Exists:
    """FILTER EXISTS or FILTER NOT EXISTS."""

    group: Group
    negated: bool

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return self.group.variables


@dataclass(frozen=True, slots=True)
class Optional:
    """OPTIONAL."""

    group: Group

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return self.group.variables


@dataclass(frozen=True, slots=True)
class Minus:
    """MINUS."""

    group: Group

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return self.group.variables


@dataclass(frozen=True, slots=True)
class Union:
    """One group, or several of which each adds its solutions."""

    branches: tuple[Group, ...]

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset().union(*(branch.variables for branch in self.branches))


@dataclass(frozen=True, slots=True)
class Bind:
    """BIND."""

    expression: Expression
    variable: str

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return self.expression.variables | {self.variable}


@dataclass(frozen=True, slots=True)
class Values:
    """Inline data without UNDEF."""

    names: tuple[str, ...]
    rows: tuple[tuple[Constant, ...], ...]

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(self.names)


@dataclass(frozen=True, slots=True)
class Subquery:
    """A SELECT inside of a group."""

    select: Select

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables that it may give a value to."""
        columns = self.select.columns
        if columns is None:
            return self.select.where.variables
        return frozenset(column.name for column in columns)


Element = Pattern | Search | Filter | Exists | Optional | Minus | Union | Bind | Values | Subquery


@dataclass(frozen=True, slots=True)
class Group:
    """The elements of a group graph pattern in their order."""

    elements: tuple[Element, ...]

    @property
    def variables(self) -> frozenset[str]:
        """The variables that it may give a value to or looks at, those inside of SELECT left out."""
        return frozenset().union(*(element.variables for element in self.elements))


@dataclass(frozen=True, slots=True)
class Column:
    """A projected variable, a group key or a sort key: a name and what it stands for, if anything."""

    name: str
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A sort key."""

    expression: Expression
    descending: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT query; `columns` is None for `*`."""

    columns: tuple[Column, ...] | None
    distinct: bool
    where: Group
    keys: tuple[Column, ...] | None = None
    having: tuple[Expression, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    aggregates: dict[str, Aggregate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the prologue that its expressions need."""

    prologue: str
    prefixes: dict[str, str]
    select: Select
