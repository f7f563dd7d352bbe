"""The analyst's thirteen measures, each family a function of the store to rows of counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from analyst_tables import (
    HUBS,
    KEYS,
    WARDS,
    Places,
    academic_years,
    figure,
    first_of,
    quarters,
    read,
    tally,
)

__all__ = ["MEASURES"]

PUPILS = {
    "sex": "sex",
    "ethnicity": "ethnicity",
    "free_school_meals": "free_school_meals",
    "send": "send",
    "first_language": "first_language",
}
GOALS = (
    "listening_attention_understanding speaking self_regulation managing_self building_relationships gross_motor "
    "fine_motor comprehension word_reading writing number numerical_patterns"
).split()
BOTH = ("quarter", "financial_year")
KINDS = ("new_birth", "six_to_eight_weeks", "twelve_months", "two_to_two_and_a_half_years")
NO_TIME = np.datetime64("0001-01-01", "s")


def school_attendance(store: Path, places: Places) -> pd.DataFrame:
    """P5a and P5b."""
    records = read(
        store,
        "school_attendance",
        [*PUPILS, "home_area"],
        ["starts_on", "year_group", "sessions_possible", "sessions_attended"],
    ).rename(columns={"sessions_possible": "n_possible", "sessions_attended": "n_attended"})
    records["academic_year"] = academic_years(records.starts_on)
    found = []
    for id, year_group in (("P5a", 6), ("P5b", 10)):
        table = tally(
            records[records.year_group == year_group],
            places,
            at="home_area",
            periods=["academic_year"],
            levels=WARDS,
            breakdowns=PUPILS,
        )
        found.append(figure(id, "ratio", table, table.n_attended, table.n_possible))
    return pd.concat(found)


def participation(store: Path, places: Places) -> pd.DataFrame:
    """P6e and its companions."""
    records = read(
        store,
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
    table = tally(
        records,
        places,
        at="home_area",
        periods=["academic_year"],
        levels=HUBS,
        breakdowns={"sex": "sex", "send": "send"},
    )
    people = table.n_people
    return pd.concat(
        [
            figure("P6e", "share", table, table.n_neet, people),
            figure("P6e.not_known", "share", table, table.n_unknown, people),
            figure("P6e.neet_or_not_known", "share", table, table.n_neet + table.n_unknown, people),
        ]
    )


def feedback(store: Path, places: Places) -> pd.DataFrame:
    """F-C3 and its companion: families who gave feedback, of those in contact."""
    contacts = _with_quarters(
        read(store, "hub_contacts", ["hub", "home_area"], ["record_id", "family_id", "contacted_on"]), "contacted_on"
    )
    pieces = _with_quarters(
        read(store, "feedback_register", ["hub", "home_area", "kind"], ["record_id", "family_id", "received_on"]),
        "received_on",
    )
    below = _firsts(contacts, "family_id", places, "contacted_on", at="hub", breakdowns={})
    given = pieces[pieces.kind.isin(["named", "invitation"])]
    above = _firsts(given, "family_id", places, "received_on", at="hub", breakdowns={})
    anonymous = tally(
        pieces[pieces.kind == "anonymous"].assign(n_first=1),
        places,
        at="hub",
        home="home_area",
        periods=BOTH,
        levels=HUBS,
        breakdowns={},
    )
    found = []
    for id, table in (("F-C3", above), ("F-C3.anonymous", anonymous)):
        both = below.merge(table, on=KEYS, how="outer", suffixes=("_below", "")).fillna({"n_first": 0, "n_first_below": 0})
        found.append(figure(id, "ratio", both, both.n_first, both.n_first_below))
    return pd.concat(found)


def contacts_with_children(store: Path, places: Places) -> pd.DataFrame:
    """P4b with its companions, and P4a, the change in it."""
    records = read(
        store,
        "healthy_child_contacts",
        ["contact", "outcome", "ethnicity", "home_area"],
        ["record_id", "child_id", "due_on", "born_on", "turns_fifteen_months_on"],
    )
    offered = records[records.contact.isin(KINDS) & records.outcome.isin(["5", "6", "3", "7"])]
    offered = _with_quarters(offered, "due_on")
    missed = offered.outcome.isin(["3", "7"])
    columns = {"n_offered": 1, "n_missed": missed}
    for kind in KINDS:
        columns |= {f"n_{kind}": offered.contact == kind, f"n_{kind}_missed": (offered.contact == kind) & missed}
    table = tally(
        offered.assign(**columns),
        places,
        at="home_area",
        periods=BOTH,
        levels=HUBS,
        breakdowns={"ethnicity": "ethnicity"},
    )
    found = [figure(id, "share", table, table.n_missed, table.n_offered) for id in ("P4b", "P4a.rate")]
    found += [figure(f"P4b.{kind}", "share", table, table[f"n_{kind}_missed"], table[f"n_{kind}"]) for kind in KINDS]
    return pd.concat([*found, _change(table), *_by_age(records, places)])


def _change(table: pd.DataFrame) -> pd.DataFrame:
    rows = figure("P4a", "change", table, table.n_missed, table.n_offered)
    year = rows.period.str[:4].astype(int)
    later = (year + 1).astype("str") + "-" + ((year + 2) % 100).astype("str").str.zfill(2) + rows.period.str[7:]
    before = rows.assign(period=later)[[*KEYS, "numerator", "denominator"]]
    return rows.merge(
        before.rename(columns={"numerator": "earlier_numerator", "denominator": "earlier_denominator"}), on=KEYS
    )


def _by_age(records: pd.DataFrame, places: Places) -> list[pd.DataFrame]:
    """The four that say by what age a child was first seen."""
    found = []
    for kind, dated, ages in (
        ("new_birth", records.born_on + pd.Timedelta(days=30), ("by_14_days",)),
        ("six_to_eight_weeks", records.born_on + pd.Timedelta(days=56), ("by_56_days",)),
        ("twelve_months", records.turns_fifteen_months_on, ("by_12_months", "by_15_months")),
    ):
        of_kind = (records.contact == kind) & dated.notna()
        children = records[of_kind].assign(day=dated[of_kind])
        seen = children[children.outcome.isin(["5", "6"])].groupby("child_id").due_on.min()
        first = children.child_id.map(seen)
        for age in ages:
            on_time = _AGES[age](children, first)
            table = _firsts(
                _with_quarters(children.assign(n_on_time=on_time), "day"),
                "child_id",
                places,
                "day",
                at="home_area",
                breakdowns={"ethnicity": "ethnicity"},
            )
            found.append(figure(f"P4b.{kind}_{age}", "share", table, table.n_on_time, table.n_first))
    return found


_AGES = {
    "by_14_days": lambda children, first: (first - children.born_on).dt.days <= 14,
    "by_56_days": lambda children, first: (first - children.born_on).dt.days <= 56,
    "by_12_months": lambda children, first: (first - pd.DateOffset(months=12)) <= children.born_on,
    "by_15_months": lambda children, first: first <= children.turns_fifteen_months_on,
}


def early_help(store: Path, places: Places) -> pd.DataFrame:
    """T1 and its companion, and T2."""
    records = read(
        store,
        "early_help_episodes",
        ["sex", "ethnicity", "age_band", "home_area"],
        ["record_id", "child_id", "referred_on", "episode_start", "episode_end", "unborn"],
    ).sort_values(["child_id", "referred_on", "record_id"])
    return pd.concat([_again(records, places), _open(records, places)])


def _again(records: pd.DataFrame, places: Places) -> pd.DataFrame:
    closed = records.episode_end.fillna(pd.Timestamp("9999-12-31")).where(records.episode_start.notna(), NO_TIME)
    days = pd.DataFrame(
        {
            "child_id": records.child_id,
            "closed": closed.astype("datetime64[s]").astype("int64"),
            "referred": records.referred_on.astype("datetime64[s]").astype("int64"),
        }
    )
    most = days.groupby("child_id")[["closed", "referred"]].cummax()
    before = most.groupby(days.child_id).shift(fill_value=NO_TIME.astype("int64"))
    year_before = (records.referred_on - pd.DateOffset(months=12)).astype("datetime64[s]").astype("int64")
    records = records.assign(
        n_all=1,
        n_again=(before.closed >= year_before) & (before.closed <= days.referred),
        n_soon=before.referred >= year_before,
    )
    table = tally(
        _with_quarters(records[records.referred_on >= "2023-04-01"], "referred_on"),
        places,
        at="home_area",
        periods=BOTH,
        levels=HUBS,
        breakdowns={"ethnicity": "ethnicity", "child_age_band": "age_band"},
    )
    return pd.concat(
        [
            figure("T1", "share", table, table.n_again, table.n_all),
            figure("T1.previous_start", "share", table, table.n_soon, table.n_all),
        ]
    )


def _open(records: pd.DataFrame, places: Places) -> pd.DataFrame:
    ends = pd.date_range("2023-06-30", "2026-03-31", freq="QE")
    born = records[~records.unborn & records.episode_start.notna()].sort_values(["episode_start", "record_id"])
    last = born.episode_end.fillna(pd.Timestamp("9999-12-31"))
    found = []
    for end in ends:
        children = born[(born.episode_start <= end) & (last > end)].drop_duplicates("child_id")
        found.append(_with_quarters(children.assign(day=end, n_first=1), "day"))
    by_end = tally(
        pd.concat(found), places, at="home_area", periods=["quarter"], levels=WARDS, breakdowns={"sex": "sex"}
    )
    years = by_end[by_end.period.str.endswith("Q4")].assign(period=lambda rows: rows.period.str[:7])
    table = pd.concat([by_end, years], ignore_index=True)
    counted = table.merge(_children(places, table.period.drop_duplicates()), on=KEYS, how="outer")
    return figure("T2", "rate", counted, counted.n_first.fillna(0), counted.n_people)


def _children(places: Places, periods: pd.Series) -> pd.DataFrame:
    """How many children there are, for every period: of the mid-year of the year before its last day."""
    people = places.populations.rename(
        columns={"place": "area", "count": "n_people", "mid_year": "financial_year"}
    )
    everyone = people[people.sex.isna()]
    of_all = tally(everyone, places, at="area", periods=["financial_year"], levels=WARDS, breakdowns={})
    of_sexes = tally(
        people[people.sex.notna()], places, at="area", periods=["financial_year"], levels=WARDS, breakdowns={"sex": "sex"}
    )
    table = pd.concat([of_all, of_sexes[of_sexes.breakdown == "sex"]])
    ends = periods.str[:4].astype(int) + (periods.str.endswith("Q4") | (periods.str.len() == 7))
    asked = pd.DataFrame({"asked": periods, "mid_year": (ends - 1).astype("str")})
    table["mid_year"] = table.period.str[:4]
    return table.merge(asked, on="mid_year").assign(period=lambda rows: rows.asked)[[*KEYS, "n_people"]]


def meetings(store: Path, places: Places) -> pd.DataFrame:
    """W-R1b."""
    records = _with_quarters(read(store, "meeting_register", ["hub"], ["met_on", "attended"]), "met_on")
    table = tally(
        records.assign(n_all=1, n_attended=records.attended),
        places,
        at="hub",
        periods=BOTH,
        levels=HUBS,
        breakdowns={"no_deprivation": ""},
    )
    table = table[~table.period.isin(["2024-25-Q3", "2024-25"])]
    return figure("W-R1b", "share", table, table.n_attended, table.n_all)


def pupils(store: Path, places: Places) -> pd.DataFrame:
    """P3 and P6a."""
    profiles = read(store, "early_years_profile", [*PUPILS, "home_area", *GOALS], ["completed_on"])
    profiles["academic_year"] = academic_years(profiles.completed_on)
    profiles["n_reached"] = np.logical_and.reduce([profiles[goal] == "expected" for goal in GOALS])
    eleven = read(
        store,
        "attainment_ks2",
        [*PUPILS, "home_area", "writing"],
        ["assessed_on", "reading_score", "maths_score"],
    )
    eleven["academic_year"] = academic_years(eleven.assessed_on)
    eleven["n_reached"] = (
        (eleven.reading_score >= 100) & (eleven.maths_score >= 100) & eleven.writing.isin(["EXS", "GDS"])
    )
    found = []
    for id, records in (("P3", profiles), ("P6a", eleven)):
        table = tally(
            records.assign(n_all=1),
            places,
            at="home_area",
            periods=["academic_year"],
            levels=WARDS,
            breakdowns=PUPILS,
        )
        found.append(figure(id, "share", table, table.n_reached, table.n_all))
    return pd.concat(found)


def anxiety(store: Path, places: Places) -> pd.DataFrame:
    """H7 and its companions."""
    records = read(
        store, "parent_anxiety", ["sex", "home_area"], ["record_id", "parent_id", "screened_on", "gad2_score"]
    ).dropna(subset="gad2_score")
    score = records.gad2_score.astype("int64")
    records = records.assign(n_anxious=score >= 3, n_score=score, n_squares=score * score)
    table = _firsts(
        _with_quarters(records, "screened_on"),
        "parent_id",
        places,
        "screened_on",
        at="home_area",
        breakdowns={"sex": "sex"},
        periods=("financial_year",),
    )
    mean = figure("H7.mean", "mean", table, table.n_score, table.n_first).assign(squares=table.n_squares)
    number = figure("H7.number", "number", table, table.n_first, np.nan)
    return pd.concat([figure("H7", "share", table, table.n_anxious, table.n_first), mean, number])


def mood(store: Path, places: Places) -> pd.DataFrame:
    """H3 and its companions."""
    screens = read(
        store,
        "antenatal_mood_screens",
        ["offer", "service", "ethnicity", "home_area"],
        ["record_id", "pregnancy_id", "screened_on", "gad2_score", "phq2_score", "accepted_on"],
    ).sort_values(["screened_on", "record_id"])
    above = (screens.gad2_score >= 3) | (screens.phq2_score >= 3)
    positive = screens[above].drop_duplicates("pregnancy_id")
    whole = screens[screens.gad2_score.notna() & screens.phq2_score.notna()].drop_duplicates("pregnancy_id")
    helped = (
        (positive.offer == "accepted")
        & (positive.accepted_on - positive.screened_on).dt.days.between(0, 42)
        & positive.service.isin(
            ["perinatal_community", "parent_infant", "maternal_mental_health", "talking_therapies", "targeted_group"]
        )
    )
    declined = positive.offer == "declined"
    positive = positive.assign(n_helped=helped, n_declined=declined, n_neither=~helped & ~declined)
    whole = whole.assign(n_positive=whole.pregnancy_id.isin(positive.pregnancy_id))
    booked = read(store, "maternity_pathway", ["ethnicity", "home_area"], ["record_id", "pregnancy_id", "booked_on"])
    first, screened, bookings = (
        _firsts(
            _with_quarters(records, day),
            "pregnancy_id",
            places,
            day,
            at="home_area",
            breakdowns={"ethnicity": "ethnicity"},
            periods=("financial_year",),
        ).query("period != '2025-26'")
        for records, day in ((positive, "screened_on"), (whole, "screened_on"), (booked, "booked_on"))
    )
    both = screened.merge(bookings, on=KEYS, how="outer", suffixes=("", "_booked"))
    return pd.concat(
        [
            figure("H3", "share", first, first.n_helped, first.n_first),
            figure("H3.declined", "share", first, first.n_declined, first.n_first),
            figure("H3.neither", "share", first, first.n_neither, first.n_first),
            figure("H3.positive", "share", screened, screened.n_positive, screened.n_first),
            figure("H3.screened", "ratio", both, both.n_first.fillna(0), both.n_first_booked),
        ]
    )


def _with_quarters(records: pd.DataFrame, day: str) -> pd.DataFrame:
    """With the quarter and year of the day, where it lies in the three years that are published."""
    inside = records[(records[day] >= "2023-04-01") & (records[day] <= "2026-03-31")]
    return inside.join(quarters(inside[day]))


def _firsts(
    records: pd.DataFrame,
    unit: str,
    places: Places,
    day: str,
    *,
    at: str,
    breakdowns: dict[str, str],
    periods: tuple[str, ...] = BOTH,
) -> pd.DataFrame:
    """Each person once in each period, where and as the first record of the period says. A year's first is a quarter's."""
    found = []
    for period in periods:
        records = first_of(records, unit, period, [day, "record_id"])
        found.append(
            tally(
                records.assign(n_first=1),
                places,
                at=at,
                home="home_area",
                periods=[period],
                levels=HUBS,
                breakdowns=breakdowns,
            )
        )
    return pd.concat(found, ignore_index=True)


MEASURES = (
    school_attendance,
    feedback,
    participation,
    contacts_with_children,
    early_help,
    meetings,
    mood,
    anxiety,
    pupils,
)
