"""What every counted measure of Stockport's counts, on records drawn by hand and on any record at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.counting_examples import EXAMPLES
from frameworks.local_data import Row, blank, columns, counting_of, every_figure, framework, holds, records
from hearth.engine.closures import to_function
from hearth.framework.counting import Flow
from hearth.framework.datasets import Field, FieldType
from hearth.framework.language import ColumnType, Type
from hearth.framework.measures import Measure, Split


@pytest.mark.parametrize(("figure", "usual", "text"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_what_counts(figure: str, usual: str, text: str) -> None:
    timing = counting_of(figure).timing
    for row, cells in records(figure, text, usual):
        held = holds(figure, row)
        assert (held.base, held.counts) == (cells["base"] == "yes", cells["counts"] == "yes"), cells
        if "dated" in cells:
            assert isinstance(timing, Flow)
            dated = to_function(timing.dated_by.tree, columns(figure))
            assert dated(row) == date.fromisoformat(cells["dated"]), cells


def test_every_measure_has_an_example_but_those_tried_elsewhere() -> None:
    elsewhere = {"P4a", "P5a", "P5b", "P6d"}  # a change of P4b's figure, sums, and a mean
    touched = {figure.split(".")[0] for figure, _, _ in EXAMPLES.values()}
    assert {each.id for each in framework().measures} == touched | elsewhere


def test_attendance_adds_sessions_of_one_year_group() -> None:
    for figure, year in (("P5a", 6), ("P5b", 10)):
        counting = counting_of(figure)
        row = blank(figure) | {"year_group": year, "sessions_possible": 60, "sessions_attended": 57}
        where = [to_function(each.tree, columns(figure)) for each in counting.where]
        sums = {
            c.name: to_function(c.value.tree, columns(figure))(row) for c in counting.components if c.value
        }
        assert [each(row) for each in where] == [True]
        assert [each(row | {"year_group": year + 1}) for each in where] == [False]
        assert sums == {"numerator": 57, "denominator": 60}


def test_attainment_8_is_kept_to_two_places() -> None:
    assert every_figure()["P6d"].scale == 2


# Splits: whatever the record, its parts add to its whole.

SPLITS = [
    pytest.param(measure, split, id=f"{measure.id}-{split.whole}")
    for measure in framework().measures
    for split in measure.splits
]


def any_value(name: str, found: ColumnType, field: Field | None) -> st.SearchStrategy[Any]:
    """A value the field may hold, or none: near the others, so that windows are met and missed."""
    if field is not None and field.type is FieldType.WHOLE:
        assert field.minimum is not None and field.maximum is not None
        return st.none() | st.integers(int(field.minimum), min(int(field.maximum), int(field.minimum) + 12))
    if found.codes:
        return st.none() | st.sampled_from(sorted(found.codes))
    given = {
        Type.DECIMAL: st.decimals(10, 40, places=2),
        Type.DATE: st.dates(date(2025, 5, 1), date(2025, 6, 30)),
        Type.BOOLEAN: st.booleans(),
    }
    return st.just("1") if found.type is Type.TEXT else st.none() | given[found.type]


def full_id(measure: Measure, name: str) -> str:
    return measure.id if name == "headline" else f"{measure.id}.{name}"


def any_record(measure: Measure, figures: list[str]) -> st.SearchStrategy[Row]:
    """Any value in every field that one of the figures looks at; every reference is to the record itself."""
    used: set[str] = set()
    for figure in figures:
        counting = counting_of(figure)
        read = [*counting.where, *(each.value for each in counting.components if each.value is not None)]
        used.update(name for each in read for name in each.columns_used)
    types = columns(measure.id)
    dataset = framework().dataset(counting_of(measure.id).dataset)
    return st.fixed_dictionaries(
        {name: any_value(name, types[name], dataset.field(name)) for name in sorted(used)}
    )


def whole_and_parts(measure: Measure, split: Split, row: Row) -> tuple[bool, int]:
    parts = sum(holds(full_id(measure, part), row).counts for part in split.parts)
    if split.whole == "base":
        return holds(measure.id, row).base, parts
    return holds(full_id(measure, split.whole), row).counts, parts


@pytest.mark.parametrize(("measure", "split"), SPLITS)
def test_the_parts_of_a_split_add_to_its_whole(measure: Measure, split: Split) -> None:
    met = set()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(any_record(measure, [measure.id, *(full_id(measure, part) for part in split.parts)]))
    def adds(row: Row) -> None:
        whole, parts = whole_and_parts(measure, split, row)
        met.add(whole)
        assert parts == whole

    adds()
    assert True in met, "no record was in the whole: the test could not have failed"


def test_there_is_a_split_for_every_whole_that_is_shown_with_its_parts() -> None:
    assert {measure.id for measure in framework().measures if measure.splits} == {
        "P2", "P4b", "P6e", "H3", "H5", "H7", "T3b",
    }  # fmt: skip


def test_companions_are_named_once() -> None:
    for measure in framework().measures:
        names = [each.name for each in measure.beside]
        assert len(names) == len(set(names))
        assert all(each.title for each in measure.beside)
