"""Where pages are written: lines of styled words, coloured on a terminal and plain everywhere else."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

__all__ = [
    "HEADING",
    "QUIET",
    "STATE",
    "VALUE",
    "WARNING",
    "Screen",
    "Styled",
    "columns",
    "console_on",
    "several",
    "wrapped",
]

Styled = str | tuple[str, str]
"""Words, or words and their style."""

HEADING, QUIET, STATE, VALUE, WARNING = "bold cyan", "dim", "yellow", "bold", "bold red"

NARROWEST, WIDEST = 60, 120


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """The command line has one way to let a reader go (`faults`); rich's own leaves with a failure."""
        raise BrokenPipeError


def console_on(stream: TextIO) -> Console:
    """A console that is plain unless the stream is a terminal that wants colour."""
    terminal = stream.isatty()
    plain = not terminal or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return _Console(
        file=stream,
        force_terminal=terminal,
        color_system=None if plain else "auto",
        highlight=False,
        markup=False,
        emoji=False,
    )


class Screen:
    """Standard output. `width` is how many columns a page may use: the terminal's, or 120 where there is none."""

    def __init__(self) -> None:
        self.console = console_on(sys.stdout)
        self.width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))

    def line(self, *words: Styled) -> None:
        """One line, never broken; nothing at its end."""
        text = Text.assemble(*words)
        text.rstrip()
        self.console.print(text, soft_wrap=True)

    def paragraph(self, words: str, style: str = "", indent: int = 0) -> None:
        """Words over as many lines as they need, each paragraph of them apart."""
        for part in words.splitlines():
            for line in wrapped(part, self.width - indent):
                self.line(" " * indent, (line, style))


def wrapped(words: str, width: int) -> list[str]:
    """Lines of at most this width, at least one; only a word that is wider is cut."""
    return textwrap.wrap(words, max(width, 10)) or [""]


def several(number: int, one: str, many: str = "") -> str:
    """A number of things: `1 return`, `1,250 returns`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def columns(
    screen: Screen, heading: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()
) -> None:
    """A table without rules: columns as wide as their widest cell, the numbers of `right` to the right."""
    widths = [max(len(row[number]) for row in (heading, *rows)) for number in range(len(heading))]

    def cells(row: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  " + "  ".join(padded)

    screen.line((cells(heading), QUIET))
    for row in rows:
        screen.line(cells(row))
