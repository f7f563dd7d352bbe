"""Benchmarks: what others publish of a framework's figures, under its own ids, of the sources that came in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from figures.figure_lines import came_out, of_place
from hearth.disclosure.published import KEY, PUBLISHED, Published
from hearth.figures.benchmarks import beside
from hearth.figures.sources import load_source, packaged
from hearth.framework.context import Benchmark
from hearth.framework.framework import Framework
from hearth.framework.load import load
from hearth.framework.meaning import Reading, figures
from hearth.kernel.errors import BadFramework

NEET, LAIT = "dfe_neet_2025", "dfe_lait"
WINTER = {"time_period": "2025", "time_identifier": "Calendar year", "Cohort_DJFavg": 7019}


@pytest.fixture
def published(tmp_path: Path) -> tuple[Published, ...]:
    neet = of_place("Ambleton") | WINTER | {"NEET_percent": 4.2, "Notknown_percent": 0.4}
    lait = [
        {"Short Desc": what, "Years": 2025, "LA and Regions": "Stockport", "Values": value}
        for what, value in (("FSP_NEW_GOODDEV", 70.1), ("FSP_Gooddev_FSM", 50.2), ("16-17 NEET", 4.2))
    ]
    return came_out(tmp_path, NEET, neet), came_out(tmp_path, LAIT, *lait)


def framework_with(*benchmarks: Benchmark) -> Framework:
    return replace(load("england"), benchmarks=benchmarks)


def test_rows_stand_under_our_id_and_their_source(published: tuple[Published, ...]) -> None:
    named = framework_with(
        Benchmark("P6e", NEET, "NEET_percent", "A winter's mean."),
        Benchmark("P6e.not_known", NEET, "Notknown_percent"),
        Benchmark("P6e", LAIT, "16-17 NEET"),
        Benchmark("P3", LAIT, "FSP_NEW_GOODDEV"),
    )
    neet, lait = beside(named, published)
    assert [(cell.source, cell.figure, cell.group, cell.value) for each in (neet, lait) for cell in each.cells()] == [
        (NEET, "P6e", "", 4.2),
        (NEET, "P6e.not_known", "", 0.4),
        (LAIT, "P3", "", 70.1),
        (LAIT, "P3", "eligible", 50.2),
        (LAIT, "P6e", "", 4.2),
    ]  # fmt: skip
    assert [(each.id, each.measure, each.source) for each in neet.figures] == [
        ("P6e", "P6e", NEET),
        ("P6e.not_known", "P6e", NEET),
    ]
    assert neet.notes[-1].startswith("P6e, ") and neet.notes[-1].endswith(": A winter's mean.")
    assert [each.id for each in lait.periods] == ["AY2024-25", "2025"]
    for each in (neet, lait):
        assert each.table.schema == PUBLISHED
        assert each.table.equals(each.table.sort_by([(name, "ascending") for name in KEY]))


def test_sources_and_figures_with_nothing_to_show_are_left_out(published: tuple[Published, ...]) -> None:
    named = framework_with(
        Benchmark("P2", LAIT, "6wksBreast", "Never in this file."),
        Benchmark("P1", "fingertips", "93436"),
    )
    assert beside(named, published) == ()
    (lait,) = beside(
        framework_with(*named.benchmarks, Benchmark("P3", LAIT, "FSP_NEW_GOODDEV", "Ours differs.")),
        published,
    )
    assert [each.id for each in lait.figures] == ["P3"]
    assert [note for note in lait.notes if note not in published[1].notes] == [
        f"P3, {lait.sources[0].title}: Ours differs."
    ]
    assert beside(framework_with(), published) == ()
    assert beside(named, ()) == ()


def test_a_code_that_an_imported_source_does_not_have_is_told(published: tuple[Published, ...]) -> None:
    with pytest.raises(BadFramework) as refused:
        beside(framework_with(Benchmark("P6e", NEET, "NEET")), published)
    assert "P6e has the benchmark 'NEET', which dfe_neet_2025 does not have." in refused.value.message
    assert "NEET_percent" in refused.value.remedy


def test_stockports_benchmarks_are_in_the_packaged_mappings(published: tuple[Published, ...]) -> None:
    assert {cell.figure for each in beside(load("stockport"), published) for cell in each.cells()} == {
        "P3",
        "P6e",
        "P6e.not_known",
        "P6e.neet_or_not_known",
    }


def test_every_packaged_benchmark_of_stockport_is_of_the_same_kind_and_unit(tmp_path: Path) -> None:
    ours = {each.id: each for each in figures(load("stockport"), Reading())}
    compared = 0
    for benchmark in load("stockport").benchmarks:
        if benchmark.source in packaged():
            theirs = {each.code: each for each in load_source(benchmark.source).figures}[benchmark.code]
            per = 100 if theirs.kind == "proportion" else theirs.per
            assert (str(theirs.kind), per) == (ours[benchmark.figure].kind, ours[benchmark.figure].per), (
                benchmark
            )
            compared += 1
    assert compared >= 15


def test_a_share_is_of_every_hundred_as_ours_are(published: tuple[Published, ...]) -> None:
    assert {each.per for one in published for each in one.figures if each.kind == "proportion"} == {100}
    assert published[1].figure("dfe_lait:LAC", "dfe_lait").per == 10_000
