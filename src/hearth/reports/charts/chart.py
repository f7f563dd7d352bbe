"""What a chart shows, in full: enough to draw it, to write it as a table, and to say it in a sentence.

A chart is a value. Its `key` is a hash of everything in it, and the drawing of a chart is kept under that key: so a
drawing can never be of other figures than the table beside it, and who shows a chart need not be able to draw one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from hearth.disclosure.published import State

__all__ = ["DRAWN_AS", "Chart", "Line", "Mark", "Series", "Shape"]

DRAWN_AS = 1
"""Raise it when the same chart is drawn otherwise than before: every key becomes another."""


class Shape(StrEnum):
    """How a chart is laid out.

    `over_time`: periods along the bottom, the value as a line, its interval as a band. `side_by_side`: one row for
    each place or group, the value as a dot, its interval as a bar through it.
    """

    OVER_TIME = "over_time"
    SIDE_BY_SIDE = "side_by_side"


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure of a chart: a period, a place or a group.

    `label` names it; `short` is the same for a narrow axis. Numbers are None where none is shown; `told` is the value
    in words, or why there is none. `at` places a period on the axis: its last day, as 2026-03-31. `section` groups
    rows that belong together, such as those of one breakdown. `standing` marks the row that the others are seen
    against, such as the whole authority.
    """

    label: str
    short: str
    value: float | None
    lower: float | None
    upper: float | None
    state: State
    told: str
    interval: str = ""
    counts: str = ""
    symbol: str = ""
    at: str = ""
    section: str = ""
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What one line of a chart over time, or one set of rows, is about: ours, or that of another place or source.

    `short` is the label for beside the line, where there is little room; empty where it is the label itself.
    """

    label: str
    marks: tuple[Mark, ...]
    ours: bool = True
    short: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A level to be seen against: a target, or the authority's own figure. `told` is its value in words."""

    label: str
    value: float
    told: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `title` and `summary` say what it shows and what is seen in it, each in a sentence or less.

    `unit` is what the axis is in: `%`, ` per 10,000`, ` points` or nothing. `axis` names what the values are.
    `source` and `notice` go with the drawing wherever it is taken. `name` is fit for a file.
    """

    name: str
    shape: Shape
    title: str
    summary: str
    axis: str
    unit: str
    series: tuple[Series, ...]
    lines: tuple[Line, ...] = ()
    source: str = ""
    notice: str = ""

    @property
    def key(self) -> str:
        """The same for equal charts drawn alike, and no other: 32 hexadecimal digits."""
        said = json.dumps([DRAWN_AS, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    @property
    def drawable(self) -> bool:
        """Whether there is any number to draw."""
        return any(
            mark.value is not None or mark.lower is not None for each in self.series for mark in each.marks
        )
