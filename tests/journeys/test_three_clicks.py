"""A stranger finds the latest figure for "I feel welcomed" at one hub, sees how sure it is, and takes it away."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page

from hearth.judge.times import period_in_words
from journeys.conftest import Open
from journeys.shelf import HUB, LATEST, WELCOMED, Site

PERIOD = "family-2025-autumn"


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("width", [320, 1280])
def test_found_in_three_clicks(script: bool, width: int, open_page: Open, site: Site) -> None:
    page = open_page("/", width=width, java_script_enabled=script, accept_downloads=True)
    assert page.url.endswith(site.at(""))
    _follow(page, "See the figures for each hub")
    _follow(page, site.current.published.places.place(HUB).name)
    _follow(page, "families who report feeling welcomed")
    figure = page.locator("main .hearth-figure").first
    value = figure.locator(".hearth-figure__value").inner_text()
    assert float(value.removesuffix("%")) == pytest.approx(LATEST["value"], abs=0.5), (
        "rounded as the page likes"
    )
    said = " ".join(figure.inner_text().split())
    between = re.search(r"likely between ([0-9.]+)% and ([0-9.]+)%", said)
    assert between
    assert [float(each) for each in between.groups()] == pytest.approx(
        [LATEST["lower"], LATEST["upper"]], abs=0.5
    )
    (wave,) = (each for each in site.current.published.periods if each.id == PERIOD)
    assert period_in_words(wave) in said
    assert "Those who chose to answer may differ" in page.locator("main").inner_text()
    _taken_away(page, site)


def _follow(page: Page, words: str) -> None:
    """Click on the one link in the page that shows these words."""
    link = page.get_by_role("main").get_by_role("link").filter(has_text=words)
    assert link.count() == 1
    link.click()
    page.wait_for_load_state()


def _taken_away(page: Page, site: Site) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Every figure of this measure for").click()
    taken = download.value
    assert WELCOMED in taken.suggested_filename
    rows = csv.DictReader(StringIO(Path(taken.path()).read_text(encoding="utf-8-sig")))
    latest = [
        row for row in rows if (row["figure"], row["period"], row["breakdown"]) == (WELCOMED, PERIOD, "")
    ]
    (row,) = latest
    assert row["place"] == HUB
    assert {name: float(row[name]) for name in LATEST} == LATEST
    current = site.current
    assert row["source_title"] == current.framework.framework.title
    assert row["publisher"] == current.published.title
    assert (row["release"], row["release_date"]) == (current.id, str(current.manifest.date))
    assert row["notice"] == current.published.notice
