"""The schema that editors use says what the types say."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from hearth.framework.datasets import FieldType
from hearth.framework.framework import Framework
from hearth.framework.measures import Definition, Measure
from hearth.framework.schema import json_schema


@pytest.fixture(scope="module")
def schema() -> dict:
    return json_schema()


def test_it_is_plain_json_and_the_same_each_time(schema: dict) -> None:
    assert json.dumps(schema) == json.dumps(json_schema())
    assert list(schema["$defs"]) == sorted(schema["$defs"])


def test_it_has_a_title_and_no_address_of_its_own(schema: dict) -> None:
    assert schema["title"]
    assert "$id" not in schema


def test_any_of_the_top_level_keys_may_stand_in_a_file_and_none_must(schema: dict) -> None:
    assert list(schema["properties"]) == [field.name for field in fields(Framework)]
    assert "required" not in schema
    assert schema["additionalProperties"] is False


def test_no_key_is_allowed_that_the_types_do_not_have(schema: dict) -> None:
    groups = {name: each for name, each in schema["$defs"].items() if each["type"] == "object"}
    assert all(each["additionalProperties"] is False for each in groups.values())
    assert set(groups["Measure"]["properties"]) == {field.name for field in fields(Measure)}
    assert {each.__name__ for each in Definition.__args__} <= set(groups)


def test_choices_are_listed(schema: dict) -> None:
    assert schema["$defs"]["FieldType"]["enum"] == [each.value for each in FieldType]


def test_every_reference_leads_somewhere(schema: dict) -> None:
    text = json.dumps(schema)
    used = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert used == set(schema["$defs"])
