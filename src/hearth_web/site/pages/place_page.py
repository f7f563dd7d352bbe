"""The page of a hub, and a ward's as it is sent. Every figure under a hub's name is a published figure of that hub.

The authority's figures stand beside it in a column of their own, under its name, and never in the hub's stead: a
measure that is not known for hubs is only named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404

from hearth.disclosure.published import State
from hearth.judge.words import place_name
from hearth.kernel.places import Place
from hearth.reports.charts.names import without_invented
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.answer import html
from hearth_web.site.kept import Body
from hearth_web.site.pages.found import place_named
from hearth_web.site.pages.rows import (
    Figures,
    Named,
    Scales,
    Shown,
    bar_of,
    elsewhere,
    everyone_in,
    figure_cell,
    in_order,
    measures_in_order,
    name_of,
    neighbours,
    scales_of,
    trend_cell,
    waits_for,
    whose,
)
from hearth_web.site.pages.ward_sheet import ward_page
from hearth_web.site.shelf import Opened

__all__ = ["HubPage", "StrandRows", "hub", "hub_page", "ward"]


@dataclass(frozen=True, slots=True)
class StrandRows:
    """A strand's rows; none of them is about another place."""

    id: str
    title: str
    table: Table


@dataclass(frozen=True, slots=True)
class HubPage:
    """A hub: its figures in the framework's order, and the measures it has none of.

    A measure that only points to another is none of its own: it is a row where the other has a figure, or is nowhere.
    """

    code: str
    name: str
    whole: str
    area: tuple[Named, ...]
    facts: tuple[str, ...]
    strands: tuple[StrandRows, ...]
    only_whole: tuple[Named, ...]
    waiting: tuple[Named, ...]


def hub(opened: Opened, *, here: str, place: str) -> Body:
    """The page of this hub."""
    page = hub_page(opened, _known(opened, place, "hub"))
    return html("site/hub.jinja", opened, here=here, page=page, section="hubs")


def ward(opened: Opened, *, here: str, place: str) -> Body:
    """The page of this ward."""
    page = ward_page(opened, _known(opened, place, "ward"))
    return html("site/ward.jinja", opened, here=here, page=page, section="wards")


def _known(opened: Opened, code: str, level: str) -> Place:
    if "?" in code:
        raise Http404(
            f"People whose {level} is not known have no page. The list of {level}s says how many they are."
        )
    return place_named(opened, code, level=level)


def hub_page(opened: Opened, place: Place) -> HubPage:
    """Everything on the page of this hub."""
    published = opened.published
    hubs = everyone_in(published, "hub")
    ours, home = Figures(hubs, place.code), Figures(hubs, published.home)
    shown = tuple(ours.shown(measure) for measure in in_order(opened.framework))
    here = [each for each in shown if each.told]
    missing = [each for each in shown if not each.told and not each.instead_of]
    whole = without_invented(place_name(published, published.home))
    return HubPage(
        code=place.code,
        name=place.name,
        whole=whole,
        area=neighbours(opened, place, "ward"),
        facts=_facts([each for each in here if not each.instead_of], len(shown)),
        strands=tuple(_hub_strands(opened, here, home)),
        only_whole=_named(opened, missing, waiting=False),
        waiting=_named(opened, missing, waiting=True),
    )


def _facts(here: list[Shown], many: int) -> tuple[str, ...]:
    hidden = sum(each.told is not None and each.told.cell.state is State.SUPPRESSED for each in here)
    few = sum(each.told is not None and each.told.cell.state is State.LOW_RELIABILITY for each in here)
    numbers = sum(each.number for each in here)
    said = [f"{numbers} of {many} measures have a figure here."]
    if hidden:
        said.append(f"{hidden} {'is' if hidden == 1 else 'are'} hidden to protect people.")
    if few:
        said.append(f"{few} {'rests' if few == 1 else 'rest'} on few answers.")
    return tuple(said)


def _hub_strands(opened: Opened, here: list[Shown], home: Figures) -> Iterator[StrandRows]:
    whole = without_invented(place_name(opened.published, opened.published.home))
    for strand in opened.framework.strands:
        ids = {each.id for each in measures_in_order(opened.framework, strand)}
        of_strand = [each for each in here if each.measure.id in ids]
        if of_strand:
            scales = scales_of(home.published, of_strand)
            rows = tuple(_hub_row(opened, each, home, scales) for each in of_strand)
            against = f"Against {whole}, {scales.in_words}"
            columns = tuple(Column(each) for each in ("Measure", "This hub", "Trend", against, whole))
            table = Table(strand.title, columns, rows, hidden_caption=True, stacked=True)
            yield StrandRows(strand.id, strand.title, table)


def _hub_row(opened: Opened, shown: Shown, home: Figures, scales: Scales) -> Row:
    assert shown.told is not None
    framework, cell = opened.framework, shown.told.cell
    to, measure = links_in(opened), shown.measure
    beside = home.at(shown.figure, cell.period)
    bar, scale = bar_of(shown.told, beside, scales)
    counted = framework.measure(shown.instead_of) if shown.instead_of else measure
    quiet = ". ".join(filter(None, (whose(framework, counted).capitalize(), elsewhere(framework, shown))))
    return Row(
        cells=(
            Cell(
                text=name_of(framework, measure),
                href=to("measure-at", measure=counted.id, place=cell.place),
                quiet=quiet,
            ),
            figure_cell(shown),
            trend_cell(shown),
            Cell(bar=bar, quiet=scale),
            Cell(told=beside) if beside else Cell(text="Nothing published"),
        )
    )


def _named(opened: Opened, missing: Iterable[Shown], *, waiting: bool) -> tuple[Named, ...]:
    """The measures that nothing is published of here: those that wait for a decision, or the others."""
    to = links_in(opened)
    return tuple(
        Named(
            words=name_of(opened.framework, each.measure),
            href=to("measure", measure=each.measure.id),
            why=waits_for(each.measure)[1],
        )
        for each in missing
        if bool(waits_for(each.measure)[0]) is waiting
    )
