"""Results drawn in a test as tables of counts, and small worlds of counts in which everything adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from drawn import EVENTS, field, framework, measure
from hearth.disclosure.policy import Policy, load_policy
from hearth.disclosure.publish import publish
from hearth.disclosure.published import Published, PublishedCell
from hearth.engine.results import COUNTS, RESULTS, Results
from hearth.engine.run import wanted_figures
from hearth.framework.datasets import BreakdownUse, PlaceBasis, PlaceUse, Privacy
from hearth.framework.framework import Framework
from hearth.framework.measures import Companion, Count, Measure, Proportion, Scope, Split
from hearth.framework.questions import Answer, Question, Scale, Survey
from hearth.kernel.period_ids import PeriodKind
from hearth.kernel.periods import Period, period, wave
from hearth.kernel.places import Link, Place, PlaceTree
from hearth.store.store import About

YEAR = "2024-25"
QUARTERS = tuple(f"{YEAR}-Q{number}" for number in (1, 2, 3, 4))
GROUPS = ("female", "male", "not_known")
WARDS = ("W1", "W2", "W3", "W4")
ANSWERS = ("yes", "no", "unknown")

Row = dict[str, Any]
Key = tuple[str, str, str, str, str]
"""Figure, place, period, breakdown, group."""

INTERNAL, PUBLIC = load_policy("internal"), load_policy("public")

WAVE = wave("spring-2025", date(2025, 2, 1), date(2025, 3, 31))

SEX_FIELD = field("sex", "code", breakdown="sex")
EVERYONE = Scope("events")
KNOWN = Scope("events", where="outcome in ('yes', 'no')")


def proportion(numerator: str, scope: Scope = EVERYONE) -> Proportion:
    return Proportion("proportion", scope, numerator)


SHARE = measure(
    "share",
    proportion("outcome = 'yes'"),
    Companion("no", "no", proportion("outcome = 'no'")),
    Companion("unknown", "unknown", proportion("outcome = 'unknown'")),
    splits=(Split("base", ("headline", "no", "unknown")),),
)
KNOWN_SHARE = measure("known_share", proportion("outcome = 'yes'", KNOWN))
NUMBER = measure("number", Count("count", EVERYONE))
SAID_YES = measure("said_yes", Count("count", Scope("events", where="outcome = 'yes'")))
MEASURES = {each.id: each for each in (SHARE, KNOWN_SHARE, NUMBER, SAID_YES)}

# How each figure above is counted over answers: those of its numerator, those of its denominator.
COUNTED: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "share": (("yes",), ANSWERS),
    "share.no": (("no",), ANSWERS),
    "share.unknown": (("unknown",), ANSWERS),
    "known_share": (("yes",), ("yes", "no")),
    "number": (ANSWERS, ()),
    "said_yes": (("yes",), ()),
}


@cache
def asked(*, census: bool = False) -> Framework:
    """A survey with one question: who answered it well, and beside that how many do not know."""
    survey = Survey(
        id="staff" if census else "families",
        title="Asked",
        respondents="families",
        key="id",
        wave="wave",
        about=(field("id", "text"), field("wave", "text"), field("hub", "place", level="ward"), SEX_FIELD),
        place=PlaceUse("hub", PlaceBasis.EVENT),
        breakdowns=(BreakdownUse("sex", "sex"),),
        census=census,
    )
    scale = Scale(
        "scale", (Answer("yes", "Yes", positive=True), Answer("no", "No"), Answer("dk", "?", counts=False))
    )
    question = Question("helped", survey.id, "Were you helped?", "scale", Privacy.PERSONAL)
    scope = Scope(survey.id)
    helped = measure(
        "helped",
        Proportion("proportion", scope, questions=("helped",)),
        Companion("unsure", "unsure", Count("count", Scope(survey.id, where="helped = 'dk'"))),
        periods=(PeriodKind.WAVE,),
        smallest_place="ward",
        breakdowns=("sex",),
    )
    return framework(helped, datasets=(), surveys=(survey,), scales=(scale,), questions=(question,))


@cache
def tree_of(wards: int) -> PlaceTree:
    """An invented authority LA with so many wards."""
    codes = WARDS[:wards]
    places = (
        *(Place(code, f"Ward {code}", "ward") for code in codes),
        Place("LA", "Drawnborough", "authority"),
    )
    return PlaceTree(places=places, links=tuple(Link(code, "LA") for code in codes))


def results_of(
    framework: Framework, rows: Iterable[Row], *, tree: PlaceTree | None = None, waves: Sequence[Period] = ()
) -> Results:
    """Results with these rows: each a figure, place, period, and counts (a pair: known within these bounds).

    A `group` such as `sex:female` says whose; no group is everyone.
    """
    held = [_full(row) for row in rows]
    known = {each.id: each for each in waves}
    periods = {id: known.get(id) or period(id) for id in dict.fromkeys(row["period"] for row in held)}
    chosen = wanted_figures(framework)
    order = {figure.id: number for number, figure in enumerate(chosen)}
    held.sort(key=lambda row: (order[row["figure"]], periods[row["period"]], row["place"], row["breakdown"]))
    return Results(
        framework=framework,
        figures=chosen,
        periods=tuple(sorted(periods.values())),
        places=tree or tree_of(len(WARDS)),
        about=About("Drawn", home="LA", notice="Drawn in a test."),
        inputs=(),
        gaps=(),
        populations=(),
        table=pa.Table.from_pylist(held, schema=RESULTS),
        engine="drawn",
        records=0,
    )


def _full(row: Row) -> Row:
    breakdown, _, group = row.get("group", "").partition(":")
    full = {"place": "LA", "period": YEAR} | row | {"breakdown": breakdown, "group": group}
    for name in COUNTS:
        given = row.get(name)
        low, high = given if isinstance(given, tuple) else (given, given)
        full |= {f"{name}_low": low, f"{name}_high": high}
    return {each.name: full.get(each.name) for each in RESULTS}


def drawn_rows(text: str) -> list[Row]:
    """Rows drawn as a table: a heading, then a line each; `-` is empty, `3..8` a count known within bounds."""
    heading, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    return [
        {name: _drawn(cell) if name in COUNTS else cell for name, cell in zip(heading, line, strict=True)}
        for line in lines
    ]


def _drawn(cell: str) -> int | tuple[int, int] | None:
    low, bounds, high = cell.partition("..")
    if bounds:
        return int(low), int(high)
    return None if cell in ("", "-") else int(cell)


def cell(published: Published, key: str) -> PublishedCell:
    """The one row under a key such as `share LA 2024-25 sex:female` (everyone, without the last)."""
    figure, place, when, *rest = key.split()
    breakdown, _, group = (rest or [""])[0].partition(":")
    found = published.where(figure=figure, place=place, period=when, breakdown=breakdown, group=group)
    (only,) = found.cells()
    return only


def published_row(measures: Measure | Framework, policy: Policy, **row: Any) -> PublishedCell:
    """What is shown of one row of the authority's, of the first figure of a framework unless it names another."""
    of = measures if isinstance(measures, Framework) else framework(measures)
    row = {"figure": of.measures[0].id} | row
    (only,) = publish(results_of(of, [row]), policy).where(figure=row["figure"], place="LA").cells()
    return only


@dataclass(frozen=True)
class Grid:
    """A world of answers: how many there are in each ward, quarter and group of each answer.

    `counts` has the axes ward, quarter (one: there is only the year), group and answer. Every figure of the named
    measures is counted of it, for every place, period and group there is.
    """

    counts: npt.NDArray[np.int64]
    measures: tuple[str, ...]
    levels: tuple[str, ...] = ("ward", "authority")

    @property
    def framework(self) -> Framework:
        return framework(*(MEASURES[each] for each in self.measures), datasets=(EVENTS,))

    def results(self) -> Results:
        return results_of(self.framework, self.rows(), tree=tree_of(self.counts.shape[0]))

    def rows(self) -> Iterable[Row]:
        wards, quarters, groups, _ = self.counts.shape
        places = [("LA", slice(None)), *zip(WARDS, range(wards), strict=False)]
        periods = [(YEAR, slice(None))] + (
            list(zip(QUARTERS, range(4), strict=True)) if quarters == 4 else []
        )
        bins = [("", slice(None))]
        bins += [(f"sex:{group}", at) for at, group in enumerate(GROUPS[-groups:])] if groups > 1 else []
        wanted = [each.id for each in wanted_figures(self.framework)]
        for figure, place, when, bin in product(wanted, places, periods, bins):
            here = self.counts[place[1], when[1], bin[1]].reshape(-1, len(ANSWERS)).sum(axis=0)
            above, below = (
                sum(int(here[ANSWERS.index(each)]) for each in which) for which in COUNTED[figure]
            )
            row = {
                "figure": figure,
                "place": place[0],
                "period": when[0],
                "group": bin[0],
                "numerator": above,
            }
            yield row | ({"denominator": below} if COUNTED[figure][1] else {})

    def __repr__(self) -> str:
        return f"Grid(np.array({self.counts.tolist()}), {self.measures})"


def keys(results: Results) -> list[Key]:
    """The key of every row of results, in order."""
    columns = ("figure", "place", "period", "breakdown", "group")
    return list(zip(*(results.table[name].to_pylist() for name in columns), strict=True))
