"""The attacker against every table there is: on small tables, all that agree with what is shown are listed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.audit_tables import HIDDEN, YEAR, Row, counted, released
from hearth.disclosure.audit import Audit, Effort, audit
from hearth.disclosure.lines import GroupLine, Lines, PlaceLine, SplitLine
from hearth.disclosure.policy import load_policy
from hearth.disclosure.published import Published

WHOLE = Effort(small=10**9)
PIECEMEAL = Effort(small=1, held=6, heeded=4, edge=3)
GROUPS = ("", "sex:f", "sex:m", "sex:x")
PLACES = ("A", "W1", "W2")

Tables = npt.NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """A true table, margins included, in axes of quantity, place and group; and which of its cells are hidden."""

    counts: Tables
    hidden: npt.NDArray[np.bool_]

    @property
    def names(self) -> list[tuple[str, str, str]]:
        quantities, places, groups = self.counts.shape
        return list(product("FGH"[:quantities], PLACES[:places], GROUPS[:groups]))

    @property
    def secret(self) -> npt.NDArray[np.bool_]:
        """Hidden cells, but for those that are part of what is shown to be nobody: they are none, to all."""
        none = (self.counts == 0) & ~self.hidden
        for _ in range(4):
            for axis in range(self.counts.ndim):
                if self.counts.shape[axis] > 1:
                    none = none | np.take(none, [0], axis)
        return self.hidden & ~none

    def release(self, policy: str = "internal", rounded: int = 1) -> Published:
        quantities = "FGH"[: self.counts.shape[0]]
        shown = (self.counts + rounded // 2) // rounded * rounded
        cells = zip(self.names, shown.ravel().tolist(), self.hidden.ravel().tolist(), strict=True)
        rows: dict[str, Row | int] = {
            f"{figure} {place} {YEAR} {cell}": HIDDEN if hidden else number
            for (figure, place, cell), number, hidden in cells
        }
        split = (SplitLine("F", tuple(quantities[1:])),) if len(quantities) > 1 else ()
        groups = tuple(each[4:] for each in GROUPS[1 : self.counts.shape[2]])
        places = PlaceLine("A", PLACES[1 : self.counts.shape[1]], (YEAR,))
        lines = Lines(counted(quantities), split, groups=(GroupLine("sex", groups),), places=(places,))
        return released(rows, lines, policy=policy)


@lru_cache
def every(parts: int, total: int) -> Tables:
    """Every way to divide a total into so many parts."""
    if parts == 1:
        return np.array([[total]])
    blocks = [(first, every(parts - 1, total - first)) for first in range(total + 1)]
    return np.vstack([np.column_stack([np.full(len(rest), first), rest]) for first, rest in blocks])


def with_margins(leaves: Tables) -> Tables:
    """Tables (the first axis is which table) with a first entry, the whole, along each other axis longer than 1."""
    for axis in range(1, leaves.ndim):
        if leaves.shape[axis] > 1:
            leaves = np.concatenate([leaves.sum(axis=axis, keepdims=True), leaves], axis=axis)
    return leaves


@st.composite
def worlds(draw: st.DrawFn, shape: tuple[int, ...], most: int, everyone_shown: bool = True) -> World:
    cells = int(np.prod(shape))
    leaves = draw(st.lists(st.integers(0, most), min_size=cells, max_size=cells))
    counts = with_margins(np.array(leaves).reshape(1, *shape))[0]
    hidden = np.array(draw(st.lists(st.booleans(), min_size=counts.size, max_size=counts.size)))
    hidden = hidden.reshape(counts.shape)
    if everyone_shown:
        hidden[0, 0, 0] = False
    return World(counts, hidden)


def agreeing(world: World, shape: tuple[int, ...]) -> Tables:
    """Every table of whole numbers that agrees with what the world shows."""
    leaves = every(int(np.prod(shape)), int(world.counts[0, 0, 0])).reshape(-1, *shape)
    tables = with_margins(leaves)
    return tables[(tables == world.counts)[:, ~world.hidden].all(axis=1)]


def named(found: Audit) -> dict[tuple[str, str, str], tuple[int, int | None]]:
    pairs = [(each, f"{each.breakdown}:{each.group}".strip(":")) for each in found.pinned]
    return {(each.figure, each.place, cell): (each.low, each.high) for each, cell in pairs}


def too_close(world: World, tables: Tables) -> dict[tuple[str, str, str], tuple[int, int]]:
    """The hidden cells that every agreeing table leaves within too narrow a range, with that range."""
    low, high = tables.min(axis=0).ravel(), tables.max(axis=0).ravel()
    policy = load_policy("internal")
    ends = zip(world.names, low.tolist(), high.tolist(), world.secret.ravel().tolist(), strict=True)
    return {
        name: (least, most)
        for name, least, most, hidden in ends
        if hidden and not (least <= 1 and most >= policy.threshold) and most - least < policy.width
    }


@settings(deadline=None, max_examples=120)
@given(worlds((1, 2, 3), 3))
def test_in_two_ways_the_pinned_counts_are_exactly_those_of_every_table(world: World) -> None:
    found = audit(world.release(), effort=WHOLE)
    expected = too_close(world, agreeing(world, (1, 2, 3)))
    assert found.cells == int(world.secret.sum()) and not found.not_shown
    assert named(found) == expected


@settings(deadline=None, max_examples=80)
@given(worlds((2, 2, 2), 2))
def test_with_a_split_nothing_is_pinned_that_a_table_leaves_open(world: World) -> None:
    found = audit(world.release(), effort=WHOLE)
    expected = too_close(world, agreeing(world, (2, 2, 2)))
    assert not found.not_shown
    assert named(found).keys() <= expected.keys()


@settings(deadline=None, max_examples=60)
@given(worlds((2, 2, 3), 12, everyone_shown=False), st.sampled_from([("internal", 1), ("public", 5)]))
def test_a_piece_at_a_time_comes_to_the_same(world: World, how: tuple[str, int]) -> None:
    release = world.release(*how)
    whole, pieces = audit(release, effort=WHOLE), audit(release, effort=PIECEMEAL)
    assert not pieces.not_shown or pieces.contradictory
    assert {(each.figure, each.place, each.group) for each in whole.pinned} == {
        (each.figure, each.place, each.group) for each in pieces.pinned
    }


@settings(deadline=None, max_examples=60)
@given(worlds((2, 2, 3), 30))
def test_the_truth_is_never_ruled_out(world: World) -> None:
    small = (world.counts > 0) & (world.counts < 8)
    kept = World(world.counts, world.hidden | small)
    found = audit(kept.release("public", 5), effort=PIECEMEAL)
    truth = dict(zip(world.names, world.counts.ravel().tolist(), strict=True))
    assert not found.contradictory
    for name, (low, high) in named(found).items():
        assert low <= truth[name] and (high is None or truth[name] <= high)


@settings(deadline=None, max_examples=10)
@given(worlds((2, 2, 3), 12))
def test_the_number_of_workers_changes_nothing(world: World) -> None:
    release = world.release()
    assert audit(release, effort=PIECEMEAL, workers=1) == audit(release, effort=PIECEMEAL, workers=3)
