"""A figure's numbers as a person reads them: how many decimals, and in what unit."""

from __future__ import annotations

import math
from typing import Protocol

__all__ = ["Kinded", "number_in_words", "unit_in_words"]

_IN_PERCENT = ("proportion", "before_and_after", "ratio")


class Kinded(Protocol):
    """A figure, raw or published: its kind, and what it is for every so many of."""

    @property
    def kind(self) -> str: ...

    @property
    def per(self) -> int: ...


def unit_in_words(figure: Kinded) -> str:
    """What follows a number of the figure: `%`, ` points`, ` per 10,000`; nothing where it has no unit."""
    if figure.kind == "change":
        return " points"
    if figure.kind in _IN_PERCENT and figure.per == 100:
        return "%"
    return (
        f" per {figure.per:,}" if figure.kind in ("rate", "ratio", "ratio_across") and figure.per > 1 else ""
    )


def number_in_words(figure: Kinded, number: float) -> str:
    """The number to one decimal (a mean to two, a count to none), a change with its sign; `any number` if infinite."""
    if math.isinf(number):
        return "any number"
    if figure.kind == "count":
        return f"{number:,.0f}"
    places = 2 if figure.kind == "mean" else 1
    rounded = round(number, places)
    sign = "+" if figure.kind == "change" and rounded > 0 else ""
    return f"{sign}{rounded if rounded else 0.0:,.{places}f}"
