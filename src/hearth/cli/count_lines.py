"""Lines of figures as they stand on a page: one table where there is room, each under its label where there is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hearth.cli.screen import QUIET, STATE, VALUE, Screen, Styled, wrapped

__all__ = ["Layout", "Line", "layout_of"]

GAP = "  "
BESIDE = "· "
ROOMY = 36
"""A label narrower than this is hard to read: then the figures go below it."""


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
    def has_figures(self) -> bool:
        return bool(self.counts or self.value)


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide each column is; `label` is 0 where the figures go below their labels."""

    id: int
    label: int
    period: int
    counts: int
    value: int
    interval: int

    def print(self, screen: Screen, lines: Sequence[Line]) -> None:
        """Print the lines."""
        for line in lines:
            self._print(screen, line)

    def _print(self, screen: Screen, line: Line) -> None:
        mark = BESIDE if line.beside else ""
        margin = (GAP if not self.id else GAP * 2 + " " * self.id) + " " * len(mark)
        below = screen.width - len(margin)
        first, *more = wrapped(line.label, self.label - len(mark) if self.label else below)
        named = "" if line.beside else line.id
        opening: list[Styled] = [GAP, (named.ljust(self.id), VALUE), GAP if self.id else "", mark]
        if self.label and line.has_figures:
            padded = first.ljust(self.label - len(mark))
            screen.line(*opening, _label(padded, line), GAP, *self._figures(line))
        elif self.label:
            self._print_reason(screen, line, opening, first)
        else:
            screen.line(*opening, _label(first, line))
        for rest in more:
            screen.line(margin, _label(rest, line))
        if not self.label and line.has_figures:
            screen.line(margin, *self._figures(line))
        if line.note and (line.has_figures or not self.label):
            for rest in wrapped(line.note, below):
                screen.line(margin, (rest, STATE))

    def _print_reason(self, screen: Screen, line: Line, opening: list[Styled], first: str) -> None:
        """Why there is no figure, where the figure would be."""
        mark = BESIDE if line.beside else ""
        label = first.ljust(self.label - len(mark))
        margin = (len(GAP) * 2 + self.id if self.id else len(GAP)) + self.label + len(GAP)
        reason, *more = wrapped(line.note, screen.width - margin)
        screen.line(*opening, _label(label, line), GAP, (reason, STATE))
        for rest in more:
            screen.line(" " * margin, (rest, STATE))

    def _figures(self, line: Line) -> list[Styled]:
        return [
            (line.period.ljust(self.period) + GAP * bool(self.period), QUIET),
            line.counts.rjust(self.counts) + GAP,
            (line.value.rjust(self.value) + GAP, VALUE),
            (line.interval.ljust(self.interval), QUIET),
        ]


def layout_of(lines: Sequence[Line], width: int) -> Layout:
    """Columns as wide as their widest cell, and labels as wide as what is left, or as the longest of them."""
    names = ("id", "period", "counts", "value", "interval")
    id, *figures = (max((len(getattr(line, name)) for line in lines), default=0) for name in names)
    taken = len(GAP) * (2 + bool(id) + bool(figures[0])) + len(GAP) * 2 + id + sum(figures)
    longest = max((len(line.label) + len(BESIDE) * line.beside for line in lines), default=0)
    left = width - taken
    label = min(left, longest) if left >= min(ROOMY, longest) else 0
    return Layout(id, label, *figures)


def _label(words: str, line: Line) -> Styled:
    return (words, QUIET if line.beside else "")
