"""Published files into a store: counts, symbols, populations, and everything that can be wrong with a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from figures.published import (
    ATTENDANCE,
    GLD,
    LOOKED_AFTER,
    PEOPLE,
    attendance,
    brought_in,
    empty_store,
    gld,
    looked_after,
    people,
    stated,
    written,
)
from hearth.engine.run import count
from hearth.figures.imports import KeptOut, import_counts
from hearth.figures.sources import load_source
from hearth.framework.load import load
from hearth.kernel.errors import BadPlace, BadSource
from hearth.kernel.places import Place, PlaceTree
from hearth.kernel.populations import Populations

GLD_SOURCE, CLA_SOURCE = "dfe_good_level_of_development", "dfe_children_looked_after"
ATTENDANCE_SOURCE, PEOPLE_SOURCE = "dfe_attendance_year_to_date", "ons_population_0_17"
ENGLAND, LONDON, NORTH_WEST = "E92000001", "E12000007", "E12000002"
AMBLETON, BRACKWELL = "E06000901", "E06000902"

TWO_AUTHORITIES = (
    GLD,
    "Academic year,201819,National,E92000001,England, , , , , ,Total,999,999,0",
    gld("Ambleton", "Total", 100, 70),
    gld("Ambleton", "Girls", 48, 36),
    gld("Ambleton", "Boys", 52, 34),
    gld("Brackwell", "Total", 200, 130),
    gld("Brackwell", "Girls", 90, 65),
    gld("Brackwell", "Boys", 110, 65),
    gld("Inner Borough", "Total", 10, 7),
    gld("Inner Borough", "Girls", 5, 4),
    gld("Inner Borough", "Boys", 5, 3),
    gld("Outer Borough", "Total", 20, 11),
    gld("Outer Borough", "Girls", 9, 5),
    gld("Outer Borough", "Boys", 11, 6),
)


@pytest.mark.parametrize("engine", ["duckdb", "memory"])
def test_counts_come_out_as_published_and_larger_places_are_their_sums(tmp_path: Path, engine: str) -> None:
    store, imported = brought_in(tmp_path, GLD_SOURCE, *TWO_AUTHORITIES)
    assert (len(imported.returns), imported.rows, imported.notes) == (1, 12, ())
    results = count(load("england"), store, engine=engine)
    counted = {
        (cell.place, cell.group): (cell.counts["numerator"].low, cell.counts["denominator"].low)
        for cell in results.cells()
        if cell.group != "not_known"
    }
    assert all(each.exact for cell in results.cells() for each in cell.counts.values())
    assert counted == {
        (AMBLETON, ""): (70, 100), (AMBLETON, "female"): (36, 48), (AMBLETON, "male"): (34, 52),
        (BRACKWELL, ""): (130, 200), (BRACKWELL, "female"): (65, 90), (BRACKWELL, "male"): (65, 110),
        ("E09000901", ""): (7, 10), ("E09000901", "female"): (4, 5), ("E09000901", "male"): (3, 5),
        ("E09000902", ""): (11, 20), ("E09000902", "female"): (5, 9), ("E09000902", "male"): (6, 11),
        (NORTH_WEST, ""): (200, 300), (NORTH_WEST, "female"): (101, 138), (NORTH_WEST, "male"): (99, 162),
        (LONDON, ""): (18, 30), (LONDON, "female"): (9, 14), (LONDON, "male"): (9, 16),
        (ENGLAND, ""): (218, 330), (ENGLAND, "female"): (110, 152), (ENGLAND, "male"): (108, 178),
    }  # fmt: skip


def test_places_come_from_the_file_and_boroughs_lie_in_london_whatever_part_is_printed(
    tmp_path: Path,
) -> None:
    store, imported = brought_in(tmp_path, GLD_SOURCE, *TWO_AUTHORITIES)
    tree, day = store.places(), date(2019, 8, 31)
    assert imported.places == 7
    assert tree.ancestors("E09000901", day) == {
        "authority": "E09000901",
        "region": LONDON,
        "country": ENGLAND,
    }
    assert tree.place(LONDON).name == "London"
    assert [place.name for place in tree.roots(day)] == ["England"]


def test_the_same_file_twice_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    store, first = brought_in(tmp_path, GLD_SOURCE, *TWO_AUTHORITIES)
    places = store.places()
    _, second = brought_in(tmp_path, GLD_SOURCE, *TWO_AUTHORITIES)
    assert first == second
    assert store.returns() == second.returns
    assert store.places() == places


def test_a_corrected_file_replaces_what_came_before(tmp_path: Path) -> None:
    brought_in(tmp_path, GLD_SOURCE, GLD, gld("Ambleton", "Total", 100, 70))
    store, _ = brought_in(tmp_path, GLD_SOURCE, GLD, gld("Ambleton", "Total", 100, 71))
    assert stated(store, "early_years_profile") == {(AMBLETON, "AY2018-19", ""): ((71, 71), (100, 100))}


def test_each_year_is_a_return_of_its_own(tmp_path: Path) -> None:
    _, imported = brought_in(
        tmp_path, GLD_SOURCE, GLD,
        gld("Ambleton", "Total", 100, 70, "201718"), gld("Ambleton", "Total", 90, 65, "201819"),
    )  # fmt: skip
    assert [(each.period.id, each.sender, each.records) for each in imported.returns] == [
        ("AY2017-18", GLD_SOURCE, 1),
        ("AY2018-19", GLD_SOURCE, 1),
    ]


@pytest.mark.parametrize(
    ("cell", "numerator", "code"),
    [
        ("70", (70, 70), None),
        ("0", (0, 0), None),
        ("1,070", (1070, 1070), None),
        ("70.0", (70, 70), None),
        ("c", (0, 2000), "bounded-suppressed"),
        ("low", (1, 2000), "bounded-rounds_to_zero"),
        ("k", (1, 2000), "bounded-rounds_to_zero"),
        ("x", None, "not_available"),
        ("z", None, "not_applicable"),
        ("u", None, "unreliable"),
        ("-", None, "not_available"),
        ("NA", None, "not_available"),
        ("", None, "not_available"),
        (" ", None, "not_available"),
    ],
)
def test_every_symbol_is_understood(
    tmp_path: Path, cell: str, numerator: tuple[int, int] | None, code: str | None
) -> None:
    quoted = f'"{cell}"' if "," in cell else cell
    store, imported = brought_in(tmp_path, GLD_SOURCE, GLD, gld("Ambleton", "Total", 2000, quoted))
    held = stated(store, "early_years_profile").get((AMBLETON, "AY2018-19", ""))
    assert held == (None if numerator is None else (numerator, (2000, 2000)))
    assert [note.code for note in imported.notes] == ([] if code is None else [code])
    assert all(note.line == 2 and "Ambleton, AY2018-19" in note.message for note in imported.notes)


def test_what_is_hidden_and_nothing_bounds_is_left_out(tmp_path: Path) -> None:
    store, imported = brought_in(
        tmp_path, ATTENDANCE_SOURCE, ATTENDANCE,
        attendance("Ambleton", "Total", 930, 1000),
        attendance("Ambleton", "Primary", 930, 1000),
        attendance("Brackwell", "Total", "c", "c"),
    )  # fmt: skip
    assert stated(store, "school_attendance") == {
        (AMBLETON, "AY2025-26", ""): ((930, 930), (1000, 1000)),
        (AMBLETON, "AY2025-26", "primary"): ((930, 930), (1000, 1000)),
    }
    assert [(note.line, note.code) for note in imported.notes] == [(4, "suppressed")]


def test_a_hidden_number_of_children_is_at_most_the_children_there_are(tmp_path: Path) -> None:
    store, imported = brought_in(
        tmp_path, CLA_SOURCE, LOOKED_AFTER,
        looked_after("Ambleton", 62_227, 409),
        looked_after("Brackwell", 847, "c"),
        looked_after("Outer Borough", 300, "z"),
        looked_after("Inner Borough", "x", "z"),
    )  # fmt: skip
    held = {
        place: numerator for (place, _, _), (numerator, _) in stated(store, "children_looked_after").items()
    }
    assert held == {AMBLETON: (409, 409), BRACKWELL: (1, 847)}
    assert [note.code for note in imported.notes] == [
        "bounded-suppressed", "not_applicable", "not_available", "not_applicable",
    ]  # fmt: skip
    cells = {cell.place: cell for cell in count(load("england"), store).cells()}
    rate = cells[AMBLETON].counts
    assert (rate["numerator"].low, rate["denominator"].low) == (409, 62_227)
    north_west = cells[NORTH_WEST].counts["numerator"]
    assert (north_west.low, north_west.high) == (410, 1256)


CAPPED = """\
id: capped
title: Counts with a documented most behind a symbol
publisher: Somebody
licence: Open Government Licence v3.0
edition: '2024'
places:
  - {level: authority, code: code}
period: {column: year, kind: financial_year}
counts: {dataset: reviews, figures: {ours: R1}, level: authority, numerator: above, denominator: below}
symbols:
  c: {means: suppressed, low: 1, high: 5}
"""


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("c", "40", ((1, 5), (40, 40))),
        ("c", "3", ((1, 3), (3, 3))),
        ("c", "0", ((0, 0), (0, 0))),
        ("4", "c", ((4, 4), (4, 5))),
        ("c", "c", ((1, 5), (1, 5))),
    ],
)
def test_a_documented_most_bounds_what_is_hidden(
    tmp_path: Path, above: str, below: str, expected: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    mapping = tmp_path / "capped.yaml"
    mapping.write_text(CAPPED, encoding="utf-8")
    file = written(tmp_path / "capped.csv", "code,year,above,below", f"E1,2024/25,{above},{below}")
    store = empty_store(tmp_path)
    import_counts(store, load_source(mapping), file)
    assert stated(store, "reviews") == {("E1", "2024-25", ""): expected}


def test_a_place_with_no_name_goes_by_its_code_until_a_file_names_it(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for text, heading, line in (
        (CAPPED, "code,year,above,below", "E1,2024/25,1,2"),
        (
            CAPPED.replace("code: code}", "code: code, name: name}"),
            "code,name,year,above,below",
            "E1,Eagley,2024/25,1,2",
        ),
        (
            CAPPED.replace("code: code}", "code: code, name: name}"),
            "code,name,year,above,below",
            "E1,Other,2024/25,1,2",
        ),
    ):
        mapping = tmp_path / "capped.yaml"
        mapping.write_text(text, encoding="utf-8")
        import_counts(store, load_source(mapping), written(tmp_path / "capped.csv", heading, line))
    assert store.places().place("E1").name == "Eagley"


def test_a_note_on_the_period_is_told_once(tmp_path: Path) -> None:
    mapping = tmp_path / "capped.yaml"
    mapping.write_text(CAPPED, encoding="utf-8")
    lines = ("code,year,above,below", "E1,2024/25 (prov),1,2", "E2,2024/25 (prov),1,2")
    imported = import_counts(
        empty_store(tmp_path), load_source(mapping), written(tmp_path / "capped.csv", *lines)
    )
    assert [(note.line, note.code) for note in imported.notes] == [(2, "provisional")]


def test_populations_are_of_the_mid_year_that_the_table_names(tmp_path: Path) -> None:
    store, imported = brought_in(
        tmp_path, PEOPLE_SOURCE, PEOPLE,
        people("Ambleton", 62_227, 2020), people("Ambleton", 62_507, 2021), people("Brackwell", "x", 2020),
        "2020,Reporting year,Regional,E92000001,England,E12000002,North West,,,,Children aged 0 to 17 years,90000",
        "2020,Reporting year,Regional,E92000001,England,E13000001,Inner London,,,,Children aged 0 to 17 years,7",
        "2020,Reporting year,National,E92000001,England,,,,,,Children aged 0 to 17 years,12000000",
    )  # fmt: skip
    held = {(row.place, row.mid_year): row.count for row in store.populations().rows}
    assert held == {
        (AMBLETON, 2020): 62_227, (AMBLETON, 2021): 62_507, (NORTH_WEST, 2020): 90_000, (ENGLAND, 2020): 12_000_000,
    }  # fmt: skip
    assert {(row.age_from, row.age_to, row.vintage) for row in store.populations().rows} == {(0, 17, "2025")}
    assert imported.populations == 4
    assert [(note.line, note.code) for note in imported.notes] == [(4, "not_available")]
    assert imported.returns == ()


def test_a_revised_population_replaces_the_one_before_and_is_told(tmp_path: Path) -> None:
    brought_in(tmp_path, PEOPLE_SOURCE, PEOPLE, people("Ambleton", 62_227))
    store, imported = brought_in(tmp_path, PEOPLE_SOURCE, PEOPLE, people("Ambleton", 62_300))
    assert [row.count for row in store.populations().rows] == [62_300]
    assert [note.code for note in imported.notes] == ["replaced"]
    assert "62300" in imported.notes[0].message and "62227" in imported.notes[0].message


def test_names_that_are_not_utf_8_are_read_as_windows_1252(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    line = gld("Ambleton", "Total", 10, 7).replace("Ambleton", "Amblétôn")
    import_counts(
        store, load_source(GLD_SOURCE), written(tmp_path / "gld.csv", GLD, line, encoding="windows-1252")
    )
    assert store.places().place(AMBLETON).name == "Amblétôn"


def test_a_place_of_another_level_is_refused(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    store.set_places(PlaceTree((Place(AMBLETON, "Ambleton", "ward"),)), Populations(()))
    file = written(tmp_path / "gld.csv", GLD, gld("Ambleton", "Total", 10, 7))
    with pytest.raises(BadPlace, match="ward in the store, and of the level authority here"):
        import_counts(store, load_source(GLD_SOURCE), file)


WRONG = (
    (gld("Ambleton", "Girls", 10, 7) + ",more", "line 2: 15 cells, where there are 14 columns"),
    (
        gld("Ambleton", "Girls", 10, "seven"),
        "line 3: gld_number is 'seven', neither a whole number nor a symbol",
    ),
    (gld("Ambleton", "Girls", 10, "7.5"), "line 4: gld_number is '7.5', neither"),
    (gld("Ambleton", "Girls", 10, "-7"), "line 5: gld_number is '-7', neither"),
    (gld("Ambleton", "Other", 10, 7), "line 6: gender is 'Other', which the mapping does not know"),
    (gld("Ambleton", "Girls", 10, 7, "2018"), None),
    (gld("Ambleton", "Total", 10, 7), None),
    (gld("Ambleton", "Total", 10, 8), "line 9: Ambleton, AY2018-19: stated twice"),
    (gld("Brackwell", "Total", 10, 7, "soon"), "line 10: 'soon' does not name one period"),
    (
        gld("Brackwell", "Total", 10, 7).replace("Academic year", "Lunar year"),
        "line 11: 'Lunar year' is not a type",
    ),
    (gld("Brackwell", "Total", 10, 7).replace("E06000902", ""), "line 12: new_la_code is empty"),
)


def test_everything_wrong_is_said_at_once_by_line_and_nothing_goes_in(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    file = written(tmp_path / "wrong.csv", GLD, *(line for line, _ in WRONG))
    with pytest.raises(BadSource) as refused:
        import_counts(store, load_source(GLD_SOURCE), file)
    said = refused.value.message.splitlines()
    expected = [what for _, what in WRONG if what is not None]
    assert len(said) == len(expected)
    for what in expected:
        assert any(what in each for each in said), what
    assert store.returns() == ()
    assert not (store.root / "places").exists()


def test_more_than_twenty_faults_are_counted(tmp_path: Path) -> None:
    lines = [gld("Ambleton", f"Group {n}", 10, 7) for n in range(25)]
    with pytest.raises(BadSource, match="And 5 more"):
        brought_in(tmp_path, GLD_SOURCE, GLD, *lines)


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        (GLD.replace("gld_number", "gld_numbers"), "no column 'gld_number'. Did it become 'gld_numbers'?"),
        (GLD.replace("gld_percent", "gld_number"), "two columns called gld_number"),
        ("", "no column"),
    ],
)
def test_another_file_is_recognised_by_its_columns(tmp_path: Path, heading: str, what: str) -> None:
    with pytest.raises(BadSource) as refused:
        brought_in(tmp_path, GLD_SOURCE, heading, gld("Ambleton", "Total", 10, 7))
    assert what in refused.value.message


@pytest.mark.parametrize(
    ("source", "lines", "said"),
    [
        (GLD_SOURCE, (GLD,), "no line is about a place of the level authority"),
        (
            GLD_SOURCE,
            (GLD, gld("Ambleton", "Total", 10, 7).replace("Local Authority", "LA")),
            "no line is about a place of the level authority",
        ),
        (PEOPLE_SOURCE, (PEOPLE,), "no line is about a place"),
    ],
)
def test_a_file_in_which_nothing_is_meant_is_refused(
    tmp_path: Path, source: str, lines: tuple[str, ...], said: str
) -> None:
    with pytest.raises(BadSource, match=said):
        brought_in(tmp_path, source, *lines)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=r"nothing\.csv cannot be read"):
        import_counts(empty_store(tmp_path), load_source(GLD_SOURCE), tmp_path / "nothing.csv")


def test_two_populations_of_one_place_in_a_file_are_refused(tmp_path: Path) -> None:
    lines = (LOOKED_AFTER, looked_after("Ambleton", 100, 3), looked_after("Ambleton", 101, 4, 2021))
    with pytest.raises(BadSource, match="Ambleton has 101 people, and 100 on line 2"):
        brought_in(tmp_path, CLA_SOURCE, *lines)


def test_an_authority_that_took_over_from_others_is_dated_and_the_change_is_kept(tmp_path: Path) -> None:
    west = "2022,Reporting year,Local authority,E92000001,England,E12000004,East Midlands,,W,E06000062,"
    old = "2021,Reporting year,Local authority,E92000001,England,E12000004,East Midlands,,N,E10000021,"
    what = "Children looked after on 31 March each year,1000,5,0"
    store, _ = brought_in(tmp_path, CLA_SOURCE, LOOKED_AFTER, west + what, old + what)
    tree = store.places()
    assert [p.code for p in tree.at("authority", date(2021, 3, 31))] == ["E10000021"]
    assert [p.code for p in tree.at("authority", date(2021, 4, 1))] == ["E06000062"]
    assert [(each.old, each.new) for each in tree.changes] == [("E10000021", "E06000062")]
    held = {
        (cell.place, cell.period): cell.counts["numerator"].low
        for cell in count(load("england"), store).cells()
        if cell.place.startswith(("E06", "E10"))
    }
    assert held == {("E10000021", "2020-21"): 5, ("E06000062", "2021-22"): 5}


def test_an_area_that_only_changed_its_code_is_kept_under_its_present_one(tmp_path: Path) -> None:
    line = people("Ambleton", 100).replace(AMBLETON, "E10000023")
    store, _ = brought_in(tmp_path, PEOPLE_SOURCE, PEOPLE, line)
    assert [row.place for row in store.populations().rows] == ["E06000065"]


def test_a_part_above_its_whole_is_refused_by_line_and_nothing_goes_in(tmp_path: Path) -> None:
    lines = (
        GLD,
        gld("Ambleton", "Total", 100, 70),
        gld("Ambleton", "Girls", 48, 49),
        gld("Brackwell", "Total", 9, 10),
    )
    store = empty_store(tmp_path)
    with pytest.raises(BadSource) as refused:
        import_counts(store, load_source(GLD_SOURCE), written(tmp_path / "gld.csv", *lines))
    said = str(refused.value)
    assert "line 3: Ambleton, AY2018-19, female: gld_number is 49, above number_of_children, 48" in said
    assert "line 4: Brackwell" in said
    assert "line 2" not in said
    assert store.returns() == ()


def test_rows_kept_out_of_the_count_are_told_by_why(tmp_path: Path) -> None:
    _, imported = brought_in(tmp_path, GLD_SOURCE, *TWO_AUTHORITIES)
    assert imported.kept_out == {KeptOut.OTHER_PLACES: 1}
    other = looked_after("Ambleton", 62227, 50).replace("Children looked after on", "Children adopted before")
    (tmp_path / "more").mkdir()
    _, imported = brought_in(
        tmp_path / "more", CLA_SOURCE, LOOKED_AFTER, looked_after("Ambleton", 62227, 409), other
    )
    assert imported.kept_out == {KeptOut.ANOTHER_TABLE: 1}


def test_a_source_of_figures_alone_is_not_counted_and_says_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(BadSource) as refused:
        import_counts(empty_store(tmp_path), load_source("dfe_lait"), tmp_path / "any.csv")
    assert "hearth figures import dfe_lait FILE" in refused.value.remedy
