"""The gallery: one page with every component, made of the demonstration's figures, for the docs' pictures alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from hearth.disclosure.published import Published, State
from hearth.judge.series import by_figure
from hearth.judge.told import Told, told
from hearth.reports.charts.of_measure import charts_of
from hearth_web import urls
from hearth_web.core.tables import Table
from hearth_web.site.addresses import links_in
from hearth_web.site.answer import on_shelf
from hearth_web.site.chrome import chrome_of
from hearth_web.site.pages.charts import origin_of, view_of
from hearth_web.site.pages.place_page import hub_page
from hearth_web.site.shelf import Opened

TEMPLATE = Path(__file__).parent / "gallery.jinja"

SENTENCES = (
    "In September to October 2025, 79.8% of the families who answered said they feel welcome when they ask for help.",
    "Taking chance into account, the true figure is likely to be between 77.4% and 82.1%.",
)


def add() -> None:
    """Put the gallery at `/gallery/`, for as long as this process lives."""
    urls.urlpatterns.append(path("gallery/", answer))


def answer(request: HttpRequest) -> HttpResponse:
    """The page of components."""
    shelf = on_shelf()
    opened = shelf.open(shelf.listed()[0])
    text = TEMPLATE.read_text(encoding="utf-8")
    context = {"chrome": chrome_of(opened), "to": links_in(opened), "here": "", **shown(opened)}
    return HttpResponse(engines["jinja2"].env.from_string(text).render(context))


def shown(opened: Opened) -> dict[str, object]:
    """A figure of every state, a table both ways, and a chart."""
    published = opened.published
    states = first_of_each_state(published)
    table = measures_at(opened, "X90000001", ("F-C1", "F-R3", "P2", "P6a", "H3"))
    chart = charts_of(published, "F-C1", published.home, origin_of(opened))[0]
    cells = by_figure(published, place=published.home)["F-C1"]
    return {
        "plain": told(published, published.figure("F-C1"), cells[-1]),
        "sentences": SENTENCES,
        "hidden": states[State.SUPPRESSED],
        "few": states[State.LOW_RELIABILITY],
        "states": [each for state, each in states.items() if state is not State.VALUE],
        "table": table,
        "stacked": replace(table, caption="The same, stacked on a phone", stacked=True),
        "view": view_of(opened, chart),
    }


def first_of_each_state(published: Published) -> dict[State, Told]:
    found: dict[State, Told] = {}
    for cell in published.where(source="").cells():
        if cell.state not in found:
            found[cell.state] = told(published, published.figure(cell.figure), cell)
    return found


def measures_at(opened: Opened, place: str, measures: tuple[str, ...]) -> Table:
    """Some rows of a hub's own page, at which small trends and interval bars stand."""
    page = hub_page(opened, opened.published.places.place(place))
    rows = {row.cells[0].href.split("/")[-3]: row for each in page.strands for row in each.table.rows}
    columns = page.strands[0].table.columns
    return Table("Some measures at one hub", columns, tuple(rows[each] for each in measures))
