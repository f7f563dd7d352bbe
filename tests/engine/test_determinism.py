"""The same records give the same bytes: whatever the threads, the order of files and rows, and the memory there is."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
import pyarrow as pa
import pytest

from drawn import BOTH_YEARS, EVENTS, counted, framework, measure, store_of
from hearth.engine import run
from hearth.engine.backends import duckdb as duckdb_engine
from hearth.engine.backends.base import Engine
from hearth.engine.backends.duckdb import DuckDBEngine, Slot
from hearth.engine.backends.duckdb_text import Text
from hearth.engine.results import RESULTS, Results
from hearth.framework.framework import Framework
from hearth.framework.measures import (
    Count,
    Derive,
    Mean,
    Measure,
    Proportion,
    Rate,
    Ratio,
    Scope,
    Speaks,
    Take,
)
from hearth.kernel.errors import NotMeasurable
from hearth.store.ledger import Form
from hearth.store.shapes import record_schema
from hearth.store.store import Store

FEW, MANY = 1_500, 100_000
ROWS_IN_A_FILE = 500

EARLIER = Derive("earlier", Take.MAX_BEFORE, "coalesce(closed, DATE '9999-12-31')", "person", ("day", "id"))


def sorts_most() -> Framework:
    """What needs most memory: a window over people, the first record of each, and each of them everywhere."""
    everywhere = Scope("events", unit="person", speaks=Speaks.EVERYWHERE)
    return framework(
        measure("everywhere", Proportion("proportion", everywhere, "outcome = 'yes'")),
        measure("again", Proportion("proportion", Scope("events", derive=(EARLIER,)), "earlier >= day")),
        measure("people", Proportion("proportion", Scope("events", unit="person"), "outcome = 'yes'")),
    )


def of_every_sort() -> Framework:
    stock = Scope("events", open_from="day", open_until="closed")
    others: tuple[Measure, ...] = (
        measure("number", Count("count", Scope("events"))),
        measure("stock", Rate("rate", stock, 10_000, (0, 17))),
        measure("mean", Mean("mean", Scope("events"), "after - before")),
        measure("ratio", Ratio("ratio", Scope("events"), "attended", "offered")),
    )
    return framework(*sorts_most().measures, *others)


def records(rows: int) -> pa.Table:
    """Invented at random from a seed: people with many records, ties on one day, and places and groups not known."""
    random = np.random.Generator(np.random.Philox(20240229))

    def pick(values: list[str | None]) -> pa.Array:
        return pa.array(
            np.array(values, dtype=object)[random.integers(0, len(values), rows)], type=pa.string()
        )

    def scores() -> pa.Array:
        hundredths = random.integers(0, 3000, rows).tolist()
        return pa.array([f"{each // 100}.{each % 100:02}" for each in hundredths])

    day = (np.datetime64("2023-03-01") + random.integers(0, 790, rows)).astype("datetime64[D]")
    columns: dict[str, pa.Array] = {
        "id": pa.array([f"{number:07}" for number in random.permutation(rows)]),
        "person": pa.array([f"person {number:07}" for number in random.integers(0, rows // 3, rows)]),
        "day": pa.array(day),
        "closed": pa.array(day + random.integers(0, 200, rows)),
        "area": pick(["A1", "A2", "A3", "A4", "A5", "ZZ", None]),
        "sex": pick(["female", "male", None]),
        "outcome": pick(["yes", "no", "unknown", None]),
        "attended": pa.array(random.integers(0, 10, rows)),
        "offered": pa.array(random.integers(10, 20, rows)),
        "before": scores(),
        "after": scores(),
    }
    schema = record_schema(EVENTS)
    arrays = [
        columns[each.name].cast(each.type) if each.name in columns else pa.nulls(rows, each.type)
        for each in schema
    ]
    return pa.table(arrays, schema=schema)


def hold(store: Store, rows: pa.Table, in_each: int) -> Store:
    """The rows as returns of so many each, from as many senders."""
    for number, first in enumerate(range(0, rows.num_rows, in_each)):
        batches = rows.slice(first, in_each).to_batches()
        _accept(store, batches, rows.schema, number % 2, f"sender {number:03}")
    _accept(store, [], rows.schema, 0, "the rest")
    _accept(store, [], rows.schema, 1, "the rest")
    return store


def _accept(store: Store, batches: list[pa.RecordBatch], schema: pa.Schema, year: int, sender: str) -> None:
    store.accept(batches, schema, dataset="events", form=Form.ROWS, period=BOTH_YEARS[year], sender=sender)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return hold(store_of(tmp_path_factory.mktemp("few") / "store"), records(FEW), ROWS_IN_A_FILE)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return hold(store_of(tmp_path_factory.mktemp("many") / "store"), records(MANY), MANY)


def digest(results: Results) -> str:
    """Of the table's bytes as Arrow keeps them: values, types, nulls and order."""
    assert results.table.schema == RESULTS and len(results)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, RESULTS) as writer:
        writer.write_table(results.table.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


@pytest.fixture(scope="module")
def judged(few: Store) -> str:
    """What the plain engine says."""
    return digest(counted(few, of_every_sort(), "memory"))


def with_engine(patch: pytest.MonkeyPatch, engine: type[Engine] | partial[DuckDBEngine]) -> None:
    patch.setattr(run, "find_engine", lambda name: engine)


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_answers_do_not_depend_on_threads(
    threads: int, few: Store, judged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_engine(monkeypatch, partial(DuckDBEngine, threads=threads))
    assert digest(counted(few, of_every_sort())) == judged


def test_answers_do_not_depend_on_the_order_of_files(
    few: Store, judged: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Store.files
    monkeypatch.setattr(Store, "files", lambda *asked: tuple(reversed(right(*asked))))
    assert len(few.files("events", Form.ROWS)) == FEW // ROWS_IN_A_FILE + 2
    assert few.files("events", Form.ROWS) != right(few, "events", Form.ROWS)
    assert digest(counted(few, of_every_sort(), engine)) == judged


@pytest.mark.parametrize("in_each", [FEW, 400])
def test_answers_do_not_depend_on_the_order_of_rows_nor_on_how_they_were_sent(
    in_each: int, judged: str, engine: str, tmp_path: Path
) -> None:
    rows = records(FEW)
    mixed = rows.take(np.random.Generator(np.random.Philox(1)).permutation(FEW))
    assert mixed != rows
    store = hold(store_of(tmp_path / "store"), mixed, in_each)
    assert digest(counted(store, of_every_sort(), engine)) == judged


@pytest.mark.parametrize("cube", [True, False])
def test_answers_do_not_depend_on_whether_the_finest_cells_are_counted_first(
    cube: bool, few: Store, judged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DuckDBEngine, "_cube", lambda self, scan: cube)
    assert digest(counted(few, of_every_sort())) == judged


class WithoutDisk(DuckDBEngine):
    """An engine that may put nothing on disk."""

    def __enter__(self) -> Self:
        super().__enter__()
        self.db.execute("SET max_temp_directory_size = '0KB'")
        return self


@pytest.fixture
def little_memory() -> Iterator[dict[str, str | int]]:
    yield {"threads": 2, "memory": "80MB"}


def test_answers_do_not_depend_on_what_had_to_be_put_on_disk(
    many: Store, little_memory: dict[str, str | int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In so little memory it cannot be done without the disk, and with it the answer is the same."""
    with_engine(monkeypatch, partial(DuckDBEngine, threads=2))
    roomy = digest(counted(many, sorts_most()))
    with_engine(monkeypatch, partial(WithoutDisk, **little_memory))  # type: ignore[arg-type]
    with pytest.raises(NotMeasurable, match="room"):
        counted(many, sorts_most())
    with_engine(monkeypatch, partial(DuckDBEngine, **little_memory))  # type: ignore[arg-type]
    assert digest(counted(many, sorts_most())) == roomy


class InSlices(DuckDBEngine):
    """Holds so little of people at once that they are counted in slices; says how many it took."""

    taken: ClassVar[set[int]] = set()

    def _slices(self, text: Text, slots: list[Slot]) -> list[Text]:
        self.memory = "1MB"
        slices = super()._slices(text, slots)
        self.taken.add(len(slices))
        return slices


def test_people_counted_in_slices_are_the_same_people(few: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = digest(counted(few, of_every_sort()))
    monkeypatch.setattr(duckdb_engine, "BYTES_OF_A_PERSON", 3_000)
    with_engine(monkeypatch, InSlices)
    assert digest(counted(few, of_every_sort())) == whole
    assert max(InSlices.taken) > 1 and min(InSlices.taken) == 1


COUNT = """
import sys
from pathlib import Path
from hearth.engine.run import count
from hearth.store.store import open_store
sys.path.insert(0, sys.argv[1])
from engine.test_determinism import digest, of_every_sort
print(digest(count(of_every_sort(), open_store(Path(sys.argv[2])), engine=sys.argv[3])))
"""


def test_another_process_gives_the_same_and_says_nothing_else(few: Store, judged: str, engine: str) -> None:
    """DuckDB speaks on stderr at exit where a connection was left open."""
    tests = str(Path(__file__).parent.parent)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", COUNT, tests, str(few.root), engine],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == (f"{judged}\n", "", 0)


@pytest.mark.parametrize("fails", [False, True])
def test_nothing_is_left_on_disk(
    fails: bool, few: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def stop(what: str, done: int, steps: int) -> None:
        assert list(tmp_path.iterdir())
        if fails and done == 1:
            raise KeyboardInterrupt

    if fails:
        with pytest.raises(KeyboardInterrupt):
            run.count(of_every_sort(), few, progress=stop)
    else:
        run.count(sorts_most(), few)
    assert list(tmp_path.iterdir()) == []
