"""What we ask: surveys, their questions, and the answers that may be given.

The dataset in which a survey's answers are kept follows from its questions: nothing is typed twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from hearth.framework.datasets import (
    BreakdownUse,
    Code,
    Dataset,
    Field,
    FieldType,
    PlaceUse,
    Privacy,
    Standing,
)
from hearth.kernel.periods import PeriodKind

__all__ = ["Answer", "Question", "Scale", "Survey", "answers_dataset"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that may be given. `counts` says whether it is in the base: a measure may take in more."""

    code: str
    label: str
    positive: bool = False
    counts: bool = True

    def __post_init__(self) -> None:
        if self.positive and not self.counts:
            raise ValueError("an answer that is positive must also count")


@dataclass(frozen=True, slots=True)
class Scale:
    """The answers that several questions share."""

    id: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a survey; `versions` are the versions of the survey that ask it (all of them, if empty)."""

    id: str
    survey: str
    text: str
    scale: str
    privacy: Privacy
    versions: tuple[str, ...] = ()
    draft: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey: who answers it, and what each response says besides its answers (`about`).

    `census`: everyone is asked, so what is not known is who did not answer, not chance. Its shares have no interval
    until a wave states its headcount, which waves cannot do yet.
    """

    id: str
    title: str
    respondents: str
    key: str
    wave: str
    about: tuple[Field, ...]
    place: PlaceUse | None = None
    breakdowns: tuple[BreakdownUse, ...] = ()
    description: str = ""
    census: bool = False


def answers_dataset(survey: Survey, questions: tuple[Question, ...], scales: tuple[Scale, ...]) -> Dataset:
    """The dataset of a survey's answers: one record a response, one field a question. Same id as the survey."""
    answers = {scale.id: scale.answers for scale in scales}
    asked = tuple(
        Field(
            name=question.id,
            title=question.text,
            type=FieldType.CODE,
            privacy=question.privacy,
            codes=tuple(Code(answer.code, answer.label) for answer in answers.get(question.scale, ())),
        )
        for question in questions
        if question.survey == survey.id and answers.get(question.scale)
    )
    return Dataset(
        id=survey.id,
        title=survey.title,
        grain="one record a response",
        key=survey.key,
        dated_by=survey.wave,
        returned=PeriodKind.WAVE,
        fields=survey.about + asked,
        place=survey.place,
        breakdowns=survey.breakdowns,
        description=survey.description,
        standing=Standing.SURVEY,
    )
