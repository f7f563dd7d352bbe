"""Published figures in a store: they stand once, come back whole, and a damaged folder is told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from figures.figure_lines import came_out, of_place, own_file, own_mapping, published_lines
from figures.published import GLD, brought_in, empty_store, gld, written
from hearth.disclosure.published import PUBLISHED, State
from hearth.figures.kept import ImportedFigures, import_figures
from hearth.figures.published import published_in
from hearth.figures.sources import load_source
from hearth.kernel.errors import BadPlace, BadSource, BadStore
from hearth.kernel.places import Link, Place, PlaceTree
from hearth.store.store import Store

NEET, LAIT = "dfe_neet_2025", "dfe_lait"
WINTER = {"time_period": "2025", "time_identifier": "Calendar year", "Cohort_DJFavg": 7019}


def imported(store: Store, source: str, *rows: dict[str, object]) -> ImportedFigures:
    file = written(store.root.parent / "published.csv", *published_lines(source, *rows))
    return import_figures(store, load_source(source), file)


def neet(name: str, percent: object) -> dict[str, object]:
    return of_place(name) | WINTER | {"NEET_percent": percent}


def lait(what: str, year: int, value: object, place: str = "Stockport") -> dict[str, object]:
    return {"Short Desc": what, "Years": year, "LA and Regions": place, "Values": value}


def values(store: Store, source: str) -> dict[tuple[str, str, str], float | None]:
    (published,) = (each for each in published_in(store) if each.sources[0].id == source)
    return {
        (cell.figure.partition(":")[2], cell.place, cell.period): cell.value for cell in published.cells()
    }


def test_what_comes_in_is_told(tmp_path: Path) -> None:
    came = imported(
        empty_store(tmp_path), LAIT, lait("LAC", 2024, 77), lait("LAC", 2025, "-"), lait("Premium", 2025, 1)
    )
    assert (came.source, came.figures, came.places, came.rows, came.stood) == (LAIT, 1, 1, 2, 0)
    assert [each.id for each in came.periods] == ["2023-24", "2024-25"]
    assert came.states == {State.VALUE: 1, State.NOT_AVAILABLE: 1}
    assert (came.notes, came.kept_out) == ((), {"another_table": 1})


def test_everything_comes_back_as_it_was_read(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    rows = [
        neet(name, percent) for name, percent in (("Ambleton", 4.2), ("Brackwell", "c"), ("England", 3.4))
    ]
    imported(store, NEET, *rows)
    imported(store, LAIT, lait("LAC", 2024, 77))
    held = published_in(store)
    assert [each.sources[0].id for each in held] == [LAIT, NEET]
    assert held[1] == came_out(tmp_path, NEET, *rows)
    assert held[1].table.schema == PUBLISHED
    assert (held[1].framework, held[1].policy, held[1].home) == (None, None, "")
    assert held[1].places.place("E06000901").name == "Ambleton"
    assert held[1].sources[0].publisher == "Department for Education"


def test_a_store_without_published_figures_has_none(tmp_path: Path) -> None:
    assert published_in(empty_store(tmp_path)) == ()


def test_the_same_file_twice_leaves_the_same_bytes(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    first = imported(store, NEET, neet("Ambleton", 4.2), neet("England", 3.4))
    before = {path.name: path.read_bytes() for path in (store.root / "figures" / NEET).iterdir()}
    assert imported(store, NEET, neet("England", 3.4), neet("Ambleton", 4.2)) == first
    assert {path.name: path.read_bytes() for path in (store.root / "figures" / NEET).iterdir()} == before
    assert before.keys() == {"values.parquet", "about.json"}


def test_a_figure_and_period_that_comes_in_again_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    imported(
        store, LAIT, lait("LAC", 2023, 75), lait("LAC", 2024, 76), lait("LAC", 2024, 69, "England"),
        lait("TotAbs", 2023, 6.89),
    )  # fmt: skip
    again = imported(store, LAIT, lait("LAC", 2024, 77), lait("6wksBreast", 2024, 54.68))
    assert (again.rows, again.stood) == (2, 2)
    assert values(store, LAIT) == {
        ("6wksBreast", "E08000007", "2023-24"): 54.68,
        ("LAC", "E08000007", "2022-23"): 75.0,
        ("LAC", "E08000007", "2023-24"): 77.0,
        ("TotAbs", "E08000007", "AY2022-23"): 6.89,
    }
    (held,) = published_in(store)
    assert [each.id for each in held.periods] == ["2022-23", "AY2022-23", "2023-24"]
    assert {each.code for each in held.places.places} == {"E08000007", "E92000001"}
    assert held.figure("dfe_lait:LAC", "dfe_lait").smallest_place == "authority"
    assert held.figure("dfe_lait:TotAbs", "dfe_lait").periods == ("academic_year",)
    assert held.table["figure"].to_pylist() == sorted(held.table["figure"].to_pylist())


def test_a_file_that_does_not_fit_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    imported(store, LAIT, lait("LAC", 2024, 77))
    with pytest.raises(BadSource):
        imported(store, LAIT, lait("LAC", 2024, 78), lait("LAC", 2025, "about 80"))
    assert values(store, LAIT) == {("LAC", "E08000007", "2023-24"): 77.0}


def test_the_stores_places_get_those_of_the_file_and_keep_their_own(tmp_path: Path) -> None:
    store, _ = brought_in(tmp_path, "dfe_good_level_of_development", GLD, gld("Ambleton", "Total", 10, 7))
    imported(store, NEET, neet("Brackwell", 4.2), neet("North West", 4.4))
    tree = store.places()
    assert {place.code: place.name for place in tree.places} == {
        "E06000901": "Ambleton", "E06000902": "Brackwell", "E12000002": "North West", "E92000001": "England",
    }  # fmt: skip
    assert Link("E06000902", "E12000002") in tree.links


def test_a_store_without_places_gets_none(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    imported(store, NEET, neet("Brackwell", 4.2))
    assert not (store.root / "places").exists()


def test_a_place_of_another_level_in_the_store_is_refused_and_nothing_goes_in(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    store.set_places(PlaceTree((Place("E06000901", "Ambleton", "ward"),)))
    with pytest.raises(BadPlace, match="of the level ward in the store"):
        imported(store, NEET, neet("Ambleton", 4.2))
    assert published_in(store) == ()


def test_a_councils_own_levels_and_day_of_publication_come_back(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    figure = "code: A, title: A, kind: count, numerator: v"
    mapping = own_mapping(tmp_path, figure, more="published_on: '2024-10-17'\n")
    mapping.write_text(mapping.read_text().replace("level: authority", "level: parish"), encoding="utf-8")
    file = own_file(tmp_path, "v", "authority,P1,Eastmere,2024,7", "country,N1,Larrowmark,2024,70")
    import_figures(store, load_source(mapping), file)
    (held,) = published_in(store)
    assert held.places.levels == ("parish", "country")
    assert held.sources[0].edition == "2024, published on 2024-10-17"


def edited(about: Path, **changes: object) -> None:
    about.write_text(json.dumps(json.loads(about.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def other_rows(folder: Path) -> None:
    pq.write_table(pa.table({"figure": ["A"]}), folder / "values.parquet")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "about.json").unlink(), "about.json cannot be read"),
        (lambda folder: (folder / "values.parquet").unlink(), "values.parquet cannot be read"),
        (lambda folder: (folder / "about.json").write_text("{"), "about.json does not say what it should"),
        (lambda folder: (folder / "about.json").write_text("[]"), "about.json does not say what it should"),
        (lambda folder: edited(folder / "about.json", periods=[{}]), "about.json does not say what it should"),
        (lambda folder: edited(folder / "about.json", figures=[{}]), "about.json does not say what it should"),
        (lambda folder: edited(folder / "about.json", places=[]), "they are not what was imported"),
        (lambda folder: edited(folder / "about.json", figures=[]), "they are not what was imported"),
        (lambda folder: edited(folder / "about.json", periods=[]), "they are not what was imported"),
        (lambda folder: edited(folder / "about.json", format=9), "they are of format 9, and this version reads 1"),
        (lambda folder: (folder / "values.parquet").write_bytes(b"PAR1"), "is not what about.json was written for"),
        (other_rows, "is not what about.json was written for"),
        (lambda folder: folder.rename(folder.parent / "renamed"), "they are not what was imported"),
    ],
)  # fmt: skip
def test_a_damaged_folder_is_told_with_what_to_do(tmp_path: Path, damage: object, said: str) -> None:
    store = empty_store(tmp_path)
    imported(store, LAIT, lait("LAC", 2024, 77))
    damage(store.root / "figures" / LAIT)  # type: ignore[operator]
    with pytest.raises(BadStore) as refused:
        published_in(store)
    assert said in refused.value.message
    assert "import its files again" in refused.value.remedy


def test_rows_cut_short_and_described_anew_do_not_pass(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    imported(store, LAIT, lait("LAC", 2024, 77))
    folder = store.root / "figures" / LAIT
    other_rows(folder)

    edited(folder / "about.json", sha256=hashlib.sha256((folder / "values.parquet").read_bytes()).hexdigest())
    with pytest.raises(BadStore, match="they are not what was imported"):
        published_in(store)
