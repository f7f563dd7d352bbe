"""Small invented files in the shape of published figures: the columns that the mappings read, as published."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from figures.published import PLACES, written
from hearth.disclosure.published import Published, PublishedCell
from hearth.figures.published import read_published
from hearth.figures.sources import load_source

_DFE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,la_name,new_la_code"
)
_NEET = (
    "Cohort_DJFavg,NEET_not_known_percent,NEET_percent,Notknown_percent,cohort_March,"
    "TOTAL_participating_in_education_and_training_percent,NEET_NK_EHCP_percent,VG_NEET_NK_percentage"
)
_KS2 = (
    "t_{0}_eligible_pupils,t_{0}_met_expected_standard,pt_{0}_met_expected_standard",
    "t_{0}_progress_eligible_pupils,avg_{0}_progress_score,avg_{0}_progress_score_lower_CI,"
    "avg_{0}_progress_score_upper_CI",
)
HEADINGS = {
    "dfe_good_level_of_development": f"{_DFE},gender,number_of_children,gld_number,gld_percent",
    "dfe_children_looked_after": f"{_DFE},population_type,population_estimate,children_count,rate_per_10000",
    "dfe_attendance_year_to_date": (
        f"{_DFE},education_phase,overall_attendance,possible_sessions,attendance_perc,pa_perc"
    ),
    "dfe_children_in_need": f"{_DFE},category,At31_episodes",
    "ons_population_0_17": f"{_DFE},age_group,population_estimate",
    "dfe_neet_2023": f"{_DFE},Age,{_NEET}",
    "dfe_neet_2025": f"{_DFE},Age,{_NEET}",
    "dfe_social_care_key_stage_2": ",".join(
        [
            f"{_DFE},social_care_group,version",
            *(_KS2[0].format(each) for each in ("read", "writta", "mat", "rwm")),
            *(_KS2[1].format(each) for each in ("read", "writta", "mat")),
        ]
    ),
    "dfe_social_care_key_stage_4": (
        f"{_DFE},social_care_group,version,t_pupils,avg_att8,t_l2basics_95,pt_l2basics_95,t_l2basics_94,"
        "pt_l2basics_94,t_inp8calc,avg_p8score,p8score_CI_low,p8score_CI_upp"
    ),
    "dfe_social_care_absence": (
        f"{_DFE},social_care_group,phase_type_grouping,t_pupils,t_sess_possible,t_sess_overall,pt_overall,"
        "t_pupils_pa_10_exact,pt_pupils_pa_10_exact,t_pupils_pa_50_exact,pt_pupils_pa_50_exact"
    ),
    "dfe_lait": "Short Desc,Years,LA and Regions,Values",
    "fingertips": (
        "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,"
        "Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator"
    ),
}
"""The columns of each published file that bear on its figures, in the file's own words."""


def of_place(name: str) -> dict[str, str]:
    """The cells by which the Department for Education tells a place: an invented authority, or a real larger one."""
    about = {"country_code": "E92000001", "country_name": "England"}
    if name == "England":
        return about | {"geographic_level": "National"}
    if name not in PLACES:
        code = {"North West": "E12000002", "Inner London": "E13000001"}[name]
        return about | {"geographic_level": "Regional", "region_code": code, "region_name": name}
    code, region, region_name = PLACES[name]
    return about | {
        "geographic_level": "Local authority",
        "region_code": region,
        "region_name": region_name,
        "new_la_code": code,
        "la_name": name,
    }


def published_lines(source: str, *rows: dict[str, object]) -> list[str]:
    """The file's lines: its headings, and each row's cells under them, those that are not given being empty."""
    heading = HEADINGS[source].split(",")
    out = io.StringIO()
    writer = csv.DictWriter(out, heading, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().splitlines()


def came_out(folder: Path, source: str, *rows: dict[str, object]) -> Published:
    """The rows as a file of a packaged source, read."""
    return read_published(
        load_source(source), written(folder / "published.csv", *published_lines(source, *rows))
    )


def only(published: Published) -> PublishedCell:
    """The one row there is."""
    (cell,) = published.cells()
    return cell


OWN = """\
id: ours
title: Ours
publisher: Us
licence: Open Government Licence v3.0
edition: '2024'
places:
  - {level: authority, code: code, name: place, rows: {level: [authority]}}
  - {level: country, code: code, name: place, rows: {level: [country]}}
period: {column: year, kind: financial_year}
figures:
"""

SYMBOLS = """\
symbols:
  c: {means: suppressed}
  low: {means: rounds_to_zero}
  k: {means: rounds_to_zero}
  x: {means: not_available}
  z: {means: not_applicable}
  u: {means: unreliable}
  "-": {means: not_available}
  NA: {means: not_available}
"""


def own_mapping(folder: Path, *figures: str, more: str = "") -> Path:
    """A mapping of one's own, with these figures, each written as one line of YAML."""
    path = folder / "ours.yaml"
    lines = "".join(f"  - {{of_whom: Children, {each}}}\n" for each in figures)
    path.write_text(f"{OWN}{lines}{SYMBOLS}{more}", encoding="utf-8")
    return path


def own_file(folder: Path, heading: str, *lines: str) -> Path:
    """A file of one's own: `level,code,place,year` and these columns."""
    return written(folder / "ours.csv", f"level,code,place,year,{heading}", *lines)


def came_out_of(folder: Path, figure: str, heading: str, *cells: str) -> Published:
    """One place's rows of a figure, `cells` being those under `heading`, for 2023-24 and the years before it."""
    lines = [f"authority,E06000901,Ambleton,{2024 - number},{each}" for number, each in enumerate(cells)]
    source = load_source(own_mapping(folder, figure))
    return read_published(source, own_file(folder, heading, *lines))
