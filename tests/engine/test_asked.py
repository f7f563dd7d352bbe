"""Answers to a survey: who answered, who is in the base, and waves that are a time of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drawn import SEX, counted, field, framework, hold, look, measure, store_of, table
from hearth.engine.results import Results
from hearth.framework.datasets import BreakdownUse, PlaceBasis, PlaceUse, Privacy
from hearth.framework.measures import Proportion, Scope
from hearth.framework.questions import Answer, Question, Scale, Survey, answers_dataset
from hearth.kernel.periods import PeriodKind, wave

AGREES = Scale(
    "agrees",
    (
        Answer("strongly", "Strongly agree", positive=True),
        Answer("agree", "Agree", positive=True),
        Answer("disagree", "Disagree"),
        Answer("unsure", "Do not know", counts=False),
        Answer("rather_not", "Rather not say", counts=False),
    ),
)
QUESTIONS = tuple(
    Question(id, "parents", text, "agrees", Privacy.PLAIN)
    for id, text in (("heard", "I was heard."), ("helped", "It helped."))
)
PARENTS = Survey(
    id="parents",
    title="Parents",
    respondents="Parents",
    key="id",
    wave="wave",
    about=(
        field("id", "text"),
        field("wave", "text"),
        field("hub", "place", level="hub"),
        field("sex", "code", breakdown="sex"),
    ),
    place=PlaceUse("hub", PlaceBasis.EVENT),
    breakdowns=(BreakdownUse("sex", "sex"),),
)
DATASET = answers_dataset(PARENTS, QUESTIONS, (AGREES,))
AUTUMN = wave("autumn-2023", date(2023, 9, 1), date(2023, 10, 31))
SPRING = wave("spring-2024", date(2024, 3, 1), date(2024, 4, 30))

ANSWERS = """
id     | wave        | hub | sex    | heard      | helped
Amina  | autumn-2023 | H1  | female | strongly   | agree
Bea    | autumn-2023 | H1  | female | agree      | disagree
Carl   | autumn-2023 | H2  | male   | disagree   | disagree
Dev    | autumn-2023 | H2  | male   | unsure     | agree
Ewa    | autumn-2023 | H2  | -      | agree      | unsure
Fay    | autumn-2023 | H2  | female | -          | strongly
Gus    | autumn-2023 | ZZ  | male   | rather_not | rather_not
Hal    | spring-2024 | H1  | male   | agree      | agree
Ines   | spring-2023 | H1  | female | agree      | agree
"""


def asked(id: str, *questions: str, base_includes: tuple[str, ...] = ()):
    definition = Proportion("proportion", Scope("parents"), questions=questions, base_includes=base_includes)
    return measure(id, definition, periods=(PeriodKind.WAVE,), smallest_place="hub", breakdowns=("sex",))


@pytest.fixture
def results(engine: str, tmp_path: Path) -> Results:
    """Ines names a wave of which no return came in."""
    store = store_of(tmp_path / "store")
    records = table(DATASET, ANSWERS)
    for each in (AUTUMN, SPRING):
        hold(store, DATASET, [row for row in records if row["wave"] in (each.id, "spring-2023")][:8], each)
    about = framework(
        asked("heard", "heard"),
        asked("with unsure", "heard", base_includes=("unsure",)),
        asked("both", "heard", "helped"),
        datasets=(),
        surveys=(PARENTS,),
        questions=QUESTIONS,
        scales=(AGREES,),
        breakdowns=(SEX,),
    )
    return counted(store, about, engine)


@pytest.mark.parametrize(
    ("figure", "numerator", "denominator"),
    [
        ("heard", 3, 4),  # Amina, Bea and Ewa of those and Carl: not Dev, Gus, or Fay who did not say
        ("with unsure", 3, 5),  # and Dev, who does not know
        ("both", 1, 3),  # Amina, of Amina, Bea and Carl, who answered both with an answer that counts
    ],
)
def test_who_is_in_the_base_and_who_is_positive(
    figure: str, numerator: int, denominator: int, results: Results
) -> None:
    assert look(results, figure, "LA", "autumn-2023") == {"numerator": numerator, "denominator": denominator}


def test_answers_are_divided_by_hub_and_group(results: Results) -> None:
    assert look(results, "heard", "H1", "autumn-2023") == {"numerator": 2, "denominator": 2}
    assert look(results, "heard", "H2", "autumn-2023") == {"numerator": 1, "denominator": 2}
    assert look(results, "heard", "H2", "autumn-2023", "sex", "not_known") == {
        "numerator": 1,
        "denominator": 1,
    }
    assert look(results, "heard", "LA", "autumn-2023", "sex", "male") == {"numerator": 0, "denominator": 1}


def test_each_wave_is_a_period_of_its_own_and_answers_are_in_the_wave_they_name(results: Results) -> None:
    assert results.periods == (AUTUMN, SPRING)
    assert look(results, "heard", "LA", "spring-2024") == {"numerator": 1, "denominator": 1}
    assert look(results, "heard", "LA", "spring-2023") is None


def test_the_states_of_the_waves_are_told(results: Results) -> None:
    assert [(each.dataset, each.period.id, each.state) for each in results.inputs] == [
        ("parents", "autumn-2023", "complete"),
        ("parents", "spring-2024", "complete"),
    ]
