"""What a hierarchy of places is made of: places, links, changes and attributes, each with its dates.

All dates are inclusive: `valid_from` is the first day and `valid_to` the last; None means always, or still.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hearth.kernel.errors import BadPlace

__all__ = ["DEFAULT_LEVELS", "Place", "Link", "ChangeKind", "Change", "Attribute", "Lifetime"]

DEFAULT_LEVELS = ("small_area", "ward", "hub", "authority", "region", "country")
"""From small to large. A small area lies in one ward and in one hub; both lie in the authority."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The days from `first` to `last`, both inside; an empty one holds no day."""

    first: date = date.min
    last: date = date.max

    @classmethod
    def of(cls, valid_from: date | None, valid_to: date | None) -> Lifetime:
        return cls(valid_from or date.min, valid_to or date.max)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __and__(self, other: Lifetime) -> Lifetime:
        return Lifetime(max(self.first, other.first), min(self.last, other.last))

    @property
    def empty(self) -> bool:
        return self.last < self.first


def _require(value: str, what: str) -> None:
    if not value or value != value.strip():
        raise BadPlace(f"{what} is {value!r}.", "Give it a value with no space at either end.")


def _require_order(about: str, valid_from: date | None, valid_to: date | None) -> None:
    if Lifetime.of(valid_from, valid_to).empty:
        raise BadPlace(
            f"{about} is valid to {valid_to}, before it is valid from {valid_from}.",
            "Give the first day and the last day, or leave a date out.",
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one level, such as a ward. A code stands for one place for ever."""

    code: str
    name: str
    level: str
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        _require(self.code, "A place's code")
        _require(self.name, f"The name of {self.code}")
        _require(self.level, f"The level of {self.code}")
        _require_order(self.code, self.valid_from, self.valid_to)

    @property
    def lifetime(self) -> Lifetime:
        return Lifetime.of(self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Link:
    """That one place lies in another of a larger level. It holds only while both places are valid too."""

    child: str
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        _require(self.child, "A link's child")
        _require(self.parent, f"The parent of {self.child}")
        _require_order(f"The link from {self.child} to {self.parent}", self.valid_from, self.valid_to)

    @property
    def lifetime(self) -> Lifetime:
        return Lifetime.of(self.valid_from, self.valid_to)


class ChangeKind(StrEnum):
    """How an old area became a new one, in the letters of the national statistics office."""

    UNCHANGED = "U"
    SPLIT = "S"
    MERGED = "M"
    IRREGULAR = "X"


@dataclass(frozen=True, slots=True)
class Change:
    """That (part of) an old place became (part of) a new one; a split is one change for each new place."""

    old: str
    new: str
    kind: ChangeKind

    def __post_init__(self) -> None:
        _require(self.old, "A change's old place")
        _require(self.new, f"What {self.old} became")
        if self.old == self.new and self.kind is not ChangeKind.UNCHANGED:
            raise BadPlace(
                f"{self.old} is said to change into itself, with the kind {self.kind.value}.",
                "Use U for a place that is unchanged.",
            )


@dataclass(frozen=True, slots=True)
class Attribute:
    """A fact about a place under a named scheme, such as deprivation_decile_2019; the value is text."""

    place: str
    scheme: str
    value: str

    def __post_init__(self) -> None:
        _require(self.place, "An attribute's place")
        _require(self.scheme, f"The scheme of an attribute of {self.place}")
        _require(self.value, f"The {self.scheme} of {self.place}")
