"""What an expression means: a small tree of our own, which no parser's upgrade can change.

A tree that can be built can be written and read back to an equal tree: each node refuses the shapes that
the text has no way to say, such as an `And` directly inside an `And`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

__all__ = [
    "FUNCTIONS",
    "GREATEST_WHOLE",
    "Abs",
    "AcademicAge",
    "AgeYears",
    "And",
    "Arithmetic",
    "Between",
    "Case",
    "Coalesce",
    "Column",
    "Compare",
    "Comparison",
    "DaysAfter",
    "DaysBetween",
    "Greatest",
    "In",
    "IsNull",
    "Least",
    "Literal",
    "MonthsBefore",
    "Negate",
    "Node",
    "Not",
    "Null",
    "Operation",
    "Or",
    "Value",
    "When",
    "children",
    "walk",
]

GREATEST_WHOLE = 2**63 - 1
MOST_DIGITS = 18

Value = int | Decimal | date | bool | str


class Comparison(StrEnum):
    """How two values are compared."""

    EQUAL = "="
    NOT_EQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Operation(StrEnum):
    """What is done with two numbers. There is no division: divide after counting."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""


@dataclass(frozen=True, slots=True)
class Column(Node):
    """The record's value in one column."""

    name: str

    def __post_init__(self) -> None:
        if not self.name or not self.name.isprintable():
            raise ValueError("a column's name is one or more characters that can be seen")


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    """A value written in the expression: a whole number, an exact decimal, a date, true or false, or code.

    Two literals are equal when they are written alike: 1, 1.0, 1.00 and true are four different literals.
    """

    value: Value

    def __post_init__(self) -> None:
        if isinstance(self.value, str):
            if not self.value.isprintable():
                raise ValueError("text may hold only characters that can be seen")
        elif isinstance(self.value, Decimal):
            object.__setattr__(self, "value", _plain_decimal(self.value))
        elif type(self.value) is int:
            if abs(self.value) > GREATEST_WHOLE:
                raise ValueError(f"a whole number lies between -{GREATEST_WHOLE} and {GREATEST_WHOLE}")
        elif type(self.value) not in (bool, date):
            raise ValueError(f"{self.value!r} is not a value the language can write")

    # Python holds that True == 1 == Decimal("1.00"), which are three types and two numbers of decimal places.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and self._written() == other._written()

    def __hash__(self) -> int:
        return hash(self._written())

    def _written(self) -> tuple[str, str]:
        return type(self.value).__name__, str(self.value)


def _plain_decimal(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        raise ValueError("a decimal is written with at least one decimal place, such as 2.5")
    if max(len(value.as_tuple().digits), -exponent) > MOST_DIGITS:
        raise ValueError(f"a decimal has at most {MOST_DIGITS} digits")
    return value if value else value.copy_abs()


@dataclass(frozen=True, slots=True)
class Null(Node):
    """No value. It stands only as a result of `Case`."""


@dataclass(frozen=True, slots=True)
class _Joined(Node):
    parts: tuple[Node, ...]

    def __post_init__(self) -> None:
        if len(self.parts) < 2:
            raise ValueError(f"{type(self).__name__} joins two parts or more")


@dataclass(frozen=True, slots=True)
class And(_Joined):
    """True when every part is; false when any part is false; otherwise unknown."""

    def __post_init__(self) -> None:
        _Joined.__post_init__(self)
        if any(isinstance(part, And) for part in self.parts):
            raise ValueError("an And inside an And is one longer And")


@dataclass(frozen=True, slots=True)
class Or(_Joined):
    """True when any part is; false when every part is false; otherwise unknown."""

    def __post_init__(self) -> None:
        _Joined.__post_init__(self)
        if any(isinstance(part, Or) for part in self.parts):
            raise ValueError("an Or inside an Or is one longer Or")


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The opposite of a condition; unknown stays unknown."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two values compared; unknown when either is missing."""

    op: Comparison
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """Whether a value is one of those written; unknown when it is missing."""

    operand: Node
    values: tuple[Literal, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("In needs at least one value")


@dataclass(frozen=True, slots=True)
class Between(Node):
    """Whether a value lies from `low` to `high`, both included."""

    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class IsNull(Node):
    """Whether a value is missing: true or false, never unknown."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Two numbers added, subtracted or multiplied; missing when either is."""

    op: Operation
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """A number with its sign changed."""

    operand: Node

    def __post_init__(self) -> None:
        if isinstance(self.operand, Literal):
            raise ValueError("a negative number is a Literal of its own")


@dataclass(frozen=True, slots=True)
class Abs(Node):
    """A number without its sign."""

    operand: Node


@dataclass(frozen=True, slots=True)
class When(Node):
    """One branch of a `Case`."""

    condition: Node
    value: Node


@dataclass(frozen=True, slots=True)
class Case(Node):
    """The value of the first branch whose condition is true, or `otherwise`."""

    whens: tuple[When, ...]
    otherwise: Node = Null()

    def __post_init__(self) -> None:
        if not self.whens:
            raise ValueError("Case needs at least one When")


@dataclass(frozen=True, slots=True)
class Coalesce(_Joined):
    """The first part that is not missing."""


@dataclass(frozen=True, slots=True)
class Greatest(_Joined):
    """The greatest of the parts that are not missing; missing when all are."""


@dataclass(frozen=True, slots=True)
class Least(_Joined):
    """The least of the parts that are not missing; missing when all are."""


@dataclass(frozen=True, slots=True)
class DaysBetween(Node):
    """Days from `start` to `end`: positive when `end` is later, 0 on the same day."""

    start: Node
    end: Node


@dataclass(frozen=True, slots=True)
class DaysAfter(Node):
    """The date `days` days after `day`; before it when `days` is negative."""

    day: Node
    days: Node


@dataclass(frozen=True, slots=True)
class MonthsBefore(Node):
    """The same day of the month `months` earlier, or that month's last day where it has no such day.

    Twelve months before 29 February 2024 is 28 February 2023; before 28 February 2025 it is 28, not 29,
    February 2024.
    """

    day: Node
    months: Node


@dataclass(frozen=True, slots=True)
class AgeYears(Node):
    """Age in completed years on a date.

    Someone born on 29 February is a year older on 1 March of a common year.
    """

    born: Node
    on: Node


@dataclass(frozen=True, slots=True)
class AcademicAge(Node):
    """Age in completed years on the 31 August at or before `on`: what decides a school year."""

    born: Node
    on: Node


FUNCTIONS: dict[str, type[Node]] = {
    "abs": Abs,
    "coalesce": Coalesce,
    "greatest": Greatest,
    "least": Least,
    "days_between": DaysBetween,
    "days_after": DaysAfter,
    "months_before": MonthsBefore,
    "age_years": AgeYears,
    "academic_age": AcademicAge,
}
"""Every function of the language by its name."""


def children(node: Node) -> Iterator[Node]:
    """The parts directly under a node, in the order they are written."""
    for field in fields(node):
        value = getattr(node, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Node):
                yield part


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it, in the order they are written."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(tuple(children(here))))
