"""Counts of events and their rates: exact Poisson intervals for few events, Byar's for more."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hearth.stats.checks import Numbers, columns, counts, positive, refuse
from hearth.stats.distributions import poisson_lower, poisson_upper, z_value
from hearth.stats.intervals import Interval, Limits, Method, single

__all__ = [
    "EXACT_BELOW",
    "rate",
    "rate_arrays",
    "rate_method",
    "exact_poisson",
    "exact_poisson_arrays",
    "byar",
    "byar_arrays",
]

EXACT_BELOW = 10
"""Rates of fewer events than this take the exact interval."""


def rate(x: float, n: float, confidence: float = 0.95, *, per: float) -> Interval:
    """x events among n (people, or person-years), per so many of them: 10,000 for children looked after.

    Exact Poisson limits below 10 events and Byar's from 10, as the English public health indicators do.
    Events may outnumber people. Raises StatisticsError unless x >= 0 and n > 0.
    """
    return single(rate_arrays(x, n, confidence, per=per), confidence, rate_method(x))


def rate_arrays(x: ArrayLike, n: ArrayLike, confidence: float = 0.95, *, per: float) -> Limits:
    """`rate` over rows; gives the same to the last bit. `rate_method` names each figure's method."""
    x_row, n_row = columns(x=x, n=n)
    counts("x", x_row)
    positive("n", n_row)
    found = event_limits(x_row, confidence)
    with np.errstate(over="ignore"):
        rates = Limits(x_row / n_row, found.lower / n_row, found.upper / n_row).times(per)
    refuse(~np.isfinite(rates.upper), "n", n_row, "which is too small for a rate to be given")
    return rates


def rate_method(x: float) -> Method:
    """Which method a rate of x events takes."""
    return Method.EXACT_POISSON if x < EXACT_BELOW else Method.BYAR


def event_limits(x: Numbers, confidence: float) -> Limits:
    few = x < EXACT_BELOW
    lower, upper = np.empty(x.shape), np.empty(x.shape)
    if few.any():
        exact = exact_limits(x[few], confidence)
        lower[few], upper[few] = exact.lower, exact.upper
    many = byar_limits(x[~few], confidence)
    lower[~few], upper[~few] = many.lower, many.upper
    return Limits(x, lower, upper)


def exact_poisson(x: float, confidence: float = 0.95) -> Interval:
    """A count of events with its exact Poisson interval (Garwood 1936).

    The lower limit of 0 events is exactly 0. Raises StatisticsError for a count below 0.
    """
    return single(exact_poisson_arrays(x, confidence), confidence, Method.EXACT_POISSON)


def exact_poisson_arrays(x: ArrayLike, confidence: float = 0.95) -> Limits:
    """`exact_poisson` over rows; gives the same to the last bit."""
    (events,) = columns(x=x)
    counts("x", events)
    return exact_limits(events, confidence)


def exact_limits(x: Numbers, confidence: float) -> Limits:
    return Limits(x, poisson_lower(x, confidence), poisson_upper(x, confidence))


def byar(x: float, confidence: float = 0.95) -> Interval:
    """A count of events with Byar's approximation to the Poisson interval (Breslow and Day 1987).

    Meant for 10 events or more. Where its lower limit falls below 0, as for 0 events, there is none (NaN).
    Raises StatisticsError for a count below 0.
    """
    return single(byar_arrays(x, confidence), confidence, Method.BYAR)


def byar_arrays(x: ArrayLike, confidence: float = 0.95) -> Limits:
    """`byar` over rows; gives the same to the last bit."""
    (events,) = columns(x=x)
    counts("x", events)
    return byar_limits(events, confidence)


def byar_limits(x: Numbers, confidence: float) -> Limits:
    # Cubes are products: `**` gives other last bits in numpy than in Python.
    z = z_value(confidence)
    some = np.where(x > 1 / 9, x, 1.0)  # below a ninth of an event the limit is below 0 at any z
    below = 1 - 1 / (9 * some) - z / (3 * np.sqrt(some))
    lower = np.where((x > 1 / 9) & (below >= 0), some * (below * below * below), np.nan)
    more = x + 1
    above = 1 - 1 / (9 * more) + z / (3 * np.sqrt(more))
    return Limits(x, lower, more * (above * above * above))
