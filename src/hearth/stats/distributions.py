"""The quantiles that intervals need: normal, Student's t, and the two ends of an exact Poisson interval.

scipy is opened only when a t or an exact Poisson limit is asked for: it costs as much again as
everything else a command opens. The normal quantile is the standard library's, so that proportions,
differences and rates of ten or more events never open it.
"""

from __future__ import annotations

from statistics import NormalDist
from types import ModuleType

import numpy as np

from hearth.stats.checks import Numbers, tail_of

__all__ = ["poisson_lower", "poisson_upper", "t_quantile", "z_value"]


def z_value(confidence: float) -> float:
    """How many standard deviations hold this share of a normal distribution: 1.96 for 0.95."""
    return -NormalDist().inv_cdf(tail_of(confidence))


def t_quantile(degrees: Numbers, confidence: float) -> Numbers:
    """The same for Student's t, by degrees of freedom; NaN where there are none."""
    tail = tail_of(confidence)
    found = np.full(degrees.shape, np.nan)
    some = degrees > 0
    found[some] = -scipy_special().stdtrit(degrees[some], tail)
    return found


def poisson_lower(events: Numbers, confidence: float) -> Numbers:
    """Half the chi-squared quantile on 2x degrees of freedom, and 0 of 0 events, where it has no value."""
    tail = tail_of(confidence)
    found = np.zeros(events.shape)
    # Under a thousandth of a (weighted) event the limit is under 1e-300, and scipy gives NaN in the end.
    some = events > 0.001
    found[some] = scipy_special().gammaincinv(events[some], tail)
    return found


def poisson_upper(events: Numbers, confidence: float) -> Numbers:
    """Half the chi-squared quantile on 2x + 2 degrees of freedom, taken from the upper tail."""
    found: Numbers = scipy_special().gammainccinv(events + 1, tail_of(confidence))
    return found


def scipy_special() -> ModuleType:
    # Measured: numpy takes 0.4 s to open and scipy.special another 0.8 s, on a loaded two-core machine.
    import scipy.special  # noqa: PLC0415

    module: ModuleType = scipy.special
    return module
