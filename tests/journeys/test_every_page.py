"""Every kind of page at the widths of a phone, a tablet and a desk: it fits, is in order, and axe finds nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest

from journeys.axe import faults_seen_by_axe
from journeys.conftest import Open
from journeys.layout import outline, overlapping, sideways
from journeys.pages import KINDS, path_of
from journeys.shelf import Site

WIDTHS = (320, 768, 1280)

STATUS = "() => performance.getEntriesByType('navigation')[0].responseStatus"


@pytest.mark.parametrize("kind", KINDS)
def test_it_fits_and_axe_finds_nothing(kind: str, open_page: Open, site: Site) -> None:
    page = open_page(path_of(kind, site))
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
    faults = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        faults[width] = [*sideways(page), *overlapping(page), *faults_seen_by_axe(page)]
    assert faults == {width: [] for width in WIDTHS}


@pytest.mark.parametrize("kind", KINDS)
def test_its_parts_are_in_order(kind: str, open_page: Open, site: Site) -> None:
    page = open_page(path_of(kind, site), width=320)
    assert page.evaluate(STATUS) == {"not found": 404, "refused": 400}.get(kind, 200)
    levels = outline(page)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(one, next) for one, next in pairwise(levels) if next > one + 1] == []
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("dir") == "ltr"
