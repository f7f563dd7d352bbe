"""What is already public: figures of earlier releases, laid beside those that are to be protected now.

What stands unrevised stays as it was shown or suppressed. Where anything of a family of figures has been revised in a
year, what is revised or new is rounded as revisions are, so that no small difference can be read off. A policy that
rounds nothing else rounds all of that family and year then: exact counts beside rounded ones would tell too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hearth.disclosure.blocks import Block
from hearth.disclosure.policy import Policy
from hearth.disclosure.published import Published
from hearth.disclosure.tables import MISSING, Counts, FigureCells, Mask, Tables
from hearth.framework.framework import Framework
from hearth.kernel.errors import BadRelease

__all__ = ["Already", "Before", "already_public", "rounded"]

UNKNOWN = -2


def rounded(counts: Counts, base: int | Counts) -> Counts:
    """To the nearest multiple of an odd base, or of one: there are no ties."""
    return (counts + base // 2) // base * base


@dataclass(frozen=True, slots=True)
class Before:
    """A figure as it stands in earlier releases, over the tables' places, periods and bins.

    The counts are those shown; UNKNOWN where a figure that was not suppressed has no such count (there may have been
    nobody), MISSING where it was suppressed or not there.
    """

    numerator: Counts
    denominator: Counts
    suppressed: Mask

    @property
    def shown(self) -> Mask:
        shown: Mask = (self.numerator != MISSING) | (self.denominator != MISSING)
        return shown


@dataclass(frozen=True)
class Already:
    """Every figure that stands in earlier releases, by id, and the details that were given there."""

    policy: Policy
    figures: dict[str, Before]
    given: frozenset[tuple[str, str, str, str]]

    def of(self, block: Block) -> tuple[Mask, Mask, dict[str, Mask]]:
        """Of a block: cells that are public, cells that must stay hidden, and for each figure what is rounded coarsely.

        What is still as it was shown stays public. Once anything is not, whatever is new is rounded as revisions are;
        and if revisions are rounded more than the rest, all of the block is, and is protected anew.
        """
        fixed = np.zeros(block.counts.shape, dtype=np.bool_)
        hidden = np.zeros_like(fixed)
        fits = {
            figure.id: self._fits(block, figure.cells)
            for figure in block.figures
            if figure.id in self.figures
        }
        revised = any((seen & ~fine & ~coarse).any() for seen, fine, coarse in fits.values())
        anew = revised and self.policy.rounds_revisions_to > self.policy.round_to
        rough = any((seen & ~fine).any() for seen, fine, _ in fits.values())
        coarsely = {}
        for figure in block.figures:
            seen, fine, coarse = fits.get(figure.id, (np.zeros(fixed.shape[1:], dtype=np.bool_),) * 3)
            coarsely[figure.id] = np.where(seen & fine, anew, rough)
            for quantity in (figure.numerator, figure.denominator):
                if quantity is not None and not anew:
                    fixed[quantity] |= seen & (fine | coarse)
            main = figure.numerator if figure.numerator is not None else figure.denominator
            if main is not None and figure.id in self.figures:
                hidden[main] |= block.part(self.figures[figure.id].suppressed) & figure.there
        return fixed, hidden & ~fixed, coarsely

    def _fits(self, block: Block, figure: FigureCells) -> tuple[Mask, Mask, Mask]:
        """Where it was shown, and where its counts are still those: as the policy rounds them, or as revisions are."""
        before = self.figures[figure.figure.id]
        seen = block.part(before.shown) & (block.part(figure.rows) != MISSING)
        fine, coarse = seen.copy(), seen.copy()
        for quantity, stood in (
            (figure.numerator, before.numerator),
            (figure.denominator, before.denominator),
        ):
            if quantity is None:
                continue
            now, then = block.part(block.tables.low[quantity]), block.part(stood)
            known = then >= 0
            fine &= ~known | (rounded(now, self.policy.round_to) == then)
            coarse &= ~known | (rounded(now, self.policy.rounds_revisions_to) == then)
        return seen, fine, coarse


def already_public(
    tables: Tables, framework: Framework, policy: Policy, earlier: Sequence[Published]
) -> Already:
    """What earlier releases show of the same figures, defined as they are now; the last of them where several do.

    BadRelease if one was made under another policy: then what it shows is not what this one would.
    """
    for each in earlier:
        if each.policy != policy:
            other = each.policy.id if each.policy else "none"
            raise BadRelease(
                f"An earlier release was made under the policy {other!r} as it was then, and this one is under "
                f"{policy.id!r}.",
                "Give only releases that have been made public under this policy, unchanged.",
            )
    figures = {}
    for cells in tables.figures:
        version = framework.measure(cells.figure.measure).definition_version
        before = _before(tables, cells, [each for each in earlier if _same(each, cells.figure.id, version)])
        if before.shown.any() or before.suppressed.any():
            figures[cells.figure.id] = before
    return Already(policy, figures, frozenset(_details(tables, figures)))


def _same(release: Published, figure: str, version: int) -> bool:
    return any(
        each.id == figure and each.definition_version == version and not each.source
        for each in release.figures
    )


def _before(tables: Tables, cells: FigureCells, earlier: list[Published]) -> Before:
    shape = tables.low.shape[1:]
    found = Before(np.full(shape, MISSING), np.full(shape, MISSING), np.zeros(shape, dtype=np.bool_))
    place = {each: number for number, each in enumerate(tables.places)}
    period = {each.id: number for number, each in enumerate(tables.periods)}
    bin = {each: number for number, each in enumerate(tables.bins)}
    for release in earlier:
        for row in release.where(source="", figure=cells.figure.id).table.to_pylist():
            group = (row["breakdown"], row["group"])
            if row["place"] not in place or row["period"] not in period or group not in bin:
                continue
            at = (place[row["place"]], period[row["period"]], bin[group])
            found.suppressed[at] = row["state"] == "suppressed"
            if found.suppressed[at]:
                found.numerator[at] = found.denominator[at] = MISSING
            else:
                for array, name in ((found.numerator, "numerator"), (found.denominator, "denominator")):
                    array[at] = UNKNOWN if row[name] is None else row[name]
    return found


def _details(tables: Tables, figures: dict[str, Before]) -> set[tuple[str, str, str, str]]:
    found = set()
    for id, before in figures.items():
        for at, when, group in np.argwhere(before.shown | before.suppressed).tolist():
            found.add((id, tables.levels[at], str(tables.periods[when].kind), tables.bins[group][0]))
    return found
