"""The front of a release: the source's words as they stand, and every measure once, with its own figure or why not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from html import unescape
from pathlib import Path

import pyarrow as pa
import pytest
from django.test import Client

from hearth.disclosure.published import PUBLISHED, State
from hearth.framework.statements import Wording
from hearth.judge.series import by_figure, latest
from hearth_web.core.tables import Row
from hearth_web.site.pages.framework_page import FrameworkPage, body, framework_page
from hearth_web.site.shelf import Opened

pytestmark = pytest.mark.usefixtures("client")  # which has style sheets to name

NUMBERS = ("value", "lower", "upper", "numerator", "denominator")


@pytest.fixture(scope="module")
def page(opened: Opened) -> FrameworkPage:
    return framework_page(opened)


@pytest.fixture
def html(opened: Opened, client: Client) -> str:
    return body(opened, here="").content.decode()


@pytest.fixture(scope="module")
def seed(shared_data: Path) -> str:
    """The source's text as one line, without its marks for bold."""
    path = shared_data.parent / "seed" / "stockport-family-hubs-outcomes-framework.txt"
    return words(path.read_text(encoding="utf-8").replace("**", ""))


def words(text: str) -> str:
    return " ".join(text.split())


def read(html: str) -> str:
    """What a reader reads of the page's own part."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return words(unescape(re.sub(r"<[^>]+>", " ", main)))


def rows_of(page: FrameworkPage) -> list[Row]:
    outcomes = [each for strand in page.strands for theme in strand.themes for each in theme.outcomes]
    return [row for outcome in outcomes for metric in outcome.metrics for row in metric.rows]


def row_of(page: FrameworkPage, measure: str) -> Row:
    return next(row for row in rows_of(page) if row.cells[0].href.endswith(f"/measures/{measure}/"))


def statements(opened: Opened) -> Iterator[str]:
    """Everything that the source says, in every wording."""
    framework = opened.framework
    yield from (each.statement for each in (*framework.overarching_outcomes, *framework.metrics))
    worded: list[Wording] = []
    for each in (*framework.strands, *framework.outcomes, *framework.priority_areas):
        worded += each.wordings
    yield from (each.text for each in worded)
    for area in framework.priority_areas:
        yield from (each.name for each in area.services)
        yield from area.printed_phrases
    for principle in framework.principles:
        yield from (principle.name, principle.tabled_as)
    yield from (each.method_and_source for each in framework.metrics)


def test_all_that_the_source_says_stands_on_the_page_word_for_word(opened: Opened, html: str) -> None:
    said = read(html)
    assert len(set(statements(opened))) > 100
    assert [each for each in statements(opened) if words(each) not in said] == []


def test_and_it_is_what_the_source_says(opened: Opened, seed: str) -> None:
    assert [each for each in statements(opened) if words(each) not in seed] == []


def test_another_wording_is_quiet_and_says_where_it_stands(html: str) -> None:
    said = re.findall(r'<p class="[^"]*hearth-quiet[^"]*">(Also worded[^<]*)</p>', html)
    assert (
        "Also worded, in the metrics table: “Young people thrive through accessing education, training and employment”"
        in said
    )
    assert len(said) == 6


def test_every_measure_stands_once_in_the_order_of_the_source(opened: Opened, page: FrameworkPage) -> None:
    found = [re.search(r"/measures/([^/]+)/$", row.cells[0].href) for row in rows_of(page)]
    wanted = [id for metric in opened.framework.metrics for id in metric.measures]
    assert [each.group(1) for each in found if each] == wanted
    assert len(wanted) == len(opened.framework.measures)


def test_every_strand_outcome_and_metric_can_be_linked_to(opened: Opened, html: str) -> None:
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    framework = opened.framework
    wanted = [each.id for each in (*framework.strands, *framework.outcomes, *framework.metrics)]
    assert [each for each in wanted if ids[each] != 1] == []
    assert {id: many for id, many in ids.items() if many > 1} == {}
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_every_figure_is_the_latest_of_the_whole_place(opened: Opened, page: FrameworkPage) -> None:
    series = by_figure(opened.published, place=opened.published.home)
    shown = 0
    for measure in opened.framework.measures:
        told = row_of(page, measure.id).cells[1].told
        if told is not None:
            own = "F-A2" if measure.id == "T4" else measure.id
            assert told.cell == latest(series[own]), measure.id
            shown += 1
    assert shown == len(opened.framework.measures) - 2


@pytest.mark.parametrize(
    ("measure", "figure", "why"),
    [
        ("H1", "Not settled yet", "The framework leaves open what is measured."),
        ("P6b", "Switched off", "There is no national measure at Key Stage 3"),
    ],
)
def test_a_measure_without_a_figure_says_why_in_its_place(
    page: FrameworkPage, measure: str, figure: str, why: str
) -> None:
    cell = row_of(page, measure).cells[1]
    assert cell.told is None
    assert cell.text == figure
    assert cell.quiet.startswith(why)


def test_a_figure_shown_instead_says_whose_it_is(page: FrameworkPage) -> None:
    name, figure = row_of(page, "T4").cells[:2]
    assert name.text == "See above for measure on % of families that feel supported"
    assert "“% of families who say they can access support when needed”" in name.quiet
    assert figure.told == row_of(page, "F-A2").cells[1].told


def test_the_head_says_up_to_when_and_how_many(page: FrameworkPage) -> None:
    assert page.facts[0].startswith("Figures up to ")
    assert page.facts[1] == "Released 31 March 2026."
    many = sum(cell.told is not None and cell.told.shown for row in rows_of(page) for cell in row.cells[1:2])
    assert page.facts[2].startswith(f"{many - 1} of 46 measures have a figure, ")
    for said in ("1 shows another’s figure", "1 is not settled yet", "1 is switched off"):
        assert said in page.facts[2]


def hidden(opened: Opened, figure: str, last: int) -> Opened:
    """The release with the last few of a figure's periods hidden, for everyone in the whole place."""
    published = opened.published
    rows = published.table.to_pylist()
    wanted = [cell.period for cell in by_figure(published, place=published.home)[figure]][-last:]
    for row in rows:
        key = (row["figure"], row["place"], row["breakdown"])
        if key == (figure, published.home, "") and row["period"] in wanted:
            row.update(dict.fromkeys(NUMBERS), state=str(State.SUPPRESSED), method="", note="", marks="")
    return replace(opened, published=replace(published, table=pa.Table.from_pylist(rows, PUBLISHED)))


def test_a_hidden_figure_is_said_in_words(opened: Opened) -> None:
    none = hidden(opened, "F-C1", last=99)
    page, html = framework_page(none), body(none, here="").content.decode()
    row = html.partition('id="F-C-1"')[2].partition("</tr>")[0]
    assert "hidden to protect people" in row
    assert "%</span>" not in row
    told = [each.cells[1].told for each in rows_of(page)]
    many = sum(each is not None and each.cell.state is State.SUPPRESSED for each in told)
    assert f" {many} {'is' if many == 1 else 'are'} hidden to protect people" in page.facts[2]


def test_an_earlier_figure_says_that_the_later_is_hidden(opened: Opened) -> None:
    figure = row_of(framework_page(hidden(opened, "F-C1", last=1)), "F-C1").cells[1]
    assert figure.told is not None
    assert figure.told.period == "September to October 2024"
    assert figure.quiet == "September to October 2024; September to October 2025: hidden to protect people"


def test_companions_stay_with_their_measure(opened: Opened, html: str) -> None:
    said = read(html)
    own = {each.title for each in opened.framework.measures} | set(statements(opened))
    beside = [each.title for measure in opened.framework.measures for each in measure.beside]
    assert beside
    assert [each for each in beside if each in said and not any(each in one for one in own)] == []


def thawed(value: object) -> Iterator[object]:
    """Whatever could be changed in a page's value."""
    if is_dataclass(value):
        try:
            setattr(value, fields(value)[0].name, None)
            yield value
        except (FrozenInstanceError, TypeError, AttributeError):
            pass
        for each in fields(value):
            yield from thawed(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from thawed(each)
    elif isinstance(value, (list, dict, set)):
        yield value


def test_what_a_page_says_cannot_be_changed(page: FrameworkPage) -> None:
    assert list(thawed(page)) == []
