"""A figure with its interval: one at a time, or in rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from hearth.kernel.errors import StatisticsError
from hearth.stats.checks import Numbers, tail_of

__all__ = ["Interval", "Limits", "Method", "single"]


class Method(StrEnum):
    """How an interval was worked out, in words to print beside it."""

    WILSON = "Wilson score"
    EXACT_POISSON = "exact Poisson"
    BYAR = "Byar's"
    STUDENT_T = "Student's t"
    NEWCOMBE = "Newcombe hybrid score"
    NEWCOMBE_PAIRED = "Newcombe hybrid score, paired"


@dataclass(frozen=True, slots=True)
class Interval:
    """A value between its two limits, at a confidence such as 0.95.

    The limits are in the value's own unit. A limit is NaN only where the method has none: both for a mean
    of one person, the lower one where Byar's formula falls below 0. `lower <= value <= upper` otherwise.
    """

    value: float
    lower: float
    upper: float
    confidence: float
    method: Method

    def __post_init__(self) -> None:
        tail_of(self.confidence)
        if not math.isfinite(self.value):
            raise StatisticsError(f"the value of an interval is {self.value!r}")
        if math.isinf(self.lower) or math.isinf(self.upper):
            raise StatisticsError(f"a limit is not finite: {self.lower!r} to {self.upper!r}")
        if self.lower > self.value or self.value > self.upper:
            raise StatisticsError(f"{self.value!r} is not between {self.lower!r} and {self.upper!r}")

    @property
    def complete(self) -> bool:
        """Whether both limits exist."""
        return not (math.isnan(self.lower) or math.isnan(self.upper))


class Limits(NamedTuple):
    """Values and their limits, position by position: three rows of one length."""

    value: Numbers
    lower: Numbers
    upper: Numbers

    def times(self, factor: float) -> Limits:
        """The same in another unit: 100 for percentages. The factor is above 0."""
        if not (math.isfinite(factor) and factor > 0):
            raise StatisticsError(f"figures cannot be given per {factor!r}")
        return Limits(self.value * factor, self.lower * factor, self.upper * factor)


def single(limits: Limits, confidence: float, method: Method) -> Interval:
    """The only figure of a row of one, as a value of its own."""
    if limits.value.size != 1:
        raise StatisticsError("this works on one figure at a time; the form ending in _arrays takes rows")
    value, lower, upper = (float(row[0]) for row in limits)
    return Interval(value, lower, upper, confidence, method)
