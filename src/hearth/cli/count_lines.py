"""Lines of figures as they stand on a page: one table where there is room, each under its label where there is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hearth.cli.screen import QUIET, STATE, VALUE, Screen, Styled, wrapped

__all__ = ["Line", "print_lines"]

GAP = "  "
BESIDE = "· "
ROOMY = 32
"""A label narrower than this is hard to read: then the figures go below it."""


LONG = 10
"""An id longer than this has a line of its own where the figures go below their labels."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of figures: what it is, and either its counts and value, or in `note` why there are none.

    `beside` marks a figure that stands beside the measure above it.
    """

    id: str
    label: str
    period: str = ""
    counts: str = ""
    value: str = ""
    interval: str = ""
    note: str = ""
    beside: bool = False

    @property
    def mark(self) -> str:
        """What stands before the label."""
        return BESIDE if self.beside else ""


def print_lines(screen: Screen, lines: Sequence[Line], indent: int = 2) -> None:
    """The lines, their columns as wide as their widest cell."""
    layout = _layout_of(lines, screen.width, indent)
    for line in lines:
        for words in layout.lines(line):
            screen.line(" " * indent, *words)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide the page is and each column of it; `label` is 0 where the figures go below their labels.

    Notes stand after the figures if the longest fits, and otherwise all below them.
    """

    width: int
    id: int
    label: int
    period: int
    counts: int
    value: int
    interval: int
    note: int

    def lines(self, line: Line) -> list[list[Styled]]:
        """The line as it is printed, over as many lines as it needs."""
        above = not self.label and self.id > LONG
        opening = len(GAP) if above else self.id + len(GAP) * bool(self.id)
        margin = opening + len(line.mark)
        labels = wrapped(line.label, (self.label or self.width - opening) - len(line.mark))
        right = self._right(line, self.label + opening + len(GAP) if self.label else margin)
        style = QUIET if line.beside else ""
        left: list[list[Styled]] = [[" " * margin, (each, style)] for each in labels]
        named: Styled = ("" if line.beside else line.id, VALUE)
        if above:
            left[0] = [" " * opening, line.mark, (labels[0], style)]
            return [*([[named]] if named[0] else []), *left, *([" " * margin, *words] for words in right)]
        left[0] = [(named[0].ljust(opening), VALUE), line.mark, (labels[0], style)]
        if not self.label:
            return [*left, *([" " * margin, *words] for words in right)]
        return self._side_by_side(left, labels, right, margin)

    def _side_by_side(
        self,
        left: list[list[Styled]],
        labels: list[str],
        right: list[list[Styled]],
        margin: int,
    ) -> list[list[Styled]]:
        beyond = self.id + len(GAP) * bool(self.id) + self.label + len(GAP)
        printed = []
        for number in range(max(len(left), len(right))):
            words = left[number] if number < len(left) else []
            taken = margin + len(labels[number]) if number < len(left) else 0
            more = right[number] if number < len(right) else []
            printed.append([*words, " " * (beyond - taken), *more] if more else words)
        return printed

    def _right(self, line: Line, margin: int) -> list[list[Styled]]:
        """The figures, with their note after them if it fits and below them if not; or why there are none."""
        if not line.value:
            return [[(each, STATE)] for each in wrapped(line.note, self.width - margin)]
        figures, taken = self._figures(line)
        if not line.note:
            return [figures]
        if margin + taken + len(GAP) + self.note <= self.width:
            return [[*figures, GAP, (line.note, STATE)]]
        below: list[list[Styled]] = [[(each, STATE)] for each in wrapped(line.note, self.width - margin)]
        return [figures, *below]

    def _figures(self, line: Line) -> tuple[list[Styled], int]:
        period = line.period.ljust(self.period) + GAP * bool(self.period)
        counts = line.counts.rjust(self.counts) + GAP * bool(self.counts)
        value = line.value.rjust(self.value) + GAP
        interval = line.interval.ljust(self.interval)
        words: list[Styled] = [(period, QUIET), counts, (value, VALUE), (interval, QUIET)]
        return words, len(period) + len(counts) + len(value) + len(interval)


def _layout_of(lines: Sequence[Line], width: int, indent: int) -> _Layout:
    """Labels get what the figures leave; below their labels, an outlier among the counts may stand out."""
    names = ("id", "period", "counts", "value", "interval")
    id, period, counts, value, interval = (
        max((len(getattr(line, name)) for line in lines), default=0) for name in names
    )
    note = max((len(line.note) for line in lines if line.value), default=0)
    room = width - indent - id - len(GAP) * (bool(id) + bool(period) + bool(counts) + 1)
    longest = max((len(line.mark + line.label) for line in lines), default=0)
    left = room - period - counts - value - interval - len(GAP)
    if left >= min(ROOMY, longest):
        return _Layout(width - indent, id, min(left, longest), period, counts, value, interval, note)
    fits = room + (id if id > LONG else 0) - len(BESIDE) - period - value - interval
    return _Layout(width - indent, id, 0, period, max(0, min(counts, fits)), value, interval, note)
