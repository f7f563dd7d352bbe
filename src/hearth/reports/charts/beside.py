"""What a place's figures through time are seen against: targets, and the same figure of a larger place."""

from __future__ import annotations

from hearth.disclosure.published import Published, PublishedCell, PublishedFigure
from hearth.framework.context import Target
from hearth.judge.series import of_kind, periods_of, through_time
from hearth.judge.words import source_in_words, target_in_words
from hearth.kernel.periods import PeriodKind
from hearth.reports.charts.chart import Line

__all__ = ["larger_places", "sources_in_words", "targets_of"]

MOST = 2


def targets_of(published: Published, figure: PublishedFigure) -> tuple[Line, ...]:
    """The targets of the figure that have a value, each saying whose it is. Only a measure's own figure has any."""
    targets = published.framework.targets if published.framework else ()
    if figure.id != figure.measure:
        return ()
    return tuple(
        Line(_whose(published, each), float(each.value), target_in_words(figure, float(each.value)))
        for each in targets
        if each.measure == figure.measure and each.value is not None
    )


def _whose(published: Published, target: Target) -> str:
    by = f", by {target.by}" if target.by else ""
    if target.scope == "national":
        said = f"{target.source} {target.note}"
        return f"Target for England{by}" if "England" in said else f"National target{by}"
    level = (
        published.places.place(published.home).level if published.home in published.places else "authority"
    )
    return f"Target of the {level.replace('_', ' ')}{by}"


def larger_places(
    published: Published, place: str, kind: PeriodKind, own: tuple[PublishedCell, ...]
) -> dict[str, tuple[PublishedCell, ...]]:
    """By place, everyone in at most two larger ones, for periods of that kind from the first of ours to the last.

    Of a part of the release's home, the home comes first; then the nation and the region as others publish them.
    """
    whole = published.where(breakdown="")
    found = {}
    if place != published.home:
        found[published.home] = whole.where(source="", place=published.home)
    for code in _abroad(whole):
        rows = whole.where(place=code)
        source = min(each for each in rows.table["source"].to_pylist() if each)
        found.setdefault(code, rows.where(source=source))
    periods = periods_of(published)
    first, last = (periods[own[end].period].end for end in (0, -1))
    told = {
        code: tuple(
            each
            for each in of_kind(published, through_time(published, rows.cells()), kind)
            if first <= periods[each.period].end <= last
        )
        for code, rows in found.items()
    }
    return {code: cells for code, cells in list(told.items())[:MOST] if cells}


def _abroad(whole: Published) -> list[str]:
    """The places that others publish this figure for, the largest first."""
    rows = zip(whole.table["source"].to_pylist(), whole.table["place"].to_pylist(), strict=True)
    levels = list(whole.places.levels)
    codes = {place for source, place in rows if source and place in whole.places}
    return sorted(codes, key=lambda code: (-levels.index(whole.places.place(code).level), code))


def sources_in_words(published: Published, cells: list[PublishedCell]) -> str:
    """` Beside it: Title, Publisher, edition.` for the figures of others among these; nothing where all are ours."""
    wanted = {each.source for each in cells}
    named = [source_in_words(each) for each in published.sources if each.id in wanted]
    return f" Beside it: {'; '.join(named)}." if named else ""
