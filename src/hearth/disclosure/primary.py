"""What is suppressed for its own sake: counts that are too small, whatever stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hearth.disclosure.blocks import Block, BlockFigure
from hearth.disclosure.policy import Policy
from hearth.disclosure.quantities import SHARES
from hearth.disclosure.tables import MISSING, Counts, FigureCells, Mask, Tables
from hearth.framework.framework import Framework
from hearth.framework.measures import Measure
from hearth.framework.questions import Survey

__all__ = ["Rules", "not_given", "too_small"]

Ends = tuple[Counts | None, Counts | None]


@dataclass(frozen=True)
class Rules:
    """A policy as it applies to the figures of a framework."""

    policy: Policy
    framework: Framework
    tables: Tables

    def measure(self, figure: FigureCells) -> Measure:
        return self.framework.measure(figure.figure.measure)

    def survey(self, figure: FigureCells) -> Survey | None:
        """The survey whose answers it counts, if it counts answers."""
        counting = figure.figure.counting
        return None if counting is None else self.framework.survey(counting.dataset)

    def counts(self, figure: FigureCells, name: str, end: str = "low") -> Counts | None:
        """The figure's numerator or denominator over the tables' places, periods and bins."""
        number = figure.numerator if name == "numerator" else figure.denominator
        array = self.tables.low if end == "low" else self.tables.high
        return None if number is None else array[number]

    def hidden(self, figure: FigureCells) -> tuple[Mask, Mask]:
        """Where its numerator, and where its denominator, is too small to show (or its complement is)."""
        there = figure.rows != MISSING
        if self.survey(figure) is not None:
            below = self._few(*self._base_of_answers(figure), self.policy.survey.base) & there
            counted = figure.denominator is not None
            return (np.zeros_like(below) if counted else below), below
        repeats = self.measure(figure).repeats
        below = self._few(*self._ends(figure, "denominator"), self.policy.base * repeats) & there
        above = self._small(figure, repeats) & there
        if figure.population is not None:
            above |= there & (figure.population > 0) & (figure.population < self.policy.base)
        return above, below

    def _ends(self, figure: FigureCells, name: str) -> Ends:
        return self.counts(figure, name), self.counts(figure, name, "high")

    def _base_of_answers(self, figure: FigureCells) -> Ends:
        """What the answers are out of; for a count that stands beside a share, what the share is out of."""
        if figure.denominator is not None:
            return self._ends(figure, "denominator")
        for each in self.tables.figures:
            if each.figure.id == figure.figure.measure:
                return self._ends(each, "denominator")
        return self._ends(figure, "numerator")

    def _few(self, low: Counts | None, high: Counts | None, least: int) -> Mask:
        """Where there can be someone, and fewer than the least."""
        if low is None or high is None:
            return np.zeros(self.tables.low.shape[1:], dtype=np.bool_)
        few: Mask = (high > 0) & (low < least)
        return few

    def _small(self, figure: FigureCells, repeats: int) -> Mask:
        """Where the numerator, or its complement, can be from 1 to the threshold; of sums, where people are few."""
        kind, most = figure.figure.kind, self.policy.threshold * repeats
        if kind == "ratio":
            return self._few_people(figure, repeats)
        low, high = self.counts(figure, "numerator"), self.counts(figure, "numerator", "high")
        if low is None or high is None:
            return np.zeros(self.tables.low.shape[1:], dtype=np.bool_)
        small: Mask = (high >= 1) & (low <= most)
        if kind in SHARES:
            least, greatest = self.counts(figure, "denominator"), self.counts(figure, "denominator", "high")
            assert least is not None and greatest is not None  # a share has a base
            small |= (greatest - low >= 1) & (least - high <= most)
        return small

    def _few_people(self, figure: FigureCells, repeats: int) -> Mask:
        """Of a ratio of sums, by the figure beside it that counts whom it is about, if there is one."""
        for each in self.tables.figures:
            if each.figure.id == figure.figure.people:
                return self._few(*self._ends(each, "numerator"), self.policy.base)
        return self._few(*self._ends(figure, "denominator"), self.policy.base * repeats)


def too_small(block: Block, rules: Rules) -> tuple[Mask, list[Mask]]:
    """Where each quantity of the block must not be seen, and where each figure is suppressed for its own sake."""
    want = np.zeros(block.counts.shape, dtype=np.bool_)
    figures = []
    for figure in block.figures:
        above, below = (block.part(each) & figure.there for each in rules.hidden(figure.cells))
        _set(want, figure, above, below)
        figures.append(above | below)
    return want & (block.counts != MISSING), figures


def _set(want: Mask, figure: BlockFigure, above: Mask, below: Mask) -> None:
    if figure.numerator is not None:
        want[figure.numerator] |= above
    if figure.denominator is not None:
        want[figure.denominator] |= below


def not_given(tables: Tables, rules: Rules) -> set[tuple[str, str, str, str]]:
    """Details that are not given at all: figure, level of place, kind of period, breakdown.

    Those of which too little could be shown, and those that the policy never shows. Figures that divide one whole
    come and go together, but for a measure's own.
    """
    found: set[tuple[str, str, str, str]] = set()
    for figure in tables.figures:
        details = _details(tables, figure)
        hidden = np.logical_or(*rules.hidden(figure))
        hardly = {each for each in details if _hardly_shown(tables, rules, (figure, hidden), each)}
        hardly |= {each for each in details if (each[0], each[1], "") in hardly}
        hardly |= set(_never_given(tables, rules, figure))
        found |= {(figure.figure.id, *each) for each in hardly}
    for together in _divided_together(rules.framework):
        gone = {each[1:] for each in found if each[0] in together}
        found |= {(figure, *detail) for figure in together for detail in gone}
    return found


def _divided_together(framework: Framework) -> Iterator[set[str]]:
    """The figures of every split that stand beside their measure's own."""
    for measure in framework.measures:
        beside = [
            {
                f"{measure.id}.{name}"
                for name in (split.whole, *split.parts)
                if name not in ("base", "headline")
            }
            for split in measure.splits
        ]
        yield from beside


def _never_given(tables: Tables, rules: Rules, figure: FigureCells) -> Iterator[tuple[str, str, str]]:
    """Groups of a place, for the workforce; groups of a count that stands beside a survey's share."""
    survey = rules.survey(figure)
    if survey is None:
        return
    only_one = survey.census and rules.policy.workforce.one_at_a_time
    beside = figure.denominator is None and not rules.policy.survey.counts_of_groups
    for detail in _details(tables, figure):
        if detail[2] and (beside or (only_one and detail[0] != _widest(tables))):
            yield detail


def _details(tables: Tables, figure: FigureCells) -> set[tuple[str, str, str]]:
    there = figure.rows != MISSING
    levels, at_level = np.unique(tables.levels, return_inverse=True)
    kinds, at_kind = np.unique([str(each.kind) for each in tables.periods], return_inverse=True)
    names, at_name = np.unique([breakdown for breakdown, _ in tables.bins], return_inverse=True)
    place, period, bin = np.nonzero(there)
    found = np.unique(np.stack([at_level[place], at_kind[period], at_name[bin]]), axis=1)
    return {(str(levels[a]), str(kinds[b]), str(names[c])) for a, b, c in found.T.tolist()}


def _widest(tables: Tables) -> str:
    """The level of the place that everything else lies in."""
    wholes = {line.whole for line in tables.lines.places}
    parts = {part for line in tables.lines.places for part in line.parts}
    tops = [
        level for place, level in zip(tables.places, tables.levels, strict=True) if place in wholes - parts
    ]
    return tops[0] if tops else tables.levels[0]


def _hardly_shown(
    tables: Tables, rules: Rules, what: tuple[FigureCells, Mask], detail: tuple[str, str, str]
) -> bool:
    """Whether too little of the detail could be shown of a figure, of which that much is hidden for its own sake."""
    figure, hidden = what
    level, kind, breakdown = detail
    if level == _widest(tables) and not breakdown:
        return False
    places = [number for number, each in enumerate(tables.levels) if each == level]
    periods = [number for number, each in enumerate(tables.periods) if str(each.kind) == kind]
    bins = [number for number, each in enumerate(tables.bins) if each[0] == breakdown]
    here = np.ix_(places, periods, bins)
    anyone = (figure.rows[here] != MISSING) & _anyone(tables, figure)[here]
    shown = anyone & ~hidden[here]
    own = figure.figure.id == figure.figure.measure
    least = rules.policy.least_shown if own else rules.policy.least_shown_beside
    return bool(anyone.any()) and int(shown.sum()) * 100 < int(anyone.sum()) * least


def _anyone(tables: Tables, figure: FigureCells) -> Mask:
    """Where anyone is counted: an empty cell says nothing about whether a detail can be shown."""
    number = figure.denominator if figure.denominator is not None else figure.numerator
    assert number is not None  # every figure here has a count that is protected
    anyone: Mask = tables.low[number] > 0
    return anyone
