"""publish(): the only door out of the private part. Protects counts first; then works out value and interval from them.

Everything a shown figure says is worked out from its protected counts, and a suppressed one says nothing, so a
release tells no more than the counts it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearth.disclosure.already import rounded
from hearth.disclosure.columns import Columns, rows_of
from hearth.disclosure.policy import Policy
from hearth.disclosure.protect import Protection, protect
from hearth.disclosure.published import (
    KEY,
    CameIn,
    Coverage,
    Mark,
    Published,
    PublishedFigure,
    SourceOfFigures,
)
from hearth.disclosure.shown import shown
from hearth.engine.results import Results
from hearth.framework.counting import Figure
from hearth.kernel.periods import Period

__all__ = ["publish"]


def publish(
    results: Results,
    policy: Policy,
    earlier: Sequence[Published] = (),
    *,
    benchmarks: Sequence[Published] = (),
    protection: Protection | None = None,
) -> Published:
    """The figures of the results that may be shown under the policy, with what is `earlier` public in hand.

    `benchmarks` are figures that others have made public, under our figures' ids: they stand beside ours for the
    results' home and the places it lies in. With `protection` held, nothing that is returned depends on a suppressed
    count.
    """
    held = protection or protect(results, policy, earlier)
    own = pa.concat_tables([*_counted(results, policy, held), _not_counted(results)])
    own = _marked(own, results, earlier)
    beside = [_near_home(each, results) for each in benchmarks]
    table = pa.concat_tables([own, *(each.table for each in beside)])
    table = table.sort_by([(name, "ascending") for name in KEY]).combine_chunks()
    return Published(
        table=table,
        figures=tuple(_figures(results, beside)),
        periods=tuple(_periods(results, beside)),
        places=results.places,
        sources=tuple(_sources(beside)),
        framework=results.framework,
        policy=policy,
        home=results.home,
        title=results.about.title,
        notice=results.about.notice,
        lines=held.lines,
        coverage=tuple(_coverage(results, policy)),
        not_given=held.not_given,
        notes=tuple(_notes(results, beside)),
    )


def _counted(results: Results, policy: Policy, protection: Protection) -> Iterator[pa.Table]:
    """The rows of every figure that was counted, figure by figure."""
    column = results.table["figure"].combine_chunks().dictionary_encode()
    codes = column.indices.to_numpy(zero_copy_only=False)
    names = column.dictionary.to_pylist()
    places = _levels(results)
    for figure in results.figures:
        if figure.id in names:
            rows = np.flatnonzero((codes == names.index(figure.id)) & protection.given)
            yield shown(figure, results, policy, protection, (rows, places))


def _levels(results: Results) -> dict[str, str]:
    """The level of every place in the table."""
    found = {}
    for place in pc.unique(results.table["place"]).to_pylist():
        code, _, level = place.partition("?")
        found[place] = level or results.places.place(code).level
    return found


def _not_counted(results: Results) -> pa.Table:
    """One row for each figure that is never counted, and for each period whose returns have not all come in."""
    columns = Columns()
    counted = {
        (figure, period)
        for figure, place, period in zip(
            *(results.table[name].to_pylist() for name in ("figure", "place", "period")), strict=True
        )
        if place == results.home
    }
    for figure in results.figures:
        if figure.off or (figure.counting is None and not figure.change_of):
            columns.add(figure.id, results.home, "", "not_applicable", _why_never(figure))
            continue
        for period in _waited_for(figure, results):
            if (figure.id, period) not in counted:
                columns.add(figure.id, results.home, period, "not_available", NOT_IN)
    there = set(zip(results.table["figure"].to_pylist(), results.table["place"].to_pylist(), strict=True))
    for gap in results.gaps:
        for place in gap.places:
            if (gap.figure, place) not in there:
                columns.add(gap.figure, place, gap.period, "not_available", NOT_IN)
    return columns.table()


NOT_IN = "Not every return for it has come in."


def _why_never(figure: Figure) -> str:
    if figure.off:
        return f"Switched off: {figure.off}"
    if figure.refers_to:
        return f"Shown as {figure.refers_to}."
    return "To be determined."


def _waited_for(figure: Figure, results: Results) -> Iterator[str]:
    """Periods of which some returns came in, but not all."""
    counting = figure.counting
    for each in results.inputs:
        wanted = counting is not None and each.dataset == counting.dataset
        if wanted and each.period.kind in figure.periods and each.state != "complete":
            yield each.period.id


def _marked(table: pa.Table, results: Results, earlier: Sequence[Published]) -> pa.Table:
    """With the marks: provisional where returns are missing, revised and broken against what is already public."""
    order = list(Mark)
    marked = table["marks"].to_pylist()
    marks = np.array([[mark in letters for letters in marked] for mark in order], dtype=np.bool_)
    missing = {(gap.figure, gap.period) for gap in results.gaps}
    figures, periods = table["figure"].to_pylist(), table["period"].to_pylist()
    there = pc.is_valid(table["value"]).to_numpy()
    if missing:
        marks[order.index(Mark.PROVISIONAL)] = there & [
            pair in missing for pair in zip(figures, periods, strict=True)
        ]
    for before in earlier:
        marks[order.index(Mark.REVISED)] |= there & _revised(table, before)
        marks[order.index(Mark.BREAK)] |= there & _first_anew(table, results, before)
    words = ["".join(mark for mark, has in zip(order, row, strict=True) if has) for row in marks.T.tolist()]
    at = table.schema.get_field_index("marks")
    return table.set_column(at, table.schema.field(at), pa.array(words, pa.string()))


def _revised(table: pa.Table, before: Published) -> list[bool]:
    """Where numbers stood before that are not the numbers now."""
    stood = dict(zip(rows_of(before.table), _numbers(before.table), strict=True))
    now = zip(rows_of(table), _numbers(table), strict=True)
    return [stood.get(key, NOTHING)[0] is not None and stood[key] != numbers for key, numbers in now]


NOTHING = (None, None, None)


def _numbers(table: pa.Table) -> Iterator[tuple[float | None, ...]]:
    return zip(*(table[name].to_pylist() for name in ("value", "numerator", "denominator")), strict=True)


def _first_anew(table: pa.Table, results: Results, before: Published) -> list[bool]:
    """The first period of each kind, of figures that are defined in another way than before."""
    broken = _redefined(results, before)
    known = {each.id: each for each in results.periods}
    pairs = list(zip(table["figure"].to_pylist(), table["period"].to_pylist(), strict=True))
    first: dict[tuple[str, str], Period] = {}
    for figure, id in pairs:
        if figure in broken and id in known:
            kind = (figure, str(known[id].kind))
            first[kind] = min(first.get(kind, known[id]), known[id])
    return [id in known and first.get((figure, str(known[id].kind))) == known[id] for figure, id in pairs]


def _redefined(results: Results, before: Published) -> set[str]:
    versions = {figure.id: figure.definition_version for figure in before.figures if not figure.source}
    return {
        figure.id
        for figure in results.figures
        if versions.get(figure.id, _version(results, figure)) != _version(results, figure)
    }


def _version(results: Results, figure: Figure) -> int:
    return results.framework.measure(figure.measure).definition_version


def _near_home(other: Published, results: Results) -> Published:
    """Only the rows about the home and the places it lies in."""
    near = {results.home}
    for period in results.periods[-1:] if results.home in results.places else ():
        near |= set(results.places.ancestors(results.home, period.end).values())
    return other.in_places(near)


def _figures(results: Results, beside: Iterable[Published]) -> Iterator[PublishedFigure]:
    for figure in results.figures:
        measure = results.framework.measure(figure.measure)
        yield PublishedFigure(
            id=figure.id,
            measure=figure.measure,
            title=figure.title,
            kind=figure.kind,
            direction=str(figure.direction),
            per=figure.per,
            periods=tuple(str(each) for each in figure.periods),
            smallest_place=figure.smallest_place,
            breakdowns=figure.breakdowns,
            definition_version=measure.definition_version,
            of_whom=measure.of_whom,
            refers_to=figure.refers_to or "",
            off=figure.off,
        )
    for other in beside:
        here = set(other.table["figure"].to_pylist())
        yield from (figure for figure in other.figures if figure.id in here)


def _periods(results: Results, beside: Iterable[Published]) -> list[Period]:
    every = {each.id: each for other in beside for each in other.periods}
    every |= {each.period.id: each.period for each in results.inputs}
    every |= {each.id: each for each in results.periods}
    return sorted(every.values())


def _sources(beside: Iterable[Published]) -> Iterator[SourceOfFigures]:
    for other in beside:
        if len(other):
            yield from other.sources


def _coverage(results: Results, policy: Policy) -> Iterator[Coverage]:
    """What came in. How much is under the same policy as figures: few rows are not told, others as revisions are."""
    base = max(policy.round_to, policy.rounds_revisions_to)
    for each in results.inputs:
        rows: int | None = each.records + each.aggregate_rows
        assert rows is not None
        rows = None if 1 <= rows < policy.base else int(rounded(np.array(rows), base))
        yield Coverage(each.dataset, each.period.id, CameIn(each.state.value), each.received, rows)


def _notes(results: Results, beside: Iterable[Published]) -> Iterator[str]:
    for other in beside:
        if len(other):
            yield from other.notes
    years = sorted({(year, vintage) for _, year, vintage in results.populations})
    if years:
        said = ", ".join(f"mid-{year} (estimate {vintage})" for year, vintage in years)
        yield f"Rates are of these populations: {said}."
