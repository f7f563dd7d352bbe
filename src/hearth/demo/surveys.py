"""Answers to the surveys: every question that a survey asks, answered on its own scale by everyone who is asked it.

The questions, scales and versions are the framework's; only who answers, and how often positively, is invented here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hearth.demo.borough import Borough
from hearth.demo.calendar import Window
from hearth.demo.columns import references, rows, same, words
from hearth.demo.people import People, draw_people
from hearth.demo.places import HUBS, WARDS, the_map
from hearth.demo.streams import Block, Bools, Draws, Floats, Ints
from hearth.demo.truths import Who, chance
from hearth.framework.datasets import Field, FieldType
from hearth.framework.framework import Framework
from hearth.framework.measures import Measure, Proportion
from hearth.framework.questions import Answer, Question, Survey

__all__ = ["RESPONSES", "responses"]

RESPONSES = {"family_survey": 1_500, "workforce_survey": 400}
"""Responses to one wave."""

THROUGH_NO_HUB = 0.08
NO_ANSWER = 0.015
OUT_OF_BASE = 0.06
NOT_SAID = 0.07
USUAL = 0.7
"""The chance of a positive answer to a question that no measure rests on."""

VERSIONS = (0.72, 0.1, 0.18)
AGES = {True: (0.72, 0.28), False: (0.0, 0.07, 0.38, 0.40, 0.15)}
"""Of young people, and of adults."""

EASY_READ = ("yes", "sometimes", "no", "not_sure")
WEIGHTS: dict[str, Sequence[float]] = {
    "version": VERSIONS,
    "sex": (0.78, 0.22),
    "ethnicity": (0.80, 0.06, 0.09, 0.03, 0.02),
    "disability": (0.07, 0.13, 0.80),
    "organisation_type": (0.4, 0.28, 0.18, 0.11, 0.03),
    "role_group": (0.74, 0.18, 0.08),
}


@dataclass(frozen=True, slots=True)
class _Respondents:
    """Who answered, the hub they answered through (below 0 is none), and the version they chose ('' where one)."""

    people: People
    hub: Ints
    version: Ints
    versions: tuple[str, ...]

    def chose(self, versions: Sequence[str]) -> Bools:
        """Who chose one of these versions; everyone, if there are none to choose from."""
        if not versions or not self.versions:
            return np.ones(len(self.hub), dtype=np.bool_)
        return np.isin(self.version, [self.versions.index(each) for each in versions])


def responses(
    framework: Framework, survey: Survey, borough: Borough, window: Window, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """One wave's responses."""
    for block in borough.blocks(f"{survey.id}/{window.period.id}", RESPONSES[survey.id]):
        who = _respondents(framework, survey, block)
        columns = {field.name: _about(framework, survey, field, who, block, window) for field in survey.about}
        for measure, questions in _asked(framework, survey):
            columns |= _answered(framework, measure, questions, who, block, window)
        yield rows(schema, columns, np.ones(block.size, dtype=np.bool_))


def _respondents(framework: Framework, survey: Survey, block: Block) -> _Respondents:
    draws, people = block.draws("respondent"), draw_people(block)
    hub = np.where(draws.happens(THROUGH_NO_HUB), -1, people.hub)
    versions = next((_choices(framework, field) for field in survey.about if field.name == "version"), ())
    return _Respondents(people, hub, draws.among(VERSIONS), versions)


def _choices(framework: Framework, field: Field) -> tuple[str, ...]:
    if field.breakdown:
        return tuple(group.code for group in framework.breakdown(field.breakdown).groups)
    return tuple(code.code for code in field.codes)


def _about(
    framework: Framework, survey: Survey, field: Field, who: _Respondents, block: Block, window: Window
) -> pa.Array:
    """What a response says besides its answers."""
    if field.name == survey.key:
        return references(f"{window.period.id}-", block.index)
    if field.name == survey.wave:
        return same(window.period.id, block.size)
    if field.type is FieldType.PLACE:
        at_home = words(WARDS, the_map().ward[who.people.area], ~who.people.home_known)
        return words(HUBS, who.hub) if field.level == "hub" else at_home
    draws = block.draws(field.name)
    choices = _choices(framework, field)
    which = _which(field, choices, who, draws)
    return words(choices, which, draws.happens(0.0 if field.required else NOT_SAID))


def _which(field: Field, choices: Sequence[str], who: _Respondents, draws: Draws) -> Ints:
    if field.name == "version":
        return who.version
    if field.breakdown == "deprivation":
        return np.where(who.people.home_known, who.people.fifth - 1, -1)
    if field.name == "age_band":
        return np.where(who.chose(["young_person"]), draws.among(AGES[True]), draws.among(AGES[False]))
    return draws.among(WEIGHTS.get(field.name, (1.0,) * len(choices)))


def _asked(framework: Framework, survey: Survey) -> Iterator[tuple[Measure | None, list[Question]]]:
    """The survey's questions: those of each measure together, then each that no measure's own figure rests on."""
    asked = {each.id: each for each in framework.questions if each.survey == survey.id}
    for measure in framework.measures:
        if isinstance(measure.definition, Proportion) and set(measure.definition.questions) & asked.keys():
            yield measure, [asked.pop(id) for id in measure.definition.questions]
    for question in asked.values():
        yield None, [question]


def _answered(
    framework: Framework,
    measure: Measure | None,
    questions: list[Question],
    who: _Respondents,
    block: Block,
    window: Window,
) -> dict[str, pa.Array]:
    """Positive on every question of the measure with its chance; otherwise on all but one, or fewer."""
    draws = block.draws(f"answers {questions[0].id}")
    day = np.full(block.size, window.first)
    positive: float | Floats = USUAL
    taken_in: tuple[str, ...] = ()
    if measure is not None and isinstance(measure.definition, Proportion):
        positive = chance(measure.id, Who(who.people.fifth, who.hub, day))
        taken_in = measure.definition.base_includes
    every = draws.happens(positive)
    missed = draws.whole(0, len(questions) - 1)
    columns = {}
    for number, question in enumerate(questions):
        good = every | ((missed != number) & draws.happens(0.5))
        answers = _scale(framework, question)
        columns[question.id] = _answers(answers, taken_in, good, who, draws, who.chose(question.versions))
    return columns


def _scale(framework: Framework, question: Question) -> tuple[Answer, ...]:
    return next(scale.answers for scale in framework.scales if scale.id == question.scale)


def _answers(
    answers: Sequence[Answer],
    taken_in: Sequence[str],
    good: Bools,
    who: _Respondents,
    draws: Draws,
    asked: Bools,
) -> pa.Array:
    """The answer of each: positive or not in the base, or out of it. Easy Read offers only its own four."""
    easy = who.chose(["easy_read"]) if who.versions else np.zeros(len(good), dtype=np.bool_)
    out = draws.happens(OUT_OF_BASE)
    which = np.full(len(good), -1)
    for offered, here in ((True, easy), (False, ~easy)):
        for kind, them in (("positive", good & ~out), ("other", ~good & ~out), ("out", out)):
            weights = [
                _weight(answer, kind, taken_in) * ((answer.code in EASY_READ) == offered or not who.versions)
                for answer in answers
            ]
            if any(weights):
                which = np.where(here & them, draws.among(_falling(weights)), which)
    return words([answer.code for answer in answers], which, ~asked | draws.happens(NO_ANSWER))


def _weight(answer: Answer, kind: str, taken_in: Sequence[str]) -> float:
    in_base = answer.counts or answer.code in taken_in
    found = "out" if not in_base else "positive" if answer.positive else "other"
    return float(found == kind)


def _falling(weights: Sequence[float]) -> Floats:
    """The first of the answers that fit is the likeliest, the last the least."""
    fit = np.asarray(weights)
    return np.asarray(fit / np.maximum(1.0, np.cumsum(fit)), dtype=np.float64)
