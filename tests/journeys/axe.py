"""What axe finds wrong with a page. The script is the browser's own tool here: no page of ours loads it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

__all__ = ["faults_seen_by_axe"]

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def faults_seen_by_axe(page: Page, *, but: tuple[str, ...] = ()) -> list[str]:
    """A line for each rule that is broken, with where; `but` names rules that are not asked.

    Never where JavaScript is off: axe waits for timers, which then never end.
    """
    page.evaluate(_source())
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in but}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [_in_words(each) for each in found["violations"]]


@cache
def _source() -> str:
    if not SOURCE.is_file():
        raise AssertionError("axe-core is not in node_modules: `make setup` puts it there.")
    return SOURCE.read_text(encoding="utf-8")


def _in_words(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    first = "; ".join(f"{each['target']}: {each['failureSummary']}" for each in nodes[:3])
    return f"{violation['id']} ({len(nodes)} places): {violation['help']}. {first}"
