"""What came in: which periods a dataset's returns cover, wholly, in part, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hearth.kernel.periods import Period, PeriodKind, containing, following, periods_within
from hearth.store.ledger import Form, Return

__all__ = ["Coverage", "InputState", "State", "candidates", "coverage_of"]


class State(StrEnum):
    """Whether the returns for a period came in."""

    COMPLETE = "complete"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class InputState:
    """What came in of one dataset for one period: the state, and how many records and aggregate rows.

    `received` is the day the last of its returns came in, where that is known of any.
    """

    dataset: str
    period: Period
    state: State
    records: int
    aggregate_rows: int
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The standing returns of one dataset."""

    returns: tuple[Return, ...]

    @property
    def waves(self) -> tuple[Period, ...]:
        found = {each.period for each in self.returns if each.period.kind is PeriodKind.WAVE}
        return tuple(sorted(found))

    def stretch(self, form: Form | None = None) -> tuple[date, date] | None:
        """The first and last day that any return (of the form) is about; None if there is no return."""
        spans = [each.period for each in self.returns if form in (None, each.form)]
        return (min(each.start for each in spans), max(each.end for each in spans)) if spans else None

    def state(self, period: Period, form: Form | None = None) -> State:
        """Whether every day of the period is covered by some return (of the form), some days, or none."""
        spans = sorted(each.period for each in self.returns if form in (None, each.form))
        day, touched = period.start, False
        for each in spans:
            touched = touched or (each.start <= period.end and each.end >= period.start)
            if each.start <= day <= each.end:
                day = each.end + timedelta(days=1)
        if day > period.end:
            return State.COMPLETE
        return State.PART if touched else State.NONE

    def input(self, dataset: str, period: Period) -> InputState:
        """What came in for the period, counting the rows of every return that touches it."""
        touching = [e for e in self.returns if e.period.start <= period.end and e.period.end >= period.start]
        rows = sum(each.records for each in touching if each.form is Form.ROWS)
        added = sum(each.records for each in touching if each.form is Form.AGGREGATES)
        last = max((each.received for each in touching if each.received), default=None)
        return InputState(dataset, period, self.state(period), rows, added, last)


def coverage_of(dataset: str, returns: Iterable[Return]) -> Coverage:
    """The standing returns of the dataset among these."""
    return Coverage(tuple(each for each in returns if each.dataset == dataset))


def candidates(coverage: Coverage, kinds: Iterable[PeriodKind]) -> tuple[Period, ...]:
    """Every period of these kinds that the returns reach into, in order."""
    return tuple(sorted({each for kind in kinds for each in _of_kind(coverage, kind)}))


def _of_kind(coverage: Coverage, kind: PeriodKind) -> Iterator[Period]:
    if kind is PeriodKind.WAVE:
        yield from coverage.waves
        return
    stretch = coverage.stretch()
    if stretch is None:
        return
    first, last = stretch
    if kind is PeriodKind.ROLLING_YEAR:
        yield from periods_within(kind, first, last, ending_with=PeriodKind.QUARTER)
        return
    period = containing(kind, first)
    while period.start <= last:
        yield period
        period = following(period)
