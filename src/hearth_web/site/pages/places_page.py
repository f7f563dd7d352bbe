"""The lists of hubs and of wards: where to go, and how many people belong to none that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from django.http import Http404

from hearth.disclosure.published import Published, PublishedCell, PublishedFigure, State
from hearth.framework.measures import Rate
from hearth.framework.standing import rests_on
from hearth.judge.phrases import capital, listed
from hearth.judge.series import is_told, latest
from hearth.judge.times import date_in_words
from hearth.judge.words import place_name
from hearth.kernel.places import Place
from hearth.reports.charts.names import without_invented
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import LEVELS, links_in
from hearth_web.site.answer import html
from hearth_web.site.kept import Body
from hearth_web.site.pages.rows import (
    Figures,
    Shown,
    everyone_in,
    in_order,
    places_inside,
    whom,
)
from hearth_web.site.shelf import Opened

__all__ = ["PlacesPage", "hubs", "places_page", "wards"]

TOLD = [str(each) for each in State if each.shown or each is State.RANGE]
OTHER = {"hub": "ward", "ward": "hub"}


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """The places of one level. `lost` has a row for each dataset some of whose records are in none that is known."""

    level: str
    title: str
    whole: str
    words: str
    table: Table
    lost: Table | None


def hubs(opened: Opened, *, here: str) -> Body:
    """The list of hubs."""
    return _body(opened, here, "hub")


def wards(opened: Opened, *, here: str) -> Body:
    """The list of wards."""
    return _body(opened, here, "ward")


def _body(opened: Opened, here: str, level: str) -> Body:
    if level not in {each.level for each in opened.published.places.places}:
        raise Http404(f"This release has no {LEVELS[level]}.")
    page = places_page(opened, level)
    return html("site/places.jinja", opened, here=here, page=page, section=LEVELS[level])


def places_page(opened: Opened, level: str) -> PlacesPage:
    """Everything on the list of the places of this level."""
    published = opened.published
    places = [each for each in published.places.places if each.level == level]
    everyone = everyone_in(published, level)
    people = next((each for each in opened.framework.measures if isinstance(each.definition, Rate)), None)
    rate = published.figure(people.id) if people else None
    of_rate = everyone.where(figure=rate.id) if rate else everyone
    here = {each.code: Figures(of_rate, each.code) for each in places}
    numbers = _with_a_figure(opened, everyone)
    columns = (
        Column(level.capitalize()),
        Column(f"{LEVELS[OTHER[level]].capitalize()} it shares homes with"),
        *((Column(capital(rate.of_whom), numeric=True),) if rate else ()),
        Column("Measures with a figure", numeric=True),
    )
    rows = tuple(_row(opened, each, here[each.code], rate, numbers[each.code]) for each in places)
    title = f"Family {LEVELS[level]}" if level == "hub" else LEVELS[level].capitalize()
    return PlacesPage(
        level=level,
        title=title,
        whole=without_invented(place_name(published, published.home)),
        words=_WORDS[level],
        table=Table(title, columns, rows, hidden_caption=True, stacked=True),
        lost=_lost(opened, level),
    )


_WORDS = {
    "hub": "Choose a hub to see its figures. Each figure says whose it is: of those who live in the hub’s area, or of "
    "what happened at the hub.",
    "ward": "Choose a ward to see what is known of its children. Each ward’s page fits on one sheet of paper.",
}


def _row(opened: Opened, place: Place, here: Figures, rate: PublishedFigure | None, numbers: int) -> Row:
    tree = opened.published.places
    beside = [
        without_invented(tree.place(code).name)
        for code in places_inside(opened, place.code, OTHER[place.level])
    ]
    ended = f"until {date_in_words(place.valid_to)}" if place.valid_to else ""
    return Row(
        cells=(
            Cell(text=place.name, href=links_in(opened)(place.level, place=place.code), quiet=ended),
            Cell(text=listed(beside) or "not known"),
            *((_people(here.series.get(rate.id, ())),) if rate else ()),
            Cell(text=str(numbers)),
        )
    )


def _with_a_figure(opened: Opened, everyone: Published) -> Counter[str]:
    """How many measures have a number in each place, in any period."""
    table = everyone.table.select(["figure", "place", "state"])
    for name, wanted in (("figure", [each.id for each in opened.framework.measures]), ("state", TOLD)):
        table = table.filter(pc.is_in(table[name], pa.array(wanted, pa.string())))
    each = table.group_by(["place", "figure"], use_threads=False).aggregate([])
    return Counter(each["place"].to_pylist())


def _people(cells: Sequence[PublishedCell]) -> Cell:
    """How many live there, as the latest rate that has a number says."""
    last = latest(cells)
    count = last.denominator if last else None
    return Cell(text="not published" if count is None else f"{count:,}")


def _lost(opened: Opened, level: str) -> Table | None:
    """For each dataset, how many of those that its first measure is about are in no place of this level."""
    rows = tuple(_lost_rows(opened, level))
    if not rows:
        return None
    columns = (
        Column("What it is counted from"),
        Column("Period"),
        Column(f"{level.capitalize()} not known", numeric=True),
        Column("Of all", numeric=True),
    )
    return Table(f"People whose {level} is not known", columns, rows, hidden_caption=True, stacked=True)


def _lost_rows(opened: Opened, level: str) -> Iterator[Row]:
    published, framework = opened.published, opened.framework
    home, lost = (Figures(published, code) for code in (published.home, f"{published.home}?{level}"))
    seen: set[str] = set()
    for measure in in_order(framework):
        names = [each.id for each in rests_on(framework, measure)]
        if len(names) != 1 or names[0] in seen or published.figure(measure.id).kind != "proportion":
            continue
        shown = lost.shown(measure)
        if shown.told is None:
            continue
        seen.add(names[0])
        whole = home.at(shown.figure, shown.told.cell.period)
        yield Row(
            cells=(
                Cell(text=framework.dataset(names[0]).title, quiet=whom(shown.figure)),
                Cell(text=shown.told.period),
                _number(shown),
                Cell(
                    text=f"{whole.cell.denominator:,}"
                    if whole and whole.cell.denominator
                    else "not published"
                ),
            )
        )


def _number(shown: Shown) -> Cell:
    assert shown.told is not None
    cell = shown.told.cell
    if is_told(cell) and cell.denominator is not None:
        return Cell(text=f"{cell.denominator:,}")
    if cell.state is State.NOT_APPLICABLE:
        return Cell(text="none")
    return Cell(text=shown.told.state or "not published")
