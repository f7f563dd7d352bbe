"""Hearth's half of each comparison, each to be run as a process of its own.

python ours.py count STORE ANSWERS [MEASURE ...]       counts, as `hearth count` makes them
python ours.py intervals STORE ANSWERS MEASURE ...     counts, with the value and interval of each
python ours.py build STORE SCALE [SAMPLE]              writes a demonstration
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hearth.demo.build import SEED, build
from hearth.engine.results import Results
from hearth.engine.run import count
from hearth.engine.values import needed, values
from hearth.framework.load import load
from hearth.framework.meaning import Figure
from hearth.store.store import open_store
from no_pandas import forbid

__all__ = ["counted", "with_intervals"]


def counted(store: str, answers: str, *measures: str) -> None:
    """Every count of these measures (all, if none is named)."""
    pq.write_table(_results(store, measures).table, answers)


def with_intervals(store: str, answers: str, *measures: str) -> None:
    """The same, with every value and interval."""
    results = _results(store, measures)
    pq.write_table(
        pa.concat_tables([_valued(results, each) for each in results.figures if needed(each)]), answers
    )


def build_demonstration(store: str, scale: str, sample: str = "1") -> None:
    """Write a demonstration, and say how many records it has."""
    built = build(Path(store), seed=SEED, scale=int(scale), sample=int(sample))
    print(json.dumps({"records": built.total}))


def _results(store: str, measures: tuple[str, ...]) -> Results:
    return count(load("stockport"), open_store(Path(store)), measures=measures)


def _valued(results: Results, figure: Figure) -> pa.Table:
    table = results.where(figure=figure.id).table
    names = [*needed(figure), *(["squares"] if figure.kind == "mean" else [])]
    known = pc.and_kleene(pc.is_valid(table[f"{names[0]}_low"]), pc.is_valid(table[f"{names[-1]}_low"]))
    table = table.filter(known)
    found = values(figure, {name: np.asarray(table[f"{name}_low"]) for name in names})
    for name, column in zip(("value", "lower", "upper"), found, strict=True):
        table = table.append_column(name, pa.array(column))
    return table


if __name__ == "__main__":
    forbid()
    work = {"count": counted, "intervals": with_intervals, "build": build_demonstration}
    work[sys.argv[1]](*sys.argv[2:])
