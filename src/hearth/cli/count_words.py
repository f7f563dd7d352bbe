"""Raw counts and values in words and figures, as pages print them."""

from __future__ import annotations

import math

from hearth.engine.results import Cell, Range
from hearth.engine.values import Between, Value
from hearth.framework.counting import Figure
from hearth.stats.intervals import Interval

__all__ = [
    "NEVER_SHARED",
    "counts_in_words",
    "interval_in_words",
    "known_in_words",
    "value_in_words",
    "year_before_in_words",
]

NEVER_SHARED = "Raw counts, never to be shared: nothing here has been protected."

ENOUGH_KNOWN = 95
"""A share known, in %, below which a figure is flagged."""

_IN_PERCENT = ("proportion", "before_and_after", "ratio")


def counts_in_words(figure: Figure, cell: Cell) -> str:
    """What was counted: `512 of 700`; of a mean, how many; of a plain count nothing, for it is its own value."""
    numerator, denominator = cell.counts.get("numerator"), cell.counts.get("denominator")
    if figure.kind == "count" or numerator is None:
        return ""
    if figure.kind == "mean":
        return "" if denominator is None else f"mean of {_count(denominator)}"
    return f"{_count(numerator)} of {'?' if denominator is None else _count(denominator)}"


def year_before_in_words(cell: Cell) -> str:
    """What a change is measured from; nothing for other figures."""
    numerator, denominator = cell.counts.get("earlier_numerator"), cell.counts.get("earlier_denominator")
    if numerator is None or denominator is None:
        return ""
    return f"the year before: {_count(numerator)} of {_count(denominator)}"


def known_in_words(share: tuple[float, float] | None) -> str:
    """How much of the denominator is known, and that it is little where it is; nothing where it is not counted."""
    if share is None:
        return ""
    least, most = (f"{math.floor(each * 10) / 10:.1f}" for each in share)  # 94.96 is not 95.0: it is flagged
    known = f"known {least}%" if least == most else f"known {least} to {most}%"
    return known if share[0] >= ENOUGH_KNOWN else f"{known}, which is under {ENOUGH_KNOWN}%"


def value_in_words(figure: Figure, value: Value | None) -> str:
    """The value with its unit: `73.1%`, `-2.4 points`, `65.7 per 10,000`, `3.25`, `218`."""
    if value is None:
        return ""
    if isinstance(value, Between):
        return f"{_number(figure, value.lower)} to {_number(figure, value.upper)}{_unit(figure)}"
    return f"{_number(figure, value.value)}{_unit(figure)}"


def interval_in_words(figure: Figure, value: Value | None) -> str:
    """The limits, as precise as the value; nothing where there are none."""
    if not isinstance(value, Interval):
        return ""
    return f"{_number(figure, value.lower)} to {_number(figure, value.upper)}"


def _unit(figure: Figure) -> str:
    if figure.kind == "change":
        return " points"
    if figure.kind in _IN_PERCENT and figure.per == 100:
        return "%"
    return (
        f" per {figure.per:,}" if figure.kind in ("rate", "ratio", "ratio_across") and figure.per > 1 else ""
    )


def _number(figure: Figure, number: float) -> str:
    if math.isinf(number):
        return "any number"
    if figure.kind == "count":
        return f"{number:,.0f}"
    places = 2 if figure.kind == "mean" else 1
    rounded = round(number, places)
    sign = "+" if figure.kind == "change" and rounded > 0 else ""
    return f"{sign}{rounded if rounded else 0.0:,.{places}f}"


def _count(count: Range) -> str:
    return f"{count.low:,}" if count.exact else f"{count.low:,} to {count.high:,}"
