"""Readers who set their browser to their own needs: large, spaced out, in few colours, still, from right to left."""

from __future__ import annotations

import pytest

from journeys.axe import faults_seen_by_axe
from journeys.conftest import Open
from journeys.layout import cut_off, overlapping, sideways
from journeys.pages import path_of
from journeys.shelf import HUB, WARD, WELCOMED, Site

PAGES = ("framework", "hub", "ward", "survey", "survey at a hub", "data", "methods", "changes", "files")

# What stays where it is while the page is scrolled hides the page, in so small a window.
STAYS = """() => [...document.querySelectorAll('*')]
  .filter(at => ['fixed', 'sticky'].includes(getComputedStyle(at).position)).map(at => at.outerHTML.slice(0, 80))"""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize("kind", PAGES)
def test_at_400_per_cent(kind: str, open_page: Open, site: Site) -> None:
    """A window of 1280 by 1024, at four times the size."""
    page = open_page(path_of(kind, site), width=320, height=256, device_scale_factor=4)
    assert (sideways(page), overlapping(page), cut_off(page)) == ([], [], [])
    assert page.evaluate(STAYS) == []


@pytest.mark.parametrize("kind", PAGES)
def test_text_spaced_out(kind: str, open_page: Open, site: Site) -> None:
    """WCAG 2.2, success criterion 1.4.12."""
    page = open_page(path_of(kind, site), width=320)
    page.evaluate(SPACED)
    assert page.locator("main p").first.evaluate("at => getComputedStyle(at).letterSpacing") != "normal"
    faults = {}
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        faults[width] = [*sideways(page), *overlapping(page, drawings=False), *cut_off(page)]
    assert faults == {320: [], 1280: []}


MOVES = """() => [...document.querySelectorAll('*')].filter(at => ['', '::before', '::after'].some(part => {
  const style = getComputedStyle(at, part || null);
  return style.animationName !== 'none' || style.transitionDuration.split(', ').some(each => each !== '0s');
})).map(at => at.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("wish", ["no-preference", "reduce"])
def test_nothing_moves(wish: str, open_page: Open, site: Site) -> None:
    page = open_page("/", reduced_motion=wish)
    for kind in ("framework", "survey", "ward", "releases"):
        page.goto(path_of(kind, site))
        assert page.evaluate(MOVES) == []
        assert page.evaluate("() => document.getAnimations().length") == 0
        assert page.locator("marquee, blink, video, [autoplay], meta[http-equiv=refresh i]").count() == 0


# In forced colours only the reader's colours may be drawn with: those that the names below stand for.
OTHER_COLOURS = """() => {
  const probe = document.body.appendChild(document.createElement('p'));
  const names = ['Canvas', 'CanvasText', 'GrayText', 'LinkText', 'VisitedText', 'Highlight', 'HighlightText'];
  const theirs = new Set(names.map(name => { probe.style.color = name; return getComputedStyle(probe).color; }));
  probe.remove();
  const faults = [];
  for (const at of document.querySelectorAll('svg *')) {
    if (!at.checkVisibility() || at.closest('defs, title, desc')) continue;
    const style = getComputedStyle(at), text = at.tagName === 'text' || at.tagName === 'tspan';
    const drawn = at instanceof SVGGeometryElement || text;
    for (const part of drawn ? ['stroke', 'fill'] : [])
      if (style[part] !== 'none' && !style[part].endsWith(', 0)') && !theirs.has(style[part]))
        faults.push(`${at.tagName}.${at.getAttribute('class')} ${part} ${style[part]}`);
  }
  return [theirs.size, document.querySelectorAll('svg').length, [...new Set(faults)].slice(0, 20)];
}"""


@pytest.mark.parametrize("kind", ["framework", "hub", "ward", "survey", "mean"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours(kind: str, scheme: str, open_page: Open, site: Site) -> None:
    page = open_page(path_of(kind, site), forced_colors="active", color_scheme=scheme)
    colours, drawings, others = page.evaluate(OTHER_COLOURS)
    assert colours > 3
    assert drawings > 0
    assert others == []
    if scheme == "dark":
        assert faults_seen_by_axe(page, but=("color-contrast",)) == []  # which does not know these colours


RIGHT_TO_LEFT = {
    "framework": "",
    "hub": f"hubs/{HUB}/",
    "ward": f"wards/{WARD}/",
    "survey": f"measures/{WELCOMED}/",
    "data": "data/",
    "methods": "methods/",
    "files": "files/",
}


@pytest.mark.parametrize("kind", RIGHT_TO_LEFT)
def test_right_to_left(kind: str, open_page: Open, site: Site) -> None:
    page = open_page(site.at(RIGHT_TO_LEFT[kind], site.urdu))
    root = page.locator("html")
    assert (root.get_attribute("dir"), root.get_attribute("lang")) == ("rtl", "ur")
    faults = {}
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        faults[width] = [*sideways(page), *overlapping(page)]
    assert faults == {320: [], 768: [], 1280: []}
    assert page.evaluate(FROM_THE_RIGHT) == []
    assert page.evaluate(NUMBERS_BACKWARDS) == []
    assert faults_seen_by_axe(page) == []


FROM_THE_RIGHT = """() => [...document.querySelectorAll('main table')].filter(at => at.checkVisibility()).filter(at => {
  const row = [...at.rows].find(each => each.cells.length > 1 && each.checkVisibility());
  if (!row) return false;
  const [first, last] = [row.cells[0], row.cells[row.cells.length - 1]].map(each => each.getBoundingClientRect());
  return first.left <= last.left;
}).map(at => at.outerHTML.slice(0, 200))"""

# Every number and every range is read from left to right, and so is what is drawn.
NUMBERS_BACKWARDS = """() => {
  const faults = [...document.querySelectorAll('main svg, main svg text')]
    .filter(at => at.checkVisibility() && getComputedStyle(at).direction !== 'ltr')
    .map(at => `drawn: ${at.outerHTML.slice(0, 80)}`);
  const numbers = document.querySelectorAll(
    '.hearth-value, .hearth-interval, .hearth-figure__value, .hearth-figure__interval .hearth-nowrap');
  for (const at of numbers) {
    const walk = document.createTreeWalker(at, NodeFilter.SHOW_TEXT), found = [];
    for (let text; (text = walk.nextNode());)
      for (const number of text.data.matchAll(/[0-9.,]+/g)) {
        const range = document.createRange();
        range.setStart(text, number.index); range.setEnd(text, number.index + number[0].length);
        found.push(range.getBoundingClientRect());
      }
    if (found.some((box, n) => n && box.top < found[n - 1].bottom && box.left < found[n - 1].left))
      faults.push(at.textContent.trim());
  }
  return faults.slice(0, 10);
}"""
