"""The one way that a tree is written as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from hearth.framework.language.tree import (
    FUNCTIONS,
    And,
    Arithmetic,
    Between,
    Case,
    Column,
    Compare,
    In,
    IsNull,
    Literal,
    Negate,
    Node,
    Not,
    Null,
    Operation,
    Or,
    children,
)
from hearth.framework.language.words import KEYWORDS

__all__ = ["write"]

_NAMES = {node: name for name, node in FUNCTIONS.items()}
_CONDITIONS = (And, Or, Not, Compare, In, Between, IsNull)


def write(node: Node) -> str:
    """The text of a tree, the same for equal trees; reading it gives an equal tree back."""
    if type(node) in _NAMES:
        return f"{_NAMES[type(node)]}({', '.join(write(part) for part in children(node))})"
    return _WRITERS[type(node)](node)


def _operand(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, (*_CONDITIONS, Arithmetic)) else write(node)


def _side(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, _CONDITIONS) else write(node)


def _column(node: Column) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", node.name) and node.name.lower() not in KEYWORDS:
        return node.name
    return '"' + node.name.replace('"', '""') + '"'


def _literal(node: Literal) -> str:
    match node.value:
        case bool():
            return "true" if node.value else "false"
        case str():
            return "'" + node.value.replace("'", "''") + "'"
        case date():
            return f"date '{node.value.isoformat()}'"
        case int():
            return str(node.value)
        case _:
            return f"{node.value:f}"


def _and(node: And) -> str:
    return " and ".join(f"({write(part)})" if isinstance(part, Or) else write(part) for part in node.parts)


def _or(node: Or) -> str:
    return " or ".join(f"({write(part)})" if isinstance(part, And) else write(part) for part in node.parts)


def _not(node: Not) -> str:
    match node.operand:
        case In() as test:
            return _in(test, " not in")
        case Between() as test:
            return _between(test, " not between")
        case IsNull(operand):
            return f"{_side(operand)} is not null"
        case operand:
            return f"not {_operand(operand)}"


def _compare(node: Compare) -> str:
    return f"{_side(node.left)} {node.op} {_side(node.right)}"


def _in(node: In, word: str = " in") -> str:
    return f"{_side(node.operand)}{word} ({', '.join(write(value) for value in node.values)})"


def _between(node: Between, word: str = " between") -> str:
    return f"{_side(node.operand)}{word} {_side(node.low)} and {_side(node.high)}"


def _arithmetic(node: Arithmetic) -> str:
    # A sum of many items is a long chain to the left, and would run out of brackets if each step had its own.
    left = _side(node.left) if _same_rank(node, node.left) else _operand(node.left)
    return f"{left} {node.op} {_operand(node.right)}"


def _same_rank(node: Arithmetic, left: Node) -> bool:
    multiply = Operation.MULTIPLY
    return isinstance(left, Arithmetic) and (left.op is multiply) == (node.op is multiply)


def _case(node: Case) -> str:
    whens = " ".join(f"when {write(when.condition)} then {write(when.value)}" for when in node.whens)
    return f"case {whens} else {write(node.otherwise)} end"


def _negate(node: Negate) -> str:
    return f"-({write(node.operand)})" if isinstance(node.operand, Negate) else f"-{_operand(node.operand)}"


_WRITERS: dict[type[Node], Callable[[Any], str]] = {
    Column: _column,
    Literal: _literal,
    Null: lambda node: "null",
    And: _and,
    Or: _or,
    Not: _not,
    Compare: _compare,
    In: _in,
    Between: _between,
    IsNull: lambda node: f"{_side(node.operand)} is null",
    Arithmetic: _arithmetic,
    Negate: _negate,
    Case: _case,
}
