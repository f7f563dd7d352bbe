"""Small invented files in the shape of published ones, drawn in a test."""

from __future__ import annotations

from pathlib import Path

from hearth.engine.aggregates import Stated, read_stated
from hearth.figures.imports import Imported, import_counts
from hearth.figures.sources import load_source
from hearth.store.store import About, Store, create, open_store

PLACES = {
    "Ambleton": ("E06000901", "E12000002", "North West"),
    "Brackwell": ("E06000902", "E12000002", "North West"),
    "Inner Borough": ("E09000901", "E13000001", "Inner London"),
    "Outer Borough": ("E09000902", "E13000002", "Outer London"),
}
GLD = (
    "time_identifier,time_period,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name,gender,number_of_children,gld_number,gld_percent"
)
LOOKED_AFTER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,la_name,new_la_code,population_type,population_estimate,children_count,rate_per_10000"
)
ATTENDANCE = (
    "time_period,geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name,"
    "education_phase,overall_attendance,possible_sessions,time_identifier"
)
PEOPLE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name,age_group,population_estimate"
)


def gld(name: str, gender: str, children: object, with_gld: object, period: str = "201819") -> str:
    """One authority's line of the good level of development file, blanks as published: a space."""
    code, region, region_name = PLACES[name]
    return (
        f"Academic year,{period},Local Authority,E92000001,England,{region},{region_name}, ,{code},{name},"
        f"{gender},{children},{with_gld},0"
    )


def looked_after(name: str, people: object, children: object, year: int = 2021) -> str:
    code, region, region_name = PLACES[name]
    return (
        f"{year},Reporting year,Local authority,E92000001,England,{region},{region_name},,{name},{code},"
        f"Children looked after on 31 March each year,{people},{children},0"
    )


def attendance(name: str, phase: str, attended: object, possible: object) -> str:
    code, region, region_name = PLACES[name]
    return (
        f"202526,Local authority,E92000001,England,{region},{region_name},{code},{name},{phase},"
        f"{attended},{possible},Academic year"
    )


def people(name: str, count: object, year: int = 2020) -> str:
    code, region, region_name = PLACES[name]
    return (
        f"{year},Reporting year,Local authority,E92000001,England,{region},{region_name},,{code},{name},"
        f"Children aged 0 to 17 years,{count}"
    )


def written(path: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    """The lines as a file; with a byte order mark, as published ones often have, unless told otherwise."""
    path.write_bytes("\r\n".join((*lines, "")).encode(encoding))
    return path


def empty_store(folder: Path) -> Store:
    return create(folder / "store", About("Published counts"))


def brought_in(folder: Path, source: str, *lines: str) -> tuple[Store, Imported]:
    """The lines imported into the folder's store, which is made if there is none."""
    there = (folder / "store").exists()
    store = open_store(folder / "store") if there else empty_store(folder)
    return store, import_counts(store, load_source(source), written(folder / "published.csv", *lines))


def stated(store: Store, dataset: str) -> dict[tuple[str, str, str], tuple[tuple[int, int], tuple[int, int]]]:
    """What the store's aggregate rows state: for each place, period and group, numerator and denominator bounds."""
    return {
        (row.place, row.period.id, row.bin[1]): _bounds(row)
        for row in read_stated(store.root, store.returns())
    }


def _bounds(row: Stated) -> tuple[tuple[int, int], tuple[int, int]]:
    (above_low, below_low, *_), (above_high, below_high, *_) = row.bounds
    return (above_low, above_high), (below_low, below_high)
