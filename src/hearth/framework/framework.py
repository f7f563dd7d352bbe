"""A framework, whole: what a council's folder of framework data says, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from hearth.framework.context import Benchmark, Crosswalk, Decision, Tag, Target
from hearth.framework.datasets import Breakdown, Dataset
from hearth.framework.measures import Instrument, Measure
from hearth.framework.questions import Question, Scale, Survey, answers_dataset
from hearth.framework.statements import (
    Metric,
    Outcome,
    OverarchingOutcome,
    Principle,
    PriorityArea,
    Source,
    Strand,
)

__all__ = ["About", "Framework"]


@dataclass(frozen=True, slots=True)
class About:
    """What a framework is called, whose it is, and which edition of its data this is.

    `levels` are the levels of place it speaks of, from small to large.
    """

    id: str
    title: str
    authority: str
    edition: str
    source: Source
    levels: tuple[str, ...] = ("small_area", "ward", "hub", "authority", "region", "country")
    language: str = "en"
    notice: str = ""


@dataclass(frozen=True)
class Framework:
    """Everything a framework's data says. Loading checks it; a value of this type has passed every check."""

    framework: About
    strands: tuple[Strand, ...] = ()
    overarching_outcomes: tuple[OverarchingOutcome, ...] = ()
    principles: tuple[Principle, ...] = ()
    priority_areas: tuple[PriorityArea, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    metrics: tuple[Metric, ...] = ()
    measures: tuple[Measure, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    surveys: tuple[Survey, ...] = ()
    scales: tuple[Scale, ...] = ()
    questions: tuple[Question, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    decisions: tuple[Decision, ...] = ()
    targets: tuple[Target, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    tags: tuple[Tag, ...] = ()

    @cached_property
    def every_dataset(self) -> tuple[Dataset, ...]:
        """The datasets that partners send, and those in which surveys' answers are kept."""
        asked = tuple(answers_dataset(survey, self.questions, self.scales) for survey in self.surveys)
        return self.datasets + asked

    def dataset(self, id: str) -> Dataset:
        """The dataset or survey of that id; KeyError if there is none."""
        return _by_id(self.every_dataset, id)

    def survey(self, dataset: str) -> Survey | None:
        """The survey whose answers are this dataset; None if the dataset is a return."""
        return next((survey for survey in self.surveys if survey.id == dataset), None)

    def measure(self, id: str) -> Measure:
        """The measure of that id; KeyError if there is none."""
        return _by_id(self.measures, id)

    def breakdown(self, id: str) -> Breakdown:
        """The breakdown of that id; KeyError if there is none."""
        return _by_id(self.breakdowns, id)


Thing = TypeVar("Thing")


def _by_id(things: tuple[Thing, ...], id: str) -> Thing:
    for thing in things:
        if getattr(thing, "id", None) == id:
            return thing
    raise KeyError(id)
