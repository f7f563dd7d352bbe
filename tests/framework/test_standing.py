"""How official a figure is follows from what it is counted from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hearth.framework.datasets import Standing
from hearth.framework.framework import Framework
from hearth.framework.load import load, packaged
from hearth.framework.standing import rests_on, standing_of

OURS = Standing.MANAGEMENT_INFORMATION


@pytest.fixture(scope="module")
def stockport() -> Framework:
    return load("stockport")


def with_standings(framework: Framework, **standings: Standing) -> Framework:
    datasets = tuple(
        replace(each, standing=standings.get(each.id, each.standing)) for each in framework.datasets
    )
    return replace(framework, datasets=datasets)


@pytest.mark.parametrize(
    ("id", "datasets", "standings"),
    [
        ("F-C1", ["family_survey"], (Standing.SURVEY,)),
        ("W-A1", ["workforce_survey"], (Standing.SURVEY,)),
        ("T4", ["family_survey"], (Standing.SURVEY,)),
        ("P3", ["early_years_profile"], (OURS,)),
        ("P4a", ["healthy_child_contacts"], (OURS,)),
        ("T2", ["early_help_episodes"], (OURS,)),
        ("F-C3", ["feedback_register", "hub_contacts"], (OURS,)),
        ("H1", [], ()),
    ],
)
def test_a_measure_stands_as_what_it_is_counted_from(
    id: str, datasets: list[str], standings: tuple[Standing, ...], stockport: Framework
) -> None:
    measure = stockport.measure(id)
    assert [each.id for each in rests_on(stockport, measure)] == datasets
    assert standing_of(stockport, measure) == standings


def test_a_figure_of_two_datasets_has_the_standing_of_each(stockport: Framework) -> None:
    mixed = with_standings(stockport, hub_contacts=Standing.OFFICIAL_STATISTIC)
    assert standing_of(mixed, mixed.measure("F-C3")) == (OURS, Standing.OFFICIAL_STATISTIC)


def test_a_change_and_what_it_is_of_stand_alike(stockport: Framework) -> None:
    raised = with_standings(stockport, healthy_child_contacts=Standing.OFFICIAL_STATISTIC)
    assert standing_of(raised, raised.measure("P4a")) == (Standing.OFFICIAL_STATISTIC,)


def test_a_measure_of_another_framework_has_no_standing_here(stockport: Framework) -> None:
    with pytest.raises(KeyError):
        standing_of(stockport, load("england").measure("attendance"))


def test_what_others_publish_is_official_and_what_we_count_of_the_same_is_not(stockport: Framework) -> None:
    england = load("england")
    for measure in england.measures:
        assert standing_of(england, measure) == (Standing.OFFICIAL_STATISTIC,)
        assert all(each.standing_note.startswith("Published by") for each in rests_on(england, measure))
    assert {each.standing for each in stockport.datasets} == {OURS}
    noted = {each.id for each in stockport.datasets if "own count" in each.standing_note}
    assert noted == {
        "attainment_ks2",
        "attainment_ks4",
        "early_years_profile",
        "participation_16_17",
        "school_attendance",
    }


@pytest.mark.parametrize("name", packaged())
def test_only_surveys_answers_have_the_standing_of_a_survey(name: str) -> None:
    framework = load(name)
    surveys = {each.id for each in framework.surveys}
    answers = {each.id for each in framework.every_dataset if each.standing is Standing.SURVEY}
    assert answers == surveys


def test_each_standing_has_a_name_and_one_sentence_to_read() -> None:
    assert len({each.title for each in Standing}) == len({each.sentence for each in Standing}) == 3
    for each in Standing:
        assert each.title == each.value.replace("_", " ").capitalize()
        assert each.sentence.endswith(".")
        assert "." not in each.sentence[:-1]
