"""Stockport's local data as a framework of its own, and records drawn as tables to try its figures on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import TypeAdapter

import hearth
from hearth.engine.closures import to_function
from hearth.framework.counting import Counting, Derived, Figure
from hearth.framework.framework import Framework
from hearth.framework.language import ColumnType, Type
from hearth.framework.meaning import Reading, columns_of, figures
from hearth.framework.measures import Change, Definition, Divided, Measure, Scope, Take

FOLDER = Path(hearth.__file__).parent / "frameworks" / "stockport"
MEASURES = ("pre_birth", "pre_birth_school", "health", "thriving", "registers")
FILES = (
    FOLDER / "breakdowns.yaml",
    FOLDER / "instruments.yaml",
    *sorted((FOLDER / "datasets").glob("*.yaml")),
    *(FOLDER / "measures" / f"{name}.yaml" for name in MEASURES),
)
ABOUT = {
    "id": "stockport",
    "title": "Local data alone",
    "authority": "E08000007",
    "edition": "test",
    "source": {"title": "Framework", "publisher": "Stockport", "published": "2024-07"},
}
Row = dict[str, Any]


@cache
def framework() -> Framework:
    data: dict[str, Any] = {"framework": ABOUT}
    for file in FILES:
        for key, items in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            data.setdefault(key, []).extend(items)
    return TypeAdapter(Framework).validate_json(json.dumps(data), strict=True)


@cache
def every_figure() -> dict[str, Figure]:
    reading = Reading()
    found = {each.id: each for each in figures(framework(), reading)}
    assert [(unread.path, str(unread.error)) for unread in reading.unread] == []
    return found


def definitions(measure: Measure) -> Iterator[tuple[str, Definition]]:
    yield measure.id, measure.definition
    for companion in measure.beside:
        yield f"{measure.id}.{companion.name}", companion.definition


def scopes(definition: Definition) -> tuple[Scope, ...]:
    if isinstance(definition, Divided):
        return (definition.numerator, definition.denominator)
    return () if isinstance(definition, Change) else (definition.scope,)  # type: ignore[union-attr]


def table(text: str) -> list[dict[str, str]]:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(head, line, strict=True)) for line in lines]


class Held(NamedTuple):
    """Whether a record is looked at, and whether it is counted."""

    base: bool
    counts: bool


def counting_of(figure: str) -> Counting:
    counting = every_figure()[figure].counting
    assert counting is not None, f"{figure} is not counted"
    return counting


def blank(figure: str) -> Row:
    counting = counting_of(figure)
    fields = framework().dataset(counting.dataset).fields
    return {each.name: None for each in fields} | {each.name: None for each in counting.derive}


@cache
def columns(figure: str) -> dict[str, ColumnType]:
    counting = counting_of(figure)
    found = dict(columns_of(framework().dataset(counting.dataset), framework()))
    return found | {each.name: each.value.type for each in counting.derive}


@cache
def functions(figure: str) -> tuple[list[Any], Any]:
    counting = counting_of(figure)
    numerator = next(each.value for each in counting.components if each.name == "numerator")
    where = [to_function(each.tree, columns(figure)) for each in counting.where]
    return where, to_function(numerator.tree, columns(figure)) if numerator else lambda row: True


def holds(figure: str, row: Row) -> Held:
    where, numerator = functions(figure)
    base = all(each(row) is True for each in where)
    return Held(base, base and numerator(row) is True)


def value(text: str, kind: Type) -> Any:
    if text == "-":
        return None
    match kind:
        case Type.WHOLE:
            return int(text)
        case Type.DECIMAL:
            return Decimal(text)
        case Type.DATE:
            return date.fromisoformat(text)
        case Type.BOOLEAN:
            return {"yes": True, "no": False}[text]
        case _:
            return text


def records(figure: str, text: str, usual: str = "") -> list[tuple[Row, dict[str, str]]]:
    """The records of a table, with what `usual` says in every one; and their other cells, as text."""
    types = columns(figure)
    rest = dict(pair.split("=") for pair in usual.split())
    found = []
    for number, cells in enumerate(table(text)):
        given = {"record_id": f"{number:03}"} | rest | cells
        row = blank(figure) | {
            name: value(cell, types[name].type) for name, cell in given.items() if name in types
        }
        found.append((row, cells))
    derive_all(figure, [row for row, _ in found])
    return found


def in_order(order: tuple[str, ...], row: Row) -> list[Any]:
    return [row[name] for name in order]


def derive_all(figure: str, rows: list[Row]) -> None:
    for derive in counting_of(figure).derive:
        for whose in sorted({str(row[derive.by]) for row in rows}):
            fellows = [row for row in rows if str(row[derive.by]) == whose]
            fellows.sort(key=partial(in_order, derive.order))
            derive_one(derive, columns(figure), fellows)


def derive_one(derive: Derived, types: dict[str, ColumnType], fellows: list[Row]) -> None:
    given = to_function(derive.value.tree, types)
    where = to_function(derive.where.tree, types) if derive.where else lambda row: True
    for place, row in enumerate(fellows):
        if derive.take is Take.FIRST:
            values = [given(fellow) for fellow in fellows if where(fellow) is True][:1]
        else:
            assert derive.take is Take.MAX_BEFORE
            values = [given(fellow) for fellow in fellows[:place]]
        known: list[Any] = [each for each in values if each is not None]
        row[derive.name] = max(known, default=None)
