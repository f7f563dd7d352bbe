"""What is to be counted, laid out before anything is read: tasks, the periods and places they cover, and the scans.

A task is one counting of one figure. Tasks that can be counted in one read of a dataset make a scan. Engines count
scans and aggregate rows; they know nothing of frameworks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from hearth.framework.counting import Counting, Derived, Figure
from hearth.framework.datasets import NOT_KNOWN, Dataset
from hearth.framework.language import Columns
from hearth.kernel.periods import Period
from hearth.kernel.places import Link, Place, PlaceTree
from hearth.store.shapes import ALL

__all__ = [
    "EVERYONE",
    "Bin",
    "Contribution",
    "Dimension",
    "Locator",
    "Plan",
    "Scan",
    "Span",
    "Task",
    "boundaries",
]

Bin = tuple[str, str]
"""A breakdown and one of its groups."""

EVERYONE: Bin = (ALL, ALL)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown as one dataset gives it: the field, and for a place attribute its scheme."""

    breakdown: str
    field: str
    groups: tuple[str, ...]
    attribute: str | None = None

    @property
    def bins(self) -> tuple[Bin, ...]:
        return tuple((self.breakdown, group) for group in (*self.groups, NOT_KNOWN))


@dataclass(frozen=True, slots=True)
class Span:
    """One period of a task, and for how far down and how divided there is anything to count in it.

    Records speak for every place: where there are none for a person, there was nobody. Aggregate rows speak only for
    the places `stated`, and for those that hold them; it is None where records are counted. `unstated` are the places
    of the same level that no row says anything of.
    """

    period: Period
    levels: tuple[str, ...]
    breakdowns: tuple[str, ...]
    stated: frozenset[str] | None = None
    unstated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One counting of one figure, over its spans."""

    id: str
    figure: Figure
    counting: Counting
    dimensions: tuple[Dimension, ...]
    spans: tuple[Span, ...]

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(span.period for span in self.spans)

    @property
    def levels(self) -> frozenset[str]:
        return frozenset(level for span in self.spans for level in span.levels)


@dataclass(frozen=True, slots=True)
class Scan:
    """Tasks that one read of a dataset's records answers: same timing, same unit, no derived fields at odds."""

    dataset: Dataset
    files: tuple[Path, ...]
    tasks: tuple[Task, ...]
    records: int

    @property
    def counting(self) -> Counting:
        """A counting that stands for all of them, but for `where`, `components` and derived fields."""
        return self.tasks[0].counting

    @property
    def derive(self) -> tuple[Derived, ...]:
        """Every field that any of the tasks derives."""
        return tuple({each.name: each for task in self.tasks for each in task.counting.derive}.values())

    @property
    def columns(self) -> Columns:
        """What the expressions of any of the tasks may name."""
        return {name: type for task in self.tasks for name, type in task.counting.columns}

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(sorted({period for task in self.tasks for period in task.periods}))

    @property
    def levels(self) -> frozenset[str]:
        return frozenset(level for task in self.tasks for level in task.levels)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple({each.breakdown: each for task in self.tasks for each in task.dimensions}.values())

    @property
    def place_field(self) -> str | None:
        return self.dataset.place.field if self.dataset.place else None


@dataclass(frozen=True, slots=True)
class Contribution:
    """An aggregate row, set to the task and the period it counts in: a low and a high for each component."""

    task: str
    place: str
    period: Period
    bin: Bin
    low: tuple[int, ...]
    high: tuple[int, ...]


@dataclass(frozen=True)
class Locator:
    """Says in which place of a level a record counts.

    A record that says no place, one we do not know, or one that was then nowhere, counts for `home`. Where its place
    does not say which ward, say, it lies in, it counts in the place `E08000007?ward`: "ward not known" of the nearest
    place that it does say. So the places of a level, with these, always add to the whole.
    """

    tree: PlaceTree
    home: str
    _known: dict[tuple[str, str, int], str] = field(default_factory=dict, compare=False)
    _there: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict, compare=False)

    def place_at(self, code: str | None, level: str, on: date) -> str:
        """The place of the level that the code lies in on the date, or where "not known" is counted."""
        start = code if code is not None and code in self.tree else self.home
        key = (start, level, self.drawing(on))
        if key not in self._known:
            self._known[key] = self._find(start, level, on)
        return self._known[key]

    def _find(self, start: str, level: str, on: date) -> str:
        above = self._above(start, on) or self._above(self.home, on)
        if level in above:
            return above[level]
        rank = self.tree.levels.index(level)
        higher = next((above[each] for each in self.tree.levels[rank + 1 :] if each in above), "")
        return f"{higher}?{level}"

    def _above(self, code: str, on: date) -> dict[str, str]:
        return self.tree.ancestors(code, on) if code in self.tree else {}

    def group_of(self, code: str | None, scheme: str) -> str:
        """The group that a place's attribute gives, or `not_known`."""
        if code is None or code not in self.tree:
            return NOT_KNOWN
        return self.tree.attribute(code, scheme) or NOT_KNOWN

    def places(self, level: str, on: date) -> tuple[str, ...]:
        """The codes of the level's places that are there on the date."""
        key = (level, self.drawing(on))
        if key not in self._there:
            self._there[key] = tuple(place.code for place in self.tree.at(level, on))
        return self._there[key]

    def drawing(self, on: date) -> int:
        """Which drawing of the map a date is in: two dates with the same number have the same places and links."""
        return bisect_left(self._last_days, on)

    @cached_property
    def _last_days(self) -> list[date]:
        """The last day of every drawing but the last."""
        dated: list[Place | Link] = [*self.tree.places, *self.tree.links]
        first_days = {each.valid_from for each in dated if each.valid_from}
        last_days = {each.valid_to for each in dated if each.valid_to}
        return sorted(last_days | {day - timedelta(days=1) for day in first_days if day > date.min})


@dataclass(frozen=True)
class Plan:
    """Everything an engine needs. Its lists of periods, places and bins are the order of its answers' numbers."""

    tasks: tuple[Task, ...]
    scans: tuple[Scan, ...]
    contributions: tuple[Contribution, ...]
    locator: Locator
    periods: tuple[Period, ...]
    bins: tuple[Bin, ...]

    def bin_number(self) -> dict[Bin, int]:
        return {each: number for number, each in enumerate(self.bins)}


def boundaries(periods: Iterable[Period]) -> list[tuple[date, date]]:
    """The stretches of days into which all the periods can be cut, each lying wholly in or out of any of them."""
    cuts = sorted({day for each in periods for day in (each.start, each.end + timedelta(days=1))})
    return [(start, end - timedelta(days=1)) for start, end in pairwise(cuts)]
