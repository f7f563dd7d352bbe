"""One publication's figures out of its file: the rows, and all that a reader of them needs to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from hearth.disclosure.published import KEY, PUBLISHED, PublishedFigure, SourceOfFigures
from hearth.figures.mapping import LEFT_OUT, FigureColumns, Geography, Kind, Source, bin_of
from hearth.figures.placing import Found, merged
from hearth.figures.published_rows import FigureReading, Given
from hearth.figures.readers import Faults, read_rows
from hearth.figures.reading import KeptOut, Note, figure_columns_of
from hearth.figures.sources import load_geography
from hearth.figures.worked_out import Row, worked_out
from hearth.kernel.errors import BadSource
from hearth.kernel.periods import Period
from hearth.kernel.places import DEFAULT_LEVELS, PlaceTree

__all__ = ["Edition", "Read", "figure_id", "read_figures"]

PERCENT = 100
"""What a proportion is for every so many of, as with our own figures."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication's figures, with all that a reader of them needs: what a store keeps of them."""

    source: SourceOfFigures
    notes: tuple[str, ...]
    figures: tuple[PublishedFigure, ...]
    periods: tuple[Period, ...]
    places: PlaceTree


@dataclass(frozen=True, slots=True)
class Read:
    """What a file came to: its figures, with their rows as `PUBLISHED`, the places found in it, notes by line, and how
    many lines are no figure's, by why.
    """

    edition: Edition
    table: pa.Table
    found: Found
    notes: tuple[Note, ...]
    kept_out: dict[KeptOut, int]


def figure_id(source: str, code: str) -> str:
    """The id of the figure that the source calls `code`."""
    return f"{source}:{code}"


def read_figures(source: Source, file: Path) -> Read:
    """The figures of a published file. BadSource says by line what does not fit the mapping, all at once."""
    if not source.figures:
        raise BadSource(
            f"The source {source.id} has no figures as published.",
            "Bring in its counts, people or places with `hearth store import`, or give it `figures`.",
        )
    faults = Faults(file.name)
    geography = load_geography(source.geography) if source.geography else Geography("", "", "")
    reading = FigureReading(source, Found(source, geography, faults), faults)
    for row in read_rows(file, figure_columns_of(source), faults):
        reading.take(row)
    reading.finish()
    table = _table(source, reading)
    edition = _edition(source, reading)
    notes = tuple(sorted(reading.notes.values(), key=lambda note: note.line))
    return Read(edition, table, reading.found, notes, dict(reading.kept_out))


def _table(source: Source, reading: FigureReading) -> pa.Table:
    rows: list[dict[str, object]] = []
    for figure in source.figures:
        given = list(reading.given.get(figure.code, {}).values())
        found = worked_out(figure, given, reading.note)
        id = figure_id(source.id, figure.code)
        rows += (_cell(source.id, id, each, row) for each, row in zip(given, found, strict=True))
    rows.sort(key=lambda row: tuple(str(row[name]) for name in KEY))
    return pa.Table.from_pylist(rows, schema=PUBLISHED)


def _cell(source: str, figure: str, given: Given, row: Row) -> dict[str, object]:
    return {
        "source": source,
        "figure": figure,
        "place": given.place,
        "period": given.period.id,
        "breakdown": given.breakdown,
        "group": given.group,
        "marks": str(given.mark or ""),
        **asdict(row),
        "state": str(row.state),
    }


def _edition(source: Source, reading: FigureReading) -> Edition:
    return Edition(
        source=_publisher(source),
        notes=source.notes,
        figures=tuple(
            _figure(source, each, reading.given.get(each.code, {}).values()) for each in source.figures
        ),
        periods=tuple(sorted({each.period for rows in reading.given.values() for each in rows.values()})),
        places=_places(source, reading.found),
    )


def _publisher(source: Source) -> SourceOfFigures:
    on = f", published on {source.published_on.isoformat()}" if source.published_on else ""
    return SourceOfFigures(source.id, source.title, source.publisher, source.licence, f"{source.edition}{on}")


def _figure(source: Source, columns: FigureColumns, given: Iterable[Given]) -> PublishedFigure:
    rows = list(given)
    id = figure_id(source.id, columns.code)
    levels = {each.level for each in rows}
    return PublishedFigure(
        id=id,
        measure=id,
        title=columns.title,
        kind=str(columns.kind),
        direction=str(columns.direction),
        per=PERCENT if columns.kind is Kind.PROPORTION else columns.per,
        periods=tuple(sorted({str(each.period.kind) for each in rows})),
        smallest_place=next((each.level for each in source.places if each.level in levels), ""),
        breakdowns=_breakdowns(columns),
        definition_version=1,
        of_whom=columns.of_whom,
        source=source.id,
    )


def _breakdowns(columns: FigureColumns) -> tuple[str, ...]:
    groups: Sequence[str] = list(columns.breakdown.groups.values()) if columns.breakdown else []
    return tuple(sorted({bin_of(meant)[0] for meant in groups} - {"", LEFT_OUT}))


def _places(source: Source, found: Found) -> PlaceTree:
    """The places of the file by themselves, and the parts of places that it has figures for."""
    ours = tuple(each.level for each in source.places)
    levels = DEFAULT_LEVELS if set(ours) <= set(DEFAULT_LEVELS) else ours
    tree = merged(PlaceTree((), levels=levels), found)
    parts = tuple(part for part in found.parts.values() if part.code not in tree)
    return PlaceTree((*tree.places, *parts), tree.links, tree.changes, tree.attributes, tree.levels)
