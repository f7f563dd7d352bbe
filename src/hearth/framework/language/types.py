"""The types that a value in the measure language may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MOST_PLACES", "NUMBERS", "ORDERED", "WORDED", "ColumnType", "Columns", "Type", "in_words"]

MOST_PLACES = 18
"""Decimal places beyond which a product could no longer be held exactly in 38 digits."""


class Type(StrEnum):
    """What kind of thing a value is. Whole numbers have 64 bits, decimals are exact, dates have no time."""

    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    CODE = "code"
    TEXT = "text"


NUMBERS = frozenset({Type.WHOLE, Type.DECIMAL})
WORDED = frozenset({Type.CODE, Type.TEXT})
ORDERED = NUMBERS | {Type.DATE}
"""Types whose values come before and after each other. Text does not: languages disagree about its order."""

_WORDS = {
    Type.WHOLE: "a whole number",
    Type.DECIMAL: "a decimal",
    Type.DATE: "a date",
    Type.BOOLEAN: "true or false",
    Type.CODE: "a code",
    Type.TEXT: "text",
}


def in_words(kind: Type) -> str:
    """The type as a reader would say it: "a whole number"."""
    return _WORDS[kind]


@dataclass(frozen=True, slots=True)
class ColumnType:
    """The type of a column or of an expression.

    `places` is how many decimal places a decimal keeps, so that it can be scaled to a whole number exactly.
    `codes` are the only codes a code can take; None where they are not listed.
    """

    type: Type
    places: int = 0
    codes: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.places and self.type is not Type.DECIMAL:
            raise ValueError("only a decimal has decimal places")
        if not 0 <= self.places <= MOST_PLACES:
            raise ValueError(f"a decimal keeps from 0 to {MOST_PLACES} places, not {self.places}")
        if self.codes is not None and self.type is not Type.CODE:
            raise ValueError("only a code has a list of codes")


Columns = Mapping[str, ColumnType]
"""The columns an expression may name, and the type of each."""
