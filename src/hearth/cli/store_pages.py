"""What the commands on stores do and print."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from hearth.cli.faults import FINE
from hearth.cli.progress import on_the_way
from hearth.cli.screen import HEADING, QUIET, STATE, WARNING, Screen, columns, several
from hearth.kernel.periods import Period, PeriodKind, following
from hearth.store.ledger import Return
from hearth.store.store import About, Store, create, open_store

if TYPE_CHECKING:
    from hearth.demo.build import Built
    from hearth.figures.imports import Imported

__all__ = ["import_published", "new_store", "show_store", "write_demo"]

_KEPT_OUT = {
    "other_places": "for places of another level, such as regions and England, kept out of the count: for comparison.",
    "another_table": "of something else than what the mapping counts, kept out of the count.",
    "left_out": "of groups that the mapping leaves out, kept out of the count.",
}

SHOWN = 3
"""How many notes of each kind are told."""


def new_store(directory: str, title: str, home: str, *, as_json: bool = False) -> int:
    """Make an empty store."""
    create(Path(directory), About(title=title, home=home))
    if as_json:
        _print_json({"store": directory, "title": title, "home": home})
        return FINE
    screen = Screen()
    screen.line(f"{directory} is a store now, and empty.")
    screen.line("It is private: keep it where only those who may see records can read.")
    return FINE


def show_store(directory: str, *, as_json: bool) -> int:
    """Print what came in."""
    store = open_store(Path(directory))
    if as_json:
        _print_json(_as_data(store))
        return FINE
    screen = Screen()
    screen.line((store.about.title, HEADING), f", of {store.about.home}" if store.about.home else "")
    if store.about.notice:
        screen.paragraph(store.about.notice, WARNING)
    screen.line()
    returns = sorted(store.returns(), key=lambda each: (each.dataset, each.form, each.period.kind))
    if not returns:
        screen.line("Nothing has come in yet.")
        return FINE
    groups = groupby(returns, key=lambda each: (each.dataset, each.form, each.period.kind))
    rows = [_row(dataset, form, kind, list(group)) for (dataset, form, kind), group in groups]
    columns(screen, ["dataset", "form", "periods", "returns", "rows"], rows, right=[3, 4])
    screen.line()
    total = sum(each.records for each in returns)
    screen.line((f"{several(len(returns), 'return')}, {several(total, 'row')}.", QUIET))
    return FINE


def write_demo(arguments: argparse.Namespace) -> int:
    """Write the demonstration's store, having said how many records that is."""
    from hearth.demo.build import SEED, about_how_many, build

    seed = SEED if arguments.seed is None else arguments.seed
    directory = Path(arguments.directory)
    planned = about_how_many(arguments.scale, seed=seed) // arguments.sample
    screen = Screen()
    if not arguments.json:
        screen.line(f"Writing about {planned:,} invented records to {directory}.")
    with on_the_way(quiet=arguments.quiet) as progress:
        built = build(directory, seed=seed, scale=arguments.scale, sample=arguments.sample, progress=progress)
    if arguments.json:
        _print_json(_written(built, directory))
        return FINE
    screen.line(f"Wrote {several(built.total, 'record')} in {several(len(built.store.returns()), 'return')}.")
    if built.store.about.notice:
        screen.paragraph(built.store.about.notice, WARNING)
    screen.line(f"Next: hearth store show {directory}")
    screen.line(f"      hearth count stockport --store {directory}")
    return FINE


def import_published(directory: str, source: str, file: str, *, quiet: bool, as_json: bool = False) -> int:
    """Take published counts into a store, and print what came of it."""
    from hearth.figures.imports import import_counts
    from hearth.figures.sources import load_source

    store, mapping = open_store(Path(directory)), load_source(source)
    with on_the_way(quiet=quiet) as progress:
        imported = import_counts(store, mapping, Path(file), progress=progress)
    if as_json:
        _print_json(_imported(imported))
        return FINE
    screen = Screen()
    screen.line(
        f"{several(imported.rows, 'aggregate row')} in {several(len(imported.returns), 'return')}, "
        f"{several(imported.places, 'place')}, {several(imported.populations, 'population')}."
    )
    for why, number in sorted(imported.kept_out.items()):
        screen.paragraph(f"{several(number, 'row')} {_KEPT_OUT[why]}", QUIET)
    for code, notes in groupby(
        sorted(imported.notes, key=lambda note: note.code), key=lambda note: note.code
    ):
        told = list(notes)
        screen.line((f"{code}: {len(told):,}", STATE))
        for note in told[:SHOWN]:
            screen.paragraph(f"line {note.line}: {note.message}", indent=2)
        if len(told) > SHOWN:
            screen.line(f"  and {len(told) - SHOWN:,} more")
    return FINE


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))


def _written(built: Built, directory: Path) -> dict[str, object]:
    about = built.store.about
    return {
        "store": str(directory),
        "title": about.title,
        "home": about.home,
        "notice": about.notice,
        "records": built.total,
        "returns": len(built.store.returns()),
    }


def _imported(imported: Imported) -> dict[str, object]:
    return {
        "aggregate_rows": imported.rows,
        "returns": [{"dataset": each.dataset, "period": each.period.id} for each in imported.returns],
        "places": imported.places,
        "populations": imported.populations,
        "rows_kept_out": {str(why): number for why, number in sorted(imported.kept_out.items())},
        "notes": [{"line": each.line, "code": each.code, "message": each.message} for each in imported.notes],
    }


def _row(dataset: str, form: str, kind: PeriodKind, returns: list[Return]) -> list[str]:
    return [
        dataset,
        form,
        _stretch(returns, kind),
        f"{len(returns):,}",
        f"{sum(r.records for r in returns):,}",
    ]


def _stretch(returns: Iterable[Return], kind: PeriodKind) -> str:
    """Which periods, in a few words: waves by name, others from the first to the last, and how many came in."""
    periods = sorted({each.period for each in returns})
    if len(periods) == 1:
        return periods[0].id
    if kind is PeriodKind.WAVE:
        return ", ".join(each.id for each in periods)
    reach = _how_many(periods[0], periods[-1])
    came = f"{len(periods)}" if len(periods) == reach else f"{len(periods)} of {reach}"
    return f"{periods[0].id} to {periods[-1].id} ({came})"


def _how_many(first: Period, last: Period) -> int:
    """How many periods of a kind there are from the first to the last."""
    number = 1
    while first < last:
        first, number = following(first), number + 1
    return number


def _as_data(store: Store) -> dict[str, object]:
    about = store.about
    return {
        "title": about.title,
        "home": about.home,
        "notice": about.notice,
        "returns": [
            {
                "dataset": each.dataset,
                "form": str(each.form),
                "period": each.period.id,
                "period_kind": str(each.period.kind),
                "start": each.period.start.isoformat(),
                "end": each.period.end.isoformat(),
                "sender": each.sender,
                "records": each.records,
                "file": each.file,
                "sha256": each.sha256,
            }
            for each in store.returns()
        ],
    }
