"""The trail leads from every figure to the returns behind it, those it looks back to included."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from drawn import hold, table
from hearth.engine.run import count
from hearth.engine.trail import Because, TrailRow, trail_of
from hearth.kernel.periods import period
from hearth.release.trail import TRAIL_COLUMNS, trail_path, write_trail
from hearth.store.store import About, Store, create
from release.released import TREE, scorecard

HEADING = """
plan_id | person | asked_on   | opened_on  | closed_on  | reviewed_on | home | gender | ended_early
"""

PLANS = {
    "2023-24-Q4": "1 | ana | 2024-01-01 | 2024-01-03 | - | 2024-01-20 | D1 | girl | no",
    "2024-25-Q1": "2 | ben | 2024-04-01 | 2024-04-09 | 2024-06-20 | - | D1 | boy | yes",
    "2024-25-Q4": "3 | ana | 2025-01-01 | 2025-01-09 | 2025-01-20 | - | D1 | girl | yes",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three quarters of plans, a year from the first to the last."""
    made = create(tmp_path_factory.mktemp("trail") / "store", About("Eastmere", home="EM"))
    made.set_places(TREE)
    plans = scorecard().dataset("plans")
    for id, row in PLANS.items():
        hold(made, plans, table(plans, f"{HEADING}{row}\n"), period(id))
    return made


@pytest.fixture(scope="module")
def rows(store: Store) -> tuple[TrailRow, ...]:
    return trail_of(count(scorecard(), store), store)


def behind(rows: tuple[TrailRow, ...], figure: str, period: str) -> dict[str, Because]:
    return {
        each.return_period: each.because for each in rows if (each.figure, each.period) == (figure, period)
    }


def test_what_is_counted_in_a_period_rests_on_its_own_return(rows: tuple[TrailRow, ...]):
    assert behind(rows, "given_up.rate", "2024-25-Q1") == {"2024-25-Q1": Because.PERIOD}


def test_what_is_open_on_a_day_rests_on_earlier_returns_and_on_those_dated_when_it_closed(
    rows: tuple[TrailRow, ...],
):
    """Plans belong to the return of the quarter in which they closed: a plan open now may be in a later one."""
    assert behind(rows, "plans_open", "2024-25-Q1") == {
        "2023-24-Q4": Because.LOOKS_BACK,
        "2024-25-Q1": Because.PERIOD,
        "2024-25-Q4": Because.LOOKS_AROUND,
    }


def test_what_is_counted_by_another_date_rests_on_every_return(rows: tuple[TrailRow, ...]):
    assert behind(rows, "waited", "2024-25-Q1") == {
        "2023-24-Q4": Because.LOOKS_AROUND,
        "2024-25-Q1": Because.PERIOD,
        "2024-25-Q4": Because.LOOKS_AROUND,
    }


def test_what_looks_at_a_persons_earlier_records_rests_on_them(rows: tuple[TrailRow, ...]):
    assert behind(rows, "returned", "2024-25-Q4") == {
        "2023-24-Q4": Because.LOOKS_BACK,
        "2024-25-Q1": Because.LOOKS_BACK,
        "2024-25-Q4": Because.PERIOD,
    }


def test_a_change_rests_on_the_year_before_too(rows: tuple[TrailRow, ...]):
    assert behind(rows, "given_up", "2024-25-Q4") == {
        "2023-24-Q4": Because.YEAR_BEFORE,
        "2024-25-Q4": Because.PERIOD,
    }


def test_it_is_in_one_order_and_says_nothing_twice(rows: tuple[TrailRow, ...]):
    keys = [
        (each.figure, each.period, each.dataset, each.form, each.return_period, each.because) for each in rows
    ]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)


def test_every_row_is_a_return_as_the_ledger_has_it(store: Store, rows: tuple[TrailRow, ...]):
    ledger = {(each.file, each.sha256, each.records, each.sender) for each in store.returns()}
    assert {(each.file, each.sha256, each.rows, each.sender) for each in rows} == ledger


def test_it_is_kept_beside_the_release_under_its_name(tmp_path: Path):
    out = tmp_path / "release-2025.1"
    assert trail_path(out) == tmp_path / "release-2025.1.trail.csv"
    row = ("a", "2024-25", "plans", "rows", "2024-25-Q1", 'Sender, "one"', "f.parquet", "00", 12, "period")
    for rows in ([row, row], [row]):  # the second time in the place of the first
        write_trail(out, rows)
    with trail_path(out).open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [list(TRAIL_COLUMNS), [str(each) for each in row]]
    assert [each.name for each in tmp_path.iterdir()] == ["release-2025.1.trail.csv"]
