"""Rows of measures: what several pages say of a measure's figure in one place, in the framework's order.

Only published cells are told here, each as the cell of its own place: none is filled in from another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from hearth.disclosure.published import Published, PublishedCell, PublishedFigure
from hearth.framework.datasets import PlaceBasis, Standing
from hearth.framework.framework import Framework
from hearth.framework.measures import Measure, ToBeDetermined
from hearth.framework.standing import rests_on
from hearth.framework.statements import Metric, Outcome, Strand
from hearth.judge.apart import since_the_first
from hearth.judge.phrases import small
from hearth.judge.series import by_figure, is_told, latest, of_kind, periods_of, through_time
from hearth.judge.times import period_in_words, short_period
from hearth.judge.told import Told, told
from hearth.judge.units import number_in_words, unit_in_words
from hearth.judge.words import state_in_short
from hearth.kernel.places import Place
from hearth.reports.charts.chart import Mark
from hearth.reports.charts.names import without_invented
from hearth.reports.charts.seen import through
from hearth_web.core.drawings import IntervalBar, Scale, SmallTrend, interval_bar, scale_of, small_trend
from hearth_web.core.tables import Cell
from hearth_web.site.addresses import links_in
from hearth_web.site.shelf import Opened

__all__ = [
    "Figures",
    "Named",
    "Scales",
    "Shown",
    "bar_of",
    "elsewhere",
    "everyone_in",
    "figure_cell",
    "in_order",
    "latest_by",
    "measures_in_order",
    "metrics_of",
    "name_of",
    "neighbours",
    "outcomes_of",
    "period_of",
    "places_inside",
    "scales_of",
    "trend_cell",
    "waits_for",
    "whom",
    "whose",
]

_WHOSE = {
    PlaceBasis.HOME: "of those who live in its area",
    PlaceBasis.EVENT: "at this hub",
    PlaceBasis.SCHOOL: "of those at schools in its area",
    PlaceBasis.SERVICE: "of those seen by services in its area",
}

PERCENT = Scale(0.0, 100.0)
"""All that percentages can be."""

Series = Mapping[str, tuple[PublishedCell, ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure's latest figure in one place; `told` is None where nothing is published of it there.

    `figure` is the one shown: for a cross-reference that of the other measure, which `instead_of` names. `trend` is
    through the periods of the same kind. `later` says of the last period why it has no figure, if that is not the
    one that is told.
    """

    measure: Measure
    figure: PublishedFigure
    told: Told | None
    trend: SmallTrend | None
    later: str = ""
    instead_of: str = ""

    @property
    def number(self) -> bool:
        """Whether a number of the measure's own stands here."""
        return self.told is not None and self.told.shown and not self.instead_of


@dataclass(frozen=True, slots=True)
class Named:
    """What is only named, such as a measure without a figure here: its words, where they lead, and what is said."""

    words: str
    href: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Scales:
    """What the bars of one table stand on: one scale for all percentages, and one for each figure in another unit."""

    percent: Scale
    own: Mapping[str, Scale]

    @property
    def in_words(self) -> str:
        """`40 to 90%`."""
        return f"{self.percent.least:g} to {self.percent.most:g}%"


@dataclass(frozen=True)
class Figures:
    """What is published of everyone in one place: ours, or that of one of the sources of others."""

    published: Published
    place: str
    source: str = ""

    @cached_property
    def series(self) -> Series:
        """By figure, the earliest first."""
        return by_figure(self.published.in_places([self.place]), place=self.place, source=self.source)

    def shown(self, measure: Measure) -> Shown:
        """That measure here."""
        own = self.published.figure(measure.id)
        figure = self.published.figure(own.refers_to) if own.refers_to else own
        cells = self.series.get(figure.id, ())
        last = latest(cells)
        return Shown(
            measure=measure,
            figure=figure,
            told=told(self.published, figure, last) if last else None,
            trend=self.trend(figure, last),
            later=self._later(cells, last),
            instead_of=own.refers_to,
        )

    def at(self, figure: PublishedFigure, period: str) -> Told | None:
        """That figure for that period; None where nothing is published of it."""
        for cell in self.series.get(figure.id, ()):
            if cell.period == period:
                return told(self.published, figure, cell)
        return None

    def trend(self, figure: PublishedFigure, last: PublishedCell | None) -> SmallTrend | None:
        """Through the periods of the kind that the last figure is of; None where fewer than two have a number."""
        if last is None or not last.period:
            return None
        kind = periods_of(self.published)[last.period].kind
        cells = of_kind(self.published, self.series[figure.id], kind)
        marks = [_mark(self.published, figure, cell) for cell in cells]
        seen = through(
            marks,
            changes=figure.kind == "change",
            counts=figure.kind == "count",
            apart=since_the_first(self.published, figure, cells),
        )
        words = f"Trend: {seen}"
        return small_trend(marks, words, percent=unit_in_words(figure) == "%")

    def _later(self, cells: Sequence[PublishedCell], last: PublishedCell | None) -> str:
        if last is None or not is_told(last) or cells[-1] is last:
            return ""
        state = state_in_short(cells[-1])
        why = f": {small(cells[-1].note)}" if cells[-1].note else ""
        return f"{period_of(self.published, cells[-1].period)}: {state}{why}".removesuffix(".")


def period_of(published: Published, id: str) -> str:
    """The period of that id in words; empty for none."""
    period = periods_of(published).get(id)
    return period_in_words(period) if period else ""


def outcomes_of(framework: Framework, strand: Strand) -> tuple[Outcome, ...]:
    """The strand's outcomes in the source's order: principle by principle, each by number."""
    order = [None, *(each.id for each in framework.principles)]
    found = [each for each in framework.outcomes if each.strand == strand.id]
    return tuple(sorted(found, key=lambda each: (order.index(each.principle), each.number)))


def metrics_of(framework: Framework, outcome: Outcome) -> tuple[Metric, ...]:
    """The outcome's metrics in the source's order."""
    return tuple(each for each in framework.metrics if each.outcome == outcome.id)


def measures_in_order(framework: Framework, strand: Strand) -> tuple[Measure, ...]:
    """The strand's measures as the source lays out the metrics that they are worked out for."""
    return tuple(
        framework.measure(id)
        for outcome in outcomes_of(framework, strand)
        for metric in metrics_of(framework, outcome)
        for id in metric.measures
    )


def name_of(framework: Framework, measure: Measure) -> str:
    """The source's own words where the measure is all that its metric says; else the measure's own title."""
    for metric in framework.metrics:
        if metric.measures == (measure.id,):
            return metric.statement
    return measure.title


def waits_for(measure: Measure) -> tuple[str, str]:
    """Why a measure has no figure anywhere: in a word or two, and in a sentence; both empty where it may have one."""
    if isinstance(measure.definition, ToBeDetermined):
        return "Not settled yet", "The framework leaves open what is measured."
    if measure.off:
        return "Switched off", measure.off
    return "", ""


def whose(framework: Framework, measure: Measure) -> str:
    """Whose figures those of a hub are: of who lives in its area, or of what happened there."""
    said = dict.fromkeys(
        "asked at this hub"
        if each.standing is Standing.SURVEY and each.place.basis is PlaceBasis.EVENT
        else _WHOSE[each.place.basis]
        for each in rests_on(framework, measure)
        if each.place
    )
    return " and ".join(said)


def figure_cell(shown: Shown) -> Cell:
    """The latest figure with its interval, state and period; or in words why there is none, wherever it is missing."""
    waits, why = waits_for(shown.measure)
    if waits:
        return Cell(text=waits, quiet=why)
    if shown.told is None:
        return Cell(text="Nothing published")
    return Cell(told=shown.told, quiet="; ".join(filter(None, (shown.told.period, shown.later))))


def trend_cell(shown: Shown) -> Cell:
    """The small trend, or that there are too few figures for one; empty where there is no figure at all."""
    few = shown.trend is None and shown.told is not None and shown.told.shown
    return Cell(trend=shown.trend, quiet="too few figures to draw" if few else "")


def elsewhere(framework: Framework, shown: Shown) -> str:
    """That a figure is that of another measure, naming it; empty where it is the measure's own."""
    if not shown.instead_of:
        return ""
    other = framework.measure(shown.instead_of)
    return f"The framework refers to another measure: this is the figure of “{name_of(framework, other)}”."


def latest_by(published: Published, cells: Iterable[PublishedCell], period: str) -> PublishedCell | None:
    """The last cell with a number whose period ends no later than this one does; None if there is none."""
    periods = periods_of(published)
    end = periods[period].end
    in_time = [each for each in through_time(published, cells) if periods[each.period].end <= end]
    return next((each for each in reversed(in_time) if is_told(each)), None)


def bar_of(ours: Told, beside: Told | None, scales: Scales) -> tuple[IntervalBar | None, str]:
    """The figure's bar against the larger place's, and its scale in words where it is not that of percentages.

    A count has none: the whole would leave no room for its parts.
    """
    figure, cell = ours.figure, ours.cell
    if figure.kind == "count" or cell.value is None:
        return None, ""
    scale, said = scales.percent, ""
    if unit_in_words(figure) != "%":
        scale = scales.own.get(figure.id, scale)
        said = f"scale {' to '.join(number_in_words(figure, end) for end in (scale.least, scale.most))}"
    reference = beside.cell.value if beside else None
    return interval_bar(cell, scale, reference=reference), said


def everyone_in(published: Published, level: str) -> Published:
    """Only our figures of everyone in the places of that level, and in the release's home."""
    codes = {each.code for each in published.places.places if each.level == level} | {published.home}
    return published.where(breakdown="").in_places(codes).where(source="")


def scales_of(level: Published, rows: Iterable[Shown]) -> Scales:
    """Scales on which every place of a level stands (see `everyone_in`): their pages can be laid side by side."""
    told_of = {each.figure.id: each for each in rows if each.told and each.told.cell.period}
    periods = {each.told.cell.period for each in told_of.values() if each.told}
    numbers: dict[str, list[float | None]] = {figure: [] for figure in told_of}
    for cell in _only(level, figure=set(told_of), period=periods).cells():
        numbers[cell.figure] += [cell.value, cell.lower, cell.upper]
    percent = [figure for figure, each in told_of.items() if unit_in_words(each.figure) == "%"]
    there = [
        each for figure in percent for each in numbers[figure] if each is not None and math.isfinite(each)
    ]
    tens = Scale(math.floor(min(there) / 10) * 10.0, math.ceil(max(there) / 10) * 10.0) if there else PERCENT
    own = {figure: scale_of(each) for figure, each in numbers.items() if figure not in percent}
    return Scales(tens, {figure: scale for figure, scale in own.items() if scale})


def _only(published: Published, **wanted: set[str]) -> Published:
    table = published.table
    for name, values in wanted.items():
        table = table.filter(pc.is_in(table[name], pa.array(sorted(values), pa.string())))
    return replace(published, table=table)


def in_order(framework: Framework) -> list[Measure]:
    """Every measure, as the source lays out the metrics that they are worked out for."""
    return [each for strand in framework.strands for each in measures_in_order(framework, strand)]


def places_inside(opened: Opened, code: str, level: str) -> dict[str, bool]:
    """The places of that level which this one shares small areas with, and whether it has only some of theirs."""
    tree, on = opened.published.places, opened.manifest.date
    if level not in tree.levels:
        return {}
    small = tree.levels[0]
    shared = Counter(tree.ancestor(each, level, on) for each in tree.children(code, small, on))
    return {
        each: many < len(tree.children(each, small, on))
        for each, many in sorted(shared.items(), key=lambda pair: str(pair[0]))
        if each
    }


def neighbours(opened: Opened, place: Place, level: str) -> tuple[Named, ...]:
    """The places of that level whose homes this one shares, `part of` those of which it has only some."""
    tree, to = opened.published.places, links_in(opened)
    return tuple(
        Named(without_invented(tree.place(code).name), to(level, place=code), "part of" if part else "")
        for code, part in places_inside(opened, place.code, level).items()
    )


def whom(figure: PublishedFigure) -> str:
    """Of whom the figure is: `of those who answered`, `of children aged 0 to 17`; empty if it does not say."""
    return f"of {figure.of_whom.removeprefix('of ')}" if figure.of_whom else ""


def _mark(published: Published, figure: PublishedFigure, cell: PublishedCell) -> Mark:
    words = told(published, figure, cell)
    period = periods_of(published)[cell.period]
    return Mark(
        label=words.period,
        short=short_period(period),
        value=cell.value,
        lower=cell.lower,
        upper=cell.upper,
        state=cell.state,
        told=words.value or words.state,
        interval=words.interval,
        at=period.end.isoformat(),
    )
