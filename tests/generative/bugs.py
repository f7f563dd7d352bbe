"""Bugs to plant in an engine, each one that somebody could really make. All of them must be noticed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from drawn import BOTH_YEARS
from hearth.engine.backends import duckdb as engine
from hearth.engine.backends import duckdb_text as text
from hearth.engine.plan import Locator

__all__ = ["BUGS"]


class OpenOnTheDayItCloses:
    """an episode was still open on the day it closed"""

    @staticmethod
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = text._falls_in

        def wrong(timing: Any, say: text.Say) -> str:
            return right(timing, say).replace(" > slots._day", " >= slots._day")

        patch.setattr(text, "_falls_in", wrong)


class OnlyThePreviousRow:
    """the latest end before this record was taken from the previous record alone"""

    @staticmethod
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = text._derived

        def wrong(derived: Any, read: str, say: text.Say) -> str:
            return right(derived, read, say).replace(
                "unbounded preceding and 1 preceding", "1 preceding and 1 preceding"
            )

        patch.setattr(text, "_derived", wrong)


class TheLastSpeaks:
    """the last record of the period spoke for the person, not the first"""

    @staticmethod
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = text.Text._chosen
        patch.setattr(text.Text, "_chosen", lambda self: right(self).replace("min_by(", "max_by("))


class NullIsFalse:
    """a condition that is unknown counted as if its opposite held"""

    @staticmethod
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = text._true
        patch.setattr(text, "_true", lambda expression, say: f"coalesce({right(expression, say)}, true)")


class PlacesAsTheyAreNow:
    """every period was counted on the latest map"""

    @staticmethod
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = Locator.place_at
        last = BOTH_YEARS[-1].end
        patch.setattr(
            engine.DuckDBEngine, "_lay_out_places", _with(right, last, engine.DuckDBEngine._lay_out_places)
        )


def _with(right: Any, last: Any, lay_out: Any) -> Any:
    """The tables of places, laid out as if every day were the last."""

    def wrong(self: Any) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Locator, "place_at", lambda where, code, level, on: right(where, code, level, last))
            lay_out(self)

    return wrong


class UnplacedAreLost:
    """records that name no place we know were left out of the authority"""

    @staticmethod
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = text.Text._rolled_up
        patch.setattr(
            text.Text, "_rolled_up", lambda self: right(self).replace("left join known", "join known")
        )


class BoundsOfTheLowOnly:
    """the high of an aggregate row was taken to be its low"""

    @staticmethod
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = engine.DuckDBEngine.count_aggregates

        def wrong(self: Any, task: Any) -> Any:
            counts = right(self, task)
            return type(counts)(
                counts.task, counts.period, counts.place, counts.bin, counts.low, np.array(counts.low)
            )

        patch.setattr(engine.DuckDBEngine, "count_aggregates", wrong)


class HalvesAreRounded:
    """a decimal was rounded to whole numbers before it was added up"""

    @staticmethod
    def plant(patch: pytest.MonkeyPatch) -> None:
        right = text._worth

        def wrong(component: Any, where: Any, say: text.Say) -> tuple[str, bool]:
            said, is_sum = right(component, where, say)
            return said.replace(" * 100 as bigint", " as bigint) * cast(100 as bigint"), is_sum

        patch.setattr(text, "_worth", wrong)


BUGS = [
    OpenOnTheDayItCloses,
    OnlyThePreviousRow,
    TheLastSpeaks,
    NullIsFalse,
    PlacesAsTheyAreNow,
    UnplacedAreLost,
    BoundsOfTheLowOnly,
    HalvesAreRounded,
]
