"""Who lives where: the home, sex, ethnic group and schooling of a block's people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hearth.demo.columns import words
from hearth.demo.places import HUBS, AreaMap, the_map
from hearth.demo.streams import Block, Bools, Floats, Ints
from hearth.demo.truths import Who

__all__ = ["SEXES", "People", "draw_people", "near_hub"]

SEXES = ("female", "male")
ETHNICITIES = ("white", "mixed", "asian", "black", "other")
MEALS = ("not_eligible", "eligible")
SEND = ("none", "sen_support", "ehc_plan")
LANGUAGES = ("english", "other")
AGE_BANDS = ("under_25", "25_34", "35_44", "45_and_over")

HOME_NOT_KNOWN = 0.008
ETHNICITY_NOT_KNOWN = 0.04
MEALS_BY_FIFTH = np.array([0.0, 0.42, 0.28, 0.18, 0.11, 0.06])


@dataclass(frozen=True, slots=True)
class People:
    """What is true of each person, as numbers into the lists above; below 0 is not known. `area` is always known."""

    area: Ints
    home_known: Bools
    sex: Ints
    ethnicity: Ints
    meals: Bools
    send: Ints
    language: Ints
    age: Ints

    @property
    def fifth(self) -> Ints:
        return the_map().fifth[self.area]

    @property
    def hub(self) -> Ints:
        """The hub whose area the home is in."""
        return the_map().hub[self.area]

    def each(self, times: int | Ints) -> People:
        """Everyone again, so many times in a row: for records of which a person has several."""
        return People(*(np.repeat(getattr(self, name), times) for name in People.__slots__))

    def who(self, day: Ints) -> Who:
        """What differences may depend on, for records of these days."""
        return Who(self.fifth, self.hub, day, self.meals)

    def columns(self) -> dict[str, pa.Array]:
        """The columns by which many datasets describe a person."""
        return {
            "sex": words(SEXES, self.sex),
            "ethnicity": words(ETHNICITIES, self.ethnicity),
            "home_area": words(the_map().codes, self.area, ~self.home_known),
        }

    def school_columns(self) -> dict[str, pa.Array]:
        """The columns of a pupil."""
        return {
            **self.columns(),
            "free_school_meals": words(MEALS, self.meals.astype(np.int64)),
            "send": words(SEND, self.send),
            "first_language": words(LANGUAGES, self.language),
        }

    def parent_columns(self) -> dict[str, pa.Array]:
        """The columns of a mother, carer or parent."""
        return {**self.columns(), "age_band": words(AGE_BANDS, self.age)}


def draw_people(block: Block, weights: Floats | None = None) -> People:
    """The block's people; `weights` of the small areas, if not by their share of the children."""
    areas: AreaMap = the_map()
    draws = block.draws("people")
    area = draws.among(areas.share if weights is None else weights)
    ethnicity = draws.among((0.80, 0.06, 0.09, 0.03, 0.02))
    return People(
        area=area,
        home_known=~draws.happens(HOME_NOT_KNOWN),
        sex=draws.among((0.488, 0.512)),
        ethnicity=np.where(draws.happens(ETHNICITY_NOT_KNOWN), -1, ethnicity),
        meals=draws.happens(MEALS_BY_FIFTH[areas.fifth[area]]),
        send=draws.among((0.82, 0.14, 0.04)),
        language=draws.happens(np.where(ethnicity == 0, 0.05, 0.35)).astype(np.int64),
        age=draws.among((0.14, 0.52, 0.30, 0.04)),
    )


def near_hub(people: People, elsewhere: Bools, other: Ints) -> pa.Array:
    """The hub where something happened: mostly the one near home."""
    return words(HUBS, np.where(elsewhere, other, people.hub))
