"""Every setting is on the page of settings, and means what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hearth_web.core import environ
from hearth_web.core.environ import BadSetting

CHECKOUT = Path(__file__).parent.parent.parent
PAGE = CHECKOUT / "docs" / "reference" / "settings.md"


def test_every_setting_that_the_code_names_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rooms = (CHECKOUT / "src" / name for name in ("hearth", "hearth_web"))
    code = "\n".join(file.read_text(encoding="utf-8") for room in rooms for file in room.rglob("*.py"))
    named = set(re.findall(r"\bHEARTH_[A-Z_]+[A-Z]\b", code))
    assert {"HEARTH_SITE", "HEARTH_HOSTS", "HEARTH_THEME", "HEARTH_TRACEBACK"} <= named
    assert {name for name in named if f"| `{name}` |" not in page} == set()


def test_nothing_is_on_the_page_that_is_no_setting() -> None:
    told = set(re.findall(r"^\| `(HEARTH_\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    settings = (CHECKOUT / "src" / "hearth_web" / "core" / "settings.py").read_text(encoding="utf-8")
    assert {name for name in told if f'"{name}"' not in settings} == {"HEARTH_TRACEBACK"}


def test_what_is_said_stands_before_the_default() -> None:
    said = {"A": "one", "B": " two , three,,", "D": "~/site"}
    assert environ.text("A", "none", said=said) == "one"
    assert environ.text("Z", "none", said=said) == "none"
    assert environ.words("B", said=said) == ["two", "three"]
    assert environ.words("Z", "a,b", said=said) == ["a", "b"]
    assert environ.folder("D", "x", said=said) == Path.home() / "site"
    assert environ.folder("Z", "x", said=said) == Path("x").absolute()


def test_one_that_is_missing_says_so() -> None:
    with pytest.raises(BadSetting, match="HEARTH_X is not set") as refused:
        environ.text("HEARTH_X", said={})
    assert "docs/reference/settings.md" in refused.value.remedy


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "us@council.example", "https://a b", "http://council.example"]
)
def test_an_address_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="HEARTH_X is") as refused:
        environ.address("HEARTH_X", "mailto:", "https://", said={"HEARTH_X": value})
    assert "mailto: or https://" in refused.value.remedy


@pytest.mark.parametrize("value", ["", "mailto:us@council.example", "https://council.example/contact"])
def test_an_address_or_nothing(value: str) -> None:
    assert environ.address("HEARTH_X", "mailto:", "https://", said={"HEARTH_X": value}) == value
