"""The statement that DuckDB is given for a scan. Only our own names and our own tree's text ever stand in it.

    chosen       the records that fall in a slot of time, with what they count for (step 1: one read)
    cube         the finest cells, where they are few beside the records
    leaf_0 ...   one GROUP BY for each field that divides, at the place that the records name (step 2)
    leaves       the same, bin by bin
    in_periods   slots added up to periods (step 3), and then places

Columns of ours begin with an underscore, so that none is a field of a dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from hearth.engine.plan import Dimension, Scan
from hearth.engine.sql import to_sql
from hearth.framework.counting import Component, Derived, Flow, Stock, Timing
from hearth.framework.language import Expression, Type
from hearth.framework.measures import Speaks, Take

__all__ = ["Text"]

Say = Callable[[Expression], str]
"""Writes an expression as DuckDB reads it."""


@dataclass(frozen=True)
class Text:
    """What to say for one scan. `lookups` name the table of bins of each dimension, `unknown` its bin of the unknown.

    `everyone` is the bin of all records; `cube` says whether everything is to be worked out from the finest cells;
    `slice`, which slice of the people to count, out of how many.
    """

    scan: Scan
    everyone: int
    lookups: tuple[str, ...]
    unknown: tuple[int, ...]
    cube: bool
    slice: tuple[int, int] = (0, 1)

    @property
    def sliced_by(self) -> str | None:
        """The field of people by which the records can be counted slice by slice, the slices adding exactly.

        None where nobody's records need to be together, or not the same people's for everything.
        """
        counting = self.scan.counting
        fields = {each.by for each in self.scan.derive} | ({counting.unit} if counting.unit else set())
        return fields.pop() if len(fields) == 1 else None

    @property
    def afresh(self) -> bool:
        """Whether nothing adds, so that every place, group and period is counted from the records."""
        return self.scan.counting.unit is not None and self.scan.counting.speaks is Speaks.EVERYWHERE

    def statement(self) -> str:
        """One query, whose answer has `period`, `place`, `bin` and a column `c0`, `c1`... for each component."""
        return self._afresh() if self.afresh else self._rolled_up()

    @cached_property
    def positions(self) -> list[list[int]]:
        """For each task, and each of its components, which column of the answer has it: like ones share a column."""
        place = {worth: number for number, worth in enumerate(self._worths)}
        return [[place[worth] for worth in worths] for worths in self._worths_of_tasks]

    @cached_property
    def _worths(self) -> list[tuple[str, bool]]:
        """What a record counts for, once for all components that say the same; and whether it is a sum."""
        return list(dict.fromkeys(worth for worths in self._worths_of_tasks for worth in worths))

    @cached_property
    def _worths_of_tasks(self) -> list[list[tuple[str, bool]]]:
        common = self._common
        return [
            [
                _worth(component, [each for each in task.counting.where if each not in common], self._say)
                for component in task.counting.components
            ]
            for task in self.scan.tasks
        ]

    @cached_property
    def _common(self) -> list[Expression]:
        """The conditions that every task has."""
        first, *others = (task.counting.where for task in self.scan.tasks)
        return [each for each in first if all(each in other for other in others)]

    @cached_property
    def _say(self) -> Say:
        columns = self.scan.columns
        return cache(lambda expression: to_sql(expression.tree, columns))

    # Step 1: the read

    def _chosen(self) -> str:
        """The records that fall in a slot and what they count for; of distinct people, each one's first record."""
        counting = self.scan.counting
        conditions = [_true(each, self._say) for each in self._common]
        if counting.unit is not None:
            conditions.append(f"{_named(counting.unit)} is not null")
        where = f" where {' and '.join(conditions)}" if conditions else ""
        found = f"from {self._records()} join slots on {_falls_in(counting.timing, self._say)}{where}"
        if counting.unit is None or self.afresh:
            columns = "".join(f", {said} as {name}" for name, said in self._columns)
            return f"select _slot{columns} {found}"
        # A hash of people that keeps the least is a third of the work of sorting all their records.
        columns = ", ".join(f"{name} := {said}" for name, said in self._columns)
        order = _sort_key([_day(counting.timing, self._say), _named(self.scan.dataset.key)])
        first = f"unnest(min_by(struct_pack({columns}), {order}))"
        return f"select _slot, {first} {found} group by _slot, {_named(counting.unit)}"

    @cached_property
    def _columns(self) -> list[tuple[str, str]]:
        """What is kept of a record: its place, the fields that divide, and what it counts for."""
        unit = [self.scan.counting.unit] if self.scan.counting.unit and self.afresh else []
        place = _named(self.scan.place_field) if self.scan.place_field else "cast(null as varchar)"
        fields = [(_kept(field), _named(field)) for field in dict.fromkeys([*self._fields, *unit])]
        worth = [(f"c{number}", said) for number, (said, _) in enumerate(self._worths)]
        return [("_place", place), *fields, *worth]

    def _records(self) -> str:
        files = ", ".join(_quoted(file.as_posix()) for file in self.scan.files)
        read = f"read_parquet([{files}])"
        number, many = self.slice
        if many > 1:
            read = f"(select * from {read} where hash({_named(self.sliced_by or '')}) % {many} = {number})"
        for derived in self.scan.derive:
            read = f"({_derived(derived, read, self._say)})"
        return read

    # Step 2: one GROUP BY for each breakdown, at the place that the records name

    @cached_property
    def _fields(self) -> list[str]:
        """The fields that divide the records; what the place itself says (its deprivation) follows from the place.

        The one with the fewest groups comes first: everyone is added up from it.
        """
        divided = [each for each in self.scan.dimensions if not self._follows(each)]
        return list(dict.fromkeys(each.field for each in sorted(divided, key=_width)))

    def _follows(self, dimension: Dimension) -> bool:
        return dimension.field == self.scan.place_field

    def _steps(self) -> Iterator[str]:
        """The named parts of the query, up to the leaves."""
        counted = "".join(f", {_count(n, is_sum)} as c{n}" for n, (_, is_sum) in enumerate(self._worths))
        added = "".join(f", cast(sum(c{n}) as bigint) as c{n}" for n in range(len(self._worths)))
        fields = [_kept(field) for field in self._fields]
        once = self.cube or len(fields) < 2
        yield f"chosen as {'not materialized' if once else 'materialized'} ({self._chosen()})"
        source, sums = "chosen", counted
        if self.cube:
            held = "".join(f", {field}" for field in fields)
            yield f"cube as materialized (select _slot, _place{held}{counted} from chosen group by all)"
            source, sums = "cube", added
        for number, field in enumerate(fields or [""]):
            held = f", {field}" if field else ""
            yield f"leaf_{number} as materialized (select _slot, _place{held}{sums} from {source} group by all)"
        yield f"leaves as ({' union all '.join(self._leaves())})"

    def _leaves(self) -> Iterator[str]:
        """The small answer, bin by bin: everyone, and each breakdown."""
        held = "".join(f", c{number}" for number in range(len(self._worths)))
        yield f"select {self.everyone} as _bin, _slot, _place{held} from leaf_0"
        for dimension, lookup, unknown in zip(self.scan.dimensions, self.lookups, self.unknown, strict=True):
            follows = self._follows(dimension)
            leaf = "leaf_0" if follows else f"leaf_{self._fields.index(dimension.field)}"
            raw = "_place" if follows else _kept(dimension.field)
            yield (
                f"select coalesce({lookup}.bin, {unknown}) as _bin, _slot, _place{held} from {leaf} "
                f"left join {lookup} on {lookup}.code = {leaf}.{raw}"
            )

    # Step 3: periods and places, from the small answer

    def _rolled_up(self) -> str:
        added = "".join(f", cast(sum(c{n}) as bigint) as c{n}" for n in range(len(self._worths)))
        return (
            f"with {', '.join(self._steps())}, "
            f"in_periods as (select _bin, period, drawing, coalesce(known.leaf, '') as leaf{added} "
            "from leaves join spans using (_slot) left join known on known.leaf = leaves._place group by all) "
            f"select period, reach.place as place, _bin as bin{added} "
            f"from in_periods join reach using (drawing, leaf) where {self._levels()} group by all order by all"
        )

    def _levels(self) -> str:
        return f"reach.level in ({', '.join(_quoted(level) for level in sorted(self.scan.levels)) or 'null'})"

    def _afresh(self) -> str:
        """Distinct people wherever they have a record: counted for every place and group apart."""
        unit = _kept(self.scan.counting.unit or "")
        counts = "".join(
            f", count(distinct case when c{number} then {unit} end) as c{number}"
            for number in range(len(self._worths))
        )
        placed = (
            "select chosen.*, period, reach.place as _in from chosen "
            "join spans using (_slot) left join known on known.leaf = chosen._place "
            "join reach on reach.drawing = spans.drawing and reach.leaf = coalesce(known.leaf, '') "
            f"where {self._levels()}"
        )
        parts = [f"select period, _in as place, {self.everyone} as bin{counts} from placed group by all"]
        for dimension, lookup, unknown in zip(self.scan.dimensions, self.lookups, self.unknown, strict=True):
            raw = "_place" if self._follows(dimension) else _kept(dimension.field)
            parts.append(
                f"select period, _in as place, coalesce({lookup}.bin, {unknown}) as bin{counts} from placed "
                f"left join {lookup} on {lookup}.code = placed.{raw} group by all"
            )
        return (
            f"with chosen as ({self._chosen()}), placed as materialized ({placed}) "
            f"{' union all '.join(parts)} order by all"
        )


def _width(dimension: Dimension) -> tuple[bool, int, str]:
    """Fields of places have the most values."""
    return (dimension.attribute is not None, len(dimension.groups), dimension.field)


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


def _derived(derived: Derived, read: str, say: Say) -> str:
    """The records with the derived field: the first of a person's by a hash of people, what came before by a window."""
    name, by, value = _named(derived.name), _named(derived.by), say(derived.value)
    order = [_named(field) for field in derived.order]
    if derived.take is Take.FIRST:
        held = f"{value} is not null" + (f" and {say(derived.where)}" if derived.where else "")
        # The first value of all, where values are in their own order, is the least.
        least = f"min({value})" if value == order[0] else f"min_by({value}, {_sort_key(order)})"
        firsts = f"select {by} as _by, {least} as {name} from {read} where {held} group by {by}"
        return f"select * exclude (_by) from {read} left join ({firsts}) on _by = {by}"
    if derived.where is not None:
        value = f"case when {say(derived.where)} then {value} end"
    over = (
        f"over (partition by {by} order by {', '.join(f'{field} nulls last' for field in order)} "
        "rows between unbounded preceding and 1 preceding)"
    )
    taken = f"max({value})" if derived.take is Take.MAX_BEFORE else f"last_value({value} ignore nulls)"
    return f"select *, case when {by} is not null then {taken} {over} end as {name} from {read}"


def _sort_key(order: list[str]) -> str:
    """What sorts as the fields do, one after another, empty values last."""
    fields = ", ".join(f"{field}, 'ASC NULLS LAST'" for field in order)
    return f"create_sort_key({fields})"


def _worth(component: Component, where: list[Expression], say: Say) -> tuple[str, bool]:
    """What a record counts for: true or false, or in a sum its value in units of the last decimal place."""
    conditions = [_true(each, say) for each in where]
    value = component.value
    if value is None or value.type.type is Type.BOOLEAN:
        conditions += [] if value is None else [_true(value, say)]
        return f"({' and '.join(conditions) or 'true'})", False
    amount = f"cast({say(value)} * {10**value.type.places} as bigint)"
    return (f"case when {' and '.join(conditions)} then {amount} end" if conditions else amount), True


def _count(number: int, is_sum: bool) -> str:
    # Over nothing, count_if and sum are NULL, not 0; a sum of BIGINT is a HUGEINT, which Parquet would make DOUBLE.
    return f"cast(coalesce(sum(c{number}), 0) as bigint)" if is_sum else f"coalesce(count_if(c{number}), 0)"


def _true(expression: Expression, say: Say) -> str:
    return f"({say(expression)})"


def _kept(field: str) -> str:
    """What a field is called once it is chosen: a dataset may well have one called `period`, as we do."""
    return _named(f"_of_{field}")


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
