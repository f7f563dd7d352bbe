"""On paper: what is printed is whole, without what only a screen has a use for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from journeys.conftest import Open
from journeys.layout import overlapping, sideways
from journeys.pages import path_of
from journeys.shelf import Site

A4 = (595, 842)
"""Width and height in points, to the nearest one."""

SHEET = 688
"""The pixels between the margins of a sheet of A4: 182 mm."""

ONLY_ON_SCREENS = (
    ".govuk-skip-link",
    ".govuk-service-navigation",
    ".govuk-breadcrumbs",
    ".hearth-downloads",
    "nav",
    ".hearth-chart-figure__table > summary",
    ".hearth-chart-figure__drawing--narrow",
)

CUT = """() => [...document.querySelectorAll('*')].filter(at => at.checkVisibility() && !at.closest('svg, thead') &&
  !at.matches('.govuk-visually-hidden') && getComputedStyle(at).overflowX !== 'visible' &&
  at.scrollWidth > at.clientWidth + 1)
  .map(at => `${at.scrollWidth} of ${at.clientWidth}: ${at.textContent.trim().slice(0, 80)}`)"""


CLOSED = """() => [...document.querySelectorAll('details')].filter(at => at.checkVisibility() &&
  ![...at.children].some(child => child.tagName !== 'SUMMARY' && child.checkVisibility({contentVisibilityAuto: true})))
  .map(at => at.textContent.trim().slice(0, 80))"""


@pytest.mark.parametrize("kind", ["ward", "ward without figures"])
def test_a_ward_is_one_sheet(kind: str, open_page: Open, site: Site) -> None:
    sheets = _sheets(open_page(path_of(kind, site)))
    assert len(sheets) == 1
    width, height = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sheets[0][1])[0]
    assert (round(float(width)), round(float(height))) == A4


def test_each_strand_begins_on_a_sheet_of_its_own(open_page: Open, site: Site) -> None:
    page = open_page(path_of("framework", site))
    printed = page.pdf(prefer_css_page_size=True, outline=True, tagged=True)
    sheets = [number for number, _ in _sheets(page, printed)]
    where = {
        title.decode("latin-1").replace(" ", ""): (sheets.index(int(sheet)), float(up))
        for title, sheet, up in re.findall(
            rb"/Title \((.*?)\)\n/Dest \[(\d+) 0 R /XYZ [\d.]+ ([\d.]+) 0\]", printed
        )
    }
    strands = [each.title for each in site.current.framework.strands]
    at = [
        where[each.replace(" ", "")] for each in strands
    ]  # Chromium forgets the space where a heading is folded
    assert [sheet for sheet, _ in at] == sorted({sheet for sheet, _ in at}), "no two on one sheet"
    assert all(up > A4[1] - 120 for _, up in at), "at its head"


@pytest.mark.parametrize(
    "kind", ["framework", "hub", "ward", "survey", "mean", "survey at a hub", "data", "methods"]
)
def test_nothing_is_lost_at_the_side(kind: str, open_page: Open, site: Site) -> None:
    page = open_page(path_of(kind, site), width=SHEET)
    page.emulate_media(media="print")
    assert (sideways(page), page.evaluate(CUT), page.evaluate(CLOSED), overlapping(page)) == ([], [], [], [])
    seen = {name: page.locator(name).filter(visible=True).count() for name in ONLY_ON_SCREENS}
    assert seen == dict.fromkeys(ONLY_ON_SCREENS, 0)


def test_the_tables_of_charts_are_open(open_page: Open, site: Site) -> None:
    page = open_page(path_of("survey", site))
    tables = page.locator("details table")
    assert tables.count() > 2
    assert tables.filter(visible=True).count() == 0
    page.emulate_media(media="print")
    assert tables.filter(visible=True).count() == tables.count()


def _sheets(page: Page, printed: bytes = b"") -> list[tuple[int, bytes]]:
    """The objects of a printed page's sheets, in order: Chromium writes them plainly, one after the other."""
    printed = printed or page.pdf(prefer_css_page_size=True)
    found = re.findall(rb"\n(\d+) 0 obj\s(<</Type /Page\n.*?)\nendobj", printed, re.DOTALL)
    (many,) = re.findall(rb"/Type /Pages\n/Count (\d+)\n/Kids \[[^\]]*\]>>", printed)
    assert len(found) == int(many), "every sheet is found"
    return [(int(number), told) for number, told in found]
