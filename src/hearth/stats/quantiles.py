"""Places put into quantiles by rank, as the English public health indicators do."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from hearth.kernel.errors import StatisticsError

__all__ = ["phe_quantiles"]


def phe_quantiles(values: Sequence[float | None], k: int, *, highest_first: bool = True) -> list[int | None]:
    """The quantile of each value, 1 to k: 1 holds the highest values, or the lowest if they come first.

    Equal values share a quantile: the one of the first of them in rank. A missing value (None) has none and
    is not counted; where fewer values than k are left, none has. The published rule is
    floor(k + 1 - ceil((n + 1 - rank) / (n / k))), worked here in integers, where floats can slip by one.
    Raises StatisticsError for fewer than 2 quantiles and for a value that is not finite.
    """
    if k < 2:
        raise StatisticsError(f"there cannot be {k} quantiles; give 2 or more")
    for position, value in enumerate(values):
        if value is not None and not math.isfinite(value):
            raise StatisticsError(f"values is {value!r} at position {position} (counting from 0)")
    keys = [None if value is None else -value if highest_first else value for value in values]
    ranked = sorted(key for key in keys if key is not None)
    if len(ranked) < k:
        return [None] * len(keys)
    return [None if key is None else quantile_at(bisect_left(ranked, key), len(ranked), k) for key in keys]


def quantile_at(before: int, n: int, k: int) -> int:
    """The quantile of a value that `before` of n values outrank."""
    return k + 1 + (before - n) * k // n
