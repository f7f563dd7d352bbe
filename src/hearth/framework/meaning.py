"""What a framework's measures mean, as trees that an engine can count: every figure, with its expressions read.

A measure's own figure has the measure's id; each figure that stands beside it has an id such as `P6e.not_known`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Context, Decimal
from functools import lru_cache
from typing import TypeAlias

from hearth.framework.counting import (
    COMPONENTS,
    Component,
    Counting,
    Derived,
    Figure,
    Flow,
    Stock,
    Timing,
    Wave,
)
from hearth.framework.datasets import Dataset, Field, FieldType
from hearth.framework.framework import Framework
from hearth.framework.language import Columns, ColumnType, Expression, Type, read_expression
from hearth.framework.language.types import NUMBERS
from hearth.framework.measures import (
    BeforeAndAfter,
    Change,
    Companion,
    Count,
    CrossReference,
    Definition,
    Derive,
    Direction,
    Divided,
    Instrument,
    Mean,
    Measure,
    Proportion,
    Rate,
    Ratio,
    Scope,
    ToBeDetermined,
)
from hearth.kernel.errors import BadExpression
from hearth.kernel.periods import PeriodKind

__all__ = [
    "Path",
    "Reading",
    "Unread",
    "columns_of",
    "figures",
    "reliable_difference",
]

Path: TypeAlias = tuple[str | int, ...]
Expected: TypeAlias = Type | frozenset[Type]

_TYPES = {
    FieldType.WHOLE: Type.WHOLE,
    FieldType.DECIMAL: Type.DECIMAL,
    FieldType.DATE: Type.DATE,
    FieldType.BOOLEAN: Type.BOOLEAN,
    FieldType.CODE: Type.CODE,
    FieldType.TEXT: Type.TEXT,
    FieldType.PLACE: Type.TEXT,
}


@dataclass(frozen=True, slots=True)
class Unread:
    """An expression that could not be read: where it stands in the framework's data, and what is wrong."""

    path: Path
    error: BadExpression


@dataclass
class Reading:
    """Reads expressions and remembers those that could not be read, so that all are found at once."""

    unread: list[Unread] = field(default_factory=list)

    def read(
        self, path: Path, text: str, columns: Columns, expect: Expected | None = None
    ) -> Expression | None:
        try:
            return _read(text, tuple(columns.items()), expect)
        except BadExpression as error:
            self.unread.append(Unread(path, error))
            return None


@lru_cache(maxsize=4096)
def _read(text: str, columns: tuple[tuple[str, ColumnType], ...], expect: Expected | None) -> Expression:
    # Checking a framework and counting it read the same texts.
    return read_expression(text, dict(columns), expect=expect)


def columns_of(dataset: Dataset, framework: Framework) -> Columns:
    """The fields of a dataset as the measure language sees them."""
    return {each.name: _column(each, framework) for each in dataset.fields}


def figures(framework: Framework, reading: Reading) -> tuple[Figure, ...]:
    """Every figure of the framework, in its order; those whose expressions could not be read are left out.

    Look at `reading.unread` before relying on the answer.
    """
    return tuple(_every_figure(framework, reading))


def reliable_difference(instrument: Instrument) -> Decimal:
    """The difference that a reliable change must exceed, rounded down to six places.

    1.96 times the standard error of the difference, `sd * sqrt(2) * sqrt(1 - reliability)` (Jacobson and Truax,
    Journal of Consulting and Clinical Psychology 59, 1991). Scores have at most two decimal places, so a difference
    exceeds the rounded bound exactly when it exceeds the bound itself.
    """
    exact = Context(prec=40)
    spread = exact.sqrt(2 * (1 - instrument.reliability))
    bound = exact.multiply(exact.multiply(Decimal("1.96"), instrument.sd_before), spread)
    return bound.quantize(Decimal("0.000001"), rounding=ROUND_FLOOR)


def _column(each: Field, framework: Framework) -> ColumnType:
    codes = {code.code for code in each.codes}
    for breakdown in framework.breakdowns:
        if breakdown.id == each.breakdown:
            codes |= {group.code for group in breakdown.groups}
    return ColumnType(_TYPES[each.type], places=each.places, codes=frozenset(codes) or None)


def _every_figure(framework: Framework, reading: Reading) -> Iterator[Figure]:
    for number, measure in enumerate(framework.measures):
        path: Path = ("measures", number)
        own = _Maker(framework, reading, measure, path + ("definition",))
        headline = own.figure(measure.definition, measure.id, measure.title, measure.direction)
        if headline is not None:
            yield headline
        for place, companion in enumerate(measure.beside):
            maker = _Maker(framework, reading, measure, path + ("beside", place, "definition"))
            beside = maker.companion(companion)
            if beside is not None:
                yield beside


@dataclass
class _Maker:
    """Makes the figures of one measure out of their definitions."""

    framework: Framework
    reading: Reading
    measure: Measure
    path: Path

    def companion(self, companion: Companion) -> Figure | None:
        id = f"{self.measure.id}.{companion.name}"
        return self.figure(companion.definition, id, companion.title, companion.direction)

    def figure(self, definition: Definition, id: str, title: str, direction: Direction) -> Figure | None:
        parts = self._parts(definition)
        if parts is None:
            return None
        measure = self.measure
        return Figure(
            id=id,
            measure=measure.id,
            title=title,
            kind=definition.kind,
            direction=direction,
            periods=measure.periods,
            smallest_place=measure.smallest_place,
            breakdowns=measure.breakdowns,
            counted_from=measure.counted_from,
            off=measure.off,
            census=_of_a_census(definition, self.framework),
            **parts,  # type: ignore[arg-type]
        )

    def _parts(self, definition: Definition) -> dict[str, object] | None:
        """What is particular to the kind of definition; None if an expression in it cannot be read."""
        match definition:
            case ToBeDetermined() | CrossReference() | Change():
                return _pointing(definition)
            case Divided():
                return self._divided(definition)
            case Mean():
                return self._mean(definition)
            case Rate():
                return self._whole(definition.scope, {}, per=definition.per, ages=definition.ages)
            case Count():
                return self._whole(definition.scope, {})
            case Ratio():
                return self._ratio(definition)
            case BeforeAndAfter():
                return self._before_and_after(definition)
            case Proportion():
                return self._proportion(definition)

    def _whole(
        self,
        scope: Scope,
        values: dict[str, Expression | None],
        *,
        where: tuple[str, ...] = (),
        **more: object,
    ) -> dict[str, object] | None:
        """A counting of `values` over the scope; with none, of its records."""
        wanted = values or {"numerator": None}
        counting = self._counting(scope, wanted, self.path + ("scope",), where)
        return None if counting is None else {"counting": counting, **more}

    def _divided(self, definition: Divided) -> dict[str, object] | None:
        above = self._counting(definition.numerator, {"numerator": None}, self.path + ("numerator",))
        below = self._counting(definition.denominator, {"denominator": None}, self.path + ("denominator",))
        if above is None or below is None:
            return None
        return {"counting": above, "divisor": below, "per": definition.per}

    def _mean(self, definition: Mean) -> dict[str, object] | None:
        value = self._read("value", definition.value, definition.scope, NUMBERS)
        if value is None:
            return None
        text = definition.value
        given = self._read("value", f"({text}) is not null", definition.scope, Type.BOOLEAN)
        squared = self._read("value", f"({text}) * ({text})", definition.scope, NUMBERS)
        values = {"numerator": value, "denominator": given, "squares": squared}
        return self._whole(definition.scope, values, scale=value.type.places)

    def _ratio(self, definition: Ratio) -> dict[str, object] | None:
        above = self._read("numerator", definition.numerator, definition.scope, Type.WHOLE)
        below = self._read("denominator", definition.denominator, definition.scope, Type.WHOLE)
        if above is None or below is None:
            return None
        per = 100 if definition.part else 1
        people = f"{self.measure.id}.{definition.people}" if definition.people else ""
        values: dict[str, Expression | None] = {"numerator": above, "denominator": below}
        return self._whole(definition.scope, values, per=per, people=people)

    def _proportion(self, definition: Proportion) -> dict[str, object] | None:
        if definition.questions:
            return self._asked(definition)
        assert definition.numerator is not None
        values = {"numerator": self._read("numerator", definition.numerator, definition.scope, Type.BOOLEAN)}
        if definition.known is not None:
            values["known"] = self._read("known", definition.known, definition.scope, Type.BOOLEAN)
        return self._share(definition.scope, values)

    def _asked(self, definition: Proportion) -> dict[str, object] | None:
        positive = _every(self._answers(question, "positive") for question in definition.questions)
        base = _every(
            self._answers(question, "counts", definition.base_includes) for question in definition.questions
        )
        numerator = self._read("questions", positive, definition.scope, Type.BOOLEAN)
        return self._share(definition.scope, {"numerator": numerator}, where=(base,))

    def _before_and_after(self, definition: BeforeAndAfter) -> dict[str, object] | None:
        named = self._instruments(definition)
        listed = ", ".join(f"'{each.id}'" for each in named) or "''"
        base = (
            f"({definition.before}) is not null and ({definition.after}) is not null",
            f"{definition.instrument} in ({listed})",
        )
        improved = _any_changed(definition, named, "improved")
        worsened = _any_changed(definition, named, "worsened")
        counted = {
            "improved": improved,
            "worsened": worsened,
            "same": f"not ({improved}) and not ({worsened})",
            "any_improvement": _any_changed(definition, named, "any_improvement"),
        }[definition.counted]
        numerator = self._read("instrument", counted, definition.scope, Type.BOOLEAN)
        return self._share(definition.scope, {"numerator": numerator}, where=base)

    def _instruments(self, definition: BeforeAndAfter) -> list[Instrument]:
        """The instruments that the record's field can name: a score of any other cannot be judged."""
        columns = self._columns(definition.scope, (), quietly=True) or {}
        column = columns.get(definition.instrument)
        return [
            each for each in self.framework.instruments if column is None or each.id in (column.codes or ())
        ]

    def _share(
        self, scope: Scope, values: dict[str, Expression | None], where: tuple[str, ...] = ()
    ) -> dict[str, object] | None:
        """A proportion: the numerator's records out of all records of the scope."""
        if None in values.values():
            return None
        return self._whole(scope, {**values, "denominator": None}, where=where, per=100)

    def _answers(self, question: str, which: str, more: tuple[str, ...] = ()) -> str:
        """That the question was answered with an answer that is positive, or that counts (or is one of `more`)."""
        scale = next((each.scale for each in self.framework.questions if each.id == question), "")
        answers = next((each.answers for each in self.framework.scales if each.id == scale), ())
        codes = [each.code for each in answers if getattr(each, which) or each.code in more]
        listed = ", ".join(f"'{code}'" for code in codes) or "''"
        return f"{question} in ({listed})"

    def _read(self, key: str, text: str, scope: Scope, expect: Expected) -> Expression | None:
        columns = self._columns(scope, self.path + ("scope",), quietly=True)
        return None if columns is None else self.reading.read(self.path + (key,), text, columns, expect)

    def _columns(self, scope: Scope, path: Path, *, quietly: bool = False) -> Columns | None:
        """The fields of the scope's dataset and those it derives; None if there is no such dataset."""
        try:
            dataset = self.framework.dataset(scope.dataset)
        except KeyError:
            return None
        columns = dict(columns_of(dataset, self.framework))
        reading = Reading() if quietly else self.reading
        for number, derive in enumerate(scope.derive):
            value = reading.read(path + ("derive", number, "value"), derive.value, columns)
            if value is not None:
                columns[derive.name] = value.type
        return columns

    def _counting(
        self,
        scope: Scope,
        values: dict[str, Expression | None],
        path: Path,
        where: tuple[str, ...] = (),
    ) -> Counting | None:
        columns = self._columns(scope, path)
        if columns is None:
            return None
        timing = self._timing(scope, columns, path)
        base = [self.reading.read(path + ("where",), text, columns, Type.BOOLEAN) for text in where]
        if scope.where is not None:
            base.append(self.reading.read(path + ("where",), scope.where, columns, Type.BOOLEAN))
        derive = [self._derived(each, columns, path + ("derive", n)) for n, each in enumerate(scope.derive)]
        if timing is None or None in base or None in derive:
            return None
        return Counting(
            dataset=scope.dataset,
            timing=timing,
            where=tuple(each for each in base if each is not None),
            components=tuple(Component(name, values[name]) for name in COMPONENTS if name in values),
            columns=tuple(columns.items()),
            unit=scope.unit,
            speaks=scope.speaks,
            derive=tuple(each for each in derive if each is not None),
        )

    def _timing(self, scope: Scope, columns: Columns, path: Path) -> Timing | None:
        if scope.open_from is not None and scope.open_until is not None:
            start = self.reading.read(path + ("open_from",), scope.open_from, columns, Type.DATE)
            end = self.reading.read(path + ("open_until",), scope.open_until, columns, Type.DATE)
            return None if start is None or end is None else Stock(start, end)
        dataset = self.framework.dataset(scope.dataset)
        if dataset.returned is PeriodKind.WAVE:
            return Wave(dataset.dated_by)
        text = scope.dated_by or dataset.dated_by
        dated = self.reading.read(path + ("dated_by",), text, columns, Type.DATE)
        return None if dated is None else Flow(dated)

    def _derived(self, derive: Derive, columns: Columns, path: Path) -> Derived | None:
        value = Reading().read(path + ("value",), derive.value, columns)
        where = None
        if derive.where is not None:
            where = self.reading.read(path + ("where",), derive.where, columns, Type.BOOLEAN)
        if value is None or (where is None and derive.where is not None):
            return None
        return Derived(derive.name, derive.take, value, derive.by, derive.order, where)


def _pointing(definition: ToBeDetermined | CrossReference | Change) -> dict[str, object]:
    """What is particular to a figure that counts nothing itself."""
    match definition:
        case ToBeDetermined():
            return {}
        case CrossReference(measure=measure):
            return {"refers_to": measure}
        case Change(of=of):
            return {"change_of": of, "per": 100}


def _of_a_census(definition: Definition, framework: Framework) -> bool:
    """Whether it is a share of a census's answers, or a change in one."""
    if isinstance(definition, Change):
        return any(_of_a_census(each, framework) for each in _shares_named(definition.of, framework))
    return isinstance(definition, Proportion) and any(
        survey.census and survey.id == definition.scope.dataset for survey in framework.surveys
    )


def _shares_named(id: str, framework: Framework) -> Iterator[Proportion]:
    """The definition of the figure with this id, if that is a proportion."""
    for measure in framework.measures:
        beside = ((f"{measure.id}.{each.name}", each.definition) for each in measure.beside)
        for name, definition in ((measure.id, measure.definition), *beside):
            if name == id and isinstance(definition, Proportion):
                yield definition


def _every(conditions: Iterator[str]) -> str:
    return " and ".join(conditions)


def _any_changed(definition: BeforeAndAfter, instruments: list[Instrument], counted: str) -> str:
    """That the change counts, by the constants of whichever instrument the record names."""
    ways = [
        f"({definition.instrument} = '{each.id}' and {_change(definition, each, counted)})"
        for each in instruments
    ]
    return " or ".join(ways) or "false"


def _change(definition: BeforeAndAfter, instrument: Instrument, counted: str) -> str:
    """That the score changed for the better (or the worse) by more than it must, to count."""
    for_better = instrument.better is Direction.HIGHER
    upwards = for_better is not (counted == "worsened")
    last, first = (definition.after, definition.before) if upwards else (definition.before, definition.after)
    bound = Decimal(0) if counted == "any_improvement" else reliable_difference(instrument)
    return f"({last}) - ({first}) > {bound}"
