"""Stockport's real small areas, wards and deprivation, brought in by mappings; records counted by them.

What is expected is worked out here from the published files alone.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from hearth.cli.main import main
from hearth.engine.run import count
from hearth.figures.imports import import_counts
from hearth.figures.sources import load_source
from hearth.framework.framework import Framework
from hearth.framework.load import load
from hearth.kernel.periods import period
from hearth.kernel.places import ChangeKind, PlaceTree
from hearth.store.ledger import Form
from hearth.store.shapes import record_schema
from hearth.store.store import About, Store, create

STOCKPORT = "E08000007"
FILES = {
    "stockport_small_areas_2011": "stockport_lsoa11_imd2019_ward17_pop2020.csv",
    "stockport_small_areas_2021": "stockport_lsoa21_ward24_imd2025.csv",
    "stockport_small_area_changes": "stockport_lsoa11_to_lsoa21.csv",
    "stockport_wards": "stockport_ward_lad_la_pcon_hierarchy.csv",
}
SPLIT, HALVES = "E01005758", ("E01033947", "E01033948")
OLD_WARDS, NEW_WARDS = period("AY2021-22"), period("AY2023-24")
GOALS = (
    "listening_attention_understanding", "speaking", "self_regulation", "managing_self", "building_relationships",
    "gross_motor", "fine_motor", "comprehension", "word_reading", "writing", "number", "numerical_patterns",
)  # fmt: skip


def rows(data: Path, name: str) -> list[dict[str, str]]:
    with (data / "geography" / FILES[name]).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def store(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = create(tmp_path_factory.mktemp("stockport") / "store", About("Stockport", home=STOCKPORT))
    for source, file in FILES.items():
        import_counts(store, load_source(source), shared_data / "geography" / file)
    return store


@pytest.fixture(scope="module")
def tree(store: Store) -> PlaceTree:
    return store.places()


@pytest.mark.parametrize(
    ("day", "areas", "first_ward"),
    [
        (date(2020, 6, 30), 190, "E05000779"),
        (date(2021, 3, 20), 190, "E05000779"),
        (date(2021, 3, 21), 191, "E05000779"),
        (date(2023, 5, 3), 191, "E05000779"),
        (date(2023, 5, 4), 191, "E05015014"),
        (date(2026, 1, 1), 191, "E05015014"),
    ],
)
def test_both_drawings_stand_on_their_days(tree: PlaceTree, day: date, areas: int, first_ward: str) -> None:
    wards = [place.code for place in tree.at("ward", day)]
    small = [place.code for place in tree.at("small_area", day)]
    assert (len(small), len(wards), wards[0]) == (areas, 21, first_ward)
    assert all(set(tree.ancestors(area, day)) == {"small_area", "ward", "authority"} for area in small)
    assert [place.code for place in tree.roots(day)] == [STOCKPORT]


def test_every_area_lies_in_the_ward_that_its_drawing_says(tree: PlaceTree, shared_data: Path) -> None:
    for row in rows(shared_data, "stockport_small_areas_2011"):
        assert tree.ancestor(row["lsoa11_code"], "ward", date(2020, 6, 30)) == row["ward17_code"]
    for row in rows(shared_data, "stockport_small_areas_2021"):
        assert tree.ancestor(row["lsoa21_code"], "ward", date(2024, 6, 30)) == row["ward24_code"]


def test_wards_have_their_names(tree: PlaceTree, shared_data: Path) -> None:
    names = {row["ward_code"]: row["ward_name"] for row in rows(shared_data, "stockport_wards")}
    assert len(names) == 42
    assert {place.code: place.name for place in tree.places if place.level == "ward"} == names


def test_the_change_table_stands_whole(tree: PlaceTree) -> None:
    assert Counter(change.kind for change in tree.changes) == {ChangeKind.UNCHANGED: 189, ChangeKind.SPLIT: 2}
    assert {change.new for change in tree.changes if change.old == SPLIT} == set(HALVES)


def test_the_halves_lie_in_their_parents_ward_until_the_wards_changed(tree: PlaceTree) -> None:
    parents = tree.ancestor(SPLIT, "ward", date(2020, 6, 30))
    for day in (date(2021, 3, 21), date(2023, 5, 3)):
        assert {tree.ancestor(half, "ward", day) for half in HALVES} == {parents}


@pytest.mark.parametrize(("edition", "most", "least"), [("2019", 17, 26), ("2025", 15, 42)])
def test_deprivation_of_both_editions(
    tree: PlaceTree, shared_data: Path, edition: str, most: int, least: int
) -> None:
    name, code = {
        "2019": ("stockport_small_areas_2011", "lsoa11_code"),
        "2025": ("stockport_small_areas_2021", "lsoa21_code"),
    }[edition]
    published = {row[code]: row["IMD_decile"] for row in rows(shared_data, name)}
    deciles = {area: tree.attribute(area, f"deprivation_decile_{edition}") for area in published}
    assert deciles == published
    assert (Counter(deciles.values())["1"], Counter(deciles.values())["10"]) == (most, least)
    for area, decile in published.items():
        assert tree.attribute(area, f"deprivation_fifth_{edition}") == fifth(decile)


def test_children_of_mid_2020_are_those_of_the_small_areas(store: Store, tree: PlaceTree) -> None:
    summed = store.populations(tree).of(STOCKPORT, (0, 17), 2020)
    assert summed is not None
    assert (summed.count, summed.vintage) == (63_903, "2020")


def fifth(decile: str) -> str:
    return {1: "1", 2: "1", 3: "2", 4: "2", 5: "3", 6: "3", 7: "4", 8: "4", 9: "5", 10: "5"}[int(decile)]


# Records in small areas of both drawings


def children(data: Path) -> Iterator[tuple[str, date, bool]]:
    """Invented: in each year one or two children in every area of both drawings; every third did not reach the goals.

    So a return carries areas of an older or a newer drawing than its date, as real ones do.
    """
    old = [row["lsoa11_code"] for row in rows(data, "stockport_small_areas_2011")]
    new = [row["lsoa21_code"] for row in rows(data, "stockport_small_areas_2021")]
    for year in (OLD_WARDS, NEW_WARDS):
        for number, area in enumerate(sorted(old) + sorted(new)):
            for child in range(1 + number % 2):
                yield area, year.end.replace(month=6, day=30), (number + child) % 3 != 0


@pytest.fixture(scope="module")
def counted_from(shared_data: Path, store: Store) -> tuple[Framework, Store]:
    framework = load("stockport")
    dataset = framework.dataset("early_years_profile")
    schema = record_schema(dataset)
    every = list(children(shared_data))
    for year in (OLD_WARDS, NEW_WARDS):
        records = [
            {
                "record_id": f"{year.id}-{number}", "child_id": f"{year.id}-{number}", "completed_on": day,
                "home_area": area, **dict.fromkeys(GOALS, "expected"), "writing": "expected" if reached else "emerging",
            }
            for number, (area, day, reached) in enumerate(every) if day in year
        ]  # fmt: skip
        store.accept(
            [pa.RecordBatch.from_pylist(records, schema=schema)], schema,
            dataset=dataset.id, form=Form.ROWS, period=year, sender="Invented",
        )  # fmt: skip
    return framework, store


def expected_wards(data: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """By year and ward: children who reached the goals, and children; through the published look-ups."""
    old_ward = {row["lsoa11_code"]: row["ward17_code"] for row in rows(data, "stockport_small_areas_2011")}
    new_ward = {row["lsoa21_code"]: row["ward24_code"] for row in rows(data, "stockport_small_areas_2021")}
    old_ward |= dict.fromkeys(HALVES, old_ward[SPLIT])
    assert new_ward[HALVES[0]] == new_ward[HALVES[1]]
    new_ward[SPLIT] = new_ward[HALVES[0]]
    reached: Counter[tuple[str, str]] = Counter()
    all_of: Counter[tuple[str, str]] = Counter()
    for area, day, did in children(data):
        year, ward = (OLD_WARDS, old_ward) if day in OLD_WARDS else (NEW_WARDS, new_ward)
        all_of[year.id, ward[area]] += 1
        reached[year.id, ward[area]] += did
    return {key: (reached[key], all_of[key]) for key in all_of}


def expected_fifths(data: Path) -> dict[tuple[str, str], tuple[int, int]]:
    decile = {row["lsoa21_code"]: row["IMD_decile"] for row in rows(data, "stockport_small_areas_2021")}
    assert fifth(decile[HALVES[0]]) == fifth(decile[HALVES[1]])
    decile[SPLIT] = decile[HALVES[0]]
    reached: Counter[tuple[str, str]] = Counter()
    all_of: Counter[tuple[str, str]] = Counter()
    for area, day, did in children(data):
        year = OLD_WARDS if day in OLD_WARDS else NEW_WARDS
        all_of[year.id, fifth(decile[area])] += 1
        reached[year.id, fifth(decile[area])] += did
    return {key: (reached[key], all_of[key]) for key in all_of}


@pytest.mark.parametrize("engine", ["duckdb", "memory"])
def test_records_are_counted_by_ward_and_by_deprivation_fifth(
    counted_from: tuple[Framework, Store], shared_data: Path, engine: str
) -> None:
    framework, store = counted_from
    results = count(framework, store, measures=["P3"], engine=engine).where(figure="P3")
    pairs = {
        (cell.period, cell.place, cell.breakdown, cell.group): (
            cell.counts["numerator"].low,
            cell.counts["denominator"].low,
        )
        for cell in results.cells()
    }
    wards = {
        (year, place): pair
        for (year, place, breakdown, _), pair in pairs.items()
        if not breakdown and place != STOCKPORT
    }
    assert wards == expected_wards(shared_data)
    fifths = {
        (year, group): pair
        for (year, place, breakdown, group), pair in pairs.items()
        if place == STOCKPORT and breakdown == "deprivation" and group != "not_known"
    }
    assert fifths == expected_fifths(shared_data)
    for year in (OLD_WARDS.id, NEW_WARDS.id):
        assert pairs[year, STOCKPORT, "deprivation", "not_known"] == (0, 0)
        whole = pairs[year, STOCKPORT, "", ""]
        for parts in (wards, fifths):
            inside = [pair for (when, _), pair in parts.items() if when == year]
            assert (sum(x for x, _ in inside), sum(n for _, n in inside)) == whole


def test_the_places_come_in_by_command(shared_data: Path, tmp_path: Path, tree: PlaceTree) -> None:
    folder = tmp_path / "store"
    assert main(["store", "new", str(folder), "--title", "Stockport", "--home", STOCKPORT]) == 0
    for source, file in FILES.items():
        path = str(shared_data / "geography" / file)
        assert main(["store", "import", str(folder), "--source", source, path, "--quiet"]) == 0
    assert Store(folder, About("Stockport")).places() == tree
