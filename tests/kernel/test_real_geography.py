"""Stockport's real areas: two drawings of small areas, two of wards, and the changes between them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from hearth.kernel.places import Attribute, Change, ChangeKind, Link, Place, PlaceTree
from hearth.kernel.populations import Population, PopulationFigure, Populations, mid_year_for
from hearth.store.places import read_places, read_populations, write_places, write_populations

STOCKPORT = "E08000007"
CENSUS = date(2021, 3, 21)
WARDS_FROM = date(2023, 5, 4)
"""The first day after the ward election on the new boundaries."""
DAY = timedelta(days=1)
OLD_DAY, NOW = date(2020, 6, 30), date(2024, 6, 30)


def rows(data: Path, name: str) -> list[dict[str, str]]:
    with (data / "geography" / name).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def wards(data: Path) -> Iterator[Place]:
    """One place for each ward code, though a ward in two constituencies stands on two lines."""
    named = {
        row["ward_code"]: row["ward_name"] for row in rows(data, "stockport_ward_lad_la_pcon_hierarchy.csv")
    }
    for code, name in named.items():
        old = code.startswith("E0500")
        yield Place(code, name, "ward", None if old else WARDS_FROM, WARDS_FROM - DAY if old else None)


def small_areas(data: Path) -> Iterator[Place]:
    old = {
        row["lsoa11_code"]: row["lsoa11_name"]
        for row in rows(data, "stockport_lsoa11_imd2019_ward17_pop2020.csv")
    }
    new = {
        row["lsoa21_code"]: row["lsoa21_name"] for row in rows(data, "stockport_lsoa21_ward24_imd2025.csv")
    }
    for code, name in (old | new).items():
        began = None if code in old else CENSUS
        ended = None if code in new else CENSUS - DAY
        yield Place(code, name, "small_area", began, ended)


@pytest.fixture(scope="module")
def stockport(shared_data: Path) -> PlaceTree:
    by_2011 = rows(shared_data, "stockport_lsoa11_imd2019_ward17_pop2020.csv")
    by_2021 = rows(shared_data, "stockport_lsoa21_ward24_imd2025.csv")
    ward_places = tuple(wards(shared_data))
    links = [
        *(Link(row["lsoa11_code"], row["ward17_code"]) for row in by_2011),
        *(Link(row["lsoa21_code"], row["ward24_code"]) for row in by_2021),
        *(Link(ward.code, STOCKPORT) for ward in ward_places),
    ]
    # Between the census and the ward election, the two new areas stood in the ward of the one they came from.
    ward_2017 = {row["lsoa11_code"]: row["ward17_code"] for row in by_2011}
    changes = [
        Change(row["lsoa11_code"], row["lsoa21_code"], ChangeKind(row["change_code"]))
        for row in rows(shared_data, "stockport_lsoa11_to_lsoa21.csv")
    ]
    links += [
        Link(change.new, ward_2017[change.old])
        for change in changes
        if change.kind is not ChangeKind.UNCHANGED
    ]
    attributes = [
        *(Attribute(row["lsoa11_code"], "deprivation_decile_2019", row["IMD_decile"]) for row in by_2011),
        *(Attribute(row["lsoa21_code"], "deprivation_decile_2025", row["IMD_decile"]) for row in by_2021),
    ]
    authority = Place(STOCKPORT, "Stockport", "authority")
    places = (authority, *ward_places, *small_areas(shared_data))
    return PlaceTree(places, tuple(links), tuple(changes), tuple(attributes))


@pytest.fixture(scope="module")
def people(stockport: PlaceTree, shared_data: Path) -> Populations:
    """Small areas by age, in the drawing of 2011, and the authority's later estimate of the same mid-year."""
    found = []
    for row in rows(shared_data, "stockport_lsoa11_imd2019_ward17_pop2020.csv"):
        young, children = int(row["pop_0_4"]), int(row["pop_0_17"])
        found += [
            Population(row["lsoa11_code"], 0, 4, 2020, "2020", "", young),
            Population(row["lsoa11_code"], 5, 17, 2020, "2020", "", children - young),
        ]
    return Populations(tuple(found), stockport)


def test_the_drawings_have_the_areas_they_should(stockport: PlaceTree) -> None:
    assert len(stockport.at("small_area", OLD_DAY)) == 190
    assert len(stockport.at("small_area", NOW)) == 191
    assert [len(stockport.at("ward", day)) for day in (OLD_DAY, WARDS_FROM - DAY, WARDS_FROM, NOW)] == [
        21
    ] * 4
    assert {ward.code[:5] for ward in stockport.at("ward", WARDS_FROM - DAY)} == {"E0500"}
    assert {ward.code[:5] for ward in stockport.at("ward", WARDS_FROM)} == {"E0501"}


@pytest.mark.parametrize("day", [OLD_DAY, CENSUS - DAY, CENSUS, WARDS_FROM - DAY, WARDS_FROM, NOW])
def test_there_is_one_root_and_every_small_area_has_one_ward(stockport: PlaceTree, day: date) -> None:
    assert [place.code for place in stockport.roots(day)] == [STOCKPORT]
    areas = [place.code for place in stockport.at("small_area", day)]
    assert all(set(stockport.ancestors(area, day)) == {"small_area", "ward", "authority"} for area in areas)
    by_ward = [stockport.children(ward.code, "small_area", day) for ward in stockport.at("ward", day)]
    assert sorted(area for group in by_ward for area in group) == areas


def test_every_old_area_reaches_one_current_ward_or_none_and_always_the_authority(
    stockport: PlaceTree,
) -> None:
    old = [place.code for place in stockport.at("small_area", OLD_DAY)]
    reached = {code: stockport.ancestor(code, "ward", NOW) for code in old}
    assert Counter(ward is not None for ward in reached.values()) == {True: 190}
    assert set(reached.values()) == {ward.code for ward in stockport.at("ward", NOW)}
    assert {stockport.ancestor(code, "authority", NOW) for code in old} == {STOCKPORT}


def test_the_one_area_that_was_split_is_no_longer_one_area_but_lies_in_one_ward(stockport: PlaceTree) -> None:
    split, halves = "E01005758", ("E01033947", "E01033948")
    assert stockport.ancestor(split, "small_area", CENSUS - DAY) == split
    assert stockport.ancestor(split, "small_area", CENSUS) is None
    now = {stockport.ancestor(half, "ward", NOW) for half in halves}
    assert {stockport.ancestor(split, "ward", NOW)} == now
    assert [stockport.ancestor(half, "small_area", OLD_DAY) for half in halves] == [split, split]


def test_no_area_kept_its_ward_code(stockport: PlaceTree) -> None:
    for place in stockport.at("small_area", OLD_DAY):
        assert stockport.ancestor(place.code, "ward", OLD_DAY) != stockport.ancestor(place.code, "ward", NOW)


@pytest.mark.parametrize(
    ("scheme", "day", "most", "least"),
    [("deprivation_decile_2019", OLD_DAY, 17, 26), ("deprivation_decile_2025", NOW, 15, 42)],
)
def test_areas_in_the_most_and_least_deprived_tenths(
    stockport: PlaceTree, scheme: str, day: date, most: int, least: int
) -> None:
    deciles = Counter(stockport.attribute(place.code, scheme) for place in stockport.at("small_area", day))
    assert (deciles["1"], deciles["10"]) == (most, least)
    assert deciles[None] == 0


def test_deciles_of_the_other_vintage_are_found_through_the_change_table(stockport: PlaceTree) -> None:
    new = [
        stockport.attribute(place.code, "deprivation_decile_2019")
        for place in stockport.at("small_area", NOW)
    ]
    assert None not in new
    halves = {stockport.attribute(code, "deprivation_decile_2025") for code in ("E01033947", "E01033948")}
    shared = next(iter(halves)) if len(halves) == 1 else None
    assert stockport.attribute("E01005758", "deprivation_decile_2025") == shared


def test_children_in_small_areas_roll_up_to_the_wards_and_the_authority(
    stockport: PlaceTree, people: Populations
) -> None:
    year = mid_year_for(date(2021, 3, 31))
    assert people.of(STOCKPORT, (0, 17), year) == PopulationFigure(63_903, "2020", 2020)
    by_ward = [people.of(ward.code, (0, 17), year) for ward in stockport.at("ward", OLD_DAY)]
    assert sum(figure.count for figure in by_ward if figure) == 63_903
    assert people.of(STOCKPORT, (0, 17), year, on=NOW) is None, (
        "the halves of the split area have no estimate"
    )


def test_the_authoritys_own_estimate_of_a_later_vintage_speaks_first(
    people: Populations, shared_data: Path
) -> None:
    with (shared_data / "dfe" / "ons_population_0_17.csv").open(encoding="utf-8-sig", newline="") as text:
        found = {
            int(row["time_period"]): int(row["population_estimate"])
            for row in csv.DictReader(text)
            if row["new_la_code"] == STOCKPORT
        }
    own = tuple(Population(STOCKPORT, 0, 17, year, "2024-rebased", "", n) for year, n in found.items())
    both = Populations((*people.rows, *own), people.tree)
    assert both.of(STOCKPORT, (0, 17), 2020) == PopulationFigure(62_227, "2024-rebased", 2020)
    assert both.of(STOCKPORT, (0, 4), 2020) == people.of(STOCKPORT, (0, 4), 2020)


def test_the_real_hierarchy_is_the_same_after_writing_and_reading(
    stockport: PlaceTree, people: Populations, tmp_path: Path
) -> None:
    write_places(stockport, tmp_path)
    write_populations(people, tmp_path)
    again = read_places(tmp_path)
    assert again == stockport
    assert read_populations(tmp_path, again) == people
