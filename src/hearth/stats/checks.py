"""What every formula asks of its numbers before it works on them."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hearth.kernel.errors import StatisticsError

__all__ = [
    "Numbers",
    "WholeNumbers",
    "columns",
    "counts",
    "part_of_whole",
    "positive",
    "refuse",
    "tail_of",
    "whole_numbers",
]

Numbers = NDArray[np.float64]
"""One row of figures. A single figure is a row of one, so that both take the same path."""

WholeNumbers = Sequence[int] | NDArray[np.integer]

LARGEST_EXACT = 2.0**53


def columns(**given: ArrayLike) -> list[Numbers]:
    """Each argument as a row of float64, all of one length; a single number is repeated to fit.

    Raises StatisticsError for anything that is not a number, is not finite, or is too large for float64
    to hold every whole number up to it.
    """
    rows = [column(name, values) for name, values in given.items()]
    try:
        return [np.array(row) for row in np.broadcast_arrays(*rows)]
    except ValueError as error:
        lengths = ", ".join(f"{name} has {row.size}" for name, row in zip(given, rows, strict=True))
        raise StatisticsError(f"the rows are not of one length: {lengths}") from error


def column(name: str, values: ArrayLike) -> Numbers:
    try:
        raw = np.asarray(values)
    except ValueError as error:
        raise StatisticsError(f"{name} is not one row of numbers") from error
    if raw.size and raw.dtype.kind not in "iuf":
        raise StatisticsError(f"{name} is not made of numbers that float64 holds")
    if raw.ndim > 1:
        raise StatisticsError(f"{name} has {raw.ndim} dimensions; give one row of numbers")
    row = np.atleast_1d(raw).astype(np.float64)
    refuse(~np.isfinite(row), name, row, "which is not a finite number")
    refuse(np.abs(row) > LARGEST_EXACT, name, row, "which is too large to be counted exactly")
    return row


def refuse(bad: NDArray[np.bool_], name: str, values: Numbers, why: str) -> None:
    """Raise StatisticsError at the first bad figure, with its position where there are several."""
    if not bad.any():
        return
    first = int(np.argmax(bad))
    place = f" at position {first} (counting from 0)" if values.size > 1 else ""
    raise StatisticsError(f"{name} is {float(values[first])!r}{place}, {why}")


def counts(name: str, values: Numbers) -> None:
    refuse(values < 0, name, values, "and a count cannot be below 0")


def part_of_whole(x_name: str, x: Numbers, n_name: str, n: Numbers) -> None:
    """Refuse proportions of nobody, of fewer than nobody, and of more than everybody."""
    counts(x_name, x)
    positive(n_name, n)
    refuse(x > n, x_name, x, f"and a part cannot be above its whole, {n_name}")


def positive(name: str, values: Numbers) -> None:
    refuse(values <= 0, name, values, "and must be above 0")


def whole_numbers(name: str, values: WholeNumbers) -> list[int]:
    """A row of integers as Python's own, which do not overflow; never floats, which may have lost digits."""
    try:
        return [index(value) for value in values]
    except TypeError as error:
        raise StatisticsError(f"{name} is not made of whole numbers") from error


def tail_of(confidence: float) -> float:
    """The chance left in each tail: 0.025 for a confidence of 0.95."""
    if not 0 < confidence < 1:
        raise StatisticsError(f"confidence is {confidence!r}; give it as a share, such as 0.95 or 0.998")
    return (1 - confidence) / 2
