"""Lines of published files as they stand, to compare with: read here by nothing of ours but the csv module."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

LONDON = "E12000007"
PARTS_OF_LONDON = ("E13000001", "E13000002")
SAME_AREA = {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
"""Authorities that were given a new code and no new boundary; they are counted under it."""

FILES = {
    "dfe_good_level_of_development": "dfe/good_level_of_development_2013_2019.csv",
    "dfe_attendance_year_to_date": "dfe/attendance_year_to_date_2025_26.csv",
    "dfe_children_looked_after": "dfe/cla_number_and_rate_per_10k_children.csv",
    "dfe_children_in_need": "dfe/b1_children_in_need_2013_to_2025.csv",
    "ons_population_0_17": "dfe/ons_population_0_17.csv",
}

SEX = {"Total": "", "Girls": "female", "Boys": "male"}
PHASE = {"Total": "", "Primary": "primary", "Secondary": "secondary", "Special": "special"}

Line = dict[str, str]


def lines(data: Path, source: str) -> list[Line]:
    with (data / FILES[source]).open(encoding="utf-8-sig", newline="") as text:
        return [{key: cell.strip() for key, cell in line.items()} for line in csv.DictReader(text)]


def of_authorities(published: Iterable[Line]) -> list[Line]:
    return [line for line in published if line["geographic_level"].lower() == "local authority"]


def of_larger_places(published: Iterable[Line]) -> list[Line]:
    return [line for line in published if line["geographic_level"].lower() != "local authority"]


def authority(line: Line) -> str:
    """The code that the line's authority is counted under."""
    return SAME_AREA.get(line["new_la_code"], line["new_la_code"])


def members(published: Iterable[Line], *within: str) -> dict[tuple[str, ...], set[str]]:
    """The authorities that the file's own lines put in each region, part of London and country, by `within`."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for line in of_authorities(published):
        region = line["region_code"]
        places = {region, line["country_code"]} | ({LONDON} if region in PARTS_OF_LONDON else set())
        for place in places:
            found[place, *(line[column] for column in within)].add(authority(line))
    return dict(found)


def larger_place(line: Line) -> str:
    return line["region_code"] or line["country_code"]


def academic(line: Line) -> str:
    return f"AY{line['time_period'][:4]}-{line['time_period'][4:]}"


def financial(line: Line) -> str:
    return f"{int(line['time_period']) - 1}-{line['time_period'][2:]}"
