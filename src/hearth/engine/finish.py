"""What is worked out from counts once they are all there: populations under rates, ratios across datasets, changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearth.engine.assemble import Block
from hearth.engine.plan import EVERYONE, Bin, Locator
from hearth.engine.planner import divisor_id
from hearth.engine.results import COUNTS, RESULTS
from hearth.framework.counting import Figure
from hearth.framework.framework import Framework
from hearth.kernel.errors import BadPeriod
from hearth.kernel.periods import Period, a_year_before
from hearth.kernel.populations import PopulationFigure, Populations, mid_year_for

__all__ = ["Part", "Peopled", "finish", "to_table"]


@dataclass(frozen=True, slots=True)
class Part:
    """The counts of a figure in one period: for each count a low and a high array, places by bins (flattened)."""

    figure: str
    period: Period
    places: tuple[str, ...]
    bins: tuple[Bin, ...]
    counts: dict[str, tuple[pa.Array, pa.Array]]


def finish(figures: Iterable[Figure], blocks: dict[str, list[Block]], peopled: Peopled) -> Iterator[Part]:
    """The parts of every figure, in the figures' order, then by period."""
    parts: dict[str, dict[str, Part]] = {}
    ordered = list(figures)
    for figure in ordered:
        if figure.counting is not None:
            parts[figure.id] = {part.period.id: part for part in _counted(figure, blocks, peopled)}
    for figure in ordered:
        if figure.change_of is not None:
            yield from _changes(figure, parts.get(figure.change_of, {}))
        else:
            yield from parts.get(figure.id, {}).values()


class Peopled:
    """Populations as rates need them: by place, and by the groups that a place attribute gives."""

    def __init__(self, framework: Framework, locator: Locator, populations: Populations) -> None:
        self.locator = locator
        self.tree = locator.tree
        self.populations = populations
        self.attributes = {each.id: each.attribute for each in framework.breakdowns if each.attribute}
        self.vintages: set[tuple[str, int, str]] = set()
        self._known: dict[tuple[object, ...], PopulationFigure | None] = {}

    def of(self, place: str, bin: Bin, period: Period, ages: tuple[int, int]) -> int | None:
        """How many people live there; None where no estimate says."""
        code, _, level = place.partition("?")
        if level:
            return None
        breakdown, group = bin
        if bin == EVERYONE:
            return self._figure(code, ages, period)
        if breakdown in self.attributes:
            return self._in_areas(code, self.attributes[breakdown] or "", group, period, ages)
        return self._figure(code, ages, period, sex=group) if breakdown == "sex" else None

    def _figure(self, code: str, ages: tuple[int, int], period: Period, sex: str = "") -> int | None:
        found = self._estimate(code, ages, period.end, sex)
        if found is None:
            return None
        self.vintages.add((period.id, found.mid_year, found.vintage))
        return found.count

    def _estimate(self, code: str, ages: tuple[int, int], on: date, sex: str) -> PopulationFigure | None:
        # The same mid-year over the same drawing of the map is the same sum of areas.
        key = (code, ages, mid_year_for(on), self.locator.drawing(on), sex)
        if key not in self._known:
            self._known[key] = self.populations.of(code, ages, mid_year_for(on), sex, on=on)
        return self._known[key]

    def _in_areas(
        self, code: str, scheme: str, group: str, period: Period, ages: tuple[int, int]
    ) -> int | None:
        areas = self._areas(code, scheme, period.end).get(group, [])
        counts = [self._figure(area, ages, period) for area in areas]
        return None if None in counts or not counts else sum(count or 0 for count in counts)

    @cached_property
    def _areas(self) -> Callable[[str, str, date], dict[str, list[str]]]:
        """The smallest areas of a place (of one of them, itself), by the group that each is in.

        Those in none are left out: nobody says how many people live where we know no group.
        """

        @cache
        def areas(code: str, scheme: str, on: date) -> dict[str, list[str]]:
            grouped: dict[str, list[str]] = {}
            smallest = self.tree.levels[0]
            itself = self.tree.place(code).level == smallest
            for area in (code,) if itself else self.tree.children(code, smallest, on):
                if (group := self.tree.attribute(area, scheme)) is not None:
                    grouped.setdefault(group, []).append(area)
            return grouped

        return areas


def to_table(parts: Iterable[Part]) -> pa.Table:
    """The parts as one table of `RESULTS`, but for the rows of a "not known" place in which nobody is counted."""
    held = list(parts)
    nothing = [pa.nulls(_size(part), pa.int64()) for part in held]
    columns: dict[str, pa.ChunkedArray | pa.Array] = {
        "figure": _each(held, lambda part: [part.figure]),
        "place": _each(held, lambda part: part.places),
        "period": _each(held, lambda part: [part.period.id]),
        "breakdown": _each(held, lambda part: [breakdown for breakdown, _ in part.bins], across=True),
        "group": _each(held, lambda part: [group for _, group in part.bins], across=True),
    }
    for name in COUNTS:
        pairs = [part.counts.get(name, (none, none)) for part, none in zip(held, nothing, strict=True)]
        columns[f"{name}_low"] = pa.chunked_array([low for low, _ in pairs], type=pa.int64())
        columns[f"{name}_high"] = pa.chunked_array([high for _, high in pairs], type=pa.int64())
    kept = np.concatenate([np.ones(0, dtype=bool), *(_kept(part) for part in held)])
    return pa.table(columns, schema=RESULTS).filter(pa.array(kept)).combine_chunks()


def _size(part: Part) -> int:
    return len(part.places) * len(part.bins)


def _each(parts: list[Part], words: Callable[[Part], Sequence[str]], *, across: bool = False) -> pa.Array:
    """A column of words: each of a part's, for as many rows as fill the part; or with `across`, all again and again."""
    known: dict[str, int] = {}
    chosen = [np.zeros(0, dtype=np.int64)]
    for part in parts:
        numbers = np.array([known.setdefault(word, len(known)) for word in words(part)], dtype=np.int64)
        times = _size(part) // len(numbers)
        chosen.append(np.tile(numbers, times) if across else np.repeat(numbers, times))
    return pa.array(list(known), type=pa.string()).take(np.concatenate(chosen))


def _counted(figure: Figure, blocks: dict[str, list[Block]], peopled: Peopled) -> Iterator[Part]:
    below = {block.span.period: block for block in blocks.get(divisor_id(figure), ())}
    for block in blocks.get(figure.id, ()):
        counts = _own_counts(block)
        if figure.divisor is not None:
            counts |= _from_other(block, below.get(block.span.period))
        if figure.ages is not None:
            counts["denominator"] = _population(block, figure.ages, peopled)
        yield Part(figure.id, block.span.period, block.places, block.bins, counts)


def _own_counts(block: Block) -> dict[str, tuple[pa.Array, pa.Array]]:
    return {
        component.name: (
            pa.array(block.low[:, :, number].ravel()),
            pa.array(block.high[:, :, number].ravel()),
        )
        for number, component in enumerate(block.task.counting.components)
    }


def _from_other(block: Block, other: Block | None) -> dict[str, tuple[pa.Array, pa.Array]]:
    """What the other dataset counts in each place and bin; empty where it says nothing."""
    if other is None:
        return {}
    at = {
        (place, bin): (other.low[row, column, 0], other.high[row, column, 0])
        for row, place in enumerate(other.places)
        for column, bin in enumerate(other.bins)
    }
    pairs = [at.get((place, bin), (None, None)) for place in block.places for bin in block.bins]
    return {"denominator": _arrays(pairs)}


def _population(block: Block, ages: tuple[int, int], peopled: Peopled) -> tuple[pa.Array, pa.Array]:
    period = block.span.period
    counts = [peopled.of(place, bin, period, ages) for place in block.places for bin in block.bins]
    return _arrays([(count, count) for count in counts])


def _changes(figure: Figure, parts: dict[str, Part]) -> Iterator[Part]:
    """The figure's parts now, beside those of a year before, for the places and groups that both have."""
    for part in parts.values():
        try:
            earlier = parts.get(a_year_before(part.period).id)
        except BadPeriod:  # a wave has no year before
            earlier = None
        if earlier is None:
            continue
        before = {f"earlier_{name}": _as_placed(earlier, name, part) for name in ("numerator", "denominator")}
        counts = {name: part.counts[name] for name in ("numerator", "denominator")}
        yield Part(figure.id, part.period, part.places, part.bins, counts | before)


def _as_placed(earlier: Part, name: str, now: Part) -> tuple[pa.Array, pa.Array]:
    """The earlier counts, in the order of the places and bins there are now.

    Empty for a place that was not there a year before; nothing for a "not known" in which nobody was counted.
    """
    keys = [(place, bin) for place in earlier.places for bin in earlier.bins]
    low, high = (dict(zip(keys, each.to_pylist(), strict=True)) for each in earlier.counts[name])
    none = {place: 0 if "?" in place else None for place in now.places}
    wanted = [(place, bin) for place in now.places for bin in now.bins]
    return _arrays([(low.get(key, none[key[0]]), high.get(key, none[key[0]])) for key in wanted])


def _arrays(pairs: list[tuple[int | None, int | None]]) -> tuple[pa.Array, pa.Array]:
    low, high = zip(*pairs, strict=True) if pairs else ((), ())
    return pa.array(low, type=pa.int64()), pa.array(high, type=pa.int64())


def _kept(part: Part) -> npt.NDArray[np.bool_]:
    anyone = np.array(["?" not in place for place in part.places])
    if not anyone.all():
        for _, high in part.counts.values():
            anyone |= high.fill_null(0).to_numpy(zero_copy_only=False)[:: len(part.bins)] > 0
    return np.repeat(anyone, len(part.bins))
