"""Aggregate rows that contradict each other are refused; people that they leave out are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drawn import (
    BOTH_YEARS,
    EVENTS,
    counted,
    framework,
    hold,
    hold_aggregates,
    look,
    measure,
    store_of,
    table,
)
from hearth.engine.results import Gap
from hearth.framework.measures import Companion, Input, Proportion, Scope
from hearth.kernel.errors import NotMeasurable
from hearth.kernel.periods import period

QUARTER = period("2023-24-Q1")
SHARE = Proportion("proportion", Scope("events"), "outcome = 'yes'")
REST = Proportion("proportion", Scope("events"), "outcome = 'no'")
FRAMEWORK = framework(measure("share", SHARE, Companion("rest", "rest", REST)))


def row(numerator: int | tuple[int, int], of: int, breakdown: str = "", group: str = "") -> dict[str, Any]:
    return {
        "figure": "share", "place": "LA", "breakdown": breakdown, "group": group,
        "numerator": numerator, "denominator": of,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(1, 4), row(3, 10, "sex", "female")], "sex add to more"),
        ([row(1, 9), row(2, 4, "sex", "female"), row(1, 5, "sex", "male")], "sex add to more"),
        (
            [row(1, 4, "deprivation", "1"), row(3, 10, "sex", "female"), row(2, 9, "sex", "male")],
            "add to the same",
        ),
    ],
)
def test_rows_at_odds_are_refused(tmp_path: Path, rows: list[dict[str, Any]], said: str, engine: str) -> None:
    store = store_of(tmp_path / "store")
    hold_aggregates(store, EVENTS, QUARTER, rows)
    with pytest.raises(NotMeasurable, match=said) as refusal:
        counted(store, FRAMEWORK, engine)
    assert "share for LA in 2023-24-Q1" in refusal.value.message


def test_breakdowns_that_agree_within_bounds_say_who_everyone_is(tmp_path: Path, engine: str) -> None:
    store = store_of(tmp_path / "store")
    by_sex = [row((1, 4), 10, "sex", "female"), row(2, 9, "sex", "male")]
    hold_aggregates(store, EVENTS, QUARTER, [*by_sex, row(5, 19, "deprivation", "1")])
    results = counted(store, FRAMEWORK, engine)
    assert look(results, "share", "LA", "2023-24-Q1") == {"numerator": 5, "denominator": 19}


def test_people_that_a_companion_leaves_out_are_told(tmp_path: Path, engine: str) -> None:
    """Rows speak for every figure; another partner's aggregate rows for the headline alone."""
    store = store_of(tmp_path / "store")
    records = table(EVENTS, "id | person | day | area | outcome\n1 | ann | 2023-05-01 | A1 | yes")
    hold(store, EVENTS, records, *BOTH_YEARS)
    hold_aggregates(store, EVENTS, QUARTER, [row(30, 100)])
    results = counted(store, FRAMEWORK, engine)
    assert look(results, "share", "LA", "2023-24-Q1") == {"numerator": 31, "denominator": 101}
    assert look(results, "share.rest", "LA", "2023-24-Q1") == {"numerator": 0, "denominator": 1}
    assert Gap("share.rest", "2023-24-Q1", ("LA",)) in results.gaps
    assert not [gap for gap in results.gaps if gap.figure == "share"]


def test_a_figure_of_rows_alone_says_whom_it_leaves_out(tmp_path: Path, engine: str) -> None:
    rows_only = framework(measure("share", SHARE, counted_from=(Input.ROWS,)))
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, [], *BOTH_YEARS)
    hold_aggregates(store, EVENTS, QUARTER, [row(30, 100)])
    assert Gap("share", "2023-24-Q1", ("LA",)) in counted(store, rows_only, engine).gaps


def test_an_authority_whose_wards_are_stated_is_spoken_for(tmp_path: Path, engine: str) -> None:
    store = store_of(tmp_path / "store")
    hold_aggregates(store, EVENTS, QUARTER, [row(1, 4) | {"place": "W1"}, row(2, 4) | {"place": "W2"}])
    whole = framework(measure("share", SHARE, smallest_place="authority"))
    results = counted(store, whole, engine)
    assert look(results, "share", "LA", "2023-24-Q1") == {"numerator": 3, "denominator": 8}
    assert results.gaps == ()
