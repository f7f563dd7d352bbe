"""The analyst's measures of health visiting, early help and mood: each a function of her desk to rows of counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analyst_tables import HUBS, KEYS, WARDS, Cut, Desk, figure, with_quarters

__all__ = ["health_visiting", "early_help", "mood", "anxiety"]

BOTH = ["quarter", "financial_year"]
KINDS = ["new_birth", "six_to_eight_weeks", "twelve_months", "two_to_two_and_a_half_years"]
TREATMENTS = [
    "perinatal_community",
    "parent_infant",
    "maternal_mental_health",
    "talking_therapies",
    "targeted_group",
]
NO_TIME = np.datetime64("0001-01-01", "s").astype("int64")
STILL = pd.Timestamp("9999-12-31")
OF_CHILDREN = Cut("home_area", BOTH, HUBS, {"ethnicity": "ethnicity", "deprivation": "home_area"})
OF_REFERRALS = Cut(
    "home_area",
    BOTH,
    HUBS,
    {"ethnicity": "ethnicity", "child_age_band": "age_band", "deprivation": "home_area"},
)
BY_SEX = {"sex": "sex", "deprivation": "home_area"}
OF_PREGNANCIES = Cut("home_area", ["financial_year"], HUBS, OF_CHILDREN.breakdowns)


def health_visiting(desk: Desk) -> pd.DataFrame:
    """P4b with its companions, and P4a, the change in it."""
    records = desk.read(
        "healthy_child_contacts",
        ["contact", "outcome", "ethnicity", "home_area"],
        ["record_id", "child_id", "due_on", "born_on", "turns_fifteen_months_on"],
    )
    offered = records[records.contact.isin(KINDS) & records.outcome.isin(["5", "6", "3", "7"])]
    offered = with_quarters(offered, "due_on")
    missed = offered.outcome.isin(["3", "7"])
    columns = {"n_offered": 1, "n_missed": missed}
    for kind in KINDS:
        columns |= {
            f"n_{kind}": offered.contact == kind,
            f"n_{kind}_missed": (offered.contact == kind) & missed,
        }
    table = desk.tally(offered.assign(**columns), OF_CHILDREN)
    found = [figure(id, "share", table, table.n_missed, table.n_offered) for id in ("P4b", "P4a.rate")]
    found += [
        figure(f"P4b.{kind}", "share", table, table[f"n_{kind}_missed"], table[f"n_{kind}"]) for kind in KINDS
    ]
    return pd.concat([*found, _change(table), *_by_age(records, desk)])


def _change(table: pd.DataFrame) -> pd.DataFrame:
    """The share of a period beside that of the same period a year before."""
    rows = figure("P4a", "change", table, table.n_missed, table.n_offered)
    year = rows.period.str[:4].astype(int)
    later = (
        (year + 1).astype("str") + "-" + ((year + 2) % 100).astype("str").str.zfill(2) + rows.period.str[7:]
    )
    before = rows.assign(period=later)[[*KEYS, "numerator", "denominator"]]
    before = before.rename(columns={"numerator": "earlier_numerator", "denominator": "earlier_denominator"})
    return rows.merge(before, on=KEYS)


def _by_age(records: pd.DataFrame, desk: Desk) -> Iterator[pd.DataFrame]:
    """The four that say by what age a child was first seen."""
    for kind, dated, ages in (
        ("new_birth", records.born_on + pd.Timedelta(days=30), ["by_14_days"]),
        ("six_to_eight_weeks", records.born_on + pd.Timedelta(days=56), ["by_56_days"]),
        ("twelve_months", records.turns_fifteen_months_on, ["by_12_months", "by_15_months"]),
    ):
        of_kind = (records.contact == kind) & dated.notna()
        children = records[of_kind].assign(day=dated[of_kind])
        seen = children[children.outcome.isin(["5", "6"])].groupby("child_id").due_on.min()
        first = children.child_id.map(seen)
        children = children.assign(**{f"n_{age}": _AGES[age](children, first) for age in ages})
        table = desk.firsts(with_quarters(children, "day"), "child_id", ["day", "record_id"], OF_CHILDREN)
        yield from (
            figure(f"P4b.{kind}_{age}", "share", table, table[f"n_{age}"], table.n_first) for age in ages
        )


_AGES = {
    "by_14_days": lambda children, first: (first - children.born_on).dt.days <= 14,
    "by_56_days": lambda children, first: (first - children.born_on).dt.days <= 56,
    "by_12_months": lambda children, first: (first - pd.DateOffset(months=12)) <= children.born_on,
    "by_15_months": lambda children, first: first <= children.turns_fifteen_months_on,
}


def early_help(desk: Desk) -> pd.DataFrame:
    """T1 and its companion, and T2."""
    records = desk.read(
        "early_help_episodes",
        ["sex", "ethnicity", "age_band", "home_area"],
        ["record_id", "child_id", "referred_on", "episode_start", "episode_end", "unborn"],
    )
    return pd.concat([_again(records, desk), _open(records, desk)])


def _again(records: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    records = records.sort_values(["child_id", "referred_on", "record_id"])
    closed = records.episode_end.fillna(STILL).astype("datetime64[s]").astype("int64")
    referred = records.referred_on.astype("datetime64[s]").astype("int64")
    closed = closed.where(records.episode_start.notna(), NO_TIME)
    days = pd.DataFrame({"closed": closed, "referred": referred})
    most = days.groupby(records.child_id).cummax()
    before = most.groupby(records.child_id).shift(fill_value=NO_TIME)
    year_before = (records.referred_on - pd.DateOffset(months=12)).astype("datetime64[s]").astype("int64")
    records = records.assign(
        n_all=1,
        n_again=(before.closed >= year_before) & (before.closed <= referred),
        n_soon=before.referred >= year_before,
    )
    table = desk.tally(with_quarters(records, "referred_on"), OF_REFERRALS)
    counted = {"T1": table.n_again, "T1.previous_start": table.n_soon}
    return pd.concat([figure(id, "share", table, above, table.n_all) for id, above in counted.items()])


def _open(records: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    """Children open on the last day of each quarter; a year ends as its last quarter does."""
    born = records[~records.unborn & records.episode_start.notna()].sort_values(
        ["episode_start", "record_id"]
    )
    last = born.episode_end.fillna(STILL)
    ends = pd.date_range("2023-06-30", "2026-03-31", freq="QE")
    found = [
        born[(born.episode_start <= end) & (last > end)].drop_duplicates("child_id").assign(day=end)
        for end in ends
    ]
    open = with_quarters(pd.concat(found, ignore_index=True).assign(n_first=1), "day")
    by_end = desk.tally(open, Cut("home_area", ["quarter"], WARDS, BY_SEX))
    years = by_end[by_end.period.str.endswith("Q4")].assign(period=lambda rows: rows.period.str[:7])
    table = pd.concat([by_end, years], ignore_index=True)
    counted = table.merge(_children(desk, table.period.drop_duplicates()), on=KEYS, how="outer")
    return figure("T2", "rate", counted, counted.n_first.fillna(0), counted.n_people)


def _children(desk: Desk, periods: pd.Series) -> pd.DataFrame:
    """How many children there are, for every period: of the mid-year of the year before its last day."""
    people = desk.places.populations.rename(
        columns={"place": "home_area", "count": "n_people", "mid_year": "financial_year"}
    )
    cut = Cut("home_area", ["financial_year"], WARDS, {"deprivation": "home_area"})
    of_sexes = desk.tally(
        people[people.sex.notna()], Cut("home_area", ["financial_year"], WARDS, {"sex": "sex"})
    )
    table = pd.concat([desk.tally(people[people.sex.isna()], cut), of_sexes[of_sexes.breakdown == "sex"]])
    ends = periods.str[:4].astype(int) + (periods.str.endswith("Q4") | (periods.str.len() == 7))
    asked = pd.DataFrame({"asked": periods, "mid_year": (ends - 1).astype("str")})
    table = table.assign(mid_year=table.period.str[:4]).merge(asked, on="mid_year")
    return table.assign(period=table.asked)[[*KEYS, "n_people"]]


def anxiety(desk: Desk) -> pd.DataFrame:
    """H7 and its companions."""
    records = desk.read(
        "parent_anxiety", ["sex", "home_area"], ["record_id", "parent_id", "screened_on", "gad2_score"]
    ).dropna(subset="gad2_score")
    score = records.gad2_score.astype("int64")
    records = with_quarters(
        records.assign(n_anxious=score >= 3, n_score=score, n_squares=score * score), "screened_on"
    )
    cut = Cut("home_area", ["financial_year"], HUBS, BY_SEX)
    table = desk.firsts(records, "parent_id", ["screened_on", "record_id"], cut)
    mean = figure("H7.mean", "mean", table, table.n_score, table.n_first).assign(squares=table.n_squares)
    number = figure("H7.number", "number", table, table.n_first, np.nan)
    return pd.concat([figure("H7", "share", table, table.n_anxious, table.n_first), mean, number])


def mood(desk: Desk) -> pd.DataFrame:
    """H3 and its companions. The last quarter's return has not come."""
    first, screened, booked = _pregnancies(desk)
    both = screened.merge(booked, on=KEYS, how="outer", suffixes=("", "_booked"))
    return pd.concat(
        [
            figure("H3", "share", first, first.n_helped, first.n_first),
            figure("H3.declined", "share", first, first.n_declined, first.n_first),
            figure("H3.neither", "share", first, first.n_neither, first.n_first),
            figure("H3.positive", "share", screened, screened.n_positive, screened.n_first),
            figure("H3.screened", "ratio", both, both.n_first.fillna(0), both.n_first_booked),
        ]
    )


def _pregnancies(desk: Desk) -> Iterator[pd.DataFrame]:
    """Pregnancies by their first positive screen, by their first whole screen, and by their booking."""
    screens = desk.read(
        "antenatal_mood_screens",
        ["offer", "service", "ethnicity", "home_area"],
        ["record_id", "pregnancy_id", "screened_on", "gad2_score", "phq2_score", "accepted_on"],
    ).sort_values(["screened_on", "record_id"])
    positive = screens[(screens.gad2_score >= 3) | (screens.phq2_score >= 3)].drop_duplicates("pregnancy_id")
    whole = screens[screens.gad2_score.notna() & screens.phq2_score.notna()].drop_duplicates("pregnancy_id")
    in_time = (positive.accepted_on - positive.screened_on).dt.days.between(0, 42)
    helped = (positive.offer == "accepted") & in_time & positive.service.isin(TREATMENTS)
    declined = positive.offer == "declined"
    positive = positive.assign(n_helped=helped, n_declined=declined, n_neither=~helped & ~declined)
    whole = whole.assign(n_positive=whole.pregnancy_id.isin(positive.pregnancy_id))
    booked = desk.read(
        "maternity_pathway", ["ethnicity", "home_area"], ["record_id", "pregnancy_id", "booked_on"]
    )
    for records, day in ((positive, "screened_on"), (whole, "screened_on"), (booked, "booked_on")):
        table = desk.firsts(with_quarters(records, day), "pregnancy_id", [day, "record_id"], OF_PREGNANCIES)
        yield table[table.period != "2025-26"]
