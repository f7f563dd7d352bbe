"""What counts come to, kind by kind; over rows the same as one at a time; and within bounds where counts are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hearth.engine.results import Range
from hearth.engine.values import Between, Plain, every_value_within, needed, value_of, value_within, values
from hearth.framework.counting import Figure
from hearth.framework.measures import Direction, Input
from hearth.kernel.errors import StatisticsError
from hearth.kernel.periods import PeriodKind
from hearth.stats.intervals import Interval, Method

COUNTED = (
    "proportion",
    "before_and_after",
    "rate",
    "mean",
    "ratio",
    "ratio_across",
    "count",
    "change",
)


def figure(kind: str, *, per: int = 1, scale: int = 0, census: bool = False) -> Figure:
    return Figure(
        id="X",
        measure="X",
        title="invented",
        kind=kind,
        direction=Direction.NONE,
        periods=(PeriodKind.QUARTER,),
        smallest_place="authority",
        breakdowns=(),
        counted_from=(Input.ROWS,),
        per=per,
        scale=scale,
        census=census,
    )


def of(numerator: int, denominator: int | None = None, **more: int) -> dict[str, int]:
    counts = {"numerator": numerator, **more}
    return counts if denominator is None else {**counts, "denominator": denominator}


# Published: good level of development 2018/19, 2,544 of 3,614 (70.4%), and children looked after in Stockport in 2021,
# 409 of 62,227 (65.727 per 10,000). The limits are statsmodels' (Wilson, exact Poisson, t), Byar's formula written out,
# and Newcombe's own example of 56/70 against 48/80, 0.0524 to 0.3339.
# fmt: off
WORTH = [
    ("proportion",       {"per": 100},   of(2544, 3614),            70.393, 68.884, 71.859, Method.WILSON),
    ("proportion",       {"per": 100},   of(0, 20),                  0.0,    0.0,   16.113, Method.WILSON),
    ("proportion",       {"per": 100},   of(20, 20),               100.0,   83.887, 100.0,  Method.WILSON),
    ("before_and_after", {"per": 100},   of(56, 70),                80.0,   69.183, 87.695, Method.WILSON),
    ("rate",             {"per": 10000}, of(409, 62227),            65.727, 59.511, 72.416, Method.BYAR),
    ("rate",             {"per": 10000}, of(9, 10000),               9.0,    4.115, 17.085, Method.EXACT_POISSON),
    ("rate",             {"per": 10000}, of(0, 10000),               0.0,    0.0,    3.689, Method.EXACT_POISSON),
    ("mean",             {},             of(15, 5, squares=55),      3.0,    1.037,  4.963, Method.STUDENT_T),
    ("mean",             {"scale": 1},   of(150, 5, squares=5500),   3.0,    1.037,  4.963, Method.STUDENT_T),
    ("change",           {"per": 100},
        of(56, 70, earlier_numerator=48, earlier_denominator=80),   20.0,    5.243, 33.387, Method.NEWCOMBE),
    ("change",           {"per": 100},
        of(48, 80, earlier_numerator=56, earlier_denominator=70),  -20.0,  -33.387, -5.243, Method.NEWCOMBE),
]
WITHOUT_INTERVAL = [
    ("count",        {},           of(218),                           218.0),
    ("count",        {},           of(0),                               0.0),
    ("ratio",        {"per": 100}, of(12145523, 13012177),             93.3397),
    ("ratio",        {"per": 1},   of(30, 12),                          2.5),
    ("ratio_across", {"per": 100}, of(130, 100),                      130.0),
    ("mean",         {},           of(15, 5),                           3.0),
    ("mean",         {},           of(15, 5, squares=0),                3.0),
    ("mean",         {"scale": 1}, of(473, 1, squares=473 * 473),      47.3),
]
NO_VALUE = [
    ("proportion",        of(0, 0)),
    ("rate",              of(12)),
    ("rate",              of(0, 0)),
    ("mean",              of(0, 0, squares=0)),
    ("ratio",             of(0, 0)),
    ("ratio_across",      of(3, 0)),
    ("change",            of(1, 2)),
    ("change",            of(1, 2, earlier_numerator=0, earlier_denominator=0)),
    ("change",            of(0, 0, earlier_numerator=1, earlier_denominator=2)),
    ("count",             {}),
    ("cross_reference",   {}),
    ("to_be_determined",  {}),
]
WITHIN = [
    ("proportion",       {"per": 100}, {"numerator": (1, 4), "denominator": (20, 20)},     5.0,  20.0),
    ("proportion",       {"per": 100}, {"numerator": (1, 4), "denominator": (2, 8)},      12.5, 100.0),
    ("before_and_after", {"per": 100}, {"numerator": (0, 4), "denominator": (0, 8)},       0.0, 100.0),
    ("ratio",            {"per": 100}, {"numerator": (9, 12), "denominator": (10, 20)},   45.0, 100.0),
    ("ratio_across",     {"per": 100}, {"numerator": (9, 12), "denominator": (10, 20)},   45.0, 120.0),
    ("ratio_across",     {"per": 100}, {"numerator": (9, 12), "denominator": (0, 20)},    45.0, math.inf),
    ("rate",             {"per": 1000}, {"numerator": (1, 4), "denominator": (500, 500)},  2.0,   8.0),
    ("count",            {},           {"numerator": (1, 7)},                              1.0,   7.0),
    ("mean",             {"scale": 1}, {"numerator": (100, 200), "denominator": (5, 10)},  1.0,   4.0),
    ("mean",             {},           {"numerator": (-10, 20), "denominator": (5, 10)},  -2.0,   4.0),
    ("mean",             {},           {"numerator": (-20, -10), "denominator": (5, 10)}, -4.0,  -1.0),
    ("change",           {"per": 100}, {"numerator": (1, 4), "denominator": (20, 20),
        "earlier_numerator": (2, 2), "earlier_denominator": (10, 10)},                   -15.0,   0.0),
]
# fmt: on


@pytest.mark.parametrize(("kind", "more", "counts", "value", "lower", "upper", "method"), WORTH)
def test_a_value_and_its_interval(kind, more, counts, value, lower, upper, method):
    found = value_of(figure(kind, **more), counts)
    assert isinstance(found, Interval)
    assert (found.value, found.lower, found.upper) == pytest.approx((value, lower, upper), abs=0.0006)
    assert (found.method, found.confidence) == (method, 0.95)


@pytest.mark.parametrize(("kind", "more", "counts", "value"), WITHOUT_INTERVAL)
def test_a_value_that_no_interval_is_given_for(kind, more, counts, value):
    found = value_of(figure(kind, **more), counts)
    assert isinstance(found, Plain)
    assert found.value == pytest.approx(value, abs=0.00005)


CENSUS = [
    ("proportion", of(43, 50), 86.0),
    ("change", of(43, 50, earlier_numerator=30, earlier_denominator=50), 26.0),
]


@pytest.mark.parametrize(("kind", "counts", "value"), CENSUS)
def test_everyone_was_asked_so_no_interval_speaks_of_chance(kind, counts, value):
    assert isinstance(value_of(figure(kind, per=100), counts), Interval)
    asked = figure(kind, per=100, census=True)
    assert value_of(asked, counts) == Plain(pytest.approx(value))
    assert every_value_within(asked, [exact(counts)]) == [Plain(pytest.approx(value))]
    found = values(asked, {name: [number] for name, number in counts.items()})
    assert math.isnan(found.lower[0])
    assert math.isnan(found.upper[0])


@pytest.mark.parametrize(("kind", "counts"), NO_VALUE)
def test_nobody_to_divide_by_or_a_count_that_is_not_there_gives_no_value(kind, counts):
    assert value_of(figure(kind, per=100), counts) is None
    assert value_within(figure(kind, per=100), exact(counts)) is None


@pytest.mark.parametrize(("kind", "more", "bounds", "lower", "upper"), WITHIN)
def test_a_count_known_within_bounds_gives_the_least_and_the_most(kind, more, bounds, lower, upper):
    found = value_within(figure(kind, **more), {name: Range(*ends) for name, ends in bounds.items()})
    assert isinstance(found, Between)
    assert (found.lower, found.upper) == pytest.approx((lower, upper))


def test_squares_known_within_bounds_leave_the_mean_without_an_interval():
    counts = {**exact(of(15, 5)), "squares": Range(50, 60)}
    assert value_within(figure("mean"), counts) == Plain(3.0)


@pytest.mark.parametrize("kind", ["proportion", "before_and_after", "change"])
def test_a_part_above_its_whole_is_refused(kind):
    counts = of(3, 2, earlier_numerator=1, earlier_denominator=2)
    with pytest.raises(StatisticsError):
        value_of(figure(kind, per=100), counts)
    bounds = {**exact(counts), "numerator": Range(3, 4)}
    with pytest.raises(StatisticsError):
        value_within(figure(kind, per=100), bounds)


@st.composite
def rows_of_counts(draw: st.DrawFn) -> list[dict[str, int]]:
    return draw(st.lists(counts_of_scores(), min_size=1, max_size=8))


@st.composite
def counts_of_scores(draw: st.DrawFn) -> dict[str, int]:
    """Counts that could be, for any kind: a number of people with scores, and a part of them; at times nobody."""
    scores = draw(st.lists(st.integers(0, 80), max_size=30))
    earlier = draw(st.integers(0, 50))
    total = draw(st.integers(0, len(scores))) if draw(st.booleans()) else min(sum(scores), len(scores))
    return {
        "numerator": total,
        "denominator": len(scores),
        "squares": sum(score * score for score in scores),
        "earlier_numerator": draw(st.integers(0, earlier)),
        "earlier_denominator": earlier,
    }


@given(kind=st.sampled_from(COUNTED), rows=rows_of_counts(), scale=st.integers(0, 2))
def test_over_rows_to_the_last_bit_what_it_is_one_at_a_time(kind, rows, scale):
    chosen = figure(kind, per=100, scale=scale)
    assume(
        kind != "mean" or all(row["denominator"] != 1 or row["squares"] == row["numerator"] for row in rows)
    )
    together = values(chosen, {name: np.array([row[name] for row in rows]) for name in rows[0]})
    for position, row in enumerate(rows):
        value, lower, upper = (float(column[position]) for column in together)
        match value_of(chosen, row):
            case Interval() as found:
                assert (value, lower, upper) == (found.value, found.lower, found.upper)
            case Plain(alone):
                assert value == alone
                assert math.isnan(lower) or math.isnan(upper)
            case None:
                assert math.isnan(value)
                assert math.isnan(lower)


@given(
    kind=st.sampled_from([kind for kind in COUNTED if kind != "mean"]),
    first=counts_of_scores(),
    second=counts_of_scores(),
)
def test_what_is_known_within_bounds_holds_whatever_is_within_them(kind, first, second):
    """Any two sets of counts, taken as the bounds: the value of each lies where the range says."""
    chosen = figure(kind, per=100)
    bounds = {name: Range(*sorted((first[name], second[name]))) for name in needed(chosen)}
    found = value_within(chosen, bounds)
    for counts in (first, second):
        one = value_of(chosen, counts)
        if one is None or isinstance(found, Interval | Plain):
            continue
        assert found is not None
        assert isinstance(found, Between)
        assert found.lower - 1e-9 <= one.value <= found.upper + 1e-9


@given(
    kind=st.sampled_from(COUNTED),
    rows=rows_of_counts(),
    slack=st.lists(st.integers(0, 2), min_size=8, max_size=8),
)
def test_many_together_are_what_each_is_alone(kind, rows, slack):
    """Some known exactly, some within bounds, some with a count missing."""
    chosen = figure(kind, per=100)
    assume(
        kind != "mean" or all(row["denominator"] != 1 or row["squares"] == row["numerator"] for row in rows)
    )
    cells = []
    for counts, more in zip(rows, slack, strict=False):
        cell = exact(counts) | {"denominator": Range(counts["denominator"], counts["denominator"] + more)}
        cells.append({name: each for name, each in cell.items() if more < 2 or name != "squares"})
    assert every_value_within(chosen, cells) == [value_within(chosen, cell) for cell in cells]


@given(kind=st.sampled_from(COUNTED), counts=counts_of_scores())
def test_bounds_that_are_one_number_are_that_number(kind, counts):
    assume(kind != "mean" or counts["denominator"] != 1 or counts["squares"] == counts["numerator"])
    chosen = figure(kind, per=100)
    assert value_within(chosen, exact(counts)) == value_of(chosen, counts)


def exact(counts: dict[str, int]) -> dict[str, Range]:
    return {name: Range(count, count) for name, count in counts.items()}
