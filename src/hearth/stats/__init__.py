"""How Hearth counts: pure functions from counts to figures with intervals.

Every formula exists once, in numpy float64, and takes one figure or rows of them through the same code: a
figure is the same to the last bit whichever engine counted it and however many were worked out beside it.
Numbers that a formula has no answer for raise StatisticsError.
"""

from __future__ import annotations

from hearth.stats.differences import newcombe, newcombe_arrays, newcombe_paired, newcombe_paired_arrays
from hearth.stats.intervals import Interval, Limits, Method
from hearth.stats.means import mean, mean_arrays, variance
from hearth.stats.proportions import wilson, wilson_arrays
from hearth.stats.quantiles import phe_quantiles
from hearth.stats.rates import (
    EXACT_BELOW,
    byar,
    byar_arrays,
    exact_poisson,
    exact_poisson_arrays,
    rate,
    rate_arrays,
    rate_method,
)

__all__ = [
    "Interval",
    "Limits",
    "Method",
    "wilson",
    "wilson_arrays",
    "rate",
    "rate_arrays",
    "rate_method",
    "EXACT_BELOW",
    "exact_poisson",
    "exact_poisson_arrays",
    "byar",
    "byar_arrays",
    "mean",
    "mean_arrays",
    "variance",
    "newcombe",
    "newcombe_arrays",
    "newcombe_paired",
    "newcombe_paired_arrays",
    "phe_quantiles",
]
