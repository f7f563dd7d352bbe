"""A chart as a page shows it: its drawings, the same as a table, and where it can be taken away from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from hearth.disclosure.published import State
from hearth.reports.charts.chart import Chart, Mark, Shape
from hearth.reports.charts.of_measure import Origin
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.shelf import Opened

__all__ = ["ChartView", "origin_of", "table_of", "view_of"]

NO_INTERVAL = "no interval"
NO_COUNTS = "no counts"


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart and its table. `wide` and `narrow` are None where the chart has not been drawn.

    `svg` and `png` are addresses of the drawing to take away, empty where there is none; `csv` always leads to its
    figures. `file` is what a file of it is called, without its ending.
    """

    chart: Chart
    table: Table
    wide: Markup | None
    narrow: Markup | None
    svg: str
    png: str
    csv: str
    file: str


def origin_of(opened: Opened) -> Origin:
    """What the release's charts say of where their figures come from."""
    manifest = opened.manifest
    return Origin(
        title=opened.published.title,
        framework=manifest.framework.title,
        released=manifest.date,
        id=manifest.id,
    )


def view_of(opened: Opened, chart: Chart, *, csv: str = "") -> ChartView:
    """The chart with the drawings that are kept of it. `csv` leads to its figures where its own file is not kept."""
    to, key = links_in(opened), chart.key
    drawn = {end: _kept(opened, key, end) for end in ("wide.svg", "narrow.svg")}
    whole = all(drawn.values())
    at = {"svg": "", "png": "", "csv": csv or to("files")}
    if whole:
        at = {end: to(f"chart-{end}", key=key) for end in at}
    return ChartView(
        chart=chart,
        table=table_of(chart),
        wide=drawn["wide.svg"] if whole else None,
        narrow=drawn["narrow.svg"] if whole else None,
        **at,
        file=f"{chart.name}-release-{opened.short}",
    )


def table_of(chart: Chart) -> Table:
    """Every figure of the chart: a row for each period, or for each place or group."""
    over_time = chart.shape is Shape.OVER_TIME
    intervals = any(mark.interval for each in chart.series for mark in each.marks)
    counts = any(mark.counts for each in chart.series for mark in each.marks)
    columns = [Column("Period" if over_time else "Who"), Column("Figure", numeric=True)]
    columns += [Column("95% interval", numeric=True)] * intervals + [Column("Counts", numeric=True)] * counts
    return Table(
        caption=chart.title,
        columns=tuple(columns),
        rows=(*_rows(chart, intervals=intervals, counts=counts), *_lines(chart, len(columns))),
        hidden_caption=True,
        stacked=True,
    )


def _rows(chart: Chart, *, intervals: bool, counts: bool) -> Iterator[Row]:
    several = len(chart.series) > 1
    for series in chart.series:
        section = ""
        for number, mark in enumerate(series.marks):
            heading = series.label if several else mark.section
            begins = number == 0 if several else mark.section != section
            section = mark.section
            cells = [Cell(text=mark.label), Cell(text=mark.told, quiet=_state(mark))]
            cells += [Cell(text=mark.interval or NO_INTERVAL)] * intervals
            cells += [Cell(text=mark.counts or NO_COUNTS)] * counts
            if mark.value is None:
                cells = [cells[0], cells[1], *[Cell(text="none")] * (intervals + counts)]
            yield Row(tuple(cells), section=heading if begins else "", standing=mark.standing)


def _lines(chart: Chart, columns: int) -> Iterator[Row]:
    for number, line in enumerate(chart.lines):
        cells = (Cell(text=line.label), Cell(text=line.told), *[Cell(text="none")] * (columns - 2))
        yield Row(cells, section="To be seen against" if number == 0 else "")


def _state(mark: Mark) -> str:
    """What must be said beside a number; where there is none its words say why already."""
    few = "few answers" if mark.state is State.LOW_RELIABILITY else ""
    return " ".join(filter(None, [few, mark.symbol]))


def _kept(opened: Opened, key: str, end: str) -> Markup | None:
    """A drawing of ours, made out of published figures when the release was put on the shelf: no one's markup."""
    try:
        drawing = (opened.charts / f"{key}.{end}").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Markup(drawing)
