"""How a period is named: one id for each period, and one period for each id.

    2025-26                     financial year, 1 April to 31 March
    2025-26-Q1                  financial quarter: Q1 April to June ... Q4 January to March
    2025                        calendar year
    AY2024-25                   academic year, 1 September to 31 August
    2025-06                     month
    M2011-12                    month whose plain name is already a financial year's (December 2011)
    R12-2025-06                 the twelve months that end with June 2025
    2020-to-2022                years pooled into one figure; likewise 2013-14-to-2015-16
    family-2025-autumn          a wave: any lower-case slug; its dates are its own

Twelve months in a century share their plain name with a financial year (January 2000 and 2000-01, to
December 2011 and 2011-12). The financial year keeps it, since published series still reach back that
far, and those months are written with an M.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

__all__ = ["PeriodKind", "Span", "FORMS", "span_of", "id_of", "is_wave_id", "month_number"]

FORMS = (
    "Write 2025-26 (financial year), 2025-26-Q1 (its quarter), 2025-06 (month), 2025 (calendar year), "
    "AY2024-25 (academic year), R12-2025-06 (twelve months ending in June 2025) or "
    "2020-to-2022 (pooled years), from 1900 to 2199."
)


class PeriodKind(StrEnum):
    """What sort of stretch of time a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    FINANCIAL_YEAR = "financial_year"
    CALENDAR_YEAR = "calendar_year"
    ACADEMIC_YEAR = "academic_year"
    ROLLING_YEAR = "rolling_year"
    POOLED_YEARS = "pooled_years"
    WAVE = "wave"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months: `first` counts months from January of the year 0; `months` says how many."""

    kind: PeriodKind
    first: int
    months: int

    @property
    def start(self) -> date:
        return _first_day(self.first)

    @property
    def end(self) -> date:
        """The last day, found from the next start: no month arithmetic is ever done on an end."""
        return _first_day(self.first + self.months) - timedelta(days=1)


def month_number(day: date) -> int:
    """The month a day falls in, counted from January of the year 0."""
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


APRIL, SEPTEMBER = 3, 8
YEAR = r"((?:19|20|21)\d\d)"
MONTH = r"(0[1-9]|1[0-2])"
WAVE_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
YEAR_STARTING: dict[int, PeriodKind] = {
    0: PeriodKind.CALENDAR_YEAR,
    APRIL: PeriodKind.FINANCIAL_YEAR,
    SEPTEMBER: PeriodKind.ACADEMIC_YEAR,
}


def is_wave_id(text: str) -> bool:
    """Whether this is a lower-case slug of at most 80 characters that begins with a letter."""
    return len(text) <= 80 and WAVE_ID.fullmatch(text) is not None


def span_of(text: str) -> Span | None:
    """The whole months that a canonical id names; None if it is no such id (a wave's id is not)."""
    first, pooled, last = text.partition("-to-")
    if pooled:
        return _pool(_plain_span(first), _plain_span(last))
    return _plain_span(text)


def id_of(span: Span) -> str:
    """The canonical id of whole months; the inverse of `span_of`."""
    year, month = divmod(span.first, 12)
    return WRITERS[span.kind](span, year, month)


def _plain_span(text: str) -> Span | None:
    for pattern, read in READERS:
        if found := pattern.fullmatch(text):
            return read(*found.groups())
    return None


def _pool(first: Span | None, last: Span | None) -> Span | None:
    if first is None or last is None or first.kind is not last.kind or first.first >= last.first:
        return None
    if first.kind not in YEAR_STARTING.values():
        return None
    return Span(PeriodKind.POOLED_YEARS, first.first, last.first + 12 - first.first)


def _read_dashed(marked: str, year: str, number: str, quarter: str | None) -> Span | None:
    """`2025-26`, `2025-26-Q1`, `2025-06` and `M2011-12`, which share one shape."""
    is_year = _follows(year, number)
    if is_year and not marked:
        april = int(year) * 12 + APRIL
        if quarter is None:
            return Span(PeriodKind.FINANCIAL_YEAR, april, 12)
        return Span(PeriodKind.QUARTER, april + 3 * (int(quarter) - 1), 3)
    if quarter is None and bool(marked) == is_year and 1 <= int(number) <= 12:
        return Span(PeriodKind.MONTH, int(year) * 12 + int(number) - 1, 1)
    return None


def _follows(year: str, ending: str) -> bool:
    return int(ending) == (int(year) + 1) % 100


def _read_calendar(year: str) -> Span:
    return Span(PeriodKind.CALENDAR_YEAR, int(year) * 12, 12)


def _read_academic(year: str, ending: str) -> Span | None:
    return Span(PeriodKind.ACADEMIC_YEAR, int(year) * 12 + SEPTEMBER, 12) if _follows(year, ending) else None


def _read_rolling(year: str, month: str) -> Span:
    return Span(PeriodKind.ROLLING_YEAR, int(year) * 12 + int(month) - 12, 12)


READERS: tuple[tuple[re.Pattern[str], Callable[..., Span | None]], ...] = (
    (re.compile(rf"(M?){YEAR}-(\d\d)(?:-Q([1-4]))?", re.ASCII), _read_dashed),
    (re.compile(YEAR, re.ASCII), _read_calendar),
    (re.compile(rf"AY{YEAR}-(\d\d)", re.ASCII), _read_academic),
    (re.compile(rf"R12-{YEAR}-{MONTH}", re.ASCII), _read_rolling),
)


def _write_two_years(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02}"


def _write_month(_span: Span, year: int, month: int) -> str:
    plain = f"{year}-{month + 1:02}"
    return f"M{plain}" if plain == _write_two_years(year) else plain


def _write_quarter(_span: Span, year: int, month: int) -> str:
    """January to March is the fourth quarter of the year that began the April before."""
    began = year if month >= APRIL else year - 1
    return f"{_write_two_years(began)}-Q{(month - APRIL) % 12 // 3 + 1}"


def _write_rolling(span: Span, _year: int, _month: int) -> str:
    year, month = divmod(span.first + 11, 12)
    return f"R12-{year}-{month + 1:02}"


def _write_pool(span: Span, _year: int, month: int) -> str:
    kind = YEAR_STARTING[month]
    first, last = Span(kind, span.first, 12), Span(kind, span.first + span.months - 12, 12)
    return f"{id_of(first)}-to-{id_of(last)}"


WRITERS: dict[PeriodKind, Callable[[Span, int, int], str]] = {
    PeriodKind.MONTH: _write_month,
    PeriodKind.QUARTER: _write_quarter,
    PeriodKind.FINANCIAL_YEAR: lambda _span, year, _month: _write_two_years(year),
    PeriodKind.CALENDAR_YEAR: lambda _span, year, _month: str(year),
    PeriodKind.ACADEMIC_YEAR: lambda _span, year, _month: f"AY{_write_two_years(year)}",
    PeriodKind.ROLLING_YEAR: _write_rolling,
    PeriodKind.POOLED_YEARS: _write_pool,
}
