"""The statements that DuckDB is given for a scan. Only our own names and our own tree's text ever stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hearth.engine.plan import Dimension, Scan, Task
from hearth.engine.sql import to_sql
from hearth.framework.language import Expression, Type
from hearth.framework.meaning import Component, Derived, Flow, Stock, Timing
from hearth.framework.measures import Speaks, Take

__all__ = ["Text"]

Say = Callable[[Expression], str]
"""Writes an expression as DuckDB reads it."""


@dataclass(frozen=True)
class Text:
    """What to say for one scan: `statements()` to run, then `answer()` to read."""

    scan: Scan
    _everyone: int
    _unknown: list[int]
    _cube: bool

    @property
    def afresh(self) -> bool:
        """Whether nothing adds, so that every place, group and period is counted from the records."""
        return self.scan.counting.unit is not None and self.scan.counting.speaks is Speaks.EVERYWHERE

    def statements(self) -> Iterator[str]:
        yield f"create or replace temp view records as {self._records()}"
        if self.afresh:
            return
        if self._cube:
            fields = list(dict.fromkeys(each.field for each in self._divided()))
            yield f"create or replace temp table cube as {self._grouped(self._chosen(), self._counted(), fields)}"
        for number, field in enumerate(self._leaf_fields()):
            source, sums = ("cube", self._added()) if self._cube else (self._chosen(), self._counted())
            grouped = self._grouped(source, sums, [field] if field else [])
            yield f"create or replace temp table leaf_{number} as {grouped}"

    def answer(self) -> str:
        return self._afresh() if self.afresh else self._rolled_up()

    def _say(self, expression: Expression) -> str:
        return to_sql(expression.tree, dict(self.scan.counting.columns))

    # Step 1: the read

    def _records(self) -> str:
        files = ", ".join(_quoted(file.as_posix()) for file in self.scan.files)
        read = f"select * from read_parquet([{files}])"
        for derived in self.scan.counting.derive:
            read = f"select *, {_derived(derived, self._say)} as {_named(derived.name)} from ({read})"
        return read

    def _chosen(self) -> str:
        """The records that fall in a slot, with the slot; of distinct people, each one's first."""
        counting = self.scan.counting
        conditions = [_true(each, self._say) for each in self._common()]
        if counting.unit is not None:
            conditions.append(f"{_named(counting.unit)} is not null")
        where = f" where {' and '.join(conditions)}" if conditions else ""
        joined = f"from records join slots on {_falls_in(counting.timing, self._say)}{where}"
        if counting.unit is None or self.afresh:
            return f"(select * {joined})"
        order = f"{_day(counting.timing, self._say)}, {_named(self.scan.dataset.key)}"
        turn = f"row_number() over (partition by _slot, {_named(counting.unit)} order by {order})"
        return f"(select * from (select *, {turn} as _turn {joined}) where _turn = 1)"

    def _common(self) -> list[Expression]:
        """The conditions that every task has."""
        first, *others = (task.counting.where for task in self.scan.tasks)
        return [each for each in first if all(each in other for other in others)]

    def _counted(self) -> list[str]:
        """Each component of each task, counted over records."""
        common = self._common()
        return [
            _count(component, [each for each in task.counting.where if each not in common], self._say)
            for task in self.scan.tasks
            for component in task.counting.components
        ]

    def _added(self) -> list[str]:
        """Each component, added up from an answer that has it already."""
        return [f"cast(sum(c{number}) as bigint)" for number in range(self._width())]

    def _width(self) -> int:
        return sum(len(task.counting.components) for task in self.scan.tasks)

    # Step 2: one GROUP BY for each breakdown, at the place that the records name

    def _divided(self) -> list[Dimension]:
        """The dimensions that need a GROUP BY of their own: the others follow from the place."""
        return [each for each in self.scan.dimensions if each.field != self.scan.place_field]

    def _leaf_fields(self) -> list[str]:
        return list(dict.fromkeys(each.field for each in self._divided())) or [""]

    def _place(self) -> str:
        return _named(self.scan.place_field) if self.scan.place_field else "cast(null as varchar)"

    def _grouped(self, source: str, sums: list[str], fields: list[str]) -> str:
        place = "_place" if source == "cube" else f"{self._place()} as _place"
        held = "".join(f", {_named(field)}" for field in fields)
        counted = "".join(f", {each} as c{number}" for number, each in enumerate(sums))
        return f"select _slot, {place}{held}{counted} from {source} group by all"

    # Step 3: periods and places, from the small answer

    def _leaves(self) -> Iterator[str]:
        """The small answer, bin by bin: everyone, and each breakdown."""
        fields = self._leaf_fields()
        held = "".join(f", c{number}" for number in range(self._width()))
        yield f"select {self._everyone} as _bin, _slot, _place{held} from leaf_0"
        for number, dimension in enumerate(self.scan.dimensions):
            follows = dimension.field == self.scan.place_field
            leaf = "leaf_0" if follows else f"leaf_{fields.index(dimension.field)}"
            raw = "_place" if follows else _named(dimension.field)
            bin = f"coalesce(lookup_{number}.bin, {self._unknown[number]})"
            yield (
                f"select {bin} as _bin, _slot, _place{held} from {leaf} "
                f"left join lookup_{number} on lookup_{number}.code = {leaf}.{raw}"
            )

    def _rolled_up(self) -> str:
        sums = "".join(f", cast(sum(c{number}) as bigint) as c{number}" for number in range(self._width()))
        leaves = " union all ".join(self._leaves())
        return (
            f"with leaves as ({leaves}), "
            "in_periods as (select _bin, period, drawing, coalesce(known.leaf, '') as leaf"
            f"{sums} from leaves join spans using (_slot) left join known on known.leaf = leaves._place group by all) "
            f"select period, reach.place as place, _bin as bin{sums} from in_periods "
            "join reach using (drawing, leaf) group by all order by all"
        )

    def _afresh(self) -> str:
        """Distinct people wherever they have a record: counted for every place and group apart."""
        counts = "".join(
            f", {_distinct(component, task, self._common(), self._say)} as c{number}"
            for number, (task, component) in enumerate(
                (task, component) for task in self.scan.tasks for component in task.counting.components
            )
        )
        placed = (
            f"select chosen.*, period, reach.place as _in_place from {self._chosen()} as chosen "
            f"join spans using (_slot) left join known on known.leaf = {self._place()} "
            "join reach on reach.drawing = spans.drawing and reach.leaf = coalesce(known.leaf, '')"
        )
        parts = [
            f"select period, _in_place as place, {self._everyone} as bin{counts} from placed group by all"
        ]
        for number, dimension in enumerate(self.scan.dimensions):
            bin = f"coalesce(lookup_{number}.bin, {self._unknown[number]})"
            parts.append(
                f"select period, _in_place as place, {bin} as bin{counts} from placed "
                f"left join lookup_{number} on lookup_{number}.code = placed.{_named(dimension.field)} group by all"
            )
        return f"with placed as ({placed}) {' union all '.join(parts)} order by all"


def _falls_in(timing: Timing, say: Say) -> str:
    match timing:
        case Flow(dated_by=dated_by):
            return f"slots._day = {say(dated_by)}"
        case Stock(open_from=open_from, open_until=open_until):
            start, end = say(open_from), say(open_until)
            return f"{start} <= slots._day and ({end} is null or {end} > slots._day)"
        case _:
            return f"slots._wave = {_named(timing.field)}"


def _day(timing: Timing, say: Say) -> str:
    match timing:
        case Flow(dated_by=dated_by):
            return say(dated_by)
        case Stock(open_from=open_from):
            return say(open_from)
        case _:
            return "0"


def _derived(derived: Derived, say: Say) -> str:
    value = say(derived.value)
    if derived.where is not None:
        value = f"case when {say(derived.where)} then {value} end"
    order = ", ".join(f"{_named(field)} nulls last" for field in derived.order)
    over = f"over (partition by {_named(derived.by)} order by {order} rows between unbounded preceding and"
    taken = {
        Take.FIRST: f"first_value({value} ignore nulls) {over} unbounded following)",
        Take.PREVIOUS: f"last_value({value} ignore nulls) {over} 1 preceding)",
        Take.MAX_BEFORE: f"max({value}) {over} 1 preceding)",
    }[derived.take]
    return f"case when {_named(derived.by)} is not null then {taken} end"


def _count(component: Component, where: list[Expression], say: Say) -> str:
    conditions = [_true(each, say) for each in where]
    value = component.value
    if value is None or value.type.type is Type.BOOLEAN:
        conditions += [] if value is None else [_true(value, say)]
        # count_if over nothing is NULL, not 0
        return f"coalesce(count_if({' and '.join(conditions)}), 0)" if conditions else "count(*)"
    amount = f"cast({say(value)} * {10**value.type.places} as bigint)"
    amount = f"case when {' and '.join(conditions)} then {amount} end" if conditions else amount
    return f"cast(coalesce(sum({amount}), 0) as bigint)"


def _distinct(component: Component, task: Task, common: list[Expression], say: Say) -> str:
    unit = _named(task.counting.unit or "")
    conditions = [_true(each, say) for each in task.counting.where if each not in common]
    if component.value is not None:
        conditions.append(_true(component.value, say))
    return f"count(distinct case when {' and '.join(conditions) or 'true'} then {unit} end)"


def _true(expression: Expression, say: Say) -> str:
    return f"({say(expression)})"


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
