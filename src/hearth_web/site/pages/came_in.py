"""What came in of each dataset for each period, and what did not, as tables of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hearth.disclosure.published import CameIn, Coverage, Published
from hearth.framework.datasets import Dataset, PlaceBasis
from hearth.judge.phrases import capital, listed
from hearth.judge.times import MONTHS, date_in_words, period_in_words
from hearth.kernel.periods import Period, PeriodKind
from hearth_web.core.tables import Cell, Column, Row, Table

__all__ = [
    "Returns",
    "came_in_tables",
    "counts_for",
    "in_short",
    "missing",
    "quarters_table",
    "returns",
    "senders_table",
]

_STATES = {CameIn.COMPLETE: "Complete", CameIn.PART: "In part", CameIn.NONE: "Did not come in"}

_OFTEN = {
    PeriodKind.MONTH: "Returns of every month",
    PeriodKind.QUARTER: "Returns of every quarter",
    PeriodKind.FINANCIAL_YEAR: "Returns of every year, April to March",
    PeriodKind.CALENDAR_YEAR: "Returns of every year, January to December",
    PeriodKind.ACADEMIC_YEAR: "Returns of every school year",
    PeriodKind.WAVE: "Surveys",
}

_MANY = {
    PeriodKind.MONTH: "month",
    PeriodKind.QUARTER: "quarter",
    PeriodKind.FINANCIAL_YEAR: "year",
    PeriodKind.CALENDAR_YEAR: "year",
    PeriodKind.ACADEMIC_YEAR: "school year",
    PeriodKind.WAVE: "survey",
}

_SHORT_FIRST = (*_OFTEN, PeriodKind.ROLLING_YEAR, PeriodKind.POOLED_YEARS)

_BASIS = {
    PlaceBasis.HOME: "Where the person lives",
    PlaceBasis.EVENT: "Where it happened",
    PlaceBasis.SCHOOL: "Where the school is",
    PlaceBasis.SERVICE: "Where the service is",
}

Held = Mapping[tuple[str, str], Coverage]
"""What came in, by dataset and period."""

WHOLE = "Of no one place"


@dataclass(frozen=True, slots=True)
class Returns:
    """The returns of one kind: how much came in of datasets with gaps, datasets without any, and tables of them all.

    `whole` has the names of datasets under what is said of them all: `Complete for all 12 quarters`.
    """

    title: str
    gaps: tuple[str, ...]
    whole: tuple[tuple[str, tuple[str, ...]], ...]
    tables: tuple[Table, ...]


def in_short(published: Published) -> str:
    """How many returns came in whole, in part and not at all, in a sentence."""
    due = _due(published)
    of = {state: sum(each.state is state for each in due) for state in CameIn}
    datasets = len({each.dataset for each in due})
    parts = [f"{of[CameIn.COMPLETE]:,} came in whole"]
    if of[CameIn.PART]:
        parts.append(f"{of[CameIn.PART]:,} in part")
    if of[CameIn.NONE]:
        parts.append(f"{of[CameIn.NONE]:,} not at all")
    return f"{datasets} datasets were due, for {len(due):,} periods between them. Of these {listed(parts)}."


def missing(published: Published) -> tuple[str, ...]:
    """Each return that is not whole, in a sentence."""
    periods = {each.id: each for each in published.periods}
    return tuple(
        f"{_title(published, each.dataset)}, {_period(periods, each.period)}: {_lacks(each)}."
        for each in _due(published)
        if each.state is not CameIn.COMPLETE
    )


def came_in_tables(published: Published) -> tuple[Table, ...]:
    """A table for each kind of return: a row for each dataset, a column for each period, or year of quarters."""
    kinds = set(_kinds(published).values())
    return tuple(
        _by_year(published) if kind is PeriodKind.QUARTER else _by_period(published, kind)
        for kind in _SHORT_FIRST
        if kind in kinds
    )


def returns(published: Published) -> tuple[Returns, ...]:
    """What came in, a kind of return at a time; `missing` says of each gap what it is."""
    kinds = _kinds(published)
    there = [kind for kind in _SHORT_FIRST if kind in kinds.values()]
    quarters = quarters_table(published)
    return tuple(
        Returns(
            title=table.caption,
            gaps=tuple(_gaps(published, kind)),
            whole=_whole(published, kind),
            tables=(table, quarters) if quarters and kind is PeriodKind.QUARTER else (table,),
        )
        for kind, table in zip(there, came_in_tables(published), strict=True)
    )


def _of_datasets(published: Published, kind: PeriodKind) -> Iterator[tuple[Dataset, list[Coverage]]]:
    due = _due(published)
    for dataset in _of_kind(published, kind):
        yield dataset, [each for each in due if each.dataset == dataset.id]


def _gaps(published: Published, kind: PeriodKind) -> Iterator[str]:
    for dataset, due in _of_datasets(published, kind):
        whole = sum(each.state is CameIn.COMPLETE for each in due)
        if whole < len(due):
            many = f"{_MANY.get(kind, 'period')}{'s' * (len(due) != 1)}"
            yield f"{dataset.title}: {whole} of {len(due)} {many} complete"


def _whole(published: Published, kind: PeriodKind) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[int, list[str]] = {}
    for dataset, due in _of_datasets(published, kind):
        if all(each.state is CameIn.COMPLETE for each in due):
            found.setdefault(len(due), []).append(dataset.title)
    return tuple((_complete(many, kind), tuple(names)) for many, names in sorted(found.items(), reverse=True))


def _complete(many: int, kind: PeriodKind) -> str:
    one = _MANY.get(kind, "period")
    if many == 1:
        return f"Complete for the one {one}"
    return f"Complete for both {one}s" if many == 2 else f"Complete for all {many} {one}s"


def counts_for(published: Published) -> tuple[str, ...]:
    """How many datasets count for whose place, the most first: `Where the person lives: 16 datasets`."""
    many = Counter(_place_of(each) for each in _datasets(published))
    return tuple(f"{words}: {of} dataset{'s' * (of != 1)}" for words, of in many.most_common())


def quarters_table(published: Published) -> Table | None:
    """Every quarter of the datasets that are sent by quarter, a year at a time; None if none is."""
    datasets = _of_kind(published, PeriodKind.QUARTER)
    held = _held(published, datasets)
    rows: list[Row] = []
    for year in _years(published, held):
        for number, dataset in enumerate(datasets):
            cells = (_cell(held.get((dataset.id, f"{year}-Q{quarter}"))) for quarter in range(1, 5))
            rows.append(Row((Cell(dataset.title), *cells), section="" if number else year))
    names = (f"{MONTHS[month - 1]} to {MONTHS[month + 1]}" for month in (4, 7, 10, 1))
    columns = (Column("Dataset"), *map(Column, names))
    return Table("Returns of every quarter, one by one", columns, tuple(rows)) if rows else None


def senders_table(published: Published) -> Table:
    """Who sends each dataset, what one record of it is, and whose place it counts for."""
    columns = (Column("Dataset"), Column("Sent by"), Column("Place it counts for"), Column("Standing"))
    rows = (
        Row(
            (
                Cell(each.title, quiet=each.grain),
                Cell(each.sender or "Those who chose to answer"),
                Cell(_place_of(each)),
                Cell(each.standing.title, quiet=each.standing_note),
            )
        )
        for each in _datasets(published)
    )
    return Table("Who sends each dataset", columns, tuple(rows), hidden_caption=True, stacked=True)


def _place_of(dataset: Dataset) -> str:
    return _BASIS[dataset.place.basis] if dataset.place else WHOLE


def _datasets(published: Published) -> tuple[Dataset, ...]:
    """Those of which anything was due, in the framework's order."""
    due = {each.dataset for each in published.coverage}
    return (
        tuple(each for each in published.framework.every_dataset if each.id in due)
        if published.framework
        else ()
    )


def _kinds(published: Published) -> dict[str, PeriodKind]:
    """The shortest kind of period for which each dataset was due."""
    kinds = {each.id: each.kind for each in published.periods}
    found: dict[str, PeriodKind] = {}
    for each in published.coverage:
        kind = kinds.get(each.period)
        if kind and (
            each.dataset not in found or _SHORT_FIRST.index(kind) < _SHORT_FIRST.index(found[each.dataset])
        ):
            found[each.dataset] = kind
    return found


def _of_kind(published: Published, kind: PeriodKind) -> tuple[Dataset, ...]:
    kinds = _kinds(published)
    return tuple(each for each in _datasets(published) if kinds.get(each.id) is kind)


def _due(published: Published) -> tuple[Coverage, ...]:
    """What came in, by the shortest periods: not also by the years that those make up."""
    of_period = {each.id: each.kind for each in published.periods}
    kinds = _kinds(published)
    return tuple(each for each in published.coverage if of_period.get(each.period) is kinds.get(each.dataset))


def _by_period(published: Published, kind: PeriodKind) -> Table:
    datasets = _of_kind(published, kind)
    held = _held(published, datasets)
    kinds = {each.id: each.kind for each in published.periods}
    periods = _in_order(published, {period for _, period in held if kinds.get(period) is kind})
    by_column = (
        _waves(periods) if kind is PeriodKind.WAVE else [(period_in_words(each), [each]) for each in periods]
    )
    rows = tuple(
        Row(
            (
                Cell(each.title),
                *(_cell(*(held.get((each.id, one.id)) for one in some)) for _, some in by_column),
            )
        )
        for each in datasets
    )
    return Table(
        _OFTEN.get(kind, "Other periods"),
        (Column("Dataset"), *(Column(capital(words)) for words, _ in by_column)),
        rows,
        stacked=True,
    )


def _waves(periods: Sequence[Period]) -> list[tuple[str, list[Period]]]:
    """Waves of several surveys at the same time share a column."""
    found: dict[str, list[Period]] = {}
    for each in periods:
        found.setdefault(period_in_words(each), []).append(each)
    return list(found.items())


def _by_year(published: Published) -> Table:
    """Datasets that are sent by quarter: how many quarters of each year came in, and what the year holds."""
    datasets = _of_kind(published, PeriodKind.QUARTER)
    held = _held(published, datasets)
    years = _years(published, held)
    rows = (
        Row((Cell(dataset.title), *(_year_cell(held, dataset.id, year) for year in years)))
        for dataset in datasets
    )
    columns = (Column("Dataset"), *map(Column, years))
    return Table(_OFTEN[PeriodKind.QUARTER], columns, tuple(rows), stacked=True)


def _year_cell(held: Held, dataset: str, year: str) -> Cell:
    quarters = [one for number in range(1, 5) if (one := held.get((dataset, f"{year}-Q{number}")))]
    whole = sum(each.state is CameIn.COMPLETE for each in quarters)
    if not quarters:
        return Cell("Was not due")
    said = f"{whole} of {len(quarters)} quarters complete"
    of_year = held.get((dataset, year))
    return Cell("Complete" if whole == len(quarters) else said, quiet=_detail(of_year) if of_year else "")


def _held(published: Published, datasets: Sequence[Dataset]) -> Held:
    ids = {each.id for each in datasets}
    return {(each.dataset, each.period): each for each in published.coverage if each.dataset in ids}


def _years(published: Published, held: Held) -> list[str]:
    """The years whose quarters were due, the earliest first."""
    kinds = {each.id: each.kind for each in published.periods}
    return sorted({id.rpartition("-")[0] for _, id in held if kinds.get(id) is PeriodKind.QUARTER})


def _in_order(published: Published, ids: set[str]) -> list[Period]:
    return sorted(
        (each for each in published.periods if each.id in ids), key=lambda each: (each.start, each.id)
    )


def _cell(*found: Coverage | None) -> Cell:
    """Of one return, or of whichever of several there is."""
    one = next((each for each in found if each is not None), None)
    return Cell(_STATES[one.state], quiet=_detail(one)) if one else Cell("Was not due")


def _detail(one: Coverage) -> str:
    said = (_records(one), f"by {date_in_words(one.on)}" if one.on else "")
    return ", ".join(part for part in said if part)


def _records(one: Coverage) -> str:
    if one.state is CameIn.NONE:
        return ""
    return "number of records hidden" if one.rows is None else f"{one.rows:,} records"


def _lacks(one: Coverage) -> str:
    if one.state is CameIn.NONE:
        return "nothing came in"
    return (
        f"only a part came in, the last of it on {date_in_words(one.on)}" if one.on else "only a part came in"
    )


def _title(published: Published, dataset: str) -> str:
    return next((each.title for each in _datasets(published) if each.id == dataset), dataset)


def _period(periods: dict[str, Period], id: str) -> str:
    return period_in_words(periods[id]) if id in periods else id
