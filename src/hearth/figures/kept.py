"""Published figures in a store: what was imported of each source, kept so that a release can carry it beside its own.

    figures/SOURCE/values.parquet    the rows, as `disclosure.published.PUBLISHED`
    figures/SOURCE/about.json        publisher, figures, periods and places, and the digest of the rows

What a file says of a figure and a period takes the place of what was there of them; the rest stays. So a file imported
twice stands once, and downloads of one source that hold different figures or years stand together.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hearth.disclosure.published import KEY, PUBLISHED, PublishedFigure, SourceOfFigures, State
from hearth.figures.edition import Edition, read_figures
from hearth.figures.mapping import Source
from hearth.figures.placing import Found, merged
from hearth.figures.reading import KeptOut, Note
from hearth.kernel.errors import BadStore, UserError
from hearth.kernel.periods import Period, PeriodKind
from hearth.kernel.place_records import Change, ChangeKind, Link, Place
from hearth.kernel.places import PlaceTree
from hearth.store.store import Store

__all__ = ["ImportedFigures", "Kept", "import_figures", "kept_in"]

FOLDER, VALUES, ABOUT = "figures", "values.parquet", "about.json"
FORMAT = 1

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ImportedFigures:
    """What came in: how many figures, places, periods and rows the file has, its rows by state, and notes by line.

    `kept_out`: how many lines of the file are no figure's, by why. `stood`: how many rows of the source were there
    before, of other figures or periods, and stay.
    """

    source: str
    figures: int
    places: int
    periods: tuple[Period, ...]
    rows: int
    states: Mapping[State, int]
    notes: tuple[Note, ...]
    kept_out: Mapping[KeptOut, int]
    stood: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """The figures of one source that a store holds, with their rows as `PUBLISHED`."""

    edition: Edition
    table: pa.Table


def import_figures(
    store: Store, source: Source, file: Path, *, progress: Progress | None = None
) -> ImportedFigures:
    """Read a published file's figures into the store, and add its places to those the store has, if it has any.

    BadSource lists what does not fit the mapping, by line; BadPlace says why places cannot stand beside the store's.
    Then nothing goes in.
    """
    say = progress or _quietly
    say(f"Reading {file.name}", 0, 2)
    came = read_figures(source, file)
    table = came.table
    say("Keeping", 1, 2)
    folder = store.root / FOLDER / source.id
    earlier = _read_kept(folder) if folder.is_dir() else None
    stays = _others(earlier.table, table) if earlier is not None else table.slice(0, 0)
    together = came.edition if earlier is None else _both(earlier.edition, came.edition, stays)
    _add_places(store, came.found)
    _write(folder, together, pa.concat_tables([stays, table]).sort_by([(name, "ascending") for name in KEY]))
    say("Imported", 2, 2)
    states = Counter(State(each) for each in table["state"].to_pylist())
    return ImportedFigures(
        source=source.id,
        figures=len(pc.unique(table["figure"])),
        places=len(pc.unique(table["place"])),
        periods=came.edition.periods,
        rows=table.num_rows,
        states=dict(sorted(states.items())),
        notes=came.notes,
        kept_out=came.kept_out,
        stood=stays.num_rows,
    )


def kept_in(store: Store) -> tuple[Kept, ...]:
    """What the store holds of every source, by the source's id. BadStore names a folder that is damaged."""
    folder = store.root / FOLDER
    folders = sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
    return tuple(_read_kept(each) for each in folders)


def _add_places(store: Store, found: Found) -> None:
    if (store.root / "places" / "places.csv").is_file():
        before = store.places()
        after = merged(before, found)
        if after != before:
            store.set_places(after)


def _others(earlier: pa.Table, now: pa.Table) -> pa.Table:
    """The earlier rows of figures and periods that there is nothing of now."""
    here = set(zip(now["figure"].to_pylist(), now["period"].to_pylist(), strict=True))
    there = zip(earlier["figure"].to_pylist(), earlier["period"].to_pylist(), strict=True)
    return earlier.filter(pa.array([each not in here for each in there], pa.bool_()))


def _both(earlier: Edition, now: Edition, stays: pa.Table) -> Edition:
    """What describes the rows of both: where the two differ, what the file that came last says."""
    figures, periods = set(stays["figure"].to_pylist()), set(stays["period"].to_pylist())
    before = {each.id: each for each in earlier.figures if each.id in figures}
    places = _joined(earlier.places, now.places)
    described = [_widened(each, before.pop(each.id, each), places.levels) for each in now.figures]
    return Edition(
        source=now.source,
        notes=now.notes,
        figures=(*described, *before.values()),
        periods=tuple(sorted({*(each for each in earlier.periods if each.id in periods), *now.periods})),
        places=places,
    )


def _widened(now: PublishedFigure, before: PublishedFigure, levels: tuple[str, ...]) -> PublishedFigure:
    """The figure, for the kinds of period and the levels of place of both."""
    smallest = [level for level in levels if level in (now.smallest_place, before.smallest_place)]
    return replace(
        now,
        periods=tuple(sorted({*now.periods, *before.periods})),
        smallest_place=smallest[0] if smallest else "",
    )


def _joined(before: PlaceTree, now: PlaceTree) -> PlaceTree:
    return PlaceTree(
        places=tuple(({each.code: each for each in (*before.places, *now.places)}).values()),
        links=tuple({*before.links, *now.links}),
        changes=tuple(({(each.old, each.new): each for each in (*before.changes, *now.changes)}).values()),
        levels=now.levels if set(before.levels) <= set(now.levels) else before.levels,
    )


def _write(folder: Path, edition: Edition, table: pa.Table) -> None:
    """Both files, each replaced whole; the digest tells if one of them is not of the other."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{VALUES}.draft"
    pq.write_table(table.combine_chunks(), draft, compression="zstd")
    about = _as_data(edition) | {"format": FORMAT, "sha256": _digest(draft)}
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True, default=date.isoformat)
    told = folder / f"{ABOUT}.draft"
    told.write_text(text + "\n", encoding="utf-8", newline="\n")
    draft.replace(folder / VALUES)
    told.replace(folder / ABOUT)


def _as_data(edition: Edition) -> dict[str, Any]:
    tree = edition.places
    return {
        "source": asdict(edition.source),
        "notes": edition.notes,
        "figures": [asdict(each) for each in edition.figures],
        "periods": [asdict(each) for each in edition.periods],
        "levels": tree.levels,
        "places": [asdict(each) for each in tree.places],
        "links": [asdict(each) for each in tree.links],
        "changes": [asdict(each) for each in tree.changes],
    }


def _read_kept(folder: Path) -> Kept:
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise _damaged(folder, f"they are of format {about['format']}, and this version reads {FORMAT}")
        if _digest(folder / VALUES) != about["sha256"]:
            raise _damaged(folder, f"{VALUES} is not what {ABOUT} was written for")
        table = pq.read_table(folder / VALUES)
        edition = _edition(about)
    except BadStore:
        raise
    except OSError as error:
        raise _damaged(folder, f"{Path(error.filename or folder).name} cannot be read") from error
    except (ValueError, KeyError, TypeError, AttributeError, UserError) as error:
        raise _damaged(folder, f"{ABOUT} does not say what it should") from error
    if table.schema != PUBLISHED or edition.source.id != folder.name or not _describes(edition, table):
        raise _damaged(folder, "they are not what was imported")
    return Kept(edition, table)


def _describes(edition: Edition, table: pa.Table) -> bool:
    """Whether there is nothing in the rows that we are not told of."""
    told = {
        "source": {edition.source.id},
        "figure": {each.id for each in edition.figures},
        "period": {each.id for each in edition.periods},
        "place": {each.code for each in edition.places.places},
    }
    return all(set(pc.unique(table[name]).to_pylist()) <= known for name, known in told.items())


def _damaged(folder: Path, why: str) -> BadStore:
    return BadStore(
        f"The published figures in {FOLDER}/{folder.name} cannot be used: {why}.",
        "Take the folder away, and import its files again with `hearth figures import SOURCE FILE --store DIR`.",
    )


def _edition(about: dict[str, Any]) -> Edition:
    return Edition(
        source=SourceOfFigures(**about["source"]),
        notes=tuple(about["notes"]),
        figures=tuple(_figure(each) for each in about["figures"]),
        periods=tuple(_period(each) for each in about["periods"]),
        places=PlaceTree(
            places=tuple(Place(**_dated(each)) for each in about["places"]),
            links=tuple(Link(**_dated(each)) for each in about["links"]),
            changes=tuple(
                Change(each["old"], each["new"], ChangeKind(each["kind"])) for each in about["changes"]
            ),
            levels=tuple(about["levels"]),
        ),
    )


def _figure(held: dict[str, Any]) -> PublishedFigure:
    return PublishedFigure(**held | {name: tuple(held[name]) for name in ("periods", "breakdowns")})


def _period(held: dict[str, str]) -> Period:
    start, end = date.fromisoformat(held["start"]), date.fromisoformat(held["end"])
    return Period(held["id"], PeriodKind(held["kind"]), start, end)


def _dated(held: dict[str, Any]) -> dict[str, Any]:
    days = {name: held[name] for name in ("valid_from", "valid_to")}
    return held | {name: date.fromisoformat(day) if day else None for name, day in days.items()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _quietly(what: str, done: int, steps: int) -> None:
    """No one is watching."""
