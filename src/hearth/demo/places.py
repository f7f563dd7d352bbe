"""The map of Brackenhythe: an invented borough in an invented region of an invented nation.

The codes begin with X, which no statistics office of these islands gives to a place. The map is the same for every
seed, so that a planted truth can name a hub.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hearth.demo.streams import Floats, Ints
from hearth.kernel.places import Attribute, Link, Place, PlaceTree, fifth_of
from hearth.kernel.populations import Population, Populations

__all__ = [
    "AUTHORITY",
    "HUBS",
    "NATION",
    "NATION_NAME",
    "NOTICE",
    "REGION",
    "REGION_NAME",
    "WARDS",
    "AreaMap",
    "the_map",
    "the_tree",
    "populations",
]

NOTICE = (
    "Invented. Brackenhythe, the region of Tamberdale and the nation of Larrowmark do not exist; no one in this "
    "data exists; and the differences in it were put there on purpose."
)
NATION, REGION, AUTHORITY = "X92000001", "X12000001", "X08000001"
NATION_NAME, REGION_NAME = "Larrowmark (invented nation)", "Tamberdale (invented region)"

HUB_NAMES = (
    "Alderlow",
    "Beechrook",
    "Cindermoss",
    "Damselby",
    "Eldwick Row",
    "Fernmarch",
    "Gorsehallow",
    "Hazelfleet",
)
WARD_NAMES = (
    "Amberholt", "Ashwhistle", "Bellgarth", "Birchmarrow", "Brindlecote", "Cloudberry Hill", "Copperlea",
    "Dovewhin", "Emberfold", "Fallowmere", "Finchrigg", "Goldenslack", "Heronstep", "Inglemoss", "Juniper Edge",
    "Kestrelby", "Larkrigg", "Mallowgate", "Nettlebarrow", "Otterwhistle", "Pepperthorn",
)  # fmt: skip
HUBS = tuple(f"X9000000{number}" for number in range(1, 9))
WARDS = tuple(f"X050000{number:02}" for number in range(1, 22))

AREAS_IN_DECILE = (17, 16, 15, 16, 17, 19, 20, 21, 23, 26)
"""Small areas in each tenth of deprivation, from the most deprived: a borough better off than most, with poor parts."""

WARDS_OF_HUB = (3, 3, 3, 3, 3, 2, 2, 2)
SPLIT_WARD, SPLIT_AREAS = 10, 4
"""The last four areas of this ward look to the next hub: wards and hubs do not nest."""

CHILDREN = 65_000
MID_YEARS = {2021: 0.988, 2022: 0.992, 2023: 0.996, 2024: 1.0, 2025: 1.003}
VINTAGE = "2026-invented"


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The small areas, by number from 0: their codes, ward and hub (numbers from 0), and deprivation.

    `share` is each area's share of the borough's children.
    """

    codes: tuple[str, ...]
    ward: Ints
    hub: Ints
    decile: Ints
    share: Floats

    @property
    def fifth(self) -> Ints:
        """From 1, the most deprived, to 5."""
        return (self.decile + 1) // 2


@lru_cache(maxsize=1)
def the_map() -> AreaMap:
    """The one map there is."""
    size = sum(AREAS_IN_DECILE)
    per_ward, over = divmod(size, len(WARDS))
    ward = np.repeat(np.arange(len(WARDS)), [per_ward + (number < over) for number in range(len(WARDS))])
    hub = np.repeat(np.arange(len(HUBS)), WARDS_OF_HUB)[ward]
    hub[np.flatnonzero(ward == SPLIT_WARD)[-SPLIT_AREAS:]] += 1
    decile = _deciles(ward)
    weight = 1 + 0.05 * (5.5 - decile) + 0.4 * _spread(np.arange(size), 3)
    codes = tuple(f"X01{number:06}" for number in range(1, size + 1))
    return AreaMap(codes, ward, hub, decile, weight / weight.sum())


def _deciles(ward: Ints) -> Ints:
    """Poor areas lie together, but every hub has some of each."""
    leaning = 0.3 * _spread(ward + 1, 5) + 0.7 * _spread(np.arange(len(ward)) + 1, 2)
    ranked = np.empty(len(ward), dtype=np.int64)
    ranked[np.argsort(leaning, kind="stable")] = np.repeat(np.arange(1, 11), AREAS_IN_DECILE)
    return ranked


def _spread(numbers: Ints, base: int) -> Floats:
    """The sequence of van der Corput: numbers in a row land far apart, evenly between 0 and 1."""
    left, unit, out = numbers.copy(), 1.0, np.zeros(len(numbers))
    while left.any():
        unit /= base
        out += unit * (left % base)
        left //= base
    return out


@lru_cache(maxsize=1)
def the_tree() -> PlaceTree:
    """The hierarchy: small areas in wards and hubs, both in the authority, with deprivation deciles and fifths."""
    areas = the_map()
    larger = [
        Place(NATION, NATION_NAME, "country"),
        Place(REGION, REGION_NAME, "region"),
        Place(AUTHORITY, "Brackenhythe (invented)", "authority"),
        *(
            Place(code, f"{name} Family Hub (invented)", "hub")
            for code, name in zip(HUBS, HUB_NAMES, strict=True)
        ),
        *(Place(code, f"{name} (invented)", "ward") for code, name in zip(WARDS, WARD_NAMES, strict=True)),
    ]
    small = [
        Place(code, f"Brackenhythe {number:03} (invented)", "small_area") for number, code in _numbered(areas)
    ]
    links = [
        Link(REGION, NATION),
        Link(AUTHORITY, REGION),
        *(Link(code, AUTHORITY) for code in (*HUBS, *WARDS)),
    ]
    links += [Link(code, WARDS[ward]) for code, ward in zip(areas.codes, areas.ward, strict=True)]
    links += [Link(code, HUBS[hub]) for code, hub in zip(areas.codes, areas.hub, strict=True)]
    facts = [
        fact
        for code, decile in zip(areas.codes, areas.decile.tolist(), strict=True)
        for fact in (
            Attribute(code, "deprivation_decile", str(decile)),
            Attribute(code, "deprivation_fifth", fifth_of(decile)),
        )
    ]
    return PlaceTree(tuple(larger + small), tuple(links), (), tuple(facts))


def _numbered(areas: AreaMap) -> list[tuple[int, str]]:
    return list(enumerate(areas.codes, start=1))


def populations(people: float) -> Populations:
    """Children aged 0 to 17 of each small area at each mid-year, all and by sex, with `people` for each one."""
    areas = the_map()
    found = []
    for mid_year, size in MID_YEARS.items():
        female = np.rint(CHILDREN * people * size * areas.share * 0.488).astype(int).tolist()
        male = np.rint(CHILDREN * people * size * areas.share * 0.512).astype(int).tolist()
        for code, girls, boys in zip(areas.codes, female, male, strict=True):
            for sex, count in (("", girls + boys), ("female", girls), ("male", boys)):
                found.append(Population(code, 0, 17, mid_year, VINTAGE, sex, count))
    return Populations(tuple(found))
