"""A council's own colours and logo, and the theme that Hearth comes with: both can be read."""

from __future__ import annotations

import shutil
from pathlib import Path

from journeys.axe import faults_seen_by_axe
from journeys.conftest import Open
from journeys.layout import sideways
from journeys.pages import path_of
from journeys.serving import served
from journeys.shelf import Site

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path fill="#fff" d="M0 0h300v100H0z"/></svg>"""

COUNCIL = "Brackenhythe Metropolitan Borough Council"


def test_a_council_dresses_the_site(open_page: Open, site: Site, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO)
    said = {
        "HEARTH_THEME": "stockport",
        "HEARTH_ORGANISATION": COUNCIL,
        "HEARTH_LOGO": str(logo),
        "HEARTH_CONTACT": "mailto:hubs@example.org",
    }
    with served(shutil.copytree(site.directory, tmp_path / "site"), said) as at:
        for kind in ("framework", "survey", "hub"):
            page = open_page(path_of(kind, site), at=at, width=320)
            assert sideways(page) == []
            assert faults_seen_by_axe(page) == []
            assert page.title().endswith(COUNCIL)
            assert page.get_by_role("link", name="Contact us").get_attribute("href") == said["HEARTH_CONTACT"]
            header = page.locator(".govuk-generic-header")
            assert header.evaluate("at => getComputedStyle(at).backgroundColor") == "rgb(0, 102, 102)"
            assert header.locator("img").evaluate("at => at.complete && at.naturalWidth > 0")


def test_the_theme_that_comes_with_hearth(open_page: Open, site: Site) -> None:
    """That its pages can be read is tested with every kind of page; here, that it is another theme."""
    page = open_page(path_of("hub", site))
    header = page.locator(".govuk-generic-header")
    assert header.evaluate("at => getComputedStyle(at).backgroundColor") == "rgb(43, 63, 85)"
    assert header.locator("img").count() == 0
