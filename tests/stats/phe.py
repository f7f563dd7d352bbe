"""The published reference tables, and a tally of what was checked against them.

The tables are the expected results that the English public health methods are released with
(`statistics/phe` in the shared data). A figure holds when it is within 1e-9 of the published one:
relative to it where it is above 1, absolute below.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

TOLERANCE = 1e-9
CONFIDENCES = {"95%": 0.95, "99.8%": 0.998, "95_0cl": 0.95, "99_8cl": 0.998}

Row = dict[str, str]


class Table:
    """A published table whose rows are asked for once each, and what was found on them."""

    def __init__(self, shared_data: Path, name: str) -> None:
        self.name = name
        path = shared_data / "statistics" / "phe" / name
        with path.open(encoding="utf-8-sig", newline="") as lines:
            # The header is line 1 of the file, so that a message names the line an editor shows.
            self.rows: list[tuple[int, Row]] = list(enumerate(csv.DictReader(lines), start=2))
        self.faults: list[str] = []
        self.lines: set[int] = set()
        self.figures = 0
        self.blanks = 0

    def same(self, line: int, what: str, found: object, published: object) -> None:
        """Tally one word or whole number that must be equal."""
        self.lines.add(line)
        self.figures += 1
        if found != published:
            self.faults.append(f"{self.name} line {line}, {what}: {found!r}, published {published!r}")

    def close(self, line: int, what: str, found: float, published: str) -> None:
        """Tally one figure that must be within the tolerance, or absent (NaN) where none is published."""
        self.lines.add(line)
        if published == "":
            self.blanks += 1
            holds = math.isnan(found)
        else:
            self.figures += 1
            expected = float(published)
            holds = abs(found - expected) <= TOLERANCE * max(1.0, abs(expected))
        if not holds:
            self.faults.append(f"{self.name} line {line}, {what}: {found!r}, published {published!r}")

    def holds(self, *, rows: int, figures: int, blanks: int = 0) -> None:
        """Every row was looked at, as many figures compared as the table has, and every one holds."""
        assert not self.faults, "\n".join(self.faults)
        assert self.lines == {line for line, _ in self.rows}
        assert (len(self.lines), self.figures, self.blanks) == (rows, figures, blanks)
