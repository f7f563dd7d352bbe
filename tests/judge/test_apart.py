"""What is apart whatever the counts truly were: a table of examples, and laws over all counts that round alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hearth.disclosure.policy import load_policy
from hearth.disclosure.published import PUBLISHED, Mark, Published, PublishedCell, PublishedFigure, State
from hearth.framework.framework import About, Framework
from hearth.framework.measures import Direction, Measure, Proportion, Scope
from hearth.framework.statements import Source
from hearth.judge.apart import Apart, apart, differ, repeats_of, seen_against, since_the_first, with_rounding
from hearth.kernel.periods import PeriodKind, period
from hearth.kernel.places import PlaceTree
from hearth.stats import Interval, rate, wilson

YES, NO, CANNOT_TELL = Apart.YES, Apart.NO, Apart.CANNOT_TELL
PUBLIC = load_policy("public")


def figure(kind: str = "proportion") -> PublishedFigure:
    per = {"rate": 10_000, "mean": 1}.get(kind, 100)
    return PublishedFigure("A1", "A1", "Share", kind, "higher", per, (), "hub", (), 1)


def published(kind: str = "proportion", *, repeats: int = 1, policy: str = "public") -> Published:
    measure = Measure(
        id="A1",
        title="Share",
        metric="A-1",
        direction=Direction.HIGHER,
        definition=Proportion("proportion", Scope("d"), numerator="good"),
        periods=(PeriodKind.FINANCIAL_YEAR,),
        repeats=repeats,
    )
    about = About("eastmere", "Eastmere", "Eastmere", "1", Source("s", "p", "2024"))
    return Published(
        table=PUBLISHED.empty_table(),
        figures=(replace(figure(), source="nation"), figure(kind)),
        periods=(),
        places=PlaceTree(places=()),
        framework=Framework(about, measures=(measure,)),
        policy=load_policy(policy),
    )


def cell(part: int | None, whole: int | None, found: Interval, **changed: Any) -> PublishedCell:
    numbers = {name: round(getattr(found, name), 4) for name in ("value", "lower", "upper")}
    made = PublishedCell(
        **dict.fromkeys(("source", "place", "period", "breakdown", "group", "note"), ""),
        figure="A1",
        state=State.VALUE,
        marks=(),
        numerator=part,
        denominator=whole,
        method=str(found.method),
        **numbers,
    )
    return replace(made, **changed)


def share(part: int, whole: int, **changed: Any) -> PublishedCell:
    return cell(part, whole, wilson(part, whole, per=100), **changed)


def per_head(part: int, whole: int) -> PublishedCell:
    return cell(part, whole, rate(part, whole, per=10_000))


@pytest.mark.parametrize(
    ("part", "whole", "value", "expected"),
    [
        (700, 1000, 80.0, YES),
        (700, 1000, 70.0, NO),
        (700, 1000, 67.3, CANNOT_TELL),
        (5, 20, 50.0, CANNOT_TELL),
        (10, 10, 66.0, CANNOT_TELL),
        (0, 100, 50.0, YES),
        (0, 5, 50.0, CANNOT_TELL),
    ],
)
def test_apart_from_a_value(part: int, whole: int, value: float, expected: Apart) -> None:
    assert apart(published(), share(part, whole), value) is expected


@pytest.mark.parametrize("state", [each for each in State if each is not State.VALUE])
def test_only_plain_values_are_apart(state: State) -> None:
    assert apart(published(), share(700, 1000, state=state), 80.0) is CANNOT_TELL


def test_without_rounding_the_interval_stands_as_it_is() -> None:
    exact = published(policy="internal")
    assert apart(exact, share(5, 20), 50.0) is YES
    assert apart(exact, share(5, 20), 25.0) is NO


def test_what_cannot_be_worked_out_again_is_taken_as_published() -> None:
    mean = share(700, 1000, method="Student's t", lower=60.0, upper=70.0)
    assert [apart(published("mean"), mean, each) for each in (59.9, 60.0, 70.0, 70.1)] == [YES, NO, NO, YES]
    assert apart(published("mean", repeats=2), mean, 10.0) is CANNOT_TELL
    theirs = share(5, 20, source="nation")
    assert apart(published(repeats=3), theirs, 50.0) is YES


def test_without_an_interval_it_cannot_be_told() -> None:
    assert apart(published(), share(700, 1000, lower=None, upper=None), 10.0) is CANNOT_TELL


def test_where_people_repeat_it_takes_more() -> None:
    value = 74.0
    assert apart(published(), share(700, 1000), value) is YES
    assert apart(published(repeats=3), share(700, 1000), value) is CANNOT_TELL
    assert apart(published(repeats=3), share(700, 1000), 80.0) is YES


def test_what_is_revised_may_be_rounded_more() -> None:
    coarse = replace(published(), policy=replace(PUBLIC, rounds_revisions_to=10))
    assert apart(coarse, share(70, 100), 82.0) is YES
    assert apart(coarse, share(70, 100, marks=(Mark.REVISED,)), 82.0) is CANNOT_TELL


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (share(500, 1000), share(700, 1000), YES),
        (share(500, 1000), share(520, 1000), NO),
        (share(15, 40), share(30, 40), CANNOT_TELL),
        (share(500, 1000, state=State.LOW_RELIABILITY), share(700, 1000), CANNOT_TELL),
        (share(500, 1000, state=State.RANGE), share(700, 1000), None),
        (share(500, 1000), share(700, 1000, lower=None, upper=None), None),
    ],
)
def test_two_figures_apart(one: PublishedCell, other: PublishedCell, expected: Apart | None) -> None:
    assert differ(published(), one, other) is expected
    assert differ(published(), other, one) is expected


def test_through_time_the_first_number_stands_beside_the_last() -> None:
    hidden = {"state": State.SUPPRESSED, "value": None, "lower": None, "upper": None}
    years = ("2021-22", "2022-23", "2023-24", "2024-25", "2025-26")
    drawn = ((1, 2, hidden), (500, 1000, {}), (10, 1000, {}), (700, 1000, {}), (1, 2, hidden))
    cells = [
        share(part, whole, period=id, **rest) for id, (part, whole, rest) in zip(years, drawn, strict=True)
    ]
    made = replace(published(), periods=tuple(map(period, years)))
    assert since_the_first(made, figure(), cells) is YES
    assert since_the_first(made, figure(), cells[:1]) is None


def test_a_quarter_stands_beside_the_same_quarter_of_another_year() -> None:
    quarters = ("2024-25-Q3", "2024-25-Q4", "2025-26-Q3", "2025-26-Q4")
    made = replace(published(), periods=tuple(map(period, quarters)))
    cells = [share(part, 1000, period=id) for part, id in zip((500, 700, 500, 710), quarters, strict=True)]
    assert since_the_first(made, figure(), cells) is NO
    assert since_the_first(made, figure(), cells[:2]) is None


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (["2024-03-31", "2025-03-31", "2026-03-31"], 0),
        (["2025-09-30", "2025-12-31", "2026-03-31"], None),
        (["2024-12-31", "2025-03-31", "2025-12-31", "2026-03-31"], 1),
        (["2023-10-31", "2025-11-30"], 0),
        (["2023-02-28", "2024-02-29"], 0),
        (["2026-03-31"], None),
    ],
)
def test_what_the_last_period_is_seen_against(ends: list[str], expected: int | None) -> None:
    assert seen_against(ends) == expected


def test_how_far_rounding_carries_an_interval() -> None:
    found = with_rounding(published(), share(15, 20))
    assert found is not None
    assert found == pytest.approx((wilson(13, 22, per=100).lower, wilson(17, 18, per=100).upper))
    assert with_rounding(published(policy="internal"), share(15, 20)) is None
    assert with_rounding(published(), share(15, 20, lower=None, upper=None)) is None
    assert with_rounding(published("mean"), share(15, 20, method="Student's t")) is None


@pytest.mark.parametrize(
    ("lower", "upper", "expected"), [(-1.0, 2.0, NO), (1.0, 2.0, YES), (None, None, None)]
)
def test_a_change_stands_beside_none(
    lower: float | None, upper: float | None, expected: Apart | None
) -> None:
    change = share(1, 2, value=1.5, lower=lower, upper=upper, numerator=None, denominator=None, method="N")
    assert since_the_first(published("change"), figure("change"), [share(1, 2), change]) is expected


def test_how_often_one_person_is_counted_is_what_the_framework_says() -> None:
    made = published(repeats=3)
    assert [repeats_of(made, id) for id in ("A1", "A1.beside", "B1")] == [3, 3, 1]
    assert repeats_of(replace(made, framework=None), "A1") == 1


fives = st.integers(0, 40).map(lambda number: 5 * number)
values = st.floats(0, 100)


@given(part=fives, whole=fives, value=values, repeats=st.integers(1, 3))
def test_no_counts_that_round_to_the_shown_ones_say_otherwise(
    part: int, whole: int, value: float, repeats: int
) -> None:
    assume(whole > 0 and part <= whole)
    seen = apart(published(repeats=repeats), share(part, whole), value)
    held = {
        found.lower <= value <= found.upper
        for x, n in product(range(part - 2, part + 3), range(whole - 2, whole + 3))
        if 0 <= x <= n and n > 0
        for times in {1, repeats}
        for found in [wilson(x / times, n / times, per=100)]
    }
    assert seen is not YES or held == {False}
    assert seen is not NO or True in held
    assert seen is not NO or repeats > 1 or held == {True}


@given(part=fives, whole=st.integers(1, 5_000), value=st.floats(0, 10_000))
def test_no_events_that_round_to_the_shown_ones_say_otherwise(part: int, whole: int, value: float) -> None:
    seen = apart(published("rate"), per_head(part, whole), value)
    found = [rate(x, whole, per=10_000) for x in range(max(part - 2, 0), part + 3)]
    held = {each.lower <= value <= each.upper for each in found}
    assert seen is not YES or held == {False}
    assert seen is not NO or held == {True}


some = st.tuples(fives, fives.filter(bool)).map(lambda pair: (min(pair), max(pair)))


@given(pairs=st.tuples(some, some))
def test_no_counts_make_intervals_meet_that_are_said_to_be_apart(pairs: tuple[tuple[int, int], ...]) -> None:
    seen = differ(published(), *(share(*pair) for pair in pairs))
    ends = [
        [
            (found.lower, found.upper)
            for x, n in product(range(part - 2, part + 3), range(whole - 2, whole + 3))
            if 0 <= x <= n and n > 0
            for found in [wilson(x, n, per=100)]
        ]
        for part, whole in pairs
    ]
    first, second = ends
    below = max(high for _, high in first) < min(low for low, _ in second)
    above = max(high for _, high in second) < min(low for low, _ in first)
    assert seen is not YES or below or above


def test_the_laws_can_be_broken() -> None:
    """Intervals as published would say more: of 5 of 20 that 50% is apart, which 7 of 18 is not."""
    shown, true = wilson(5, 20, per=100), wilson(7, 18, per=100)
    assert not shown.lower <= 50.0 <= shown.upper
    assert true.lower <= 50.0 <= true.upper
