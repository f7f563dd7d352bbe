"""What a partner sends: the specification of a dataset, field by field.

Enough here to count with; what receiving a return needs besides (templates, synonyms, help) is added to the same
specifications, never beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum

from hearth.kernel.periods import PeriodKind

__all__ = [
    "NOT_KNOWN",
    "Breakdown",
    "BreakdownUse",
    "Code",
    "Dataset",
    "Field",
    "FieldType",
    "Group",
    "PlaceBasis",
    "PlaceUse",
    "Privacy",
    "Standing",
]

NOT_KNOWN = "not_known"
"""The group of every record that does not say, in every breakdown."""


class FieldType(StrEnum):
    """The type of a field, as it is kept: whole numbers of 64 bits, exact decimals, dates, booleans, codes, text."""

    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    CODE = "code"
    TEXT = "text"
    PLACE = "place"


class Privacy(StrEnum):
    """What a field says about a person, from nothing to what the law calls special category."""

    PLAIN = "plain"
    PERSONAL = "personal"
    SPECIAL = "special"
    PSEUDONYM = "pseudonym"


class PlaceBasis(StrEnum):
    """Whose place a record's place is: the home's, the school's, or that of what happened."""

    HOME = "home"
    EVENT = "event"
    SCHOOL = "school"
    SERVICE = "service"


class Standing(Enum):
    """How official a figure is: by whom, and under what rules, what it rests on was gathered and checked."""

    OFFICIAL_STATISTIC = "official_statistic"
    MANAGEMENT_INFORMATION = "management_information"
    SURVEY = "survey"

    @property
    def title(self) -> str:
        """What a reader is told that it is, such as "Official statistic"."""
        return _STANDINGS[self][0]

    @property
    def sentence(self) -> str:
        """What that means, in one plain sentence with its full stop."""
        return _STANDINGS[self][1]


_STANDINGS = {
    Standing.OFFICIAL_STATISTIC: (
        "Official statistic",
        "Published under the Code of Practice for Statistics by the body named.",
    ),
    Standing.MANAGEMENT_INFORMATION: (
        "Management information",
        "From an organisation's own records, gathered to run a service and not checked as official statistics are.",
    ),
    Standing.SURVEY: (
        "Survey",
        "The answers of those who chose to answer, who may differ from those who did not.",
    ),
}


@dataclass(frozen=True, slots=True)
class Code:
    """One value that a coded field may take. `unknown` marks a value that says nothing, such as "not known"."""

    code: str
    title: str
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a dataset.

    A `code` field lists its codes, or takes those of the breakdown it names. A `place` field names the level of
    the places it holds. A `decimal` field says how many decimal places are kept.
    """

    name: str
    title: str
    type: FieldType
    privacy: Privacy
    codes: tuple[Code, ...] = ()
    breakdown: str | None = None
    level: str | None = None
    places: int = 0
    required: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    description: str = ""

    def __post_init__(self) -> None:
        if self.type is FieldType.CODE and not self.codes and not self.breakdown:
            raise ValueError("a code field needs `codes`, or the `breakdown` whose groups are its codes")
        if self.type is FieldType.PLACE and not self.level:
            raise ValueError("a place field needs the `level` of the places it holds")
        if self.places and self.type is not FieldType.DECIMAL:
            raise ValueError("only a decimal field has decimal `places`")
        if self.type is not FieldType.CODE and (self.codes or self.breakdown):
            raise ValueError("only a code field has `codes`, or a `breakdown` whose groups are its codes")
        if self.type is not FieldType.PLACE and self.level:
            raise ValueError("only a place field has a `level`")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError("the `minimum` is not above the `maximum`")


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a breakdown, such as female."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A way to divide people into groups. `attribute` names the place attribute that gives the group, if one does."""

    id: str
    title: str
    groups: tuple[Group, ...]
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class BreakdownUse:
    """The field of a dataset that says which group a record is in (for a place attribute: the place field)."""

    breakdown: str
    field: str


@dataclass(frozen=True, slots=True)
class PlaceUse:
    """The field that places a record, and whose place it is."""

    field: str
    basis: PlaceBasis


@dataclass(frozen=True, slots=True)
class Dataset:
    """What one kind of return holds: the grain in a sentence, the fields, and how records are placed and divided.

    `key` is the one field that no two records share and that is never empty. `returned` is how often a return is
    due; `dated_by` the field by whose date a record belongs to a return (a wave's records carry the wave itself).
    `standing` is how official figures counted from it are; `standing_note` what a reader should know of that besides.
    """

    id: str
    title: str
    grain: str
    key: str
    dated_by: str
    returned: PeriodKind
    fields: tuple[Field, ...]
    place: PlaceUse | None = None
    breakdowns: tuple[BreakdownUse, ...] = ()
    description: str = ""
    sender: str = ""
    standing: Standing = Standing.MANAGEMENT_INFORMATION
    standing_note: str = ""

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)
