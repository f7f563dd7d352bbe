"""Whether the values of a release are what its own published counts come to.

Of means, changes and ranges the counts are not published, and figures that others made public are as they published
them: those are not worked out again.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hearth.disclosure.published import Published, State
from hearth.engine.values import needed, values
from hearth.framework.counting import Figure
from hearth.framework.meaning import Reading, figures
from hearth.kernel.errors import BadRelease, StatisticsError
from hearth.stats.intervals import Limits

__all__ = ["ELSEWHERE", "HERE", "check_values_follow"]

HERE = 0.5e-4
"""How far a value in four decimals may be from what its counts come to: no further than rounding takes it."""

ELSEWHERE = 1e-4
"""How far where other versions of the libraries worked it out."""

_KINDS = ("proportion", "before_and_after", "rate", "count", "ratio", "ratio_across")

_SHOWN = pa.array([str(state) for state in State if state.shown])


def check_values_follow(published: Published, within: float) -> int:
    """How many values were worked out again from their counts; BadRelease names the first that does not follow."""
    if published.framework is None:
        return 0
    meant = {each.id: each for each in figures(published.framework, Reading())}
    table = published.table
    ours = table.filter(
        pc.and_(
            pc.equal(table["source"], ""),
            pc.and_(pc.is_in(table["state"], _SHOWN), pc.is_valid(table["numerator"])),
        )
    )
    checked = 0
    for id in pc.unique(ours["figure"]).to_pylist():
        if id not in meant:
            raise BadRelease(
                f"values.parquet has the figure {id}, of which framework.json says nothing.", _WHOLE
            )
        if meant[id].kind in _KINDS:
            checked += _check(meant[id], ours.filter(pc.equal(ours["figure"], id)), within)
    return checked


def _check(figure: Figure, rows: pa.Table, within: float) -> int:
    if "denominator" in needed(figure):
        rows = rows.filter(pc.is_valid(rows["denominator"]))
    try:
        found = values(figure, {name: rows[name].to_numpy().astype(np.int64) for name in needed(figure)})
    except StatisticsError as error:
        raise BadRelease(f"values.parquet: of {figure.id}, {error}.", _WHOLE) from error
    told = {name: rows[name].to_numpy().astype(np.float64) for name in Limits._fields}
    wrong = _wrong(told, found, within)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise BadRelease(_said(rows.slice(at, 1).to_pylist()[0], [float(row[at]) for row in found]), _WHOLE)
    return int(rows.num_rows)


def _wrong(
    told: Mapping[str, npt.NDArray[np.float64]], found: Limits, within: float
) -> npt.NDArray[np.bool_]:
    """Which rows do not follow. No interval at all is no falsehood; half of one, or another, is."""
    pairs = {name: (told[name], getattr(found, name)) for name in Limits._fields}
    differs = {
        name: (np.isnan(one) != np.isnan(other)) | (np.abs(one - other) > within + 1e-9)
        for name, (one, other) in pairs.items()
    }
    silent = np.isnan(told["lower"]) & np.isnan(told["upper"])
    wrong: npt.NDArray[np.bool_] = differs["value"] | (~silent & (differs["lower"] | differs["upper"]))
    return wrong


def _said(row: dict[str, object], found: list[float]) -> str:
    where = ", ".join(
        str(row[name]) for name in ("figure", "place", "period", "breakdown", "group") if row[name]
    )
    counts = " of ".join(str(row[name]) for name in ("numerator", "denominator") if row[name] is not None)
    shown = " to ".join(f"{each:.4f}" for each in found if not np.isnan(each))
    told = " to ".join(f"{row[name]:.4f}" for name in Limits._fields if row[name] is not None)
    return f"values.parquet: {where} is {told or 'nothing'}, but {counts} comes to {shown or 'nothing'}."


_WHOLE = "Get the release again from where it was published."
