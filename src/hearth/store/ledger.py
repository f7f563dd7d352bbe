"""The ledger: one line for each return accepted and each wave closed. It is the one truth of what is held.

A later line for the same dataset, form, sender and period replaces an earlier one; the earlier file stays on disk until
its retention ends.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from hearth.kernel.errors import BadStore, UserError
from hearth.kernel.periods import Period, PeriodKind

__all__ = ["Form", "Return", "append", "read_ledger", "standing"]


class Form(StrEnum):
    """Whether a return holds a row for each record, or rows already added up."""

    ROWS = "rows"
    AGGREGATES = "aggregates"


@dataclass(frozen=True, slots=True)
class Return:
    """A return as it stands in the ledger. `file` is relative to the store; `records` counts its rows.

    `received` is the day it came in, where that is known.
    """

    dataset: str
    form: Form
    period: Period
    sender: str
    file: str
    sha256: str
    records: int
    received: date | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a later return must share to replace this one."""
        return (self.dataset, self.form, self.sender, self.period.id)


def read_ledger(path: Path) -> tuple[Return, ...]:
    """Every line of the ledger, in the order of acceptance. BadStore names a line that cannot be read."""
    if not path.exists():
        return ()
    if not (held := path.read_bytes()):
        return ()
    # Not splitlines: a sender's name may hold a character, such as U+2028, that Python takes for the end of a line.
    lines = held.removesuffix(b"\n").split(b"\n")
    return tuple(_read_line(line, number, path) for number, line in enumerate(lines, start=1))


def standing(returns: tuple[Return, ...]) -> tuple[Return, ...]:
    """The returns that count: the last of each dataset, form, sender and period, in a total order."""
    last = {each.key: each for each in returns}
    return tuple(last[key] for key in sorted(last))


def append(path: Path, accepted: Return) -> None:
    """Add a line by writing the whole ledger anew and renaming it into place, so that it is never seen half written."""
    before = path.read_bytes() if path.exists() else b""
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(before + _write_line(accepted).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _write_line(accepted: Return) -> str:
    line = asdict(accepted)
    span = accepted.period
    line["received"] = accepted.received.isoformat() if accepted.received else None
    line["period"] = {
        "id": span.id,
        "kind": span.kind,
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
    }
    return json.dumps(line, ensure_ascii=False, sort_keys=True)


def _read_line(line: bytes, number: int, path: Path) -> Return:
    try:
        held = json.loads(line)
        held["period"] = _read_period(held["period"])
        held["form"] = Form(held["form"])
        received = held.get("received")
        held["received"] = date.fromisoformat(received) if received else None
        return Return(**held)
    except (ValueError, KeyError, TypeError, UserError) as error:
        raise BadStore(
            f"Line {number} of {path.name} cannot be read: {error}.",
            "Restore the ledger from a backup; the returns themselves are untouched.",
        ) from error


def _read_period(held: dict[str, str]) -> Period:
    start, end = date.fromisoformat(held["start"]), date.fromisoformat(held["end"])
    return Period(held["id"], PeriodKind(held["kind"]), start, end)
