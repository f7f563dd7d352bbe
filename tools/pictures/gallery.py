"""The gallery: one page with every component, made of the demonstration's figures, for the docs' pictures alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from hearth.disclosure.published import Published, State
from hearth.judge.series import by_figure, kinds_of, latest, of_kind
from hearth.judge.told import Told, told
from hearth.reports.charts.of_measure import charts_of
from hearth_web import urls
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.answer import on_shelf
from hearth_web.site.chrome import chrome_of
from hearth_web.site.pages.charts import view_of
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
    table = measures_at(published, "X90000001", ("F-C1", "F-R3", "P2", "P6a", "H3"))
    chart = charts_of(published, "F-C1", published.home, opened.origin)[0]
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


def measures_at(published: Published, place: str, figures: tuple[str, ...]) -> Table:
    """The latest figure of some measures at a hub, beside the authority's."""
    here, home = by_figure(published, place=place), by_figure(published, place=published.home)
    columns = (Column("Measure"), Column("Latest", numeric=True), Column("Trend"), Column("Beside the authority"))
    rows = []
    for id in figures:
        cell = latest(here[id])
        assert cell is not None
        series = of_kind(published, here[id], kinds_of(published, here[id])[-1])
        theirs = next((each.value for each in home[id] if each.period == cell.period), None)
        rows.append(
            Row(
                (
                    Cell(published.figure(id).title, href="#"),
                    Cell(told=told(published, published.figure(id), cell)),
                    Cell(trend=small_trend([mark_of(published, each) for each in series], "The trend")),
                    Cell(bar=interval_bar(mark_of(published, cell), Scale(0, 100), reference=theirs)),
                )
            )
        )
    return Table("Some measures at one hub", columns, tuple(rows))
