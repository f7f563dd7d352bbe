"""Means of whole or decimal scores, with Student's t intervals, from three exact sums.

Engines count; they hand over how many, the sum and the sum of squares as integers. Decimal scores are
scaled first: an Attainment 8 score of 47.3 is 473 with `places=1`. The subtraction in a variance loses
every digit in floats when the mean is large beside the spread, so it is done in integers.
"""

from __future__ import annotations

import math

import numpy as np

from hearth.kernel.errors import StatisticsError
from hearth.stats.checks import WholeNumbers, whole_numbers
from hearth.stats.distributions import t_quantile
from hearth.stats.intervals import Interval, Limits, Method, single

__all__ = ["mean", "mean_arrays", "variance"]

Moments = tuple[int, int, int]


def mean(n: int, total: int, squares: int, confidence: float = 0.95, *, places: int = 0) -> Interval:
    """The mean of n scores from their sum and sum of squares, with Student's t interval.

    `total` and `squares` are of scores multiplied by 10 to the power `places`; the mean is in the scores' own
    unit. One score has a mean and no limits (NaN). Equal scores have limits equal to the mean.
    Raises StatisticsError for n below 1, and for sums that no n whole numbers can have.
    """
    return single(
        mean_arrays([n], [total], [squares], confidence, places=places), confidence, Method.STUDENT_T
    )


def mean_arrays(
    n: WholeNumbers, total: WholeNumbers, squares: WholeNumbers, confidence: float = 0.95, *, places: int = 0
) -> Limits:
    """`mean` over rows, which are of one length; gives the same to the last bit."""
    unit = unit_of(places)
    rows = moments(n, total, squares)
    sizes = np.array([float(size) for size, _, _ in rows], dtype=np.float64)
    values = np.array([quotient(s, size * unit) for size, s, _ in rows], dtype=np.float64)
    # The squared standard error in one division of integers, so that it is rounded once.
    errors = np.array([standard_error(row, unit) for row in rows], dtype=np.float64)
    reach = t_quantile(sizes - 1, confidence) * errors
    return Limits(values, values - reach, values + reach)


def variance(n: int, total: int, squares: int, *, places: int = 0) -> float:
    """The sample variance (n - 1 below) of n scores from their sum and sum of squares; NaN for one score.

    Correct to the last bit however large the mean is. Raises StatisticsError as `mean` does.
    """
    ((size, s, q),) = moments([n], [total], [squares])
    unit = unit_of(places)
    return quotient(q * size - s * s, size * (size - 1) * unit * unit)


def standard_error(row: Moments, unit: int) -> float:
    n, s, q = row
    return math.sqrt(quotient(q * n - s * s, n * n * (n - 1) * unit * unit))


def quotient(top: int, bottom: int) -> float:
    if bottom == 0:
        return math.nan
    try:
        return top / bottom
    except OverflowError as error:
        raise StatisticsError("the sums are too large for a mean to be given") from error


def unit_of(places: int) -> int:
    if places < 0:
        raise StatisticsError(f"scores cannot have {places} decimal places")
    return int(10**places)


def moments(n: WholeNumbers, total: WholeNumbers, squares: WholeNumbers) -> list[Moments]:
    sizes, totals, powers = (
        whole_numbers("n", n),
        whole_numbers("total", total),
        whole_numbers("squares", squares),
    )
    if not len(sizes) == len(totals) == len(powers):
        raise StatisticsError(
            f"the rows are not of one length: n has {len(sizes)}, total has {len(totals)}, "
            f"squares has {len(powers)}"
        )
    rows = list(zip(sizes, totals, powers, strict=True))
    for position, row in enumerate(rows):
        if why := impossible(*row):
            place = f" at position {position} (counting from 0)" if len(rows) > 1 else ""
            raise StatisticsError(f"{why}{place}")
    return rows


def impossible(n: int, total: int, squares: int) -> str:
    if n < 1:
        return f"n is {n}, and a mean of nobody has no answer"
    spread = squares * n - total * total
    if spread < 0 or (n == 1 and spread != 0):
        return f"no {n} numbers have a sum of {total} and a sum of squares of {squares}"
    return ""
