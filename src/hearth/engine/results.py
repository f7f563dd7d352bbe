"""Results: every count, as whole numbers, with what they rest on. Never to be shared: they are not protected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from hearth.engine.coverage import InputState
from hearth.framework.counting import COMPONENTS, Figure
from hearth.framework.framework import Framework
from hearth.kernel.periods import Period
from hearth.kernel.places import PlaceTree
from hearth.store.store import About

__all__ = ["COUNTS", "RESULTS", "Cell", "Gap", "Range", "Results"]

COUNTS = (*COMPONENTS, "earlier_numerator", "earlier_denominator")
"""What may be counted for a figure; the last two are of a change, from the period a year before."""

RESULTS = pa.schema(
    [
        *(
            pa.field(name, pa.string(), nullable=False)
            for name in ("figure", "place", "period", "breakdown", "group")
        ),
        *(pa.field(f"{name}_{end}", pa.int64()) for name in COUNTS for end in ("low", "high")),
    ]
)
"""One row for each figure, place, period and group, in that order. Empty where the figure has no such count."""


@dataclass(frozen=True, slots=True)
class Range:
    """A count known within bounds, both included; they are equal where it is known exactly."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of results."""

    figure: str
    place: str
    period: str
    breakdown: str
    group: str
    counts: dict[str, Range]


@dataclass(frozen=True, slots=True)
class Gap:
    """Places of which the returns for a figure and period say nothing, or leave people out: it is short by as much."""

    figure: str
    period: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """Raw counts of the figures, with the periods, places and inputs they are about.

    `about` says whose store was counted. `table` has the columns of `RESULTS`, in a total order. `engine` is the name
    of the engine that counted, and `records` how many records it looked at. `populations` says which mid-year and
    vintage each period's rates use; `gaps`, which places no aggregate row speaks for.
    """

    framework: Framework
    figures: tuple[Figure, ...]
    periods: tuple[Period, ...]
    places: PlaceTree
    about: About
    inputs: tuple[InputState, ...]
    gaps: tuple[Gap, ...]
    populations: tuple[tuple[str, int, str], ...]
    table: pa.Table
    engine: str
    records: int

    @property
    def home(self) -> str:
        """The place whose returns the store holds."""
        return self.about.home

    def figure(self, id: str) -> Figure:
        """The figure of that id; KeyError if there is none."""
        for figure in self.figures:
            if figure.id == id:
                return figure
        raise KeyError(id)

    def where(self, **wanted: str) -> Results:
        """Only the rows whose columns (`figure`, `place`, `period`, `breakdown`, `group`) have these values."""
        table = self.table
        for column, value in wanted.items():
            table = table.filter(pc.equal(table[column], value))
        return replace(self, table=table)

    def cells(self) -> Iterator[Cell]:
        """Every row, with its counts as ranges."""
        for row in self.table.to_pylist():
            counts = {
                name: Range(row[f"{name}_low"], row[f"{name}_high"])
                for name in COUNTS
                if row[f"{name}_low"] is not None
            }
            yield Cell(row["figure"], row["place"], row["period"], row["breakdown"], row["group"], counts)

    def __len__(self) -> int:
        return int(self.table.num_rows)
