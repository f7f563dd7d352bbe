"""The charts of one figure, from what is published alone: through time, and side by side by place and by group.

Every number in a chart is a number of a published row; what is hidden is there in words, and never as nought. A
builder gives None where there is no number to draw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow.compute as pc

from hearth.disclosure.published import Published, PublishedCell, PublishedFigure, State
from hearth.framework.datasets import NOT_KNOWN, Breakdown
from hearth.judge.apart import Apart, apart, differ, since_the_first
from hearth.judge.phrases import small
from hearth.judge.series import everyone, kinds_of, latest, of_kind, periods_of
from hearth.judge.times import KINDS, date_in_words, period_in_words, short_period
from hearth.judge.told import told
from hearth.judge.units import unit_in_words
from hearth.judge.words import place_name, state_in_short
from hearth.kernel.periods import PeriodKind
from hearth.reports.charts.beside import larger_places, sources_in_words, targets_of
from hearth.reports.charts.chart import Chart, Mark, Series, Shape
from hearth.reports.charts.names import short_names, without_invented
from hearth.reports.charts.seen import Row, among, by_rank, has_number, of_fifths, through

__all__ = [
    "FIFTHS",
    "Origin",
    "by_deprivation",
    "by_group",
    "by_place",
    "charts_of",
    "every_chart",
    "over_time",
]

FIFTHS = "deprivation_fifth"
"""The attribute of places by which a breakdown is by deprivation."""
UNKNOWN = "Not known"
ID_SHOWN = 16
NOTICE = 40


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a chart's figures come from: the release's title, its framework's, the day it is of, and its whole id."""

    title: str
    framework: str
    released: date
    id: str

    def in_words(self) -> str:
        """`Source: Eastmere, Family Hubs Outcomes Framework, released 31 March 2026, release 2cdbb9132176b431.`"""
        parts = (self.title, self.framework, f"released {date_in_words(self.released)}")
        return f"Source: {', '.join(filter(None, parts))}, release {self.id[:ID_SHOWN]}."


def charts_of(published: Published, figure_id: str, place: str, origin: Origin) -> tuple[Chart, ...]:
    """The charts of a figure's page, in order, each of the latest period that has a number.

    Of the release's home: through time for each kind of period, by hub, by group and by deprivation. Of another
    place: through time, and by group. Empty where no number is published.
    """
    ours = published.where(figure=figure_id)
    cells = everyone(ours, figure_id, place)
    last = latest(cells)
    if last is None:
        return ()
    kinds = kinds_of(ours, cells)
    found: list[Chart | None] = [over_time(ours, figure_id, place, kind, origin) for kind in kinds]
    figure = ours.figure(figure_id)
    fifths = [each.id for each in _breakdowns(ours, figure) if each.attribute == FIFTHS]
    others = [each for each in figure.breakdowns if each not in fifths]
    if place == published.home:
        found.append(by_place(ours, figure_id, "hub", last.period, origin))
    found.append(by_group(ours, figure_id, place, last.period, others, origin))
    if place == published.home:
        found.append(by_deprivation(ours, figure_id, place, last.period, origin))
    return tuple(each for each in found if each)


def every_chart(published: Published, origin: Origin) -> Iterator[Chart]:
    """The charts of every measure's own figure, for the release's home and for each of its hubs; none twice."""
    hubs = [each.code for each in published.places.places if each.level == "hub"]
    measures = published.framework.measures if published.framework else ()
    seen: set[str] = set()
    for measure in measures:
        ours = published.where(figure=measure.id)
        for place in (published.home, *hubs):
            for chart in charts_of(ours, measure.id, place, origin):
                if chart.key not in seen:
                    seen.add(chart.key)
                    yield chart


def over_time(
    published: Published, figure_id: str, place: str, kind: PeriodKind, origin: Origin
) -> Chart | None:
    """Everyone in the place, for each period of that kind, with targets as lines.

    Beside it at most two others: for a smaller place the release's home, and the nation's and region's figures.
    """
    ours = published.where(figure=figure_id)
    figure = ours.figure(figure_id)
    cells = of_kind(ours, everyone(ours, figure_id, place), kind)
    if not cells:
        return None
    larger = larger_places(ours, place, kind, cells)
    named = {code: place_name(ours, code) for code in (place, *larger)}
    series = [
        Series(named[code], _through_time(ours, figure, each), code == place, without_invented(named[code]))
        for code, each in {place: cells, **larger}.items()
    ]
    lines = targets_of(ours, figure)
    return _chart(
        ours,
        figure,
        origin,
        name=f"{place} by {kind}",
        shape=Shape.OVER_TIME,
        title=f"{figure.title}: {named[place]}, by {KINDS[kind]}",
        summary=through(
            series[0].marks,
            lines,
            changes=figure.kind == "change",
            counts=figure.kind == "count",
            apart=since_the_first(ours, figure, cells),
        ),
        series=tuple(series),
        lines=lines,
        beside=sources_in_words(ours, [each for cells in larger.values() for each in cells]),
    )


def by_place(
    published: Published, figure_id: str, level: str, period_id: str, origin: Origin
) -> Chart | None:
    """A row for each place of that level, the highest first, under the release's home.

    Those without a number come after those with one, in words; last the share whose place is not known.
    """
    ours = published.where(figure=figure_id, source="", period=period_id, breakdown="")
    figure = ours.figure(figure_id)
    cells = {cell.place: cell for cell in ours.cells()}
    known = [code for code in cells if code in ours.places and ours.places.place(code).level == level]
    if not known:
        return None
    home = cells.get(ours.home)
    rows = _places(ours, figure, {code: cells[code] for code in known}, home)
    lost = cells.get(f"{ours.home}?{level}")
    name = f"{level.replace('_', ' ').capitalize()} not known"
    last = [_mark(ours, figure, lost, name, short=name)] if _is_any(lost) and lost else []
    whole = _standing(ours, figure, home, place_name(ours, ours.home))
    return _chart(
        ours,
        figure,
        origin,
        name=f"{ours.home} by {level} {period_id}",
        shape=Shape.SIDE_BY_SIDE,
        title=f"{figure.title}: by {level.replace('_', ' ')}, {_where(ours, ours.home, period_id)}",
        summary=by_rank(rows, whole, whose=f"the {_level(ours, ours.home)}'s", each=level.replace("_", " ")),
        series=(Series("", (*whole, *(row.mark for row in rows), *last)),),
    )


def by_group(
    published: Published,
    figure_id: str,
    place: str,
    period_id: str,
    breakdowns: Iterable[str],
    origin: Origin,
) -> Chart | None:
    """A row for each group of each of these breakdowns, in the framework's own order, under everyone in the place."""
    ours = published.where(figure=figure_id)
    figure = ours.figure(figure_id)
    whole, rows = _groups(ours, figure, place, period_id, breakdowns)
    if not rows:
        return None
    return _chart(
        ours,
        figure,
        origin,
        name=f"{place} by group {period_id}",
        shape=Shape.SIDE_BY_SIDE,
        title=f"{figure.title}: by group, {_where(ours, place, period_id)}",
        summary=among(rows, whole),
        series=(Series("", (*whole, *(row.mark for row in rows))),),
    )


def by_deprivation(
    published: Published, figure_id: str, place: str, period_id: str, origin: Origin
) -> Chart | None:
    """A row for each fifth of areas, from the most to the least deprived, under everyone in the place."""
    ours = published.where(figure=figure_id)
    figure = ours.figure(figure_id)
    scheme = [each for each in _breakdowns(ours, figure) if each.attribute == FIFTHS][:1]
    whole, rows = _groups(ours, figure, place, period_id, [each.id for each in scheme])
    if not rows:
        return None
    rows = [replace(each, mark=replace(each.mark, section="")) for each in rows]
    return _chart(
        ours,
        figure,
        origin,
        name=f"{place} by deprivation {period_id}",
        shape=Shape.SIDE_BY_SIDE,
        title=f"{figure.title}: by deprivation of the home area, {_where(ours, place, period_id)}",
        summary=_fifths_seen(ours, scheme[0], (place, period_id), rows) or among(rows, whole),
        series=(Series("", (*whole, *(row.mark for row in rows))),),
    )


def _fifths_seen(published: Published, scheme: Breakdown, where: tuple[str, str], rows: list[Row]) -> str:
    """The first fifth beside the last; empty where one of these has no row."""
    place, period_id = where
    here = published.where(source="", place=place, period=period_id, breakdown=scheme.id)
    cells = {each.group: each for each in here.cells()}
    ends = [each for each in (scheme.groups[0], scheme.groups[-1]) if each.code in cells]
    fifths = [each.mark for each in rows if each.known]
    if len(ends) < 2 or len(fifths) < 2:
        return ""
    most, least = (cells[each.code] for each in ends)
    return of_fifths(fifths, fifths[0], fifths[-1], differ(published, most, least))


def _chart(
    published: Published, figure: PublishedFigure, origin: Origin, *, name: str, beside: str = "", **rest: Any
) -> Chart | None:
    """The chart with all that goes with every one; None where what it is about has no number in it."""
    chart = Chart(
        name=re.sub(r"[^a-z0-9]+", "-", f"{figure.id} {name}".lower()).strip("-"),
        axis=_axis(figure),
        unit=unit_in_words(figure),
        source=origin.in_words() + beside,
        notice=_notice(published.notice),
        **rest,
    )
    ours = [mark for mark in chart.series[0].marks if not mark.standing]
    return chart if any(has_number(mark) for mark in ours) else None


def _mark(
    published: Published, figure: PublishedFigure, cell: PublishedCell, label: str, **rest: Any
) -> Mark:
    """A published row as a mark: its numbers, or in words why there are none."""
    words = told(published, figure, cell)
    percent = "%" if unit_in_words(figure) == "%" else ""
    ends = words.interval.split(" to ") if words.interval else []
    return Mark(
        label=label,
        value=cell.value,
        lower=cell.lower,
        upper=cell.upper,
        state=cell.state,
        told=words.value or _why(cell),
        interval=" to ".join(f"{end}{percent}" for end in ends),
        counts=words.counts,
        symbol=words.symbol,
        **rest,
    )


def _why(cell: PublishedCell) -> str:
    """Why there is no number: of what is hidden no more than that it is, of the rest what its note says."""
    if cell.state is State.SUPPRESSED or not cell.note:
        return state_in_short(cell)
    return small(cell.note).removesuffix(".")


def _through_time(
    published: Published, figure: PublishedFigure, cells: Iterable[PublishedCell]
) -> tuple[Mark, ...]:
    periods = periods_of(published)
    return tuple(
        _mark(
            published,
            figure,
            cell,
            period_in_words(periods[cell.period]),
            short=short_period(periods[cell.period]),
            at=periods[cell.period].end.isoformat(),
        )
        for cell in cells
    )


def _places(
    published: Published,
    figure: PublishedFigure,
    cells: dict[str, PublishedCell],
    home: PublishedCell | None,
) -> list[Row]:
    """A row for each place, the highest first."""
    names = zip(cells, short_names([place_name(published, code) for code in cells]), strict=True)
    rows = [
        Row(
            _mark(published, figure, cells[code], place_name(published, code), short=short),
            _apart(published, cells[code], home),
        )
        for code, short in names
    ]
    return sorted(rows, key=lambda row: _from_the_top(row.mark))


def _groups(
    published: Published,
    figure: PublishedFigure,
    place: str,
    period_id: str,
    breakdowns: Iterable[str],
) -> tuple[list[Mark], list[Row]]:
    """Everyone, and the rows of the breakdowns, each under its title; who is in no group comes last, if anyone is."""
    here = published.where(source="", place=place, period=period_id)
    cells = {(each.breakdown, each.group): each for each in here.cells()}
    whole = cells.get(("", ""))
    groups = _of_whom_some(published)
    wanted = set(breakdowns)
    rows = []
    for breakdown in _breakdowns(published, figure):
        titles = [(each.code, each.title) for each in breakdown.groups]
        for code, title in [*titles, (NOT_KNOWN, UNKNOWN)] if breakdown.id in wanted else ():
            cell = cells.get((breakdown.id, code))
            if cell and (breakdown.id, code) in groups and not (code == NOT_KNOWN and not _is_any(cell)):
                mark = _mark(published, figure, cell, title, short=title, section=breakdown.title)
                rows.append(Row(mark, _apart(published, cell, whole), known=code != NOT_KNOWN))
    return _standing(published, figure, whole, "Everyone"), rows


def _of_whom_some(published: Published) -> set[tuple[str, str]]:
    """The breakdowns and groups of which anybody can be in the figure, in any place and period."""
    table = published.table.filter(pc.not_equal(published.table["state"], State.NOT_APPLICABLE.value))
    pairs = table.select(["breakdown", "group"]).group_by(["breakdown", "group"]).aggregate([])
    return {(row["breakdown"], row["group"]) for row in pairs.to_pylist()}


def _apart(published: Published, cell: PublishedCell, whole: PublishedCell | None) -> Apart | None:
    """Whether the cell's interval leaves the whole's figure out; None where one of these is not there."""
    if whole is None or whole.value is None or cell.lower is None or cell.upper is None:
        return None
    return None if cell.state is State.RANGE else apart(published, cell, whole.value)


def _standing(
    published: Published, figure: PublishedFigure, cell: PublishedCell | None, label: str
) -> list[Mark]:
    """The row that the others are seen against. A count has none: a total would leave no room for its parts."""
    if cell is None or figure.kind == "count":
        return []
    return [_mark(published, figure, cell, label, short=without_invented(label), standing=True)]


def _breakdowns(published: Published, figure: PublishedFigure) -> list[Breakdown]:
    """Those of the figure, in the figure's own order."""
    known = {each.id: each for each in published.framework.breakdowns} if published.framework else {}
    return [known[id] for id in figure.breakdowns if id in known]


def _from_the_top(mark: Mark) -> tuple[bool, float, str]:
    """The highest value first, then what has none, by name."""
    return (mark.value is None, -(mark.value or 0.0), mark.label)


def _is_any(cell: PublishedCell | None) -> bool:
    return cell is not None and cell.state is not State.NOT_APPLICABLE


def _level(published: Published, code: str) -> str:
    return published.places.place(code).level.replace("_", " ") if code in published.places else "place"


def _in_words(published: Published, period_id: str) -> str:
    period = periods_of(published).get(period_id)
    return period_in_words(period) if period else ""


def _where(published: Published, place: str, period_id: str) -> str:
    return ", ".join(filter(None, (place_name(published, place), _in_words(published, period_id))))


def _axis(figure: PublishedFigure) -> str:
    """What the values are: `Percentage of those who answered`, `Rate per 10,000 children aged 0 to 17`."""
    unit, whom = unit_in_words(figure), figure.of_whom.removeprefix("of ")
    if figure.kind == "change":
        return "Change from a year before, in percentage points"
    if figure.kind == "count":
        return "Number"
    if figure.kind == "mean":
        return f"Mean, {whom}" if whom else "Mean"
    if unit == "%":
        return f"Percentage of {whom}" if whom else "Percentage"
    return f"For every {figure.per:,} {whom}".strip() if figure.per > 1 else "Ratio"


def _notice(said: str) -> str:
    """The first of what the release must say, in whole clauses: enough to be understood, short enough for a picture."""
    clauses = re.split(r"(?<=[.;]) ", said)
    taken = ""
    while clauses and len(taken) < NOTICE:
        taken = f"{taken} {clauses.pop(0)}".strip()
    return re.sub(r";$", ".", taken)
