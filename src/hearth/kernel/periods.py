"""Stretches of time that a figure can be about, and how they fit together.

`period_ids` draws the forms of a period's id; `period_spellings` reads how others write periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering
from itertools import pairwise

from hearth.kernel.errors import BadPeriod
from hearth.kernel.period_ids import (
    APRIL,
    FORMS,
    SEPTEMBER,
    PeriodKind,
    Span,
    id_of,
    is_wave_id,
    month_number,
    span_of,
)

__all__ = [
    "PeriodKind",
    "Period",
    "period",
    "wave",
    "pooled",
    "containing",
    "periods_within",
    "parts",
    "a_year_before",
    "preceding",
    "following",
]


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One period: `start` and `end` are both days inside it.

    Refuses (BadPeriod) an id that does not mean this kind and these days, so `period(p.id) == p` for
    every kind but a wave, whose id says nothing of its days. Sorts by start, then end, then id.
    """

    id: str
    kind: PeriodKind
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.kind is PeriodKind.WAVE:
            self._check_wave()
            return
        span = span_of(self.id)
        if span is None:
            raise _not_an_id(self.id)
        if (span.kind, span.start, span.end) != (self.kind, self.start, self.end):
            raise BadPeriod(
                f"{self.id!r} is the {_words(span.kind)} from {span.start} to {span.end}, "
                f"not a {_words(self.kind)} from {self.start} to {self.end}.",
                "Use period(id), which works out the kind and the days.",
            )

    def _check_wave(self) -> None:
        if not is_wave_id(self.id):
            raise BadPeriod(
                f"{self.id!r} cannot be a wave's id.",
                "Use lower-case letters, numbers and single hyphens: family-2025-autumn.",
            )
        if self.end < self.start:
            raise BadPeriod(
                f"The wave {self.id!r} ends on {self.end}, before it begins on {self.start}.",
                "Give the first day, then the last.",
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __lt__(self, other: Period) -> bool:
        return (self.start, self.end, self.id) < (other.start, other.end, other.id)


@lru_cache(maxsize=4096)
def period(id: str) -> Period:
    """The period with this canonical id; BadPeriod lists the forms when it is not one.

    A wave cannot be had from its id alone: see `wave`.
    """
    span = span_of(id)
    if span is not None:
        return Period(id, span.kind, span.start, span.end)
    raise _not_an_id(id)


def _not_an_id(text: str) -> BadPeriod:
    if is_wave_id(text):
        return BadPeriod(
            f"{text!r} may be a wave's id, and a wave's dates are its own.",
            f"Use wave(id, start, end). {FORMS}",
        )
    return BadPeriod(f"{text!r} is not a period.", FORMS)


def _words(kind: PeriodKind) -> str:
    return kind.replace("_", " ")


def wave(id: str, start: date, end: date) -> Period:
    """One run of a survey, from its first day to its last."""
    return Period(id, PeriodKind.WAVE, start, end)


def pooled(first: Period, last: Period) -> Period:
    """The years from `first` to `last` taken as one period, as in a three-year rate.

    Both are calendar, financial or academic years, of one kind, and `last` is later.
    """
    return period(f"{first.id}-to-{last.id}")


# Months in a period of each kind, and the month (January is 0) that one of them begins with.
SHAPE: dict[PeriodKind, tuple[int, int]] = {
    PeriodKind.MONTH: (1, 0),
    PeriodKind.QUARTER: (3, 0),
    PeriodKind.FINANCIAL_YEAR: (12, APRIL),
    PeriodKind.CALENDAR_YEAR: (12, 0),
    PeriodKind.ACADEMIC_YEAR: (12, SEPTEMBER),
}


def _of_span(kind: PeriodKind, first: int, months: int) -> Period:
    return period(id_of(Span(kind, first, months)))


def containing(kind: PeriodKind, day: date) -> Period:
    """The period of this kind that the day falls in.

    Twelve rolling years hold any day: this is the one that ends with the day's own month. A wave or
    pooled years cannot be told from a day (BadPeriod).
    """
    month = month_number(day)
    if kind is PeriodKind.ROLLING_YEAR:
        return _of_span(kind, month - 11, 12)
    months, anchor = _shape(kind)
    return _of_span(kind, month - (month - anchor) % months, months)


def _shape(kind: PeriodKind) -> tuple[int, int]:
    if kind not in SHAPE:
        raise BadPeriod(
            f"The calendar does not say where one {_words(kind)} ends and the next begins.",
            "Ask for months, quarters, or calendar, financial, academic or rolling years.",
        )
    return SHAPE[kind]


def periods_within(
    kind: PeriodKind, first: date, last: date, *, ending_with: PeriodKind = PeriodKind.MONTH
) -> tuple[Period, ...]:
    """Every period of this kind wholly inside the inclusive dates, in order.

    Rolling years come one for each month end; `ending_with=PeriodKind.QUARTER` keeps those that end
    with a quarter. BadPeriod if `last` is before `first`.
    """
    if last < first:
        raise BadPeriod(f"{last} is before {first}.", "Give the first day, then the last.")
    months, step, anchor = _stride(kind)
    month = month_number(first) + (first.day > 1)
    month += (anchor - month) % step
    found = []
    while (span := Span(kind, month, months)).end <= last:
        if span.end == containing(ending_with, span.end).end:
            found.append(period(id_of(span)))
        month += step
    return tuple(found)


def _stride(kind: PeriodKind) -> tuple[int, int, int]:
    if kind is PeriodKind.ROLLING_YEAR:
        return 12, 1, 0
    months, anchor = _shape(kind)
    return months, months, anchor


def parts(whole: Period, kind: PeriodKind) -> tuple[Period, ...]:
    """The periods of this kind that make up the whole, in order, with no gap and no overlap.

    BadPeriod where none do: an academic year is not made of financial quarters.
    """
    found = periods_within(kind, whole.start, whole.end)
    touching = all(before.end + timedelta(days=1) == after.start for before, after in pairwise(found))
    if found and touching and (found[0].start, found[-1].end) == (whole.start, whole.end):
        return found
    raise BadPeriod(
        f"{whole.id} does not divide into whole periods of the kind {_words(kind)}.",
        "Ask for months, or for a kind that begins and ends with it.",
    )


def a_year_before(later: Period) -> Period:
    """The same stretch of the year before: of a quarter the same quarter; of pooled years, all of them."""
    return _moved(later, -12)


def preceding(later: Period) -> Period:
    """The one before. Rolling years move by a month and pooled years by a year, so these overlap."""
    return _moved(later, -_step(later))


def following(earlier: Period) -> Period:
    """The one after. Rolling years move by a month and pooled years by a year, so these overlap."""
    return _moved(earlier, _step(earlier))


def _step(one: Period) -> int:
    return (
        12
        if one.kind is PeriodKind.POOLED_YEARS
        else 1
        if one.kind is PeriodKind.ROLLING_YEAR
        else _months(one)
    )


def _months(one: Period) -> int:
    return month_number(one.end) - month_number(one.start) + 1


def _moved(one: Period, months: int) -> Period:
    if one.kind is PeriodKind.WAVE:
        raise BadPeriod(
            f"The calendar does not say which wave comes before or after {one.id}.",
            "Look in the list of the survey's waves.",
        )
    return _of_span(one.kind, month_number(one.start) + months, _months(one))
