"""From an engine's sparse counts to a full table: a row for every place and group of each span, nothing left out.

A place or group in which nothing was counted has zeros: nobody is a count too. "Ward not known" has a row only where
somebody is counted there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hearth.engine.backends.base import Counts, Integers
from hearth.engine.plan import EVERYONE, Bin, Locator, Plan, Span, Task

__all__ = ["Block", "assemble"]


@dataclass(frozen=True, slots=True)
class Block:
    """The full counts of one task in one period: an array of places by bins by components, twice."""

    task: Task
    span: Span
    places: tuple[str, ...]
    bins: tuple[Bin, ...]
    low: Integers
    high: Integers


def assemble(plan: Plan, task: Task, counted: Iterable[Counts]) -> list[Block]:
    """The blocks of a task, one for each of its spans, in order; the counts of records and of aggregates added."""
    somebody = [(each, np.flatnonzero(each.high.any(axis=1))) for each in counted if len(each.period)]
    number = {period: number for number, period in enumerate(plan.periods)}
    blocks = []
    for span in task.spans:
        here = [(each, rows[each.period[rows] == number[span.period]]) for each, rows in somebody]
        blocks.append(_block(plan, task, span, here))
    return blocks


def _block(plan: Plan, task: Task, span: Span, here: list[tuple[Counts, Integers]]) -> Block:
    bins = tuple(_bins(task, span))
    named = {code for each, rows in here for code in each.place[rows]}
    places = _places(plan.locator, span, named)
    shape = (len(places), len(bins), len(task.counting.components))
    low, high = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    row_of = {code: row for row, code in enumerate(places)}
    column_of = _positions(plan, bins)
    for each, rows in here:
        row = np.array([row_of.get(code, -1) for code in each.place[rows]], dtype=np.int64)
        column = column_of[each.bin[rows]]
        kept = (row >= 0) & (column >= 0)
        low[row[kept], column[kept]] += each.low[rows][kept]
        high[row[kept], column[kept]] += each.high[rows][kept]
    return Block(task, span, places, bins, low, high)


def _bins(task: Task, span: Span) -> Iterable[Bin]:
    yield EVERYONE
    for dimension in task.dimensions:
        if dimension.breakdown in span.breakdowns:
            yield from dimension.bins


def _positions(plan: Plan, bins: tuple[Bin, ...]) -> npt.NDArray[np.int64]:
    """Where each of the plan's bins stands among these; -1 where it does not."""
    positions = {bin: number for number, bin in enumerate(bins)}
    return np.array([positions.get(bin, -1) for bin in plan.bins], dtype=np.int64)


def _places(locator: Locator, span: Span, named: set[str]) -> tuple[str, ...]:
    """The places of the span's levels that something is said of; of "not known" ones, those counted in."""
    day = span.period.end
    known = [code for level in span.levels for code in locator.places(level, day)]
    if span.stated is not None:
        reached = {locator.place_at(code, level, day) for code in span.stated for level in span.levels}
        known = [code for code in known if code in reached]
    levels = tuple(f"?{level}" for level in span.levels)
    return (*known, *sorted(code for code in named if code.endswith(levels)))
