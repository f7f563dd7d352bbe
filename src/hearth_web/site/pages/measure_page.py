"""The page of a measure, and of a measure at one hub or ward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404

from hearth.disclosure.published import PublishedCell, PublishedFigure
from hearth.framework.measures import Measure
from hearth.framework.standing import standing_of
from hearth.judge.phrases import capital
from hearth.judge.sentences import how_sure, in_a_sentence, rounding_in_words
from hearth.judge.series import everyone, is_told, latest, periods_of
from hearth.judge.times import date_in_words, period_in_words
from hearth.judge.told import Told, told
from hearth.judge.words import place_name
from hearth.kernel.places import Place
from hearth.reports.charts.chart import Shape
from hearth.reports.charts.of_measure import FIFTHS, charts_of
from hearth_web.core.tables import Table
from hearth_web.site.addresses import LEVELS, links_in
from hearth_web.site.answer import html
from hearth_web.site.kept import Body
from hearth_web.site.pages.about import About, about, hidden_in_words, targets_in_words
from hearth_web.site.pages.charts import ChartView, origin_of, view_of
from hearth_web.site.pages.definitions import Counted, counted
from hearth_web.site.pages.found import figure_of, figures_of, measure_named, place_named
from hearth_web.site.pages.measure_tables import (
    beside_it,
    beside_series,
    not_known,
    of_others,
    series_table,
    wards_table,
)
from hearth_web.site.pages.rows import whose
from hearth_web.site.shelf import Opened

__all__ = ["MeasureAt", "MeasurePage", "Said", "Section", "body", "body_at", "measure_at", "measure_page"]


@dataclass(frozen=True, slots=True)
class Said:
    """The latest figure in sentences: `first` what is missing since, the figure itself, and how sure it is."""

    told: Told | None
    first: str
    sentence: str
    sure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The charts of one kind under a heading; in their place, why there are none."""

    id: str
    heading: str
    charts: tuple[ChartView, ...]
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """All that the page of a measure says. `instead` is the measure whose figure is shown, with its sentence."""

    measure: Measure
    about: About
    said: Said
    instead: tuple[Measure, Said] | None
    rests_on: tuple[Measure, Counted] | None
    targets: tuple[str, ...]
    others: Table | None
    sections: tuple[Section, ...]
    wards: Table | None
    beside: Table | None
    beside_series: Table | None
    unknown: Table | None
    series: Table | None
    hidden: tuple[str, ...]
    left_out: tuple[str, ...]
    places: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    cite: str
    rows: int


@dataclass(frozen=True, slots=True)
class MeasureAt:
    """All that the page of a measure at a hub or ward says. `whose` are counted there: a sentence, or nothing."""

    measure: Measure
    place: Place
    whose: str
    about: About
    said: Said
    whole: Said
    home: str
    sections: tuple[Section, ...]
    series: Table | None
    beside: Table | None
    beside_series: Table | None
    others: tuple[tuple[str, str], ...]
    cite: str
    rows: int


def body(opened: Opened, *, here: str, measure: str) -> Body:
    """The page of this measure."""
    page = measure_page(opened, measure_named(opened, measure))
    return html("site/measure.jinja", opened, here=here, section="framework", page=page)


def body_at(opened: Opened, *, here: str, measure: str, place: str) -> Body:
    """The page of this measure at this hub or ward."""
    page = measure_at(opened, measure_named(opened, measure), place_named(opened, place))
    return html("site/measure_at.jinja", opened, here=here, section=LEVELS[page.place.level], page=page)


def measure_page(opened: Opened, measure: Measure) -> MeasurePage:
    """What is said of a measure, worked out from the release alone."""
    home = opened.published.home
    figure = figure_of(opened, measure.id)
    cells = everyone(opened.published, measure.id, home)
    said = _said(opened, measure, figure, home)
    ours = said.told.cell if said.told else None
    hidden, left_out = hidden_in_words(opened, measure)
    numbers = any(is_told(cell) for cell in cells)
    return MeasurePage(
        measure=measure,
        about=about(opened, measure),
        said=said,
        instead=_instead(opened, figure),
        rests_on=_rests_on(opened, measure),
        targets=targets_in_words(opened, measure),
        others=of_others(opened, figure, ours) if figure and ours else None,
        sections=tuple(_sections(opened, measure, figure, home)) if figure and numbers else (),
        wards=wards_table(opened, figure) if figure else None,
        beside=beside_it(opened, measure, home),
        beside_series=beside_series(opened, measure, home),
        unknown=not_known(opened, figure, ours) if figure and ours else None,
        series=_series(opened, measure, figure, cells) if figure and numbers else None,
        hidden=hidden,
        left_out=left_out,
        places=tuple(_places(opened, measure)),
        cite=_cite(opened, measure, said),
        rows=_rows(opened, measure),
    )


def measure_at(opened: Opened, measure: Measure, place: Place) -> MeasureAt:
    """What is said of a measure at a hub or ward; a 404 where it has no figure for it."""
    figure = figure_of(opened, measure.id)
    cells = everyone(opened.published, measure.id, place.code) if figure else ()
    beside = beside_it(opened, measure, place.code)
    if figure is None or not (cells or beside):
        raise Http404(
            f"No figure of this measure is given for {place.name}. "
            "Its own page says for which places there are figures."
        )
    home = opened.published.home
    said = _said(opened, measure, figure, place.code)
    others = [each for each in _given_at(opened, measure, place.level) if each[0] != place.code]
    to = links_in(opened)
    return MeasureAt(
        measure=measure,
        place=place,
        whose=_whose(opened, measure, place),
        about=about(opened, measure),
        said=said,
        whole=_said(opened, measure, figure, home, period=said.told.cell.period if said.told else ""),
        home=place_name(opened.published, home),
        sections=tuple(_sections(opened, measure, figure, place.code)),
        series=series_table(opened, figure, cells, f"{measure.title}: {place.name}, every period")
        if cells
        else None,
        beside=beside,
        beside_series=beside_series(opened, measure, place.code),
        others=tuple((name, to("measure-at", measure=measure.id, place=code)) for code, name in others),
        cite=_cite(opened, measure, said, place),
        rows=_rows(opened, measure, place.code),
    )


def _said(
    opened: Opened, measure: Measure, figure: PublishedFigure | None, place: str, *, period: str = ""
) -> Said:
    """The latest figure, or that of a period, in sentences; what came after it without a number is said first."""
    published = opened.published
    cells = [
        cell
        for cell in (everyone(opened.published, measure.id, place) if figure else ())
        if not period or cell.period == period
    ]
    last = latest(cells)
    if figure is None or last is None:
        return Said(None, "", "No figure is given.", ())
    newest = cells[-1]
    first = "" if newest is last else in_a_sentence(published, figure, newest, place)
    sure = how_sure(figure, last, standing_of(opened.framework, measure), repeats=measure.repeats)
    rounding = (rounding_in_words(published, figure, last),) if sure else ()
    return Said(
        told=told(published, figure, last),
        first=first,
        sentence=in_a_sentence(published, figure, last, place),
        sure=(*sure, *filter(None, rounding)),
    )


def _whose(opened: Opened, measure: Measure, place: Place) -> str:
    """`Of those who live in its area.`, `Asked at this hub.`"""
    said = whose(opened.framework, measure)
    if not said or (place.level != "hub" and "hub" in said):
        return ""
    return f"{capital(said)}."


def _instead(opened: Opened, figure: PublishedFigure | None) -> tuple[Measure, Said] | None:
    if figure is None or not figure.refers_to:
        return None
    other = measure_named(opened, figure.refers_to.partition(".")[0])
    return other, _said(opened, other, figure_of(opened, other.id), opened.published.home)


def _rests_on(opened: Opened, measure: Measure) -> tuple[Measure, Counted] | None:
    """For a change, the measure and the counting of the figure that changes."""
    of = getattr(measure.definition, "of", "")
    if not of:
        return None
    id, _, name = of.partition(".")
    other = measure_named(opened, id)
    definition = next((each.definition for each in other.beside if each.name == name), other.definition)
    return other, counted(opened.framework, definition)


def _sections(opened: Opened, measure: Measure, figure: PublishedFigure, place: str) -> Iterator[Section]:
    """The charts under their headings; for the release's home also why a kind of chart is missing."""
    csv = (
        links_in(opened)("measure-csv", measure=measure.id)
        if place == opened.published.home
        else links_in(opened)("measure-at-csv", measure=measure.id, place=place)
    )
    found: dict[str, list[ChartView]] = {}
    for chart in charts_of(opened.published, figure.id, place, origin_of(opened)):
        kind = _kind(chart.shape, chart.name)
        found.setdefault(kind, []).append(view_of(opened, chart, csv=csv))
    home = place == opened.published.home
    for id, heading in _HEADINGS.items():
        charts = tuple(found.get(id, ()))
        if charts or (home and id != "time"):
            yield Section(f"by-{id}", heading, charts, "" if charts else _why_none(opened, measure, id))


_HEADINGS = {"time": "Over time", "hub": "By hub", "group": "By group", "deprivation": "By deprivation"}


def _kind(shape: Shape, name: str) -> str:
    if shape is Shape.OVER_TIME:
        return "time"
    return next((each for each in ("deprivation", "hub") if f"-by-{each}-" in f"{name}-"), "group")


def _why_none(opened: Opened, measure: Measure, kind: str) -> str:
    fifths = {each.id for each in opened.framework.breakdowns if each.attribute == FIFTHS}
    levels = opened.framework.framework.levels
    if kind == "hub":
        smallest = levels.index(measure.smallest_place) if measure.smallest_place in levels else 0
        if "hub" in levels and smallest > levels.index("hub"):
            return f"This measure is only counted for the whole {measure.smallest_place.replace('_', ' ')}."
    elif kind == "deprivation" and not fifths & set(measure.breakdowns):
        return "This measure is not divided by how deprived the area is."
    elif kind == "group" and not set(measure.breakdowns) - fifths:
        return "This measure is not divided by group."
    return "No figure can be shown for the latest period: see what is hidden, below."


def _series(
    opened: Opened, measure: Measure, figure: PublishedFigure, cells: Sequence[PublishedCell]
) -> Table:
    name = place_name(opened.published, opened.published.home)
    return series_table(opened, figure, cells, f"{measure.title}: {name}, every period")


def _places(opened: Opened, measure: Measure) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """For hubs, if they have pages of this measure: the word for them, and name and address of each."""
    to = links_in(opened)
    for level, word in LEVELS.items():
        given = _given_at(opened, measure, level)
        if given and level != "ward":  # wards have a table, whose names lead there
            yield (
                word,
                tuple((name, to("measure-at", measure=measure.id, place=code)) for code, name in given),
            )


def _given_at(opened: Opened, measure: Measure, level: str) -> list[tuple[str, str]]:
    """Code and name of the places of that level for which there are rows of the measure, by name."""
    published = opened.published
    codes: set[str] = set()
    for figure in figures_of(opened, measure.id):
        rows = published.where(figure=figure.id, source="", breakdown="")
        codes |= set(rows.table["place"].unique().to_pylist())
    found = [(each.code, each.name) for each in published.places.places if each.level == level]
    return sorted((pair for pair in found if pair[0] in codes), key=lambda pair: pair[1])


def _cite(opened: Opened, measure: Measure, said: Said, place: Place | None = None) -> str:
    """A line to quote the figure by: whose, what, when, which release of which day, and where it stands."""
    published, manifest, to = opened.published, opened.manifest, links_in(opened)
    period = periods_of(published).get(said.told.cell.period) if said.told else None
    what = ", ".join(
        filter(
            None,
            (
                published.title,
                place.name if place else "",
                measure.title,
                period_in_words(period) if period else "",
            ),
        )
    )
    where = {"place": place.code} if place else {}
    address = to("measure-at" if place else "measure", measure=measure.id, **where)
    return f"{what}. Release {opened.short} of {date_in_words(manifest.date)}. {settings.HEARTH_ADDRESS}{address}"


def _rows(opened: Opened, measure: Measure, place: str = "") -> int:
    """How many rows the download has."""
    published = opened.published.where(place=place) if place else opened.published
    ids = {each.id for each in figures_of(opened, measure.id)}
    return sum(len(published.where(figure=id)) for id in ids)
