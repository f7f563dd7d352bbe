"""Counts and rates of events: exact Poisson and Byar's intervals."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.rates import confint_poisson

from hearth.kernel.errors import StatisticsError
from hearth.stats import (
    EXACT_BELOW,
    Interval,
    Method,
    byar,
    byar_arrays,
    exact_poisson,
    exact_poisson_arrays,
    rate,
    rate_arrays,
    rate_method,
)
from stats.bits import same_alone_and_in_rows

CONFIDENCES = st.floats(min_value=0.5, max_value=0.9999)
EVENTS = st.integers(0, 10**9) | st.integers(0, 30) | st.floats(0, 100)


def rounded(found: Interval, places: int) -> tuple[float, float, float]:
    return round(found.value, places), round(found.lower, places), round(found.upper, places)


@pytest.mark.parametrize(
    ("x", "n", "per", "expected"),
    [
        (0, 62_227, 10_000, (0.0, 0.0, 0.593)),
        (409, 62_227, 10_000, (65.727, 59.511, 72.416)),  # Stockport, children looked after 2021
        (636, 49_693, 10_000, (127.986, 118.231, 138.331)),  # Stockport, injuries 0 to 14, 2010/11
        (250, 220, 100_000, (113636.364, 99984.947, 128631.145)),  # more events than people
    ],
)
def test_known_rates(x: int, n: int, per: int, expected: tuple[float, float, float]) -> None:
    assert rounded(rate(x, n, per=per), 3) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (byar(10), (10, 4.787, 18.391)),
        (exact_poisson(10), (10, 4.795, 18.390)),
        (byar(65), (65, 50.163, 82.849)),
        (byar(65, 0.998), (65, 42.880, 94.000)),
        (exact_poisson(0), (0, 0.0, 3.689)),
        (exact_poisson(1, 0.998), (1, 0.001, 9.233)),
    ],
)
def test_known_counts(found: Interval, expected: tuple[float, float, float]) -> None:
    assert rounded(found, 3) == expected


@pytest.mark.parametrize(
    ("x", "method"),
    [
        (0, Method.EXACT_POISSON),
        (9, Method.EXACT_POISSON),
        (9.999, Method.EXACT_POISSON),
        (10, Method.BYAR),
        (11, Method.BYAR),
    ],
)
def test_a_rate_is_exact_below_ten_and_byar_from_ten(x: float, method: Method) -> None:
    alone = {Method.EXACT_POISSON: exact_poisson, Method.BYAR: byar}[method](x)
    found = rate(x, 1, per=1)
    assert (found.method, rate_method(x)) == (method, method)
    assert (found.lower, found.upper) == (alone.lower, alone.upper)
    assert exact_poisson(EXACT_BELOW).lower != byar(EXACT_BELOW).lower


@given(CONFIDENCES)
def test_nothing_happened(confidence: float) -> None:
    """The lower limit of 0 events is exactly 0; the upper one is -log of the tail."""
    found = exact_poisson(0, confidence)
    assert (found.value, found.lower) == (0, 0)
    assert found.upper == pytest.approx(-math.log((1 - confidence) / 2), rel=1e-12)
    assert rate(0, 500, confidence, per=1000).lower == 0


@pytest.mark.parametrize(("x", "confidence"), [(0, 0.95), (0.2, 0.95), (1, 0.998)])
def test_byar_gives_no_lower_limit_that_falls_below_nothing(x: float, confidence: float) -> None:
    found = byar(x, confidence)
    assert math.isnan(found.lower)
    assert not found.complete
    assert found.upper > x


@given(EVENTS, CONFIDENCES)
def test_exact_limits_are_ordered(x: float, confidence: float) -> None:
    found = exact_poisson(x, confidence)
    assert 0 <= found.lower <= found.value < found.upper
    assert found.complete


@given(EVENTS, st.integers(1, 10**9), CONFIDENCES)
def test_rate_limits_are_ordered(x: float, n: int, confidence: float) -> None:
    found = rate(x, n, confidence, per=10_000)
    assert 0 <= found.lower <= found.value < found.upper
    assert found.value == x / n * 10_000


@given(EVENTS, st.floats(0.5, 0.99), st.floats(0.001, 0.009))
def test_more_confidence_is_wider(x: float, confidence: float, more: float) -> None:
    narrow, wide = rate(x, 1, confidence, per=1), rate(x, 1, confidence + more, per=1)
    assert wide.lower < narrow.lower or wide.lower == narrow.lower == 0
    assert wide.upper > narrow.upper


@given(st.integers(1, 10**6), CONFIDENCES)
def test_exact_agrees_with_statsmodels(x: int, confidence: float) -> None:
    found = exact_poisson(x, confidence)
    expected = confint_poisson(x, 1, method="exact-c", alpha=1 - confidence)
    assert (found.lower, found.upper) == pytest.approx(expected, rel=1e-9)


@given(st.integers(10, 10**9), CONFIDENCES)
def test_byar_is_plain_arithmetic_to_the_last_bit(x: int, confidence: float) -> None:
    """Python's own floats, with cubes as products: `**` would differ in about one cube of fifteen."""
    z = -NormalDist().inv_cdf((1 - confidence) / 2)
    below = 1 - 1 / (9 * x) - z / (3 * math.sqrt(x))
    above = 1 - 1 / (9 * (x + 1)) + z / (3 * math.sqrt(x + 1))
    found = byar(x, confidence)
    assert (found.lower, found.upper) == (x * (below * below * below), (x + 1) * (above * above * above))


@given(st.lists(st.tuples(EVENTS, st.integers(1, 10**6)), min_size=1, max_size=40), CONFIDENCES)
def test_one_rate_is_the_same_as_in_a_row(rows: list[tuple[float, int]], confidence: float) -> None:
    same_alone_and_in_rows(rate, rate_arrays, rows, confidence, per=10_000)


@given(st.lists(st.tuples(EVENTS), min_size=1, max_size=40), CONFIDENCES)
def test_one_count_is_the_same_as_in_a_row(rows: list[tuple[float]], confidence: float) -> None:
    same_alone_and_in_rows(byar, byar_arrays, rows, confidence)
    same_alone_and_in_rows(exact_poisson, exact_poisson_arrays, rows, confidence)


@pytest.mark.parametrize(
    ("x", "n", "message"),
    [
        (1, 0, "n is 0.0, and must be above 0"),
        (-1, 10, "x is -1.0, and a count cannot be below 0"),
        (float("inf"), 10, "x is inf"),
        (5, float("nan"), "n is nan"),
        (5, 1e-320, "too small for a rate"),
    ],
)
def test_what_has_no_answer_is_refused(x: float, n: float, message: str) -> None:
    with pytest.raises(StatisticsError, match=message):
        rate(x, n, per=100_000)


@pytest.mark.parametrize("work", [exact_poisson_arrays, byar_arrays])
def test_the_refusal_names_the_position(work: type) -> None:
    with pytest.raises(StatisticsError, match=r"x is -2.0 at position 1 \(counting from 0\)"):
        work([3, -2])
    with pytest.raises(StatisticsError, match=r"x is nan at position 2 "):
        work([3, 12, math.nan])


def test_a_rate_names_the_position() -> None:
    with pytest.raises(StatisticsError, match=r"n is 0.0 at position 2 "):
        rate_arrays([1, 2, 3], [10, 10, 0], per=1000)
