"""The hubs: families in contact, the feedback they gave, and meetings of the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from hearth.demo.borough import Borough
from hearth.demo.calendar import Window, day_number
from hearth.demo.columns import days, flags, references, rows, same, words
from hearth.demo.people import People, draw_people, near_hub
from hearth.demo.places import HUBS, the_map
from hearth.demo.streams import Block, Ints
from hearth.demo.truths import Who, chance
from hearth.kernel.periods import Period, PeriodKind, containing

__all__ = ["feedback_register", "hub_contacts", "meeting_register"]

FAMILIES_A_YEAR = 7_000
ANONYMOUS_A_YEAR = 320
MOST_CONTACTS = 40


@dataclass(frozen=True, slots=True)
class Families:
    """A block of the families in contact in one financial year, and each contact's day, family by family."""

    year: Period
    block: Block
    families: People
    times: Ints
    contacted: Ints

    @property
    def first_contact(self) -> Ints:
        starts = np.concatenate([[0], np.cumsum(self.times)[:-1]])
        return np.minimum.reduceat(self.contacted, starts).astype(np.int64)

    def ids(self, times: Ints | int = 1) -> pa.Array:
        return references(f"family-{self.year.id}-", np.repeat(self.block.index, times))


def _families(borough: Borough, window: Window) -> Iterator[Families]:
    year = containing(PeriodKind.FINANCIAL_YEAR, window.period.start)
    for block in borough.blocks(f"families/{year.id}", FAMILIES_A_YEAR):
        times = np.minimum(1 + np.floor(block.draws("times").waiting(4.5)), MOST_CONTACTS).astype(np.int64)
        draws = block.draws_of("contacts", int(times.sum()))
        contacted = draws.whole(day_number(year.start), day_number(year.end))
        yield Families(year, block, draw_people(block), times, contacted)


def hub_contacts(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Contacts of families with hubs, most with the one near home."""
    kinds = ("visit", "group", "phone", "online", "outreach")
    for each in _families(borough, window):
        size = len(each.contacted)
        number = np.arange(size) - np.repeat(np.cumsum(each.times) - each.times, each.times)
        draws = each.block.draws_of("contact", size)
        people = each.families.each(each.times)
        ending = words([f"-{turn:02}" for turn in range(1, MOST_CONTACTS + 1)], number)
        columns = {
            "record_id": references(f"ct-{each.year.id}-", np.repeat(each.block.index, each.times), ending),
            "family_id": each.ids(each.times),
            "contacted_on": days(each.contacted),
            "contact": words(kinds, draws.among((0.4, 0.3, 0.15, 0.1, 0.05))),
            "home_area": people.columns()["home_area"],
            "hub": near_hub(people, draws.happens(0.15), draws.whole(0, len(HUBS) - 1)),
        }
        yield rows(schema, columns, window.holds(each.contacted))


KINDS = ("named", "invitation", "anonymous")


def feedback_register(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Anonymous feedback, then feedback by families soon after their first contact of the year."""
    year = containing(PeriodKind.FINANCIAL_YEAR, window.period.start)
    for block in borough.blocks(f"anonymous/{year.id}", ANONYMOUS_A_YEAR):
        yield _anonymous(year, block, window, schema)
    for each in _families(borough, window):
        draws = each.block.draws("feedback")
        received = np.minimum(each.first_contact + draws.whole(0, 30), day_number(year.end))
        gave = draws.happens(chance("F-C3", each.families.who(received)))
        columns = {
            "record_id": references(f"fb-{year.id}-", each.block.index),
            "family_id": each.ids(),
            "received_on": days(received),
            "kind": words(KINDS, draws.among((0.55, 0.45))),
            "home_area": each.families.columns()["home_area"],
            "hub": words(HUBS, each.families.hub),
        }
        yield rows(schema, columns, gave & window.holds(received))


def _anonymous(year: Period, block: Block, window: Window, schema: pa.Schema) -> pa.RecordBatch:
    draws = block.draws("anonymous")
    received = draws.whole(day_number(year.start), day_number(year.end))
    nothing = np.full(block.size, -1)
    columns = {
        "record_id": references(f"fa-{year.id}-", block.index),
        "family_id": words(("",), nothing),
        "received_on": days(received),
        "kind": same("anonymous", block.size),
        "home_area": words(the_map().codes, nothing),
        "hub": words(HUBS, draws.whole(0, len(HUBS) - 1)),
    }
    return rows(schema, columns, window.holds(received))


STAFF = 560
AUGUST = 8


def meeting_register(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """A meeting of each hub every month but August, to which its whole network is invited."""
    start = window.period.start
    for month in (month for month in range(start.month, start.month + 3) if month != AUGUST):
        for block in borough.blocks("staff", STAFF):
            yield _meeting(date(start.year, month, 8), block, schema)


def _meeting(first: date, block: Block, schema: pa.Schema) -> pa.RecordBatch:
    hub = block.index % len(HUBS)
    met = day_number(first) + hub
    draws = block.draws(f"meeting {first.isoformat()}")
    attended = draws.happens(chance("W-R1b", Who(np.full(block.size, 3), hub, met)))
    columns = {
        "record_id": references(f"mt-{first.isoformat()}-", block.index),
        "staff_id": references("staff-", block.index),
        "met_on": days(met),
        "attended": flags(attended),
        "hub": words(HUBS, hub),
    }
    return rows(schema, columns, draws.happens(0.97))
