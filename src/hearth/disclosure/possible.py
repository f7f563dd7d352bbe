"""What a reader must still hold possible of suppressed counts: found by linear programming, with witnesses.

The protector knows the true counts. Any other set of counts that fits everything shown is a witness; counts between
two witnesses are possible too. So it is enough to look among some of the suppressed counts and leave the others as
they are: what is then found possible is possible. Shown counts are taken as known exactly, even where they are rounded.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix

from hearth.disclosure.blocks import QUANTITY, Block, Line
from hearth.disclosure.highs import QuietHighs
from hearth.disclosure.lines import Together
from hearth.disclosure.policy import Policy
from hearth.disclosure.tables import MISSING, Counts, Mask

__all__ = ["possible_together", "relief", "still_possible", "wide_enough"]

Floats = npt.NDArray[np.float64]
FULL = np.iinfo(np.int64).max
AT_ONCE = 40
"""How many cells are looked at for what holds them fast, before more is hidden."""

TRIES = 40
IN_VAIN = 3
ONE_BY_ONE = 40_000
"""How much work may be put into looking at cells one by one: so many cells times counts that move."""
SEED = 20240701
SLACK = 1e-6


def wide_enough(low: Floats, high: Floats, policy: Policy) -> Mask:
    """Whether counts from `low` to `high` are as many as the policy asks for."""
    reaches = (low <= 1 + SLACK) & (high >= policy.threshold - SLACK)
    return reaches | (high - low >= policy.width - SLACK)


def still_possible(
    block: Block, want: Mask, loose: list[int], policy: Policy, known: Mask | None = None
) -> Mask:
    """Of the suppressed cells of the quantities `loose`, those shown to be protected.

    `known` are those of which that is known already.
    """
    shown = np.zeros_like(want) if known is None else known & want
    problem = _problem(block, want, loose, policy)
    if problem is None:
        return shown
    wide: Mask = shown[tuple(problem.cells.T)] | wide_enough(*problem.alone(), policy)
    if not wide.all():
        low, high = _search(problem, wide, policy)
        wide |= wide_enough(low, high, policy)
    found = shown.copy()
    found[tuple(problem.cells[wide].T)] = True
    return found


def possible_together(block: Block, want: Mask, loose: list[int], policy: Policy, known: Mask) -> Mask:
    """The same, where these quantities move by as much as each other: what is part of what then stays so.

    Only cells that are suppressed of all of them move.
    """
    all_hidden = want[loose].all(axis=0)
    first = np.zeros_like(want)
    first[loose[0]] = all_hidden
    lightest = np.where(all_hidden, block.counts[loose].min(axis=0), 0)
    problem = _problem_of(block, first, loose, lightest[all_hidden].astype(np.float64), policy)
    if problem is None:
        return known & want
    where = tuple(problem.cells[:, 1:].T)
    wide: Mask = np.logical_and.reduce([known[(each, *where)] for each in loose])
    if wide.all():
        return known & want
    low, high = _search(problem, wide, policy)
    found = known & want
    for each in loose:
        more = (block.counts[each] - lightest)[where]
        found[(each, *where)] |= wide_enough(low + more, high + more, policy)
    return found


def relief(block: Block, want: Mask, bare: Mask, policy: Policy, fixed: Mask) -> Mask:
    """For each of some cells that are not protected, shown cells that hold it fast: of these, those out of the fewest.

    A shown cell holds it where the solver says that the cell could go further if that one could move.
    """
    more = np.zeros_like(want)
    problem = _problem(block, want, list(range(block.real)), policy)
    if problem is None:
        return more
    solver = _Solver(problem)
    free = ~want & ~fixed & (block.counts != MISSING) & ~block.empty & (block.counts > 0)
    free[block.real :] = False
    size = np.where(free, block.size, FULL).reshape(-1)
    at = np.full(want.shape, -1, dtype=np.int64)
    at[tuple(problem.cells.T)] = np.arange(len(problem.cells))
    for number in at[bare][: max(1, min(AT_ONCE, ONE_BY_ONE // len(problem.true)))].tolist():
        for way in (1.0, -1.0):
            push = np.zeros(len(problem.true))
            push[number] = way
            solver.furthest(push)
            holding = problem.holding(*solver.why())
            if holding.any():
                chosen = np.where(holding, size, FULL).argmin()
                more.reshape(-1)[chosen] = size[chosen] < FULL
    return more


@dataclass(frozen=True)
class _Problem:
    """Suppressed counts that may move, each as its difference from the true one, between bounds, along lines.

    `lines` say for stretches of rows, from the first, which cells (of `every` one of the block) lie on them and with
    what sign; `above` and `below`, which shown cell bounds a count.
    """

    cells: Counts
    true: Floats
    least: Floats
    most: Floats
    rows: csc_matrix
    row_least: Floats
    row_most: Floats
    lines: tuple[tuple[int, Counts, Floats], ...]
    above: Counts
    below: Counts
    every: int

    def holding(self, row_dual: Floats, column_dual: Floats) -> Mask:
        """Every cell of the block that holds the last solution back: on a line that does, or as a bound."""
        score = np.zeros(self.every + 1)
        for first, cells, signs in self.lines:
            np.add.at(score, cells, row_dual[first : first + len(cells), None] * signs)
        pressed = np.abs(column_dual) > SLACK
        score[self.above[pressed & (self.above >= 0)]] = 1.0
        score[self.below[pressed & (self.below >= 0)]] = 1.0
        holding: Mask = np.abs(score[:-1]) > SLACK
        return holding

    def alone(self) -> tuple[Floats, Floats]:
        """What each count can be that lies on no line with another: all between its bounds."""
        alone = np.diff(self.rows.indptr) == 0
        return (
            np.where(alone, self.true + self.least, self.true),
            np.where(alone, self.true + self.most, self.true),
        )


def _problem(block: Block, want: Mask, loose: list[int], policy: Policy) -> _Problem | None:
    free = np.zeros_like(want)
    free[loose] = want[loose]
    free[block.real :] = False
    return _problem_of(block, free, [], block.counts[free].astype(np.float64), policy)


def _problem_of(
    block: Block, free: Mask, together: list[int], true: Floats, policy: Policy
) -> _Problem | None:
    """Cells that are `free` to move, of which `true` are the counts; `together` move with the first of them."""
    cells = np.argwhere(free)
    if not len(cells):
        return None
    index = np.full(free.shape, -1, dtype=np.int64)
    index[free] = np.arange(len(cells))
    furthest = 2.0 * policy.width + 5
    bounds = _Bounds(
        np.maximum(-true, -furthest),
        np.full(len(cells), furthest),
        np.full(len(cells), -1, dtype=np.int64),
        np.full(len(cells), -1, dtype=np.int64),
    )
    rows = _Rows(free.size)
    for line in block.lines:
        if line.axis != QUANTITY or (not together and block.divides(line)):
            _add_line(rows, block, index, line, together)
    for each in together[1:]:
        index[each] = index[together[0]]
    for part, whole in block.within:
        if not (part in together and whole in together):
            _add_within(block, rows, index, (part, whole), bounds)
    return _Problem(
        *(cells, true, bounds.least, bounds.most, *rows.matrix(len(cells))),
        lines=tuple(rows.lines),
        above=bounds.above,
        below=bounds.below,
        every=free.size,
    )


@dataclass(frozen=True, slots=True)
class _Bounds:
    """How far each count may move, and which shown cell says so."""

    least: Floats
    most: Floats
    above: Counts
    below: Counts


class _Rows:
    """Rows of a matrix, gathered as they come."""

    def __init__(self, every: int) -> None:
        self.every = every
        self.lines: list[tuple[int, Counts, Floats]] = []
        self.row: list[Counts] = []
        self.column: list[Counts] = []
        self.value: list[Floats] = []
        self.most: list[Floats] = []
        self.least: list[Floats] = []
        self.count = 0

    def add(
        self, columns: Counts, signs: Floats, ends: tuple[Floats, Floats], cells: Counts | None = None
    ) -> None:
        """One row for each row of `columns` (-1 where nothing moves), unless nothing in it moves."""
        least, most = ends
        moves = columns >= 0
        kept = moves.any(axis=1)
        if cells is not None:
            self.lines.append((self.count, cells[kept], signs))
        columns, moves, least, most = columns[kept], moves[kept], least[kept], most[kept]
        number = self.count + np.arange(len(columns))
        self.row.append(np.repeat(number[:, None], columns.shape[1], axis=1)[moves])
        self.column.append(columns[moves])
        self.value.append(np.broadcast_to(signs, columns.shape)[moves])
        self.least.append(least)
        self.most.append(most)
        self.count += len(columns)

    def matrix(self, columns: int) -> tuple[csc_matrix, Floats, Floats]:
        if not self.count:
            return csc_matrix((0, columns)), np.empty(0), np.empty(0)
        entries = (np.concatenate(self.value), (np.concatenate(self.row), np.concatenate(self.column)))
        matrix = csc_matrix(entries, shape=(self.count, columns))
        return matrix, np.concatenate(self.least), np.concatenate(self.most)


def _add_line(rows: _Rows, block: Block, index: Counts, line: Line, together: list[int]) -> None:
    """What moves along the line comes to nothing; or to no more than there is room for, where parts lie within.

    For quantities that move together, wherever it holds for any, and in the room of that with the least.
    """
    holds, room = line.holds, _room(block, line)
    if together:
        holds, room = holds.copy(), room.copy()
        narrowest = np.min if line.together is Together.WITHIN else np.max
        away = np.inf if line.together is Together.WITHIN else -np.inf
        room[together[0]] = narrowest(np.where(holds[together], room[together], away), axis=0)
        holds[together[0]] = holds[together].any(axis=0)
    moved = np.moveaxis(index, line.axis, -1)
    columns = np.concatenate([moved[..., [line.whole]], moved[..., list(line.parts)]], axis=-1)[holds]
    signs = np.array([-1.0] + [1.0] * len(line.parts))
    every = np.moveaxis(np.arange(index.size).reshape(index.shape), line.axis, -1)
    cells = np.concatenate([every[..., [line.whole]], every[..., list(line.parts)]], axis=-1)[holds]
    zero, far = np.zeros(len(columns)), np.full(len(columns), np.inf)
    ends = {
        Together.ADD: (zero, zero),
        Together.WITHIN: (-far, room[holds]),
        Together.COVER: (room[holds], far),
    }
    rows.add(columns, signs, ends[line.together], cells)


def _room(block: Block, line: Line) -> Floats:
    """By how much the whole is more than its parts."""
    parts = np.maximum(np.take(block.counts, line.parts, line.axis), 0).sum(axis=line.axis)
    return np.asarray(np.take(block.counts, line.whole, line.axis) - parts, dtype=np.float64)


def _add_within(block: Block, rows: _Rows, index: Counts, pair: tuple[int, int], bounds: _Bounds) -> None:
    """A part is never above its whole: a bound where one of them moves, a row where both do."""
    part, whole = pair
    both = (block.counts[part] != MISSING) & (block.counts[whole] != MISSING)
    room = (block.counts[whole] - block.counts[part]).astype(np.float64)
    moves_part, moves_whole = (index[part] >= 0) & both, (index[whole] >= 0) & both
    every = np.arange(index.size).reshape(index.shape)
    only = moves_part & ~moves_whole
    only[only] = room[only] < bounds.most[index[part][only]]
    bounds.most[index[part][only]] = room[only]
    bounds.above[index[part][only]] = every[whole][only]
    only = moves_whole & ~moves_part
    only[only] = -room[only] > bounds.least[index[whole][only]]
    bounds.least[index[whole][only]] = -room[only]
    bounds.below[index[whole][only]] = every[part][only]
    together = moves_part & moves_whole
    columns = np.stack([index[part][together], index[whole][together]], axis=-1)
    free = np.full(len(columns), -np.inf)
    rows.add(columns, np.array([1.0, -1.0]), (free, room[together]))


def _search(problem: _Problem, wide: Mask, policy: Policy) -> tuple[Floats, Floats]:
    """Push at random on all that are not yet shown wide, each solution a witness for all; then one by one.

    The least and the most of each count that was seen.
    """
    solver = _Solver(problem)
    random = np.random.Generator(np.random.Philox(key=SEED))
    low, high = problem.true.copy(), problem.true.copy()
    wide = wide.copy()
    vain = 0
    for _ in range(TRIES):
        before = int(wide.sum())
        push = random.choice([-1.0, 1.0], len(wide)) * random.uniform(0.5, 1.0, len(wide))
        push *= random.random(len(wide)) < (1.0 if not vain else 0.25)
        for way in (push, -push):
            _witness(problem, solver.furthest(np.where(wide, 0.0, way)), low, high)
            wide |= wide_enough(low, high, policy)
            if wide.all():
                return low, high
        vain = vain + 1 if int(wide.sum()) == before else 0
        if vain == IN_VAIN:
            break
    if int((~wide).sum()) * len(wide) <= ONE_BY_ONE:
        _one_by_one(problem, solver, wide, (low, high), policy)
    return low, high


def _one_by_one(
    problem: _Problem, solver: _Solver, wide: Mask, seen: tuple[Floats, Floats], policy: Policy
) -> None:
    low, high = seen
    for number in np.flatnonzero(~wide).tolist():
        if not wide[number]:
            for way in (1.0, -1.0):
                push = np.zeros(len(wide))
                push[number] = way
                _witness(problem, solver.furthest(push), low, high)
            wide |= wide_enough(low, high, policy)


def _witness(problem: _Problem, moved: Floats, low: Floats, high: Floats) -> None:
    np.minimum(low, problem.true + moved, out=low)
    np.maximum(high, problem.true + moved, out=high)


class _Solver:
    """HiGHS over one problem: only what is pushed for changes, so it goes on from its last solution."""

    def __init__(self, problem: _Problem) -> None:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(problem.true), problem.rows.shape[0]
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = problem.least, problem.most
        lp.row_lower_, lp.row_upper_ = problem.row_least, problem.row_most
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = problem.rows.indptr
        lp.a_matrix_.index_ = problem.rows.indices
        lp.a_matrix_.value_ = problem.rows.data
        self.columns = np.arange(lp.num_col_, dtype=np.int32)
        self.highs = QuietHighs()  # type: ignore[no-untyped-call]
        for option, value in (("presolve", "off"), ("threads", 1), ("random_seed", 1)):
            self.highs.setOptionValue(option, value)
        self.highs.passModel(lp)

    def furthest(self, push: Floats) -> Floats:
        """The solution that goes furthest along `push`; staying still if the solver finds none."""
        self.highs.changeColsCost(len(push), self.columns, -push)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.zeros(len(push))
        return np.asarray(self.highs.getSolution().col_value)

    def why(self) -> tuple[Floats, Floats]:
        """What each row, and each bound, of the last solution holds back."""
        solution = self.highs.getSolution()
        return np.asarray(solution.row_dual), np.asarray(solution.col_dual)
