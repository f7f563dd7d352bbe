"""Which lines hold among the counts of a table: of those that definitions and places promise, those that are so.

Where a line is broken in some cells, the others of it stand: a reader would use them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hearth.disclosure.areas import empty_cells, place_lines
from hearth.disclosure.lines import (
    Broken,
    EmptyCell,
    GroupLine,
    Lines,
    PeriodLine,
    Quantity,
    SplitLine,
    Together,
)
from hearth.disclosure.tables import EVERYONE, MISSING, Bin, Counts, Mask, Tables
from hearth.framework.framework import Framework
from hearth.kernel.periods import Period
from hearth.kernel.places import PlaceTree

__all__ = ["with_lines"]

ALL = slice(None)
Where = tuple[Any, ...]


def with_lines(tables: Tables, tree: PlaceTree, framework: Framework) -> Tables:
    """The tables with every line that holds, and of those that mostly hold where they do not."""
    empty = empty_cells(tables, tree, framework)
    wanted = Lines(
        quantities=tuple(_followed(tables, empty)),
        empty=empty,
        splits=tables.quantities.splits,
        within=tables.quantities.within,
        groups=tuple(_groups(tables.bins)),
        places=place_lines(tables, tree, framework),
        periods=tuple(_period_lines(tables.periods)),
    )
    quantities: list[Quantity] = []
    broken: list[Broken] = []
    for number, quantity in enumerate(wanted.quantities):
        adds = []
        for along in ("group", "period", "place"):
            held = _Held(tables, number)
            _WAYS[along](held, wanted)
            if held.mostly and (along in quantity.adds or (along == "period" and not quantity.stock)):
                adds.append(along)
                broken += held.broken(along)
            elif along in quantity.adds and not held.any:
                adds.append(along)
        quantities.append(replace(quantity, adds=tuple(adds)))
    splits: list[SplitLine] = []
    for split in wanted.splits:
        held = _Held(tables, _number(tables, split.whole))
        _along_split(held, split, len(splits))
        if held.mostly:
            splits.append(split)
            broken += held.broken("split")
    lines = replace(wanted, quantities=tuple(quantities), splits=tuple(splits), broken=tuple(broken))
    return replace(tables, lines=lines)


def _followed(tables: Tables, empty: tuple[EmptyCell, ...]) -> Iterator[Quantity]:
    """The quantities, with which of them follow the map: those that count nobody where no area lies."""
    nowhere = np.zeros(tables.low.shape[1:], dtype=np.bool_)
    for each in empty:
        place, bin = tables.places.index(each.place), tables.bins.index((each.breakdown, each.group))
        nowhere[place, [period.id in each.periods for period in tables.periods], bin] = True
    for number, quantity in enumerate(tables.quantities.all):
        yield replace(quantity, by_area=not (nowhere & (tables.low[number] > 0)).any())


def _groups(bins: Iterable[Bin]) -> Iterator[GroupLine]:
    by: dict[str, list[str]] = {}
    for breakdown, group in bins:
        if breakdown:
            by.setdefault(breakdown, []).append(group)
    for breakdown, groups in by.items():
        yield GroupLine(breakdown, tuple(groups))


def _period_lines(periods: tuple[Period, ...]) -> Iterator[PeriodLine]:
    """A year and its quarters, a quarter and its months: whatever of one kind fills a period of another."""
    for whole in periods:
        inside = [each for each in periods if each != whole and _lies_in(each, whole)]
        for kind in sorted({each.kind for each in inside}):
            parts = [each for each in inside if each.kind is kind]
            if sum((each.end - each.start).days + 1 for each in parts) == (whole.end - whole.start).days + 1:
                yield PeriodLine(whole.id, tuple(each.id for each in parts))


def _lies_in(part: Period, whole: Period) -> bool:
    return part.kind is not whole.kind and whole.start <= part.start and part.end <= whole.end


@dataclass
class _Held:
    """Where the lines of one quantity along one way were there to hold, and where they did not."""

    tables: Tables
    number: int
    there: int = 0
    fails: int = 0

    def __post_init__(self) -> None:
        self.counts: Counts = self.tables.low[self.number]
        self.found: list[tuple[int, Counts]] = []

    @property
    def any(self) -> bool:
        return self.there > 0

    @property
    def mostly(self) -> bool:
        """Whether lines are there, and hold more often than not."""
        return self.there > 0 and 2 * self.fails < self.there

    def check(
        self,
        line: int,
        where: Where,
        counts: tuple[Counts, list[Counts], list[Counts]],
        together: Together = Together.ADD,
    ) -> None:
        """Whole and parts, and parts that may be missing, by cell; `where` are the whole's places, periods and bins."""
        whole, parts, optional = counts
        there: Mask = whole != MISSING
        for part in parts:
            there = there & (part != MISSING)
        total = np.zeros_like(whole)
        for part in (*parts, *optional):
            total += np.maximum(part, 0)
        fails = there & _FAILS[together](total, whole)
        self.there += int(there.sum())
        self.fails += int(fails.sum())
        if fails.any():
            every = np.stack([*np.indices(self.counts.shape)], axis=-1)
            self.found.append((line, every[where][fails]))

    def broken(self, along: str) -> Iterator[Broken]:
        """Every line that does not hold."""
        quantity = self.tables.quantities.all[self.number].id
        for line, cells in self.found:
            for place, period, bin in cells.tolist():
                at = self.tables.places[place], self.tables.periods[period].id, *self.tables.bins[bin]
                yield Broken(quantity, along, line, *at)


def _along_groups(held: _Held, lines: Lines) -> None:
    bins = held.tables.bins
    if EVERYONE not in bins:
        return
    everyone = bins.index(EVERYONE)
    for number, line in enumerate(lines.groups):
        at = [bins.index((line.breakdown, group)) for group in line.groups]
        parts = [held.counts[:, :, each] for each in at]
        held.check(number, (ALL, ALL, everyone), (held.counts[:, :, everyone], parts, []))


def _along_periods(held: _Held, lines: Lines) -> None:
    at = {period.id: number for number, period in enumerate(held.tables.periods)}
    for number, line in enumerate(lines.periods):
        whole = at[line.whole]
        parts = [held.counts[:, at[part]] for part in line.parts]
        held.check(number, (ALL, whole, ALL), (held.counts[:, whole], parts, []))


def _along_places(held: _Held, lines: Lines) -> None:
    at = {place: number for number, place in enumerate(held.tables.places)}
    when = {period.id: number for number, period in enumerate(held.tables.periods)}
    for number, line in enumerate(lines.places):
        if line.by_area and not lines.quantities[held.number].by_area:
            continue
        periods = [when[each] for each in line.periods]
        certain = [at[part] for part in line.parts if "?" not in part]
        optional = [at[part] for part in line.parts if "?" in part]
        counts = (
            held.counts[at[line.whole]][periods],
            [held.counts[part][periods] for part in certain],
            [held.counts[part][periods] for part in optional],
        )
        bins = [b for b, bin in enumerate(held.tables.bins) if not line.groups or bin in line.groups]
        own, certainly, perhaps = counts
        few = own[:, bins], [each[:, bins] for each in certainly], [each[:, bins] for each in perhaps]
        held.check(number, (at[line.whole], *np.ix_(periods, bins)), few, line.together)


def _along_split(held: _Held, split: SplitLine, number: int) -> None:
    parts = [held.tables.low[_number(held.tables, part)] for part in split.parts]
    held.check(number, (ALL, ALL, ALL), (held.counts, parts, []))


def _number(tables: Tables, quantity: str) -> int:
    return next(number for number, each in enumerate(tables.quantities.all) if each.id == quantity)


_FAILS = {Together.ADD: np.not_equal, Together.WITHIN: np.greater, Together.COVER: np.less}

_WAYS = {"group": _along_groups, "period": _along_periods, "place": _along_places}
