"""Which answers to Stockport's surveys are in a figure's base, and which it counts."""

from __future__ import annotations

from functools import cache

import pytest

from hearth.engine.closures import to_function
from hearth.framework.counting import Figure
from hearth.framework.framework import Framework
from hearth.framework.load import load
from hearth.framework.meaning import Reading, columns_of, figures
from hearth.framework.measures import Measure, Proportion


@cache
def framework() -> Framework:
    return load("stockport")


def asked() -> list[Measure]:
    return [
        measure
        for measure in framework().measures
        if isinstance(measure.definition, Proportion) and measure.definition.questions
    ]


@cache
def every_figure() -> dict[str, Figure]:
    return {figure.id: figure for figure in figures(framework(), Reading())}


def counted(figure: str, **response: str) -> str:
    """Whether a response is out of a figure, in its base, or also among those it counts."""
    counting = every_figure()[figure].counting
    assert counting is not None
    columns = columns_of(framework().dataset(counting.dataset), framework())
    row = dict.fromkeys(columns) | {"version": "adult"} | response
    if not all(to_function(each.tree, columns)(row) is True for each in counting.where):
        return "out"
    numerator = counting.components[0].value
    return "counts" if numerator is None or to_function(numerator.tree, columns)(row) is True else "base"


ANSWERS = """
    question            | answer               | figure | adult  | young_person
    know_services       | strongly_agree       | F-A1   | counts | out
    know_services       | neither              | F-A1   | base   | out
    know_services       | dont_know            | F-A1   | base   | out
    know_services       | not_sure             | F-A1   | base   | out
    know_services       | prefer_not_to_say    | F-A1   | out    | out
    know_who            | not_sure             | F-R3   | base   | out
    help_when_needed    | agree                | F-A2   | counts | out
    help_when_needed    | dont_know            | F-A2   | out    | out
    help_when_needed    | not_sure             | F-A2   | out    | out
    help_when_needed    | yes                  | F-A2   | counts | out
    help_when_needed    | sometimes            | F-A2   | base   | out
    help_when_needed    | no                   | F-A2   | base   | out
    help_when_needed    | not_applicable       | F-A2   | out    | out
    help_when_needed    | agree                | F-A2.young_people | out | counts
    help_when_needed    | dont_know            | F-A2.dont_know    | counts | out
    help_when_needed    | not_sure             | F-A2.dont_know    | counts | out
    know_who            | dont_know            | F-R3.young_people | out | base
    information_right   | agree                | F-C2   | out    | out
    cope                | agree                | P7     | out    | counts
    cope                | disagree             | P7     | out    | base
    people_to_turn_to   | agree                | H8     | counts | out
    choose_for_family   | disagree             | T5     | base   | out
    partners_confidence | a_little_higher      | W-A2   | counts | counts
    partners_confidence | the_same             | W-A2   | base   | base
    partners_confidence | here_under_12_months | W-A2   | out    | out
    families_confidence | here_under_12_months | W-A3   | out    | out
    families_confidence | lower                | W-A3   | base   | base
    trust_colleagues    | agree                | W-C1   | counts | counts
    trust_partners      | agree                | W-C1   | out    | out
    trust_partners      | agree                | W-C1.partners | counts | counts
    ask_feedback        | often                | W-R3   | counts | counts
    ask_feedback        | sometimes            | W-R3   | base   | base
"""


@pytest.mark.parametrize("line", ANSWERS.strip().splitlines()[1:])
def test_an_answer_counts_where_it_should(line: str) -> None:
    question, answer, figure, adult, young_person = (cell.strip() for cell in line.split("|"))
    assert counted(figure, **{question: answer}) == adult
    assert counted(figure, **{question: answer}, version="easy_read") == adult
    assert counted(figure, **{question: answer}, version="young_person") == young_person


def test_information_is_positive_on_both_questions_or_not_at_all() -> None:
    given = {
        ("agree", "yes"): "counts",
        ("agree", "disagree"): "base",
        ("disagree", "agree"): "base",
        ("agree", "dont_know"): "out",
    }
    for (in_time, right), expected in given.items():
        assert counted("F-C2", information_in_time=in_time, information_right=right) == expected


def test_every_question_is_a_draft_and_every_asked_figure_is_of_a_wave() -> None:
    assert [question.id for question in framework().questions if not question.draft] == []
    for measure in asked():
        assert (measure.periods, measure.smallest_place) == (("wave",), "hub")
        assert measure.of_whom == "of those who answered"


def test_only_young_people_are_asked_whether_they_cope() -> None:
    versions = {each.id: each.versions for each in framework().questions if each.survey == "family_survey"}
    assert versions["cope"] == ("young_person",)
    every_version = {id for id, named in versions.items() if not named}
    assert len(every_version) == 10, "the nine statements, one of which is two questions"
