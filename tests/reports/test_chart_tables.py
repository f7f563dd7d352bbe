"""A chart as a table and as CSV: every figure that is drawn, in words and in numbers."""

from __future__ import annotations

import csv
import io

from hearth.kernel.periods import PeriodKind
from hearth.reports.charts.of_measure import by_group, by_place, over_time
from hearth.reports.charts.table import COLUMNS, csv_of, rows_of
from reports.told import ORIGIN, published

YEAR = PeriodKind.FINANCIAL_YEAR


def records(chart):
    return list(csv.DictReader(io.StringIO(csv_of(chart).decode())))


def test_places_are_rows_with_only_the_columns_that_say_something():
    headings, rows = rows_of(by_place(published(), "share", "hub", "2025-26", ORIGIN))
    assert headings == ("Place or group", "Figure", "95% interval", "Symbol")
    assert rows[0] == ("Eastmere (invented)", "70.0%", "68.0% to 72.0%", "")
    assert rows[-2:] == (
        ("Cedar Family Hub (invented)", "hidden to protect people", "", "[c]"),
        ("Hub not known", "66.0%", "40.0% to 85.0%", "[u]"),
    )


def test_groups_name_what_they_divide():
    headings, rows = rows_of(by_group(published(), "share", "EM", "2025-26", ["sex"], ORIGIN))
    assert headings[0] == "Of"
    assert rows[1][:3] == ("Sex", "Female", "74.0%")


def test_others_and_targets_are_rows_too():
    headings, rows = rows_of(over_time(published(), "share", "EM", YEAR, ORIGIN))
    assert headings[:3] == ("Of", "Period", "Figure")
    assert ("Farland (invented nation)", "2025-26", "74.0%") in [row[:3] for row in rows]
    assert rows[-1][:3] == ("Target for England, by 2028", "", "75%")
    assert {len(row) for row in rows} == {len(headings)}


def test_a_target_names_its_row_where_no_place_does():
    _, rows = rows_of(over_time(published(theirs=""), "share", "EM", YEAR, ORIGIN))
    assert rows[-1][:2] == ("Target for England, by 2028", "75%")


def test_numbers_are_as_published_and_what_is_hidden_is_empty():
    chart = over_time(published(), "share", "EM", YEAR, ORIGIN)
    first, hidden, *_, target = records(chart)
    assert (first["value"], first["lower"], first["upper"], first["unit"]) == ("78.0", "76.0", "80.0", "%")
    assert (hidden["value"], hidden["lower"], hidden["upper"], hidden["symbol"]) == ("", "", "", "[c]")
    assert (target["label"], target["value"], target["state"]) == (
        "Target for England, by 2028",
        "75",
        "target",
    )


def test_every_row_carries_where_it_is_from():
    chart = over_time(published(), "share", "EM", YEAR, ORIGIN)
    assert {(row["chart"], row["source"], row["notice"]) for row in records(chart)} == {
        (chart.title, chart.source, chart.notice)
    }
    assert list(records(chart)[0]) == list(COLUMNS)
