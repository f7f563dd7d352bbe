"""What a figure's counts come to: the one place where a value and its interval are worked out, kind by kind.

| kind | value | interval |
|---|---|---|
| proportion, before_and_after | numerator over denominator, in % | Wilson score |
| rate | numerator for every `per` of the denominator | exact Poisson below 10 events, Byar's from 10 |
| mean | numerator over denominator, in the scores' own unit | Student's t, where the squares were counted |
| change | percentage points since the year before | Newcombe hybrid score, of two separate groups |
| count | the numerator | none |
| ratio, ratio_across | numerator over denominator, times `per` | none |

A ratio of sums, such as sessions attended over sessions possible, has no interval. One pupil's sessions go together,
so an interval that takes each for a separate child (as some publish) is many times too narrow, and small changes
would be called real. A ratio across two datasets has none because no formula is known for it. Nor has a share of a
census's answers, or a change in one (`Figure.census`): everyone was asked, and no formula for chance says who did not
answer. With a headcount the finite population correction would; no wave can state one yet.

Cross-references, and what is to be determined, have no value of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hearth.engine.results import Range
from hearth.framework.counting import Figure
from hearth.kernel.errors import StatisticsError
from hearth.stats.differences import newcombe_arrays
from hearth.stats.intervals import Interval, Limits, Method
from hearth.stats.means import mean_arrays
from hearth.stats.proportions import wilson_arrays
from hearth.stats.rates import rate_arrays, rate_method

__all__ = [
    "CONFIDENCE",
    "Between",
    "Plain",
    "Value",
    "method_of",
    "needed",
    "value_of",
    "value_within",
    "every_value_within",
    "values",
]

CONFIDENCE = 0.95

_PAIR = ("numerator", "denominator")

_NEEDED = {
    "proportion": _PAIR,
    "before_and_after": _PAIR,
    "rate": _PAIR,
    "mean": _PAIR,
    "ratio": _PAIR,
    "ratio_across": _PAIR,
    "count": ("numerator",),
    "change": (*_PAIR, "earlier_numerator", "earlier_denominator"),
}


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that no interval is given for."""

    value: float


@dataclass(frozen=True, slots=True)
class Between:
    """A value known only to lie from `lower` to `upper`, both included, because a count was known within bounds.

    An end is infinite where what is divided by may be nobody.
    """

    lower: float
    upper: float

    def __post_init__(self) -> None:
        if not self.lower <= self.upper:
            raise StatisticsError(f"a value cannot lie from {self.lower!r} to {self.upper!r}")


Value = Interval | Plain | Between

Rows = Mapping[str, npt.NDArray[np.int64]]


def needed(figure: Figure) -> tuple[str, ...]:
    """The counts without which the figure has no value; none for a figure that is never counted itself."""
    return _NEEDED.get(figure.kind, ())


def value_of(figure: Figure, counts: Mapping[str, int]) -> Interval | Plain | None:
    """The figure's value from its counts, in the unit of its kind.

    None where it has none: a count that it needs is missing, or there is nobody to divide by. StatisticsError for
    counts that cannot be, such as a part above its whole. The same to the last bit as `values`.
    """
    if not needed(figure) or any(name not in counts for name in needed(figure)):
        return None
    value, lower, upper = (float(row[0]) for row in values(figure, {name: [n] for name, n in counts.items()}))
    return _value(figure, counts["numerator"], value, lower, upper)


def values(figure: Figure, counts: Mapping[str, Sequence[int] | npt.NDArray[np.int64]]) -> Limits:
    """`value_of` over rows: value, lower and upper limit, each NaN where there is none.

    Every row has every count that the figure needs. KeyError names one that is missing.
    """
    rows = {name: np.asarray(row, dtype=np.int64) for name, row in counts.items()}
    divided_by = [rows[name] for name in needed(figure) if name.endswith("denominator")]
    some = np.ones(rows["numerator"].shape, dtype=np.bool_)
    for row in divided_by:
        some &= row != 0
    found = Limits(*(np.full(some.shape, np.nan) for _ in Limits._fields))
    worked_out = _FORMULAS[figure.kind](figure, {name: row[some] for name, row in rows.items()})
    for whole, part in zip(found, worked_out, strict=True):
        whole[some] = part
    return _without_limits(found.value) if figure.census else found


def value_within(figure: Figure, counts: Mapping[str, Range]) -> Value | None:
    """`value_of` where counts may be known only within bounds: then the least and the most it can be."""
    if not needed(figure) or any(name not in counts for name in needed(figure)):
        return None
    if all(counts[name].exact for name in needed(figure)):
        return value_of(figure, {name: each.low for name, each in counts.items() if each.exact})
    if any(counts[name].high == 0 for name in needed(figure) if name.endswith("denominator")):
        return None
    return _between(figure, counts)


def every_value_within(figure: Figure, cells: Sequence[Mapping[str, Range]]) -> list[Value | None]:
    """`value_within` of each, those that are known exactly worked out together: far faster for many."""
    worth = needed(figure)
    wanted = (*worth, "squares") if figure.kind == "mean" else worth
    exact = [
        number
        for number, counts in enumerate(cells)
        if worth and all(name in counts and counts[name].exact for name in wanted)
    ]
    together = {name: np.array([cells[number][name].low for number in exact], np.int64) for name in wanted}
    found = values(figure, together) if exact else Limits(*(np.empty(0) for _ in Limits._fields))
    known = {
        number: _value(figure, cells[number]["numerator"].low, *limits)
        for number, *limits in zip(exact, *(row.tolist() for row in found), strict=True)
    }
    return [
        known[number] if number in known else value_within(figure, counts)
        for number, counts in enumerate(cells)
    ]


def method_of(figure: Figure, events: int) -> Method | None:
    """How the figure's interval is worked out, with so many events in its numerator; None for a kind that has none."""
    return rate_method(events) if figure.kind == "rate" else _METHODS.get(figure.kind)


def _value(figure: Figure, events: int, value: float, lower: float, upper: float) -> Interval | Plain | None:
    if math.isnan(value):
        return None
    method = method_of(figure, events)
    if method is None or math.isnan(lower) or math.isnan(upper):
        return Plain(value)
    return Interval(value, lower, upper, CONFIDENCE, method)


def _shares(figure: Figure, rows: Rows) -> Limits:
    return wilson_arrays(rows["numerator"], rows["denominator"], CONFIDENCE, per=100)


def _rates(figure: Figure, rows: Rows) -> Limits:
    return rate_arrays(rows["numerator"], rows["denominator"], CONFIDENCE, per=figure.per)


def _counts(figure: Figure, rows: Rows) -> Limits:
    return _without_limits(rows["numerator"].astype(np.float64))


def _ratios(figure: Figure, rows: Rows) -> Limits:
    return _without_limits(rows["numerator"] / rows["denominator"] * figure.per)


def _means(figure: Figure, rows: Rows) -> Limits:
    """Aggregate rows may state a sum without its squares: then there is a mean and no interval."""
    total, number = rows["numerator"], rows["denominator"]
    squares = rows.get("squares", np.zeros_like(total))
    stated = np.array([q * n >= s * s for s, n, q in _exactly(total, number, squares)], dtype=np.bool_)
    found = _without_limits(total / (number * 10**figure.scale))
    worked_out = mean_arrays(number[stated], total[stated], squares[stated], CONFIDENCE, places=figure.scale)
    for whole, part in zip(found, worked_out, strict=True):
        whole[stated] = part
    return found


def _exactly(*rows: npt.NDArray[np.int64]) -> zip[tuple[int, ...]]:
    """The rows as Python's whole numbers, whose products do not overflow."""
    return zip(*(row.tolist() for row in rows), strict=True)


def _changes(figure: Figure, rows: Rows) -> Limits:
    now, before = (
        (rows["numerator"], rows["denominator"]),
        (rows["earlier_numerator"], rows["earlier_denominator"]),
    )
    return newcombe_arrays(now[0], now[1], before[0], before[1], CONFIDENCE, per=100)


def _without_limits(found: npt.NDArray[np.float64]) -> Limits:
    return Limits(found, np.full(found.shape, np.nan), np.full(found.shape, np.nan))


_FORMULAS: dict[str, Callable[[Figure, Rows], Limits]] = {
    "proportion": _shares,
    "before_and_after": _shares,
    "rate": _rates,
    "count": _counts,
    "mean": _means,
    "ratio": _ratios,
    "ratio_across": _ratios,
    "change": _changes,
}

_METHODS = {
    "proportion": Method.WILSON,
    "before_and_after": Method.WILSON,
    "mean": Method.STUDENT_T,
    "change": Method.NEWCOMBE,
}


def _between(figure: Figure, counts: Mapping[str, Range]) -> Between:
    numerator = counts["numerator"]
    match figure.kind:
        case "count":
            return Between(float(numerator.low), float(numerator.high))
        case "change":
            now = _share_between(numerator, counts["denominator"])
            before = _share_between(counts["earlier_numerator"], counts["earlier_denominator"])
            return Between(now.lower - before.upper, now.upper - before.lower)
        case "proportion" | "before_and_after":
            return _share_between(numerator, counts["denominator"])
        case "ratio" if figure.per == 100:  # of a part, which is what a ratio in % is
            return _share_between(numerator, counts["denominator"])
        case _:
            per = figure.per / 10**figure.scale
            return _ratio_between(numerator, counts["denominator"], per)


def _share_between(part: Range, whole: Range) -> Between:
    """A part is never above its whole, which narrows what can be."""
    fewest = max(whole.low, part.low, 1)
    most = min(part.high, fewest) / fewest
    return Between(part.low / whole.high * 100, most * 100)


def _ratio_between(above: Range, below: Range, per: float) -> Between:
    """The sum above may be negative; what is below is a number of people or things, and may be nobody."""
    least = _over(above.low, below.high if above.low >= 0 else below.low)
    most = _over(above.high, below.low if above.high >= 0 else below.high)
    return Between(least * per, most * per)


def _over(above: int, below: int) -> float:
    if below:
        return above / below
    return math.copysign(math.inf, above) if above else 0.0
