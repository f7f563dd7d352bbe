"""Published figures of the invented scorecard, made by hand: every state and mark, and figures that others made."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hearth.disclosure.lines import GroupLine, Lines, PeriodLine, PlaceLine, Quantity, SplitLine, Within
from hearth.disclosure.policy import load_policy
from hearth.disclosure.published import (
    KEY,
    PUBLISHED,
    CameIn,
    Coverage,
    Published,
    PublishedFigure,
    SourceOfFigures,
)
from hearth.engine.values import needed, values
from hearth.framework.counting import Figure
from hearth.framework.framework import Framework
from hearth.framework.load import load
from hearth.framework.meaning import Reading, figures
from hearth.kernel.periods import period, wave
from hearth.kernel.places import Attribute, Change, ChangeKind, Link, Place, PlaceTree
from hearth.release.manifest import InputReturn, facts_of, id_of, manifest_bytes, read_manifest
from hearth.release.release import Release
from hearth.release.write import write_release

SCORECARD = Path(__file__).parents[1] / "frameworks_data" / "scorecard"

DATE = date(2024, 10, 1)
KEY_BYTES = b"a key of this deployment"
INPUTS = (
    InputReturn("plans", "2024-25-Q1", "11" * 32),
    InputReturn("sessions", "2024-25-Q1", "22" * 32),
    InputReturn("sessions", "2024-25-Q2", "33" * 32),
)

TREE = PlaceTree(
    places=(
        Place("C0", "Old Gate", "club", valid_to=date(2020, 3, 31)),
        Place("C1", "Northgate, the “Hub”", "club", valid_from=date(2020, 4, 1)),
        Place("C2", "Southgate", "club"),
        Place("D1", "North", "district"),
        Place("D2", "South", "district"),
        Place("EM", "Eastmere", "county"),
    ),
    links=(Link("C1", "D1", date(2020, 4, 1)), Link("C2", "D2"), Link("D1", "EM"), Link("D2", "EM")),
    changes=(Change("C0", "C1", ChangeKind.MERGED),),
    attributes=(Attribute("C1", "rurality", "town"),),
    levels=("club", "district", "county"),
)

WAVE = wave("spring-2024", date(2024, 4, 1), date(2024, 6, 30))

ROWS = """
figure          | place  | period      | group       | state           | marks | numerator | denominator
attendances     | EM     | 2024-25-Q1  |             | value           |       | 1250      |
attendances     | EM     | 2024-25-Q1  | gender:girl | value           |       | 640       |
attendances     | EM     | 2024-25-Q1  | gender:boy  | suppressed      |       |           |
attendances     | EM     | 2024-25-Q1  | gender:other | suppressed     |       |           |
attendances     | EM     | 2024-25-Q2  |             | value           | p     | 1300      |
attendances     | C1     | 2024-25-Q1  |             | value           | r     | 700       |
attendances     | EM?club | 2024-25-Q1 |             | rounds_to_zero  |       | 0         |
reach_rate      | EM     | 2024-25     |             | value           | pb    | 125       | 2000
reviewed        | EM     | 2024-25-Q1  |             | value           |       | 85        | 120
reviewed        | D1     | 2024-25-Q1  |             | value           |       | 40        | 60
reviewed        | D2     | 2024-25-Q1  |             | not_available   |       |           |
listened_to     | EM     | spring-2024 |             | low_reliability |       | 15        | 20
places_filled   | EM     | 2024-25-Q1  |             | value           |       | 900       | 1200
pride           | EM     |             |             | not_applicable  |       |           |
"""


@cache
def scorecard() -> Framework:
    return load(SCORECARD)


def published(rows: str = ROWS, **changed: Any) -> Published:
    """The figures drawn, their values worked out from their counts; what else there is may be changed."""
    made = Published(
        table=table_of([*drawn(rows), *_by_hand(), *_of_others()]),
        figures=(*map(_told, _meant().values()), _theirs()),
        periods=(*map(period, ("2024-25", "2024-25-Q1", "2024-25-Q2")), WAVE),
        places=TREE,
        sources=(SourceOfFigures("dfe", "Attendance, “full”", "A ministry", "OGL v3.0", "2025"),),
        framework=scorecard(),
        policy=load_policy("public"),
        home="EM",
        title="Eastmere scorecard",
        notice="Invented, for tests.",
        lines=LINES,
        coverage=(
            Coverage("plans", "2024-25-Q1", CameIn.COMPLETE, date(2024, 7, 9), 120),
            Coverage("sessions", "2024-25-Q1", CameIn.PART, None, None),
            Coverage("sessions", "2024-25-Q2", CameIn.NONE, None, 0),
        ),
        not_given=(("reviewed", "district", "quarter", "gender"),),
        notes=("Means are not followed further, line\nby line.",),
    )
    return replace(made, **changed)


LINES = Lines(
    quantities=(Quantity("q1", (("attendances", "numerator"),), ("group", "place", "period")),),
    splits=(SplitLine("q1", ("q2", "q3")),),
    within=(Within("q2", "q1"),),
    groups=(GroupLine("gender", ("girl", "boy", "other", "not_known")),),
    places=(PlaceLine("EM", ("D1", "D2"), ("2024-25-Q1",)),),
    periods=(PeriodLine("2024-25", ("2024-25-Q1", "2024-25-Q2")),),
)


def write(directory: Path, made: Published | None = None, **changed: Any) -> Release:
    """A release of the figures, with a date, a key and inputs of its own unless others are given."""
    given = {"date": DATE, "key": KEY_BYTES, "inputs": INPUTS} | changed
    return write_release(published() if made is None else made, directory, **given)


def drawn(rows: str) -> list[dict[str, Any]]:
    """A table of text as rows, with values worked out from the counts."""
    heading, *lines = (
        [cell.strip() for cell in line.split("|")] for line in rows.splitlines() if line.strip()
    )
    return [_row(dict(zip(heading, line, strict=True))) for line in lines]


def table_of(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows as a table in order."""
    held = pa.Table.from_pylist(list(rows), schema=PUBLISHED)
    return held.sort_by([(name, "ascending") for name in KEY])


def alter(release: Path, name: str, content: bytes) -> None:
    """Write a file of a release anew, and make the manifest agree: hash, length and id. What a careful forger does."""
    (release / name).write_bytes(content)
    manifest = read_manifest((release / "manifest.json").read_bytes())
    files = {each: facts_of((release / each).read_bytes()) for each in manifest.files}
    forged = replace(manifest, id="", files=files, values_sha256=files["values.csv"].sha256)
    forged = replace(forged, id=id_of(manifest_bytes(forged), files))
    (release / "manifest.json").write_bytes(manifest_bytes(forged))


def _meant() -> dict[str, Figure]:
    return {each.id: each for each in figures(scorecard(), Reading())}


def _row(drawn: dict[str, str]) -> dict[str, Any]:
    breakdown, _, group = drawn.pop("group").partition(":")
    counts = {name: int(drawn[name]) if drawn[name] else None for name in ("numerator", "denominator")}
    row = {**drawn, **counts, "source": "", "breakdown": breakdown, "group": group, "method": "", "note": ""}
    if counts["numerator"] is not None:
        figure = _meant()[drawn["figure"]]
        found = values(figure, {name: [row[name]] for name in needed(figure)})
        row |= {name: _rounded(float(getattr(found, name)[0])) for name in ("value", "lower", "upper")}
        row["method"] = "Wilson score" if figure.kind == "proportion" else ""
    elif drawn["state"] == "not_applicable":
        row["note"] = "To be determined."
    return row


def _rounded(number: float) -> float | None:
    return None if np.isnan(number) else round(number, 4)


def _by_hand() -> list[dict[str, Any]]:
    """A mean, a change and a range, whose counts are not shown."""
    blank = {"source": "", "place": "EM", "breakdown": "", "group": "", "marks": "", "method": "", "note": ""}
    mean = {"figure": "waited", "period": "2024-25-Q1", "state": "value", "value": 12.5, "lower": 11.0001}
    change = {"figure": "given_up", "period": "2024-25-Q1", "state": "value", "value": -2.25}
    span = {"figure": "reviewed", "period": "2024-25-Q2", "state": "range", "lower": 50.0, "upper": 75.5}
    return [blank | mean | {"upper": 14.0, "method": "Student's t"}, blank | change, blank | span]


def _of_others() -> list[dict[str, Any]]:
    row = {"source": "dfe", "figure": "attendance", "place": "E92", "period": "2024-25", "state": "value"}
    return [row | dict.fromkeys(("breakdown", "group", "marks", "method", "note"), "") | {"value": 93.1}]


def _told(figure: Figure) -> PublishedFigure:
    return PublishedFigure(
        id=figure.id,
        measure=figure.measure,
        title=figure.title,
        kind=figure.kind,
        direction=str(figure.direction),
        per=figure.per,
        periods=tuple(str(each) for each in figure.periods),
        smallest_place=figure.smallest_place,
        breakdowns=figure.breakdowns,
        definition_version=1,
        refers_to=figure.refers_to or "",
        off=figure.off,
    )


def _theirs() -> PublishedFigure:
    words = {"title": "Attendance, %", "kind": "proportion", "direction": "higher", "per": 100}
    return PublishedFigure(
        **{"id": "attendance", "measure": "attendances", **words},  # type: ignore[arg-type]
        periods=("financial_year",),
        smallest_place="country",
        breakdowns=(),
        definition_version=1,
        source="dfe",
    )


def parquet(table: pa.Table) -> bytes:
    """A table as a Parquet file of no particular making."""
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()
