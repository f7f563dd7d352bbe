"""What `hearth count` is asked for, checked before anything is counted: measures, places and periods."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from hearth.engine.coverage import candidates, coverage_of
from hearth.engine.run import wanted_figures
from hearth.framework.counting import Figure
from hearth.framework.framework import Framework
from hearth.framework.measures import CrossReference
from hearth.kernel.errors import BadPeriod, BadPlace
from hearth.kernel.period_spellings import read_period
from hearth.kernel.periods import Period, PeriodKind
from hearth.store.store import Store

__all__ = ["periods_meant", "places_meant", "with_those_shown_again"]


def with_those_shown_again(framework: Framework, measures: Collection[str]) -> tuple[str, ...]:
    """These measures, and those whose figure one of them shows again. A measure that is not there is kept."""
    wanted = dict.fromkeys(measures)
    points_to = {
        each.id: each.definition.measure
        for each in framework.measures
        if isinstance(each.definition, CrossReference)
    }
    for id in measures:
        while (id := points_to.get(id, "")) and id not in wanted:
            wanted[id] = None
    return tuple(wanted)


def places_meant(store: Store, places: Sequence[str]) -> list[str]:
    """The places asked for; BadPlace for one that the store does not have. `E1?ward` is E1, ward not known."""
    tree = store.places() if places else ()
    for code in places:
        known = code.partition("?")[0]
        if known not in tree and known != store.about.home:
            raise BadPlace(
                f"{code!r} is not a place of this store.",
                "Take a code from the `place` column of `hearth count ... --csv`.",
            )
    return list(places)


def periods_meant(
    framework: Framework, store: Store, measures: Collection[str], periods: Sequence[str]
) -> list[str]:
    """The ids of the periods asked for, by id or as published (`2024/25`); BadPeriod if nothing came in for one."""
    if not periods:
        return []
    came = set(_that_came_in(store, wanted_figures(framework, measures)))
    return [_meant(text, came) for text in periods]


def _that_came_in(store: Store, figures: Collection[Figure]) -> Iterator[Period]:
    for figure in figures:
        for counting in (figure.counting, figure.divisor):
            if counting is not None:
                yield from candidates(coverage_of(counting.dataset, store.returns()), figure.periods)


def _meant(text: str, came: Collection[Period]) -> str:
    known = {each.id for each in came}
    if text in known:
        return text
    # of a label that several kinds of year may mean, the kind that came in
    for kind in (None, *PeriodKind):
        try:
            read = read_period(text, kind=kind).period.id
        except BadPeriod:
            continue
        if read in known:
            return read
    raise BadPeriod(
        f"Nothing came in for the period {text!r}.",
        f"Use one of: {', '.join(each.id for each in sorted(came))}."
        if came
        else "See what came in: hearth store show DIR.",
    )
