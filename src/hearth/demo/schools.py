"""School: the profile in Reception, attendance in Years 6 and 10, Key Stages 2 to 4, and what comes after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from hearth.demo.borough import Borough
from hearth.demo.calendar import Window, day_number
from hearth.demo.columns import days, decimals, flags, references, rows, wholes, words
from hearth.demo.people import People, draw_people
from hearth.demo.places import the_map
from hearth.demo.streams import Block, Bools, Draws, Floats, Ints
from hearth.demo.truths import chance

__all__ = [
    "attainment_ks2",
    "attainment_ks3",
    "attainment_ks4",
    "early_years_profile",
    "participation_16_17",
    "school_attendance",
]

PUPILS_A_YEAR = 3_500


@dataclass(frozen=True, slots=True)
class Pupils:
    """A block of one year's pupils. They are the same people in every year group they reach."""

    started: int
    block: Block
    people: People

    def ids(self, times: int = 1) -> pa.Array:
        return references(f"pupil-{self.started}-", np.repeat(self.block.index, times))

    def records(self, prefix: str, year: int) -> pa.Array:
        return references(f"{prefix}-{year}-{self.started}-", self.block.index)

    def school_area(self, children_to_a_school: int) -> Ints:
        """A school serves so many small areas side by side."""
        return self.people.area - self.people.area % children_to_a_school

    def columns(self, areas_to_a_school: int, times: int = 1) -> dict[str, pa.Array]:
        school = np.repeat(self.school_area(areas_to_a_school), times)
        people = self.people.each(times) if times > 1 else self.people
        return {**people.school_columns(), "school_area": words(the_map().codes, school)}


def pupils(borough: Borough, window: Window, year_group: int) -> Iterator[Pupils]:
    """The pupils in this year group in the window's school year; Reception is 0."""
    started = window.period.start.year - year_group
    for block in borough.blocks(f"pupils/{started}", PUPILS_A_YEAR):
        yield Pupils(started, block, draw_people(block))


PRIMARY, SECONDARY = 2, 14
"""Small areas to a school."""

GOALS = (
    "listening_attention_understanding", "speaking", "self_regulation", "managing_self", "building_relationships",
    "gross_motor", "fine_motor", "comprehension", "word_reading", "writing", "number", "numerical_patterns",
)  # fmt: skip
EARLY = ("emerging", "expected", "exempt")


def early_years_profile(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Profiles at the end of Reception, on 30 June."""
    year = window.period.end.year
    for cohort in pupils(borough, window, 0):
        draws = cohort.block.draws("profile")
        done = np.full(cohort.block.size, day_number(date(year, 6, 30)))
        columns = {
            "record_id": cohort.records("ey", year),
            "child_id": cohort.ids(),
            "completed_on": days(done),
            **_goals(draws, draws.happens(chance("P3", cohort.people.who(done)))),
            **cohort.columns(PRIMARY),
        }
        yield rows(schema, columns, np.ones(cohort.block.size, dtype=np.bool_))


def _goals(draws: Draws, good: Bools) -> dict[str, pa.Array]:
    """All twelve expected, or at least one, writing most often, not yet; one in a hundred of these is exempt."""
    exempt = ~good & draws.happens(0.01)
    weakest = np.where(draws.happens(0.75), GOALS.index("writing"), draws.whole(0, len(GOALS) - 1))
    met = {name: good | (draws.happens(0.7) & (weakest != at)) for at, name in enumerate(GOALS)}
    return {name: words(EARLY, np.where(exempt, 2, value.astype(np.int64))) for name, value in met.items()}


def attainment_ks2(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The end of Year 6: the expected standard in all three with the measure's chance."""
    year = window.period.end.year
    for cohort in pupils(borough, window, 6):
        draws = cohort.block.draws("key stage 2")
        on = np.full(cohort.block.size, day_number(date(year, 5, 15)))
        reading, maths, writing = _at_standard(draws, draws.happens(chance("P6a", cohort.people.who(on))), 3)
        judged = np.where(writing, draws.among((0.2, 0.8)), draws.among((0, 0, 0.85, 0.13, 0.02)))
        columns = {
            "record_id": cohort.records("k2", year),
            "pupil_id": cohort.ids(),
            "assessed_on": days(on),
            "reading_score": wholes(_scaled(draws, reading), ~reading & draws.happens(0.05)),
            "maths_score": wholes(_scaled(draws, maths), ~maths & draws.happens(0.05)),
            "writing": words(("GDS", "EXS", "WTS", "BELOW", "NONE"), judged),
            **cohort.columns(PRIMARY),
        }
        yield rows(schema, columns, np.ones(cohort.block.size, dtype=np.bool_))


def _at_standard(draws: Draws, every: Bools, subjects: int) -> list[Bools]:
    """At the standard in every subject, or not in at least one."""
    missed = draws.whole(0, subjects - 1)
    return [every | (draws.happens(0.5) & (missed != subject)) for subject in range(subjects)]


def _scaled(draws: Draws, at_standard: Bools) -> Ints:
    """A scaled score from 100 to 120, or from 80 to 99, nearer the standard the likelier."""
    away = draws.uniform() ** 1.5
    return np.where(at_standard, 100 + np.floor(21 * away), 99 - np.floor(20 * away)).astype(np.int64)


def attainment_ks3(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The end of Year 9, in the schools of the first areas only: the others take no part."""
    year = window.period.end.year
    for cohort in pupils(borough, window, 9):
        draws = cohort.block.draws("key stage 3")
        on = np.full(cohort.block.size, day_number(date(year, 7, 10)))
        english, maths = _at_standard(draws, draws.happens(chance("P6b", cohort.people.who(on))), 2)
        columns = {
            "record_id": cohort.records("k3", year),
            "pupil_id": cohort.ids(),
            "assessed_on": days(on),
            "english": words(("below", "at", "above"), np.where(english, 1 + draws.happens(0.3), 0)),
            "maths": words(("below", "at", "above"), np.where(maths, 1 + draws.happens(0.3), 0)),
            **cohort.columns(SECONDARY),
        }
        yield rows(schema, columns, cohort.school_area(SECONDARY) % 3 == 0)


def attainment_ks4(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The end of Year 11: grades, and Attainment 8, which go together."""
    year = window.period.end.year
    for cohort in pupils(borough, window, 11):
        draws = cohort.block.draws("key stage 4")
        on = np.full(cohort.block.size, day_number(date(year, 8, 22)))
        who = cohort.people.who(on)
        able = draws.uniform()
        every = able > 1 - chance("P6c", who)
        english, maths = _at_standard(draws, every, 2)
        columns = {
            "record_id": cohort.records("k4", year),
            "pupil_id": cohort.ids(),
            "assessed_on": days(on),
            "english_grade": wholes(_grade(draws, english), ~english & draws.happens(0.02)),
            "maths_grade": wholes(_grade(draws, maths), ~maths & draws.happens(0.02)),
            "attainment8": decimals(_attainment8(draws, 100 * chance("P6d", who), able), 2),
            **cohort.columns(SECONDARY),
        }
        yield rows(schema, columns, np.ones(cohort.block.size, dtype=np.bool_))


def _grade(draws: Draws, good: Bools) -> Ints:
    """Grades 5 to 9, or 0 to 4, nearer the middle the likelier."""
    away = np.floor(5 * draws.uniform() ** 1.7)
    return np.where(good, 5 + away, 4 - away).astype(np.int64)


def _attainment8(draws: Draws, mean: Floats, able: Floats) -> Floats:
    """Around the mean, up to 40 either way: half from being able, half from the day."""
    return np.clip(mean + 40 * (able - 0.5) + 40 * (draws.uniform() - 0.5), 0, 90)


HALF_TERMS = ((9, 4, 70), (10, 31, 68), (1, 6, 60), (2, 20, 56), (4, 17, 54), (6, 3, 72))
"""Month and day on which each of the six half terms starts, and its sessions."""


def school_attendance(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Sessions of pupils in Years 10 and 6, by half term."""
    for year_group in (10, 6):
        for cohort in pupils(borough, window, year_group):
            yield _attendance(cohort, year_group, window, schema)


def _attendance(cohort: Pupils, year_group: int, window: Window, schema: pa.Schema) -> pa.RecordBatch:
    size, terms = cohort.block.size, len(HALF_TERMS)
    autumn = window.period.start.year
    starts = [day_number(date(autumn + (month < 9), month, day)) for month, day, _ in HALF_TERMS]
    starts_on = np.tile(np.array(starts), size)
    possible = np.tile(np.array([sessions for _, _, sessions in HALF_TERMS]), size)
    # The same word whatever the year group, so that a pupil often away in Year 6 is often away in Year 10.
    often = np.repeat(0.3 + 0.7 * np.minimum(cohort.block.draws("often away").waiting(1.0), 6.0), terms)
    draws = cohort.block.draws(f"attendance {year_group}", times=terms)
    people = cohort.people.each(terms)
    away = 1 - chance("P5a" if year_group == 6 else "P5b", people.who(starts_on))
    absent = np.minimum(np.floor(possible * away * often + draws.uniform()), possible).astype(np.int64)
    authorised = np.minimum(np.floor(absent * 0.7 + draws.uniform()), absent).astype(np.int64)
    ending = words([f"-{term}" for term in range(1, terms + 1)], np.tile(np.arange(terms), size))
    columns = {
        "record_id": references(
            f"at-{autumn}-{cohort.started}-", np.repeat(cohort.block.index, terms), ending
        ),
        "pupil_id": cohort.ids(terms),
        "starts_on": days(starts_on),
        "year_group": wholes(np.full(size * terms, year_group)),
        "sessions_possible": wholes(possible),
        "sessions_attended": wholes(possible - absent),
        "sessions_authorised": wholes(authorised),
        "sessions_unauthorised": wholes(absent - authorised),
        **cohort.columns(PRIMARY if year_group == 6 else SECONDARY, terms),
    }
    return rows(schema, columns, np.ones(size * terms, dtype=np.bool_))


MONTHS = ("december", "january", "february")
ACTIVITIES = ("education", "training", "employment", "neet", "not_known")


def participation_16_17(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """What 17 and 16 year olds do in each of three months. Most do the same in all three."""
    for year_group in (13, 12):
        for cohort in pupils(borough, window, year_group):
            yield _participation(cohort, year_group + 4, window, schema)


def _participation(cohort: Pupils, age: int, window: Window, schema: pa.Schema) -> pa.RecordBatch:
    size, year = cohort.block.size, window.period.end.year
    month_ends = [day_number(day) for day in (date(year - 1, 12, 31), date(year, 1, 31), date(year, 3, 1))]
    month_ends[2] -= 1
    counted_on = np.tile(np.array(month_ends), size)
    once, monthly = cohort.block.draws(f"activity at {age}"), cohort.block.draws(f"months at {age}", times=3)
    steady, moves = np.repeat(once.uniform(), 3), monthly.happens(0.12)
    place = np.where(moves, monthly.uniform(), steady)
    people = cohort.people.each(3)
    neet = chance("P6e", people.who(counted_on))
    otherwise = np.repeat(once.among((0.85, 0.08, 0.07)), 3)
    activity = np.where(place < neet, 3, np.where(place > 1 - 0.005, 4, otherwise))
    columns = {
        "record_id": references(
            f"pa-{year}-{cohort.started}-",
            np.repeat(cohort.block.index, 3),
            words(("-1", "-2", "-3"), np.tile([0, 1, 2], size)),
        ),
        "person_id": cohort.ids(3),
        "month": words(MONTHS, np.tile([0, 1, 2], size)),
        "counted_on": days(counted_on),
        "academic_age": wholes(np.full(3 * size, age)),
        "in_custody": flags(np.repeat(once.happens(0.001), 3)),
        "activity": words(ACTIVITIES, activity),
        **cohort.columns(SECONDARY, 3),
    }
    return rows(schema, columns, np.ones(3 * size, dtype=np.bool_))
