"""What is said to be seen in a chart: numbers that are in it, overlaps, and never a change that is not one."""

from __future__ import annotations

import pytest

from hearth.disclosure.published import State
from hearth.judge.apart import Apart
from hearth.reports.charts.chart import Line, Mark
from hearth.reports.charts.seen import Row, among, by_rank, of_fifths, through

HIDDEN = "hidden to protect people"
NO_INTERVAL = "no interval is given, so whether that is a change cannot be said"
DIFFER = "no interval is given, so whether they differ by more than chance cannot be said"


def mark(drawn: str, label: str = "A", section: str = "") -> Mark:
    """`70` a value, `70 60 80` one with its interval, `70u` one of few answers, `c` a hidden one, `x` none yet."""
    if drawn in ("c", "x"):
        state = State.SUPPRESSED if drawn == "c" else State.NOT_AVAILABLE
        return Mark(
            label, label, None, None, None, state, HIDDEN if drawn == "c" else "not every return has come in"
        )
    state = State.LOW_RELIABILITY if "u" in drawn else State.VALUE
    value, *ends = map(float, drawn.replace("u", "").split())
    lower, upper = ends or (None, None)
    interval = f"{lower:g}% to {upper:g}%" if ends else ""
    return Mark(label, label, value, lower, upper, state, f"{value:g}%", interval, section=section)


def row(drawn: str, label: str = "A", section: str = "") -> Row:
    """`+70` a row that is apart from the whole, `=70` one that is not, `?70` one of which it cannot be told."""
    judged = {"+": Apart.YES, "=": Apart.NO, "?": Apart.CANNOT_TELL}.get(drawn[0])
    value = drawn.lstrip("+=?")
    return Row(mark(f"{value} 1 99" if judged else value, label, section), judged, known=label != "Not known")


def rows(*drawn: str) -> list[Row]:
    return [row(each, label) for each, label in zip(drawn, "ABCDEFGH", strict=False)]


def marks(*drawn: str) -> list[Mark]:
    return [mark(each, label) for each, label in zip(drawn, "ABCDEF", strict=False)]


@pytest.mark.parametrize(
    ("drawn", "apart", "said"),
    [
        (
            ["60 55 65", "70 64 76"],
            Apart.NO,
            "70% in B (95% interval 64% to 76%), from 60% in A; the intervals overlap.",
        ),
        (
            ["60 55 65", "70 66 76"],
            Apart.YES,
            "70% in B (95% interval 66% to 76%), up from 60% in A; the intervals do not overlap.",
        ),
        (
            ["60 55 65", "50 46 54"],
            Apart.YES,
            "50% in B (95% interval 46% to 54%), down from 60% in A; the intervals do not overlap.",
        ),
        (
            ["60 55 65", "70 66 76"],
            Apart.CANNOT_TELL,
            "70% in B (95% interval 66% to 76%), from 60% in A; the intervals are too close together to say whether"
            " that is a change.",
        ),
        (
            ["60u 55 65", "70 66 76"],
            Apart.CANNOT_TELL,
            "70% in B (95% interval 66% to 76%), from 60% (few answers) in A; that rests on few answers, so whether it"
            " is a change cannot be said.",
        ),
        (["60", "70"], None, f"70% in B, from 60% in A; {NO_INTERVAL}."),
        (["60 55 65", "70"], None, f"70% in B, from 60% in A; {NO_INTERVAL}."),
        (["60", "60"], None, "60% in B, as in A."),
        (["60", "70u"], None, f"70% in B (few answers), from 60% in A; {NO_INTERVAL}."),
        (
            ["60 55 65", "70u 64 76"],
            Apart.NO,
            "70% in B (few answers; 95% interval 64% to 76%), from 60% in A; the intervals overlap.",
        ),
        (["70 64 76"], None, "70% in A (95% interval 64% to 76%). No other period has a figure."),
        (
            ["60", "c", "70"],
            None,
            f"70% in C, from 60% in A; {NO_INTERVAL}. 1 of 3 periods is hidden to protect people.",
        ),
        (
            ["60", "60", "c"],
            None,
            "C: hidden to protect people. 60% in B, as in A. 1 of 3 periods is hidden to protect people.",
        ),
        (["60", "60", "x"], None, "C: not every return has come in. 60% in B, as in A."),
        (["c"], None, ""),
    ],
)
def test_through_time(drawn, apart, said):
    assert through(marks(*drawn), apart=apart) == said


def test_nothing_rises_of_which_it_is_not_known_whether_it_is_apart():
    assert "up" not in through(marks("60 55 65", "70 66 76"))


def test_a_school_year_has_its_article():
    year = [
        mark("60", "school year 2023-24"),
        mark("60", "school year 2024-25"),
        mark("c", "school year 2025-26"),
    ]
    assert through(year).startswith(
        "School year 2025-26: hidden to protect people. 60% in the school year 2024-25, as in the school year 2023-24."
    )


def test_a_number_of_people_may_be_chance():
    assert through(marks("60", "70"), counts=True, apart=None).endswith(
        "; no interval is given, so whether that is more than chance cannot be said."
    )


@pytest.mark.parametrize(
    ("drawn", "apart", "end"),
    [
        ("2 1 3", Apart.YES, "the interval leaves no change at all out."),
        ("-2 -3 1", Apart.NO, "the interval includes no change."),
        ("2 0.5 3", Apart.CANNOT_TELL, "whether that is a change at all cannot be said."),
        ("2", None, "no interval is given, so whether that is a change at all cannot be said."),
    ],
)
def test_a_change_is_seen_against_none(drawn, apart, end):
    assert through(marks("9 8 10", drawn), changes=True, apart=apart).endswith(f"; {end}")


def test_a_target_is_told_last():
    assert through(marks("60", "70"), [Line("Target for England", 75, "75%")]).endswith(
        " Target for England: 75%."
    )


TOWN = "the town's 70%"


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (["=80", "=60"], f"From 60% in B to 80% in A; both intervals include {TOWN}."),
        (["=80", "=75", "=60"], f"From 60% in C to 80% in A; all 3 intervals include {TOWN}."),
        (
            ["+80", "=72", "=60"],
            f"From 60% in C to 80% in A; all but one of the 3 intervals include {TOWN}: not A (80%).",
        ),
        (
            ["+80", "=60"],
            f"From 60% in B to 80% in A; one of the two intervals does not include {TOWN}: A (80%).",
        ),
        (["+80", "+60"], f"From 60% in B to 80% in A; neither interval includes {TOWN}."),
        (["+80", "+60", "+61"], f"From 60% in B to 80% in A; no interval includes {TOWN}."),
        (["=80"], f"80% in A; its interval includes {TOWN}."),
        (["+80"], f"80% in A; its interval does not include {TOWN}."),
        (["?80"], f"80% in A; whether its interval includes {TOWN} cannot be told."),
        (["?80", "?60"], f"From 60% in B to 80% in A; whether the intervals include {TOWN} cannot be told."),
        (
            ["?80", "=70", "?60"],
            f"From 60% in C to 80% in A; one of the 3 intervals includes {TOWN}; for 2 it cannot be told.",
        ),
        (
            ["+80", "=70", "?60"],
            f"From 60% in C to 80% in A; one of the 3 intervals does not include {TOWN}: A (80%);"
            " for one it cannot be told.",
        ),
        (
            ["+80", "+79", "+60", "+61", "=70"],
            f"From 60% in C to 80% in A; 4 of the 5 intervals do not include {TOWN}.",
        ),
        (
            ["+80", "+79", "+60", "+61", "?70"],
            f"From 60% in C to 80% in A; 4 of the 5 intervals do not include {TOWN}; for one it cannot be told.",
        ),
        (["80", "c", "60"], f"From 60% in C to 80% in A; {DIFFER}. 1 of 3 is hidden to protect people."),
        (["80", "80", "60"], f"From 60% in C to 80% in A and B; {DIFFER}."),
        (["80", "60u", "60"], f"From 60% in B (few answers) and C to 80% in A; {DIFFER}."),
        (["80", "80", "80", "60"], f"From 60% in D to 80% in three hubs; {DIFFER}."),
        (["80", "80", "80", "80"], f"80% in 4 hubs; {DIFFER}."),
    ],
)
def test_side_by_side(drawn, said):
    assert by_rank(rows(*drawn), [mark("70 68 72", "Town")], whose="the town's", each="hub") == said


def test_side_by_side_without_a_whole():
    assert (
        by_rank(rows("210", "400"), [], whose="the town's", each="authority")
        == "From 210% in A to 400% in B."
    )
    alike = by_rank(rows("210", "400", "400", "400"), [], whose="", each="authority")
    assert alike == "From 210% in A to 400% in three authorities."


def test_beside_a_whole_of_few_answers_nothing_is_said_of_intervals():
    seen = by_rank(rows("=80", "+60"), [mark("70u 40 90", "Town")], whose="the town's", each="hub")
    assert seen == "From 60% in B to 80% in A."
    assert among(rows("=80", "+60"), [mark("70u 40 90")]) == "70% (few answers) for everyone."


EVERYONE = [mark("70 68 72", "Everyone")]


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (
            [("=80", "Female", "Sex"), ("+60", "Male", "Sex"), ("c", "Under 25", "Age")],
            "70% for everyone; one of the two intervals does not include it: “Sex: Male” (60%)."
            " 1 of 3 is hidden to protect people.",
        ),
        (
            [("=80", "Female", "Sex"), ("+60", "Male", "Sex"), ("=66", "Other", "Sex")],
            "70% for everyone; all but one of the 3 intervals include it: not Male (60%).",
        ),
        (
            [("=80", "Female", "Sex"), ("=60", "Male", "Sex"), ("+10", "Not known", "Sex")],
            "70% for everyone; both intervals include it.",
        ),
        (
            [("=80", "Female", "Sex"), ("c", "Male", "Sex")],
            "70% for everyone; the one group's interval includes it. 1 of 2 is hidden to protect people.",
        ),
        ([("80", "Female", "Sex"), ("60", "Male", "Sex")], "70% for everyone."),
    ],
)
def test_groups_beside_everyone(drawn, said):
    assert among([row(*each) for each in drawn], EVERYONE) == said


def test_groups_of_a_count_are_not_ranked():
    drawn = [row("545", "Female", "Sex"), row("0", "Not known", "Sex"), row("210", "Under 25", "Age")]
    assert among(drawn, []) == "A figure for each of the 2 groups."
    assert among([*drawn, row("c", "25 and over", "Age")], []) == (
        "A figure for 2 of the 3 groups. 1 of 4 is hidden to protect people."
    )


@pytest.mark.parametrize(
    ("drawn", "apart", "said"),
    [
        (
            ["55 50 60", "72 66 78"],
            Apart.YES,
            "55% in the most deprived fifth, 72% in the least deprived; the intervals do not overlap.",
        ),
        (
            ["55 50 60", "72 66 78"],
            Apart.CANNOT_TELL,
            "55% in the most deprived fifth, 72% in the least deprived; the intervals are too close together to say"
            " whether that is a difference.",
        ),
        (
            ["65 60 70", "72 66 78"],
            Apart.NO,
            "65% in the most deprived fifth, 72% in the least deprived; the intervals overlap.",
        ),
        (["65", "72"], None, f"65% in the most deprived fifth, 72% in the least deprived; {DIFFER}."),
        (["65", "65"], None, "65% in the most and in the least deprived fifth."),
        (
            ["c", "70", "72"],
            None,
            "72% in the least deprived fifth; the most deprived fifth: hidden to protect people."
            " 1 of 3 is hidden to protect people.",
        ),
        (
            ["c", "70", "x"],
            None,
            "The most deprived fifth: hidden to protect people; the least deprived fifth: not every return has come in."
            " 1 of 3 is hidden to protect people.",
        ),
    ],
)
def test_fifths(drawn, apart, said):
    fifths = marks(*drawn)
    assert of_fifths(fifths, fifths[0], fifths[-1], apart) == said
