"""Random worlds for engines to agree about: records, aggregate rows, places that move, every kind of measure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from drawn import (
    ANSWERS,
    BOTH_YEARS,
    DEPRIVATION,
    EVENTS,
    SEX,
    VISITS,
    framework,
    hold,
    hold_aggregates,
    measure,
    store_of,
)
from hearth.framework.datasets import Dataset
from hearth.framework.framework import Framework
from hearth.framework.measures import (
    BeforeAndAfter,
    Change,
    Companion,
    Count,
    Derive,
    Divided,
    Mean,
    Measure,
    Proportion,
    Rate,
    Ratio,
    Scope,
    Speaks,
    Take,
)
from hearth.kernel.periods import PeriodKind, period, wave

FIRST, LAST = date(2023, 4, 1), date(2025, 3, 31)
QUARTERS = tuple(period(f"{year}-Q{quarter}") for year in ("2023-24", "2024-25") for quarter in (1, 2, 3, 4))
WAVES = (
    wave("autumn-2023", date(2023, 9, 1), date(2023, 10, 31)),
    wave("autumn-2024", date(2024, 9, 1), date(2024, 10, 31)),
)
AREAS = ("A1", "A2", "A3", "A4", "A5", "ZZ", None)
HUBS = ("H1", "H2", "ZZ", None)
OPEN = "coalesce(closed, DATE '9999-12-31')"

days = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40)) | st.sampled_from(
    [day for each in QUARTERS for day in (each.start, each.end)] + [date(2024, 2, 29), date(2023, 12, 31)]
)
conditions = st.sampled_from(
    [
        "outcome = 'yes'",
        "outcome <> 'unknown'",
        "flag",
        "not flag",
        "flag is null or outcome in ('yes', 'no')",
        "attended * 10 >= offered * 7",
        "after > before",
        "days_between(day, closed) <= 14",
        "closed is null",
        "months_before(closed, 3) > day",
        "sex = 'female' and area is not null",
        "case when flag then attended > 3 else offered < 5 end",
    ]
)
dates = st.sampled_from(["day", "days_after(day, 30)", "greatest(day, closed)", "coalesce(closed, day)"])
sums = st.sampled_from(
    ["attended", "offered", "attended + offered", "greatest(attended, offered)", "attended * 2"]
)
amounts = st.sampled_from(["before", "after", "after - before", "attended", "coalesce(after, before, 0.50)"])
maybe = st.none() | conditions
earlier = st.sampled_from(["earlier <= day", "earlier is not null", "days_between(earlier, day) <= 60"])


@dataclass(frozen=True, repr=False)
class World:
    """What is drawn: the measures' framework, the records of each dataset, and the aggregate rows."""

    framework: Framework
    events: list[dict[str, Any]]
    visits: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    aggregates: list[tuple[str, dict[str, Any]]]

    def __repr__(self) -> str:
        """The records, a line each, and the definitions: hypothesis complains of a text as long as the usual one."""
        records = [*self.events, *self.visits, *self.answers, *(row for _, row in self.aggregates)]
        lines = [" ".join(str(value) for value in record.values()) for record in records]
        return "\n".join(["World", *lines, *(str(each.definition) for each in self.framework.measures)])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What hypothesis asks for first: without it, it prints every field of a dataclass."""
        printer.text(repr(self))


def build(world: World, folder: Path) -> Any:
    """The store of a world."""
    store = store_of(folder)
    hold(store, EVENTS, world.events, *BOTH_YEARS)
    hold(store, VISITS, world.visits, *BOTH_YEARS)
    for each in WAVES:
        hold(store, ANSWERS, [row for row in world.answers if row["wave"] == each.id], each)
    for quarter in QUARTERS:
        rows = [row for id, row in world.aggregates if id == quarter.id]
        if rows:
            hold_aggregates(store, EVENTS, quarter, rows)
    return store


@st.composite
def worlds(draw: st.DrawFn) -> World:
    return World(
        framework=draw(frameworks()),
        events=_numbered(draw(st.lists(events(), min_size=10, max_size=40))),
        visits=_numbered(draw(st.lists(visits(), max_size=15))),
        answers=_numbered(draw(st.lists(answers(), max_size=15))),
        aggregates=draw(aggregates()),
    )


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """One measure of every kind, in flow and stock, of records and of people, with and without windows."""
    more = draw(narrowed())
    people = draw(st.sampled_from([None, "person"]))
    flow = draw(scopes(people))
    return framework(
        measure(
            "share",
            Proportion("proportion", flow, draw(conditions), known=draw(maybe)),
            Companion("other", "other", Proportion("proportion", flow, draw(conditions))),
            **more,
        ),
        measure("number", Count("count", draw(scopes(None))), **more),
        measure("people", Count("count", draw(scopes("person"))), **more),
        measure(
            "everywhere",
            Proportion("proportion", draw(scopes("person", Speaks.EVERYWHERE)), draw(conditions)),
        ),
        measure("stock", Rate("rate", draw(stocks(None)), 10_000, (0, 17)), **more),
        measure("open people", Proportion("proportion", draw(stocks("person")), draw(conditions)), **more),
        measure("open everywhere", Count("count", draw(stocks("person", Speaks.EVERYWHERE)))),
        measure("mean", Mean("mean", draw(scopes(people)), draw(amounts)), **more),
        measure("ratio", Ratio("ratio", draw(scopes(people)), draw(sums), draw(sums)), **more),
        measure(
            "across", Divided("ratio_across", draw(scopes("person")), Scope("visits", unit="person")), **more
        ),
        measure("change", Change("change", "share"), **more),
        measure(
            "uplift", BeforeAndAfter("before_and_after", draw(scopes(people)), "before", "after", "tool")
        ),
        *draw(after(more)),
        measure("first only", Count("count", draw(first_only())), **more),
        measure(
            "answered",
            Proportion("proportion", Scope("answers", where="outcome <> 'unknown'"), "outcome = 'yes'"),
            periods=(PeriodKind.WAVE,),
            smallest_place="hub",
        ),
        breakdowns=(SEX, DEPRIVATION),
    )


@st.composite
def after(draw: st.DrawFn, more: dict[str, Any]) -> list[Measure]:
    """Measures of what came before a record: of the record before it, and of all of them."""
    windows = {"after another": Take.PREVIOUS, "after all": Take.MAX_BEFORE}
    return [
        measure(id, Proportion("proportion", draw(windowed(take)), draw(earlier)), **more)
        for id, take in windows.items()
    ]


@st.composite
def narrowed(draw: st.DrawFn) -> dict[str, Any]:
    """Sometimes a smallest place, sometimes rolling years, of what a measure says about where and when."""
    sometimes = draw(st.sampled_from(["smallest_place", "periods", "nothing"]))
    if sometimes == "smallest_place":
        return {"smallest_place": draw(st.sampled_from(["ward", "hub", "authority"]))}
    if sometimes == "periods":
        return {"periods": (PeriodKind.ROLLING_YEAR,), "breakdowns": draw(st.sampled_from([(), ("sex",)]))}
    return {}


@st.composite
def scopes(draw: st.DrawFn, unit: str | None, speaks: Speaks = Speaks.FIRST) -> Scope:
    return Scope("events", where=draw(maybe), dated_by=draw(dates), unit=unit, speaks=speaks)


@st.composite
def stocks(draw: st.DrawFn, unit: str | None, speaks: Speaks = Speaks.FIRST) -> Scope:
    until = draw(st.sampled_from(["closed", "days_after(day, 60)"]))
    return Scope("events", where=draw(maybe), open_from="day", open_until=until, unit=unit, speaks=speaks)


@st.composite
def windowed(draw: st.DrawFn, take: Take) -> Scope:
    value = draw(st.sampled_from([OPEN, "closed", "closed", "day"]))
    where = draw(st.sampled_from([None, None, "flag", "outcome <> 'no'"]))
    return Scope("events", derive=(Derive("earlier", take, value, "person", ("day", "id"), where),))


@st.composite
def first_only(draw: st.DrawFn) -> Scope:
    derive = Derive("first_id", Take.FIRST, "id", "person", ("day", "id"), draw(maybe))
    return Scope(
        "events", where="id = first_id", derive=(derive,), unit=draw(st.sampled_from([None, "person"]))
    )


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    offered = draw(st.none() | st.integers(0, 12))
    return {
        "person": draw(st.sampled_from(["ann", "ann", "bob", "cat", "dan", None])),
        "day": draw(st.none() | days),
        "closed": draw(st.none() | days),
        "area": draw(st.sampled_from(AREAS)),
        "hub": draw(st.sampled_from(HUBS)),
        "sex": draw(st.sampled_from(["female", "male", None])),
        "outcome": draw(st.sampled_from(["yes", "no", "unknown", None])),
        "flag": draw(st.sampled_from([True, False, None])),
        "attended": draw(st.none() | st.integers(0, 12)),
        "offered": offered,
        "before": draw(scores),
        "after": draw(scores),
        "tool": draw(st.sampled_from(["UP", "DOWN", None])),
    }


scores = st.none() | st.sampled_from([Decimal("0.00"), Decimal("3.50"), Decimal("5.30"), Decimal("20.00")])


@st.composite
def visits(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "person": draw(st.sampled_from(["ann", "bob", "cat", None])),
        "day": draw(days),
        "hub": draw(st.sampled_from(HUBS)),
        "home": draw(st.sampled_from(AREAS)),
        "sex": draw(st.sampled_from(["female", "male", None])),
    }


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "wave": draw(st.sampled_from([each.id for each in WAVES])),
        "hub": draw(st.sampled_from(HUBS)),
        "sex": draw(st.sampled_from(["female", "male", None])),
        "outcome": draw(st.sampled_from(["yes", "no", "unknown", None])),
    }


@st.composite
def aggregates(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Rows for one figure, all at one level: sometimes by sex, sometimes known only within bounds."""
    level = draw(st.sampled_from([("W1", "W2"), ("H1", "H2"), ("A1", "A3"), ("LA",)]))
    figure = draw(st.sampled_from(["share", "number", "mean", "people", "stock"]))
    rows = []
    for quarter in draw(st.lists(st.sampled_from(QUARTERS), min_size=1, max_size=4, unique=True)):
        for place in draw(st.lists(st.sampled_from(level), min_size=1, max_size=2, unique=True)):
            for by_sex in draw(st.sampled_from([(), ("female",), ("female", "male")])) or ("",):
                rows.append((quarter.id, _stated(draw, figure, place, by_sex)))
            rows.append((quarter.id, _stated(draw, figure, place, "", at_least=40)))
    return [
        each for number, each in enumerate(rows) if _key(each) not in [_key(one) for one in rows[:number]]
    ]


def _stated(draw: st.DrawFn, figure: str, place: str, sex: str, at_least: int = 0) -> dict[str, Any]:
    row: dict[str, Any] = {"figure": figure, "place": place, "breakdown": "sex" if sex else "", "group": sex}
    for name in ("numerator", "denominator", "squares", "known"):
        low = at_least + draw(st.integers(0, 9))
        row[name] = (low, low + draw(st.sampled_from([0, 0, 3])))
    return row


def _key(stated: tuple[str, dict[str, Any]]) -> tuple[str, ...]:
    quarter, row = stated
    return (quarter, row["figure"], row["place"], row["breakdown"], row["group"])


def _numbered(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"{number:04}"} | record for number, record in enumerate(records)]


__all__ = ["QUARTERS", "WAVES", "Dataset", "World", "build", "worlds"]
