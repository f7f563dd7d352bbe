"""The page that `hearth count` prints: every strand's measures, the latest period of each, for the store's place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from hearth.cli.cells import Valued, every_cell
from hearth.cli.count_lines import Line, print_lines
from hearth.cli.count_words import (
    NEVER_SHARED,
    counts_in_words,
    interval_in_words,
    known_in_words,
    value_in_words,
    year_before_in_words,
)
from hearth.cli.screen import HEADING, QUIET, STATE, VALUE, WARNING, Screen, several
from hearth.cli.states import Standing, standing_of_figure
from hearth.engine.results import Gap, Results
from hearth.framework.counting import Figure
from hearth.framework.framework import Framework
from hearth.framework.statements import Strand
from hearth.kernel.periods import Period
from hearth.store.shapes import ALL
from hearth.store.store import About

__all__ = ["Counted", "gap_in_words", "labelled_line", "print_heading", "print_summary", "print_totals"]


MOST_GAPS, MOST_PLACES = 10, 5

OF_WHOM_ASKED = "of those who answered"
"""What a figure says in the place of an interval where everyone was asked."""


@dataclass(frozen=True)
class Counted:
    """Results, with the framework and the store that they are of, and the processor's seconds they took.

    `shown_again` are measures that were counted only because one that was asked for shows their figure again.
    """

    framework: Framework
    store: About
    results: Results
    seconds: float
    shown_again: frozenset[str] = frozenset()

    @cached_property
    def periods(self) -> dict[str, Period]:
        """The periods counted, by id."""
        return {each.id: each for each in self.results.periods}

    @cached_property
    def counted_figures(self) -> frozenset[str]:
        """The ids of the figures that have any row."""
        return frozenset(pc.unique(self.results.table["figure"]).to_pylist())

    def standing(self, figure: Figure) -> Standing:
        """How the figure stands as a whole."""
        return standing_of_figure(self.results, figure, counted=figure.id in self.counted_figures)

    def strands(self) -> Iterator[tuple[Strand, list[Figure]]]:
        """The strands that have figures here, with them, in the order of the source's metrics."""
        figures = defaultdict(list)
        for figure in self.results.figures:
            if figure.measure not in self.shown_again:
                figures[figure.measure].append(figure)
        for strand in self.framework.strands:
            metrics = [metric for metric in self.framework.metrics if metric.strand == strand.id]
            named = (measure for metric in metrics for measure in metric.measures)
            if held := [figure for measure in named for figure in figures[measure]]:
                yield strand, held

    def homes(self) -> tuple[str, ...]:
        """The places a page is about when none is asked for: the store's own, or all that lie in no other."""
        if self.results.home or not self.results.periods:
            return (self.results.home,)
        return tuple(each.code for each in self.results.places.roots(self.results.periods[-1].end))

    def place_name(self, code: str) -> str:
        """The place's name with its code; of "ward not known" in words."""
        known, _, level = code.partition("?")
        name = self.results.places.place(known).name if known in self.results.places else ""
        named = f"{name} ({known})" if name else known
        return f"{named}, {level.replace('_', ' ')} not known" if level else named

    def everyone(self, places: Sequence[str]) -> dict[tuple[str, str], list[Valued]]:
        """By figure and place, what was counted among everyone, the earliest period first."""
        table = self.results.table
        kept = table.filter(
            pc.and_(
                pc.equal(table["breakdown"], ALL),
                pc.is_in(table["place"], pa.array(list(places), pa.string())),
            )
        )
        found: defaultdict[tuple[str, str], list[Valued]] = defaultdict(list)
        for each in every_cell(replace(self.results, table=kept)):
            found[each.cell.figure, each.cell.place].append(each)
        for cells in found.values():
            cells.sort(key=lambda each: _in_time(self.periods[each.cell.period]))
        return dict(found)


def print_summary(counted: Counted) -> None:
    """Every strand, measure and figure beside it; then what it took."""
    screen = Screen()
    homes = counted.homes()
    named = f" for {counted.place_name(homes[0])}" if len(homes) == 1 and homes[0] else ""
    print_heading(counted, screen, f"The latest period of each measure{named}.")
    for place in homes:
        if len(homes) > 1:
            screen.line()
            screen.line((counted.place_name(place), VALUE))
        found = counted.everyone([place])
        for strand, figures in counted.strands():
            screen.line()
            screen.line((strand.title, HEADING))
            print_lines(screen, [_line(counted, each, found.get((each.id, place), [])) for each in figures])
    print_totals(counted, screen)


def print_heading(counted: Counted, screen: Screen, about: str) -> None:
    """What may not be done with the page, what the store tells every reader, and what the page is about."""
    screen.paragraph(NEVER_SHARED, WARNING)
    if counted.store.notice:
        screen.paragraph(counted.store.notice, STATE)
    screen.line()
    screen.paragraph(f"{counted.framework.framework.title}, counted over {counted.store.title}.")
    screen.paragraph(f"{about} Intervals are 95%.", QUIET)


def print_totals(counted: Counted, screen: Screen) -> None:
    """How much was counted, by what, and what it took."""
    results = counted.results
    screen.line()
    for gap in results.gaps[:MOST_GAPS]:
        screen.paragraph(gap_in_words(counted, gap), STATE)
    if len(results.gaps) > MOST_GAPS:
        screen.paragraph(f"And {len(results.gaps) - MOST_GAPS:,} more such gaps: --json lists them.", STATE)
    screen.paragraph(
        f"{len(counted.counted_figures):,} of {len(results.figures):,} figures counted, {len(results):,} cells, "
        f"from {results.records:,} records, by the engine {results.engine}, "
        f"in {counted.seconds:.1f} seconds of processor time.",
        QUIET,
    )


def _line(counted: Counted, figure: Figure, cells: Sequence[Valued]) -> Line:
    """The latest period that has a value, or failing that why there is none."""
    beside = figure.id != figure.measure
    standing = counted.standing(figure)
    if not cells:
        why = standing.words or "not counted for this place"
        return Line(figure.measure, figure.title, note=why, beside=beside)
    latest = next((each for each in reversed(cells) if each.value is not None), cells[-1])
    line = _line_of(figure, latest, beside=beside)
    if not figure.census:
        return line
    return replace(line, note="; ".join(part for part in (line.note, OF_WHOM_ASKED) if part))


def _line_of(figure: Figure, each: Valued, *, beside: bool = False) -> Line:
    """One cell as a line, under its figure's own title."""
    words, known = each.standing.words, known_in_words(each.known_share)
    if each.value is None:
        return Line(figure.measure, figure.title, note=f"{each.cell.period}: {words}", beside=beside)
    return Line(
        id=figure.measure,
        label=figure.title,
        period=each.cell.period,
        counts=counts_in_words(figure, each.cell),
        value=value_in_words(figure, each.value),
        interval=interval_in_words(figure, each.value),
        note="; ".join(part for part in (words or year_before_in_words(each.cell), known) if part),
        beside=beside,
    )


def labelled_line(figure: Figure, each: Valued, label: str) -> Line:
    """One cell as a line under another label, where the figure and the period are known already."""
    line = _line_of(figure, each)
    note = each.standing.words if each.value is None else line.note
    return replace(line, id="", period="", label=label, note=note)


def _in_time(period: Period) -> tuple[object, ...]:
    """By their ends; of those that end together the longer last, so that a year stands for its last quarter."""
    return (period.end, -period.start.toordinal(), period.id)


def gap_in_words(counted: Counted, gap: Gap) -> str:
    """Whom a figure leaves out, because the returns that came added up do not state it for them."""
    names = ", ".join(counted.place_name(code) for code in gap.places[:MOST_PLACES])
    more = len(gap.places) - MOST_PLACES
    others = f" and {several(more, 'place')} more" if more > 0 else ""
    return f"{gap.figure}, {gap.period}: leaves people out. The returns do not state it for {names}{others}."
