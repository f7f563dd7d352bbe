"""The demonstration released: the whole Stockport framework, attacked under both policies, and the same bytes twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hearth.demo.build import Built
from hearth.disclosure.audit import audit
from hearth.disclosure.policy import load_policy
from hearth.disclosure.protect import protect
from hearth.disclosure.publish import publish
from hearth.disclosure.published import Published, State
from hearth.engine.run import count
from hearth.figures.benchmarks import beside
from hearth.figures.published import published_in
from hearth.framework.framework import Framework
from hearth.framework.meaning import Reading, figures
from hearth.release.verify import read_release
from hearth.release.write import write_release

POLICIES = ("public", "internal")


@pytest.fixture(scope="module", params=POLICIES)
def released(request: pytest.FixtureRequest, whole: Built, framework: Framework) -> Published:
    results = count(framework, whole.store)
    others = beside(framework, published_in(whole.store))
    return publish(results, load_policy(request.param), benchmarks=others)


def test_no_suppressed_count_can_be_worked_out_and_every_figure_is_there(
    released: Published, framework: Framework
) -> None:
    found = audit(released)
    assert found.holds, found.sentences()
    assert found.cells > 5_000
    ours = set(released.where(source="").table["figure"].to_pylist())
    assert ours == {figure.id for figure in figures(framework, Reading())}
    _check_what_suppressed_figures_say(released)
    _check_the_latest_headlines(released)
    assert {"brackenhythe_region_and_nation"} == {each.id for each in released.sources}


def _check_what_suppressed_figures_say(released: Published) -> None:
    silent = (State.SUPPRESSED, State.NOT_AVAILABLE, State.NOT_APPLICABLE)
    for cell in released.where(source="").cells():
        if cell.state in silent:
            numbers = (cell.value, cell.lower, cell.upper, cell.numerator, cell.denominator, cell.method)
            assert numbers == (None, None, None, None, None, ""), cell
        if cell.state is State.SUPPRESSED:
            assert cell.note == "" and cell.marks == (), cell


def _check_the_latest_headlines(released: Published) -> None:
    """Of everyone in the authority, no measure of the framework is suppressed in its latest period."""
    latest = {}
    for cell in released.where(source="", place=released.home, breakdown="").cells():
        if "." not in cell.figure and cell.period:
            latest[cell.figure] = max(latest.get(cell.figure, cell), cell, key=lambda each: each.period)
    assert len(latest) == 43  # all but what is to be determined, off, or shown as another
    assert {each.figure for each in latest.values() if each.state is State.SUPPRESSED} == set()
    assert {each.figure for each in latest.values() if not each.state.shown} == {
        "H3"
    }  # waits for a last quarter


def test_the_same_figures_are_the_same_bytes_whichever_engine_counts_and_however_rows_lie(
    small: Built, framework: Framework, tmp_path: Path
) -> None:
    made = []
    for number, engine in enumerate(("duckdb", "memory")):
        published = publish(count(framework, small.store, engine=engine), load_policy())
        folder = tmp_path / str(number)
        write_release(published, folder, date=date(2026, 3, 31), key=b"sixteen or more bytes", inputs=[])
        made.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


@pytest.mark.parametrize("policy", POLICIES)
def test_a_second_release_of_the_same_figures_says_the_same(
    small: Built, framework: Framework, tmp_path: Path, policy: str
) -> None:
    results = count(framework, small.store)
    first = publish(results, load_policy(policy))
    write_release(first, tmp_path / "first", date=date(2026, 3, 31), key=None, inputs=[])
    earlier = [read_release(tmp_path / "first")]
    again = protect(results, load_policy(policy), earlier)
    assert publish(results, load_policy(policy), earlier, protection=again).table.equals(first.table)
    assert audit(first, earlier).holds
