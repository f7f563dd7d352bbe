"""A published figure as a reader is told it: everything in words, worked out from what is published alone."""

from __future__ import annotations

from dataclasses import dataclass

from hearth.disclosure.published import Published, PublishedCell, PublishedFigure, State
from hearth.judge.series import periods_of
from hearth.judge.times import period_in_words
from hearth.judge.words import counts_in_words, interval_in_words, state_in_short, value_in_words

__all__ = ["Told", "told"]


@dataclass(frozen=True, slots=True)
class Told:
    """One published figure in words. What there is nothing to say of is empty.

    `value` has its unit (`79.8%`; of a range both ends), `interval` not (`77.4 to 82.1`). `counts` are what it was
    worked out from (`910 of 1,140`). `symbol` and `state` are for what is not a plain value; `why` is its note.
    """

    figure: PublishedFigure
    cell: PublishedCell
    period: str
    value: str
    interval: str
    counts: str
    symbol: str
    state: str
    why: str

    @property
    def shown(self) -> bool:
        """Whether there is a number: a value or a range."""
        return bool(self.value)

    @property
    def plain(self) -> bool:
        """Whether it is a value of which nothing else needs to be said."""
        return self.cell.state is State.VALUE and not self.cell.marks


def told(published: Published, figure: PublishedFigure, cell: PublishedCell) -> Told:
    """That cell of that figure in words."""
    period = periods_of(published).get(cell.period)
    return Told(
        figure=figure,
        cell=cell,
        period=period_in_words(period) if period else "",
        value=value_in_words(figure, cell),
        interval=interval_in_words(figure, cell),
        counts=counts_in_words(figure, cell),
        symbol=cell.symbol,
        state=state_in_short(cell),
        why=cell.note,
    )
