"""The attacker: what the best-informed reader of a release, and of earlier ones, could work out of it.

Such a reader has every row, the policy with all its rules, and the lines: what adds to what. For every suppressed
count he asks how small and how large it could be in any table that keeps to all of this. This module asks the same
and knows nothing of how counts were chosen for suppression. What it takes him to know:

- A count shown in any figure is known in all. Without rounding exactly; with it, to plus or minus what rounding may
  have moved it (by `rounds_revisions_to` where a row is marked as revised and the number is a multiple of that).
- Counts of people from 1 to `threshold`, and what they are out of from 1 to below `base`, are never shown, nor is a
  proportion whose complement is from 1 to `threshold`. This narrows rounded counts. A figure that is not applicable has
  nobody to be out of. One that rounds to zero but is not is not zero.
- A range says nothing but that there are no fewer than nobody; nor does a figure that is not available.
- Lines hold exactly, among cells that the release has. A line that lacks a part does not hold, but for places that
  stand for "not known" (`E08000007?ward`): where one lacks a row nobody is in it.
- An earlier release's numbers count too, under the policy of that release and for figures of the same definition
  version: all those of a figure, place and year (with its quarters), if no number of these that both releases show
  has changed; else none of them. Earlier numbers that cannot be true together with today's are left out, and so are
  those of figures that are suppressed today: what is public stays as it was shown, so these have changed.

He does not use that a suppressed figure has a reason for it, which would need to be guessed among several.

Ranges are those of real numbers, taken to the whole numbers inside. Whole tables could in principle be narrower still;
on random small tables, all of whose whole solutions are listed in a test, they are not, save very rarely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hearth.disclosure.audit_cells import SIDES, Cells, Floats, Ints, cells_of, policy_of, surveys
from hearth.disclosure.audit_parts import Parts, parts_of
from hearth.disclosure.audit_rows import Rows, rows_of
from hearth.disclosure.audit_search import CLOSE, Effort, Found, Part, Wanted, search, whole
from hearth.disclosure.lines import Within
from hearth.disclosure.policy import Policy
from hearth.disclosure.published import Published, State

__all__ = ["Audit", "Effort", "Learnt", "audit"]

Progress = Callable[[str, int, int], None]

NARROWEST = 10
SPELT_OUT = 20


@dataclass(frozen=True, slots=True)
class Learnt:
    """How closely one suppressed count is known: from `low` to `high`, both included (None: no end to it).

    `what` is the numerator or the denominator of the figure there.
    """

    figure: str
    place: str
    period: str
    breakdown: str
    group: str
    what: str
    low: int
    high: int | None

    @property
    def width(self) -> float:
        """How far it is from the one to the other."""
        return float("inf") if self.high is None else self.high - self.low

    @property
    def sentence(self) -> str:
        """It in words, but for the end of the sentence."""
        who = f"{self.breakdown} {self.group}" if self.breakdown else "everyone"
        where = ", ".join(word for word in (self.figure, self.place, self.period, who) if word)
        if self.high is None:
            return f"{where}: the {self.what} is {self.low} or more"
        if self.low == self.high:
            return f"{where}: the {self.what} is {self.low}"
        return f"{where}: the {self.what} is from {self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Audit:
    """What was looked at and what was learnt.

    `cells` suppressed counts were looked at. Of those `pinned` the range is proved to be closer than the policy
    allows. Those `not_shown` could not be shown either way: what they were seen to reach is given. `narrowest` are up
    to ten with the narrowest ranges: for pinned ones, bounds that they cannot leave; for others, at least so wide.
    `contradictory` counts are in parts of the release where no table keeps to everything; they are in `not_shown`.
    The unknowns fell into `components`, and `solved` linear programs were run.
    """

    wanted: Wanted
    cells: int
    pinned: tuple[Learnt, ...]
    not_shown: tuple[Learnt, ...]
    narrowest: tuple[Learnt, ...]
    components: int
    solved: int
    contradictory: int = 0

    @property
    def holds(self) -> bool:
        """Whether every suppressed count is shown to be as wide open as the policy asks."""
        return not self.pinned and not self.not_shown

    def sentences(self) -> tuple[str, ...]:
        """What the best-informed reader could learn, in plain words, the most important first."""
        return tuple(_sentences(self))


def _sentences(audit: Audit) -> Iterator[str]:
    wide = (
        f"from {min(1, audit.wanted.threshold)} or less to {audit.wanted.threshold} or more, "
        f"or over a range at least {audit.wanted.width} wide"
    )
    looked = f"{audit.cells:,} suppressed counts were looked at, by {audit.solved:,} linear programs."
    yield looked
    if audit.holds:
        yield f"The best-informed reader can pin none of them: each is still possible {wide}."
    if audit.pinned:
        yield f"{len(audit.pinned):,} can be worked out more closely than the policy allows, which is {wide}:"
        yield from _listed(audit.pinned)
    if audit.not_shown:
        yield f"{len(audit.not_shown):,} could not be shown to be safe or unsafe. So far were they seen to be possible:"
        yield from _listed(audit.not_shown)
    if audit.contradictory:
        yield (
            f"{audit.contradictory:,} of these are in parts of the release that contradict themselves: no counts agree "
            "with all that is shown and with the policy."
        )
    if audit.holds and audit.narrowest:
        yield f"The narrowest that was seen: {audit.narrowest[0].sentence}, at the least."


def _listed(learnt: Sequence[Learnt]) -> Iterator[str]:
    for each in learnt[:SPELT_OUT]:
        yield f"{each.sentence}."
    if len(learnt) > SPELT_OUT:
        yield f"And {len(learnt) - SPELT_OUT:,} more."


@dataclass(frozen=True, slots=True)
class _Targets:
    """Suppressed counts: the row of the sight, the side, the unknown, and how many are certainly enough."""

    rows: Ints
    sides: Ints
    unknowns: Ints
    enough: Floats
    public: npt.NDArray[np.bool_]


def audit(
    published: Published,
    earlier: Sequence[Published] = (),
    *,
    progress: Progress | None = None,
    effort: Effort | None = None,
    workers: int = 2,
) -> Audit:
    """Works out how closely each suppressed count of a release can be known. See the module for by whom.

    Looked at are the numerator of each suppressed figure and its denominator. A denominator that is certain to be
    `base` or more is nothing to protect, and need not be wide; nor need a count that another figure shows. But where
    another figure shows the numerator, the denominator must be wide whatever its size; and where others show both,
    the figure is pinned. (Not so a change: it rests on two periods, and may be suppressed for the other one.)

    `effort` bounds the work (see `Effort`). The answer does not depend on the number of `workers`, nor on their speed.
    BadPolicy if the figures were not released under a policy.
    """
    policy = policy_of(published)
    say = progress or _quietly
    say("Reading what is shown", 0, 1)
    cells = cells_of(published, earlier)
    rows = rows_of(cells, published.lines)
    targets = _targets(published, cells, policy, _parts_of_nobody(rows, cells))
    wanted = Wanted(policy.threshold, policy.width)
    looked_at = np.zeros(len(cells.low), bool)
    looked_at[targets.unknowns[~targets.public]] = True
    enough = np.full(len(cells.low), -np.inf)
    np.maximum.at(enough, targets.unknowns, targets.enough)
    parts = parts_of(rows, cells, looked_at, enough)
    found = _by_bounds(parts, wanted, looked_at, enough)
    for which, one in _searched(parts, wanted, effort or Effort(), (workers, say)):
        _take(found, parts, which, one)
    return _audit(published, cells, targets, (wanted, found, parts))


def _quietly(what: str, done: int, steps: int) -> None:
    """No one is watching."""


def _targets(published: Published, cells: Cells, policy: Policy, nobody: npt.NDArray[np.bool_]) -> _Targets:
    sight, seen = cells.sight, cells.seen
    known = (
        np.where(seen >= 0, cells.known[np.maximum(seen, 0)], False)
        if len(cells.low)
        else np.zeros(seen.shape, bool)
    )
    suppressed = sight.state == State.SUPPRESSED
    hidden = suppressed & (seen >= 0) & ~known & ~_part_of_nobody(published, cells)
    if len(nobody):
        hidden &= ~nobody[np.maximum(seen, 0)]
    answered = known[0] & (known[1] | (seen[1] < 0)) & suppressed & (sight.kinds != "change")
    survey = surveys(published.lines)[sight.quantities[1]]
    base = np.where(survey, policy.survey.base, policy.base)
    enough = np.array([np.full(len(base), np.inf), np.where(known[0], np.inf, base)])
    public = np.array([answered, np.zeros(len(base), bool)])
    sides, rows = np.nonzero(hidden | public)
    return _Targets(rows, sides, seen[sides, rows], enough[sides, rows], public[sides, rows])


def _parts_of_nobody(rows: Rows, cells: Cells) -> npt.NDArray[np.bool_]:
    """Which unknowns are a part, along any line, of what is shown to be nobody: they are none, to all."""
    whole = rows.matrix.minimum(0).tocsr()
    part = rows.matrix.maximum(0).tocsr()
    nobody: npt.NDArray[np.bool_] = cells.known & (cells.high <= 0)
    none = nobody.copy()
    for _ in range(4):
        of_nobody = (rows.high <= 0) & (whole @ none.astype(float) < 0) & (whole.sum(axis=1).A1 == -1)
        none |= (part.T @ of_nobody.astype(float)) > 0
    return none & ~nobody


def _part_of_nobody(published: Published, cells: Cells) -> npt.NDArray[np.bool_]:
    """Which numerators and denominators are of a part of a whole that is shown to be nobody: they are none, to all.

    A place that stands for "not known" has nobody where the whole lacks a row that other places have.
    """
    grid, keys = cells.grid, cells.sight.keys(cells.grid)
    step, names = grid.steps[0], {number: id for id, number in grid.quantities.items()}
    unknown = np.array(["?" in place for place in grid.places], bool)[cells.sight.places]
    wholes = _wholes(published.lines.within)
    found = np.zeros(keys.shape, bool)
    for quantity in np.unique(cells.sight.quantities[cells.sight.quantities >= 0]).tolist():
        here = cells.sight.quantities == quantity
        for number in (grid.quantities[each] for each in wholes.get(names[quantity], ())):
            beside = cells.find(np.where(here, keys + (number - quantity) * step, -1))
            none = (beside >= 0) & cells.known[beside] & (cells.high[beside] <= 0)
            found |= here & (none | ((beside < 0) & unknown & _elsewhere(cells, number)))
    return found | _lacking(published, cells)


def _lacking(published: Published, cells: Cells) -> npt.NDArray[np.bool_]:
    """Counts in a "not known" place, where another figure they stand in lacks the row that other places have."""
    sight = cells.sight
    names = [sight.names[number] for number in sight.figures.tolist()]
    where = list(zip(sight.places.tolist(), sight.periods.tolist(), sight.bins.tolist(), strict=True))
    there = set(zip(names, where, strict=True))
    anywhere = {(name, at[1:]) for name, at in there}
    stands = {number: quantity.counts for number, quantity in enumerate(published.lines.quantities)}
    unknown = ["?" in place for place in cells.grid.places]
    found = np.zeros(sight.quantities.shape, bool)
    for row, at in enumerate(where):
        for side in (0, 1) if unknown[at[0]] else ():
            figures = {figure for figure, _ in stands.get(int(sight.quantities[side, row]), ())}
            found[side, row] = any((f, at) not in there and (f, at[1:]) in anywhere for f in figures)
    return found


def _wholes(within: Sequence[Within]) -> dict[str, set[str]]:
    """For each quantity all that it is part of, in one step or several."""
    wholes: dict[str, set[str]] = {}
    for each in within:
        wholes.setdefault(each.part, set()).add(each.whole)
    for _ in range(len(wholes)):
        for mine in wholes.values():
            mine |= {further for each in mine for further in wholes.get(each, ())}
    return wholes


def _elsewhere(cells: Cells, quantity: int) -> npt.NDArray[np.bool_]:
    """Of which rows the quantity has a cell in the same period and group of another place."""
    grid, sight = cells.grid, cells.sight
    of_quantity, of_place, _ = grid.steps
    there = np.unique(cells.keys[cells.keys // of_quantity == quantity] % of_place)
    return np.isin((sight.periods * len(grid.bins) + sight.bins), there)


def _by_bounds(parts: Parts, wanted: Wanted, looked_at: npt.NDArray[np.bool_], enough: Floats) -> Found:
    """What bounds alone say; unknowns of a part are settled by the search of it."""
    narrow = looked_at & ~wanted(parts.low, parts.high) & (parts.low < enough) & ~parts.contradicted
    settled = ~parts.contradicted
    for which, _ in parts.parts:
        settled[which] = False
    return Found(parts.low.copy(), parts.high.copy(), settled | narrow, narrow)


def _take(found: Found, parts: Parts, which: Ints, one: Found) -> None:
    if one.contradicted:
        parts.contradicted[which] = True
        return
    found.low[which], found.high[which] = one.low, one.high
    found.settled[which], found.pinned[which] = one.settled, one.pinned
    found.programs += one.programs


def _searched(
    parts: Parts, wanted: Wanted, effort: Effort, how: tuple[int, Progress]
) -> Iterator[tuple[Ints, Found]]:
    workers, say = how
    steps = len(parts.parts)

    def one(part: Part) -> Found:
        return search(part, wanted, effort)

    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        for done, ((which, _), found) in enumerate(
            zip(parts.parts, pool.map(one, (part for _, part in parts.parts)), strict=True)
        ):
            say("Trying to work out what is suppressed", done, steps)
            yield which, found
    say("Tried to work out what is suppressed", steps, steps)


def _audit(
    published: Published, cells: Cells, targets: _Targets, outcome: tuple[Wanted, Found, Parts]
) -> Audit:
    wanted, found, parts = outcome
    low, high = _ends(cells, targets, found)
    of = targets.unknowns
    pinned = targets.public | (found.pinned[of] & (found.low[of] < targets.enough - CLOSE))
    not_shown = ~targets.public & ~found.settled[of]
    learnt = _Learner(published, cells, targets, low, high)
    exempt = ~targets.public & (low >= targets.enough)
    order = np.lexsort((targets.sides, targets.rows, np.where(exempt, np.inf, high - low)))
    narrowest = [at for at in order[:NARROWEST].tolist() if not exempt[at]]
    return Audit(
        wanted,
        len(of),
        learnt(np.flatnonzero(pinned)),
        learnt(np.flatnonzero(not_shown)),
        learnt(np.array(narrowest, np.int64)),
        len(parts.parts),
        found.programs,
        int((parts.contradicted[of] & ~targets.public).sum()),
    )


def _ends(cells: Cells, targets: _Targets, found: Found) -> tuple[Floats, Floats]:
    of = targets.unknowns
    low, high = whole(found.low[of], found.high[of])
    unseen = ~(low <= high)
    low = np.where(unseen, 0, low)
    high = np.where(unseen, np.inf, high)
    return np.where(targets.public, cells.low[of], low), np.where(targets.public, cells.high[of], high)


@dataclass(frozen=True, slots=True)
class _Learner:
    """Puts names to targets."""

    published: Published
    cells: Cells
    targets: _Targets
    low: Floats
    high: Floats

    def __call__(self, at: Ints) -> tuple[Learnt, ...]:
        grid, sight = self.cells.grid, self.cells.sight
        places, periods, bins = list(grid.places), list(grid.periods), list(grid.bins)
        found = []
        for one in at.tolist():
            row = int(self.targets.rows[one])
            high = float(self.high[one])
            found.append(
                Learnt(
                    sight.names[sight.figures[row]],
                    places[sight.places[row]],
                    periods[sight.periods[row]],
                    bins[sight.bins[row]][0],
                    bins[sight.bins[row]][1],
                    SIDES[self.targets.sides[one]],
                    int(self.low[one]),
                    int(high) if np.isfinite(high) else None,
                )
            )
        return tuple(found)
