"""What is suppressed only to protect others: more of every line that would otherwise give a suppressed count away.

Which others are chosen depends on what cells are out of, and never on how small they are themselves.
"""

from __future__ import annotations

import numpy as np

from hearth.disclosure.blocks import QUANTITY, Block, Line
from hearth.disclosure.lines import Together
from hearth.disclosure.policy import Policy
from hearth.disclosure.tables import MISSING, Counts, Mask

__all__ = ["closed", "hides", "neighbours"]

ROOM = 2
"""How many times the policy's width must lie between what a suppressed count is part of and what is part of it."""

_NEVER = np.iinfo(np.int64).max
_LAST = _NEVER - 1


def closed(block: Block, want: Mask, policy: Policy, fixed: Mask | None = None) -> Mask:
    """The same and as much more as makes every line hold its secret.

    A line shows its whole or hides it. Shown, its hidden parts are two or more and come to the policy's `line_sum`;
    hidden, at least one part is hidden. `fixed` cells are already public and cannot be hidden.
    """
    fixed = np.zeros_like(want) if fixed is None else fixed
    want = want & ~fixed & ~block.nobody(want)
    want = _agreed(block, want, fixed, policy)
    while True:
        more = want.copy()
        shut = fixed | block.nobody(want)
        for line in block.lines:
            if line.together is Together.ADD:
                _mend(block, more, line, policy, shut)
        grown = _agreed(block, _grown(block, want, more, fixed), fixed, policy)
        if int(grown.sum()) == int(want.sum()):
            return want
        want = grown


def _grown(block: Block, want: Mask, more: Mask, fixed: Mask) -> Mask:
    """What is wanted and as much more as can be hidden. It never shrinks, so that whoever grows it comes to an end.

    What is part of nobody is seen to be none. The more is hidden the less is seen to be nobody.
    """
    grown: Mask = want | (more & ~fixed & (block.counts != MISSING) & ~block.nobody(want))
    return grown


def _agreed(block: Block, want: Mask, fixed: Mask, policy: Policy) -> Mask:
    """Until a figure, its complement, and what counts the same people by another road hide together."""
    while True:
        more = want.copy()
        for figure in block.figures:
            above, below, rest = figure.numerator, figure.denominator, figure.complement
            if rest is not None and above is not None and below is not None:
                either = (more[above] | more[rest]) & figure.there
                more[rest] |= (either | more[below]) & figure.there
                more[above] |= either & ~more[below]
            if above is not None and below is not None and above not in block.shared:
                more[above] |= more[below] & figure.there
        for one, other in block.twins:
            both = (block.counts[one] != MISSING) & (block.counts[other] != MISSING)
            either = (more[one] | more[other]) & both
            more[one] |= either
            more[other] |= either
        more |= unseen(block, more, policy)
        for quantity in range(block.real):
            _not_between(block, more, quantity, policy)
        grown = _grown(block, want, more, fixed)
        if int(grown.sum()) == int(want.sum()):
            return want
        want = grown


def _not_between(block: Block, want: Mask, quantity: int, policy: Policy) -> None:
    """Hide what holds a suppressed count fast: something shown that it is part of, so near to a shown part of it."""
    wholes = [each for each in block.wholes[quantity] if each != quantity]
    parts = [each for each in block.parts[quantity] if each != quantity]
    if not wholes:
        return
    room = ROOM * policy.width
    shown = ~want & (block.counts != MISSING)
    most = np.where(shown[wholes], block.counts[wholes], _NEVER).min(axis=0)
    least = np.zeros_like(most)
    if parts:
        least = np.where(shown[parts], block.counts[parts], 0).max(axis=0)
    tight = want[quantity] & (most - least < room) & (least > 0)
    tight &= ~((least <= 1) & (most >= policy.threshold))
    if not tight.any():
        return
    near_wholes = shown[wholes] & (block.counts[wholes] < least + room) & tight
    near_parts = shown[parts] & (block.counts[parts] > most - room) & tight
    fewer = near_wholes.sum(axis=0) <= near_parts.sum(axis=0)
    for number, each in enumerate(wholes):
        want[each] |= near_wholes[number] & fewer
    for number, each in enumerate(parts):
        want[each] |= near_parts[number] & ~fewer


def unseen(block: Block, want: Mask, policy: Policy) -> Mask:
    """Numerators that no figure shows any more, because something beside them is suppressed.

    And denominators, where a reader who narrows them down could not be sure that they are large enough to be shown.
    """
    seen = np.zeros_like(want)
    stands = np.zeros_like(want)
    for figure in block.figures:
        hidden = hides(figure.numerator, figure.denominator, want)
        for quantity in (figure.numerator, figure.denominator):
            if quantity is not None:
                seen[quantity] |= figure.there & ~hidden
        if figure.numerator is not None:
            stands[figure.numerator] |= figure.there
        if figure.denominator is not None:
            near = block.counts[figure.denominator] < policy.base + policy.width
            stands[figure.denominator] |= figure.there & near
    found: Mask = stands & ~seen
    return found


def hides(above: int | None, below: int | None, want: Mask) -> Mask:
    """Where a figure is suppressed because one of its counts is."""
    hidden = np.zeros(want.shape[1:], dtype=np.bool_)
    for quantity in (above, below):
        if quantity is not None:
            hidden |= want[quantity]
    return hidden


def _mend(block: Block, want: Mask, line: Line, policy: Policy, fixed: Mask) -> None:
    """Hide one more part (or, if there is none, the whole) wherever the line does not hold its secret."""
    whole_hidden = np.take(want, line.whole, line.axis)
    parts = np.take(want, line.parts, line.axis)
    counts = np.take(block.counts, line.parts, line.axis)
    hidden = parts.sum(axis=line.axis)
    together = np.where(parts, counts, 0).sum(axis=line.axis)
    of_complement = line.axis == QUANTITY and not block.divides(line)
    least = 0 if of_complement else policy.line_sum
    weak = np.where(whole_hidden, hidden == 0, (hidden > 0) & ((hidden < 2) | (together < least)))
    weak &= line.holds
    if not weak.any():
        return
    chosen, nothing = _smallest(block, want, line, fixed)
    for number, part in enumerate(line.parts):
        _at(want, line.axis, part)[...] |= weak & (chosen == number) & ~nothing
    _at(want, line.axis, line.whole)[...] |= weak & nothing & ~np.take(fixed, line.whole, line.axis)


def _smallest(block: Block, want: Mask, line: Line, fixed: Mask) -> tuple[Counts, Mask]:
    """Of the line's parts that are shown, the one that is out of the fewest; and where there is none."""
    size = np.take(block.size, line.parts, line.axis)
    free = ~np.take(want, line.parts, line.axis) & ~np.take(fixed, line.parts, line.axis)
    free &= np.take(block.counts, line.parts, line.axis) != MISSING
    free &= ~np.take(block.empty, line.parts, line.axis)
    size = np.where(free, np.where(size > 0, size, _LAST), _NEVER)
    nothing: Mask = np.logical_not(np.any(free, axis=line.axis, keepdims=False))
    return size.argmin(axis=line.axis), nothing


def _at(array: Mask, axis: int, position: int) -> Mask:
    found: Mask = np.moveaxis(array, axis, 0)[position]
    return found


def neighbours(block: Block, cells: Mask, want: Mask, fixed: Mask, axis: int) -> Mask:
    """One more cell in every line along the axis on which one of these cells lies: the one out of the fewest."""
    more = np.zeros_like(want)
    for line in block.lines:
        if line.axis != axis or line.together is not Together.ADD:
            continue
        touched = np.take(cells, line.parts, axis).any(axis=axis) | np.take(cells, line.whole, axis)
        touched &= line.holds
        chosen, nothing = _smallest(block, want, line, fixed)
        for number, part in enumerate(line.parts):
            _at(more, axis, part)[...] |= touched & (chosen == number) & ~nothing
        whole_free = ~np.take(want, line.whole, axis) & ~np.take(fixed, line.whole, axis)
        _at(more, axis, line.whole)[...] |= touched & nothing & whole_free
    return more
