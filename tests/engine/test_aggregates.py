"""Rows already added up: alone, beside records in one period, within bounds, and never the same people twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drawn import EVENTS, VISITS, counted, framework, hold, hold_aggregates, look, measure, store_of, table
from hearth.engine.results import Results
from hearth.framework.measures import Count, Input, Mean, Measure, Proportion, Rate, Scope, Speaks
from hearth.kernel.errors import NotMeasurable
from hearth.kernel.periods import PeriodKind, period
from hearth.store.store import Store

SHARE = measure(
    "share", Proportion("proportion", Scope("events"), "outcome = 'yes'", known="outcome <> 'unknown'")
)
NUMBER = measure("number", Count("count", Scope("events")))
PEOPLE = measure("people", Count("count", Scope("events", unit="person")))
STOCK = measure("stock", Count("count", Scope("events", open_from="day", open_until="closed")))
QUARTERS = tuple(period(f"2023-24-Q{number}") for number in (1, 2, 3, 4))
Q1, Q2, Q3, Q4 = QUARTERS
YEAR = period("2023-24")

RECORDS = """
person | day        | area | sex    | outcome
Amina  | 2023-04-01 | A1   | female | yes
Bea    | 2023-05-01 | A4   | female | no
Bea    | 2023-07-01 | A4   | female | yes
"""


def stated(figure: str, place: str, numerator: Any, denominator: Any = None, **more: Any) -> dict[str, Any]:
    row = {"figure": figure, "place": place, "numerator": numerator, **more}
    return row if denominator is None else row | {"denominator": denominator}


def of_sex(row: dict[str, Any], sex: str) -> dict[str, Any]:
    return row | {"breakdown": "sex", "group": sex}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of(tmp_path / "store")


def results_of(store: Store, engine: str, *measures: Measure) -> Results:
    return counted(store, framework(*measures), engine)


# Alone, and together


def test_aggregate_rows_alone(store: Store, engine: str) -> None:
    rows = [stated("share", "W1", 3, 10, known=9), stated("share", "W2", 2, 5, known=5)]
    hold_aggregates(store, EVENTS, Q1, rows)
    results = results_of(store, engine, SHARE)
    assert look(results, "share", "W1", Q1.id) == {"numerator": 3, "denominator": 10, "known": 9}
    assert look(results, "share", "LA", Q1.id) == {"numerator": 5, "denominator": 15, "known": 14}
    assert look(results, "share", "LA", YEAR.id) is None  # one quarter of four


def test_no_place_below_those_stated_is_listed(store: Store, engine: str) -> None:
    """Small areas, and hubs of which nothing is stated, would be a page of noughts that nobody counted."""
    hold_aggregates(store, EVENTS, Q1, [stated("share", "W1", 3, 10)])
    results = results_of(store, engine, SHARE)
    assert not any(each.place.startswith("A") for each in results.cells())
    assert not any(each.place in ("H1", "H2", "W2") for each in results.cells())
    assert look(results, "share", "LA?hub", Q1.id) == {"numerator": 3, "denominator": 10, "known": (0, 10)}


def test_places_of_which_nothing_is_stated_are_told_as_a_gap(store: Store, engine: str) -> None:
    hold_aggregates(store, EVENTS, Q1, [stated("share", "W1", 3, 10)])
    (gap,) = results_of(store, engine, SHARE).gaps
    assert (gap.figure, gap.period, gap.places) == ("share", Q1.id, ("W2",))


def test_a_breakdown_that_is_not_stated_is_not_listed(store: Store, engine: str) -> None:
    hold_aggregates(
        store, EVENTS, Q1, [stated("share", "W1", 3, 10), of_sex(stated("share", "W1", 1, 4), "male")]
    )
    results = results_of(store, engine, SHARE)
    assert {each.breakdown for each in results.cells()} == {"", "sex"}


def test_records_and_aggregate_rows_in_one_period_add(store: Store, engine: str) -> None:
    """Two partners: one sends records, the other, for another part of the borough, what it has added up."""
    hold(store, EVENTS, table(EVENTS, RECORDS), YEAR)
    hold_aggregates(
        store,
        EVENTS,
        Q1,
        [stated("share", "W2", 2, 5, known=4), of_sex(stated("share", "W2", 1, 2, known=2), "male")],
    )
    results = results_of(store, engine, SHARE)
    assert look(results, "share", "W1", Q1.id) == {"numerator": 1, "denominator": 1, "known": 1}
    assert look(results, "share", "W2", Q1.id) == {"numerator": 2, "denominator": 6, "known": 5}
    assert look(results, "share", "LA", Q1.id) == {"numerator": 3, "denominator": 7, "known": 6}
    assert look(results, "share", "LA", YEAR.id) == {"numerator": 4, "denominator": 8, "known": 7}
    assert look(results, "share", "LA", Q1.id, "sex", "female") == {
        "numerator": 1,
        "denominator": 2,
        "known": 2,
    }
    assert look(results, "share", "LA", Q1.id, "sex", "male") == {
        "numerator": 1,
        "denominator": 2,
        "known": 2,
    }
    assert look(results, "share", "LA", Q1.id, "sex", "not_known") == {
        "numerator": 1,
        "denominator": 3,
        "known": 2,
    }
    assert look(results, "share", "W2?small_area", Q1.id) == {"numerator": 2, "denominator": 5, "known": 4}


def test_quarters_of_records_and_quarters_of_aggregate_rows_make_a_year(store: Store, engine: str) -> None:
    hold(store, EVENTS, table(EVENTS, RECORDS), Q1, Q2)
    for quarter in (Q3, Q4):
        hold_aggregates(store, EVENTS, quarter, [stated("number", "LA", 10)])
    results = results_of(store, engine, NUMBER)
    assert look(results, "number", "LA", YEAR.id) == {"numerator": 23}
    assert look(results, "number", "LA", Q2.id) == {"numerator": 1}
    assert look(results, "number", "LA", Q3.id) == {"numerator": 10}


# Which a measure allows


@pytest.mark.parametrize(
    ("allowed", "q1", "year"),
    [
        ((Input.ROWS,), 2, 3),
        ((Input.AGGREGATES,), 5, None),
        ((Input.ROWS, Input.AGGREGATES), 7, 8),
    ],
)
def test_a_measure_is_counted_from_what_it_allows_and_nothing_else(
    allowed: tuple[Input, ...], q1: int, year: int | None, store: Store, engine: str
) -> None:
    hold(store, EVENTS, table(EVENTS, RECORDS), YEAR)
    hold_aggregates(store, EVENTS, Q1, [stated("number", "W1", 5)])
    only = measure("number", Count("count", Scope("events")), counted_from=allowed)
    results = results_of(store, engine, only)
    assert look(results, "number", "LA", Q1.id) == {"numerator": q1}
    assert look(results, "number", "LA", YEAR.id) == (None if year is None else {"numerator": year})


@pytest.mark.parametrize("allowed", [Input.ROWS, Input.AGGREGATES])
def test_what_a_measure_does_not_allow_is_no_nought_either(allowed: Input, store: Store, engine: str) -> None:
    """Where only the other sort came in, the figure is not there: a nought would say that nobody was."""
    only = measure("number", Count("count", Scope("events")), counted_from=(allowed,))
    if allowed is Input.ROWS:
        hold_aggregates(store, EVENTS, Q1, [stated("number", "LA", 5)])
    else:
        hold(store, EVENTS, table(EVENTS, RECORDS), Q1)
    results = results_of(store, engine, only)
    assert len(results) == 0
    assert [(each.period.id, each.state) for each in results.inputs if each.period == Q1] == [
        (Q1.id, "complete")
    ]


def test_aggregate_rows_of_other_figures_make_no_nought_of_this_one(store: Store, engine: str) -> None:
    hold_aggregates(store, EVENTS, Q1, [stated("share", "LA", 3, 10)])
    results = results_of(store, engine, SHARE, NUMBER)
    assert look(results, "number", "LA", Q1.id) is None
    assert look(results, "share", "LA", Q1.id) is not None


# Bounds


def test_a_count_known_within_bounds_stays_within_bounds_in_every_sum(store: Store, engine: str) -> None:
    """Nobody says how many of W1's are known: from none to all of them."""
    hold(store, EVENTS, table(EVENTS, RECORDS), YEAR)
    rows = [stated("share", "W1", (1, 4), (40, 44)), stated("share", "W2", 2, 5, known=3)]
    hold_aggregates(store, EVENTS, Q1, rows)
    results = results_of(store, engine, SHARE)
    assert look(results, "share", "W1", Q1.id) == {
        "numerator": (2, 5),
        "denominator": (41, 45),
        "known": (1, 45),
    }
    assert look(results, "share", "W2", Q1.id) == {"numerator": 2, "denominator": 6, "known": 4}
    assert look(results, "share", "LA", YEAR.id) == {
        "numerator": (5, 8),
        "denominator": (48, 52),
        "known": (6, 50),
    }
    assert look(results, "share", "LA", Q2.id) == {"numerator": 1, "denominator": 1, "known": 1}


def test_what_is_stated_for_everyone_but_for_no_group_is_in_not_known(store: Store, engine: str) -> None:
    """Ten people, of whom one to four are female and three male: from three to six are of no known sex."""
    rows = [
        stated("number", "W1", 10),
        of_sex(stated("number", "W1", (1, 4)), "female"),
        of_sex(stated("number", "W1", 3), "male"),
    ]
    hold_aggregates(store, EVENTS, Q1, rows)
    results = results_of(store, engine, NUMBER)
    found = {sex: look(results, "number", "W1", Q1.id, "sex", sex)["numerator"] for sex in
             ("female", "male", "not_known")}  # fmt: skip
    assert found == {"female": (1, 4), "male": 3, "not_known": (3, 6)}


def test_where_only_groups_are_stated_everyone_is_their_sum(store: Store, engine: str) -> None:
    rows = [
        of_sex(stated("number", "W1", (1, 4)), "female"),
        of_sex(stated("number", "W1", 3), "male"),
        of_sex(stated("number", "W1", 2), "not_known"),
    ]
    hold_aggregates(store, EVENTS, Q1, rows)
    results = results_of(store, engine, NUMBER)
    assert look(results, "number", "W1", Q1.id) == {"numerator": (6, 9)}
    assert look(results, "number", "LA", Q1.id, "sex", "female") == {"numerator": (1, 4)}


def test_a_group_that_the_breakdown_does_not_have_is_not_known(store: Store, engine: str) -> None:
    rows = [stated("number", "W1", 10), of_sex(stated("number", "W1", 4), "unheard of")]
    hold_aggregates(store, EVENTS, Q1, rows)
    results = results_of(store, engine, NUMBER)
    assert look(results, "number", "W1", Q1.id, "sex", "not_known") == {"numerator": 10}


def test_a_sum_that_fell_below_nothing_is_shared_out_as_it_is(store: Store, engine: str) -> None:
    """Scores that fell by 9.00 in all, by 5.00 among the boys: by 4.00 among those of no known sex."""
    fall = measure("fall", Mean("mean", Scope("events"), "after - before"))
    rows = [
        stated("fall", "W1", -900, 4, squares=300_000),
        of_sex(stated("fall", "W1", -500, 3, squares=100_000), "male"),
    ]
    hold_aggregates(store, EVENTS, Q1, rows)
    results = results_of(store, engine, fall)
    assert look(results, "fall", "W1", Q1.id, "sex", "not_known") == {
        **{"numerator": -400, "denominator": 1, "squares": 200_000}
    }


def test_a_place_we_do_not_know_counts_for_the_authority(store: Store, engine: str) -> None:
    hold_aggregates(store, EVENTS, Q1, [stated("number", "W1", 3), stated("number", "elsewhere", 2)])
    results = results_of(store, engine, NUMBER)
    assert look(results, "number", "LA?ward", Q1.id) == {"numerator": 2}
    assert look(results, "number", "LA", Q1.id) == {"numerator": 5}


def test_a_rate_of_aggregate_rows_is_per_head_of_the_population(store: Store, engine: str) -> None:
    rate = measure("rate", Rate("rate", Scope("events"), 10_000, (0, 17)))
    hold_aggregates(store, EVENTS, Q1, [stated("rate", "W2", (1, 4))])
    results = results_of(store, engine, rate)
    assert look(results, "rate", "W2", Q1.id) == {"numerator": (1, 4), "denominator": 402}


# The same people twice


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("LA", Q1), ("W1", Q1)),  # a place inside a place
        (("W1", Q1), ("A1", Q1)),
        (("W1", Q1), ("H1", Q1)),  # two that share A1
        (("LA", YEAR), ("LA", Q2)),  # a period inside a period
        (("LA", YEAR), ("W1", Q2)),  # both
    ],
)
def test_the_same_people_stated_twice_are_refused_and_both_are_named(
    one: tuple[str, Any], other: tuple[str, Any], store: Store, engine: str
) -> None:
    for number, (place, when) in enumerate((one, other)):
        hold_aggregates(store, EVENTS, when, [stated("number", place, 5)], sender=f"sender {number}")
    with pytest.raises(NotMeasurable) as refused:
        results_of(store, engine, NUMBER)
    said = refused.value.message
    assert "number" in said and "count twice" in said
    assert one[0] in said and other[0] in said
    if one[0] == other[0]:
        assert f"{one[0]} in {one[1].id}" in said and f"{other[0]} in {other[1].id}" in said
    assert "keep the other" in refused.value.remedy


def test_two_senders_who_state_the_same_place_are_refused(store: Store, engine: str) -> None:
    for sender in ("one", "other"):
        hold_aggregates(store, EVENTS, Q1, [stated("number", "W1", 5)], sender=sender)
    with pytest.raises(NotMeasurable, match=r"number is stated twice for W1 in 2023-24-Q1"):
        results_of(store, engine, NUMBER)


def test_wards_in_one_quarter_and_the_whole_in_the_next_are_not_the_same_people(
    store: Store, engine: str
) -> None:
    hold_aggregates(store, EVENTS, Q1, [stated("number", "W1", 5), stated("number", "W2", 1)])
    hold_aggregates(store, EVENTS, Q2, [stated("number", "LA", 7)])
    hold_aggregates(store, EVENTS, Q3, [stated("number", "H1", 2), stated("number", "H2", 2)])
    hold_aggregates(store, EVENTS, Q4, [stated("number", "A1", 1)])
    results = results_of(store, engine, NUMBER)
    assert look(results, "number", "LA", YEAR.id) == {"numerator": 18}
    wards = {each: look(results, "number", each, YEAR.id)["numerator"] for each in
             ("W1", "W2", "LA?ward", "H1?ward", "H2?ward")}  # fmt: skip
    assert wards == {"W1": 6, "W2": 1, "LA?ward": 7, "H1?ward": 2, "H2?ward": 2}


def test_a_return_that_is_sent_again_replaces_and_does_not_add(store: Store, engine: str) -> None:
    hold_aggregates(store, EVENTS, Q1, [stated("number", "W1", 5)])
    hold_aggregates(store, EVENTS, Q1, [stated("number", "W1", 6)])
    assert look(results_of(store, engine, NUMBER), "number", "LA", Q1.id) == {"numerator": 6}


# What does not add over periods


@pytest.mark.parametrize("figure", [PEOPLE, STOCK], ids=lambda each: each.id)
def test_a_year_of_distinct_people_or_of_a_stock_is_taken_only_as_stated_for_the_year(
    figure: Measure, store: Store, engine: str
) -> None:
    """Four quarters of distinct people are no year, and a nought would be worse. The year itself may be stated too."""
    for quarter in QUARTERS:
        hold_aggregates(store, EVENTS, quarter, [stated(figure.id, "LA", 10)])
    results = results_of(store, engine, figure)
    assert look(results, figure.id, "LA", Q4.id) == {"numerator": 10}
    assert look(results, figure.id, "LA", YEAR.id) is None
    hold_aggregates(store, EVENTS, YEAR, [stated(figure.id, "LA", 25)])
    results = results_of(store, engine, figure)
    assert look(results, figure.id, "LA", YEAR.id) == {"numerator": 25}
    assert look(results, figure.id, "LA", Q4.id) == {"numerator": 10}


def test_a_year_is_not_counted_without_the_people_of_a_partner_who_states_quarters_only(
    store: Store, engine: str
) -> None:
    hold(store, EVENTS, table(EVENTS, RECORDS), YEAR)
    for quarter in QUARTERS:
        hold_aggregates(store, EVENTS, quarter, [stated("people", "W2", 10)])
    results = results_of(store, engine, PEOPLE)
    assert look(results, "people", "LA", Q1.id) == {"numerator": 12}
    assert look(results, "people", "LA", YEAR.id) is None
    hold_aggregates(store, EVENTS, YEAR, [stated("people", "W2", 25)])
    assert look(results_of(store, engine, PEOPLE), "people", "LA", YEAR.id) == {"numerator": 27}


def test_distinct_people_everywhere_are_taken_as_stated_for_each_place(store: Store, engine: str) -> None:
    everywhere = measure(
        "everywhere",
        Count("count", Scope("visits", unit="person", speaks=Speaks.EVERYWHERE)),
        smallest_place="hub",
        periods=(PeriodKind.QUARTER,),
    )
    hold_aggregates(store, VISITS, Q1, [stated("everywhere", "H1", 4), stated("everywhere", "H2", 5)])
    results = counted(store, framework(everywhere), engine)
    assert look(results, "everywhere", "H1", Q1.id) == {"numerator": 4}
    assert look(results, "everywhere", "H2", Q1.id) == {"numerator": 5}
