"""What is published of random worlds, attacked: by the auditor, and by trying every table there is."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from disclosure.drawn_tables import (
    INTERNAL,
    KNOWN_SHARE,
    NUMBER,
    PUBLIC,
    YEAR,
    Grid,
    cell,
    drawn_rows,
    proportion,
    results_of,
    tree_of,
)
from disclosure.grids import EVERY_DETAIL, KINDS, grids, policies
from disclosure.line_rules import Seen
from disclosure.other_counts import random_counts, unseen, with_other_counts
from drawn import EVENTS, counted, framework, hold, measure, store_of
from generative.crowds import CROWDED, Crowd, crowds
from generative.worlds import World, build, worlds
from hearth.disclosure.audit import audit
from hearth.disclosure.policy import Policy
from hearth.disclosure.protect import protect
from hearth.disclosure.publish import publish
from hearth.disclosure.published import Published, State

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
BOTH = pytest.mark.parametrize("policy", [INTERNAL, PUBLIC], ids=lambda policy: policy.id)


@settings(max_examples=40, derandomize=True)
@given(grids(), policies)
def test_the_auditor_pins_nothing_in_a_small_hierarchy(grid: Grid, policy: Policy) -> None:
    found = audit(publish(grid.results(), policy), workers=1)
    assert found.holds, found.sentences()


def grid(answers: str, *measures: str) -> Grid:
    """A grid of one group, drawn: a line for each ward, and for each of its quarters yes, no and unknown."""
    counts = [
        [[[int(each) for each in quarter.split()]] for quarter in line.split("|")]
        for line in answers.split("/")
    ]
    return Grid(np.array(counts, dtype=np.int64), measures)


# Grids that were once not protected, or in vain: what was wrong, the grid, and the policy.
FOUND = {
    "a base of ten or a little more, which a reader cannot tell from one of fewer": (
        grid("4 6 0 / 7 7 0", "share", "known_share", "number"),
        EVERY_DETAIL["public"],
    ),
    "what is part of nobody, and need not be hidden": (
        grid(
            "0 0 0 | 0 17 0 | 0 0 2 | 0 0 3 / 0 0 5 | 5 0 0 | 0 0 2 | 0 2 0 /"
            "0 0 5 | 0 23 0 | 0 0 2 | 2 29 0 / 25 0 5 | 0 26 5 | 2 0 0 | 16 0 0",
            *("share", "known_share", "number", "said_yes"),
        ),
        INTERNAL,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_once_is_protected_now(name: str) -> None:
    found_then, policy = FOUND[name]
    found = audit(publish(found_then.results(), policy), workers=1)
    assert found.holds, found.sentences()


NOT_IN_A_WARD = """
figure      | place   | numerator | denominator
share       | LA      | 40        | 81
share       | LA?ward | 0         | 1
share       | W1      | 20        | 40
share       | W2      | 20        | 40
known_share | LA      | 40        | 60
known_share | W1      | 20        | 30
known_share | W2      | 20        | 30
"""


@BOTH
def test_one_record_in_no_ward_is_hidden_and_not_all_others_with_it(policy: Policy) -> None:
    """That it has no row in the second figure says that it is in neither: nothing that is hidden can change that."""
    of = framework(measure("share", proportion("outcome = 'yes'")), KNOWN_SHARE)
    published = publish(results_of(of, drawn_rows(NOT_IN_A_WARD), tree=tree_of(2)), policy)
    found = audit(published, workers=1)
    assert found.holds, found.sentences()
    assert cell(published, f"known_share LA {YEAR}").state is State.VALUE


# The same worlds in every run. Not shrunk: a world takes a second to count.
@settings(max_examples=10, suppress_health_check=SLOW, phases=[Phase.generate], derandomize=True)
@given(crowds(), st.sampled_from([INTERNAL, PUBLIC]))
def test_nor_in_a_crowd_of_records_and_most_kinds_of_measure(crowd: Crowd, policy: Policy) -> None:
    with TemporaryDirectory() as folder:
        store = store_of(Path(folder) / "store")
        hold(store, EVENTS, crowd.records())
        results = counted(store, CROWDED, "memory")
    published = publish(results, policy)
    assert Seen(results, published).faults() == []
    found = audit(published, workers=1)
    assert found.holds, found.sentences()


# Few records, odd conditions, aggregate rows, counts within bounds: it ends, and nothing hidden is in what it says.
@settings(max_examples=10, suppress_health_check=SLOW, phases=[Phase.generate], derandomize=True)
@given(worlds(), st.sampled_from([INTERNAL, PUBLIC]))
def test_any_world_can_be_published(world: World, policy: Policy) -> None:
    with TemporaryDirectory() as folder:
        results = counted(build(world, Path(folder) / "store"), world.framework, "memory")
    held = protect(results, policy)
    published = publish(results, policy, protection=held)
    assert held.suppressed == published.table["state"].to_pylist().count(State.SUPPRESSED)
    for row in published.cells():
        if not row.state.shown:
            assert (row.value, row.numerator, row.denominator) == (None, None, None)
    others = with_other_counts(results, unseen(held), random_counts(1))
    assert publish(others, policy, protection=held) == published


# Every table there is


TINY = ("", "sex:female", "sex:male")
AROUND = 9
"""How far from the true counts other tables are looked for: further than any policy's width."""

Numbers = npt.NDArray[np.int64]


def of_count(leaves: tuple[int, ...]) -> dict[str, int]:
    """The true counts of two wards by two groups, by place and group, with their margins."""
    return {key: int(counts[0]) for key, counts in margins(np.array([leaves])).items()}


def released(true: dict[str, int], policy: Policy) -> Published:
    rows = [
        {"figure": "number", "place": key.split(" ")[0], "group": key.split(" ")[1], "numerator": count}
        for key, count in true.items()
    ]
    return publish(results_of(framework(NUMBER), rows, tree=tree_of(2)), policy)


def every_table(leaves: tuple[int, ...], hidden: list[bool], rounds_by: int) -> Numbers:
    """Every table near the true one: hidden counts by up to AROUND, shown ones by what rounding may have moved them."""
    ranges = [
        np.arange(
            max(0, true - (AROUND if hides else rounds_by)), true + (AROUND if hides else rounds_by) + 1
        )
        for true, hides in zip(leaves, hidden, strict=True)
    ]
    return np.stack([each.ravel() for each in np.meshgrid(*ranges, indexing="ij")], axis=1)


def margins(tables: Numbers) -> dict[str, Numbers]:
    """The tables' counts by place and group."""
    found: dict[str, Numbers] = {}
    for at, (ward, group) in enumerate(product(("W1", "W2"), TINY[1:])):
        for place, of in product((ward, "LA"), (group, "")):
            found[f"{place} {of}"] = found.get(f"{place} {of}", 0) + tables[:, at]
    return found


def may_be(shown: int, counts: Numbers, policy: Policy) -> npt.NDArray[np.bool_]:
    """Which counts would be shown as this one: what is too small is never shown, and the rest is rounded."""
    rounds = (counts + policy.rounds_by) // policy.round_to * policy.round_to == shown
    found: npt.NDArray[np.bool_] = rounds & ((counts == 0) | (counts > policy.threshold))
    return found


def wide(counts: Numbers, policy: Policy) -> bool:
    low, high = int(counts.min()), int(counts.max())
    return (low <= 1 and high >= policy.threshold) or high - low >= policy.width


@settings(max_examples=100, derandomize=True)
@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(kind, kind, kind, kind)), policies)
def test_of_every_table_that_fits_what_is_shown_enough_are_left(
    leaves: tuple[int, ...], policy: Policy
) -> None:
    true = of_count(leaves)
    published = released(true, policy)
    rows = {f"{row.place} {row.breakdown}:{row.group}".replace(" :", " "): row for row in published.cells()}
    cells = [f"{ward} {group}" for ward, group in product(("W1", "W2"), TINY[1:])]
    hidden = [each not in rows or rows[each].state is State.SUPPRESSED for each in cells]
    tables = margins(every_table(leaves, hidden, policy.rounds_by))
    fits = np.ones(len(tables["LA "]), dtype=np.bool_)
    for key, row in rows.items():
        if row.numerator is not None:
            fits &= may_be(row.numerator, tables[key], policy)
    assert fits.any()
    for key, row in rows.items():
        if row.state is State.SUPPRESSED:
            assert wide(tables[key][fits], policy), (key, true)


SHARE = measure("share", proportion("outcome = 'yes'"))


def shares(policy: Policy, pairs: tuple[tuple[int, int], ...]) -> Published:
    rows = [
        {"figure": "share", "group": group, "numerator": x, "denominator": x + rest}
        for group, (x, rest) in zip(TINY[1:], pairs, strict=True)
    ]
    whole = {name: sum(int(row[name]) for row in rows) for name in ("numerator", "denominator")}
    return publish(results_of(framework(SHARE), [{"figure": "share"} | whole, *rows]), policy)


@settings(max_examples=40, derandomize=True)
@given(
    st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.tuples(kind, kind), st.tuples(kind, kind))),
    policies,
)
def test_nor_do_shares_give_away_who_is_in_them_or_who_is_not(
    pairs: tuple[tuple[int, int], ...], policy: Policy
) -> None:
    """Two groups and everyone. Tried are all numbers of those who are in the share and of those who are not."""
    published = shares(policy, pairs)
    leaves = tuple(count for pair in pairs for count in pair)
    rows = {(f"{row.breakdown}:{row.group}" if row.group else ""): row for row in published.cells()}
    hidden = [
        rows[group].state is State.SUPPRESSED if group in rows else True for group in TINY[1:] for _ in (0, 1)
    ]
    # who is not in a share is the difference of two rounded counts
    tables = every_table(leaves, hidden, 2 * policy.rounds_by)
    counts = {"sex:female": tables[:, :2], "sex:male": tables[:, 2:], "": tables[:, :2] + tables[:, 2:]}
    fits = np.ones(len(tables), dtype=np.bool_)
    for key, row in rows.items():
        within, without = counts[key].T
        if row.numerator is not None and row.denominator is not None:
            fits &= may_be(row.numerator, within, policy) & ((without == 0) | (without > policy.threshold))
            rounds = (within + without + policy.rounds_by) // policy.round_to * policy.round_to
            fits &= (rounds == row.denominator) & (within + without >= policy.base)
        elif row.state is State.NOT_APPLICABLE:
            fits &= within + without == 0
    assert fits.any()
    for key, row in rows.items():
        if row.state is State.SUPPRESSED:
            assert wide(counts[key][fits][:, 0], policy), (key, pairs)


@BOTH
def test_every_table_does_find_what_is_given_away(policy: Policy) -> None:
    """So that the laws above can fail: one count alone in its line, and one that is left too little room."""
    assert not wide(np.array([2, 3, 4]), policy)
    assert wide(np.array([1, policy.threshold]), policy) and wide(np.array([30, 30 + policy.width]), policy)
    true = of_count((3, 40, 40, 40))
    tables = margins(every_table((3, 40, 40, 40), [True, False, False, False], policy.rounds_by))
    row = cell(released(true, policy), f"number LA {YEAR}")
    assert row.numerator is not None
    fits = may_be(row.numerator, tables["LA "], policy) & (tables["W1 sex:male"] == 40)
    fits &= (tables["W2 sex:female"] == 40) & (tables["W2 sex:male"] == 40)
    assert not wide(tables["W1 sex:female"][fits], policy)
