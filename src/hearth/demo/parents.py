"""Parents and carers: screens for anxiety, fathers asked about depression, and parenting courses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from hearth.demo.borough import Borough
from hearth.demo.calendar import KNOWN, Window, quarters
from hearth.demo.columns import days, decimals, references, rows, wholes, words
from hearth.demo.early_years import births
from hearth.demo.people import draw_people, near_hub
from hearth.demo.places import HUBS
from hearth.demo.streams import Block, Bools, Draws, Floats, Ints
from hearth.demo.truths import chance

__all__ = ["male_carers_depression", "parent_anxiety", "parenting_courses"]

ASKED = (10, 60)
"""Days after a birth in which its parents are screened or asked."""


def parent_anxiety(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """GAD-2 screens of most mothers and some fathers."""
    for cohort in births(borough, window, *ASKED):
        draws = cohort.block.draws("anxiety", times=2)
        turn = np.tile([0, 1], cohort.block.size)
        parents = cohort.children.each(2)
        screened = np.repeat(cohort.born, 2) + draws.whole(*ASKED)
        anxious = draws.happens(chance("H7", parents.who(screened)))
        score = np.where(anxious, 3, 0) + np.floor(np.where(anxious, 4, 3) * draws.uniform() ** 1.8)
        index = np.repeat(cohort.block.index, 2)
        columns = {
            "record_id": references(f"px-{cohort.cohort}-", index, words(("-1", "-2"), turn)),
            "parent_id": references(f"parent-{cohort.cohort}-", index, words(("-1", "-2"), turn)),
            "screened_on": days(screened),
            "gad2_score": wholes(score, draws.happens(0.02)),
            **parents.columns(),
            "sex": words(("female", "male"), turn),
        }
        was_screened = draws.happens(np.where(turn == 0, 0.82, 0.28))
        yield rows(schema, columns, was_screened & (screened <= KNOWN) & window.holds(screened))


DIAGNOSES = ("diagnosed", "not_diagnosed", "not_known")


def male_carers_depression(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Fathers and male carers who were asked, most by health visitors."""
    for cohort in births(borough, window, *ASKED):
        draws = cohort.block.draws("male carers")
        asked = cohort.born + draws.whole(*ASKED)
        diagnosed = draws.happens(chance("H6", cohort.children.who(asked)))
        columns = {
            "record_id": references(f"mc-{cohort.cohort}-", cohort.block.index),
            "carer_id": references(f"parent-{cohort.cohort}-", cohort.block.index, "-2"),
            "asked_on": days(asked),
            "service": words(("health_visiting", "family_hub", "other"), draws.among((0.75, 0.22, 0.03))),
            "diagnosis": words(DIAGNOSES, np.where(diagnosed, 0, 1 + draws.happens(0.07))),
            **cohort.children.parent_columns(),
        }
        yield rows(schema, columns, draws.happens(0.36) & (asked <= KNOWN) & window.holds(asked))


PARENTS_A_QUARTER = 190
COURSES = ("Strong Starts", "Calm Together", "Teens and Us")
INSTRUMENTS = ("swemwbs", "wemwbs", "sdq", "other")
OFFERED = np.array([6, 8, 10])

BETTER = np.array([3.0, 9.0, -7.0, 30.0])
"""For each instrument, the least change here that is reliably better, and how much more at most."""
MORE = np.array([3.0, 7.0, -4.0, 60.0])
WITHIN = np.array([2.8, 8.0, 6.0, 20.0])
MIDDLE = np.array([20.0, 40.0, 19.0, 300.0])
AROUND = np.array([4.0, 8.0, 5.0, 60.0])
"""And the most that is not reliable; and the scores before a course."""


def parenting_courses(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Places on courses that ended, at the hub where they were held."""
    for quarter in quarters(window, 0, 0):
        for block in borough.blocks(f"courses/{quarter.id}", PARENTS_A_QUARTER):
            yield _places(quarter.id, block, window, schema)


def _places(cohort: str, block: Block, window: Window, schema: pa.Schema) -> pa.RecordBatch:
    draws, parents = block.draws("course"), draw_people(block)
    ended = draws.whole(window.first, window.last)
    offered = OFFERED[draws.among((0.3, 0.5, 0.2))]
    completed, none = draws.happens(0.68), draws.happens(0.07)
    enough = np.ceil(offered * 0.7).astype(np.int64)
    attended = np.where(
        completed, draws.whole(enough, offered), draws.whole(np.ones_like(enough), enough - 1)
    )
    attended = np.where(none, 0, attended)
    improved = draws.happens(chance("T3b", parents.who(ended)))
    columns = {
        "record_id": references(f"pc-{cohort}-", block.index),
        "parent_id": references(f"course-parent-{cohort}-", block.index),
        "course": words(COURSES, draws.among((0.5, 0.3, 0.2))),
        "started_on": days(ended - 7 * (offered - 1)),
        "ended_on": days(ended),
        "sessions_offered": wholes(offered),
        "sessions_attended": wholes(attended),
        **_scores(draws, improved, none, attended >= enough),
        **parents.parent_columns(),
        "sex": words(("female", "male"), draws.among((0.8, 0.2))),
        "hub": near_hub(parents, draws.happens(0.25), draws.whole(0, len(HUBS) - 1)),
    }
    return rows(schema, columns, window.holds(ended))


def _scores(draws: Draws, improved: Bools, none: Bools, completed: Bools) -> dict[str, pa.Array]:
    """Before and after: reliably better with the measure's chance, one in twenty of the others reliably worse."""
    which = draws.among((0.35, 0.25, 0.2, 0.2))
    no_questionnaire = none | draws.happens(0.08)
    before = MIDDLE[which] + AROUND[which] * (2 * draws.uniform() - 1)
    reliable = BETTER[which] + MORE[which] * draws.uniform()
    small = WITHIN[which] * (2 * draws.uniform() - 1)
    worse = draws.happens(0.05)
    before, change = (
        _whole(which, before),
        _whole(which, np.where(improved, reliable, np.where(worse, -reliable, small))),
    )
    return {
        "instrument": words(INSTRUMENTS, which, no_questionnaire),
        "score_before": decimals(before, 2, no_questionnaire),
        "score_after": decimals(before + change, 2, no_questionnaire | ~completed | draws.happens(0.12)),
    }


def _whole(which: Ints, scores: Floats) -> Floats:
    """Whole scores, but for SWEMWBS, whose metric scores have two decimals."""
    return np.where(which == 0, np.round(scores, 2), np.trunc(scores))
