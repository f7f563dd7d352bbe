"""The pages of measures: each has one, in its order, and no number on it that is not published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

import pyarrow as pa
import pytest
from django.http import Http404
from django.test import Client

from hearth.disclosure.published import PUBLISHED
from hearth.framework.measures import Measure
from hearth.judge.apart import with_rounding
from hearth.judge.units import number_in_words
from hearth.kernel.places import Place
from hearth_web.site.pages.about import hidden_in_words
from hearth_web.site.pages.definitions import Written, counted
from hearth_web.site.pages.measure_page import body, body_at, measure_at, measure_page
from hearth_web.site.shelf import Opened

pytestmark = pytest.mark.usefixtures("client")  # which has style sheets to name

NUMBERS = ("value", "lower", "upper", "numerator", "denominator")

DECIMAL = re.compile(r"\d[\d,]*\.\d+")


def text_of(html: bytes) -> str:
    """What a reader reads: no tags, and white space as one space."""
    main = html.decode().partition("<main")[2].partition("</main>")[0]
    plain = re.sub(r"<(svg|code)\b.*?</\1>", " ", main, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", plain)).split())


def page_of(opened: Opened, measure: str) -> str:
    return text_of(body(opened, here=f"measures/{measure}/", measure=measure).content)


def hubs_of(opened: Opened) -> list[Place]:
    return [each for each in opened.published.places.places if each.level == "hub"]


def at_hubs(opened: Opened) -> list[tuple[Measure, Place]]:
    """Every measure with each hub for which it has a figure."""
    given = set(zip(*(opened.published.table[name].to_pylist() for name in ("figure", "place")), strict=True))
    pairs = [(measure, hub) for measure in opened.framework.measures for hub in hubs_of(opened)]
    found = [(measure, hub) for measure, hub in pairs if (measure.id, hub.code) in given]
    assert len({measure.id for measure, _ in found}) > 3
    return found


@pytest.fixture(scope="module")
def with_wards(opened: Opened) -> Opened:
    """The release with figures of wards, which so small a demonstration has none of: those of its hubs, moved."""
    places = opened.published.places.places
    wards = dict(zip((each.code for each in hubs_of(opened)), _of_level(places, "ward"), strict=False))
    rows = opened.published.table.to_pylist()
    moved = [{**row, "place": wards[row["place"]]} for row in rows if row["place"] in wards]
    table = pa.Table.from_pylist([*rows, *moved], PUBLISHED)
    return replace(opened, published=replace(opened.published, table=table))


def _of_level(places: Iterable[Place], level: str) -> list[str]:
    return [each.code for each in places if each.level == level]


def test_every_measure_has_a_page_with_what_it_must_say(opened: Opened) -> None:
    for measure in opened.framework.measures:
        said, page = page_of(opened, measure.id), measure_page(opened, measure)
        assert page.about.metric is not None
        wanted = [
            measure.meaning,
            page.said.sentence if not page.instead else page.instead[1].sentence,
            *page.said.sure,
            page.about.metric.statement,
            page.about.metric.method_and_source,
            f"Line {page.about.metric.line} of the source.",
            *page.about.counted.sentences,
            *measure.notes,
            page.cite,
        ]
        missing = [each for each in wanted if " ".join(each.split()) not in said]
        assert missing == [], measure.id


def test_every_decision_stands_in_full(opened: Opened) -> None:
    for measure in opened.framework.measures:
        said = page_of(opened, measure.id)
        for each in (one for one in opened.framework.decisions if one.id in measure.decisions):
            whole = [each.choice, each.because, *each.alternatives]
            assert all(" ".join(words.split()) in said for words in whole), (measure.id, each.id)


def test_the_parts_of_a_page_stand_in_the_order_in_which_they_are_read(with_wards: Opened) -> None:
    html = body(with_wards, here="measures/P2/", measure="P2").content.decode()
    order = ["<h1", "hearth-figure", 'id="others"', 'id="by-time"', 'id="by-hub"', 'id="by-group"']
    order += ['id="by-deprivation"', 'id="by-ward"', 'id="beside"', 'id="series"', 'id="about"', 'id="take"']
    assert [each for each in order if each not in html] == []
    places = [html.index(each) for each in order]
    assert places == sorted(places)


def test_no_number_stands_on_a_page_that_is_not_published(opened: Opened) -> None:
    for measure in opened.framework.measures:
        found = set(DECIMAL.findall(page_of(opened, measure.id)))
        assert found <= _published(opened, measure) | _written(opened, measure), measure.id


def test_no_number_stands_on_a_hubs_page_that_is_not_published(opened: Opened) -> None:
    for measure, hub in at_hubs(opened):
        html = body_at(opened, here="", measure=measure.id, place=hub.code).content
        known = _published(opened, measure) | _written(opened, measure)
        assert set(DECIMAL.findall(text_of(html))) <= known, (measure.id, hub)


def _published(opened: Opened, measure: Measure) -> set[str]:
    """Every number of the measure's figures, and of the figure shown in its stead, as it is printed.

    With them how far rounding alone could move its limits, which is worked out from the published counts.
    """
    ids = {measure.id, getattr(measure.definition, "measure", "")}
    figures = {(f.id, f.source): f for f in opened.published.figures if f.measure in ids}
    numbers = {"0.0"}
    for id in {each for each, _ in figures}:
        for cell in opened.published.where(figure=id).cells():
            of = figures[cell.figure, cell.source]
            told = (cell.value, cell.lower, cell.upper, *(with_rounding(opened.published, cell) or ()))
            numbers |= {number_in_words(of, each).lstrip("+-") for each in told if each is not None}
    return numbers


def _written(opened: Opened, measure: Measure) -> set[str]:
    """Numbers that stand in the framework's own words about the measure."""
    page = measure_page(opened, measure).about
    said = [measure.title, page.metric.statement if page.metric else "", *measure.notes, measure.meaning]
    said += [*page.counted.sentences, *(words.what for words in page.counted.written)]
    said += [f"{each.choice} {each.because} {each.alternatives}" for each in page.decisions]
    return set(DECIMAL.findall(" ".join(said)))


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("H1", "There is no figure yet: it is still to be decided what is measured."),
        ("T4", "There is no figure of its own. Shown in its stead:"),
        ("P6b", "There is no figure, for it is switched off."),
    ],
)
def test_a_measure_without_a_figure_says_so(opened: Opened, measure: str, words: str) -> None:
    said = page_of(opened, measure)
    assert words in said
    assert "hidden to protect people" not in said


def test_a_survey_is_never_shown_without_who_answered(opened: Opened) -> None:
    said = page_of(opened, "F-C1")
    assert "Those who chose to answer may differ from those who did not." in said
    assert "Counts are rounded to the nearest 5" in said


@pytest.mark.parametrize("periods", ["every period", "the last period"])
def test_a_group_that_nobody_could_ever_be_in_is_no_row(opened: Opened, periods: str) -> None:
    measure, breakdown, group, title = _a_row_by_group(opened)
    last = measure_page(opened, measure).said.told
    assert last is not None
    rows = opened.published.table.to_pylist()
    for row in rows:
        of_it = (row["figure"], row["breakdown"], row["group"]) == (measure.id, breakdown, group)
        if of_it and (periods == "every period" or row["period"] == last.cell.period):
            row.update(dict.fromkeys(NUMBERS), state="not_applicable", method="", note="", marks="")
    table = pa.Table.from_pylist(rows, PUBLISHED)
    changed = replace(opened, published=replace(opened.published, table=table))
    assert (title in _names_by_group(changed, measure)) is (periods == "the last period")


def _a_row_by_group(opened: Opened) -> tuple[Measure, str, str, str]:
    """A measure with several rows by group, and a group that is one of them: its breakdown, code and title."""
    for measure in opened.framework.measures:
        names = _names_by_group(opened, measure)
        for each in opened.framework.breakdowns if measure.breakdowns else ():
            found = [one for one in each.groups if names.count(one.title) == 1]
            if each.id in measure.breakdowns and each.attribute != "deprivation_fifth" and len(found) > 2:
                return measure, each.id, found[0].code, found[0].title
    raise AssertionError("no measure is shown by group")


def _names_by_group(opened: Opened, measure: Measure) -> list[str]:
    sections = measure_page(opened, measure).sections
    charts = [chart for each in sections if each.id == "by-group" for chart in each.charts]
    return [row.cells[0].text for chart in charts for row in chart.table.rows]


def test_nothing_on_a_page_is_blank(opened: Opened) -> None:
    for measure in opened.framework.measures:
        html = body(opened, here="", measure=measure.id).content.decode()
        assert re.findall(r"<(?:td|th|dd|li|p|h\d)\b[^>]*>\s*</", html) == [], measure.id


def test_what_others_publish_stands_beside_with_its_source(opened: Opened) -> None:
    table = measure_page(opened, opened.framework.measure("P1")).others
    assert table is not None
    assert table.rows[0].standing and not any(row.standing for row in table.rows[1:])
    assert all("Larrowmark Statistics" in row.cells[3].text for row in table.rows[1:])


def test_how_it_is_counted_is_said_in_english_and_word_for_word(opened: Opened) -> None:
    for measure in opened.framework.measures:
        found = counted(opened.framework, measure.definition)
        assert all(each.endswith(".") and "  " not in each for each in found.sentences), measure.id
        scope = getattr(measure.definition, "scope", None)
        if scope is not None and scope.where:
            assert Written("Which records are looked at", " ".join(scope.where.split())) in found.written
        numerator = getattr(measure.definition, "numerator", None)
        if isinstance(numerator, str):
            assert Written("What counts", " ".join(numerator.split())) in found.written


COUNTED = {
    "F-C1": "We work out the share who answered “Strongly agree”, “Agree” or “Yes”.",
    "T2": "Those count that are open on the last day of the period.",
    "T3a": "We count these.",
    "P4a": "We take “Children not brought to mandated health assessments”, and take away what it was in the same "
    "period a year before.",
    "F-C3": "Then we look at the records of “Family hub contacts”: one record for each family's contact with a hub.",
    "P5a": "We add up two numbers over these records, and divide the first sum by the second.",
    "T4": "It is not counted by itself: the figure of F-A2 is shown in its stead.",
}


@pytest.mark.parametrize("measure", COUNTED)
def test_how_some_are_counted(opened: Opened, measure: str) -> None:
    found = counted(opened.framework, opened.framework.measure(measure).definition)
    assert COUNTED[measure] in found.sentences


def test_every_figure_of_a_measure_is_given_hidden_or_missing(opened: Opened) -> None:
    for measure in opened.framework.measures:
        given, left_out = hidden_in_words(opened, measure)
        counts = [int(each.partition(" of ")[0].replace(",", "")) for each in given]
        rows = list(opened.published.where(figure=measure.id, source="").cells())
        assert sum(counts) == (len(rows) if measure.periods and not measure.off else 0), measure.id
        assert len(left_out) == sum(figure == measure.id for figure, *_ in opened.published.not_given)


def test_what_is_not_known_is_said_only_where_it_is_published(opened: Opened) -> None:
    measure = opened.framework.measure("P1")
    page = measure_page(opened, measure)
    assert page.unknown is not None and page.said.told is not None
    ours = page.said.told.cell
    counts = {f"{ours.denominator:,}"}
    for cell in opened.published.where(figure="P1", source="", period=ours.period).cells():
        counts |= {f"{cell.denominator:,}"} if cell.denominator is not None else set()
    words = {"hidden to protect people", "nobody", "not available"}
    assert {row.cells[1].text for row in page.unknown.rows} <= counts | words
    assert {row.cells[2].text for row in page.unknown.rows} == {f"{ours.denominator:,}"}


def test_targets_are_told_and_so_is_one_that_nobody_has_set(opened: Opened) -> None:
    national, own = measure_page(opened, opened.framework.measure("P3")).targets
    assert national.startswith("The national target, by 2028, is 75%. Plan for Change")
    assert own.startswith("The authority's own target, by 2028, has no value yet.")


def test_every_hub_that_has_a_figure_has_a_page_of_it(opened: Opened) -> None:
    for measure, hub in at_hubs(opened):
        page = measure_at(opened, measure, hub)
        said = text_of(body_at(opened, here="", measure=measure.id, place=hub.code).content)
        assert page.said.sentence in said and page.whole.sentence in said
        assert page.whole.told and page.said.told
        assert page.whole.told.cell.period == page.said.told.cell.period


def test_a_wards_page_and_the_wards_table_have_their_own_figures_only(with_wards: Opened) -> None:
    published, measure = with_wards.published, with_wards.framework.measure("P2")
    table = measure_page(with_wards, measure).wards
    assert table is not None and table.rows[0].standing
    for row in table.rows[1:]:
        told = row.cells[1].told
        assert told is not None
        own = published.where(figure="P2", source="", place=told.cell.place, breakdown="")
        assert told.cell in list(own.cells())
        ward = published.places.place(told.cell.place)
        series = measure_at(with_wards, measure, ward).series
        shown = {each.cells[1].told.cell for each in series.rows if each.cells[1].told}
        assert shown == set(own.cells())


@pytest.mark.parametrize(
    ("measure", "place", "words"),
    [
        ("F-C1", "X99999999", "no hub or ward"),
        ("F-C1", "X08000001", "no hub or ward"),
        ("F-C1", "X08000001?hub", "no hub or ward"),
        ("H1", "a hub", "No figure of this measure"),
        ("H2", "a hub", "No figure of this measure"),
        ("nothing", "a hub", "no measure of that name"),
    ],
)
def test_what_has_no_page_is_a_404_that_helps(opened: Opened, measure: str, place: str, words: str) -> None:
    code = hubs_of(opened)[0].code if place == "a hub" else place
    with pytest.raises(Http404, match=words) as raised:
        body_at(opened, here="", measure=measure, place=code)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize("measure", ["f-c1", "F-C1.dont_know", "..", "%00", "F-C1'--", "x" * 500, "½"])
def test_hostile_measures_are_not_found(client: Client, opened: Opened, measure: str) -> None:
    response = client.get(f"/releases/{opened.short}/measures/{measure}/")
    assert response.status_code in (400, 404)
    assert b"<h1" in response.content


def test_every_link_of_a_page_to_this_release_leads_somewhere(client: Client, opened: Opened) -> None:
    html = client.get(f"/releases/{opened.short}/measures/P2/").content.decode()
    links = set(re.findall(rf'href="(/releases/{opened.short}/(?:measures|files)[^"#]*)"', html))
    assert len(links) > 3
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    anchors = set(re.findall(r'href="#([^"]+)"', html))
    assert [each for each in anchors if f'id="{each}"' not in html] == []


def test_a_page_is_the_same_bytes_each_time(opened: Opened) -> None:
    first = body(opened, here="measures/P1/", measure="P1")
    assert body(opened, here="measures/P1/", measure="P1").etag == first.etag
    assert b" style=" not in first.content and b"<script" not in first.content
