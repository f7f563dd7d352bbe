"""Which published figures belong together: through time, side by side, and the latest of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from hearth.disclosure.published import Published, PublishedCell, State
from hearth.kernel.periods import Period, PeriodKind

__all__ = [
    "by_figure",
    "everyone",
    "is_told",
    "kinds_of",
    "latest",
    "of_kind",
    "periods_of",
    "through_time",
    "when",
]


def periods_of(published: Published) -> dict[str, Period]:
    """The periods of these figures by their ids."""
    return {each.id: each for each in published.periods}


def when(period: Period | None) -> tuple[object, ...]:
    """To sort periods by their ends: of those that end together the longer last, and no period first."""
    return (0,) if period is None else (1, period.end, -period.start.toordinal(), period.id)


def through_time(published: Published, cells: Iterable[PublishedCell]) -> tuple[PublishedCell, ...]:
    """The earliest first; of those that end on the same day the longest last."""
    periods = periods_of(published)
    return tuple(sorted(cells, key=lambda cell: when(periods.get(cell.period))))


def by_figure(
    published: Published, *, place: str, source: str = "", breakdown: str = "", group: str = ""
) -> dict[str, tuple[PublishedCell, ...]]:
    """What is published of a place (of everyone in it, unless a group is asked for), by figure, the earliest first."""
    found: defaultdict[str, list[PublishedCell]] = defaultdict(list)
    wanted = published.where(source=source, place=place, breakdown=breakdown, group=group)
    for cell in wanted.cells():
        found[cell.figure].append(cell)
    return {figure: through_time(published, cells) for figure, cells in found.items()}


def everyone(published: Published, figure: str, place: str) -> tuple[PublishedCell, ...]:
    """Our own rows of one figure about everyone in a place, the earliest first."""
    rows = published.where(figure=figure, source="", place=place, breakdown="")
    return through_time(published, rows.cells())


def is_told(cell: PublishedCell) -> bool:
    """Whether there is a number: a value, or the ends of a range."""
    return cell.state.shown or cell.state is State.RANGE


def latest(cells: Sequence[PublishedCell]) -> PublishedCell | None:
    """Of cells with the earliest first, the last that has a number; failing that the last; None if there is none."""
    return next((each for each in reversed(cells) if is_told(each)), cells[-1] if cells else None)


def of_kind(
    published: Published, cells: Iterable[PublishedCell], kind: PeriodKind
) -> tuple[PublishedCell, ...]:
    """Only the cells whose period is of this kind, in the order given."""
    periods = periods_of(published)
    return tuple(each for each in cells if each.period and periods[each.period].kind is kind)


def kinds_of(published: Published, cells: Iterable[PublishedCell]) -> tuple[PeriodKind, ...]:
    """The kinds of period among the cells, the longest last."""
    periods = periods_of(published)
    lengths: dict[PeriodKind, int] = {}
    for cell in cells:
        if cell.period:
            period = periods[cell.period]
            lengths[period.kind] = max(lengths.get(period.kind, 0), _days(period.start, period.end))
    return tuple(sorted(lengths, key=lambda kind: (lengths[kind], kind)))


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
