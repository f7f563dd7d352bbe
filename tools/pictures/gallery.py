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
