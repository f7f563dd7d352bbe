"""Comparing figures to the last bit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from hearth.stats import Interval, Limits


def bits(row: NDArray[np.float64]) -> NDArray[np.int64]:
    """The figures as the integers they are stored as, so that nothing is nearly equal and NaN equals NaN."""
    return np.ascontiguousarray(row, dtype=np.float64).view(np.int64)


def same_alone_and_in_rows(
    alone: Callable[..., Interval],
    together: Callable[..., Limits],
    rows: Sequence[tuple[float, ...]],
    *options: float,
    **more: float,
) -> None:
    """Each row worked by itself gives, to the last bit, what it gives among the others."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    limits = together(*columns, *options, **more)
    singles = [alone(*row, *options, **more) for row in rows]
    for name in ("value", "lower", "upper"):
        one_by_one = np.array([getattr(single, name) for single in singles])
        assert np.array_equal(bits(getattr(limits, name)), bits(one_by_one)), name
