"""The keyboard alone: everything that can be followed, opened or scrolled is reached, seen to be reached, and left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from journeys.conftest import Open
from journeys.pages import path_of
from journeys.shelf import Site

# What can be reached, numbered as it stands in the page; where focus goes is written down as it goes there.
WATCH = """() => {
  const look = at => {
    const style = getComputedStyle(at);
    return [style.outline, style.boxShadow, style.backgroundColor].join(' | ');
  };
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(at => at.tabIndex >= 0 && at.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}));
  const before = all.map(look);
  window.reached = [];
  window.unseen = [];
  document.addEventListener('focusin', event => {
    const number = all.indexOf(event.target);
    window.reached.push(number);
    if (look(event.target) === before[number]) window.unseen.push(event.target.outerHTML.slice(0, 120));
  });
  return all.length;
}"""

SCROLLS = """() => [...document.querySelectorAll('*')].filter(at => {
  const style = getComputedStyle(at);
  return ['auto', 'scroll'].includes(style.overflowX) && at.scrollWidth > at.clientWidth + 1 && at.tabIndex < 0 &&
    at.checkVisibility({contentVisibilityAuto: true}) && !at.querySelector('a[href]');
}).map(at => at.outerHTML.slice(0, 120))"""

KINDS = ("framework", "hub", "ward", "survey", "local data at a hub", "data", "methods", "changes", "files")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_reached_and_left(kind: str, open_page: Open, site: Site) -> None:
    page = open_page(path_of(kind, site), width=320)
    for summary in page.locator("summary").all()[:3]:
        summary.evaluate("at => { at.parentElement.open = true; }")
    assert page.evaluate(SCROLLS) == []
    many = page.evaluate(WATCH)
    for _ in range(many + 1):
        page.keyboard.press("Tab")
    reached = page.evaluate("() => window.reached")
    assert reached[:many] == list(range(many)), "in the order of the page, none left out"
    assert page.evaluate("() => window.unseen") == []


def test_the_first_stop_skips_to_what_the_page_is_about(open_page: Open, site: Site) -> None:
    page = open_page(path_of("hub", site))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    assert _focused(page) == skip.evaluate("at => at.outerHTML")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["height"] > 10
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    first = page.locator("main").locator("a[href], summary, [tabindex='0']").first
    assert _focused(page) == first.evaluate("at => at.outerHTML")


def test_a_table_opens_with_the_enter_key_and_closes_with_the_space_bar(open_page: Open, site: Site) -> None:
    page = open_page(path_of("survey", site))
    table = page.locator("details").first
    page.locator("summary").first.focus()
    assert not table.locator("table").is_visible()
    page.keyboard.press("Enter")
    assert table.locator("table").is_visible()
    page.keyboard.press("Space")
    assert not table.locator("table").is_visible()


def _focused(page: Page) -> str:
    focused: str = page.evaluate("() => document.activeElement.outerHTML")
    return focused
