"""The invented region and nation: a table that could have been published, and a mapping that reads it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from hearth.demo.benchmarks import FOLDER, MAPPING, TABLE, mapping_text, table_text
from hearth.demo.build import Built
from hearth.demo.places import NATION, REGION, the_tree
from hearth.figures.kept import kept_in
from hearth.figures.mapping import Source
from hearth.figures.sources import load_source
from hearth.framework.framework import Framework
from hearth.framework.meaning import Reading, figures
from hearth.kernel.period_spellings import read_period, year_type
from hearth.kernel.periods import Period

ROWS = list(csv.DictReader(io.StringIO(table_text())))


def period_of(row: dict[str, str]) -> Period:
    return read_period(row["time_period"], kind=year_type(row["time_identifier"]).kind).period


@pytest.fixture(scope="module")
def source(small: Built) -> Source:
    return load_source(small.store.root / FOLDER / MAPPING)


def test_both_files_are_in_the_store(small: Built) -> None:
    folder = small.store.root / FOLDER
    assert {each.name for each in folder.iterdir()} == {MAPPING, TABLE}
    assert (folder / TABLE).read_text(encoding="utf-8") == table_text()
    assert (folder / MAPPING).read_text(encoding="utf-8") == mapping_text()


def test_every_line_says_that_it_is_invented(source: Source) -> None:
    assert len(ROWS) > 100
    assert all(row["note"].startswith("Invented") for row in ROWS)
    assert mapping_text().startswith("# Invented")
    assert "(invented)" in source.publisher
    assert any(note.startswith("Invented") for note in source.notes)


def test_its_places_are_those_of_the_demonstration() -> None:
    tree = the_tree()
    for level, code, column in (("National", NATION, "country"), ("Regional", REGION, "region")):
        found = {
            (row[f"{column}_code"], row[f"{column}_name"]) for row in ROWS if row["geographic_level"] == level
        }
        (place,) = [place for place in tree.places if place.code == code]
        assert found == {(code, place.name)}
        assert place.level == column
    assert {row["country_code"] for row in ROWS} == {NATION}


def test_the_mapping_reads_every_figure_of_the_table(source: Source) -> None:
    printed = {row["measure"] for row in ROWS}
    assert {each.code for each in source.figures} == printed
    assert len(printed) == 12
    for figure in source.figures:
        assert figure.rows == {"measure": (figure.code,)}
        assert set(figure.columns.values()) <= ROWS[0].keys()
    used = {row[name] for row in ROWS for name in ("numerator", "denominator", "value")}
    symbols = {cell for cell in used if not cell.replace(".", "").isdigit()}
    assert {cell or "blank" for cell in symbols} == source.symbols.keys()


def test_the_store_holds_what_the_table_says_and_no_one_elses_figures(small: Built, source: Source) -> None:
    (kept,) = kept_in(small.store)
    assert kept.edition.source.id == source.id
    assert kept.table.num_rows == len(ROWS)
    assert {each.code for each in small.store.places().places} == {each.code for each in the_tree().places}
    sexes = {"": "Total", "female": "Female", "male": "Male"}
    shown = {
        (
            cell["figure"].removeprefix(f"{source.id}:"),
            cell["place"],
            cell["period"],
            sexes[cell["group"]],
        ): cell
        for cell in kept.table.to_pylist()
    }
    for row in ROWS:
        cell = shown[row["measure"], row["region_code"] or row["country_code"], period_of(row).id, row["sex"]]
        if row["value"] in ("c", "x"):
            assert cell["value"] is None
            assert cell["state"] == {"c": "suppressed", "x": "not_available"}[row["value"]]
        else:
            assert cell["value"] == pytest.approx(float(row["value"]), abs=0.05)


def test_the_framework_names_each_as_a_benchmark(source: Source, framework: Framework) -> None:
    named = {each.code: each.figure for each in framework.benchmarks if each.source == source.id}
    ours = {figure.id: figure for figure in figures(framework, Reading())}
    assert named.keys() == {each.code for each in source.figures}
    for published in source.figures:
        mine = ours[named[published.code]]
        assert (published.kind, published.direction) == (mine.kind, mine.direction)
        assert mine.kind in ("proportion", "mean") or published.per == mine.per


def test_its_periods_are_three_for_which_the_figure_is_counted(framework: Framework) -> None:
    ours = {figure.id: figure for figure in figures(framework, Reading())}
    found: dict[str, set[str]] = {}
    for row in ROWS:
        span = period_of(row)
        assert span.kind in ours[row["measure"]].periods
        found.setdefault(row["measure"], set()).add(span.id)
    assert {len(periods) for periods in found.values()} == {3}


def test_each_value_is_worked_out_from_its_counts(source: Source) -> None:
    for figure in source.figures:
        worth = 100 if figure.kind == "proportion" else figure.per
        rows = [row for row in ROWS if row["measure"] == figure.code and row["value"] not in ("c", "x")]
        counted = [row for row in rows if row["numerator"]]
        assert len(counted) == (0 if figure.numerator is None else len(rows))
        for row in counted:
            exact = Decimal(row["numerator"]) * worth / Decimal(row["denominator"])
            assert abs(exact - Decimal(row["value"])) <= Decimal("0.05"), row


def test_the_sexes_add_to_everyone() -> None:
    cells = {
        (row["measure"], row["time_period"], row["geographic_level"], row["sex"]): row
        for row in ROWS
        if row["numerator"].isdigit()
    }
    women = [key for key in cells if key[3] == "Female"]
    assert women
    for key in women:
        everyone, man = cells[(*key[:3], "Total")], cells[(*key[:3], "Male")]
        for name in ("numerator", "denominator"):
            assert int(cells[key][name]) + int(man[name]) == int(everyone[name]), key


def test_there_is_something_suppressed_something_not_ready_and_something_without_counts() -> None:
    assert {row["sex"] for row in ROWS if row["value"] == "c"} == {"Female", "Male"}
    assert {row["measure"] for row in ROWS if row["value"] == "x"} == {"P1"}
    assert {row["measure"] for row in ROWS if row["value"] and not row["numerator"]} == {"P5a", "P5b", "P6d"}


def test_the_order_of_places_flips_with_those_whose_activity_is_not_known() -> None:
    """As it did for Stockport: the borough (4.2 and 4.7) is above the nation in one and below it in the other."""
    last = {
        row["measure"]: Decimal(row["value"])
        for row in ROWS
        if (row["time_period"], row["geographic_level"], row["sex"]) == ("202425", "National", "Total")
    }
    assert last["P6e"] < Decimal("4.2") < Decimal("4.7") < last["P6e.neet_or_not_known"]
