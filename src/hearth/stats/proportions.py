"""Proportions, with Wilson score intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hearth.stats.checks import Numbers, columns, part_of_whole
from hearth.stats.distributions import z_value
from hearth.stats.intervals import Interval, Limits, Method, single

__all__ = ["wilson", "wilson_arrays"]


def wilson(x: float, n: float, confidence: float = 0.95, *, per: float = 1) -> Interval:
    """The proportion x of n, times `per` (100 for a percentage), with its Wilson score interval.

    Wilson 1927, without continuity correction. The limits stay between 0 and `per`: none of n has a lower
    limit of exactly 0, and all of n an upper limit of exactly `per`. A survey's weighted count need not be
    whole. Raises StatisticsError unless 0 <= x <= n and n > 0: a proportion of nobody has no answer.
    """
    return single(wilson_arrays(x, n, confidence, per=per), confidence, Method.WILSON)


def wilson_arrays(x: ArrayLike, n: ArrayLike, confidence: float = 0.95, *, per: float = 1) -> Limits:
    """`wilson` over rows; gives the same to the last bit. The error says which position is at fault."""
    z = z_value(confidence)
    x_row, n_row = columns(x=x, n=n)
    part_of_whole("x", x_row, "n", n_row)
    return score_limits(x_row, n_row, z).times(per)


def score_limits(x: Numbers, n: Numbers, z: float) -> Limits:
    p = x / n
    centre = 2 * x + z * z
    reach = z * np.sqrt(z * z + 4 * x * (1 - p))
    width = 2 * (n + z * z)
    # Rounding can carry a limit past the value or past 0 and 1, by a last bit: even 7 of 7 at 95%.
    lower = np.clip((centre - reach) / width, 0.0, p)
    upper = np.clip((centre + reach) / width, p, 1.0)
    return Limits(p, lower, upper)
