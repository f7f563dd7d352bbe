"""What is said to be seen in a chart: numbers that are in it, overlaps, and never a change that is not one."""

from __future__ import annotations

import pytest

from hearth.disclosure.published import State
from hearth.reports.charts.chart import Line, Mark
from hearth.reports.charts.seen import among, by_rank, of_fifths, through

HIDDEN = "hidden to protect people"


def mark(drawn: str, label: str = "A") -> Mark:
    """`70` a value, `70 60 80` one with its interval, `c` a hidden one."""
    if drawn == "c":
        return Mark(label, label, None, None, None, State.SUPPRESSED, HIDDEN)
    value, *ends = map(float, drawn.split())
    lower, upper = ends or (None, None)
    interval = f"{lower:g}% to {upper:g}%" if ends else ""
    return Mark(label, label, value, lower, upper, State.VALUE, f"{value:g}%", interval)


def marks(*drawn: str) -> list[Mark]:
    return [mark(each, label) for each, label in zip(drawn, "ABCDEF", strict=False)]


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (
            ["60 55 65", "70 64 76"],
            "70% in B (95% interval 64% to 76%), from 60% in A; the intervals overlap.",
        ),
        (
            ["60 55 65", "70 66 76"],
            "70% in B (95% interval 66% to 76%), up from 60% in A; the intervals do not overlap.",
        ),
        (
            ["60 55 65", "50 46 54"],
            "50% in B (95% interval 46% to 54%), down from 60% in A; the intervals do not overlap.",
        ),
        (["60", "70"], "70% in B, from 60% in A."),
        (["60 55 65", "70"], "70% in B, from 60% in A."),
        (["70 64 76"], "70% in A (95% interval 64% to 76%). No other period has a figure."),
        (["60", "c", "70"], "70% in C, from 60% in A. 1 of 3 periods is hidden to protect people."),
        (
            ["60", "70", "c"],
            "Hidden to protect people in C. 70% in B, from 60% in A. 1 of 3 periods is hidden to protect people.",
        ),
        (["c"], ""),
    ],
)
def test_through_time(drawn, said):
    assert through(marks(*drawn)) == said


@pytest.mark.parametrize(
    ("drawn", "end"),
    [
        ("2 1 3", "does not include no change."),
        ("-2 -3 1", "includes no change."),
        ("2 0 3", "includes no change."),
    ],
)
def test_a_change_is_seen_against_none(drawn, end):
    assert through(marks("9 8 10", drawn), changes=True).endswith(f"; the interval {end}")


def test_a_target_is_told_last():
    assert through(marks("60", "70"), [Line("Target for England", 75, "75%")]).endswith(
        " Target for England: 75%."
    )


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (["80 70 90", "60 50 75"], "From 60% in B to 80% in A; both intervals include the town's 70%."),
        (
            ["80 70 90", "75 65 85", "60 50 75"],
            "From 60% in C to 80% in A; all 3 intervals include the town's 70%.",
        ),
        (
            ["80 75 90", "72 60 80", "60 50 75"],
            "From 60% in C to 80% in A; all but one of the 3 intervals include the town's 70%: not A (80%).",
        ),
        (["80 75 90", "60 50 65"], "From 60% in B to 80% in A; no interval includes the town's 70%."),
        (["80 60 90"], "80% in A; its interval includes the town's 70%."),
        (["80", "c", "60"], "From 60% in C to 80% in A. 1 of 3 is hidden to protect people."),
        (
            ["80 75 90", "79 75 90", "60 50 65", "61 50 65", "70 60 80"],
            "From 60% in C to 80% in A; 4 of the 5 intervals do not include the town's 70%.",
        ),
    ],
)
def test_side_by_side(drawn, said):
    assert by_rank(marks(*drawn), [mark("70 68 72", "Town")], whose="the town's") == said


def test_side_by_side_without_a_whole():
    assert by_rank(marks("210", "400"), [], whose="the town's") == "From 210% in A to 400% in B."
    assert among(marks("210", "400"), []) == "From 210% in A to 400% in B."


def test_groups_beside_everyone():
    seen = among(marks("80 75 90", "60 50 75", "c"), [mark("70 68 72", "Everyone")])
    assert seen == (
        "70% for everyone; all but one of the 2 intervals include it: not A (80%). 1 of 3 is hidden to protect people."
    )


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (
            ["55 50 60", "72 66 78"],
            "55% in the most deprived fifth, 72% in the least deprived; the intervals do not overlap.",
        ),
        (
            ["65 60 70", "72 66 78"],
            "65% in the most deprived fifth, 72% in the least deprived; the intervals overlap.",
        ),
        (["65", "72"], "65% in the most deprived fifth, 72% in the least deprived."),
        (
            ["c", "70", "72"],
            "Hidden to protect people in the most deprived fifth, 72% in the least deprived."
            " 1 of 3 is hidden to protect people.",
        ),
    ],
)
def test_fifths(drawn, said):
    rows = marks(*drawn)
    assert of_fifths(rows, rows[0], rows[-1]) == said
