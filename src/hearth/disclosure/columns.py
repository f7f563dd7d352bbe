"""Rows of published figures, put together column by column."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from hearth.disclosure.published import KEY, PUBLISHED

__all__ = ["Columns", "rows_of"]


class Columns:
    """Rows of figures that have no value, gathered as they come; each key once."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, ...], dict[str, object]] = {}

    def add(self, figure: str, place: str, period: str, state: str, note: str) -> None:
        """A row for everyone in a place and period."""
        row: dict[str, object] = dict.fromkeys(PUBLISHED.names)
        row |= {
            "source": "",
            "figure": figure,
            "place": place,
            "period": period,
            "breakdown": "",
            "group": "",
        }
        row |= {"state": state, "marks": "", "method": "", "note": note}
        self._rows.setdefault((figure, place, period), row)

    def table(self) -> pa.Table:
        return pa.Table.from_pylist(list(self._rows.values()), schema=PUBLISHED)


def rows_of(table: pa.Table) -> Iterator[tuple[str, ...]]:
    """The key of every row: source, figure, place, period, breakdown, group."""
    return zip(*(table[name].to_pylist() for name in KEY), strict=True)
