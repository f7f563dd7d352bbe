"""The pages of hubs and wards: under a place's name stand its own figures, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pyarrow as pa
import pytest
from django.http import Http404
from django.test import Client
from playwright.sync_api import Browser, Route, sync_playwright

from browser import chromium_path
from hearth.disclosure.published import PUBLISHED, PublishedCell, State
from hearth.framework.measures import CrossReference
from hearth.judge.series import periods_of
from hearth.kernel.places import Place
from hearth_web.core.tables import Row
from hearth_web.site.pages.place_page import HubPage, hub, hub_page, ward
from hearth_web.site.pages.places_page import hubs, places_page
from hearth_web.site.pages.rows import in_order, name_of
from hearth_web.site.pages.ward_sheet import WardPage, ward_page
from hearth_web.site.shelf import Opened
from web.test_framework_page import NUMBERS, thawed

pytestmark = pytest.mark.usefixtures("client")  # which has style sheets to name

ALDERLOW = "X90000001"
SOMEWHERE = "X05000001"


def places(opened: Opened, level: str) -> list[Place]:
    return [each for each in opened.published.places.places if each.level == level]


def place(opened: Opened, code: str) -> Place:
    return opened.published.places.place(code)


@pytest.fixture(scope="module")
def spread(opened: Opened) -> Opened:
    """The release with figures of hubs and wards, of which so small a demonstration has few: each place's are its own.

    They are those of the whole, lower by as much for each place as it stands down the list; every ninth row of one is
    hidden, and every seventh rests on few answers.
    """
    published = opened.published
    smallest = {each.id: each.smallest_place for each in published.figures if not each.source}
    own = [
        each for each in published.table.to_pylist() if each["place"] == published.home and not each["source"]
    ]
    own = [each for each in own if each["breakdown"] in ("", "sex", "deprivation") and each["period"]]
    rows = [each for each in published.table.to_pylist() if each["place"][:3] not in ("X90", "X05")]
    for level, given in (("hub", ("ward", "hub")), ("ward", ("ward",))):
        for number, each in enumerate(places(opened, level)[:8]):
            mine = [row for row in own if smallest[row["figure"]] in given]
            rows += [lowered(row, each.code, number, at) for at, row in enumerate(mine)]
    lost = [{**row, "place": f"{published.home}?hub"} for row in own if row["figure"] == "F-A1"]
    table = pa.Table.from_pylist([*rows, *lost], PUBLISHED)
    return replace(opened, published=replace(published, table=table))


def lowered(row: dict[str, Any], place: str, number: int, at: int) -> dict[str, Any]:
    """The row as that of another place, of so many."""
    if at % 9 == number:
        return {**row, "place": place, **dict.fromkeys(NUMBERS), "state": str(State.SUPPRESSED)}
    less = {name: row[name] - 0.4 * (number + 1) for name in NUMBERS[:3] if row[name] is not None}
    few = row["state"] == State.VALUE and at % 7 == number
    return {**row, "place": place, **less, **({"state": str(State.LOW_RELIABILITY)} if few else {})}


@pytest.fixture(scope="module")
def alderlow(spread: Opened) -> HubPage:
    return hub_page(spread, place(spread, ALDERLOW))


@pytest.fixture(scope="module")
def amberholt(spread: Opened) -> WardPage:
    return ward_page(spread, place(spread, SOMEWHERE))


def rows_of(page: HubPage) -> list[Row]:
    return [row for strand in page.strands for row in strand.table.rows]


def row_named(rows: list[Row], words: str) -> Row:
    return next(row for row in rows if row.cells[0].text == words)


def read(html: str) -> str:
    """What a reader reads of the page's own part."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def published_cells(opened: Opened) -> set[PublishedCell]:
    return set(opened.published.where(breakdown="").cells())


def test_every_figure_of_a_hub_is_that_hubs_own(spread: Opened) -> None:
    known = published_cells(spread)
    for each in places(spread, "hub"):
        rows = rows_of(hub_page(spread, each))
        assert len(rows) > 20
        for row in rows:
            ours, beside = row.cells[1].told, row.cells[4].told
            assert ours is not None
            assert (ours.cell.place, ours.cell.source) == (each.code, "")
            assert ours.cell in known
            if beside is not None:
                assert beside.cell in known
                assert (beside.cell.place, beside.cell.source) == (spread.published.home, "")
                assert (beside.cell.figure, beside.cell.period) == (ours.cell.figure, ours.cell.period)


def test_a_hubs_bar_is_of_its_own_figure_against_the_wholes(spread: Opened) -> None:
    drawn = 0
    for each in places(spread, "hub"):
        for row in rows_of(hub_page(spread, each)):
            ours, bar, beside = row.cells[1].told, row.cells[3].bar, row.cells[4].told
            assert ours is not None
            shown = ours.cell.value is not None and ours.figure.kind != "count"
            assert (bar is not None) is shown
            if bar is not None:
                drawn += 1
                assert (bar.reference is None) is (beside is None or beside.cell.value is None)
                assert (bar.low is None) is (ours.cell.lower is None)
                assert bar.low is None or bar.high is None or bar.low <= bar.at <= bar.high
    assert drawn > 100


def names_of(opened: Opened, *, pointing: bool = False) -> list[str]:
    """The names of the measures, without those that only point to another: `pointing`, of these alone."""
    return sorted(
        name_of(opened.framework, each)
        for each in in_order(opened.framework)
        if isinstance(each.definition, CrossReference) is pointing
    )


def test_every_measure_is_on_a_hubs_page_once(spread: Opened) -> None:
    wanted, pointing = names_of(spread), names_of(spread, pointing=True)
    for each in places(spread, "hub"):
        page = hub_page(spread, each)
        named = [one.words for one in (*page.only_whole, *page.waiting)]
        rows = [row.cells[0].text for row in rows_of(page)]
        assert sorted(one for one in [*rows, *named] if one not in pointing) == wanted


def test_a_measure_that_points_to_another_is_never_named_as_known_or_not_known(
    spread: Opened, opened: Opened
) -> None:
    (pointing,) = names_of(opened, pointing=True)
    assert pointing.startswith("See above")
    for release in (spread, opened):
        for each in places(release, "hub"):
            page = hub_page(release, each)
            assert pointing not in [one.words for one in (*page.only_whole, *page.waiting)]
            rows = [row for row in rows_of(page) if row.cells[0].text == pointing]
            assert all("this is the figure of “" in row.cells[0].quiet for row in rows)
        for each in places(release, "ward"):
            assert "See above" not in read(ward(release, here="", place=each.code).content.decode())


def test_what_a_pointer_shows_is_not_counted_again(spread: Opened) -> None:
    published = spread.published
    rows = [row for row in published.table.to_pylist() if row["figure"] == "F-A2"]
    for row in rows:
        row.update(dict.fromkeys(NUMBERS), state=str(State.SUPPRESSED), method="", note="", marks="")
    none = replace(spread, published=replace(published, table=pa.Table.from_pylist(rows, PUBLISHED)))
    page = hub_page(none, place(none, ALDERLOW))
    assert len(rows_of(page)) == 2, "F-A2, and what points to it"
    assert page.facts == ("0 of 46 measures have a figure here.", "1 is hidden to protect people.")


def test_a_measure_that_is_not_known_for_hubs_is_only_named(spread: Opened, alderlow: HubPage) -> None:
    said = read(hub(spread, here="", place=ALDERLOW).content.decode())
    only = said.partition("Only known for the whole of Brackenhythe % of adults")
    assert only[1]
    assert "% of adults aged 18-65 diagnosed with depression" in [each.words for each in alderlow.only_whole]
    assert not re.search(r"\d%", only[2].partition("All figures of this hub")[0])


@pytest.mark.parametrize(
    ("measure", "whose"),
    [
        ("% of families who report feeling welcomed", "Asked at this hub"),
        ("Good Level of development at reception.", "Of those who live in its area"),
        ("attendance at Family Hub meetings", "At this hub"),
    ],
)
def test_a_row_says_whose_figure_it_is(alderlow: HubPage, measure: str, whose: str) -> None:
    assert row_named(rows_of(alderlow), measure).cells[0].quiet == whose


def test_what_is_hidden_is_said_in_words_and_nothing_is_drawn(spread: Opened) -> None:
    published = spread.published
    rows = published.table.to_pylist()
    for row in rows:
        if (row["figure"], row["place"]) == ("F-C1", ALDERLOW):
            row.update(dict.fromkeys(NUMBERS), state=str(State.SUPPRESSED), method="", note="", marks="")
    none = replace(spread, published=replace(published, table=pa.Table.from_pylist(rows, PUBLISHED)))
    row = row_named(
        rows_of(hub_page(none, place(none, ALDERLOW))), "% of families who report feeling welcomed"
    )
    _, ours, trend, bar, beside = row.cells
    assert (trend.trend, bar.bar) == (None, None)
    assert ours.told is not None and ours.told.state == "hidden to protect people"
    assert ours.told.value == ""
    assert beside.told is not None and beside.told.value
    assert "hidden to protect people" in read(hub(none, here="", place=ALDERLOW).content.decode())


def test_feeling_welcomed_at_a_hub_is_three_clicks_from_the_front(
    opened: Opened, spread: Opened, client: Client
) -> None:
    front = client.get(f"/releases/{opened.short}/").content.decode()
    listed = client.get(link(front, "Hubs")).content.decode()
    at = link(listed, "Alderlow Family Hub (invented)")
    assert at.endswith(f"/hubs/{ALDERLOW}/")
    found = link(
        hub(spread, here="", place=ALDERLOW).content.decode(), "% of families who report feeling welcomed"
    )
    assert found == f"/releases/{opened.short}/measures/F-C1/{ALDERLOW}/"


def link(html: str, words: str) -> str:
    """Where the link with these words leads."""
    found = re.search(rf'<a[^>]*href="([^"]+)"[^>]*>\s*{re.escape(words)}\s*</a>', html)
    assert found, words
    return found.group(1)


@pytest.mark.parametrize("make", [hub, ward])
@pytest.mark.parametrize("code", ["X08000001?hub", "X08000001?ward", "nowhere", "X08000001", ""])
def test_what_has_no_page_says_where_to_look(opened: Opened, make: type, code: str) -> None:
    with pytest.raises(Http404, match=r"list.*\.$"):
        make(opened, here="", place=code)


def test_a_ward_is_no_hub(opened: Opened) -> None:
    with pytest.raises(Http404):
        hub(opened, here="", place=SOMEWHERE)
    with pytest.raises(Http404):
        ward(opened, here="", place=ALDERLOW)


def test_the_list_has_every_hub_and_says_how_many_belong_to_none(spread: Opened) -> None:
    page = places_page(spread, "hub")
    assert [row.cells[0].text for row in page.table.rows] == [each.name for each in places(spread, "hub")]
    assert page.lost is not None
    lost = [
        each for each in spread.published.where(figure="F-A1", breakdown="").cells() if "?hub" in each.place
    ]
    row = row_named(list(page.lost.rows), "Family survey")
    last = max(lost, key=lambda each: each.period)
    said = f"{last.denominator:,}" if last.denominator is not None else "hidden to protect people"
    assert row.cells[2].text == said
    assert "for no hub" in read(hubs(spread, here="hubs/").content.decode())


def test_every_figure_of_a_ward_is_that_wards_own(spread: Opened) -> None:
    known, shown = published_cells(spread), 0
    periods = periods_of(spread.published)
    home = spread.published.home
    for each in places(spread, "ward"):
        for row in ward_page(spread, each).table.rows:
            shown += 1
            ours, whole, nation = (row.cells[at].told for at in (1, 3, 4))
            assert ours is not None and ours.cell in known
            assert (ours.cell.place, ours.cell.source) == (each.code, "")
            if whole is not None:
                assert whole.cell in known
                assert (whole.cell.place, whole.cell.period) == (home, ours.cell.period)
            if nation is not None:
                assert nation.cell in known
                assert nation.cell.source
                assert place(spread, nation.cell.place).level == "country"
                assert periods[nation.cell.period].end <= periods[ours.cell.period].end
    assert shown > 50


def test_every_measure_is_on_a_wards_page_once(spread: Opened, opened: Opened) -> None:
    wanted = names_of(opened)
    for release in (spread, opened):
        for each in places(release, "ward"):
            page = ward_page(release, each)
            named = [*page.at_hubs, *page.only_whole, *page.waiting, *page.not_here]
            assert sorted([*(row.cells[0].text for row in page.table.rows), *named]) == wanted


def test_a_ward_never_has_the_figure_of_a_larger_place_as_its_own(spread: Opened) -> None:
    for each in places(spread, "ward"):
        html = ward(spread, here="", place=each.code).content.decode()
        below = read(html).partition("What is only known for larger places")[2]
        assert "% of families who report feeling welcomed" in below
        assert not re.search(r"\d%|\d\.\d", below.partition("Released")[0].replace("2-2.5yrs", ""))


def test_a_wards_children_are_counted_as_published(spread: Opened, amberholt: WardPage) -> None:
    rows = spread.published.where(figure="T2", place=SOMEWHERE)
    last = next(
        row.cells[1].told
        for row in amberholt.table.rows
        if row.cells[1].told and row.cells[1].told.cell.figure == "T2"
    )
    here = {(each.breakdown, each.group): each for each in rows.where(period=last.cell.period).cells()}
    whole, *groups = amberholt.children
    assert whole.number == f"{here['', ''].denominator:,}"
    assert whole.words == f"children aged 0 to 17, by the estimate for mid-{last.cell.period[:4]}"
    sexes = {each.words: each.number for each in groups if each.of == "Sex"}
    assert set(sexes) == {"Female", "Male"}
    for words, number in sexes.items():
        of = here["sex", words.lower()].denominator
        assert number == ("" if of is None else f"{of:,}")


@pytest.mark.parametrize("given", ["none", "one"])
def test_no_heading_stands_over_groups_that_are_all_not_given(spread: Opened, given: str) -> None:
    rows = spread.published.table.to_pylist()
    fifths = [row for row in rows if row["breakdown"] == "deprivation" and row["place"] == SOMEWHERE]
    assert len({row["group"] for row in fifths}) > 1
    for row in fifths:
        if given == "none" or row["group"] != fifths[0]["group"]:
            row.update(dict.fromkeys(NUMBERS), state=str(State.SUPPRESSED))
    table = pa.Table.from_pylist(rows, PUBLISHED)
    hidden = replace(spread, published=replace(spread.published, table=table))
    page = ward_page(hidden, place(hidden, SOMEWHERE))
    numbers = [each.number for each in page.children if each.of.startswith("Deprivation")]
    said = read(ward(hidden, here="", place=SOMEWHERE).content.decode()).partition("What is not known")[0]
    assert any(each.of == "Sex" for each in page.children)
    if given == "none":
        assert numbers == [] and "Deprivation" not in said
    else:
        assert [bool(each) for each in numbers].count(True) == 1
        assert said.count("not given") == len(numbers) - 1 > 0


def test_whose_figures_stand_beside_a_wards_is_said_with_the_edition(amberholt: WardPage) -> None:
    assert [each.source for each in amberholt.benchmarks] == [
        "Tamberdale and Larrowmark: figures of an invented region and nation. "
        "Larrowmark Statistics (invented). 2026, published on 2026-03-31"
    ]
    assert amberholt.nation == "Larrowmark"


def test_what_is_hidden_of_a_ward_is_counted_among_what_is_not_known(spread: Opened) -> None:
    for each in places(spread, "ward"):
        page = ward_page(spread, each)
        cells = spread.published.where(place=each.code, breakdown="").cells()
        own = {measure.id for measure in spread.framework.measures}
        hidden = sum(cell.state is State.SUPPRESSED for cell in cells if cell.figure in own)
        said = [re.match(r"(\d+) of \d+ figures", one) for one in page.unknown]
        assert sum(int(one.group(1)) for one in said if one) == hidden
        below = " ".join(row.cells[1].quiet for row in page.table.rows)
        assert sum(int(many) for many in re.findall(r"(\d+) of \d+ periods hidden", below)) == hidden


def test_what_a_page_says_cannot_be_changed(alderlow: HubPage, amberholt: WardPage, opened: Opened) -> None:
    pages = (alderlow, amberholt, *(places_page(opened, each) for each in ("hub", "ward")))
    assert [list(thawed(page)) for page in pages] == [[], [], [], []]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        yield browser
        browser.close()


def test_a_ward_prints_on_one_sheet(spread: Opened, client: Client, chromium: Browser) -> None:
    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("http://127.0.0.1")
        if path.startswith("/wards/"):
            content = ward(spread, here="", place=path[7:]).content
            route.fulfill(body=content, content_type="text/html; charset=utf-8")
        else:
            sent = client.get(path)
            body = sent.held if sent.streaming else sent.content
            route.fulfill(status=sent.status_code, body=body, content_type=sent.headers["Content-Type"])

    page = chromium.new_page()
    page.route("**/*", serve)
    for each in places(spread, "ward")[:9]:
        page.goto(f"http://127.0.0.1/wards/{each.code}")
        assert page.evaluate("document.styleSheets.length") > 4
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1, each.name
        assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    page.close()
