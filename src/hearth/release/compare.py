"""What has changed from one release to the next: figures new, gone and revised, and definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearth.disclosure.published import Mark, Published, PublishedCell, PublishedFigure, State
from hearth.release.tables import KEY, in_order

__all__ = ["Changes", "Comparison", "DefinitionChange", "Revised", "compare"]

FigureId = tuple[str, str]
"""Whose figure it is (empty: ours), and its id."""


@dataclass(frozen=True, slots=True)
class Revised:
    """One figure whose state or numbers are others than they were."""

    before: PublishedCell
    after: PublishedCell


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """What is said of a figure, where it is said otherwise than before: `what` names it, such as `title`."""

    source: str
    figure: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How many cells of one figure are new, gone, revised and unchanged."""

    new: int = 0
    gone: int = 0
    revised: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed, in the order of the key. Cells with the same state and numbers are unchanged, and only counted."""

    new: tuple[PublishedCell, ...]
    gone: tuple[PublishedCell, ...]
    revised: tuple[Revised, ...]
    unchanged: int
    definitions: tuple[DefinitionChange, ...]
    by_figure: dict[FigureId, Changes]

    @property
    def same(self) -> bool:
        """Whether nothing changed at all."""
        return not (self.new or self.gone or self.revised or self.definitions)


def compare(old: Published, new: Published) -> Comparison:
    """What is otherwise in the new release than in the old."""
    was, is_ = in_order(old.table), in_order(new.table)
    before, after = _keys(was), _keys(is_)
    stood = pc.index_in(after, value_set=before)
    kept = pc.is_valid(stood)
    old_rows, new_rows = was.take(stood.filter(kept)), is_.filter(kept)
    other = _otherwise(old_rows, new_rows)
    came = is_.filter(pc.invert(kept))
    gone = was.filter(pc.invert(pc.is_in(before, value_set=after)))
    pairs = zip(_cells(old_rows.filter(other)), _cells(new_rows.filter(other)), strict=True)
    revised = tuple(Revised(one, another) for one, another in pairs)
    counted = {
        "new": _by_figure(came),
        "gone": _by_figure(gone),
        "revised": _by_figure(new_rows.filter(other)),
        "unchanged": _by_figure(new_rows.filter(pc.invert(other))),
    }
    figures = sorted({figure for each in counted.values() for figure in each})
    return Comparison(
        new=_cells(came),
        gone=_cells(gone),
        revised=revised,
        unchanged=new_rows.num_rows - len(revised),
        definitions=tuple(_definitions(old.figures, new.figures)),
        by_figure={each: Changes(**{how: counted[how][each] for how in counted}) for each in figures},
    )


SAID = ("state", "value", "lower", "upper", "numerator", "denominator")
"""The columns in which a figure is what it is."""

BETWEEN = "\x1f"
"""Stands between the parts of a key, and in none of them."""


def _keys(table: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(*(table[name] for name in KEY), BETWEEN)


def _otherwise(old: pa.Table, new: pa.Table) -> pa.ChunkedArray:
    """Of rows side by side, where any column of `SAID` is another; a number is other than none."""
    found = pa.chunked_array([pa.array(np.zeros(new.num_rows, dtype=np.bool_))])
    for name in SAID:
        one_missing = pc.xor(pc.is_null(old[name]), pc.is_null(new[name]))
        found = pc.or_(found, pc.or_(one_missing, pc.fill_null(pc.not_equal(old[name], new[name]), False)))
    return found


def _by_figure(table: pa.Table) -> Counter[FigureId]:
    found = table.group_by(["source", "figure"], use_threads=False).aggregate([([], "count_all")])
    return Counter({(row["source"], row["figure"]): row["count_all"] for row in found.to_pylist()})


def _cells(table: pa.Table) -> tuple[PublishedCell, ...]:
    return tuple(map(_cell, table.to_pylist()))


def _cell(row: dict[str, Any]) -> PublishedCell:
    marks = tuple(Mark(letter) for letter in row["marks"])
    return PublishedCell(**{**row, "state": State(row["state"]), "marks": marks})


def _definitions(
    old: tuple[PublishedFigure, ...], new: tuple[PublishedFigure, ...]
) -> Iterator[DefinitionChange]:
    before = {(each.source, each.id): each for each in old}
    for figure in new:
        was = before.get((figure.source, figure.id))
        if was is None or was == figure:
            continue
        for each in fields(PublishedFigure):
            one, other = getattr(was, each.name), getattr(figure, each.name)
            if one != other:
                yield DefinitionChange(figure.source, figure.id, each.name, _words(one), _words(other))


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
