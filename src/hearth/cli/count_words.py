"""Raw counts and values in words and figures, as pages print them."""

from __future__ import annotations

import math

from hearth.engine.results import Cell, Range
from hearth.engine.values import Between, Value
from hearth.framework.counting import Figure
from hearth.judge.units import number_in_words, unit_in_words
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
        ends = (number_in_words(figure, end) for end in (value.lower, value.upper))
        return f"{' to '.join(ends)}{unit_in_words(figure)}"
    return f"{number_in_words(figure, value.value)}{unit_in_words(figure)}"


def interval_in_words(figure: Figure, value: Value | None) -> str:
    """The limits, as precise as the value; nothing where there are none."""
    if not isinstance(value, Interval):
        return ""
    return f"{number_in_words(figure, value.lower)} to {number_in_words(figure, value.upper)}"


def _count(count: Range) -> str:
    return f"{count.low:,}" if count.exact else f"{count.low:,} to {count.high:,}"
