"""Places out of published files: two drawings of small areas, the changes between them, wards of two dates."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from figures.published import empty_store, written
from hearth.figures.imports import import_counts
from hearth.figures.sources import load_source
from hearth.kernel.errors import BadSource
from hearth.kernel.places import PlaceTree
from hearth.store.store import Store

FILES = {
    "stockport_small_areas_2011": (
        "lsoa11_code,lsoa11_name,ltla21_code,ltla21_name,ward17_code,IMD_decile,total_population,pop_0_4,pop_0_17",
        "S1,Steady 1,A1,Ambleton,OLD1,1,1500,90,400",
        "S2,Steady 2,A1,Ambleton,OLD2,10,1600,80,300",
        "S3,Split 3,A1,Ambleton,OLD2,4,3200,300,900",
    ),
    "stockport_small_areas_2021": (
        "lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code,IMD_decile",
        "Steady 1,S1,New One,NEW1,Ambleton,A1,3",
        "Steady 2,S2,New Two,NEW2,Ambleton,A1,9",
        "Half 3a,S3a,New One,NEW1,Ambleton,A1,4",
        "Half 3b,S3b,New Two,NEW2,Ambleton,A1,5",
    ),
    "stockport_small_area_changes": (
        "lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code",
        "Steady 1,S1,U,Steady 1,S1,Ambleton,A1",
        "Steady 2,S2,U,Steady 2,S2,Ambleton,A1",
        "Split 3,S3,S,Half 3a,S3a,Ambleton,A1",
        "Split 3,S3,S,Half 3b,S3b,Ambleton,A1",
    ),
    "stockport_wards": (
        "first_available_year_included,most_recent_year_included,ward_name,pcon_name,lad_name,la_name,ward_code,"
        "pcon_code,lad_code,new_la_code",
        "2017,2022,Old One,P,Ambleton,Ambleton,OLD1,P1,A1,A1",
        "2017,2022,Old Two,P,Ambleton,Ambleton,OLD2,P1,A1,A1",
        "2023,2024,New One,P,Ambleton,Ambleton,NEW1,P1,A1,A1",
        "2023,2024,New Two,P,Ambleton,Ambleton,NEW2,P1,A1,A1",
        "2023,2024,New Two,Q,Ambleton,Ambleton,NEW2,P2,A1,A1",
    ),
}
BEFORE, BETWEEN, NOW = date(2020, 6, 30), date(2022, 6, 30), date(2024, 6, 30)


def bring_in(store: Store, name: str, folder: Path) -> None:
    import_counts(store, load_source(name), written(folder / f"{name}.csv", *FILES[name]))


def brought_in(folder: Path, names: tuple[str, ...] = tuple(FILES)) -> Store:
    folder.mkdir(exist_ok=True)
    store = empty_store(folder)
    for name in names:
        bring_in(store, name, folder)
    return store


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> PlaceTree:
    return brought_in(tmp_path_factory.mktemp("places")).places()


@pytest.mark.parametrize(
    ("area", "day", "lies_in"),
    [
        ("S1", BEFORE, ("S1", "OLD1")),
        ("S1", BETWEEN, ("S1", "OLD1")),
        ("S1", NOW, ("S1", "NEW1")),
        ("S3", BEFORE, ("S3", "OLD2")),
        ("S3", BETWEEN, (None, "OLD2")),  # its halves both lie in the ward it lay in
        ("S3", NOW, (None, None)),  # its halves lie in two wards
        ("S3a", BEFORE, ("S3", "OLD2")),
        ("S3a", BETWEEN, ("S3a", "OLD2")),
        ("S3b", NOW, ("S3b", "NEW2")),
        ("S3b", date(2021, 3, 20), ("S3", "OLD2")),
        ("S3b", date(2021, 3, 21), ("S3b", "OLD2")),
        ("S3b", date(2023, 5, 3), ("S3b", "OLD2")),
        ("S3b", date(2023, 5, 4), ("S3b", "NEW2")),
    ],
)
def test_where_an_area_lies_depends_on_the_day(
    tree: PlaceTree, area: str, day: date, lies_in: tuple[str | None, str | None]
) -> None:
    above = tree.ancestors(area, day)
    assert (above.get("small_area"), above.get("ward")) == lies_in
    assert above["authority"] == "A1"


def test_every_drawing_holds_its_own_places(tree: PlaceTree) -> None:
    assert [place.code for place in tree.at("small_area", BEFORE)] == ["S1", "S2", "S3"]
    assert [place.code for place in tree.at("small_area", BETWEEN)] == ["S1", "S2", "S3a", "S3b"]
    assert [place.name for place in tree.at("ward", BETWEEN)] == ["Old One", "Old Two"]
    assert [place.name for place in tree.at("ward", NOW)] == ["New One", "New Two"]
    assert [place.code for place in tree.roots(NOW)] == ["A1"]


@pytest.mark.parametrize(
    ("area", "scheme", "value"),
    [
        ("S1", "deprivation_decile_2019", "1"),
        ("S1", "deprivation_decile_2025", "3"),
        ("S1", "deprivation_fifth_2019", "1"),
        ("S1", "deprivation_fifth_2025", "2"),
        ("S1", "deprivation_fifth", "2"),
        ("S2", "deprivation_fifth", "5"),
        ("S3", "deprivation_fifth", None),  # its halves are in two fifths
        ("S3", "deprivation_fifth_2019", "2"),
        ("S3b", "deprivation_fifth_2019", "2"),
        ("S3b", "deprivation_fifth", "3"),
    ],
)
def test_deprivation_of_both_editions(tree: PlaceTree, area: str, scheme: str, value: str | None) -> None:
    assert tree.attribute(area, scheme) == value


def test_people_of_small_areas_by_age(tmp_path: Path) -> None:
    store = brought_in(tmp_path / "people")
    of = {
        (row.place, row.age_from, row.age_to): row.count
        for row in store.populations().rows
        if row.place == "S3"
    }
    assert of == {("S3", 0, 4): 300, ("S3", 0, 17): 900, ("S3", 0, 120): 3200}
    assert {(row.mid_year, row.vintage) for row in store.populations().rows} == {(2020, "2020")}
    summed = store.populations(store.places()).of("OLD2", (0, 17), 2020)
    assert summed is not None and summed.count == 1200


def test_the_order_of_the_files_does_not_matter_but_that_changes_come_after_the_areas(
    tmp_path: Path, tree: PlaceTree
) -> None:
    for number, order in enumerate(permutations(FILES)):
        places = [order.index(name) for name in FILES]
        if places[2] < max(places[0], places[1]):
            continue
        assert brought_in(tmp_path / str(number), order).places() == tree, order


def test_any_file_again_changes_nothing(tmp_path: Path, tree: PlaceTree) -> None:
    store = brought_in(tmp_path / "again")
    for name in FILES:
        bring_in(store, name, tmp_path)
        assert store.places() == tree


def test_changes_before_the_areas_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=r"S1 is not among the store's places. Bring in both drawings"):
        brought_in(tmp_path / "early", ("stockport_small_area_changes",))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Split 3,S3,Q,Half,S3a,Ambleton,A1", "'S3' to 'S3a' with the kind 'Q' is not a change"),
        ("Split 3,,S,Half,S3a,Ambleton,A1", "is not a change"),
        ("Split 3,S3,S,Split 3,S3,Ambleton,A1", "S3 changes into itself"),
    ],
)
def test_a_line_that_is_no_change_is_refused(tmp_path: Path, line: str, said: str) -> None:
    store = brought_in(tmp_path / "wrong", ("stockport_small_areas_2011", "stockport_small_areas_2021"))
    name = "stockport_small_area_changes"
    with pytest.raises(BadSource) as refused:
        import_counts(store, load_source(name), written(tmp_path / "c.csv", FILES[name][0], line))
    assert "c.csv line 2: " in refused.value.message and said in refused.value.message


def test_a_decile_that_is_none_is_refused(tmp_path: Path) -> None:
    heading, *_ = FILES["stockport_small_areas_2021"]
    line = "Steady 1,S1,New One,NEW1,Ambleton,A1,11"
    with pytest.raises(BadSource, match="line 2: IMD_decile: '11' is not a decile"):
        import_counts(
            empty_store(tmp_path),
            load_source("stockport_small_areas_2021"),
            written(tmp_path / "areas.csv", heading, line),
        )


def test_a_new_area_that_is_said_to_lie_elsewhere_does_not_inherit(tmp_path: Path) -> None:
    """Where wards have no dates, a new area's own ward stands, and not the ward of the area it came from."""
    mapping = tmp_path / "areas.yaml"
    mapping.write_text(
        "id: areas\ntitle: Areas\npublisher: Us\nlicence: None\nedition: '2021'\n"
        "places: [{level: small_area, code: area}, {level: ward, code: ward}]\n",
        encoding="utf-8",
    )
    store = empty_store(tmp_path)
    import_counts(
        store, load_source(mapping), written(tmp_path / "a.csv", "area,ward", "S3,W1", "S3a,W2", "S3b,")
    )
    heading = FILES["stockport_small_area_changes"][0]
    lines = [f"x,S3,S,y,{half},z,A1" for half in ("S3a", "S3b")]
    changes = load_source("stockport_small_area_changes")
    import_counts(store, changes, written(tmp_path / "c.csv", heading, *lines))
    tree = store.places()
    assert [tree.ancestor(area, "ward", NOW) for area in ("S3a", "S3b")] == ["W2", "W1"]
