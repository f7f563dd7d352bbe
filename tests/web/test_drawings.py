"""Small trends and interval bars: drawn from published numbers alone, inside their boxes, broken where none is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.disclosure.published import State
from hearth.reports.charts.chart import Mark
from hearth_web.core.drawings import BAR, TREND, Scale, interval_bar, scale_of, small_trend

HIDDEN = None

numbers = st.floats(-1e6, 1e6, allow_nan=False)
figures = st.one_of(st.just(HIDDEN), st.tuples(numbers, numbers, numbers).map(sorted))


def mark(figure: Sequence[float] | float | None, state: State = State.VALUE) -> Mark:
    """A figure drawn as `(lower, value, upper)`, a value alone, or None where it is hidden."""
    if figure is HIDDEN:
        return Mark("", "", None, None, None, State.SUPPRESSED, "hidden")
    lower, value, upper = figure if isinstance(figure, Sequence) else (None, figure, None)
    return Mark("", "", value, lower, upper, state, str(value))


def corners(points: str) -> list[tuple[float, float]]:
    return [tuple(map(float, each.split(","))) for each in points.split()]


@pytest.mark.parametrize(
    ("drawn", "lines", "dots", "gaps"),
    [
        ([(1, 2, 3), (2, 3, 4), (1, 2, 3)], [3], 0, 0),
        ([(1, 2, 3), (2, 3, 4), HIDDEN, (1, 2, 3), (1, 2, 3)], [2, 2], 0, 1),
        ([(1, 2, 3), HIDDEN, (1, 2, 3)], [], 2, 1),
        ([HIDDEN, (1, 2, 3), (1, 2, 3), HIDDEN], [2], 0, 2),
    ],
)
def test_a_line_breaks_where_a_figure_is_not_shown(drawn, lines, dots, gaps):
    trend = small_trend([mark(each) for each in drawn], "words")
    assert [len(corners(each)) for each in trend.lines] == lines
    assert (len(trend.dots), len(trend.gaps)) == (dots, gaps)
    assert [len(corners(each)) for each in trend.bands] == [2 * each for each in lines]


@pytest.mark.parametrize("drawn", [[], [(1, 2, 3)], [HIDDEN, HIDDEN], [(1, 2, 3), HIDDEN]])
def test_fewer_than_two_figures_are_no_trend(drawn):
    assert small_trend([mark(each) for each in drawn], "words") is None


def test_the_higher_figure_stands_higher_and_the_last_is_the_dot():
    trend = small_trend([mark((10, 20, 30)), mark((40, 50, 60))], "words")
    (first, last) = corners(trend.lines[0])
    assert last[1] < first[1] and last[0] > first[0]
    assert trend.last == last
    assert not trend.hollow


def test_the_band_goes_from_the_lower_to_the_upper_limit() -> None:
    """Of (10, 20, 30) and (40, 50, 60): the ends stand as far from the line as the limits from the figures."""
    trend = small_trend([mark((10, 20, 30)), mark((40, 50, 60))], "words")
    upper_1, upper_2, lower_2, lower_1 = [y for _, y in corners(trend.bands[0])]
    line_1, line_2 = [y for _, y in corners(trend.lines[0])]
    assert line_1 - upper_1 == pytest.approx(lower_1 - line_1, abs=0.2) and line_1 - upper_1 > 2
    assert line_2 - upper_2 == pytest.approx(lower_2 - line_2, abs=0.2) and line_2 - upper_2 > 2


def test_a_last_figure_of_few_answers_is_hollow():
    assert small_trend([mark(1.0), mark(2.0, State.LOW_RELIABILITY)], "words").hollow
    assert interval_bar(mark(2.0, State.LOW_RELIABILITY), Scale(0, 10)).hollow


def test_no_band_is_drawn_where_an_interval_is_not_known():
    trend = small_trend([mark((1, 2, 3)), mark(2.5), mark((1, 2, 3))], "words")
    assert trend.bands == ()
    assert len(trend.lines) == 1


@given(st.lists(figures, min_size=1, max_size=16))
def test_a_trend_never_leaves_its_box(drawn):
    trend = small_trend([mark(each) for each in drawn], "words")
    if trend is None:
        assert sum(each is not HIDDEN for each in drawn) < 2
        return
    every = [point for points in (*trend.lines, *trend.bands) for point in corners(points)]
    every += [*trend.dots, trend.last]
    assert all(0 <= x <= TREND[0] and 0 <= y <= TREND[1] for x, y in every)


@given(st.tuples(numbers, numbers, numbers).map(sorted), st.lists(numbers, min_size=1), numbers)
def test_a_bar_never_leaves_its_box_and_keeps_its_order(figure, others, reference):
    bar = interval_bar(mark(figure), scale_of([*others, *figure]), reference=reference)
    assert 0 <= bar.low <= bar.at <= bar.high <= BAR[0]
    assert 0 <= bar.reference <= BAR[0]


def test_a_hidden_figure_has_no_bar():
    assert interval_bar(mark(HIDDEN), Scale(0, 100)) is None
    assert interval_bar(mark(5.0), None) is None


@pytest.mark.parametrize(
    ("numbers", "percent", "least", "most"),
    [
        ([98.0, 100.0], True, 97.9, 100.0),
        ([0.0, 2.0], True, 0.0, 2.1),
        ([50.0], True, 45.0, 55.0),
        ([-1.0, 1.0], False, -1.1, 1.1),
        ([1.0, float("inf"), None], False, 0.0, 2.0),
    ],
)
def test_scales(numbers, percent, least, most):
    scale = scale_of(numbers, percent=percent)
    assert (scale.least, scale.most) == (pytest.approx(least), pytest.approx(most))


def test_no_number_makes_no_scale():
    assert scale_of([None, float("inf")]) is None
