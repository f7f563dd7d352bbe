"""Places out of published tables: where each row stands, and what the table adds to a store's hierarchy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise, product

from hearth.figures.mapping import Geography, PlaceColumns, Reorganisation, Source
from hearth.figures.readers import Faults, Row, matches
from hearth.kernel.errors import BadPlace
from hearth.kernel.place_checks import in_force
from hearth.kernel.places import Attribute, Change, ChangeKind, Link, Place, PlaceTree

__all__ = ["Found", "Located", "merged"]

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Located:
    """The place that a row is about, under the code it is kept under."""

    level: str
    code: str
    name: str


@dataclass(slots=True)
class Found:
    """The places, links, changes and attributes met so far in one table."""

    source: Source
    geography: Geography
    faults: Faults
    places: dict[str, Place] = field(default_factory=dict)
    links: set[Link] = field(default_factory=set)
    changes: dict[tuple[str, str], Change] = field(default_factory=dict)
    attributes: dict[tuple[str, str], Attribute] = field(default_factory=dict)
    parts: dict[str, Place] = field(default_factory=dict)

    def locate(self, row: Row) -> Located | None:
        """The place that the row is about, noted with those it lies in.

        None if it is about no place of the mapping's, or about a part of a place that is kept only whole.
        """
        first = self._first(row)
        if first is None or self.geography.whole(row[first.code]):
            return None
        if not row[first.code]:
            self.faults.add(row.line, f"{first.code} is empty: the row does not say its place.")
            return None
        larger = self.source.places[self.source.places.index(first) + 1 :]
        around = [each for each in larger if each.code != first.code]
        chain = [self._place(row, each) for each in (first, *around) if row[each.code]]
        for below, above in pairwise(chain):
            self.links.add(Link(below.code, above.code))
        return Located(chain[0].level, chain[0].code, chain[0].name)

    def locate_published(self, row: Row) -> Located | None:
        """As `locate`; and what is published about a part of a place is about the part, which lies in nothing."""
        first = self._first(row)
        if first is None or not self.geography.whole(row[first.code]):
            return self.locate(row)
        code = row[first.code]
        part = Place(code, (row[first.name] if first.name else "") or code, first.level)
        self.parts.setdefault(code, part)
        return Located(part.level, part.code, part.name)

    def _first(self, row: Row) -> PlaceColumns | None:
        """The columns of the place that the row is about: the smallest of those that are meant."""
        return next((each for each in self.source.places if _is_about(row, each)), None)

    def note_change(self, row: Row) -> None:
        """The change between two drawings that the row states, if the mapping has such columns."""
        columns = self.source.changes
        if columns is None:
            return
        old, new, letter = row[columns.old], row[columns.new], row[columns.kind]
        if not old or not new or letter not in [each.value for each in ChangeKind]:
            self.faults.add(
                row.line, f"{old!r} to {new!r} with the kind {letter!r} is not a change of a place."
            )
        elif old != new or letter == ChangeKind.UNCHANGED:
            self.changes[old, new] = Change(old, new, ChangeKind(letter))
        else:
            self.faults.add(row.line, f"{old} changes into itself, with the kind {letter}.")

    def _place(self, row: Row, columns: PlaceColumns) -> Place:
        printed, name = row[columns.code], row[columns.name] if columns.name else ""
        code, name = (columns.codes[printed], name or printed) if columns.codes else (printed, name)
        if whole := self.geography.whole(code):
            code, name = whole.code, whole.name
        code = self.geography.code(code)
        place = Place(code, name or code, columns.level, columns.valid_from, columns.valid_to)
        return self.places.setdefault(code, place)


def _is_about(row: Row, columns: PlaceColumns) -> bool:
    return matches(row, columns.rows) and (not columns.codes or row[columns.code] in columns.codes)


def merged(tree: PlaceTree, found: Found) -> PlaceTree:
    """The hierarchy with what was found added to it.

    What is known stands: a place keeps its name (unless that is only its code), and the dates that the
    table does not settle. Later attributes replace earlier ones. BadPlace if the whole cannot stand.
    """
    places = {place.code: place for place in tree.places}
    for place in found.places.values():
        places[place.code] = _both(places.get(place.code, place), place)
    for reorganisation in found.geography.reorganised:
        _date(places, reorganisation)
    changes = {(each.old, each.new): each for each in tree.changes}
    changes |= {(each.old, each.new): each for each in _reorganised(found.geography, places)} | found.changes
    links = {*tree.links, *found.links}
    if found.source.changes is not None:
        links |= set(_redrawn(places, links, found, found.source.changes.on))
    attributes = {(each.place, each.scheme): each for each in tree.attributes} | found.attributes
    return PlaceTree(
        tuple(places.values()), tuple(links), tuple(changes.values()), tuple(attributes.values()), tree.levels
    )


def _both(known: Place, found: Place) -> Place:
    if known.level != found.level:
        raise BadPlace(
            f"{known.code} is a place of the level {known.level} in the store, and of the level {found.level} here.",
            "A code stands for one place for ever: put right the mapping, or the store's places.",
        )
    return replace(
        known,
        name=found.name if known.name == known.code else known.name,
        valid_from=found.valid_from or known.valid_from,
        valid_to=found.valid_to or known.valid_to,
    )


def _date(places: dict[str, Place], reorganisation: Reorganisation) -> None:
    for code in places.keys() & set(reorganisation.old):
        places[code] = replace(places[code], valid_to=reorganisation.on - DAY)
    for code in places.keys() & set(reorganisation.new):
        places[code] = replace(places[code], valid_from=reorganisation.on)


def _reorganised(geography: Geography, places: dict[str, Place]) -> Iterator[Change]:
    for each in geography.reorganised:
        kind = ChangeKind.MERGED if len(each.old) > len(each.new) else ChangeKind.SPLIT
        for old, new in product(each.old, each.new):
            if old in places and new in places:
                yield Change(old, new, kind)


def _redrawn(places: dict[str, Place], links: set[Link], found: Found, on: date) -> Iterable[Link]:
    """Date the areas that were redrawn, and link each new one to what the old one lay in."""
    changed = [each for each in found.changes.values() if each.kind is not ChangeKind.UNCHANGED]
    for code in sorted(
        {code for each in found.changes.values() for code in (each.old, each.new)} - places.keys()
    ):
        found.faults.add(
            1, f"{code} is not among the store's places. Bring in both drawings of the areas first."
        )
    found.faults.refuse()
    for change in changed:
        places[change.old] = replace(places[change.old], valid_to=on - DAY)
        places[change.new] = replace(places[change.new], valid_from=on)
    for change in changed:
        for link in [each for each in links if each.child == change.old]:
            inherited = replace(link, child=change.new)
            if not _lies_elsewhere(inherited, links, places):
                yield inherited


def _lies_elsewhere(inherited: Link, links: set[Link], places: dict[str, Place]) -> bool:
    """Whether there is no day for the link, or the place has another parent of that level on some day of it."""
    days, level = in_force(inherited, places), places[inherited.parent].level
    others = [each for each in links if each.child == inherited.child and places[each.parent].level == level]
    return days.empty or any(not (days & in_force(other, places)).empty for other in others)
