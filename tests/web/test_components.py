"""The components of our own: what each writes, for a figure of every state."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template import engines

from hearth.disclosure.published import PublishedCell, PublishedFigure, State
from hearth.judge.told import Told
from hearth.judge.words import counts_in_words, interval_in_words, state_in_short, value_in_words
from hearth_web.core.drawings import Scale, interval_bar, small_trend
from hearth_web.core.tables import Cell, Column, Row, Table
from web.test_drawings import mark

FIGURE = PublishedFigure(
    "F-C1", "F-C1", "% of families <b>", "proportion", "higher", 100, ("wave",), "hub", (), 1
)

PLAIN = PublishedCell(
    "", "F-C1", "A", "W", "", "", State.VALUE, (), 79.82, 77.4, 82.05, 910, 1140, "Wilson score", ""
)


def told(state: State = State.VALUE) -> Told:
    """The figure, or what stands in its place."""
    gone = {} if state.shown else dict.fromkeys(("value", "lower", "upper", "numerator", "denominator"))
    if state is State.RANGE:
        gone = {"value": None}
    cell = replace(PLAIN, state=state, **gone)
    return Told(
        figure=FIGURE,
        cell=cell,
        period="autumn <2025>",
        value=value_in_words(FIGURE, cell),
        interval=interval_in_words(FIGURE, cell),
        counts=counts_in_words(FIGURE, cell),
        symbol=cell.symbol,
        state=state_in_short(cell),
        why="",
    )


def written(call: str, **given: object) -> str:
    """What a component writes."""
    text = (
        '{% from "hearth/components.jinja" import '
        + call.partition("(")[0]
        + " with context %}{{ "
        + call
        + " }}"
    )
    return " ".join(engines["jinja2"].env.from_string(text).render(given).split())


def tree(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<all>{html}</all>")


@pytest.mark.parametrize(
    ("state", "says", "says_not"),
    [
        (State.VALUE, "79.8%", "hearth-state"),
        (State.LOW_RELIABILITY, "few answers", "hidden"),
        (State.SUPPRESSED, "hidden to protect people", "%"),
        (State.NOT_AVAILABLE, "not available", "%"),
        (State.NOT_APPLICABLE, "not applicable", "%"),
        (State.ROUNDS_TO_ZERO, "rounds to zero", "hidden"),
        (State.RANGE, "77.4 to 82.0%", "hidden"),
    ],
)
def test_every_state_is_said_in_words(state, says, says_not):
    html = written("cell(it)", it=Cell(told=told(state)))
    assert says in html
    assert says_not not in html


def test_the_symbol_stands_beside_the_words():
    assert "[c]" in written("state_tag(it)", it=told(State.SUPPRESSED))
    assert written("state_tag(it)", it=told()) == ""


def test_a_large_figure_always_has_its_interval_its_counts_and_its_period():
    html = written("figure(it, ('One sentence.', 'Another.'))", it=told())
    for words in (
        "79.8%",
        "77.4% and 82.0%",
        "910 of 1,140",
        "autumn &lt;2025&gt;",
        "One sentence.",
        "Another.",
    ):
        assert words in html


def test_a_hidden_figure_is_large_in_words():
    html = written("figure(it)", it=told(State.SUPPRESSED))
    assert "Hidden to protect people" in html
    assert "likely between" not in html


def test_a_small_trend_says_its_words_and_has_no_style():
    trend = small_trend([mark((1, 2, 3)), mark(None), mark((2, 3, 4))], 'From "2" to <3>')
    svg = tree(written("small_trend(it)", it=trend))[0]
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == 'From "2" to <3>'
    assert [each.tag for each in svg] == ["path", "circle", "circle", "circle"]
    assert not [each for each in svg.iter() if each.get("style")]


def test_no_trend_writes_nothing():
    assert written("small_trend(it)", it=None) == ""
    assert written("interval_bar(it)", it=None) == ""


def test_an_interval_bar_draws_interval_dot_and_reference():
    bar = interval_bar(mark((10, 20, 30)), Scale(0, 100), reference=50.0)
    classes = [each.get("class") for each in tree(written("interval_bar(it)", it=bar))[0]]
    assert classes == ["hearth-bar__reference", "hearth-bar__interval", "hearth-bar__end", "hearth-bar__dot"]


def table(*, stacked: bool = False) -> Table:
    columns = (Column("Place"), Column("Latest", numeric=True))
    rows = (
        Row((Cell("Alder <low>", href="/a/"), Cell(told=told()))),
        Row((Cell("All"), Cell(told=told(State.SUPPRESSED))), section="Everyone", standing=True),
    )
    return Table("By hub", columns, rows, stacked=stacked)


def test_a_table_has_a_caption_and_every_heading_a_scope():
    html = tree(written("data_table(it)", it=table()))
    assert html.find(".//caption").text == "By hub"
    assert [each.get("scope") for each in html.iter("th")] == ["col", "col", "row", "rowgroup", "row"]
    assert html.find(".//a").text == "Alder <low>"


def test_a_wide_table_is_reached_by_keyboard_and_a_stacked_one_names_each_cell():
    wide, stacked = (tree(written("data_table(it)", it=table(stacked=each)))[0] for each in (False, True))
    assert (wide.get("tabindex"), wide.get("role"), wide.get("aria-label")) == ("0", "region", "By hub")
    assert stacked.get("tabindex") is None
    assert [each.get("data-heading") for each in stacked.iter("td")] == ["Latest", "Latest"]
