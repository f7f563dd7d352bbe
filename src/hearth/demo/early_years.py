"""The first years: contacts offered to a child, how infants are fed, and the review at two and a half."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearth.demo.borough import Borough
from hearth.demo.calendar import KNOWN, Window, add_months, day_number, quarters
from hearth.demo.columns import days, flags, references, rows, same, words
from hearth.demo.people import People, draw_people
from hearth.demo.streams import Block, Bools, Draws, Ints
from hearth.demo.truths import Who, chance

__all__ = [
    "FED",
    "Births",
    "births",
    "healthy_child_contacts",
    "infant_feeding",
    "infants_of_second_provider",
    "child_development_reviews",
]

BIRTHS_A_QUARTER = 825
DUE = 56
"""Days after birth by which the review at 6 to 8 weeks is due."""

FED = ("full", "partial", "not_at_all", "not_known")
SECOND_PROVIDER_HUB = 7
"""In this hub's area a second provider visits, which sends totals of infant feeding in place of rows."""

Value = TypeVar("Value", np.int64, np.bool_)

CONTACTS = ("new_birth", "six_to_eight_weeks", "twelve_months", "two_to_two_and_a_half_years")
SEEN, LATE_SEEN, NOT_BROUGHT, TOO_LATE, CANCELLED_BY, CANCELLED = "563724"
OUTCOMES = (SEEN, LATE_SEEN, NOT_BROUGHT, TOO_LATE, CANCELLED_BY, CANCELLED)


@dataclass(frozen=True, slots=True)
class Births:
    """The children of a block born in one quarter."""

    cohort: str
    block: Block
    children: People
    born: Ints

    def child_ids(self, times: int = 1) -> pa.Array:
        return references(f"child-{self.cohort}-", np.repeat(self.block.index, times))


def births(borough: Borough, window: Window, soonest: int, latest: int) -> Iterator[Births]:
    """Children with something in the window `soonest` to `latest` days after birth."""
    for quarter in quarters(window, soonest, latest):
        for block in borough.blocks(f"births/{quarter.id}", BIRTHS_A_QUARTER):
            born = block.draws("born").whole(day_number(quarter.start), day_number(quarter.end))
            yield Births(quarter.id, block, draw_people(block), born)


@dataclass(frozen=True, slots=True)
class _Contact:
    """A contact of the Healthy Child Programme: when it is due, in days after birth or after some months of age."""

    code: str
    months: int
    earliest: int
    latest: int

    def due(self, draws: Draws, born: Ints) -> Ints:
        return add_months(born, self.months) + draws.whole(self.earliest, self.latest)

    @property
    def span(self) -> tuple[int, int]:
        """Days from birth to the soonest and latest day of the first or second appointment."""
        return self.months * 28 + self.earliest, self.months * 31 + self.latest + REBOOKED[1]


REBOOKED = (7, 24)
"""Days, at least and at most, to the appointment made again."""

SCHEDULE = (
    _Contact("new_birth", 0, 9, 16),
    _Contact("six_to_eight_weeks", 0, 41, 58),
    _Contact("twelve_months", 12, -30, 25),
    _Contact("two_to_two_and_a_half_years", 24, 60, 180),
)


def healthy_child_contacts(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Appointments: a first for nearly every child, and another after one cancelled or not kept."""
    for contact in SCHEDULE:
        for cohort in births(borough, window, *contact.span):
            yield _appointments(contact, cohort, window, schema)


def _appointments(contact: _Contact, cohort: Births, window: Window, schema: pa.Schema) -> pa.RecordBatch:
    size = cohort.block.size
    first, second = cohort.block.draws(contact.code), cohort.block.draws(f"{contact.code} again")
    due = contact.due(first, cohort.born)
    again = due + second.whole(*REBOOKED)
    children = cohort.children
    outcome = _kept(first, children.who(due))
    outcome_again = _kept(second, children.who(again))
    offered = first.happens(0.96)
    rebooked = offered & (outcome >= 2) & second.happens(np.where(outcome >= 4, 0.9, 0.5))
    both = children.each(2)
    fifteen = add_months(cohort.born, 15)
    due_on = _in_turn(due, again)
    number = np.tile([0, 1], size)
    born = np.repeat(cohort.born, 2)
    columns = {
        "record_id": references(
            f"hc-{CONTACTS.index(contact.code) + 1}-{cohort.cohort}-",
            np.repeat(cohort.block.index, 2),
            words(("-1", "-2"), number),
        ),
        "child_id": cohort.child_ids(2),
        "contact": same(contact.code, 2 * size),
        "offered_on": days(np.maximum(due_on - 21, born)),
        "due_on": days(due_on),
        "outcome": words(OUTCOMES, _in_turn(outcome, outcome_again)),
        "born_on": days(born),
        "turns_fifteen_months_on": days(
            np.repeat(fifteen, 2), np.full(2 * size, contact.code != "twelve_months")
        ),
        **both.columns(),
    }
    return rows(schema, columns, _in_turn(offered, rebooked) & (due_on <= KNOWN) & window.holds(due_on))


def _in_turn(first: npt.NDArray[Value], second: npt.NDArray[Value]) -> npt.NDArray[Value]:
    """First and second of each child, one after the other."""
    return np.stack([first, second], axis=1).reshape(-1)


def _kept(draws: Draws, who: Who) -> Ints:
    """The number of the outcome: of appointments not cancelled, the chance of not being brought is the measure's."""
    cancelled = draws.happens(0.09)
    not_brought = draws.happens(chance("P4b", who))
    kept = draws.happens(0.05).astype(np.int64)
    failed = 2 + draws.happens(0.08)
    return np.where(cancelled, 4 + draws.happens(0.4), np.where(not_brought, failed, kept))


def infant_feeding(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Every infant who turned 56 days old, where the first provider visits."""
    for cohort in births(borough, window, DUE, DUE):
        yield rows(schema, _fed(cohort), window.holds(cohort.born + DUE) & ~_second_provider(cohort))


def infants_of_second_provider(
    borough: Borough, window: Window, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The same where the second provider visits: only their totals are sent."""
    for cohort in births(borough, window, DUE, DUE):
        yield rows(schema, _fed(cohort), window.holds(cohort.born + DUE) & _second_provider(cohort))


def _second_provider(cohort: Births) -> Bools:
    theirs: Bools = (cohort.children.hub == SECOND_PROVIDER_HUB) & cohort.children.home_known
    return theirs


def _fed(cohort: Births) -> dict[str, pa.Array]:
    draws = cohort.block.draws("feeding")
    due = cohort.born + DUE
    breastfed = draws.happens(chance("P2", cohort.children.who(due)))
    otherwise = np.where(draws.happens(0.07), 3, 2)
    fed = np.where(breastfed, draws.happens(0.33).astype(np.int64), otherwise)
    reviewed = cohort.born + draws.whole(40, DUE)
    not_reviewed = ((fed == 3) & draws.happens(0.6)) | (reviewed > KNOWN)
    return {
        "record_id": references(f"if-{cohort.cohort}-", cohort.block.index),
        "child_id": cohort.child_ids(),
        "due_on": days(due),
        "born_on": days(cohort.born),
        "reviewed_on": days(reviewed, not_reviewed),
        "feeding": words(FED, fed, reviewed > KNOWN),
        **cohort.children.columns(),
    }


DOMAINS = ("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social")
QUESTIONNAIRES = ("asq3", "other", "none")


def child_development_reviews(
    borough: Borough, window: Window, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Every child who turned two and a half, reviewed or not."""
    for cohort in births(borough, window, 30 * 28, 30 * 31):
        draws = cohort.block.draws("development")
        due_by = add_months(cohort.born, 30)
        reviewed = due_by + np.where(draws.happens(0.93), -draws.whole(0, 150), draws.whole(1, 60))
        no_review = draws.happens(0.09) | (reviewed > KNOWN)
        questionnaire = draws.among((0.93, 0.03, 0.04))
        columns = {
            "record_id": references(f"cd-{cohort.cohort}-", cohort.block.index),
            "child_id": cohort.child_ids(),
            "due_by": days(due_by),
            "reviewed_on": days(reviewed, no_review),
            "questionnaire": words(QUESTIONNAIRES, questionnaire, no_review),
            **_domains(draws, cohort.children.who(due_by), no_review | (questionnaire != 0)),
            **cohort.children.columns(),
        }
        yield rows(schema, columns, window.holds(due_by))


def _domains(draws: Draws, who: Who, not_scored: Bools) -> dict[str, pa.Array]:
    """All five at the expected level with the measure's chance; otherwise not in one at least, mostly communication."""
    every = draws.happens(chance("P1", who))
    weakest = draws.among((0.5, 0.12, 0.12, 0.12, 0.14))
    met = {name: every | (draws.happens(0.8) & (weakest != at)) for at, name in enumerate(DOMAINS)}
    return {name: flags(value, not_scored) for name, value in met.items()}
