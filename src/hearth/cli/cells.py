"""Raw results with their values: every cell, in the order of the results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow.compute as pc

from hearth.cli.states import Standing, standing_of_cell
from hearth.engine.results import Cell, Results
from hearth.engine.values import Value, every_value_within, value_within
from hearth.framework.counting import Figure
from hearth.kernel.errors import StatisticsError

__all__ = ["Valued", "every_cell"]


@dataclass(frozen=True, slots=True)
class Valued:
    """One cell, what its counts come to, and how it stands."""

    cell: Cell
    value: Value | None
    standing: Standing

    @property
    def known_share(self) -> tuple[float, float] | None:
        """The least and the most, in %, of the denominator that is known; None where what is known is not counted."""
        known, whole = self.cell.counts.get("known"), self.cell.counts.get("denominator")
        if known is None or whole is None or not whole.low:
            return None
        return 100 * known.low / whole.high, min(100.0, 100 * known.high / whole.low)


def every_cell(results: Results) -> Iterator[Valued]:
    """Every cell of the results with its value, held in memory one figure at a time."""
    figures = {figure.id: figure for figure in results.figures}
    for id in pc.unique(results.table["figure"]).to_pylist():
        figure, cells = figures[id], list(results.where(figure=id).cells())
        for cell, value in zip(cells, _values(figure, cells), strict=True):
            yield Valued(cell, value, standing_of_cell(figure, cell.counts, value))


def _values(figure: Figure, cells: list[Cell]) -> list[Value | None]:
    """One by one only where some return states what cannot be, to know which."""
    try:
        return every_value_within(figure, [cell.counts for cell in cells])
    except StatisticsError:
        return [_possible(figure, cell) for cell in cells]


def _possible(figure: Figure, cell: Cell) -> Value | None:
    """None where the returns state what cannot be: the cell's standing says so."""
    try:
        return value_within(figure, cell.counts)
    except StatisticsError:
        return None
