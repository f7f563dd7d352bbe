"""Means from exact sums, with Student's t intervals."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from hearth.kernel.errors import StatisticsError
from hearth.stats import Method, mean, mean_arrays, variance
from stats.bits import same_alone_and_in_rows

SCORES = st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=30)


def sums(scores: list[int]) -> tuple[int, int, int]:
    return len(scores), sum(scores), sum(score * score for score in scores)


def test_variance_of_large_scores_keeps_its_digits() -> None:
    scores = [10**9, 10**9 + 1, 10**9 + 2]
    n, total, squares = sums(scores)
    assert variance(n, total, squares) == 1.0
    assert (float(squares) * n - float(total) * float(total)) / (n * (n - 1)) == 0.0  # what floats would say


def test_sums_beyond_sixty_four_bits() -> None:
    scores = [10**18, 10**18 + 3]
    assert variance(*sums(scores)) == 4.5
    assert mean(*sums(scores)).value == 10**18 + 1.5


@given(SCORES, st.integers(0, 6))
def test_variance_is_the_exact_one_rounded_once(scores: list[int], places: int) -> None:
    values = [Fraction(score, 10**places) for score in scores]
    middle = sum(values) / len(values)
    exact = sum((value - middle) * (value - middle) for value in values) / (len(values) - 1)
    assert variance(*sums(scores), places=places) == float(exact)
    assert mean(*sums(scores), places=places).value == float(middle)


@given(SCORES, st.floats(0.5, 0.9999))
def test_agrees_with_scipy(scores: list[int], confidence: float) -> None:
    found = mean(*sums(scores), confidence)
    error = math.sqrt(variance(*sums(scores)) / len(scores))
    t = scipy.stats.t.ppf(1 - (1 - confidence) / 2, len(scores) - 1)
    assert found.lower == pytest.approx(found.value - t * error, rel=1e-9, abs=1e-9 * t * error)
    assert found.upper == pytest.approx(found.value + t * error, rel=1e-9, abs=1e-9 * t * error)
    assert found.lower <= found.value <= found.upper


def test_a_known_mean() -> None:
    """Eight scores of 1 to 8: mean 4.5, s = sqrt(6), t on 7 degrees of freedom 2.364624."""
    found = mean(*sums(list(range(1, 9))))
    assert (found.value, found.confidence, found.method) == (4.5, 0.95, Method.STUDENT_T)
    assert found.upper - 4.5 == pytest.approx(2.3646242510 * math.sqrt(6) / math.sqrt(8), rel=1e-9)


@given(SCORES, st.floats(0.5, 0.99), st.floats(0.001, 0.009))
def test_more_confidence_is_wider(scores: list[int], confidence: float, more: float) -> None:
    narrow, wide = mean(*sums(scores), confidence), mean(*sums(scores), confidence + more)
    if variance(*sums(scores)) > 0:
        assert wide.upper - wide.lower > narrow.upper - narrow.lower
    else:
        assert wide.lower == narrow.lower == narrow.upper == wide.upper


@given(st.integers(-(10**12), 10**12), st.integers(2, 500))
def test_equal_scores_have_no_width(score: int, n: int) -> None:
    found = mean(n, score * n, score * score * n)
    assert found.lower == found.value == found.upper == score


def test_one_score_has_a_mean_and_no_limits() -> None:
    found = mean(1, 473, 473 * 473, places=1)
    assert found.value == 47.3
    assert math.isnan(found.lower)
    assert math.isnan(found.upper)
    assert not found.complete
    assert math.isnan(variance(1, 473, 473 * 473))


@given(SCORES)
def test_decimal_places_only_change_the_unit(scores: list[int]) -> None:
    whole, scaled = mean(*sums(scores)), mean(*sums([score * 100 for score in scores]), places=2)
    assert (scaled.value, scaled.lower, scaled.upper) == (whole.value, whole.lower, whole.upper)


@given(st.lists(st.lists(st.integers(-1000, 1000), min_size=1, max_size=9), min_size=1, max_size=20))
def test_one_mean_is_the_same_as_in_a_row(groups: list[list[int]]) -> None:
    same_alone_and_in_rows(mean, mean_arrays, [sums(group) for group in groups], 0.95, places=1)


def test_columns_of_an_engine_do_not_overflow() -> None:
    n, total, squares = (
        np.array(column, dtype=np.int64) for column in zip(sums([2**31, 2**31 - 1]), strict=True)
    )
    assert mean_arrays(n, total, squares).value.tolist() == [2**31 - 0.5]
    assert mean_arrays(n, total, squares).upper[0] > 2**31


@pytest.mark.parametrize(
    ("n", "total", "squares", "message"),
    [
        (0, 0, 0, "n is 0, and a mean of nobody has no answer"),
        (-1, 0, 0, "n is -1"),
        (2, 10, 49, "no 2 numbers have a sum of 10 and a sum of squares of 49"),
        (1, 10, 101, "no 1 numbers have a sum of 10"),
        (2, 10.0, 50, "total is not made of whole numbers"),
        (2, 10, float("nan"), "squares is not made of whole numbers"),
        (2, None, 50, "total is not made of whole numbers"),
        (1, 10**400, 10**800, "too large for a mean"),
    ],
)
def test_what_has_no_answer_is_refused(n: int, total: int, squares: int, message: str) -> None:
    with pytest.raises(StatisticsError, match=message):
        mean(n, total, squares)


def test_the_refusal_names_the_position() -> None:
    with pytest.raises(StatisticsError, match=r"n is 0, .* at position 1 \(counting from 0\)"):
        mean_arrays([2, 0], [3, 0], [5, 0])
    with pytest.raises(StatisticsError, match="not of one length: n has 2, total has 1, squares has 2"):
        mean_arrays([2, 2], [3], [5, 5])
    with pytest.raises(StatisticsError, match="cannot have -1 decimal places"):
        mean(2, 3, 5, places=-1)
