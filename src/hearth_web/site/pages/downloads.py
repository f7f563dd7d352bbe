"""What can be taken away: figures with their source in every row, and the drawings of charts."""

from __future__ import annotations

import re

from django.http import Http404

from hearth.disclosure.published import PublishedCell
from hearth_web.site.kept import Body
from hearth_web.site.pages.found import figures_of, measure_named, place_named
from hearth_web.site.pages.release_files import files_page, send_file
from hearth_web.site.pages.rows_csv import csv_of
from hearth_web.site.shelf import Opened

__all__ = [
    "chart_csv",
    "chart_png",
    "chart_svg",
    "file_name",
    "files_page",
    "of_hub",
    "of_measure",
    "of_measure_at",
    "of_ward",
    "rows_of_measure",
    "send_file",
]

CSV = "text/csv; charset=utf-8"

KEY = re.compile(r"[0-9a-f]{32}")

NO_CHART = "This release has no chart of that name. The page of its measure shows those that it has."


def of_measure(opened: Opened, *, here: str, measure: str) -> Body:
    """Every row of a measure: its own figure, those beside it, and what others publish, of every place and group."""
    found = measure_named(opened, measure)
    cells = rows_of_measure(opened, found.id)
    return Body.of(csv_of(opened, cells), CSV, file_name(opened, found.id))


def of_measure_at(opened: Opened, *, here: str, measure: str, place: str) -> Body:
    """Every row of a measure about one hub or ward."""
    found, where = measure_named(opened, measure), place_named(opened, place)
    cells = rows_of_measure(opened, found.id, place=where.code)
    if not cells:
        raise Http404(f"No figure of this measure is given for {where.name}.")
    return Body.of(csv_of(opened, cells), CSV, file_name(opened, found.id, where.code))


def of_hub(opened: Opened, *, here: str, place: str) -> Body:
    """Every row about one hub."""
    return _of_place(opened, place, "hub")


def of_ward(opened: Opened, *, here: str, place: str) -> Body:
    """Every row about one ward."""
    return _of_place(opened, place, "ward")


def chart_svg(opened: Opened, *, here: str, key: str) -> Body:
    """The drawing of a chart that stands by itself: with its title above, its source and notice below."""
    return Body.of(_kept(opened, key, "svg"), "image/svg+xml")


def chart_png(opened: Opened, *, here: str, key: str) -> Body:
    """The same as a picture."""
    return Body.of(_kept(opened, key, "png"), "image/png")


def chart_csv(opened: Opened, *, here: str, key: str) -> Body:
    """The figures of a chart: a row for each mark, with the chart's title, source and notice."""
    return Body.of(_kept(opened, key, "csv"), CSV)


def rows_of_measure(opened: Opened, measure: str, **where: str) -> tuple[PublishedCell, ...]:
    """The published rows of every figure of a measure, in the release's own order."""
    published = opened.published.where(**where) if where else opened.published
    ids = dict.fromkeys(each.id for each in figures_of(opened, measure))
    return tuple(cell for id in ids for cell in published.where(figure=id).cells())


def file_name(opened: Opened, *what: str, ends: str = "csv") -> str:
    """`F-C1_release-2cdbb913_2026-03-31.csv`: nothing in it but letters, figures, `-`, `_` and the last full stop."""
    named = [re.sub(r"[^A-Za-z0-9-]+", "-", each) for each in what]
    return "_".join([*named, f"release-{opened.id[:8]}", f"{opened.manifest.date.isoformat()}.{ends}"])


def _of_place(opened: Opened, code: str, level: str) -> Body:
    place = place_named(opened, code, level=level)
    cells = opened.published.where(place=place.code).cells()
    return Body.of(csv_of(opened, cells), CSV, file_name(opened, level, place.code))


def _kept(opened: Opened, key: str, ends: str) -> bytes:
    """Only from the release's own folder of charts, and only what a chart's key can name."""
    if not KEY.fullmatch(key):
        raise Http404(NO_CHART)
    try:
        return (opened.charts / f"{key}.{ends}").read_bytes()
    except FileNotFoundError:
        raise Http404(NO_CHART) from None
