"""Results laid out for protection: every quantity as an array of places by periods by groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearth.disclosure.lines import Lines
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


def lay_out(results: Results) -> Tables:
    """The results as arrays; what adds to what is seen by `adding.with_lines`."""
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
    _nobody_not_known(axes, figures, (low, high))
    return Tables(
        *(axes.places, axes.levels, axes.periods, axes.bins),
        low,
        high,
        found,
        tuple(figures),
        Lines(),
        tuple(changes),
    )


def _nobody_not_known(axes: _Axes, figures: list[FigureCells], counts: tuple[Counts, Counts]) -> None:
    """A place that stands for "not known" has rows only where anyone is counted: elsewhere there is nobody."""
    levels = np.array(axes.levels)
    unknown = np.array(["?" in place for place in axes.places], dtype=np.bool_)
    for figure in figures:
        for quantity in (figure.numerator, figure.denominator):
            if quantity is None:
                continue
            for place in np.flatnonzero(unknown).tolist():
                counted = (figure.rows[(levels == levels[place]) & ~unknown] != MISSING).any(axis=0)
                for array in counts:
                    array[quantity, place][counted & (array[quantity, place] == MISSING)] = 0


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
    if not len(column):
        return {}
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
