"""The default engine: DuckDB over the store's Parquet files, in three steps.

1. One read: the columns that the tasks use, the days joined to stretches of time ("slots"), conditions as flags.
2. One GROUP BY for each breakdown at the place the records name; the finest cube instead, where it is small.
3. Periods, then places, rolled up from that small answer. Places are never joined to records, unless distinct people
   are counted everywhere, which adds up nowhere and so is counted afresh for every place.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa

from hearth.engine.backends.base import Counts, Integers, past_64_bits
from hearth.engine.backends.duckdb_text import Text
from hearth.engine.plan import EVERYONE, Dimension, Plan, Scan, Task, boundaries
from hearth.framework.counting import COMPONENTS, Stock, Timing, Wave
from hearth.framework.datasets import NOT_KNOWN
from hearth.kernel.errors import NotMeasurable
from hearth.kernel.periods import Period

__all__ = ["DuckDBEngine"]

Slot = tuple[date, date]
TEXT = pa.string()
MEMORY = "700MB"
BYTES_OF_A_PERSON = 300
"""What is kept of one person in one slot while the records are read: measured at 100 to 250 bytes."""


class DuckDBEngine:
    """See `base.Engine`. `memory`, in whole megabytes, bounds what it holds before it uses the disk.

    `threads` is all there are if None.
    """

    def __init__(self, plan: Plan, *, threads: int | None = None, memory: str = MEMORY) -> None:
        self.plan = plan
        self.threads = threads
        self.memory = memory
        self.bin_number = plan.bin_number()
        self.period_number = {period: number for number, period in enumerate(plan.periods)}

    def __enter__(self) -> Self:
        self.folder = tempfile.TemporaryDirectory(prefix="hearth-")
        self.db = duckdb.connect()
        # An extension that is not installed would be looked for on the network, at seconds a time.
        self.db.execute("SET autoinstall_known_extensions = false")
        self.db.execute("SET autoload_known_extensions = false")
        self.db.execute(f"SET memory_limit = '{self.memory}'")
        self.db.execute("SET temp_directory = $folder", {"folder": self.folder.name})
        self.db.execute("SET preserve_insertion_order = false")
        if self.threads is not None:
            self.db.execute(f"SET threads = {int(self.threads)}")
        self.lookups: dict[tuple[str, str | None], str] = {}
        self.laid_out: tuple[object, ...] = ()
        self._lay_out_places()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.db.close()
        self.folder.cleanup()

    def count_records(self, scan: Scan) -> list[Counts]:
        slots = self._lay_out_time(scan)
        text = Text(
            scan,
            everyone=self.bin_number[EVERYONE],
            lookups=tuple(self._lookup(dimension) for dimension in scan.dimensions),
            unknown=tuple(self.bin_number[each.breakdown, NOT_KNOWN] for each in scan.dimensions),
            cube=self._cube(scan),
        )
        return [
            counts
            for each in self._slices(text, slots)
            for counts in _split(each, self._answer(scan.dataset.title, each.statement()))
        ]

    def _slices(self, text: Text, slots: list[Slot]) -> list[Text]:
        """The scan as slices of people, none of more than memory holds: what is kept of people cannot go to disk."""
        if text.sliced_by is None:
            return [text]
        records = text.scan.records * _overlap(slots)
        many = 1 + int(records * BYTES_OF_A_PERSON / _bytes(self.memory))
        return [replace(text, slice=(number, many)) for number in range(many)]

    def count_aggregates(self, task: Task) -> Counts:
        rows = [row for row in self.plan.contributions if row.task == task.id]
        names = [f"{name}_{end}" for name in COMPONENTS for end in ("low", "high")]
        stated: dict[str, list[Any]] = {
            "period": [self.period_number[row.period] for row in rows],
            "drawing": [self.plan.locator.drawing(row.period.end) for row in rows],
            "leaf": [row.place if row.place in self.plan.locator.tree else "" for row in rows],
            "bin": [self.bin_number[row.bin] for row in rows],
        }
        for number, name in enumerate(COMPONENTS):
            stated[f"{name}_low"] = [row.low[number] for row in rows]
            stated[f"{name}_high"] = [row.high[number] for row in rows]
        self._table("stated", _columns(stated, leaf=TEXT))
        sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in names)
        answer = self._answer(
            task.figure.title,
            f"select period, reach.place as place, bin, {sums} from stated join reach using (drawing, leaf) "
            "where list_contains($levels, reach.level) group by all order by all",
            {"levels": sorted(task.levels)},
        )
        own = [component.name for component in task.counting.components]
        low = np.column_stack([answer[f"{name}_low"] for name in own])
        high = np.column_stack([answer[f"{name}_high"] for name in own])
        return Counts(task.id, answer["period"], answer["place"], answer["bin"], low, high)

    def _lay_out_time(self, scan: Scan) -> list[Slot]:
        """The slots of time; the tables `slots` (of days, last days or waves), and `spans`, slots to periods."""
        timing, periods = scan.counting.timing, scan.periods
        alike = isinstance(timing, Wave) or "period" not in scan.counting.adds
        slots = [(each.start, each.end) for each in periods] if alike else boundaries(periods)
        if self.laid_out != (type(timing), alike, periods):
            self.laid_out = (type(timing), alike, periods)
            self._table("slots", _slots(timing, periods, slots))
            self._spans(periods, slots, alike=alike)
        return slots

    def _spans(self, periods: tuple[Period, ...], slots: list[Slot], *, alike: bool) -> None:
        """Which periods each slot is part of: with `alike`, each slot is the period at the same place in the list."""
        pairs = [
            (number, period)
            for position, period in enumerate(periods)
            for number, (start, end) in enumerate(slots)
            if (number == position if alike else period.start <= start and end <= period.end)
        ]
        self._table(
            "spans",
            _columns(
                {
                    "_slot": [slot for slot, _ in pairs],
                    "period": [self.period_number[period] for _, period in pairs],
                    "drawing": [self.plan.locator.drawing(period.end) for _, period in pairs],
                }
            ),
        )

    def _lay_out_places(self) -> None:
        """The tables `known`, every code a record may name, and `reach`, the place of each level that it counts in."""
        locator = self.plan.locator
        known = [place.code for place in locator.tree.places]
        levels = sorted({level for task in self.plan.tasks for level in task.levels})
        drawings = {locator.drawing(period.end): period.end for period in self.plan.periods}
        rows = [
            (drawing, leaf, level, locator.place_at(leaf or None, level, day))
            for drawing, day in drawings.items()
            for leaf in ("", *known)
            for level in levels
        ]
        names = ("drawing", "leaf", "level", "place")
        columns = (
            dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
            if rows
            else {key: [] for key in names}
        )
        self._table("known", _columns({"leaf": known}, leaf=TEXT))
        self._table("reach", _columns(columns, leaf=TEXT, level=TEXT, place=TEXT))

    def _lookup(self, dimension: Dimension) -> str:
        """The table of every code that a record may name in the dimension's field, and the bin that it means."""
        known = (dimension.breakdown, dimension.attribute)
        if known not in self.lookups:
            self.lookups[known] = f"lookup_{len(self.lookups)}"
            self._table(self.lookups[known], self._bins_of(dimension))
        return self.lookups[known]

    def _bins_of(self, dimension: Dimension) -> pa.Table:
        if dimension.attribute is None:
            pairs = [(group, group) for group in dimension.groups]
        else:
            locator = self.plan.locator
            codes = [place.code for place in locator.tree.places]
            pairs = [(code, locator.group_of(code, dimension.attribute)) for code in codes]
        known = [(code, group) for code, group in pairs if group in dimension.groups]
        numbers = [self.bin_number[dimension.breakdown, group] for _, group in known]
        return _columns({"code": [code for code, _ in known], "bin": numbers}, code=TEXT)

    def _cube(self, scan: Scan) -> bool:
        """Whether the finest cube is small beside the records: then everything is worked out from it."""
        cells = len(scan.periods) * len(self.plan.locator.tree.places)
        for dimension in scan.dimensions:
            if dimension.field != scan.place_field:
                cells *= len(dimension.groups) + 1
        return len(scan.dimensions) > 1 and cells < scan.records / 10

    def _answer(self, what: str, statement: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self.db.execute(statement, values).fetchnumpy()
        except duckdb.OutOfRangeException as error:
            raise past_64_bits(what) from error
        except duckdb.OutOfMemoryException as error:
            raise NotMeasurable(
                f"There is not room enough, in memory or on disk, to count {what}.",
                "Make room on the disk that holds temporary files, and count again.",
            ) from error
        except duckdb.BinderException as error:
            if "not found" not in str(error):
                raise
            raise NotMeasurable(
                f"The returns of {what} do not have every field that the framework counts by.",
                "They were accepted under another edition of the dataset: have them sent again.",
            ) from error
        except duckdb.ConversionException as error:
            # Of a sum; anything else that cannot be converted is our own fault
            if "out of range" in str(error):
                raise past_64_bits(what) from error
            raise
        return answer

    def _table(self, name: str, table: pa.Table) -> None:
        self.db.register("arriving", table)
        self.db.execute(f"create or replace temp table {name} as select * from arriving")
        self.db.unregister("arriving")


def _columns(columns: dict[str, list[Any]], **types: pa.DataType) -> pa.Table:
    """A table of whole numbers, but for the columns whose type is given."""
    return pa.table(
        {name: pa.array(values, type=types.get(name, pa.int64())) for name, values in columns.items()}
    )


def _slots(timing: Timing, periods: tuple[Period, ...], slots: list[Slot]) -> pa.Table:
    """Which slot each wave, last day or day is in."""
    if isinstance(timing, Wave):
        return _columns({"_slot": [*range(len(periods))], "_wave": [each.id for each in periods]}, _wave=TEXT)
    if isinstance(timing, Stock):
        days = [(number, end) for number, (_, end) in enumerate(slots)]
    else:
        days = [(number, day) for number, slot in enumerate(slots) for day in _days(slot)]
    columns: dict[str, list[Any]] = {
        "_slot": [number for number, _ in days],
        "_day": [day for _, day in days],
    }
    return _columns(columns, _day=pa.date32())


def _overlap(slots: list[Slot]) -> float:
    """In how many slots a day is, on the average of those that are in any."""
    days = [day for slot in slots for day in _days(slot)]
    return len(days) / len(set(days)) if days else 1.0


def _bytes(memory: str) -> int:
    """Bytes, of a number of megabytes such as 700MB."""
    return int(memory.removesuffix("MB")) * 1_000_000


def _days(slot: Slot) -> list[date]:
    start, end = slot
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def _split(text: Text, answer: dict[str, Any]) -> list[Counts]:
    """Each task's own columns, out of the columns of the scan."""
    counts = []
    for task, positions in zip(text.scan.tasks, text.positions, strict=True):
        values: Integers = np.column_stack([answer[f"c{number}"] for number in positions])
        counts.append(Counts(task.id, answer["period"], answer["place"], answer["bin"], values, values))
    return counts
