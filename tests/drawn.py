"""Small worlds drawn in a test: datasets, records as a table of text, places, and a framework that counts them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from hearth.engine.results import Results
from hearth.engine.run import count
from hearth.framework.counting import COMPONENTS
from hearth.framework.datasets import (
    Breakdown,
    BreakdownUse,
    Code,
    Dataset,
    Field,
    FieldType,
    Group,
    PlaceBasis,
    PlaceUse,
    Privacy,
)
from hearth.framework.framework import About as FrameworkAbout
from hearth.framework.framework import Framework
from hearth.framework.measures import Companion, Definition, Direction, Input, Instrument, Measure
from hearth.framework.statements import Source
from hearth.kernel.periods import Period, PeriodKind, period
from hearth.kernel.places import Attribute, Link, Place, PlaceTree
from hearth.kernel.populations import Population, Populations
from hearth.store.ledger import Form
from hearth.store.shapes import AGGREGATES, record_schema
from hearth.store.store import About, Store, create

BOTH_YEARS = (period("2023-24"), period("2024-25"))


def field(name: str, type: str, **more: Any) -> Field:
    """A field of a drawn dataset, such as field("sex", "code", breakdown="sex")."""
    return Field(name=name, title=name, type=FieldType(type), privacy=Privacy.PLAIN, **more)


SEX = Breakdown("sex", "Sex", (Group("female", "Female"), Group("male", "Male")))
DEPRIVATION = Breakdown(
    "deprivation", "Deprivation", tuple(Group(str(n), f"Fifth {n}") for n in range(1, 6)), "deprivation_fifth"
)

EVENTS = Dataset(
    id="events",
    title="Events",
    grain="one record an event",
    key="id",
    dated_by="day",
    returned=PeriodKind.QUARTER,
    fields=(
        field("id", "text"),
        field("person", "text"),
        field("day", "date"),
        field("closed", "date"),
        field("area", "place", level="small_area"),
        field("hub", "place", level="hub"),
        field("sex", "code", breakdown="sex"),
        field(
            "outcome", "code", codes=(Code("yes", "Yes"), Code("no", "No"), Code("unknown", "Unknown", True))
        ),
        field("flag", "boolean"),
        field("attended", "whole"),
        field("offered", "whole"),
        field("before", "decimal", places=2),
        field("after", "decimal", places=2),
        field("tool", "code", codes=(Code("UP", "Up"), Code("DOWN", "Down"))),
    ),
    place=PlaceUse("area", PlaceBasis.HOME),
    breakdowns=(BreakdownUse("sex", "sex"), BreakdownUse("deprivation", "area")),
)

VISITS = Dataset(
    id="visits",
    title="Visits",
    grain="one record a visit",
    key="id",
    dated_by="day",
    returned=PeriodKind.QUARTER,
    fields=(
        field("id", "text"),
        field("person", "text"),
        field("day", "date"),
        field("hub", "place", level="hub"),
        field("home", "place", level="small_area"),
        field("sex", "code", breakdown="sex"),
    ),
    place=PlaceUse("hub", PlaceBasis.EVENT),
    breakdowns=(BreakdownUse("sex", "sex"), BreakdownUse("deprivation", "home")),
)

ANSWERS = Dataset(
    id="answers",
    title="Answers",
    grain="one record a response",
    key="id",
    dated_by="wave",
    returned=PeriodKind.WAVE,
    fields=(
        field("id", "text"),
        field("wave", "text"),
        field("hub", "place", level="hub"),
        field("sex", "code", breakdown="sex"),
        field(
            "outcome", "code", codes=(Code("yes", "Yes"), Code("no", "No"), Code("unknown", "Unknown", True))
        ),
    ),
    place=PlaceUse("hub", PlaceBasis.EVENT),
    breakdowns=(BreakdownUse("sex", "sex"),),
)

INSTRUMENTS = (
    Instrument("UP", "Up", Direction.HIGHER, Decimal("7.5"), Decimal("0.5"), "invented", "invented"),
    Instrument("DOWN", "Down", Direction.LOWER, Decimal("3"), Decimal("0.84"), "invented", "invented"),
)

# Two wards and two hubs that cut across each other; A3 moves from W1 to W2 on 1 January 2024.
TREE = PlaceTree(
    places=(
        *(Place(code, f"Area {code}", "small_area") for code in ("A1", "A2", "A3", "A4", "A5")),
        *(Place(code, f"Ward {code}", "ward") for code in ("W1", "W2")),
        *(Place(code, f"Hub {code}", "hub") for code in ("H1", "H2")),
        Place("LA", "Drawnborough", "authority"),
    ),
    links=(
        Link("A1", "W1"),
        Link("A2", "W1"),
        Link("A3", "W1", valid_to=date(2023, 12, 31)),
        Link("A3", "W2", valid_from=date(2024, 1, 1)),
        Link("A4", "W2"),
        *(Link(area, hub) for area, hub in (("A1", "H1"), ("A2", "H2"), ("A3", "H1"), ("A4", "H2"))),
        Link("A5", "LA"),  # in no ward and no hub
        *(Link(place, "LA") for place in ("W1", "W2", "H1", "H2")),
    ),
    attributes=tuple(Attribute(f"A{n}", "deprivation_fifth", str(n)) for n in (1, 2, 3, 4)),
)

POPULATIONS = Populations(
    tuple(
        Population(area, 0, 17, year, "2024", "", 100 * number + year - 2020)
        for number, area in enumerate(("A1", "A2", "A3", "A4", "A5"), start=1)
        for year in (2022, 2023, 2024)
    ),
    TREE,
)


def framework(
    *measures: Measure, datasets: Sequence[Dataset] = (EVENTS, VISITS, ANSWERS), **more: Any
) -> Framework:
    """A framework of these measures over the drawn datasets."""
    about = FrameworkAbout("drawn", "Drawn", "Drawnborough", "1", Source("Drawn", "Nobody", "2024"))
    breakdowns = more.pop("breakdowns", (SEX, DEPRIVATION))
    return Framework(
        framework=about,
        measures=measures,
        datasets=tuple(datasets),
        breakdowns=breakdowns,
        instruments=INSTRUMENTS,
        **more,
    )


def measure(id: str, definition: Definition, *beside: Companion, **more: Any) -> Measure:
    """A measure published for quarters and financial years, down to small areas, by sex and deprivation."""
    settings: dict[str, Any] = {
        "periods": (PeriodKind.QUARTER, PeriodKind.FINANCIAL_YEAR),
        "smallest_place": "small_area",
        "breakdowns": ("sex", "deprivation"),
        "counted_from": (Input.ROWS, Input.AGGREGATES),
    }
    return Measure(
        id=id,
        title=id,
        metric="drawn",
        direction=Direction.HIGHER,
        definition=definition,
        beside=beside,
        **(settings | more),
    )


def store_of(folder: Path, *, tree: PlaceTree = TREE, populations: Populations | None = POPULATIONS) -> Store:
    """An empty store for the drawn authority."""
    store = create(folder, About("Drawn", home="LA", notice="Drawn in a test."))
    store.set_places(tree, populations)
    return store


def table(dataset: Dataset, text: str) -> list[dict[str, Any]]:
    """Records drawn as a table: a heading of field names, then a line for each record; `-` is empty.

    Records are numbered in the order they are drawn, unless the table gives them ids.
    """
    heading, *lines = [line for line in text.strip().splitlines() if line.strip()]
    names = [name.strip() for name in heading.split("|")]
    types = {each.name: each.type for each in dataset.fields}
    records = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.split("|")]
        drawn: dict[str, Any] = {"id": f"{number:04}"}
        drawn |= {name: _value(types[name], cell) for name, cell in zip(names, cells, strict=True)}
        records.append({each.name: drawn.get(each.name) for each in dataset.fields})
    return records


def hold(store: Store, dataset: Dataset, records: Iterable[dict[str, Any]], *periods: Period) -> None:
    """Put the records in the store as one return, with an empty return for every other period named."""
    schema = record_schema(dataset)
    held = pa.RecordBatch.from_pylist(list(records), schema=schema)
    first, *others = periods or BOTH_YEARS
    for each, batches in ((first, [held]), *((other, []) for other in others)):
        store.accept(batches, schema, dataset=dataset.id, form=Form.ROWS, period=each, sender="a partner")


def hold_aggregates(
    store: Store, dataset: Dataset, period: Period, rows: Iterable[dict[str, Any]], sender: str = "another"
) -> None:
    """Put aggregate rows in the store; `numerator=3` stands for a low and a high of 3."""
    full = [_aggregate(row) for row in rows]
    batch = pa.RecordBatch.from_pylist(full, schema=AGGREGATES)
    store.accept([batch], AGGREGATES, dataset=dataset.id, form=Form.AGGREGATES, period=period, sender=sender)


def counted(store: Store, framework: Framework, engine: str = "duckdb", **more: Any) -> Results:
    return count(framework, store, engine=engine, **more)


def drawn_and_counted(
    folder: Path, dataset: Dataset, text: str, *measures: Measure, engine: str, **more: Any
) -> Results:
    """What the measures come to over a store that holds only these drawn records, whole over both years."""
    store = store_of(folder)
    hold(store, dataset, table(dataset, text))
    return counted(store, framework(*measures), engine, **more)


def look(results: Results, figure: str, place: str, period: str, breakdown: str = "", group: str = "") -> Any:
    """The one cell's counts as a dictionary of numbers (or of (low, high) where they differ); None if no such cell."""
    found = results.where(figure=figure, place=place, period=period, breakdown=breakdown, group=group)
    cells = list(found.cells())
    assert len(cells) <= 1, cells
    if not cells:
        return None
    return {name: each.low if each.exact else (each.low, each.high) for name, each in cells[0].counts.items()}


def _aggregate(row: dict[str, Any]) -> dict[str, Any]:
    full: dict[str, Any] = {"breakdown": "", "group": ""} | {
        name: row[name] for name in ("figure", "place", "breakdown", "group") if name in row
    }
    for name in COMPONENTS:
        if name in row:
            bounds = row[name] if isinstance(row[name], tuple) else (row[name], row[name])
            full[f"{name}_low"], full[f"{name}_high"] = bounds
    return {each.name: full.get(each.name) for each in AGGREGATES}


def _value(type: FieldType, cell: str) -> Any:
    if cell == "-":
        return None
    match type:
        case FieldType.WHOLE:
            return int(cell)
        case FieldType.DECIMAL:
            return Decimal(cell)
        case FieldType.DATE:
            return date.fromisoformat(cell)
        case FieldType.BOOLEAN:
            return {"yes": True, "no": False}[cell]
        case _:
            return cell
