"""Published: figures that may be shown. The only thing that anything after `publish()` takes.

One is made in three places and no other: `disclosure.publish`, out of protected counts; `release.read`, out of a
release that verifies; `figures.published`, out of figures that others have made public.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from hearth.disclosure.lines import Lines
from hearth.disclosure.policy import Policy
from hearth.framework.framework import Framework
from hearth.kernel.periods import Period
from hearth.kernel.places import PlaceTree

__all__ = [
    "PUBLISHED",
    "CameIn",
    "Coverage",
    "Mark",
    "Published",
    "PublishedCell",
    "PublishedFigure",
    "SourceOfFigures",
    "State",
]


class State(StrEnum):
    """What stands in the place of a figure: the figure itself, or why it is not there."""

    VALUE = "value"
    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    LOW_RELIABILITY = "low_reliability"
    ROUNDS_TO_ZERO = "rounds_to_zero"
    RANGE = "range"

    @property
    def symbol(self) -> str:
        """The symbol that statisticians share; empty for a plain value or a range."""
        return _SYMBOLS.get(self, "")

    @property
    def shown(self) -> bool:
        """Whether there is a value."""
        return self in (State.VALUE, State.LOW_RELIABILITY, State.ROUNDS_TO_ZERO)


_SYMBOLS = {
    State.SUPPRESSED: "[c]",
    State.NOT_AVAILABLE: "[x]",
    State.NOT_APPLICABLE: "[z]",
    State.LOW_RELIABILITY: "[u]",
    State.ROUNDS_TO_ZERO: "[low]",
}


class Mark(StrEnum):
    """What may be said of a figure beside its state, in the letter that statisticians share."""

    PROVISIONAL = "p"
    REVISED = "r"
    BREAK = "b"


KEY = ("source", "figure", "place", "period", "breakdown", "group")

PUBLISHED = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in KEY),
        pa.field("state", pa.string(), nullable=False),
        pa.field("marks", pa.string(), nullable=False),
        *(pa.field(name, pa.float64()) for name in ("value", "lower", "upper")),
        *(pa.field(name, pa.int64()) for name in ("numerator", "denominator")),
        pa.field("method", pa.string(), nullable=False),
        pa.field("note", pa.string(), nullable=False),
    ]
)
"""One row for each source, figure, place, period, breakdown and group, sorted by these, none twice.

`source` is empty for our own figures. `breakdown` and `group` are empty for everyone. `period` is empty for a figure
that is counted for none. `value`, `lower` and `upper` are rounded to four decimal places; a range has only the last
two. A figure that is suppressed, not available or not applicable has no number at all. `method` says how the
interval was worked out; `note`, in a sentence, why there is no figure or no interval. `marks` are letters of `Mark`.
"""


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """What a reader is told of a figure: `per` and `kind` give the unit (see `engine.values`).

    `of_whom` says who is counted. `refers_to` names the figure shown in its stead; `off`, why it is not counted.
    """

    id: str
    measure: str
    title: str
    kind: str
    direction: str
    per: int
    periods: tuple[str, ...]
    smallest_place: str
    breakdowns: tuple[str, ...]
    definition_version: int
    of_whom: str = ""
    refers_to: str = ""
    off: str = ""
    source: str = ""


class CameIn(StrEnum):
    """Whether a dataset's returns for a period came in."""

    COMPLETE = "complete"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What came in of a dataset for a period: `on` is the day of the last return (None where it is not known).

    `rows` are under the same policy as figures: None where they are suppressed.
    """

    dataset: str
    period: str
    state: CameIn
    on: date | None
    rows: int | None


@dataclass(frozen=True, slots=True)
class SourceOfFigures:
    """Who made other figures public: which edition, and under what licence."""

    id: str
    title: str
    publisher: str
    licence: str
    edition: str


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One row of published figures."""

    source: str
    figure: str
    place: str
    period: str
    breakdown: str
    group: str
    state: State
    marks: tuple[Mark, ...]
    value: float | None
    lower: float | None
    upper: float | None
    numerator: int | None
    denominator: int | None
    method: str
    note: str

    @property
    def symbol(self) -> str:
        """The symbols that stand beside it, such as `[u][r]`."""
        return self.state.symbol + "".join(f"[{mark}]" for mark in self.marks)


@dataclass(frozen=True)
class Published:
    """Figures that may be shown, with what is needed to read them. See the module for where one may be made.

    `framework`, `policy` and `home` are empty for figures that others made public. `not_given` are the details
    that are not given at all: figure, level of place, kind of period, breakdown. `notes` say what is not guaranteed.
    """

    table: pa.Table
    figures: tuple[PublishedFigure, ...]
    periods: tuple[Period, ...]
    places: PlaceTree
    sources: tuple[SourceOfFigures, ...] = ()
    framework: Framework | None = None
    policy: Policy | None = None
    home: str = ""
    title: str = ""
    notice: str = ""
    lines: Lines = field(default_factory=Lines)
    coverage: tuple[Coverage, ...] = ()
    not_given: tuple[tuple[str, str, str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def figure(self, id: str, source: str = "") -> PublishedFigure:
        """The figure of that id, ours or that of a source; KeyError if there is none."""
        for figure in self.figures:
            if (figure.id, figure.source) == (id, source):
                return figure
        raise KeyError(id)

    def where(self, **wanted: str) -> Published:
        """Only the rows whose key columns (`figure`, `place`, `period`, `source` and so on) have these values."""
        table = self.table
        for column, value in wanted.items():
            table = table.filter(pc.equal(table[column], value))
        return replace(self, table=table)

    def in_places(self, codes: Collection[str]) -> Published:
        """Only the rows about these places."""
        kept = pc.is_in(self.table["place"], pa.array(sorted(codes), pa.string()))
        return replace(self, table=self.table.filter(kept))

    def cells(self) -> Iterator[PublishedCell]:
        """Every row."""
        for row in self.table.to_pylist():
            row["state"] = State(row["state"])
            row["marks"] = tuple(Mark(letter) for letter in row["marks"])
            yield PublishedCell(**row)

    def __len__(self) -> int:
        return int(self.table.num_rows)
