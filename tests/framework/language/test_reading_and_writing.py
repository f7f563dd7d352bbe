"""What is read is what is written, and random text is refused in words."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from framework.language.random_expressions import COLUMNS, any_tree
from hearth.framework.language import ColumnType, Node, Type, read_expression, type_of, write
from hearth.framework.language.refused import REFUSED_CALLS
from hearth.framework.language.tree import (
    FUNCTIONS,
    And,
    Arithmetic,
    Case,
    Column,
    Compare,
    Comparison,
    In,
    Literal,
    Negate,
    Not,
    Operation,
    Or,
    When,
)
from hearth.framework.language.words import KEYWORDS
from hearth.kernel.errors import BadExpression


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(tree=any_tree())
def test_what_is_written_reads_back_the_same(tree: Node) -> None:
    try:
        found = type_of(tree, COLUMNS)
    except BadExpression:
        assume(False)
    text = write(tree)
    try:
        read = read_expression(text, COLUMNS)
    except BadExpression as error:
        assume("names, values and operators" not in error.message and "characters long" not in error.message)
        raise
    assert read.tree == tree
    assert (read.type, read.text) == (found, text)


WORDS = [
    *KEYWORDS,
    *FUNCTIONS,
    *REFUSED_CALLS,
    *COLUMNS,
    *"()+-*,.=<>'\"/;%",
    "<=",
    "<>",
    "1",
    "0.5",
    "'a'",
    "date '2024-02-29'",
    "é",
    "--",
]


@settings(max_examples=1_500, deadline=None)
@given(text=st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60))
def test_random_text_is_read_or_refused_and_never_anything_else(text: str) -> None:
    try:
        read_expression(text, COLUMNS)
    except BadExpression as error:
        assert 0 <= error.start <= error.end <= len(text)
        assert error.message and error.remedy


START = [
    "gad",
    "not fed",
    "(",
    "case when fed",
    "gad in (1",
    "-gad",
    "score",
    "days_after(seen",
    "gad is",
    "seen",
    "hub",
]
NEXT = [
    " = ",
    " and ",
    " or not ",
    ")",
    " then ",
    " else ",
    " end",
    " between 1 and ",
    " is null",
    ", ",
    " * ",
    " - ",
]


@settings(max_examples=1_500, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.sampled_from(START), st.sampled_from(NEXT)), max_size=8),
    last=st.sampled_from(START),
)
def test_nearly_right_text_is_read_or_refused_and_what_is_read_is_stable(
    pairs: list[tuple[str, str]], last: str
) -> None:
    text = "".join(word + sign for word, sign in pairs) + last
    try:
        read = read_expression(text, COLUMNS)
    except BadExpression:
        return
    assert read_expression(read.text, COLUMNS) == read


CANONICAL = [
    ("gad  >=  3 AND(phq != 2)", "gad >= 3 and phq <> 2"),
    ("NOT gad IN (1,2)", "gad not in (1, 2)"),
    ("not gad is null", "gad is not null"),
    ("gad is NOT null", "gad is not null"),
    ("((gad + phq)) * 2 > 1", "(gad + phq) * 2 > 1"),
    ("gad + phq * 2 > 1", "gad + (phq * 2) > 1"),
    ("gad + phq + delay = 1", "gad + phq + delay = 1"),
    ("gad + (phq + delay) = 1", "gad + (phq + delay) = 1"),
    ("(fed and fed) and fed", "fed and fed and fed"),
    ("fed and fed or fed", "(fed and fed) or fed"),
    ("hub = 'O''Neil'", "hub = 'O''Neil'"),
    ("seen = DATE'2024-02-29'", "seen = date '2024-02-29'"),
    ('"case"', '"case"'),
    ('"gad" = 1', "gad = 1"),
    ('"Ward name" = hub', '"Ward name" = hub'),
    ("case when fed then 1 end = 1", "case when fed then 1 else null end = 1"),
    ("gad = 007", "gad = 7"),
    ("score = -0.50", "score = -0.50"),
    ("score = -0.0", "score = 0.0"),
    ("gad - - 5 = 1", "gad - -5 = 1"),
]


@pytest.mark.parametrize(("text", "canonical"), CANONICAL)
def test_one_way_to_write_each_meaning(text: str, canonical: str) -> None:
    assert read_expression(text, COLUMNS).text == canonical


def test_precedence_is_that_of_sql() -> None:
    a, b, c = Column("fed"), Not(Column("fed")), Column("case")
    assert read_expression('fed or not fed and "case"', COLUMNS).tree == Or((a, And((b, c))))


def test_a_sum_of_twenty_five_items_needs_no_brackets() -> None:
    text = " + ".join(f"item_{number}" for number in range(25))
    columns = {f"item_{number}": ColumnType(Type.WHOLE) for number in range(25)}
    assert read_expression(text, columns).text == text


TYPES = [
    ("gad + 1", ColumnType(Type.WHOLE)),
    ("score + hours", ColumnType(Type.DECIMAL, places=2)),
    ("score * hours", ColumnType(Type.DECIMAL, places=3)),
    ("score * gad", ColumnType(Type.DECIMAL, places=2)),
    ("-score * 0.125", ColumnType(Type.DECIMAL, places=5)),
    ("coalesce(score, hours)", ColumnType(Type.DECIMAL, places=2)),
    ("case when fed then 1.0 else 2.125 end", ColumnType(Type.DECIMAL, places=3)),
    ("case when fed then 'a' else 'b' end", ColumnType(Type.CODE, codes=frozenset("ab"))),
    ("coalesce(hub, 'b')", ColumnType(Type.CODE)),
    ('coalesce("Ward name", hub)', ColumnType(Type.TEXT)),
    ("days_between(born, seen)", ColumnType(Type.WHOLE)),
    ("months_before(seen, 3)", ColumnType(Type.DATE)),
    ("age_years(born, seen) >= 16", ColumnType(Type.BOOLEAN)),
]


@pytest.mark.parametrize(("text", "found"), TYPES)
def test_the_type_and_the_decimal_places_follow_from_the_columns(text: str, found: ColumnType) -> None:
    assert read_expression(text, COLUMNS).type == found


def test_columns_used_are_in_the_order_they_are_first_named() -> None:
    expression = read_expression(
        "seen > born and (fed or seen is null) and gad in (1)", COLUMNS, expect=Type.BOOLEAN
    )
    assert expression.columns_used == ("seen", "born", "fed", "gad")


def test_expectations_may_be_several_types() -> None:
    assert read_expression("score", COLUMNS, expect=(Type.WHOLE, Type.DECIMAL)).type.places == 2


def test_literals_are_equal_only_when_written_alike() -> None:
    alike = [Literal(1), Literal(True), Literal(Decimal("1.0")), Literal(Decimal("1.00")), Literal("1")]
    assert len(set(alike)) == 5
    assert Literal(Decimal("-0.0")) == Literal(Decimal("0.0"))


@pytest.mark.parametrize(
    "shape",
    [
        lambda: Literal(1.5),
        lambda: Literal(2**63),
        lambda: Literal(Decimal("NaN")),
        lambda: Literal(Decimal("Infinity")),
        lambda: Literal(Decimal("1E+3")),
        lambda: Literal("a\nb"),
        lambda: Literal(None),
        lambda: Column(""),
        lambda: And((Column("fed"),)),
        lambda: And((Column("fed"), And((Column("fed"), Column("fed"))))),
        lambda: Or((Or((Column("fed"), Column("fed"))), Column("fed"))),
        lambda: In(Column("gad"), ()),
        lambda: Negate(Literal(5)),
        lambda: Case(()),
        lambda: ColumnType(Type.WHOLE, places=2),
        lambda: ColumnType(Type.DECIMAL, places=19),
        lambda: ColumnType(Type.TEXT, codes=frozenset("a")),
    ],
)
def test_nodes_and_types_refuse_to_be_wrong(shape: object) -> None:
    with pytest.raises(ValueError):
        shape()  # type: ignore[operator]


def test_expressions_are_frozen_and_can_be_keys() -> None:
    one, other = (read_expression(text, COLUMNS) for text in ("gad>3", "(gad > 3)"))
    assert one == other and len({one, other}) == 1
    with pytest.raises(FrozenInstanceError):
        one.text = "gad > 4"  # type: ignore[misc]


def test_a_tree_made_in_code_is_checked_with_its_own_text() -> None:
    tree = Case((When(Column("fed"), Arithmetic(Operation.ADD, Column("seen"), Literal(1))),))
    with pytest.raises(BadExpression, match="days_after") as caught:
        type_of(tree, COLUMNS)
    assert caught.value.text == "case when fed then seen + 1 else null end"
    assert (
        type_of(Compare(Comparison.EQUAL, Column("seen"), Literal(date(2024, 2, 29))), COLUMNS).type
        is Type.BOOLEAN
    )


def test_engines_do_not_pay_for_the_parser() -> None:
    code = "import sys, hearth.engine.sql, hearth.engine.closures; print('sqlglot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
