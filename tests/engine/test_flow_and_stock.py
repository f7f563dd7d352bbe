"""What falls in a period: a flow by its date, a stock by being open on the period's last day."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn import EVENTS, TREE, drawn_and_counted, hold, look, measure, store_of, table
from drawn import counted as counted_in
from drawn import framework as framework_of
from hearth.framework.measures import Count, Scope
from hearth.kernel.periods import PeriodKind, period
from hearth.kernel.places import PlaceTree

REFERRALS = """
person | day        | closed     | area | sex
Amina  | 2023-03-31 | 2023-06-30 | A1   | female
Bea    | 2023-04-01 | 2023-04-30 | A1   | female
Carl   | 2023-06-30 | 2023-07-01 | A2   | male
Dev    | 2023-07-01 | -          | A2   | male
Ewa    | -          | 2023-08-01 | A1   | female
"""

REFERRED = measure("referred", Count("count", Scope("events")))
CLOSED = measure("closed", Count("count", Scope("events", dated_by="closed")))
DUE = measure("due", Count("count", Scope("events", dated_by="days_after(day, 30)")))
LATER = measure("later", Count("count", Scope("events", dated_by="greatest(day, closed)")))


@pytest.mark.parametrize(
    ("figure", "quarters", "year"),
    [
        ("referred", (2, 1, 0, 0), 3),  # Bea and Carl; Dev; Amina was the year before, Ewa on no day
        ("closed", (2, 2, 0, 0), 4),  # Amina on the last day and Bea; Carl on the first day and Ewa
        ("due", (2, 2, 0, 0), 4),  # Amina 30 April, Bea 1 May; Carl 30 July, Dev 31 July
        ("later", (2, 3, 0, 0), 5),  # Amina, Bea; Carl, Dev (not closed: the day), Ewa (no day: the close)
    ],
)
def test_a_flow_is_in_the_period_that_its_date_falls_in(
    figure: str, quarters: tuple[int, ...], year: int, engine: str, tmp_path: Path
) -> None:
    results = drawn_and_counted(
        tmp_path / "store", EVENTS, REFERRALS, REFERRED, CLOSED, DUE, LATER, engine=engine
    )
    for number, expected in enumerate(quarters, start=1):
        assert look(results, figure, "LA", f"2023-24-Q{number}") == {"numerator": expected}
    assert look(results, figure, "LA", "2023-24") == {"numerator": year}


EPISODES = """
person | day        | closed     | area
Amina  | 2023-04-10 | 2023-06-30 | A1
Bea    | 2023-06-30 | 2023-06-30 | A1
Carl   | 2023-06-30 | 2023-07-01 | A1
Dev    | 2022-01-01 | -          | A2
Ewa    | 2023-07-01 | -          | A1
Fay    | 2023-04-20 | 2023-04-30 | A1
Gus    | -          | 2023-12-01 | A1
Hal    | 2023-05-01 | 2023-03-01 | A1
"""

OPEN = measure("open", Count("count", Scope("events", open_from="day", open_until="closed")))


def test_a_stock_is_who_was_open_at_the_end_of_the_last_day(engine: str, tmp_path: Path) -> None:
    """Open on the day it opens, not on the day it closes, nor where nobody says that it opened."""
    results = drawn_and_counted(tmp_path / "store", EVENTS, EPISODES, OPEN, engine=engine)
    at_the_end = {"2023-24-Q1": 2, "2023-24-Q2": 2, "2023-24-Q3": 2, "2023-24-Q4": 2}
    assert {each: look(results, "open", "LA", each)["numerator"] for each in at_the_end} == at_the_end
    assert look(results, "open", "A1", "2023-24-Q1") == {"numerator": 1}  # Carl
    assert look(results, "open", "A1", "2023-24-Q2") == {"numerator": 1}  # Ewa


def test_a_stock_at_the_years_end_is_that_of_its_last_quarter_not_the_sum_of_four(
    engine: str, tmp_path: Path
) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, EPISODES, OPEN, engine=engine)
    assert look(results, "open", "LA", "2023-24") == {"numerator": 2}
    assert look(results, "open", "LA", "2024-25") == look(results, "open", "LA", "2024-25-Q4")


def test_those_open_are_counted_in_every_quarter_in_which_nothing_happened(
    engine: str, tmp_path: Path
) -> None:
    """Dev, who opened before the first return: A2 has no other record, in any period."""
    results = drawn_and_counted(tmp_path / "store", EVENTS, EPISODES, OPEN, engine=engine)
    quarters = [f"{year}-Q{number}" for year in ("2023-24", "2024-25") for number in (1, 2, 3, 4)]
    assert [look(results, "open", "A2", each)["numerator"] for each in quarters] == [1] * 8


def test_a_stock_is_placed_by_the_map_of_the_day_it_is_counted(engine: str, tmp_path: Path) -> None:
    """A3 lay in W1 until 31 December 2023, and lies in W2 since."""
    text = """
    person | day        | closed | area
    Amina  | 2023-05-01 | -      | A3
    """
    results = drawn_and_counted(tmp_path / "store", EVENTS, text, OPEN, engine=engine)
    wards = {each: [look(results, "open", ward, each)["numerator"] for ward in ("W1", "W2")] for each in
             ("2023-24-Q2", "2023-24-Q3", "2023-24-Q4", "2023-24")}  # fmt: skip
    assert wards == {"2023-24-Q2": [1, 0], "2023-24-Q3": [1, 0], "2023-24-Q4": [0, 1], "2023-24": [0, 1]}


EDGES = """
person | day
Amina  | 2023-03-31
Bea    | 2023-04-01
Carl   | 2023-06-30
Dev    | 2023-07-01
Ewa    | 2023-08-31
Fay    | 2023-09-01
Gus    | 2024-02-29
Hal    | 2024-03-31
Ines   | 2024-04-01
Jo     | 2024-08-31
Kim    | 2024-09-01
"""


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PeriodKind.QUARTER, {"2023-24-Q1": 2, "2023-24-Q2": 3, "2023-24-Q4": 2, "2024-25-Q1": 1}),
        (PeriodKind.FINANCIAL_YEAR, {"2023-24": 7, "2024-25": 3}),
        (PeriodKind.ACADEMIC_YEAR, {"AY2023-24": 5}),  # Fay to Jo; neither neighbour is all covered
        (PeriodKind.CALENDAR_YEAR, {"2024": 5}),
        (PeriodKind.MONTH, {"2023-04": 1, "2023-06": 1, "2023-07": 1, "2024-02": 1, "2024-03": 1}),
        (PeriodKind.ROLLING_YEAR, {"R12-2024-03": 7, "R12-2024-06": 6, "R12-2024-09": 5}),
    ],
)
def test_a_day_is_in_the_periods_whose_edges_it_stands_on(
    kind: PeriodKind, expected: dict[str, int], engine: str, tmp_path: Path
) -> None:
    counted = measure("counted", Count("count", Scope("events")), periods=(kind,), breakdowns=())
    results = drawn_and_counted(tmp_path / "store", EVENTS, EDGES, counted, engine=engine)
    found = {each.id: look(results, "counted", "LA", each.id)["numerator"] for each in results.periods}
    assert {id: found[id] for id in expected} == expected
    if kind in (PeriodKind.ACADEMIC_YEAR, PeriodKind.CALENDAR_YEAR):
        assert set(found) == set(expected)


def test_a_place_that_has_closed_is_not_listed_and_its_people_are_not_lost(
    engine: str, tmp_path: Path
) -> None:
    """A4 is no longer a place after June 2023: who is still said to live there is in the authority, ward not known."""
    gone = period("2023-24-Q1").end
    places = tuple(
        type(each)(each.code, each.name, each.level, valid_to=gone) if each.code == "A4" else each
        for each in TREE.places
    )
    links = tuple(
        type(each)(each.child, each.parent, valid_to=gone) if each.child == "A4" else each
        for each in TREE.links
    )
    text = """
    person | day        | area
    Amina  | 2023-05-01 | A4
    Bea    | 2023-08-01 | A4
    """
    store = store_of(tmp_path / "store", tree=PlaceTree(places, links), populations=None)
    hold(store, EVENTS, table(EVENTS, text))
    results = counted_in(store, framework_of(REFERRED), engine)
    assert look(results, "referred", "W2", "2023-24-Q1") == {"numerator": 1}
    assert look(results, "referred", "W2", "2023-24-Q2") == {"numerator": 0}
    assert look(results, "referred", "A4", "2023-24-Q2") is None
    assert look(results, "referred", "LA?ward", "2023-24-Q2") == {"numerator": 1}
    assert look(results, "referred", "LA", "2023-24-Q2") == {"numerator": 1}
