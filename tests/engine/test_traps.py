"""The traps of engine-notes.md, sections 1 to 3 and 9, each with the test that would notice if somebody fell in.

What went wrong in a trial                          the test that holds it
1/0, 0/0 are inf and nan                            framework/language/test_hostile_expressions.py::test_refused_with_a_sentence_that_points_at_what_is_wrong
-7//2 and -7%3 differ                               (the same)
cast(2.5 as int) rounds or cuts                     (the same)
LIKE, upper, substr, left differ                    (the same)
'10' = 10, '2' > 10, true = 1 are coerced           (the same)
NULL inside IN, gad = NULL                          (the same)
`case when null`, cast('yes' as boolean)            (the same)
order of text                                       (the same)
date_diff, date_trunc, day of week                  (the same)
quantile, corr, string_agg are not the same         (the same)
decimal literals: 1e3 is a DOUBLE                   (the same)
narrow whole numbers overflow                       engine/test_traps.py::test_whole_numbers_are_kept_in_64_bits_and_nothing_is_a_float
int + int past 2^31                                 engine/test_expressions_agree.py::test_an_expression_means_the_same_everywhere
date +/- interval is a TIMESTAMP; date - date       (the same)
age by years that began; a month before a leap day  (the same)
greatest and least skip NULL                        (the same)
three-valued AND, OR, NOT                           (the same)
NaN equals itself                                   engine/test_traps.py::test_whole_numbers_are_kept_in_64_bits_and_nothing_is_a_float
count_if over nothing is NULL; sum over nothing     engine/test_traps.py::test_over_nothing_every_count_is_nought_and_not_empty
FILTER where the condition is NULL                  engine/test_kinds.py::test_what_is_unknown_is_neither_so_nor_not_so
count(distinct) with NULL parts                     engine/test_distinct_people.py::test_a_record_of_nobody_counts_nobody
NULL in a dimension looks like the total            engine/test_traps.py::test_records_that_name_no_group_are_not_known_and_are_not_taken_for_everyone
lag() with ties                                     engine/test_windows.py::test_the_first_positive_screen_counts_once_on_its_own_day_and_place
an order that is not total                          engine/test_traps.py::test_an_order_that_is_not_total_is_refused
lag(closed) sees the previous row only              engine/test_windows.py::test_the_end_before_is_the_latest_of_all_earlier_ends_not_the_previous_rows
HUGEINT is written as DOUBLE                        engine/test_traps.py::test_a_sum_is_exact_to_its_last_digit_up_to_64_bits
a sum past 64 bits                                  engine/test_traps.py::test_a_sum_past_64_bits_is_refused_and_is_never_another_number
user text in SQL                                    engine/test_traps.py::test_no_text_of_an_author_or_a_sender_is_ever_sql
what else sqlglot accepts                           framework/language/test_hostile_expressions.py::test_refused_with_a_sentence_that_points_at_what_is_wrong
deep brackets                                       framework/language/test_hostile_expressions.py::test_the_deepest_allowed_needs_little_stack_and_little_time
precedence moves when trees are joined              framework/language/test_reading_and_writing.py::test_what_is_written_reads_back_the_same
a place's parents joined to records                 engine/test_adding_up.py::test_law_parents_are_sums_of_their_parts
the running sum only over a dense frame             engine/test_flow_and_stock.py::test_those_open_are_counted_in_every_quarter_in_which_nothing_happened
open: start <= d and (end is null or end > d)       engine/test_flow_and_stock.py::test_a_stock_is_who_was_open_at_the_end_of_the_last_day
30 June + 6 months is 30 December                   engine/test_flow_and_stock.py::test_a_day_is_in_the_periods_whose_edges_it_stands_on
distinct people do not add over periods             engine/test_distinct_people.py::test_a_person_seen_in_two_quarters_counts_in_each_and_once_in_the_year
distinct people do not add over places              engine/test_distinct_people.py::test_a_parent_at_two_hubs_counts_at_both_where_each_hub_counts_its_own
people open at a date in episodes that overlap      engine/test_traps.py::test_a_person_open_twice_on_one_day_is_one_person
the finest cube must give the same answers          engine/test_determinism.py::test_answers_do_not_depend_on_whether_the_finest_cells_are_counted_first
threads                                             engine/test_determinism.py::test_answers_do_not_depend_on_threads
the order of files                                  engine/test_determinism.py::test_answers_do_not_depend_on_the_order_of_files
the order of rows                                   engine/test_determinism.py::test_answers_do_not_depend_on_the_order_of_rows_nor_on_how_they_were_sent
spilling                                            engine/test_determinism.py::test_answers_do_not_depend_on_what_had_to_be_put_on_disk
ORDER BY with ties: the key of a row is unique      engine/test_results.py::test_no_figure_place_period_and_group_has_two_rows
sums of floats depend on their order                engine/test_results.py::test_every_count_is_a_whole_number_of_64_bits
the writer's row groups decide the bytes            store/test_store.py::test_the_same_rows_give_the_same_file_in_whatever_batches_they_come
a time or a path in a file                          store/test_store.py::test_a_file_says_nothing_of_where_or_when_it_was_written
the variance of large scores                        stats/test_means.py::test_variance_of_large_scores_keeps_its_digits
DuckDB speaks on stderr at exit                     engine/test_determinism.py::test_another_process_gives_the_same_and_says_nothing_else
extensions are looked for on the network            engine/test_traps.py::test_no_extension_is_looked_for_on_the_network
types that another engine reads otherwise           engine/test_traps.py::test_whole_numbers_are_kept_in_64_bits_and_nothing_is_a_float
values and types, cast to one type                  engine/test_traps.py::test_engines_give_one_type_of_answer
LIMIT without ORDER BY                              engine/test_traps.py::test_no_statement_depends_on_an_order_nobody_gave
"""  # noqa: E501 - a table

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pytest

from drawn import (
    ANSWERS,
    DEPRIVATION,
    EVENTS,
    SEX,
    VISITS,
    counted,
    drawn_and_counted,
    framework,
    hold,
    hold_aggregates,
    look,
    measure,
    store_of,
    table,
)
from hearth.engine import run
from hearth.engine.backends.duckdb import DuckDBEngine
from hearth.framework.datasets import Breakdown, BreakdownUse, Dataset, Group
from hearth.framework.findings import Fault
from hearth.framework.framework import Framework
from hearth.framework.measures import (
    Count,
    Derive,
    Mean,
    Measure,
    Proportion,
    Rate,
    Ratio,
    Scope,
    Speaks,
    Take,
)
from hearth.framework.references import references
from hearth.kernel.errors import NotMeasurable
from hearth.kernel.periods import period
from hearth.store.ledger import Form
from hearth.store.shapes import AGGREGATES, record_schema

TESTS = Path(__file__).parent.parent
Q1 = "2023-24-Q1"

OF_EVERY_SORT = (
    measure(
        "share", Proportion("proportion", Scope("events"), "outcome = 'yes'", known="outcome <> 'unknown'")
    ),
    measure("number", Count("count", Scope("events"))),
    measure("people", Count("count", Scope("events", unit="person"))),
    measure("everywhere", Count("count", Scope("events", unit="person", speaks=Speaks.EVERYWHERE))),
    measure("rate", Rate("rate", Scope("events", open_from="day", open_until="closed"), 10_000, (0, 17))),
    measure("mean", Mean("mean", Scope("events"), "before")),
    measure("ratio", Ratio("ratio", Scope("events"), "attended", "offered")),
)


def named_tests() -> Iterator[tuple[str, str]]:
    yield from re.findall(r"(\S+\.py)::(test_\w+)", __doc__ or "")


@pytest.mark.parametrize(("file", "name"), sorted(set(named_tests())))
def test_the_test_that_holds_a_trap_is_there(file: str, name: str) -> None:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_every_line_of_the_table_names_a_test() -> None:
    lines = [line for line in (__doc__ or "").splitlines()[3:] if line]
    assert len(lines) > 50
    assert all(re.search(r"\.py::test_\w+$|\(the same\)$", line) for line in lines)


# Nothing, and what is not known


@pytest.mark.parametrize(
    "text",
    [
        "person | day        | area | sex\n",
        "person | day        | area | sex    | outcome | attended | offered | before | closed\n"
        "-      | 2023-04-01 | -    | -      | -       | -        | -       | -      | -\n",
    ],
    ids=["no records", "a record that says nothing"],
)
def test_over_nothing_every_count_is_nought_and_not_empty(text: str, engine: str, tmp_path: Path) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, text, *OF_EVERY_SORT, engine=engine)
    records = text.count("\n") - 1
    assert look(results, "share", "LA", Q1) == {"numerator": 0, "denominator": records, "known": 0}
    assert look(results, "number", "LA", Q1) == {"numerator": records}
    assert look(results, "people", "LA", Q1) == look(results, "everywhere", "LA", Q1) == {"numerator": 0}
    assert look(results, "rate", "LA", Q1) == {"numerator": records, "denominator": 1510}
    assert look(results, "mean", "LA", Q1) == {"numerator": 0, "denominator": 0, "squares": 0}
    assert look(results, "ratio", "LA", Q1) == {"numerator": 0, "denominator": 0}


def test_records_that_name_no_group_are_not_known_and_are_not_taken_for_everyone(
    engine: str, tmp_path: Path
) -> None:
    """Nor is a group whose code is empty, or which is called as our own word for everyone might be."""
    text = """
    person | day        | area | sex
    Amina  | 2023-04-01 | A1   | -
    Bea    | 2023-04-01 | A1   | -
    Carl   | 2023-04-01 | A1   | female
    Dev    | 2023-04-01 | A1   | not_known
    Ewa    | 2023-04-01 | A1   | all
    """
    records = table(EVENTS, text)
    records[1]["sex"] = ""
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, records)
    results = counted(store, framework(*OF_EVERY_SORT), engine)
    for figure in ("number", "people", "everywhere"):
        found = {group: look(results, figure, "A1", Q1, "sex", group)["numerator"] for group in
                 ("female", "male", "not_known")}  # fmt: skip
        assert found == {"female": 1, "male": 0, "not_known": 4}
        assert look(results, figure, "A1", Q1) == {"numerator": 5}


def test_a_person_open_twice_on_one_day_is_one_person(engine: str, tmp_path: Path) -> None:
    """Amina's two episodes overlap on the last day of the first quarter, and her first speaks for her."""
    text = """
    person | day        | closed     | area
    Amina  | 2023-04-01 | 2023-08-01 | A1
    Amina  | 2023-06-01 | 2023-07-01 | A4
    Bea    | 2023-06-01 | 2023-06-20 | A1
    """
    scope = Scope("events", open_from="day", open_until="closed", unit="person")
    by_first = measure("by first", Count("count", scope))
    everywhere = measure("everywhere", Count("count", replace(scope, speaks=Speaks.EVERYWHERE)))
    results = drawn_and_counted(tmp_path / "store", EVENTS, text, by_first, everywhere, engine=engine)
    places = ("A1", "A4", "LA")
    assert [look(results, "by first", each, Q1)["numerator"] for each in places] == [1, 0, 1]
    assert [look(results, "everywhere", each, Q1)["numerator"] for each in places] == [1, 1, 1]


# Whole numbers


def test_whole_numbers_are_kept_in_64_bits_and_nothing_is_a_float() -> None:
    """Of types that every engine reads alike: BIGINT, DECIMAL, DATE, BOOLEAN and VARCHAR."""
    for schema in (AGGREGATES, *(record_schema(each) for each in (EVENTS, VISITS, ANSWERS))):
        for each in schema:
            decimal = pa.types.is_decimal128(each.type) and each.type.precision == 18
            assert decimal or each.type in (pa.int64(), pa.date32(), pa.bool_(), pa.string())


SUM = measure("sum", Ratio("ratio", Scope("events"), "attended", "offered", part=False))
HALF = 2**62 - 1


def amounts(*attended: int) -> str:
    lines = [f"Amina | 2023-04-01 | A1 | {each} | 1" for each in attended]
    return "\n".join(["person | day | area | attended | offered", *lines])


@pytest.mark.parametrize(
    ("attended", "total"),
    [
        ((HALF, HALF), 2**63 - 2),
        ((HALF, HALF, 1), 2**63 - 1),
        ((-HALF, -HALF, -2), -(2**63)),
        ((2**53, 1), 2**53 + 1),  # a DOUBLE cannot say it
        ((HALF, HALF, HALF, -HALF), 2**63 - 2),  # on the way it is past 64 bits
    ],
)
def test_a_sum_is_exact_to_its_last_digit_up_to_64_bits(
    attended: tuple[int, ...], total: int, engine: str, tmp_path: Path
) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, amounts(*attended), SUM, engine=engine)
    assert look(results, "sum", "LA", "2023-24") == {"numerator": total, "denominator": len(attended)}


@pytest.mark.parametrize(
    ("figure", "attended"),
    [
        (SUM, (HALF, HALF, 2)),
        (SUM, (-HALF, -HALF, -3)),
        (measure("squares", Mean("mean", Scope("events"), "attended")), (4_000_000_000,)),
        (measure("squares", Mean("mean", Scope("events"), "attended")), (3_000_000_000, 3_000_000_000)),
    ],
    ids=["a sum", "a sum below nothing", "a square", "a sum of squares"],
)
def test_a_sum_past_64_bits_is_refused_and_is_never_another_number(
    figure: Measure, attended: tuple[int, ...], engine: str, tmp_path: Path
) -> None:
    with pytest.raises(NotMeasurable, match="64 bits") as refused:
        drawn_and_counted(tmp_path / "store", EVENTS, amounts(*attended), figure, engine=engine)
    assert "too large" in refused.value.remedy


def test_halves_are_not_rounded_before_they_are_added(engine: str, tmp_path: Path) -> None:
    """Three times 0.50 is 1.50, not three of anything."""
    text = """
    person | day        | area | before
    Amina  | 2023-04-01 | A1   | 0.50
    Bea    | 2023-04-01 | A1   | 0.50
    Carl   | 2023-04-01 | A1   | 0.50
    """
    mean = measure("mean", Mean("mean", Scope("events"), "before"))
    results = drawn_and_counted(tmp_path / "store", EVENTS, text, mean, engine=engine)
    assert look(results, "mean", "LA", Q1) == {"numerator": 150, "denominator": 3, "squares": 7500}


def test_engines_give_one_type_of_answer(tmp_path: Path) -> None:
    text = "person | day | area | sex\nAmina | 2023-04-01 | A1 | female\n"
    tables = [
        drawn_and_counted(tmp_path / name, EVENTS, text, *OF_EVERY_SORT, engine=name).table
        for name in run.engine_names()
    ]
    assert all(each.equals(tables[0]) for each in tables)


# Order


def test_an_order_that_is_not_total_is_refused() -> None:
    """The whole of what the check says is in framework/test_check_broken.py; here, that it is asked of windows."""
    derive = Derive("earlier", Take.MAX_BEFORE, "closed", "person", ("day",))
    about = framework(measure("again", Count("count", Scope("events", derive=(derive,)))))
    assert len(of_the_order(about)) == 1
    total = replace(derive, order=("day", "id"))
    assert of_the_order(framework(measure("again", Count("count", Scope("events", derive=(total,)))))) == []


def of_the_order(about: Framework) -> list[Fault]:
    return [each for each in references(about) if each.path[-1] == "order"]


# SQL


class Heard:
    """A connection that remembers every statement it is given."""

    def __init__(self, connection: Any, said: list[str]) -> None:
        self.connection = connection
        self.said = said

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.connection, name)
        if not callable(found):
            return found

        def heard(*given: Any, **more: Any) -> Any:
            self.said.extend(each for each in (*given, *more.values()) if isinstance(each, str))
            return found(*given, **more)

        return heard


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that the DuckDB engine gives to DuckDB."""
    statements: list[str] = []

    class Listening(DuckDBEngine):
        def __enter__(self) -> Self:
            super().__enter__()
            self.db: Any = Heard(self.db, statements)
            return self

    monkeypatch.setattr(run, "find_engine", lambda name: Listening)
    return statements


EARLIER = Derive("earlier", Take.MAX_BEFORE, "closed", "person", ("day", "id"), "flag")
WINDOWED = measure("windowed", Proportion("proportion", Scope("events", derive=(EARLIER,)), "earlier >= day"))


def test_no_statement_depends_on_an_order_nobody_gave(said: list[str], tmp_path: Path) -> None:
    """No LIMIT, no clock and no chance, no floating point; and windows go by an order that is written out."""
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, "person | day | area\nAmina | 2023-04-01 | A1\n"))
    hold_aggregates(store, EVENTS, period(Q1), [{"figure": "number", "place": "W1", "numerator": 3}])
    counted(store, framework(*OF_EVERY_SORT, WINDOWED))
    statements = [each.lower() for each in said]
    assert any("read_parquet" in each for each in statements)
    wrong = r"\b(limit|offset|sample|random|uuid|now|today|current_\w+|double|float|real|avg|any_value|lag|lead)\b"
    assert [found for each in statements for found in re.findall(wrong, each)] == []
    windows = [found for each in statements for found in re.findall(r"over \(([^()]*)", each)]
    assert windows and all('order by "day" nulls last, "id"' in each for each in windows)


HOSTILE_CODE = "x') or true; drop table records; --"
LOOSE = f"sex  =   '{HOSTILE_CODE.replace(chr(39), chr(39) * 2)}'   OR\n Not   flag"
HOSTILE_TITLE = "Robert'); drop table students; --"


def of_a_hostile_code() -> tuple[Dataset, Breakdown]:
    sex = replace(SEX, groups=(*SEX.groups, Group(HOSTILE_CODE, HOSTILE_TITLE)))
    return replace(EVENTS, title=HOSTILE_TITLE), sex


def test_no_text_of_an_author_or_a_sender_is_ever_sql(said: list[str], tmp_path: Path) -> None:
    """What is written in a framework reaches DuckDB only as our own words, quoted names and quoted literals."""
    dataset, sex = of_a_hostile_code()
    share = replace(
        measure("share", Proportion("proportion", Scope("events", where=LOOSE), "flag", known=LOOSE)),
        title=HOSTILE_TITLE,
    )
    store = store_of(tmp_path / 'it\'s a "store"; --')
    records = table(
        EVENTS, "person | day | area | flag\nAmina | 2023-04-01 | A1 | no\nBea | 2023-04-01 | A1 | yes\n"
    )
    for record in records:
        record["sex"] = HOSTILE_CODE
        record["area"] = "A1'; drop table reach; --" if record["person"] == "Bea" else "A1"
    store.accept(
        [pa.RecordBatch.from_pylist(records, schema=record_schema(dataset))],
        record_schema(dataset),
        dataset="events",
        form=Form.ROWS,
        period=period(Q1),
        sender=HOSTILE_TITLE,
    )
    about = framework(share, datasets=(dataset,), breakdowns=(sex, DEPRIVATION))
    results = counted(store, about)
    assert look(results, "share", "LA", Q1) == {"numerator": 1, "denominator": 2, "known": 2}
    assert look(results, "share", "LA?ward", Q1) == {"numerator": 1, "denominator": 1, "known": 1}
    assert look(results, "share", "LA", Q1, "sex", HOSTILE_CODE)["denominator"] == 2
    statements = "\n".join(said)
    assert LOOSE not in statements and "  =  " not in statements and "Not   flag" not in statements
    assert HOSTILE_TITLE not in statements
    bare = re.sub(r"'(?:[^']|'')*'", "", statements)
    assert "drop table" not in bare and "--" not in bare


OUR_WORDS = (
    "period",
    "place",
    "leaf",
    "drawing",
    "level",
    "bin",
    "slot",
    "code",
    "low",
    "known",
    "records",
    "c0",
)


@pytest.mark.parametrize("speaks", [None, Speaks.FIRST, Speaks.EVERYWHERE])
@pytest.mark.parametrize("word", OUR_WORDS)
def test_a_field_may_have_the_name_of_something_of_ours(
    word: str, speaks: Speaks | None, engine: str, tmp_path: Path
) -> None:
    """As the field that divides, and as the person."""
    fields = tuple(
        replace(each, name=word)
        if each.name == "sex"
        else replace(each, name=f"{word}_")
        if each.name == "person"
        else each
        for each in EVENTS.fields
    )
    dataset = replace(
        EVENTS, fields=fields, breakdowns=(BreakdownUse("sex", word), BreakdownUse("deprivation", "area"))
    )
    text = f"""
    {word}_ | day        | area | {word}
    Amina   | 2023-04-01 | A1   | female
    Amina   | 2023-04-02 | A2   | male
    """
    scope = Scope("events", unit=f"{word}_", speaks=speaks) if speaks else Scope("events")
    number = measure("number", Proportion("proportion", scope, f"{word} = 'female'"))
    store = store_of(tmp_path / "store")
    hold(store, dataset, table(dataset, text))
    results = counted(store, framework(number, datasets=(dataset,)), engine)
    everyone = 2 if speaks is None else 1
    men = 0 if speaks is Speaks.FIRST else 1
    assert look(results, "number", "LA", Q1) == {"numerator": 1, "denominator": everyone}
    assert look(results, "number", "LA", Q1, "sex", "male") == {"numerator": 0, "denominator": men}


def test_no_extension_is_looked_for_on_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    class Asked(DuckDBEngine):
        def __enter__(self) -> Self:
            super().__enter__()
            for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
                asked.extend(self.db.execute(f"select current_setting('{name}')").fetchall())
            return self

    monkeypatch.setattr(run, "find_engine", lambda name: Asked)
    text = "person | day\nAmina | 2023-04-01\n"
    drawn_and_counted(tmp_path / "store", EVENTS, text, OF_EVERY_SORT[0], engine="")
    assert asked == [(False,), (False,)]
