"""A chart as a table: every figure that is drawn, and in words what is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from hearth.reports.charts.chart import Chart, Mark, Shape
from hearth.reports.charts.seen import has_number

__all__ = ["COLUMNS", "csv_of", "records_of", "rows_of"]

COLUMNS = (
    "chart",
    "series",
    "section",
    "label",
    "period_end",
    "value",
    "lower",
    "upper",
    "unit",
    "state",
    "symbol",
    "in_words",
    "counts",
    "source",
    "notice",
)


def rows_of(chart: Chart) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headings, and rows as long as they are: every mark in words, then the targets. A column is never quite empty.

    The column that names a row comes first, but for that of the section or the place where there are several.
    """
    first = "Period" if chart.shape is Shape.OVER_TIME else "Place or group"
    headings = ("Of", first, "Figure", "95% interval", "Counted from", "Symbol")
    rows = [*_told(chart), *((line.label, "", line.told, "", "", "") for line in chart.lines)]
    if chart.lines and len(chart.series) == 1:
        rows = [*_told(chart), *(("", line.label, line.told, "", "", "") for line in chart.lines)]
    kept = [number for number in range(len(headings)) if number == 1 or any(row[number] for row in rows)]
    return (
        tuple(headings[number] for number in kept),
        tuple(tuple(row[number] for number in kept) for row in rows),
    )


def _told(chart: Chart) -> Iterator[tuple[str, ...]]:
    several = len(chart.series) > 1
    for series in chart.series:
        for mark in series.marks:
            of = mark.section or (series.label if several else "")
            yield of, mark.label, mark.told, mark.interval, mark.counts, mark.symbol


def csv_of(chart: Chart) -> bytes:
    """`COLUMNS` and `records_of` as CSV in UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *records_of(chart)])
    return text.getvalue().encode()


def records_of(chart: Chart) -> Iterator[tuple[str, ...]]:
    """A row of `COLUMNS` for each mark and each target, each with the chart's title, its source and its notice.

    Numbers are as published; a number that is not shown is empty, and `in_words` says why.
    """
    unit, carried = chart.unit.strip(), (chart.source, chart.notice)
    for series in chart.series:
        for mark in series.marks:
            named = (chart.title, series.label, mark.section, mark.label, mark.at)
            told = (*_numbers(mark), unit, mark.state, mark.symbol, mark.told, mark.counts)
            yield named + told + carried
    for line in chart.lines:
        value = (f"{line.value:g}", "", "", unit, "target", "", line.told, "")
        yield (chart.title, "", "", line.label, "", *value, *carried)


def _numbers(mark: Mark) -> tuple[str, str, str]:
    if not has_number(mark):
        return ("", "", "")
    value, lower, upper = ("" if each is None else f"{each}" for each in (mark.value, mark.lower, mark.upper))
    return value, lower, upper
