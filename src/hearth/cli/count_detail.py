"""The page that `hearth count` prints when a measure, a place or a period is named: everything there is about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hearth.cli.cells import Valued, every_cell
from hearth.cli.count_beside import print_beside
from hearth.cli.count_lines import Line, print_lines
from hearth.cli.count_page import Counted, labelled_line, print_heading, print_totals
from hearth.cli.screen import HEADING, QUIET, STATE, VALUE, Screen
from hearth.engine.coverage import State as Came
from hearth.framework.counting import Figure
from hearth.framework.datasets import NOT_KNOWN
from hearth.store.shapes import ALL

__all__ = ["print_detail"]

MOST_PLACES = 60
"""More places than this are not listed: `--csv` has them all."""


def print_detail(counted: Counted, places: Sequence[str]) -> None:
    """Every figure: its periods, then for the latest of them its groups, and the places where none was named."""
    screen = Screen()
    print_heading(counted, screen, "Every period; of the latest, the groups and places.")
    for strand, figures in counted.strands():
        screen.line()
        screen.line((strand.title, HEADING))
        for figure in figures:
            screen.line()
            _print_figure(counted, screen, figure, places)
    print_totals(counted, screen)


def _print_figure(counted: Counted, screen: Screen, figure: Figure, places: Sequence[str]) -> None:
    screen.line((figure.id, VALUE), "  ", figure.title)
    standing = counted.standing(figure)
    if standing.words:
        screen.paragraph(standing.words, STATE, indent=2)
        print_beside(counted, screen, figure)
        _print_again(counted, screen, figure, places)
        return
    better = {"higher": "higher is better", "lower": "lower is better"}.get(str(figure.direction), "")
    kind = figure.kind.replace("_", " ")
    screen.line("  ", (", ".join(part for part in (kind, better) if part), QUIET))
    print_beside(counted, screen, figure)
    shown = list(places) or list(counted.homes())
    periods = counted.everyone(shown)
    for place in shown:
        cells = periods.get((figure.id, place), [])
        _print_block(screen, counted.place_name(place), _by_period(figure, cells))
        for note in _came_in_part(counted, figure, cells):
            screen.line("    ", (note, STATE))
        if cells:
            _print_groups(counted, screen, figure, cells[-1])
        if cells and not places:
            _print_places(counted, screen, figure, cells[-1])


def _print_again(counted: Counted, screen: Screen, figure: Figure, places: Sequence[str]) -> None:
    """Beneath a figure that points to another measure, that measure's own figure under its own id and title."""
    again = next((each for each in counted.results.figures if each.id == figure.refers_to), None)
    if again is not None:
        screen.line()
        _print_figure(counted, screen, again, places)


def _by_period(figure: Figure, cells: Sequence[Valued]) -> list[Line]:
    if not cells:
        return [Line("", "not counted for this place")]
    return [labelled_line(figure, each, each.cell.period) for each in cells]


def _print_block(screen: Screen, title: str, lines: Sequence[Line]) -> None:
    if lines:
        screen.line()
        screen.line("  ", (title, VALUE))
        print_lines(screen, lines, indent=4)


def _print_groups(counted: Counted, screen: Screen, figure: Figure, latest: Valued) -> None:
    """For the latest period, each breakdown's groups."""
    cells = _cells(counted, figure=figure.id, place=latest.cell.place, period=latest.cell.period)
    for breakdown in dict.fromkeys(each.cell.breakdown for each in cells if each.cell.breakdown != ALL):
        held = counted.framework.breakdown(breakdown)
        titles = {group.code: group.title for group in held.groups} | {NOT_KNOWN: "not known"}
        of_it = [each for each in cells if each.cell.breakdown == breakdown]
        of_it.sort(key=lambda each: list(titles).index(each.cell.group))
        lines = [labelled_line(figure, each, titles[each.cell.group]) for each in of_it]
        _print_block(screen, f"By {held.title[:1].lower()}{held.title[1:]}, {latest.cell.period}", lines)


def _print_places(counted: Counted, screen: Screen, figure: Figure, latest: Valued) -> None:
    """For the latest period, every other place, from the small to the large."""
    cells = _cells(counted, figure=figure.id, period=latest.cell.period, breakdown=ALL)
    others = [each for each in cells if each.cell.place != latest.cell.place]
    if len(others) > MOST_PLACES:
        screen.line("  ", (f"{len(others):,} places: --csv lists them, --place CODE shows one.", QUIET))
        return
    lines = [labelled_line(figure, each, counted.place_name(each.cell.place)) for each in others]
    _print_block(screen, f"By place, {latest.cell.period}", lines)


def _cells(counted: Counted, **wanted: str) -> list[Valued]:
    return list(every_cell(counted.results.where(**wanted)))


def _came_in_part(counted: Counted, figure: Figure, cells: Sequence[Valued]) -> Iterator[str]:
    """The periods that some returns came in for, but not all, and that were not counted for that."""
    datasets = {each.dataset for each in (figure.counting, figure.divisor) if each is not None}
    shown = {each.cell.period for each in cells}
    parts = {
        each.period
        for each in counted.results.inputs
        if each.dataset in datasets and each.state is Came.PART and each.period.kind in figure.periods
    }
    for period in sorted(parts):
        if period.id not in shown:
            yield f"{period.id}: part of the returns"
