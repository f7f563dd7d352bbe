"""Expressions mean the same in plain Python, the judge, and in DuckDB: on every value, and in its type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings

from framework.language.random_expressions import COLUMNS, SQL_TYPES, any_tree, random_rows
from hearth.engine.closures import to_function
from hearth.engine.sql import to_sql
from hearth.framework.language import ColumnType, Node, Type, read_expression, type_of
from hearth.framework.language.tree import Arithmetic, Column, Compare, Comparison, Literal, Operation
from hearth.kernel.errors import BadExpression

ROWS = random_rows(250, seed=20240229)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET autoinstall_known_extensions=false; SET autoload_known_extensions=false")
        fields = ", ".join(f'"{name}" {kind}' for name, kind in SQL_TYPES.items())
        connection.execute(f"CREATE TABLE one (row_number BIGINT, {fields})")
        connection.execute(f"CREATE TABLE many (row_number BIGINT, {fields})")
        marks = ", ".join("?" * (len(SQL_TYPES) + 1))
        connection.executemany(
            f"INSERT INTO many VALUES ({marks})", [[number, *row.values()] for number, row in enumerate(ROWS)]
        )
        yield connection


def duckdb_value(database: duckdb.DuckDBPyConnection, tree: Node, row: dict[str, object]) -> object:
    database.execute("DELETE FROM one")
    marks = ", ".join("?" * len(SQL_TYPES))
    database.execute(f"INSERT INTO one VALUES (0, {marks})", [row.get(name) for name in SQL_TYPES])
    found = database.execute(f"SELECT {to_sql(tree, COLUMNS)} FROM one").fetchone()
    assert found is not None
    return found[0]


FEB_29 = date(2024, 2, 29)

# fmt: off
MEANINGS = [
    # unknown is neither true nor false
    ("gad >= 3",                                  {"gad": 3},                        True),
    ("gad >= 3",                                  {"gad": None},                     None),
    ("gad >= 3 or phq >= 3",                      {"gad": None, "phq": 3},           True),
    ("gad >= 3 or phq >= 3",                      {"gad": None, "phq": 2},           None),
    ("gad >= 3 and phq >= 3",                     {"gad": None, "phq": 2},           False),
    ("gad >= 3 and phq >= 3",                     {"gad": None, "phq": 3},           None),
    ("not gad >= 3",                              {"gad": None},                     None),
    ("not gad >= 3",                              {"gad": 2},                        True),
    ("not fed",                                   {"fed": False},                    True),
    ("fed",                                       {"fed": True},                     True),
    ("fed = true",                                {"fed": None},                     None),
    ("fed <> \"case\"",                           {"fed": True, "case": False},      True),
    ("gad is null",                               {"gad": None},                     True),
    ("gad is not null",                           {"gad": None},                     False),
    ("not gad is null",                           {"gad": 1},                        True),
    ("(gad >= 3) is null",                        {"gad": None},                     True),
    # lists and ranges
    ("gad in (2, 3)",                             {"gad": 3},                        True),
    ("gad in (2, 3.0)",                           {"gad": 3},                        True),
    ("gad not in (2, 3)",                         {"gad": None},                     None),
    ("gad not in (2, 3)",                         {"gad": 1},                        True),
    ("gad between 3 and 5",                       {"gad": 3},                        True),
    ("gad between 3 and 5",                       {"gad": 5},                        True),
    ("gad not between 3 and 5",                   {"gad": 6},                        True),
    ("gad between phq and 5",                     {"gad": 6, "phq": None},           False),
    ("gad between phq and 5",                     {"gad": 4, "phq": None},           None),
    ("seen between date '2024-02-01' and date '2024-02-29'", {"seen": FEB_29},       True),
    # codes are the same only where they are written alike, accents and capitals included
    ("\"group\" = 'réglisse'",                    {"group": "réglisse"},             True),
    ("hub = 'reglisse'",                          {"hub": "réglisse"},               False),
    ("hub = 'HUB'",                               {"hub": "hub"},                    False),
    ("hub in ('O''Neil')",                        {"hub": "O'Neil"},                 True),
    ("hub = ''",                                  {"hub": ""},                       True),
    ("hub = 'a\\b'",                              {"hub": "a\\b"},                   True),
    # numbers are exact
    ("gad * 10 >= phq * 7",                       {"gad": 7, "phq": 10},             True),
    ("100000 * 100000",                           {},                                10_000_000_000),
    ("2147483647 + 1",                            {},                                2_147_483_648),
    ("gad - phq * 2",                             {"gad": 3, "phq": 5},              -7),
    ("(gad - phq) * 2",                           {"gad": 3, "phq": 5},              -4),
    ("gad - phq - 1",                             {"gad": 3, "phq": 5},              -3),
    ("gad - (phq - 1)",                           {"gad": 3, "phq": 5},              -1),
    ("-gad",                                      {"gad": -7},                       7),
    ("-gad * phq",                                {"gad": 7, "phq": 2},              -14),
    ("gad - -2",                                  {"gad": 7},                        9),
    ("abs(gad - 10)",                             {"gad": 3},                        7),
    ("score * 0.1",                               {"score": Decimal("0.30")},        Decimal("0.030")),
    ("0.1 + 0.2 = 0.3",                           {},                                True),
    ("score + gad",                               {"score": Decimal("1.25"), "gad": 2}, Decimal("3.25")),
    ("score > 18.5",                              {"score": Decimal("18.50")},       False),
    ("gad > 2.5",                                 {"gad": 3},                        True),
    ("score * score",                             {"score": Decimal("9999999999999.99")},
                                                  Decimal("99999999999999800000000000.0001")),
    ("score * gad = score * score",               {"score": Decimal("0.01"), "gad": 0}, False),
    ("score = hours",                             {"score": Decimal("0.14"), "hours": Decimal("0.1")}, False),
    ("greatest(score, hours)",                    {"score": Decimal("0.14"), "hours": Decimal("0.1")},
                                                  Decimal("0.14")),
    # the first known, the greatest known, the least known
    ("coalesce(gad, phq, 0)",                     {"gad": None, "phq": None},        0),
    ("coalesce(gad, phq)",                        {"gad": None, "phq": None},        None),
    ("greatest(gad, phq)",                        {"gad": None, "phq": 2},           2),
    ("least(gad, phq)",                           {"gad": 5, "phq": None},           5),
    ("greatest(gad, phq)",                        {"gad": None, "phq": None},        None),
    ("least(seen, born)",                         {"seen": FEB_29, "born": None},    FEB_29),
    # a case takes the first branch that is true
    ("case when gad > 3 then 'a' when gad > 1 then 'b' else 'c' end", {"gad": 2},    "b"),
    ("case when gad > 3 then 'a' else 'c' end",   {"gad": None},                     "c"),
    ("case when gad > 3 then 1 end",              {"gad": 1},                        None),
    ("case when gad > 3 then null else 1 end",    {"gad": 4},                        None),
    # dates
    ("days_between(born, seen)",                  {"born": date(2024, 2, 28), "seen": date(2024, 3, 1)}, 2),
    ("days_between(born, seen)",                  {"born": date(2024, 3, 1), "seen": date(2024, 2, 28)}, -2),
    ("days_between(born, seen)",                  {"born": None, "seen": FEB_29},    None),
    ("days_after(seen, 1)",                       {"seen": FEB_29},                  date(2024, 3, 1)),
    ("days_after(seen, -60)",                     {"seen": FEB_29},                  date(2023, 12, 31)),
    ("days_after(seen, gad)",                     {"seen": FEB_29, "gad": None},     None),
    ("months_before(seen, 12)",                   {"seen": FEB_29},                  date(2023, 2, 28)),
    ("months_before(seen, 12)",                   {"seen": date(2025, 2, 28)},       date(2024, 2, 28)),
    ("months_before(seen, 1)",                    {"seen": date(2024, 3, 31)},       FEB_29),
    ("months_before(seen, 2)",                    {"seen": date(2024, 2, 15)},       date(2023, 12, 15)),
    ("months_before(seen, -1)",                   {"seen": date(2024, 1, 31)},       FEB_29),
    ("age_years(born, seen)",                     {"born": date(2020, 3, 1), "seen": FEB_29},             3),
    ("age_years(born, seen)",                     {"born": date(2020, 3, 1), "seen": date(2024, 3, 1)},   4),
    ("age_years(born, seen)",                     {"born": date(2020, 2, 29), "seen": date(2023, 2, 28)}, 2),
    ("age_years(born, seen)",                     {"born": date(2020, 2, 29), "seen": date(2023, 3, 1)},  3),
    ("age_years(born, seen)",                     {"born": date(2023, 12, 31), "seen": date(2024, 1, 1)}, 0),
    ("age_years(born, seen)",                     {"born": date(2024, 6, 1), "seen": date(2024, 1, 1)},  -1),
    ("age_years(born, seen)",                     {"born": None, "seen": FEB_29},    None),
    ("academic_age(born, seen)",                  {"born": date(2007, 8, 31), "seen": date(2024, 2, 29)}, 16),
    ("academic_age(born, seen)",                  {"born": date(2007, 9, 1), "seen": date(2024, 2, 29)},  15),
    ("academic_age(born, seen)",                  {"born": date(2007, 9, 1), "seen": date(2024, 8, 30)},  15),
    ("academic_age(born, seen)",                  {"born": date(2007, 9, 1), "seen": date(2024, 8, 31)},  16),
    ("academic_age(born, seen)",                  {"born": date(2007, 8, 31), "seen": date(2024, 9, 1)},  17),
    ("academic_age(born, seen)",                  {"born": date(2007, 8, 31), "seen": None}, None),
    # precedence, and the words that are written another way
    ("fed or \"case\" and false",                 {"fed": True, "case": True},       True),
    ("(fed or \"case\") and false",               {"fed": True, "case": True},       False),
    ("not fed and \"case\"",                      {"fed": True, "case": False},      False),
    ("not (fed and \"case\")",                    {"fed": True, "case": False},      True),
    ("gad != 3 AND gad IS NOT NULL",              {"gad": 4},                        True),
]
# fmt: on


@pytest.mark.parametrize(("text", "row", "value"), MEANINGS)
def test_an_expression_means_the_same_everywhere(
    database: duckdb.DuckDBPyConnection, text: str, row: dict[str, object], value: object
) -> None:
    tree = read_expression(text, COLUMNS).tree
    complete = {name: row.get(name) for name in COLUMNS}
    for found in (to_function(tree, COLUMNS)(complete), duckdb_value(database, tree, row)):
        assert (type(found), found) == (type(value), value)


def expected_sql_type(found: ColumnType) -> str:
    plain = {Type.WHOLE: "BIGINT", Type.DATE: "DATE", Type.BOOLEAN: "BOOLEAN"}
    return f",{found.places})" if found.type is Type.DECIMAL else plain.get(found.type, "VARCHAR")


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(tree=any_tree())
def test_random_expressions_agree_on_random_records(database: duckdb.DuckDBPyConnection, tree: Node) -> None:
    try:
        found = type_of(tree, COLUMNS)
    except BadExpression:
        assume(False)
    function = to_function(tree, COLUMNS)
    reply = database.execute(f"SELECT {to_sql(tree, COLUMNS)} AS value FROM many ORDER BY row_number")
    assert str(reply.description[0][1]).endswith(expected_sql_type(found))
    for row, (theirs,) in zip(ROWS, reply.fetchall(), strict=True):
        ours = function(row)
        assert (type(ours), ours) == (type(theirs), theirs), row


def test_the_random_records_hold_what_goes_wrong() -> None:
    values = [value for row in ROWS for value in row.values()]
    assert 0.12 < values.count(None) / len(values) < 0.18
    assert FEB_29 in values and "réglisse" in values
    assert any(isinstance(value, Decimal) and value < 0 for value in values)


def test_engines_refuse_a_tree_that_does_not_fit_the_columns() -> None:
    tree = Compare(Comparison.EQUAL, Column("gad"), Literal("10"))
    for engine in (to_sql, to_function):
        with pytest.raises(BadExpression, match="cannot be compared"):
            engine(tree, COLUMNS)


def test_sql_quotes_names_and_text_that_would_break_out_of_it() -> None:
    columns = {'a" or true --': ColumnType(Type.CODE)}
    tree = Compare(Comparison.EQUAL, Column('a" or true --'), Literal("x' or true --"))
    assert to_sql(tree, columns) == "(\"a\"\" or true --\" = 'x'' or true --')"


def test_past_64_bits_duckdb_stops_and_python_grows(database: duckdb.DuckDBPyConnection) -> None:
    tree = read_expression("9223372036854775807 + 1", {}).tree
    assert to_function(tree, {})({}) == 2**63
    with pytest.raises(duckdb.OutOfRangeException):
        database.execute(f"SELECT {to_sql(tree, {})}").fetchone()


def test_a_long_product_makes_short_sql() -> None:
    columns = {"score": ColumnType(Type.DECIMAL, places=0)}
    tree = read_expression(" * ".join(["score"] * 50), columns).tree
    assert len(to_sql(tree, columns)) < 5_000


def test_a_decimal_longer_than_pythons_own_precision_stays_exact() -> None:
    columns = {"score": ColumnType(Type.DECIMAL, places=2)}
    product = Arithmetic(Operation.MULTIPLY, Column("score"), Column("score"))
    value = to_function(product, columns)({"score": Decimal("9999999999999999.99")})
    assert value == Decimal("99999999999999999800000000000000.0001")


@pytest.mark.parametrize("word", ["year", "interval", "cast", "strftime"])
def test_a_column_may_have_the_name_of_something_in_sql(
    database: duckdb.DuckDBPyConnection, word: str
) -> None:
    columns = {word: ColumnType(Type.WHOLE)}
    expression = read_expression(f"{word} = 1", columns)
    found = database.execute(
        f'SELECT {to_sql(expression.tree, columns)} FROM (SELECT 1::BIGINT AS "{word}")'
    ).fetchone()
    assert found == (True,)
