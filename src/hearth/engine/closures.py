"""An expression as plain Python functions: slow, obvious, and the judge of every other engine.

None is "unknown" in a condition and "missing" in a value. Whole numbers are Python's and grow past 64 bits
where a database would raise: intake bounds values so that neither happens.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Context, Decimal, Inexact, InvalidOperation
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from hearth.framework.language import Columns, Node, type_of
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
    Not,
    Null,
    Operation,
    Or,
    children,
)

__all__ = ["Row", "to_function"]

Row = Mapping[str, object]
Function = Callable[[Row], Any]

# Python's own decimals are cut to 28 digits without a word; these raise instead.
_EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])


def to_function(tree: Node, columns: Columns) -> Callable[[Row], object]:
    """A function from a record to the tree's value: int, Decimal, date, bool, str or None.

    The record holds a value or None for every column that the tree names. Raises BadExpression at once if
    the tree does not fit the columns.
    """
    type_of(tree, columns)
    return _function(tree)


def _function(node: Node) -> Function:
    if type(node) in _OF_KNOWN_PARTS:
        return _missing_if_any_is(
            _OF_KNOWN_PARTS[type(node)](node), [_function(part) for part in children(node)]
        )
    return _MAKERS[type(node)](node)


def _missing_if_any_is(compute: Callable[..., object], parts: list[Function]) -> Function:
    def function(row: Row) -> object:
        values = [part(row) for part in parts]
        return None if any(value is None for value in values) else compute(*values)

    return function


def _column(node: Column) -> Function:
    return lambda row: row[node.name]


def _and(node: And) -> Function:
    parts = [_function(part) for part in node.parts]

    def function(row: Row) -> bool | None:
        values = [part(row) for part in parts]
        if any(value is False for value in values):
            return False
        return None if any(value is None for value in values) else True

    return function


def _or(node: Or) -> Function:
    parts = [_function(part) for part in node.parts]

    def function(row: Row) -> bool | None:
        values = [part(row) for part in parts]
        if any(value is True for value in values):
            return True
        return None if any(value is None for value in values) else False

    return function


def _is_null(node: IsNull) -> Function:
    operand = _function(node.operand)
    return lambda row: operand(row) is None


def _in(node: In) -> Function:
    operand = _function(node.operand)
    values = [value.value for value in node.values]

    def function(row: Row) -> bool | None:
        value = operand(row)
        return None if value is None else value in values

    return function


def _case(node: Case) -> Function:
    branches = [(_function(when.condition), _function(when.value)) for when in node.whens]
    otherwise = _function(node.otherwise)

    def function(row: Row) -> object:
        for condition, value in branches:
            if condition(row) is True:
                return value(row)
        return otherwise(row)

    return function


def _coalesce(node: Coalesce) -> Function:
    parts = [_function(part) for part in node.parts]
    return lambda row: next((value for part in parts if (value := part(row)) is not None), None)


def _extreme(choose: Callable[[list[Any]], Any], node: Greatest | Least) -> Function:
    parts = [_function(part) for part in node.parts]

    def function(row: Row) -> object:
        known = [value for part in parts if (value := part(row)) is not None]
        return choose(known) if known else None

    return function


def _add(left: int | Decimal, right: int | Decimal) -> int | Decimal:
    return left + right if isinstance(left, int) and isinstance(right, int) else _EXACT.add(left, right)


def _subtract(left: int | Decimal, right: int | Decimal) -> int | Decimal:
    return left - right if isinstance(left, int) and isinstance(right, int) else _EXACT.subtract(left, right)


def _multiply(left: int | Decimal, right: int | Decimal) -> int | Decimal:
    return left * right if isinstance(left, int) and isinstance(right, int) else _EXACT.multiply(left, right)


def _negative(value: int | Decimal) -> int | Decimal:
    return -value if isinstance(value, int) else _EXACT.minus(value)


def _size(value: int | Decimal) -> int | Decimal:
    return abs(value) if isinstance(value, int) else _EXACT.abs(value)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _age_years(born: date, on: date) -> int:
    birthday_to_come = on.month * 100 + on.day < born.month * 100 + born.day
    return on.year - born.year - birthday_to_come


def _academic_age(born: date, on: date) -> int:
    this_year = date(on.year, 8, 31)
    return _age_years(born, this_year if this_year <= on else date(on.year - 1, 8, 31))


_COMPARE: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: eq,
    Comparison.NOT_EQUAL: ne,
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.MORE: gt,
    Comparison.AT_LEAST: ge,
}
_RECKON = {Operation.ADD: _add, Operation.SUBTRACT: _subtract, Operation.MULTIPLY: _multiply}

# What is missing or unknown wherever any of its parts is, worked out from the values of its parts in order.
_OF_KNOWN_PARTS: dict[type[Node], Callable[[Any], Callable[..., object]]] = {
    Not: lambda node: lambda value: not value,
    Compare: lambda node: _COMPARE[node.op],
    Arithmetic: lambda node: _RECKON[node.op],
    Negate: lambda node: _negative,
    Abs: lambda node: _size,
    DaysBetween: lambda node: lambda start, end: (end - start).days,
    DaysAfter: lambda node: lambda day, days: day + timedelta(days=days),
    MonthsBefore: lambda node: _months_before,
    AgeYears: lambda node: _age_years,
    AcademicAge: lambda node: _academic_age,
}
_MAKERS: dict[type[Node], Callable[[Any], Function]] = {
    Column: _column,
    Literal: lambda node: lambda row: node.value,
    Null: lambda node: lambda row: None,
    And: _and,
    Or: _or,
    Between: lambda node: _and(
        And(
            (
                Compare(Comparison.AT_LEAST, node.operand, node.low),
                Compare(Comparison.AT_MOST, node.operand, node.high),
            )
        )
    ),
    In: _in,
    IsNull: _is_null,
    Case: _case,
    Coalesce: _coalesce,
    Greatest: lambda node: _extreme(max, node),
    Least: lambda node: _extreme(min, node),
}
