"""`hearth measure` writes one release that verifies, prints what it says, and keeps the trail beside it.

How counts are protected is tested where that is done: here they are taken as they are, but for the smallest.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cli.ran import SCORECARD, Ran
from hearth.demo.build import KEY as DEMO_KEY
from hearth.disclosure.policy import Policy
from hearth.disclosure.published import KEY, PUBLISHED, Published, PublishedFigure
from hearth.engine.results import Cell, Results
from hearth.engine.values import Between, value_within
from hearth.framework.counting import Figure
from hearth.framework.load import load
from hearth.kernel.periods import period
from hearth.release.make import FILES, MANIFEST
from hearth.release.verify import read_release
from hearth.stats.intervals import Interval
from hearth.store.ledger import Form
from hearth.store.shapes import record_schema
from hearth.store.store import open_store

Hearth = Callable[..., Ran]

FEWEST = 5


@dataclass(frozen=True)
class Protection:
    """What `protect` tells of what it hid: here six figures, two of them only to protect others."""

    suppressed: int = 6
    to_protect_others: int = 2

    @property
    def by_figure(self) -> dict[str, tuple[int, int]]:
        return {"attendances": (4, 2), "reviewed": (2, 0)}


class Room:
    """Protects and publishes as the test says, and remembers what it was given."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def protect(
        self, results: Results, policy: Policy, earlier: Sequence[Published], *, processes: int
    ) -> Protection:
        return Protection()

    def publish(
        self, results: Results, policy: Policy, earlier: Sequence[Published], **others: Any
    ) -> Published:
        assert isinstance(others["protection"], Protection)
        self.asked.append((policy.id, len(earlier)))
        rows = [_row(results.figure(cell.figure), cell) for cell in results.cells()]
        table = pa.Table.from_pylist(rows, schema=PUBLISHED)
        return Published(
            table=table.sort_by([(name, "ascending") for name in KEY]),
            figures=tuple(map(_told, results.figures)),
            periods=results.periods,
            places=results.places,
            framework=results.framework,
            policy=policy,
            home=results.home,
            title=results.framework.framework.title,
            notice=results.about.notice,
        )


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    """The rooms before a release, made small."""
    made = Room()
    measuring = import_module("hearth.cli.measuring")
    monkeypatch.setattr(measuring, "protect", made.protect)
    monkeypatch.setattr(measuring, "publish", made.publish)
    monkeypatch.setenv("COLUMNS", "80")
    return made


def measure(hearth: Hearth, store: Path, out: Path, *asked: object) -> Ran:
    return hearth("measure", SCORECARD, "--store", store, "--out", out, "--quiet", *asked)


def manifest_of(release: Path) -> Any:
    return json.loads((release / MANIFEST).read_bytes())


def test_writes_one_release_and_the_trail_beside_it(hearth: Hearth, store: Path, tmp_path: Path):
    ran = measure(hearth, store, tmp_path / "release")
    assert (ran.status, ran.err) == (0, "")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["release", "release.trail.csv"]
    assert {each.name for each in (tmp_path / "release").iterdir()} == {*FILES, MANIFEST}
    assert len(read_release(tmp_path / "release")) == manifest_of(tmp_path / "release")["rows"] > 0
    assert hearth("release", "verify", tmp_path / "release").status == 0


def test_prints_the_table_a_person_wants_to_read(hearth: Hearth, store: Path, tmp_path: Path):
    out = measure(hearth, store, tmp_path / "release").out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "Invented, for tests."
    assert [line for line in lines if line.endswith("?")] == [
        "How much did we do?",
        "How well did we do it?",
        "Is anyone better off?",
    ]
    page = " ".join(lines)
    assert "[c] hidden to protect people; hidden 4 (2)" in page
    assert "12 of them only to protect others." in page  # what `hidden 34 (12)` means
    assert "6 figures suppressed, 2 of them only to protect others." in page
    assert manifest_of(tmp_path / "release")["id"] in page
    assert lines[-2].startswith("Next: hearth release show ")
    assert max(len(line) for line in out.splitlines() if str(tmp_path) not in line) <= 80


def test_json_says_what_was_released(hearth: Hearth, store: Path, tmp_path: Path):
    told = measure(hearth, store, tmp_path / "release", "--json").json
    assert told["id"] == manifest_of(tmp_path / "release")["id"]
    assert (told["suppressed"], told["to_protect_others"]) == (6, 2)
    assert told["by_figure"]["attendances"] == {"suppressed": 4, "to_protect_others": 2}
    assert (told["policy"], told["bytes_compared"]) == ("public", True)


def test_without_a_date_it_bears_the_first_day_on_which_it_could_be_known(
    hearth: Hearth, store: Path, tmp_path: Path
):
    measure(hearth, store, tmp_path / "one")
    measure(hearth, store, tmp_path / "two", "--date", "2025-01-31")
    assert manifest_of(tmp_path / "one")["date"] == "2024-09-30"
    assert manifest_of(tmp_path / "two")["date"] == "2025-01-31"


def test_it_is_not_older_than_the_last_return_that_came_in(hearth: Hearth, store: Path, tmp_path: Path):
    late = shutil.copytree(store, tmp_path / "late")
    plans = load(SCORECARD).dataset("plans")
    open_store(late).accept(
        [],
        record_schema(plans),
        dataset=plans.id,
        form=Form.ROWS,
        period=period("2024-25-Q2"),
        sender="a partner",
        received=date(2024, 10, 20),
    )
    measure(hearth, late, tmp_path / "release")
    assert manifest_of(tmp_path / "release")["date"] == "2024-10-20"


def test_the_same_store_makes_the_same_bytes_with_either_engine(hearth: Hearth, store: Path, tmp_path: Path):
    measure(hearth, store, tmp_path / "one")
    measure(hearth, store, tmp_path / "two", "--engine", "memory")
    for name in (*FILES, MANIFEST):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    trails = [(tmp_path / f"{name}.trail.csv").read_bytes() for name in ("one", "two")]
    assert trails[0] == trails[1]


def test_a_key_makes_hashes_of_the_returns_that_were_counted(hearth: Hearth, store: Path, tmp_path: Path):
    for name, held in (
        ("one", b"sixteen bytes or"),
        ("two", b"sixteen bytes or\n"),
        ("three", b"another key of ours"),
    ):
        (tmp_path / f"{name}.txt").write_bytes(held)
        measure(hearth, store, tmp_path / name, "--key", tmp_path / f"{name}.txt")
    one, two, three = (manifest_of(tmp_path / name)["inputs"] for name in ("one", "two", "three"))
    assert one == two
    assert one["returns"] != three["returns"]
    assert [(each["dataset"], each["period"]) for each in one["returns"]] == [
        ("plans", "2024-25-Q1"),
        ("sessions", "2024-25-Q1"),
        ("sessions", "2024-25-Q2"),
    ]
    measure(hearth, store, tmp_path / "none")
    assert manifest_of(tmp_path / "none")["inputs"] == {"kind": "none: no key was given", "returns": []}


def test_the_demonstrations_key_says_whose_it_is(hearth: Hearth, store: Path, tmp_path: Path):
    (tmp_path / "key.txt").write_text(DEMO_KEY, encoding="utf-8")
    measure(hearth, store, tmp_path / "release", "--key", tmp_path / "key.txt")
    inputs = manifest_of(tmp_path / "release")["inputs"]
    assert "the demonstration's key, which everyone knows" in inputs["kind"]
    assert len(inputs["returns"]) == 3


def test_a_short_key_is_refused_before_anything_is_written(hearth: Hearth, store: Path, tmp_path: Path):
    (tmp_path / "key.txt").write_bytes(b"secret\n")
    ran = measure(hearth, store, tmp_path / "release", "--key", tmp_path / "key.txt")
    assert (ran.status, ran.out) == (2, "")
    assert "has 6 bytes: so short a key can be guessed" in ran.err
    assert not (tmp_path / "release").exists()


def test_policy_and_earlier_releases_are_handed_on(hearth: Hearth, store: Path, tmp_path: Path, room: Room):
    measure(hearth, store, tmp_path / "first")
    again = ("--policy", "internal", "--earlier", tmp_path / "first", tmp_path / "first")
    assert measure(hearth, store, tmp_path / "second", *again).status == 0
    assert room.asked == [("public", 0), ("internal", 2)]
    assert manifest_of(tmp_path / "second")["policy"]["id"] == "internal"


def test_an_earlier_release_that_does_not_verify_stops_it(hearth: Hearth, store: Path, tmp_path: Path):
    measure(hearth, store, tmp_path / "first")
    (tmp_path / "first" / "values.csv").write_text("mine")
    ran = measure(hearth, store, tmp_path / "second", "--earlier", tmp_path / "first")
    assert ran.status == 2
    assert "values.csv has been cut short" in ran.err
    assert not (tmp_path / "second").exists()


def test_a_release_is_not_written_over(hearth: Hearth, store: Path, tmp_path: Path, room: Room):
    measure(hearth, store, tmp_path / "release")
    ran = measure(hearth, store, tmp_path / "release")
    assert (ran.status, ran.out) == (2, "")
    assert "is not an empty directory" in ran.err
    assert len(room.asked) == 1  # nothing was counted for nothing


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--date", "31 January"), "'31 January' is not a date such as 2025-10-01"),
        (("--policy", "none"), "There is no policy 'none'"),
        (("--engine", "abacus"), "There is no engine called 'abacus' here"),
    ],
)
def test_mistakes_are_said_and_nothing_is_written(
    hearth: Hearth, store: Path, tmp_path: Path, asked: tuple[str, ...], said: str
):
    ran = measure(hearth, store, tmp_path / "release", *asked)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def trail(hearth: Hearth, store: Path, out: Path) -> list[dict[str, str]]:
    measure(hearth, store, out)
    held = out.with_name(f"{out.name}.trail.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(held, newline="")))


def test_the_trail_leads_from_every_figure_to_its_returns(hearth: Hearth, store: Path, tmp_path: Path):
    rows = trail(hearth, store, tmp_path / "release")
    assert {(each["figure"], each["period"]) for each in rows} == {
        (cell.figure, cell.period) for cell in read_release(tmp_path / "release").cells()
    }
    ledger = [json.loads(line) for line in (store / "ledger.jsonl").read_text().splitlines()]
    held = {(each["dataset"], each["file"], each["sha256"], str(each["records"])) for each in ledger}
    assert {(each["dataset"], each["file"], each["sha256"], each["rows"]) for each in rows} <= held


@pytest.mark.parametrize(
    ("figure", "period", "behind"),
    [
        ("attendances", "2024-25-Q1", {("sessions", "rows", "2024-25-Q1", "period")}),
        ("attendances", "2024-25-Q2", {("sessions", "aggregates", "2024-25-Q2", "period")}),
        ("plans_open", "2024-25-Q1", {("plans", "rows", "2024-25-Q1", "period")}),
        (
            "sessions_for_each_plan",
            "2024-25-Q1",
            {("plans", "rows", "2024-25-Q1", "period"), ("sessions", "rows", "2024-25-Q1", "period")},
        ),
    ],
)
def test_the_returns_behind_a_figure(
    hearth: Hearth, store: Path, tmp_path: Path, figure: str, period: str, behind: set[tuple[str, ...]]
):
    rows = trail(hearth, store, tmp_path / "release")
    names = ("dataset", "form", "return_period", "because")
    found = {
        tuple(each[name] for name in names)
        for each in rows
        if (each["figure"], each["period"]) == (figure, period)
    }
    assert found == behind


def test_no_file_of_the_release_tells_of_the_trail(hearth: Hearth, store: Path, tmp_path: Path):
    rows = trail(hearth, store, tmp_path / "release")
    for name in (*FILES, MANIFEST):
        held = (tmp_path / "release" / name).read_bytes()
        assert not [each for each in rows if each["sha256"].encode() in held or each["file"].encode() in held]


def _row(figure: Figure, cell: Cell) -> dict[str, Any]:
    """A cell as it stands in the release: as it is, or suppressed where it is of few or not known exactly."""
    row: dict[str, Any] = {
        **dict.fromkeys(PUBLISHED.names),
        **dict.fromkeys(("source", "marks", "method", "note"), ""),
        **{name: getattr(cell, name) for name in ("figure", "place", "period", "breakdown", "group")},
    }
    value = value_within(figure, cell.counts)
    few = any(each.low < FEWEST for each in cell.counts.values())
    if value is None or few or isinstance(value, Between):
        return row | {"state": "suppressed"}
    limits = (value.lower, value.upper) if isinstance(value, Interval) else (None, None)
    shown = [None if each is None else round(each, 4) for each in (value.value, *limits)]
    counts = {
        name: cell.counts[name].low
        for name in ("numerator", "denominator")
        if name in cell.counts and figure.kind not in ("mean", "change")
    }
    return row | {"state": "value"} | dict(zip(("value", "lower", "upper"), shown, strict=True)) | counts


def _told(figure: Figure) -> PublishedFigure:
    return PublishedFigure(
        id=figure.id,
        measure=figure.measure,
        title=figure.title,
        kind=figure.kind,
        direction=str(figure.direction),
        per=figure.per,
        periods=tuple(str(each) for each in figure.periods),
        smallest_place=figure.smallest_place,
        breakdowns=figure.breakdowns,
        definition_version=1,
        refers_to=figure.refers_to or "",
        off=figure.off,
    )
