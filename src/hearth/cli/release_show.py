"""What `hearth release show` prints: a summary, or the series asked for."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hearth.cli.faults import FINE
from hearth.cli.release_page import Hidden, print_heading, print_summary
from hearth.cli.screen import HEADING, QUIET, Screen, several
from hearth.disclosure.published import Published, PublishedCell, PublishedFigure
from hearth.judge.series import when
from hearth.judge.words import (
    counts_in_words,
    group_in_words,
    interval_in_words,
    place_in_words,
    value_in_words,
)
from hearth.kernel.errors import BadPeriod, BadPlace, NotMeasurable, UserError
from hearth.release.manifest import Manifest, read_manifest
from hearth.release.verify import read_release
from hearth.release.words import explained

__all__ = ["show_release"]

EVERYONE = "everyone"

HEADINGS = ("period", "counts", "value", "95% interval", "")


def show_release(arguments: argparse.Namespace) -> int:
    """Print what was asked for of a release that verifies."""
    directory = Path(arguments.directory)
    published = read_release(directory)
    manifest = read_manifest((directory / "manifest.json").read_bytes())
    asked = bool(arguments.measure or arguments.place or arguments.period or arguments.group)
    shown = _only(published, arguments) if asked else published
    if arguments.json:
        _write_json(shown, manifest)
        return FINE
    screen = Screen()
    if asked:
        _print_series(screen, shown, manifest)
    else:
        print_summary(screen, published, manifest.date, Hidden.in_table(published))
    _print_ending(screen, shown, manifest)
    return FINE


def _only(published: Published, arguments: argparse.Namespace) -> Published:
    """The rows that were asked for; an error names what the release does not have."""
    kept = pa.scalar(True)
    table = published.table
    if arguments.measure:
        figures = _figures_of(published, arguments.measure)
        named = [f"{each.source}|{each.id}" for each in figures]
        both = pc.binary_join_element_wise(table["source"], table["figure"], "|")
        kept = pc.and_(kept, pc.is_in(both, pa.array(named, pa.string())))
    for name, wanted, error in (
        ("place", arguments.place, BadPlace),
        ("period", arguments.period, BadPeriod),
    ):
        if wanted:
            _check(name, wanted, pc.unique(table[name]).to_pylist(), error)
            kept = pc.and_(kept, pc.is_in(table[name], pa.array(wanted, pa.string())))
    if arguments.group:
        kept = pc.and_(kept, _in_groups(table, arguments.group))
    return replace(published, table=table.filter(kept))


def _figures_of(published: Published, measures: Sequence[str]) -> list[PublishedFigure]:
    known = {each.measure for each in published.figures} | {each.id for each in published.figures}
    _check("measure", measures, known, NotMeasurable)
    return [each for each in published.figures if each.measure in measures or each.id in measures]


def _in_groups(table: pa.Table, wanted: Sequence[str]) -> pa.ChunkedArray:
    """Rows of these groups, each asked for as `female`, `sex:female` or `everyone`."""
    both = pc.binary_join_element_wise(table["breakdown"], table["group"], ":")
    held = pc.unique(both).to_pylist()
    named = {each: [each, each.partition(":")[2], *[EVERYONE] * (each == ":")] for each in held}
    _check("group", wanted, [name for names in named.values() for name in names if name], UserError)
    matching = [each for each in held if set(named[each]) & set(wanted)]
    return pc.is_in(both, pa.array(matching, pa.string()))


def _check(what: str, wanted: Sequence[str], known: Any, error: type[UserError]) -> None:
    for each in wanted:
        if each not in known:
            raise error(
                f"This release has no {what} {each!r}.",
                "`hearth release show DIR` shows its measures, and `--json` everything in it.",
            )


def _print_series(screen: Screen, shown: Published, manifest: Manifest) -> None:
    print_heading(screen, shown, manifest.date)
    told = {(each.source, each.id): each for each in shown.figures}
    periods = {each.id: each for each in shown.periods}
    cells = sorted(shown.cells(), key=lambda cell: (cell.source, cell.figure, cell.place))
    for (source, id, place), group in groupby(cells, key=lambda cell: (cell.source, cell.figure, cell.place)):
        series = sorted(group, key=lambda cell: (cell.breakdown, cell.group, when(periods.get(cell.period))))
        screen.line()
        whose = f" ({source})" if source else ""
        screen.paragraph(f"{id}  {told[source, id].title}{whose}: {place_in_words(shown, place)}", HEADING)
        _print_rows(screen, shown, told[source, id], series)
    if not len(shown):
        screen.line()
        screen.line("The release has no such figure.")


def _print_rows(
    screen: Screen, shown: Published, figure: PublishedFigure, series: Sequence[PublishedCell]
) -> None:
    """One table, each group under its own name, everyone first."""
    rows = [_row(figure, cell) for cell in series]
    widths = [max(len(row[at]) for row in (HEADINGS, *rows)) for at in range(len(HEADINGS))]
    screen.line((_padded(HEADINGS, widths), QUIET))
    above = EVERYONE
    for cell, row in zip(series, rows, strict=True):
        name = group_in_words(shown, cell.breakdown, cell.group)
        if name != above:
            screen.line("  ", name)
        above = name
        screen.line(_padded(row, widths))
    for note in dict.fromkeys(cell.note for cell in series if cell.note):
        screen.paragraph(note, QUIET, indent=2)


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers, last, symbol = (each.rjust(width) for each, width in zip(row, widths, strict=True))
    return "  ".join(
        ["", first.strip().ljust(widths[0]), *numbers, last.strip().ljust(widths[-2]), symbol.strip()]
    )


def _row(figure: PublishedFigure, cell: PublishedCell) -> list[str]:
    return [
        cell.period,
        counts_in_words(figure, cell),
        value_in_words(figure, cell),
        interval_in_words(figure, cell),
        cell.symbol,
    ]


def _print_ending(screen: Screen, shown: Published, manifest: Manifest) -> None:
    """The symbols that stand above, explained; how much it was; and which release."""
    symbols = {
        symbol for cell in shown.cells() for symbol in (cell.state.symbol, *(f"[{m}]" for m in cell.marks))
    }
    screen.line()
    for _, symbol, words in explained():
        if symbol and symbol in symbols:
            screen.paragraph(f"{symbol} {words}", QUIET)
    for source in shown.sources:
        screen.paragraph(f"{source.id}: {source.title}, {source.publisher}, {source.edition}.", QUIET)
    screen.paragraph(
        f"{several(len(shown), 'row')} of {manifest.rows:,}. What is not guaranteed: NOTES.md.", QUIET
    )
    screen.line((f"Release {manifest.id}", QUIET))


def _write_json(shown: Published, manifest: Manifest) -> None:
    """One document; its cells one a line."""
    head = json.dumps(_about(shown, manifest), ensure_ascii=False, indent=2).removesuffix("\n}")
    sys.stdout.write(f'{head},\n  "cells": [')
    before = "\n    "
    for cell in shown.cells():
        said = asdict(cell) | {"marks": "".join(cell.marks), "symbol": cell.symbol}
        sys.stdout.write(before + json.dumps(said, ensure_ascii=False))
        before = ",\n    "
    sys.stdout.write("\n  ]\n}\n")


def _about(shown: Published, manifest: Manifest) -> dict[str, Any]:
    held = {(row["source"], row["figure"]) for row in shown.table.select(["source", "figure"]).to_pylist()}
    return {
        "id": manifest.id,
        "title": shown.title,
        "notice": shown.notice,
        "date": manifest.date.isoformat(),
        "policy": manifest.policy.id,
        "framework": asdict(manifest.framework),
        "home": shown.home,
        "states": [{"name": name, "symbol": symbol, "meaning": words} for name, symbol, words in explained()],
        "sources": [asdict(each) for each in shown.sources],
        "figures": [asdict(each) for each in shown.figures if (each.source, each.id) in held],
        "places": list(_places(shown)),
        "periods": [
            {
                "id": each.id,
                "kind": str(each.kind),
                "start": each.start.isoformat(),
                "end": each.end.isoformat(),
            }
            for each in shown.periods
        ],
    }


def _places(shown: Published) -> Iterator[dict[str, str]]:
    for code in sorted(pc.unique(shown.table["place"]).to_pylist()):
        known, _, level = code.partition("?")
        place = shown.places.place(known) if known in shown.places else None
        yield {
            "code": code,
            "name": place_in_words(shown, code).removesuffix(f" ({code})"),
            "level": level or (place.level if place else ""),
        }
