"""What a reader should know of a figure: whose words it is for, how it is counted, who sent it, what is hidden."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hearth.disclosure.published import State
from hearth.framework.context import Decision, Target
from hearth.framework.datasets import Dataset, Standing
from hearth.framework.measures import Direction, Measure, Proportion
from hearth.framework.standing import rests_on, standing_of
from hearth.framework.statements import Metric, Outcome, Strand
from hearth.judge.phrases import listed, small
from hearth.judge.series import by_figure, latest
from hearth.judge.times import KINDS
from hearth.judge.told import told
from hearth.judge.words import target_in_words
from hearth.kernel.periods import PeriodKind
from hearth_web.site.pages.definitions import Counted, counted
from hearth_web.site.pages.found import figure_of
from hearth_web.site.shelf import Opened

__all__ = ["About", "about", "hidden_in_words", "targets_in_words"]

_DIRECTIONS = {
    Direction.HIGHER: "A higher figure is what is hoped for.",
    Direction.LOWER: "A lower figure is what is hoped for.",
    Direction.NEUTRAL: "Neither higher nor lower is good by itself.",
    Direction.NONE: "Nothing is said of whether higher or lower is good.",
}

_LEVELS = {"authority": "the authority", "hub": "hubs", "ward": "wards", "small_area": "small areas"}

_STATES = {
    State.VALUE: "are given",
    State.LOW_RELIABILITY: "are given, and rest on few answers",
    State.ROUNDS_TO_ZERO: "are given, and round to zero",
    State.RANGE: "are given as a range",
    State.SUPPRESSED: "are hidden to protect people",
    State.NOT_AVAILABLE: "are not available, since what they need did not come in",
    State.NOT_APPLICABLE: "are about nobody, so there is nothing to give",
}


@dataclass(frozen=True, slots=True)
class About:
    """Everything that stands under "About this figure". `counted_of` is the figure that a change is a change in."""

    strand: Strand | None
    outcome: Outcome | None
    metric: Metric | None
    counted: Counted
    decisions: tuple[Decision, ...]
    datasets: tuple[Dataset, ...]
    standing: tuple[Standing, ...]
    direction: str
    given_for: str
    known: str


def about(opened: Opened, measure: Measure) -> About:
    """What there is to know of a measure."""
    framework = opened.framework
    metric = next((each for each in framework.metrics if measure.id in each.measures), None)
    metric = metric or next((each for each in framework.metrics if each.id == measure.metric), None)
    return About(
        strand=next((each for each in framework.strands if metric and each.id == metric.strand), None),
        outcome=next((each for each in framework.outcomes if metric and each.id == metric.outcome), None),
        metric=metric,
        counted=counted(framework, measure.definition),
        decisions=tuple(each for each in framework.decisions if each.id in measure.decisions),
        datasets=rests_on(framework, measure),
        standing=standing_of(framework, measure),
        direction=_DIRECTIONS[measure.direction],
        given_for=_given_for(opened, measure),
        known=_known(opened, measure),
    )


def targets_in_words(opened: Opened, measure: Measure) -> tuple[str, ...]:
    """What the figure is meant to reach, by when, and who says so; and a target that nobody has set yet."""
    figure = figure_of(opened, measure.id)
    found = []
    for each in opened.framework.targets:
        if each.measure == measure.id and figure is not None:
            value = "" if each.value is None else target_in_words(figure, float(each.value))
            found.append(_target(each, value))
    return tuple(found)


def hidden_in_words(opened: Opened, measure: Measure) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How many of a measure's own figures are given, hidden and so on; and the details that are not given at all."""
    figure = figure_of(opened, measure.id)
    if figure is None or figure.refers_to or figure.off or not measure.periods:
        return (), ()
    rows = opened.published.where(figure=measure.id, source="").table
    states = Counter(map(State, rows["state"].to_pylist()))
    total = sum(states.values())
    said = [f"{states[state]:,} of {total:,} {words}." for state, words in _STATES.items() if states[state]]
    titles = {each.id: each.title for each in opened.framework.breakdowns}
    left_out = [
        f"{_LEVELS.get(level, level.replace('_', ' '))}, by {KINDS[PeriodKind(kind)]}"
        f"{f', by {small(titles.get(breakdown, breakdown))}' if breakdown else ''}"
        for figure, level, kind, breakdown in opened.published.not_given
        if figure == measure.id
    ]
    return tuple(said), tuple(left_out)


def _target(target: Target, value: str) -> str:
    whose = "The national target" if target.scope == "national" else "The authority's own target"
    said = f"{whose}, by {target.by}, is {value}." if value else f"{whose}, by {target.by}, has no value yet."
    return " ".join(filter(None, (said, f"{target.source.removesuffix('.')}.", target.note)))


def _given_for(opened: Opened, measure: Measure) -> str:
    """For which periods, places and groups the figure is given."""
    if not measure.periods:
        return "For no period, since it is not counted by itself."
    periods = " and ".join(KINDS[kind] for kind in measure.periods)
    levels = opened.framework.framework.levels
    smallest = levels.index(measure.smallest_place) if measure.smallest_place in levels else 0
    named = [each.replace("_", " ") for each in levels[smallest:] if each in ("ward", "hub", "authority")]
    titles = {each.id: small(each.title) for each in opened.framework.breakdowns}
    groups = ", ".join(titles.get(each, each) for each in measure.breakdowns)
    divided = (
        f" Divided by {groups}, as far as people stay protected." if groups else " Not divided by group."
    )
    return f"By {periods}; for each {listed(named)}.{divided}"


def _known(opened: Opened, measure: Measure) -> str:
    """What share of the records is not known, as the figure beside this one says; or that no number of it is given."""
    definition = measure.definition
    if not isinstance(definition, Proportion) or not definition.known:
        return ""
    published = opened.published
    figure = figure_of(opened, f"{measure.id}.not_known")
    cells = by_figure(published, place=published.home).get(figure.id, ()) if figure else ()
    last = latest(cells)
    if figure is None or last is None:
        return "For how many it is known is not given: every count more would have to be protected, too."
    said = told(published, figure, last)
    return f"Not known, {said.period}: {said.value or said.state}" + (
        f" ({said.counts})." if said.counts else "."
    )
