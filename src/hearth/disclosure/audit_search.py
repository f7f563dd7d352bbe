"""The search: how far each count could go, shown by tables that keep to all that is known, or else by proof.

A linear program over thousands of counts is slow to run twice for each. So one table that keeps to everything is
found first, as far inside the bounds as may be. Then all of it is held but a neighbourhood of a few hundred counts,
and these are driven up and down at random: each table that comes out keeps to everything, and widens what is seen to
be possible of all its counts at once. What is still not seen to be wide is driven by itself, in larger and larger
neighbourhoods, at last with nothing held. Only that proves that a count cannot go further.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse

from hearth.disclosure.audit_cells import Floats, Ints
from hearth.disclosure.audit_linear import Program

__all__ = ["Effort", "Found", "Part", "Wanted", "search"]

CLOSE = 1e-4
"""What a count may be off by, as the programs find it."""

SEED = 20250401


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be left possible: from 1 or less to `threshold` or more, or a range at least `width` wide."""

    threshold: int
    width: int

    def __call__(self, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
        low, high = whole(low, high)
        return ((low <= 1) & (high >= self.threshold)) | (high - low >= self.width)


def whole(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The whole numbers from low to high: their first and last."""
    return np.ceil(low - CLOSE), np.floor(high + CLOSE)


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try. Everything is counted, and nothing timed, so that the same release has the same answers.

    Neighbourhoods have about `held` counts where others are held, and about `heeded` where only rows of theirs are
    heeded; programs over more counts than `edge` go through the inside. A part of the release that is no larger than
    `small` is taken whole at once. In one part, programs for single counts stop when they have taken up `most` counts
    together, in neighbourhoods and again with nothing held; what is left is given up as not shown either way.
    """

    held: int = 1000
    heeded: int = 100
    edge: int = 1500
    small: int = 300
    most: int = 400_000


@dataclass(frozen=True, slots=True)
class Part:
    """Counts that hang together: `matrix @ counts` is within `rows` and `counts` within `bounds`, each low and high.

    `targets` are those to be looked at. One that is `enough` or more for certain needs no more (infinite: all do).
    `where`, the keys in order and the grid's steps, say where each stands (see `Grid`); this only guides the search.
    """

    matrix: sparse.csr_matrix
    rows: tuple[Floats, Floats]
    bounds: tuple[Floats, Floats]
    targets: Ints
    enough: Floats
    where: tuple[Ints, tuple[int, int, int]]

    @property
    def low(self) -> Floats:
        return self.bounds[0]

    @property
    def high(self) -> Floats:
        return self.bounds[1]


@dataclass(slots=True)
class Found:
    """Of each count of a part: the furthest it was seen to go; whether it is `settled`, and if so whether `pinned`.

    `low` and `high` of a pinned count are bounds that it cannot leave. `contradicted`: no table keeps to everything.
    """

    low: Floats
    high: Floats
    settled: npt.NDArray[np.bool_]
    pinned: npt.NDArray[np.bool_]
    programs: int = 0
    contradicted: bool = False

    def see(self, columns: Ints, counts: Floats) -> None:
        """Takes in one table's counts in these columns; the bounds of pinned ones stay as they are."""
        open_, counts = columns[~self.pinned[columns]], counts[~self.pinned[columns]]
        self.low[open_] = np.minimum(self.low[open_], counts)
        self.high[open_] = np.maximum(self.high[open_], counts)


def search(part: Part, wanted: Wanted, effort: Effort | None = None) -> Found:
    """How far the targets of one part can go. The answer depends on nothing else."""
    return _Search(part, wanted, effort or Effort()).run()


@dataclass(slots=True)
class _Search:
    part: Part
    wanted: Wanted
    effort: Effort
    found: Found = field(init=False)
    inside: Floats = field(init=False)
    down: sparse.csc_matrix = field(init=False)
    random: np.random.Generator = field(init=False)
    spent: int = 0

    def __post_init__(self) -> None:
        width = len(self.part.low)
        untold = np.ones(width, bool)
        untold[self.part.targets] = False
        self.found = Found(np.full(width, np.inf), np.full(width, -np.inf), untold, np.zeros(width, bool))
        self.random = np.random.Generator(np.random.Philox(SEED))
        self.down = self.part.matrix.tocsc()

    def run(self) -> Found:
        self.found.settled |= self.part.low >= self.part.enough
        if len(self.part.low) > self.effort.small:
            self._by_bounds()
            if self.found.settled.all() or not self._start():
                return self.found
            self._widen()
            self._round(self.effort.heeded, self._confine)
        self._in_full()
        return self.found

    def _widen(self) -> None:
        """Neighbourhoods, then all at once, and again from the more central table that comes of it."""
        before = np.inf
        while (left := int((~self.found.settled).sum())) and left < 0.8 * before:
            before = left
            self._round(self.effort.held, self._drive)
            if not self.found.settled.all():
                self._drive(np.arange(len(self.part.low)), 1)

    def _by_bounds(self) -> None:
        """What its bounds alone leave too narrow is pinned: quicker than to find how much narrower it is in truth."""
        part, found = self.part, self.found
        narrow = ~self.wanted(part.low, part.high) & ~found.settled
        found.low[narrow], found.high[narrow] = part.low[narrow], part.high[narrow]
        found.pinned |= narrow
        found.settled |= narrow

    def _settle(self) -> None:
        some = self.found.high >= self.found.low
        wide = np.zeros(len(some), bool)
        wide[some] = self.wanted(self.found.low[some], self.found.high[some])
        self.found.settled |= wide & ~self.found.pinned

    def _start(self) -> bool:
        part = self.part
        program = Program(part.matrix, part.rows, part.bounds)
        inside = program.within()
        self.found.programs += 1
        if inside is None:
            self.found.contradicted = program.impossible
            return False
        self.inside = inside.clip(part.low, part.high)
        sums = part.matrix @ self.inside
        if ((sums < part.rows[0] - CLOSE / 10) | (sums > part.rows[1] + CLOSE / 10)).any():
            return False
        self.found.see(np.arange(len(inside)), self.inside)
        return True

    def _round(self, size: int, about: Callable[[Ints], None]) -> None:
        """Does something about all that is left, one neighbourhood after another, each count being in one at least."""
        tried = self.found.settled.copy()
        while not tried.all():
            columns = self._neighbourhood(int(np.argmin(tried)), size)
            about(columns)
            tried |= self.found.settled
            tried[columns] = True

    def _confine(self, columns: Ints) -> None:
        """Pins what rows that these counts are in leave too narrow, with nothing held and no other row heeded.

        To heed fewer rows can only widen what is possible, so what is too narrow here is too narrow in truth.
        """
        part, found = self.part, self.found
        if self.spent > self.effort.most:
            return
        rows = np.unique(_members(self.down, columns))
        wider = np.unique(_members(part.matrix, rows))
        program = Program(
            part.matrix[rows][:, wider],
            (part.rows[0][rows], part.rows[1][rows]),
            (part.low[wider], part.high[wider]),
        )
        for column in columns[~found.settled[columns]].tolist():
            at = int(np.searchsorted(wider, column))
            ends = [_end(program, len(wider), at, sign) for sign in (-1.0, 1.0)]
            if None not in ends:
                low, high = np.array(ends[:1], float), np.array(ends[1:], float)
                if not self.wanted(low, high)[0] and low[0] < part.enough[column] - CLOSE:
                    found.low[column], found.high[column] = low[0], high[0]
                    found.pinned[column] = found.settled[column] = True
        self.spent += program.solved * len(wider)
        found.programs += program.solved

    def _neighbourhood(self, seed: int, size: int) -> Ints:
        """About so many counts around one, in a block: with two counts that lie alongside, the corners between."""
        part, (names, steps) = self.part, self.part.where
        rows = _members(self.down, np.array([seed]))
        beside = np.unique(np.append(_members(part.matrix, rows), seed))
        axes = [np.unique(axis) for axis in _coordinates(names[beside], steps)]
        own = [axis[0] for axis in _coordinates(names[[seed]], steps)]
        while math.prod(lengths := [len(axis) for axis in axes]) > size:
            longest = lengths.index(max(lengths))
            others = axes[longest][axes[longest] != own[longest]]
            axes[longest] = np.append(self.random.permutation(others)[: len(others) * 3 // 4], own[longest])
        keys = np.zeros(1, np.int64)
        for axis, step in zip(axes, (*steps, 1), strict=True):
            keys = np.add.outer(keys, axis * step).ravel()
        at = np.searchsorted(names, keys).clip(max=len(names) - 1)
        return np.unique(np.append(at[names[at] == keys], seed))

    def _drive(self, columns: Ints, times: int = 12) -> None:
        """Drives these counts, all others held, for as long as that settles a fifth of what is left of them."""
        found, inside = self.found, self.inside[columns]
        program = self._program(columns)
        seen, before = [inside], np.inf
        while (left := int((~found.settled[columns]).sum())) and left < 0.8 * before and times:
            before, times = left, times - 1
            signs = self.random.choice([-1.0, 1.0], len(columns))
            for direction in (signs, -signs):
                weights = self.random.uniform(0.5, 1.5, len(columns)) * ~found.settled[columns]
                counts = program.most(weights * direction, inside=len(columns) > self.effort.edge)
                if counts is not None:
                    seen.append(self._see(columns, counts))
        found.programs += program.solved
        self.inside[columns] = np.mean(seen, axis=0)

    def _see(self, columns: Ints, counts: Floats) -> Floats:
        counts = counts.clip(self.part.low[columns], self.part.high[columns])
        self.found.see(columns, counts)
        self._settle()
        return counts

    def _program(self, columns: Ints) -> Program:
        part = self.part
        if len(columns) == len(part.low):
            return Program(part.matrix, part.rows, part.bounds)
        rows = np.unique(_members(self.down, columns))
        matrix = part.matrix[rows][:, columns]
        at = matrix @ self.inside[columns]
        held = part.matrix[rows] @ self.inside - at
        bounds = np.minimum(part.rows[0][rows] - held, at), np.maximum(part.rows[1][rows] - held, at)
        return Program(matrix, bounds, (part.low[columns], part.high[columns]))

    def _in_full(self) -> None:
        """Each that is left, down and up with nothing held: the only proof that a count cannot go further."""
        part, found = self.part, self.found
        every = np.arange(len(part.low))
        program = self._program(every)
        given_up = found.settled.copy()
        while not given_up.all() and (program.solved + 2) * len(every) <= max(
            self.effort.most, 2 * len(every)
        ):
            column = int(np.argmin(given_up))
            ends = [self._furthest(program, column, sign) for sign in (-1.0, 1.0)]
            given_up |= found.settled
            given_up[column] = True
            if None not in ends and not found.settled[column]:
                found.pinned[column] = bool(found.low[column] < part.enough[column] - CLOSE)
                found.settled[column] = True
            if found.contradicted:
                break
        found.programs += program.solved

    def _furthest(self, program: Program, column: int, sign: float) -> float | None:
        objective = np.zeros(len(self.part.low))
        objective[column] = sign
        counts = program.most(objective, inside=len(objective) > self.effort.edge)
        if counts is None:
            self.found.contradicted |= program.impossible
            return None
        return float(self._see(np.arange(len(objective)), counts)[column])


def _end(program: Program, width: int, column: int, sign: float) -> float | None:
    """The furthest that one count can go: down (-1) or up (1)."""
    objective = np.zeros(width)
    objective[column] = sign
    counts = program.most(objective)
    return None if counts is None else float(counts[column])


def _coordinates(keys: Ints, steps: tuple[int, int, int]) -> tuple[Ints, Ints, Ints, Ints]:
    """The quantity, the place, the period and the bin of each key."""
    of_quantity, of_place, of_period = steps
    return keys // of_quantity, keys % of_quantity // of_place, keys % of_place // of_period, keys % of_period


def _members(matrix: sparse.csr_matrix | sparse.csc_matrix, lines: Ints) -> Ints:
    """The indices of the entries in these rows of a csr matrix, or columns of a csc matrix."""
    starts, counts = matrix.indptr[lines], np.diff(matrix.indptr)[lines]
    ends = np.cumsum(counts)
    return np.asarray(
        matrix.indices[np.repeat(starts - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)]
    )
