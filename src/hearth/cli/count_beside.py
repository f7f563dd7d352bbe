"""What is shown beside a figure so that it is not misread: of whom it is, whose place, population, what we chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hearth.cli.count_page import Counted
from hearth.cli.screen import QUIET, Screen
from hearth.framework.context import Decision
from hearth.framework.counting import Figure
from hearth.framework.datasets import Dataset, PlaceBasis

__all__ = ["Beside", "beside", "print_beside"]

_PLACED = {
    PlaceBasis.HOME: "placed by home",
    PlaceBasis.EVENT: "placed by where it happened",
    PlaceBasis.SCHOOL: "placed by school",
    PlaceBasis.SERVICE: "placed by service",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside one figure; `populations`: the mid-year and vintage that a rate divides by, each period."""

    of_whom: str
    place_basis: PlaceBasis | None
    notes: tuple[str, ...]
    decisions: tuple[Decision, ...]
    populations: tuple[tuple[str, int, str], ...]


def beside(counted: Counted, figure: Figure) -> Beside:
    """What the framework and the results say of a figure besides its value; notes and choices are its measure's."""
    framework = counted.framework
    measure = framework.measure(figure.measure)
    dataset = _dataset(counted, figure)
    kinds = {each.id for each in counted.results.periods if each.kind in figure.periods}
    return Beside(
        of_whom=measure.of_whom,
        place_basis=dataset.place.basis if dataset and dataset.place else None,
        notes=measure.notes,
        decisions=tuple(each for each in framework.decisions if each.id in measure.decisions),
        populations=tuple(
            each for each in counted.results.populations if figure.kind == "rate" and each[0] in kinds
        ),
    )


def print_beside(counted: Counted, screen: Screen, figure: Figure, indent: int = 2) -> None:
    """The same in words; a measure's notes and choices once, under its own figure."""
    found = beside(counted, figure)
    for words in _of_what(found):
        screen.paragraph(words, QUIET, indent=indent)
    if figure.id != figure.measure:
        return
    for note in found.notes:
        screen.paragraph(f"Note: {note}", QUIET, indent=indent)
    for each in found.decisions:
        screen.paragraph(f"Decision {each.id}, {each.leaves_open}: {each.choice}", QUIET, indent=indent)


def _dataset(counted: Counted, figure: Figure) -> Dataset | None:
    """What a figure is counted from, or what the figure that it changes from is."""
    counting = figure.counting
    if counting is None and figure.change_of is not None:
        counting = next(each.counting for each in counted.results.figures if each.id == figure.change_of)
    return counted.framework.dataset(counting.dataset) if counting else None


def _of_what(found: Beside) -> Iterator[str]:
    placed = _PLACED[found.place_basis] if found.place_basis else ""
    if words := "; ".join(part for part in (found.of_whom, placed) if part):
        yield words[0].upper() + words[1:]
    estimates: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for period, mid_year, vintage in found.populations:
        estimates[mid_year, vintage].append(period)
    for (mid_year, vintage), periods in estimates.items():
        yield f"Population of {', '.join(periods)}: mid-{mid_year}, of the estimates {vintage}"
