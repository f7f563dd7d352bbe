"""What is counted: every figure of a framework in the form an engine can count, its expressions read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hearth.framework.language import ColumnType, Expression
from hearth.framework.measures import Direction, Input, Speaks, Take
from hearth.kernel.periods import PeriodKind

__all__ = [
    "COMPONENTS",
    "Component",
    "Counting",
    "Derived",
    "Figure",
    "Flow",
    "Stock",
    "Timing",
    "Wave",
]

COMPONENTS = ("numerator", "denominator", "squares", "known")
"""What may be counted for one figure. A mean has the sum of its values, their number and the sum of their squares."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What happened in the period: a date that falls in it."""

    dated_by: Expression


@dataclass(frozen=True, slots=True)
class Stock:
    """What was open at the end of the period's last day."""

    open_from: Expression
    open_until: Expression


@dataclass(frozen=True, slots=True)
class Wave:
    """What was answered in the wave that the record names."""

    field: str


Timing: TypeAlias = Flow | Stock | Wave


@dataclass(frozen=True, slots=True)
class Derived:
    """A field worked out from a record's fellows (see `measures.Derive`), its expressions read."""

    name: str
    take: Take
    value: Expression
    by: str
    order: tuple[str, ...]
    where: Expression | None


@dataclass(frozen=True, slots=True)
class Component:
    """One whole number to be counted: records (no expression), those for which it holds (boolean), or a sum.

    A sum of decimals is in units of its last decimal place.
    """

    name: str
    value: Expression | None


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted over the records of one dataset, of those for which every expression of `where` holds.

    `columns` are what its expressions may name: the dataset's fields, and the derived ones.
    """

    dataset: str
    timing: Timing
    where: tuple[Expression, ...]
    components: tuple[Component, ...]
    columns: tuple[tuple[str, ColumnType], ...]
    unit: str | None = None
    speaks: Speaks = Speaks.FIRST
    derive: tuple[Derived, ...] = ()

    @property
    def adds(self) -> frozenset[str]:
        """Along which of place, group and period the counts of parts add to the count of the whole."""
        if self.unit is not None and self.speaks is Speaks.EVERYWHERE:
            return frozenset()
        if self.unit is not None or isinstance(self.timing, Stock):
            return frozenset({"place", "group"})
        return frozenset({"place", "group", "period"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: how it is counted, and what its value is worked out from.

    `scale` is the number of decimal places in which the numerator of a mean is counted. A rate divides by the
    population of `ages`; `divisor` is what a ratio across datasets divides by; `change_of` and `refers_to` name
    other figures. A figure with none of these and no `counting` is to be determined. `census` says that everyone was
    asked (see `questions.Survey`), of a share or of a change in one. `people`, of a ratio of sums, is the id of the
    figure that counts whom the sums are about; empty where there is none.
    """

    id: str
    measure: str
    title: str
    kind: str
    direction: Direction
    periods: tuple[PeriodKind, ...]
    smallest_place: str
    breakdowns: tuple[str, ...]
    counted_from: tuple[Input, ...]
    counting: Counting | None = None
    divisor: Counting | None = None
    ages: tuple[int, int] | None = None
    per: int = 1
    scale: int = 0
    change_of: str | None = None
    refers_to: str | None = None
    off: str = ""
    census: bool = False
    people: str = ""

    @property
    def adds(self) -> frozenset[str]:
        """Along which of place, group and period this figure's counts add."""
        if self.counting is None:
            return frozenset()
        adds = self.counting.adds
        return adds & self.divisor.adds if self.divisor else adds
