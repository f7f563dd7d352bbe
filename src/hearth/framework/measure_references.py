"""Whether measures rest on what is there: records, fields, questions, instruments and other figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from hearth.framework.data_references import FIELD_NAME, check_field_type
from hearth.framework.datasets import Dataset, FieldType
from hearth.framework.findings import Path
from hearth.framework.known_ids import Known, by_id, ids_of, scopes_of
from hearth.framework.measures import (
    BeforeAndAfter,
    Change,
    Companion,
    Count,
    CrossReference,
    Definition,
    Derive,
    Measure,
    Proportion,
    Ratio,
    Scope,
    Speaks,
    Split,
    ToBeDetermined,
)
from hearth.framework.questions import Question, Scale
from hearth.framework.type_faults import listed
from hearth.kernel.periods import PeriodKind

__all__ = ["check_measures", "what_counts"]

_WHOLES = ("headline", "base")
_PLACEHOLDERS = ("{value}", "{place}")
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")
_COUNTABLE_BY = tuple(type for type in FieldType if type is not FieldType.BOOLEAN)


def check_measures(known: Known) -> None:
    """Every measure, its companions and its splits."""
    for number, measure in enumerate(known.framework.measures):
        path: Path = ("measures", number)
        _measure(known, path, measure)
        _companions(known, path, measure)
        _worded(known, path, measure)
        for at, definition in _definitions(path, measure):
            _definition(known, at, definition, measure)
        for place, split in enumerate(measure.splits):
            _split(known, (*path, "splits", place), split, measure)
    _no_circles(known)


def what_counts(
    known: Known, id: str, past: tuple[type[Change | CrossReference], ...] = (Change, CrossReference)
) -> tuple[Measure, Definition]:
    """The measure and definition that a figure rests on in the end, following those of the kinds in `past`.

    A figure whose way leads nowhere, or round in a circle, is given as far as the way goes. KeyError if there is no
    figure of that id.
    """
    measure, definition = known.definitions[id]
    seen = {id}
    while isinstance(definition, past):
        following = definition.of if isinstance(definition, Change) else definition.measure
        if following in seen or following not in known.definitions:
            break
        seen.add(following)
        measure, definition = known.definitions[following]
    return measure, definition


def _measure(known: Known, path: Path, measure: Measure) -> None:
    framework = known.framework
    if measure.definition_version < 1:
        message = f"`definition_version` counts from 1, and is {measure.definition_version}."
        remedy = "Write 1 for a definition that has never changed, and one more each time that it does."
        known.fault((*path, "definition_version"), message, remedy, "out-of-range")
    metrics = by_id(framework.metrics)
    found = known.refer((*path, "metric"), measure.metric, metrics, "metric")
    if found and measure.id not in metrics[measure.metric].measures:
        message = f"The metric `{measure.metric}` does not list `{measure.id}` among its measures."
        remedy = f"Add `{measure.id}` to the metric's `measures`, or name another metric."
        known.fault((*path, "metric"), message, remedy, "disagreement")
    known.refer_each((*path, "decisions"), measure.decisions, ids_of(framework.decisions), "decision")
    known.refer_each((*path, "breakdowns"), measure.breakdowns, ids_of(framework.breakdowns), "breakdown")
    known.once((*path, "periods"), measure.periods, "kind of period")
    if known.levels:
        among = framework.framework.levels
        known.refer((*path, "smallest_place"), measure.smallest_place, among, "level of place")


def _companions(known: Known, path: Path, measure: Measure) -> None:
    known.once((*path, "beside"), (each.name for each in measure.beside), "figure beside", "name")
    for number, companion in enumerate(measure.beside):
        at = (*path, "beside", number, "name")
        known.well_named(at, companion.name, "figure", FIELD_NAME)
        if companion.name in _WHOLES:
            message = f"`{companion.name}` means something else in a split."
            known.fault(at, message, "Give the figure another name.", "bad-id")


def _worded(known: Known, path: Path, measure: Measure) -> None:
    """That what a reader is told of the measure, and of each figure beside it, can be put into sentences."""
    _in_sentences(known, path, measure)
    for number, companion in enumerate(measure.beside):
        _in_sentences(known, (*path, "beside", number), companion)


def _in_sentences(known: Known, path: Path, figure: Measure | Companion) -> None:
    meaning, says = figure.meaning.strip(), figure.says.strip()
    if meaning and not meaning.endswith("."):
        message = "The meaning does not end with a full stop, as a sentence does."
        known.fault(
            (*path, "meaning"), message, "Write one whole sentence, with a full stop.", "bad-sentence"
        )
    if not says:
        return
    at = (*path, "says")
    if isinstance(figure.definition, CrossReference | ToBeDetermined):
        message = (
            f"Nothing is counted by a definition of the kind `{figure.definition.kind}`: it has no sentence."
        )
        known.fault(at, message, "Take it away, and keep the `meaning`.", "bad-sentence")
    _placeholders(known, at, says)
    if says.endswith("."):
        message = "The sentence ends in a full stop, which is added when it is told."
        known.fault(at, message, "Take the full stop away.", "bad-sentence")


def _placeholders(known: Known, path: Path, says: str) -> None:
    stray = [each for each in _BRACED.findall(says) if each not in _PLACEHOLDERS]
    times = says.count("{value}")
    if stray:
        message = f"Nothing can be put in the place of {listed(stray)}."
        remedy = "Write `{value}` where the figure goes and, if it is needed, `{place}`; no other braces."
    elif times != 1:
        message = (
            f"The sentence has `{{value}}` {times} times." if times else "The sentence has no `{value}`."
        )
        remedy = "Write `{value}` once, where the figure goes, such as: {value} of the children were seen"
    else:
        return
    known.fault(path, message, remedy, "bad-sentence")


def _definitions(path: Path, measure: Measure) -> Iterator[tuple[Path, Definition]]:
    yield (*path, "definition"), measure.definition
    for number, companion in enumerate(measure.beside):
        yield (*path, "beside", number, "definition"), companion.definition


def _definition(known: Known, path: Path, definition: Definition, measure: Measure) -> None:
    for at, scope in scopes_of(definition, path):
        if known.refer((*at, "dataset"), scope.dataset, known.datasets, "dataset or survey"):
            _scope(known, at, scope, measure)
    match definition:
        case Proportion() if definition.questions:
            _asked(known, path, definition)
        case BeforeAndAfter():
            _instrument(known, path, definition)
        case Ratio() if definition.people is not None:
            _people(known, (*path, "people"), definition, measure)
        case Change():
            _change(known, (*path, "of"), definition.of, measure)
        case CrossReference():
            known.refer((*path, "measure"), definition.measure, known.measures, "measure")


def _scope(known: Known, path: Path, scope: Scope, measure: Measure) -> None:
    dataset = known.datasets[scope.dataset]
    fields = by_id(dataset.fields, "name")
    if scope.unit is not None:
        check_field_type(known, (*path, "unit"), scope.unit, fields, _COUNTABLE_BY)
    _breakdowns(known, path, dataset, measure)
    _smallest_place(known, path, dataset, measure)
    _periods(known, path, scope, dataset, measure)
    names = [derive.name for derive in scope.derive]
    known.once((*path, "derive"), names, "derived field", "name")
    for number, derive in enumerate(scope.derive):
        _derive(known, (*path, "derive", number), derive, dataset)


def _breakdowns(known: Known, path: Path, dataset: Dataset, measure: Measure) -> None:
    """That the records can be divided as the measure is: told once, at the measure's list."""
    used = [use.breakdown for use in dataset.breakdowns]
    everywhere = ids_of(known.framework.breakdowns)
    for number, breakdown in enumerate(measure.breakdowns):
        at = (*path[:2], "breakdowns", number)
        if breakdown in everywhere and breakdown not in used:
            message = f"`{dataset.id}` cannot be divided by `{breakdown}`."
            has = f"It has {listed(used)}" if used else "It has no breakdowns"
            remedy = f"{has}: take `{breakdown}` off this list, or add it to its `breakdowns`."
            if all(fault.path != at for fault in known.faults):
                known.fault(at, message, remedy, "wrong-reference")


def _smallest_place(known: Known, path: Path, dataset: Dataset, measure: Measure) -> None:
    """That the records are placed at least as finely as the measure is published."""
    levels = known.framework.framework.levels
    field = dataset.field(dataset.place.field) if dataset.place is not None else None
    if not known.levels or field is None or field.level not in levels or measure.smallest_place not in levels:
        return
    at = (*path[:2], "smallest_place")
    if levels.index(field.level) > levels.index(measure.smallest_place):
        message = f"`{dataset.id}` places its records by {field.level}, which is larger."
        remedy = f"Write {field.level}, or place the records by {measure.smallest_place}."
        if all(fault.path != at for fault in known.faults):
            known.fault(at, message, remedy, "disagreement")


def _periods(known: Known, path: Path, scope: Scope, dataset: Dataset, measure: Measure) -> None:
    """That answers are counted by wave, and records by date."""
    asked = dataset.returned is PeriodKind.WAVE
    for key in ("dated_by", "open_from"):
        if asked and getattr(scope, key) is not None:
            message = f"`{dataset.id}` is a survey: its answers belong to their wave, not to a date."
            known.fault((*path, key), message, f"Remove `{key}`.", "wrong-reference")
    for number, period in enumerate(measure.periods):
        if asked is (period is PeriodKind.WAVE) or (asked and period is PeriodKind.POOLED_YEARS):
            continue
        at = (*path[:2], "periods", number)
        remedy = "Write `wave`." if asked else "Write a kind of period with dates, such as `quarter`."
        message = f"`{dataset.id}` cannot be counted by `{period}`."
        if all(fault.path != at for fault in known.faults):
            known.fault(at, message, remedy, "disagreement")


def _derive(known: Known, path: Path, derive: Derive, dataset: Dataset) -> None:
    fields = by_id(dataset.fields, "name")
    known.well_named((*path, "name"), derive.name, "field", FIELD_NAME)
    if derive.name in fields:
        message = f"`{dataset.id}` has a field `{derive.name}` already."
        known.fault((*path, "name"), message, "Give the derived field another name.", "duplicate-id")
    known.refer((*path, "by"), derive.by, fields, "field")
    known.refer_each((*path, "order"), derive.order, fields, "field")
    if not derive.order or derive.order[-1] != dataset.key:
        message = f"The order does not end with `{dataset.key}`, so two records could stand in either order."
        remedy = f"Add `{dataset.key}` at its end."
        known.fault((*path, "order"), message, remedy, "wrong-reference")


def _asked(known: Known, path: Path, definition: Proportion) -> None:
    questions = by_id(known.framework.questions)
    scales = by_id(known.framework.scales)
    known.refer_each((*path, "questions"), definition.questions, questions, "question")
    answers: set[str] = set()
    for number, id in enumerate(definition.questions):
        if id not in questions:
            continue
        at = (*path, "questions", number)
        _of_the_survey(known, at, questions[id], definition.scope.dataset)
        if (scale := scales.get(questions[id].scale)) is None:
            known.lean(at)
            continue
        answers |= {answer.code for answer in scale.answers}
        _scored(known, at, scale)
    if answers:
        known.refer_each((*path, "base_includes"), definition.base_includes, answers, "answer")


def _of_the_survey(known: Known, path: Path, question: Question, dataset: str) -> None:
    if question.survey != dataset and dataset in known.datasets:
        message = f"`{question.id}` is asked in `{question.survey}`, not in `{dataset}`."
        remedy = f"Name a question of `{dataset}`, or count `{question.survey}`."
        known.fault(path, message, remedy, "wrong-reference")


def _scored(known: Known, path: Path, scale: Scale) -> None:
    if not any(answer.positive for answer in scale.answers):
        message = f"No answer of its scale `{scale.id}` is positive, so no share of answers can be."
        known.fault(path, message, "Mark the answers that are `positive: true`.", "wrong-reference")


def _instrument(known: Known, path: Path, definition: BeforeAndAfter) -> None:
    """That the field which names the instrument holds instruments."""
    dataset = known.datasets.get(definition.scope.dataset)
    if dataset is None:
        return
    at = (*path, "instrument")
    fields = by_id(dataset.fields, "name")
    if not check_field_type(known, at, definition.instrument, fields, (FieldType.CODE,)):
        return
    instruments = ids_of(known.framework.instruments)
    codes = [code.code for code in fields[definition.instrument].codes]
    if not set(codes) & set(instruments):
        if any(known.is_lost(code) for code in codes):
            known.lean(at)
            return
        message = f"No code of `{definition.instrument}` is an instrument: {listed(codes)}."
        remedy = f"Make its codes the ids of instruments: {listed(instruments) or 'there are none yet'}."
        known.fault(at, message, remedy, "wrong-reference")


def _change(known: Known, path: Path, of: str, measure: Measure) -> None:
    if not known.refer(path, of, known.definitions, "figure"):
        return
    other, definition = known.definitions[of]
    if not isinstance(definition, Proportion):
        message = f"`{of}` is of the kind `{definition.kind}`: a change is known only of a proportion."
        shares = [id for id, (_, each) in known.definitions.items() if isinstance(each, Proportion)]
        known.fault(path, message, f"Name a proportion, such as {listed(shares[:3])}.", "wrong-reference")
    elif missing := [period for period in measure.periods if period not in other.periods]:
        message = f"`{of}` is not worked out for every period that its change is: not for {listed(missing)}."
        remedy = f"Add them to the periods of `{other.id}`, or take them off this measure's."
        known.fault(path, message, remedy, "disagreement")


def _people(known: Known, path: Path, ratio: Ratio, measure: Measure) -> None:
    """That whom a ratio's sums are about is counted by a figure beside it, over the same records."""
    beside = {each.name: each.definition for each in measure.beside}
    name = ratio.people or ""
    if not known.refer(path, name, beside, "figure beside this measure"):
        return
    people = beside[name]
    if not isinstance(people, Count):
        message = f"`{name}` is of the kind `{people.kind}`: it does not say how many people there are."
        counts = [each for each, other in beside.items() if isinstance(other, Count)]
        names = f"one that is, such as {listed(counts)}" if counts else "a figure beside it that is"
        known.fault(path, message, f"A count is needed: name {names}.", "wrong-reference")
    elif _records(people.scope) != _records(ratio.scope):
        message = f"`{name}` is not counted over the records whose sums these are."
        remedy = "Give it the scope of the ratio, and the people's `unit`."
        known.fault(path, message, remedy, "disagreement")


def _records(scope: Scope) -> Scope:
    """Which records a scope looks at, whoever is counted in them."""
    return replace(scope, unit=None, speaks=Speaks.FIRST)


def _split(known: Known, path: Path, split: Split, measure: Measure) -> None:
    names = [companion.name for companion in measure.beside]
    known.refer((*path, "whole"), split.whole, [*_WHOLES, *names], "figure beside this measure")
    known.refer_each((*path, "parts"), split.parts, ["headline", *names], "figure beside this measure")
    if split.whole in split.parts:
        message = f"`{split.whole}` cannot be a part of itself."
        known.fault((*path, "parts"), message, "Take it off the parts.", "wrong-reference")
    if not split.parts:
        message = "The split has no parts."
        known.fault((*path, "parts"), message, "Name the parts, or remove the split.", "too-few")


def _no_circles(known: Known) -> None:
    """That following cross-references comes to an end."""
    leads = {
        measure.id: measure.definition.measure
        for measure in known.framework.measures
        if isinstance(measure.definition, CrossReference)
    }
    for number, measure in enumerate(known.framework.measures):
        way = [measure.id]
        while (following := leads.get(way[-1])) is not None and following not in way:
            way.append(following)
        if following == measure.id:
            way.append(following)
            message = f"This leads back to itself: {' → '.join(way)}."
            remedy = "Let one of them be counted, or refer to a measure that is."
            known.fault(("measures", number, "definition", "measure"), message, remedy, "circle")
