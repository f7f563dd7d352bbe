"""The tables that explain themselves: every column described, in the names that other tools know."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from hearth.disclosure.published import CameIn, Mark, State
from hearth.release.contents import coverage_of, read_coverage
from hearth.release.fingertips import FINGERTIPS_COLUMNS, fingertips_of
from hearth.release.notes import FILES_TOLD
from hearth.release.words import CAME_IN, explained
from release.released import drawn, published, table_of, write


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tables") / "release"
    write(directory)
    return directory


@pytest.fixture(scope="module")
def package(release: Path) -> Any:
    return json.loads((release / "datapackage.json").read_bytes())


def test_the_package_describes_every_table_as_it_is(release: Path, package: Any):
    assert [each["path"] for each in package["resources"]] == [
        "coverage.csv",
        "fingertips.csv",
        "values.csv",
        "values.parquet",
    ]
    for each in package["resources"]:
        held = (release / each["path"]).read_bytes()
        assert each["bytes"] == len(held)
        assert each["hash"] == f"sha256:{hashlib.sha256(held).hexdigest()}"


@pytest.mark.parametrize("name", ["coverage.csv", "fingertips.csv", "values.csv"])
def test_every_column_is_described_in_its_order(release: Path, package: Any, name: str):
    schema = next(each for each in package["resources"] if each["path"] == name)["schema"]
    heading = next(csv.reader(io.StringIO((release / name).read_text(encoding="utf-8"))))
    assert [each["name"] for each in schema["fields"]] == heading
    assert all(len(each["description"]) > 10 for each in schema["fields"])
    assert set(schema.get("primaryKey", ())) <= set(heading)


def test_the_package_explains_every_state(package: Any):
    symbols = {each["name"]: each["symbol"] for each in package["states"]}
    assert symbols["suppressed"] == "[c]"
    assert symbols["not_applicable"] == "[z]"
    assert symbols["revised"] == "[r]"
    values = next(each for each in package["resources"] if each["path"] == "values.csv")["schema"]
    state = next(each for each in values["fields"] if each["name"] == "state")
    assert set(state["constraints"]["enum"]) <= set(symbols)


def told(rows: str) -> list[dict[str, str]]:
    held = fingertips_of(published(table=table_of(drawn(rows)))).decode()
    return [
        {name: text for name, text in row.items() if text}
        for row in csv.DictReader(io.StringIO(held, newline=""))
    ]


HEADING = "figure | place | period | group | state | marks | numerator | denominator\n"


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        (
            "reviewed | D1 | 2024-25-Q1 | | value | | 40 | 60",
            {
                "Indicator ID": "reviewed",
                "Indicator Name": "% of plans reviewed within 28 days",
                "Parent Code": "EM",
                "Parent Name": "Eastmere",
                "Area Code": "D1",
                "Area Name": "North",
                "Area Type": "district",
                "Sex": "Persons",
                "Time period": "2024/25 Q1",
                "Value": "66.6667",
                "Lower CI 95.0 limit": "54.0569",
                "Upper CI 95.0 limit": "77.2707",
                "Count": "40",
                "Denominator": "60",
                "Time period Sortable": "20240100",
                "Time period range": "1q",
            },
        ),
        (
            "attendances | EM?club | 2024-25 | gender:boy | suppressed | r | |",
            {
                "Indicator ID": "attendances",
                "Indicator Name": "Attendances",
                "Parent Code": "EM",
                "Parent Name": "Eastmere",
                "Area Code": "EM?club",
                "Area Name": "Eastmere, club not known",
                "Area Type": "club",
                "Sex": "Persons",
                "Category Type": "Gender",
                "Category": "Boys and young men",
                "Time period": "2024/25",
                "Value note": "[c] suppressed. [r] revised.",
                "Time period Sortable": "20240000",
                "Time period range": "1y",
            },
        ),
    ],
)
def test_a_row_under_the_names_of_fingertips(row: str, meant: dict[str, str]):
    assert told(HEADING + row) == [meant]


def test_sex_has_a_column_of_its_own_there():
    [row] = told(HEADING + "attendances | EM | 2024-25 | sex:female | value | | 40 |")
    assert row["Sex"] == "female"
    assert "Category Type" not in row


def test_the_limits_of_a_range_are_no_interval():
    held = fingertips_of(published().where(figure="reviewed", period="2024-25-Q2")).decode()
    [row] = csv.DictReader(io.StringIO(held, newline=""))
    assert (row["Value"], row["Lower CI 95.0 limit"], row["Upper CI 95.0 limit"]) == ("", "", "")
    assert row["Value note"] == "Known only to lie from 50.0000 to 75.5000."


def test_the_columns_are_those_of_a_fingertips_download(shared_data: Path):
    downloads = sorted((shared_data / "fingertips").glob("*.csv"))
    assert downloads
    for each in downloads:
        with each.open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == FINGERTIPS_COLUMNS


def test_coverage_is_read_back_with_what_is_not_known():
    assert read_coverage(coverage_of(published())) == published().coverage
    assert coverage_of(published()).decode().splitlines()[2] == "sessions,2024-25-Q1,part,,"


def test_the_notes_say_first_that_all_is_invented_then_what_is_not_guaranteed(release: Path):
    notes = (release / "NOTES.md").read_text(encoding="utf-8")
    assert notes.splitlines()[2] == "**Invented, for tests.**"
    policy = published().policy
    assert policy is not None
    for sentence in policy.not_covered:
        assert f"- {sentence}\n" in notes
    assert "- Means are not followed further, line by line.\n" in notes
    assert "| reviewed | district | quarter | gender |" in notes
    assert "| suppressed | `[c]` | Hidden to protect people" in notes


def test_every_state_and_mark_is_explained_once_with_its_symbol():
    names = [name for name, _, _ in explained()]
    assert names == [*map(str, State), *(mark.name.lower() for mark in Mark)]
    assert set(CAME_IN) == set(CameIn)
    symbols = {symbol for _, symbol, _ in explained()} - {""}
    assert symbols == {"[c]", "[x]", "[z]", "[u]", "[low]", "[p]", "[r]", "[b]"}


def test_the_notes_name_every_file(release: Path):
    assert set(FILES_TOLD) == {each.name for each in release.iterdir()}
