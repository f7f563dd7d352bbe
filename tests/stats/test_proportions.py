"""Wilson score intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from hearth.kernel.errors import StatisticsError
from hearth.stats import Method, wilson, wilson_arrays
from stats.bits import bits, same_alone_and_in_rows

CONFIDENCES = st.floats(min_value=0.5, max_value=0.9999)


@st.composite
def parts(draw: st.DrawFn, most: int = 10**9) -> tuple[int, int]:
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize(
    ("x", "n", "confidence", "lower", "upper"),
    [
        (0, 10, 0.95, 0.0, 0.27753),
        (0, 1, 0.95, 0.0, 0.79345),
        (1, 1, 0.95, 0.20655, 1.0),
        (10, 10, 0.95, 0.72247, 1.0),
        (5, 100, 0.95, 0.02154, 0.11175),
        (5, 100, 0.998, 0.01387, 0.16459),
        (2544, 3614, 0.95, 0.68884, 0.71859),  # Stockport, good level of development 2018/19
    ],
)
def test_known_intervals(x: int, n: int, confidence: float, lower: float, upper: float) -> None:
    found = wilson(x, n, confidence)
    assert (found.value, found.confidence, found.method) == (x / n, confidence, Method.WILSON)
    assert (round(found.lower, 5), round(found.upper, 5)) == (lower, upper)


def test_good_level_of_development_rounds_to_the_published_percentage() -> None:
    assert round(wilson(2544, 3614, per=100).value, 1) == 70.4
    assert round(wilson(1930, 3565, per=100).value, 1) == 54.1


@given(n=st.integers(1, 10**12), confidence=CONFIDENCES, per=st.sampled_from([1, 100]))
def test_none_and_all_touch_the_ends_exactly(n: int, confidence: float, per: int) -> None:
    assert wilson(0, n, confidence, per=per).lower == 0
    assert wilson(n, n, confidence, per=per).upper == per
    assert 0 < wilson(0, n, confidence, per=per).upper < per
    assert 0 < wilson(n, n, confidence, per=per).lower < per


@given(parts(), CONFIDENCES)
def test_limits_are_ordered_and_inside(part: tuple[int, int], confidence: float) -> None:
    found = wilson(*part, confidence)
    assert 0 <= found.lower <= found.value <= found.upper <= 1
    assert found.lower < found.upper


def test_rounding_never_carries_a_limit_out() -> None:
    """Slivers of weighted people, where the plain formula passes 0, 1 or the value by a last bit."""
    n, power = (grid.ravel() for grid in np.meshgrid(np.arange(1, 501) * 0.37, np.arange(1, 19)))
    sliver = np.minimum(10.0**-power, n)
    for x in (sliver, n - sliver):
        for confidence in (0.5, 0.95, 0.998):
            value, lower, upper = wilson_arrays(x, n, confidence)
            assert ((lower >= 0) & (lower <= value) & (value <= upper) & (upper <= 1)).all()


@given(parts(), CONFIDENCES)
def test_the_complement_is_the_mirror_image(part: tuple[int, int], confidence: float) -> None:
    x, n = part
    yes, no = wilson(x, n, confidence), wilson(n - x, n, confidence)
    assert yes.lower == pytest.approx(1 - no.upper, abs=1e-12)
    assert yes.upper == pytest.approx(1 - no.lower, abs=1e-12)


@given(parts(most=10**6), st.floats(0.5, 0.99), st.floats(0.001, 0.009))
def test_more_confidence_is_wider(part: tuple[int, int], confidence: float, more: float) -> None:
    x, n = part
    narrow, wide = wilson(x, n, confidence), wilson(x, n, confidence + more)
    assert wide.lower < narrow.lower or x == wide.lower == 0
    assert wide.upper > narrow.upper or (x == n and wide.upper == 1)


@given(st.integers(1, 50), st.integers(2, 1000), st.integers(0, 50))
def test_more_people_of_the_same_share_are_narrower(x: int, times: int, others: int) -> None:
    few, many = wilson(x, x + others), wilson(x * times, (x + others) * times)
    assert many.upper - many.lower < few.upper - few.lower


@given(parts(), CONFIDENCES)
def test_agrees_with_statsmodels(part: tuple[int, int], confidence: float) -> None:
    found = wilson(*part, confidence)
    expected = proportion_confint(*part, alpha=1 - confidence, method="wilson")
    assert (found.lower, found.upper) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(st.lists(parts(), min_size=1, max_size=40), CONFIDENCES)
def test_one_figure_is_the_same_as_in_a_row(rows: list[tuple[int, int]], confidence: float) -> None:
    same_alone_and_in_rows(wilson, wilson_arrays, rows, confidence)


def test_every_other_figure_of_a_column_is_the_same_as_in_a_row() -> None:
    """A strided column takes another loop inside numpy; the last bit must not notice."""
    x = np.arange(0, 1002)
    together = wilson_arrays(x, 2003)
    apart = wilson_arrays(x[::2], 2003)
    for whole, half in zip(together, apart, strict=True):
        assert np.array_equal(bits(whole[::2]), bits(half))


def test_a_weighted_count_need_not_be_whole() -> None:
    found = wilson(0.445, 1)
    assert (found.lower, found.upper) == pytest.approx((0.04381744772058822, 0.9334621276979156), abs=1e-12)


@pytest.mark.parametrize(
    ("x", "n", "message"),
    [
        (1, 0, "n is 0.0, and must be above 0"),
        (0, 0, "n is 0.0"),
        (1, -5, "n is -5.0"),
        (-1, 10, "x is -1.0, and a count cannot be below 0"),
        (11, 10, "x is 11.0, and a part cannot be above its whole, n"),
        (float("nan"), 10, "x is nan, which is not a finite number"),
        (1, float("inf"), "n is inf, which is not a finite number"),
        (1, 2**54, "too large to be counted exactly"),
        (10**400, 10, "x is not made of numbers"),
        ("1", 10, "x is not made of numbers"),
        (True, 10, "x is not made of numbers"),
        (None, 10, "x is not made of numbers"),
        ([1, 2], 10, "one figure at a time"),
        ([], 10, "one figure at a time"),
    ],
)
def test_what_has_no_answer_is_refused(x: object, n: object, message: str) -> None:
    with pytest.raises(StatisticsError, match=message):
        wilson(x, n)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("x", "n", "message"),
    [
        ([1, 2, 3], [5, 0, 0], r"n is 0.0 at position 1 \(counting from 0\)"),
        ([1, 2, -3], [5, 5, 5], r"x is -3.0 at position 2 "),
        ([6, 2, 3], [5, 5, 5], r"x is 6.0 at position 0 "),
        ([1, float("nan")], [5, 5], r"x is nan at position 1 "),
        ([1, 2], [1, 2, 3], "not of one length: x has 2, n has 3"),
        ([[1, 2], [3, 4]], 5, "x has 2 dimensions"),
        ([[1, 2], [3]], 5, "x is not one row of numbers"),
        ([1, None], [5, 5], "x is not made of numbers"),
    ],
)
def test_the_refusal_names_the_position(x: list[object], n: object, message: str) -> None:
    with pytest.raises(StatisticsError, match=message):
        wilson_arrays(x, n)  # type: ignore[arg-type]


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(StatisticsError, match=r"such as 0\.95"):
        wilson(1, 10, confidence)


@pytest.mark.parametrize("per", [0, -100, float("nan"), float("inf")])
def test_per_is_above_nothing(per: float) -> None:
    with pytest.raises(StatisticsError, match="cannot be given per"):
        wilson(1, 10, per=per)


def test_no_rows_are_no_figures() -> None:
    assert [row.size for row in wilson_arrays([], [])] == [0, 0, 0]


def test_what_was_given_is_not_changed() -> None:
    x, n = np.array([1.0, 2.0]), np.array([4.0, 5.0])
    found = wilson_arrays(x, n)
    found.value[0] = 9
    assert (x.tolist(), n.tolist()) == ([1.0, 2.0], [4.0, 5.0])
