"""A return's file that was cut short, changed, taken away or swapped is named before anything is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drawn import EVENTS, counted, framework, hold, measure, store_of, table
from hearth.framework.measures import Count, Scope
from hearth.kernel.errors import BadStore
from hearth.kernel.periods import period
from hearth.store.store import Store

RECORDS = "id | person | day | area\n1 | ann | 2023-05-01 | A1"
NUMBER = framework(measure("number", Count("count", Scope("events"))))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = store_of(tmp_path / "store")
    hold(made, EVENTS, table(EVENTS, RECORDS), period("2023-24-Q1"))
    hold(made, EVENTS, [], period("2023-24-Q2"))
    return made


def cut_short(file: Path, other: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


def emptied(file: Path, other: Path) -> None:
    file.write_bytes(b"")


def taken_away(file: Path, other: Path) -> None:
    file.unlink()


def swapped(file: Path, other: Path) -> None:
    file.write_bytes(other.read_bytes())


@pytest.mark.parametrize("engine", ["duckdb", "memory"])
@pytest.mark.parametrize("harm", [cut_short, emptied, taken_away, swapped])
def test_a_damaged_return_is_named(store: Store, harm: Callable[[Path, Path], None], engine: str) -> None:
    first, second = (store.root / each.file for each in store.returns())
    harm(first, second)
    with pytest.raises(BadStore) as refusal:
        counted(store, NUMBER, engine)
    assert first.relative_to(store.root).as_posix() in refusal.value.message
    assert "2023-24-Q1" in refusal.value.message
    assert "backup" in refusal.value.remedy
