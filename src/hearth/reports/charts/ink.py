"""What charts are drawn with: colours of the Government Analysis Function's palette, sizes of text, two widths.

Every part of a drawing has a class besides its colour, so that a style sheet can give it another: see `charts.css`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FONT", "NARROW", "OURS", "OTHERS", "PAPER", "TARGET", "TEXT", "WIDE", "Variant"]

FONT = "Helvetica Neue, Helvetica, Arial, sans-serif"

OURS = "#12436D"
"""Ours."""
OTHERS = "#6B6B6B"
"""Those it is seen against."""
TARGET = "#F46A25"
"""A target; never of text, which it is too light for."""
TEXT = "#0B0C0C"
SOFT = "#505A5F"
"""Text that says less: intervals, axes, what is hidden."""
GRID = "#DEE0E2"
AXIS = "#8E9499"
PAPER = "#FFFFFF"
HIDDEN = "#F3F2F1"
"""Behind a period that is hidden."""

LABEL = 14
SMALL = 12
LINE = 1.25


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the two widths that a chart is drawn in, in pixels: for a page, and for a phone."""

    name: str
    width: int

    @property
    def narrow(self) -> bool:
        return self.name == "narrow"

    @property
    def label(self) -> int:
        """The size of labels, in pixels."""
        return 13 if self.narrow else LABEL


WIDE = Variant("wide", 760)
NARROW = Variant("narrow", 290)
