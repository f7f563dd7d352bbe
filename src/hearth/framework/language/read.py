"""Reading the measure language: SQL's syntax, and only what is on a short list.

sqlglot is given the shape alone: every name and value is replaced by its number, so that nothing an author
writes reaches the parser, and what comes back can only say how the words belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any, NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from hearth.framework.language.check import type_of
from hearth.framework.language.expression import Expression
from hearth.framework.language.order import check_order
from hearth.framework.language.source import Source, Span
from hearth.framework.language.tree import (
    FUNCTIONS,
    And,
    Arithmetic,
    Between,
    Case,
    Column,
    Compare,
    Comparison,
    In,
    IsNull,
    Literal,
    Negate,
    Node,
    Not,
    Null,
    Operation,
    Or,
    When,
    walk,
)
from hearth.framework.language.types import Columns, ColumnType, Type, in_words
from hearth.framework.language.words import Kind, Word, split, value_of
from hearth.framework.language.write import write
from hearth.kernel.errors import BadExpression

__all__ = ["read_expression"]


def read_expression(text: str, columns: Columns, expect: Type | Collection[Type] | None = None) -> Expression:
    """Reads an expression about a dataset's columns; `expect` is the type, or types, its value must have.

    Raises BadExpression, pointing at the characters that are wrong, and nothing else whatever the text.
    """
    words = split(text, columns)
    check_order(text, words)
    source = Source(text)
    tree = _Reader(source, words).whole()
    found = type_of(tree, columns, source)
    _check_expected(source, tree, found, expect)
    used = dict.fromkeys(node.name for node in walk(tree) if isinstance(node, Column))
    return Expression(tree, found, tuple(used), write(tree))


def _check_expected(
    source: Source, tree: Node, found: ColumnType, expect: Type | Collection[Type] | None
) -> None:
    wanted = [expect] if isinstance(expect, Type) else sorted(expect or (), key=list(Type).index)
    if wanted and found.type not in wanted:
        kinds = " or ".join(in_words(kind) for kind in wanted)
        message = f"This should give {kinds}, but it gives {in_words(found.type)}."
        truth = "Compare it with something, such as > 0 or = 'yes'."
        raise source.error(
            tree, message, truth if Type.BOOLEAN in wanted else f"Write an expression that gives {kinds}."
        )


class _Placed(NamedTuple):
    """A node, with the numbers of its first and last words."""

    node: Node
    first: int
    last: int


_CONDITIONS = frozenset(
    {exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.Between, exp.Is}
)
_COMPARISONS: dict[type[exp.Expr], Comparison] = {
    exp.EQ: Comparison.EQUAL,
    exp.NEQ: Comparison.NOT_EQUAL,
    exp.LT: Comparison.LESS,
    exp.LTE: Comparison.AT_MOST,
    exp.GT: Comparison.MORE,
    exp.GTE: Comparison.AT_LEAST,
}
_OPERATIONS: dict[type[exp.Expr], Operation] = {
    exp.Add: Operation.ADD,
    exp.Sub: Operation.SUBTRACT,
    exp.Mul: Operation.MULTIPLY,
}


class _Reader:
    """Turns sqlglot's tree of word numbers into ours, keeping where each node stands."""

    def __init__(self, source: Source, words: Sequence[Word]) -> None:
        self.source = source
        self.words = words
        self.after_tested: dict[int, int] = {}

    def whole(self) -> Node:
        shape = " ".join(_shape(number, word) for number, word in enumerate(self.words))
        try:
            parsed = sqlglot.parse_one(shape, into=exp.Condition)
        except ParseError as error:
            raise self.unreadable(error) from None
        return self.read(parsed).node

    def unreadable(self, error: ParseError) -> BadExpression:
        """Points at the word where the parser stopped; `col` is where that word ends in the shape."""
        column = error.errors[0].get("col", 0) if error.errors else 0
        ends, end = [], -1
        for number, word in enumerate(self.words):
            end += len(_shape(number, word)) + 1
            ends.append(end)
        at = next((number for number, end in enumerate(ends) if end >= column), len(ends) - 1)
        return self.refuse(
            at, at, "The expression cannot be read here.", "Look for a missing word or bracket."
        )

    def refuse(self, first: int, last: int, message: str, remedy: str) -> BadExpression:
        span = self.span(first, last)
        return BadExpression(message, remedy, text=self.source.text, start=span.start, end=span.end)

    def span(self, first: int, last: int) -> Span:
        return Span(self.words[first].start, self.words[last].end)

    def is_word(self, number: int, *texts: str) -> bool:
        return 0 <= number < len(self.words) and self.words[number].is_keyword(*texts)

    def read(self, shape: exp.Expr) -> _Placed:
        reader = _READERS.get(type(shape))
        if reader is None:
            message = "Something here is not part of the measure language."
            raise self.refuse(
                0, len(self.words) - 1, message, "Use comparisons, and, or, not, case and the functions."
            )
        return reader(self, shape)

    def keep(self, node: Node, first: int, last: int) -> _Placed:
        self.source.keep(node, self.span(first, last))
        return _Placed(node, first, last)

    def operand(self, shape: exp.Expr) -> _Placed:
        """Reads what stands beside a sign; a condition there must have its own brackets."""
        placed = self.read(shape)
        if type(shape) in _CONDITIONS:
            message = f"'{self.source.quote(placed.node)}' is a condition, and stands beside another sign."
            raise self.refuse(
                placed.first, placed.last, message, "Put brackets round it, or join the two with and."
            )
        return placed

    def leaf(self, shape: exp.Column) -> _Placed:
        number = int(shape.name)
        word = self.words[number]
        if word.is_keyword("null"):
            return self.keep(Null(), number, number)
        node = Column(word.text) if word.kind is Kind.NAME else Literal(value_of(word))
        return self.keep(node, number, number)

    def brackets(self, shape: exp.Paren) -> _Placed:
        node, first, last = self.read(shape.this)
        if not (self.is_word(first - 1, "(") and self.is_word(last + 1, ")")):
            # sqlglot puts brackets of its own round `a is null` where another comparison follows.
            raise self.refuse(first, last, "Two comparisons are chained here.", "Join them with and.")
        return _Placed(node, first - 1, last + 1)

    def joined(self, shape: exp.And | exp.Or) -> _Placed:
        kind = And if isinstance(shape, exp.And) else Or
        left, right = self.read(shape.left), self.read(shape.right)
        parts = [
            part
            for side in (left.node, right.node)
            for part in (side.parts if isinstance(side, kind) else (side,))
        ]
        return self.keep(kind(tuple(parts)), left.first, right.last)

    def opposite(self, shape: exp.Not) -> _Placed:
        inner = self.read(shape.this)
        # `a not in (1)` says its `not` after what it tests; `not a in (1)` says it before.
        after = self.after_tested.get(id(shape.this), -1)
        within = self.is_word(after, "not") or (self.is_word(after, "is") and self.is_word(after + 1, "not"))
        return self.keep(Not(inner.node), inner.first if within else inner.first - 1, inner.last)

    def tested(self, shape: exp.In | exp.Between | exp.Is) -> _Placed:
        operand = self.operand(shape.this)
        self.after_tested[id(shape)] = operand.last + 1
        return operand

    def compare(self, shape: exp.Binary) -> _Placed:
        left, right = self.operand(shape.left), self.operand(shape.right)
        return self.keep(Compare(_COMPARISONS[type(shape)], left.node, right.node), left.first, right.last)

    def is_in(self, shape: exp.In) -> _Placed:
        operand = self.tested(shape)
        values = [self.operand(value) for value in shape.expressions]
        for value in values:
            if not isinstance(value.node, Literal):
                remedy = (
                    "Ask 'is null' beside it, joined with or."
                    if isinstance(value.node, Null)
                    else "Join two tests with or."
                )
                raise self.refuse(
                    value.first, value.last, "'in' takes only values that are written out.", remedy
                )
        literals = tuple(value.node for value in values if isinstance(value.node, Literal))
        return self.keep(In(operand.node, literals), operand.first, values[-1].last + 1)

    def between(self, shape: exp.Between) -> _Placed:
        operand, low, high = (
            self.tested(shape),
            self.operand(shape.args["low"]),
            self.operand(shape.args["high"]),
        )
        return self.keep(Between(operand.node, low.node, high.node), operand.first, high.last)

    def is_null(self, shape: exp.Is) -> _Placed:
        operand, null = self.tested(shape), self.read(shape.expression)
        if not isinstance(null.node, Null):
            raise self.refuse(
                null.first, null.last, "'null' cannot stand beside a sign.", "Write 'is null' last."
            )
        return self.keep(IsNull(operand.node), operand.first, null.last)

    def arithmetic(self, shape: exp.Binary) -> _Placed:
        left, right = self.operand(shape.left), self.operand(shape.right)
        return self.keep(Arithmetic(_OPERATIONS[type(shape)], left.node, right.node), left.first, right.last)

    def negate(self, shape: exp.Neg) -> _Placed:
        inner = self.operand(shape.this)
        first, last = inner.first - 1, inner.last
        if not isinstance(inner.node, Literal):
            return self.keep(Negate(inner.node), first, last)
        value = inner.node.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.refuse(first, last, "Only a number has a sign.", "Take out the -")
        return self.keep(Literal(-value), first, last)

    def case(self, shape: exp.Case) -> _Placed:
        branches = [(self.read(branch.this), self.read(branch.args["true"])) for branch in shape.args["ifs"]]
        default = shape.args.get("default")
        otherwise = self.read(default) if default else None
        whens = tuple(When(condition.node, value.node) for condition, value in branches)
        first, last = branches[0][0].first - 2, (otherwise or branches[-1][1]).last + 1
        return self.keep(Case(whens, otherwise.node if otherwise else Null()), first, last)

    def function(self, shape: exp.Anonymous) -> _Placed:
        first = int(shape.name.removeprefix("F"))
        name = self.words[first].text
        given = [self.read(argument) for argument in shape.expressions]
        last = given[-1].last + 1
        kind = FUNCTIONS[name]
        wanted = [field.name for field in fields(kind)]
        nodes = tuple(argument.node for argument in given)
        if wanted == ["parts"]:
            if len(nodes) < 2:
                raise self.refuse(
                    first, last, f"'{name}' chooses between two values or more.", "Give it another value."
                )
            return self.keep(_make(kind, (nodes,)), first, last)
        if len(nodes) != len(wanted):
            message = f"'{name}' takes {len(wanted)} values, not {len(nodes)}."
            raise self.refuse(first, last, message, f"Write {name}({', '.join(wanted)}).")
        return self.keep(_make(kind, nodes), first, last)


def _make(kind: Callable[..., Node], values: Sequence[object]) -> Node:
    return kind(*values)


def _shape(number: int, word: Word) -> str:
    if word.is_value:
        return f'"{number}"'
    return f"F{number}" if word.kind is Kind.FUNCTION else word.text.upper()


_READERS: dict[type[exp.Expr], Callable[[_Reader, Any], _Placed]] = {
    exp.Column: _Reader.leaf,
    exp.Paren: _Reader.brackets,
    exp.And: _Reader.joined,
    exp.Or: _Reader.joined,
    exp.Not: _Reader.opposite,
    **dict.fromkeys(_COMPARISONS, _Reader.compare),
    exp.In: _Reader.is_in,
    exp.Between: _Reader.between,
    exp.Is: _Reader.is_null,
    **dict.fromkeys(_OPERATIONS, _Reader.arithmetic),
    exp.Neg: _Reader.negate,
    exp.Case: _Reader.case,
    exp.Anonymous: _Reader.function,
}
