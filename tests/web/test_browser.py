"""The browser that pages are read in: there is one, it opens a page, and where there is none the reader is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from browser import INSTALL, NAMES, NoBrowser, chromium_path, main

CHECKOUT = Path(__file__).parent.parent.parent


def test_the_browser_opens_a_page() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        page = browser.new_page()
        page.goto("data:text/html,<title>A fire in a house</title>")
        assert page.title() == "A fire in a house"
        browser.close()


def program(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def bare_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of one empty folder, and no word of where a browser is."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("HEARTH_CHROMIUM", raising=False)
    return tmp_path


def test_the_first_of_the_names_is_taken(bare_path: Path) -> None:
    for name in reversed(NAMES):
        expected = program(bare_path, name)
        assert chromium_path() == expected


def test_the_one_that_is_named_goes_before_all(bare_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare_path, NAMES[0])
    named = program(bare_path, "our own browser")
    monkeypatch.setenv("HEARTH_CHROMIUM", named)
    assert chromium_path() == named


def test_none_is_a_failure_that_says_what_to_install(
    bare_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NoBrowser, match=INSTALL):
        chromium_path()
    assert main() == 1
    assert INSTALL in capsys.readouterr().err


def test_a_wrong_name_is_not_passed_over(
    bare_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever names a browser wants that one; installing another would not help."""
    program(bare_path, NAMES[0])
    monkeypatch.setenv("HEARTH_CHROMIUM", str(bare_path / "gone"))
    with pytest.raises(NoBrowser, match="HEARTH_CHROMIUM"):
        chromium_path()
    assert main() == 2
    assert INSTALL not in capsys.readouterr().err


def test_what_set_up_installs_is_what_the_reader_is_told() -> None:
    line = INSTALL.removeprefix("apt-get install ")
    assert line in (CHECKOUT / "tools" / "browser").read_text(encoding="utf-8")
