"""A hierarchy of places, and its populations, as plain CSV files in a folder.

    places.csv        code, name, level, valid_from, valid_to
    links.csv         child, parent, valid_from, valid_to
    changes.csv       old, new, kind                (may be absent)
    attributes.csv    place, scheme, value          (may be absent)
    levels.csv        level, from small to large    (may be absent: the usual levels)
    populations.csv   place, age_from, age_to, mid_year, vintage, sex, count

Dates are written 2023-05-04, both ends inclusive, and left empty for always, or still. Files are UTF-8, in a
total order: the same tree gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from hearth.kernel.errors import BadPlace, BadStore
from hearth.kernel.places import (
    DEFAULT_LEVELS,
    Attribute,
    Change,
    ChangeKind,
    Link,
    Place,
    PlaceRecords,
    PlaceTree,
    check_places,
)
from hearth.kernel.populations import Population, Populations

__all__ = ["read_places", "write_places", "read_populations", "write_populations"]

SHOWN = 20
Row = TypeVar("Row")


def read_places(folder: Path) -> PlaceTree:
    """The hierarchy in this folder. BadStore names the file and line of everything wrong, up to twenty."""
    reading = _Reading(folder)
    levels = reading.table("levels.csv", _Level, required=False)
    places = reading.table("places.csv", Place)
    links = reading.table("links.csv", Link)
    changes = reading.table("changes.csv", Change, required=False)
    attributes = reading.table("attributes.csv", Attribute, required=False)
    reading.refuse()
    names = tuple(row.level for row in levels) or DEFAULT_LEVELS
    for finding in check_places(PlaceRecords(names, places, links, changes, attributes)):
        reading.wrong.append(f"{reading.where(finding.about)}: {finding.message}")
    reading.refuse()
    return PlaceTree(tuple(places), tuple(links), tuple(changes), tuple(attributes), names)


def write_places(tree: PlaceTree, folder: Path) -> None:
    """Write the hierarchy, replacing what is there. Each file is replaced whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "levels.csv", _Level, [_Level(level) for level in tree.levels])
    _write(folder / "places.csv", Place, tree.places)
    _write(folder / "links.csv", Link, tree.links)
    _write(folder / "changes.csv", Change, tree.changes)
    _write(folder / "attributes.csv", Attribute, tree.attributes)


def read_populations(folder: Path, tree: PlaceTree | None = None) -> Populations:
    """The populations in this folder, with BadStore as for places.

    With a tree, every place must be in it, and larger places can be summed.
    """
    reading = _Reading(folder)
    rows = reading.table("populations.csv", Population)
    first: dict[tuple[object, ...], Population] = {}
    for row in rows:
        if tree is not None and row.place not in tree:
            reading.wrong.append(f"{reading.where(row)}: {row.place} is not a place we know.")
        earlier = first.setdefault(astuple(row)[:-1], row)
        if earlier is not row:
            reading.wrong.append(f"{reading.where(row)}: says again what {reading.where(earlier)} says.")
    reading.refuse()
    return Populations(tuple(rows), tree)


def write_populations(populations: Populations, folder: Path) -> None:
    """Write the populations, replacing what is there; their hierarchy is written by `write_places`."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "populations.csv", Population, populations.rows)


@dataclass(frozen=True, slots=True)
class _Level:
    level: str

    def __post_init__(self) -> None:
        if not self.level.strip():
            raise BadPlace("A level has no name.", "Give it one, or take the line out.")


def _date(text: str) -> date:
    """Only 2023-05-04: the standard library also reads 20230504 and week dates, which nobody means here."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return int(text)


# How a cell is read, by its column's type, and what to say when it cannot be.
CELLS: dict[str, tuple[Callable[[str], Any], str]] = {
    "str": (str, "text"),
    "int": (_whole, "a whole number, 0 or more"),
    "date | None": (lambda text: _date(text) if text else None, "a date such as 2023-05-04, or nothing"),
    "ChangeKind": (ChangeKind, "U (unchanged), S (split), M (merged) or X (irregular)"),
}


@dataclass(slots=True)
class _Reading:
    """One folder being read: what was wrong so far, and where each record stood."""

    folder: Path
    wrong: list[str] = field(default_factory=list)
    stood: dict[int, str] = field(default_factory=dict)

    def table(self, name: str, kind: type[Row], *, required: bool = True) -> list[Row]:
        """The records of one file that can be read; what cannot is noted as wrong."""
        path = self.folder / name
        if not path.is_file():
            if required:
                self.wrong.append(f"{name} is not in the folder {self.folder.name}.")
            return []
        return list(self._records(name, path, kind))

    def _records(self, name: str, path: Path, kind: type[Row]) -> Iterator[Row]:
        lines = self._lines(name, path)
        columns = _columns(kind)
        wrong = len(self.wrong)
        _, heading = next(lines, (1, []))
        if len(self.wrong) > wrong:
            return
        if heading != columns:
            self.wrong.append(f"{name} line 1: the columns are {','.join(heading)}, not {','.join(columns)}.")
            return
        for number, cells in lines:
            where = f"{name} line {number}"
            record = self._record(where, kind, cells)
            if record is not None:
                self.stood[id(record)] = where
                yield record

    def _lines(self, name: str, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Each line that is not blank, numbered as an editor numbers it."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as refused:
            line = path.read_bytes()[: refused.start].count(b"\n") + 1
            self.wrong.append(f"{name} line {line}: not UTF-8. Save the file as CSV UTF-8.")
            text = ""
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        number = 1
        try:
            for cells in rows:
                if cells:
                    yield number, cells
                number = rows.line_num + 1
        except csv.Error as refused:
            self.wrong.append(f"{name} line {number}: {refused}.")

    def _record(self, where: str, kind: type[Row], cells: list[str]) -> Row | None:
        columns = fields(kind)  # type: ignore[arg-type]
        if len(cells) != len(columns):
            self.wrong.append(f"{where}: {len(cells)} cells, where there are {len(columns)} columns.")
            return None
        values: list[Any] = []
        for column, cell in zip(columns, cells, strict=True):
            read, wanted = CELLS[str(column.type)]
            try:
                values.append(read(cell))
            except ValueError:
                self.wrong.append(f"{where}: {column.name} is {cell!r}, not {wanted}.")
        try:
            return kind(*values) if len(values) == len(columns) else None
        except BadPlace as refused:
            self.wrong.append(f"{where}: {refused}")
            return None

    def where(self, record: object) -> str:
        """The file and line that a record was read from."""
        return self.stood.get(id(record), self.folder.name)

    def refuse(self) -> None:
        """BadStore, if anything was wrong."""
        if not self.wrong:
            return
        more = [f"And {len(self.wrong) - SHOWN} more."] if len(self.wrong) > SHOWN else []
        raise BadStore("\n".join(self.wrong[:SHOWN] + more), "Put the files right and read them again.")


def _columns(kind: type[Any]) -> list[str]:
    return [column.name for column in fields(kind)]


def _write(path: Path, kind: type[Any], records: Iterable[Any]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_columns(kind))
    writer.writerows([getattr(record, column) for column in _columns(kind)] for record in records)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(text.getvalue().encode("utf-8"))
    beside.replace(path)
