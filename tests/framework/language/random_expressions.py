"""Random expressions that mean something, and random records for them.

Whole numbers stay under a million and products have at most three factors, so that no value passes 64 bits:
there DuckDB raises and Python grows, and intake is what keeps real values within bounds.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

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
    When,
)
from hearth.framework.language.types import ColumnType, Type

__all__ = ["COLUMNS", "SQL_TYPES", "any_tree", "random_rows"]

COLORS = ("rouge", "réglisse", "ŵy", "Ábel", "O'Neil", "not_known")
COLUMNS = {
    "gad": ColumnType(Type.WHOLE),
    "phq": ColumnType(Type.WHOLE),
    "delay": ColumnType(Type.WHOLE),
    "score": ColumnType(Type.DECIMAL, places=2),
    "hours": ColumnType(Type.DECIMAL, places=1),
    "born": ColumnType(Type.DATE),
    "seen": ColumnType(Type.DATE),
    "fed": ColumnType(Type.BOOLEAN),
    "case": ColumnType(Type.BOOLEAN),
    "group": ColumnType(Type.CODE, codes=frozenset(COLORS)),
    "hub": ColumnType(Type.CODE),
    "Ward name": ColumnType(Type.TEXT),
}
SQL_TYPES = {
    "gad": "BIGINT",
    "phq": "BIGINT",
    "delay": "BIGINT",
    "score": "DECIMAL(18, 2)",
    "hours": "DECIMAL(18, 1)",
    "born": "DATE",
    "seen": "DATE",
    "fed": "BOOLEAN",
    "case": "BOOLEAN",
    "group": "VARCHAR",
    "hub": "VARCHAR",
    "Ward name": "VARCHAR",
}
EDGES = [date(2024, 2, 29), date(2000, 2, 29), date(2023, 2, 28), date(2025, 3, 1), date(2024, 8, 31)]
EDGES += [date(2024, 9, 1), date(2020, 8, 31), date(2020, 9, 1), date(2023, 12, 31), date(2024, 1, 1)]


def random_rows(count: int, seed: int) -> list[dict[str, object]]:
    """Records with 15% of values missing, and many dates where calendars go wrong."""
    chance = random.Random(seed)

    def day() -> date:
        return chance.choice([*EDGES, date(1995, 1, 1) + timedelta(days=chance.randrange(12_000))])

    def value(name: str) -> object:
        match COLUMNS[name].type:
            case Type.WHOLE:
                return (
                    chance.randint(-400, 400)
                    if name == "delay"
                    else chance.choice([0, 1, 3, chance.randint(-99_999, 99_999)])
                )
            case Type.DECIMAL:
                return Decimal(chance.randint(-99_999, 99_999)).scaleb(-COLUMNS[name].places)
            case Type.DATE:
                return day()
            case Type.BOOLEAN:
                return chance.random() < 0.5
            case _:
                return chance.choice(COLORS)

    return [{name: None if chance.random() < 0.15 else value(name) for name in COLUMNS} for _ in range(count)]


def any_tree() -> st.SearchStrategy[Node]:
    """A tree of any type, up to four levels deep."""
    return st.one_of(conditions(3), conditions(4), wholes(3), decimals(3), dates(3), codes(2))


def _columns(kind: Type, *, listed: bool | None = None) -> st.SearchStrategy[Node]:
    names = [name for name, column in COLUMNS.items() if column.type is kind]
    if listed is not None:
        names = [name for name in names if (COLUMNS[name].codes is not None) is listed]
    return st.sampled_from(names).map(Column)


def _several(part: st.SearchStrategy[Node], least: int = 2) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(part, min_size=least, max_size=3).map(tuple)


def _chosen(
    part: st.SearchStrategy[Node], depth: int, *, ordered: bool = True
) -> list[st.SearchStrategy[Node]]:
    whens = st.lists(st.builds(When, conditions(depth - 1), part), min_size=1, max_size=2).map(tuple)
    ways = [st.builds(Coalesce, _several(part)), st.builds(Case, whens, part | st.just(Null()))]
    extremes = [st.builds(Greatest, _several(part)), st.builds(Least, _several(part))]
    return ways + extremes if ordered else ways


def _negative(node: Node) -> Node:
    return Negate(node) if not isinstance(node, Literal) else Literal(-node.value)


def _numbers(
    leaf: st.SearchStrategy[Node],
    deeper: st.SearchStrategy[Node],
    factor: st.SearchStrategy[Node],
    depth: int,
):
    sums = st.sampled_from([Operation.ADD, Operation.SUBTRACT])
    products = st.builds(Arithmetic, st.just(Operation.MULTIPLY), leaf, factor)
    triples = st.builds(Arithmetic, st.just(Operation.MULTIPLY), products, leaf)
    return [
        leaf,
        st.builds(Arithmetic, sums, deeper, deeper),
        products,
        triples,
        deeper.map(_negative),
        st.builds(Abs, deeper),
        *_chosen(deeper, depth),
    ]


def wholes(depth: int) -> st.SearchStrategy[Node]:
    leaf = _columns(Type.WHOLE) | st.integers(-999_999, 999_999).map(Literal) | st.integers(0, 9).map(Literal)
    if depth <= 0:
        return leaf
    small = _columns(Type.WHOLE) | st.integers(-99, 99).map(Literal)
    deeper = st.deferred(lambda: wholes(depth - 1))
    day = dates(depth - 1)
    ages = [
        st.builds(AgeYears, plain_dates(), plain_dates()),
        st.builds(AcademicAge, plain_dates(), plain_dates()),
    ]
    return st.one_of(*_numbers(small, deeper, small, depth), leaf, st.builds(DaysBetween, day, day), *ages)


def decimals(depth: int) -> st.SearchStrategy[Node]:
    written = st.decimals(-999, 999, places=2) | st.decimals(-999, 999, places=3)
    leaf = _columns(Type.DECIMAL) | written.map(Literal)
    if depth <= 0:
        return leaf
    factor = leaf | _columns(Type.WHOLE)
    deeper = st.deferred(lambda: decimals(depth - 1))
    mixed = st.builds(Arithmetic, st.sampled_from([Operation.ADD, Operation.SUBTRACT]), wholes(0), deeper)
    return st.one_of(*_numbers(leaf, deeper, factor, depth), mixed)


def plain_dates() -> st.SearchStrategy[Node]:
    return _columns(Type.DATE) | (st.sampled_from(EDGES) | st.dates(date(1995, 1, 1), date(2030, 1, 1))).map(
        Literal
    )


def dates(depth: int) -> st.SearchStrategy[Node]:
    leaf = plain_dates()
    if depth <= 0:
        return leaf
    deeper = st.deferred(lambda: dates(depth - 1))
    many_days = st.integers(-5_000, 5_000).map(Literal) | st.just(Column("delay"))
    many_months = st.integers(-300, 300).map(Literal) | st.just(Column("delay"))
    moved = [st.builds(DaysAfter, deeper, many_days), st.builds(MonthsBefore, deeper, many_months)]
    return st.one_of(leaf, *moved, *_chosen(deeper, depth))


def codes(depth: int) -> st.SearchStrategy[Node]:
    leaf = _columns(Type.CODE) | _columns(Type.TEXT) | st.sampled_from(COLORS).map(Literal)
    if depth <= 0:
        return leaf
    return st.one_of(leaf, *_chosen(st.deferred(lambda: codes(depth - 1)), depth, ordered=False))


def _flat(kind: type[And] | type[Or], parts: Sequence[Node]) -> Node:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return kind(tuple(flat))


def conditions(depth: int) -> st.SearchStrategy[Node]:
    leaf = _columns(Type.BOOLEAN) | st.booleans().map(Literal)
    if depth <= 0:
        return leaf
    deeper = st.deferred(lambda: conditions(depth - 1))
    number = wholes(depth - 1) | decimals(depth - 1)
    ordered = [(number, number), (dates(depth - 1), dates(depth - 1))]
    alike = [*ordered, (codes(depth - 1), codes(depth - 1)), (deeper, deeper)]
    equals = st.sampled_from([Comparison.EQUAL, Comparison.NOT_EQUAL])
    listed = st.lists(st.sampled_from(COLORS).map(Literal), min_size=1, max_size=3).map(tuple)
    numbers = st.lists(
        (st.integers(-5, 5) | st.decimals(-5, 5, places=1)).map(Literal), min_size=1, max_size=4
    ).map(tuple)
    return st.one_of(
        leaf,
        st.lists(deeper, min_size=2, max_size=3).map(lambda parts: _flat(And, parts)),
        st.lists(deeper, min_size=2, max_size=3).map(lambda parts: _flat(Or, parts)),
        st.builds(Not, deeper),
        *(st.builds(Compare, st.sampled_from(Comparison), *pair) for pair in ordered),
        *(st.builds(Compare, equals, *pair) for pair in alike),
        st.builds(In, codes(depth - 1).filter(lambda node: not isinstance(node, Case)), listed),
        st.builds(In, number, numbers),
        *(st.builds(Between, one, one, other) for one, other in ordered),
        st.builds(IsNull, number | dates(depth - 1) | codes(depth - 1) | deeper),
    )
