"""The measures: what is worked out, and how, as data.

A definition says in the measure language what is counted over the records of a dataset. There are eight kinds of
definition that count, one that points to another measure, and one that says nothing is determined yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from hearth.kernel.periods import PeriodKind

__all__ = [
    "BeforeAndAfter",
    "Change",
    "Companion",
    "Count",
    "CrossReference",
    "Definition",
    "Derive",
    "Direction",
    "Divided",
    "Input",
    "Instrument",
    "Mean",
    "Measure",
    "Proportion",
    "Rate",
    "Ratio",
    "Scope",
    "Speaks",
    "Split",
    "Take",
    "ToBeDetermined",
]


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"
    NONE = "none"


class Input(StrEnum):
    """What a measure may be counted from."""

    ROWS = "rows"
    AGGREGATES = "aggregates"


class Take(StrEnum):
    """What a derived field takes from the other records of the same person (or pregnancy, or family)."""

    FIRST = "first"
    PREVIOUS = "previous"
    MAX_BEFORE = "max_before"


class Speaks(StrEnum):
    """Which of a person's records in a period speaks for the person.

    `first`: only the first, so groups and places add. `everywhere`: each place and group in which the person has
    a record counts the person once, so nothing adds.
    """

    FIRST = "first"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Derive:
    """A field worked out from a record's fellows: those with the same `by`, in the given `order`.

    Only fellows that have a `value`, and for which `where` holds, are looked at. `first`: the value of the first of
    them. `previous`: of the last of them before this record. `max_before`: the greatest of all of them before it.
    Empty where there is none. The last item of `order` is the dataset's key, so that the order is total.
    """

    name: str
    take: Take
    value: str
    by: str
    order: tuple[str, ...]
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records are looked at, and how they fall in a period.

    Flow: `dated_by`, a date expression, falls in the period (the dataset's own date if none is given). Stock:
    records open on the period's last day, `open_from` on or before it and `open_until` empty or after it. Of these,
    those for which `where` holds. With `unit`, distinct people (or pregnancies, or families) are counted.
    """

    dataset: str
    where: str | None = None
    dated_by: str | None = None
    open_from: str | None = None
    open_until: str | None = None
    unit: str | None = None
    speaks: Speaks = Speaks.FIRST
    derive: tuple[Derive, ...] = ()

    def __post_init__(self) -> None:
        if (self.open_from is None) != (self.open_until is None):
            raise ValueError("a stock needs both `open_from` and `open_until`")
        if self.open_from is not None and self.dated_by is not None:
            raise ValueError(
                "a measure is either a flow (`dated_by`) or a stock (`open_from`, `open_until`), not both"
            )
        if self.unit is None and self.speaks is not Speaks.FIRST:
            raise ValueError("`speaks` needs a `unit`: without one every record is counted")


def _one_record_speaks(scope: Scope) -> None:
    if scope.speaks is Speaks.EVERYWHERE:
        raise ValueError("a sum needs one record to speak for a person: take `speaks: everywhere` away")


@dataclass(frozen=True, slots=True)
class Proportion:
    """Of all that are looked at, the share of which something is true; or, of those asked, the share with that answer.

    Counted: of the records in `scope`, those for which `numerator` holds. Asked: `questions`, positive where every
    one of them is answered positively, out of those that answered every one of them with an answer that counts;
    `base_includes` names further answers that are in the base. `known` says where a record is known: that many are
    counted beside the figure, and a release does not give how many they are.
    """

    kind: Literal["proportion"]
    scope: Scope
    numerator: str | None = None
    questions: tuple[str, ...] = ()
    base_includes: tuple[str, ...] = ()
    known: str | None = None

    def __post_init__(self) -> None:
        if (self.numerator is None) == (not self.questions):
            raise ValueError("a proportion has either a `numerator` or `questions`")
        if self.base_includes and not self.questions:
            raise ValueError(
                "`base_includes` is for answers to `questions`; use `where` to say what the base is"
            )


@dataclass(frozen=True, slots=True)
class Rate:
    """How many there are for every so many people of these ages who live here, by an estimate made each mid-year.

    The number in `scope` for every `per` of the population of the `ages` (first and last year of age, both in). The
    population is the mid-year estimate of the year before the period's last day.
    """

    kind: Literal["rate"]
    scope: Scope
    per: int
    ages: tuple[int, int]

    def __post_init__(self) -> None:
        if self.per < 1 or self.ages[0] > self.ages[1]:
            raise ValueError("`per` is at least 1, and `ages` go from the lower to the higher")


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are: records, or people who have one.

    The number in `scope`.
    """

    kind: Literal["count"]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of the scores, over all that have one.

    The mean of `value` over the records in `scope` that have one.
    """

    kind: Literal["mean"]
    scope: Scope
    value: str

    def __post_init__(self) -> None:
        _one_record_speaks(self.scope)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two numbers are added up over the same records, and the first sum is divided by the second.

    The sum of `numerator` over the sum of `denominator`, over the records in `scope`. `part` says that each numerator
    is within its denominator, so that the ratio is a share, given as a percentage. It has no interval: what is added
    up within one record is not independent. `people` names the figure beside it that counts, over the same records,
    whom the sums are about: what disclosure judges the ratio by.
    """

    kind: Literal["ratio"]
    scope: Scope
    numerator: str
    denominator: str
    part: bool = True
    people: str | None = None

    def __post_init__(self) -> None:
        _one_record_speaks(self.scope)


@dataclass(frozen=True, slots=True)
class Divided:
    """The number in one dataset for every so many in another; no formula for its range is known.

    The number in `numerator` over the number in `denominator`, times `per`.
    """

    kind: Literal["ratio_across"]
    numerator: Scope
    denominator: Scope
    per: int = 100


@dataclass(frozen=True, slots=True)
class Change:
    """The change in another figure, in percentage points, from the same period a year before."""

    kind: Literal["change"]
    of: str
    since: Literal["a_year_before"] = "a_year_before"


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """Of those scored before and after on one questionnaire, the share whose score got better, got worse, or neither.

    Only instruments we have the constants of are counted. `counted` says which share: `improved`, `worsened`, reliably
    so, by more than 1.96 standard errors of the difference (Jacobson and Truax 1991) with the instrument's own
    published constants; `same`, neither; or `any_improvement`, better by any amount.
    """

    kind: Literal["before_and_after"]
    scope: Scope
    before: str
    after: str
    instrument: str
    counted: Literal["improved", "same", "worsened", "any_improvement"] = "improved"


@dataclass(frozen=True, slots=True)
class CrossReference:
    """The figure of another measure, shown as such."""

    kind: Literal["cross_reference"]
    measure: str


@dataclass(frozen=True, slots=True)
class ToBeDetermined:
    """The source has not settled what is measured. `candidates` are what the group might choose."""

    kind: Literal["to_be_determined"]
    candidates: tuple[str, ...] = ()


Definition = (
    Proportion
    | Rate
    | Count
    | Mean
    | Ratio
    | Divided
    | Change
    | BeforeAndAfter
    | CrossReference
    | ToBeDetermined
)


@dataclass(frozen=True, slots=True)
class Companion:
    """A figure that always stands beside a measure's own. Its id is the measure's, a full stop, and `name`.

    `meaning` and `says` are those of a measure; here they may be left out.
    """

    name: str
    title: str
    definition: Definition
    direction: Direction = Direction.NONE
    meaning: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """Figures that divide one whole: their numerators add to the numerator of `whole`, or to the base if it is `base`.

    Names are those of companions; `headline` is the measure's own figure.
    """

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A scored questionnaire's constants, the same for every place and period. Never its wording.

    `sd_before` and `reliability` are published figures: `source` says where. `licence` says on what terms the
    instrument is used.
    """

    id: str
    title: str
    better: Direction
    sd_before: Decimal
    reliability: Decimal
    source: str
    licence: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    def __post_init__(self) -> None:
        if self.better not in (Direction.HIGHER, Direction.LOWER):
            raise ValueError("an instrument's scores are better `higher` or `lower`")
        if self.sd_before <= 0 or not 0 <= self.reliability < 1:
            raise ValueError("`sd_before` is above 0, and `reliability` is from 0 up to, not including, 1")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure worked out for a metric.

    `periods` are the kinds of period it is published for, the smallest first; `smallest_place` the smallest level.
    `counted_from` says whether rows, aggregate rows or both may be counted. `repeats` is how often one person can be
    in one figure. `off` says why the measure is not counted unless a council turns it on.

    `meaning` says in one plain sentence what the figure means. `says` is the figure put into a sentence that reads on
    from "In 2025-26, ": it has the placeholder `{value}` once, where the figure in words goes, may have `{place}`
    once, and no full stop at its end. Both are empty where nobody has written them.
    """

    id: str
    title: str
    metric: str
    direction: Direction
    definition: Definition
    periods: tuple[PeriodKind, ...] = ()
    smallest_place: str = "authority"
    breakdowns: tuple[str, ...] = ()
    beside: tuple[Companion, ...] = ()
    splits: tuple[Split, ...] = ()
    counted_from: tuple[Input, ...] = (Input.ROWS,)
    decisions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    definition_version: int = 1
    repeats: int = 1
    of_whom: str = ""
    off: str = ""
    meaning: str = ""
    says: str = ""

    def __post_init__(self) -> None:
        counted = not isinstance(self.definition, CrossReference | ToBeDetermined)
        if counted and not self.periods:
            raise ValueError("a measure that is counted needs the `periods` it is published for")
        if self.breakdowns and PeriodKind.ROLLING_YEAR in self.periods and len(self.periods) > 1:
            raise ValueError(
                "a measure with breakdowns publishes quarters and years, or rolling years, never both"
            )

    @property
    def smallest_period(self) -> PeriodKind | None:
        return self.periods[0] if self.periods else None
