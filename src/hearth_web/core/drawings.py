"""The two small drawings that stand in tables, worked out here so that their templates only write them down.

Both are drawn from published numbers alone, always with their interval, and have their words beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from hearth.disclosure.published import State

__all__ = ["Drawn", "IntervalBar", "Scale", "SmallTrend", "interval_bar", "scale_of", "small_trend"]

TREND = (120.0, 32.0)
"""How wide and high a small trend is, in the units of its view box."""

BAR = (160.0, 20.0)
"""The same of an interval bar."""

ROUND = 6.0
"""Room for a dot at either end."""


class Drawn(Protocol):
    """What is drawn: a published row, or a chart's mark of one."""

    @property
    def value(self) -> float | None: ...

    @property
    def lower(self) -> float | None: ...

    @property
    def upper(self) -> float | None: ...

    @property
    def state(self) -> State: ...


@dataclass(frozen=True, slots=True)
class Scale:
    """The values at the left and the right end (for a trend: at the bottom and the top)."""

    least: float
    most: float

    def along(self, value: float, length: float) -> float:
        """Where a value stands on a line of this length, `ROUND` in from both ends; never outside it."""
        share = (value - self.least) / (self.most - self.least) if self.most > self.least else 0.5
        return ROUND + min(max(share, 0.0), 1.0) * (length - 2 * ROUND)


@dataclass(frozen=True, slots=True)
class SmallTrend:
    """A line through time in a table's cell. Bands and lines break where a figure is not shown.

    `bands` and `lines` are the `points` of polygons and polylines; `dots` are single figures between two gaps;
    `gaps` are where there is none; `last` is the latest figure's place, hollow if it rests on few answers.
    """

    width: float
    height: float
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    gaps: tuple[float, ...]
    last: tuple[float, float] | None
    hollow: bool
    words: str


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """A dot with its interval on a scale that the other rows share; `reference` is the figure all are seen against."""

    width: float
    height: float
    at: float
    low: float | None
    high: float | None
    reference: float | None
    hollow: bool


def scale_of(numbers: Sequence[float | None], *, percent: bool = False) -> Scale | None:
    """A scale on which all of these numbers stand; None if there is none. Percentages never leave 0 to 100."""
    there = [each for each in numbers if each is not None and abs(each) != float("inf")]
    if not there:
        return None
    least, most = min(there), max(there)
    room = (most - least) * 0.05 or max(abs(most) * 0.1, 1.0)
    least, most = least - room, most + room
    return Scale(max(least, 0.0), min(most, 100.0)) if percent else Scale(least, most)


def small_trend(marks: Sequence[Drawn], words: str, *, percent: bool = False) -> SmallTrend | None:
    """The trend of these figures, the earliest first; None where fewer than two are shown."""
    if sum(each.value is not None for each in marks) < 2:
        return None
    width, height = TREND
    numbers = [number for each in marks for number in (each.value, each.lower, each.upper)]
    scale = scale_of(numbers, percent=percent)
    assert scale is not None
    step = (width - 2 * ROUND) / (len(marks) - 1)
    places = [(ROUND + at * step, mark) for at, mark in enumerate(marks)]
    runs = [list(run) for shown, run in groupby(places, lambda each: each[1].value is not None) if shown]
    last = runs[-1][-1]
    return SmallTrend(
        width=width,
        height=height,
        bands=tuple(
            _band(run, scale) for run in runs if len(run) > 1 and all(m.lower is not None for _, m in run)
        ),
        lines=tuple(_points((x, _up(mark.value, scale)) for x, mark in run) for run in runs if len(run) > 1),
        dots=tuple((_round(run[0][0]), _up(run[0][1].value, scale)) for run in runs if len(run) == 1),
        gaps=tuple(_round(x) for x, mark in places if mark.value is None),
        last=(_round(last[0]), _up(last[1].value, scale)),
        hollow=last[1].state is State.LOW_RELIABILITY,
        words=words,
    )


def interval_bar(mark: Drawn, scale: Scale | None, *, reference: float | None = None) -> IntervalBar | None:
    """The bar of one figure; None where it is not shown."""
    if scale is None or mark.value is None:
        return None
    width, height = BAR
    ends = [None if end is None else _round(scale.along(end, width)) for end in (mark.lower, mark.upper)]
    return IntervalBar(
        width=width,
        height=height,
        at=_round(scale.along(mark.value, width)),
        low=ends[0],
        high=ends[1],
        reference=None if reference is None else _round(scale.along(reference, width)),
        hollow=mark.state is State.LOW_RELIABILITY,
    )


def _band(run: Sequence[tuple[float, Drawn]], scale: Scale) -> str:
    there = ((x, _up(mark.upper, scale)) for x, mark in run)
    back = ((x, _up(mark.lower, scale)) for x, mark in reversed(run))
    return _points([*there, *back])


def _points(points: Iterator[tuple[float, float]] | Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_round(x):g},{y:g}" for x, y in points)


def _up(value: float | None, scale: Scale) -> float:
    height = TREND[1]
    return _round(height - scale.along(0.0 if value is None else value, height))


def _round(number: float) -> float:
    return round(number, 1)
