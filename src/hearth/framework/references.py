"""Whether everything that a framework's data refers to is there, and of the right kind."""

from __future__ import annotations

from collections.abc import Collection

from hearth.framework.context import Target
from hearth.framework.data_references import check_data
from hearth.framework.findings import Fault, Path
from hearth.framework.framework import Framework
from hearth.framework.known_ids import Known, by_id, ids_of
from hearth.framework.measure_references import check_measures, what_counts
from hearth.framework.measures import BeforeAndAfter, CrossReference, Proportion, Ratio

__all__ = ["references"]

_LISTS = (
    ("strands", "strand"),
    ("overarching_outcomes", "overarching outcome"),
    ("principles", "principle"),
    ("priority_areas", "priority area"),
    ("outcomes", "outcome"),
    ("metrics", "metric"),
    ("measures", "measure"),
    ("datasets", "dataset"),
    ("breakdowns", "breakdown"),
    ("surveys", "survey"),
    ("scales", "scale"),
    ("questions", "question"),
    ("instruments", "instrument"),
    ("decisions", "decision"),
    ("targets", "target"),
    ("crosswalks", "crosswalk"),
)


def references(framework: Framework, lost: Collection[str] = frozenset(), levels: bool = True) -> list[Fault]:
    """Every reference that leads nowhere or to the wrong kind of thing, and every id given twice.

    Ids in `lost` are broken and reported elsewhere: what refers to them is marked by a quiet fault. With
    `levels` false the framework's levels of place are not known, and nothing is said of them.
    """
    known = Known(framework, lost, levels)
    _ids(known)
    _statements(known)
    _outcomes(known)
    _metrics(known)
    check_data(known)
    check_measures(known)
    _surroundings(known)
    return known.faults


def _ids(known: Known) -> None:
    for key, what in _LISTS:
        things = getattr(known.framework, key)
        known.once((key,), ids_of(things), what, "id")
        for number, thing in enumerate(things):
            known.well_named((key, number, "id"), thing.id, what)
    datasets = set(ids_of(known.framework.datasets))
    for number, survey in enumerate(known.framework.surveys):
        if survey.id in datasets:
            message = f"`{survey.id}` is the id of a dataset and of a survey."
            known.fault(("surveys", number, "id"), message, "Give one of them another id.", "duplicate-id")
    known.once(("framework", "levels"), known.framework.framework.levels, "level")


def _statements(known: Known) -> None:
    framework = known.framework
    strands = ids_of(framework.strands)
    for number, area in enumerate(framework.priority_areas):
        path = ("priority_areas", number)
        known.refer((*path, "strand"), area.strand, strands, "strand")
        known.once((*path, "services"), ids_of(area.services), "service", "id")
    for key in ("strands", "priority_areas", "outcomes"):
        for number, thing in enumerate(getattr(framework, key)):
            if not thing.wordings:
                message = f"`{thing.id}` has no wording."
                remedy = "Give at least one, with the `text` and where it `stands` in the source."
                known.fault((key, number, "wordings"), message, remedy, "too-few")


def _outcomes(known: Known) -> None:
    strands, principles = ids_of(known.framework.strands), ids_of(known.framework.principles)
    numbered: dict[tuple[str, str | None, int], str] = {}
    for number, outcome in enumerate(known.framework.outcomes):
        path = ("outcomes", number)
        known.refer((*path, "strand"), outcome.strand, strands, "strand")
        if outcome.principle is not None:
            known.refer((*path, "principle"), outcome.principle, principles, "principle")
        first = numbered.setdefault((outcome.strand, outcome.principle, outcome.number), outcome.id)
        if first != outcome.id:
            message = f"The number {outcome.number} is that of `{first}` too, which stands beside it."
            known.fault((*path, "number"), message, "Give each outcome its own number.", "duplicate-id")


def _metrics(known: Known) -> None:
    framework = known.framework
    strands = ids_of(framework.strands)
    outcomes = by_id(framework.outcomes)
    for number, metric in enumerate(framework.metrics):
        path = ("metrics", number)
        known.refer((*path, "strand"), metric.strand, strands, "strand")
        if known.refer((*path, "outcome"), metric.outcome, outcomes, "outcome"):
            strand = outcomes[metric.outcome].strand
            if strand != metric.strand:
                message = f"`{metric.outcome}` is an outcome of the strand `{strand}`, not `{metric.strand}`."
                remedy = "Change the strand or the outcome, so that they agree."
                known.fault((*path, "outcome"), message, remedy, "disagreement")
        known.refer_each((*path, "measures"), metric.measures, known.measures, "measure")
        if not metric.measures:
            message = f"No measure is worked out for `{metric.id}`."
            remedy = "List one; where nothing is settled yet, one of the kind `to_be_determined`."
            known.fault((*path, "measures"), message, remedy, "too-few")
        _listed_measures(known, number)


def _listed_measures(known: Known, number: int) -> None:
    """That each measure which a metric lists names that metric."""
    metric = known.framework.metrics[number]
    for at, id in enumerate(metric.measures):
        measure = known.measures.get(id)
        if measure is not None and measure.metric != metric.id:
            message = f"`{id}` says that it is worked out for `{measure.metric}`, not for `{metric.id}`."
            remedy = f"Take it off this list, or write `metric: {metric.id}` in the measure."
            known.fault(("metrics", number, "measures", at), message, remedy, "disagreement")


def _surroundings(known: Known) -> None:
    framework = known.framework
    for number, target in enumerate(framework.targets):
        if known.refer(("targets", number, "measure"), target.measure, known.definitions, "measure"):
            _reachable(known, ("targets", number, "value"), target)
    _benchmarks(known)
    crosswalks = ids_of(framework.crosswalks)
    ours = _everything(known)
    for number, tag in enumerate(framework.tags):
        known.refer(("tags", number, "crosswalk"), tag.crosswalk, crosswalks, "crosswalk")
        known.refer_each(("tags", number, "ours"), tag.ours, ours, "part of this framework")
        if not tag.ours:
            message = f"The tie to `{tag.theirs}` ties nothing of ours to it."
            known.fault(("tags", number, "ours"), message, "Name at least one part of ours.", "too-few")


def _reachable(known: Known, path: Path, target: Target) -> None:
    """That a share's target is a percentage: no share is below 0 or above 100."""
    _, definition = what_counts(known, target.measure, (CrossReference,))
    share = isinstance(definition, Proportion | BeforeAndAfter) or (
        isinstance(definition, Ratio) and definition.part
    )
    if share and target.value is not None and not 0 <= target.value <= 100:
        message = f"`{target.measure}` is a percentage, which cannot reach {target.value}."
        known.fault(path, message, "Write a number from 0 to 100, such as 75 for 75%.", "out-of-range")


def _benchmarks(known: Known) -> None:
    """That each stands beside a figure there is, and beside no other of the same source."""
    given: set[tuple[str, str]] = set()
    for number, benchmark in enumerate(known.framework.benchmarks):
        path = ("benchmarks", number)
        known.refer((*path, "figure"), benchmark.figure, known.definitions, "figure")
        known.well_named((*path, "source"), benchmark.source, "source")
        if (benchmark.figure, benchmark.source) in given:
            message = f"`{benchmark.figure}` has a benchmark from `{benchmark.source}` already."
            known.fault((*path, "source"), message, "Keep one of the two.", "duplicate-id")
        given.add((benchmark.figure, benchmark.source))


def _everything(known: Known) -> set[str]:
    """Every id that a tag may name: all that the framework holds, its figures, services and datasets' fields."""
    named = {id for key, _ in _LISTS for id in ids_of(getattr(known.framework, key))}
    named |= set(known.definitions)
    named |= {id for area in known.framework.priority_areas for id in ids_of(area.services)}
    return named | {
        f"{id}.{field.name}" for id, dataset in known.datasets.items() for field in dataset.fields
    }
