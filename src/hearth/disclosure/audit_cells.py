"""What a reader sees: one unknown for each thing counted in a place, a period and a group, and the bounds on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearth.disclosure.lines import Lines
from hearth.disclosure.policy import Policy
from hearth.disclosure.published import Mark, Published, State
from hearth.kernel.errors import BadPolicy

__all__ = ["SIDES", "Cells", "Floats", "Grid", "Ints", "Sight", "cells_of", "policy_of", "surveys"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SIDES = ("numerator", "denominator")

ACROSS = "ratio_across"
OUT_OF_SOMEBODY = ("proportion", "before_and_after", "rate", "mean", "ratio", "ratio_across")
"""Kinds that are not applicable where, and only where, there is nobody to be out of."""

PARTS_OF_A_WHOLE = ("proportion", "before_and_after")
"""Kinds whose complement is a count of people too."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers for quantities, places, periods and bins (a breakdown with its group), so that a cell is one number."""

    quantities: dict[str, int]
    places: dict[str, int]
    periods: dict[str, int]
    bins: dict[tuple[str, str], int]

    @property
    def steps(self) -> tuple[int, int, int]:
        """How far apart the keys of neighbouring quantities, places and periods are."""
        return (
            len(self.places) * len(self.periods) * len(self.bins),
            len(self.periods) * len(self.bins),
            len(self.bins),
        )

    def keys(self, quantities: Ints, places: Ints, periods: Ints, bins: Ints) -> Ints:
        """The key of each cell."""
        of_quantity, of_place, of_period = self.steps
        return quantities * of_quantity + places * of_place + periods * of_period + bins


@dataclass(frozen=True, slots=True)
class Sight:
    """Rows of a release as arrays, one entry for each row of ours whose place, period and bin the grid knows.

    `counts` and `quantities` have a row for the numerator and one for the denominator: what is shown (NaN where
    nothing is), and which quantity it is of (-1: none).
    """

    rows: Ints
    figures: Ints
    names: tuple[str, ...]
    places: Ints
    periods: Ints
    bins: Ints
    state: npt.NDArray[np.str_]
    revised: npt.NDArray[np.bool_]
    counts: Floats
    quantities: Ints
    kinds: npt.NDArray[np.str_]

    def keys(self, grid: Grid) -> Ints:
        """The key of the numerator's and of the denominator's cell; -1 where they are of no quantity."""
        keys = grid.keys(self.quantities, self.places, self.periods, self.bins)
        return np.where(self.quantities < 0, -1, keys)


@dataclass(frozen=True, slots=True)
class Cells:
    """Every unknown. `keys`, in order, are those of cells; `unknowns` says which unknown each is, and
    `names` is one key for each unknown, in order.

    `low` and `high` bound each unknown by what is shown of it alone; `known` says of which anything is shown.
    `sight` is the release, and `seen` the unknown of each of its numerators and denominators (-1: none).
    `apart` are pairs of unknowns, denominator then numerator, with the bounds of their difference.
    """

    grid: Grid
    keys: Ints
    unknowns: Ints
    names: Ints
    low: Floats
    high: Floats
    known: npt.NDArray[np.bool_]
    sight: Sight
    seen: Ints
    apart: tuple[Ints, Ints, Floats, Floats]

    def find(self, keys: Ints) -> Ints:
        """The unknown of each key; -1 where the release has no such cell."""
        if not len(self.keys):
            return np.full(keys.shape, -1)
        at = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.unknowns[at], -1)


def policy_of(published: Published) -> Policy:
    """The policy of a release; BadPolicy if it has none, as figures that others made public have."""
    if published.policy is None:
        raise BadPolicy(
            "These figures were not released under a policy.", "Audit a release that Hearth made."
        )
    return published.policy


def cells_of(published: Published, earlier: Sequence[Published] = ()) -> Cells:
    """What is shown in the release, and in earlier ones where they still hold."""
    grid = _grid(published)
    sight = _sight(published, grid, published.lines)
    keyed = sight.keys(grid)
    keys = np.unique(keyed[keyed >= 0])
    names, unknowns = _unknowns(published, grid, keys)
    count = len(names)
    low, high = np.zeros(count), np.full(count, np.inf)
    bare = Cells(grid, keys, unknowns, names, low, high, np.zeros(count, bool), sight, keyed, _none_apart())
    seen = np.where(keyed < 0, -1, bare.find(keyed))
    _look(bare, seen, sight, _bounds(policy_of(published), published.lines, sight))
    _look_at_the_map(bare, published.lines)
    for release in earlier:
        _look_back(bare, published, release)
    return Cells(
        grid, keys, unknowns, names, low, high, bare.known, sight, seen, _apart(published, sight, seen)
    )


def _look_at_the_map(cells: Cells, lines: Lines) -> None:
    """Takes in, in place, that nobody is where no area lies, of quantities that follow the map."""
    grid = cells.grid
    for each in lines.empty:
        group = (each.breakdown, each.group)
        if each.place not in grid.places or group not in grid.bins:
            continue
        keys = [
            grid.quantities[quantity.id] * grid.steps[0]
            + grid.places[each.place] * grid.steps[1]
            + grid.periods[period] * grid.steps[2]
            + grid.bins[group]
            for quantity in lines.quantities
            if quantity.by_area
            for period in each.periods
            if period in grid.periods
        ]
        found = cells.find(np.array(keys, np.int64))
        found = found[found >= 0]
        cells.low[found] = cells.high[found] = 0
        cells.known[found] = True


def _none_apart() -> tuple[Ints, Ints, Floats, Floats]:
    nothing, nought = np.zeros(0, np.int64), np.zeros(0)
    return nothing, nothing, nought, nought


def _grid(published: Published) -> Grid:
    ours = _ours(published)
    places, periods = (_numbered(ours[name].unique().to_pylist()) for name in ("place", "period"))
    pairs = ours.group_by(["breakdown", "group"]).aggregate([]).to_pylist()
    bins = sorted({("", ""), *((pair["breakdown"], pair["group"]) for pair in pairs)})
    return Grid(
        {quantity.id: number for number, quantity in enumerate(published.lines.quantities)},
        places,
        periods,
        {each: number for number, each in enumerate(bins)},
    )


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(names))}


def _ours(published: Published) -> pa.Table:
    source = published.table["source"].to_numpy(zero_copy_only=False)
    return published.table.filter(pa.array(source == "", pa.bool_()))


def _sight(published: Published, grid: Grid, lines: Lines) -> Sight:
    table = _ours(published)
    column = {name: _texts(table, name) for name in ("figure", "place", "period", "state", "marks")}
    pairs = zip(_texts(table, "breakdown").tolist(), _texts(table, "group").tolist(), strict=True)
    places, periods = _coded(column["place"], grid.places), _coded(column["period"], grid.periods)
    bins = np.fromiter((grid.bins.get(pair, -1) for pair in pairs), np.int64, table.num_rows)
    kept = np.flatnonzero((places >= 0) & (periods >= 0) & (bins >= 0))
    names, figures = np.unique(column["figure"], return_inverse=True)
    kinds = {figure.id: figure.kind for figure in published.figures}
    stands_in = _stands_in(lines, grid)
    quantities = np.array([[stands_in.get((name, side), -1) for name in names] for side in SIDES], np.int64)
    counts = [table[side].to_numpy(zero_copy_only=False).astype(np.float64)[kept] for side in SIDES]
    return Sight(
        kept,
        figures[kept],
        tuple(names.tolist()),
        places[kept],
        periods[kept],
        bins[kept],
        column["state"][kept],
        np.char.find(column["marks"][kept], str(Mark.REVISED)) >= 0,
        np.array(counts).reshape(2, len(kept)),
        quantities.reshape(2, len(names))[:, figures[kept]],
        np.array([kinds.get(name, "") for name in names], np.str_)[figures[kept]],
    )


def _texts(table: pa.Table, name: str) -> npt.NDArray[np.str_]:
    return np.array(table[name].to_pylist(), np.str_)


def _coded(texts: npt.NDArray[np.str_], codes: dict[str, int]) -> Ints:
    return np.fromiter((codes.get(text, -1) for text in texts.tolist()), np.int64, len(texts))


def _stands_in(lines: Lines, grid: Grid) -> dict[tuple[str, str], int]:
    return {count: grid.quantities[each.id] for each in lines.quantities for count in each.counts}


def _unknowns(published: Published, grid: Grid, keys: Ints) -> tuple[Ints, Ints]:
    """A key for each unknown, and which each cell is: one for a stock's, in periods with the same last day."""
    of_quantity, of_place, of_period = grid.steps
    ends = {period.id: period.end for period in published.periods}
    first: dict[object, int] = {}
    same = np.array([first.setdefault(ends.get(name, name), n) for name, n in grid.periods.items()], np.int64)
    stock = np.array([quantity.stock for quantity in published.lines.quantities], bool)
    periods = keys % of_place // of_period
    if len(keys):
        moved = np.where(stock[keys // of_quantity], same[periods] - periods, 0)
        keys = keys + moved * of_period
    names, unknowns = np.unique(keys, return_inverse=True)
    return names, unknowns.astype(np.int64).reshape(keys.shape)


def surveys(lines: Lines) -> npt.NDArray[np.bool_]:
    """Which quantities are of surveys; the last, for -1, is none."""
    return np.array([*(each.survey for each in lines.quantities), False], bool)


def _bounds(policy: Policy, lines: Lines, sight: Sight) -> tuple[Floats, Floats]:
    """What each shown number means: two arrays in the shape of `sight.counts`; NaN where nothing is shown."""
    counts, nobody = sight.counts, _nobody(sight)
    nobody = np.array([nobody & (sight.kinds != ACROSS), nobody])  # what is divided may come from elsewhere
    counts = np.where(np.isnan(counts) & nobody, 0, counts)
    by = np.where(_coarser(policy, sight), policy.rounds_revisions_to, policy.round_to) // 2
    by = np.where(nobody, 0, by)
    low, high = np.maximum(counts - by, 0), counts + by
    survey = surveys(lines)[sight.quantities]
    least = np.array([[policy.threshold + 1], [policy.base]])
    least = np.where(survey, [[1], [policy.survey.base]], least)
    _narrow(low, high, least)
    low[0] = np.where(
        (sight.state == State.ROUNDS_TO_ZERO) & (counts[0] == 0), np.minimum(1, high[0]), low[0]
    )
    return low, high


def _nobody(sight: Sight) -> npt.NDArray[np.bool_]:
    not_applicable: npt.NDArray[np.bool_] = sight.state == State.NOT_APPLICABLE
    return not_applicable & np.isin(sight.kinds, OUT_OF_SOMEBODY)


def _coarser(policy: Policy, sight: Sight) -> npt.NDArray[np.bool_]:
    """Numbers that may have been rounded as a revision is: a number that is no multiple was not."""
    coarse = policy.rounds_revisions_to
    if coarse <= policy.round_to:
        return np.zeros(sight.counts.shape, bool)
    multiples: npt.NDArray[np.bool_] = sight.counts % coarse == 0
    return sight.revised & multiples


def _narrow(low: Floats, high: Floats, least: npt.ArrayLike) -> None:
    """Narrows, in place, bounds on counts that are never shown from 1 to just under `least`."""
    least = np.broadcast_to(np.asarray(least), low.shape)
    none = (low <= 0) & (high < least)
    high[none] = np.maximum(low, 0)[none]
    some = (low > 0) & (low < least) & (high >= least)
    low[some] = least[some]


def _look(cells: Cells, seen: Ints, sight: Sight, bounds: tuple[Floats, Floats]) -> None:
    """Takes in, in place, what is shown; bounds that contradict those already known are left out."""
    low, high = bounds
    shown = (seen >= 0) & ~np.isnan(low)
    which = seen[shown]
    np.maximum.at(cells.low, which, low[shown])
    np.minimum.at(cells.high, which, high[shown])
    cells.known[which] = True


def _apart(published: Published, sight: Sight, seen: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """Complements of shown proportions are never from 1 to the threshold either, which narrows rounded counts."""
    policy = policy_of(published)
    survey = surveys(published.lines)[sight.quantities].any(axis=0)
    whole = np.isin(sight.kinds, PARTS_OF_A_WHOLE) & ~survey & (seen >= 0).all(axis=0)
    low, high = _bounds(policy, published.lines, sight)
    shown = whole & ~np.isnan(low).any(axis=0)
    least = np.maximum(low[1] - high[0], 0)[shown]
    most = (high[1] - low[0])[shown]
    before = least.copy(), most.copy()
    _narrow(least, most, policy.threshold + 1)
    told = (least != before[0]) | (most != before[1])
    return seen[1][shown][told], seen[0][shown][told], least[told], most[told]


def _look_back(cells: Cells, published: Published, release: Published) -> None:
    """Takes in what an earlier release showed, where no number shown in both has changed since."""
    grid = cells.grid
    then = _sight(release, grid, published.lines)
    trusted = _unchanged(published, cells.sight, release, then, grid)
    low, high = _bounds(release.policy or policy_of(published), published.lines, then)
    keyed = then.keys(grid)
    seen = np.where(keyed < 0, -1, cells.find(keyed))
    taken_back = np.isin(keyed, cells.sight.keys(grid)[:, cells.sight.state == State.SUPPRESSED])
    seen = np.where(trusted & ~taken_back, seen, -1)
    at = np.maximum(seen, 0)
    fits = (low <= cells.high[at]) & (high >= cells.low[at]) if len(cells.low) else np.zeros(seen.shape, bool)
    _look(cells, np.where(fits, seen, -1), then, (low, high))


def _unchanged(
    published: Published, now: Sight, release: Published, then: Sight, grid: Grid
) -> npt.NDArray[np.bool_]:
    """Which earlier rows are of a figure, place and year in which every number shown in both is the same."""
    years = _years(published.lines, grid)
    versions = {each.id: each.definition_version for each in published.figures}
    same_version = {each.id for each in release.figures if versions.get(each.id) == each.definition_version}
    shown = {where: number for where, _, number in _numbers(now, years)}
    rows = [] if not len(then.rows) else list(_numbers(then, years))
    changed = {
        group
        for where, group, number in rows
        if any(a == a and b == b and a != b for a, b in zip(number, shown.get(where, number), strict=True))
    }
    return np.array([group[0] in same_version and group not in changed for _, group, _ in rows], bool)


_Where = tuple[str, int, int, int]
_Group = tuple[str, int, int]


def _numbers(sight: Sight, years: Ints) -> Iterator[tuple[_Where, _Group, tuple[float, float]]]:
    names = (sight.names[number] for number in sight.figures.tolist())
    columns = (each.tolist() for each in (sight.places, sight.periods, sight.bins, *sight.counts))
    for name, place, period, cell, numerator, denominator in zip(names, *columns, strict=True):
        yield (name, place, period, cell), (name, place, int(years[period])), (numerator, denominator)


def _years(lines: Lines, grid: Grid) -> Ints:
    """The year, as a period's number, that each period is part of: itself if it is part of none."""
    years = np.arange(len(grid.periods))
    for line in lines.periods:
        for part in (line.whole, *line.parts):
            if part in grid.periods and line.whole in grid.periods:
                years[grid.periods[part]] = grid.periods[line.whole]
    return years
