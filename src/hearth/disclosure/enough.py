"""What else of one block must be hidden, until nothing that is hidden can be worked out from what is not.

What hides a count along every line, and then whether that was enough, by linear programming over everything that would
be shown. Where it was not, more is hidden: what holds a count fast; after some rounds of that its neighbours, then the
breakdown at every place of the level, then the level, then the block. What is hidden only grows, and the rounds are
numbered, so it always ends.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hearth.disclosure.blocks import GROUP, PLACE, Block, joined
from hearth.disclosure.policy import Policy
from hearth.disclosure.possible import possible_together, relief, still_possible
from hearth.disclosure.secondary import closed, neighbours
from hearth.disclosure.tables import MISSING, Mask

__all__ = ["enough"]

RELIEVED = 20
"""In how many rounds only what holds a count fast is hidden."""

Way = Callable[[Block, Mask, Mask, Mask], Mask]
"""How to choose more of a block, given what is not protected, what is hidden already and what is public."""


def enough(block: Block, want: Mask, fixed: Mask, policy: Policy) -> Mask:
    """Which of a block's counts must not be seen, where `want` must not and `fixed` cannot be hidden any more.

    Depends on nothing else: blocks may be worked out in any order, and in any process.
    """
    want = closed(block, want, policy, fixed)
    safe = np.zeros_like(want)
    for step in range(RELIEVED + len(_WAYS) + 1):
        safe = _safe(block, want, policy, safe)
        bare = want & ~safe & ~block.nobody(want)
        bare[block.real :] = False
        if not bare.any():
            break
        want = closed(block, want | _more(block, bare, (want, fixed), policy, step), policy, fixed)
    return want


def _more(block: Block, bare: Mask, masks: tuple[Mask, Mask], policy: Policy, step: int) -> Mask:
    """What else to hide where some cells are not protected: the later the step, the more."""
    want, fixed = masks
    may: Mask = ~want & ~fixed & (block.counts != MISSING) & ~block.nobody(want)
    if step < RELIEVED:
        more = relief(block, want, bare, policy, fixed) & may
        if more.any():
            return more
    for way in _WAYS[max(0, step - RELIEVED) :]:
        more = way(block, bare, want, fixed) & may
        if more.any():
            return more
    return may


def _beside(axis: int) -> Way:
    return lambda block, bare, want, fixed: neighbours(block, bare, want, fixed, axis)


def _breakdown_of_level(block: Block, bare: Mask, want: Mask, fixed: Mask) -> Mask:
    """Of these quantities the breakdown at every place of the level, in every period."""
    more: Mask = np.zeros_like(bare)
    for level in block.levels:
        for breakdown in block.breakdowns:
            here = bare & level[:, None, None] & breakdown
            more |= here.any(axis=(1, 2, 3), keepdims=True) & level[:, None, None] & breakdown
    return more


def _level(block: Block, bare: Mask, want: Mask, fixed: Mask) -> Mask:
    """Of these quantities everything at every place of the level."""
    more = np.zeros_like(bare)
    for level in block.levels:
        here = bare & level[:, None, None]
        more |= here.any(axis=(1, 2, 3), keepdims=True) & level[:, None, None]
    return more


def _of_all(way: Way) -> Way:
    """The same of every quantity of the block."""

    def wider(block: Block, bare: Mask, want: Mask, fixed: Mask) -> Mask:
        return way(block, np.broadcast_to(bare.any(axis=0), bare.shape), want, fixed)

    return wider


_WAYS: tuple[Way, ...] = (
    _beside(GROUP),
    _beside(PLACE),
    _breakdown_of_level,
    _breakdown_of_level,
    _level,
    _level,
    _of_all(_breakdown_of_level),
    _of_all(_level),
)


def _safe(block: Block, want: Mask, policy: Policy, safe: Mask) -> Mask:
    """The suppressed cells that are protected: looked for first where little moves, at last where everything may."""
    for loose in _tied(block):
        safe = still_possible(block, want, loose, policy, safe)
    for together in _moving_together(block):
        if (want & ~safe)[together].any():
            safe = possible_together(block, want, together, policy, safe)
    if (want & ~safe)[: block.real].any():
        safe = still_possible(block, want, list(range(block.real)), policy, safe)
    return safe


def _moving_together(block: Block) -> list[list[int]]:
    """Sets of quantities that can all go up or down as one: each with all its parts, or with all it is part of."""
    every = (*block.parts.values(), *block.wholes.values())
    found = {tuple(sorted(each)) for each in every if len(each) > 1}
    for family in joined(range(block.real), block.within):
        found.add(tuple(family))
    return [
        list(each) for each in sorted(found, key=lambda each: (-len(each), each)) if _may_move(block, each)
    ]


def _may_move(block: Block, together: tuple[int, ...]) -> bool:
    """Whether every split still adds up: its whole moves if, and only if, exactly one of its parts does."""
    return len(together) > 1 and all(
        sum(part in together for part in line.parts) == (line.whole in together) for line in block.splits
    )


def _tied(block: Block) -> list[list[int]]:
    """Quantities that move together: parts of one whole, and a share's numerator with its denominator."""
    pairs = [
        (figure.numerator, figure.denominator)
        for figure in block.figures
        if figure.numerator is not None
        and figure.denominator is not None
        and figure.denominator not in block.shared
    ]
    for line in block.splits:
        pairs += [(line.whole, part) for part in line.parts]
    return joined(range(block.real), pairs)
