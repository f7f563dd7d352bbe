"""How figures are made: every formula and method that a release uses is explained, in the code's own words."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace

import pyarrow as pa
import pytest
from django.test import Client

import hearth.stats
from hearth.disclosure.published import PUBLISHED
from hearth.framework import measures
from hearth.release.words import explained
from hearth.stats.intervals import Method
from hearth_web.site.pages.docstrings import documented, first_table, for_readers
from hearth_web.site.pages.methods_page import FORMULA_OF, IN_PLAIN, KINDS, STATS, methods_page
from hearth_web.site.shelf import Opened


def words_of(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split()).replace("&#39;", "'")


@pytest.mark.parametrize("module", [f"stats.{name}" for name in STATS] + ["framework.measures"])
def test_what_is_read_from_the_text_is_what_the_code_says(module: str) -> None:
    there = importlib.import_module(f"hearth.{module}")
    found = documented(module)
    assert found
    for each in found:
        said = getattr(there, each.name).__doc__
        assert " ".join(each.paragraphs) == " ".join(said.split())


def test_every_public_function_of_statistics_is_in_a_module_that_is_shown() -> None:
    shown = {each.name for module in STATS for each in documented(f"stats.{module}")}
    functions = {name for name in hearth.stats.__all__ if callable(getattr(hearth.stats, name))}
    assert {name for name in functions if name.islower()} <= shown


@pytest.mark.parametrize("method", list(Method))
def test_every_method_of_an_interval_has_a_formula(method: Method) -> None:
    module, name = FORMULA_OF[method]
    found = next(each for each in documented(f"stats.{module}") if each.name == name)
    assert re.search(r"\d{4}|Student", " ".join(found.paragraphs)), "a formula names its source"


def test_every_kind_of_figure_is_defined_and_worked_out() -> None:
    worked_out = {kind.strip() for row in first_table("engine.values")[1:] for kind in row[0].split(",")}
    assert set(KINDS) == worked_out
    assert {name for _, name, _ in KINDS.values()} <= set(measures.__all__)


@pytest.mark.parametrize(
    ("paragraph", "plain"),
    [
        ("The share of `x`. Raises StatisticsError unless so.", "The share of `x`."),
        (
            "`mean` over rows. The error says which is at fault.",
            "`mean` over rows. The error says which is at fault.",
        ),
        ("Raises StatisticsError as `mean` does.", ""),
        (
            "One score has a mean and no limits (NaN). Two have both.",
            "One score has a mean and no limits. Two have both.",
        ),
        ("The variance; NaN for one score.", "The variance; none for one score."),
    ],
)
def test_a_reader_is_not_told_of_errors_nor_in_the_words_of_python(paragraph: str, plain: str) -> None:
    assert for_readers(paragraph) == plain


@pytest.mark.parametrize("kind", KINDS)
def test_what_defines_a_kind_begins_with_words_for_everyone(kind: str) -> None:
    name = KINDS[kind][1]
    first = next(each for each in documented("framework.measures") if each.name == name).paragraphs[0]
    fields = set(getattr(measures, name).__dataclass_fields__) - {"of", "before", "after", "ages"}
    assert not re.search(r"[`_]", first)
    assert not fields & set(re.findall(r"[a-z]+", first.lower()))


def test_how_a_kind_is_worked_out_is_said_without_the_words_of_the_code() -> None:
    for _, value, interval in first_table("engine.values")[1:]:
        for words in (IN_PLAIN.get(value, value), IN_PLAIN.get(interval, interval)):
            assert not re.search(r"numerator|denominator|`|squares", words), words
    said = {cell for row in first_table("engine.values")[1:] for cell in row[1:]}
    assert set(IN_PLAIN) <= said, "nothing is explained that the code does not say"


def test_the_words_of_developers_do_not_reach_the_page(client: Client, opened: Opened) -> None:
    html = client.get(f"/releases/{opened.short}/methods/").content
    words = words_of(html)
    assert "NaN" not in words and "Raises" not in words
    kinds = words.rpartition("Kinds of figure")[2].partition("The formulas")[0]
    assert "Defined as" in kinds
    assert not re.search(r"known says|base_includes|stands beside the figure|\bscope\b|\bper\b|`", kinds)


def test_the_audit_is_offered_and_not_claimed_to_have_been_made(client: Client, opened: Opened) -> None:
    words = words_of(client.get(f"/releases/{opened.short}/methods/").content)
    hidden = words.rpartition("What is hidden, and why")[2].partition("Words and symbols")[0]
    assert "Anyone who has the files of a release can run it. Making these pages does not run it." in hidden
    assert hidden.count("hearth release audit") == 1
    assert "then tries to work out" not in hidden


def test_the_methods_are_those_that_the_release_names(opened: Opened) -> None:
    there = set(opened.published.where(source="").table["method"].to_pylist()) - {""}
    page = methods_page(opened)
    assert {each.name for each in page.methods} == there
    counts = [int(each.figures.replace(",", "")) for each in page.methods]
    assert counts == sorted(counts, reverse=True)
    assert all(each.words for each in page.methods)


def test_the_kinds_are_those_that_the_release_has(opened: Opened) -> None:
    kinds = {each.kind for each in opened.published.figures if not each.source}
    assert [each.title for each in methods_page(opened).kinds] == [
        KINDS[kind][0] for kind in KINDS if kind in kinds
    ]


def test_a_method_that_nothing_uses_is_not_shown(opened: Opened) -> None:
    rows = [row for row in opened.published.table.to_pylist() if row["method"] == "Wilson score"]
    only = replace(opened, published=replace(opened.published, table=pa.Table.from_pylist(rows, PUBLISHED)))
    assert [each.name for each in methods_page(only).methods] == ["Wilson score"]
    assert methods_page(only).without == "0"


def test_every_symbol_and_state_is_explained(client: Client, opened: Opened) -> None:
    words = words_of(client.get(f"/releases/{opened.short}/methods/").content)
    for name, symbol, said in explained():
        assert name.replace("_", " ").capitalize() in words
        assert symbol in words
        assert said in words


def test_plain_words_come_before_formulas(client: Client, opened: Opened) -> None:
    words = words_of(client.get(f"/releases/{opened.short}/methods/").content)
    told = ("Records come in.", "The range is about chance alone.", "hearth.stats.wilson")
    order = [words.rindex(each) for each in told]
    assert order == sorted(order)
    assert "Wilson 1927, without continuity correction." in words
