"""Newcombe's intervals for the difference between two proportions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from hearth.kernel.errors import StatisticsError
from hearth.stats import (
    Interval,
    Method,
    newcombe,
    newcombe_arrays,
    newcombe_paired,
    newcombe_paired_arrays,
    wilson,
)
from stats.bits import same_alone_and_in_rows

CONFIDENCES = st.floats(min_value=0.5, max_value=0.9999)


@st.composite
def two_groups(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n1, n2 = draw(st.integers(1, 10**6)), draw(st.integers(1, 10**6))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


ANSWERS = st.tuples(*[st.integers(0, 500)] * 4).filter(lambda cells: sum(cells) > 0)


def rounded(found: Interval) -> tuple[float, float, float]:
    return round(found.value, 4), round(found.lower, 4), round(found.upper, 4)


def test_a_known_difference() -> None:
    found = newcombe(56, 70, 48, 80)
    assert rounded(found) == (0.2, 0.0524, 0.3339)
    assert found.method == Method.NEWCOMBE
    assert newcombe(56, 70, 48, 80, per=100).upper == 100 * found.upper


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # Newcombe's own examples, then one whose association passes n / 2 and so uses the correction.
        ((36, 12, 2, 0), (0.2, 0.0569, 0.3404)),
        ((36, 14, 0, 0), (0.28, 0.1528, 0.4167)),
        ((54, 0, 0, 0), (0.0, -0.0664, 0.0664)),
        ((0, 54, 0, 0), (1.0, 0.9061, 1.0)),
        ((59, 6, 16, 80), (-0.0621, -0.1186, -0.0046)),
    ],
)
def test_known_paired_differences(cells: tuple[int, ...], expected: tuple[float, float, float]) -> None:
    found = newcombe_paired(*cells)
    assert rounded(found) == pytest.approx(expected, abs=1e-12)
    assert found.method == Method.NEWCOMBE_PAIRED


@given(two_groups(), CONFIDENCES)
def test_agrees_with_statsmodels(groups: tuple[int, int, int, int], confidence: float) -> None:
    found = newcombe(*groups, confidence)
    expected = confint_proportions_2indep(*groups, method="newcomb", compare="diff", alpha=1 - confidence)
    assert (found.lower, found.upper) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(two_groups(), CONFIDENCES)
def test_limits_are_ordered_and_inside(groups: tuple[int, int, int, int], confidence: float) -> None:
    found = newcombe(*groups, confidence)
    assert -1 <= found.lower <= found.value <= found.upper <= 1
    assert found.lower < found.upper


@given(two_groups())
def test_the_other_way_round_is_the_mirror_image(groups: tuple[int, int, int, int]) -> None:
    x1, n1, x2, n2 = groups
    there, back = newcombe(x1, n1, x2, n2), newcombe(x2, n2, x1, n1)
    assert (there.value, there.lower, there.upper) == (-back.value, -back.upper, -back.lower)


@given(two_groups(), st.floats(0.5, 0.99), st.floats(0.001, 0.009))
def test_more_confidence_is_wider(groups: tuple[int, int, int, int], confidence: float, more: float) -> None:
    narrow, wide = newcombe(*groups, confidence), newcombe(*groups, confidence + more)
    assert wide.lower < narrow.lower or narrow.lower == -1
    assert wide.upper > narrow.upper or narrow.upper == 1


@given(two_groups())
def test_wider_than_either_group_alone(groups: tuple[int, int, int, int]) -> None:
    """No difference is known better than the worse known of its two ends."""
    x1, n1, x2, n2 = groups
    found, first, second = newcombe(*groups), wilson(x1, n1), wilson(x2, n2)
    assert found.value - found.lower >= max(first.value - first.lower, second.upper - second.value) - 1e-12
    assert found.upper - found.value >= max(first.upper - first.value, second.value - second.lower) - 1e-12


@given(ANSWERS, CONFIDENCES)
def test_paired_limits_are_ordered_and_inside(cells: tuple[int, int, int, int], confidence: float) -> None:
    found = newcombe_paired(*cells, confidence)
    assert -1 <= found.lower <= found.value <= found.upper <= 1
    assert found.value == (cells[1] - cells[2]) / sum(cells)


@given(ANSWERS)
def test_paired_the_other_way_round_is_the_mirror_image(cells: tuple[int, int, int, int]) -> None:
    a, b, c, d = cells
    there, back = newcombe_paired(a, b, c, d), newcombe_paired(a, c, b, d)
    assert (there.lower, there.upper) == pytest.approx((-back.upper, -back.lower), abs=1e-12)


@given(ANSWERS)
def test_counting_the_no_answers_is_the_mirror_image(cells: tuple[int, int, int, int]) -> None:
    a, b, c, d = cells
    yes, no = newcombe_paired(a, b, c, d), newcombe_paired(d, c, b, a)
    assert (yes.lower, yes.upper) == pytest.approx((-no.upper, -no.lower), abs=1e-12)


@given(ANSWERS)
def test_pairing_narrows_only_beyond_its_correction(cells: tuple[int, int, int, int]) -> None:
    """People who answer alike narrow the interval, by more than the correction; unlike, they widen."""
    a, b, c, d = cells
    n = a + b + c + d
    paired, apart = newcombe_paired(a, b, c, d), newcombe(a + b, n, a + c, n)
    width, separate = paired.upper - paired.lower, apart.upper - apart.lower
    cross = a * d - b * c
    if 0 <= cross <= n / 2:
        assert width == pytest.approx(separate, abs=1e-12)
    elif cross > n / 2:
        assert width < separate
    elif paired.lower > -1 and paired.upper < 1:
        assert width > separate


@given(st.lists(two_groups(), min_size=1, max_size=40), CONFIDENCES)
def test_one_difference_is_the_same_as_in_a_row(
    rows: list[tuple[int, int, int, int]], confidence: float
) -> None:
    same_alone_and_in_rows(newcombe, newcombe_arrays, rows, confidence, per=100)


@given(st.lists(ANSWERS, min_size=1, max_size=40), CONFIDENCES)
def test_one_paired_difference_is_the_same_as_in_a_row(
    rows: list[tuple[int, int, int, int]], confidence: float
) -> None:
    same_alone_and_in_rows(newcombe_paired, newcombe_paired_arrays, rows, confidence)


@given(st.tuples(*[st.floats(0, 50)] * 4).filter(lambda cells: sum(cells) > 0))
def test_weighted_answers_need_not_be_whole(cells: tuple[float, float, float, float]) -> None:
    found = newcombe_paired(*cells)
    assert -1 <= found.lower <= found.value <= found.upper <= 1


def test_rounding_never_carries_a_paired_limit_out() -> None:
    """Nearly everyone changed their answer: the plain formula passes -1 or 1 by a last bit."""
    most, power = (grid.ravel() for grid in np.meshgrid(np.arange(1, 501) * 0.37, np.arange(1, 19)))
    sliver = 10.0**-power
    for b, c in ((sliver, most), (most, sliver)):
        for confidence in (0.5, 0.95, 0.998):
            value, lower, upper = newcombe_paired_arrays(0, b, c, 0, confidence)
            assert ((lower >= -1) & (lower <= value) & (value <= upper) & (upper <= 1)).all()


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ((1, 0, 1, 5), "n1 is 0.0, and must be above 0"),
        ((1, 5, 1, 0), "n2 is 0.0, and must be above 0"),
        ((6, 5, 1, 5), "x1 is 6.0, and a part cannot be above its whole, n1"),
        ((1, 5, -1, 5), "x2 is -1.0, and a count cannot be below 0"),
        ((1, 5, float("nan"), 5), "x2 is nan"),
    ],
)
def test_what_has_no_answer_is_refused(groups: tuple[float, ...], message: str) -> None:
    with pytest.raises(StatisticsError, match=message):
        newcombe(*groups)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ((0, 0, 0, 0), r"a \+ b \+ c \+ d is 0.0, and must be above 0"),
        ((1, -1, 2, 3), "b is -1.0, and a count cannot be below 0"),
        ((1, 1, 2, float("inf")), "d is inf"),
    ],
)
def test_paired_answers_of_nobody_are_refused(cells: tuple[float, ...], message: str) -> None:
    with pytest.raises(StatisticsError, match=message):
        newcombe_paired(*cells)


def test_the_refusal_names_the_position() -> None:
    with pytest.raises(StatisticsError, match=r"n2 is 0.0 at position 1 "):
        newcombe_arrays([1, 1], [2, 2], [0, 0], [2, 0])
    with pytest.raises(StatisticsError, match=r"c is -1.0 at position 0 "):
        newcombe_paired_arrays([1, 1], [2, 2], [-1, 0], [2, 0])
