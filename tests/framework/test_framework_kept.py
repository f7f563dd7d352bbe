"""A framework kept as data reads back equal, and data kept before these words were written still reads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from hearth.framework.datasets import Standing
from hearth.framework.framework import Framework
from hearth.framework.load import load, packaged

KEPT = TypeAdapter(Framework)
LATER = {"meaning", "says", "standing", "standing_note"}


@pytest.mark.parametrize("name", packaged())
def test_a_framework_reads_back_equal(name: str) -> None:
    framework = load(name)
    assert KEPT.validate_json(KEPT.dump_json(framework), strict=True) == framework


def test_a_framework_kept_without_the_words_for_readers_still_reads() -> None:
    held = without(json.loads(KEPT.dump_json(load("stockport"))))
    before = KEPT.validate_json(json.dumps(held), strict=True)
    assert {each.meaning + each.says for each in before.measures} == {""}
    assert {each.standing for each in before.datasets} == {Standing.MANAGEMENT_INFORMATION}
    assert before.dataset("family_survey").standing is Standing.SURVEY


def without(kept: Any) -> Any:
    if isinstance(kept, dict):
        return {key: without(value) for key, value in kept.items() if key not in LATER}
    return [without(each) for each in kept] if isinstance(kept, list) else kept
