"""Reading what others publish: CSV files with byte order marks, stray spaces, and symbols for numbers.

A file is read as UTF-8 with or without a byte order mark, and where it is not UTF-8 as Windows-1252. A `.parquet` file
with the same columns is read too.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hearth.figures.mapping import Meaning, Symbol
from hearth.kernel.errors import BadSource

__all__ = ["Faults", "Number", "Row", "matches", "read_count", "read_number", "read_rows"]

SHOWN = 20
BLANK = "blank"
_COUNT = re.compile(r"([0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?([Ee][+-]?[0-9]{1,3})?")


@dataclass(slots=True)
class Faults:
    """What is wrong with a file, gathered so that everything is said at once."""

    file: str
    found: list[str] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.found.append(f"{self.file} line {line}: {message}")

    def refuse(self) -> None:
        """BadSource with the first twenty, if there is anything wrong."""
        if self.found:
            more = [f"And {len(self.found) - SHOWN} more."] if len(self.found) > SHOWN else []
            raise BadSource(
                "\n".join(self.found[:SHOWN] + more),
                "Check that this is the file the mapping is for; if the file has changed, change the mapping.",
            )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: its number as an editor shows it, and its cells by column, without outer spaces."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_rows(path: Path, columns: Iterable[str], faults: Faults) -> Iterable[Row]:
    """Every line that is not blank. BadSource if the file cannot be read or lacks one of the columns.

    A row of a Parquet file has only these columns, and its number as if there were a line of headings before it.
    """
    return _parquet_rows(path, columns) if path.suffix == ".parquet" else _csv_rows(path, columns, faults)


def _csv_rows(path: Path, columns: Iterable[str], faults: Faults) -> list[Row]:
    lines = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    rows: list[Row] = []
    try:
        heading = [name.strip() for name in next(lines, [])]
        _refuse_missing(path.name, heading, columns)
        start = lines.line_num + 1
        for cells in lines:
            if len(cells) == len(heading):
                rows.append(Row(start, dict(zip(heading, (cell.strip() for cell in cells), strict=True))))
            elif cells:
                faults.add(start, f"{len(cells)} cells, where there are {len(heading)} columns.")
            start = lines.line_num + 1
    except csv.Error as refused:
        faults.add(lines.line_num, f"{refused}.")
    return rows


def _parquet_rows(path: Path, columns: Iterable[str]) -> Iterable[Row]:
    wanted = sorted(set(columns))
    try:
        file = pq.ParquetFile(path)
        _refuse_missing(path.name, file.schema_arrow.names, wanted)
        batches = list(file.iter_batches(columns=wanted))
    except (OSError, pa.ArrowException) as error:
        raise BadSource(
            f"{path} cannot be read as Parquet.", "Check the path, and that the file is whole."
        ) from error
    return _rows_of(batches, wanted)


def _rows_of(batches: Iterable[pa.RecordBatch], columns: list[str]) -> Iterator[Row]:
    line = 1
    for batch in batches:
        cells = [[cell.strip() for cell in _as_text(batch[name])] for name in columns]
        for row in zip(*cells, strict=True):
            line += 1
            yield Row(line, dict(zip(columns, row, strict=True)))


def _as_text(column: pa.Array) -> list[str]:
    text: list[str] = pc.fill_null(pc.cast(column, pa.string()), "").to_pylist()
    return text


def matches(row: Row, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the row has one of the wanted values in every column named, whatever their capitals."""
    return all(
        row[column].casefold() in {value.casefold() for value in values} for column, values in wanted.items()
    )


def read_count(cell: str, symbols: Mapping[str, Symbol]) -> int | Symbol | None:
    """A whole number, 0 or more and of at most 18 digits, or what the symbol in its place means; None if neither."""
    if found := _COUNT.fullmatch(cell):
        return int(found[1].replace(",", ""))
    return symbols.get(cell or BLANK, None if cell else Symbol(Meaning.NOT_AVAILABLE))


@dataclass(frozen=True, slots=True)
class Number:
    """A number as published, and to how many decimal places it is written."""

    value: float
    decimals: int

    def times(self, scale: int) -> Number:
        """The number in another unit: 0.704 with its three places is 70.4 times 100, with one."""
        places = max(0, self.decimals - (len(str(scale)) - 1))
        return self if scale == 1 else Number(round(self.value * scale, 10), places)


def read_number(cell: str, symbols: Mapping[str, Symbol]) -> Number | Symbol | None:
    """A number, or what the symbol in its place means; None if it is neither.

    Text that a spreadsheet wrote out too far, such as 68.700000000000003, is the short number that it stands for.
    """
    found = _NUMBER.fullmatch(cell)
    if found is None:
        return symbols.get(cell or BLANK, None if cell else Symbol(Meaning.NOT_AVAILABLE))
    value = float(cell.replace(",", ""))
    if not math.isfinite(value):
        return None
    shortest = -int(Decimal(repr(value)).as_tuple().exponent)
    written = len(found[1] or "") if found[2] is None else shortest
    return Number(value, max(0, min(written, shortest)))


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSource(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


def _refuse_missing(file: str, heading: list[str], columns: Iterable[str]) -> None:
    if twice := sorted({name for name in heading if name and heading.count(name) > 1}):
        raise BadSource(f"{file} has two columns called {', '.join(twice)}.", "Keep one of the two.")
    for name in sorted(set(columns) - set(heading)):
        near = get_close_matches(name, heading, n=1)
        question = f" Did it become {near[0]!r}?" if near else ""
        raise BadSource(
            f"{file} has no column {name!r}.{question}",
            "Check that this is the file the mapping is for; if the file has changed, change the mapping.",
        )
