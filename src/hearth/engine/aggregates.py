"""Aggregate rows, made ready to count: each set to a task and a period, every breakdown made to add to everyone.

What a return states for everyone but not for each group is `not_known` in that breakdown, so groups always add. The
same people stated twice (for a place and for a place inside it, for a year and for its quarters) is refused: one of
the two is a check, not a count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

from hearth.engine.plan import EVERYONE, Bin, Contribution, Locator, Task
from hearth.framework.datasets import NOT_KNOWN
from hearth.framework.meaning import COMPONENTS, Counting
from hearth.kernel.errors import NotMeasurable
from hearth.kernel.periods import Period
from hearth.store.ledger import Form
from hearth.store.store import Store

__all__ = ["Stated", "contributions", "read_stated"]

Bounds = tuple[tuple[int, ...], tuple[int, ...]]
NOTHING: Bounds = ((0,) * len(COMPONENTS), (0,) * len(COMPONENTS))


@dataclass(frozen=True, slots=True)
class Stated:
    """One aggregate row of a return: what it states for a figure, place, period and group."""

    figure: str
    place: str
    period: Period
    bin: Bin
    bounds: Bounds


def read_stated(store: Store, datasets: Iterable[str]) -> tuple[Stated, ...]:
    """Every aggregate row of the standing returns of these datasets, in a total order."""
    wanted = set(datasets)
    returns = [each for each in store.returns() if each.form is Form.AGGREGATES and each.dataset in wanted]
    rows = (row for each in returns for row in _rows(store.root / each.file, each.period))
    return tuple(sorted(rows, key=lambda row: (row.figure, row.place, row.period, row.bin)))


def contributions(
    stated: Iterable[Stated], tasks: Iterable[Task], locator: Locator
) -> Iterator[Contribution]:
    """What the rows add to each task's periods. NotMeasurable says which rows state the same people twice."""
    by_figure: defaultdict[str, list[Stated]] = defaultdict(list)
    for row in stated:
        by_figure[row.figure].append(row)
    for task in tasks:
        rows = by_figure.get(task.figure.id, [])
        _refuse_nested_periods(rows, task.counting)
        for period in task.periods:
            held = [row for row in rows if _falls_in(row.period, period, task.counting)]
            _refuse_nested_places(held, locator)
            yield from _set_to(task, period, held)


def _rows(path: Path, period: Period) -> Iterator[Stated]:
    for row in pq.ParquetFile(path).read().to_pylist():
        low = tuple(row[f"{name}_low"] or 0 for name in COMPONENTS)
        high = tuple(row[f"{name}_high"] or 0 for name in COMPONENTS)
        yield Stated(row["figure"], row["place"], period, (row["breakdown"], row["group"]), (low, high))


def _falls_in(stated: Period, period: Period, counting: Counting) -> bool:
    if stated == period:
        return True
    return "period" in counting.adds and period.start <= stated.start and stated.end <= period.end


def _set_to(task: Task, period: Period, rows: list[Stated]) -> Iterator[Contribution]:
    """The rows as contributions to one period, with what no group was stated for put in `not_known`."""
    cells: defaultdict[tuple[str, Period], dict[Bin, Bounds]] = defaultdict(dict)
    for row in rows:
        cells[row.place, row.period][row.bin] = row.bounds
    for (place, _), bins in cells.items():
        for bin, (low, high) in _completed(bins, task).items():
            yield Contribution(task.id, place, period, bin, low, high)


def _completed(bins: dict[Bin, Bounds], task: Task) -> dict[Bin, Bounds]:
    everyone = bins.get(EVERYONE) or _sum(bounds for bin, bounds in bins.items() if bin[0] == min(bins)[0])
    whole: dict[Bin, Bounds] = {EVERYONE: everyone}
    for dimension in task.dimensions:
        groups = {bin: bounds for bin, bounds in bins.items() if bin[0] == dimension.breakdown}
        rest = _less(everyone, _sum(groups.values()))
        unknown = (dimension.breakdown, NOT_KNOWN)
        whole |= groups
        whole[unknown] = _sum([whole.get(unknown, NOTHING), rest])
    return whole


def _sum(many: Iterable[Bounds]) -> Bounds:
    lows, highs = zip(*many, strict=True) if (many := [*many]) else ((NOTHING[0],), (NOTHING[1],))
    return tuple(map(sum, zip(*lows, strict=True))), tuple(map(sum, zip(*highs, strict=True)))


def _less(whole: Bounds, parts: Bounds) -> Bounds:
    """What is left of the whole, known within bounds; never below nothing."""
    low = tuple(max(0, w - p) for w, p in zip(whole[0], parts[1], strict=True))
    high = tuple(max(0, w - p) for w, p in zip(whole[1], parts[0], strict=True))
    return low, high


def _refuse_nested_periods(rows: list[Stated], counting: Counting) -> None:
    if "period" not in counting.adds:
        return
    stated: defaultdict[str, set[Period]] = defaultdict(set)
    for row in rows:
        stated[row.place].add(row.period)
    for place, periods in stated.items():
        ordered = sorted(periods)
        for earlier, later in pairwise(ordered):
            if later.start <= earlier.end:
                raise _twice(rows[0].figure, f"{place} in {earlier.id}", f"{place} in {later.id}")


def _refuse_nested_places(rows: list[Stated], locator: Locator) -> None:
    places = {row.place for row in rows}
    days = {row.place: row.period.end for row in rows}
    for place in sorted(places):
        if place in locator.tree:
            above = set(locator.tree.ancestors(place, days[place]).values()) - {place}
            for other in sorted(above & places):
                raise _twice(rows[0].figure, other, place)


def _twice(figure: str, one: str, other: str) -> NotMeasurable:
    return NotMeasurable(
        f"{figure} is stated for {one} and also for {other}, which overlap: the same people would count twice.",
        "Send one of the two as a return, and keep the other to compare with.",
    )
