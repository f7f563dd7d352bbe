"""The scale that a chart's values are drawn on: never cut so that a small difference looks large."""

from __future__ import annotations

from dataclasses import dataclass

from hearth.reports.charts.chart import Chart
from hearth.reports.charts.sizes import ticks_within

__all__ = ["Values", "values_of"]

NEAR_NOUGHT = 0.4
LEAST = {"%": 10.0, " points": 2.0}
LEAST_SHARE = 0.25
EVERY = 1e12


@dataclass(frozen=True, slots=True)
class Values:
    """From where to where, and the ticks with their words. `cut` says that it does not begin at nought."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    @property
    def cut(self) -> bool:
        return self.low > 0

    @property
    def across_nought(self) -> bool:
        return self.low < 0 < self.high


def values_of(chart: Chart, most: int) -> Values:
    """The scale of a chart, with at most that many ticks.

    It begins at nought where that is near, for counts, and for changes has nought within. A percentage goes no
    further than 0 to 100, and takes in 10 points at least; other figures a quarter of the highest.
    """
    found = [
        number
        for each in chart.series
        for mark in each.marks
        for number in (mark.value, mark.lower, mark.upper)
        if number is not None and abs(number) < EVERY
    ]
    found += [line.value for line in chart.lines]
    low, high = min(found), max(found)
    limits = (0.0, 100.0) if chart.unit == "%" and low >= 0 and high <= 100 else (-EVERY, EVERY)
    if chart.unit == " points":
        low, high = min(low, 0.0), max(high, 0.0)
    elif low >= 0 and (low <= NEAR_NOUGHT * high or _are_counts(chart, found)):
        low = 0.0
    least = LEAST.get(chart.unit, abs(high) * LEAST_SHARE) or 1.0
    if high - low < least:
        low, high = _widened(low, high, least, limits)
    ticks = ticks_within(low, high, most, limits=limits)
    return Values(ticks[0], ticks[-1], tuple((each, _words(each, chart.unit)) for each in ticks))


def _widened(low: float, high: float, least: float, limits: tuple[float, float]) -> tuple[float, float]:
    """As wide as `least`, about the same middle: but not beyond the limits, nor below nought if it was not."""
    bottom = limits[0] if low < 0 else 0.0
    start = max(bottom, min((low + high - least) / 2, limits[1] - least))
    return start, start + least


def _are_counts(chart: Chart, found: list[float]) -> bool:
    return not chart.unit and all(each == int(each) for each in found)


def _words(number: float, unit: str) -> str:
    said = f"{number:,.0f}" if number == int(number) else f"{number:,.10f}".rstrip("0")
    sign = "+" if unit == " points" and number > 0 else ""
    return f"{sign}{said.replace('-', '−')}{'%' if unit == '%' else ''}"
