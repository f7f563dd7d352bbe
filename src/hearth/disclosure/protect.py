"""Protection: which figures of the results must be suppressed, so that no one can work a protected count out.

Block by block: what is too small, and what else must then be hidden (`enough`). Blocks share no line, so several
processes may work on them: what is hidden is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from hearth.disclosure.adding import with_lines
from hearth.disclosure.already import Already, already_public
from hearth.disclosure.blocks import Block, cut
from hearth.disclosure.enough import enough
from hearth.disclosure.lines import Lines
from hearth.disclosure.policy import Policy
from hearth.disclosure.primary import Rules, not_given, too_small
from hearth.disclosure.published import Published
from hearth.disclosure.secondary import hides
from hearth.disclosure.tables import MISSING, FigureCells, Mask, Tables, lay_out
from hearth.engine.results import Results
from hearth.kernel.periods import a_year_before

__all__ = ["Protection", "protect"]


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


def protect(
    results: Results, policy: Policy, earlier: Sequence[Published] = (), *, processes: int = 1
) -> Protection:
    """Choose what to suppress of the results under a policy, with what is already public in hand.

    More `processes` choose the same, sooner; each needs some 200 MB, and who asks for them from a script of their own
    must keep that script's work under `if __name__ == "__main__"`.
    """
    tables = with_lines(lay_out(results), results.places, results.framework)
    rules = Rules(policy, results.framework, tables)
    public = already_public(tables, results.framework, policy, earlier)
    left_out = not_given(tables, rules) - public.given
    given = _given(tables, left_out)
    hidden = np.zeros(results.table.num_rows, dtype=np.bool_)
    small, coarse = np.zeros_like(hidden), np.zeros_like(hidden)
    begun = [_begun(block, rules, public) for block in cut(tables, _given_counts(tables, given))]
    tasks = [(each.block.alone(), each.want, each.fixed, policy) for each in begun]
    for each, want in zip(begun, _worked_out(tasks, processes), strict=True):
        for figure, too_few in zip(each.block.figures, each.own, strict=True):
            rows = each.block.part(figure.cells.rows)
            here = figure.there
            hidden[rows[here]] |= hides(figure.numerator, figure.denominator, want)[here]
            small[rows[here]] |= too_few[here]
            coarse[rows[here]] |= each.coarsely[figure.id][here]
    return _protection(tables, left_out, (hidden, small, coarse), given)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A block; what of it must not be seen, and what is public; of its figures what is too small and what is coarse."""

    block: Block
    want: Mask
    fixed: Mask
    own: list[Mask]
    coarsely: Mapping[str, Mask]


def _begun(block: Block, rules: Rules, public: Already) -> _Begun:
    fixed, stays, coarsely = public.of(block)
    want, own = too_small(block, rules)
    return _Begun(block, want | stays, fixed, own, coarsely)


_Task = tuple[Block, Mask, Mask, Policy]


def _worked_out(tasks: Sequence[_Task], processes: int) -> Iterator[Mask]:
    """`enough` of each task, in their order; by several processes the largest are begun first."""
    if processes < 2 or len(tasks) < 2:
        yield from (enough(*task) for task in tasks)
        return
    largest = sorted(range(len(tasks)), key=lambda at: -tasks[at][0].counts.size)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {at: pool.submit(enough, *tasks[at]) for at in largest}
        yield from (waiting[at].result() for at in range(len(tasks)))


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
