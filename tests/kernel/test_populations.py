"""Populations: vintages, age bands that meet, and sums over small areas."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.kernel.errors import BadPlace
from hearth.kernel.places import Link, Place, PlaceTree
from hearth.kernel.populations import OLDEST_AGE, Population, PopulationFigure, Populations, mid_year_for

TREE = PlaceTree(
    (
        Place("town", "Town", "authority"),
        Place("north", "North", "ward"),
        Place("a", "A", "small_area"),
        Place("b", "B", "small_area"),
        Place("c", "C", "small_area", date(2021, 3, 21)),
    ),
    (Link("a", "north"), Link("b", "north"), Link("c", "town"), Link("north", "town")),
)
# place, age_from, age_to, mid_year, vintage, sex, count
ROWS = """
    town   0   17   2020  2020          -       62
    town   0   17   2020  2020-rebased  -       60
    town   0   4    2020  2020          -       15
    a      0   4    2020  2020          -       5
    a      5   17   2020  2020          -       20
    b      0   17   2020  2020          -       30
    b      0   17   2020  2020-rebased  -       29
    a      0   17   2020  2020          female  12
    a      0   17   2022  2022          -       26
    b      0   17   2022  2022          -       31
"""


def population(line: str) -> Population:
    place, age_from, age_to, mid_year, vintage, sex, count = line.split()
    return Population(
        place, int(age_from), int(age_to), int(mid_year), vintage, sex.replace("-", ""), int(count)
    )


PEOPLE = Populations(tuple(map(population, ROWS.strip().splitlines())), TREE)


@pytest.mark.parametrize(
    ("place", "ages", "mid_year", "expected"),
    [
        ("town", (0, 17), 2020, (60, "2020-rebased")),  # the latest vintage
        ("town", (0, 4), 2020, (15, "2020")),  # the latest vintage that can answer
        ("a", (0, 17), 2020, (25, "2020")),  # bands that meet
        ("a", (5, 17), 2020, (20, "2020")),
        ("north", (0, 17), 2020, (55, "2020")),  # the latest vintage that all its small areas have
        ("north", (0, 17), 2022, (57, "2022")),
        ("town", (0, 17), 2022, None),  # c has none
        ("north", (0, 4), 2020, None),  # b has no such band
        ("a", (0, 3), 2020, None),  # a band is never shared out
        ("a", (0, 18), 2020, None),
        ("a", (17, 5), 2020, None),
        ("a", (18, 17), 2020, None),
        ("a", (0, 17), 2019, None),
        ("nowhere", (0, 17), 2020, None),
    ],
)
def test_the_population_asked_for(
    place: str, ages: tuple[int, int], mid_year: int, expected: tuple[int, str] | None
) -> None:
    assert PEOPLE.of(place, ages, mid_year) == (expected and PopulationFigure(*expected, mid_year))


def test_one_sex_is_not_everyone() -> None:
    assert PEOPLE.of("a", (0, 17), 2020, "female") == PopulationFigure(12, "2020", 2020)
    assert PEOPLE.of("a", (0, 17), 2020, "male") is None
    assert PEOPLE.of("b", (0, 17), 2020, "female") is None


def test_small_areas_are_those_of_the_date_asked_for() -> None:
    everyone = Populations(tuple(row for row in PEOPLE.rows if row.place != "town"), TREE)
    assert everyone.of("town", (0, 17), 2020) == PopulationFigure(55, "2020", 2020)
    assert everyone.of("town", (0, 17), 2020, on=date(2021, 3, 31)) is None, "c is one of them by then"


def test_where_there_are_no_small_areas_the_next_level_is_summed() -> None:
    tree = PlaceTree(
        (Place("town", "Town", "authority"), Place("north", "North", "ward")), (Link("north", "town"),)
    )
    rows = (Population("north", 0, 17, 2020, "2020", "", 55),)
    assert Populations(rows, tree).of("town", (0, 17), 2020) == PopulationFigure(55, "2020", 2020)


def test_without_a_hierarchy_nothing_is_summed() -> None:
    assert Populations(PEOPLE.rows).of("north", (0, 17), 2020) is None


def test_a_population_of_nobody_is_a_figure() -> None:
    assert Populations((Population("a", 0, 17, 2020, "2020", "", 0),)).of(
        "a", (0, 17), 2020
    ) == PopulationFigure(0, "2020", 2020)


def test_fewest_bands_are_added() -> None:
    """Rounded counts: the two halves add to 101, the whole was published as 100."""
    rows = [("0", "9", 51), ("10", "17", 50), ("0", "17", 100), ("18", "120", 300)]
    people = Populations(tuple(Population("a", int(x), int(y), 2020, "v", "", n) for x, y, n in rows))
    assert people.of("a", (0, 17), 2020) == PopulationFigure(100, "v", 2020)
    assert people.of("a", (0, OLDEST_AGE), 2020) == PopulationFigure(400, "v", 2020)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), st.data())
def test_law_bands_that_meet_add_up_and_any_gap_is_unknown(widths: list[int], data: st.DataObject) -> None:
    edges = [sum(widths[:n]) for n in range(len(widths) + 1)]
    bands = [Population("a", start, end - 1, 2020, "v", "", 10 + start) for start, end in pairwise(edges)]
    assert Populations(tuple(bands)).of("a", (0, edges[-1] - 1), 2020) == PopulationFigure(
        sum(band.count for band in bands), "v", 2020
    )
    lost = data.draw(st.sampled_from(bands))
    rest = tuple(band for band in bands if band is not lost)
    assert Populations(rest).of("a", (0, edges[-1] - 1), 2020) is None


@pytest.mark.parametrize(
    "row",
    [
        ("", 0, 17, 2020, "v", "", 1),
        ("a", 0, 17, 2020, "", "", 1),
        ("a", -1, 17, 2020, "v", "", 1),
        ("a", 5, 4, 2020, "v", "", 1),
        ("a", 0, 121, 2020, "v", "", 1),
        ("a", 0, 17, 20, "v", "", 1),
        ("a", 0, 17, 2020, "v", "", -1),
    ],
)
def test_a_population_refuses_to_be_wrong(row: tuple[object, ...]) -> None:
    with pytest.raises(BadPlace, match="The population of"):
        Population(*row)  # type: ignore[arg-type]


def test_the_same_people_twice_are_refused() -> None:
    rows = (Population("a", 0, 17, 2020, "v", "female", 1), Population("a", 0, 17, 2020, "v", "female", 2))
    with pytest.raises(BadPlace, match="two populations female aged 0 to 17 in 2020, both of the vintage v"):
        Populations(rows)


@pytest.mark.parametrize(
    ("day", "mid_year"),
    [("2021-03-31", 2020), ("2025-06-30", 2024), ("2024-12-31", 2023), ("2025-01-01", 2024)],
)
def test_a_rate_rests_on_the_mid_year_of_the_year_before(day: str, mid_year: int) -> None:
    assert mid_year_for(date.fromisoformat(day)) == mid_year
