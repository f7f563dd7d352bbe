"""Laws of suppression: along every line, of every table, however it is made; and that it always ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from disclosure.drawn_tables import INTERNAL, MEASURES, PUBLIC, QUARTERS, YEAR, Grid, cell, keys
from disclosure.grids import EVERY_DETAIL, grids, policies
from disclosure.line_rules import Seen
from drawn import EVENTS, drawn_and_counted, measure
from hearth.disclosure.policy import Policy
from hearth.disclosure.protect import protect
from hearth.disclosure.publish import publish
from hearth.disclosure.published import State
from hearth.framework.measures import Count, Scope

BOTH = pytest.mark.parametrize("policy", [INTERNAL, PUBLIC], ids=lambda policy: policy.id)
ALL = tuple(MEASURES)


@settings(max_examples=50, derandomize=True)
@given(grids(), policies)
def test_no_line_gives_a_suppressed_count_away(grid: Grid, policy: Policy) -> None:
    results = grid.results()
    assert Seen(results, publish(results, policy)).faults() == []


@settings(max_examples=20, derandomize=True)
@given(grids(), policies)
def test_whatever_is_small_is_suppressed_and_nothing_is_shown_but_by_the_rules(
    grid: Grid, policy: Policy
) -> None:
    results = grid.results()
    published = publish(results, policy)
    seen = Seen(results, published)
    for (figure, at), state in seen.states.items():
        x = seen.true[figure, "numerator", at]
        n = seen.true.get((figure, "denominator", at))
        small = 1 <= x <= policy.threshold
        if n is not None:
            small |= 1 <= n < policy.base or 1 <= n - x <= policy.threshold
        assert not (small and state is not State.SUPPRESSED), (figure, at, x, n)
    for row in published.cells():
        for count in (row.numerator, row.denominator):
            assert count is None or (row.state.shown and count % policy.round_to == 0)


@settings(max_examples=20, derandomize=True)
@given(grids(), policies)
def test_what_is_told_of_how_much_is_suppressed_is_what_is_suppressed(grid: Grid, policy: Policy) -> None:
    results = grid.results()
    held = protect(results, policy)
    published = publish(results, policy, protection=held)
    states = published.table["state"].to_pylist()
    assert len(published) == int(held.given.sum())
    assert held.suppressed == states.count(State.SUPPRESSED)
    assert sum(all for all, _ in held.by_figure.values()) == held.suppressed
    assert sum(others for _, others in held.by_figure.values()) == held.to_protect_others
    assert not (held.small & ~held.hidden).any()
    named = {(row.figure, row.place, row.period, row.breakdown, row.group) for row in published.cells()}
    assert named == {key for key, given in zip(keys(results), held.given.tolist(), strict=True) if given}


@BOTH
def test_where_nothing_is_small_nothing_is_suppressed(policy: Policy) -> None:
    counts = 20 + np.arange(2 * 4 * 2 * 3).reshape(2, 4, 2, 3) % 7
    published = publish(Grid(counts, ALL).results(), policy)
    assert set(published.table["state"].to_pylist()) == {State.VALUE}
    assert published.not_given == ()


@BOTH
def test_everyone_in_the_whole_place_is_given_however_little_can_be_shown(policy: Policy) -> None:
    published = publish(Grid(np.ones((2, 1, 2, 3), dtype=np.int64), ALL).results(), policy)
    assert {row.figure for row in published.cells() if (row.place, row.group) == ("LA", "")} >= {
        "share",
        "number",
    }


def giant(shape: tuple[int, ...]) -> np.ndarray:
    counts = np.ones(shape, dtype=np.int64)
    counts[0, 0, 0, 0] = 1_000_000
    return counts


def one_ward(shape: tuple[int, ...]) -> np.ndarray:
    counts = np.zeros(shape, dtype=np.int64)
    counts[0] = 9
    return counts


def diagonal(shape: tuple[int, ...]) -> np.ndarray:
    """Each ward has one group, one quarter and one answer of its own."""
    counts = np.zeros(shape, dtype=np.int64)
    for each in range(shape[0]):
        counts[each, each % shape[1], each % shape[2], each % shape[3]] = 3
    return counts


ADVERSARIAL = {
    "all ones": lambda shape: np.ones(shape, dtype=np.int64),
    "one giant and ones": giant,
    "nobody": lambda shape: np.zeros(shape, dtype=np.int64),
    "everybody in one ward": one_ward,
    "everybody in one group": lambda shape: np.where(np.arange(shape[2])[:, None] == 0, 9, np.zeros(shape)),
    "everybody says yes": lambda shape: np.where(np.arange(shape[3]) == 0, 4, np.zeros(shape)),
    "one of each alone": diagonal,
    "just too few": lambda shape: np.full(shape, 7),
    "just enough": lambda shape: np.full(shape, 8),
    "one too few": lambda shape: np.full(shape, 40) - 39 * (np.arange(shape[0])[:, None, None, None] == 1),
}


@BOTH
@pytest.mark.parametrize("name", ADVERSARIAL)
@pytest.mark.parametrize("shape", [(3, 4, 3, 3), (1, 1, 3, 3)], ids=["many", "few"])
def test_it_always_ends_and_always_holds(name: str, shape: tuple[int, ...], policy: Policy) -> None:
    grid = Grid(ADVERSARIAL[name](shape).astype(np.int64), ALL)
    results = grid.results()
    assert Seen(results, publish(results, EVERY_DETAIL[policy.id])).faults() == []


@BOTH
def test_several_processes_hide_what_one_does(policy: Policy) -> None:
    counts = np.arange(3 * 4 * 3 * 3).reshape(3, 4, 3, 3) % 23
    results = Grid(counts, ALL).results()
    alone, together = protect(results, policy), protect(results, policy, processes=2)
    assert together.hidden.any() and together.suppressed == alone.suppressed
    for name in ("hidden", "small", "given", "coarse", "coarse_before"):
        assert (getattr(alone, name) == getattr(together, name)).all(), name


@BOTH
def test_a_single_small_cell_takes_company_along_every_line(policy: Policy) -> None:
    """A rectangle around it stays hidden: one more ward, one more quarter, one more group."""
    counts = np.full((3, 4, 3, 3), 50)
    counts[0, 0, 0, 0] = 2
    results = Grid(counts, ("said_yes",)).results()
    published = publish(results, policy)
    hidden = {
        (row.place, row.period, row.group) for row in published.cells() if row.state is State.SUPPRESSED
    }
    assert ("W1", QUARTERS[0], "female") in hidden and ("LA", YEAR, "") not in hidden
    assert len(hidden) >= 8
    for place, period, group in hidden:
        for at, own in enumerate((place, period, group)):
            others = [
                each
                for each in hidden
                if each[:at] + each[at + 1 :]
                == (place, period, group)[:at] + (place, period, group)[at + 1 :]
            ]
            assert len(others) >= 2, (place, period, group, own)


@BOTH
def test_one_count_is_hidden_in_whichever_figure_it_stands(policy: Policy) -> None:
    published = publish(
        Grid(np.array([3, 40, 30]).reshape(1, 1, 1, 3), ALL).results(), EVERY_DETAIL[policy.id]
    )
    for place, figure in product(("LA", "W1"), ("share", "said_yes", "known_share")):
        assert cell(published, f"{figure} {place} {YEAR}").state is State.SUPPRESSED, (figure, place)
    assert cell(published, f"number LA {YEAR}").state is State.VALUE


@BOTH
def test_the_rules_find_what_suppressing_only_the_small_would_give_away(policy: Policy) -> None:
    counts = np.full((3, 4, 3, 3), 50)
    counts[0, 0, 0, 0] = 2
    results = Grid(counts, ALL).results()
    held = protect(results, policy)
    only_small = publish(results, policy, protection=replace(held, hidden=held.small))
    faults = Seen(results, only_small).faults()
    assert any("is what is left of" in each for each in faults)
    assert {way for way in ("LA", QUARTERS[0], "female") if any(way in each for each in faults)}


@BOTH
def test_a_quarter_is_hidden_in_its_year_also_where_an_area_has_moved_from_ward_to_ward(
    tmp_path: Path, policy: Policy
) -> None:
    """In the year that A3 moves, the wards' quarters do not add to the wards' year; the authority's still do."""
    days = {"2023-05-01": 20, "2023-08-01": 3, "2023-11-01": 20, "2024-02-01": 20}
    lines = [f"{day} | A1" for day, number in days.items() for _ in range(number)] + ["2023-05-01 | A3"] * 12
    number = measure("number", Count("count", Scope("events")), breakdowns=(), smallest_place="ward")
    text = "\n".join(["day | area", *lines])
    published = publish(drawn_and_counted(tmp_path, EVENTS, text, number, engine="memory"), policy)
    authority = [row for row in published.where(place="LA").cells() if row.period.startswith("2023-24")]
    assert len(authority) == 5
    hidden = [row.period for row in authority if row.state is State.SUPPRESSED]
    assert "2023-24-Q2" in hidden and len(hidden) >= 2, "the quarter is what is left of the year"
