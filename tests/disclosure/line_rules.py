"""The rules of lines, worked out again from what is published and the true counts, by nothing of the protector's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from hearth.disclosure.lines import Quantity, Together
from hearth.disclosure.policy import Policy
from hearth.disclosure.published import Published, State
from hearth.engine.results import Results

Cell = tuple[str, str, str, str]
"""Place, period, breakdown, group."""
Count = tuple[str, Cell]
"""A quantity (or the complement of a share, by the name of its figure) in a cell."""

SHARES = ("proportion", "before_and_after")


@dataclass(frozen=True)
class Seen:
    """What a reader sees of results that are published: which counts, and which of them are hidden everywhere."""

    results: Results
    published: Published

    @cached_property
    def policy(self) -> Policy:
        assert self.published.policy is not None
        return self.published.policy

    @cached_property
    def states(self) -> dict[tuple[str, Cell], State]:
        """The state of every published row of ours, by figure and cell."""
        return {
            (row.figure, (row.place, row.period, row.breakdown, row.group)): row.state
            for row in self.published.cells()
            if not row.source and row.period
        }

    @cached_property
    def true(self) -> dict[tuple[str, str, Cell], int]:
        """Every true count that stands in a published row, by figure, name and cell."""
        return {
            (row.figure, name, cell): counts.low
            for row in self.results.cells()
            for cell in [(row.place, row.period, row.breakdown, row.group)]
            if (row.figure, cell) in self.states
            for name, counts in row.counts.items()
        }

    @cached_property
    def counts(self) -> dict[Count, int]:
        """The true count of every quantity and complement wherever a published row holds it."""
        found: dict[Count, int] = {}
        for quantity in self.published.lines.quantities:
            for figure, name, cell in self._stands(quantity):
                found[quantity.id, cell] = self.true[figure, name, cell]
        for figure in self._shares():
            for (other, name, cell), count in self.true.items():
                if other == figure and name == "numerator":
                    found[f"not {figure}", cell] = self.true[figure, "denominator", cell] - count
        return found

    @cached_property
    def hidden(self) -> set[Count]:
        """Counts that no published row shows; a complement unless its share's two counts are both shown."""
        shown: set[Count] = set()
        for quantity in self.published.lines.quantities:
            for figure, _, cell in self._stands(quantity):
                if self._tells(figure, cell):
                    shown.add((quantity.id, cell))
        for id, cell in self.counts:
            if id.startswith("not "):
                both = {(self._behind(id[4:], name), cell) for name in ("numerator", "denominator")}
                if both <= shown or self.states[id[4:], cell] is State.NOT_APPLICABLE:
                    shown.add((id, cell))
        return set(self.counts) - shown

    @cached_property
    def secret(self) -> set[Count]:
        """Hidden counts that must not become known: numerators and complements, and what is out of too few."""
        numerators = {
            (self._behind(figure, name), cell) for figure, name, cell in self.true if name == "numerator"
        }
        few = {each for each in self.hidden if 1 <= self.counts[each] < self.policy.base}
        return {each for each in self.hidden if each in numerators or each[0].startswith("not ")} | few

    def lines(self) -> Iterator[tuple[Count, list[Count]]]:
        """Every line there is, of quantities and of complements: the whole and its parts."""
        told = self.published.lines
        adds = {quantity.id: set(quantity.adds) for quantity in told.quantities}
        for figure in self._shares():
            both = [adds[self._behind(figure, name)] for name in ("numerator", "denominator")]
            adds[f"not {figure}"] = both[0] & both[1]
        for id, cell in self.counts:
            for way, number, parts in self._of(cell):
                there = all((id, part) in self.counts for part in parts)
                there = there and (way != "place" or self._mapped(id, number))
                if way in adds[id] and there and not self._broken(id, cell, way, number):
                    yield (id, cell), [(id, part) for part in parts]
            for number, split in enumerate(told.splits):
                there = split.whole == id and all((part, cell) in self.counts for part in split.parts)
                if there and not self._broken(id, cell, "split", number):
                    yield (id, cell), [(part, cell) for part in split.parts]

    def faults(self) -> list[str]:
        """Every line that gives a secret away, or might, as a sentence."""
        along_lines = [fault for whole, parts in self.lines() for fault in self._faults(whole, parts)]
        return [*along_lines, *self._same_day()]

    def _same_day(self) -> Iterator[str]:
        """What is counted on a day is shown of no period that ends on it, if it is hidden of another."""
        ends = {each.id: each.end for each in self.published.periods}
        stocks = {each.id for each in self.published.lines.quantities if each.stock}
        days: dict[tuple[object, ...], list[Count]] = {}
        for id, cell in self.counts:
            if id in stocks:
                days.setdefault((id, cell[0], ends[cell[1]], *cell[2:]), []).append((id, cell))
        for same in days.values():
            hidden = [each for each in same if each in self.secret]
            if hidden and not self.hidden >= set(same):
                yield f"{hidden[0]} is shown of another period"

    def _faults(self, whole: Count, parts: list[Count]) -> Iterator[str]:
        hidden = [part for part in parts if part in self.hidden]
        together = sum(self.counts[part] for part in hidden)
        if whole in self.hidden:
            if whole in self.secret and not hidden:
                yield f"{whole} is the sum of parts that are all shown"
        elif self.counts[whole] > 0 and self.secret & set(hidden):
            if len(hidden) < 2:
                yield f"{hidden[0]} is what is left of {whole}"
            if together < self.policy.line_sum:
                yield f"{hidden} come to {together} together, of {whole}"

    def _of(self, cell: Cell) -> Iterator[tuple[str, int, list[Cell]]]:
        """The lines of which this cell is the whole: along what, which of them, and the parts."""
        place, period, breakdown, group = cell
        told = self.published.lines
        for number, groups in enumerate(told.groups):
            if not breakdown:
                yield "group", number, [(place, period, groups.breakdown, each) for each in groups.groups]
        for number, places in enumerate(told.places):
            meant = places.together is Together.ADD and (
                not places.groups or (breakdown, group) in places.groups
            )
            if meant and places.whole == place and period in places.periods:
                there = [each for each in places.parts if "?" not in each or self._anywhere(each, period)]
                yield "place", number, [(each, period, breakdown, group) for each in there]
        for number, periods in enumerate(told.periods):
            if periods.whole == period:
                yield "period", number, [(place, each, breakdown, group) for each in periods.parts]

    @cached_property
    def _told_broken(self) -> set[tuple[str, Cell, str, int]]:
        return {
            (each.quantity, (each.place, each.period, each.breakdown, each.group), each.along, each.line)
            for each in self.published.lines.broken
        }

    def _mapped(self, id: str, number: int) -> bool:
        """Whether a line of places holds of a quantity (or of a complement), by whether it follows the map."""
        if not self.published.lines.places[number].by_area:
            return True
        ids = (
            [self._behind(id[4:], name) for name in ("numerator", "denominator")]
            if id[:4] == "not "
            else [id]
        )
        return all(self._follows[each] for each in ids)

    @cached_property
    def _follows(self) -> dict[str, bool]:
        return {each.id: each.by_area for each in self.published.lines.quantities}

    def _broken(self, id: str, cell: Cell, way: str, number: int) -> bool:
        """Whether a reader is told that a line does not hold; a complement's, if its share's counts' does not."""
        ids = (
            [self._behind(id[4:], name) for name in ("numerator", "denominator")]
            if id[:4] == "not "
            else [id]
        )
        return any((each, cell, way, number) in self._told_broken for each in ids)

    def _anywhere(self, place: str, period: str) -> bool:
        return any(cell[:2] == (place, period) for _, cell in self.states)

    def _stands(self, quantity: Quantity) -> Iterable[tuple[str, str, Cell]]:
        parts = set(quantity.counts)
        return [each for each in self.true if each[:2] in parts]

    def _tells(self, figure: str, cell: Cell) -> bool:
        state = self.states[figure, cell]
        return state.shown or state is State.NOT_APPLICABLE

    def _behind(self, figure: str, name: str) -> str:
        for quantity in self.published.lines.quantities:
            if (figure, name) in quantity.counts:
                return quantity.id
        return f"{figure} {name}"

    def _shares(self) -> list[str]:
        return [
            each.id
            for each in self.published.figures
            if each.kind in SHARES and self._behind(each.id, "denominator") != f"{each.id} denominator"
        ]
