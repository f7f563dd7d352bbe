"""Figures of others: what each published file says comes out as it says it, with an interval where there are counts."""

from __future__ import annotations

from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.figure_lines import (
    HEADINGS,
    came_out,
    came_out_of,
    of_place,
    only,
    own_file,
    own_mapping,
    published_lines,
)
from figures.published import written
from hearth.disclosure.published import Mark, Published, State
from hearth.figures.edition import read_figures
from hearth.figures.mapping import FigureColumns, Kind, Meaning, Symbol
from hearth.figures.published import read_published
from hearth.figures.published_rows import Given
from hearth.figures.readers import Number, read_number
from hearth.figures.sources import load_source, packaged
from hearth.figures.worked_out import Row, worked_out
from hearth.kernel.errors import BadSource
from hearth.kernel.periods import period
from hearth.stats.proportions import wilson

AMBLETON, BRACKWELL, NORTH_WEST, ENGLAND = "E06000901", "E06000902", "E12000002", "E92000001"
NO_SPREAD = "The publisher does not say how the scores are spread, so no interval can be worked out."
SUMS = "A ratio of sums, to which one child adds many, so no interval can be worked out."
NO_COUNTS = "The publisher gives no counts, so no interval can be worked out."
NO_NUMERATOR = "The publisher gives no numerator, so no interval can be worked out."
HIDDEN_COUNTS = "The publisher does not show the counts, so no interval can be worked out."

GLD = {"time_period": "201819", "time_identifier": "Academic year", "gender": "Total"}
CLA = {
    "time_period": "2021", "time_identifier": "Reporting year",
    "population_type": "Children looked after on 31 March each year",
}  # fmt: skip
NEET = {"time_period": "2025", "time_identifier": "Calendar year", "Age": "16-17"}
ADMITTED = {
    "Indicator ID": "90284", "Area Code": "E06000901", "Area Name": "Ambleton", "Sex": "Persons",
    "Area Type": "Counties & UAs (from Apr 2023)", "Time period": "2011/12",
}  # fmt: skip
BY_CARE = {
    "time_period": "202425",
    "time_identifier": "Academic year",
    "social_care_group": "CINO at 31 March",
}

SHIPPED = [
    ("dfe_good_level_of_development",
     GLD | {"number_of_children": 3614, "gld_number": 2544, "gld_percent": 70.4},
     ("gld_percent", "AY2018-19", 70.3929, 68.8835, 71.859, 2544, 3614, "Wilson score", "")),
    ("dfe_children_looked_after",
     CLA | {"population_estimate": 62227, "children_count": 409, "rate_per_10000": 66},
     ("rate_per_10000", "2020-21", 65.7271, 59.5106, 72.4164, 409, 62227, "Byar's", "")),
    ("dfe_children_in_need",
     {"time_period": "2025", "time_identifier": "Reporting year", "category": "Children in Need",
      "At31_episodes": 2587},
     ("At31_episodes", "2024-25", 2587.0, None, None, 2587, None, "", "")),
    ("ons_population_0_17",
     {"time_period": "2020", "age_group": "Children aged 0 to 17 years", "population_estimate": 62227},
     ("population_estimate", "2020", 62227.0, None, None, 62227, None, "", "")),
    ("dfe_attendance_year_to_date",
     {"time_period": "202526", "time_identifier": "Academic year", "education_phase": "Total",
      "overall_attendance": 6039959, "possible_sessions": 6420254, "attendance_perc": "94.0766362203115",
      "pa_perc": "c"},
     ("attendance_perc", "AY2025-26", 94.0766, None, None, 6039959, 6420254, "",
      SUMS)),
    ("dfe_neet_2023",
     NEET | {"time_period": "2023", "Cohort_DJFavg": 6474, "NEET_percent": 3.1},
     ("NEET_percent", "2023", 3.1, None, None, None, 6474, "", NO_NUMERATOR)),
    ("dfe_neet_2025",
     NEET | {"Cohort_DJFavg": 7019, "NEET_percent": 4.2},
     ("NEET_percent", "2025", 4.2, None, None, None, 7019, "", NO_NUMERATOR)),
    ("dfe_social_care_key_stage_2",
     BY_CARE | {"t_rwm_eligible_pupils": 40, "t_rwm_met_expected_standard": 12, "pt_rwm_met_expected_standard": 30},
     ("rwm_met_expected_standard", "AY2024-25", 30.0, 18.0748, 45.43, 12, 40, "Wilson score", "")),
    ("dfe_social_care_key_stage_2",
     BY_CARE | {"t_mat_progress_eligible_pupils": 40, "avg_mat_progress_score": -2.39,
      "avg_mat_progress_score_lower_CI": -4.1, "avg_mat_progress_score_upper_CI": "k"},
     ("mat_progress_score", "AY2024-25", -2.39, -4.1, 0.0, None, 40, "as published", "")),
    ("dfe_social_care_key_stage_4",
     BY_CARE | {"t_pupils": 84, "avg_att8": 17.3},
     ("avg_att8", "AY2024-25", 17.3, None, None, None, 84, "", NO_NUMERATOR)),
    ("dfe_social_care_absence",
     BY_CARE | {"phase_type_grouping": "Total", "t_pupils": 200, "t_pupils_pa_10_exact": 50,
      "pt_pupils_pa_10_exact": 25},
     ("pt_pupils_pa_10_exact", "AY2024-25", 25.0, 19.5082, 31.4341, 50, 200, "Wilson score", "")),
    ("fingertips",
     ADMITTED | {"Value": 127.985833, "Lower CI 95.0 limit": 118.2308953, "Upper CI 95.0 limit": 138.3309592,
      "Count": 636, "Denominator": 49693},
     ("90284", "2011-12", 127.9858, 118.2309, 138.331, 636, 49693, "Byar's", "")),
    ("dfe_lait",
     {"Short Desc": "FSP_NEW_GOODDEV", "Years": "2025", "LA and Regions": "Stockport", "Values": "68.700000000000003"},
     ("FSP_NEW_GOODDEV", "AY2024-25", 68.7, None, None, None, None, "", NO_COUNTS)),
]  # fmt: skip
"""A row of each published file (its authority is invented), and what comes of it."""


def test_every_packaged_mapping_with_figures_is_tried_on_its_columns() -> None:
    assert {source for source, _, _ in SHIPPED} == {name for name in packaged() if load_source(name).figures}
    assert HEADINGS.keys() == {source for source, _, _ in SHIPPED}


@pytest.mark.parametrize(("source", "row", "expected"), SHIPPED)
def test_each_published_file_comes_out_as_published(
    tmp_path: Path, source: str, row: dict[str, object], expected: tuple[object, ...]
) -> None:
    place = of_place("Ambleton") if "geographic_level" in HEADINGS[source] else {}
    published = came_out(tmp_path, source, place | row)
    code, *numbers = expected
    (cell,) = published.where(figure=f"{source}:{code}").cells()
    assert [
        cell.period, cell.value, cell.lower, cell.upper, cell.numerator, cell.denominator, cell.method, cell.note,
    ] == numbers  # fmt: skip
    assert (cell.source, cell.state) == (source, State.VALUE)
    assert cell.place == ("E08000007" if source == "dfe_lait" else AMBLETON)


@pytest.mark.parametrize(
    ("cell", "state", "symbol", "value"),
    [
        ("c", State.SUPPRESSED, "[c]", None),
        ("x", State.NOT_AVAILABLE, "[x]", None),
        ("-", State.NOT_AVAILABLE, "[x]", None),
        ("NA", State.NOT_AVAILABLE, "[x]", None),
        ("", State.NOT_AVAILABLE, "[x]", None),
        (" ", State.NOT_AVAILABLE, "[x]", None),
        ("z", State.NOT_APPLICABLE, "[z]", None),
        ("u", State.LOW_RELIABILITY, "[u]", None),
        ("low", State.ROUNDS_TO_ZERO, "[low]", 0.0),
        ("k", State.ROUNDS_TO_ZERO, "[low]", 0.0),
        ("0", State.VALUE, "", 0.0),
    ],
)
@pytest.mark.parametrize("source", [name for name in packaged() if "dfe_neet" in name or name == "dfe_lait"])
def test_every_symbol_is_understood(
    tmp_path: Path, source: str, cell: str, state: State, symbol: str, value: float | None
) -> None:
    if source == "dfe_lait":
        code, row = (
            "LAC",
            {"Short Desc": "LAC", "Years": "2025", "LA and Regions": "Stockport", "Values": cell},
        )
    else:
        code, row = (
            "NEET_percent",
            of_place("Ambleton") | NEET | {"Cohort_DJFavg": 7019, "NEET_percent": cell},
        )
    published = came_out(tmp_path, source, row)
    found = only(published.where(figure=f"{source}:{code}"))
    assert (found.state, found.symbol, found.value) == (state, symbol, value)
    assert (found.lower, found.upper, found.numerator) == (None, None, None)
    assert found.denominator == (7019 if state is State.VALUE and source != "dfe_lait" else None)


@pytest.mark.parametrize(
    ("children", "reached", "percent", "state"),
    [
        ("100", "c", "c", State.SUPPRESSED),
        ("c", "c", "c", State.SUPPRESSED),
        ("100", "70", "c", State.SUPPRESSED),
        ("x", "z", "z", State.NOT_APPLICABLE),
        ("0", "0", "z", State.NOT_APPLICABLE),
    ],
)
def test_what_the_publisher_hides_shows_no_number_at_all(
    tmp_path: Path, children: str, reached: str, percent: str, state: State
) -> None:
    row = GLD | {"number_of_children": children, "gld_number": reached, "gld_percent": percent}
    cell = only(came_out(tmp_path, "dfe_good_level_of_development", of_place("Ambleton") | row))
    assert cell.state is state
    assert {cell.value, cell.lower, cell.upper, cell.numerator, cell.denominator} == {None}


def test_a_value_whose_counts_are_hidden_has_no_interval_and_says_so(tmp_path: Path) -> None:
    row = GLD | {"number_of_children": 100, "gld_number": "c", "gld_percent": 70}
    cell = only(came_out(tmp_path, "dfe_good_level_of_development", of_place("Ambleton") | row))
    assert (cell.value, cell.lower, cell.denominator, cell.note) == (70.0, None, 100, HIDDEN_COUNTS)


# Kinds, units and limits


@pytest.mark.parametrize(
    ("figure", "heading", "cells", "expected"),
    [
        ("code: A, title: A, kind: proportion, value: v", "v", "70.4", (70.4, None, None, "", NO_COUNTS)),
        ("code: A, title: A, kind: proportion, value: v, scale: 100", "v", "0.704", (70.4, None, None, "", NO_COUNTS)),
        ("code: A, title: A, kind: proportion, value: v, scale: 100, lower: l, upper: u", "v,l,u", "0.704,0.65,0.75",
         (70.4, 65.0, 75.0, "as published", "")),
        ("code: A, title: A, kind: rate, per: 1000, value: v, lower: l, upper: u", "v,l,u", "6.5,c,9.1",
         (6.5, None, None, "", NO_COUNTS)),
        ("code: A, title: A, kind: rate, per: 1000, numerator: n, denominator: d", "n,d", "3,1000",
         (3.0, 0.6187, 8.7673, "exact Poisson", "")),
        ("code: A, title: A, kind: proportion, numerator: n, denominator: d", "n,d", "0,5",
         (0.0, 0.0, 43.4482, "Wilson score", "")),
        ("code: A, title: A, kind: proportion, numerator: n, denominator: d", '"n",d', '"1,000","2,000.0"',
         (50.0, 47.8108, 52.1892, "Wilson score", "")),
        ("code: A, title: A, kind: mean, numerator: n, denominator: d", "n,d", "0,5",
         (0.0, None, None, "", NO_SPREAD)),
        ("code: A, title: A, kind: mean, numerator: n, denominator: d, value: v, lower: l, upper: u", "n,d,v,l,u",
         "10,4,2.5,2,3", (2.5, 2.0, 3.0, "as published", "")),
        ("code: A, title: A, kind: ratio, numerator: n, denominator: d", "n,d", "3,2",
         (1.5, None, None, "", SUMS)),
        ("code: A, title: A, kind: count, value: v", "v", "12", (12.0, None, None, "", "")),
        ("code: A, title: A, kind: mean, value: v", "v", "-7.0000000000000007E-2", (-0.07, None, None, "", NO_COUNTS)),
    ],
)  # fmt: skip
def test_kinds_units_and_limits(
    tmp_path: Path, figure: str, heading: str, cells: str, expected: tuple[object, ...]
) -> None:
    cell = only(came_out_of(tmp_path, figure, heading, cells))
    assert (cell.value, cell.lower, cell.upper, cell.method, cell.note) == expected
    assert cell.state is State.VALUE


def test_none_of_nobody_has_no_value_and_says_so(tmp_path: Path) -> None:
    cell = only(
        came_out_of(
            tmp_path, "code: A, title: A, kind: proportion, numerator: n, denominator: d", "n,d", "0,0"
        )
    )
    assert (cell.state, cell.value, cell.denominator) == (State.NOT_APPLICABLE, None, None)
    assert cell.note == "There is nobody to divide by."


@given(part=st.integers(0, 4000), more=st.integers(0, 4000), decimals=st.integers(0, 4))
def test_a_value_rounded_from_its_counts_is_never_told_apart_from_them(
    part: int, more: int, decimals: int
) -> None:
    whole = max(part + more, 1)
    value = Number(round(100 * part / whole, decimals), decimals)
    ours = wilson(part, whole, per=100)
    row, said = worked_out_alone(value, part, whole)
    assert said == []
    assert (row.value, row.lower, row.upper) == (
        round(ours.value, 4),
        round(ours.lower, 4),
        round(ours.upper, 4),
    )
    row, said = worked_out_alone(Number(value.value + 1.001 * 10**-decimals, decimals), part, whole)
    assert said == ["disagrees"]
    assert row.note.startswith("The publisher gives ")


def worked_out_alone(value: Number, part: int, whole: int) -> tuple[Row, list[str]]:
    """What a published percentage and its counts come to, and the codes of what is told of them."""
    figure = FigureColumns("A", "A", Kind.PROPORTION, "Children", value="v", numerator="n", denominator="d")
    numbers = {"value": value, "numerator": part, "denominator": whole}
    said: list[str] = []
    line = Given(2, "authority", AMBLETON, period("2023-24"), "", "", None, numbers)
    (row,) = worked_out(figure, [line], lambda number, code, message: said.append(code))
    return row, said


# Published values that the counts do not come to


def notes_of(
    tmp_path: Path, source: str, *rows: dict[str, object]
) -> tuple[list[tuple[int, str, str]], list[str]]:
    file = written(tmp_path / "published.csv", *published_lines(source, *rows))
    came = read_figures(load_source(source), file)
    return [(note.line, note.code, note.message) for note in came.notes], came.table["note"].to_pylist()


def test_a_value_that_its_counts_do_not_come_to_is_told_and_noted(tmp_path: Path) -> None:
    row = GLD | {"number_of_children": 100, "gld_number": 70, "gld_percent": 71}
    told, noted = notes_of(tmp_path, "dfe_good_level_of_development", of_place("Ambleton") | row)
    assert told == [
        (2, "disagrees",
         f"gld_percent, {AMBLETON}, AY2018-19: the publisher gives 71.0, and its counts come to 70.000."),
    ]  # fmt: skip
    assert noted == ["The publisher gives 71.0, and its counts come to 70.000."]


@pytest.mark.parametrize(("place", "rate", "codes"), [
    ("North West", 90, ["rounded"]),
    ("North West", 95, ["disagrees"]),
    ("North West", 89, []),
    ("Ambleton", 90, ["disagrees"]),
])  # fmt: skip
def test_what_rounded_counts_explain_is_told_as_that(
    tmp_path: Path, place: str, rate: int, codes: list[str]
) -> None:
    row = CLA | {"population_estimate": 10_112, "children_count": 90, "rate_per_10000": rate}
    told, _ = notes_of(tmp_path, "dfe_children_looked_after", of_place(place) | row)
    assert [code for _, code, _ in told] == codes


def test_limits_of_counts_before_rounding_are_not_shown_beside_the_rounded_ones(tmp_path: Path) -> None:
    """Published limits tell the very count that the publisher rounded; ours are of the rounded count."""
    row = ADMITTED | {
        "Value": 81.40579, "Lower CI 95.0 limit": 74.1128, "Upper CI 95.0 limit": 89.6234,
        "Count": 435, "Denominator": 53436,
    }  # fmt: skip
    cell = only(came_out(tmp_path, "fingertips", row))
    assert (cell.value, cell.lower, cell.upper, cell.method) == (81.4058, 73.9345, 89.4275, "Byar's")
    assert cell.note == ""


def test_limits_that_exact_counts_do_not_come_to_are_told(tmp_path: Path) -> None:
    row = ADMITTED | {
        "Area Code": "E92000001", "Area Name": "England", "Area Type": "England",
        "Value": 81.40579, "Lower CI 95.0 limit": 74.1128, "Upper CI 95.0 limit": 89.6234,
        "Count": 435, "Denominator": 53436,
    }  # fmt: skip
    told, _ = notes_of(tmp_path, "fingertips", row)
    assert [(code, "a lower limit of 74.1128" in said) for _, code, said in told] == [("disagrees", True)]


def test_limits_are_carried_where_there_are_no_counts(tmp_path: Path) -> None:
    row = ADMITTED | {"Value": 81.4, "Lower CI 95.0 limit": 74.1, "Upper CI 95.0 limit": 89.6}
    cell = only(came_out(tmp_path, "fingertips", row))
    assert (cell.value, cell.lower, cell.upper, cell.note) == (81.4, None, None, HIDDEN_COUNTS)
    row |= {"Area Code": "E92000001", "Area Name": "England", "Area Type": "England"}
    cell = only(came_out(tmp_path, "fingertips", row))
    assert (cell.value, cell.lower, cell.upper, cell.method) == (81.4, 74.1, 89.6, "as published")


# Places, periods, groups, and which rows are read


def values_of(published: Published) -> dict[tuple[str, str, str], float | None]:
    return {(cell.place, cell.period, cell.group): cell.value for cell in published.cells()}


def test_every_level_of_place_has_its_name_and_a_part_of_a_place_stands_by_itself(tmp_path: Path) -> None:
    rows = [
        of_place(name) | GLD | {"number_of_children": 10 * n, "gld_number": 5 * n, "gld_percent": 50}
        for n, name in enumerate(
            ("Ambleton", "North West", "Inner London", "Inner Borough", "England"), start=1
        )
    ]
    published = came_out(tmp_path, "dfe_good_level_of_development", *rows)
    places = {place.code: (place.name, place.level) for place in published.places.places}
    assert places == {
        AMBLETON: ("Ambleton", "authority"), "E09000901": ("Inner Borough", "authority"),
        NORTH_WEST: ("North West", "region"), "E12000007": ("London", "region"),
        "E13000001": ("Inner London", "region"), ENGLAND: ("England", "country"),
    }  # fmt: skip
    assert {cell.place for cell in published.cells()} == places.keys() - {"E12000007"}
    figure = published.figure("dfe_good_level_of_development:gld_percent", "dfe_good_level_of_development")
    assert (figure.smallest_place, figure.periods, figure.breakdowns) == (
        "authority", ("academic_year",), ("sex",),
    )  # fmt: skip
    assert (figure.kind, figure.direction, figure.source) == (
        "proportion",
        "higher",
        "dfe_good_level_of_development",
    )


def test_groups_are_ours_and_everyone_is_no_group(tmp_path: Path) -> None:
    rows = [
        of_place("Ambleton")
        | GLD
        | {"gender": sex, "number_of_children": 100, "gld_number": n, "gld_percent": n}
        for sex, n in (("Total", 70), ("Girls", 76), ("Boys", 64))
    ]
    published = came_out(tmp_path, "dfe_good_level_of_development", *rows)
    assert {(cell.breakdown, cell.group): cell.value for cell in published.cells()} == {
        ("", ""): 70.0,
        ("sex", "female"): 76.0,
        ("sex", "male"): 64.0,
    }


LONG = "code: A, title: A, kind: proportion, value: v, rows: {what: [a]}"
OTHER = "code: B, title: B, kind: rate, per: 1000, value: v, rows: {what: [b]}, period_kind: calendar_year"


def test_long_files_say_which_figure_a_row_is_and_wide_ones_have_a_column_for_each(tmp_path: Path) -> None:
    long = read_published(
        load_source(own_mapping(tmp_path, LONG, OTHER)),
        own_file(
            tmp_path, "what,v",
            "authority,E06000901,Ambleton,2024,a,70", "authority,E06000901,Ambleton,2024,b,3",
            "authority,E06000901,Ambleton,2024,other,99",
        ),
    )  # fmt: skip
    wide = read_published(
        load_source(own_mapping(tmp_path, "code: A, title: A, kind: proportion, value: a",
                                "code: B, title: B, kind: rate, per: 1000, value: b, period_kind: calendar_year")),
        own_file(tmp_path, "a,b", "authority,E06000901,Ambleton,2024,70,3"),
    )  # fmt: skip
    assert long.table.equals(wide.table)
    assert [(cell.figure, cell.period, cell.value) for cell in long.cells()] == [
        ("ours:A", "2023-24", 70.0),
        ("ours:B", "2024", 3.0),
    ]


def test_a_figure_may_be_of_some_levels_only(tmp_path: Path) -> None:
    source = load_source(
        own_mapping(tmp_path, "code: A, title: A, kind: count, numerator: v, levels: [country]")
    )
    file = own_file(
        tmp_path, "v", "authority,E06000901,Ambleton,2024,70", "country,E92000001,England,2024,700"
    )
    came = read_figures(source, file)
    assert came.table["place"].to_pylist() == [ENGLAND]
    assert dict(came.kept_out) == {"other_places": 1}


def test_names_stand_for_codes_where_the_mapping_says_which(tmp_path: Path) -> None:
    rows = [
        {"Short Desc": what, "Years": "2024", "LA and Regions": place, "Values": value}
        for what, place, value in (
            ("LAC", "Stockport", 77), ("LAC", "North West", 94), ("LAC", "England", "69.900000000000006"),
            ("LAC", "London (Inner)", 70), ("Under18concep", "Stockport", 12),
        )
    ]  # fmt: skip
    file = written(tmp_path / "published.csv", *published_lines("dfe_lait", *rows))
    came = read_figures(load_source("dfe_lait"), file)
    assert dict(zip(came.table["place"].to_pylist(), came.table["value"].to_pylist(), strict=True)) == {
        "E08000007": 77.0, NORTH_WEST: 94.0, ENGLAND: 69.9,
    }  # fmt: skip
    assert dict(came.kept_out) == {"another_table": 1, "other_places": 1}
    assert came.edition.places.place("E08000007").name == "Stockport"


@pytest.mark.parametrize(("year", "mark"), [("2024 (prov)", Mark.PROVISIONAL), ("2024 (Rev)", Mark.REVISED)])
def test_provisional_and_revised_years_are_marked(tmp_path: Path, year: str, mark: Mark) -> None:
    source = load_source(own_mapping(tmp_path, "code: A, title: A, kind: count, numerator: v"))
    cell = only(read_published(source, own_file(tmp_path, "v", f"country,E92000001,England,{year},7")))
    assert (cell.period, cell.marks, cell.symbol) == ("2023-24", (mark,), f"[{mark}]")


def test_a_row_said_again_in_the_same_words_counts_once(tmp_path: Path) -> None:
    """Fingertips prints England once by itself, and once among the areas of England."""
    england = ADMITTED | {
        "Area Code": ENGLAND,
        "Area Name": "England",
        "Area Type": "England",
        "Value": 115.2,
    }
    published = came_out(tmp_path, "fingertips", england, england | {"Parent Code": ENGLAND})
    assert values_of(published) == {(ENGLAND, "2011-12", ""): 115.2}


def test_parquet_is_read_as_csv_is(tmp_path: Path) -> None:
    rows = [
        {"Short Desc": "LAC", "Years": "2024", "LA and Regions": place, "Values": value}
        for place, value in (("Stockport", "77"), ("England", "-"))
    ]
    file = written(tmp_path / "published.csv", *published_lines("dfe_lait", *rows))
    table = pyarrow.csv.read_csv(file)
    pyarrow.parquet.write_table(table, tmp_path / "published.parquet")
    source = load_source("dfe_lait")
    assert read_published(source, tmp_path / "published.parquet").table.equals(
        read_published(source, file).table
    )
    (tmp_path / "published.parquet").write_bytes(b"PAR1 cut short")
    with pytest.raises(BadSource, match="cannot be read as Parquet"):
        read_published(source, tmp_path / "published.parquet")


# Files that do not fit


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("authority,E06000901,Ambleton,2024,>95,1,2",
         "ours.csv line 2: v is '>95', neither a number nor a symbol of the mapping."),
        ("authority,E06000901,Ambleton,2024,1e999,1,2", "line 2: v is '1e999', neither a number"),
        ("authority,E06000901,Ambleton,2024,50,1.5,3", "line 2: n is '1.5', neither a whole number nor a symbol"),
        ("authority,E06000901,Ambleton,2024,50,-1,3", "line 2: n is '-1', neither a whole number nor a symbol"),
        ("authority,E06000901,Ambleton,2024,150,3,2", "line 2: A, Ambleton, 2023-24: n is 3, above d, 2"),
        ("authority,E06000901,Ambleton,last year,50,1,2", "line 2: 'last year' does not name one period"),
        ("authority,,Ambleton,2024,50,1,2", "line 2: code is empty"),
        ("ward,E05000001,Ward,2024,50,1,2", "line 1: no line is about a figure and a place of the mapping."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    source = load_source(
        own_mapping(tmp_path, "code: A, title: A, kind: proportion, value: v, numerator: n, denominator: d")
    )
    with pytest.raises(BadSource) as refused:
        read_published(source, own_file(tmp_path, "v,n,d", line))
    assert said in refused.value.message
    assert "mapping" in refused.value.remedy


def test_a_row_said_again_in_other_words_is_refused(tmp_path: Path) -> None:
    row = of_place("Ambleton") | NEET
    with pytest.raises(BadSource) as refused:
        came_out(tmp_path, "dfe_neet_2025", row | {"NEET_percent": 4}, row | {"NEET_percent": 5})
    assert (
        "line 3: NEET_percent, Ambleton, 2025: stated twice, and otherwise on line 2."
        in refused.value.message
    )


def test_a_group_that_the_mapping_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="gender is 'Unknown', which the mapping does not know"):
        came_out(
            tmp_path, "dfe_good_level_of_development", of_place("Ambleton") | GLD | {"gender": "Unknown"}
        )


def test_a_missing_column_is_asked_after_by_a_near_name(tmp_path: Path) -> None:
    lines = published_lines("dfe_neet_2025", of_place("Ambleton") | NEET)
    file = written(
        tmp_path / "published.csv", lines[0].replace(",NEET_percent", ",NEET_percentage"), *lines[1:]
    )
    with pytest.raises(BadSource, match=r"has no column 'NEET_percent'\. Did it become 'NEET_percentage'\?"):
        read_published(load_source("dfe_neet_2025"), file)


def test_a_source_without_figures_says_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(BadSource) as refused:
        read_published(load_source("stockport_wards"), tmp_path / "any.csv")
    assert "hearth store import" in refused.value.remedy


# Numbers as text

HIDDEN = Symbol(Meaning.SUPPRESSED)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("70.4", Number(70.4, 1)), ("64", Number(64.0, 0)), ("70.0", Number(70.0, 1)), ("70.", Number(70.0, 0)),
        ("-1.68", Number(-1.68, 2)), ("+2", Number(2.0, 0)), ("1,234.5", Number(1234.5, 1)),
        ("68.700000000000003", Number(68.7, 1)), ("4.0999999999999996", Number(4.1, 1)),
        ("-7.0000000000000007E-2", Number(-0.07, 2)), ("1e3", Number(1000.0, 1)),
        ("94.0766362203115", Number(94.0766362203115, 13)),
        ("c", HIDDEN), ("", Symbol(Meaning.NOT_AVAILABLE)),
        ("nan", None), ("inf", None), ("1e999", None), (">95", None), ("1 2", None), ("12,34", None), ("½", None),
        ("٣", None), ("--", None), (".5", None), ("5%", None),
    ],
)  # fmt: skip
def test_numbers_as_text(cell: str, expected: Number | Symbol | None) -> None:
    assert read_number(cell, {"c": HIDDEN}) == expected


@given(value=st.integers(-(10**7), 10**7), decimals=st.integers(0, 6))
def test_a_number_written_out_too_far_is_the_short_one(value: int, decimals: int) -> None:
    short = value / 10**decimals
    found = read_number(f"{short:.17g}", {})
    assert isinstance(found, Number)
    assert found.value == short
    assert found.decimals <= decimals


@given(st.text(max_size=8))
def test_any_text_is_a_finite_number_or_nothing(cell: str) -> None:
    found = read_number(cell, {})
    assert found is None or isinstance(found, Symbol) or abs(found.value) < float("inf")
