"""The real published tables by command: brought in by `hearth store import`, counted by `hearth count`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hearth.cli.main import main
from real.published import FILES, SEX, academic, authority, lines, of_authorities

GLD, STOCKPORT = "dfe_good_level_of_development", "E08000007"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(each) for each in arguments]) == 0
    return capsys.readouterr().out


def test_the_same_by_command(shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    run(capsys, "store", "new", store, "--title", "Published counts")
    for source, file in FILES.items():
        run(capsys, "store", "import", store, "--source", source, shared_data / file, "--quiet")
    told = run(capsys, "count", "england", "--store", store, "--place", STOCKPORT, "--json", "--quiet")
    values = {
        (cell["figure"], cell["period"]): cell for cell in json.loads(told)["cells"] if not cell["breakdown"]
    }
    for figure, period, numerator, denominator, value in (
        ("good_level_of_development", "AY2018-19", 2544, 3614, 70.39),
        ("attendance", "AY2025-26", 12_145_523, 13_012_177, 93.34),
        ("children_looked_after", "2020-21", 409, 62_227, 65.73),
        ("children_in_need", "2024-25", 2587, 64_910, 398.55),
    ):
        cell = values[figure, period]
        assert (cell["numerator_low"], cell["numerator_high"]) == (numerator, numerator)
        assert (cell["denominator_low"], cell["denominator_high"]) == (denominator, denominator)
        assert round(cell["value"], 2) == value
    cell = values["good_level_of_development", "AY2018-19"]
    assert (cell["method"], round(cell["lower"], 2), round(cell["upper"], 2)) == (
        "Wilson score",
        68.88,
        71.86,
    )


def test_every_authoritys_development_by_command(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    run(capsys, "store", "new", store, "--title", "Published counts")
    told = run(capsys, "store", "import", store, "--source", GLD, shared_data / FILES[GLD], "--quiet")
    assert "3,189 aggregate rows in 7 returns" in " ".join(told.split())
    text = run(
        capsys,
        "count",
        "england",
        "--store",
        store,
        "--measure",
        "good_level_of_development",
        "--csv",
        "--quiet",
    )
    cells = {
        (row["place"], row["period"], row["group"]): (int(row["numerator_low"]), int(row["denominator_high"]))
        for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    }
    for line in of_authorities(lines(shared_data, GLD)):
        expected = (int(line["gld_number"]), int(line["number_of_children"]))
        assert cells[authority(line), academic(line), SEX[line["gender"]]] == expected, line
