"""Loading a framework by name or path, and copying one to change."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from hearth.framework.findings import RefusedFramework
from hearth.framework.framework import Framework
from hearth.framework.load import check, load, new, packaged
from hearth.framework.meaning import Reading, figures
from hearth.framework.measures import Definition
from hearth.kernel.errors import BadFramework

SCORECARD = Path(__file__).parent.parent / "frameworks_data" / "scorecard"


@pytest.fixture(scope="module")
def scorecard() -> Framework:
    return load(SCORECARD)


def test_a_good_framework_gives_no_findings() -> None:
    assert check(SCORECARD) == ()
    assert check(str(SCORECARD)) == ()


def test_the_packaged_frameworks_give_no_findings() -> None:
    assert "stockport" in packaged()
    assert {name: check(name) for name in packaged()} == dict.fromkeys(packaged(), ())


def test_the_scorecard_has_every_kind_of_definition(scorecard: Framework) -> None:
    kinds = {type(measure.definition) for measure in scorecard.measures}
    assert kinds == set(Definition.__args__)


def test_files_are_joined_in_the_order_of_their_names(scorecard: Framework) -> None:
    assert [dataset.id for dataset in scorecard.datasets] == ["plans", "sessions"]
    assert [measure.id for measure in scorecard.measures][:4] == [
        "better_score",
        "given_up",
        "pride",
        "attendances",
    ]


def test_every_figure_of_the_scorecard_can_be_meant(scorecard: Framework) -> None:
    reading = Reading()
    ids = [figure.id for figure in figures(scorecard, reading)]
    assert reading.unread == []
    wanted = [measure.id for measure in scorecard.measures]
    wanted += [f"{measure.id}.{beside.name}" for measure in scorecard.measures for beside in measure.beside]
    assert sorted(ids) == sorted(wanted)


def test_numbers_and_decimals_are_exact(scorecard: Framework) -> None:
    ladder, worries = scorecard.instruments
    assert (str(ladder.sd_before), str(ladder.reliability), str(worries.sd_before)) == ("7.5", "0.84", "4")
    assert scorecard.framework.edition == "2025"


@pytest.mark.parametrize(
    ("name", "says", "remedy"),
    [
        ("stokport", "no framework called stokport", "Did you mean stockport?"),
        ("no/such/folder", "no such folder", "Give the path of a folder"),
        (str(SCORECARD / "survey.yaml"), "is a file", "Give the folder"),
    ],
)
def test_what_is_no_framework_is_said_to_be_none(name: str, says: str, remedy: str) -> None:
    (finding,) = check(name)
    assert finding.code == "no-framework"
    assert says in finding.message
    assert remedy in finding.remedy


def test_an_empty_folder_is_no_framework(tmp_path: Path) -> None:
    (finding,) = check(tmp_path)
    assert (finding.file, finding.code) == (".", "no-framework")


def test_a_refused_framework_carries_its_findings(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text("framework: {id: x}\nstrandz: []\n", encoding="utf-8")
    with pytest.raises(BadFramework) as refused:
        load(tmp_path)
    assert isinstance(refused.value, RefusedFramework)
    assert refused.value.findings == check(tmp_path)
    assert "all.yaml:2: strandz" in str(refused.value)
    assert {finding.code for finding in refused.value.findings} == {"missing-key", "unknown-key"}


def test_a_new_framework_is_a_copy_that_can_be_changed(tmp_path: Path) -> None:
    made = new(tmp_path / "ours" / "framework", source="stockport")
    assert check(made) == ()
    files = [path for path in made.rglob("*") if path.is_file()]
    assert files
    assert all(os.access(path, os.W_OK) for path in files)
    assert load(made) == load("stockport")


def test_a_new_framework_can_start_from_any_other(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert load(new(tmp_path / "empty", source=SCORECARD)) == load(SCORECARD)


def test_nothing_is_copied_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for taken in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(BadFramework, match="there already"):
            new(taken, source="stockport")
    with pytest.raises(BadFramework, match="no framework called nowhere"):
        new(tmp_path / "other", source="nowhere")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_loading_is_quick() -> None:
    load("stockport")
    began = time.process_time()
    load("stockport")
    assert time.process_time() - began < 0.5
