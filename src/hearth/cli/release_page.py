"""The page of a release: every strand's measures, the latest figure of each, and how many of its figures are hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow.compute as pc

from hearth.cli.count_lines import Line, print_lines
from hearth.cli.screen import HEADING, QUIET, VALUE, WARNING, Screen
from hearth.disclosure.published import Published, PublishedCell, PublishedFigure, State
from hearth.framework.statements import Strand
from hearth.judge.series import by_figure, latest
from hearth.judge.words import (
    counts_in_words,
    interval_in_words,
    place_in_words,
    state_in_words,
    value_in_words,
)

__all__ = ["Hidden", "print_heading", "print_summary", "strands_of"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many of each figure's values are suppressed and, where that is known, how many only to protect others."""

    by_figure: dict[str, tuple[int, int]] = field(default_factory=dict)
    others_known: bool = True

    @classmethod
    def in_table(cls, published: Published) -> Hidden:
        """As the release itself tells: it does not say which are suppressed only to protect others."""
        table = published.table
        suppressed = pc.and_(pc.equal(table["source"], ""), pc.equal(table["state"], str(State.SUPPRESSED)))
        counted = Counter(table.filter(suppressed)["figure"].to_pylist())
        return cls({id: (number, 0) for id, number in counted.items()}, others_known=False)

    @property
    def key(self) -> str:
        """What its words mean."""
        shown, others = (" (12)", ", 12 of them only to protect others") if self.others_known else ("", "")
        return f"hidden 34{shown}: of all the figures of this measure 34 are suppressed{others}."

    def words(self, figure: str) -> str:
        """`hidden 34 (12)`, or `hidden 34`; nothing where none is."""
        suppressed, others = self.by_figure.get(figure, (0, 0))
        if not suppressed:
            return ""
        return f"hidden {suppressed:,}" + (f" ({others:,})" if self.others_known else "")


def print_summary(screen: Screen, published: Published, on: date, hidden: Hidden) -> None:
    """Every strand, measure and figure beside it, for the release's own place."""
    homes = _homes(published)
    named = f" for {place_in_words(published, homes[0])}" if len(homes) == 1 else ""
    print_heading(screen, published, on)
    screen.paragraph(f"The latest figure of each measure{named}. Intervals are 95%.", QUIET)
    if hidden.by_figure:
        screen.paragraph(hidden.key, QUIET)
    for place in homes:
        if len(homes) > 1:
            screen.line()
            screen.line((place_in_words(published, place), VALUE))
        found = by_figure(published, place=place)
        for strand, figures in strands_of(published):
            screen.line()
            screen.line((strand.title, HEADING))
            print_lines(screen, [_line(each, found.get(each.id, []), hidden) for each in figures])


def print_heading(screen: Screen, published: Published, on: date) -> None:
    """What every reader is told, what this is, and under which policy."""
    if published.notice:
        screen.paragraph(published.notice, WARNING)
    screen.paragraph(f"{published.title}, released on {on.isoformat()}.", VALUE)
    if published.policy:
        screen.paragraph(
            f"Protected under the policy {published.policy.id}: {published.policy.title}.", QUIET
        )


def strands_of(published: Published) -> Iterator[tuple[Strand, list[PublishedFigure]]]:
    """The strands that have figures here, with them, in the order of the source's metrics."""
    figures = defaultdict(list)
    for each in published.figures:
        if not each.source:
            figures[each.measure].append(each)
    framework = published.framework
    for strand in framework.strands if framework else ():
        metrics = [each for each in framework.metrics if each.strand == strand.id] if framework else []
        named = dict.fromkeys(measure for metric in metrics for measure in metric.measures)
        if held := [figure for measure in named for figure in figures[measure]]:
            yield strand, held


def _homes(published: Published) -> tuple[str, ...]:
    """The release's own place, or else all that lie in no other and have a figure."""
    if published.home:
        return (published.home,)
    held = set(pc.unique(published.table["place"]).to_pylist())
    last = max((each.end for each in published.periods), default=date.max)
    return tuple(each.code for each in published.places.roots(last) if each.code in held)


def _line(figure: PublishedFigure, cells: Sequence[PublishedCell], hidden: Hidden) -> Line:
    """The latest figure that is shown, or failing that why there is none."""
    beside, concealed = figure.id != figure.measure, hidden.words(figure.id)
    told = latest(cells)
    if told is None:
        note = _joined(_without_cells(figure), concealed)
        return Line(figure.measure, figure.title, note=note, beside=beside)
    value = value_in_words(figure, told)
    why = told.note if not value else ""
    said = f"{told.period}: {state_in_words(told)}" if not value and told.period else state_in_words(told)
    return Line(
        id=figure.measure,
        label=figure.title,
        period=told.period if value else "",
        counts=counts_in_words(figure, told) if value else "",
        value=value,
        interval=interval_in_words(figure, told),
        note=_joined(said, why.rstrip("."), concealed),
        beside=beside,
    )


def _without_cells(figure: PublishedFigure) -> str:
    if figure.refers_to:
        return f"same as {figure.refers_to}"
    return f"off: {figure.off}" if figure.off else "not published for this place"


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
