"""Distinct people: whoever has several records is one person, and where she counts is said, not left to chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn import VISITS, drawn_and_counted, look, measure
from hearth.engine.results import Results
from hearth.framework.meaning import Figure
from hearth.framework.measures import Count, Measure, Proportion, Scope, Speaks
from hearth.kernel.periods import PeriodKind

VISITED = """
person | day        | hub | home | sex
Amina  | 2023-04-03 | H1  | A1   | female
Amina  | 2023-05-09 | H2  | A1   | -
Amina  | 2023-08-01 | H2  | A1   | female
Bilal  | 2023-06-30 | H2  | A2   | male
Bilal  | 2023-07-01 | H2  | A2   | male
Cora   | 2023-09-30 | H1  | -    | female
-      | 2023-04-04 | H1  | A1   | female
"""


def people(id: str, speaks: Speaks, where: str | None = None) -> Measure:
    scope = Scope("visits", where=where, unit="person", speaks=speaks)
    return measure(id, Count("count", scope), smallest_place="hub")


BY_FIRST = people("by first", Speaks.FIRST)
EVERYWHERE = people("everywhere", Speaks.EVERYWHERE)


@pytest.fixture
def results(engine: str, tmp_path: Path) -> Results:
    return drawn_and_counted(tmp_path / "store", VISITS, VISITED, BY_FIRST, EVERYWHERE, engine=engine)


def at(results: Results, figure: str, period: str, breakdown: str = "", group: str = "") -> tuple[int, ...]:
    """The people at H1, at H2, and in all."""
    return tuple(
        look(results, figure, place, period, breakdown, group)["numerator"] for place in ("H1", "H2", "LA")
    )


def test_a_parent_at_two_hubs_counts_at_the_first_where_her_first_record_speaks(results: Results) -> None:
    assert at(results, "by first", "2023-24-Q1") == (1, 1, 2)  # Amina at H1, Bilal at H2


def test_a_parent_at_two_hubs_counts_at_both_where_each_hub_counts_its_own(results: Results) -> None:
    """And once in the authority: the hubs' counts do not add."""
    assert at(results, "everywhere", "2023-24-Q1") == (1, 2, 2)


def test_a_person_seen_in_two_quarters_counts_in_each_and_once_in_the_year(results: Results) -> None:
    for figure in ("by first", "everywhere"):
        quarters = [at(results, figure, f"2023-24-Q{number}")[2] for number in (1, 2, 3, 4)]
        assert quarters == [2, 3, 0, 0]
        assert at(results, figure, "2023-24")[2] == 3 != sum(quarters)
    assert at(results, "by first", "2023-24") == (2, 1, 3)
    assert at(results, "everywhere", "2023-24") == (2, 2, 3)


def test_a_record_of_nobody_counts_nobody(results: Results) -> None:
    """The visit with no name would have made three at H1."""
    assert at(results, "by first", "2023-24")[0] == 2


def test_by_the_first_record_groups_add_up(results: Results) -> None:
    """Amina's second visit says no sex: her first says it for her."""
    groups = {
        sex: at(results, "by first", "2023-24-Q1", "sex", sex) for sex in ("female", "male", "not_known")
    }
    assert groups == {"female": (1, 0, 1), "male": (0, 1, 1), "not_known": (0, 0, 0)}


def test_everywhere_a_person_counts_in_each_group_that_a_record_of_hers_is_in(results: Results) -> None:
    groups = {
        sex: at(results, "everywhere", "2023-24-Q1", "sex", sex) for sex in ("female", "male", "not_known")
    }
    assert groups == {"female": (1, 0, 1), "male": (0, 1, 1), "not_known": (0, 1, 1)}


def test_groups_by_where_she_lives_are_of_the_home_not_of_the_hub(results: Results) -> None:
    fifths = {
        fifth: at(results, "by first", "2023-24", "deprivation", fifth) for fifth in ("1", "2", "not_known")
    }
    assert fifths == {"1": (1, 0, 1), "2": (0, 1, 1), "not_known": (1, 0, 1)}


@pytest.mark.parametrize(
    ("figure", "adds"),
    [("by first", {"place", "group"}), ("everywhere", set())],
)
def test_a_figure_says_along_what_it_adds(figure: str, adds: set[str], results: Results) -> None:
    found: Figure = results.figure(figure)
    assert found.adds == adds


def test_twelve_months_that_overlap_are_each_counted_afresh(engine: str, tmp_path: Path) -> None:
    text = """
    person | day        | hub
    Amina  | 2023-04-10 | H1
    Amina  | 2023-12-10 | H1
    Amina  | 2024-05-10 | H2
    Bilal  | 2023-06-30 | H1
    Cora   | 2024-07-01 | H1
    """
    rolling = {"periods": (PeriodKind.ROLLING_YEAR,), "breakdowns": (), "smallest_place": "hub"}
    first = measure("by first", Count("count", Scope("visits", unit="person")), **rolling)
    visits = measure("visits", Count("count", Scope("visits")), **rolling)
    results = drawn_and_counted(tmp_path / "store", VISITS, text, first, visits, engine=engine)
    assert [each.id for each in results.periods] == [
        *("R12-2024-03", "R12-2024-06", "R12-2024-09", "R12-2024-12", "R12-2025-03")
    ]
    # Amina's first visit of the twelve months is at H1 until those that begin in January 2024.
    assert at(results, "by first", "R12-2024-03") == (2, 0, 2)
    assert at(results, "by first", "R12-2024-06") == (1, 0, 1)
    assert at(results, "by first", "R12-2024-09") == (2, 0, 2)
    assert at(results, "by first", "R12-2024-12") == (1, 1, 2)
    assert at(results, "by first", "R12-2025-03") == (1, 1, 2)
    assert at(results, "visits", "R12-2024-03") == (3, 0, 3)
    assert at(results, "visits", "R12-2024-06") == (1, 1, 2)


def test_of_records_on_one_day_the_first_by_key_speaks(engine: str, tmp_path: Path) -> None:
    text = """
    id  | person | day        | hub
    v-2 | Amina  | 2023-04-03 | H1
    v-1 | Amina  | 2023-04-03 | H2
    """
    results = drawn_and_counted(tmp_path / "store", VISITS, text, BY_FIRST, engine=engine)
    assert at(results, "by first", "2023-24-Q1") == (0, 1, 1)


def test_the_first_of_those_looked_at_speaks(engine: str, tmp_path: Path) -> None:
    """`where` chooses the records among which a person's first is found; it does not test the first of all."""
    second_hub = people("second hub", Speaks.FIRST, where="hub = 'H2'")
    at_the_first = measure(
        "at the first",
        Proportion("proportion", Scope("visits", unit="person"), "hub = 'H2'"),
        smallest_place="hub",
    )
    results = drawn_and_counted(tmp_path / "store", VISITS, VISITED, second_hub, at_the_first, engine=engine)
    assert at(results, "second hub", "2023-24") == (0, 2, 2)  # Amina's first visit to H2, and Bilal's
    assert look(results, "at the first", "LA", "2023-24") == {"numerator": 1, "denominator": 3}  # Bilal
