"""What is asked of pages is a question: each of these pages is wrong in one way, and is found to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from journeys.axe import faults_seen_by_axe
from journeys.layout import cut_off, outline, overlapping, sideways
from journeys.pages import path_of
from journeys.shelf import Site
from journeys.watch import Watch

SOUND = "<!DOCTYPE html><html lang=en><title>Sound</title><main><h1>Sound</h1><p>Nothing is wrong here.</p>{}</main>"

Ask = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 320, "height": 256})
    yield page
    page.close()


@pytest.mark.parametrize("ask", [sideways, overlapping, cut_off, faults_seen_by_axe])
def test_nothing_is_found_where_nothing_is_wrong(ask: Ask, blank: Page) -> None:
    blank.set_content(SOUND.format(""))
    assert ask(blank) == []
    assert outline(blank) == [1]


@pytest.mark.parametrize(
    ("ask", "wrong", "said"),
    [
        (sideways, "<p style='width: 400px'>Too wide</p>", "P.null: 8 to 408"),
        (
            sideways,
            "<p style='white-space: nowrap'>A line that is far too long for so narrow a window</p>",
            "wide in a window of 320",
        ),
        (overlapping, "<p>One line</p><p style='margin-top: -2.2em'>Two lines</p>", "Two lines"),
        (overlapping, "<svg><text y=20>First</text><text y=20>Second</text></svg>", "Second"),
        (cut_off, "<p style='height: 1em; overflow: hidden'>" + "Many words. " * 20 + "</p>", "Many"),
        (
            cut_off,
            "<p style='width: 5em; overflow: clip; white-space: nowrap'>Too long by far</p>",
            "Too long",
        ),
        (faults_seen_by_axe, "<img src='data:,'>", "image-alt"),
        (faults_seen_by_axe, "<input>", "label"),
        (faults_seen_by_axe, "<p style='color: #bbb'>Pale</p>", "color-contrast"),
        (faults_seen_by_axe, "<h3>One level is left out</h3>", "heading-order"),
    ],
)
def test_what_is_wrong_is_found(ask: Ask, wrong: str, said: str, blank: Page) -> None:
    blank.set_content(SOUND.format(wrong))
    assert said in "\n".join(ask(blank))


def test_tables_that_scroll_by_themselves_are_not_too_wide(blank: Page) -> None:
    blank.set_content(SOUND.format("<div style='overflow-x: auto'><p style='width: 900px'>Wide</p></div>"))
    assert sideways(blank) == []


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.2/x.png'}))", "127.0.0.2"),
        ("document.body.append(Object.assign(new Image(), {src: '/nothing.png'}))", "404"),
        ("setTimeout(() => { throw new Error('by itself'); })", "by itself"),
    ],
)
def test_what_must_not_happen_is_noted(
    done: str, said: str, browser: Browser, address: str, site: Site
) -> None:
    window = browser.new_context()
    watch = Watch(window, address)
    page = window.new_page()
    page.goto(f"{address}{path_of('releases', site)}")
    assert watch.faults == []
    page.evaluate(done)
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")
    window.close()
    assert said in "\n".join(watch.faults)
