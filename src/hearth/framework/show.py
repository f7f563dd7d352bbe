"""A framework as plain JSON values, for programs and for people with a pager."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, TypedDict, cast

from hearth.framework.counting import Figure
from hearth.framework.framework import Framework
from hearth.framework.known_ids import scopes_of
from hearth.framework.meaning import Reading, figures
from hearth.framework.measures import Definition, Measure, Proportion

__all__ = ["Shown", "as_json"]


class Shown(TypedDict):
    """What `as_json` gives: each list holds mappings with the keys of the framework's own files."""

    framework: dict[str, Any]
    strands: list[dict[str, Any]]
    overarching_outcomes: list[dict[str, Any]]
    principles: list[dict[str, Any]]
    priority_areas: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    metrics: list[dict[str, Any]]
    measures: list[dict[str, Any]]
    datasets: list[dict[str, Any]]
    breakdowns: list[dict[str, Any]]
    surveys: list[dict[str, Any]]
    scales: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    instruments: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    targets: list[dict[str, Any]]
    crosswalks: list[dict[str, Any]]
    tags: list[dict[str, Any]]


def as_json(framework: Framework) -> Shown:
    """Everything a framework's data says, defaults written out, decimals as text so that they stay exact.

    A measure has besides its own keys its `strand`, `kind`, `dataset` (the first that it counts, or null),
    `questions`, `smallest_period`, and `adds`: along which of group, period and place its counts add. So has each
    figure `beside` it, with its `id`.
    """
    shown: dict[str, Any] = {each.name: _plain(getattr(framework, each.name)) for each in fields(framework)}
    made = {figure.id: figure for figure in figures(framework, Reading())}
    strands = {metric.id: metric.strand for metric in framework.metrics}
    shown["measures"] = [_measure(each, strands, made) for each in framework.measures]
    return cast(Shown, shown)


def _measure(measure: Measure, strands: Mapping[str, str], made: Mapping[str, Figure]) -> dict[str, Any]:
    shown: dict[str, Any] = _plain(measure)
    beside = [
        {"id": f"{measure.id}.{each.name}"}
        | _plain(each)
        | _counted(f"{measure.id}.{each.name}", each.definition, made)
        for each in measure.beside
    ]
    return (
        {"id": measure.id, "strand": strands.get(measure.metric)}
        | shown
        | _counted(measure.id, measure.definition, made)
        | {"smallest_period": _plain(measure.smallest_period), "beside": beside}
    )


def _counted(id: str, definition: Definition, made: Mapping[str, Figure]) -> dict[str, Any]:
    datasets = [scope.dataset for _, scope in scopes_of(definition, ())]
    return {
        "kind": definition.kind,
        "dataset": datasets[0] if datasets else None,
        "questions": list(definition.questions) if isinstance(definition, Proportion) else [],
        "adds": sorted(made[id].adds) if id in made else [],
    }


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
