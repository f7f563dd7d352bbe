"""The published figures that Stockport's are shown beside: of the same thing, and there to be found."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hearth.figures.sources import load_source, packaged
from hearth.framework.framework import Framework
from hearth.framework.load import load

LAIT = "lait/lait_stockport_england_northwest.csv"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load("stockport")


def named(framework: Framework, source: str) -> dict[str, str]:
    return {each.figure: each.code for each in framework.benchmarks if each.source == source}


def test_what_each_source_is_a_benchmark_of(framework: Framework) -> None:
    assert named(framework, "fingertips") == {
        "P1": "93436",
        "P2": "92517",
        "P3": "90631",
        "P6e.neet_or_not_known": "93203",
        "H2.adults_18_and_over": "848",
    }
    assert named(framework, "dfe_neet_2025").keys() == {"P6e", "P6e.not_known", "P6e.neet_or_not_known"}
    assert {each.source for each in framework.benchmarks} == {
        "fingertips",
        "dfe_lait",
        "dfe_neet_2025",
        "brackenhythe_region_and_nation",
    }


def test_what_is_published_of_both_stands_beside_the_combined_figure_alone(framework: Framework) -> None:
    """Decision 20: only the combined figure compares with Fingertips 93203, and with what others publish of both."""
    for each in framework.benchmarks:
        of_both = each.code in ("93203", "NEET_not_known_percent", "16-17_not known_NEET")
        assert of_both is (each.figure == "P6e.neet_or_not_known" and each.code != each.figure), each


def test_a_published_benchmark_says_what_differs_and_an_invented_one_has_nothing_to_say(
    framework: Framework,
) -> None:
    for each in framework.benchmarks:
        assert bool(each.note) is not each.source.startswith("brackenhythe"), each


def test_nothing_that_is_only_nearly_the_same_is_a_benchmark(framework: Framework) -> None:
    """Attendance is published by phase, and the depression register has no upper age."""
    real = {each.figure for each in framework.benchmarks if not each.source.startswith("brackenhythe")}
    assert not real & {"P4a", "P4b", "P5a", "P5b", "H2", "T1", "T2"}


def test_a_benchmark_from_a_source_that_comes_with_hearth_is_a_figure_of_it(framework: Framework) -> None:
    tried = 0
    for source in packaged():
        codes = {each.code for each in load_source(source).figures}
        for figure, code in named(framework, source).items():
            assert code in codes, f"{figure}: {source} has no figure {code}"
            tried += 1
    assert tried


def test_every_code_of_the_interactive_tool_is_in_its_table(shared_data: Path, framework: Framework) -> None:
    with (shared_data / LAIT).open(encoding="utf-8-sig", newline="") as file:
        stockport = {
            row["Short Desc"] for row in csv.DictReader(file) if row["LA and Regions"] == "Stockport"
        }
    codes = set(named(framework, "dfe_lait").values())
    assert codes
    assert codes <= stockport
