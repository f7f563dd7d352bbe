"""A framework as plain JSON values, for programs and for people with a pager."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, TypedDict, cast

from hearth.framework.counting import Figure
from hearth.framework.framework import Framework
from hearth.framework.known_ids import Known, scopes_of
from hearth.framework.meaning import Reading, figures
from hearth.framework.measure_references import what_counts
from hearth.framework.measures import Measure, Proportion

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
    benchmarks: list[dict[str, Any]]
    crosswalks: list[dict[str, Any]]
    tags: list[dict[str, Any]]


def as_json(framework: Framework) -> Shown:
    """Everything a framework's data says, defaults written out, decimals as text so that they stay exact.

    A measure has besides its own keys its `strand`, `kind`, `datasets` (all that it counts), `dataset` (the first of
    them, or null), `questions`, `smallest_period`, and `adds`: along which of group, period and place its counts add.
    So has each figure `beside` it, with its `id`. A change or a cross-reference has the datasets and questions of the
    figure that it rests on in the end, and for want of its own that figure's smallest period.
    """
    shown: dict[str, Any] = {each.name: _plain(getattr(framework, each.name)) for each in fields(framework)}
    made = {figure.id: figure for figure in figures(framework, Reading())}
    strands = {metric.id: metric.strand for metric in framework.metrics}
    known = Known(framework)
    shown["measures"] = [_measure(each, strands, made, known) for each in framework.measures]
    return cast(Shown, shown)


def _measure(
    measure: Measure, strands: Mapping[str, str], made: Mapping[str, Figure], known: Known
) -> dict[str, Any]:
    shown: dict[str, Any] = _plain(measure)
    beside = [
        {"id": f"{measure.id}.{each.name}"}
        | _plain(each)
        | _counted(f"{measure.id}.{each.name}", made, known)
        for each in measure.beside
    ]
    return (
        {"id": measure.id, "strand": strands.get(measure.metric)}
        | shown
        | _counted(measure.id, made, known)
        | {"beside": beside}
    )


def _counted(id: str, made: Mapping[str, Figure], known: Known) -> dict[str, Any]:
    measure, own = known.definitions[id]
    rested_on, definition = what_counts(known, id)
    datasets = list(dict.fromkeys(scope.dataset for _, scope in scopes_of(definition, ())))
    return {
        "kind": own.kind,
        "dataset": datasets[0] if datasets else None,
        "datasets": datasets,
        "questions": list(definition.questions) if isinstance(definition, Proportion) else [],
        "smallest_period": _plain(measure.smallest_period or rested_on.smallest_period),
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
