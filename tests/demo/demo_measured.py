"""What each measure counts in the demonstration, counted without the engine: one line of SQL over the Parquet files.

Each person (or record) has a numerator and a denominator, so that the error of a share can be had from the people
themselves: many records of one person are not many people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from hearth.demo.calendar import day_number
from hearth.demo.places import HUBS, the_map
from hearth.demo.truths import Truth
from hearth.store.ledger import Form
from hearth.store.store import open_store

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Counted:
    """A measure in SQL: from which dataset, whose records, what is in the base, and in the numerator.

    `dated_by` is a day; `place` says whether a record counts for its home's hub or for the `hub` it names.
    """

    dataset: str
    numerator: str
    where: str = "TRUE"
    dated_by: str = ""
    unit: str = "record_id"
    denominator: str = "1"
    place: str = "home"
    scale: int = 100


def asked(survey: str, *questions: str, where: str = "TRUE", base: str = "") -> Counted:
    """The share of positive answers among those in the base."""
    good = "('strongly_agree', 'agree', 'yes', 'a_lot_higher', 'a_little_higher', 'always', 'often')"
    aside = {"dont_know", "not_sure", "not_applicable", "prefer_not_to_say", "here_under_12_months"} - set(
        base.split()
    )
    out = ", ".join(f"'{code}'" for code in sorted(aside))
    in_base = [f"{question} IS NOT NULL AND {question} NOT IN ({out})" for question in questions]
    positive = [f"{question} IN {good}" for question in questions]
    return Counted(
        survey, " AND ".join(positive), " AND ".join([where, *in_base]), unit="response_id", place="answered"
    )


def family(*questions: str, base: str = "") -> Counted:
    return asked("family_survey", *questions, where="version <> 'young_person'", base=base)


def workforce(*questions: str) -> Counted:
    return asked("workforce_survey", *questions)


EARLIER_CLOSED = """coalesce(max(CASE WHEN episode_start IS NOT NULL THEN coalesce(episode_end, DATE '9999-12-31') END)
    OVER (PARTITION BY child_id ORDER BY referred_on, record_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    BETWEEN referred_on - INTERVAL 12 MONTH AND referred_on, FALSE)"""
CHANGE = "CASE instrument WHEN 'sdq' THEN score_before - score_after ELSE score_after - score_before END"
RELIABLE = "CASE instrument WHEN 'swemwbs' THEN 2.875 WHEN 'wemwbs' THEN 8.59 WHEN 'sdq' THEN 6.82 END"
COMPLETED = "sessions_attended * 10 >= sessions_offered * 7"
GOALS = (
    "listening_attention_understanding", "speaking", "self_regulation", "managing_self", "building_relationships",
    "gross_motor", "fine_motor", "comprehension", "word_reading", "writing", "number", "numerical_patterns",
)  # fmt: skip
DOMAINS = ("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social")
ATTENDED = {
    "numerator": "sessions_attended",
    "denominator": "sessions_possible",
    "unit": "pupil_id || year(starts_on - 240)",
}

COUNTED: Mapping[str, Counted] = {
    "F-A1": family("know_services", base="dont_know not_sure"),
    "F-A2": family("help_when_needed"),
    "F-A3": family("help_how_needed"),
    "F-C1": family("welcome"),
    "F-C2": family("information_in_time", "information_right"),
    "F-R1": family("trust_helper"),
    "F-R2": family("listened_to"),
    "F-R3": family("know_who", base="dont_know not_sure"),
    "H8": family("people_to_turn_to"),
    "T5": family("choose_for_family"),
    "P7": asked("family_survey", "cope", where="version = 'young_person'"),
    "W-A1": workforce("know_who_can_help"),
    "W-A2": workforce("partners_confidence"),
    "W-A3": workforce("families_confidence"),
    "W-C1": workforce("trust_colleagues"),
    "W-C2": workforce("confident_range"),
    "W-C3": workforce("manager_connected"),
    "W-R1a": workforce("part_of_network"),
    "W-R2": workforce("learn_from_colleagues"),
    "W-R3": workforce("ask_feedback"),
    "W-R1b": Counted("meeting_register", "attended", dated_by="met_on", place="hub"),
    "P1": Counted(
        "child_development_reviews",
        " AND ".join(DOMAINS),
        "reviewed_on <= due_by AND questionnaire = 'asq3'",
        "due_by",
    ),
    "P2": Counted("infant_feeding", "feeding IN ('full', 'partial')", dated_by="born_on + 56"),
    "P3": Counted(
        "early_years_profile", " AND ".join(f"{goal} = 'expected'" for goal in GOALS), dated_by="completed_on"
    ),
    "P4b": Counted(
        "healthy_child_contacts", "outcome IN ('3', '7')", "outcome IN ('5', '6', '3', '7')", "due_on"
    ),
    "P5a": Counted("school_attendance", where="year_group = 6", dated_by="starts_on", **ATTENDED),
    "P5b": Counted("school_attendance", where="year_group = 10", dated_by="starts_on", **ATTENDED),
    "P6a": Counted(
        "attainment_ks2",
        "coalesce(reading_score >= 100 AND maths_score >= 100 AND writing IN ('EXS', 'GDS'), FALSE)",
        dated_by="assessed_on",
    ),
    "P6b": Counted("attainment_ks3", "english <> 'below' AND maths <> 'below'", dated_by="assessed_on"),
    "P6c": Counted(
        "attainment_ks4", "coalesce(english_grade >= 5 AND maths_grade >= 5, FALSE)", dated_by="assessed_on"
    ),
    "P6d": Counted("attainment_ks4", "attainment8", dated_by="assessed_on", scale=1),
    "P6e": Counted(
        "participation_16_17",
        "activity = 'neet'",
        "NOT in_custody",
        "counted_on",
        unit="person_id || academic_age",
    ),
    "H3": Counted(
        "antenatal_mood_screens",
        "coalesce(offer = 'accepted' AND service <> 'not_listed' AND accepted_on - screened_on <= 42, FALSE)",
        "(gad2_score >= 3 OR phq2_score >= 3)",
        "screened_on",
        unit="pregnancy_id || quarter(screened_on)",
    ),
    "H4": Counted("maternity_pathway", "on_pathway", dated_by="booked_on"),
    "H6": Counted("male_carers_depression", "diagnosis = 'diagnosed'", dated_by="asked_on"),
    "H7": Counted("parent_anxiety", "gad2_score >= 3", "gad2_score IS NOT NULL", "screened_on"),
    "T1": Counted("early_help_episodes", EARLIER_CLOSED, "referred_on >= DATE '2023-04-01'", "referred_on"),
    "T3b": Counted(
        "parenting_courses",
        f"{CHANGE} > {RELIABLE}",
        f"{COMPLETED} AND instrument <> 'other' AND score_before IS NOT NULL AND score_after IS NOT NULL",
        "ended_on",
        place="hub",
    ),
}


@dataclass(frozen=True)
class Sample:
    """One line for each person: what they add above and below, and where and when. A fifth of 0 is not known."""

    above: npt.NDArray[np.float64]
    below: npt.NDArray[np.float64]
    fifth: Ints
    hub: Ints
    day: Ints
    meals: Bools
    scale: int

    def of(self, chosen: Bools) -> Sample:
        cut = (getattr(self, name)[chosen] for name in ("above", "below", "fifth", "hub", "day", "meals"))
        return Sample(*cut, scale=self.scale)

    @property
    def share(self) -> float:
        """In percent (a mean score in points)."""
        return float(self.scale * self.above.sum() / self.below.sum())

    @property
    def variance(self) -> float:
        """Of the share: that of a ratio of two sums over people."""
        left = self.above - self.below * self.share / self.scale
        return float(self.scale**2 * np.square(left).sum() / self.below.sum() ** 2)


@cache
def sample(root: Path, measure: str) -> Sample:
    """Everyone that the measure counts."""
    counted = COUNTED[measure]
    files = [str(path) for path in open_store(root).files(counted.dataset, Form.ROWS)]
    with duckdb.connect() as connection:
        columns = {
            row[0] for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [files]).fetchall()
        }
        found = connection.execute(_query(counted, columns), [files]).fetchnumpy()
    area = np.searchsorted(
        the_map().codes, np.where(found["home"] == "", the_map().codes[0], found["home"]).astype(str)
    )
    hub = np.array([HUBS.index(code) if code else -1 for code in found["hub"]])
    fifth = np.where(found["home"] == "", 0, the_map().fifth[area])
    said = found["fifth"].astype(np.int64)
    return Sample(
        found["above"].astype(float),
        found["below"].astype(float),
        np.where(said > 0, said, fifth),
        np.where(found["home"] == "", -1, the_map().hub[area]) if counted.place == "home" else hub,
        found["day"].astype(np.int64),
        found["meals"].astype(bool),
        counted.scale,
    )


def _query(counted: Counted, columns: set[str]) -> str:
    waves = {year: day_number(date(year, 9, 15)) for year in (2023, 2024, 2025)}
    wave = " ".join(f"WHEN wave LIKE '%{year}%' THEN {day}" for year, day in waves.items())
    day = (
        f"CASE {wave} END"
        if not counted.dated_by
        else f"date_diff('day', DATE '1970-01-01', {counted.dated_by})"
    )
    home = "coalesce(any_value(home_area), '')" if "home_area" in columns else "''"
    hub = "coalesce(any_value(hub), '')" if "hub" in columns else "''"
    fifth = "coalesce(any_value(deprivation_fifth), '0')" if "deprivation_fifth" in columns else "'0'"
    meals = (
        "coalesce(any_value(free_school_meals) = 'eligible', FALSE)"
        if "free_school_meals" in columns
        else "FALSE"
    )
    return f"""
        SELECT sum(num) AS above, sum(den) AS below, min(at_day) AS day,
               {home} AS home, {hub} AS hub, {fifth} AS fifth, {meals} AS meals
        FROM (SELECT *, CAST({counted.numerator} AS DOUBLE) AS num, {counted.denominator} AS den, {day} AS at_day,
                     {counted.unit} AS one FROM read_parquet(?))
        WHERE {counted.where} GROUP BY one ORDER BY one
    """


def difference(one: Sample, other: Sample) -> tuple[float, float]:
    """One share less the other, and its standard error."""
    return one.share - other.share, (one.variance + other.variance) ** 0.5


def within_fifths(one: Sample, other: Sample) -> tuple[float, float]:
    """The same, fifth by fifth and weighted by the first: a difference that deprivation cannot make."""
    total, gap, variance = one.below.sum(), 0.0, 0.0
    for fifth in range(6):
        here, there = one.of(one.fifth == fifth), other.of(other.fifth == fifth)
        if here.below.sum() and there.below.sum():
            weight = here.below.sum() / total
            found, error = difference(here, there)
            gap, variance = gap + weight * found, variance + (weight * error) ** 2
    return gap, variance**0.5


def holds(truth: Truth, people: Sample) -> Bools:
    """For whom a planted truth holds."""
    chosen = np.ones(len(people.day), dtype=bool)
    if truth.place:
        chosen &= people.hub == HUBS.index(truth.place)
    if truth.breakdown == "deprivation":
        chosen &= people.fifth == int(truth.group)
    if truth.breakdown == "free_school_meals":
        chosen &= people.meals == (truth.group == "eligible")
    if truth.since:
        chosen &= people.day >= day_number(truth.since)
    return chosen
