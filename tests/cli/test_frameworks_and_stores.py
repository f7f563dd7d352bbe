"""`hearth framework`, `hearth store` and `hearth demo`."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from cli.ran import SCORECARD, Ran
from hearth.framework.load import load, packaged
from hearth.framework.show import as_json
from hearth.store.store import open_store

Hearth = Callable[..., Ran]


def test_list_names_the_packaged_frameworks(hearth: Hearth):
    told = hearth("framework", "list", "--json").json["frameworks"]
    assert [each["name"] for each in told] == list(packaged())
    plain = hearth("framework", "list").out
    assert all(each["name"] in plain and each["title"] in plain for each in told)


@pytest.mark.parametrize("name", ["stockport", SCORECARD], ids=["a name", "a path"])
def test_show_as_json_is_the_whole_framework(hearth: Hearth, name: str | Path):
    assert hearth("framework", "show", name, "--json").json == as_json(load(name))


def test_show_names_every_strand_outcome_metric_and_measure(hearth: Hearth):
    framework = load("stockport")
    told = hearth("framework", "show", "stockport").out
    read = re.sub(r"\s+", " ", told)
    for words in (
        *(strand.title for strand in framework.strands),
        *(outcome.wordings[0].text for outcome in framework.outcomes),
        *(re.sub(r"\s+", " ", metric.statement) for metric in framework.metrics),
        *(f" {measure.id} " for measure in framework.measures),
        f"{len(framework.decisions)} decisions",
        "from feedback_register and hub_contacts",
        "cross reference to F-A2",
    ):
        assert words in read


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The scorecard with one dataset's name misspelt."""
    folder = tmp_path / "broken"
    shutil.copytree(SCORECARD, folder)
    file = folder / "measures" / "how_much.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("dataset: sessions\n", "dataset: session\n", 1), "utf-8"
    )
    return folder


def test_check_finds_nothing_in_a_sound_framework(hearth: Hearth):
    assert hearth("framework", "check", SCORECARD).status == 0
    told = hearth("framework", "check", SCORECARD, "--json")
    assert (told.status, told.json["fine"], told.json["findings"]) == (0, True, [])


def test_check_says_where_and_what_to_do_and_leaves_with_1(hearth: Hearth, broken: Path):
    plain, told = hearth("framework", "check", broken), hearth("framework", "check", broken, "--json")
    assert (plain.status, told.status) == (1, 1)
    assert told.json["fine"] is False
    (finding,) = told.json["findings"]
    assert (finding["file"], finding["line"] > 0) == ("measures/how_much.yaml", True)
    assert f"{finding['file']}:{finding['line']}" in plain.out
    assert finding["message"] in re.sub(r"\s+", " ", plain.out)
    assert "1 thing needs mending" in plain.out
    assert plain.err == ""


def test_a_broken_framework_is_not_counted(hearth: Hearth, broken: Path, store: Path):
    ran = hearth("count", broken, "--store", store)
    assert (ran.status, ran.out) == (2, "")
    assert "measures/how_much.yaml" in ran.err


def test_new_makes_a_copy_that_loads(hearth: Hearth, tmp_path: Path):
    ran = hearth("framework", "new", tmp_path / "ours", "--from", "stockport")
    assert ran.status == 0
    assert load(tmp_path / "ours") == load("stockport")


def test_schema_is_a_json_schema(hearth: Hearth):
    schema = hearth("framework", "schema").json
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "measures" in schema["properties"]


def test_a_new_store_is_empty(hearth: Hearth, tmp_path: Path):
    made = tmp_path / "ours"
    assert hearth("store", "new", made, "--title", "Our hubs", "--home", "E08000007").status == 0
    about = open_store(made).about
    assert (about.title, about.home) == ("Our hubs", "E08000007")
    assert "Nothing has come in yet." in hearth("store", "show", made).out
    assert hearth("store", "show", made, "--json").json["returns"] == []


def test_show_says_what_came_in(hearth: Hearth, store: Path):
    told = hearth("store", "show", store, "--json").json
    assert (told["title"], told["home"], told["notice"]) == ("Eastmere", "EM", "Invented, for tests.")
    assert [(each["dataset"], each["form"], each["period"], each["records"]) for each in told["returns"]] == [
        ("plans", "rows", "2024-25-Q1", 2),
        ("sessions", "aggregates", "2024-25-Q2", 2),
        ("sessions", "rows", "2024-25-Q1", 5),
    ]
    plain = re.sub(r" +", " ", hearth("store", "show", store).out)
    assert "Invented, for tests." in plain
    assert "sessions rows 2024-25-Q1 1 5" in plain
    assert "3 returns, 9 rows." in plain


def test_a_gap_between_returns_is_seen(hearth: Hearth, tmp_path: Path, store: Path):
    """The first and third quarters came in, and not the second."""
    gapped = tmp_path / "gapped"
    shutil.copytree(store, gapped)
    ledger = gapped / "ledger.jsonl"
    line = json.loads(ledger.read_text(encoding="utf-8").splitlines()[0])
    line["period"] = {"id": "2024-25-Q3", "kind": "quarter", "start": "2024-10-01", "end": "2024-12-31"}
    ledger.write_text(ledger.read_text(encoding="utf-8") + json.dumps(line) + "\n", encoding="utf-8")
    assert "2024-25-Q1 to 2024-25-Q3 (2 of 3)" in hearth("store", "show", gapped).out


def test_published_counts_are_taken_in_and_counted(hearth: Hearth, tmp_path: Path):
    """From a published file to a figure by commands alone, with a mapping of one's own for one's own measure."""
    published, mapping, ours = tmp_path / "gld.csv", tmp_path / "gld.yaml", tmp_path / "ours"
    published.write_text(GLD, encoding="utf-8")
    packaged_one = (
        files("hearth").joinpath("sources", "dfe_good_level_of_development.yaml").read_text("utf-8")
    )
    mapping.write_text(re.sub(r"figures: .*", "figures: {stockport: P3}", packaged_one), encoding="utf-8")
    assert hearth("store", "new", ours, "--title", "Ours", "--home", "E06000901").status == 0
    ran = hearth("store", "import", ours, "--source", mapping, published)
    assert ran.status == 0, ran.err
    assert ran.out.startswith("3 aggregate rows in 1 return, 3 places, 0 populations.")
    assert "[0/3] Reading gld.csv" in ran.err
    counted = hearth("count", "stockport", "--store", ours, "--measure", "P3", "--json", "--quiet").json
    found = {(each["place"], each["group"]): each for each in counted["cells"]}
    whole, girls = found["E06000901", ""], found["E06000901", "female"]
    assert (whole["numerator_low"], whole["denominator_low"], whole["value"]) == (150, 200, 75.0)
    assert (girls["numerator_low"], girls["denominator_low"]) == (90, 110)


def test_an_import_says_what_it_keeps_out_of_the_count(hearth: Hearth, tmp_path: Path):
    """A region's and a nation's rows are for comparison: two of them, beside one authority's three."""
    published, ours = tmp_path / "gld.csv", tmp_path / "ours"
    larger = (
        "Academic year,201819,National,E92000001,England, , , , , ,Total,999,999,0\n"
        "Academic year,201819,Regional,E92000001,England,E12000002,North West, , , ,Total,99,99,0\n"
    )
    published.write_text(GLD + larger, encoding="utf-8")
    asked = ("store", "import", ours, "--source", "dfe_good_level_of_development", published, "--quiet")
    hearth("store", "new", ours, "--title", "Ours")
    said = re.sub(r"\s+", " ", hearth(*asked).out)
    assert "2 rows for places of another level, such as regions and England, kept out of the count" in said
    told = hearth(*asked, "--json").json
    assert told["rows_kept_out"] == {"other_places": 2}
    assert told["aggregate_rows"] == 3
    assert [each["period"] for each in told["returns"]] == ["AY2018-19"]


def test_commands_that_make_something_say_so_to_programs(hearth: Hearth, tmp_path: Path):
    ours, framework, demo = tmp_path / "ours", tmp_path / "framework", tmp_path / "demo"
    made = hearth("store", "new", ours, "--title", "Ours", "--home", "E06000901", "--json").json
    assert made == {"store": str(ours), "title": "Ours", "home": "E06000901"}
    copied = hearth("framework", "new", framework, "--from", "stockport", "--json").json
    assert copied == {"framework": str(framework), "copied_from": "stockport"}
    written = hearth("demo", demo, "--sample", "400", "--quiet", "--json").json
    returns = hearth("store", "show", demo, "--json").json["returns"]
    assert written["records"] == sum(each["records"] for each in returns)
    assert written["returns"] == len(returns)
    assert written["notice"].startswith("Invented.")


GLD = """\
time_identifier,time_period,geographic_level,country_code,country_name,region_code,region_name,\
old_la_code,new_la_code,la_name,gender,number_of_children,gld_number,gld_percent
Academic year,201819,Local Authority,E92000001,England,E12000002,North West, ,E06000901,Ambleton,Total,200,150,75
Academic year,201819,Local Authority,E92000001,England,E12000002,North West, ,E06000901,Ambleton,Girls,110,90,81.8
Academic year,201819,Local Authority,E92000001,England,E12000002,North West, ,E06000901,Ambleton,Boys,90,60,66.7
"""


def test_the_demonstration_says_how_much_it_writes_and_can_be_counted(hearth: Hearth, tmp_path: Path):
    demo = tmp_path / "demo"
    ran = hearth("demo", demo, "--sample", "400")
    assert ran.status == 0
    planned = re.match(r"Writing about ([\d,]+) invented records to ", ran.out)
    wrote = re.search(r"^Wrote ([\d,]+) records in ([\d,]+) returns\.$", ran.out, re.MULTILINE)
    assert planned is not None
    assert wrote is not None
    assert int(planned[1].replace(",", "")) > 0
    returns = hearth("store", "show", demo, "--json").json["returns"]
    assert sum(each["records"] for each in returns) == int(wrote[1].replace(",", ""))
    assert len(returns) == int(wrote[2].replace(",", ""))
    assert re.search(r"^\[\d+/\d+\] workforce_survey$", ran.err, re.MULTILINE)
    assert "Brackenhythe" in hearth("count", "stockport", "--store", demo, "--measure", "T4", "--quiet").out
