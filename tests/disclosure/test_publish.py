"""What is shown of a row: value and interval from protected counts alone, and nothing beside a suppressed one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt
from typing import Any

import numpy as np
import pytest

from disclosure.drawn_tables import (
    EVERYONE,
    INTERNAL,
    NUMBER,
    PUBLIC,
    SHARE,
    YEAR,
    Grid,
    cell,
    drawn_rows,
    proportion,
    published_row,
    results_of,
)
from drawn import framework, measure
from hearth.disclosure.policy import Policy
from hearth.disclosure.publish import publish
from hearth.disclosure.published import PUBLISHED, CameIn, Coverage, Published, PublishedCell, State
from hearth.disclosure.shown import rounded
from hearth.engine.coverage import InputState
from hearth.engine.coverage import State as Came
from hearth.framework.measures import (
    Change,
    CrossReference,
    Mean,
    Measure,
    Rate,
    Ratio,
    Scope,
    ToBeDetermined,
)
from hearth.kernel.periods import period
from hearth.stats.intervals import Method
from hearth.store.store import About

ONE = measure("share", proportion("outcome = 'yes'"))
MEAN = measure("mean", Mean("mean", EVERYONE, "before"), smallest_place="ward", breakdowns=())
RATE = measure("rate", Rate("rate", EVERYONE, 10_000, (0, 17)))
Z = 1.959963984540054
BOTH = pytest.mark.parametrize("policy", [INTERNAL, PUBLIC], ids=lambda policy: policy.id)


def wilson(x: int, n: int) -> tuple[float, float, float]:
    """The percentage and its score interval, worked out here by the formula."""
    middle, half, below = x + Z * Z / 2, Z * sqrt(x * (n - x) / n + Z * Z / 4), n + Z * Z
    low, high = (100 * (middle - half) / below, 100 * (middle + half) / below)
    return 100 * x / n, max(0.0, low), min(100.0, high)


def numbers(row: PublishedCell) -> tuple[Any, ...]:
    return row.value, row.lower, row.upper, row.numerator, row.denominator


def is_bare(row: PublishedCell) -> bool:
    """Whether it has its state and nothing else."""
    return numbers(row) == (None,) * 5 and (row.method, row.note, row.marks) == ("", "", ())


# Values and intervals


@pytest.mark.parametrize(
    ("x", "n", "shown"),
    [
        (8, 20, (10, 20)),
        (12, 22, (10, 20)),
        (13, 23, (15, 25)),
        (2544, 3614, (2545, 3615)),
        (38, 38, (40, 40)),
        (0, 11, (0, 10)),
    ],
)
def test_under_public_everything_is_from_the_rounded_counts(x: int, n: int, shown: tuple[int, int]) -> None:
    row = published_row(ONE, PUBLIC, numerator=x, denominator=n)
    assert numbers(row)[3:] == shown
    assert numbers(row)[:3] == pytest.approx(wilson(*shown), abs=5e-5)
    assert (row.method, row.note, row.state) == (Method.WILSON, "", State.VALUE)


@pytest.mark.parametrize(("x", "n"), [(8, 20), (5, 10), (2544, 3614), (38, 38), (0, 11)])
def test_under_internal_everything_is_from_the_counts_themselves(x: int, n: int) -> None:
    row = published_row(ONE, INTERNAL, numerator=x, denominator=n)
    assert numbers(row)[3:] == (x, n)
    assert numbers(row)[:3] == pytest.approx(wilson(x, n), abs=5e-5)


def test_rounding_is_to_the_nearest_five() -> None:
    pairs = {0: 0, 2: 0, 3: 5, 7: 5, 8: 10, 12: 10, 13: 15, 1_000_002: 1_000_000, 1_000_003: 1_000_005}
    for true, shown in pairs.items():
        assert published_row(NUMBER, replace(PUBLIC, threshold=1), numerator=true).numerator in (shown, None)
    assert {int(each) for each in rounded(np.arange(0, 60), 5) - np.arange(0, 60)} == {-2, -1, 0, 1, 2}
    assert (rounded(np.arange(0, 60), 1) == np.arange(0, 60)).all()


def test_a_rate_is_of_the_rounded_events_and_of_the_whole_population() -> None:
    row = published_row(RATE, PUBLIC, numerator=409, denominator=62_227)
    assert row.value == pytest.approx(410 / 62_227 * 10_000, abs=5e-5)
    assert (row.numerator, row.denominator, row.method) == (410, 62_227, Method.BYAR)
    assert published_row(RATE, INTERNAL, numerator=409, denominator=62_227).value == 65.7271
    few = published_row(RATE, INTERNAL, numerator=6, denominator=62_227)
    assert (few.numerator, few.method) == (6, Method.EXACT_POISSON)


@BOTH
def test_a_count_has_no_interval_and_needs_no_excuse(policy: Policy) -> None:
    row = published_row(NUMBER, policy, numerator=20)
    assert (*numbers(row), row.method, row.note) == (20.0, None, None, 20, None, "", "")


@BOTH
def test_a_ratio_of_sums_has_no_interval_and_says_why(policy: Policy) -> None:
    ratio = measure("ratio", Ratio("ratio", EVERYONE, "attended", "offered"))
    row = published_row(ratio, policy, numerator=900, denominator=1000)
    assert (row.value, row.lower, row.upper, row.method) == (90.0, None, None, "")
    assert row.note.endswith(".")


SCORES = """
figure | place | numerator | denominator | squares
mean   | LA    | 11000     | 40          | 3100000
mean   | W1    | 3250      | 13          | 840000
mean   | W2    | 3800      | 12          | 1300000
mean   | W3    | 3950      | 15          | 1100000
"""


@BOTH
def test_the_spread_of_scores_is_not_shown_below_the_authority(policy: Policy) -> None:
    published = publish(results_of(framework(MEAN), drawn_rows(SCORES)), policy)
    whole = cell(published, f"mean LA {YEAR}")
    assert whole.method == Method.STUDENT_T and whole.lower is not None and whole.upper is not None
    # Where the number of scores is rounded, so is their mean, to one decimal: in more it would tell the number.
    assert whole.value == (2.75 if policy is INTERNAL else 2.8)
    assert whole.lower < whole.value < whole.upper
    for place in ("W1", "W2", "W3"):
        ward = cell(published, f"mean {place} {YEAR}")
        assert ward.state == State.VALUE and ward.value is not None
        assert (ward.lower, ward.upper, ward.method) == (None, None, "") and ward.note.endswith(".")


def test_nothing_shown_of_a_mean_below_the_authority_depends_on_the_spread() -> None:
    rows = drawn_rows(SCORES)
    other = [row | ({"squares": row["squares"] + 5000} if row["place"] != "LA" else {}) for row in rows]
    one, two = (publish(results_of(framework(MEAN), each), PUBLIC) for each in (rows, other))
    assert one.table.equals(two.table)


@BOTH
def test_no_sum_of_scores_is_shown(policy: Policy) -> None:
    published = publish(results_of(framework(MEAN), drawn_rows(SCORES)), policy)
    assert published.table["numerator"].null_count == len(published)


@pytest.mark.parametrize(
    ("now", "before", "state"),
    [
        ((12, 40), (20, 50), State.VALUE),
        ((2, 40), (20, 50), State.SUPPRESSED),
        ((12, 40), (48, 50), State.SUPPRESSED),
        ((12, 40), (5, 9), State.SUPPRESSED),
        ((3, 8), (2, 7), State.SUPPRESSED),
        ((12, 40), (0, 0), State.NOT_APPLICABLE),
    ],
)
@BOTH
def test_a_change_is_suppressed_when_either_end_is(
    now: tuple[int, int], before: tuple[int, int], state: State, policy: Policy
) -> None:
    of = framework(ONE, measure("change", Change("change", "share")))
    rows = [
        {"figure": "share", "period": YEAR, "numerator": now[0], "denominator": now[1]},
        {"figure": "share", "period": "2023-24", "numerator": before[0], "denominator": before[1]},
        {
            "figure": "change", "period": YEAR, "numerator": now[0], "denominator": now[1],
            "earlier_numerator": before[0], "earlier_denominator": before[1],
        },
    ]  # fmt: skip
    row = cell(publish(results_of(of, rows), policy), f"change LA {YEAR}")
    assert row.state == state
    assert (row.numerator, row.denominator) == (None, None)
    if state is State.VALUE:
        counts = [
            tuple(rounded(np.arange(x, x + 1), policy.round_to)[0] for x in end) for end in (now, before)
        ]
        assert row.value == pytest.approx(
            100 * counts[0][0] / counts[0][1] - 100 * counts[1][0] / counts[1][1]
        )
        assert row.method == Method.NEWCOMBE
    elif state is State.SUPPRESSED:
        assert is_bare(row)


# States


@BOTH
@pytest.mark.parametrize("of", [ONE, NUMBER, RATE, MEAN], ids=lambda of: of.id)
def test_a_suppressed_figure_says_nothing_but_that(of: Measure, policy: Policy) -> None:
    row = published_row(of, policy, numerator=3, denominator=None if of is NUMBER else 8, squares=9)
    assert (row.state, row.symbol) == (State.SUPPRESSED, "[c]")
    assert is_bare(row)


@BOTH
def test_everything_that_is_suppressed_in_a_world_is_bare(policy: Policy) -> None:
    counts = rounded(np.arange(0, 3 * 4 * 3 * 3) % 17, 1).reshape(3, 4, 3, 3)
    published = publish(Grid(counts, ("share", "known_share", "number", "said_yes")).results(), policy)
    suppressed = [each for each in published.cells() if each.state is State.SUPPRESSED]
    assert len(suppressed) > 20
    assert all(is_bare(each) for each in suppressed)


@BOTH
@pytest.mark.parametrize(
    ("x", "n", "value"), [(0, 10, 0.0), (10, 10, 100.0), (0, 300, 0.0), (300, 300, 100.0)]
)
def test_none_and_all_of_enough_people_are_shown(x: int, n: int, value: float, policy: Policy) -> None:
    row = published_row(ONE, policy, numerator=x, denominator=n)
    assert (row.state, row.value) == (State.VALUE, value)


@BOTH
@pytest.mark.parametrize(("x", "n"), [(0, 9), (9, 9), (0, 1), (1, 1)])
def test_none_and_all_of_few_people_are_not(x: int, n: int, policy: Policy) -> None:
    assert is_bare(published_row(ONE, policy, numerator=x, denominator=n))


@BOTH
def test_nobody_is_not_none(policy: Policy) -> None:
    row = published_row(ONE, policy, numerator=0, denominator=0)
    assert (row.state, row.symbol, row.note) == (State.NOT_APPLICABLE, "[z]", "Nobody was eligible.")
    assert numbers(row) == (None,) * 5
    assert published_row(NUMBER, policy, numerator=0).value == 0.0


def test_a_count_that_has_not_come_in_is_not_available() -> None:
    row = published_row(ONE, PUBLIC, numerator=None, denominator=40)
    assert (row.state, row.symbol) == (State.NOT_AVAILABLE, "[x]")
    assert numbers(row) == (None,) * 5 and row.note.endswith(".")


@pytest.mark.parametrize(
    ("policy", "x", "n", "lower", "upper"),
    [
        (INTERNAL, (10, 14), 40, 25.0, 35.0),
        (INTERNAL, (10, 14), (40, 50), 20.0, 35.0),
        (PUBLIC, (12, 18), 41, 22.2222, 50.0),
    ],
)
def test_counts_within_bounds_give_a_range(
    policy: Policy, x: Any, n: Any, lower: float, upper: float
) -> None:
    row = published_row(ONE, policy, numerator=x, denominator=n)
    assert (row.state, row.symbol, row.value, row.numerator, row.denominator) == (
        State.RANGE,
        "",
        None,
        None,
        None,
    )
    assert (row.lower, row.upper) == (lower, upper)


def test_what_rounds_to_zero_is_not_none() -> None:
    row = published_row(ONE, INTERNAL, numerator=5, denominator=20_000)
    assert (row.state, row.symbol, row.numerator) == (State.ROUNDS_TO_ZERO, "[low]", 5)
    assert published_row(ONE, INTERNAL, numerator=0, denominator=20_000).state == State.VALUE


def test_a_figure_that_is_never_counted_says_why() -> None:
    of = framework(
        ONE,
        measure("pointed", CrossReference("cross_reference", "share")),
        measure("undecided", ToBeDetermined("to_be_determined")),
        measure("off", proportion("flag"), off="Not asked here."),
    )
    published = publish(results_of(of, [{"figure": "share", "numerator": 20, "denominator": 40}]), PUBLIC)
    for figure, words in (("pointed", "share"), ("undecided", "determined"), ("off", "Not asked here.")):
        (row,) = published.where(figure=figure).cells()
        assert (row.state, row.place, row.period) == (State.NOT_APPLICABLE, "LA", "")
        assert words in row.note and numbers(row) == (None,) * 5


# The whole


def both_quarters(**changed: Any) -> Published:
    results = results_of(
        framework(SHARE, NUMBER), Grid(np.arange(0, 18).reshape(2, 1, 3, 3) * 7, ("share", "number")).rows()
    )
    return publish(replace(results, **changed), PUBLIC)


def test_rows_are_sorted_by_key_and_none_is_there_twice() -> None:
    published = both_quarters()
    keys = [(e.source, e.figure, e.place, e.period, e.breakdown, e.group) for e in published.cells()]
    assert keys == sorted(set(keys)) and published.table.schema.equals(PUBLISHED)


def test_what_is_needed_to_read_them_comes_with_them() -> None:
    about = About("Drawnborough", home="LA", notice="Invented.")
    published = both_quarters(about=about)
    assert (published.title, published.notice, published.home) == ("Drawnborough", "Invented.", "LA")
    assert published.policy == PUBLIC and published.framework is not None
    assert [each.id for each in published.figures] == ["share", "share.no", "share.unknown", "number"]
    assert [each.id for each in published.periods] == [YEAR]
    assert published.lines.groups and published.lines.places and published.lines.splits


@pytest.mark.parametrize(
    ("policy", "rows", "shown"),
    [
        (INTERNAL, 0, 0),
        (INTERNAL, 9, None),
        (INTERNAL, 12, 10),
        (PUBLIC, 9, None),
        (PUBLIC, 13, 15),
        (PUBLIC, 1203, 1205),
    ],
)
def test_how_much_came_in_is_under_the_same_policy(policy: Policy, rows: int, shown: int | None) -> None:
    came = InputState("events", period(YEAR), Came.COMPLETE, rows, 0, date(2025, 5, 1))
    results = results_of(framework(NUMBER), [{"figure": "number", "numerator": 20}])
    published = publish(replace(results, inputs=(came,)), policy)
    assert published.coverage == (Coverage("events", YEAR, CameIn.COMPLETE, date(2025, 5, 1), shown),)


def test_a_period_whose_returns_are_not_all_in_is_not_available() -> None:
    came = InputState("events", period("2024-25-Q1"), Came.PART, 20, 0)
    results = results_of(framework(NUMBER), [{"figure": "number", "numerator": 20}])
    published = publish(replace(results, inputs=(came,)), PUBLIC)
    assert cell(published, "number LA 2024-25-Q1").state == State.NOT_AVAILABLE


def test_the_same_results_are_the_same_figures() -> None:
    assert both_quarters() == both_quarters()


def test_a_scope_of_its_own_is_counted_by_itself() -> None:
    """A figure that shares nothing with another is judged by itself, however small the other is."""
    of = framework(ONE, measure("visits", proportion("sex = 'female'", Scope("visits"))))
    rows = drawn_rows("figure | numerator | denominator\nshare | 20 | 40\nvisits | 2 | 40")
    published = publish(results_of(of, rows), PUBLIC)
    assert cell(published, f"share LA {YEAR}").state == State.VALUE
    assert cell(published, f"visits LA {YEAR}").state == State.SUPPRESSED
