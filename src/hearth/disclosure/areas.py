"""Places as sets of the smallest areas: what a reader with a map knows of how their counts hang together.

A hub may be just these four wards, or hold three and part of a fourth; the most deprived fifth of a hub may lie in one
ward. Where people are counted by the area they live in, their counts follow the map.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hearth.disclosure.lines import EmptyCell, PlaceLine, Together
from hearth.disclosure.tables import EVERYONE, Bin, Tables
from hearth.framework.datasets import NOT_KNOWN
from hearth.framework.framework import Framework
from hearth.kernel.places import PlaceTree

__all__ = ["empty_cells", "place_lines"]

NOWHERE = "?"
"""The area of those whose area is not known."""

Found = tuple[str, tuple[str, ...], tuple[Bin, ...], Together, bool]
"""A line: whole, parts, bins, what the parts come to, and whether only by area."""


def place_lines(tables: Tables, tree: PlaceTree, framework: Framework) -> tuple[PlaceLine, ...]:
    """What adds to what among places, and what lies within what, in each of the periods."""
    by: dict[Found, list[str]] = {}
    for map, periods in _maps(tables, tree, framework):
        for line in map.lines():
            by.setdefault(line, []).extend(periods)
    return tuple(
        PlaceLine(whole, parts, tuple(periods), groups, together, by_area)
        for (whole, parts, groups, together, by_area), periods in by.items()
    )


def empty_cells(tables: Tables, tree: PlaceTree, framework: Framework) -> tuple[EmptyCell, ...]:
    """Groups of a place in which no area lies: whoever has a map knows that nobody is counted there."""
    by: dict[tuple[str, Bin], list[str]] = {}
    for map, periods in _maps(tables, tree, framework):
        for place in tables.places:
            for bin in map.mapped:
                if not map.within(place, bin) and map.within(place, EVERYONE):
                    by.setdefault((place, bin), []).extend(periods)
    return tuple(EmptyCell(place, *bin, tuple(periods)) for (place, bin), periods in by.items())


def _maps(tables: Tables, tree: PlaceTree, framework: Framework) -> Iterator[tuple[_Map, list[str]]]:
    """The map on each last day of a period, and the periods that end on days with the same map."""
    found: dict[tuple[object, ...], tuple[_Map, list[str]]] = {}
    for period in tables.periods:
        map = _Map(tables, tree, framework, period.end)
        found.setdefault(map.drawing, (map, []))[1].append(period.id)
    yield from found.values()


@dataclass(frozen=True)
class _Map:
    """The places of the tables on one day, as sets of the smallest areas."""

    tables: Tables
    tree: PlaceTree
    framework: Framework
    on: date

    @cached_property
    def drawing(self) -> tuple[object, ...]:
        areas = tuple(self.areas[place] for place in self.tables.places)
        above = tuple(tuple(sorted(self._above(place).items())) for place in self.tables.places)
        return areas, above

    @cached_property
    def areas(self) -> dict[str, frozenset[str]]:
        """The areas of each place; of one that stands for "not known", those in no place of its level, and nowhere."""
        smallest = self.tree.levels[0]
        found: dict[str, frozenset[str]] = {}
        for place, level in zip(self.tables.places, self.tables.levels, strict=True):
            code, _, unknown = place.partition("?")
            inside = {code} if level == smallest else set(self.tree.children(code, smallest, self.on))
            if unknown:
                inside = {each for each in inside if not self.tree.ancestor(each, unknown, self.on)}
                inside |= {NOWHERE}
            elif code == self._widest:
                inside |= {NOWHERE}
            found[place] = frozenset(inside)
        return found

    @cached_property
    def _widest(self) -> str:
        ranks = {level: number for number, level in enumerate(self.tree.levels)}
        known = [place for place in self.tables.places if "?" not in place]
        return max(known, key=lambda each: ranks[self.tree.place(each).level], default="")

    @cached_property
    def mapped(self) -> dict[Bin, frozenset[str]]:
        """The bins of breakdowns that an area's attribute gives, and the areas that are in each."""
        every = frozenset[str]().union(*self.areas.values())
        schemes = {each.id: each.attribute for each in self.framework.breakdowns if each.attribute}
        found = {}
        for bin in self.tables.bins:
            if bin[0] in schemes:
                scheme = schemes[bin[0]] or ""
                found[bin] = frozenset(each for each in every if self._group(each, scheme) == bin[1])
        return found

    def _group(self, area: str, scheme: str) -> str:
        return (None if area == NOWHERE else self.tree.attribute(area, scheme)) or NOT_KNOWN

    def within(self, place: str, bin: Bin) -> frozenset[str]:
        """The areas of a place that are in the bin."""
        areas = self.areas[place]
        return areas if bin == EVERYONE else areas & self.mapped[bin]

    def _above(self, place: str) -> dict[str, str]:
        return self.tree.ancestors(place.partition("?")[0], self.on)

    def lines(self) -> Iterator[Found]:
        """The lines of every place with the places of every other level."""
        order = list(self.tree.levels)
        for whole, level in zip(self.tables.places, self.tables.levels, strict=True):
            if "?" in whole:
                continue
            for lower in order[: order.index(level)]:
                told = self._told(whole, level, lower)
                if told:
                    yield whole, told, (), Together.ADD, False
                    continue
                yield from self._drawn(whole, lower, EVERYONE, ())
                for bin in self.mapped:
                    yield from self._drawn(whole, lower, bin, (bin,))

    def _told(self, whole: str, level: str, lower: str) -> tuple[str, ...]:
        """The places of a lower level that are said to lie in the whole."""
        parts = [place for place in self._of(lower) if place.partition("?")[0] == whole]
        parts += [place for place in self._of(lower) if self._above(place).get(level) == whole]
        listed = tuple(place for place in self._of(lower) if place in parts)
        return listed if any("?" not in part for part in listed) else ()

    def _of(self, level: str) -> list[str]:
        places = zip(self.tables.places, self.tables.levels, strict=True)
        return [place for place, its in places if its == level]

    def _drawn(self, whole: str, lower: str, bin: Bin, groups: tuple[Bin, ...]) -> Iterator[Found]:
        """How the whole hangs together with places of a level that are not said to lie in it, by the map."""
        areas = self.within(whole, bin)
        touching = [each for each in self._of(lower) if "?" not in each and self.within(each, bin) & areas]
        inside = [each for each in touching if self.within(each, bin) <= areas]
        if not areas or not touching:
            return
        if frozenset[str]().union(*(self.within(each, bin) for each in inside)) == areas:
            yield whole, tuple(inside), groups, Together.ADD, True
            return
        if inside:
            yield whole, tuple(inside), groups, Together.WITHIN, True
        if areas <= frozenset[str]().union(*(self.within(each, bin) for each in touching)):
            yield whole, tuple(touching), groups, Together.COVER, True
