"""`hearth figures list` and `import`: what there is to bring in, and what came in."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from figures.figure_lines import of_place, own_file, own_mapping, published_lines
from figures.published import empty_store, written
from hearth.cli import figures_command
from hearth.cli.parsers import Parser, group_of_commands
from hearth.figures.sources import packaged

Said = tuple[int, str, str]
CLA = {"time_period": "2021", "population_type": "Children looked after on 31 March each year"}


@pytest.fixture
def figures(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command of `hearth figures`; its status, and what it said to each stream."""
    parser = Parser(prog="hearth")
    figures_command.add_to(group_of_commands(parser))

    def run(*arguments: object) -> Said:
        parsed: argparse.Namespace = parser.parse_args(["figures", *map(str, arguments)])
        status = parsed.run(parsed)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def looked_after(folder: Path, *rows: tuple[str, object, object, object]) -> Path:
    lines = [
        of_place(name)
        | CLA
        | {
            "time_identifier": "Reporting year",
            "population_estimate": people,
            "children_count": children,
            "rate_per_10000": rate,
        }
        for name, people, children, rate in rows
    ]
    return written(folder / "looked_after.csv", *published_lines("dfe_children_looked_after", *lines))


def test_list_names_every_packaged_mapping_and_whose_it_is(figures: Callable[..., Said]) -> None:
    status, out, err = figures("list")
    assert (status, err) == (0, "")
    assert all(f"\n{name}  " in f"\n{out}" for name in packaged())
    assert "Department for Education" in out
    assert "Imported" not in out


def test_list_as_json(figures: Callable[..., Said]) -> None:
    listed = json.loads(figures("list", "--json")[1])
    assert listed.keys() == {"sources"}
    neet = next(each for each in listed["sources"] if each["id"] == "dfe_neet_2025")
    assert neet["figures"][0]["code"] == "NEET_percent"
    assert neet["places"] == ["authority", "region", "country"]


def test_import_tells_what_came_in_and_list_that_it_is_there(
    figures: Callable[..., Said], tmp_path: Path
) -> None:
    store = empty_store(tmp_path).root
    file = looked_after(
        tmp_path, ("Ambleton", 62_227, 409, 66), ("Brackwell", 847, "c", "c"), ("North West", 10_112, 90, 90)
    )
    status, out, err = figures("import", "dfe_children_looked_after", file, "--store", store, "--quiet")
    assert (status, err) == (0, "")
    assert "1 figure of 3 places in 1 period: 3 rows." in out
    assert "suppressed [c]     1" in out
    assert "line 4: rate_per_10000, E12000002, 2020-21: the publisher gives 90, and its rounded counts" in out
    assert "Imported: 1 figure, 3 rows, 2020-21." in figures("list", "--store", store)[1]
    assert json.loads(figures("list", "--store", store, "--json")[1])["imported"] == [
        {
            "id": "dfe_children_looked_after",
            "title": "Children looked after on 31 March, 2021 to 2025",
            "publisher": "Department for Education",
            "edition": "2025",
            "figures": ["dfe_children_looked_after:rate_per_10000"],
            "periods": ["2020-21"],
            "rows": 3,
        }
    ]


def test_import_as_json_says_every_note(figures: Callable[..., Said], tmp_path: Path) -> None:
    store = empty_store(tmp_path).root
    names = ("Ambleton", "Brackwell", "Inner Borough", "Outer Borough")
    file = looked_after(tmp_path, *((name, 10_000, 90, 95) for name in names))
    came = json.loads(figures("import", "dfe_children_looked_after", file, "--store", store, "--json")[1])
    assert [(each["line"], each["code"]) for each in came["notes"]] == [
        (n, "disagrees") for n in (2, 3, 4, 5)
    ]
    assert (came["rows"], came["states"], came["periods"]) == (4, {"value": 4}, ["2020-21"])


def test_only_the_first_twenty_notes_are_told(figures: Callable[..., Said], tmp_path: Path) -> None:
    store = empty_store(tmp_path).root
    figure = "code: A, title: A, kind: proportion, value: v, numerator: n, denominator: d"
    lines = [f"authority,E0600{number:04},Place {number},2024,50,1,4" for number in range(25)]
    mapping, file = own_mapping(tmp_path, figure), own_file(tmp_path, "v,n,d", *lines)
    out = figures("import", mapping, file, "--store", store, "--quiet")[1]
    assert "25 notes:" in out and "and 5 more" in out
    assert out.count("the publisher gives 50, and its counts come to 25.00.") == 20
    out = figures(
        "import", mapping, own_file(tmp_path, "v,n,d", lines[0].replace("2024", "2025")), "--store", store
    )[1]
    assert "25 rows of other figures or periods stay." in out
    assert "ours  2024, by a mapping of your own" in figures("list", "--store", store)[1]


def test_an_empty_store_is_said_to_be(figures: Callable[..., Said], tmp_path: Path) -> None:
    out = figures("list", "--store", empty_store(tmp_path).root)[1]
    assert "No published figures have been imported yet." in out
