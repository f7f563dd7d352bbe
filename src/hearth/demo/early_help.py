"""Early help: referrals of children, the episodes they led to, and those that came back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hearth.demo.borough import Borough
from hearth.demo.calendar import FIRST_DAY, KNOWN, Window, day_number, quarters
from hearth.demo.columns import days, flags, references, rows, words
from hearth.demo.people import People, draw_people
from hearth.demo.places import the_map
from hearth.demo.streams import Block, Bools, Draws, Floats, Ints
from hearth.demo.truths import Who, chance, multiple

__all__ = ["HISTORY", "early_help_episodes"]

CHILDREN_A_QUARTER = 900
TO_OPEN, SHORTEST, LONGEST, GAP = 20, 20, 420, 360
"""Days, at most, from referral to opening; of an episode, at least and at most; and from its end to coming back."""

SPAN = TO_OPEN + LONGEST + GAP
"""Days, at most, from a child's earlier referral to the latest."""

HISTORY = 365 + LONGEST + TO_OPEN
"""Days that the first return reaches back: to every episode that closed in the year before it, or was still open."""

LED_TO_EPISODE = 0.85
"""The share of latest referrals that an episode follows. One follows every earlier referral."""

SERVICES = ("early_help", "targeted_support", "family_help")
AGES = ("0_4", "5_10", "11_15", "16_17")


@dataclass(frozen=True, slots=True)
class _Episodes:
    """A referral for each child, and the days its episode opened and closed."""

    referred: Ints
    opened: Ints
    closed: Ints


def early_help_episodes(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Referrals. Each child has a latest one; with the measure's chance it is a re-referral, after an earlier episode.

    So a child's latest referral may be years after the period of the earlier one, even after the demonstration ends.
    """
    for quarter in quarters(window, -SPAN, 0):
        for block in borough.blocks(f"early help/{quarter.id}", CHILDREN_A_QUARTER):
            draws = block.draws("latest")
            referred = draws.whole(day_number(quarter.start), day_number(quarter.end))
            yield _records(quarter.id, block, _followed(draws, referred), window, schema)


def _records(
    cohort: str, block: Block, latest: _Episodes, window: Window, schema: pa.Schema
) -> pa.RecordBatch:
    children = draw_people(block, _weights())
    draws = block.draws("referrals")
    came_back = draws.happens(_share_that_came_back(children.who(latest.referred)))
    led_to_episode = draws.happens(LED_TO_EPISODE)
    earlier = _before(block.draws("earlier"), latest.referred)
    referred, opened, closed = (
        np.stack([getattr(earlier, name), getattr(latest, name)], axis=1).reshape(-1)
        for name in _Episodes.__slots__
    )
    no_episode = np.stack([np.zeros(block.size, dtype=np.bool_), ~led_to_episode], axis=1).reshape(-1)
    there = np.stack([came_back, np.ones(block.size, dtype=np.bool_)], axis=1).reshape(-1)
    not_open = no_episode | (opened > KNOWN)
    columns = {
        **_references(cohort, block),
        "referred_on": days(referred),
        **_assessment(block, referred, not_open),
        "episode_start": days(opened, not_open),
        "episode_end": days(closed, not_open | (closed > KNOWN)),
        **_child(block, children.each(2)),
    }
    return rows(schema, columns, there & (referred <= KNOWN) & _due(window, referred, closed, no_episode))


def _due(window: Window, referred: Ints, closed: Ints, no_episode: Bools) -> Bools:
    """Referred in the window; of what the first return reaches back for, only what still mattered a year before it."""
    first = day_number(FIRST_DAY)
    mattered = (referred >= first) | (~no_episode & (closed >= first - 365))
    return window.holds(referred) & mattered


def _references(cohort: str, block: Block) -> dict[str, pa.Array]:
    index = np.repeat(block.index, 2)
    turn = np.tile([0, 1], block.size)
    return {
        "record_id": references(f"eh-{cohort}-", index, words(("-1", "-2"), turn)),
        "child_id": references(f"helped-{cohort}-", index),
        "family_id": references(f"helped-family-{cohort}-", index),
    }


def _weights() -> Floats:
    """Episodes in each small area by its children, deprivation, and what is planted.

    Where more come back a child has more episodes: fewer children, then, so that as many are open at one time.
    """
    areas = the_map()
    who = Who(areas.fifth, areas.hub, np.zeros(len(areas.codes), dtype=np.int64))
    episodes_a_child = LED_TO_EPISODE + _share_that_came_back(who)
    return areas.share * (1 + 0.08 * (3 - areas.fifth)) * multiple("T2", who) / episodes_a_child


def _share_that_came_back(who: Who) -> Floats:
    """Of latest referrals, the share t / (1 - t) that make t of all referrals: each brings an earlier one with it."""
    of_all = chance("T1", who)
    return np.asarray(of_all / (1 - of_all), dtype=np.float64)


def _length(draws: Draws) -> Ints:
    return np.clip(SHORTEST + draws.waiting(150.0), SHORTEST, LONGEST).astype(np.int64)


def _followed(draws: Draws, referred: Ints) -> _Episodes:
    opened = referred + draws.whole(0, TO_OPEN)
    return _Episodes(referred, opened, opened + _length(draws))


def _before(draws: Draws, latest: Ints) -> _Episodes:
    """An episode that closed in the year before the latest referral."""
    closed = latest - draws.whole(1, GAP)
    opened = closed - _length(draws)
    return _Episodes(opened - draws.whole(0, TO_OPEN), opened, closed)


def _assessment(block: Block, referred: Ints, no_episode: Bools) -> dict[str, pa.Array]:
    draws = block.draws("assessment", times=2)
    started = referred + draws.whole(1, 15)
    completed = started + draws.whole(5, 45)
    none = no_episode | draws.happens(0.06)
    return {
        "assessment_started_on": days(started, none | (started > KNOWN)),
        "assessment_completed_on": days(completed, none | (completed > KNOWN)),
    }


def _child(block: Block, children: People) -> dict[str, pa.Array]:
    once, twice = block.draws("child"), block.draws("child at referral", times=2)
    unborn = twice.happens(0.015)
    age = np.repeat(once.among((0.3, 0.33, 0.28, 0.09)), 2)
    return {
        "unborn": flags(unborn),
        "service": words(SERVICES, twice.among((0.7, 0.3))),
        "age_band": words(AGES, age, unborn),
        **children.columns(),
    }
