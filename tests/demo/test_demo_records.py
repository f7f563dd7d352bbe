"""What the returns hold: the specification's columns and codes, keys, days in order, and people who stay themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from hearth.demo.build import Built
from hearth.demo.returns import demo_returns
from hearth.demo.truths import ABSENT
from hearth.framework.datasets import Dataset, Field, FieldType
from hearth.framework.framework import Framework
from hearth.framework.meaning import Reading, figures
from hearth.kernel.periods import PeriodKind
from hearth.store.ledger import Form, Return
from hearth.store.shapes import AGGREGATES, record_schema
from hearth.store.store import open_store

REACHES_BACK = {"antenatal_mood_screens", "early_help_episodes", "healthy_child_contacts"}
"""Datasets whose first return holds what came before it too."""

ONLY_TOTALS = {"alcohol_in_pregnancy", "gp_depression_register"}


def returned(built: Built, form: Form) -> Iterator[tuple[Return, pa.Table]]:
    for each in built.store.returns():
        if each.form is form:
            yield each, pq.read_table(built.store.root / each.file)


def records(built: Built, dataset: str) -> pa.Table:
    """All rows of a dataset; read once, for they never change."""
    return _records(built.store.root, dataset)


@cache
def _records(root: Path, dataset: str) -> pa.Table:
    return pa.concat_tables(pq.read_table(file) for file in open_store(root).files(dataset, Form.ROWS))


def sql(built: Built, query: str, **tables: str) -> list[tuple[object, ...]]:
    """The rows of a query over whole datasets, each under the name it is given."""
    with duckdb.connect() as connection:
        for name, dataset in tables.items():
            connection.register(name, records(built, dataset))
        return connection.execute(query).fetchall()


def test_every_dataset_and_both_surveys_came_in(framework: Framework, small: Built) -> None:
    assert set(small.records) == {each.id for each in framework.every_dataset}
    assert all(small.records.values())


def test_columns_are_those_of_the_specification(framework: Framework, small: Built) -> None:
    for each, table in returned(small, Form.ROWS):
        assert table.schema.equals(record_schema(framework.dataset(each.dataset))), each.dataset


def test_every_value_is_one_that_the_specification_allows(framework: Framework, small: Built) -> None:
    tree = small.store.places()
    levels = {level: {place.code for place in tree.places if place.level == level} for level in tree.levels}
    for dataset in framework.every_dataset:
        if dataset.id not in ONLY_TOTALS:
            table = records(small, dataset.id)
            for field in dataset.fields:
                where = f"{dataset.id}.{field.name}"
                check_values(table[field.name], field, allowed(framework, field, levels), where)


def allowed(framework: Framework, field: Field, levels: dict[str, set[str]]) -> set[str] | None:
    if field.type is FieldType.PLACE:
        return levels[field.level or ""]
    if field.type is FieldType.CODE:
        breakdown = framework.breakdown(field.breakdown) if field.breakdown else None
        return (
            {group.code for group in breakdown.groups} if breakdown else {code.code for code in field.codes}
        )
    return None


def check_values(column: pa.ChunkedArray, field: Field, codes: set[str] | None, where: str) -> None:
    if field.required:
        assert column.null_count == 0, where
    assert column.null_count < len(column), f"{where} is always empty"
    if codes is not None:
        assert set(pc.unique(column.drop_null()).to_pylist()) <= codes, where
    least, most = pc.min(column).as_py(), pc.max(column).as_py()
    if field.minimum is not None:
        assert least >= field.minimum, where
    if field.maximum is not None:
        assert most <= field.maximum, where


def test_keys_are_unique_and_rows_stand_in_their_order(framework: Framework, small: Built) -> None:
    seen: dict[str, set[str]] = {}
    for each, table in returned(small, Form.ROWS):
        keys = table[framework.dataset(each.dataset).key].to_pylist()
        assert keys == sorted(keys), each
        before = seen.setdefault(each.dataset, set())
        assert not before & set(keys), each
        before |= set(keys)
        assert len(set(keys)) == len(keys), each


def test_records_belong_to_the_period_of_their_return(framework: Framework, small: Built) -> None:
    first: set[str] = set()
    for each, table in returned(small, Form.ROWS):
        dataset = framework.dataset(each.dataset)
        if each.period.kind is PeriodKind.WAVE:
            assert set(table[dataset.dated_by].to_pylist()) == {each.period.id}
            continue
        span = pc.min_max(table[dataset.dated_by]).as_py()
        assert span["max"] <= each.period.end, each
        if dataset.id in REACHES_BACK and dataset.id not in first:
            assert span["min"] < each.period.start, f"{each}: nothing from before"
        else:
            assert span["min"] >= each.period.start, each
        first.add(dataset.id)


def test_every_period_has_its_returns_but_those_left_out(framework: Framework, small: Built) -> None:
    held = {f"{each.dataset} {each.period.id}" for each in small.store.returns()}
    assert not held & set(ABSENT)
    counted = {
        PeriodKind.QUARTER: 12,
        PeriodKind.FINANCIAL_YEAR: 3,
        PeriodKind.ACADEMIC_YEAR: 3,
        PeriodKind.WAVE: 3,
    }
    for dataset in framework.every_dataset:
        absent = sum(each.startswith(f"{dataset.id} ") for each in ABSENT)
        found = sum(each.startswith(f"{dataset.id} ") for each in held)
        assert found == counted[dataset.returned] - absent, dataset.id


@pytest.mark.parametrize(
    ("dataset", "earlier", "later"),
    [
        ("early_help_episodes", "referred_on", "episode_start"),
        ("early_help_episodes", "episode_start", "episode_end"),
        ("early_help_episodes", "assessment_started_on", "assessment_completed_on"),
        ("healthy_child_contacts", "offered_on", "due_on"),
        ("healthy_child_contacts", "born_on", "due_on"),
        ("healthy_child_contacts", "born_on", "turns_fifteen_months_on"),
        ("infant_feeding", "born_on", "reviewed_on"),
        ("antenatal_mood_screens", "screened_on", "accepted_on"),
        ("maternity_pathway", "booked_on", "joint_visit_on"),
        ("parenting_courses", "started_on", "ended_on"),
        ("parenting_courses", "sessions_attended", "sessions_offered"),
        ("school_attendance", "sessions_attended", "sessions_possible"),
    ],
)
def test_what_comes_first_comes_first(small: Built, dataset: str, earlier: str, later: str) -> None:
    both = f"{earlier} IS NOT NULL AND {later} IS NOT NULL"
    ((held, wrong),) = sql(
        small, f"SELECT count(*), count(*) FILTER (WHERE {earlier} > {later}) FROM t WHERE {both}", t=dataset
    )
    assert held
    assert wrong == 0


def test_sessions_add_to_those_possible(small: Built) -> None:
    parts = "sessions_attended + sessions_authorised + sessions_unauthorised"
    query = f"SELECT count(*) FROM t WHERE {parts} <> sessions_possible OR sessions_unauthorised < 0"
    assert sql(small, query, t="school_attendance") == [(0,)]


def test_nothing_is_known_of_days_to_come(framework: Framework, small: Built) -> None:
    told_by_birth = {("healthy_child_contacts", "turns_fifteen_months_on")}
    for dataset in framework.every_dataset:
        dates = {field.name for field in dataset.fields if field.type is FieldType.DATE}
        for name in dates if dataset.id not in ONLY_TOTALS else ():
            last = pc.max(records(small, dataset.id)[name]).as_py()
            assert last <= date(2026, 3, 31) or (dataset.id, name) in told_by_birth, f"{dataset.id}.{name}"


@pytest.mark.parametrize(
    ("one", "other", "key", "shared"),
    [
        ("infant_feeding", "healthy_child_contacts", "child_id", "born_on"),
        ("infant_feeding", "healthy_child_contacts", "child_id", "sex"),
        ("healthy_child_contacts", "child_development_reviews", "child_id", "home_area"),
        ("antenatal_mood_screens", "maternity_pathway", "pregnancy_id", "age_band"),
        ("school_attendance", "attainment_ks2", "pupil_id", "home_area"),
        ("school_attendance", "attainment_ks4", "pupil_id", "free_school_meals"),
        ("attainment_ks3", "school_attendance", "pupil_id", "ethnicity"),
        ("hub_contacts", "feedback_register", "family_id", "home_area"),
    ],
)
def test_people_stay_themselves_from_return_to_return(
    small: Built, one: str, other: str, key: str, shared: str
) -> None:
    query = f"""
        SELECT count(*), count(*) FILTER (WHERE a.{shared} IS DISTINCT FROM b.{shared})
        FROM (SELECT DISTINCT {key}, {shared} FROM a) a JOIN (SELECT DISTINCT {key}, {shared} FROM b) b USING ({key})
    """
    ((met, differ),) = sql(small, query, a=one, b=other)
    assert met
    assert differ == 0


def test_a_year_10_pupil_sits_key_stage_4_the_year_after(small: Built) -> None:
    query = """
        SELECT count(DISTINCT pupil_id) FROM a JOIN b USING (pupil_id)
        WHERE a.year_group = 10 AND month(a.starts_on) = 9 AND year(b.assessed_on) = year(a.starts_on) + 2
    """
    ((met,),) = sql(small, query, a="school_attendance", b="attainment_ks4")
    assert met


def test_early_help_holds_what_was_open_before_the_first_day(small: Built) -> None:
    query = """
        SELECT
            count(*) FILTER (WHERE episode_start < DATE '2023-04-01' AND episode_end >= DATE '2023-04-01'),
            count(*) FILTER (WHERE episode_end BETWEEN DATE '2022-04-01' AND DATE '2022-06-30')
        FROM t
    """
    ((open_before, closed_a_year_before),) = sql(small, query, t="early_help_episodes")
    assert open_before
    assert closed_a_year_before


def test_totals_are_of_known_figures_and_each_count_is_exact(framework: Framework, small: Built) -> None:
    known = {figure.id: figure for figure in figures(framework, Reading())}
    tree = small.store.places()
    seen = set()
    for each, table in returned(small, Form.AGGREGATES):
        assert table.schema.equals(AGGREGATES)
        for row in table.to_pylist():
            figure = known[row["figure"]]
            seen.add(figure.id)
            assert figure.counting is not None
            assert figure.counting.dataset == each.dataset
            assert row["breakdown"] in ("", *figure.breakdowns)
            assert row["place"] in tree
            assert 0 <= row["numerator_low"] == row["numerator_high"] <= row["denominator_low"]
            assert row["denominator_low"] == row["denominator_high"]
            asked = {part.name for part in figure.counting.components}
            assert ("known" in asked) == (row["known_low"] is not None)
    of_totals = {
        f.id for f in known.values() if f.counting and f.counting.dataset in ONLY_TOTALS | {"infant_feeding"}
    }
    assert seen == of_totals


def test_groups_of_a_total_add_to_everyone(small: Built) -> None:
    for each, table in returned(small, Form.AGGREGATES):
        sums: dict[tuple[str, str, str], int] = {}
        for row in table.to_pylist():
            cell = row["figure"], row["place"], row["breakdown"]
            sums[cell] = sums.get(cell, 0) + row["denominator_low"]
        for (figure, place, _), count in sums.items():
            assert count == sums[figure, place, ""], (each.period.id, figure, place)


def test_one_provider_sends_rows_and_the_other_totals_for_the_same_quarters(small: Built) -> None:
    held = {
        (each.period.id, each.form, each.sender)
        for each in small.store.returns()
        if each.dataset == "infant_feeding"
    }
    assert len({period for period, _, _ in held}) == 12
    assert len(held) == 24
    assert len({sender for _, _, sender in held}) == 2


def test_every_infant_is_in_rows_or_in_totals(whole: Built) -> None:
    """Nineteen children in twenty are offered a new birth visit: as many as are in one of the two, and in one only."""
    rows = records(whole, "infant_feeding").num_rows
    stated = [
        row["denominator_low"]
        for each, table in returned(whole, Form.AGGREGATES)
        if each.dataset == "infant_feeding"
        for row in table.to_pylist()
        if (row["figure"], row["breakdown"]) == ("P2", "")
    ]
    query = """SELECT count(DISTINCT child_id) FROM t
        WHERE born_on + 56 BETWEEN DATE '2023-04-01' AND DATE '2026-03-31' AND contact = 'new_birth'"""
    ((visited,),) = sql(whole, query, t="healthy_child_contacts")
    assert visited == pytest.approx(0.96 * (rows + sum(stated)), rel=0.02)


def test_every_infant_is_due_56_days_after_birth(small: Built) -> None:
    table = records(small, "infant_feeding")
    due = pc.subtract(table["due_on"].cast(pa.int32()), table["born_on"].cast(pa.int32()))
    assert pc.unique(due).to_pylist() == [56]


def test_a_dataset_the_demonstration_does_not_have_is_refused(framework: Framework) -> None:
    dataset: Dataset = framework.datasets[0]
    with pytest.raises(KeyError, match="new_register"):
        demo_returns(replace(framework, datasets=(replace(dataset, id="new_register"),)))
