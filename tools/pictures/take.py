"""Takes the pictures of the docs: every kind of page of the demonstration's site, and every component.

    python tools/pictures/take.py --site demo-site [--only measure]

Each page at desktop and at phone width, from its top down to a sensible length; each component by itself. Chromium is
found as the tests find it. The pictures are the docs' own: a test sees that each is shown in them, and that none is
shown that is not taken here.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CHECKOUT = Path(__file__).parent.parent.parent
PICTURES = CHECKOUT / "docs" / "pictures"
sys.path[:0] = [
    str(CHECKOUT / "tests"),
    str(CHECKOUT / "tools"),
]  # the browser that the tests use; this folder's own

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP, PHONE = 1280, 320

LONGEST = {DESKTOP: 1700, PHONE: 1500}
"""How much of a page is taken, in pixels from its top."""


@dataclass(frozen=True)
class Shot:
    """A page to take: its address in the current release, and what it is called."""

    name: str
    address: str


SHOTS = (
    Shot("framework", "latest/"),
    Shot("measure", "latest/measures/F-C1/"),
    Shot("measure-local-data", "latest/measures/P1/"),
    Shot("measure-at-hub", "latest/measures/F-C1/X90000001/"),
    Shot("hubs", "latest/hubs/"),
    Shot("hub", "latest/hubs/X90000001/"),
    Shot("wards", "latest/wards/"),
    Shot("ward", "latest/wards/X05000001/"),
    Shot("data", "latest/data/"),
    Shot("methods", "latest/methods/"),
    Shot("releases", "releases/"),
    Shot("files", "latest/files/"),
    Shot("not-found", "latest/measures/nothing/"),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Takes the pictures of the docs.")
    parser.add_argument("--site", default="demo-site", help="the folder of the demonstration's site")
    parser.add_argument("--out", default=str(PICTURES), help="where the pictures go")
    parser.add_argument("--only", default="", help="only pictures whose name begins so")
    asked = parser.parse_args(arguments)
    out = Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="hearth_web.core.settings", HEARTH_SITE=str(Path(asked.site).absolute())
    )
    with served() as home, chromium() as browser:
        for shot in SHOTS:
            if shot.name.startswith(asked.only):
                for width, suffix in ((DESKTOP, "desktop"), (PHONE, "phone")):
                    take_page(browser, home + shot.address, width, out / f"{shot.name}-{suffix}.png")
        if "component".startswith(asked.only) or asked.only.startswith("component"):
            take_components(browser, home, out)
    print(f"Took {len(list(out.glob('*.png')))} pictures.")
    return 0


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the tests use, too."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from browser import chromium_path  # noqa: PLC0415

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(chromium_path()))
        yield browser
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The site, with the gallery of components, at the address that is given."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    from pictures import gallery  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    gallery.add()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Threaded, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


class Threaded(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as browsers ask."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def take_page(browser: Browser, address: str, width: int, to: Path) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address)
    height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST[width])
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=to)
    page.close()


def take_components(browser: Browser, home: str, out: Path) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(home + "gallery/")
    for found in page.locator("[data-picture]").all():
        to = out / f"component-{found.get_attribute('data-picture')}.png"
        found.screenshot(path=to)
    take_stacked(page, out)
    page.close()


def take_stacked(page: Page, out: Path) -> None:
    """The one component that looks otherwise on a phone."""
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.locator("[data-picture=data-table-stacked]").screenshot(
        path=out / "component-data-table-stacked.png"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
