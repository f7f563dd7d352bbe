"""A table as a page shows it: what stands in each cell, and what is drawn in it."""

from __future__ import annotations

from dataclasses import dataclass

from hearth.judge.told import Told
from hearth_web.core.drawings import IntervalBar, SmallTrend

__all__ = ["Cell", "Column", "Row", "Table"]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `numeric` puts what is below it at the end of its line."""

    heading: str
    numeric: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, with a link or without; a figure as it is told, with its state; or a small drawing."""

    text: str = ""
    href: str = ""
    told: Told | None = None
    trend: SmallTrend | None = None
    bar: IntervalBar | None = None
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first cell is its heading. `section` begins a new part of the table with these words."""

    cells: tuple[Cell, ...]
    section: str = ""
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. On a narrow screen it can be scrolled sideways by keyboard, too."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    hidden_caption: bool = False
    stacked: bool = False
