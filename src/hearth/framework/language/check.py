"""Whether a tree means something about a dataset's columns, and the type of what it gives.

Nothing is ever turned from one type into another: '10' is not 10 and true is not 1, because engines
disagree about what they become.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hearth.framework.language.source import Source
from hearth.framework.language.tree import (
    Abs,
    AcademicAge,
    AgeYears,
    And,
    Arithmetic,
    Between,
    Case,
    Coalesce,
    Column,
    Compare,
    Comparison,
    DaysAfter,
    DaysBetween,
    Greatest,
    In,
    IsNull,
    Least,
    Literal,
    MonthsBefore,
    Negate,
    Node,
    Not,
    Null,
    Operation,
    Or,
    children,
    walk,
)
from hearth.framework.language.types import (
    MOST_PLACES,
    NUMBERS,
    ORDERED,
    WORDED,
    Columns,
    ColumnType,
    Type,
    in_words,
)
from hearth.framework.language.words import did_you_mean
from hearth.framework.language.write import write

__all__ = ["MOST_DAYS", "MOST_MONTHS", "type_of", "typed"]

MOST_DAYS = 36_525
MOST_MONTHS = 1_200
"""A hundred years: the furthest that a written number of days or months may move a date."""

_TRUTH = ColumnType(Type.BOOLEAN)
_WHOLE = ColumnType(Type.WHOLE)
_DATE = ColumnType(Type.DATE)
_AGES = (AgeYears, AcademicAge)
_ORDERINGS = frozenset(Comparison) - {Comparison.EQUAL, Comparison.NOT_EQUAL}


def type_of(tree: Node, columns: Columns, source: Source | None = None) -> ColumnType:
    """The type of what a tree gives.

    Raises BadExpression for a tree that means nothing about these columns.
    """
    return typed(tree, columns, source)(tree)


def typed(tree: Node, columns: Columns, source: Source | None = None) -> Callable[[Node], ColumnType]:
    """Checks a tree once, and gives a function from any part but Null and When to its type."""
    check = _Check(columns, source or Source(write(tree)))
    check.value(tree)
    return check.value


class _Check:
    def __init__(self, columns: Columns, source: Source) -> None:
        self.columns = columns
        self.source = source
        self.known: dict[int, ColumnType] = {}

    def value(self, node: Node) -> ColumnType:
        # Rules ask for a part's type more than once; without this a long sum would double at every step.
        if id(node) not in self.known:
            if isinstance(node, Null):
                raise self.source.error(
                    node, "'null' cannot stand here.", "Ask 'is null'; null is only a result of case."
                )
            self.known[id(node)] = _RULES[type(node)](self, node)
        return self.known[id(node)]

    def of(self, node: Node, allowed: frozenset[Type], needs: str) -> ColumnType:
        found = self.value(node)
        if found.type not in allowed:
            message = f"{needs}, but {self.source.quote(node)} is {in_words(found.type)}."
            raise self.source.error(
                node, message, _TO_TRUTH if allowed == _ONLY_TRUTH else "Use another column or value."
            )
        return found

    def column(self, node: Column) -> ColumnType:
        if node.name not in self.columns:
            remedy = did_you_mean(node.name, self.columns)
            raise self.source.error(node, f"No column is called '{node.name}'.", remedy)
        return self.columns[node.name]

    def literal(self, node: Literal) -> ColumnType:
        match node.value:
            case bool():
                return _TRUTH
            case int():
                return _WHOLE
            case Decimal():
                return ColumnType(Type.DECIMAL, places=-int(node.value.as_tuple().exponent))
            case date():
                return _DATE
            case _:
                return ColumnType(Type.CODE, codes=frozenset({node.value}))

    def condition(self, node: Node) -> ColumnType:
        return self.of(node, _ONLY_TRUTH, "A condition is needed here")

    def joined(self, node: And | Or) -> ColumnType:
        for part in node.parts:
            self.condition(part)
        return _TRUTH

    def compare(self, node: Compare) -> ColumnType:
        self.no_null(node, node.left, node.right)
        found = self.alike(node, node.left, node.right)
        if node.op in _ORDERINGS and found.type not in ORDERED:
            message = f"{in_words(found.type).capitalize()} has no order, so '{node.op}' means nothing here."
            raise self.source.error(node, message, "Compare with =, <> or in.")
        return _TRUTH

    def no_null(self, node: Node, left: Node, right: Node) -> None:
        if isinstance(left, Null) or isinstance(right, Null):
            known = self.source.quote(right if isinstance(left, Null) else left)
            message = "Comparing with null is never true, not even for a value that is missing."
            raise self.source.error(node, message, f"Write '{known} is null' or '{known} is not null'.")

    def is_in(self, node: In) -> ColumnType:
        for value in node.values:
            self.alike(value, node.operand, value)
        return _TRUTH

    def between(self, node: Between) -> ColumnType:
        for end in (node.low, node.high):
            self.no_null(node, node.operand, end)
        self.of(node.operand, ORDERED, "'between' needs a number or a date")
        self.alike(node, node.operand, node.low)
        self.alike(node, node.operand, node.high)
        return _TRUTH

    def is_null(self, node: IsNull) -> ColumnType:
        self.value(node.operand)
        return _TRUTH

    def alike(self, at: Node, left: Node, right: Node) -> ColumnType:
        """The left type, if the two can be compared."""
        one, other = self.value(left), self.value(right)
        if _family(one.type) != _family(other.type):
            says = f"{self.source.quote(left)} is {in_words(one.type)} and {self.source.quote(right)} is "
            message = f"{says}{in_words(other.type)}: they cannot be compared."
            raise self.source.error(
                at, message, _REMEDIES.get(frozenset({_family(one.type), _family(other.type)}), _TYPES)
            )
        self.known_code(left, right)
        self.known_code(right, left)
        return one

    def known_code(self, node: Node, other: Node) -> None:
        codes = self.value(other).codes
        if isinstance(other, Literal) or not isinstance(node, Literal) or codes is None:
            return
        if isinstance(node.value, str) and node.value not in codes:
            message = f"'{node.value}' is not one of the codes that {self.source.quote(other)} can take."
            raise self.source.error(node, message, did_you_mean(node.value, codes))

    def arithmetic(self, node: Arithmetic) -> ColumnType:
        left, right = self.value(node.left), self.value(node.right)
        if Type.DATE in (left.type, right.type):
            message = f"'{node.op}' does not work on dates."
            raise self.source.error(
                node, message, "Use days_between(start, end), days_after(day, days) or months_before."
            )
        for side in (node.left, node.right):
            self.of(side, NUMBERS, f"'{node.op}' needs numbers")
        if left.type is right.type is Type.WHOLE:
            return _WHOLE
        product = node.op is Operation.MULTIPLY
        places = left.places + right.places if product else max(left.places, right.places)
        if places > MOST_PLACES:
            message = (
                f"The product would have {places} decimal places; the most that are kept is {MOST_PLACES}."
            )
            raise self.source.error(node, message, "Multiply fewer decimals.")
        return ColumnType(Type.DECIMAL, places=places)

    def number(self, node: Negate | Abs) -> ColumnType:
        return self.of(node.operand, NUMBERS, "A number is needed here")

    def case(self, node: Case) -> ColumnType:
        for when in node.whens:
            self.condition(when.condition)
        results = [*(when.value for when in node.whens), node.otherwise]
        written = [result for result in results if not isinstance(result, Null)]
        if not written:
            raise self.source.error(node, "Every result of this case is null.", "Give at least one a value.")
        return self.one_type(node, written)

    def one_type(self, node: Node, parts: Sequence[Node]) -> ColumnType:
        types = [self.value(part) for part in parts]
        first = types[0]
        for part, found in zip(parts, types, strict=True):
            if found.type is not first.type and not {found.type, first.type} <= WORDED:
                one, other = (f"{self.source.quote(node)} is " for node in (parts[0], part))
                says = f"{one}{in_words(first.type)}, but {other}{in_words(found.type)}"
                message = f"The results must be of one type: {says}."
                raise self.source.error(
                    part, message, _DECIMALS if {found.type, first.type} == NUMBERS else _TYPES
                )
        return _union(types)

    def coalesce(self, node: Coalesce) -> ColumnType:
        return self.one_type(node, node.parts)

    def extreme(self, node: Greatest | Least) -> ColumnType:
        for part in node.parts:
            self.of(part, ORDERED, "'greatest' and 'least' need numbers or dates")
        return self.one_type(node, node.parts)

    def dates(self, node: DaysBetween | AgeYears | AcademicAge) -> ColumnType:
        for part in children(node):
            self.of(part, _ONLY_DATES, "A date is needed here")
        return _WHOLE

    def age(self, node: AgeYears | AcademicAge) -> ColumnType:
        # The SQL of an age says each date several times; ages inside ages would multiply its length.
        for part in children(node):
            for inner in walk(part):
                if isinstance(inner, _AGES):
                    raise self.source.error(inner, "An age cannot stand inside an age.", "Split the measure.")
        return self.dates(node)

    def days_after(self, node: DaysAfter) -> ColumnType:
        return self.moved(node.day, node.days, MOST_DAYS)

    def months_before(self, node: MonthsBefore) -> ColumnType:
        return self.moved(node.day, node.months, MOST_MONTHS)

    def moved(self, day: Node, count: Node, most: int) -> ColumnType:
        self.of(day, _ONLY_DATES, "A date is needed here")
        self.of(count, _ONLY_WHOLE, "A whole number is needed here")
        if isinstance(count, Literal) and isinstance(count.value, int) and abs(count.value) > most:
            raise self.source.error(
                count, "This would move the date by more than 100 years.", f"The most is {most:,}."
            )
        return _DATE


def _family(found: Type) -> frozenset[Type]:
    return next((family for family in (NUMBERS, WORDED) if found in family), frozenset({found}))


def _union(types: Sequence[ColumnType]) -> ColumnType:
    first = types[0].type
    if first in WORDED:
        if any(found.codes is None for found in types):
            return ColumnType(Type.TEXT if any(found.type is Type.TEXT for found in types) else Type.CODE)
        return ColumnType(Type.CODE, codes=frozenset().union(*(found.codes or () for found in types)))
    return ColumnType(first, places=max(found.places for found in types))


_ONLY_TRUTH = frozenset({Type.BOOLEAN})
_ONLY_DATES = frozenset({Type.DATE})
_ONLY_WHOLE = frozenset({Type.WHOLE})
_TRUTHS = _family(Type.BOOLEAN)
_TO_TRUTH = "Compare it with something, such as > 0 or = 'yes'."
_TYPES = "The language never turns one type into another: use values of one type."
_DECIMALS = "Write whole numbers with a decimal point, such as 0.0."
_REMEDIES: Mapping[frozenset[frozenset[Type]], str] = {
    frozenset({NUMBERS, WORDED}): "Write numbers without quotes and codes with them.",
    frozenset({_ONLY_DATES, WORDED}): "Write a date as date '2024-02-29'.",
    frozenset({_TRUTHS, NUMBERS}): "A column that is true or false stands alone: write 'flag' or 'not flag'.",
    frozenset({_TRUTHS, WORDED}): "A column that is true or false stands alone: write 'flag' or 'not flag'.",
}

_RULES: dict[type[Node], Callable[[_Check, Any], ColumnType]] = {
    Column: _Check.column,
    Literal: _Check.literal,
    And: _Check.joined,
    Or: _Check.joined,
    Not: lambda check, node: check.condition(node.operand),
    Compare: _Check.compare,
    In: _Check.is_in,
    Between: _Check.between,
    IsNull: _Check.is_null,
    Arithmetic: _Check.arithmetic,
    Negate: _Check.number,
    Abs: _Check.number,
    Case: _Check.case,
    Coalesce: _Check.coalesce,
    Greatest: _Check.extreme,
    Least: _Check.extreme,
    DaysBetween: _Check.dates,
    DaysAfter: _Check.days_after,
    MonthsBefore: _Check.months_before,
    AgeYears: _Check.age,
    AcademicAge: _Check.age,
}
