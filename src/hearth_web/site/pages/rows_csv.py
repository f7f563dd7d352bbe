"""Published rows as a file that can be taken away: each row says what it is, where it comes from, and of which release.

The files are for spreadsheets and for programs alike. RFC 4180: commas, quotation marks where they are needed, lines
that end in CR LF. UTF-8 with a byte order mark, without which Excel takes `2½` for something else; programs that read
UTF-8 skip it, or are told `utf-8-sig`. No cell of words begins with a character that a spreadsheet takes for a
formula: an apostrophe stands before it. Numbers are numbers, negative ones too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from hearth.disclosure.published import Published, PublishedCell, PublishedFigure
from hearth.framework.datasets import NOT_KNOWN
from hearth.judge.series import periods_of
from hearth.judge.times import period_in_words
from hearth.judge.units import unit_in_words
from hearth.judge.words import place_name, state_in_short
from hearth_web.site.shelf import Opened

__all__ = ["COLUMNS", "MARK", "csv_bytes", "csv_of", "safe"]

MARK = "\ufeff"
"""The byte order mark."""

COLUMNS = (
    "measure",
    "figure",
    "title",
    "place",
    "place_name",
    "period",
    "period_in_words",
    "period_ends",
    "breakdown",
    "breakdown_title",
    "group",
    "group_title",
    "value",
    "lower",
    "upper",
    "unit",
    "numerator",
    "denominator",
    "state",
    "symbol",
    "state_in_words",
    "method",
    "note",
    "source",
    "source_title",
    "publisher",
    "licence",
    "release",
    "release_date",
    "notice",
)
"""The columns of every file of figures. Those of `values.csv` of the release have the same names and the same text."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the beginning of a formula, in full width too."""

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")

UNITS = {"change": "percentage points", "count": "number", "mean": "mean"}


def csv_of(opened: Opened, cells: Iterable[PublishedCell]) -> bytes:
    """A file of these rows, in the order given."""
    words = _Words(opened)
    return csv_bytes(COLUMNS, (words.row(cell) for cell in cells))


def csv_bytes(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A file of these rows: see the module. What is None is empty."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_written(value) for value in row] for row in rows)
    return out.getvalue().encode()


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula. A number stays a number."""
    return f"'{text}" if text.startswith(FORMULAS) and not NUMBER.fullmatch(text) else text


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{value + 0.0:.4f}".rstrip("0").rstrip(".")
        case int():
            return str(value)
    return safe(str(value))


@dataclass(frozen=True, slots=True)
class _About:
    """What is the same in every row of one source."""

    title: str
    publisher: str
    licence: str


class _Words:
    """What is said of rows beside their numbers, looked up once."""

    def __init__(self, opened: Opened) -> None:
        published = opened.published
        self._published: Published = published
        self._figures = {(each.id, each.source): each for each in published.figures}
        self._periods = periods_of(published)
        self._breakdowns = {each.id: each for each in opened.framework.breakdowns}
        self._sources = {
            "": _About(opened.manifest.framework.title, published.title, settings.HEARTH_LICENCE),
            **{each.id: _About(each.title, each.publisher, each.licence) for each in published.sources},
        }
        self._release = (opened.id, opened.manifest.date.isoformat(), published.notice)
        self._places: dict[str, str] = {}

    def row(self, cell: PublishedCell) -> Iterator[object]:
        """One row, in the order of `COLUMNS`."""
        figure = self._figures[cell.figure, cell.source]
        source = self._sources[cell.source]
        yield from (figure.measure, figure.id, figure.title)
        yield from (cell.place, self._place(cell.place))
        yield from self._period(cell.period)
        yield from self._group(cell)
        yield from (cell.value, cell.lower, cell.upper, _unit(figure), cell.numerator, cell.denominator)
        yield from (str(cell.state), cell.symbol, state_in_short(cell), cell.method, cell.note)
        yield from (cell.source, source.title, source.publisher, source.licence)
        yield from self._release

    def _place(self, code: str) -> str:
        if code not in self._places:
            self._places[code] = place_name(self._published, code)
        return self._places[code]

    def _period(self, id: str) -> tuple[str, str, str]:
        period = self._periods.get(id)
        return (id, period_in_words(period), period.end.isoformat()) if period else (id, "", "")

    def _group(self, cell: PublishedCell) -> tuple[str, str, str, str]:
        breakdown = self._breakdowns.get(cell.breakdown)
        if breakdown is None:
            return cell.breakdown, cell.breakdown, cell.group, cell.group or "everyone"
        titles = {NOT_KNOWN: "not known"} | {each.code: each.title for each in breakdown.groups}
        return breakdown.id, breakdown.title, cell.group, titles.get(cell.group, cell.group)


def _unit(figure: PublishedFigure) -> str:
    return UNITS.get(figure.kind) or unit_in_words(figure).strip()
