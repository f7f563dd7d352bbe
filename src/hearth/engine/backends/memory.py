"""The judge: counts record by record in plain Python. Slow, and obvious on purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow.parquet as pq

from hearth.engine.backends.base import Counts, Integers, past_64_bits
from hearth.engine.closures import to_function
from hearth.engine.plan import EVERYONE, Bin, Dimension, Plan, Scan, Task
from hearth.framework.counting import COMPONENTS, Counting, Derived, Flow, Stock, Wave
from hearth.framework.datasets import NOT_KNOWN
from hearth.framework.language import Columns, Expression
from hearth.framework.measures import Speaks, Take
from hearth.kernel.periods import Period

__all__ = ["MemoryEngine"]

Record = dict[str, Any]
Value = Callable[[Record], Any]
Where = tuple[int, str, int]
"""A position in the plan's periods, a place's code, and a position in the plan's bins."""


class MemoryEngine:
    """See `base.Engine`. Holds every record of a scan in memory."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.bin_number = plan.bin_number()
        self.period_number = {period: number for number, period in enumerate(plan.periods)}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None

    def count_records(self, scan: Scan) -> list[Counts]:
        records = [record for file in scan.files for record in pq.ParquetFile(file).read().to_pylist()]
        for derived in scan.derive:
            _derive(records, derived, scan.columns)
        return [self._count(task, scan, records) for task in scan.tasks]

    def count_aggregates(self, task: Task) -> Counts:
        own = [COMPONENTS.index(component.name) for component in task.counting.components]
        lows: dict[Where, list[int]] = defaultdict(lambda: [0] * len(own))
        highs: dict[Where, list[int]] = defaultdict(lambda: [0] * len(own))
        for row in self.plan.contributions:
            if row.task != task.id:
                continue
            for level in task.levels:
                place = self.plan.locator.place_at(row.place, level, row.period.end)
                where = (self.period_number[row.period], place, self.bin_number[row.bin])
                for column, component in enumerate(own):
                    lows[where][column] += row.low[component]
                    highs[where][column] += row.high[component]
        return _counts(task, lows, highs)

    def _count(self, task: Task, scan: Scan, records: list[Record]) -> Counts:
        wanted = [_value(each, task.counting) for each in task.counting.where]
        looked_at = [record for record in records if all(test(record) is True for test in wanted)]
        values = [_amount(component.value, task.counting) for component in task.counting.components]
        counted: dict[Where, list[int]] = {}
        for period in task.periods:
            speaking = _speaking(list(_inside(looked_at, task.counting, period)), scan)
            for where, members in self._members(task, scan, speaking, period).items():
                counted[where] = [_add_up(value, members, task.counting) for value in values]
        return _counts(task, counted, counted)

    def _members(
        self, task: Task, scan: Scan, speaking: list[Record], period: Period
    ) -> dict[Where, list[Record]]:
        """The records that count in each place of each level, and in each bin."""
        members: dict[Where, list[Record]] = defaultdict(list)
        number = self.period_number[period]
        for record in speaking:
            home = record[scan.place_field] if scan.place_field else None
            bins = [self.bin_number[bin] for bin in self._bins(task, record)]
            for level in task.levels:
                place = self.plan.locator.place_at(home, level, period.end)
                for bin in bins:
                    members[number, place, bin].append(record)
        return members

    def _bins(self, task: Task, record: Record) -> Iterator[Bin]:
        yield EVERYONE
        for dimension in task.dimensions:
            yield (dimension.breakdown, self._group(dimension, record[dimension.field]))

    def _group(self, dimension: Dimension, value: str | None) -> str:
        if dimension.attribute is not None:
            value = self.plan.locator.group_of(value, dimension.attribute)
        return value if value in dimension.groups else NOT_KNOWN


def _value(expression: Expression, counting: Counting) -> Value:
    return to_function(expression.tree, dict(counting.columns))


def _derive(records: list[Record], derived: Derived, columns: Columns) -> None:
    """Give each record the derived field, worked out from its fellows in order."""
    value = to_function(derived.value.tree, columns)
    where = to_function(derived.where.tree, columns) if derived.where else lambda record: True
    fellows: dict[Any, list[Record]] = defaultdict(list)
    for record in records:
        fellows[record[derived.by]].append(record)
    found: list[tuple[Record, Any]] = []
    for by, group in fellows.items():
        ordered = sorted(group, key=lambda record: _order(record, derived.order))
        values = [value(record) if where(record) is True else None for record in ordered]
        for position, record in enumerate(ordered):
            found.append((record, None if by is None else _take(derived.take, values, position)))
    for record, each in found:
        record[derived.name] = each


def _take(take: Take, values: list[Any], position: int) -> Any:
    given = [each for each in values if each is not None]
    before = [each for each in values[:position] if each is not None]
    if take is Take.FIRST:
        return given[0] if given else None
    if take is Take.PREVIOUS:
        return before[-1] if before else None
    return max(before) if before else None


def _order(record: Record, fields: Iterable[str]) -> tuple[Any, ...]:
    """Empty values come last."""
    return tuple((record[name] is None, 0 if record[name] is None else record[name]) for name in fields)


def _inside(records: list[Record], counting: Counting, period: Period) -> Iterator[Record]:
    match counting.timing:
        case Flow(dated_by=dated_by):
            day = _value(dated_by, counting)
            return (record for record in records if (found := day(record)) is not None and found in period)
        case Stock(open_from=open_from, open_until=open_until):
            start, end = _value(open_from, counting), _value(open_until, counting)
            return (record for record in records if _open(start(record), end(record), period.end))
        case Wave(field=field):
            return (record for record in records if record[field] == period.id)


def _open(start: date | None, end: date | None, on: date) -> bool:
    return start is not None and start <= on and (end is None or end > on)


def _speaking(records: list[Record], scan: Scan) -> list[Record]:
    """All records; or where the first of a person's records speaks for the person, the first of each person."""
    counting = scan.counting
    if counting.unit is None:
        return records
    known = [record for record in records if record[counting.unit] is not None]
    if counting.speaks is Speaks.EVERYWHERE:
        return known
    day = _day(counting)
    first: dict[Any, Record] = {}
    for record in sorted(known, key=lambda record: (day(record), record[scan.dataset.key])):
        first.setdefault(record[counting.unit], record)
    return list(first.values())


def _day(counting: Counting) -> Value:
    match counting.timing:
        case Flow(dated_by=dated_by):
            return _value(dated_by, counting)
        case Stock(open_from=open_from):
            return _value(open_from, counting)
        case Wave():
            return lambda record: 0


def _amount(value: Expression | None, counting: Counting) -> Value:
    """1 for a record that counts; for a sum, the value in units of its last decimal place."""
    if value is None:
        return lambda record: 1
    function, scale = _value(value, counting), 10**value.type.places

    def amount(record: Record) -> int:
        found = function(record)
        return int(found * scale) if found is not None else 0

    return amount


def _add_up(value: Value, records: list[Record], counting: Counting) -> int:
    if counting.unit is not None and counting.speaks is Speaks.EVERYWHERE:
        return len({record[counting.unit] for record in records if value(record)})
    return sum(value(record) for record in records)


def _counts(task: Task, low: dict[Where, list[int]], high: dict[Where, list[int]]) -> Counts:
    cells = sorted(low)
    width = len(task.counting.components)
    return Counts(
        task=task.id,
        period=np.array([period for period, _, _ in cells], dtype=np.int64),
        place=np.array([place for _, place, _ in cells], dtype=object),
        bin=np.array([bin for _, _, bin in cells], dtype=np.int64),
        low=_integers(low, cells, width, task),
        high=_integers(high, cells, width, task),
    )


def _integers(counted: dict[Where, list[int]], cells: list[Where], width: int, task: Task) -> Integers:
    try:
        return np.array([counted[cell] for cell in cells], dtype=np.int64).reshape(-1, width)
    except OverflowError as error:
        raise past_64_bits(task.figure.title) from error
