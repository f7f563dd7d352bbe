"""The days of the demonstration: the periods its returns are for, and the cohorts whose records fall in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from hearth.demo.streams import Bools, Ints
from hearth.framework.datasets import Dataset
from hearth.kernel.periods import Period, PeriodKind, containing, following, periods_within, wave

__all__ = [
    "FIRST_DAY",
    "KNOWN_ON",
    "KNOWN",
    "Window",
    "day_number",
    "add_months",
    "quarters",
    "periods_of",
    "waves",
]

FIRST_DAY, KNOWN_ON = date(2023, 4, 1), date(2026, 3, 31)
"""Three financial years. What would happen after the last of these days is not known, and its cells are empty."""

FIRST_SCHOOL_DAY, LAST_SCHOOL_DAY = date(2022, 9, 1), date(2025, 8, 31)

WAVE_DAYS = tuple((date(year, 9, 15), date(year, 10, 31)) for year in (2023, 2024, 2025))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


KNOWN = day_number(KNOWN_ON)


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose records a return holds, both in, as day numbers. The first of a series may reach back."""

    period: Period
    first: int
    last: int

    def holds(self, days: Ints) -> Bools:
        """Which days are in it."""
        held: Bools = (days >= self.first) & (days <= self.last)
        return held

    @classmethod
    def of(cls, period: Period, reach_back: int = 0) -> Window:
        """The period's own days; of the first period also so many days before."""
        back = reach_back if period.start == FIRST_DAY else 0
        return cls(period, day_number(period.start) - back, day_number(period.end))


def add_months(days: Ints, months: int) -> Ints:
    """The same day so many months on; the last of the month where that month is too short."""
    month = days.astype("datetime64[D]").astype("datetime64[M]")
    of_month = days - month.astype("datetime64[D]").astype(np.int64)
    start = (month + months).astype("datetime64[D]").astype(np.int64)
    length = (month + months + 1).astype("datetime64[D]").astype(np.int64) - start
    return np.asarray(start + np.minimum(of_month, length - 1), dtype=np.int64)


def quarters(window: Window, soonest: int, latest: int) -> Iterator[Period]:
    """The quarters whose cohorts have records in the window: `soonest` to `latest` days after the cohort's day."""
    day = date(1970, 1, 1) + timedelta(days=window.first - latest)
    last = date(1970, 1, 1) + timedelta(days=window.last - soonest)
    quarter = containing(PeriodKind.QUARTER, day)
    while quarter.start <= last:
        yield quarter
        quarter = following(quarter)


def periods_of(dataset: Dataset) -> tuple[Period, ...]:
    """The periods for which the dataset is returned, in order."""
    if dataset.returned is PeriodKind.WAVE:
        return waves(dataset.id)
    if dataset.returned is PeriodKind.ACADEMIC_YEAR:
        return periods_within(PeriodKind.ACADEMIC_YEAR, FIRST_SCHOOL_DAY, LAST_SCHOOL_DAY)
    return periods_within(dataset.returned, FIRST_DAY, KNOWN_ON)


def waves(survey: str) -> tuple[Period, ...]:
    """The waves of a survey: one each autumn."""
    word = survey.removesuffix("_survey").replace("_", "-")
    return tuple(wave(f"{word}-{start.year}-autumn", start, end) for start, end in WAVE_DAYS)
