"""What a reader knows of how cells hang together, as rows of a matrix, and the bounds that follow at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse

from hearth.disclosure.audit_cells import Cells, Floats, Ints
from hearth.disclosure.lines import GroupLine, Lines, PeriodLine, PlaceLine, Together

__all__ = ["Rows", "rows_of", "tighten"]

UNKNOWN = "?"
"""In the code of a place that stands for "not known"; it may lack rows, and then there is nobody in it."""

SWEEPS = 60


@dataclass(frozen=True, slots=True)
class Rows:
    """`low <= matrix @ counts <= high`, for the counts of all cells."""

    matrix: sparse.csr_matrix
    low: Floats
    high: Floats


@dataclass(slots=True)
class _Gathered:
    """Rows as they are found."""

    rows: list[Ints] = field(default_factory=list)
    columns: list[Ints] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    count: int = 0

    def add(self, plus: Ints, minus: Ints, low: npt.ArrayLike = 0.0, high: npt.ArrayLike = 0.0) -> None:
        """A row for each row of `plus`: the sum of its unknowns (-1: none), less that of `minus`, within bounds."""
        members = np.hstack([plus, minus])
        signs = np.array([1.0] * plus.shape[1] + [-1.0] * minus.shape[1])
        kept = members >= 0
        at, which = np.nonzero(kept)
        self.rows.append(at + self.count)
        self.columns.append(members[kept])
        self.values.append(signs[which])
        self.low.append(np.broadcast_to(np.asarray(low, float), len(plus)))
        self.high.append(np.broadcast_to(np.asarray(high, float), len(plus)))
        self.count += len(plus)


def rows_of(cells: Cells, lines: Lines) -> Rows:
    """Every line that holds among the cells of a release, what lies within what, and what is known of complements."""
    gathered = _Gathered()
    for wholes, parts in (
        *_along_groups(cells, lines),
        *_along_periods(cells, lines),
        *_along_splits(cells, lines),
    ):
        members = np.unique(np.column_stack([wholes, parts]), axis=0)
        gathered.add(members[:, 1:], members[:, :1])
    for together, wholes, parts in _along_places(cells, lines):
        members = np.unique(np.column_stack([wholes, parts]), axis=0)
        gathered.add(members[:, 1:], members[:, :1], *_COMES_TO[together])
    for part, whole in _within(cells, lines):
        gathered.add(part[:, None], whole[:, None], -np.inf)
    denominators, numerators, least, most = cells.apart
    gathered.add(denominators[:, None], numerators[:, None], least, most)
    return _rows(gathered, len(cells.low))


def _rows(gathered: _Gathered, width: int) -> Rows:
    values, rows, columns = (
        np.concatenate(each) for each in (gathered.values, gathered.rows, gathered.columns)
    )
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(gathered.count, width))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return Rows(matrix, np.concatenate(gathered.low), np.concatenate(gathered.high))


_COMES_TO = {Together.ADD: (0.0, 0.0), Together.WITHIN: (-np.inf, 0.0), Together.COVER: (0.0, np.inf)}
"""What the parts of a line of places, less the whole, can come to."""

_Found = Iterator[tuple[Ints, Ints]]


def _adding(cells: Cells, lines: Lines, way: str) -> npt.NDArray[np.bool_]:
    """Which cells are of a quantity that adds that way."""
    adds = np.array([way in quantity.adds for quantity in lines.quantities], bool)
    return adds[cells.keys // cells.grid.steps[0]] if len(cells.keys) else np.zeros(0, bool)


def _unbroken(cells: Cells, lines: Lines, line: tuple[str, int], wholes: Ints) -> Ints:
    """Those of the wholes of a line (along what, and which) that the release does not say it is broken for."""
    grid = cells.grid
    keys = [
        grid.quantities[each.quantity] * grid.steps[0]
        + grid.places[each.place] * grid.steps[1]
        + grid.periods[each.period] * grid.steps[2]
        + grid.bins[each.breakdown, each.group]
        for each in lines.broken
        if (each.along, each.line) == line
        and each.quantity in grid.quantities
        and each.place in grid.places
        and each.period in grid.periods
        and (each.breakdown, each.group) in grid.bins
    ]
    return wholes[~np.isin(wholes, keys)]


def _joined(cells: Cells, wholes: Ints, shifts: Sequence[int], may_lack: Sequence[bool]) -> tuple[Ints, Ints]:
    """The unknowns of these keys and of those so far from them, where every part is there that may not lack."""
    parts = cells.find(wholes[:, None] + np.array(shifts, np.int64)[None, :])
    complete = ((parts >= 0) | np.array(may_lack, bool)[None, :]).all(axis=1) & (parts >= 0).any(axis=1)
    return cells.find(wholes)[complete], parts[complete]


def _along_groups(cells: Cells, lines: Lines) -> _Found:
    bins = cells.grid.bins
    everyone = bins["", ""]
    wholes = cells.keys[_adding(cells, lines, "group") & (cells.keys % cells.grid.steps[2] == everyone)]
    for number, line in enumerate(lines.groups):
        shifts = _group_shifts(line, bins, everyone)
        if shifts:
            unbroken = _unbroken(cells, lines, ("group", number), wholes)
            yield _joined(cells, unbroken, shifts, [False] * len(shifts))


def _group_shifts(line: GroupLine, bins: dict[tuple[str, str], int], everyone: int) -> list[int]:
    if any((line.breakdown, group) not in bins for group in line.groups):
        return []
    return [bins[line.breakdown, group] - everyone for group in line.groups]


def _along_places(cells: Cells, lines: Lines) -> Iterator[tuple[Together, Ints, Ints]]:
    grid = cells.grid
    of_quantity, of_place, of_period = grid.steps
    adding = cells.keys[_adding(cells, lines, "place")]
    by_area = np.array([quantity.by_area for quantity in lines.quantities], bool)
    places, periods = adding % of_quantity // of_place, adding % of_place // of_period
    for number, line in enumerate(lines.places):
        parts = _place_parts(line, grid.places)
        if not parts or line.whole not in grid.places:
            continue
        whole = grid.places[line.whole]
        when = [grid.periods[period] for period in line.periods if period in grid.periods]
        here = (places == whole) & np.isin(periods, when)
        if line.groups:
            here &= np.isin(
                adding % of_period, [grid.bins[each] for each in line.groups if each in grid.bins]
            )
        if line.by_area:
            here &= by_area[adding // of_quantity]
        wholes = adding[here]
        shifts = [(grid.places[part] - whole) * of_place for part in parts]
        unbroken = _unbroken(cells, lines, ("place", number), wholes)
        yield line.together, *_joined(cells, unbroken, shifts, [UNKNOWN in part for part in parts])


def _place_parts(line: PlaceLine, places: dict[str, int]) -> list[str]:
    if any(part not in places and UNKNOWN not in part for part in line.parts):
        return []
    return [part for part in line.parts if part in places]


def _along_periods(cells: Cells, lines: Lines) -> _Found:
    grid = cells.grid
    _, of_place, of_period = grid.steps
    adding = cells.keys[_adding(cells, lines, "period")]
    periods = adding % of_place // of_period
    for number, line in enumerate(lines.periods):
        if _all_there(line, grid.periods):
            whole = grid.periods[line.whole]
            shifts = [(grid.periods[part] - whole) * of_period for part in line.parts]
            unbroken = _unbroken(cells, lines, ("period", number), adding[periods == whole])
            yield _joined(cells, unbroken, shifts, [False] * len(shifts))


def _all_there(line: PeriodLine, periods: dict[str, int]) -> bool:
    return all(name in periods for name in (line.whole, *line.parts))


def _along_splits(cells: Cells, lines: Lines) -> _Found:
    for number, line in enumerate(lines.splits):
        yield _beside(cells, line.whole, line.parts, _broken_splits(cells, lines, number))


def _broken_splits(cells: Cells, lines: Lines, number: int) -> Callable[[Ints], Ints]:
    return lambda wholes: _unbroken(cells, lines, ("split", number), wholes)


def _beside(
    cells: Cells, quantity: str, others: Sequence[str], but: Callable[[Ints], Ints] | None = None
) -> tuple[Ints, Ints]:
    """The unknowns of a quantity, and those of others in the same places, periods and groups, where all are there."""
    numbers, step = cells.grid.quantities, cells.grid.steps[0]
    if any(each not in numbers for each in (quantity, *others)):
        return np.zeros(0, np.int64), np.zeros((0, len(others)), np.int64)
    start = numbers[quantity]
    keys = cells.keys[cells.keys // step == start] if len(cells.keys) else cells.keys
    keys = but(keys) if but is not None else keys
    return _joined(cells, keys, [(numbers[other] - start) * step for other in others], [False] * len(others))


def _within(cells: Cells, lines: Lines) -> _Found:
    """Parts and the wholes they lie in, but for those that a split already says it of."""
    for each in lines.within:
        part, whole = _beside(cells, each.part, (each.whole,))
        pairs = np.unique(np.column_stack([part, whole]), axis=0)
        for split in lines.splits:
            if split.whole == each.whole and each.part in split.parts:
                wholes, parts = _beside(cells, split.whole, split.parts)
                said = np.column_stack([parts[:, split.parts.index(each.part)], wholes])
                pairs = pairs[~(np.isin(pairs[:, 0], said[:, 0]) & np.isin(pairs[:, 1], said[:, 1]))]
        yield pairs[:, 0], pairs[:, 1]


def tighten(rows: Rows, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds in whole numbers that follow from each row by itself, again and again until nothing more does.

    They never leave out a table of whole numbers that keeps to the rows. Where low comes out above high, none does.
    """
    entries = rows.matrix.tocoo()
    at, column, up = entries.row, entries.col, entries.data > 0
    low, high = np.ceil(low), np.floor(high)
    for _ in range(SWEEPS):
        least = _others(at, np.where(up, low[column], -high[column]), len(rows.low))
        most = _others(at, np.where(up, high[column], -low[column]), len(rows.low))
        roof, floor = rows.high[at] - least, rows.low[at] - most
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, column, np.where(up, floor, -roof))
        np.minimum.at(new_high, column, np.where(up, roof, -floor))
        if (new_low > new_high).any() or ((new_low == low).all() and (new_high == high).all()):
            return new_low, new_high
        low, high = new_low, new_high
    return low, high


def _others(at: Ints, terms: Floats, rows: int) -> Floats:
    """For each entry, the sum of the row's other terms; endless where one of them is. Endless ones are of one sign."""
    endless = np.isinf(terms)
    finite = np.where(endless, 0.0, terms)
    others = np.bincount(at, finite, rows)[at] - finite
    without = np.bincount(at, endless, rows)[at] - endless == 0
    end = terms[endless][0] if endless.any() else 0.0
    return np.where(without, others, end)
