"""What came in, and what may be counted from it: a period with a part missing is told, and is not counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drawn import EVENTS, VISITS, counted, framework, hold, hold_aggregates, look, measure, store_of, table
from hearth.engine.coverage import Coverage, State, candidates, coverage_of
from hearth.framework.measures import Count, Divided, Proportion, Scope
from hearth.kernel.periods import Period, PeriodKind, period, wave
from hearth.store.ledger import Form, Return

NUMBER = measure("number", Count("count", Scope("events")))
STOCK = measure("stock", Count("count", Scope("events", open_from="day", open_until="closed")))
YEAR = period("2023-24")
Q1, Q2, Q3, Q4 = (period(f"2023-24-Q{number}") for number in (1, 2, 3, 4))
WAVE = wave("autumn-2023", date(2023, 9, 1), date(2023, 10, 31))

RECORDS = """
person | day        | closed | area
Amina  | 2023-04-01 | -      | A1
Bea    | 2023-07-01 | -      | A1
Carl   | 2023-10-01 | -      | A1
Dev    | 2024-01-01 | -      | A1
"""


def returned(*periods: Period, form: Form = Form.ROWS, dataset: str = "events") -> tuple[Return, ...]:
    return tuple(
        Return(dataset, form, each, f"sender {n}", f"{n}.parquet", "0" * 64, 10)
        for n, each in enumerate(periods)
    )


@pytest.mark.parametrize(
    ("came_in", "about", "state"),
    [
        ([Q1, Q2, Q3, Q4], YEAR, State.COMPLETE),
        ([Q4, Q2, Q1, Q3], YEAR, State.COMPLETE),
        ([YEAR], Q3, State.COMPLETE),
        ([YEAR, Q2], YEAR, State.COMPLETE),
        ([Q2, YEAR], YEAR, State.COMPLETE),
        ([Q1, Q2, Q4], YEAR, State.PART),
        ([Q2, Q3, Q4], YEAR, State.PART),
        ([Q1, Q2, Q3], YEAR, State.PART),
        ([Q1], Q2, State.NONE),
        ([], YEAR, State.NONE),
        ([period("2023"), Q4], YEAR, State.COMPLETE),  # they overlap: January to March 2024 is the rest
        ([period("2023")], YEAR, State.PART),
        ([WAVE], WAVE, State.COMPLETE),
    ],
)
def test_a_period_is_complete_where_every_day_of_it_is_covered(
    came_in: list[Period], about: Period, state: State
) -> None:
    assert Coverage(returned(*came_in)).state(about) is state


def test_a_state_may_be_asked_of_records_or_of_aggregate_rows_alone() -> None:
    both = Coverage(returned(Q1) + returned(Q2, form=Form.AGGREGATES))
    assert both.state(Q2) is State.COMPLETE
    assert both.state(Q2, Form.ROWS) is State.NONE
    assert both.stretch() == (Q1.start, Q2.end)
    assert both.stretch(Form.AGGREGATES) == (Q2.start, Q2.end)


def test_the_inputs_of_one_dataset_are_not_those_of_another() -> None:
    both = returned(Q1) + returned(Q2, dataset="visits")
    assert coverage_of("visits", both).stretch() == (Q2.start, Q2.end)
    assert coverage_of("nothing", both).stretch() is None
    assert candidates(coverage_of("nothing", both), PeriodKind) == ()


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        (PeriodKind.QUARTER, ["2023-24-Q2", "2023-24-Q3"]),
        (PeriodKind.FINANCIAL_YEAR, ["2023-24"]),
        (PeriodKind.ACADEMIC_YEAR, ["AY2022-23", "AY2023-24"]),
        (PeriodKind.CALENDAR_YEAR, ["2023"]),
        (PeriodKind.MONTH, [f"2023-{month:02}" for month in range(7, 13)]),
        (PeriodKind.ROLLING_YEAR, []),
        (PeriodKind.WAVE, []),
    ],
)
def test_every_period_that_a_return_reaches_into_is_looked_at(kind: PeriodKind, ids: list[str]) -> None:
    assert [each.id for each in candidates(Coverage(returned(Q2, Q3)), [kind])] == ids


def test_a_year_with_a_quarter_missing_is_not_counted_and_is_listed_as_part(
    engine: str, tmp_path: Path
) -> None:
    """The third quarter of four did not come in. Its own quarter is listed as not there at all."""
    store = store_of(tmp_path / "store")
    rows = [row for row in table(EVENTS, RECORDS) if row["day"] not in Q3]
    hold(store, EVENTS, rows, Q1, Q2, Q4)
    results = counted(store, framework(NUMBER, STOCK), engine)
    assert {each.id for each in results.periods} == {Q1.id, Q2.id, Q4.id, YEAR.id}
    assert {each.period for each in results.where(figure="number").cells()} == {Q1.id, Q2.id, Q4.id}
    assert [(each.period.id, each.state, each.records) for each in results.inputs] == [
        (Q1.id, State.COMPLETE, 3),
        (YEAR.id, State.PART, 3),
        (Q2.id, State.COMPLETE, 0),
        (Q3.id, State.NONE, 0),
        (Q4.id, State.COMPLETE, 0),
    ]


def test_a_stock_needs_a_return_that_reaches_its_last_day(engine: str, tmp_path: Path) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, RECORDS), Q1, Q2, Q4)
    results = counted(store, framework(STOCK), engine)
    assert {each.period for each in results.cells()} == {Q1.id, Q2.id, Q4.id, YEAR.id}
    assert look(results, "stock", "LA", YEAR.id) == look(results, "stock", "LA", Q4.id) == {"numerator": 4}


def test_an_empty_return_is_a_nought_and_no_return_is_no_figure(engine: str, tmp_path: Path) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, [], Q1)
    results = counted(store, framework(NUMBER), engine)
    assert look(results, "number", "LA", Q1.id) == {"numerator": 0}
    assert look(results, "number", "A1", Q1.id, "sex", "female") == {"numerator": 0}
    assert look(results, "number", "LA", Q2.id) is None


def test_nothing_that_came_in_is_no_results_and_no_fault(engine: str, tmp_path: Path) -> None:
    results = counted(store_of(tmp_path / "store"), framework(NUMBER), engine)
    assert (len(results), results.periods, results.inputs, results.records) == (0, (), (), 0)


def test_every_input_of_every_figure_is_listed_with_what_it_holds(engine: str, tmp_path: Path) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, RECORDS), YEAR)
    hold_aggregates(store, EVENTS, Q1, [{"figure": "number", "place": "W1", "numerator": 3}])
    hold(store, VISITS, [], Q1)
    across = measure(
        "across", Divided("ratio_across", Scope("events"), Scope("visits")), smallest_place="hub"
    )
    results = counted(store, framework(NUMBER, across), engine)
    listed = {(each.dataset, each.period.id): each for each in results.inputs}
    assert {dataset for dataset, _ in listed} == {"events", "visits"}
    assert (listed["events", Q1.id].records, listed["events", Q1.id].aggregate_rows) == (4, 1)
    assert (listed["events", Q2.id].records, listed["events", Q2.id].aggregate_rows) == (4, 0)
    assert listed["visits", Q1.id].state is State.COMPLETE
    assert listed["visits", YEAR.id].state is State.PART
    assert results.records == 4


def test_only_the_periods_asked_for_are_counted(engine: str, tmp_path: Path) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, RECORDS), YEAR)
    share = measure("share", Proportion("proportion", Scope("events"), "area = 'A1'"))
    results = counted(store, framework(share), engine, periods=[Q2.id])
    assert {each.period for each in results.cells()} == {Q2.id}
    assert look(results, "share", "LA", Q2.id) == {"numerator": 1, "denominator": 1}
