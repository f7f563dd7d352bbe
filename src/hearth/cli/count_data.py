"""Raw results for programs, as JSON or CSV: every cell, marked as never to be shared."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow.compute as pc

from hearth.cli.cells import Valued, every_cell
from hearth.cli.count_beside import beside
from hearth.cli.count_page import Counted
from hearth.cli.count_words import NEVER_SHARED
from hearth.engine.results import COUNTS
from hearth.engine.values import Between
from hearth.stats.intervals import Interval

__all__ = ["COLUMNS", "write_csv", "write_json"]

MARK = "raw, never to be shared"

COLUMNS = (
    "marking",
    *("figure", "measure", "place", "period", "breakdown", "group", "state"),
    *("value", "lower", "upper", "method", "value_low", "value_high", "known_share"),
    *(f"{name}_{end}" for name in COUNTS for end in ("low", "high")),
)
"""The columns of the CSV, and the keys of a cell in the JSON, where those from `value_low` on stand only if not empty.

A value known within bounds has `value_low` and `value_high` instead of a `value`. `known_share` is how much of the
denominator is known, in %, where that is counted and known exactly. `breakdown` and `group` are empty
for everyone. Nothing is rounded.
"""

ALWAYS = COLUMNS[1 : COLUMNS.index("value_low")]


def write_json(counted: Counted) -> None:
    """One document; its cells are written one a line as they are worked out."""
    head = json.dumps(_about(counted), ensure_ascii=False, indent=2).removesuffix("\n}")
    sys.stdout.write(f'{head},\n  "cells": [')
    before = "\n    "
    for row in _rows(counted):
        shown = {name: row[name] for name in COLUMNS[1:] if name in ALWAYS or row[name] is not None}
        sys.stdout.write(before + json.dumps(shown, ensure_ascii=False))
        before = ",\n    "
    sys.stdout.write("\n  ]\n}\n")


def write_csv(counted: Counted) -> None:
    """A row for each cell, the marking in the first column of each, so that no sorting or cutting loses it."""
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in _rows(counted):
        writer.writerow(row)


def _rows(counted: Counted) -> Iterator[dict[str, Any]]:
    measures = {figure.id: figure.measure for figure in counted.results.figures}
    for each in every_cell(counted.results):
        yield _row(each, measures[each.cell.figure])


def _row(each: Valued, measure: str) -> dict[str, Any]:
    cell, value = each.cell, each.value
    limits = (
        (value.lower, value.upper, str(value.method)) if isinstance(value, Interval) else (None, None, None)
    )
    ends = (value.lower, value.upper) if isinstance(value, Between) else (None, None)
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {
        "marking": MARK,
        "figure": cell.figure,
        "measure": measure,
        "place": cell.place,
        "period": cell.period,
        "breakdown": cell.breakdown,
        "group": cell.group,
        "state": str(each.standing.state),
        "value": None if value is None or isinstance(value, Between) else value.value,
        "known_share": _exactly(each.known_share),
    }
    row |= zip(("lower", "upper", "method"), limits, strict=True)
    row |= zip(("value_low", "value_high"), (_finite(end) for end in ends), strict=True)
    for name, count in cell.counts.items():
        row[f"{name}_low"], row[f"{name}_high"] = count.low, count.high
    return row


def _exactly(share: tuple[float, float] | None) -> float | None:
    return share[0] if share is not None and share[0] == share[1] else None


def _finite(end: float | None) -> float | None:
    """An end that is not known stands empty: JSON has no infinity."""
    return None if end is None or end in (float("inf"), float("-inf")) else end


def _about(counted: Counted) -> dict[str, Any]:
    results, framework = counted.results, counted.framework.framework
    return {
        "never_to_be_shared": NEVER_SHARED,
        "notice": counted.store.notice,
        "store": counted.store.title,
        "framework": {"id": framework.id, "title": framework.title, "edition": framework.edition},
        "home": results.home,
        "engine": results.engine,
        "records": results.records,
        "figures": [_figure(counted, number) for number in range(len(results.figures))],
        "places": list(_places(counted)),
        "inputs": [
            {
                "dataset": each.dataset,
                "period": each.period.id,
                "state": str(each.state),
                "records": each.records,
                "aggregate_rows": each.aggregate_rows,
            }
            for each in results.inputs
        ],
        "gaps": [
            {"figure": gap.figure, "period": gap.period, "places": list(gap.places)} for gap in results.gaps
        ],
        "populations": [
            {"period": period, "mid_year": mid_year, "vintage": vintage}
            for period, mid_year, vintage in results.populations
        ],
    }


def _places(counted: Counted) -> Iterator[dict[str, str]]:
    """Every place that has a cell; of "ward not known" the place within which it is not known."""
    tree = counted.results.places
    for code in sorted(pc.unique(counted.results.table["place"]).to_pylist()):
        known, _, level = code.partition("?")
        place = tree.place(known) if known in tree else None
        held = place.level if place else ""
        yield {"code": code, "name": counted.place_name(code), "level": level or held}


def _figure(counted: Counted, number: int) -> dict[str, Any]:
    figure = counted.results.figures[number]
    standing, about = counted.standing(figure), beside(counted, figure)
    return {
        "id": figure.id,
        "measure": figure.measure,
        "title": figure.title,
        "kind": figure.kind,
        "direction": str(figure.direction),
        "per": figure.per,
        "refers_to": figure.refers_to,
        "state": str(standing.state),
        "state_in_words": standing.words,
        "of_whom": about.of_whom,
        "place_basis": str(about.place_basis) if about.place_basis else None,
        "notes": list(about.notes),
        "decisions": [{"id": each.id, "choice": each.choice} for each in about.decisions],
    }
