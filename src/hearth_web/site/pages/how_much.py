"""How much of a release is given, and how much is not and why: counts of published states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from hearth.disclosure.published import Published, State
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.pages.rows import measures_in_order, name_of
from hearth_web.site.shelf import Opened

__all__ = ["HowMuch", "by_measure", "by_place", "by_strand", "how_much", "left_out"]

GIVEN = (State.VALUE, State.ROUNDS_TO_ZERO, State.RANGE)

SHOWN_AS = (
    ("Given", GIVEN),
    ("Few answers", (State.LOW_RELIABILITY,)),
    ("Hidden", (State.SUPPRESSED,)),
    ("Not available", (State.NOT_AVAILABLE,)),
    ("Not applicable", (State.NOT_APPLICABLE,)),
)


@dataclass(frozen=True, slots=True)
class HowMuch:
    """How many of our figures there are, and what percent of those that are about somebody is hidden."""

    figures: str
    hidden: str


def how_much(published: Published) -> HowMuch:
    """Of everything that we publish of our own."""
    states = Counter(dict(_counted(published)))
    return HowMuch(f"{sum(states.values()):,}", _hidden(states))


def by_strand(opened: Opened) -> Table:
    """A row for each strand of the framework."""
    counts, rows = _by_measure(opened.published), []
    for strand in opened.framework.strands:
        measures = measures_in_order(opened.framework, strand)
        its = sum((counts.get(each.id, Counter()) for each in measures), Counter[str]())
        rows.append(Row((Cell(strand.wordings[0].text), *_cells(its))))
    return Table(
        "How many figures of each strand are given", _columns("Strand"), tuple(rows), hidden_caption=True
    )


def by_measure(opened: Opened) -> Table:
    """A row for each measure with what stands beside it, strand by strand."""
    counts, to, rows = _by_measure(opened.published), links_in(opened), []
    for strand in opened.framework.strands:
        section = strand.wordings[0].text
        for measure in measures_in_order(opened.framework, strand):
            name = Cell(name_of(opened.framework, measure), href=to("measure", measure=measure.id))
            rows.append(Row((name, *_cells(counts.get(measure.id, Counter()))), section=section))
            section = ""
    return Table(
        "How many figures of each measure are given", _columns("Measure"), tuple(rows), hidden_caption=True
    )


def _by_measure(published: Published) -> dict[str, Counter[str]]:
    """How many of our own figures are in each state, by measure."""
    measures = {each.id: each.measure for each in published.figures if not each.source}
    counts: dict[str, Counter[str]] = {}
    for figure, state, many in _counted(published, "figure"):
        counts.setdefault(measures[figure], Counter())[state] += many
    return counts


def by_place(published: Published) -> Table:
    """A row for each level of place, of everyone and by group."""
    levels = {each.code: each.level for each in published.places.places}
    counts: dict[tuple[str, bool], Counter[str]] = {}
    for place, breakdown, state, many in _counted(published, "place", "breakdown"):
        level = "?" if "?" in place else levels.get(place, "?")
        counts.setdefault((level, bool(breakdown)), Counter())[state] += many
    order = [*reversed(published.places.levels), "?"]
    rows = tuple(
        Row((Cell(_level(published, level, grouped)), *_cells(counts[(level, grouped)])))
        for level, grouped in sorted(counts, key=lambda each: (order.index(each[0]), each[1]))
    )
    return Table("How many figures are given, by size of place", _columns("Place"), rows, hidden_caption=True)


def left_out(published: Published) -> Table | None:
    """Details that are not given at all: how many figures of each breakdown lack it, at each level of place."""
    if not published.not_given or not published.framework:
        return None
    titles = {"": "Everyone"} | {
        each.id: f"By {each.title.lower()}" for each in published.framework.breakdowns
    }
    found: dict[str, dict[str, set[str]]] = {}
    for figure, level, _, breakdown in published.not_given:
        found.setdefault(breakdown, {}).setdefault(level, set()).add(figure)
    levels = [each for each in reversed(published.places.levels) if any(each in of for of in found.values())]
    rows = tuple(
        Row(
            (Cell(titles.get(breakdown, breakdown)), *(Cell(_several(of.get(level, ()))) for level in levels))
        )
        for breakdown, of in sorted(found.items())
    )
    names = (Column(_named(published, level)) for level in levels)
    return Table(
        "Details that are not given", (Column("Detail"), *names), rows, hidden_caption=True, stacked=True
    )


def _counted(published: Published, *by: str) -> Iterator[tuple[Any, ...]]:
    """How many of our own figures are in each state, for every combination of these columns that there is.

    Each is the values of the columns, the state, and how many. Counted column by column: a row at a time takes ten
    times as long.
    """
    wanted = [*by, "state"]
    table = published.table.select(["source", *wanted])
    ours = table.filter(pc.equal(table["source"], ""))
    counted = ours.group_by(wanted, use_threads=False).aggregate([([], "count_all")])
    yield from zip(*(counted[name].to_pylist() for name in (*wanted, "count_all")), strict=True)


def _several(figures: Iterable[str]) -> str:
    number = len(set(figures))
    return f"{number} figure{'' if number == 1 else 's'}" if number else "none left out"


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column(first),
        *(Column(words, numeric=True) for words, _ in SHOWN_AS),
        Column("Share hidden", numeric=True),
    )


def _cells(states: Counter[str]) -> tuple[Cell, ...]:
    if not states:
        return (*(Cell("0") for _ in SHOWN_AS), Cell("no figures"))
    counts = (sum(states[state] for state in some) for _, some in SHOWN_AS)
    return (*(Cell(f"{each:,}") for each in counts), Cell(_hidden(states)))


def _hidden(states: Counter[str]) -> str:
    """Of figures that are about somebody: of the others there is nothing to hide."""
    about = sum(states[state] for state in (*GIVEN, State.LOW_RELIABILITY, State.SUPPRESSED))
    return f"{100 * states[State.SUPPRESSED] / about:.0f}%" if about else "no figures"


def _level(published: Published, level: str, grouped: bool) -> str:
    who = "by group" if grouped else "everyone"
    if level == "?":
        return f"Place not known, {who}"
    return f"{_named(published, level)}, {who}"


def _named(published: Published, level: str) -> str:
    home = published.places.place(published.home)
    return f"The whole of {home.name}" if level == home.level else f"{level.replace('_', ' ').capitalize()}s"
