"""Sizes and scales: round ticks, no scale that shouts, labels that do not touch."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.disclosure.published import State
from hearth.reports.charts.chart import Chart, Line, Mark, Series, Shape
from hearth.reports.charts.names import short_names
from hearth.reports.charts.scale import values_of
from hearth.reports.charts.sizes import apart, nice_ticks, width_of, wrapped

numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 4))


def chart(*ends: tuple[float, ...], unit: str = "%", target: float | None = None) -> Chart:
    marks = [Mark("", "", value, lower, upper, State.VALUE, "") for lower, value, upper in ends]
    lines = () if target is None else (Line("Target", target, ""),)
    return Chart("c", Shape.SIDE_BY_SIDE, "t", "s", "a", unit, (Series("", tuple(marks)),), lines)


@pytest.mark.parametrize(
    ("ends", "unit", "target", "low", "high"),
    [
        ([(76, 78, 80), (68, 70, 72)], "%", None, 65, 80),
        ([(1, 3, 9)], "%", None, 0, 10),
        ([(98, 99, 100)], "%", None, 90, 100),
        ([(66, 67, 68)], "%", 75, 65, 80),
        ([(69.9, 70, 70.1)], "%", None, 65, 75),
        ([(None, 400, None), (None, 210, None)], "", None, 0, 400),
        ([(44.1, 46.5, 48.9)], "", None, 40, 55),
        ([(-0.5, -0.2, 0.1)], " points", None, -1.5, 1),
        ([(1, 2, 3)], " points", None, 0, 3),
        ([(240, 250, 260)], " per 10,000", None, 200, 300),
    ],
)
def test_where_a_scale_begins_and_ends(ends, unit, target, low, high):
    values = values_of(chart(*ends, unit=unit, target=target), 6)
    assert (values.low, values.high) == (low, high)


@given(st.lists(numbers, min_size=1, max_size=6), st.sampled_from(["%", "", " points", " per 10,000"]))
def test_every_number_is_on_its_scale(found, unit):
    made = chart(*((None, number, None) for number in found), unit=unit)
    values = values_of(made, 6)
    assert values.low <= min(found) and max(found) <= values.high
    assert len(values.ticks) >= 2
    if unit == "%" and all(0 <= number <= 100 for number in found):
        assert values.low >= 0 and values.high <= 100


@given(numbers, numbers, st.integers(3, 8))
def test_ticks_are_few_even_and_all_about(one, other, most):
    low, high = min(one, other), max(one, other)
    ticks = nice_ticks(low, high, most)
    assert ticks[0] <= low + 1e-6 and high - 1e-6 <= ticks[-1]
    assert 2 <= len(ticks) <= most


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(10, 40)), min_size=1, max_size=5))
def test_labels_do_not_touch_and_keep_their_order(wanted):
    middles = apart(wanted, -1000, 1000)
    edges = zip(middles, wanted, strict=True)
    boxes = sorted((middle - height / 2, middle + height / 2) for middle, (_, height) in edges)
    assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(boxes))
    order = sorted(range(len(wanted)), key=lambda number: wanted[number][0])
    assert [middles[number] for number in order] == sorted(middles)


def test_a_label_with_room_stays_where_it_is():
    assert apart([(20, 10), (80, 10)], 0, 100) == [20, 80]


@given(st.text("abc mW%.", max_size=60), st.integers(20, 200))
def test_lines_hold_every_word_and_none_is_too_wide(text, width):
    lines = wrapped(text, width, 12)
    assert " ".join(lines).split() == text.split()
    assert all(width_of(line, 12) <= width or " " not in line for line in lines)


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Alder Family Hub (invented)", "Beech Row Family Hub (invented)"], ["Alder", "Beech Row"]),
        (["Alder Hub", "Beech Centre"], ["Alder Hub", "Beech Centre"]),
        (["Hub", "Beech Hub"], ["Hub", "Beech Hub"]),
        (["Alder Family Hub"], ["Alder Family Hub"]),
        (["Alder (invented)", "Alder"], ["Alder (invented)", "Alder"]),
        ([], []),
    ],
)
def test_names_lose_what_all_of_them_end_with(names, short):
    assert short_names(names) == short
