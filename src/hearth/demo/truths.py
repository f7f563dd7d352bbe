"""What was planted: the differences that are really there, with their sizes, and the measures in which there is none.

The generator takes its differences from this list and from nowhere else, so the list cannot be wrong.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

from hearth.demo.levels import LEVELS
from hearth.demo.places import HUBS, NOTICE
from hearth.demo.streams import Bools, Floats, Ints

__all__ = ["Kind", "Truth", "Who", "PLANTED", "NOTHING_PLANTED", "ABSENT", "chance", "multiple", "truths"]


class Kind(StrEnum):
    """A change from a day on, a gap between a group and everyone else, or a hub that differs from the others."""

    RISE = "rise"
    FALL = "fall"
    GAP = "gap"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class Truth:
    """One planted difference. `size` is in percentage points, or for a ratio how many times as much.

    It holds for records of the hub `place` ('' is everywhere), of the group `group` of `breakdown` ('' is everyone)
    and of days from `since` (None is always); all other records are without it.
    """

    id: str
    measure: str
    kind: Kind
    size: float
    says: str
    unit: str = "percentage points"
    place: str = ""
    breakdown: str = ""
    group: str = ""
    since: date | None = None

    def __post_init__(self) -> None:
        if self.unit not in ("percentage points", "times"):
            raise ValueError(f"{self.id}: a size is in percentage points, or times as much")
        if not (self.place or self.group or self.since):
            raise ValueError(f"{self.id}: a truth that holds for every record is no difference")
        if self.breakdown not in ("", "deprivation", "free_school_meals"):
            raise ValueError(f"{self.id}: no difference by {self.breakdown} can be planted")


PLANTED: tuple[Truth, ...] = (
    Truth(
        "breastfeeding-rise", "P2", Kind.RISE, 6, since=date(2025, 4, 1),
        says="More infants are breastfed at 6 to 8 weeks, everywhere, among those due from April 2025.",
    ),
    Truth(
        "development-gap", "P3", Kind.GAP, -14, breakdown="deprivation", group="1",
        says="Fewer children of the most deprived fifth reach a good level of development.",
    ),
    Truth(
        "not-brought-hub", "P4b", Kind.HUB, 8, place=HUBS[4],
        says="In one hub's area more children are not brought to their contacts.",
    ),
    Truth(
        "attendance-fall", "P5b", Kind.FALL, -2, since=date(2024, 9, 1),
        says="Attendance in Year 10 is lower in the school year 2024-25.",
    ),
    Truth(
        "key-stage-2-gap", "P6a", Kind.GAP, -22, breakdown="free_school_meals", group="eligible",
        says="Fewer pupils eligible for free school meals reach the expected standard at Key Stage 2.",
    ),
    Truth(
        "neet-gap", "P6e", Kind.GAP, 5, breakdown="deprivation", group="1",
        says="More 16 and 17 year olds of the most deprived fifth are not in education, employment or training.",
    ),
    Truth(
        "pathway-rise-in-a-hub", "H4", Kind.RISE, 18, place=HUBS[0], since=date(2024, 10, 1),
        says="In one hub's area more women are on the Enhanced Maternity Pathway from October 2024.",
    ),
    Truth(
        "re-referral-hub", "T1", Kind.HUB, 10, place=HUBS[5],
        says="In one hub's area more referrals to early help are re-referrals.",
    ),
    Truth(
        "early-help-hub", "T2", Kind.HUB, 1.7, unit="times", place=HUBS[3],
        says="In one hub's area more children are open to early help, for every child living there.",
    ),
    Truth(
        "knowing-rise", "F-A1", Kind.RISE, 9, since=date(2025, 9, 1),
        says="More families know what help there is in the wave of autumn 2025.",
    ),
    Truth(
        "trust-hub", "F-R1", Kind.HUB, 14, place=HUBS[1],
        says="In one hub more families trust the people who help them.",
    ),
    Truth(
        "partners-rise", "W-A2", Kind.RISE, 13, since=date(2025, 9, 1),
        says="More of the workforce are more confident with partners in the wave of autumn 2025.",
    ),
)  # fmt: skip

WITHOUT_LEVEL = {"P4a", "T3a"}
"""Measures that no chance belongs to: a change, which follows its measure, and a number of parents."""

NOTHING_PLANTED: tuple[str, ...] = tuple(
    sorted((LEVELS.keys() | WITHOUT_LEVEL) - {each.measure for each in PLANTED})
)
"""Measures without a planted change, hub or gap: at most the mild slope by deprivation of `levels`.

What is planted in a measure is also in the figures that stand beside it, such as breast milk only.
"""

ABSENT: dict[str, str] = {
    "meeting_register 2024-25-Q3": "never sent",
    "parenting_courses 2023-24-Q2": "never sent",
    "antenatal_mood_screens 2025-26-Q4": "not come yet",
}
"""Returns left out on purpose, so that a figure has something missing under it."""


@dataclass(frozen=True, slots=True)
class Who:
    """What a difference may depend on, for each of some records: fifth (from 1), hub (number from 0), day.

    `meals` is whether a pupil is eligible for free school meals; a hub below 0 is none.
    """

    fifth: Ints
    hub: Ints
    day: Ints
    meals: Bools | None = None


def chance(measure: str, who: Who) -> Floats:
    """The chance, from 0 to 1, that each record counts in the measure's numerator, everything planted included."""
    level = LEVELS[measure]
    percent = level.level + level.slope * (who.fifth - 3.0)
    for truth in PLANTED:
        if truth.measure == measure and truth.unit == "percentage points":
            percent = percent + truth.size * _holds(truth, who)
    return np.clip(percent / 100, 0.0, 1.0)


def multiple(measure: str, who: Who) -> Floats:
    """How many times as much as elsewhere is planted for each record."""
    times = np.ones(len(who.fifth))
    for truth in PLANTED:
        if truth.measure == measure and truth.unit == "times":
            times = np.where(_holds(truth, who), times * truth.size, times)
    return times


def _holds(truth: Truth, who: Who) -> Bools:
    holds = np.ones(len(who.fifth), dtype=np.bool_)
    if truth.place:
        holds &= who.hub == HUBS.index(truth.place)
    if truth.breakdown == "deprivation":
        holds &= who.fifth == int(truth.group)
    if truth.breakdown == "free_school_meals":
        holds &= _meals(truth, who) == (truth.group == "eligible")
    if truth.since is not None:
        holds &= who.day >= np.datetime64(truth.since, "D").astype(np.int64)
    return holds


def _meals(truth: Truth, who: Who) -> Bools:
    if who.meals is None:
        raise ValueError(f"{truth.id}: these records do not say who is eligible for free school meals")
    return who.meals


def truths() -> dict[str, Any]:
    """Everything known of the demonstration, ready for a file: planted, not planted, levels, returns left out."""
    return {
        "notice": NOTICE,
        "planted": [{**asdict(each), "since": each.since and each.since.isoformat()} for each in PLANTED],
        "nothing_planted": list(NOTHING_PLANTED),
        "levels": [asdict(each) for each in LEVELS.values()],
        "absent_returns": [{"return": each, "why": why} for each, why in ABSENT.items()],
    }
