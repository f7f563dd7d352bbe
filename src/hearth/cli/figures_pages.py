"""What the commands on published figures do and print."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from hearth.cli.faults import FINE
from hearth.cli.progress import on_the_way
from hearth.cli.screen import HEADING, QUIET, STATE, Screen, columns, several
from hearth.disclosure.published import State
from hearth.figures.kept import ImportedFigures, Kept, import_figures, kept_in
from hearth.figures.mapping import Source
from hearth.figures.sources import load_source, packaged
from hearth.store.store import open_store

__all__ = ["import_file", "list_sources"]

SHOWN = 20
"""How many notes are told."""

_KEPT_OUT = {
    "other_places": "about places that the mapping does not read, or not for its figures.",
    "another_table": "about something else than the mapping's figures.",
    "left_out": "of groups that the mapping leaves out.",
}


def list_sources(store: str | None, *, as_json: bool) -> int:
    """Print the packaged mappings, and what a store has of them and of others."""
    sources = [load_source(name) for name in packaged()]
    kept = {each.edition.source.id: each for each in kept_in(open_store(Path(store)))} if store else {}
    if as_json:
        _print_json(_listed(sources, kept, in_store=store is not None))
        return FINE
    screen = Screen()
    for source in sources:
        screen.line((source.id, HEADING), (f"  {source.edition}", QUIET))
        screen.paragraph(f"{source.title}. {source.publisher}.", indent=2)
        screen.line(f"  Holds {_holds(source)}.")
        if source.id in kept:
            screen.line((f"  Imported: {_came(kept[source.id])}.", STATE))
    others = sorted(kept.keys() - {each.id for each in sources})
    for id in others:
        about = kept[id].edition.source
        screen.line((id, HEADING), (f"  {about.edition}, by a mapping of your own", QUIET))
        screen.paragraph(f"{about.title}. {about.publisher}.", indent=2)
        screen.line((f"  Imported: {_came(kept[id])}.", STATE))
    if store and not kept:
        screen.line()
        screen.line("No published figures have been imported yet.")
    return FINE


def import_file(source: str, file: str, store: str, *, quiet: bool, as_json: bool) -> int:
    """Bring a published file's figures into a store, and print what came in."""
    held, mapping = open_store(Path(store)), load_source(source)
    with on_the_way(quiet=quiet) as progress:
        imported = import_figures(held, mapping, Path(file), progress=progress)
    if as_json:
        _print_json(_as_data(imported))
        return FINE
    screen = Screen()
    screen.line((mapping.title, HEADING), (f", {mapping.publisher}, {mapping.edition}", QUIET))
    screen.line(
        f"{several(imported.figures, 'figure')} of {several(imported.places, 'place')} in "
        f"{several(len(imported.periods), 'period')}: {several(imported.rows, 'row')}."
    )
    columns(
        screen, ["state", "rows"], [[_state(state), f"{n:,}"] for state, n in imported.states.items()], [1]
    )
    for why, number in sorted(imported.kept_out.items()):
        screen.paragraph(f"{several(number, 'line')} of the file not read: {_KEPT_OUT[why]}", QUIET)
    if imported.stood:
        screen.paragraph(f"{several(imported.stood, 'row')} of other figures or periods stay.", QUIET)
    if imported.notes:
        screen.line((f"{several(len(imported.notes), 'note')}:", STATE))
    for note in imported.notes[:SHOWN]:
        screen.paragraph(f"line {note.line}: {note.message}", indent=2)
    if len(imported.notes) > SHOWN:
        screen.line(f"  and {len(imported.notes) - SHOWN:,} more")
    return FINE


def _holds(source: Source) -> str:
    """What a file of the source may bring in, in a few words."""
    held: list[str] = []
    if source.figures:
        held.append(several(len(source.figures), "figure"))
    held += [
        what
        for what, there in (
            ("counts", source.counts is not None),
            ("people", bool(source.people)),
            ("attributes of places", bool(source.attributes)),
            ("changes of places", source.changes is not None),
        )
        if there
    ]
    return ", ".join([*held, *(["places"] if source.places else [])])


def _came(kept: Kept) -> str:
    periods = kept.edition.periods
    reach = (
        f", {periods[0].id} to {periods[-1].id}"
        if len(periods) > 1
        else f", {periods[0].id}"
        if periods
        else ""
    )
    figures = several(len(set(kept.table["figure"].to_pylist())), "figure")
    return f"{figures}, {several(kept.table.num_rows, 'row')}{reach}"


def _state(state: State) -> str:
    words = state.replace("_", " ")
    return f"{words} {state.symbol}" if state.symbol else words


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))


def _listed(sources: Iterable[Source], kept: dict[str, Kept], *, in_store: bool) -> dict[str, object]:
    found: dict[str, object] = {"sources": [_described(each) for each in sources]}
    if in_store:
        found["imported"] = [
            {
                "id": id,
                "title": each.edition.source.title,
                "publisher": each.edition.source.publisher,
                "edition": each.edition.source.edition,
                "figures": sorted(set(each.table["figure"].to_pylist())),
                "periods": [period.id for period in each.edition.periods],
                "rows": each.table.num_rows,
            }
            for id, each in sorted(kept.items())
        ]
    return found


def _described(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "edition": source.edition,
        "published_on": source.published_on.isoformat() if source.published_on else None,
        "figures": [
            {"code": each.code, "title": each.title, "kind": str(each.kind), "per": each.per}
            for each in source.figures
        ],
        "counts": source.counts is not None,
        "people": bool(source.people),
        "places": [each.level for each in source.places],
    }


def _as_data(imported: ImportedFigures) -> dict[str, object]:
    return {
        "source": imported.source,
        "figures": imported.figures,
        "places": imported.places,
        "periods": [each.id for each in imported.periods],
        "rows": imported.rows,
        "states": {str(state): number for state, number in imported.states.items()},
        "lines_not_read": {str(why): number for why, number in sorted(imported.kept_out.items())},
        "stood": imported.stood,
        "notes": [{"line": each.line, "code": each.code, "message": each.message} for each in imported.notes],
    }
