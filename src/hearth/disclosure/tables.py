"""Results laid out for protection: every quantity as an array of places by periods by groups, and the lines on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearth.disclosure.lines import GroupLine, Lines, PeriodLine, PlaceLine, Quantity
from hearth.disclosure.quantities import Quantities, find_quantities
from hearth.engine.results import Results
from hearth.framework.counting import Figure
from hearth.kernel.periods import Period
from hearth.kernel.places import PlaceTree

__all__ = ["EVERYONE", "MISSING", "Bin", "Counts", "FigureCells", "Mask", "Tables", "lay_out"]

Bin = tuple[str, str]
EVERYONE: Bin = ("", "")
MISSING = -1
"""What stands in an array of counts where there is no such cell."""

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FigureCells:
    """A figure whose counts are protected: the quantities of its numerator and denominator (or None), and its cells.

    `rows` is the number of its row in the results for each place, period and bin, or MISSING. `population` is what a
    rate is divided by, which is public.
    """

    figure: Figure
    numerator: int | None
    denominator: int | None
    rows: Counts
    population: Counts | None = None


@dataclass(frozen=True)
class Tables:
    """All counts of the results as arrays: quantities by places by periods by bins, each with a low and a high.

    Where a cell of any figure is missing, so is the count. `lines` say what adds to what, of those that hold. `changes`
    have no counts of their own.
    """

    places: tuple[str, ...]
    levels: tuple[str, ...]
    periods: tuple[Period, ...]
    bins: tuple[Bin, ...]
    low: Counts
    high: Counts
    quantities: Quantities
    figures: tuple[FigureCells, ...]
    lines: Lines
    changes: tuple[FigureCells, ...] = ()

    def quantity(self, number: int) -> Quantity:
        return self.quantities.all[number]


def lay_out(results: Results) -> Tables:
    """The results as arrays."""
    found = find_quantities(results.framework, results.figures)
    number = {each.id: place for place, each in enumerate(found.all)}
    axes = _axes(results)
    shape = (len(found.all), len(axes.places), len(axes.periods), len(axes.bins))
    low, high = np.full(shape, MISSING), np.full(shape, MISSING)
    figures, changes = [], []
    for figure in results.figures:
        if figure.id not in axes.rows:
            continue
        cells = _cells(figure, axes, shape[1:], {k: number[v] for k, v in found.of.items()})
        if figure.change_of is not None:
            changes.append(cells)
            continue
        for quantity, name in ((cells.numerator, "numerator"), (cells.denominator, "denominator")):
            if quantity is not None:
                _fill(low[quantity], cells.rows, axes.column(f"{name}_low"))
                _fill(high[quantity], cells.rows, axes.column(f"{name}_high"))
        figures.append(cells)
    tables = Tables(
        *(axes.places, axes.levels, axes.periods, axes.bins),
        low,
        high,
        found,
        tuple(figures),
        Lines(),
        tuple(changes),
    )
    return replace(tables, lines=_lines(tables, results.places))


@dataclass(frozen=True)
class _Axes:
    table: pa.Table
    places: tuple[str, ...]
    levels: tuple[str, ...]
    periods: tuple[Period, ...]
    bins: tuple[Bin, ...]
    at: tuple[Counts, Counts, Counts]
    rows: dict[str, slice]

    def column(self, name: str) -> Counts:
        found: Counts = self.table[name].fill_null(MISSING).to_numpy()
        return found


def _axes(results: Results) -> _Axes:
    table = results.table
    places, at_place = _coded(table["place"])
    periods, at_period = _coded(table["period"])
    breakdowns, at_breakdown = _coded(table["breakdown"])
    groups, at_group = _coded(table["group"])
    pairs, at_bin = np.unique(at_breakdown * max(1, len(groups)) + at_group, return_inverse=True)
    width = max(1, len(groups))
    bins = tuple((breakdowns[pair // width], groups[pair % width]) for pair in pairs.tolist())
    known = {each.id: each for each in results.periods}
    levels = tuple(_level(results.places, place) for place in places)
    return _Axes(
        table,
        tuple(places),
        levels,
        tuple(known[id] for id in periods),
        bins,
        (at_place, at_period, at_bin.reshape(-1)),
        _stretches(table["figure"]),
    )


def _coded(column: pa.ChunkedArray) -> tuple[list[str], Counts]:
    """The different values in order, and for each row which of them it has."""
    encoded = column.combine_chunks().dictionary_encode()
    words = encoded.dictionary.to_pylist()
    order = sorted(range(len(words)), key=lambda each: str(words[each]))
    place = np.empty(len(words), dtype=np.int64)
    place[order] = np.arange(len(words))
    return [words[each] for each in order], place[encoded.indices.to_numpy(zero_copy_only=False)]


def _stretches(column: pa.ChunkedArray) -> dict[str, slice]:
    """Where each figure's rows are: they stand together."""
    encoded = column.combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    ends = [*starts[1:].tolist(), len(codes)]
    words = encoded.dictionary.to_pylist()
    return {words[codes[start]]: slice(start, end) for start, end in zip(starts.tolist(), ends, strict=True)}


def _level(tree: PlaceTree, place: str) -> str:
    code, _, level = place.partition("?")
    return level or tree.place(code).level


def _cells(
    figure: Figure, axes: _Axes, shape: tuple[int, ...], of: dict[tuple[str, str], int]
) -> FigureCells:
    rows = np.full(shape, MISSING)
    mine = axes.rows[figure.id]
    numbers = np.arange(mine.start, mine.stop)
    rows[tuple(each[mine] for each in axes.at)] = numbers
    population = None
    if figure.kind == "rate":
        population = np.full(shape, MISSING)
        _fill(population, rows, axes.column("denominator_low"))
    return FigureCells(
        figure, of.get((figure.id, "numerator")), of.get((figure.id, "denominator")), rows, population
    )


def _fill(array: Counts, rows: Counts, column: Counts) -> None:
    here = rows != MISSING
    array[here] = column[rows[here]]


def _lines(tables: Tables, tree: PlaceTree) -> Lines:
    """Every line that holds for every count it would hold for; a quantity adds only as its counts show it does."""
    wanted = Lines(
        quantities=tables.quantities.all,
        splits=tables.quantities.splits,
        within=tables.quantities.within,
        groups=tuple(_groups(tables.bins)),
        places=tuple(_place_lines(tables, tree)),
        periods=tuple(_period_lines(tables.periods)),
    )
    quantities = tuple(
        replace(each, adds=tuple(_adds(tables, wanted, number)))
        for number, each in enumerate(tables.quantities.all)
    )
    splits = tuple(each for each in wanted.splits if _splits_hold(tables, each.whole, each.parts))
    return replace(wanted, quantities=quantities, splits=splits)


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


def _place_lines(tables: Tables, tree: PlaceTree) -> Iterator[PlaceLine]:
    by: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    @cache
    def lines_on(on: date) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(_places_on(tables, tree, on))

    for period in tables.periods:
        for line in lines_on(period.end):
            by.setdefault(line, []).append(period.id)
    for (whole, parts), periods in by.items():
        yield PlaceLine(whole, parts, tuple(periods))


def _places_on(tables: Tables, tree: PlaceTree, on: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    order = list(tree.levels)
    for whole, level in zip(tables.places, tables.levels, strict=True):
        if "?" in whole:
            continue
        for lower in order[: order.index(level)]:
            parts = [
                place
                for place, its in zip(tables.places, tables.levels, strict=True)
                if its == lower and _inside(tree, place, whole, level, on)
            ]
            if any("?" not in part for part in parts):
                yield whole, tuple(parts)


def _inside(tree: PlaceTree, place: str, whole: str, level: str, on: date) -> bool:
    """Whether a place (or the place in which a smaller one is not known) lies in the whole on the day."""
    code = place.partition("?")[0]
    return code == whole or tree.ancestor(code, level, on) == whole


def _adds(tables: Tables, lines: Lines, number: int) -> Iterator[str]:
    """Along which axes the quantity's counts add: as it says, and over periods also where no one is twice."""
    said = lines.quantities[number].adds
    counts = tables.low[number]
    if "group" in said and _groups_hold(tables, lines, counts):
        yield "group"
    if "period" in said or not lines.quantities[number].stock:
        sums = list(_period_sums(tables, lines, counts))
        if sums and all(sums) or ("period" in said and not sums):
            yield "period"
    if "place" in said and _places_hold(tables, lines, counts):
        yield "place"


def _groups_hold(tables: Tables, lines: Lines, counts: Counts) -> bool:
    everyone = tables.bins.index(EVERYONE) if EVERYONE in tables.bins else None
    if everyone is None:
        return True
    for line in lines.groups:
        at = [tables.bins.index((line.breakdown, group)) for group in line.groups]
        if not _sum_holds(counts[:, :, everyone], [counts[:, :, each] for each in at]):
            return False
    return True


def _period_sums(tables: Tables, lines: Lines, counts: Counts) -> Iterator[bool]:
    at = {period.id: number for number, period in enumerate(tables.periods)}
    for line in lines.periods:
        whole, parts = counts[:, at[line.whole]], [counts[:, at[part]] for part in line.parts]
        if _everywhere(whole, parts).any():
            yield _sum_holds(whole, parts)


def _places_hold(tables: Tables, lines: Lines, counts: Counts) -> bool:
    at = {place: number for number, place in enumerate(tables.places)}
    when = {period.id: number for number, period in enumerate(tables.periods)}
    for line in lines.places:
        periods = [when[each] for each in line.periods]
        whole = counts[at[line.whole]][periods]
        parts = [counts[at[part]][periods] for part in line.parts]
        optional = [part for part, name in zip(parts, line.parts, strict=True) if "?" in name]
        certain = [part for part, name in zip(parts, line.parts, strict=True) if "?" not in name]
        if not _sum_holds(whole, certain, optional):
            return False
    return True


def _splits_hold(tables: Tables, whole: str, parts: tuple[str, ...]) -> bool:
    at = {each.id: number for number, each in enumerate(tables.quantities.all)}
    return _sum_holds(tables.low[at[whole]], [tables.low[at[part]] for part in parts])


def _everywhere(whole: Counts, parts: list[Counts]) -> Mask:
    there: Mask = whole != MISSING
    for part in parts:
        there = there & (part != MISSING)
    return there


def _sum_holds(whole: Counts, parts: list[Counts], optional: list[Counts] | None = None) -> bool:
    there = _everywhere(whole, parts)
    total = np.zeros_like(whole)
    for part in (*parts, *(optional or [])):
        total += np.maximum(part, 0)
    return bool((whole == total)[there].all())
