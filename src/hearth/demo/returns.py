"""The returns of the demonstration: which dataset, for which period, from whom, and whether as rows or as totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pyarrow as pa

from hearth.demo import early_years, hubs, maternity, parents, schools, totals
from hearth.demo.borough import Borough
from hearth.demo.calendar import Window, periods_of
from hearth.demo.early_help import HISTORY, early_help_episodes
from hearth.demo.surveys import responses
from hearth.demo.truths import ABSENT
from hearth.framework.datasets import Dataset
from hearth.framework.framework import Framework
from hearth.store.ledger import Form
from hearth.store.shapes import AGGREGATES, record_schema

__all__ = ["DemoReturn", "demo_returns"]

Draw = Callable[[Borough, Window, pa.Schema], Iterator[pa.RecordBatch]]

MATERNITY = "Tamberdale Maternity (invented)"
HEALTH_VISITING = "Brackenhythe Health Visiting (invented)"
SECOND_PROVIDER = "Hazelfleet Children's Health (invented)"
EDUCATION = "Brackenhythe Council, education data (invented)"
COUNCIL = "Brackenhythe Council, early help (invented)"
HUB_TEAM = "Brackenhythe Family Hubs (invented)"
PRACTICES = "Tamberdale Health Board (invented)"
SURVEY_TEAM = "Brackenhythe Council, surveys (invented)"


@dataclass(frozen=True, slots=True)
class _Sent:
    """How a dataset is sent. Its first return reaches back so many days, for figures that rest on what came before."""

    draw: Draw
    sender: str
    form: Form = Form.ROWS
    reach_back: int = 0


_SENT: dict[str, tuple[_Sent, ...]] = {
    "alcohol_in_pregnancy": (_Sent(totals.alcohol_totals, MATERNITY, Form.AGGREGATES),),
    "antenatal_mood_screens": (_Sent(maternity.antenatal_mood_screens, MATERNITY, reach_back=120),),
    "attainment_ks2": (_Sent(schools.attainment_ks2, EDUCATION),),
    "attainment_ks3": (_Sent(schools.attainment_ks3, EDUCATION),),
    "attainment_ks4": (_Sent(schools.attainment_ks4, EDUCATION),),
    "child_development_reviews": (_Sent(early_years.child_development_reviews, HEALTH_VISITING),),
    "early_help_episodes": (_Sent(early_help_episodes, COUNCIL, reach_back=HISTORY),),
    "early_years_profile": (_Sent(schools.early_years_profile, EDUCATION),),
    "feedback_register": (_Sent(hubs.feedback_register, HUB_TEAM),),
    "gp_depression_register": (_Sent(totals.depression_totals, PRACTICES, Form.AGGREGATES),),
    "healthy_child_contacts": (_Sent(early_years.healthy_child_contacts, HEALTH_VISITING, reach_back=130),),
    "hub_contacts": (_Sent(hubs.hub_contacts, HUB_TEAM),),
    "infant_feeding": (
        _Sent(early_years.infant_feeding, HEALTH_VISITING),
        _Sent(totals.feeding_totals, SECOND_PROVIDER, Form.AGGREGATES),
    ),
    "male_carers_depression": (_Sent(parents.male_carers_depression, HEALTH_VISITING),),
    "maternity_pathway": (_Sent(maternity.maternity_pathway, MATERNITY),),
    "meeting_register": (_Sent(hubs.meeting_register, HUB_TEAM),),
    "parent_anxiety": (_Sent(parents.parent_anxiety, HEALTH_VISITING),),
    "parenting_courses": (_Sent(parents.parenting_courses, HUB_TEAM),),
    "participation_16_17": (_Sent(schools.participation_16_17, EDUCATION),),
    "school_attendance": (_Sent(schools.school_attendance, EDUCATION),),
}


COMES_AFTER = timedelta(days=20)
LATE = {
    "infant_feeding 2023-24-Q4": timedelta(days=55),
    "hub_contacts 2024-25-Q2": timedelta(days=48),
    "early_help_episodes 2025-26-Q1": timedelta(days=91),
    "school_attendance AY2023-24": timedelta(days=75),
}
"""How long after its period's last day a return comes in, and those that come in late."""


@dataclass(frozen=True, slots=True)
class DemoReturn:
    """One return: what it is of, and how its records are drawn. `schema` is of its file."""

    dataset: Dataset
    window: Window
    sender: str
    form: Form
    draw: Draw

    @property
    def received(self) -> date:
        """The day on which it comes in, after the last day of its period."""
        period = self.window.period
        return period.end + LATE.get(f"{self.dataset.id} {period.id}", COMES_AFTER)

    @property
    def schema(self) -> pa.Schema:
        return record_schema(self.dataset) if self.form is Form.ROWS else AGGREGATES

    def batches(self, borough: Borough) -> Iterator[pa.RecordBatch]:
        """The return's records, a block of people at a time, in the order of their key."""
        yield from self.draw(borough, self.window, record_schema(self.dataset))


def demo_returns(framework: Framework) -> tuple[DemoReturn, ...]:
    """Every return of the demonstration, dataset by dataset and period by period; those left out on purpose are not."""
    return tuple(
        DemoReturn(dataset, Window.of(period, sent.reach_back), sent.sender, sent.form, sent.draw)
        for dataset in sorted(framework.every_dataset, key=lambda each: each.id)
        for period in periods_of(dataset)
        if f"{dataset.id} {period.id}" not in ABSENT
        for sent in _sent(framework, dataset)
    )


def _sent(framework: Framework, dataset: Dataset) -> tuple[_Sent, ...]:
    """How a dataset is sent; KeyError for one that the demonstration does not have."""
    for survey in framework.surveys:
        if survey.id == dataset.id:
            return (_Sent(partial(responses, framework, survey), SURVEY_TEAM),)
    return _SENT[dataset.id]
