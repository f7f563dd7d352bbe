"""One published file, row by row: what each row counts, whom it says live where, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from hearth.figures.mapping import (
    EVERYONE,
    LEFT_OUT,
    AttributeColumn,
    BreakdownColumn,
    Counts,
    Derived,
    PeopleColumn,
    PeriodColumns,
    Source,
    Symbol,
    bin_of,
)
from hearth.figures.placing import Found, Located
from hearth.figures.readers import Faults, Row, matches, read_count
from hearth.kernel.errors import BadPeriod, BadPlace
from hearth.kernel.period_spellings import PeriodReading, YearType, read_period, year_type
from hearth.kernel.periods import Period, PeriodKind
from hearth.kernel.places import Attribute, fifth_of
from hearth.kernel.populations import Population, mid_year_for

__all__ = [
    "Bounds",
    "Key",
    "KeptOut",
    "Note",
    "Reading",
    "bin_in",
    "columns_of",
    "figure_columns_of",
    "period_in",
    "population_key",
]

Bounds = tuple[int, int]
"""The least and the most that a count can be; the same where it is known."""

Key = tuple[Period, str, str, str]
"""A period, a place, and a breakdown with its group."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something in the file that did not go in as a plain number, and what was done instead.

    `code` is stable, for programs: a symbol's meaning (`bounded-` before it where the count went in as a low and a
    high), a period's note such as `provisional`, or `replaced` for a population that another file gave differently.
    """

    line: int
    code: str
    message: str


class KeptOut(StrEnum):
    """Why the mapping keeps a row out of the counts.

    `other_places`: it is about a place of another level, such as a region or England, which is for comparison, or
    about part of a place kept only whole. `another_table`: it counts something else. `left_out`: the mapping leaves
    its group out.
    """

    OTHER_PLACES = "other_places"
    ANOTHER_TABLE = "another_table"
    LEFT_OUT = "left_out"


@dataclass(slots=True)
class Reading:
    """One file, row by row. `notes` are by their message, so that nothing is said twice.

    `meant` is how many rows the mapping means by its counts, whether or not they have a number; `kept_out`, how many it
    keeps out of them, by why.
    """

    source: Source
    found: Found
    faults: Faults
    counts: dict[Key, tuple[Bounds, Bounds | None]] = field(default_factory=dict)
    people: dict[tuple[object, ...], tuple[int, Population]] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    meant: int = 0
    kept_out: Counter[KeptOut] = field(default_factory=Counter)

    def take(self, row: Row) -> None:
        """Read one row; what is wrong with it is added to the faults."""
        self.found.note_change(row)
        place = self.found.locate(row) if self.source.places else None
        if self.source.counts is not None:
            self._keep_out(row, place, self.source.counts)
        if place is None:
            return
        for attribute in self.source.attributes:
            self._attribute(row, place, attribute)
        period = self._period(row) if self.source.period else None
        for people in self.source.people:
            if matches(row, people.rows):
                self._people(row, place, people, period)
        counts = self.source.counts
        if counts and period and place.level == counts.level and matches(row, counts.rows):
            self.meant += 1
            self._count(row, place, counts, period)

    def finish(self) -> None:
        """BadSource with everything that is wrong, or if nothing in the file is what the mapping means."""
        if self.source.counts is not None and not self.meant and not self.faults.found:
            said = (
                f"no line is about a place of the level {self.source.counts.level} as the mapping tells one."
            )
            self.faults.add(1, said)
        elif not self.found.places and not self.found.changes and not self.faults.found:
            self.faults.add(1, "no line is about a place, as the mapping tells one.")
        self.faults.refuse()

    def note(self, line: int, code: str, message: str) -> None:
        """Note something that the reader of the import should know."""
        self.notes.setdefault(message, Note(line, code, message))

    def _keep_out(self, row: Row, place: Located | None, counts: Counts) -> None:
        """Count the row under why it is not among the counts, if it is not."""
        groups = counts.breakdown.groups.get(row[counts.breakdown.column]) if counts.breakdown else None
        if not matches(row, counts.rows):
            self.kept_out[KeptOut.ANOTHER_TABLE] += 1
        elif place is None or place.level != counts.level:
            self.kept_out[KeptOut.OTHER_PLACES] += 1
        elif groups == LEFT_OUT:
            self.kept_out[KeptOut.LEFT_OUT] += 1

    def _period(self, row: Row) -> Period | None:
        assert self.source.period is not None
        reading = period_in(row, self.source.period, self.faults)
        if reading is not None and reading.note is not None:
            self.note(row.line, reading.note, f"{reading.period.id} is {reading.note}.")
        return reading.period if reading else None

    def _attribute(self, row: Row, place: Located, column: AttributeColumn) -> None:
        cell = row[column.column]
        try:
            value = fifth_of(cell) if column.as_a is Derived.FIFTH else cell
            self.found.attributes[place.code, column.scheme] = Attribute(place.code, column.scheme, value)
        except BadPlace as refused:
            self.faults.add(row.line, f"{column.column}: {refused}")

    def _people(self, row: Row, place: Located, column: PeopleColumn, period: Period | None) -> None:
        mid_year = self._mid_year(row, column, period)
        number = self._read(row, column.column)
        if isinstance(number, Symbol):
            self._left_out(row, f"{place.name}, mid-{mid_year}", column.column, number)
        if mid_year is None or not isinstance(number, int):
            return
        found = Population(place.code, *column.ages, mid_year, column.vintage, "", number)
        line, earlier = self.people.setdefault(population_key(found), (row.line, found))
        if earlier != found:
            self.faults.add(
                row.line, f"{place.name} has {number} people, and {earlier.count} on line {line}."
            )

    def _mid_year(self, row: Row, column: PeopleColumn, period: Period | None) -> int | None:
        if column.mid_year_column is None:
            return column.mid_year or (mid_year_for(period.end) if period else None)
        year = row[column.mid_year_column]
        if year.isascii() and year.isdecimal() and len(year) == 4:
            return int(year)
        self.faults.add(row.line, f"{column.mid_year_column} is {year!r}, not a year such as 2020.")
        return None

    def _count(self, row: Row, place: Located, counts: Counts, period: Period) -> None:
        bin = bin_in(row, counts.breakdown, self.faults)
        if bin is None:
            return
        about = ", ".join([place.name, period.id, *([bin[1]] if bin[1] else [])])
        key = (period, place.code, *bin)
        if key in self.counts:
            self.faults.add(row.line, f"{about}: stated twice.")
        elif (bounds := self._bounds(row, about, counts)) is not None:
            self.counts[key] = bounds

    def _bounds(self, row: Row, about: str, counts: Counts) -> tuple[Bounds, Bounds | None] | None:
        """The numerator and the denominator, each a low and a high; None, with a note, if one is not known."""
        at_most = self._population(row)
        if counts.denominator is None:
            part = self._bounded(row, about, counts.numerator, at_most)
            return None if part is None else (part, None)
        whole = self._bounded(row, about, counts.denominator, at_most)
        part = self._bounded(row, about, counts.numerator, whole[1]) if whole else None
        if whole is None or part is None:
            return None
        if part[0] > whole[1]:
            said = f"{about}: {counts.numerator} is {row[counts.numerator]}, above {counts.denominator}, "
            self.faults.add(row.line, f"{said}{row[counts.denominator]}: a part is not above its whole.")
            return None
        # what is hidden is at least its part; what is known stands, whatever it is
        return part, (min(whole[1], max(whole[0], part[0])), whole[1])

    def _bounded(self, row: Row, about: str, column: str, at_most: int | None) -> Bounds | None:
        number = self._read(row, column)
        if not isinstance(number, Symbol):
            return None if number is None else (number, number)
        highs = [high for high in (number.high, at_most) if high is not None]
        if not number.means.bounded or not highs:
            self._left_out(row, about, column, number)
            return None
        low, high = min(number.low, *highs), min(highs)
        said = f"{about}: {column} is {row[column]!r} and is taken as {low} to {high}."
        self.note(row.line, f"bounded-{number.means}", said)
        return low, high

    def _population(self, row: Row) -> int | None:
        """How many people the row says there are: no count of them is greater."""
        here = [each for each in self.source.people if matches(row, each.rows)]
        numbers = [read_count(row[each.column], self.source.symbols) for each in here]
        return max((number for number in numbers if isinstance(number, int)), default=None)

    def _read(self, row: Row, column: str) -> int | Symbol | None:
        number = read_count(row[column], self.source.symbols)
        if number is None:
            said = f"{column} is {row[column]!r}, neither a whole number nor a symbol of the mapping."
            self.faults.add(row.line, said)
        return number

    def _left_out(self, row: Row, about: str, column: str, symbol: Symbol) -> None:
        cell = f"{row[column]!r} ({symbol.means.replace('_', ' ')})" if row[column] else "empty"
        self.note(row.line, symbol.means, f"{about}: {column} is {cell}, and is left out.")


def period_in(
    row: Row, columns: PeriodColumns, faults: Faults, kind: PeriodKind | None = None
) -> PeriodReading | None:
    """The period that the row is about, of this kind if one is said; None, with a fault, where it cannot be read."""
    try:
        headed = year_type(row[columns.headed_by]) if columns.headed_by else YearType(_kind(columns))
        meant = YearType(kind) if kind else headed
        return read_period(row[columns.column], kind=meant.kind, month=meant.month)
    except BadPeriod as refused:
        faults.add(row.line, str(refused))
        return None


def bin_in(row: Row, breakdown: BreakdownColumn | None, faults: Faults) -> tuple[str, str] | None:
    """The row's breakdown and group; None if its rows are not read, or (a fault) its value is not in the mapping."""
    if breakdown is None:
        return bin_of(EVERYONE)
    meant = breakdown.groups.get(row[breakdown.column])
    if meant is None:
        faults.add(
            row.line, f"{breakdown.column} is {row[breakdown.column]!r}, which the mapping does not know."
        )
    return None if meant is None or meant == LEFT_OUT else bin_of(meant)


def _kind(columns: PeriodColumns) -> PeriodKind:
    assert columns.kind is not None  # the mapping has either a kind or a heading
    return columns.kind


def columns_of(source: Source) -> Iterator[str]:
    """Every column that the mapping names, but for those of figures as published."""
    yield from _columns_around(source)
    if source.changes:
        yield from (source.changes.old, source.changes.new, source.changes.kind)
    for people in source.people:
        yield from (
            people.column,
            *([people.mid_year_column] if people.mid_year_column else []),
            *people.rows,
        )
    yield from (each.column for each in source.attributes)
    yield from _count_columns(source.counts) if source.counts else ()


def figure_columns_of(source: Source) -> Iterator[str]:
    """Every column that the mapping names for places, periods and figures as published."""
    yield from _columns_around(source)
    for figure in source.figures:
        yield from (*figure.columns.values(), *figure.rows)
        if figure.breakdown is not None:
            yield figure.breakdown.column


def _columns_around(source: Source) -> Iterator[str]:
    for place in source.places:
        yield from (place.code, *([place.name] if place.name else []), *place.rows)
    if source.period:
        yield from (source.period.column, *([source.period.headed_by] if source.period.headed_by else []))


def _count_columns(counts: Counts) -> Iterator[str]:
    yield from (counts.numerator, *counts.rows)
    if counts.denominator is not None:
        yield counts.denominator
    if counts.breakdown is not None:
        yield counts.breakdown.column


def population_key(row: Population) -> tuple[object, ...]:
    """What no two populations in a store share."""
    return row.place, row.age_from, row.age_to, row.mid_year, row.vintage, row.sex
