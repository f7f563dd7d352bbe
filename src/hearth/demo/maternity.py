"""Maternity: pregnancies booked, and their mood and alcohol screens."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from hearth.demo.borough import Borough
from hearth.demo.calendar import KNOWN, Window, day_number, quarters
from hearth.demo.columns import days, flags, references, rows, same, wholes, words
from hearth.demo.people import People, draw_people
from hearth.demo.streams import Block, Bools, Draws, Floats, Ints
from hearth.demo.truths import chance

__all__ = ["alcohol_in_pregnancy", "antenatal_mood_screens", "maternity_pathway"]

BOOKINGS_A_QUARTER = 880
LAST_SCREEN = 90
"""Days from booking to the latest screen of a pregnancy."""

OFFERS = ("accepted", "declined", "waiting", "not_offered")
SERVICES = (
    "perinatal_community",
    "parent_infant",
    "maternal_mental_health",
    "talking_therapies",
    "targeted_group",
    "not_listed",
)
OUTCOMES = ("continuing", "live_birth", "loss", "transferred", "not_known")
DISCLOSURES = ("none", "before_known", "after_known", "not_known")
REFERRAL_OUTCOMES = ("accepted", "declined", "waiting")


def maternity_pathway(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Bookings, with the pathway's visits."""
    for cohort, block, women, booked in _bookings(borough, window, latest=0):
        draws = block.draws("pathway")
        on = draws.happens(chance("H4", women.who(booked)))
        eligible = on | draws.happens(0.08)
        not_assessed = ~on & draws.happens(0.05)
        joint = booked + draws.whole(75, 112)
        antenatal = booked + draws.whole(122, 136)
        columns = {
            "record_id": references(f"mp-{cohort}-", block.index),
            "pregnancy_id": references(f"pregnancy-{cohort}-", block.index),
            "booked_on": days(booked),
            "eligible": flags(eligible, not_assessed),
            "on_pathway": flags(on),
            "joint_visit_on": days(joint, ~(eligible & draws.happens(0.42)) | (joint > KNOWN)),
            "antenatal_visit_on": days(
                antenatal, ~draws.happens(np.where(eligible, 0.35, 0.08)) | (antenatal > KNOWN)
            ),
            **women.parent_columns(),
        }
        yield rows(schema, columns, window.holds(booked))


def antenatal_mood_screens(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """PHQ-4 screens: one near booking for most women, and a second later for many."""
    for cohort, block, once, booked_once in _bookings(borough, window, LAST_SCREEN):
        women, booked = once.each(2), np.repeat(booked_once, 2)
        draws = block.draws("mood", times=2)
        second = np.tile([False, True], block.size)
        screened = booked + np.where(second, draws.whole(50, LAST_SCREEN), draws.whole(0, 14))
        was_screened = draws.happens(np.where(second, 0.5, 0.92))
        gad, phq = _scores(draws)
        columns = {
            "record_id": references(
                f"ms-{cohort}-", np.repeat(block.index, 2), words(("-1", "-2"), second * 1)
            ),
            "pregnancy_id": references(f"pregnancy-{cohort}-", np.repeat(block.index, 2)),
            "screened_on": days(screened),
            "gad2_score": wholes(gad),
            "phq2_score": wholes(phq),
            **_what_came_of_it(draws, (gad >= 3) | (phq >= 3), screened, chance("H3", women.who(screened))),
            "pregnancy_outcome": words(OUTCOMES, _outcomes(draws, booked)),
            **women.parent_columns(),
        }
        yield rows(schema, columns, was_screened & (screened <= KNOWN) & window.holds(screened))


def alcohol_in_pregnancy(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Alcohol screens at booking, one for each pregnancy."""
    for cohort, block, women, booked in _bookings(borough, window, latest=0):
        draws = block.draws("alcohol")
        disclosure = draws.among((0.72, 0.20, 0.028, 0.052))
        in_time = draws.happens(chance("H5", women.who(booked)))
        referred = np.where(in_time, booked + draws.whole(0, 28), booked + draws.whole(29, 70))
        was_referred = (disclosure == 2) & (in_time | draws.happens(0.2)) & (referred <= KNOWN)
        columns = {
            "record_id": references(f"al-{cohort}-", block.index),
            "pregnancy_id": references(f"pregnancy-{cohort}-", block.index),
            "screened_on": days(booked),
            "tool": same("tweak", block.size),
            "disclosure": words(DISCLOSURES, disclosure),
            "referred_on": days(referred, ~was_referred),
            "referral_outcome": words(REFERRAL_OUTCOMES, draws.among((0.6, 0.3, 0.1)), ~was_referred),
            "home_area": women.columns()["home_area"],
        }
        yield rows(schema, columns, window.holds(booked))


def _bookings(borough: Borough, window: Window, latest: int) -> Iterator[tuple[str, Block, People, Ints]]:
    """The women booked in each quarter that matters to the window, and the day of each booking."""
    for quarter in quarters(window, 0, latest):
        for block in borough.blocks(f"bookings/{quarter.id}", BOOKINGS_A_QUARTER):
            when = block.draws("booked")
            booked = when.whole(day_number(quarter.start), day_number(quarter.end))
            yield quarter.id, block, draw_people(block), booked


def _scores(draws: Draws) -> tuple[Ints, Ints]:
    """Both subscales: one screen in seven is at the cut-off of 3 on at least one."""
    above = draws.happens(0.14)
    which = draws.among((0.4, 0.3, 0.3))
    gad = np.where(above & (which != 1), _high(draws), _low(draws))
    phq = np.where(above & (which != 0), _high(draws), _low(draws))
    return gad, phq


def _high(draws: Draws) -> Ints:
    above: Ints = np.floor(4 * np.square(draws.uniform())).astype(np.int64)
    return 3 + above


def _low(draws: Draws) -> Ints:
    score: Ints = np.floor(3 * np.square(draws.uniform())).astype(np.int64)
    return score


def _what_came_of_it(draws: Draws, positive: Bools, screened: Ints, helped: Floats) -> dict[str, pa.Array]:
    """Of a positive screen: with the chance `helped`, accepted in time by a targeted or specialist service."""
    in_time = draws.happens(helped)
    offer = np.where(in_time, 0, draws.among((0.2, 0.4, 0.15, 0.25)))
    listed = draws.among((0.15, 0.1, 0.1, 0.45, 0.2))
    late = draws.happens(0.5)
    service = np.where(in_time | late, listed, SERVICES.index("not_listed"))
    accepted = screened + np.where(in_time, draws.whole(2, 42), draws.whole(43, 88))
    offer = np.where((offer == 0) & (accepted > KNOWN), OFFERS.index("waiting"), offer)
    no_start = ~positive | (offer != 0)
    return {
        "offer": words(OFFERS, offer, ~positive),
        "service": words(SERVICES, service, no_start),
        "accepted_on": days(accepted, no_start),
    }


def _outcomes(draws: Draws, booked: Ints) -> Ints:
    """A pregnancy is over some 215 days after booking; both screens of one may know a different amount of it."""
    over = booked + 215 <= KNOWN
    return np.where(
        over, draws.among((0.0, 0.94, 0.012, 0.018, 0.03)), draws.among((0.985, 0.0, 0.005, 0.01, 0.0))
    )
