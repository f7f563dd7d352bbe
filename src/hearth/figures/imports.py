"""Published counts, populations and places into a store, through a source mapping.

Counts go in as aggregate rows, one return for each period: a file imported twice stands once.
Everything wrong with a file is said at once, and then nothing of it goes in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from hearth.figures.mapping import Geography, Source
from hearth.figures.placing import Found, merged
from hearth.figures.readers import Faults, read_rows
from hearth.figures.reading import Bounds, KeptOut, Key, Note, Reading, columns_of, population_key
from hearth.figures.sources import load_geography
from hearth.framework.counting import COMPONENTS
from hearth.kernel.errors import BadSource
from hearth.kernel.places import PlaceTree
from hearth.kernel.populations import Populations
from hearth.store.ledger import Form, Return
from hearth.store.shapes import AGGREGATES
from hearth.store.store import Store

__all__ = ["Imported", "KeptOut", "Note", "Progress", "import_counts"]

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What went in: the returns, how many aggregate rows, places and populations they hold, and notes by line.

    `kept_out`: how many rows of the file the mapping keeps out of the counts, by why.
    """

    returns: tuple[Return, ...]
    rows: int
    places: int
    notes: tuple[Note, ...]
    populations: int = 0
    kept_out: Mapping[KeptOut, int] = field(default_factory=dict)


def import_counts(store: Store, source: Source, file: Path, *, progress: Progress | None = None) -> Imported:
    """Read a published file into the store: its counts, populations and places, whichever the mapping has.

    BadSource lists what does not fit the mapping, by line; BadPlace says why places cannot stand beside the store's.
    Figures as published are not for counting: see `kept.import_figures`.
    """
    _refuse_figures_alone(source)
    say = progress or _quietly
    say(f"Reading {file.name}", 0, 3)
    faults = Faults(file.name)
    geography = load_geography(source.geography) if source.geography else Geography("", "", "")
    reading = Reading(source, Found(source, geography, faults), faults)
    for row in read_rows(file, columns_of(source), faults):
        reading.take(row)
    reading.finish()
    say("Places and populations", 1, 3)
    _keep_places(store, reading)
    say("Counts", 2, 3)
    returns = tuple(_keep_counts(store, source, reading.counts))
    say("Imported", 3, 3)
    rows = sum(each.records for each in returns)
    places, people = len(reading.found.places), len(reading.people)
    notes = tuple(sorted(reading.notes.values(), key=lambda note: note.line))
    return Imported(returns, rows, places, notes, people, dict(reading.kept_out))


def _refuse_figures_alone(source: Source) -> None:
    counted = source.counts or source.people or source.attributes or source.changes
    if source.figures and not counted:
        raise BadSource(
            f"The source {source.id} has no counts to take in, only figures as published.",
            f"Bring them in with `hearth figures import {source.id} FILE --store DIR`.",
        )


def _keep_places(store: Store, reading: Reading) -> None:
    held = (store.root / "places" / "places.csv").is_file()
    tree = merged(store.places() if held else PlaceTree(()), reading.found)
    peopled = (store.root / "places" / "populations.csv").is_file()
    known = {population_key(row): row for row in (store.populations().rows if peopled else ())}
    for key, (line, row) in reading.people.items():
        before = known.get(key, row)
        if before.count != row.count:
            said = f"{row.place}: {row.count} people in the estimate {row.vintage}, where there were {before.count}."
            reading.note(line, "replaced", said)
        known[key] = row
    store.set_places(tree, Populations(tuple(known.values())))


def _keep_counts(
    store: Store, source: Source, counts: Mapping[Key, tuple[Bounds, Bounds | None]]
) -> Iterable[Return]:
    if source.counts is None:
        return
    figures = sorted(set(source.counts.figures.values()))
    for period in sorted({key[0] for key in counts}):
        rows = [
            _aggregate(figure, key, counts[key])
            for figure in figures
            for key in sorted(each for each in counts if each[0] == period)
        ]
        yield store.accept(
            [pa.RecordBatch.from_pylist(rows, schema=AGGREGATES)],
            AGGREGATES,
            dataset=source.counts.dataset,
            form=Form.AGGREGATES,
            period=period,
            sender=source.id,
        )


def _aggregate(figure: str, key: Key, counted: tuple[Bounds, Bounds | None]) -> dict[str, object]:
    _, place, breakdown, group = key
    row: dict[str, object] = {"figure": figure, "place": place, "breakdown": breakdown, "group": group}
    for name, bounds in zip(COMPONENTS, (*counted, None, None), strict=True):
        row[f"{name}_low"], row[f"{name}_high"] = bounds or (None, None)
    return row


def _quietly(what: str, done: int, steps: int) -> None:
    """No one is watching."""
