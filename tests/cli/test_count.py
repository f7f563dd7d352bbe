"""`hearth count`: the page, the detail, and the same results for programs; raw, and marked so, in every form."""

from __future__ import annotations

import csv
import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.ran import SCORECARD, Ran, environment_with
from drawn import hold, table
from hearth.engine.run import count, engine_names
from hearth.framework.load import load
from hearth.kernel.periods import period
from hearth.kernel.places import Link, Place, PlaceTree
from hearth.store.store import About, create, open_store

Hearth = Callable[..., Ran]
RAW = "Raw counts, never to be shared"


@pytest.fixture
def page(hearth: Hearth, store: Path) -> Callable[..., list[str]]:
    """The lines of the page, with single spaces."""

    def lines(*arguments: object) -> list[str]:
        ran = hearth("count", SCORECARD, "--store", store, "--quiet", *arguments)
        assert (ran.status, ran.err) == (0, "")
        return [re.sub(r" +", " ", line).strip() for line in ran.out.splitlines()]

    return lines


def test_the_page_opens_with_what_may_not_be_done_with_it(page):
    first, notice, *_ = page()
    assert first.startswith(RAW)
    assert notice == "Invented, for tests."


def test_strands_and_measures_stand_in_the_source_s_order(page):
    lines = page()
    strands = ["How much did we do?", "How well did we do it?", "Is anyone better off?"]
    assert [line for line in lines if line in strands] == strands
    ids = [measure for line in lines for measure in [line.split(" ")[0]] if measure in MEASURES]
    assert ids == MEASURES


MEASURES = [
    *("attendances", "reached", "reach_rate", "listened_to", "listened_again", "reviewed", "waited"),
    *(
        "places_filled",
        "plans_open",
        "sessions_for_each_plan",
        "returned",
        "better_score",
        "given_up",
        "pride",
    ),
]

# fmt: off
SAID = [
    "attendances Attendances 2024-25-Q2 8 to 11",
    "range: some returns give a count only within bounds",
    "reach_rate Young people reached, per 1,000 aged 11 to 18 part of the returns (2024-25)",
    "listened_to % who felt listened to and welcome no return (youth_survey)",
    "listened_again The survey's figure, shown again same as listened_to",
    "reviewed % of plans reviewed within 28 days 2024-25-Q1 1 of 2 50.0% 9.5 to 90.5",
    "· Not reviewed 2024-25-Q1 1 of 2 50.0% 9.5 to 90.5",
    "waited Days waited for a plan 2024-25-Q1 mean of 2 5.00 -33.12 to 43.12",
    "places_filled % of places filled 2024-25-Q1 59 of 80 73.8%",
    "sessions_for_each_plan Attendances for every 100 plans 2024-25-Q1 1 of 2 50.0 per 100",
    "given_up Change in plans given up no return for the year before",
    "pride Pride in where they live to be determined",
]
# fmt: on


@pytest.mark.parametrize("line", SAID)
def test_every_state_is_said_in_words(page, line: str):
    assert line in page()


def test_the_page_ends_with_how_much_was_counted(page, store: Path):
    results = count(load(SCORECARD), open_store(store))
    last = page()[-2:]
    assert f"{len(results.figures)} figures counted, {len(results)} cells, from 7 records" in " ".join(last)
    assert re.search(r"by the engine duckdb, in \d+\.\d seconds of processor time\.$", " ".join(last))


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("more", [(), ("--measure", "given_up", "--measure", "reviewed")])
def test_no_line_is_wider_than_the_terminal(hearth: Hearth, store: Path, monkeypatch, width: int, more):
    monkeypatch.setenv("COLUMNS", str(width))
    told = hearth("count", SCORECARD, "--store", store, *more).out
    assert max(len(line) for line in told.splitlines()) <= width
    assert not re.search(r" $|[^\S\n ]", told, re.MULTILINE)


def test_a_measure_shows_every_period_and_the_places(page):
    lines = page("--measure", "attendances")
    for line in (
        "2024-25-Q1 4",
        "2024-25-Q2 8 to 11 range: some returns give a count only within bounds",
        "2024-25: part of the returns",
        "By place, 2024-25-Q2",
        "Southgate (C2) 7",
        "Northgate (C1) 1 to 4 range: some returns give a count only within bounds",
    ):
        assert line in lines


def test_a_store_of_many_places_shows_each_of_them(hearth: Hearth, tmp_path: Path):
    """Two counties, one of which sent nothing: it has nobody, which is not the same as no return."""
    framework, folder = load(SCORECARD), tmp_path / "many"
    made = create(folder, About("Two counties"))
    places = (
        Place("EM", "Eastmere", "county"),
        Place("WM", "Westmere", "county"),
        Place("D1", "North", "district"),
    )
    made.set_places(PlaceTree(places, (Link("D1", "EM"),), levels=("club", "district", "county")))
    plans = framework.dataset("plans")
    drawn = table(plans, "plan_id | opened_on | closed_on | home\n1 | 2024-04-03 | 2024-06-01 | D1")
    hold(made, plans, drawn, period("2024-25-Q1"))
    told = hearth("count", SCORECARD, "--store", folder, "--quiet").out
    east, west = told.split("Eastmere (EM)")[1].split("Westmere (WM)")
    assert re.search(r"· % of plans given up +2024-25-Q1 +0 of 1 ", east)
    assert re.search(r"· % of plans given up +2024-25-Q1: nobody eligible", west)


def test_a_period_shows_the_groups(page):
    lines = page("--measure", "attendances", "--period", "2024-25-Q1")
    start = lines.index("By gender, 2024-25-Q1")
    assert lines[start + 1 : start + 5] == [
        "Girls and young women 2",
        "Boys and young men 0",
        "Another gender 1",
        "not known 1",
    ]


def test_a_place_is_shown_alone(page):
    lines = page("--place", "D2", "--period", "2024-25-Q1")
    assert "South (D2)" in lines
    assert "2024-25-Q1 8 of 20 40.0%" in lines
    assert "2024-25-Q1 nobody eligible" in lines
    assert "not counted for this place" in lines
    assert not any("Northgate" in line for line in lines)


@pytest.mark.parametrize("engine", engine_names())
def test_json_is_the_results(hearth: Hearth, store: Path, engine: str):
    told = hearth("count", SCORECARD, "--store", store, "--json", "--quiet", "--engine", engine).json
    results = count(load(SCORECARD), open_store(store), engine=engine)
    assert told["never_to_be_shared"].startswith(RAW)
    assert told["notice"] == "Invented, for tests."
    assert told["framework"]["id"] == "eastmere-scorecard"
    counted = [
        {name: each for name, each in row.items() if each is not None} for row in results.table.to_pylist()
    ]
    shown = [
        {name: each for name, each in cell.items() if name in results.table.column_names}
        for cell in told["cells"]
    ]
    assert shown == counted
    assert {figure["id"]: figure["state"] for figure in told["figures"]} == STATES


STATES = dict.fromkeys(
    [
        *("attendances", "attendances.project", "reached", "reviewed", "reviewed.late", "reviewed.never"),
        *("waited", "places_filled", "places_filled.young_people", "places_filled.projects", "plans_open"),
        *("sessions_for_each_plan", "returned", "given_up.rate"),
    ],
    "counted",
) | {
    "reach_rate": "part_of_the_returns",
    "listened_to": "no_return",
    "listened_again": "same_as",
    "better_score": "part_of_the_returns",
    "given_up": "no_year_before",
    "pride": "to_be_determined",
}


def cell(told: Any, **wanted: str) -> dict[str, Any]:
    full = {"place": "EM", "period": "2024-25-Q1", "breakdown": "", "group": ""} | wanted
    found = [each for each in told["cells"] if all(each[name] == value for name, value in full.items())]
    assert len(found) == 1
    return found[0]


def test_json_has_values_intervals_ranges_and_states(hearth: Hearth, store: Path):
    told = hearth("count", SCORECARD, "--store", store, "--json", "--quiet").json
    reviewed = cell(told, figure="reviewed")
    assert (reviewed["state"], reviewed["value"], reviewed["method"]) == ("counted", 50.0, "Wilson score")
    assert (reviewed["lower"], reviewed["upper"]) == pytest.approx((9.4531, 90.5469), abs=0.0001)
    bounds = cell(told, figure="attendances", period="2024-25-Q2")
    assert (bounds["state"], bounds["value"]) == ("range", None)
    assert (bounds["value_low"], bounds["value_high"]) == (8, 11)
    assert (bounds["numerator_low"], bounds["numerator_high"]) == (8, 11)
    nobody = cell(told, figure="reviewed", place="D2")
    assert (nobody["state"], nobody["value"]) == ("nobody_eligible", None)


def test_csv_is_the_same_and_every_row_is_marked(hearth: Hearth, store: Path):
    narrowed = ("--measure", "reviewed", "--place", "D1", "--place", "EM")
    told = hearth("count", SCORECARD, "--store", store, "--json", "--quiet", *narrowed).json["cells"]
    written = hearth("count", SCORECARD, "--store", store, "--csv", "--quiet", *narrowed)
    rows = list(csv.DictReader(io.StringIO(written.out)))
    assert {row.pop("marking") for row in rows} == {"raw, never to be shared"}
    for row, shown in zip(rows, told, strict=True):
        assert row == {name: "" if shown.get(name) is None else str(shown[name]) for name in row}
    assert {row["place"] for row in rows} == {"D1", "EM"}
    assert {row["measure"] for row in rows} == {"reviewed"}


def test_progress_is_a_line_a_step_in_a_log_and_nothing_if_asked(hearth: Hearth, store: Path):
    loud = hearth("count", SCORECARD, "--store", store)
    assert re.search(
        r"^\[0/(\d+)\] One-to-one plans$.*^\[\1/\1\] Counted$", loud.err, re.MULTILINE | re.DOTALL
    )
    quiet = hearth("count", SCORECARD, "--store", store, "--quiet")
    assert quiet.err == ""


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_is_for_terminals_that_want_it(store: Path, environment: dict[str, str], coloured: bool):
    told = on_a_terminal(
        "count", SCORECARD, "--store", store, "--quiet", "--measure", "reviewed", **environment
    )
    assert RAW in told
    assert ("\x1b[" in told) is coloured


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """What the command writes on a terminal."""
    reader, terminal = pty.openpty()
    command = [sys.executable, "-m", "hearth.cli", *map(str, arguments)]
    full = environment_with(**{"TERM": "xterm-256color", **environment})
    with subprocess.Popen(command, stdout=terminal, stderr=subprocess.PIPE, env=full) as running:
        os.close(terminal)
        told = b""
        while chunk := _read(reader):
            told += chunk
        os.close(reader)
        assert running.wait(timeout=120) == 0
    return told.decode("utf-8")


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 65536)
    except OSError:  # the other end is closed
        return b""
