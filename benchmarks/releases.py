"""What is done with a release, each to be run as a process of its own.

python releases.py audit RELEASE                  works out what the best-informed reader could learn
python releases.py enlarge RELEASE OUT ROWS       writes an invented release of so many rows, or some more
python releases.py series RELEASE                 reads fifty series, in our way and in others'
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hearth.release.manifest import read_manifest
from hearth.release.read import open_release, read_series
from hearth.release.release import Release
from hearth.release.verify import read_release
from hearth.release.write import write_release
from no_pandas import allow, forbid

__all__ = ["audited", "enlarged", "series"]

SERIES = 50
BY_PANDAS = 5
"""How many series pandas reads, once each: it takes a good part of a second."""
TIMES = 3

Wanted = dict[str, str]
Read = Callable[[Wanted], list[dict[str, Any]]]


def audited(release: str) -> None:
    """Audit a release, and print what was found and what the audit took, reading apart."""
    from hearth.disclosure.audit import audit  # noqa: PLC0415 (so that reading a series does not need it)

    published = read_release(Path(release))
    cpu, wall = time.process_time(), time.perf_counter()
    found = audit(published)
    said = {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "cells": found.cells,
        "solved": found.solved,
        "pinned": len(found.pinned),
        "not_shown": len(found.not_shown),
    }
    print(json.dumps(said))


def enlarged(release: str, out: str, rows: str) -> None:
    """Write a release with at least so many rows: those of another, again and again, of places that do not exist."""
    published = read_release(Path(release))
    manifest = read_manifest((Path(release) / "manifest.json").read_bytes())
    table = published.table
    again = math.ceil(int(rows) / table.num_rows)
    many = pa.concat_tables([table, *(_elsewhere(table, number) for number in range(2, again + 1))])
    notice = "Its figures are repeated for places that do not exist. It is there to be timed."
    write_release(replace(published, table=many, notice=notice), Path(out), date=manifest.date)
    print(json.dumps({"rows": many.num_rows}))


def _elsewhere(table: pa.Table, number: int) -> pa.Table:
    at = table.schema.get_field_index("place")
    places = pc.binary_join_element_wise(table["place"], f"invented{number}", "~")
    return table.set_column(at, table.schema.field(at), places)


def series(release: str) -> None:
    """Read fifty series in each way, and print the milliseconds of each, and whether all ways agree.

    Each is read once before it is timed, and then three times, of which the least is taken: the worst of fifty is then
    that of the worst series, not of the worst moment.
    """
    folder = Path(release)
    started = time.perf_counter()
    opened = open_release(folder)
    opening = (time.perf_counter() - started) * 1000
    wanted = list(_fifty(folder))
    told = {"rows": opened.manifest.rows, "series": len(wanted), "opening": opening, "read": 0, "differs": []}
    ways: dict[str, Read] = {
        "ours": lambda one: _ours(opened, one),
        "whole": lambda one: _whole(folder, one),
        "filters": lambda one: _filters(folder, one),
        "duckdb": lambda one: _by_duckdb(folder, one),
    }
    for one in wanted:
        answers = {name: read(one) for name, read in ways.items()}
        told["read"] += len(answers["ours"])
        told["differs"] += [f"{name}: {one}" for name, found in answers.items() if found != answers["ours"]]
    spent: dict[str, list[float]] = {name: [] for name in (*ways, "pandas")}
    for one in wanted:
        for name, read in ways.items():
            spent[name].append(min(_milliseconds(read, one) for _ in range(TIMES)))
    by_pandas = _by_pandas(folder)
    for one in wanted[:: math.ceil(len(wanted) / BY_PANDAS)]:
        same = [_in_short(row) for row in by_pandas(one)] == [_in_short(row) for row in _ours(opened, one)]
        told["differs"] += [] if same else [f"pandas: {one}"]
        spent["pandas"].append(_milliseconds(by_pandas, one))
    print(json.dumps({**told, "spent": spent}))


def _fifty(folder: Path) -> Iterator[Wanted]:
    """A figure of everyone in the whole authority, for as many figures, spread over all that there are."""
    home = json.loads((folder / "framework.json").read_text(encoding="utf-8"))["home"]
    table = pq.read_table(folder / "values.parquet", filters=[("place", "==", home), ("breakdown", "==", "")])
    ours = table.filter(pc.and_(pc.equal(table["source"], ""), pc.not_equal(table["period"], "")))
    figures = pc.unique(ours["figure"]).to_pylist()
    for number in range(SERIES):
        figure = figures[number * len(figures) // SERIES]
        yield {"figure": figure, "place": home, "breakdown": "", "source": ""}


def _milliseconds(read: Read, wanted: Wanted) -> float:
    started = time.perf_counter()
    read(wanted)
    return (time.perf_counter() - started) * 1000


def _ours(release: Release, wanted: Wanted) -> list[dict[str, Any]]:
    others = {name: value for name, value in wanted.items() if name != "figure"}
    rows: list[dict[str, Any]] = read_series(release, figure=wanted["figure"], **others).to_pylist()
    return rows


def _whole(folder: Path, wanted: Wanted) -> list[dict[str, Any]]:
    """The whole table, then its rows."""
    table = pq.read_table(folder / "values.parquet")
    for name, value in wanted.items():
        table = table.filter(pc.equal(table[name], value))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _filters(folder: Path, wanted: Wanted) -> list[dict[str, Any]]:
    """As pyarrow does it when it is told what is wanted."""
    filters = [(name, "==", value) for name, value in wanted.items()]
    rows: list[dict[str, Any]] = pq.read_table(folder / "values.parquet", filters=filters).to_pylist()
    return rows


def _by_duckdb(folder: Path, wanted: Wanted) -> list[dict[str, Any]]:
    asked = " AND ".join(f'"{name}" = ${name}' for name in wanted)
    found = duckdb.execute(f"FROM '{(folder / 'values.parquet').as_posix()}' WHERE {asked}", wanted)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _by_pandas(folder: Path) -> Read:
    """values.csv, as an analyst opens it."""
    allow()
    import pandas as pd  # noqa: PLC0415 (last of all: pyarrow is slower where pandas has been opened)

    def read(wanted: Wanted) -> list[dict[str, Any]]:
        table = pd.read_csv(folder / "values.csv", low_memory=False)
        for name, value in wanted.items():
            table = table[table[name] == value] if value else table[table[name].isna()]
        rows: list[dict[str, Any]] = table.astype(object).where(table.notna(), None).to_dict("records")
        return rows

    return read


def _in_short(row: dict[str, Any]) -> tuple[Any, ...]:
    """What a CSV says too, to its four decimals."""
    value = None if row["value"] is None else round(row["value"], 4)
    return row["period"], row["state"], row["numerator"], row["denominator"], value


if __name__ == "__main__":
    forbid()
    work = {"audit": audited, "enlarge": enlarged, "series": series}
    work[sys.argv[1]](*sys.argv[2:])
