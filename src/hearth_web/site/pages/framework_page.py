"""The front of a release: the framework as its source lays it out, and the latest figure of every measure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hearth.disclosure.published import State
from hearth.framework.framework import Framework
from hearth.framework.measures import ToBeDetermined
from hearth.framework.statements import Metric, Outcome, OverarchingOutcome, PriorityArea, Strand, Wording
from hearth.judge.phrases import listed
from hearth.judge.series import periods_of
from hearth.judge.times import date_in_words
from hearth.judge.words import place_name
from hearth_web.core.tables import Cell, Row
from hearth_web.site.addresses import links_in
from hearth_web.site.answer import html
from hearth_web.site.kept import Body
from hearth_web.site.pages.rows import (
    Figures,
    Shown,
    elsewhere,
    figure_cell,
    metrics_of,
    name_of,
    outcomes_of,
    trend_cell,
)
from hearth_web.site.shelf import Opened

__all__ = ["FrameworkPage", "MetricPart", "OutcomePart", "StrandPart", "ThemePart", "body", "framework_page"]


@dataclass(frozen=True, slots=True)
class MetricPart:
    """A metric: its statement and its method as printed, and a row for each of its measures.

    With `alone` there is one measure, and its row has the statement's words.
    """

    id: str
    statement: str
    method: str
    rows: tuple[Row, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """An outcome with its metrics. `others` are its other wordings, with where they stand."""

    id: str
    words: str
    others: tuple[Wording, ...]
    metrics: tuple[MetricPart, ...]


@dataclass(frozen=True, slots=True)
class ThemePart:
    """The outcomes under one principle, by the word that heads them in the source; all of a strand's if it has none."""

    title: str
    outcomes: tuple[OutcomePart, ...]


@dataclass(frozen=True, slots=True)
class StrandPart:
    """A strand: its outcomes by theme, and the priority area it is for, if it is for one."""

    id: str
    title: str
    others: tuple[Wording, ...]
    area: PriorityArea | None
    area_others: tuple[Wording, ...]
    themes: tuple[ThemePart, ...]


@dataclass(frozen=True, slots=True)
class FrameworkPage:
    """The front of a release."""

    title: str
    source: str
    whole: str
    place: str
    notice: str
    facts: tuple[str, ...]
    strands: tuple[StrandPart, ...]
    overarching: tuple[OverarchingOutcome, ...]
    principles: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]


def body(opened: Opened, *, here: str) -> Body:
    """The front page of this release."""
    page = framework_page(opened)
    return html("site/framework.jinja", opened, here=here, page=page, section="framework")


def framework_page(opened: Opened) -> FrameworkPage:
    """Everything on the front page of this release."""
    framework, published = opened.framework, opened.published
    home = Figures(published, published.home)
    shown = {measure.id: home.shown(measure) for measure in framework.measures}
    about = framework.framework
    return FrameworkPage(
        title=about.title,
        source=", ".join(filter(None, (about.source.publisher, about.source.published))),
        whole=published.title,
        place=place_name(published, published.home),
        notice=about.notice,
        facts=_facts(opened, tuple(shown.values())),
        strands=tuple(_strand(opened, strand, shown) for strand in framework.strands),
        overarching=framework.overarching_outcomes,
        principles=tuple((each.name, each.tabled_as) for each in framework.principles),
        areas=tuple((each.strand, each.wordings[0].text) for each in framework.priority_areas),
    )


def _strand(opened: Opened, strand: Strand, shown: dict[str, Shown]) -> StrandPart:
    framework = opened.framework
    area = next((each for each in framework.priority_areas if each.strand == strand.id), None)
    outcomes = outcomes_of(framework, strand)
    heads = {each.id: each.tabled_as for each in framework.principles}
    themes = dict.fromkeys(each.principle for each in outcomes)
    named = {each.text for each in strand.wordings}
    return StrandPart(
        id=strand.id,
        title=strand.title,
        others=strand.wordings[1:],
        area=area,
        area_others=tuple(each for each in area.wordings[1:] if each.text not in named) if area else (),
        themes=tuple(
            ThemePart(
                title=heads.get(theme or "", ""),
                outcomes=tuple(_outcome(opened, each, shown) for each in outcomes if each.principle == theme),
            )
            for theme in themes
        ),
    )


def _outcome(opened: Opened, outcome: Outcome, shown: dict[str, Shown]) -> OutcomePart:
    return OutcomePart(
        id=outcome.id,
        words=outcome.wordings[0].text,
        others=outcome.wordings[1:],
        metrics=tuple(_metric(opened, each, shown) for each in metrics_of(opened.framework, outcome)),
    )


def _metric(opened: Opened, metric: Metric, shown: dict[str, Shown]) -> MetricPart:
    return MetricPart(
        id=metric.id,
        statement=metric.statement,
        method=metric.method_and_source,
        rows=tuple(_row(opened, shown[id]) for id in metric.measures),
        alone=len(metric.measures) == 1,
    )


def _row(opened: Opened, shown: Shown) -> Row:
    framework, to = opened.framework, links_in(opened)
    href = to("measure", measure=shown.measure.id)
    return Row(
        cells=(
            Cell(text=name_of(framework, shown.measure), href=href, quiet=elsewhere(framework, shown)),
            figure_cell(shown),
            trend_cell(shown),
        )
    )


def _facts(opened: Opened, shown: tuple[Shown, ...]) -> tuple[str, ...]:
    """Up to when, released when, how many measures have a figure, and why the others have none."""
    periods = periods_of(opened.published)
    ends = [periods[each.told.cell.period].end for each in shown if each.told and each.number]
    up_to = [f"Figures up to {date_in_words(max(ends))}."] if ends else []
    released = f"Released {date_in_words(opened.manifest.date)}."
    return (*up_to, released, _how_many(opened.framework, shown))


def _how_many(framework: Framework, shown: tuple[Shown, ...]) -> str:
    numbers = sum(each.number for each in shown)
    without = Counter(_why_none(each) for each in shown if not each.number)
    said = [f"{numbers} of {len(framework.measures)} measures have a figure"]
    said += [f"{many} {one if many == 1 else several}" for (one, several), many in without.items()]
    return f"{listed(said)}."


def _why_none(shown: Shown) -> tuple[str, str]:
    """Why a measure has no figure of its own, in words that follow how many there are: one, or several."""
    if shown.instead_of:
        return "shows another’s figure", "show other measures’ figures"
    if isinstance(shown.measure.definition, ToBeDetermined):
        return "is not settled yet", "are not settled yet"
    if shown.measure.off:
        return "is switched off", "are switched off"
    if shown.told and shown.told.cell.state is State.SUPPRESSED:
        return "is hidden to protect people", "are hidden to protect people"
    return "is waiting for data", "are waiting for data"
