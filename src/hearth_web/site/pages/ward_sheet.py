"""The page of a ward, on one sheet: its children, its figures beside larger places, and what is not known of it.

Every figure under the ward's name is a published figure of the ward. Those of larger places stand in columns of their
own, under their own names, and never in its stead: a measure that is not known for wards is only named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from hearth.disclosure.published import CameIn, Published, PublishedCell, State
from hearth.framework.framework import Framework
from hearth.framework.measures import Measure, Rate
from hearth.framework.standing import rests_on
from hearth.judge.phrases import capital, listed
from hearth.judge.series import periods_of
from hearth.judge.times import KINDS
from hearth.judge.told import Told, told
from hearth.judge.words import place_name
from hearth.kernel.periods import PeriodKind
from hearth.kernel.places import Place
from hearth.kernel.populations import mid_year_for
from hearth.reports.charts.names import without_invented
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.pages.rows import (
    Figures,
    Named,
    Scales,
    Shown,
    bar_of,
    everyone_in,
    in_order,
    latest_by,
    name_of,
    neighbours,
    period_of,
    scales_of,
    waits_for,
    whom,
)
from hearth_web.site.shelf import Opened

__all__ = ["Benchmarked", "Fact", "WardPage", "ward_page"]

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A count of children, empty where none is given, and which they are. `of` names what divides them into groups."""

    number: str
    words: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Benchmarked:
    """Whose figures stand beside ours, and in what they differ."""

    source: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WardPage:
    """A ward, on one sheet: its children, its figures beside larger places, and what is not known of it.

    A measure that only points to another stands nowhere: the other stands where it is known.
    """

    code: str
    name: str
    whole: str
    nation: str
    area: tuple[Named, ...]
    children: tuple[Fact, ...]
    rounded: str
    table: Table
    benchmarks: tuple[Benchmarked, ...]
    unknown: tuple[str, ...]
    not_here: tuple[str, ...]
    at_hubs: tuple[str, ...]
    only_whole: tuple[str, ...]
    waiting: tuple[str, ...]


def ward_page(opened: Opened, place: Place) -> WardPage:
    """Everything on the page of this ward."""
    published, framework = opened.published, opened.framework
    level = everyone_in(published, "ward")
    ours, home = Figures(level, place.code), Figures(level, published.home)
    shown = [ours.shown(measure) for measure in in_order(framework)]
    here = [each for each in shown if each.told and not each.instead_of]
    missing = [each for each in shown if each not in here and not each.instead_of]
    nation = _Beside.of(published)
    scales = scales_of(level, here)
    rows = tuple(_ward_row(opened, each, sides=(ours, home, nation), scales=scales) for each in here)
    whole = without_invented(place_name(published, published.home))
    return WardPage(
        code=place.code,
        name=place.name,
        whole=whole,
        nation=nation.name,
        area=neighbours(opened, place, "hub"),
        children=tuple(_children(published, framework, place, here)),
        rounded=_rounded(published),
        table=Table(
            f"Figures of {place.name}",
            _ward_columns(whole, nation, scales),
            rows,
            hidden_caption=True,
            stacked=True,
        ),
        benchmarks=tuple(nation.named(framework, here)),
        unknown=tuple(_unknown(opened, ours, home, here)),
        not_here=_names(framework, missing, "ward"),
        at_hubs=_names(framework, missing, "hub"),
        only_whole=_names(framework, missing, "whole"),
        waiting=_names(framework, missing, "nowhere"),
    )


@dataclass(frozen=True)
class _Beside:
    """The largest place that others publish figures of, by source."""

    published: Published
    place: str
    sources: dict[str, Figures]

    @classmethod
    def of(cls, published: Published) -> _Beside:
        tree = published.places
        theirs = published.where(breakdown="").table.select(["source", "place"]).group_by(["source", "place"])
        pairs = [
            (tree.levels.index(tree.place(row["place"]).level), row["place"], row["source"])
            for row in theirs.aggregate([]).to_pylist()
            if row["source"] and row["place"] in tree
        ]
        if not pairs:
            return cls(published, "", {})
        largest = max(pairs)[1]
        sources = sorted({source for _, place, source in pairs if place == largest})
        there = published.in_places([largest])
        return cls(published, largest, {each: Figures(there, largest, each) for each in sources})

    @property
    def name(self) -> str:
        return without_invented(place_name(self.published, self.place)) if self.place else ""

    def at(self, figure: str, period: str) -> Told | None:
        """Its latest figure at or before that period, of the first source that has one."""
        for source in self._in_turn(figure):
            cell = latest_by(self.published, self.sources[source].series.get(figure, ()), period)
            if cell:
                return told(self.published, self.published.figure(figure, source), cell)
        return None

    def named(self, framework: Framework, here: list[Shown]) -> Iterator[Benchmarked]:
        """The sources of the figures that stand beside these, with what is said of their differences."""
        used: dict[str, list[str]] = {}
        for each in here:
            assert each.told is not None
            found = self.at(each.figure.id, each.told.cell.period)
            if found:
                notes = used.setdefault(found.cell.source, [])
                notes += [
                    f"{name_of(framework, each.measure)}: {mark.note}"
                    for mark in framework.benchmarks
                    if (mark.figure, mark.source) == (each.figure.id, found.cell.source) and mark.note
                ]
        for source in self.published.sources:
            if source.id in used:
                words = ". ".join(filter(None, (source.title, source.publisher, source.edition)))
                yield Benchmarked(words, tuple(used[source.id]))

    def _in_turn(self, figure: str) -> list[str]:
        """The framework's order of sources for that figure, then any others."""
        framework = self.published.framework
        first = [each.source for each in framework.benchmarks if each.figure == figure] if framework else []
        return [each for each in dict.fromkeys([*first, *self.sources]) if each in self.sources]


def _ward_columns(whole: str, beside: _Beside, scales: Scales) -> tuple[Column, ...]:
    nation = (Column(beside.name),) if beside.place else ()
    return (
        Column("Measure"),
        Column("This ward"),
        Column(f"Against {whole}, {scales.in_words}"),
        Column(whole),
        *nation,
    )


_Sides: TypeAlias = tuple[Figures, Figures, _Beside]
"""The ward, the release's home, and the nation."""


def _ward_row(opened: Opened, shown: Shown, *, sides: _Sides, scales: Scales) -> Row:
    assert shown.told is not None
    framework, cell = opened.framework, shown.told.cell
    ours, home, abroad = sides
    whole = home.at(shown.figure, cell.period)
    bar, scale = bar_of(shown.told, whole, scales)
    nation = [_nation_cell(abroad.at(shown.figure.id, cell.period), cell.period)] if abroad.place else []
    return Row(
        cells=(
            Cell(
                text=name_of(framework, shown.measure),
                href=links_in(opened)("measure-at", measure=shown.measure.id, place=cell.place),
                quiet=capital(whom(shown.figure)) if shown.told.counts else "",
            ),
            Cell(told=shown.told, quiet=_said_below(ours, shown)),
            Cell(bar=bar, quiet=scale),
            Cell(told=whole) if whole else Cell(text="Nothing published"),
            *nation,
        )
    )


def _said_below(ours: Figures, shown: Shown) -> str:
    """What stands under a figure: what was counted, when, and how many of its periods are hidden."""
    assert shown.told is not None
    counts = "" if shown.figure.kind == "ratio" else shown.told.counts
    when = ", ".join(filter(None, (counts, shown.told.period)))
    hidden, of = _many_hidden(ours, shown), len(ours.series[shown.figure.id])
    many = f"{hidden} of {of} periods hidden" if hidden else ""
    return "; ".join(filter(None, (when, shown.later, many)))


def _nation_cell(beside: Told | None, period: str) -> Cell:
    if beside is None:
        return Cell(text="Nothing published")
    return Cell(told=beside, quiet="" if beside.cell.period == period else beside.period)


def _children(published: Published, framework: Framework, place: Place, here: list[Shown]) -> Iterator[Fact]:
    """How many children live here, as the population under a rate of children says, and in which groups."""
    for each in here:
        if not isinstance(each.measure.definition, Rate) or each.told is None:
            continue
        last = each.told.cell
        if last.denominator is None:
            continue
        period = periods_of(published)[last.period]
        whom = each.figure.of_whom or "people"
        yield Fact(f"{last.denominator:,}", f"{whom}, by the estimate for mid-{mid_year_for(period.end)}")
        cells = published.where(source="", figure=each.figure.id, place=place.code, period=last.period)
        yield from _groups(framework, cells.cells())
        return


def _groups(framework: Framework, cells: Iterable[PublishedCell]) -> Iterator[Fact]:
    """How many are in each group; nothing of a breakdown for none of whose groups that is given."""
    found = {(each.breakdown, each.group): each for each in cells if each.breakdown}
    for breakdown in framework.breakdowns:
        facts = []
        for group in breakdown.groups:
            cell = found.get((breakdown.id, group.code))
            if cell is not None and cell.state is not State.NOT_APPLICABLE:
                number = "" if cell.denominator is None else f"{cell.denominator:,}"
                facts.append(Fact(number, group.title, breakdown.title))
        if any(each.number for each in facts):
            yield from facts


def _rounded(published: Published) -> str:
    to = published.policy.round_to if published.policy else 1
    return f"Counts of people are to the nearest {to}." if to > 1 else ""


def _names(framework: Framework, missing: list[Shown], known: str) -> tuple[str, ...]:
    """The measures without a figure here that are known for wards, hubs or the whole, or nowhere."""
    return tuple(name_of(framework, each.measure) for each in missing if _known_for(framework, each) == known)


def _known_for(framework: Framework, shown: Shown) -> str:
    """The smallest of ward, hub and whole that the measure is published for; `nowhere` while it waits."""
    if waits_for(shown.measure)[0]:
        return "nowhere"
    levels = framework.framework.levels
    smallest = levels.index(shown.figure.smallest_place)
    for level in ("ward", "hub"):
        if level in levels and smallest <= levels.index(level):
            return level
    return "whole"


def _unknown(opened: Opened, ours: Figures, home: Figures, here: list[Shown]) -> Iterator[str]:
    """What is not known of the ward, in sentences, from what is published alone."""
    yield from _hidden(ours, here)
    yield from _not_given(opened, ours, here)
    yield from _lost(opened.published, home, here)
    yield from _came_in(opened, here)


def _hidden(ours: Figures, here: list[Shown]) -> Iterator[str]:
    """How many figures are hidden, and how many of those shown rest on few answers; the rows say which."""
    hidden = sum(_many_hidden(ours, each) for each in here)
    if hidden:
        among = sum(len(ours.series[each.figure.id]) for each in here)
        are = "is" if hidden == 1 else "are"
        yield f"{hidden} of {among} figures {are} hidden to protect people. Each row says how many of its own."
    few = sum(each.told is not None and each.told.cell.state is State.LOW_RELIABILITY for each in here)
    if few:
        yield f"{few} of the figures below {'rests' if few == 1 else 'rest'} on few answers."


def _many_hidden(ours: Figures, shown: Shown) -> int:
    return sum(cell.state is State.SUPPRESSED for cell in ours.series[shown.figure.id])


def _not_given(opened: Opened, ours: Figures, here: list[Shown]) -> Iterator[str]:
    """The kinds of period for which figures that stand here are not given."""
    by_kind: dict[str, list[str]] = {}
    stand = {each.figure.id: each.measure for each in here}
    periods = periods_of(opened.published)
    for figure, level, kind, breakdown in opened.published.not_given:
        if figure not in stand or level != "ward" or breakdown:
            continue
        if kind not in {periods[cell.period].kind for cell in ours.series[figure]}:
            by_kind.setdefault(kind, []).append(_quoted(opened.framework, stand[figure]))
    for kind, names in by_kind.items():
        by = KINDS[PeriodKind(kind)]
        yield f"Not given for wards by {by}, for nearly all would have to be hidden: {listed(names)}."


def _lost(published: Published, home: Figures, here: list[Shown]) -> Iterator[str]:
    """How many people's ward is not known, of those that the figures are about."""
    lost = Figures(published, f"{published.home}?ward")
    by_period: dict[str, list[str]] = {}
    hidden = 0
    for each in here:
        if each.figure.kind != "proportion" or each.told is None:
            continue
        part, whole = (side.at(each.figure, each.told.cell.period) for side in (lost, home))
        hidden += part is not None and part.cell.state is State.SUPPRESSED
        if part and whole and part.cell.denominator and whole.cell.denominator:
            counts = f"{part.cell.denominator:,} of {whole.cell.denominator:,} {whom(each.figure).removeprefix('of ')}"
            by_period.setdefault(part.period, []).append(counts)
    said = [f"{listed(counts)} ({period})" for period, counts in by_period.items()]
    if hidden:
        said.append(f"for {hidden} {'measure' if hidden == 1 else 'measures'} that number is hidden")
    if said:
        whole_name = without_invented(place_name(published, published.home))
        yield f"In all of {whole_name}, people whose ward is not known: {'; '.join(said)}."


def _came_in(opened: Opened, here: list[Shown]) -> Iterator[str]:
    """What did not come in, or only in part, of the returns that these figures are counted from."""
    framework, published = opened.framework, opened.published
    rests = dict.fromkeys(each.id for shown in here for each in rests_on(framework, shown.measure))
    short = [
        each for each in published.coverage if each.dataset in rests and each.state is not CameIn.COMPLETE
    ]
    for each in short[:MOST_NAMED]:
        came = "did not come in" if each.state is CameIn.NONE else "came in only in part"
        yield f"{framework.dataset(each.dataset).title} for {period_of(published, each.period)} {came}."
    if len(short) > MOST_NAMED:
        yield f"So it was with {len(short) - MOST_NAMED} more returns: see About the data."
    if here and not short:
        yield "All the returns that these figures are counted from came in."


def _quoted(framework: Framework, measure: Measure) -> str:
    return f"“{name_of(framework, measure).removesuffix('.')}”"
