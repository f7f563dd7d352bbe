"""An expression as SQL for DuckDB 2, written from our tree: no character of it comes from an author's text.

Columns are expected as intake keeps them: whole numbers BIGINT, decimals DECIMAL(18, places), dates DATE,
true or false BOOLEAN, codes and text VARCHAR. DuckDB raises where a whole number would pass 64 bits.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hearth.framework.language import Columns, ColumnType, Node, Type
from hearth.framework.language.check import typed
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
)

__all__ = ["to_sql"]


def to_sql(tree: Node, columns: Columns) -> str:
    """The SQL of a tree, with every bracket and type said aloud.

    Raises BadExpression if it does not fit the columns.
    """
    return _Sql(typed(tree, columns))(tree)


class _Sql:
    """Writes any node, knowing the type of each.

    Left to itself DuckDB multiplies two DECIMAL(18) within 18 digits, and stops at a product that 38 would
    hold; worse, where two decimals together would need more than 38 digits it drops decimal places without a
    word, so that 0.00 equals 0.0001. Decimals therefore meet only as DECIMAL(38) of one number of places.
    """

    def __init__(self, type_of: Callable[[Node], ColumnType]) -> None:
        self.type_of = type_of

    def __call__(self, node: Node) -> str:
        return _WRITERS[type(node)](self, node)

    def wide(self, node: Node, places: int) -> str:
        return f"CAST({self(node)} AS DECIMAL(38, {places}))"

    def alike(self, *nodes: Node) -> list[str]:
        """Each node's SQL, as one type: decimals of the most places among them, where any is a decimal."""
        types = [self.type_of(node) for node in nodes if not isinstance(node, Null)]
        if all(found.type is not Type.DECIMAL for found in types):
            return [self(node) for node in nodes]
        places = max(found.places for found in types)
        return [self.wide(node, places) for node in nodes]

    def call(self, function: str, parts: tuple[Node, ...]) -> str:
        return f"{function}({', '.join(self.alike(*parts))})"


def _column(sql: _Sql, node: Column) -> str:
    return '"' + node.name.replace('"', '""') + '"'


def _joined(sql: _Sql, node: And | Or, word: str) -> str:
    return "(" + f" {word} ".join(sql(part) for part in node.parts) + ")"


def _compare(sql: _Sql, node: Compare) -> str:
    left, right = sql.alike(node.left, node.right)
    return f"({left} {node.op} {right})"


def _in(sql: _Sql, node: In) -> str:
    operand, *values = sql.alike(node.operand, *node.values)
    return f"({operand} IN ({', '.join(values)}))"


def _between(sql: _Sql, node: Between) -> str:
    operand, low, high = sql.alike(node.operand, node.low, node.high)
    return f"({operand} BETWEEN {low} AND {high})"


def _arithmetic(sql: _Sql, node: Arithmetic) -> str:
    sides = (node.left, node.right)
    if node.op is Operation.MULTIPLY and sql.type_of(node).type is Type.DECIMAL:
        left, right = [sql.wide(side, sql.type_of(side).places) for side in sides]
    else:
        left, right = sql.alike(*sides)
    return f"({left} {node.op} {right})"


def _literal(sql: _Sql, node: Literal) -> str:
    # A bare 5 would be a 32-bit number in DuckDB, and 100000 * 100000 an error.
    match node.value:
        case bool():
            return "TRUE" if node.value else "FALSE"
        case int():
            return f"CAST({node.value} AS BIGINT)"
        case Decimal():
            return f"CAST('{node.value:f}' AS DECIMAL(38, {-int(node.value.as_tuple().exponent)}))"
        case date():
            return f"CAST('{node.value.isoformat()}' AS DATE)"
        case _:
            return "'" + node.value.replace("'", "''") + "'"


def _case(sql: _Sql, node: Case) -> str:
    *values, otherwise = sql.alike(*(when.value for when in node.whens), node.otherwise)
    conditions = [sql(when.condition) for when in node.whens]
    whens = " ".join(
        f"WHEN {condition} THEN {value}" for condition, value in zip(conditions, values, strict=True)
    )
    return f"(CASE {whens} ELSE {otherwise} END)"


def _months_before(sql: _Sql, node: MonthsBefore) -> str:
    return f"CAST(({sql(node.day)} - to_months(CAST({sql(node.months)} AS INTEGER))) AS DATE)"


def _month_and_day(day: str) -> str:
    return f"(month({day}) * 100 + day({day}))"


def _age_years(sql: _Sql, node: AgeYears) -> str:
    born, on = sql(node.born), sql(node.on)
    birthday_to_come = f"{_month_and_day(on)} < {_month_and_day(born)}"
    return f"(year({on}) - year({born}) - CASE WHEN {birthday_to_come} THEN 1 ELSE 0 END)"


def _academic_age(sql: _Sql, node: AcademicAge) -> str:
    born, on = sql(node.born), sql(node.on)
    year = f"year({on}) - CASE WHEN {_month_and_day(on)} < 831 THEN 1 ELSE 0 END"
    return f"({year} - year({born}) - CASE WHEN {_month_and_day(born)} > 831 THEN 1 ELSE 0 END)"


_WRITERS: dict[type[Node], Callable[[_Sql, Any], str]] = {
    Column: _column,
    Literal: _literal,
    Null: lambda sql, node: "NULL",
    And: lambda sql, node: _joined(sql, node, "AND"),
    Or: lambda sql, node: _joined(sql, node, "OR"),
    Not: lambda sql, node: f"(NOT {sql(node.operand)})",
    Compare: _compare,
    In: _in,
    Between: _between,
    IsNull: lambda sql, node: f"({sql(node.operand)} IS NULL)",
    Arithmetic: _arithmetic,
    Negate: lambda sql, node: f"(- {sql(node.operand)})",
    Abs: lambda sql, node: f"abs({sql(node.operand)})",
    Case: _case,
    Coalesce: lambda sql, node: sql.call("coalesce", node.parts),
    Greatest: lambda sql, node: sql.call("greatest", node.parts),
    Least: lambda sql, node: sql.call("least", node.parts),
    DaysBetween: lambda sql, node: f"CAST(({sql(node.end)} - {sql(node.start)}) AS BIGINT)",
    DaysAfter: lambda sql, node: f"({sql(node.day)} + CAST({sql(node.days)} AS INTEGER))",
    MonthsBefore: _months_before,
    AgeYears: _age_years,
    AcademicAge: _academic_age,
}
