"""A JSON Schema of framework files, for editors that complete and check as one writes."""

from __future__ import annotations

from typing import Any

from hearth.framework.typed import adapter

__all__ = ["json_schema"]


def json_schema() -> dict[str, Any]:
    """The schema of one file of a framework: any of the top-level keys may stand in it, none must.

    It has no `$id`: it belongs to no address. Keys stand in the order of the types, definitions by name, so that
    the same types give the same text.
    """
    whole = adapter().json_schema()
    definitions = whole["$defs"]
    framework = definitions.pop("Framework")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a Hearth framework",
        "description": framework.get("description", ""),
        "type": "object",
        "properties": framework["properties"],
        "additionalProperties": False,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }
