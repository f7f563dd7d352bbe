"""The trail from every figure to the returns that it was counted from, for analysts who may see them. Never shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass
from enum import StrEnum

from hearth.engine.results import Results
from hearth.framework.counting import Counting, Figure, Flow, Stock, Wave
from hearth.framework.measures import Input
from hearth.kernel.errors import BadPeriod
from hearth.kernel.periods import Period, a_year_before
from hearth.store.ledger import Form, Return
from hearth.store.store import Store

__all__ = ["Because", "TrailRow", "trail_of"]


class Because(StrEnum):
    """Why a return is behind a figure.

    `period`: it is about days of the figure's period. `looks_back`: it is about earlier days, whose records may still
    be open, or are looked back to. `looks_around`: it is about other days, and a record in it may hold the date by
    which the figure counts. `year_before`: a change is measured from it.
    """

    PERIOD = "period"
    LOOKS_BACK = "looks_back"
    LOOKS_AROUND = "looks_around"
    YEAR_BEFORE = "year_before"


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One return behind one figure and period. `rows` is how many rows the return has, of which not all need count."""

    figure: str
    period: str
    dataset: str
    form: Form
    return_period: str
    sender: str
    file: str
    sha256: str
    rows: int
    because: Because


def trail_of(results: Results, store: Store) -> tuple[TrailRow, ...]:
    """Every return behind every figure and period of the results, in a total order.

    As precise as returns are: a return that is about days of the period is behind the figure whether or not one of
    its rows is in it. Of figures that look back (to earlier records of a person, or to what was open before) every
    earlier return of the dataset is behind them too.
    """
    tracer = _Tracer(results, store)
    periods = {each.id: each for each in results.periods}
    counted = results.table.select(["figure", "period"]).group_by(["figure", "period"]).aggregate([])
    pairs = zip(counted["figure"].to_pylist(), counted["period"].to_pylist(), strict=True)
    rows = {
        _row(id, period, each, because)
        for id, period in pairs
        for each, because in tracer.behind(tracer.figures[id], periods[period])
    }
    return tuple(sorted(rows, key=astuple))


class _Tracer:
    def __init__(self, results: Results, store: Store) -> None:
        self.figures = {each.id: each for each in results.figures}
        self.dated_by = {each.id: each.dated_by for each in results.framework.every_dataset}
        self.returns: defaultdict[str, list[Return]] = defaultdict(list)
        for each in store.returns():
            self.returns[each.dataset].append(each)

    def behind(self, figure: Figure, period: Period) -> Iterator[tuple[Return, Because]]:
        """The returns behind a figure for a period; of a change, those behind both its ends."""
        forms = {_FORMS[each] for each in figure.counted_from}
        for counting in (figure.counting, figure.divisor):
            if counting is not None:
                held = (each for each in self.returns[counting.dataset] if each.form in forms)
                yield from self._of_counting(counting, period, held)
        of = self.figures.get(figure.change_of or "")
        if of is not None:
            yield from self.behind(of, period)
            with suppress(BadPeriod):  # a wave has no year before
                for each, _ in self.behind(of, a_year_before(period)):
                    yield each, Because.YEAR_BEFORE

    def _of_counting(
        self, counting: Counting, period: Period, held: Iterator[Return]
    ) -> Iterator[tuple[Return, Because]]:
        looks_back = isinstance(counting.timing, Stock) or bool(counting.derive)
        looks_around = self._dated_otherwise(counting)
        for each in held:
            if _touches(counting, each.period, period):
                yield each, Because.PERIOD
            elif each.form is Form.ROWS and looks_back and each.period.end < period.start:
                yield each, Because.LOOKS_BACK
            elif each.form is Form.ROWS and looks_around:
                yield each, Because.LOOKS_AROUND

    def _dated_otherwise(self, counting: Counting) -> bool:
        """Whether records are counted by another date than that by which they belong to a return."""
        match counting.timing:
            case Flow(dated_by):
                return dated_by.text != self.dated_by[counting.dataset]
            case Stock(open_from, _):
                return open_from.text != self.dated_by[counting.dataset]
            case Wave():
                return False


def _touches(counting: Counting, held: Period, period: Period) -> bool:
    """Whether a return is about days of the period; of a wave, whether it is that wave's."""
    if isinstance(counting.timing, Wave):
        return held == period
    return held.start <= period.end and held.end >= period.start


_FORMS = {Input.ROWS: Form.ROWS, Input.AGGREGATES: Form.AGGREGATES}


def _row(figure: str, period: str, behind: Return, because: Because) -> TrailRow:
    return TrailRow(
        figure=figure,
        period=period,
        dataset=behind.dataset,
        form=behind.form,
        return_period=behind.period.id,
        sender=behind.sender,
        file=behind.file,
        sha256=behind.sha256,
        rows=behind.records,
        because=because,
    )
