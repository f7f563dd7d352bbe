"""`datapackage.json`: a Frictionless Data Package (version 2) that describes every table and column of a release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hearth.disclosure.published import CameIn, Published, State
from hearth.release.contents import COVERAGE_COLUMNS
from hearth.release.fingertips import FINGERTIPS_COLUMNS
from hearth.release.manifest import facts_of
from hearth.release.notes import FILES_TOLD
from hearth.release.tables import CSV_COLUMNS, KEY
from hearth.release.words import CAME_IN, explained

__all__ = ["DESCRIBED", "datapackage_of"]

Json = dict[str, Any]

DESCRIBED = {
    "source": "Who else made the figure public, an id among the package's `sources`; empty for our own.",
    "figure": "The figure's id. framework.json says what it means.",
    "place": "The place's code; `CODE?level` is the part of CODE whose place of that level is not known.",
    "period": "The period's id, such as 2025-26-Q1 or 2025-26; empty for a figure that is counted for none.",
    "breakdown": "The way in which people are divided into groups, such as sex; empty for everyone.",
    "group": "The group, such as female; empty for everyone.",
    "state": "What stands here: the figure, or why it does not. See `states`.",
    "marks": "Letters: p provisional, r revised, b a break in the series.",
    "symbol": "The state's symbol and the marks', such as [c] or [u][r]; empty for a plain figure.",
    "value": "The figure, in the unit of its kind, in four decimals.",
    "lower": "The lower limit of the 95% interval; of a range, the least that the figure can be.",
    "upper": "The upper limit of the 95% interval; of a range, the most that the figure can be.",
    "numerator": "What was counted, as it may be shown: rounded, if the policy rounds.",
    "denominator": "What it is out of, as it may be shown: rounded, if the policy rounds.",
    "method": "How the interval was worked out; empty where there is none.",
    "note": "Why there is no figure, or no interval.",
}

_COVERAGE = {
    "dataset": "The dataset's id.",
    "period": "The period's id.",
    "state": "What came in. " + " ".join(f"{each.capitalize()}: {CAME_IN[each].lower()}" for each in CameIn),
    "on": "The day of the last return, where it is known.",
    "rows": "How many rows came in; empty where that is hidden, as a figure would be.",
}

_FINGERTIPS = {
    "Indicator ID": "The figure's id.",
    "Indicator Name": "The figure's title.",
    "Parent Code": "The code of the place that this one lies in.",
    "Parent Name": "The name of that place.",
    "Area Code": "The place's code.",
    "Area Name": "The place's name.",
    "Area Type": "The level of the place.",
    "Sex": "The group, where the breakdown is by sex; Persons elsewhere.",
    "Category Type": "The breakdown, other than by sex.",
    "Category": "The group of that breakdown.",
    "Time period": "The period, financial years as 2025/26.",
    "Value": DESCRIBED["value"],
    "Lower CI 95.0 limit": "The lower limit of the 95% interval.",
    "Upper CI 95.0 limit": "The upper limit of the 95% interval.",
    "Count": DESCRIBED["numerator"],
    "Denominator": DESCRIBED["denominator"],
    "Value note": "Symbols, why there is no figure, and whose figure it is if not ours.",
    "Time period Sortable": "A number by which periods sort.",
    "Time period range": "How long the period is: 1y, 1q or 1m.",
}

_TYPES = {
    **dict.fromkeys(("value", "lower", "upper"), "number"),
    **dict.fromkeys(("Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit"), "number"),
    **dict.fromkeys(("numerator", "denominator", "rows", "Count", "Denominator"), "integer"),
    "on": "date",
}


def datapackage_of(published: Published, on: date, tables: Mapping[str, bytes]) -> bytes:
    """What `datapackage.json` says of these tables of the figures, by the names of their files."""
    package: Json = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "release",
        "title": published.title,
        "description": " ".join(part for part in (published.notice, "See NOTES.md.") if part),
        "created": f"{on.isoformat()}T00:00:00Z",
        "sources": [
            {
                "title": f"{each.title}, {each.publisher}, {each.edition}",
                "id": each.id,
                "licence": each.licence,
            }
            for each in published.sources
        ],
        "states": [{"name": name, "symbol": symbol, "meaning": words} for name, symbol, words in explained()],
        "resources": [_resource(name, tables[name]) for name in sorted(tables)],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(name: str, held: bytes) -> Json:
    facts = facts_of(held)
    stem, _, form = name.partition(".")
    return {
        "name": stem if form == "csv" else f"{stem}-{form}",
        "type": "table",
        "path": name,
        "description": FILES_TOLD[name],
        "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/vnd.apache.parquet",
        **({"encoding": "utf-8"} if form == "csv" else {}),
        "bytes": facts.bytes,
        "hash": f"sha256:{facts.sha256}",
        "schema": _schema(stem, form),
    }


def _schema(stem: str, form: str) -> Json:
    if stem == "coverage":
        return _fields(COVERAGE_COLUMNS, _COVERAGE, ("dataset", "period"))
    if stem == "fingertips":
        return _fields(FINGERTIPS_COLUMNS, _FINGERTIPS, ())
    columns = CSV_COLUMNS if form == "csv" else tuple(name for name in CSV_COLUMNS if name != "symbol")
    return _fields(columns, DESCRIBED, KEY)


def _fields(columns: tuple[str, ...], described: Mapping[str, str], key: tuple[str, ...]) -> Json:
    fields = [_field(name, described.get(name, "Not given here: always empty.")) for name in columns]
    schema: Json = {"fields": fields, "missingValues": [""]}
    return {**schema, "primaryKey": list(key)} if key else schema


def _field(name: str, description: str) -> Json:
    """Text may be empty and is never missing; a number that is empty is missing."""
    kind = _TYPES.get(name, "string")
    field: Json = {"name": name, "type": kind, "description": description}
    if kind == "string":
        field["missingValues"] = []
    if description == DESCRIBED["state"]:
        field["constraints"] = {"enum": [str(state) for state in State]}
    return field
