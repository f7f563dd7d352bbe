"""One published file, row by row: what it gives for each figure, before anything is worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from hearth.disclosure.published import Mark
from hearth.figures.mapping import FigureColumns, Kind, Source, Symbol
from hearth.figures.placing import Found, Located
from hearth.figures.readers import Faults, Number, Row, matches, read_count, read_number
from hearth.figures.reading import KeptOut, Note, bin_in, period_in
from hearth.kernel.period_spellings import PeriodNote
from hearth.kernel.periods import Period

__all__ = ["COUNTED", "FigureReading", "Given", "Numbers"]

COUNTED = ("numerator", "denominator")
"""Which of a figure's numbers are whole ones; the others are in the figure's own unit."""

Numbers = Mapping[str, "Number | int | Symbol"]

_MARKS = {PeriodNote.PROVISIONAL: Mark.PROVISIONAL, PeriodNote.REVISED: Mark.REVISED}


@dataclass(frozen=True, slots=True)
class Given:
    """What one line gives for one figure: a number, or the symbol in its place, for each of its columns."""

    line: int
    level: str
    place: str
    period: Period
    breakdown: str
    group: str
    mark: Mark | None
    numbers: Numbers

    def whole(self, name: str) -> int | None:
        """The numerator or the denominator, if it is given as a number."""
        number = self.numbers.get(name)
        return number if isinstance(number, int) else None

    def number(self, name: str) -> Number | None:
        """The value or a limit, if it is given as a number."""
        number = self.numbers.get(name)
        return number if isinstance(number, Number) else None

    def symbol(self, name: str) -> Symbol | None:
        """The symbol that stands for a number, if one does."""
        number = self.numbers.get(name)
        return number if isinstance(number, Symbol) else None


@dataclass(slots=True)
class FigureReading:
    """One file, row by row. `given` is by the figure's code; `kept_out`, how many lines are no figure's, by why."""

    source: Source
    found: Found
    faults: Faults
    given: dict[str, dict[tuple[str, ...], Given]] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    kept_out: Counter[KeptOut] = field(default_factory=Counter)
    _meant: dict[tuple[str, ...], list[FigureColumns]] = field(default_factory=dict)
    _telling: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._telling = tuple(sorted({column for each in self.source.figures for column in each.rows}))

    def take(self, row: Row) -> None:
        """Read one row; what is wrong with it is added to the faults."""
        meant = self._meant_by(row)
        if not meant:
            self.kept_out[KeptOut.ANOTHER_TABLE] += 1
            return
        place = self.found.locate_published(row)
        ours = [each for each in meant if place and (not each.levels or place.level in each.levels)]
        if place is None or not ours:
            self.kept_out[KeptOut.OTHER_PLACES] += 1
            return
        taken = [self._take(row, place, figure) for figure in ours]
        if not any(taken):
            self.kept_out[KeptOut.LEFT_OUT] += 1

    def finish(self) -> None:
        """BadSource with everything that is wrong, or if nothing in the file is what the mapping means."""
        if not self.given and not self.faults.found:
            self.faults.add(1, "no line is about a figure and a place of the mapping.")
        self.faults.refuse()

    def note(self, line: int, code: str, message: str) -> None:
        """Note something that the reader of the import should know."""
        self.notes.setdefault(message, Note(line, code, message))

    def _meant_by(self, row: Row) -> list[FigureColumns]:
        """The figures that the row is about; looked for once, for a long file has many rows and few kinds of them."""
        kind = tuple(row[column] for column in self._telling)
        if kind not in self._meant:
            self._meant[kind] = [each for each in self.source.figures if matches(row, each.rows)]
        return self._meant[kind]

    def _take(self, row: Row, place: Located, figure: FigureColumns) -> bool:
        assert self.source.period is not None  # the mapping has one, or no figures
        reading = period_in(row, self.source.period, self.faults, figure.period_kind)
        bin = bin_in(row, figure.breakdown, self.faults)
        numbers = self._numbers(row, figure)
        if reading is None or bin is None or numbers is None:
            return False
        if reading.note is not None:
            self.note(row.line, reading.note, f"{reading.period.id} is {reading.note}.")
        mark = _MARKS.get(reading.note) if reading.note else None
        given = Given(row.line, place.level, place.code, reading.period, *bin, mark, numbers)
        self._keep(row, place, figure, given)
        return True

    def _numbers(self, row: Row, figure: FigureColumns) -> Numbers | None:
        """What stands for each number; None, with a fault, if something is neither a number nor a symbol."""
        numbers: dict[str, Number | int | Symbol] = {}
        for name, column in figure.columns.items():
            cell, symbols = row[column], self.source.symbols
            read = read_count(cell, symbols) if name in COUNTED else read_number(cell, symbols)
            if read is None:
                what = "whole number" if name in COUNTED else "number"
                said = f"{column} is {cell!r}, neither a {what} nor a symbol of the mapping."
                self.faults.add(row.line, said)
            else:
                numbers[name] = read.times(figure.scale) if isinstance(read, Number) else read
        return numbers if len(numbers) == len(figure.columns) else None

    def _keep(self, row: Row, place: Located, figure: FigureColumns, given: Given) -> None:
        about = ", ".join([figure.code, place.name, given.period.id, *([given.group] if given.group else [])])
        part, whole = given.whole("numerator"), given.whole("denominator")
        if figure.kind is Kind.PROPORTION and part is not None and whole is not None and part > whole:
            said = f"{about}: {figure.numerator} is {part}, above {figure.denominator}, {whole}: "
            self.faults.add(row.line, f"{said}a part is not above its whole.")
            return
        here = self.given.setdefault(figure.code, {})
        key = (place.code, given.period.id, given.breakdown, given.group)
        earlier = here.setdefault(key, given)
        if earlier.numbers != given.numbers:
            self.faults.add(row.line, f"{about}: stated twice, and otherwise on line {earlier.line}.")
