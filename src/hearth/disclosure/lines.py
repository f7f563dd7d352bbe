"""What adds to what: everything a reader knows of how the figures of a release hang together.

A quantity is one thing counted, in whichever figures it stands: the base that five figures share is one quantity.
Its cells are known by place, period and group. A line says that cells of a whole are the sum of cells of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Broken",
    "EmptyCell",
    "GroupLine",
    "Lines",
    "PeriodLine",
    "PlaceLine",
    "Quantity",
    "SplitLine",
    "Together",
    "Within",
]


class Together(StrEnum):
    """What the parts of a line come to: the whole; no more than it, lying within; or no less, covering it."""

    ADD = "add"
    WITHIN = "within"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing counted. `counts` are the figures it stands in, each with `numerator` or `denominator`.

    `adds`: along which of group, place and period the lines hold for it. `stock`: counted on a period's last day, so
    that two periods with the same last day have the same count. `by_area`: people are counted where they live, so that
    counts follow the map.
    """

    id: str
    counts: tuple[tuple[str, str], ...]
    adds: tuple[str, ...]
    stock: bool = False
    survey: bool = False
    by_area: bool = False


@dataclass(frozen=True, slots=True)
class SplitLine:
    """Quantities whose counts add to that of the whole, in every place, period and group."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """A quantity whose count is never above that of another, in any place, period and group."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The groups of a breakdown, "not known" included: their counts add to everyone's."""

    breakdown: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """Places whose counts come `together` to the whole's in the periods named. A part not in the release has nobody.

    `groups`, if any are named, are the bins it holds of: breakdown and group. `by_area`: it holds of quantities that
    are, and no others.
    """

    whole: str
    parts: tuple[str, ...]
    periods: tuple[str, ...]
    groups: tuple[tuple[str, str], ...] = ()
    together: Together = Together.ADD
    by_area: bool = False


@dataclass(frozen=True, slots=True)
class EmptyCell:
    """A group of a place in which no area lies, in the periods named: nobody counted by area is there."""

    place: str
    breakdown: str
    group: str
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """Periods whose counts add to that of the whole."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that does not hold, as where an area has moved from ward to ward within the year.

    It is the quantity's `line` (from 0, of those `along` group, place, period or split) whose whole is this cell.
    """

    quantity: str
    along: str
    line: int
    place: str
    period: str
    breakdown: str
    group: str


@dataclass(frozen=True, slots=True)
class Lines:
    """All of them.

    A line holds for a quantity only if the quantity `adds` that way, only among cells that it has,
    and unless it is `broken`.
    """

    quantities: tuple[Quantity, ...] = ()
    splits: tuple[SplitLine, ...] = ()
    within: tuple[Within, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    places: tuple[PlaceLine, ...] = ()
    periods: tuple[PeriodLine, ...] = ()
    empty: tuple[EmptyCell, ...] = ()
    broken: tuple[Broken, ...] = ()
