"""Small releases written out by hand, for the attacker's tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from hearth.disclosure.lines import Lines, Quantity
from hearth.disclosure.policy import Policy, load_policy
from hearth.disclosure.published import PUBLISHED, Published, PublishedFigure, State
from hearth.kernel.periods import period
from hearth.kernel.places import Place, PlaceTree

YEAR = "2024-25"
QUARTERS = tuple(f"{YEAR}-Q{number}" for number in (1, 2, 3, 4))
EVERY_WAY = ("group", "place", "period")


@dataclass(frozen=True)
class Row:
    """What stands in one row: its counts, or a state without any."""

    numerator: int | None = None
    denominator: int | None = None
    state: State = State.VALUE
    marks: str = ""


HIDDEN = Row(state=State.SUPPRESSED)
NOBODY = Row(state=State.NOT_APPLICABLE)


def shown(numerator: int, denominator: int | None = None, marks: str = "") -> Row:
    return Row(numerator, denominator, State.VALUE, marks)


def released(
    rows: Mapping[str, Row | int],
    lines: Lines,
    *,
    policy: str | Policy = "internal",
    kinds: Mapping[str, str] | None = None,
    version: int = 1,
) -> Published:
    """A release of rows under keys such as `F A 2024-25 sex:f` (for everyone without the last), all of kind count."""
    keys = {key: (*key.split(), "")[:4] for key in rows}
    figures = sorted({key[0] for key in keys.values()})
    periods = sorted({key[2] for key in keys.values()})
    written = [(keys[key], row if isinstance(row, Row) else shown(row)) for key, row in rows.items()]
    return Published(
        pa.Table.from_pylist([_record(key, row) for key, row in written], PUBLISHED),
        tuple(_figure(name, (kinds or {}).get(name, "count"), version) for name in figures),
        tuple(period(name) for name in periods),
        PlaceTree((Place("A", "Invented", "authority"),)),
        policy=load_policy(policy) if isinstance(policy, str) else policy,
        lines=lines,
    )


def counted(figures: Iterable[str] = ("F",), adds: tuple[str, ...] = EVERY_WAY) -> tuple[Quantity, ...]:
    """A quantity for the numerator of each of these figures, of the same name."""
    return tuple(Quantity(figure, ((figure, "numerator"),), adds) for figure in figures)


def under(published: Published, policy: str) -> Published:
    return replace(published, policy=load_policy(policy))


def _record(key: tuple[str, ...], row: Row) -> dict[str, object]:
    figure, place, when, cell = key
    breakdown, _, group = cell.partition(":")
    texts = {"source": "", "figure": figure, "place": place, "period": when, "method": "", "note": ""}
    counts = {"numerator": row.numerator, "denominator": row.denominator}
    return texts | counts | {"breakdown": breakdown, "group": group, "state": row.state, "marks": row.marks}


def _figure(name: str, kind: str, version: int) -> PublishedFigure:
    return PublishedFigure(name, name, name, kind, "higher", 100, (), "ward", ("sex",), version)
