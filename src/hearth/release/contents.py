"""`framework.json`: everything in a release that is needed to read its values, as data that reads back equal.

The framework as it was (wording, decisions, targets), what is said of each figure, periods, places with their dates
and links, along which lines counts add, sources, and the release's own words. `coverage.csv` says what came in.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from hearth.disclosure.lines import Lines
from hearth.disclosure.published import Coverage, Published, PublishedFigure, SourceOfFigures
from hearth.framework.framework import Framework
from hearth.kernel.errors import BadRelease, UserError
from hearth.kernel.periods import Period
from hearth.kernel.places import Attribute, Change, Link, Place, PlaceTree
from hearth.release.tables import csv_bytes

__all__ = [
    "COVERAGE_COLUMNS",
    "Contents",
    "Places",
    "contents_of",
    "coverage_of",
    "read_contents",
    "read_coverage",
]

COVERAGE_COLUMNS = ("dataset", "period", "state", "on", "rows")


@dataclass(frozen=True, slots=True)
class Places:
    """The records that a `PlaceTree` is made of."""

    levels: tuple[str, ...]
    places: tuple[Place, ...]
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    attributes: tuple[Attribute, ...]

    @classmethod
    def of(cls, tree: PlaceTree) -> Places:
        return cls(tree.levels, tree.places, tree.links, tree.changes, tree.attributes)

    def tree(self) -> PlaceTree:
        """The hierarchy; BadPlace if the records cannot be one."""
        return PlaceTree(self.places, self.links, self.changes, self.attributes, self.levels)


@dataclass(frozen=True, slots=True)
class Contents:
    """Published figures without their table, coverage and policy. See `Published` for what each is."""

    title: str
    notice: str
    home: str
    notes: tuple[str, ...]
    not_given: tuple[tuple[str, str, str, str], ...]
    sources: tuple[SourceOfFigures, ...]
    figures: tuple[PublishedFigure, ...]
    periods: tuple[Period, ...]
    lines: Lines
    places: Places
    framework: Framework


def contents_of(published: Published) -> bytes:
    """What `framework.json` says of these figures. BadRelease for figures that have no framework."""
    if published.framework is None:
        raise BadRelease(
            "Figures that others made public are no release of ours.",
            "Release what `publish()` made of our own.",
        )
    contents = Contents(
        title=published.title,
        notice=published.notice,
        home=published.home,
        notes=published.notes,
        not_given=published.not_given,
        sources=published.sources,
        figures=published.figures,
        periods=published.periods,
        lines=published.lines,
        places=Places.of(published.places),
        framework=published.framework,
    )
    plain = _contents().dump_python(contents, mode="json")
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def read_contents(held: bytes) -> Contents:
    """What a `framework.json` says; BadRelease names what in it cannot be."""
    try:
        return _contents().validate_json(held, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = " › ".join(str(part) for part in first["loc"]) or "the whole"
        raise BadRelease(f"framework.json cannot be read: {where}: {first['msg']}.", _WHOLE) from error
    except UserError as error:
        raise BadRelease(f"framework.json cannot be read: {error.message}", _WHOLE) from error


def coverage_of(published: Published) -> bytes:
    """What `coverage.csv` says: what came in, in the order in which it is given."""
    rows = [
        (each.dataset, each.period, str(each.state), each.on.isoformat() if each.on else None, each.rows)
        for each in published.coverage
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COVERAGE_COLUMNS)
    return csv_bytes(COVERAGE_COLUMNS, columns)


def read_coverage(held: bytes) -> tuple[Coverage, ...]:
    """What a `coverage.csv` says; BadRelease if it cannot be read."""
    try:
        rows = csv.DictReader(io.StringIO(held.decode(), newline=""), strict=True)
        plain = [
            {**row, "on": row["on"] or None, "rows": int(row["rows"]) if row["rows"] else None}
            for row in rows
        ]
        return _coverage().validate_json(json.dumps(plain), strict=True)
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise BadRelease(f"coverage.csv cannot be read: {error}.", _WHOLE) from error


_WHOLE = "Get the release again from where it was published."


@cache
def _contents() -> TypeAdapter[Contents]:
    return TypeAdapter(Contents)


@cache
def _coverage() -> TypeAdapter[tuple[Coverage, ...]]:
    return TypeAdapter(tuple[Coverage, ...])
