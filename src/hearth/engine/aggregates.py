"""Aggregate rows, made ready to count: each set to a task and a period, every breakdown made to add to everyone.

What a return states for everyone but not for each group is `not_known` in that breakdown, so groups always add. The
same people stated twice (for a place and for a place inside it, for a ward and for a hub that share an area, for a year
and for its quarters, by two senders) is refused: one of the two is a check, not a count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hearth.engine.plan import EVERYONE, Bin, Contribution, Locator, Task
from hearth.framework.counting import COMPONENTS, Component, Counting
from hearth.framework.datasets import NOT_KNOWN
from hearth.framework.language import Type
from hearth.kernel.errors import NotMeasurable
from hearth.kernel.periods import Period
from hearth.kernel.places import PlaceTree
from hearth.store.ledger import Form, Return

__all__ = ["Stated", "contributions", "falls_in", "read_stated"]

Bounds = tuple[tuple[int, ...], tuple[int, ...]]
UNBOUNDED = 2**45
"""Stands for "no bound is known": above any sum of squares, yet a quarter of a million of them can be added up."""
NOTHING: Bounds = ((0,) * len(COMPONENTS), (0,) * len(COMPONENTS))
LEAST_SUM = -(2**63)


@dataclass(frozen=True, slots=True)
class Stated:
    """One aggregate row of a return for a dataset: what it states for a figure, place, period and group."""

    dataset: str
    figure: str
    place: str
    period: Period
    bin: Bin
    bounds: Bounds


def read_stated(root: Path, returns: Iterable[Return]) -> tuple[Stated, ...]:
    """Every aggregate row of these returns, whose files lie under the root, in a total order."""
    held = [each for each in returns if each.form is Form.AGGREGATES]
    rows = (row for each in held for row in _rows(root / each.file, each))
    return tuple(sorted(rows, key=lambda row: (row.figure, row.place, row.period, row.bin)))


def contributions(
    stated: Iterable[Stated], tasks: Iterable[Task], locator: Locator
) -> Iterator[Contribution]:
    """What the rows add to each task's periods. NotMeasurable says which rows state the same people twice."""
    by_figure: defaultdict[str, dict[Period, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    for row in stated:
        by_figure[row.figure][row.period].append(row)
    for task in tasks:
        by_period: dict[Period, list[Stated]] = by_figure.get(task.figure.id, {})
        _refuse_nested_periods([row for rows in by_period.values() for row in rows], task.counting)
        for period in task.periods:
            inside = [each for each in sorted(by_period) if falls_in(each, period, task.counting)]
            held = [row for each in inside for row in by_period[each]]
            _refuse_nested_places(held, locator)
            yield from _set_to(task, period, held)


def _rows(path: Path, held: Return) -> Iterator[Stated]:
    for row in pq.ParquetFile(path).read().to_pylist():
        low = tuple(row[f"{name}_low"] or 0 for name in COMPONENTS)
        high = tuple(_most(row[f"{name}_high"], name, row) for name in COMPONENTS)
        group = (row["breakdown"], row["group"])
        yield Stated(held.dataset, row["figure"], row["place"], held.period, group, (low, high))


def _most(high: int | None, name: str, row: dict[str, Any]) -> int:
    """The most that a count can be. Where a row does not give it: of those known, all; of squares, no one can say."""
    if high is not None:
        return high
    if name == "known":
        return int(row["denominator_high"] or 0)
    return UNBOUNDED if name == "squares" else 0


def falls_in(stated: Period, period: Period, counting: Counting) -> bool:
    """Whether what is stated for one period counts in another: in any that holds it, if the counts of periods add."""
    if stated == period:
        return True
    return "period" in counting.adds and period.start <= stated.start and stated.end <= period.end


def _set_to(task: Task, period: Period, rows: list[Stated]) -> Iterator[Contribution]:
    """The rows as contributions to one period, with what no group was stated for put in `not_known`."""
    cells: defaultdict[tuple[str, Period], dict[Bin, Bounds]] = defaultdict(dict)
    for row in rows:
        if row.bin in cells[row.place, row.period]:
            raise _stated_again(row)
        cells[row.place, row.period][row.bin] = row.bounds
    divided = [(each.breakdown, frozenset(each.bins)) for each in task.dimensions]
    least = _least(task)
    for (place, stated_for), bins in cells.items():
        who = f"{task.figure.id} for {place} in {stated_for.id}"
        for bin, (low, high) in _completed(bins, divided, least, who).items():
            yield Contribution(task.id, place, period, bin, low, high)


def _completed(
    bins: dict[Bin, Bounds], divided: list[tuple[str, frozenset[Bin]]], least: tuple[int, ...], who: str
) -> dict[Bin, Bounds]:
    everyone = bins.get(EVERYONE) or _agreed(bins, who)
    whole: dict[Bin, Bounds] = {EVERYONE: everyone}
    for breakdown, own in divided:
        groups = {bin: bounds for bin, bounds in bins.items() if bin in own}
        added = _sum(groups.values())
        if any(low > high for low, high, n in zip(added[0], everyone[1], least, strict=True) if n == 0):
            raise _at_odds(f"{who}: the groups of {breakdown} add to more than what is stated for everyone.")
        unknown = (breakdown, NOT_KNOWN)
        whole |= groups
        whole[unknown] = _sum([whole.get(unknown, NOTHING), _less(everyone, added, least)])
    return whole


def _agreed(bins: dict[Bin, Bounds], who: str) -> Bounds:
    """Everyone, where only groups are stated: what the breakdowns add to, which must be the same for all of them."""
    breakdowns = {breakdown for breakdown, _ in bins}
    sums = [_sum(bounds for bin, bounds in bins.items() if bin[0] == each) for each in sorted(breakdowns)]
    low = tuple(map(max, zip(*(each[0] for each in sums), strict=True)))
    high = tuple(map(min, zip(*(each[1] for each in sums), strict=True)))
    if any(one > other for one, other in zip(low, high, strict=True)):
        told = ", ".join(sorted(breakdowns))
        raise _at_odds(
            f"{who}: the groups of {told} do not add to the same, and nothing is stated for everyone."
        )
    return low, high


def _at_odds(message: str) -> NotMeasurable:
    return NotMeasurable(message, "Ask the sender which is right, and have the return sent again.")


def _sum(many: Iterable[Bounds]) -> Bounds:
    lows, highs = zip(*many, strict=True) if (many := [*many]) else ((NOTHING[0],), (NOTHING[1],))
    return tuple(map(sum, zip(*lows, strict=True))), tuple(map(sum, zip(*highs, strict=True)))


def _less(whole: Bounds, parts: Bounds, least: tuple[int, ...]) -> Bounds:
    """What is left of the whole, known within bounds; never below the least that there can be."""
    low = tuple(max(n, w - p) for w, p, n in zip(whole[0], parts[1], least, strict=True))
    high = tuple(max(n, w - p) for w, p, n in zip(whole[1], parts[0], least, strict=True))
    return low, high


def _least(task: Task) -> tuple[int, ...]:
    """No count is below nothing; a sum may be, as of scores that fell."""
    sums = {each.name for each in task.counting.components if _is_sum(each)}
    return tuple(LEAST_SUM if name in sums else 0 for name in COMPONENTS)


def _is_sum(component: Component) -> bool:
    return component.value is not None and component.value.type.type is not Type.BOOLEAN


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
    held: defaultdict[str, list[tuple[str, Period]]] = defaultdict(list)
    for place, period in sorted({(row.place, row.period) for row in rows if row.place in locator.tree}):
        for part in _with_all_inside(locator.tree, place, period):
            for other, when in held[part]:
                if other != place and when.start <= period.end and period.start <= when.end:
                    raise _twice(rows[0].figure, other, place)
            held[part].append((place, period))


def _with_all_inside(tree: PlaceTree, place: str, period: Period) -> tuple[str, ...]:
    smaller = tree.levels[: tree.levels.index(tree.place(place).level)]
    return (place, *(child for level in smaller for child in tree.children(place, level, period.end)))


def _twice(figure: str, one: str, other: str) -> NotMeasurable:
    return NotMeasurable(
        f"{figure} is stated for {one} and also for {other}, which overlap: the same people would count twice.",
        "Send one of the two as a return, and keep the other to compare with.",
    )


def _stated_again(row: Stated) -> NotMeasurable:
    return NotMeasurable(
        f"{row.figure} is stated twice for {row.place} in {row.period.id}: the same people would count twice.",
        "Let one partner state it; or let each state the places that are its own.",
    )
