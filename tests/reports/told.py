"""A small release drawn in a test: an authority with three hubs, a nation beside it, and figures of several kinds.

Numbers are written as they are read: `70 (60-80)` with its interval, `70` without one, `70u (40-90)` of few answers,
`70b` after a break, `350/500` from counts, with the interval that follows, `c` suppressed, `x` no return,
`z` nobody eligible, `(60-80)` a range.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from hearth.disclosure.published import (
    KEY,
    PUBLISHED,
    Published,
    PublishedFigure,
    SourceOfFigures,
    State,
)
from hearth.framework.context import Target
from hearth.framework.datasets import Breakdown, Group
from hearth.framework.framework import About, Framework
from hearth.framework.measures import Count, Direction, Measure, Scope
from hearth.framework.statements import Source
from hearth.kernel.periods import PeriodKind, period
from hearth.kernel.places import Link, Place, PlaceTree
from hearth.reports.charts.of_measure import Origin
from hearth.stats import wilson

ORIGIN = Origin("Eastmere (invented)", "Outcomes", date(2026, 3, 31), "2cdbb9132176b4f9" + "0" * 48)

TREE = PlaceTree(
    places=(
        Place("H1", "Alder Family Hub (invented)", "hub"),
        Place("H2", "Beech Family Hub (invented)", "hub"),
        Place("H3", "Cedar Family Hub (invented)", "hub"),
        Place("EM", "Eastmere (invented)", "authority"),
        Place("R1", "Northland (invented region)", "region"),
        Place("N1", "Farland (invented nation)", "country"),
    ),
    links=(Link("H1", "EM"), Link("H2", "EM"), Link("H3", "EM"), Link("EM", "R1"), Link("R1", "N1")),
    levels=("hub", "authority", "region", "country"),
)

BREAKDOWNS = (
    Breakdown("sex", "Sex", (Group("female", "Female"), Group("male", "Male"))),
    Breakdown("age", "Age", (Group("young", "Under 25"), Group("old", "25 and over"))),
    Breakdown(
        "deprivation",
        "Deprivation",
        (Group("1", "Fifth 1, most deprived"), Group("3", "Fifth 3"), Group("5", "Fifth 5, least deprived")),
        attribute="deprivation_fifth",
    ),
)

PERIODS = ("2023-24", "2024-25", "2025-26", "2025-26-Q3", "2025-26-Q4")

ROWS = """
share | EM     | 2023-24    |               | 78 (76-80)
share | EM     | 2024-25    |               | c
share | EM     | 2025-26    |               | 70 (68-72)
share | EM     | 2025-26-Q3 |               | 71 (67-75)
share | EM     | 2025-26-Q4 |               | 69 (65-73)
share | H1     | 2023-24    |               | 60 (50-70)
share | H1     | 2025-26    |               | 62 (52-72)
share | H2     | 2025-26    |               | 80 (74-86)
share | H3     | 2025-26    |               | c
share | EM?hub | 2025-26    |               | 66u (40-85)
share | EM     | 2025-26    | sex:male      | 65 (62-68)
share | EM     | 2025-26    | sex:female    | 74 (69-78)
share | EM     | 2025-26    | sex:not_known | z
share | EM     | 2025-26    | age:young     | c
share | EM     | 2025-26    | age:old       | 70 (66-74)
share | EM     | 2025-26    | deprivation:1 | 55 (50-60)
share | EM     | 2025-26    | deprivation:3 | 75 (70-80)
share | EM     | 2025-26    | deprivation:5 | 72 (66-78)
number | EM    | 2025-26    |               | 1200
number | H1    | 2025-26    |               | 400
number | H2    | 2025-26    |               | 210
secret | EM    | 2025-26    |               | c
later  | EM    |            |               | z
"""

THEIRS = """
share | N1 | 2022-23 | | 60
share | N1 | 2023-24 | | 73 (72.5-73.5)
share | N1 | 2025-26 | | 74 (73.5-74.5)
share | R1 | 2025-26 | | 71
"""


def published(rows: str = ROWS, theirs: str = THEIRS, **changed: Any) -> Published:
    """The figures drawn, ours and those of others."""
    made = [*_rows(rows, ""), *_rows(theirs, "nation")]
    whole = Published(
        table=pa.Table.from_pylist(made, schema=PUBLISHED).sort_by([(name, "ascending") for name in KEY]),
        figures=(
            figure("share", "proportion", of_whom="of those who answered"),
            figure("number", "count"),
            figure("secret", "proportion"),
            figure("later", "to_be_determined"),
            replace(figure("share", "proportion"), title="Theirs", source="nation"),
        ),
        periods=tuple(map(period, ("2022-23", *PERIODS))),
        places=TREE,
        sources=(SourceOfFigures("nation", "Figures of Farland", "Farland (invented)", "none", "2026"),),
        framework=framework(),
        home="EM",
        title="Eastmere (invented)",
        notice="Invented. Eastmere and the nation of Farland do not exist; nobody in this data does either.",
    )
    return replace(whole, **changed)


def figure(id: str, kind: str, **changed: Any) -> PublishedFigure:
    """A figure of that kind, for years and quarters, down to the hub."""
    made = PublishedFigure(
        id=id,
        measure=id,
        title=f"Families with a {id}",
        kind=kind,
        direction="higher",
        per={"proportion": 100, "change": 100, "rate": 10_000, "ratio_across": 100}.get(kind, 1),
        periods=("quarter", "financial_year"),
        smallest_place="hub",
        breakdowns=("age", "sex", "deprivation"),
        definition_version=1,
    )
    return replace(made, **changed)


def framework(*, target: str | None = "75") -> Framework:
    """Four measures and, unless it is None, a national target for the first."""
    about = About("outcomes", "Outcomes", "Eastmere", "1", Source("A paper", "Eastmere", "2026"))
    value = None if target is None else Decimal(target)
    return Framework(
        framework=about,
        measures=tuple(_measure(id) for id in ("share", "number", "secret", "later")),
        breakdowns=BREAKDOWNS,
        targets=(
            Target("t1", "share", "national", "2028", "A plan", value, "Of children in England."),
            Target("t2", "share", "authority", "2028", "A setting"),
        ),
    )


def _measure(id: str) -> Measure:
    return Measure(id, id, "M", Direction.HIGHER, Count("count", Scope("d")), (PeriodKind.FINANCIAL_YEAR,))


def _rows(drawn: str, source: str) -> list[dict[str, Any]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.splitlines() if line.strip()]
    return [_row(source, *line) for line in lines]


def _row(source: str, figure: str, place: str, period: str, group: str, drawn: str) -> dict[str, Any]:
    breakdown, _, code = group.partition(":")
    row: dict[str, Any] = {"source": source, "figure": figure, "place": place, "period": period}
    row |= {"breakdown": breakdown, "group": code, "method": "", "note": "", "marks": ""}
    states = {"c": State.SUPPRESSED, "x": State.NOT_AVAILABLE, "z": State.NOT_APPLICABLE}
    if drawn in states:
        return row | {"state": states[drawn], "note": "Nobody was eligible." if drawn == "z" else ""}
    if "/" in drawn:
        part, whole = map(int, drawn.split("/"))
        found = wilson(part, whole, per=100)
        row |= {name: round(getattr(found, name), 4) for name in ("value", "lower", "upper")}
        return row | {"state": State.VALUE, "numerator": part, "denominator": whole, "method": found.method}
    value, letters, lower, upper = re.fullmatch(
        r"(-?[\d.]*)([a-z]*) ?(?:\((-?[\d.]+)-(-?[\d.]+)\))?", drawn
    ).groups()
    row |= {"state": State.LOW_RELIABILITY if "u" in letters else State.VALUE if value else State.RANGE}
    row |= {"marks": "b" if "b" in letters else "", "value": float(value) if value else None}
    return row | {"lower": lower and float(lower), "upper": upper and float(upper)}
