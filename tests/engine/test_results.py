"""Results as their readers rely on them: one row for each figure, place, period and group, whole numbers, in order."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from drawn import EVENTS, counted, drawn_and_counted, framework, hold, measure, store_of, table
from hearth.engine.results import COUNTS, RESULTS, Range, Results
from hearth.engine.run import DEFAULT_ENGINE, count, engine_names, find_engine
from hearth.framework.measures import Companion, Count, Mean, Measure, Proportion, Scope
from hearth.kernel.errors import BadFramework, MissingExtra, NotMeasurable

RECORDS = """
person | day        | area | sex    | outcome | before
Amina  | 2023-04-01 | A1   | female | yes     | 3.50
Bea    | 2023-07-01 | A5   | -      | no      | -
"""

SHARE = measure(
    "share",
    Proportion("proportion", Scope("events"), "outcome = 'yes'"),
    Companion("not", "Not so", Proportion("proportion", Scope("events"), "outcome = 'no'")),
)
NUMBER = measure("number", Count("count", Scope("events")), breakdowns=("sex",))
SCORE = measure("score", Mean("mean", Scope("events"), "before"))
KEY = ["figure", "place", "period", "breakdown", "group"]


@pytest.fixture
def results(engine: str, tmp_path: Path) -> Results:
    return drawn_and_counted(tmp_path / "store", EVENTS, RECORDS, SHARE, NUMBER, SCORE, engine=engine)


def test_every_count_is_a_whole_number_of_64_bits(results: Results) -> None:
    assert results.table.schema == RESULTS
    counts = [each for each in RESULTS if each.name not in KEY]
    assert [each.name for each in counts] == [f"{name}_{end}" for name in COUNTS for end in ("low", "high")]
    assert {each.type for each in counts} == {pa.int64()}


def test_no_figure_place_period_and_group_has_two_rows(results: Results) -> None:
    keys = [tuple(row[name] for name in KEY) for row in results.table.to_pylist()]
    assert len(keys) == len(set(keys)) == len(results) > 0


def test_figures_stand_in_the_frameworks_order_and_periods_in_time(results: Results) -> None:
    assert [each.id for each in results.figures] == ["share", "share.not", "number", "score"]
    assert list(dict.fromkeys(results.table["figure"].to_pylist())) == [each.id for each in results.figures]
    for figure in results.figures:
        periods = list(dict.fromkeys(results.where(figure=figure.id).table["period"].to_pylist()))
        assert periods == [each.id for each in sorted(results.periods) if each.id in periods]


def test_every_place_and_group_has_a_row_though_nobody_is_in_it(results: Results) -> None:
    """Five areas, two wards, two hubs and the authority, with nine bins each; more only where somebody is unplaced."""
    quarter = results.where(figure="share", period="2023-24-Q1")
    assert len(quarter) == (5 + 2 + 2 + 1) * (1 + 3 + 6)
    with_bea = results.where(figure="share", period="2023-24-Q2")
    assert set(with_bea.table["place"].to_pylist()) - set(quarter.table["place"].to_pylist()) == {
        "LA?ward",
        "LA?hub",
    }


@pytest.mark.parametrize(
    ("figure", "has"),
    [
        ("share", {"numerator", "denominator"}),
        ("number", {"numerator"}),
        ("score", {"numerator", "denominator", "squares"}),
    ],
)
def test_a_figure_has_the_counts_of_its_kind_and_no_others(
    figure: str, has: set[str], results: Results
) -> None:
    assert {frozenset(cell.counts) for cell in results.where(figure=figure).cells()} == {frozenset(has)}


def test_what_is_counted_from_records_is_known_exactly(results: Results) -> None:
    assert all(count.exact for cell in results.cells() for count in cell.counts.values())
    assert Range(1, 1).exact and not Range(1, 4).exact


def test_rows_can_be_chosen_by_any_of_their_names(results: Results) -> None:
    chosen = results.where(figure="share", place="LA", period="2023-24", breakdown="sex", group="female")
    (cell,) = chosen.cells()
    assert cell.counts == {"numerator": Range(1, 1), "denominator": Range(1, 1)}
    assert len(results.where(place="nowhere")) == 0
    assert results.figure("share.not").measure == "share"
    with pytest.raises(KeyError):
        results.figure("nothing")


def test_results_say_what_they_rest_on(results: Results, engine: str) -> None:
    assert (results.framework.framework.id, results.engine) == ("drawn", engine)
    assert (results.home, results.records) == ("LA", 2)
    assert {(each.dataset, each.state) for each in results.inputs} == {("events", "complete")}
    assert results.gaps == () and results.populations == ()


def test_measures_not_asked_for_are_not_counted(engine: str, tmp_path: Path) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, RECORDS))
    results = counted(store, framework(SHARE, NUMBER), engine, measures=["share"])
    assert {each.figure for each in results.cells()} == {"share", "share.not"}


def test_progress_is_told_from_nothing_to_all_of_it(engine: str, tmp_path: Path) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, RECORDS))
    told: list[tuple[str, int, int]] = []
    counted(store, framework(SHARE, NUMBER), engine, progress=lambda *step: told.append(step))
    assert told[0] == ("Events", 0, 1)
    assert told[-1] == ("Counted", 1, 1)


WRONG: list[tuple[Measure, dict[str, object], type[Exception], str]] = [
    (SHARE, {"measures": ["shares"]}, NotMeasurable, "no measure 'shares'"),
    (SHARE, {"engine": "abacus"}, MissingExtra, "no engine called 'abacus'"),
    (
        measure("bad", Count("count", Scope("events", where="outcome = 'maybe'"))),
        {},
        BadFramework,
        "'maybe'",
    ),
]


@pytest.mark.parametrize(("wrong", "asked", "error", "says"), WRONG, ids=[row[3] for row in WRONG])
def test_what_cannot_be_counted_is_refused_with_a_remedy(
    wrong: Measure, asked: dict[str, object], error: type[Exception], says: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=says) as refused:
        count(framework(wrong), store_of(tmp_path / "store"), **asked)  # type: ignore[arg-type]
    assert getattr(refused.value, "remedy", "")


def test_the_engines_are_found_by_name() -> None:
    assert engine_names() == ("duckdb", "memory")
    assert DEFAULT_ENGINE == "duckdb"
    assert find_engine("memory").__name__ == "MemoryEngine"
