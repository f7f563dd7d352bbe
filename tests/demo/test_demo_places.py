"""The invented borough: its size, its shape, and that nothing of it is real."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from hearth.demo.places import AUTHORITY, HUBS, WARDS, populations, the_map, the_tree
from hearth.kernel.places import fifth_of
from hearth.kernel.populations import Populations

DAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("level", "how_many"), [("small_area", 190), ("ward", 21), ("hub", 8), ("authority", 1), ("country", 1)]
)
def test_places_of_each_level(level: str, how_many: int) -> None:
    assert len(the_tree().at(level, DAY)) == how_many
    assert len(the_tree().children(AUTHORITY, level, DAY)) == (
        how_many if level in ("small_area", "ward", "hub") else 0
    )


def test_every_small_area_lies_in_a_ward_and_a_hub() -> None:
    tree = the_tree()
    for area in the_map().codes:
        above = tree.ancestors(area, DAY)
        assert above["ward"] in WARDS
        assert above["hub"] in HUBS
        assert above["authority"] == AUTHORITY


def test_wards_and_hubs_do_not_nest() -> None:
    tree = the_tree()
    hubs = {
        ward: {tree.ancestor(a, "hub", DAY) for a in tree.children(ward, "small_area", DAY)} for ward in WARDS
    }
    assert Counter(len(found) for found in hubs.values()) == {1: 20, 2: 1}


def test_every_small_area_has_a_decile_and_its_fifth() -> None:
    deciles = {area: the_tree().attribute(area, "deprivation_decile") for area in the_map().codes}
    counted = Counter(deciles.values())
    assert {int(decile or 0) for decile in counted} == set(range(1, 11))
    assert (counted["1"], counted["10"]) == (17, 26)
    for area, decile in deciles.items():
        assert the_tree().attribute(area, "deprivation_fifth") == fifth_of(decile or "")


def test_every_hub_has_some_of_each_fifth() -> None:
    areas = the_map()
    found = {*zip(areas.hub.tolist(), areas.fifth.tolist(), strict=True)}
    assert len(found) == 8 * 5


def test_no_code_could_be_a_real_place() -> None:
    codes = [place.code for place in the_tree().places]
    assert {code[0] for code in codes} == {"X"}  # E, J, K, L, M, N, S and W are in use
    assert len(set(codes)) == len(codes)


def test_every_name_says_that_it_is_invented() -> None:
    assert all("(invented" in place.name for place in the_tree().places)


def test_about_sixty_five_thousand_children() -> None:
    held = Populations(populations(1).rows, the_tree())
    for mid_year in range(2021, 2026):
        found = held.of(AUTHORITY, (0, 17), mid_year)
        assert found is not None
        assert found.count == pytest.approx(65_000, rel=0.02)
        assert "invented" in found.vintage
        by_sex = [held.of(AUTHORITY, (0, 17), mid_year, sex) for sex in ("female", "male")]
        assert sum(each.count for each in by_sex if each) == found.count


def test_people_grow_with_the_scale_and_places_do_not() -> None:
    once, often = populations(1).rows, populations(10).rows
    assert [(row.place, row.mid_year, row.sex) for row in once] == [
        (row.place, row.mid_year, row.sex) for row in often
    ]
    assert sum(row.count for row in often) == pytest.approx(10 * sum(row.count for row in once), rel=0.001)
