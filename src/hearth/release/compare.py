"""What has changed from one release to the next: figures new, gone and revised, and definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

import pyarrow as pa

from hearth.disclosure.published import PUBLISHED, Mark, Published, PublishedCell, PublishedFigure, State
from hearth.release.tables import KEY

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
    was, is_ = _rows(old.table), _rows(new.table)
    keys = sorted({*was, *is_})
    came = tuple(_cell(is_[key]) for key in keys if key not in was)
    gone = tuple(_cell(was[key]) for key in keys if key not in is_)
    both = [key for key in keys if key in was and key in is_]
    revised = [key for key in both if _said(was[key]) != _said(is_[key])]
    counted = {
        "new": Counter(_figure_of(key) for key in keys if key not in was),
        "gone": Counter(_figure_of(key) for key in keys if key not in is_),
        "revised": Counter(map(_figure_of, revised)),
    }
    counted["unchanged"] = Counter(map(_figure_of, both)) - counted["revised"]
    figures = sorted({figure for each in counted.values() for figure in each})
    return Comparison(
        new=came,
        gone=gone,
        revised=tuple(Revised(_cell(was[key]), _cell(is_[key])) for key in revised),
        unchanged=len(both) - len(revised),
        definitions=tuple(_definitions(old.figures, new.figures)),
        by_figure={each: Changes(**{how: counted[how][each] for how in counted}) for each in figures},
    )


_Row = tuple[object, ...]

_SAID = tuple(
    PUBLISHED.get_field_index(name)
    for name in ("state", "value", "lower", "upper", "numerator", "denominator")
)


def _rows(table: pa.Table) -> dict[_Row, _Row]:
    rows = zip(*(table[name].to_pylist() for name in PUBLISHED.names), strict=True)
    return {row[: len(KEY)]: row for row in rows}


def _said(row: _Row) -> _Row:
    return tuple(row[at] for at in _SAID)


def _figure_of(key: _Row) -> FigureId:
    return str(key[0]), str(key[1])


def _cell(row: _Row) -> PublishedCell:
    named = dict(zip(PUBLISHED.names, row, strict=True))
    marks = tuple(Mark(letter) for letter in str(named["marks"]))
    return PublishedCell(**{**named, "state": State(str(named["state"])), "marks": marks})


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
