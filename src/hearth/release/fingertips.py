"""`fingertips.csv`: the same figures under the column names of the public health profiles, for tools that read those.

What those profiles have and a release does not (limits of 99.8%, a trend, comparisons) is left empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from operator import itemgetter
from typing import Any

import pyarrow as pa

from hearth.disclosure.published import Mark, Published, State
from hearth.framework.datasets import NOT_KNOWN
from hearth.framework.framework import Framework
from hearth.kernel.periods import Period, PeriodKind
from hearth.release.tables import csv_in_slices

__all__ = ["FINGERTIPS_COLUMNS", "fingertips_of"]

FINGERTIPS_COLUMNS = (
    *("Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type"),
    *("Sex", "Age", "Category Type", "Category", "Time period", "Value"),
    *("Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit"),
    *("Count", "Denominator", "Value note", "Recent Trend", "Compared to England value or percentiles"),
    *("Compared to percentiles", "Time period Sortable", "New data", "Compared to goal", "Time period range"),
)

SEX = "sex"
"""The breakdown whose groups have a column of their own there."""

_YEARS = (PeriodKind.FINANCIAL_YEAR, PeriodKind.QUARTER)

_RANGE = {
    PeriodKind.MONTH: "1m",
    PeriodKind.QUARTER: "1q",
    PeriodKind.FINANCIAL_YEAR: "1y",
    PeriodKind.ACADEMIC_YEAR: "1y",
    PeriodKind.CALENDAR_YEAR: "1y",
    PeriodKind.ROLLING_YEAR: "1y",
}


def fingertips_of(published: Published) -> bytes:
    """What `fingertips.csv` says of these figures: one line for each, in the order of the table."""
    words = _Words(published)
    kinds = (
        (("Indicator ID", "Indicator Name"), cache(words.figure), ("source", "figure")),
        (FINGERTIPS_COLUMNS[2:7], cache(words.area), ("place", "period")),
        (("Sex", "Category Type", "Category"), cache(words.group), ("breakdown", "group")),
        (("Time period", "Time period Sortable", "Time period range"), cache(words.period), ("period",)),
        (("Value note",), cache(words.note), ("state", "marks", "note", "source", "span")),
    )

    def columns_of(table: pa.Table) -> list[list[Any]]:
        told = {name: table[name].to_pylist() for name in table.column_names}
        told["span"] = list(map(_span, told["state"], told["lower"], told["upper"]))
        columns = {**dict.fromkeys(FINGERTIPS_COLUMNS, [""] * table.num_rows), **_numbers(told)}
        for names, kind, asked in kinds:
            found = list(map(kind, *(told[name] for name in asked)))
            columns |= {name: list(map(itemgetter(at), found)) for at, name in enumerate(names)}
        return [columns[name] for name in FINGERTIPS_COLUMNS]

    return csv_in_slices(FINGERTIPS_COLUMNS, published.table, columns_of)


def _numbers(told: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """The limits of a range are no interval."""
    limits = {
        name: [None if span else limit for span, limit in zip(told["span"], told[name], strict=True)]
        for name in ("lower", "upper")
    }
    return {
        "Value": told["value"],
        "Lower CI 95.0 limit": limits["lower"],
        "Upper CI 95.0 limit": limits["upper"],
        "Count": told["numerator"],
        "Denominator": told["denominator"],
    }


class _Words:
    """What is said of figures, places, groups and periods."""

    def __init__(self, published: Published) -> None:
        self.titles = {(each.source, each.id): each.title for each in published.figures}
        self.periods = {each.id: each for each in published.periods}
        self.sources = {each.id: each.title for each in published.sources}
        self.groups = _titles_of_groups(published.framework)
        self.tree = published.places

    def figure(self, source: str, id: str) -> tuple[str, ...]:
        return id, self.titles.get((source, id), id)

    def area(self, code: str, period: str) -> tuple[str, ...]:
        """Parent code and name, code, name and type of a place, as it was on a period's last day."""
        return (*self._parent(code, self.periods.get(period)), code, *self._name(code))

    def group(self, breakdown: str, group: str) -> tuple[str, ...]:
        title, named = self.groups.get((breakdown, group), (breakdown, group))
        return (named, "", "") if breakdown == SEX else ("Persons", title, named)

    def period(self, id: str) -> tuple[str, ...]:
        period = self.periods.get(id)
        if period is None:
            return id, "", ""
        return _as_shown(period), _sortable(period), _RANGE.get(period.kind, "")

    def note(self, state: str, marks: str, note: str, source: str, span: str) -> tuple[str]:
        parts = [
            span or _standing(State(state)),
            *(f"[{mark}] {Mark(mark).name.lower()}." for mark in marks),
            note,
            f"Source: {self.sources.get(source, source)}." if source else "",
        ]
        return (" ".join(part for part in parts if part),)

    def _name(self, code: str) -> tuple[str, str]:
        known, _, level = code.partition("?")
        place = self.tree.place(known) if known in self.tree else None
        name = place.name if place else known
        if level:
            return f"{name}, {level.replace('_', ' ')} not known", level
        return name, place.level if place else ""

    def _parent(self, code: str, period: Period | None) -> tuple[str, str]:
        known, _, level = code.partition("?")
        if known not in self.tree:
            return "", ""
        if level:
            return known, self.tree.place(known).name
        held = self.tree.ancestors(code, period.end).values() if period else ()
        larger = next((each for each in held if each != code), "")
        return larger, self.tree.place(larger).name if larger else ""


def _standing(state: State) -> str:
    return "" if state is State.VALUE else f"{state.symbol} {state.replace('_', ' ')}."


def _span(state: str, lower: float | None, upper: float | None) -> str:
    """What is said of a range; nothing of another state."""
    return f"Known only to lie from {_end(lower)} to {_end(upper)}." if state == State.RANGE else ""


def _titles_of_groups(framework: Framework | None) -> dict[tuple[str, str], tuple[str, str]]:
    held = framework.breakdowns if framework else ()
    titles = {(each.id, group.code): (each.title, group.title) for each in held for group in each.groups}
    return {("", ""): ("", "")} | titles | {(each.id, NOT_KNOWN): (each.title, "Not known") for each in held}


def _end(number: float | None) -> str:
    return "any number" if number is None else f"{number:.4f}"


def _as_shown(period: Period) -> str:
    """A year as `2025/26`, and its quarter as `2025/26 Q1`; others by their id."""
    return re.sub(r"^(\d{4})-(\d{2})(?:-(Q\d))?$", _year, period.id) if period.kind in _YEARS else period.id


def _year(found: re.Match[str]) -> str:
    return f"{found[1]}/{found[2]}" + (f" {found[3]}" if found[3] else "")


def _sortable(period: Period) -> str:
    """The year, two digits for its quarter or month, and two for a day, as there: `20250000`, `20250100`."""
    if period.kind is PeriodKind.QUARTER:
        return f"{period.id[:4]}0{period.id[-1]}00"
    if period.kind is PeriodKind.MONTH:
        return f"{period.start:%Y%m}00"
    if _RANGE.get(period.kind) == "1y" and period.kind is not PeriodKind.ROLLING_YEAR:
        return f"{period.start:%Y}0000"
    return f"{period.start:%Y%m%d}"
