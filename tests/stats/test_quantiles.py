"""Places put into quantiles by rank."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.kernel.errors import StatisticsError
from hearth.stats import phe_quantiles

VALUES = st.lists(st.integers(-1000, 1000), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("values", "k", "highest_first", "expected"),
    [
        # eight areas in quarters
        ([10, 20, 30, 40, 50, 60, 70, 80], 4, True, [4, 4, 3, 3, 2, 2, 1, 1]),
        ([10, 20, 30, 40, 50, 60, 70, 80], 4, False, [1, 1, 2, 2, 3, 3, 4, 4]),
        # five areas in halves: the odd one joins the half it ranks into
        ([1, 2, 3, 4, 5], 2, True, [2, 2, 1, 1, 1]),
        # equal values share the quantile of the first of them
        ([7, 7, 7, 1], 4, True, [1, 1, 1, 4]),
        ([7, 7, 7, 7], 4, True, [1, 1, 1, 1]),
        # a missing value has no quantile and is not counted
        ([4, None, 2, 1, 3], 4, True, [1, None, 3, 4, 2]),
        # fewer values than quantiles: none
        ([4, None, 2, 1], 4, True, [None, None, None, None]),
        ([], 4, True, []),
    ],
)
def test_known_quantiles(
    values: list[float | None], k: int, highest_first: bool, expected: list[int | None]
) -> None:
    assert phe_quantiles(values, k, highest_first=highest_first) == expected


def published_rule(values: list[int], k: int) -> list[int]:
    """The published formula in floats, with its own mending of quantile 0."""
    n = len(values)
    ranks = [1 + sum(other > value for other in values) for value in values]
    return [max(1, math.floor(k + 1 - math.ceil((n + 1 - rank) / (n / k)))) for rank in ranks]


@given(VALUES, st.integers(2, 10))
def test_integers_follow_the_published_rule(values: list[int], k: int) -> None:
    if len(values) >= k:
        assert phe_quantiles(values, k) == published_rule(values, k)


def test_where_floats_slip_by_one() -> None:
    """The one kind of place where we differ on purpose: 17 of 34 in fourteenths is exactly 7 of them."""
    values = list(range(34, 0, -1))
    assert published_rule(values, 14)[17] == 7
    assert phe_quantiles(values, 14)[17] == 8


@pytest.mark.parametrize("k", [2, 3, 4, 5, 7, 10])
def test_the_quantiles_in_use_never_slip(k: int) -> None:
    for n in range(k, 330):
        values = list(range(n))
        ours = phe_quantiles(values, k)
        ranked = [math.floor(k + 1 - math.ceil((n + 1 - rank) / (n / k))) for rank in range(n, 0, -1)]
        assert ours == [max(1, q) for q in ranked], n


@given(VALUES, st.integers(2, 10))
def test_every_quantile_is_in_range_and_follows_the_values(values: list[int], k: int) -> None:
    found = phe_quantiles(values, k)
    if len(values) < k:
        assert found == [None] * len(values)
        return
    assert all(q is not None and 1 <= q <= k for q in found)
    by_value = [q for _, q in sorted(zip(values, found, strict=True), key=lambda pair: -pair[0])]
    assert by_value == sorted(by_value)  # type: ignore[type-var]


@given(st.integers(2, 10), st.integers(1, 20))
def test_equal_shares_where_they_divide(k: int, each: int) -> None:
    found = phe_quantiles(list(range(k * each)), k)
    assert [found.count(q) for q in range(1, k + 1)] == [each] * k


@given(VALUES, st.integers(2, 10))
def test_lowest_first_is_highest_first_of_the_negatives(values: list[int], k: int) -> None:
    turned = phe_quantiles([-value for value in values], k, highest_first=True)
    assert phe_quantiles(values, k, highest_first=False) == turned


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_cannot_be_ranked_is_refused(value: float) -> None:
    with pytest.raises(StatisticsError, match=r"at position 1 \(counting from 0\)"):
        phe_quantiles([1, value, 2, 3], 2)


@pytest.mark.parametrize("k", [1, 0, -4])
def test_fewer_than_two_quantiles_are_refused(k: int) -> None:
    with pytest.raises(StatisticsError, match="give 2 or more"):
        phe_quantiles([1, 2, 3], k)
