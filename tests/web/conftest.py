"""The site over a small demonstration. A test that puts something on a shelf takes a copy: `own_shelf`."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from hearth_web.site.shelf import Opened
from web.shelves import Shelved, make_shelf, once_for_all_workers, shelved

__all__: list[str] = []


@pytest.fixture(scope="session")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Shelved:
    """Three releases on a shelf: see `web.shelves`."""
    return shelved(once_for_all_workers(tmp_path_factory, "shelves", make_shelf))


@pytest.fixture(scope="session")
def shelf(shelves: Shelved) -> Path:
    """The site's folder. It is every test's: only read it."""
    return shelves.directory


@pytest.fixture(scope="session")
def opened(shelves: Shelved) -> Opened:
    """The current release."""
    return shelves.current


@pytest.fixture
def own_shelf(shelf: Path, tmp_path: Path) -> Path:
    """A copy of the site's folder, to be changed."""
    return shutil.copytree(shelf, tmp_path / "site")


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Style sheets and icons, gathered as `hearth-web serve` does before it starts."""

    def gather(root: Path) -> None:
        with override_settings(STATIC_ROOT=root):
            call_command("collectstatic", interactive=False, verbosity=0)

    return once_for_all_workers(tmp_path_factory, "static", gather)


class Reader(Client):
    """A stranger, who reads what is sent in pieces to its end, and closes it."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if response.streaming:
            response.held = b"".join(response.streaming_content)
            response.close()
        return response


@pytest.fixture
def reader_of(static_files: Path) -> Iterator[Callable[[Path], Client]]:
    """A stranger's requests of the site that stands in a folder."""
    with ExitStack() as until_the_end:

        def reader(site: Path) -> Client:
            until_the_end.enter_context(override_settings(HEARTH_SITE=site, STATIC_ROOT=static_files))
            return Reader(SERVER_NAME="127.0.0.1")

        yield reader


@pytest.fixture
def client(reader_of: Callable[[Path], Client], shelf: Path) -> Client:
    """A stranger's requests of the site that stands on `shelf`."""
    return reader_of(shelf)


@pytest.fixture(autouse=True)
def said_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """What is refused is not written all over the tests' output."""
    caplog.set_level("CRITICAL", "django.request")
    caplog.set_level("CRITICAL", "django.security.DisallowedHost")
