"""Periods and dates as a reader says them."""

from __future__ import annotations

from datetime import date

from hearth.kernel.periods import Period, PeriodKind

__all__ = ["KINDS", "date_in_words", "period_in_words", "short_period"]

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

KINDS = {
    PeriodKind.MONTH: "month",
    PeriodKind.QUARTER: "quarter",
    PeriodKind.FINANCIAL_YEAR: "year, April to March",
    PeriodKind.CALENDAR_YEAR: "year, January to December",
    PeriodKind.ACADEMIC_YEAR: "school year",
    PeriodKind.ROLLING_YEAR: "twelve months to each date",
    PeriodKind.POOLED_YEARS: "years taken together",
    PeriodKind.WAVE: "survey",
}
"""What each kind of period is called beside a series of them: `by quarter`, `by school year`."""


def date_in_words(day: date) -> str:
    """`31 March 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_in_words(period: Period) -> str:
    """`April to June 2025`, `2025-26` (April to March), `school year 2024-25`, `September to October 2025` (a wave)."""
    match period.kind:
        case PeriodKind.FINANCIAL_YEAR | PeriodKind.CALENDAR_YEAR:
            return period.id
        case PeriodKind.ACADEMIC_YEAR:
            return f"school year {period.id.removeprefix('AY')}"
        case PeriodKind.ROLLING_YEAR:
            return f"the year to {_month(period.end)}"
        case PeriodKind.POOLED_YEARS:
            return period.id.replace("-to-", " to ")
    return _months(period.start, period.end)


def short_period(period: Period) -> str:
    """The same for the axis of a chart, where there is little room: `Apr–Jun 25`, `2025-26`, `Sep–Oct 25`."""
    match period.kind:
        case PeriodKind.ACADEMIC_YEAR:
            return period.id.removeprefix("AY")
        case PeriodKind.QUARTER | PeriodKind.WAVE | PeriodKind.MONTH:
            first, last = (MONTHS[day.month - 1][:3] for day in (period.start, period.end))
            return f"{first if first == last else f'{first}–{last}'} {period.end.year % 100:02}"
        case PeriodKind.ROLLING_YEAR:
            return f"to {MONTHS[period.end.month - 1][:3]} {period.end.year % 100:02}"
    return period_in_words(period)


def _months(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return _month(last)
    if first.year == last.year:
        return f"{MONTHS[first.month - 1]} to {_month(last)}"
    return f"{_month(first)} to {_month(last)}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"
