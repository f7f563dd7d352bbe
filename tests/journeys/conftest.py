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


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page of the site in a window of its own: `open_page("/", width=320, **what new_context takes)`.

    The test fails if anything happened that `Watch` notes.
    """
    watches = []

    def open_one(
        path: str, *, width: int = 1280, height: int = 800, at: str = address, **context: Any
    ) -> Page:
        window = browser.new_context(base_url=at, viewport={"width": width, "height": height}, **context)
        watches.append((window, Watch(window, at)))
        page = window.new_page()
        page.goto(path)
        return page

    yield open_one
    faults = [fault for _, watch in watches for fault in watch.faults]
    for window, _ in watches:
        window.close()
    assert not faults
