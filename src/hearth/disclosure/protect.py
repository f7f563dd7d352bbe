"""Protection: which figures of the results must be suppressed, so that no one can work a protected count out.

Block by block: what is too small, what hides it along every line, and then whether that was enough, by linear
programming over everything that would be shown. Where it was not, more is hidden: what holds a count fast; after some
rounds of that its neighbours, then the breakdown at every place of the level, then the level, then the block. What is
hidden only grows, and the rounds are numbered, so it always ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hearth.disclosure.adding import with_lines
from hearth.disclosure.already import already_public
from hearth.disclosure.blocks import GROUP, PLACE, Block, cut, joined
from hearth.disclosure.lines import Lines
from hearth.disclosure.policy import Policy
from hearth.disclosure.possible import possible_together, relief, still_possible
from hearth.disclosure.primary import Rules, not_given, too_small
from hearth.disclosure.published import Published
from hearth.disclosure.secondary import closed, hides, neighbours
from hearth.disclosure.tables import MISSING, FigureCells, Mask, Tables, lay_out
from hearth.engine.results import Results
from hearth.kernel.periods import a_year_before

__all__ = ["Protection", "protect"]

RELIEVED = 20
"""In how many rounds only what holds a count fast is hidden."""

Way = Callable[[Block, Mask, Mask, Mask], Mask]
"""How to choose more of a block, given what is not protected, what is hidden already and what is public."""


@dataclass(frozen=True)
class Protection:
    """What is suppressed of some results, by row of their table.

    `hidden`: the row is suppressed; `small`: for its own sake. `given`: it is in the release at all. `coarse`: it is a
    revision of what is already public, and is rounded as such; `coarse_before`, so is what it is a change from.
    `lines` are those that a reader knows to hold. How many is all that may be told of why a figure is suppressed.
    """

    hidden: Mask
    small: Mask
    given: Mask
    coarse: Mask
    coarse_before: Mask
    lines: Lines
    not_given: tuple[tuple[str, str, str, str], ...]
    by_figure: Mapping[str, tuple[int, int]]

    @property
    def suppressed(self) -> int:
        return int((self.hidden & self.given).sum())

    @property
    def to_protect_others(self) -> int:
        return int((self.hidden & ~self.small & self.given).sum())


def protect(results: Results, policy: Policy, earlier: Sequence[Published] = ()) -> Protection:
    """Choose what to suppress of the results under a policy, with what is already public in hand."""
    tables = with_lines(lay_out(results), results.places, results.framework)
    rules = Rules(policy, results.framework, tables)
    public = already_public(tables, results.framework, policy, earlier)
    left_out = not_given(tables, rules) - public.given
    given = _given(tables, left_out)
    hidden = np.zeros(results.table.num_rows, dtype=np.bool_)
    small, coarse = np.zeros_like(hidden), np.zeros_like(hidden)
    for block in cut(tables, _given_counts(tables, given)):
        fixed, stays, coarsely = public.of(block)
        want, own = _protected(block, rules, fixed, stays)
        for figure, too_few in zip(block.figures, own, strict=True):
            rows = block.part(figure.cells.rows)
            here = figure.there
            hidden[rows[here]] |= hides(figure.numerator, figure.denominator, want)[here]
            small[rows[here]] |= too_few[here]
            coarse[rows[here]] |= coarsely[figure.id][here]
    return _protection(tables, left_out, (hidden, small, coarse), given)


def _protection(
    tables: Tables,
    left_out: set[tuple[str, str, str, str]],
    masks: tuple[Mask, Mask, Mask],
    given: Mapping[str, Mask],
) -> Protection:
    hidden, small, coarse = masks
    there, coarse_before = np.zeros_like(hidden), np.zeros_like(hidden)
    for figure in tables.figures:
        there[figure.rows[(figure.rows != MISSING) & given[figure.figure.id]]] = True
    for change in tables.changes:
        _follow(tables, change, (hidden, small, there), (coarse, coarse_before))
    by_figure = {}
    for figure in (*tables.figures, *tables.changes):
        rows = figure.rows[figure.rows != MISSING]
        rows = rows[there[rows]]
        by_figure[figure.figure.id] = (int(hidden[rows].sum()), int((hidden[rows] & ~small[rows]).sum()))
    return Protection(
        *(hidden, small, there, coarse, coarse_before), tables.lines, tuple(sorted(left_out)), by_figure
    )


def _follow(
    tables: Tables, change: FigureCells, masks: tuple[Mask, Mask, Mask], rough: tuple[Mask, Mask]
) -> None:
    """A change is suppressed where either end is, given where both are, and rounded as its ends are."""
    hidden, small, there = masks
    of = next(each for each in tables.figures if each.figure.id == change.figure.change_of)
    at = {period.id: number for number, period in enumerate(tables.periods)}
    for number, period in enumerate(tables.periods):
        rows = change.rows[:, number]
        mine = rows != MISSING
        if not mine.any():
            continue
        before = at.get(a_year_before(period).id)
        nowhere = np.full_like(of.rows[:, number], MISSING)
        ends = [of.rows[:, number], nowhere if before is None else of.rows[:, before]]
        there[rows[mine]] = True
        for end, coarsely in zip(ends, rough, strict=True):
            known = mine & (end != MISSING)
            coarsely[rows[known]] = rough[0][end[known]]
            hidden[rows[known]] |= hidden[end[known]]
            small[rows[known]] |= small[end[known]]
            there[rows[known]] &= there[end[known]]
            there[rows[mine & (end == MISSING)]] = False


def _given(tables: Tables, left_out: set[tuple[str, str, str, str]]) -> dict[str, Mask]:
    """For each figure, the places, periods and bins of details that are given."""
    kinds = [str(period.kind) for period in tables.periods]
    breakdowns = [breakdown for breakdown, _ in tables.bins]
    given = {}
    for figure in tables.figures:
        mask = np.ones(tables.low.shape[1:], dtype=np.bool_)
        for _, level, kind, breakdown in (each for each in left_out if each[0] == figure.figure.id):
            mask[
                np.ix_(
                    [each == level for each in tables.levels],
                    [each == kind for each in kinds],
                    [each == breakdown for each in breakdowns],
                )
            ] = False
        given[figure.figure.id] = mask
    return given


def _given_counts(tables: Tables, given: Mapping[str, Mask]) -> Mask:
    """The same for quantities: given wherever a figure is in which it stands."""
    found = np.zeros(tables.low.shape, dtype=np.bool_)
    for figure in tables.figures:
        for quantity in (figure.numerator, figure.denominator):
            if quantity is not None:
                found[quantity] |= given[figure.figure.id] & (tables.low[quantity] != MISSING)
    return found


def _protected(block: Block, rules: Rules, fixed: Mask, stays: Mask) -> tuple[Mask, list[Mask]]:
    """What must not be seen of the block's quantities, and where figures are suppressed for their own sake."""
    want, own = too_small(block, rules)
    want = closed(block, want | stays, rules.policy, fixed)
    safe = np.zeros_like(want)
    for step in range(RELIEVED + len(_WAYS) + 1):
        safe = _safe(block, want, rules.policy, safe)
        bare = want & ~safe & ~block.nobody(want)
        bare[block.real :] = False
        if not bare.any():
            break
        want = closed(
            block, want | _more(block, bare, (want, fixed), rules.policy, step), rules.policy, fixed
        )
    return want, own


def _more(block: Block, bare: Mask, masks: tuple[Mask, Mask], policy: Policy, step: int) -> Mask:
    """What else to hide where some cells are not protected: the later the step, the more."""
    want, fixed = masks
    may: Mask = ~want & ~fixed & (block.counts != MISSING) & ~block.nobody(want)
    if step < RELIEVED:
        more = relief(block, want, bare, policy, fixed) & may
        if more.any():
            return more
    for way in _WAYS[max(0, step - RELIEVED) :]:
        more = way(block, bare, want, fixed) & may
        if more.any():
            return more
    return may


def _beside(axis: int) -> Way:
    return lambda block, bare, want, fixed: neighbours(block, bare, want, fixed, axis)


def _breakdown_of_level(block: Block, bare: Mask, want: Mask, fixed: Mask) -> Mask:
    """Of these quantities the breakdown at every place of the level, in every period."""
    more: Mask = np.zeros_like(bare)
    for level in block.levels:
        for breakdown in block.breakdowns:
            here = bare & level[:, None, None] & breakdown
            more |= here.any(axis=(1, 2, 3), keepdims=True) & level[:, None, None] & breakdown
    return more


def _level(block: Block, bare: Mask, want: Mask, fixed: Mask) -> Mask:
    """Of these quantities everything at every place of the level."""
    more = np.zeros_like(bare)
    for level in block.levels:
        here = bare & level[:, None, None]
        more |= here.any(axis=(1, 2, 3), keepdims=True) & level[:, None, None]
    return more


def _of_all(way: Way) -> Way:
    """The same of every quantity of the block."""

    def wider(block: Block, bare: Mask, want: Mask, fixed: Mask) -> Mask:
        return way(block, np.broadcast_to(bare.any(axis=0), bare.shape), want, fixed)

    return wider


_WAYS: tuple[Way, ...] = (
    _beside(GROUP),
    _beside(PLACE),
    _breakdown_of_level,
    _breakdown_of_level,
    _level,
    _level,
    _of_all(_breakdown_of_level),
    _of_all(_level),
)


def _safe(block: Block, want: Mask, policy: Policy, safe: Mask) -> Mask:
    """The suppressed cells that are protected: looked for first where little moves, at last where everything may."""
    for loose in _tied(block):
        safe = still_possible(block, want, loose, policy, safe)
    for together in _moving_together(block):
        if (want & ~safe)[together].any():
            safe = possible_together(block, want, together, policy, safe)
    if (want & ~safe)[: block.real].any():
        safe = still_possible(block, want, list(range(block.real)), policy, safe)
    return safe


def _moving_together(block: Block) -> list[list[int]]:
    """Sets of quantities that can all go up or down as one: each with all its parts, or with all it is part of."""
    every = (*block.parts.values(), *block.wholes.values())
    found = {tuple(sorted(each)) for each in every if len(each) > 1}
    for family in joined(range(block.real), block.within):
        found.add(tuple(family))
    return [
        list(each) for each in sorted(found, key=lambda each: (-len(each), each)) if _may_move(block, each)
    ]


def _may_move(block: Block, together: tuple[int, ...]) -> bool:
    """Whether every split still adds up: its whole moves if, and only if, exactly one of its parts does."""
    return len(together) > 1 and all(
        sum(part in together for part in line.parts) == (line.whole in together) for line in block.splits
    )


def _tied(block: Block) -> list[list[int]]:
    """Quantities that move together: parts of one whole, and a share's numerator with its denominator."""
    pairs = [
        (figure.numerator, figure.denominator)
        for figure in block.figures
        if figure.numerator is not None
        and figure.denominator is not None
        and figure.denominator not in block.shared
    ]
    for line in block.splits:
        pairs += [(line.whole, part) for part in line.parts]
    return joined(range(block.real), pairs)
