"""Every measure of a framework: the source's statement, how it is counted, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from hearth.framework.datasets import Dataset, Standing
from hearth.framework.framework import Framework
from hearth.framework.known_ids import scopes_of
from hearth.framework.measures import (
    Change,
    CrossReference,
    Definition,
    Input,
    Measure,
    Proportion,
    Scope,
    ToBeDetermined,
)
from hearth.framework.standing import rests_on
from hearth.framework.statements import Metric
from pages.markdown import code, document, listed, table

__all__ = ["page"]

COUNTED_FROM = {Input.ROWS: "records", Input.AGGREGATES: "aggregate rows"}


def page(framework: Framework) -> str:
    """Strand by strand, each statement with its measures; then the decisions."""
    about = framework.framework
    source = f"{about.source.title}, {about.source.publisher}, {about.source.published}."
    intro = f"{len(framework.metrics)} metrics, {len(framework.measures)} measures. Source: {source}"
    return document(
        f"Measures: {about.title}",
        intro,
        about.notice,
        "Fields are described in [datasets](datasets.md), expressions in [the measure language](../language.md).",
        "What a figure rests on has a standing:\n\n"
        + listed(f"{each.title.lower()}: {each.sentence[0].lower()}{each.sentence[1:]}" for each in Standing),
        *_strands(framework),
        *_decisions(framework),
    )


def _strands(framework: Framework) -> Iterator[str]:
    measures = {each.id: each for each in framework.measures}
    for strand in framework.strands:
        yield f"## {strand.title}"
        for metric in framework.metrics:
            if metric.strand == strand.id:
                yield _statement(framework, metric)
                for id in metric.measures:
                    yield from _measure(framework, measures[id])


def _statement(framework: Framework, metric: Metric) -> str:
    outcome = next(each for each in framework.outcomes if each.id == metric.outcome)
    return (
        f"### {metric.id}\n\n> {metric.statement}\n\n"
        f"Outcome: {outcome.wordings[0].text}. As printed: {metric.method_and_source}."
    )


def _measure(framework: Framework, measure: Measure) -> Iterator[str]:
    yield f"#### {measure.id}: {measure.title}"
    if measure.meaning:
        yield measure.meaning
    yield table(("", ""), _facts(framework, measure))
    if measure.beside:
        yield "Beside it:\n\n" + listed(
            f"{code(f'{measure.id}.{each.name}')} {each.title}: {_in_words(framework, each.definition)}"
            for each in measure.beside
        )
    if measure.notes:
        yield "Notes:\n\n" + listed(measure.notes)


def _facts(framework: Framework, measure: Measure) -> Iterator[tuple[str, str]]:
    yield "counted", _in_words(framework, measure.definition)
    if measure.off:
        yield "off", measure.off
    if measure.of_whom:
        yield "of whom", measure.of_whom
    yield "better", measure.direction.value
    if rested := rests_on(framework, measure):
        yield "standing", "; ".join(dict.fromkeys(_standing(each) for each in rested))
    if measure.periods:
        yield "periods", ", ".join(each.replace("_", " ") for each in measure.periods)
        yield "smallest place", measure.smallest_place.replace("_", " ")
        yield "counted from", " and ".join(COUNTED_FROM[each] for each in measure.counted_from)
    if measure.breakdowns:
        titles = {each.id: each.title for each in framework.breakdowns}
        yield "broken down by", "; ".join(titles[each] for each in measure.breakdowns)
    if measure.decisions:
        yield "decisions", ", ".join(f"[{each}](#decision-{each})" for each in measure.decisions)


def _standing(dataset: Dataset) -> str:
    title = dataset.standing.title.lower()
    return f"{title} ({dataset.standing_note.removesuffix('.')})" if dataset.standing_note else title


def _in_words(framework: Framework, definition: Definition) -> str:
    match definition:
        case ToBeDetermined(candidates=candidates):
            return f"to be determined; candidates: {'; '.join(candidates)}"
        case CrossReference(measure=measure):
            return f"the figure of {measure}, shown as such"
        case Change(of=of):
            return f"change in {code(of)}, in percentage points, from the same period a year before"
    kind = definition.kind.replace("_", " ")
    over = " over ".join(_scope(scope) for _, scope in scopes_of(definition, ()))
    return f"{kind}{_what(framework, definition)}; over {over}"


def _what(framework: Framework, definition: Definition) -> str:
    if isinstance(definition, Proportion) and definition.questions:
        texts = {each.id: each.text for each in framework.questions}
        asked = " and ".join(f"{code(each)} (“{texts[each]}”)" for each in definition.questions)
        return f" answered positively: {asked}"
    said = []
    for key in ("value", "numerator", "denominator", "before", "after", "counted", "per", "ages"):
        value = getattr(definition, key, None)
        if isinstance(value, str) and value:
            said.append(f"{key} {code(' '.join(value.split()))}")
        elif isinstance(value, int | tuple) and value:
            said.append(f"{key} {value if isinstance(value, int) else ' to '.join(map(str, value))}")
    return f" of {', '.join(said)}" if said else ""


def _scope(scope: Scope) -> str:
    parts = [f"[{scope.dataset}](datasets.md#{scope.dataset})"]
    if scope.dated_by:
        parts.append(f"dated by {code(scope.dated_by)}")
    if scope.open_from:
        parts.append(f"open from {code(scope.open_from)} until {code(scope.open_until or '')}")
    if scope.unit:
        parts.append(f"each {code(scope.unit)} once ({scope.speaks})")
    if scope.where:
        parts.append(f"where {code(' '.join(scope.where.split()))}")
    return ", ".join(parts)


def _decisions(framework: Framework) -> Iterator[str]:
    if not framework.decisions:
        return
    yield "## Decisions\n\nWhat the source leaves open, what is chosen, and what could be chosen instead."
    for each in framework.decisions:
        yield (
            f"### Decision {each.id}\n\n{each.leaves_open}: **{each.choice}**, because: {each.because}.\n\n"
            + "Instead: "
            + "; ".join(each.alternatives)
            + "."
        )
