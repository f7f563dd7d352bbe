"""Worlds of a few hundred records, of people who come again, in places that differ: enough to be shown in part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import strategies as st

from disclosure.drawn_tables import KNOWN_SHARE, NUMBER, SAID_YES, SHARE
from drawn import framework, measure
from hearth.framework.measures import (
    BeforeAndAfter,
    Change,
    Companion,
    Count,
    Mean,
    Measure,
    Proportion,
    Rate,
    Ratio,
    Scope,
    Speaks,
    Split,
)

EVENTS, PEOPLE = Scope("events"), Scope("events", unit="person")
OPEN = Scope("events", open_from="day", open_until="closed", unit="person")


def uplift() -> Measure:
    def changed(counted: Any) -> BeforeAndAfter:
        return BeforeAndAfter("before_and_after", PEOPLE, "before", "after", "tool", counted)

    beside = [Companion(each, each, changed(each)) for each in ("same", "worsened")]
    return measure(
        "uplift", changed("improved"), *beside, splits=(Split("base", ("headline", "same", "worsened")),)
    )


_IN_DETAIL = framework(
    *(SHARE, KNOWN_SHARE, NUMBER, SAID_YES, uplift()),
    measure("people", Count("count", PEOPLE)),
    measure(
        "everywhere",
        Proportion("proportion", Scope("events", unit="person", speaks=Speaks.EVERYWHERE), "flag"),
    ),
    measure("open", Proportion("proportion", OPEN, "flag")),
    measure("rate", Rate("rate", EVENTS, 1000, (0, 17)), breakdowns=()),
    measure("mean", Mean("mean", EVENTS, "before")),
    measure(
        "sessions",
        Ratio("ratio", EVENTS, "least(attended, offered)", "offered", people="pupils"),
        Companion("pupils", "Pupils", Count("count", PEOPLE)),
    ),
    measure("change", Change("change", "share")),
)

# Wards and hubs, which cut across each other, by sex: enough lines to be given away along, and few enough to be quick.
CROWDED = replace(
    _IN_DETAIL,
    measures=tuple(
        replace(each, smallest_place="ward", breakdowns=tuple(sorted({"sex"} & set(each.breakdowns))))
        for each in _IN_DETAIL.measures
    ),
)


@dataclass(frozen=True)
class Crowd:
    """So many records, drawn from the seed; `even` says whether places, groups and answers are alike in size."""

    seed: int
    size: int
    even: bool

    def records(self) -> Iterator[dict[str, Any]]:
        random = np.random.default_rng(self.seed)
        weights = {
            n: np.full(n, 1 / n) if self.even else 0.6 ** np.arange(n) / sum(0.6 ** np.arange(n))
            for n in (3, 5)
        }
        for number in range(self.size):
            day = date(2023, 4, 1) + timedelta(days=int(random.integers(0, 731)))
            offered = int(random.integers(1, 12))
            yield {
                "id": f"{number:04}",
                "person": f"p{random.integers(0, 1 + self.size // 2)}",
                "day": day,
                "closed": day + timedelta(days=int(random.integers(1, 300))),
                "area": f"A{1 + random.choice(5, p=weights[5])}",
                "hub": None,
                "sex": (("female", "male", None))[random.choice(3, p=weights[3])],
                "outcome": ("yes", "no", "unknown")[random.choice(3, p=weights[3])],
                "flag": bool(random.random() < 0.3),
                "attended": int(random.integers(0, offered + 1)),
                "offered": offered,
                "before": Decimal(int(random.integers(0, 40))) / 2,
                "after": Decimal(int(random.integers(0, 40))) / 2,
                "tool": ("UP", "DOWN")[random.integers(0, 2)],
            }


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    return Crowd(draw(st.integers(0, 10**6)), draw(st.sampled_from([40, 150, 400, 900])), draw(st.booleans()))
