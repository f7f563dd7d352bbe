"""How periods are named, with the days that each name means."""

from __future__ import annotations

from datetime import date

from hearth.kernel.period_ids import PeriodKind, Span, id_of
from hearth.kernel.periods import period
from pages.markdown import code, document, table

__all__ = ["page"]

EXAMPLES = (
    "2025-26",
    "2025-26-Q1",
    "2025-26-Q4",
    "2025",
    "AY2024-25",
    "2025-06",
    "2011-12",
    "M2011-12",
    "R12-2025-06",
    "2020-to-2022",
    "2013-14-to-2015-16",
)

WAVES = """\
A wave of a survey is named by a lower-case slug, such as `family-2025-autumn`; its first and last day are kept with it,
since its name says nothing of them."""

MONTHS = """\
Twelve months share their plain name with a financial year: `2011-12` could be December 2011 or the year 2011-12. The
financial year keeps the plain name, and those months are written with an M:"""


def page() -> str:
    """Every form of a period's id, by examples; then the months that need an M."""
    return document(
        "Period ids",
        "One id for each period, and one period for each id. Both days are inside the period.",
        table(("id", "kind", "first day", "last day"), (_row(each) for each in EXAMPLES)),
        WAVES,
        MONTHS,
        " ".join(code(each) for each in _marked_months()),
        "Pooled years are two or more whole years of one kind, taken as one period: the first, `-to-`, the last.",
    )


def _row(id: str) -> tuple[str, ...]:
    named = period(id)
    return code(id), named.kind.replace("_", " "), _day(named.start), _day(named.end)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _marked_months() -> list[str]:
    """The months of this century whose id begins with an M."""
    months = (id_of(Span(PeriodKind.MONTH, number, 1)) for number in range(2000 * 12, 2100 * 12))
    return [each for each in months if each.startswith("M")]
