"""What is shown of one figure: its protected counts, and the value and interval that follow from these alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearth.disclosure.already import rounded
from hearth.disclosure.notes import (
    AT_ODDS,
    EVERYONE_ASKED,
    NO_DEVIATION,
    NO_METHOD,
    NOBODY,
    NOT_COUNTED,
    WITHIN,
)
from hearth.disclosure.policy import Policy
from hearth.disclosure.protect import Protection
from hearth.disclosure.published import KEY, PUBLISHED, Mark, State
from hearth.disclosure.quantities import SHARES
from hearth.engine.results import COUNTS, Range, Results
from hearth.engine.values import Between, method_of, needed, value_within, values
from hearth.framework.counting import Figure
from hearth.kernel.errors import StatisticsError

__all__ = ["DECIMALS", "shown"]

DECIMALS = 4
DISPLAYED = 1
"""Decimal places of a published number, and of one as a person is shown it."""


Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def shown(
    figure: Figure,
    results: Results,
    policy: Policy,
    protection: Protection,
    where: tuple[Ints, dict[str, str]],
) -> pa.Table:
    """The published rows of a figure: of these rows of the results, with the level of each place."""
    rows, levels = where
    table = results.table.take(pa.array(rows))
    coarse = protection.coarse[rows], protection.coarse_before[rows]
    cells = _Cells(figure, policy, table, protection.hidden[rows], coarse)
    here = [levels[place] for place in table["place"].to_pylist()]
    cells.work_out(results, here)
    columns: dict[str, pa.Array | pa.ChunkedArray] = {name: table[name] for name in KEY[1:]}
    columns["source"] = pa.array([""] * len(rows), pa.string())
    return pa.table(columns | cells.columns(), schema=PUBLISHED)


class _Cells:
    """The rows of one figure on their way from counts to what is shown."""

    def __init__(
        self, figure: Figure, policy: Policy, table: pa.Table, hidden: Flags, coarse: tuple[Flags, Flags]
    ) -> None:
        self.figure, self.policy, self.table = figure, policy, table
        self.state = np.where(hidden, State.SUPPRESSED, State.VALUE).astype(object)
        self.note = np.full(len(hidden), "", dtype=object)
        self.method = np.full(len(hidden), "", dtype=object)
        rough = max(policy.round_to, policy.rounds_revisions_to)
        self.coarse = (coarse[0] | coarse[1]) & (rough > policy.round_to)
        self.base, self.base_before = (np.where(each, rough, policy.round_to) for each in coarse)
        self.value, self.lower, self.upper = (np.full(len(hidden), np.nan) for _ in range(3))
        self.counts: dict[str, Ints] = {}

    def work_out(self, results: Results, levels: list[str]) -> None:
        """Fill in every row that is not suppressed."""
        self._set_aside()
        self._protect_counts(
            np.array([level in self.policy.deviations_at for level in levels], dtype=np.bool_)
        )
        some = self.state == State.VALUE
        if some.any():
            found = values(self.figure, {name: counts[some] for name, counts in self.counts.items()})
            for mine, theirs in zip((self.value, self.lower, self.upper), found, strict=True):
                mine[some] = np.round(theirs, DECIMALS) + 0.0
        nothing = some & np.isnan(self.value)
        self._say(nothing, State.NOT_APPLICABLE, NOBODY)
        self._say_methods()
        self._say_states(results)

    def _say(self, where: Flags, state: State, note: str) -> None:
        self.state[where] = state
        self.note[where] = note

    def _set_aside(self) -> None:
        """Rows that lack a count, rows with nobody, and rows whose counts are known only within bounds."""
        value = self.state == State.VALUE
        for name in needed(self.figure):
            low, high = self._column(name, "low"), self._column(name, "high")
            self._say(value & (low == NONE), State.NOT_AVAILABLE, NOT_COUNTED)
            value = self.state == State.VALUE
            if name.endswith("denominator"):
                self._say(value & (high == 0), State.NOT_APPLICABLE, NOBODY)
                value = self.state == State.VALUE
            self._say(value & (low != high), State.RANGE, WITHIN)
        if self.figure.kind in (*SHARES, "change"):
            for part, whole in (("numerator", "denominator"), ("earlier_numerator", "earlier_denominator")):
                more = self._column(part, "low") > self._column(whole, "high")
                self._say((self.state == State.VALUE) & more, State.NOT_AVAILABLE, AT_ODDS)
        for row in np.flatnonzero(self.state == State.RANGE).tolist():
            self._bound(row)

    def _bound(self, row: int) -> None:
        base = int(self.base[row])
        ranges = {}
        for name in needed(self.figure):
            low, high = (int(self._column(name, end)[row]) for end in ("low", "high"))
            ranges[name] = Range(low // base * base, -(-high // base) * base)
        try:
            found = value_within(self.figure, ranges)
        except StatisticsError:  # the part was said to be more than the whole
            found = None
        if isinstance(found, Between) and np.isfinite([found.lower, found.upper]).all():
            self.lower[row], self.upper[row] = round(found.lower, DECIMALS), round(found.upper, DECIMALS)
        else:
            self._say(np.arange(len(self.state)) == row, State.NOT_AVAILABLE, NOT_COUNTED)

    def _column(self, name: str, end: str) -> Ints:
        found: Ints = self.table[f"{name}_{end}"].fill_null(NONE).to_numpy()
        return found

    def _protect_counts(self, deviations: Flags) -> None:
        """The counts, rounded. A sum of scores is put in proportion to the rounded number that it is a sum over."""
        for name in COUNTS:
            counts = self._column(name, "low")
            if (counts != NONE).any() and name != "known":
                self.counts[name] = np.where(counts == NONE, 0, counts)
        if self.figure.kind == "mean":
            self._in_proportion(deviations)
            return
        for name in self.counts:
            public = self.figure.kind == "rate" and name == "denominator"
            if not public:
                base = self.base_before if name.startswith("earlier") else self.base
                self.counts[name] = rounded(self.counts[name], base)

    def _in_proportion(self, deviations: Flags) -> None:
        true = np.maximum(self.counts["denominator"], 1)
        number = rounded(self.counts["denominator"], self.base)
        total = self.counts["numerator"]
        # Scores go in steps, so a mean in many decimals gives away what it is over: where that is rounded, so is this.
        unit = 10.0**self.figure.scale
        average = np.where(self.base > 1, np.round(total / true / unit, DISPLAYED) * unit, total / true)
        self.counts["numerator"] = np.rint(average * number).astype(np.int64)
        squares = self.counts.get("squares", np.zeros_like(total))
        # Of what is known, only a number of scores and their mean go on; where the spread is public, that too.
        spread = np.maximum(squares / true - (total / true) ** 2, 0)
        mean = self.counts["numerator"] / np.maximum(number, 1)
        again = np.ceil((spread + mean**2) * number).astype(np.int64)
        as_it_was = (number == true) & (self.counts["numerator"] == total)
        again = np.where(as_it_was, squares, again)
        self.counts["squares"] = np.where(deviations, again, 0)
        self.counts["denominator"] = number

    def _say_methods(self) -> None:
        given = ~np.isnan(self.lower) & ~np.isnan(self.upper) & (self.state == State.VALUE)
        half = (self.state == State.VALUE) & ~given
        self.lower[half] = self.upper[half] = np.nan
        events = self.counts.get("numerator", np.zeros(len(given), dtype=np.int64))
        for row in np.flatnonzero(given).tolist():
            self.method[row] = str(method_of(self.figure, int(events[row])) or "")
        if self.figure.kind == "count":
            return
        why = {"mean": NO_DEVIATION}.get(self.figure.kind, NO_METHOD)
        self.note[half] = EVERYONE_ASKED if self.figure.census else why

    def _say_states(self, results: Results) -> None:
        value = self.state == State.VALUE
        tiny = (
            value
            & (np.round(np.abs(self.value), DISPLAYED) == 0)
            & (self.figure.kind not in ("change", "mean"))
        )
        if "numerator" in self.counts:
            self.state[tiny & (self.counts["numerator"] > 0)] = State.ROUNDS_TO_ZERO
        counting = self.figure.counting
        asked = counting is not None and results.framework.survey(counting.dataset) is not None
        if asked and "denominator" in self.counts:
            few = self.counts["denominator"] < self.policy.survey.reliable
            self.state[(self.state == State.VALUE) & few] = State.LOW_RELIABILITY

    def columns(self) -> dict[str, pa.Array]:
        """What is shown, as columns."""
        seen = np.isin(self.state.astype(str), [str(state) for state in State if state.shown])
        bounded = seen | (self.state == State.RANGE)
        found = {
            "state": pa.array([str(each) for each in self.state], pa.string()),
            "marks": pa.array(np.where(self.coarse & seen, Mark.REVISED, ""), pa.string()),
            "method": pa.array([str(each) for each in self.method], pa.string()),
            "note": pa.array([str(each) for each in self.note], pa.string()),
        }
        for name, numbers, where in (
            ("value", self.value, seen),
            ("lower", self.lower, bounded),
            ("upper", self.upper, bounded),
        ):
            found[name] = pa.array(numbers, pa.float64(), mask=~where | np.isnan(numbers))
        for name in ("numerator", "denominator"):
            found[name] = self._shown_count(name, seen)
        return found

    def _shown_count(self, name: str, seen: Flags) -> pa.Array:
        """A count as shown. A change shows none: they stand beside the figures that it is a change of."""
        kind = self.figure.kind
        if name not in self.counts or kind == "change" or (kind == "mean" and name == "numerator"):
            return pa.nulls(len(seen), pa.int64())
        return pa.array(self.counts[name], pa.int64(), mask=~seen)


NONE = -1
"""What stands for an empty count."""
