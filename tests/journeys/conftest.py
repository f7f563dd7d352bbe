"""The real site, served by the real command, in a real browser.

The browser and the server are this folder's: they end with its last test, since nothing else that drives Playwright,
and nothing that runs an event loop, may be in one process with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser import chromium_path
from journeys.serving import served
from journeys.shelf import Site, make_site, site_in
from journeys.watch import Watch
from web.shelves import make_shelf, once_for_all_workers

__all__: list[str] = []

Open = Callable[..., Page]

Windows = dict[str, tuple[Page, Watch]]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site's folder, this worker's own: see `journeys.shelf`."""
    shelves = once_for_all_workers(tmp_path_factory, "shelves", make_shelf)
    made = once_for_all_workers(tmp_path_factory, "journeys", lambda root: make_site(root, shelves))
    return site_in(made, tmp_path_factory.mktemp("served") / "site")


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    """Where the site is served."""
    with served(site.directory) as at:
        yield at


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def windows(browser: Browser) -> Iterator[Windows]:
    """Windows that are open: one for all pages that are read with the same settings."""
    opened: Windows = {}
    yield opened
    for page, _ in opened.values():
        page.context.close()


@pytest.fixture
def open_page(browser: Browser, address: str, windows: Windows) -> Iterator[Open]:
    """Opens a page of the site: `open_page("/", width=320, **what new_context takes)`, in one window for the same.

    The test fails if anything happened that `Watch` notes.
    """
    faults: list[str] = []

    def open_one(
        path: str, *, width: int = 1280, height: int = 800, at: str = address, **context: Any
    ) -> Page:
        key = repr((at, sorted(context.items())))
        if key not in windows:
            window = browser.new_context(base_url=at, **context)
            windows[key] = window.new_page(), Watch(window, at)
        page, watch = windows[key]
        watch.faults = faults
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null")
        page.goto(path)
        return page

    yield open_one
    assert not faults
