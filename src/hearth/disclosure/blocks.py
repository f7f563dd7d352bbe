"""The tables cut into blocks that are protected together: a family of linked quantities in a year with its quarters.

No line of one block touches another, so each can be protected by itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TypeVar

import numpy as np

from hearth.disclosure.lines import Together
from hearth.disclosure.quantities import SHARES
from hearth.disclosure.tables import EVERYONE, MISSING, Counts, FigureCells, Mask, Tables

__all__ = [
    "GROUP",
    "PERIOD",
    "PLACE",
    "QUANTITY",
    "Block",
    "BlockFigure",
    "Line",
    "cut",
    "families",
    "joined",
]

QUANTITY, PLACE, PERIOD, GROUP = range(4)
Cells = TypeVar("Cells", Counts, Mask)


@dataclass(frozen=True, slots=True)
class Line:
    """Along one axis of a block, what comes `together` to what. `holds` says where, over the other axes."""

    axis: int
    whole: int
    parts: tuple[int, ...]
    holds: Mask
    together: Together = Together.ADD


@dataclass(frozen=True, slots=True)
class BlockFigure:
    """A figure of the block: where its numerator, denominator and their difference stand, and where it has cells."""

    cells: FigureCells
    numerator: int | None
    denominator: int | None
    complement: int | None
    there: Mask

    @property
    def id(self) -> str:
        return self.cells.figure.id


@dataclass(frozen=True, eq=False)
class Block:
    """Counts of quantities by places, periods and bins, with every line among them.

    After the quantities come the complements of shares: the whole less the part, which no figure shows but which can
    be worked out. `at` says where the axes stand in the tables; `size` is what a cell is out of, to choose by.
    """

    tables: Tables
    at: tuple[list[int], list[int], list[int], list[int]]
    counts: Counts
    size: Counts
    figures: tuple[BlockFigure, ...]
    lines: tuple[Line, ...]
    within: tuple[tuple[int, int], ...]
    twins: tuple[tuple[int, int], ...]
    shared: frozenset[int]
    real: int

    def divides(self, line: Line) -> bool:
        """Whether the line divides a quantity into others: not one that only sets a complement beside its share."""
        return line.axis == QUANTITY and all(part < self.real for part in line.parts)

    @cached_property
    def splits(self) -> list[Line]:
        """The lines that divide a quantity into others."""
        return [line for line in self.lines if self.divides(line)]

    def part(self, array: Cells) -> Cells:
        """The block's places, periods and bins out of an array over all of the tables'."""
        return array[np.ix_(*self.at[1:])]

    def alone(self) -> Block:
        """The same block without the counts that lie outside it: small enough to be handed to another process."""
        none = np.zeros((0, 0, 0, 0), dtype=np.int64)
        tables = replace(self.tables, low=none, high=none, figures=(), changes=())
        nowhere = np.zeros((0, 0, 0), dtype=np.int64)
        figures = (
            replace(each, cells=replace(each.cells, rows=nowhere, population=None)) for each in self.figures
        )
        return replace(self, tables=tables, figures=tuple(figures))

    @cached_property
    def levels(self) -> list[Mask]:
        """For each level, which of the block's places are of it (or are those whose place of it is not known)."""
        levels = np.array([self.tables.levels[number] for number in self.at[1]])
        return [levels == each for each in sorted(set(levels))]

    @cached_property
    def breakdowns(self) -> list[Mask]:
        """For each breakdown, which of the block's bins are of it."""
        names = np.array([self.tables.bins[number][0] for number in self.at[3]])
        return [names == each for each in sorted(set(names))]

    @cached_property
    def parts(self) -> dict[int, set[int]]:
        """For each quantity everything that is part of it, itself included."""
        found = {each: {each} for each in range(self.real)}
        for _ in range(self.real):
            for part, whole in self.within:
                found[whole] |= found[part]
        return found

    @cached_property
    def wholes(self) -> dict[int, set[int]]:
        """For each quantity everything that it is part of, itself included."""
        return {
            each: {whole for whole, parts in self.parts.items() if each in parts} for each in range(self.real)
        }

    @cached_property
    def nowhere(self) -> Mask:
        """Where nobody is seen to be: by the map, or because a row for "not known" is not there, as of nobody.

        Of quantities that follow the map: in a group of a place in which no area lies.
        """
        nowhere = np.zeros(self.counts.shape, dtype=np.bool_)
        place = {self.tables.places[number]: position for position, number in enumerate(self.at[1])}
        bin = {self.tables.bins[number]: position for position, number in enumerate(self.at[3])}
        periods = [self.tables.periods[number].id for number in self.at[2]]
        for cell in self.tables.lines.empty:
            group = (cell.breakdown, cell.group)
            if cell.place in place and group in bin:
                when = np.isin(periods, cell.periods)
                nowhere[:, place[cell.place], when, bin[group]] = True
        for position, number in enumerate(self.at[0]):
            nowhere[position] &= self.tables.lines.quantities[number].by_area
        for figure in self.figures:
            for position, level in self._unknown:
                lacks = figure.there[level].any(axis=0) & ~figure.there[position]
                for quantity in (figure.numerator, figure.denominator):
                    if quantity is not None:
                        nowhere[quantity, position] |= lacks
        nobody: Mask = nowhere & (self.counts == 0)
        return nobody

    @cached_property
    def _unknown(self) -> list[tuple[int, list[int]]]:
        """The places that stand for "not known", each with the others of its level."""
        names = [self.tables.places[number] for number in self.at[1]]
        levels = [self.tables.levels[number] for number in self.at[1]]
        return [
            (
                position,
                [each for each, level in enumerate(levels) if level == levels[position] and each != position],
            )
            for position, name in enumerate(names)
            if "?" in name
        ]

    @cached_property
    def empty(self) -> Mask:
        """Where a count is part of nobody, and so none: hiding it hides nothing."""
        return self.nobody(np.zeros(self.counts.shape, dtype=np.bool_))

    def nobody(self, want: Mask) -> Mask:
        """Where a count is part of a whole that is seen to be nobody: everyone knows that it is none."""
        nobody = self.nowhere.copy()
        none = (self.counts == 0) & ~want
        for quantity, wholes in self.wholes.items():
            for whole in wholes - {quantity}:
                nobody[quantity] |= none[whole]
        for figure in self.figures:
            if figure.complement is not None and figure.denominator is not None:
                nobody[figure.complement] |= none[figure.denominator]
        for line in (
            *self.lines,
            *self.lines,
        ):  # twice: from the authority to its hubs, from these to their wards
            none_at_all = line.holds & np.take(none | nobody, line.whole, line.axis)
            if line.together is not Together.COVER and none_at_all.any():
                for part in line.parts:
                    np.moveaxis(nobody, line.axis, 0)[part] |= none_at_all
        seen: Mask = nobody & (self.counts != MISSING)
        return seen


def families(tables: Tables) -> list[list[int]]:
    """The numbers of quantities that hang together."""
    number = {each.id: place for place, each in enumerate(tables.quantities.all)}
    pairs = [
        (each.numerator, each.denominator)
        for each in tables.figures
        if each.numerator is not None and each.denominator is not None
    ]
    for split in tables.lines.splits:
        pairs += [(number[split.whole], number[part]) for part in split.parts]
    pairs += [(number[each.part], number[each.whole]) for each in tables.lines.within]
    pairs += [(number[one], number[other]) for one, other in tables.quantities.twins]
    return joined(range(len(tables.quantities.all)), pairs)


def joined(things: Iterable[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The things in groups such that both of every pair are in one; in order."""
    root = {each: each for each in things}

    def find(each: int) -> int:
        while root[each] != each:
            root[each] = root[root[each]]
            each = root[each]
        return each

    for one, other in pairs:
        first, last = sorted((find(one), find(other)))
        root[last] = first
    ordered = sorted(root, key=lambda each: (find(each), each))
    return [list(group) for _, group in groupby(ordered, key=find)]


def cut(tables: Tables, given: Mask) -> Iterator[Block]:
    """The blocks, in order. `given` says, for each quantity, place, period and bin, whether it is given at all."""
    for family in families(tables):
        there = (tables.low[family] != MISSING) & given[family]
        for periods in _years(tables):
            if there[:, :, periods].any():
                yield _block(tables, family, periods, there[:, :, periods])


def _years(tables: Tables) -> list[list[int]]:
    """The numbers of periods that hang together: by adding up, or by ending on the same day."""
    at = {period.id: number for number, period in enumerate(tables.periods)}
    pairs = [(at[line.whole], at[part]) for line in tables.lines.periods for part in line.parts]
    last: dict[Hashable, int] = {}
    for number, period in enumerate(tables.periods):
        pairs.append((last.setdefault(period.end, number), number))
    return joined(range(len(tables.periods)), pairs)


def _block(tables: Tables, family: list[int], periods: list[int], there: Mask) -> Block:
    kept = np.flatnonzero(there.any(axis=(1, 2, 3))).tolist()
    places = np.flatnonzero(there.any(axis=(0, 2, 3))).tolist()
    when = np.flatnonzero(there.any(axis=(0, 1, 3))).tolist()
    bins = np.flatnonzero(there.any(axis=(0, 1, 2))).tolist()
    at = ([family[each] for each in kept], places, [periods[each] for each in when], bins)
    counts = np.where(there[np.ix_(kept, places, when, bins)], tables.low[np.ix_(*at)], MISSING)
    figures, complements = _figures(tables, at, counts)
    counts = np.concatenate([counts, complements]) if len(complements) else counts
    local = {tables.quantities.all[number].id: place for place, number in enumerate(at[0])}
    within = [
        (local[e.part], local[e.whole]) for e in tables.lines.within if e.part in local and e.whole in local
    ]
    twins = [(local[a], local[b]) for a, b in tables.quantities.twins if a in local and b in local]
    stands_in: dict[int, int] = {}
    for figure in figures:
        for quantity in {figure.numerator, figure.denominator} - {None}:
            stands_in[quantity] = stands_in.get(quantity, 0) + 1  # type: ignore[index,arg-type]
    shared = frozenset(quantity for quantity, times in stands_in.items() if times > 1)
    lines = tuple(_so(counts, line) for line in _lines(tables, at, counts, figures))
    size = _size(counts, figures)
    return Block(
        tables,
        at,
        counts,
        size,
        figures,
        lines,
        tuple(_nearest(within, counts)),
        tuple(twins),
        shared,
        len(kept),
    )


def _figures(
    tables: Tables, at: tuple[list[int], ...], counts: Counts
) -> tuple[tuple[BlockFigure, ...], Counts]:
    local = {number: place for place, number in enumerate(at[0])}
    figures: list[BlockFigure] = []
    complements: list[Counts] = []
    for cells in tables.figures:
        above = local.get(cells.numerator) if cells.numerator is not None else None
        below = local.get(cells.denominator) if cells.denominator is not None else None
        if above is None and below is None:
            continue
        there = cells.rows[np.ix_(*at[1:])] != MISSING
        there &= counts[above if above is not None else below] != MISSING
        complement = None
        if cells.figure.kind in SHARES and above is not None and below is not None:
            complement = len(counts) + len(complements)
            both = (counts[above] != MISSING) & (counts[below] != MISSING)
            complements.append(np.where(both, counts[below] - counts[above], MISSING))
        figures.append(BlockFigure(cells, above, below, complement, there))
    return tuple(figures), np.array(complements, dtype=np.int64)


def _size(counts: Counts, figures: tuple[BlockFigure, ...]) -> Counts:
    """For each count what it is out of; itself, if that is nothing counted here."""
    size = counts.copy()
    for figure in figures:
        if figure.numerator is not None and figure.denominator is not None:
            size[figure.numerator] = counts[figure.denominator]
            if figure.complement is not None:
                size[figure.complement] = counts[figure.denominator]
    return size


def _nearest(within: list[tuple[int, int]], counts: Counts) -> list[tuple[int, int]]:
    """Only those pairs that do not follow from two others in every cell."""
    pairs = set(within)
    middles = {each for pair in pairs for each in pair}
    there = counts != MISSING

    def follows(part: int, whole: int, mid: int) -> bool:
        between = (part, mid) in pairs and (mid, whole) in pairs
        between = between and (mid, part) not in pairs and (whole, mid) not in pairs
        return between and bool(there[mid][there[part] & there[whole]].all())

    return sorted(
        (part, whole) for part, whole in pairs if not any(follows(part, whole, mid) for mid in middles)
    )


def _lines(
    tables: Tables, at: tuple[list[int], ...], counts: Counts, figures: tuple[BlockFigure, ...]
) -> Iterator[Line]:
    adds = _what_adds(tables, at[0], len(counts), figures)
    there = counts != MISSING
    period = {tables.periods[number].id: position for position, number in enumerate(at[2])}
    bin = {tables.bins[number]: position for position, number in enumerate(at[3])}
    for split in tables.lines.splits:
        yield from _split(tables, at[0], split.whole, split.parts, there)
    for figure in figures:
        if figure.complement is not None and figure.numerator is not None and figure.denominator is not None:
            yield Line(
                QUANTITY, figure.denominator, (figure.numerator, figure.complement), there[figure.complement]
            )
    yield from _place_lines(tables, at, there, adds)
    for period_line in tables.lines.periods:
        if all(each in period for each in (period_line.whole, *period_line.parts)):
            parts = [period[each] for each in period_line.parts]
            holds = _all_there(there, PERIOD, period[period_line.whole], parts)
            yield Line(PERIOD, period[period_line.whole], tuple(parts), holds & adds["period"][:, None, None])
    for group in tables.lines.groups:
        bins = [(group.breakdown, each) for each in group.groups]
        if EVERYONE in bin and all(each in bin for each in bins):
            parts = [bin[each] for each in bins]
            holds = _all_there(there, GROUP, bin[EVERYONE], parts) & adds["group"][:, None, None]
            yield Line(GROUP, bin[EVERYONE], tuple(parts), holds)
    yield from _same_day(tables, at, there, adds["stock"])


def _place_lines(
    tables: Tables, at: tuple[list[int], ...], there: Mask, adds: dict[str, Mask]
) -> Iterator[Line]:
    place = {tables.places[number]: position for position, number in enumerate(at[1])}
    periods = np.array([tables.periods[number].id for number in at[2]])
    bins = [tables.bins[number] for number in at[3]]
    for line in tables.lines.places:
        certain = [each for each in line.parts if "?" not in each]
        if line.whole not in place or not all(each in place for each in certain):
            continue
        parts = [place[each] for each in line.parts if each in place]
        holds = _all_there(there, PLACE, place[line.whole], [place[each] for each in certain])
        holds &= adds["place"][:, None, None] & np.isin(periods, line.periods)[None, :, None]
        if line.groups:
            holds &= np.array([each in line.groups for each in bins])[None, None, :]
        if line.by_area:
            holds &= adds["by_area"][:, None, None]
        yield Line(PLACE, place[line.whole], tuple(parts), holds, line.together)


def _so(counts: Counts, line: Line) -> Line:
    """The line, only where it holds."""
    whole = np.take(counts, line.whole, line.axis)
    parts = np.maximum(np.take(counts, line.parts, line.axis), 0).sum(axis=line.axis)
    so = {Together.ADD: whole == parts, Together.WITHIN: parts <= whole, Together.COVER: parts >= whole}
    return replace(line, holds=line.holds & so[line.together])


def _what_adds(
    tables: Tables, family: list[int], total: int, figures: tuple[BlockFigure, ...]
) -> dict[str, Mask]:
    """For each quantity, and each complement, whether it adds along an axis."""
    found = {}
    for way in ("group", "place", "period", "stock", "by_area"):
        adds = np.zeros(total, dtype=np.bool_)
        for place, number in enumerate(family):
            quantity = tables.lines.quantities[number]
            said = {"stock": quantity.stock, "by_area": quantity.by_area}
            adds[place] = said.get(way, way in quantity.adds)
        for figure in figures:
            if figure.complement is not None:
                adds[figure.complement] = adds[figure.numerator] & adds[figure.denominator]
        found[way] = adds
    return found


def _all_there(there: Mask, axis: int, whole: int, parts: list[int]) -> Mask:
    holds: Mask = np.take(there, whole, axis) & np.take(there, parts, axis).all(axis=axis)
    return holds


def _split(
    tables: Tables, family: list[int], whole: str, parts: tuple[str, ...], there: Mask
) -> Iterator[Line]:
    local = {tables.quantities.all[number].id: place for place, number in enumerate(family)}
    if whole in local and all(part in local for part in parts):
        positions = [local[part] for part in parts]
        yield Line(
            QUANTITY, local[whole], tuple(positions), _all_there(there, QUANTITY, local[whole], positions)
        )


def _same_day(tables: Tables, at: tuple[list[int], ...], there: Mask, stock: Mask) -> Iterator[Line]:
    """Of a stock, two periods that end on one day have one count: a line of one part."""
    first: dict[Hashable, int] = {}
    for position, number in enumerate(at[2]):
        other = first.setdefault(tables.periods[number].end, position)
        if other != position and stock.any():
            holds = _all_there(there, PERIOD, other, [position]) & stock[:, None, None]
            yield Line(PERIOD, other, (position,), holds)
