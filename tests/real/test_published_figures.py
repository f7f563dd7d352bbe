"""Real published figures, brought in as they stand: equal to what was published, to the precision of the counts.

What these tests compare with are the files themselves, read by the csv module alone, and formulas written out here.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from hearth.disclosure.published import Published, PublishedCell, State
from hearth.figures.edition import Read, read_figures
from hearth.figures.kept import import_figures
from hearth.figures.published import published_in, read_published
from hearth.figures.sources import load_source, packaged
from hearth.store.store import About, create
from real.published import SAME_AREA, SEX, Line, academic, financial, larger_place

FILES = {
    "dfe_attendance_year_to_date": "dfe/attendance_year_to_date_2025_26.csv",
    "dfe_children_in_need": "dfe/b1_children_in_need_2013_to_2025.csv",
    "dfe_children_looked_after": "dfe/cla_number_and_rate_per_10k_children.csv",
    "dfe_good_level_of_development": "dfe/good_level_of_development_2013_2019.csv",
    "dfe_lait": "lait/lait_stockport_england_northwest.csv",
    "dfe_neet_2023": "dfe/neet_2023.csv",
    "dfe_neet_2025": "dfe/neet_2025.csv",
    "dfe_social_care_absence": "dfe/absence_la__stockport_and_regional_national.csv",
    "dfe_social_care_key_stage_2": "dfe/ks2_la__stockport_and_regional_national.csv",
    "dfe_social_care_key_stage_4": "dfe/ks4_la__stockport_and_regional_national.csv",
    "fingertips": "fingertips/fingertips_90284_stockport_trafford_england.csv",
    "ons_population_0_17": "dfe/ons_population_0_17.csv",
}
STOCKPORT, NORTH_WEST, ENGLAND = "E08000007", "E12000002", "E92000001"
Z = 1.959963984540054
CLOSE = 0.5e-4 + 1e-9
"""Values and limits are kept to four decimal places."""

Cells = Mapping[tuple[str, str, str, str], PublishedCell]
"""Rows by what the figure is called in the source, place, period and group."""


@pytest.fixture(scope="module")
def came(shared_data: Path) -> dict[str, Read]:
    return {source: read_figures(load_source(source), shared_data / file) for source, file in FILES.items()}


@pytest.fixture(scope="module")
def published(shared_data: Path) -> dict[str, Cells]:
    found = {
        source: read_published(load_source(source), shared_data / file) for source, file in FILES.items()
    }
    return {source: by_key(each) for source, each in found.items()}


def by_key(published: Published) -> Cells:
    return {
        (cell.figure.partition(":")[2], cell.place, cell.period, cell.group): cell
        for cell in published.cells()
    }


def lines(data: Path, source: str) -> Iterator[Line]:
    with (data / FILES[source]).open(encoding="utf-8-sig", newline="") as text:
        for line in csv.DictReader(text):
            yield {key: (cell or "").strip() for key, cell in line.items()}


def place_of(line: Line) -> str:
    """The place that a line of the Department's is about, under the code it is kept under."""
    own = line["new_la_code"]
    return SAME_AREA.get(own, own) if own else larger_place(line)


def wilson(part: int, whole: int) -> tuple[float, float]:
    share, squared = part / whole, Z * Z
    centre = share + squared / (2 * whole)
    reach = Z * sqrt(share * (1 - share) / whole + squared / (4 * whole * whole))
    return tuple(100 * (centre + side * reach) / (1 + squared / whole) for side in (-1, 1))  # type: ignore[return-value]


def byar(events: int, people: int) -> tuple[float, float]:
    more = events + 1
    lower = events * (1 - 1 / (9 * events) - Z / (3 * sqrt(events))) ** 3
    upper = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    return 10_000 * lower / people, 10_000 * upper / people


# What came in, of every file


def test_every_packaged_mapping_with_figures_is_tried_on_its_file() -> None:
    assert FILES.keys() == {name for name in packaged() if load_source(name).figures}


def test_how_much_came_in_and_in_which_state(came: dict[str, Read]) -> None:
    assert {
        source: {str(state): n for state, n in Counter(each.table["state"].to_pylist()).items()}
        for source, each in came.items()
    } == {
        "dfe_attendance_year_to_date": {"value": 1286, "suppressed": 8},
        "dfe_children_in_need": {"value": 2123, "not_available": 6, "suppressed": 2, "low_reliability": 1},
        "dfe_children_looked_after": {"value": 815, "not_applicable": 19, "suppressed": 1},
        "dfe_good_level_of_development": {"value": 3420},
        "dfe_lait": {"value": 995, "not_available": 112},
        "dfe_neet_2023": {"value": 959, "not_applicable": 1},
        "dfe_neet_2025": {"value": 957, "suppressed": 9},
        "dfe_social_care_absence": {"value": 701, "not_available": 117, "suppressed": 1},
        "dfe_social_care_key_stage_2": {"value": 1123, "not_available": 780, "suppressed": 8},
        "dfe_social_care_key_stage_4": {"value": 950, "not_available": 131, "suppressed": 11},
        "fingertips": {"value": 114},
        "ons_population_0_17": {"value": 2111, "not_available": 21},
    }  # fmt: skip


def test_no_published_value_disagrees_with_its_counts_but_by_their_rounding(came: dict[str, Read]) -> None:
    told = {source: Counter(note.code for note in each.notes) for source, each in came.items()}
    assert {source: dict(codes) for source, codes in told.items() if codes} == {
        "dfe_children_looked_after": {"rounded": 2},
        "dfe_social_care_absence": {"rounded": 184},
        "dfe_social_care_key_stage_2": {"rounded": 365},
        "dfe_social_care_key_stage_4": {"rounded": 420},
    }
    for source, each in came.items():
        places = {note.message.split(", ")[1] for note in each.notes}
        levels = {each.edition.places.place(place).level for place in places}
        assert levels <= {"region", "country"}, source


def test_every_symbol_of_the_files_is_what_the_row_says(
    published: dict[str, Cells], shared_data: Path
) -> None:
    """Of every figure published with its value in a column of its own, in files of the Department's own shape."""
    met: Counter[str] = Counter()
    for source in ("dfe_neet_2023", "dfe_neet_2025", "dfe_children_in_need", "ons_population_0_17"):
        for line in lines(shared_data, source):
            period = financial(line) if source == "dfe_children_in_need" else line["time_period"]
            for figure in load_source(source).figures:
                cell = line[figure.value or figure.numerator or ""]
                row = published[source][figure.code, place_of(line), period, ""]
                assert row.symbol == {"c": "[c]", "x": "[x]", "z": "[z]", "u": "[u]"}.get(cell, ""), line
                if row.state is State.VALUE:
                    assert row.value == float(cell), line
                else:
                    met[cell] += 1
                    assert (row.value, row.numerator, row.denominator) == (None, None, None)
    assert met == {"c": 11, "x": 27, "z": 1, "u": 1}


def test_whatever_has_counts_has_an_interval_or_says_why_not(published: dict[str, Cells]) -> None:
    for source, cells in published.items():
        kinds = {each.code: each.kind for each in load_source(source).figures}
        for (code, *_), cell in cells.items():
            if cell.state is State.VALUE and kinds[code] != "count":
                assert (cell.lower is None) == (cell.method == ""), cell
                assert cell.lower is not None or "so no interval can be worked out." in cell.note, cell
                assert cell.lower is None or cell.lower <= cell.value <= cell.upper, cell  # type: ignore[operator]


# Good level of development


def test_all_3420_rows_of_the_good_level_of_development(
    published: dict[str, Cells], shared_data: Path
) -> None:
    cells = published["dfe_good_level_of_development"]
    compared = 0
    for line in lines(shared_data, "dfe_good_level_of_development"):
        cell = cells["gld_percent", place_of(line), academic(line), SEX[line["gender"]]]
        part, whole = int(line["gld_number"]), int(line["number_of_children"])
        assert (cell.numerator, cell.denominator, cell.note) == (part, whole, ""), line
        assert cell.value is not None and cell.lower is not None and cell.upper is not None
        assert abs(cell.value - float(line["gld_percent"])) <= 0.05 + CLOSE, line
        assert abs(cell.value - 100 * part / whole) <= CLOSE
        lower, upper = wilson(part, whole)
        assert abs(cell.lower - lower) <= CLOSE and abs(cell.upper - upper) <= CLOSE
        compared += 1
    assert compared == len(cells) == 3420


def test_stockport_in_2018_19(published: dict[str, Cells]) -> None:
    cell = published["dfe_good_level_of_development"]["gld_percent", STOCKPORT, "AY2018-19", ""]
    assert (cell.numerator, cell.denominator, round(cell.value or 0, 2)) == (2544, 3614, 70.39)
    assert round(cell.value or 0, 1) == 70.4
    assert (cell.lower, cell.upper, cell.method) == (68.8835, 71.859, "Wilson score")


# Children looked after


def test_every_rate_of_children_looked_after(published: dict[str, Cells], shared_data: Path) -> None:
    cells = published["dfe_children_looked_after"]
    noted = 0
    for line in lines(shared_data, "dfe_children_looked_after"):
        if not line["population_type"].startswith("Children looked after on"):
            continue
        cell = cells["rate_per_10000", place_of(line), financial(line), ""]
        if cell.state is not State.VALUE:
            assert cell.symbol == {"c": "[c]", "z": "[z]"}[line["rate_per_10000"]]
            continue
        assert (cell.numerator, cell.denominator) == (
            int(line["children_count"]),
            int(line["population_estimate"]),
        )
        noted += bool(cell.note)
        # the two are of regions whose counts are rounded to ten, and are a hundredth out
        assert abs((cell.value or 0) - float(line["rate_per_10000"])) <= (
            0.52 if cell.note else 0.5 + CLOSE
        ), line
    assert noted == 2


def test_409_of_62227_is_65_727_for_every_10_000(published: dict[str, Cells]) -> None:
    cell = published["dfe_children_looked_after"]["rate_per_10000", STOCKPORT, "2020-21", ""]
    assert (cell.numerator, cell.denominator, round(cell.value or 0, 3)) == (409, 62_227, 65.727)
    assert [cell.lower, cell.upper] == pytest.approx(byar(409, 62_227), abs=CLOSE)


# Not in education, employment or training


@pytest.mark.parametrize(
    ("year", "cohort", "neet", "unknown", "both"),
    [("2023", 6474, 3.1, 0.2, 3.3), ("2025", 7019, 4.2, 0.4, 4.6)],
)
def test_a_percentage_with_its_cohort_and_no_numerator_has_no_interval_and_says_why(
    published: dict[str, Cells], year: str, cohort: int, neet: float, unknown: float, both: float
) -> None:
    for code, value in (
        ("NEET_percent", neet),
        ("Notknown_percent", unknown),
        ("NEET_not_known_percent", both),
    ):
        cell = published[f"dfe_neet_{year}"][code, STOCKPORT, year, ""]
        assert (cell.value, cell.lower, cell.upper, cell.method) == (value, None, None, "")
        assert (cell.numerator, cell.denominator) == (None, cohort)
        assert cell.note == "The publisher gives no numerator, so no interval can be worked out."


# The local authority interactive tool


def test_the_interactive_tool_says_what_its_publishers_do(published: dict[str, Cells]) -> None:
    tool = published["dfe_lait"]
    for period, rate in (("2020-21", 66), ("2024-25", 75)):
        whole = published["dfe_children_looked_after"]["rate_per_10000", STOCKPORT, period, ""].value
        assert tool["LAC", STOCKPORT, period, ""].value == rate == round(whole or 0)
    assert tool["16-17 NEET", STOCKPORT, "2025", ""].value == 4.2
    admitted = published["fingertips"]["90284", STOCKPORT, "2015-16", ""].value
    assert tool["HospAd0-14", STOCKPORT, "2015-16", ""].value == round(admitted or 0, 2) == 138.6


def test_every_value_of_the_interactive_tool(published: dict[str, Cells], shared_data: Path) -> None:
    places = {"Stockport": STOCKPORT, "North West": NORTH_WEST, "England": ENGLAND}
    wanted = {
        printed: (figure, group)
        for figure in load_source("dfe_lait").figures
        for printed in figure.rows["Short Desc"]
        for group in [figure.breakdown.groups[printed] if figure.breakdown else "everyone"]
    }
    year = {
        "financial_year": lambda n: f"{n - 1}-{n % 100:02}",
        "academic_year": lambda n: f"AY{n - 1}-{n % 100:02}",
        "calendar_year": str,
    }
    compared = 0
    for line in lines(shared_data, "dfe_lait"):
        if line["Short Desc"] in wanted:
            figure, group = wanted[line["Short Desc"]]
            period = year[str(figure.period_kind)](int(line["Years"]))
            key = figure.code, places[line["LA and Regions"]], period, group.partition(":")[2]
            cell = published["dfe_lait"][key]
            assert cell.value == (None if line["Values"] == "-" else round(float(line["Values"]), 4)), line
            compared += 1
    assert compared == len(published["dfe_lait"])


def test_the_tools_own_parquet_says_the_same(
    published: dict[str, Cells], shared_data: Path, tmp_path: Path
) -> None:
    everything = pq.read_table(shared_data / "lait" / "measures_all_areas.parquet")
    wanted = pc.is_in(everything["LA and Regions"], pc.cast(["Stockport", "England", "North West"], "string"))
    pq.write_table(everything.filter(wanted), tmp_path / "lait.parquet")
    assert by_key(read_published(load_source("dfe_lait"), tmp_path / "lait.parquet")) == published["dfe_lait"]


def test_every_place_of_the_interactive_tool_has_the_code_of_its_number(shared_data: Path) -> None:
    codes = {name: code for each in load_source("dfe_lait").places[:1] for name, code in each.codes.items()}
    known: dict[str, set[str]] = {}
    for source in ("ons_population_0_17", "dfe_children_looked_after", "dfe_good_level_of_development"):
        for line in lines(shared_data, source):
            if line["old_la_code"]:
                known.setdefault(line["old_la_code"], set()).add(place_of(line))
    with (shared_data / "lait" / "la_code_list.csv").open(encoding="utf-8-sig", newline="") as text:
        numbers = {line["LA Name"]: line["LA Number"] for line in csv.DictReader(text)}
    checked = [name for name in codes if name in numbers]
    assert len(checked) > 150
    assert [name for name in checked if known[numbers[name]] != {codes[name]}] == []
    assert len(set(codes.values())) == len(codes) == 158


# Fingertips


def test_injuries_come_out_as_published_and_their_limits_where_the_counts_are_exact(
    published: dict[str, Cells], shared_data: Path
) -> None:
    """Since 2012/13 authorities' counts are rounded to five, and their published limits are not of those counts."""
    cells, exact, rounded = published["fingertips"], 0, 0
    for line in lines(shared_data, "fingertips"):
        group = {"Persons": "", "Male": "male", "Female": "female"}[line["Sex"]]
        cell = cells["90284", line["Area Code"], line["Time period"].replace("/", "-"), group]
        limits = float(line["Lower CI 95.0 limit"]), float(line["Upper CI 95.0 limit"])
        assert (cell.numerator, cell.denominator) == (int(line["Count"]), int(line["Denominator"]))
        assert cell.value == pytest.approx(float(line["Value"]), abs=1e-4), line
        assert [cell.lower, cell.upper] == pytest.approx(
            byar(cell.numerator or 0, cell.denominator or 1), abs=CLOSE
        )
        if cell.place == ENGLAND or cell.period in ("2010-11", "2011-12"):
            assert [cell.lower, cell.upper] == pytest.approx(limits, abs=1e-4), line
            exact += 1
        else:
            assert cell.numerator is not None and cell.numerator % 5 == 0
            rounded += [cell.lower, cell.upper] != pytest.approx(limits, abs=1e-2)
    assert (exact, rounded) == (80, 60)


# Attendance, and the outcomes of children with a social worker


def test_attendance_in_every_authority_and_phase_to_every_decimal(
    published: dict[str, Cells], shared_data: Path
) -> None:
    phases = {"Total": "", "Primary": "primary", "Secondary": "secondary", "Special": "special"}
    for line in lines(shared_data, "dfe_attendance_year_to_date"):
        key = place_of(line), academic(line), phases[line["education_phase"]]
        for code in ("attendance_perc", "pa_perc"):
            cell = published["dfe_attendance_year_to_date"][code, *key]
            if line[code] == "c":
                assert (cell.symbol, cell.value, cell.denominator) == ("[c]", None, None)
            else:
                assert cell.value == pytest.approx(float(line[code]), abs=CLOSE), line
                assert cell.lower is None and cell.note.endswith("so no interval can be worked out.")


def test_progress_carries_its_limits_as_published_and_a_k_is_nought(
    published: dict[str, Cells], shared_data: Path
) -> None:
    groups = {
        "CINO at 31 March": "in_need", "CPPO at 31 March": "protection_plan",
        "CLA 12 months at 31 March": "looked_after",
    }  # fmt: skip
    carried, noughts = 0, 0
    for line in lines(shared_data, "dfe_social_care_key_stage_2"):
        for subject in ("read", "writta", "mat"):
            score = f"avg_{subject}_progress_score"
            key = (
                f"{subject}_progress_score",
                place_of(line),
                academic(line),
                groups[line["social_care_group"]],
            )
            cell = published["dfe_social_care_key_stage_2"][key]
            if line[score] == "x":
                assert cell.symbol == "[x]"
                continue
            limits = [line[f"{score}_lower_CI"], line[f"{score}_upper_CI"]]
            expected = [0.0 if limit == "k" else float(limit) for limit in limits]
            assert (cell.value, [cell.lower, cell.upper]) == (float(line[score]), expected), line
            assert cell.method == "as published"
            carried, noughts = carried + 1, noughts + limits.count("k")
    assert (carried, noughts) == (351, 1)


# In a store


def test_everything_stands_together_in_a_store(
    published: dict[str, Cells], shared_data: Path, tmp_path: Path
) -> None:
    store = create(tmp_path / "store", About("Published figures"))
    for source, file in FILES.items():
        import_figures(store, load_source(source), shared_data / file)
    held = {each.sources[0].id: by_key(each) for each in published_in(store)}
    assert held == published
