"""The analyst's measures of schools, hubs and meetings: each family a function of her desk to rows of counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analyst_tables import HUBS, KEYS, WARDS, Cut, Desk, academic_years, figure, with_quarters

__all__ = ["school_attendance", "participation", "feedback", "meetings", "pupils"]

PUPILS = ["sex", "ethnicity", "free_school_meals", "send", "first_language"]
GOALS = [
    "listening_attention_understanding",
    "speaking",
    "self_regulation",
    "managing_self",
    "building_relationships",
    "gross_motor",
    "fine_motor",
    "comprehension",
    "word_reading",
    "writing",
    "number",
    "numerical_patterns",
]
OF_PUPILS = Cut(
    "home_area", ["academic_year"], WARDS, {name: name for name in PUPILS} | {"deprivation": "home_area"}
)
OF_FAMILIES = Cut("hub", ["quarter", "financial_year"], HUBS, {"deprivation": "home_area"})


def school_attendance(desk: Desk) -> pd.DataFrame:
    """P5a and P5b."""
    records = desk.read(
        "school_attendance",
        [*PUPILS, "home_area"],
        ["starts_on", "year_group", "sessions_possible", "sessions_attended"],
    ).rename(columns={"sessions_possible": "n_possible", "sessions_attended": "n_attended"})
    records["academic_year"] = academic_years(records.starts_on)
    found = []
    for id, year_group in (("P5a", 6), ("P5b", 10)):
        table = desk.tally(records[records.year_group == year_group], OF_PUPILS)
        found.append(figure(id, "ratio", table, table.n_attended, table.n_possible))
    return pd.concat(found)


def pupils(desk: Desk) -> pd.DataFrame:
    """P3 and P6a."""
    profiles = desk.read("early_years_profile", [*PUPILS, "home_area", *GOALS], ["completed_on"])
    profiles["academic_year"] = academic_years(profiles.completed_on)
    profiles["n_reached"] = np.logical_and.reduce([profiles[goal] == "expected" for goal in GOALS])
    eleven = desk.read(
        "attainment_ks2", [*PUPILS, "home_area", "writing"], ["assessed_on", "reading_score", "maths_score"]
    )
    eleven["academic_year"] = academic_years(eleven.assessed_on)
    eleven["n_reached"] = (
        (eleven.reading_score >= 100) & (eleven.maths_score >= 100) & eleven.writing.isin(["EXS", "GDS"])
    )
    found = []
    for id, records in (("P3", profiles), ("P6a", eleven)):
        table = desk.tally(records.assign(n_all=1), OF_PUPILS)
        found.append(figure(id, "share", table, table.n_reached, table.n_all))
    return pd.concat(found)


def participation(desk: Desk) -> pd.DataFrame:
    """P6e and its companions."""
    records = desk.read(
        "participation_16_17",
        ["activity", "sex", "send", "home_area"],
        ["counted_on", "academic_age", "in_custody"],
    )
    records = records[records.academic_age.between(16, 17) & ~records.in_custody]
    records = records.assign(
        academic_year=academic_years(records.counted_on),
        n_people=1,
        n_neet=records.activity == "neet",
        n_unknown=records.activity == "not_known",
    )
    breakdowns = {"sex": "sex", "send": "send", "deprivation": "home_area"}
    table = desk.tally(records, Cut("home_area", ["academic_year"], HUBS, breakdowns))
    either = table.n_neet + table.n_unknown
    counted = {"P6e": table.n_neet, "P6e.not_known": table.n_unknown, "P6e.neet_or_not_known": either}
    return pd.concat([figure(id, "share", table, above, table.n_people) for id, above in counted.items()])


def feedback(desk: Desk) -> pd.DataFrame:
    """F-C3 and its companion: families who gave feedback, of those in contact."""
    codes, others = ["hub", "home_area"], ["record_id", "family_id"]
    contacts = with_quarters(desk.read("hub_contacts", codes, [*others, "contacted_on"]), "contacted_on")
    pieces = with_quarters(
        desk.read("feedback_register", [*codes, "kind"], [*others, "received_on"]), "received_on"
    )
    below = desk.firsts(contacts, "family_id", ["contacted_on", "record_id"], OF_FAMILIES)
    named = pieces[pieces.kind.isin(["named", "invitation"])]
    above = desk.firsts(named, "family_id", ["received_on", "record_id"], OF_FAMILIES)
    anonymous = desk.tally(pieces[pieces.kind == "anonymous"].assign(n_first=1), OF_FAMILIES)
    found = []
    for id, table in (("F-C3", above), ("F-C3.anonymous", anonymous)):
        both = below.merge(table, on=KEYS, how="outer", suffixes=("_below", ""))
        both = both.fillna({"n_first": 0, "n_first_below": 0})
        found.append(figure(id, "ratio", both, both.n_first, both.n_first_below))
    return pd.concat(found)


def meetings(desk: Desk) -> pd.DataFrame:
    """W-R1b. One quarter's return never came."""
    records = with_quarters(desk.read("meeting_register", ["hub"], ["met_on", "attended"]), "met_on")
    cut = Cut("hub", ["quarter", "financial_year"], HUBS, {})
    table = desk.tally(records.assign(n_all=1, n_attended=records.attended), cut)
    table = table[~table.period.isin(["2024-25-Q3", "2024-25"])]
    return figure("W-R1b", "share", table, table.n_attended, table.n_all)
