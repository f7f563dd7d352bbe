"""Whether a published figure is apart from another number, or whether that cannot be told from what is published.

What is published is rounded: the counts of a figure may truly have been others, with another interval. A figure is
said to be apart only where it is so whatever they were, and never where it rests on few answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from hearth.disclosure.published import Mark, Published, PublishedCell, PublishedFigure, State
from hearth.engine.values import CONFIDENCE
from hearth.judge.series import is_told, periods_of
from hearth.stats import Interval, Method, rate, wilson

__all__ = ["Apart", "apart", "differ", "repeats_of", "seen_against", "since_the_first", "with_rounding"]

_YEAR_APART = 300
"""Days between the ends of periods that come no more than once a year, even if not on the same days."""


class Apart(StrEnum):
    """`yes`: whatever the counts were before they were rounded; `no`: not, whatever they were."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far an interval goes: at the most (`least` to `most`), and at the least (`low` to `high`)."""

    least: float
    low: float
    high: float
    most: float


def apart(published: Published, cell: PublishedCell, value: float) -> Apart:
    """Whether the cell's interval leaves the value out.

    `yes` only for a plain value of which no counts that round to the published ones have an interval that holds
    `value`, even if everyone is counted as often as one person can be; `no` only if all of them have. Counts of which
    the interval cannot be worked out again, such as those of a mean, are taken as published. `cannot_tell` where
    there is no interval.
    """
    reach = _reach(published, cell)
    if reach is None or cell.state is not State.VALUE:
        return Apart.CANNOT_TELL
    if not reach.least <= value <= reach.most:
        return Apart.YES
    return Apart.NO if reach.low <= value <= reach.high else Apart.CANNOT_TELL


def differ(published: Published, one: PublishedCell, other: PublishedCell) -> Apart | None:
    """Whether the two intervals lie apart: `no` where they overlap as published, None where either has no interval.

    `yes` only for plain values whose intervals do not meet whatever their counts were before they were rounded.
    """
    reaches = [_reach(published, each) for each in (one, other)]
    if reaches[0] is None or reaches[1] is None:
        return None
    first, second = reaches[0], reaches[1]
    if _meet(one, other):
        return Apart.NO
    plain = one.state is other.state is State.VALUE
    clear = first.most < second.least or second.most < first.least
    return Apart.YES if plain and clear else Apart.CANNOT_TELL


def with_rounding(published: Published, cell: PublishedCell) -> tuple[float, float] | None:
    """The furthest limits that the interval can have had before the cell's counts were rounded.

    None where there is no interval, where nothing is rounded, or where it cannot be worked out again.
    """
    reach = _reach(published, cell)
    if reach is None or _Again.of(published, cell) is None or not _rounded_by(published, cell):
        return None
    return reach.least, reach.most


def seen_against(ends: Sequence[str]) -> int | None:
    """Which of periods, given by their last days (2026-03-31) in order, the last is seen against.

    The first that ends in the same month of its year: a winter is not seen against a summer. Where there is none, the
    first of all if they come no more than once a year, and otherwise None.
    """
    *before, last = ends
    for number, end in enumerate(before):
        if end[5:7] == last[5:7]:
            return number
    days = [date.fromisoformat(end).toordinal() for end in ends]
    yearly = all(later - earlier > _YEAR_APART for earlier, later in pairwise(days))
    return 0 if before and yearly else None


def since_the_first(
    published: Published, figure: PublishedFigure, cells: Sequence[PublishedCell]
) -> Apart | None:
    """Of cells with the earliest first, whether the last with a number is apart from that which it is seen against.

    Of a change, whether the last is apart from no change. None where that has no answer, for want of intervals.
    """
    told = [each for each in cells if is_told(each)]
    if not told:
        return None
    if figure.kind == "change":
        return apart(published, told[-1], 0.0) if _reach(published, told[-1]) else None
    periods = periods_of(published)
    first = seen_against([periods[each.period].end.isoformat() for each in told])
    return None if first is None else differ(published, told[first], told[-1])


def repeats_of(published: Published, figure_id: str) -> int:
    """How often one person can be in the figure, as the framework says of its measure; 1 where it says nothing."""
    id = figure_id.partition(".")[0]
    measures = published.framework.measures if published.framework else ()
    return next((each.repeats for each in measures if each.id == id), 1)


def _meet(one: PublishedCell, other: PublishedCell) -> bool:
    assert (
        one.lower is not None
        and one.upper is not None
        and other.lower is not None
        and other.upper is not None
    )
    return one.lower <= other.upper and other.lower <= one.upper


def _reach(published: Published, cell: PublishedCell) -> _Reach | None:
    """None where there is no interval: the ends of a range are none."""
    if cell.state is State.RANGE or cell.lower is None or cell.upper is None:
        return None
    again = _Again.of(published, cell)
    if again is None:
        sure = cell.source or repeats_of(published, cell.figure) == 1
        beyond = 0.0 if sure else math.inf
        return _Reach(cell.lower - beyond, cell.lower, cell.upper, cell.upper + beyond)
    fewest, most = again.fewest(), again.most()
    return _Reach(
        least=min(again.limits(*fewest, repeated=True).lower, cell.lower),
        low=max(again.limits(*most).lower, cell.lower),
        high=min(again.limits(*fewest).upper, cell.upper),
        most=max(again.limits(*most, repeated=True).upper, cell.upper),
    )


@dataclass(frozen=True, slots=True)
class _Again:
    """An interval that can be worked out again from counts, each within `by` of the published one.

    The limits of both formulas rise with the part and fall with the whole, so those of the fewest of the most, and of
    the most of the fewest, are the furthest. The whole of a rate is a population: public, and as it is.
    """

    part: int
    whole: int
    by: int
    per: int
    rate: bool
    repeats: int

    @classmethod
    def of(cls, published: Published, cell: PublishedCell) -> _Again | None:
        """None where the formula, or a count that it needs, is not public."""
        if cell.numerator is None or cell.denominator is None or cell.method not in _FORMULAS or cell.source:
            return None
        per = next(each.per for each in published.figures if each.id == cell.figure and not each.source)
        return cls(
            cell.numerator,
            cell.denominator,
            _rounded_by(published, cell),
            per,
            cell.method != Method.WILSON,
            repeats_of(published, cell.figure),
        )

    def fewest(self) -> tuple[int, int]:
        """The smallest part of the largest whole."""
        return max(self.part - self.by, 0), self.whole + (0 if self.rate else self.by)

    def most(self) -> tuple[int, int]:
        """The largest part of the smallest whole that can hold it."""
        part = self.part + self.by
        return part, self.whole if self.rate else max(self.whole - self.by, part, 1)

    def limits(self, part: int, whole: int, *, repeated: bool = False) -> Interval:
        """The interval of these counts; `repeated`, as if every person were in them as often as one can be."""
        times = self.repeats if repeated else 1
        if self.rate:
            return rate(part / times, whole / times, CONFIDENCE, per=self.per)
        return wilson(part / times, whole / times, CONFIDENCE, per=self.per)


_FORMULAS = (Method.WILSON, Method.BYAR, Method.EXACT_POISSON)


def _rounded_by(published: Published, cell: PublishedCell) -> int:
    """The furthest that the cell's counts can be from the true ones: more where they are a revision."""
    policy = published.policy
    if policy is None:
        return 0
    if Mark.REVISED in cell.marks:
        return max(policy.round_to, policy.rounds_revisions_to) // 2
    return policy.rounds_by
