"""What the analyst's measures share: reading returns, the map of places, adding up to periods, places and groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

__all__ = [
    "HUBS",
    "KEYS",
    "WARDS",
    "Cut",
    "Desk",
    "Places",
    "with_quarters",
    "academic_years",
    "first_of",
    "figure",
]

HUBS = ("hub", "authority")
WARDS = ("ward", "hub", "authority")
KEYS = ["place", "period", "breakdown", "group"]


class Places:
    """The map: the ward, hub, authority and fifth of deprivation of each small area, and its children by year."""

    def __init__(self, store: Path) -> None:
        folder = store / "places"
        levels = pd.read_csv(folder / "places.csv").set_index("code").level
        links = pd.read_csv(folder / "links.csv")
        above = links.assign(level=links.parent.map(levels)).pivot(
            index="child", columns="level", values="parent"
        )
        facts = pd.read_csv(folder / "attributes.csv", dtype="str").pivot(
            index="place", columns="scheme", values="value"
        )
        self.home = levels.index[levels == "authority"][0]
        areas = above[above.index.map(levels) == "small_area"][["ward", "hub"]]
        hubs = levels.index[levels == "hub"]
        self.map = pd.concat([areas, pd.DataFrame({"hub": hubs}, index=hubs)]).assign(authority=self.home)
        self.fifth = facts.deprivation_fifth
        self.populations = pd.read_csv(folder / "populations.csv", dtype={"sex": "str"})

    def column(self, code: pd.Series, level: str) -> pd.Series:
        """The place of the level that each code lies in; "not known" where it does not say."""
        missing = self.home if level == "authority" else f"{self.home}?{level}"
        return code.astype("str").map(self.map[level]).fillna(missing)

    def fifths(self, area: pd.Series) -> pd.Series:
        """The fifth of deprivation of each small area."""
        return area.astype("str").map(self.fifth)


@dataclass(frozen=True)
class Cut:
    """How records are added up: where they are placed, by which periods, to which levels, in which breakdowns.

    `breakdowns` says which column gives the group; that of `deprivation` is of small areas.
    """

    at: str
    periods: Sequence[str]
    levels: Sequence[str]
    breakdowns: Mapping[str, str]


@dataclass(frozen=True)
class Desk:
    """Where the analyst works: the store, its map, and whether she takes trouble over speed.

    The usual way maps places on to the records, and groups them for each level, period and breakdown. The tuned way
    reads codes as categories, groups once for each breakdown at the place the records name, and goes on from there.
    """

    store: Path
    places: Places
    tuned: bool

    def read(self, dataset: str, codes: Sequence[str], others: Sequence[str]) -> pd.DataFrame:
        """Those columns of a dataset's returns, days as days; in the tuned way, codes as categories."""
        return pd.read_parquet(
            self.store / "rows" / dataset,
            columns=[*codes, *others],
            read_dictionary=list(codes) if self.tuned else [],
            to_pandas_kwargs={"date_as_object": False},
        )

    def tally(self, records: pd.DataFrame, cut: Cut) -> pd.DataFrame:
        """The sums of the columns named n_, by period, place of each level, and group of each breakdown."""
        sums = [name for name in records.columns if name.startswith("n_")]
        parts = (
            self._from_leaves(records, cut, sums) if self.tuned else self._from_records(records, cut, sums)
        )
        return pd.concat(parts, ignore_index=True)

    def firsts(self, records: pd.DataFrame, unit: str, order: list[str], cut: Cut) -> pd.DataFrame:
        """Each person once in each period, where and as the first record of the period says.

        The first of a year is the first of a quarter.
        """
        found = []
        for period in cut.periods:
            records = first_of(records, unit, period, order)
            found.append(self.tally(records.assign(n_first=1), replace(cut, periods=[period])))
        return pd.concat(found, ignore_index=True)

    def _from_records(self, records: pd.DataFrame, cut: Cut, sums: list[str]) -> Iterator[pd.DataFrame]:
        placed = {level: self.places.column(records[cut.at], level) for level in cut.levels}
        groups = {f"group_{name}": self._group(records[each], name) for name, each in cut.breakdowns.items()}
        records = records[[*cut.periods, *sums]].assign(**placed, **groups)
        for breakdown in ("", *cut.breakdowns):
            keys = [f"group_{breakdown}"] if breakdown else []
            for level in cut.levels:
                for period in cut.periods:
                    found = records.groupby([level, period, *keys], sort=False)[sums].sum().reset_index()
                    group = found[keys[0]] if keys else ""
                    found = found.assign(
                        place=found[level], period=_named(found[period], period), group=group
                    )
                    yield found.assign(breakdown=breakdown)[[*KEYS, *sums]]

    def _from_leaves(self, records: pd.DataFrame, cut: Cut, sums: list[str]) -> Iterator[pd.DataFrame]:
        for breakdown, column in {"": "", **cut.breakdowns}.items():
            keys = list(dict.fromkeys([*cut.periods, cut.at, *([column] if column else [])]))
            small = records.groupby(keys, observed=True, dropna=False, sort=False)[sums].sum().reset_index()
            small["group"] = self._group(small[column], breakdown) if column else ""
            for level in cut.levels:
                small["in_place"] = self.places.column(small[cut.at], level)
                for period in cut.periods:
                    found = small.groupby(["in_place", period, "group"], sort=False)[sums].sum().reset_index()
                    found = found.assign(place=found.in_place, period=_named(found[period], period))
                    yield found.assign(breakdown=breakdown)[[*KEYS, *sums]]

    def _group(self, column: pd.Series, breakdown: str) -> pd.Series:
        group = self.places.fifths(column) if breakdown == "deprivation" else column.astype("str")
        return group.fillna("not_known")


def with_quarters(records: pd.DataFrame, day: str) -> pd.DataFrame:
    """The records of the three years that are published, with quarter and financial year: numbers, named when few."""
    inside = records[(records[day] >= "2023-04-01") & (records[day] <= "2026-03-31")]
    number = inside[day].dt.year * 4 + inside[day].dt.quarter - 2
    return inside.assign(quarter=number, financial_year=number // 4)


def academic_years(day: pd.Series) -> pd.Series:
    """The calendar year in which the academic year began."""
    return day.dt.year - (day.dt.month < 9)


def first_of(records: pd.DataFrame, unit: str, period: str, order: list[str]) -> pd.DataFrame:
    """The first record of each person in each period."""
    known = records[records[unit].notna()]
    return known.sort_values(order).drop_duplicates([unit, period])


def _named(number: pd.Series, period: str) -> pd.Series:
    year = number // 4 if period == "quarter" else number
    years = year.astype("str") + "-" + ((year + 1) % 100).astype("str").str.zfill(2)
    if period == "quarter":
        return years + "-Q" + (number % 4 + 1).astype("str")
    return "AY" + years if period == "academic_year" else years


def figure(
    id: str, kind: str, table: pd.DataFrame, numerator: pd.Series, denominator: pd.Series
) -> pd.DataFrame:
    """The rows of one figure."""
    return table[KEYS].assign(figure=id, kind=kind, numerator=numerator, denominator=denominator)
