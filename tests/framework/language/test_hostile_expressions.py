"""What the language refuses: each with a sentence, a remedy, and the characters it is about."""

from __future__ import annotations

import sys
import time

import pytest

from hearth.framework.language import ColumnType, Type, read_expression
from hearth.kernel.errors import BadExpression

COLUMNS = {
    "gad": ColumnType(Type.WHOLE),
    "phq": ColumnType(Type.WHOLE),
    "score": ColumnType(Type.DECIMAL, places=2),
    "seen": ColumnType(Type.DATE),
    "born": ColumnType(Type.DATE),
    "sex": ColumnType(Type.CODE, codes=frozenset({"female", "male", "not_known"})),
    "ward": ColumnType(Type.TEXT),
    "fed": ColumnType(Type.BOOLEAN),
}
TEN_SCORES = " * ".join(["score"] * 10)
LONG_SUM = "+".join(["1"] * 101)

# The expression, the characters that are pointed at, and words of the message or remedy.
# fmt: off
REFUSED = [
    # no division, no casts, no text functions, no SQL beyond the list
    ("gad / 2 > 1",                  "/",                   "no division"),
    ("1/0 = 1",                      "/",                   "no division"),
    ("gad // 2 = 1",                 "//",                  "no division"),
    ("gad % 2 = 0",                  "%",                   "division or remainder"),
    ("mod(gad, 2) = 0",              "mod",                 "division or remainder"),
    ("cast(score as int) = 2",       "cast",                "type"),
    ("try_cast('yes' as boolean)",   "try_cast",            "type"),
    ("gad::int = 2",                 "::",                  "type"),
    ("ward like 'a%'",               "like",                "whole codes"),
    ("ward ilike 'a%'",              "ilike",               "whole codes"),
    ("upper(ward) = 'A'",            "upper",               "take text apart"),
    ("substr(ward, 0, 2) = 'A'",     "substr",              "take text apart"),
    ("ward || 'x' = 'y'",            "||",                  "join text"),
    ("date_diff('month', born, seen) > 1", "date_diff",     "days_between"),
    ("date_trunc('quarter', seen) = seen", "date_trunc",    "days_between"),
    ("year(seen) = 2024",            "year",                "days_between"),
    ("interval '1' day = seen",      "interval",            "days_between"),
    ("now() > seen",                 "now",                 "today's date"),
    ("current_date > seen",          "current_date",        "today's date"),
    ("random() > 0",                 "random",              "random"),
    ("count(gad) > 1",               "count",               "one record"),
    ("sum(gad) over () > 1",         "sum",                 "one record"),
    ("lag(gad) over (order by gad) > 1", "lag",             "one record"),
    ("gad in (select 1)",            "select",              "not a query"),
    ("exists (select 1)",            "exists",              "not a query"),
    ("select 1",                     "select",              "not a query"),
    ("read_csv('x.csv') = 1",        "read_csv",            "no function"),
    ("days_betwen(born, seen) = 1",  "days_betwen",         "Did you mean 'days_between'"),
    ("if(fed, 1, 2) = 1",            "if",                  "case when"),
    ("gad > 3; drop table x",        ";",                   "followed by another"),
    ("gad = 1 -- a comment",         "--",                  "comment"),
    ("gad = /* a comment */ 1",      "/*",                  "comment"),
    ("r.gad = 1",                    "r.gad",               "column's name alone"),
    ("main.r.gad = 1",               "main.r.gad",          "column's name alone"),
    ("gad = ?",                      "?",                   "placeholder"),
    ("gad = :x",                     ":",                   "not part of the language"),
    ("gad = $1",                     "$",                   "not part of the language"),
    ("gad[1] = 2",                   "[",                   "not part of the language"),
    ("{gad} = 1",                    "{",                   "not part of the language"),
    # only plain text and plain numbers
    ("“female” = sex",               "“",                   "typographic"),
    ("sex = ‘female’",               "‘",                   "typographic"),
    ("`gad` = 1",                    "`",                   "straight quotes"),
    ("sex = $$female$$",             "$$",                  "straight quotes"),
    (r"sex = e'\n'",                 r"e'\n'",              "touches the quote"),
    ("sex = N'female'",              "N'female'",           "touches the quote"),
    ("sex = x'41'",                  "x'41'",               "touches the quote"),
    ("gad'x' = 1",                   "gad'x'",              "touches the quote"),
    ("sex = 'female",                "'female",             "never closed"),
    ('sex = "female',                '"female',             "never closed"),
    ('sex = "female"',               '"female"',            "single quotes"),
    ("sex = 'fe\u200bmale'",         "'fe\u200bmale'",      "cannot be seen"),
    ("sex = 'fe\nmale'",             "'fe\nmale'",          "cannot be seen"),
    ("'a' 'b' = ward",               "'a' 'b'",             "Nothing joins"),
    ("gad > 1e3",                    "1e3",                 "not a number"),
    ("gad > 1e-3",                   "1e-3",                "not a number"),
    ("gad > 1_000",                  "1_000",               "not a number"),
    ("gad > 0x10",                   "0x10",                "not a number"),
    ("score > .5",                   ".5",                  "not a number"),
    ("score > 5.",                   "5.",                  "not a number"),
    ("score > 1.2.3",                "1.2.3",               "not a number"),
    ("gad > ٣",                      "٣",                   "not part of the language"),
    ("gad > 9223372036854775808",    "9223372036854775808", "too large"),
    ("score > 1234567890.123456789", "1234567890.123456789", "too many digits"),
    ("seen > date '2024-02-30'",     "date '2024-02-30'",   "no date"),
    ("seen > date '20240229'",       "date '20240229'",     "no date"),
    ("seen > date '2024-W09-4'",     "date '2024-W09-4'",   "no date"),
    # one comparison at a time, and every condition in its own brackets
    ("gad == 3",                     "==",                  "one ="),
    ("gad => 3",                     ">",                   "cannot stand here"),
    ("1 = 1 = 1",                    "1 = 1",               "is a condition"),
    ("1 < gad < 5",                  "1 < gad",             "join the two with and"),
    ("fed = gad is null",            "gad is null",         "chained"),
    ("gad is null = fed",            "gad is null",         "chained"),
    ("(gad is null = fed)",          "gad is null",         "chained"),
    ("fed = not fed",                "not",                 "brackets round a condition"),
    ("fed and not not fed",          "not",                 "brackets round a condition"),
    ("- - gad = 3",                  "-",                   "cannot stand here"),
    ("+gad = 3",                     "+",                   "cannot stand here"),
    ("- date '2024-01-01' = seen",   "- date '2024-01-01'", "Only a number has a sign"),
    ("gad between 1",                "1",                   "cannot be read"),
    ("gad between 1 and 2 and 3",    "3",                   "A condition is needed"),
    ("gad 3",                        "gad 3",               "Nothing joins"),
    ("and gad",                      "and",                 "cannot stand here"),
    ("gad >",                        ">",                   "stops after"),
    ("(gad = 1",                     "(",                   "never closed"),
    ("gad = 1)",                     ")",                   "No bracket is open"),
    ("(gad, 1)",                     ",",                   "comma"),
    ("()",                           "()",                  "nothing between these brackets"),
    ("gad in ()",                    "()",                  "nothing between these brackets"),
    ("gad in 3",                     "in 3",                "between brackets"),
    ("gad in (phq)",                 "phq",                 "written out"),
    ("gad not 3",                    "not 3",               "not in (...)"),
    ("fed is true",                  "is true",             "stands alone"),
    ("gad is not 3",                 "not 3",               "is not null"),
    ("case when fed then 1",         "case",                "never closed"),
    ("case when fed 1 end = 1",      "fed 1",               "Nothing joins"),
    ("case gad when 1 then 2 end",   "case gad",            "straight on to 'when'"),
    ("fed then 1",                   "then",                "outside a case"),
    # missing values are asked for, never compared with
    ("gad = null",                   "gad = null",          "gad is null"),
    ("null <> gad",                  "null <> gad",         "gad is not null"),
    ("gad in (1, null)",             "null",                "is null"),
    ("gad between null and 3",       "gad between null and 3", "gad is null"),
    ("coalesce(gad, null) = 1",      "null",                "is null"),
    ("fed and null",                 "null",                "is null"),
    ("case when null then 1 end = 1", "null",               "is null"),
    ("case when fed then null end = 1", "case when fed then null end", "Every result"),
    # one type is never turned into another
    ("'10' = gad",                   "'10' = gad",          "numbers without quotes"),
    ("gad > '2'",                    "gad > '2'",           "numbers without quotes"),
    ("true = 1",                     "true = 1",            "stands alone"),
    ("fed = 'yes'",                  "fed = 'yes'",         "stands alone"),
    ("seen > '2024-02-29'",          "seen > '2024-02-29'", "date '2024-02-29'"),
    ("gad in (1, '2')",              "'2'",                 "numbers without quotes"),
    ("ward < 'b'",                   "ward < 'b'",          "no order"),
    ("sex between 'a' and 'b'",      "sex",                 "a number or a date"),
    ("fed < true",                   "fed < true",          "no order"),
    ("greatest(sex, 'male') = 'male'", "sex",               "numbers or dates"),
    ("seen + 3 > born",              "seen + 3",            "days_after"),
    ("seen - born > 3",              "seen - born",         "days_between"),
    ("-seen = born",                 "seen",                "A number is needed"),
    ("ward + 1 = 2",                 "ward",                "needs numbers"),
    ("not gad",                      "gad",                 "A condition is needed"),
    ("gad and fed",                  "gad",                 "A condition is needed"),
    ("case when gad then 1 else 2 end = 1", "gad",          "A condition is needed"),
    ("case when fed then 1 else 'a' end = 1", "'a'",        "of one type"),
    ("case when fed then 1 else 2.0 end = 1", "2.0",        "decimal point"),
    ("coalesce(score, 0) > 1.0",     "0",                   "decimal point"),
    ("days_between(seen, gad) = 1",  "gad",                 "A date is needed"),
    ("days_after(seen, 1.5) = seen", "1.5",                 "A whole number is needed"),
    ("gad",                          "gad",                 "This should give true or false"),
    # names and codes that are not there
    ("gda > 3",                      "gda",                 "Did you mean 'gad'"),
    ("GAD > 3",                      "GAD",                 "Did you mean 'gad'"),
    ("zzzzzz > 3",                   "zzzzzz",              "There are: born"),
    ("sex = 'femal'",                "'femal'",             "Did you mean 'female'"),
    ("'femal' <> sex",               "'femal'",             "Did you mean 'female'"),
    ("sex in ('female', 'mle')",     "'mle'",               "Did you mean 'male'"),
    ("case when fed then 'a' else 'b' end = 'c'", "'c'",    "not one of the codes"),
    # functions get what they need
    ("abs(gad, 2) = 3",              "abs(gad, 2)",         "takes 1"),
    ("days_between(seen) = 1",       "days_between(seen)",  "days_between(start, end)"),
    ("coalesce(gad) = 1",            "coalesce(gad)",       "two values or more"),
    ("days_after(seen, 99999) = seen", "99999",             "100 years"),
    ("months_before(seen, -1201) = seen", "-1201",          "100 years"),
    ("age_years(born, days_after(seen, age_years(born, seen))) > 3","age_years(born, seen)", "inside an age"),
    (f"{TEN_SCORES} > 0.0",          TEN_SCORES,            "20 decimal places"),
    # limits
    ("",                             "",                    "no expression"),
    (" \n ",                         " \n ",                "no expression"),
    ("(" * 21 + "fed" + ")" * 21,    "(",                   "20 deep"),
    ("(" * 300 + "fed" + ")" * 300,  "(",                   "20 deep"),
    ("case when " * 21 + "fed",      "case",                "20 deep"),
    (f"gad = {LONG_SUM}",            "1+1",                 "203 names, values and operators"),
    ("gad = 1 " * 126,               "gad = 1 ",            "1,008 characters"),
]
# fmt: on


@pytest.mark.parametrize(("text", "offending", "says"), REFUSED)
def test_refused_with_a_sentence_that_points_at_what_is_wrong(text: str, offending: str, says: str) -> None:
    with pytest.raises(BadExpression) as caught:
        read_expression(text, COLUMNS, expect=Type.BOOLEAN)
    error = caught.value
    assert error.text == text
    assert text[error.start : error.end] == offending
    assert says in str(error)
    assert error.message[-1] in ".?" and error.remedy


POINTS = [
    ("fed and sex = 'x' or sex = 'x'", 14),
    ("gad = 1 and (phq = 2 and gda = 3)", 25),
    ("gad in (1, 2) and phq in (3, null)", 29),
    ("case when fed then 1 else 'a' end = 1", 26),
    ("not gad = 1 and not phq", 20),
    ("  gad\n  = null", 2),
    ("abs(-gad) > 1 and abs(seen) > 1", 22),
]


@pytest.mark.parametrize(("text", "start"), POINTS)
def test_points_at_the_one_that_is_wrong_where_another_reads_the_same(text: str, start: int) -> None:
    with pytest.raises(BadExpression) as caught:
        read_expression(text, COLUMNS)
    assert caught.value.start == start


@pytest.mark.parametrize(
    ("expect", "text", "message"),
    [
        (Type.DATE, "gad", "This should give a date, but it gives a whole number."),
        (Type.BOOLEAN, "seen", "This should give true or false, but it gives a date."),
        (
            (Type.DECIMAL, Type.WHOLE),
            "fed",
            "This should give a whole number or a decimal, but it gives true or false.",
        ),
    ],
)
def test_says_in_words_what_was_expected(expect: Type | tuple[Type, ...], text: str, message: str) -> None:
    with pytest.raises(BadExpression) as caught:
        read_expression(text, COLUMNS, expect=expect)
    assert caught.value.message == message


DEEPEST = [
    "(" * 20 + "fed" + ")" * 20,
    "not (" * 20 + "fed" + ")" * 20,
    "abs(-" * 20 + "gad" + ")" * 20,
    "case when " * 20 + "fed" + " then true end" * 20,
    " + ".join(["gad"] * 100),
    " - ".join(["-gad"] * 66),
    " and ".join(["fed"] * 100),
    " or ".join(["not fed"] * 66),
    "(" * 10 + "case when not (" * 5 + "fed" + ") then true end" * 5 + ")" * 10,
]


@pytest.mark.parametrize("text", DEEPEST)
def test_the_deepest_allowed_needs_little_stack_and_little_time(text: str) -> None:
    depth = 0
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        depth += 1
    limit = sys.getrecursionlimit()
    before = time.process_time()
    sys.setrecursionlimit(depth + 750)
    try:
        read_expression(text, COLUMNS)
    finally:
        sys.setrecursionlimit(limit)
    assert time.process_time() - before < 2


RUNS = [
    "not ",
    "- ",
    "fed = not ",
    "gad between 1 and not ",
    "gad between ",
    "fed = (not ",
    "case when ",
    "abs(",
    "1 in (",
]


@pytest.mark.parametrize("run", RUNS)
def test_no_run_of_words_exhausts_the_stack(run: str) -> None:
    with pytest.raises(BadExpression):
        read_expression(run * (990 // len(run)) + "fed", COLUMNS)
    with pytest.raises(BadExpression):
        read_expression(run * 49 + "fed", COLUMNS)
