"""Differences between two proportions, with Newcombe's hybrid score intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hearth.stats.checks import Numbers, columns, counts, part_of_whole, positive
from hearth.stats.distributions import z_value
from hearth.stats.intervals import Interval, Limits, Method, single
from hearth.stats.proportions import score_limits

__all__ = ["newcombe", "newcombe_arrays", "newcombe_paired", "newcombe_paired_arrays"]


def newcombe(
    x1: float, n1: float, x2: float, n2: float, confidence: float = 0.95, *, per: float = 1
) -> Interval:
    """The proportion x1 of n1 less x2 of n2, for two separate groups of people.

    Newcombe 1998, Statistics in Medicine 17:873, method 10: without continuity correction. In proportions
    times `per` (100 for percentage points); the limits stay within 1 `per` of 0. Raises StatisticsError
    as `wilson` does for either group.
    """
    return single(newcombe_arrays(x1, n1, x2, n2, confidence, per=per), confidence, Method.NEWCOMBE)


def newcombe_arrays(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95, *, per: float = 1
) -> Limits:
    """`newcombe` over rows; gives the same to the last bit."""
    z = z_value(confidence)
    x1_row, n1_row, x2_row, n2_row = columns(x1=x1, n1=n1, x2=x2, n2=n2)
    part_of_whole("x1", x1_row, "n1", n1_row)
    part_of_whole("x2", x2_row, "n2", n2_row)
    first, second = score_limits(x1_row, n1_row, z), score_limits(x2_row, n2_row, z)
    difference = first.value - second.value
    return square_and_add(difference, first, second, np.zeros(difference.shape)).times(per)


def newcombe_paired(
    a: float, b: float, c: float, d: float, confidence: float = 0.95, *, per: float = 1
) -> Interval:
    """The proportion who said yes the first time less the second time, for the same people asked twice.

    Of the people, `a` said yes both times, `b` only the first time, `c` only the second, `d` neither: the
    difference is (b - c) / (a + b + c + d). For a rise from before to after, let "first" be after.
    Newcombe 1998, Statistics in Medicine 17:2635, method 10. Raises StatisticsError for a count below 0
    and for no people.
    """
    limits = newcombe_paired_arrays(a, b, c, d, confidence, per=per)
    return single(limits, confidence, Method.NEWCOMBE_PAIRED)


def newcombe_paired_arrays(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, confidence: float = 0.95, *, per: float = 1
) -> Limits:
    """`newcombe_paired` over rows; gives the same to the last bit."""
    z = z_value(confidence)
    cells = columns(a=a, b=b, c=c, d=d)
    for name, cell in zip("abcd", cells, strict=True):
        counts(name, cell)
    both, first_only, second_only, neither = cells
    n = both + first_only + second_only + neither
    positive("a + b + c + d", n)
    first = score_limits(both + first_only, n, z)
    second = score_limits(both + second_only, n, z)
    difference = (first_only - second_only) / n
    return square_and_add(difference, first, second, correlation(*cells)).times(per)


def correlation(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> Numbers:
    """Newcombe's corrected phi: a positive association counts only beyond n / 2; 0 where it has no value."""
    cross = a * d - b * c
    corrected = np.where(cross > 0, np.maximum(cross - (a + b + c + d) / 2, 0), cross)
    scale = np.sqrt((a + b) * (c + d)) * np.sqrt((a + c) * (b + d))
    phi: Numbers = np.divide(corrected, scale, out=np.zeros(scale.shape), where=scale > 0)
    return phi


def square_and_add(difference: Numbers, first: Limits, second: Limits, phi: Numbers) -> Limits:
    down = distance(first.value - first.lower, second.upper - second.value, phi)
    up = distance(first.upper - first.value, second.value - second.lower, phi)
    # Rounding can carry a limit a last bit past 1, or past the value.
    lower = np.clip(difference - down, -1.0, difference)
    upper = np.clip(difference + up, difference, 1.0)
    return Limits(difference, lower, upper)


def distance(one: Numbers, other: Numbers, phi: Numbers) -> Numbers:
    squared = one * one - 2 * phi * one * other + other * other
    return np.sqrt(np.maximum(squared, 0))
