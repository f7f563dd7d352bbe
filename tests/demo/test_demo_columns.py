"""The means of drawing: columns that hold exactly what was drawn, months that add, and draws that stay in bounds."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.demo.calendar import add_months, day_number
from hearth.demo.columns import days, decimals, references, rows, words
from hearth.demo.streams import Block, Draws

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(st.lists(st.decimals(-999, 999, places=2), min_size=1))
def test_decimals_are_exact(values: list[Decimal]) -> None:
    column = decimals(np.array([float(value) for value in values]), 2)
    assert column.type == pa.decimal128(18, 2)
    assert column.to_pylist() == values


def test_decimals_may_be_missing() -> None:
    assert decimals(np.array([1.5, 2.5]), 2, np.array([False, True])).to_pylist() == [Decimal("1.50"), None]


@given(st.lists(DAYS, min_size=1), st.integers(0, 40))
def test_months_add_as_on_a_calendar(start: list[date], months: int) -> None:
    added = add_months(np.array([day_number(day) for day in start]), months)
    for day, found in zip(start, added.tolist(), strict=True):
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = monthrange(year, month + 1)[1]
        assert date(1970, 1, 1) + timedelta(days=found) == date(year, month + 1, min(day.day, last))


@given(st.lists(DAYS, min_size=1))
def test_days_come_back(start: list[date]) -> None:
    assert days(np.array([day_number(day) for day in start])).to_pylist() == start


def test_a_word_below_the_first_or_missing_is_empty() -> None:
    found = words(("a", "b"), np.array([0, 1, -1, 1]), np.array([False, False, False, True]))
    assert found.to_pylist() == ["a", "b", None, None]


@given(st.lists(st.integers(0, 99_999_999), min_size=2))
def test_references_sort_as_their_numbers(numbers: list[int]) -> None:
    found = references("child-", np.array(numbers)).to_pylist()
    assert [found[at] for at in np.argsort(numbers, kind="stable")] == sorted(found)


def test_rows_are_kept_in_the_order_of_the_schema() -> None:
    schema = pa.schema([("b", pa.int64()), ("a", pa.int64())])
    batch = rows(schema, {"a": pa.array([1, 2]), "b": pa.array([3, 4])}, np.array([False, True]))
    assert batch.to_pylist() == [{"b": 4, "a": 2}]
    with pytest.raises(KeyError, match="a"):
        rows(schema, {"b": pa.array([3, 4])}, np.array([True, True]))


def draws(seed: int, size: int = 2_000, what: str = "test") -> Draws:
    return Block(seed, "cohort", 0, 0, size).draws(what)


@given(st.integers(0, 2**32))
def test_draws_stay_in_bounds(seed: int) -> None:
    stream = draws(seed, 300)
    assert set(stream.whole(3, 5).tolist()) <= {3, 4, 5}
    assert set(stream.among((0.0, 1.0, 2.0, 0.0)).tolist()) <= {1, 2}
    assert not stream.happens(0.0).any()
    assert stream.happens(1.0).all()
    assert np.isfinite(stream.normal()).all()
    assert (stream.waiting(2.0) >= 0).all()


def test_draws_are_as_likely_as_asked() -> None:
    size, stream = 200_000, draws(1, 200_000)
    for share, expected in (
        (stream.happens(0.3).mean(), 0.3),
        ((stream.among((1, 2, 1)) == 1).mean(), 0.5),
        ((stream.whole(1, 4) == 4).mean(), 0.25),
        ((stream.normal() < 1.0).mean(), 0.8413),
        ((stream.waiting(5.0) < 5.0).mean(), 0.6321),
    ):
        assert share == pytest.approx(expected, abs=5 * (0.25 / size) ** 0.5)


@pytest.mark.parametrize(
    "other",
    [
        Block(2, "cohort", 0, 0, 2_000).draws("test"),
        Block(1, "another", 0, 0, 2_000).draws("test"),
        Block(1, "cohort", 1, 0, 2_000).draws("test"),
        Block(1, "cohort", 0, 0, 2_000).draws("another"),
    ],
    ids=["seed", "cohort", "block", "purpose"],
)
def test_streams_have_nothing_to_do_with_each_other(other: Draws) -> None:
    one, two = draws(1).uniform(), other.uniform()
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.1
    assert (draws(1).uniform() == one).all()
