"""What `hearth release compare` prints."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hearth.cli.faults import FINE
from hearth.cli.screen import HEADING, QUIET, WARNING, Screen, columns, several
from hearth.disclosure.published import Published, PublishedCell
from hearth.judge.words import group_in_words, place_in_words, state_in_words, value_in_words
from hearth.release.compare import Comparison, Revised, compare
from hearth.release.verify import read_release

__all__ = ["compare_releases"]

MOST = 40
"""How many revised figures are listed; `--json` lists them all."""


def compare_releases(old: str, new: str, *, as_json: bool) -> int:
    """Print what changed between two releases that verify."""
    was, is_ = read_release(Path(old)), read_release(Path(new))
    found = compare(was, is_)
    if as_json:
        print(json.dumps(_as_data(found), ensure_ascii=False, indent=2))
        return FINE
    screen = Screen()
    screen.paragraph(f"From {old} to {new}: {_in_all(found)}", HEADING)
    policies = [each.policy.id if each.policy else "none" for each in (was, is_)]
    if policies[0] != policies[1]:
        screen.paragraph(f"The policy was {policies[0]}, and is {policies[1]}.", WARNING)
    _print_definitions(screen, found)
    _print_counts(screen, found)
    _print_revised(screen, found, is_)
    return FINE


def _in_all(found: Comparison) -> str:
    if found.same:
        return f"nothing changed. {several(found.unchanged, 'figure')} stayed as it was."
    return (
        f"{len(found.new):,} new, {len(found.gone):,} gone, {len(found.revised):,} revised, "
        f"{found.unchanged:,} unchanged."
    )


def _print_definitions(screen: Screen, found: Comparison) -> None:
    if found.definitions:
        screen.line()
        screen.line(("Definitions that changed", HEADING))
    for each in found.definitions:
        what = each.what.replace("_", " ")
        screen.paragraph(f"{each.figure}: {what} was {each.before!r}, is {each.after!r}", indent=2)


def _print_counts(screen: Screen, found: Comparison) -> None:
    rows = [
        [
            f"{source}: {id}" if source else id,
            *(f"{each:,}" for each in (c.new, c.gone, c.revised, c.unchanged)),
        ]
        for (source, id), c in found.by_figure.items()
        if c.new or c.gone or c.revised
    ]
    if rows:
        screen.line()
        columns(screen, ["figure", "new", "gone", "revised", "unchanged"], rows, right=[1, 2, 3, 4])


def _print_revised(screen: Screen, found: Comparison, new: Published) -> None:
    if not found.revised:
        return
    screen.line()
    screen.line(("Revised", HEADING))
    for each in found.revised[:MOST]:
        screen.paragraph(_revised(each, new), indent=2)
    if len(found.revised) > MOST:
        screen.line((f"  And {len(found.revised) - MOST:,} more: --json lists them.", QUIET))


def _revised(each: Revised, new: Published) -> str:
    cell = each.after
    group = f", {group_in_words(new, cell.breakdown, cell.group)}" if cell.breakdown else ""
    period = f", {cell.period}" if cell.period else ""
    was, is_ = _stood(each.before, new), _stood(cell, new)
    return f"{cell.figure}, {place_in_words(new, cell.place)}{period}{group}: was {was}, is {is_}"


def _stood(cell: PublishedCell, new: Published) -> str:
    figures = [each for each in new.figures if (each.source, each.id) == (cell.source, cell.figure)]
    words = value_in_words(figures[0], cell) if figures else str(cell.value)
    return " ".join(part for part in (words, state_in_words(cell)) if part)


def _as_data(found: Comparison) -> dict[str, Any]:
    return {
        "same": found.same,
        "unchanged": found.unchanged,
        "new": [asdict(each) for each in found.new],
        "gone": [asdict(each) for each in found.gone],
        "revised": [asdict(each) for each in found.revised],
        "definitions": [asdict(each) for each in found.definitions],
        "figures": [
            {"source": source, "figure": id, **asdict(changes)}
            for (source, id), changes in found.by_figure.items()
        ],
    }
