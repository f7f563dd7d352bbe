"""Whether a hierarchy of places can stand: every reason why not, at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

from hearth.kernel.place_records import Attribute, Change, ChangeKind, Lifetime, Link, Place

__all__ = ["Reason", "PlaceFinding", "PlaceRecords", "check_places"]


class Reason(StrEnum):
    """Why a hierarchy cannot stand; stable, for programs."""

    DUPLICATE_LEVEL = "duplicate-level"
    UNKNOWN_LEVEL = "unknown-level"
    DUPLICATE_CODE = "duplicate-code"
    UNKNOWN_CHILD = "unknown-child"
    UNKNOWN_PARENT = "unknown-parent"
    LEVEL_ORDER = "level-order"
    NEVER_IN_FORCE = "never-in-force"
    CYCLE = "cycle"
    TWO_PARENTS = "two-parents"
    TWO_ANCESTORS = "two-ancestors"
    UNKNOWN_PLACE = "unknown-place"
    CHANGE_OF_LEVEL = "change-of-level"
    CHANGE_CYCLE = "change-cycle"
    DUPLICATE_CHANGE = "duplicate-change"
    DUPLICATE_ATTRIBUTE = "duplicate-attribute"


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """One thing that is wrong. `about` is the record to put right; None where it is the list of levels."""

    reason: Reason
    message: str
    about: Place | Link | Change | Attribute | None = None


@dataclass(frozen=True, slots=True)
class PlaceRecords:
    """What a hierarchy is to be made of; `levels` go from small to large."""

    levels: Sequence[str]
    places: Sequence[Place]
    links: Sequence[Link] = ()
    changes: Sequence[Change] = ()
    attributes: Sequence[Attribute] = ()


def check_places(records: PlaceRecords) -> tuple[PlaceFinding, ...]:
    """Everything that stops these records being a hierarchy; empty if nothing does."""
    known = {place.code: place for place in reversed(records.places)}
    rank = {level: number for number, level in enumerate(records.levels)}
    sound = [link for link in records.links if link.child in known and link.parent in known]
    found = [
        *_of_levels(records, rank),
        *_of_codes(records.places),
        *_of_ends(records.links, known),
        *_of_links(sound, known, rank),
        *_of_changes(records.changes, known),
        *_of_attributes(records.attributes, known),
    ]
    return tuple(found or _two_ancestors(known, sound))


def _of_levels(records: PlaceRecords, rank: dict[str, int]) -> Iterator[PlaceFinding]:
    if len(rank) < len(records.levels):
        yield PlaceFinding(Reason.DUPLICATE_LEVEL, f"A level is listed twice: {', '.join(records.levels)}.")
    for place in records.places:
        if place.level not in rank:
            levels = ", ".join(records.levels)
            message = f"{place.code} has the level {place.level!r}, which is not one of {levels}."
            yield PlaceFinding(Reason.UNKNOWN_LEVEL, message, place)


def _of_codes(places: Iterable[Place]) -> Iterator[PlaceFinding]:
    seen: set[str] = set()
    for place in places:
        if place.code in seen:
            message = f"The code {place.code} is given to two places; a code stands for one place for ever."
            yield PlaceFinding(Reason.DUPLICATE_CODE, message, place)
        seen.add(place.code)


def _of_ends(links: Iterable[Link], known: dict[str, Place]) -> Iterator[PlaceFinding]:
    for link in links:
        if link.child not in known:
            yield PlaceFinding(
                Reason.UNKNOWN_CHILD, f"{link.child} lies in {link.parent} but is not listed.", link
            )
        if link.parent not in known:
            yield PlaceFinding(
                Reason.UNKNOWN_PARENT, f"{link.child} lies in {link.parent}, which is not listed.", link
            )


def in_force(link: Link, known: dict[str, Place]) -> Lifetime:
    """The days on which a link holds: its own, while both of its places are valid."""
    return link.lifetime & known[link.child].lifetime & known[link.parent].lifetime


def _of_links(links: Sequence[Link], known: dict[str, Place], rank: dict[str, int]) -> Iterator[PlaceFinding]:
    for link in links:
        child, parent = known[link.child], known[link.parent]
        if rank.get(child.level, -1) >= rank.get(parent.level, len(rank)):
            inside, outside = f"{child.code} ({child.level})", f"{parent.code} ({parent.level})"
            message = f"{inside} cannot lie in {outside}, which is not of a larger level."
            yield PlaceFinding(Reason.LEVEL_ORDER, message, link)
        if in_force(link, known).empty:
            message = f"{child.code} lies in {parent.code} on no day on which both are valid."
            yield PlaceFinding(Reason.NEVER_IN_FORCE, message, link)
    if loop := _loop((link.child, link.parent) for link in links):
        yield PlaceFinding(Reason.CYCLE, f"Each of these lies in the next: {' in '.join(loop)}.", None)
    yield from _two_parents(links, known)


def _two_parents(links: Iterable[Link], known: dict[str, Place]) -> Iterator[PlaceFinding]:
    side_by_side: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        side_by_side[link.child, known[link.parent].level].append(link)
    for (child, level), group in side_by_side.items():
        for one, other in combinations(group, 2):
            both = in_force(one, known) & in_force(other, known)
            if not both.empty:
                when = "always" if both.first == date.min else f"on {both.first}"
                pair = f"{one.parent} and {other.parent}"
                message = f"{child} lies in two places of the level {level}, {pair}, {when}."
                yield PlaceFinding(Reason.TWO_PARENTS, message, other)


def _two_ancestors(known: dict[str, Place], links: Sequence[Link]) -> Iterator[PlaceFinding]:
    """Ways up that part and do not meet again: a ward and a hub of one small area in two authorities.

    Only looked for once every link is sound. What lies above a place changes only where a link begins.
    """
    above: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        above[link.child].append(link)
    forked = {
        code for code, parents in above.items() if len({known[link.parent].level for link in parents}) > 1
    }
    starts = sorted({in_force(link, known).first for link in links})
    for code in sorted(forked):
        for day in starts:
            if day in known[code].lifetime and (clash := _clash(code, day, known, above)):
                message = f"{code} lies in both {clash[0]} and {clash[1]} on {day}, which are of one level."
                yield PlaceFinding(Reason.TWO_ANCESTORS, message, known[code])
                break


def _clash(
    code: str, day: date, known: dict[str, Place], above: dict[str, list[Link]]
) -> tuple[str, str] | None:
    at: dict[str, str] = {}
    waiting = [code]
    while waiting:
        for link in above.get(waiting.pop(), ()):
            if day not in in_force(link, known):
                continue
            other = at.setdefault(known[link.parent].level, link.parent)
            if other != link.parent:
                return min(other, link.parent), max(other, link.parent)
            waiting.append(link.parent)
    return None


def _of_changes(changes: Sequence[Change], known: dict[str, Place]) -> Iterator[PlaceFinding]:
    seen: set[tuple[str, str]] = set()
    for change in changes:
        for code in sorted({change.old, change.new} - known.keys()):
            message = f"{code}, in the change from {change.old} to {change.new}, is not listed."
            yield PlaceFinding(Reason.UNKNOWN_PLACE, message, change)
        if (change.old, change.new) in seen:
            message = f"The change from {change.old} to {change.new} is listed twice."
            yield PlaceFinding(Reason.DUPLICATE_CHANGE, message, change)
        seen.add((change.old, change.new))
        if {change.old, change.new} <= known.keys() and known[change.old].level != known[change.new].level:
            message = f"{change.old} changes into {change.new}, which is of another level."
            yield PlaceFinding(Reason.CHANGE_OF_LEVEL, message, change)
    steps = (
        (change.old, change.new)
        for change in changes
        if change.kind is not ChangeKind.UNCHANGED or change.old != change.new
    )
    if loop := _loop(steps):
        yield PlaceFinding(Reason.CHANGE_CYCLE, f"These change into one another: {' to '.join(loop)}.", None)


def _of_attributes(attributes: Iterable[Attribute], known: dict[str, Place]) -> Iterator[PlaceFinding]:
    seen: set[tuple[str, str]] = set()
    for fact in attributes:
        if fact.place not in known:
            yield PlaceFinding(
                Reason.UNKNOWN_PLACE, f"{fact.place}, which has a {fact.scheme}, is not listed.", fact
            )
        if (fact.place, fact.scheme) in seen:
            message = f"{fact.place} is given its {fact.scheme} twice."
            yield PlaceFinding(Reason.DUPLICATE_ATTRIBUTE, message, fact)
        seen.add((fact.place, fact.scheme))


def _loop(steps: Iterable[tuple[str, str]]) -> list[str]:
    """One way round from a place back to itself, or nothing."""
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for start, end in sorted(steps):
        graph[end].add(start)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return [str(code) for code in found.args[1]]
    return []
