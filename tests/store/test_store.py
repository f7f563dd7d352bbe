"""The store: a folder of its own, one unchanging file for each return, and the same file for the same rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from drawn import EVENTS, POPULATIONS, TREE, table
from hearth.kernel.errors import BadStore
from hearth.kernel.periods import period
from hearth.store import store as store_module
from hearth.store.ledger import Form, Return
from hearth.store.shapes import AGGREGATES, record_schema
from hearth.store.store import About, Store, create, open_store

SCHEMA = record_schema(EVENTS)
Q1, Q2 = period("2023-24-Q1"), period("2023-24-Q2")

TWO = """
person | day        | area | before | flag
Amina  | 2023-04-01 | A1   | 3.50   | yes
Bea    | 2023-05-01 | -    | -      | -
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create(tmp_path / "store", About("Drawnborough", home="LA", notice="Drawn in a test."))


def batch(text: str = TWO) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(table(EVENTS, text), schema=SCHEMA)


def send(
    store: Store, *batches: pa.RecordBatch, sender: str = "Clinic", about=Q1, form: Form = Form.ROWS
) -> Return:
    return store.accept(batches, SCHEMA, dataset="events", form=form, period=about, sender=sender)


# The folder


def test_a_store_opens_as_it_was_made(store: Store) -> None:
    assert open_store(store.root) == store
    assert store.returns() == ()


@pytest.mark.parametrize("held", ["a file", "a folder", "it is a file itself", "another store"])
def test_a_store_is_made_only_where_there_is_nothing(held: str, tmp_path: Path) -> None:
    root = tmp_path / "store"
    if held == "it is a file itself":
        root.write_text("mine", encoding="utf-8")
    elif held == "another store":
        create(root, About("Another"))
    else:
        (root / "inside").mkdir(parents=True) if held == "a folder" else None
        root.mkdir(exist_ok=True)
        (root / "mine.txt").write_text("mine", encoding="utf-8")
    before = {each: each.read_bytes() for each in [root, *root.rglob("*")] if each.is_file()}
    with pytest.raises(BadStore, match="already holds something"):
        create(root, About("New"))
    assert {each: each.read_bytes() for each in [root, *root.rglob("*")] if each.is_file()} == before


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    assert create(tmp_path / "store", About("New")).returns() == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "There is no store at"),
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"name": "x"}', "cannot be read"),
        (json.dumps({"title": "x", "format": 2}), "has format 2; this version reads format 1"),
    ],
)
def test_what_is_no_store_is_refused_with_a_remedy(text: str | None, says: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "store.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadStore, match=says) as refused:
        open_store(tmp_path)
    assert refused.value.remedy


def test_places_and_populations_are_kept_and_a_store_may_be_without_populations(store: Store) -> None:
    store.set_places(TREE)
    assert store.places() == TREE
    assert store.populations().rows == ()
    store.set_places(TREE, POPULATIONS)
    assert store.populations(TREE) == POPULATIONS


# Returns


def test_a_return_is_one_file_named_by_its_content_and_entered_in_the_ledger(store: Store) -> None:
    accepted = send(store, batch())
    file = store.root / accepted.file
    assert accepted.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert accepted.sha256[:16] in file.name and Q1.id in file.name
    assert (accepted.records, accepted.key) == (2, ("events", "rows", "Clinic", Q1.id))
    assert store.returns() == (accepted,)
    assert store.files("events", Form.ROWS) == (file,)
    assert not [each for each in store.root.rglob("*") if "draft" in each.name]


def test_rows_are_kept_as_they_were_in_the_types_of_their_fields(store: Store) -> None:
    held = pq.ParquetFile(store.root / send(store, batch()).file).read()
    assert held.schema.equals(SCHEMA)
    assert held.to_pylist() == table(EVENTS, TWO)


def test_the_same_rows_give_the_same_file(store: Store, tmp_path: Path) -> None:
    other = create(tmp_path / "other", About("Another place altogether"))
    one, two = send(store, batch()), send(other, batch(), sender="Somebody else")
    assert (one.sha256, one.file) == (two.sha256, two.file)


@pytest.mark.parametrize("sizes", [(1, 1, 1, 1, 1, 1, 1), (7,), (3, 4), (4, 3), (0, 7, 0), (2, 5)])
def test_the_same_rows_give_the_same_file_in_whatever_batches_they_come(
    sizes: tuple[int, ...], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "ROWS_TOGETHER", 3)
    rows = pa.Table.from_batches([batch()] * 3 + [batch().slice(1)])
    assert sum(sizes) == rows.num_rows
    whole = send(store, *rows.combine_chunks().to_batches())
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    batches = [
        pa.RecordBatch.from_pylist(rows.slice(start, size).to_pylist(), schema=SCHEMA)
        for start, size in zip(starts, sizes, strict=True)
    ]
    again = send(store, *batches, sender="School")
    assert (again.sha256, again.records) == (whole.sha256, 7)
    held = pq.ParquetFile(store.root / again.file)
    assert [held.metadata.row_group(n).num_rows for n in range(held.num_row_groups)] == [3, 3, 1]


def test_other_rows_give_another_file(store: Store) -> None:
    assert send(store, batch()).sha256 != send(store, batch(TWO.replace("3.50", "3.51"))).sha256


def test_a_file_says_nothing_of_where_or_when_it_was_written(store: Store) -> None:
    content = (store.root / send(store, batch()).file).read_bytes()
    assert str(store.root).encode() not in content
    assert b"Clinic" not in content


def test_the_day_a_return_came_is_in_the_ledger_and_not_in_its_file(store: Store) -> None:
    unsaid = send(store, batch())
    said = store.accept(
        [batch()],
        SCHEMA,
        dataset="events",
        form=Form.ROWS,
        period=Q2,
        sender="Clinic",
        received=date(2023, 10, 20),
    )
    assert {each.period.id: each.received for each in open_store(store.root).returns()} == {
        Q1.id: None,
        Q2.id: date(2023, 10, 20),
    }
    assert said.sha256 == unsaid.sha256


def test_a_return_of_nothing_is_a_return(store: Store) -> None:
    accepted = send(store)
    assert accepted.records == 0
    assert pq.ParquetFile(store.root / accepted.file).read().schema.equals(SCHEMA)


def test_a_return_sent_again_replaces_the_first_whose_file_stays(store: Store) -> None:
    first, second = send(store, batch()), send(store, batch().slice(1))
    assert store.returns() == (second,)
    assert store.files("events", Form.ROWS) == (store.root / second.file,)
    assert (store.root / first.file).is_file()


def test_returns_of_others_and_for_other_periods_stand_beside_it(store: Store) -> None:
    sent = [send(store, batch()), send(store, batch(), sender="School"), send(store, batch(), about=Q2)]
    assert set(store.returns()) == set(sent)


def test_aggregate_rows_are_kept_apart_from_records(store: Store) -> None:
    row = pa.RecordBatch.from_pylist(
        [
            {
                "figure": "share",
                "place": "LA",
                "breakdown": "",
                "group": "",
                "numerator_low": 1,
                "numerator_high": 4,
            }
        ],
        schema=AGGREGATES,
    )
    added = store.accept(
        [row], AGGREGATES, dataset="events", form=Form.AGGREGATES, period=Q1, sender="Clinic"
    )
    records = send(store, batch())
    assert store.files("events", Form.AGGREGATES) == (store.root / added.file,)
    assert store.files("events", Form.ROWS) == (store.root / records.file,)


def test_a_return_that_breaks_off_is_not_accepted(store: Store) -> None:
    first = send(store, batch())

    def broken() -> Iterator[pa.RecordBatch]:
        yield batch()
        raise OSError("the line went dead")

    with pytest.raises(OSError, match="went dead"):
        store.accept(broken(), SCHEMA, dataset="events", form=Form.ROWS, period=Q1, sender="Clinic")
    assert store.returns() == (first,)
    assert send(store, batch(), sender="School") in store.returns()


def test_rows_of_another_shape_are_not_accepted(store: Store) -> None:
    with pytest.raises((ValueError, pa.ArrowInvalid)):
        store.accept(
            [batch()], AGGREGATES, dataset="events", form=Form.AGGREGATES, period=Q1, sender="Clinic"
        )
    assert store.returns() == ()
