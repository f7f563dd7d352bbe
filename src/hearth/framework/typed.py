"""Plain data as a framework's types: the parts that fit, and a fault for each that does not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from hearth.framework.findings import Fault, Path
from hearth.framework.framework import Framework
from hearth.framework.type_faults import in_plain_words

__all__ = ["Typed", "adapter", "typed"]


@dataclass
class Typed:
    """A framework of the parts that fit. `kept` says which items of each list they are; `lost` names the rest.

    `levels` says whether the framework's levels of place are known.
    """

    framework: Framework
    faults: list[Fault] = field(default_factory=list)
    kept: dict[str, list[int]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    levels: bool = True

    def in_the_data(self, path: Path) -> Path:
        """The path in the data of a path in the framework."""
        if len(path) > 1 and isinstance(path[1], int) and path[0] in self.kept:
            return (path[0], self.kept[str(path[0])][path[1]], *path[2:])
        return path


@cache
def adapter() -> TypeAdapter[tuple[Framework]]:
    """What checks data against the types. In a tuple, because only so does pydantic pass the setting on."""
    return TypeAdapter(tuple[Framework], config=ConfigDict(extra="forbid"))


def typed(data: Mapping[str, Any]) -> Typed:
    """Check data against the types, and go on with the items that fit."""
    try:
        return Typed(_read(data))
    except ValidationError as error:
        faults = in_plain_words(error.errors(include_url=False), data)
    broken = {_item(fault.path) for fault in faults}
    left, kept, lost = _without(data, broken)
    whole = Typed(_read(left), faults, kept, lost)
    whole.levels = _levels(data) is not None or ("framework",) not in broken
    return whole


def _read(data: Mapping[str, Any]) -> Framework:
    """By way of JSON: pydantic's strict mode takes data for a dataclass only from there."""
    return adapter().validate_json(json.dumps([data]), strict=True)[0]


def _item(path: Path) -> Path:
    """The item of a list, or the whole of a key, that a fault at this path spoils."""
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]


def _without(
    data: Mapping[str, Any], broken: set[Path]
) -> tuple[dict[str, Any], dict[str, list[int]], set[str]]:
    left: dict[str, Any] = {}
    kept: dict[str, list[int]] = {}
    lost: set[str] = set()
    for key, value in data.items():
        if (key,) in broken or not isinstance(value, list):
            lost.update(_names(value) if (key,) in broken else ())
            if (key,) not in broken:
                left[key] = value
            continue
        kept[key] = [number for number in range(len(value)) if (key, number) not in broken]
        left[key] = [value[number] for number in kept[key]]
        for number, item in enumerate(value):
            lost.update(_names(item) if (key, number) in broken else ())
    if "framework" not in left:
        left["framework"] = _stand_in(data)
    return left, kept, lost


def _stand_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """What stands for a `framework` that is missing or broken, so that the rest can be checked."""
    source = {"title": "", "publisher": "", "published": ""}
    about: dict[str, Any] = {"id": "", "title": "", "authority": "", "edition": "", "source": source}
    levels = _levels(data)
    return about | {"levels": levels} if levels else about


def _levels(data: Mapping[str, Any]) -> list[str] | None:
    about = data.get("framework")
    levels = about.get("levels") if isinstance(about, Mapping) else None
    sound = isinstance(levels, list) and levels and all(isinstance(level, str) for level in levels)
    return levels if sound else None


def _names(item: Any) -> Iterator[str]:
    """Every id, name and code in an item."""
    if isinstance(item, Mapping):
        yield from (item[key] for key in ("id", "name", "code") if isinstance(item.get(key), str))
        for value in item.values():
            yield from _names(value)
    elif isinstance(item, list):
        for value in item:
            yield from _names(value)
