"""Where a record belongs: a hierarchy of places that knows dates.

Areas are redrawn, and a return may carry a small area of an older or a newer drawing than its date.
So where a code is not valid on a date, its answer is that of the places it became (or was made of) that are
valid: if they all agree, that is the answer; if they do not, or one of them has none, it is None, "not
known at this level". The record still counts wherever they do agree, as for the authority. The same
holds for attributes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hearth.kernel.errors import BadPlace
from hearth.kernel.place_checks import PlaceFinding, PlaceRecords, Reason, check_places, in_force
from hearth.kernel.place_records import (
    DEFAULT_LEVELS,
    Attribute,
    Change,
    ChangeKind,
    Lifetime,
    Link,
    Place,
)

__all__ = [
    "DEFAULT_LEVELS",
    "Place",
    "Link",
    "ChangeKind",
    "Change",
    "Attribute",
    "Reason",
    "PlaceFinding",
    "PlaceRecords",
    "check_places",
    "PlaceTree",
    "fifth_of",
]

SHOWN = 20


@dataclass(slots=True)
class _Index:
    """The records by code, and the answers already worked out."""

    places: dict[str, Place]
    parents: dict[str, list[tuple[str, Lifetime]]]
    children: dict[str, list[tuple[str, Lifetime]]]
    became: dict[str, list[str]]
    was: dict[str, list[str]]
    values: dict[tuple[str, str], str]
    climbed: dict[tuple[str, date], dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlaceTree:
    """Places of several levels, from small to large, each lying in larger ones, all with dates.

    Refuses records that cannot stand (BadPlace, naming every reason up to twenty; `check_places` gives them
    as data). The order in which the records are given does not matter: equal records make equal trees.
    Questions about a code that is not in the tree raise BadPlace; `code in tree` asks first.
    """

    places: tuple[Place, ...]
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    levels: tuple[str, ...] = DEFAULT_LEVELS
    _index: _Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        records = PlaceRecords(self.levels, self.places, self.links, self.changes, self.attributes)
        if findings := check_places(records):
            raise _refusal(findings)
        rank = {level: number for number, level in enumerate(self.levels)}
        for name, key in (
            ("places", lambda place: (rank[place.level], place.code)),
            ("links", lambda link: (link.child, link.parent, link.lifetime.first, link.lifetime.last)),
            ("changes", lambda change: (change.old, change.new)),
            ("attributes", lambda fact: (fact.place, fact.scheme)),
        ):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=key)))
        object.__setattr__(self, "levels", tuple(self.levels))
        object.__setattr__(self, "_index", _index(self))

    def __contains__(self, code: str) -> bool:
        return code in self._index.places

    def place(self, code: str) -> Place:
        """The place with this code, whenever it was valid."""
        found = self._index.places.get(code)
        if found is None:
            raise BadPlace(
                f"{code!r} is not a place we know.", "Check the code, or add the place to the list of places."
            )
        return found

    def at(self, level: str, on: date) -> tuple[Place, ...]:
        """The places of this level that are valid on the date, by code."""
        self._check_level(level)
        return tuple(place for place in self.places if place.level == level and on in place.lifetime)

    def ancestor(self, code: str, level: str, on: date) -> str | None:
        """The place of this level that the code lies in on the date, or None if not known.

        A place that is valid on the date lies in itself.
        """
        self._check_level(level)
        return self._climb(self.place(code).code, on).get(level)

    def ancestors(self, code: str, on: date) -> dict[str, str]:
        """The code at every level known on the date, from small to large, itself included if valid."""
        climbed = self._climb(self.place(code).code, on)
        return {level: climbed[level] for level in self.levels if level in climbed}

    def children(self, code: str, level: str, on: date) -> tuple[str, ...]:
        """The codes of this level that lie in this place on the date, however many levels below."""
        self._check_level(level)
        self.place(code)
        below: set[str] = set()
        waiting = [code] if self._valid(code, on) else []
        while waiting:
            for child, days in self._index.children.get(waiting.pop(), ()):
                if on in days and child not in below:
                    below.add(child)
                    waiting.append(child)
        return tuple(sorted(child for child in below if self.place(child).level == level))

    def roots(self, on: date) -> tuple[Place, ...]:
        """The places valid on the date that lie in no other on that date."""
        return tuple(
            place
            for place in self.places
            if on in place.lifetime
            and not any(on in days for _, days in self._index.parents.get(place.code, ()))
        )

    def attribute(self, code: str, scheme: str) -> str | None:
        """The value of this scheme: its own, or what its successors, or else its predecessors, agree on."""
        self.place(code)
        for steps in (self._index.became, self._index.was):
            if (value := self._value(code, scheme, steps)) is not None:
                return value
        return None

    def _valid(self, code: str, on: date) -> bool:
        return on in self._index.places[code].lifetime

    def _value(self, code: str, scheme: str, steps: Mapping[str, list[str]]) -> str | None:
        own = self._index.values.get((code, scheme))
        if own is not None or code not in steps:
            return own
        return _agreed({self._value(step, scheme, steps) for step in steps[code]})

    def _ends(self, code: str, on: date, steps: Mapping[str, list[str]]) -> set[str]:
        """Where following the changes one way leads: places valid on the date, and dead ends."""
        if self._valid(code, on) or code not in steps:
            return {code}
        return {end for step in steps[code] for end in self._ends(step, on, steps)}

    def _climb(self, code: str, on: date) -> dict[str, str]:
        known = self._index.climbed.get((code, on))
        if known is None:
            known = self._index.climbed[code, on] = self._climb_afresh(code, on)
        return known

    def _climb_afresh(self, code: str, on: date) -> dict[str, str]:
        if self._valid(code, on):
            reached = {self._index.places[code].level: code}
            for parent, days in self._index.parents.get(code, ()):
                if on in days:
                    reached |= self._climb(parent, on)
            return reached
        ended = on > self._index.places[code].lifetime.last
        steps = self._index.became if ended else self._index.was
        ways = [
            self._climb(other, on) if self._valid(other, on) else {} for other in self._ends(code, on, steps)
        ]
        agreed = ((level, _agreed({way.get(level) for way in ways})) for level in self.levels)
        return {level: found for level, found in agreed if found is not None}

    def _check_level(self, level: str) -> None:
        if level not in self.levels:
            raise BadPlace(f"{level!r} is not a level of place.", f"Use one of {', '.join(self.levels)}.")


def _agreed(answers: set[str | None]) -> str | None:
    return next(iter(answers)) if len(answers) == 1 else None


def _index(tree: PlaceTree) -> _Index:
    places = {place.code: place for place in tree.places}
    parents: defaultdict[str, list[tuple[str, Lifetime]]] = defaultdict(list)
    children: defaultdict[str, list[tuple[str, Lifetime]]] = defaultdict(list)
    for link in tree.links:
        days = in_force(link, places)
        parents[link.child].append((link.parent, days))
        children[link.parent].append((link.child, days))
    moved = [change for change in tree.changes if change.old != change.new]
    return _Index(
        places=places,
        parents=dict(parents),
        children=dict(children),
        became=_grouped((change.old, change.new) for change in moved),
        was=_grouped((change.new, change.old) for change in moved),
        values={(fact.place, fact.scheme): fact.value for fact in tree.attributes},
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for start, end in pairs:
        grouped[start].append(end)
    return dict(grouped)


def _refusal(findings: tuple[PlaceFinding, ...]) -> BadPlace:
    lines = [finding.message for finding in findings[:SHOWN]]
    if len(findings) > SHOWN:
        lines.append(f"And {len(findings) - SHOWN} more.")
    return BadPlace("\n".join(lines), "Put these records right and read the places again.")


def fifth_of(decile: str | int) -> str:
    """The fifth of deprivation that a decile falls in: '1' (deciles 1 and 2) is the most deprived."""
    number = int(decile) if str(decile).isdecimal() else 0
    if not 1 <= number <= 10:
        raise BadPlace(
            f"{decile!r} is not a decile.", "Deciles are whole numbers from 1, the most deprived, to 10."
        )
    return str((number + 1) // 2)
