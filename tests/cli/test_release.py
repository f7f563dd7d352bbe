"""`hearth release`: verify, show, compare and audit say what a reader needs, and where a release was altered."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from cli.ran import Ran
from hearth.disclosure.policy import load_policy
from release.released import ROWS, published, write

Hearth = Callable[..., Ran]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("released") / "release"
    write(directory)
    return directory


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are as wide as a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def id_of(release: Path) -> str:
    return str(json.loads((release / "manifest.json").read_bytes())["id"])


class TestVerify:
    def test_says_how_it_was_verified_and_what_to_compare(self, hearth: Hearth, release: Path):
        ran = hearth("release", "verify", release)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.splitlines()[0] == f"{release} verifies."
        assert f"Its id: {id_of(release)}" in ran.out
        assert "Bytes were compared" in ran.out
        assert "10 of 18 values were worked out again" in ran.out

    def test_an_id_that_is_given_is_checked(self, hearth: Hearth, release: Path):
        assert (
            "It is the id that you gave." in hearth("release", "verify", release, "--id", id_of(release)).out
        )
        ran = hearth("release", "verify", release, "--id", "0" * 64)
        assert (ran.status, ran.err) == (1, "")
        assert "This is another release" in ran.out

    def test_an_altered_release_does_not_and_the_page_says_where(self, hearth: Hearth, tmp_path: Path):
        write(tmp_path / "release")
        values = tmp_path / "release" / "values.csv"
        values.write_bytes(values.read_bytes().replace(b"85,120", b"86,120"))
        ran = hearth("release", "verify", tmp_path / "release")
        assert (ran.status, ran.err) == (1, "")
        assert "release does not verify." in ran.out
        assert "values.csv has been altered" in ran.out
        assert "line 16" in ran.out
        told = hearth("release", "verify", tmp_path / "release", "--json")
        assert (told.status, told.json["verifies"]) == (1, False)
        assert "line 16" in told.json["message"]

    def test_json(self, hearth: Hearth, release: Path):
        told = hearth("release", "verify", release, "--json").json
        assert told == {
            "verifies": True,
            "release": str(release),
            "id": id_of(release),
            "rows": 18,
            "compared": "bytes",
            "worked_out_again": 10,
            "software": [],
        }

    def test_what_is_not_there_is_a_mistake_not_a_finding(self, hearth: Hearth, tmp_path: Path):
        ran = hearth("release", "verify", tmp_path / "nothing")
        assert (ran.status, ran.out) == (2, "")
        assert "There is no folder" in ran.err


class TestShow:
    def test_the_latest_of_each_measure_strand_by_strand(self, hearth: Hearth, release: Path):
        ran = hearth("release", "show", release)
        assert (ran.status, ran.err) == (0, "")
        lines = [" ".join(line.split()) for line in ran.out.splitlines()]
        assert lines[0] == "Invented, for tests."
        strands = [line for line in lines if line.endswith("?")]
        assert strands == ["How much did we do?", "How well did we do it?", "Is anyone better off?"]
        assert "2024-25-Q2 1,300" in lines
        assert "[p] provisional; hidden 2" in lines
        assert "spring-2024 15 of 20 75.0% 53.1 to 88.8 [u] few answers" in lines
        assert "2024-25-Q2 50.0 to 75.5% a range" in lines
        assert "same as listened_to" in lines
        assert "[c] Hidden to protect people: it is about so few that somebody could be" in lines
        assert "dfe: Attendance, “full”, A ministry, 2025." in lines
        assert lines[-1] == f"Release {id_of(release)}"

    def test_nothing_is_wider_than_the_terminal(self, hearth: Hearth, release: Path):
        for asked in ((), ("--measure", "reviewed"), ("--place", "EM")):
            assert max(map(len, hearth("release", "show", release, *asked).out.splitlines())) <= 80

    def test_a_series_by_place_and_group(self, hearth: Hearth, release: Path):
        out = hearth("release", "show", release, "--measure", "attendances", "--place", "EM").out
        page = out[out.index("attendances  Attendances") :].splitlines()
        assert [line.rstrip() for line in page[:9]] == [
            "attendances  Attendances: Eastmere (EM)",
            "  period      counts  value  95% interval",
            "  2024-25-Q1          1,250",
            "  2024-25-Q2          1,300                [p]",
            "  Gender: Boys and young men",
            "  2024-25-Q1                               [c]",
            "  Gender: Girls and young women",
            "  2024-25-Q1            640",
            "  Gender: Another gender",
        ]

    @pytest.mark.parametrize(
        ("asked", "rows"),
        [
            ((), 18),
            (("--measure", "attendances"), 8),  # ours, and what others made public for the measure
            (("--measure", "reviewed", "--place", "EM"), 2),
            (("--place", "D1", "--place", "D2"), 2),
            (("--period", "spring-2024"), 1),
            (("--group", "girl"), 1),
            (("--group", "gender:girl", "--group", "gender:boy"), 2),
            (("--group", "everyone", "--measure", "attendances", "--place", "EM"), 2),
        ],
    )
    def test_json_holds_what_was_asked_for(
        self, hearth: Hearth, release: Path, asked: tuple[str, ...], rows: int
    ):
        told = hearth("release", "show", release, *asked, "--json").json
        assert len(told["cells"]) == rows
        assert {each["figure"] for each in told["cells"]} == {each["id"] for each in told["figures"]}
        assert {each["place"] for each in told["cells"]} == {each["code"] for each in told["places"]}
        assert told["id"] == id_of(release)

    def test_json_tells_state_symbol_and_numbers(self, hearth: Hearth, release: Path):
        cells = hearth("release", "show", release, "--json").json["cells"]
        held = csv.DictReader(io.StringIO((release / "values.csv").read_text(encoding="utf-8"), newline=""))
        for cell, row in zip(cells, held, strict=True):
            for name in (
                "source",
                "figure",
                "place",
                "period",
                "breakdown",
                "group",
                "state",
                "marks",
                "symbol",
            ):
                assert cell[name] == row[name]
            assert cell["value"] == (float(row["value"]) if row["value"] else None)

    @pytest.mark.parametrize("asked", ["measure", "place", "period", "group"])
    def test_what_the_release_does_not_have_is_said(self, hearth: Hearth, release: Path, asked: str):
        ran = hearth("release", "show", release, f"--{asked}", "nowhere")
        assert (ran.status, ran.out) == (2, "")
        assert f"This release has no {asked} 'nowhere'." in ran.err

    def test_a_release_that_does_not_verify_is_not_shown(self, hearth: Hearth, tmp_path: Path):
        write(tmp_path / "release")
        (tmp_path / "release" / "NOTES.md").write_text("All fine.")
        ran = hearth("release", "show", tmp_path / "release")
        assert (ran.status, ran.out) == (2, "")
        assert "NOTES.md has been cut short or altered" in ran.err


class TestCompare:
    def test_counts_and_what_was_before_and_after(self, hearth: Hearth, release: Path, tmp_path: Path):
        changed = ROWS.replace("85        | 120", "90        | 120")
        write(
            tmp_path / "new",
            published("\n".join(line for line in changed.splitlines() if "1300" not in line)),
        )
        ran = hearth("release", "compare", release, tmp_path / "new")
        assert (ran.status, ran.err) == (0, "")
        assert "0 new, 1 gone, 1 revised, 16 unchanged." in " ".join(ran.out.split())
        assert "  reviewed, Eastmere (EM), 2024-25-Q1: was 70.8%, is 75.0%" in ran.out.splitlines()
        told = hearth("release", "compare", release, tmp_path / "new", "--json").json
        assert [each["after"]["value"] for each in told["revised"]] == [75.0]
        assert [each["figure"] for each in told["gone"]] == ["attendances"]
        assert told["same"] is False

    def test_another_policy_is_said(self, hearth: Hearth, release: Path, tmp_path: Path):
        write(tmp_path / "internal", published(policy=load_policy("internal")))
        out = hearth("release", "compare", release, tmp_path / "internal").out
        assert "The policy was public, and is internal." in out.splitlines()

    def test_a_release_with_itself(self, hearth: Hearth, release: Path):
        assert "nothing changed" in hearth("release", "compare", release, release).out


@dataclass(frozen=True)
class Found:
    """What an audit found, as `hearth.disclosure.audit` tells it."""

    holds: bool

    def sentences(self) -> tuple[str, ...]:
        return ("Of 2 suppressed counts the closest known is from 0 to 9.",)


class TestAudit:
    @pytest.mark.parametrize(("holds", "status", "said"), [(True, 0, "holds."), (False, 1, "does not hold.")])
    def test_prints_what_a_reader_could_learn(
        self,
        hearth: Hearth,
        release: Path,
        monkeypatch: pytest.MonkeyPatch,
        holds: bool,
        status: int,
        said: str,
    ):
        asked = []

        def audit(one: object, earlier: list[object]) -> Found:
            asked.append((one, earlier))
            return Found(holds)

        room = ModuleType("hearth.disclosure.audit")
        room.audit = audit  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "hearth.disclosure.audit", room)
        ran = hearth("release", "audit", release, "--earlier", release)
        assert (ran.status, ran.out.splitlines()[0]) == (status, f"{release} {said}")
        assert "the closest known is from 0 to 9" in ran.out
        assert asked == [(published(), [published()])]
        told = hearth("release", "audit", release, "--json")
        assert (told.status, told.json["holds"], len(told.json["sentences"])) == (status, holds, 1)
