"""The table that `make bench` prints."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Line"]

COLUMNS = (48, 11, 11, 8, 14)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `reached` is None where there is no aim.

    A `ratio` of "none" says that a comparison could not be made: the two differ, or one of them failed.
    """

    what: str
    ours: str
    theirs: str = ""
    ratio: str = ""
    aim: str = ""
    reached: bool | None = None

    def text(self) -> str:
        """As it is printed."""
        cells = (self.what, self.ours, self.theirs, self.ratio, self.aim)
        verdict = {None: "", True: "reached", False: "NOT REACHED"}[self.reached]
        return " ".join(cell.ljust(width) for cell, width in zip(cells, COLUMNS, strict=True)) + f" {verdict}"
