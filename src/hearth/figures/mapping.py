"""How to read one published table, as data: which rows and columns say what of which places.

A mapping says where places stand in the file (with the larger places they lie in), and then any of these: counts,
figures as published, populations, attributes of places, changes between two drawings of places. It holds no code and
no numbers of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hearth.framework.measures import Direction
from hearth.kernel.periods import PeriodKind

__all__ = [
    "Meaning",
    "Symbol",
    "PlaceColumns",
    "PeriodColumns",
    "EVERYONE",
    "LEFT_OUT",
    "BreakdownColumn",
    "bin_of",
    "Counts",
    "Kind",
    "FigureColumns",
    "PeopleColumn",
    "AttributeColumn",
    "Derived",
    "ChangeColumns",
    "Source",
    "Geography",
    "SameArea",
    "Part",
    "Reorganisation",
]

EVERYONE = "everyone"
"""What a breakdown's value is said to mean if it is about everyone."""

LEFT_OUT = "left_out"
"""What a breakdown's value is said to mean if its rows are not read."""

_ID = r"[A-Za-z0-9][A-Za-z0-9_-]*"

Wanted = dict[str, tuple[str, ...]]
"""For each column named, the values of the rows that are meant, whatever their capitals."""


class Meaning(StrEnum):
    """What a symbol in the place of a number means."""

    SUPPRESSED = "suppressed"
    ROUNDS_TO_ZERO = "rounds_to_zero"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    UNRELIABLE = "unreliable"

    @property
    def bounded(self) -> bool:
        """Whether there is a count behind the symbol that may be known within bounds."""
        return self in (Meaning.SUPPRESSED, Meaning.ROUNDS_TO_ZERO)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol's meaning. `low` and `high` are the bounds that the publisher documents for the count behind it.

    With no `high`, the count is at most what it is part of: its denominator, or its population.
    """

    means: Meaning
    low: int = 0
    high: int | None = None

    def __post_init__(self) -> None:
        if not self.means.bounded and (self.low or self.high is not None):
            raise ValueError("only what is suppressed or rounds to zero has bounds")
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError("`low` is 0 or more, and `high` is not below it")


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """The columns of a place of one level, and which rows are about places of that level (all, if not said).

    With no `name`, the code stands for it until another file gives one. Where the column of the code holds names,
    `codes` gives the code of each, and only those rows are about the level. Places of two levels in one column do not
    lie in one another by this file. The dates are those of every place of the level in this file, both in; leave out
    what the file does not settle.
    """

    level: str
    code: str
    name: str | None = None
    rows: Wanted = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PeriodColumns:
    """The column of the period, and either its kind or the column whose heading says it ('Academic year')."""

    column: str
    kind: PeriodKind | None = None
    headed_by: str | None = None

    def __post_init__(self) -> None:
        if (self.kind is None) == (self.headed_by is None):
            raise ValueError("give either the `kind` of period, or the column it is `headed_by`")


@dataclass(frozen=True, slots=True)
class BreakdownColumn:
    """The column that divides people, and what each of its values means: `everyone`, `left_out` or `sex:female`."""

    column: str
    groups: dict[str, str]

    def __post_init__(self) -> None:
        for value, meant in self.groups.items():
            breakdown, colon, group = meant.partition(":")
            if meant not in (EVERYONE, LEFT_OUT) and not (breakdown and colon and group):
                raise ValueError(
                    f"{value!r} means {EVERYONE}, {LEFT_OUT} or a breakdown's group such as sex:female"
                )


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts: the dataset they stand for, and for each framework the figure they are.

    Only rows about places of `level` are taken, so that no one counts twice. With no `denominator`, the figure is a
    count, or a rate of the store's populations.
    """

    dataset: str
    figures: dict[str, str]
    level: str
    numerator: str
    denominator: str | None = None
    rows: Wanted = field(default_factory=dict)
    breakdown: BreakdownColumn | None = None

    def __post_init__(self) -> None:
        if not self.figures:
            raise ValueError("counts need the figure that they are, for at least one framework")


class Kind(StrEnum):
    """What a published figure is: a percentage of people, a rate of them, a mean, a number, or a ratio of two sums."""

    PROPORTION = "proportion"
    RATE = "rate"
    MEAN = "mean"
    COUNT = "count"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """A figure as published: `code` is what it is called in this source, and the columns say what stands for it.

    A proportion is in %, and a rate or ratio for every `per`; `scale` is what the published numbers are multiplied by
    to be so (100 for 0.704). `decimals`: to how many places the value is published, where the file drops zeros at the
    end. `rounded_to`: to what the publisher rounds the counts of places of a level. `levels`: of which places the
    figure is (every level of the source's, if not said); `rows`, which rows are it; `period_kind`, of what kind its
    periods are, where the source's differ.
    """

    code: str
    title: str
    kind: Kind
    of_whom: str
    direction: Direction = Direction.NONE
    per: int = 1
    value: str | None = None
    lower: str | None = None
    upper: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    levels: tuple[str, ...] = ()
    rows: Wanted = field(default_factory=dict)
    breakdown: BreakdownColumn | None = None
    scale: int = 1
    decimals: int | None = None
    rounded_to: dict[str, int] = field(default_factory=dict)
    period_kind: PeriodKind | None = None

    def __post_init__(self) -> None:
        if self.value is None and self.numerator is None:
            raise ValueError("a figure has a `value`, or a `numerator` to work it out from, or both")
        if self.value is None and self.denominator is None and self.kind is not Kind.COUNT:
            raise ValueError(f"a {self.kind} with no `value` needs a `denominator` beside its `numerator`")
        if (self.lower is None) != (self.upper is None) or (self.lower is not None and self.value is None):
            raise ValueError("`lower` and `upper` go together, and with a `value`")
        if (self.per < 2) if self.kind is Kind.RATE else (self.per != 1 and self.kind is not Kind.RATIO):
            raise ValueError("a rate is for every `per` (more than 1); of the others only a ratio may say it")
        if self.scale < 1 or any(step < 1 for step in self.rounded_to.values()):
            raise ValueError("`scale` and what counts are `rounded_to` are at least 1")
        if self.decimals is not None and not 0 <= self.decimals <= 12:
            raise ValueError("`decimals` are from 0 to 12")

    @property
    def columns(self) -> dict[str, str]:
        """The column of each number that the file gives."""
        named = {
            "value": self.value,
            "lower": self.lower,
            "upper": self.upper,
            "numerator": self.numerator,
            "denominator": self.denominator,
        }
        return {name: column for name, column in named.items() if column is not None}


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """A column of people of these ages (both in), in the estimate called `vintage`.

    Of 30 June of `mid_year`, or of the year in `mid_year_column`; with neither, of the mid-year under a rate on the
    last day of the row's period.
    """

    column: str
    ages: tuple[int, int]
    vintage: str
    mid_year: int | None = None
    mid_year_column: str | None = None
    rows: Wanted = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.mid_year is not None and self.mid_year_column is not None:
            raise ValueError("give `mid_year` or `mid_year_column`, not both")


class Derived(StrEnum):
    """What is worked out from an attribute's column."""

    FIFTH = "fifth"


@dataclass(frozen=True, slots=True)
class AttributeColumn:
    """A column that gives each place a fact under a scheme; `as_a: fifth` makes a fifth of a decile."""

    scheme: str
    column: str
    as_a: Derived | None = None


@dataclass(frozen=True, slots=True)
class ChangeColumns:
    """The columns of a change between two drawings, and the first day `on` which the new one holds.

    A place that is split, merged or redrawn ends the day before and its successors begin on the day. These lie where
    it lay, for as long as those places last, unless they are said to lie elsewhere.
    """

    old: str
    new: str
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Source:
    """One published table and how to read it. `places` go from small to large: each lies in the next.

    `edition` says which publication it is (a year, or a day), and `published_on` on which day, where that is known;
    `geography` names the mapping of codes it shares with other tables of the same publisher. `symbols` are what may
    stand for a number; `blank` is an empty cell.
    """

    id: str
    title: str
    publisher: str
    licence: str
    edition: str
    places: tuple[PlaceColumns, ...]
    period: PeriodColumns | None = None
    counts: Counts | None = None
    figures: tuple[FigureColumns, ...] = ()
    people: tuple[PeopleColumn, ...] = ()
    attributes: tuple[AttributeColumn, ...] = ()
    changes: ChangeColumns | None = None
    symbols: dict[str, Symbol] = field(default_factory=dict)
    geography: str = ""
    notes: tuple[str, ...] = ()
    published_on: date | None = None

    def __post_init__(self) -> None:
        levels = [each.level for each in self.places]
        if not re.fullmatch(_ID, self.id):
            raise ValueError(
                "an `id` is of letters, numbers, hyphens and underscores: it names a folder in a store"
            )
        if len(set(levels)) < len(levels):
            raise ValueError("each level of place is given once")
        if self.counts is not None and self.counts.level not in levels:
            raise ValueError(
                f"the counts are of the level {self.counts.level!r}, which is not among the `places`"
            )
        if self.period is None and (
            self.counts is not None or any(_dated_by_period(each) for each in self.people)
        ):
            raise ValueError("counts, and people of the mid-year before a period, need a `period`")
        self._check_figures(levels)
        if not self.places and self.changes is None:
            raise ValueError("a source has `places` or `changes`")

    def _check_figures(self, levels: list[str]) -> None:
        codes = [each.code for each in self.figures]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"the figure {twice[0]!r} is given twice")
        if self.figures and self.period is None:
            raise ValueError("figures need a `period`")
        for figure in self.figures:
            if others := sorted({*figure.levels, *figure.rounded_to} - set(levels)):
                raise ValueError(
                    f"the figure {figure.code!r} is of the level {others[0]!r}, which is not among the `places`"
                )


def _dated_by_period(people: PeopleColumn) -> bool:
    return people.mid_year is None and people.mid_year_column is None


@dataclass(frozen=True, slots=True)
class SameArea:
    """A place that was given a new code and no new boundary: it is kept under the new one throughout."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a place, such as Inner London, that some tables print in the place of the whole."""

    part: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """That on a day the old places ended and the new ones took over."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Geography:
    """What tables with the same codes for places share: areas with two codes, parts of areas, reorganisations."""

    id: str
    title: str
    source: str
    same_areas: tuple[SameArea, ...] = ()
    parts: tuple[Part, ...] = ()
    reorganised: tuple[Reorganisation, ...] = ()

    def code(self, published: str) -> str:
        """The code under which a published one is kept."""
        return next((each.new for each in self.same_areas if each.old == published), published)

    def whole(self, published: str) -> Part | None:
        """What the place is a part of, if it is kept only as such."""
        return next((each for each in self.parts if each.part == published), None)


def bin_of(meant: str) -> tuple[str, str]:
    """The breakdown and group that a value means; both empty for everyone."""
    breakdown, _, group = meant.partition(":")
    return ("", "") if meant == EVERYONE else (breakdown, group)
