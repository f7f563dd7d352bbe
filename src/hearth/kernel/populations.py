"""How many people live where: mid-year estimates, by age band, with the vintage each one comes from.

An estimate is revised: the same mid-year has one figure before a census and another after it, and a rate on
the one is not comparable with a rate on the other. So the vintage travels with every figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from hearth.kernel.errors import BadPlace
from hearth.kernel.places import PlaceTree

__all__ = ["OLDEST_AGE", "Population", "PopulationFigure", "Populations", "mid_year_for"]

OLDEST_AGE = 120
"""Stands for the end of a band with no upper age: 90 and over is 90 to 120."""

Bands = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Population:
    """People of a place aged `age_from` to `age_to`, both inclusive, at 30 June of `mid_year`.

    `vintage` names the estimate, such as 2024-census-rebased; the label that sorts last is the latest.
    `sex` is empty for everyone.
    """

    place: str
    age_from: int
    age_to: int
    mid_year: int
    vintage: str
    sex: str
    count: int

    def __post_init__(self) -> None:
        about = f"The population of {self.place or 'a place with no code'} in {self.mid_year}"
        if not self.place or not self.vintage:
            raise BadPlace(f"{about} needs a place and a vintage.", "Give both.")
        if not 0 <= self.age_from <= self.age_to <= OLDEST_AGE:
            raise BadPlace(
                f"{about} is for ages {self.age_from} to {self.age_to}.",
                f"Ages go up from 0 to {OLDEST_AGE}, which stands for no upper age.",
            )
        if self.count < 0:
            raise BadPlace(f"{about} is {self.count}.", "A count is 0 or more.")
        if not 1900 <= self.mid_year <= 2199:
            raise BadPlace(f"{about} is not of a year from 1900 to 2199.", "Give the year of the estimate.")


@dataclass(frozen=True, slots=True)
class PopulationFigure:
    """A population as asked for, and the estimate it comes from."""

    count: int
    vintage: str
    mid_year: int


def mid_year_for(on: date) -> int:
    """The mid-year estimate under a rate on this date: of the year before.

    As the Department for Education does: a rate at 31 March 2025 is per head of mid-2024.
    """
    return on.year - 1


@dataclass(frozen=True, slots=True)
class Populations:
    """Estimates, in any order, with the hierarchy that lets a larger place be the sum of its small areas.

    Refuses the same place, ages, year, vintage and sex twice (BadPlace).
    """

    rows: tuple[Population, ...]
    tree: PlaceTree | None = None
    _bands: dict[tuple[str, int, str], dict[str, Bands]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bands: defaultdict[tuple[str, int, str], defaultdict[str, Bands]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for row in self.rows:
            ages = (row.age_from, row.age_to)
            estimate = bands[row.place, row.mid_year, row.sex][row.vintage]
            if ages in estimate:
                who = f" {row.sex}" if row.sex else ""
                raise BadPlace(
                    f"{row.place} has two populations{who} aged {row.age_from} to {row.age_to} "
                    f"in {row.mid_year}, both of the vintage {row.vintage}.",
                    "Keep one, or name their vintages apart.",
                )
            estimate[ages] = row.count
        object.__setattr__(self, "rows", tuple(sorted(self.rows, key=_order)))
        object.__setattr__(self, "_bands", {key: dict(found) for key, found in bands.items()})

    def of(
        self, place: str, ages: tuple[int, int], mid_year: int, sex: str = "", on: date | None = None
    ) -> PopulationFigure | None:
        """The people of these ages, both inclusive; None if no estimate says.

        The place's own latest vintage that can answer, adding age bands that meet exactly: bands are never
        shared out. Where the place has none, the sum of its smallest areas on the date `on` (30 June of the
        year if not given), from the latest vintage that every one of them has.
        """
        return self._own(place, ages, mid_year, sex) or self._summed(place, ages, mid_year, sex, on)

    def _own(self, place: str, ages: tuple[int, int], mid_year: int, sex: str) -> PopulationFigure | None:
        return next(self._answers(place, ages, mid_year, sex), None)

    def _answers(
        self, place: str, ages: tuple[int, int], mid_year: int, sex: str
    ) -> Iterator[PopulationFigure]:
        """Each vintage that can answer, the latest first."""
        estimates = self._bands.get((place, mid_year, sex), {})
        for vintage in sorted(estimates, reverse=True):
            count = _tiled(estimates[vintage], *ages)
            if count is not None:
                yield PopulationFigure(count, vintage, mid_year)

    def _summed(
        self, place: str, ages: tuple[int, int], mid_year: int, sex: str, on: date | None
    ) -> PopulationFigure | None:
        if self.tree is None or place not in self.tree:
            return None
        areas = self._smallest_areas(self.tree, place, on or date(mid_year, 6, 30))
        answers = [
            {each.vintage: each for each in self._answers(area, ages, mid_year, sex)} for area in areas
        ]
        shared = set.intersection(*map(set, answers)) if answers else set()
        if not shared:
            return None
        latest = max(shared)
        return PopulationFigure(sum(answer[latest].count for answer in answers), latest, mid_year)

    def _smallest_areas(self, tree: PlaceTree, place: str, on: date) -> tuple[str, ...]:
        levels = (tree.children(place, level, on) for level in tree.levels)
        return next((areas for areas in levels if areas), ())


def _order(row: Population) -> tuple[str, int, str, str, int, int]:
    return row.place, row.mid_year, row.vintage, row.sex, row.age_from, row.age_to


def _tiled(bands: Bands, age_from: int, age_to: int) -> int | None:
    """The sum over the fewest bands that meet end to end from one age to the other.

    Fewest, because published counts are rounded and each band adds its own rounding.
    """
    reached: dict[int, tuple[int, int]] = {age_from: (0, 0)}
    for start, end in sorted(bands):
        if start in reached and end <= age_to:
            steps, count = reached[start]
            longer = (steps + 1, count + bands[start, end])
            reached[end + 1] = min(reached.get(end + 1, longer), longer)
    return reached[age_to + 1][1] if age_to + 1 in reached and age_to >= age_from else None
