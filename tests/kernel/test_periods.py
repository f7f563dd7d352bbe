"""Periods: what an id means, the edges of each kind, and how periods fit together."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.kernel.errors import BadPeriod
from hearth.kernel.periods import (
    Period,
    PeriodKind,
    a_year_before,
    containing,
    following,
    parts,
    period,
    periods_within,
    pooled,
    preceding,
    wave,
)

K = PeriodKind
DAYS = st.dates(date(1903, 1, 1), date(2198, 12, 31))
CALENDAR_KINDS = [
    K.MONTH,
    K.QUARTER,
    K.FINANCIAL_YEAR,
    K.CALENDAR_YEAR,
    K.ACADEMIC_YEAR,
    K.ROLLING_YEAR,
]
YEARS = [K.FINANCIAL_YEAR, K.CALENDAR_YEAR, K.ACADEMIC_YEAR]

EXAMPLES = """
    id                            kind            start        end
    2025-26                       financial_year  2025-04-01   2026-03-31
    1999-00                       financial_year  1999-04-01   2000-03-31
    2011-12                       financial_year  2011-04-01   2012-03-31
    2025-26-Q1                    quarter         2025-04-01   2025-06-30
    2025-26-Q2                    quarter         2025-07-01   2025-09-30
    2025-26-Q3                    quarter         2025-10-01   2025-12-31
    2025-26-Q4                    quarter         2026-01-01   2026-03-31
    2025-06                       month           2025-06-01   2025-06-30
    2024-02                       month           2024-02-01   2024-02-29
    1900-02                       month           1900-02-01   1900-02-28
    2011-11                       month           2011-11-01   2011-11-30
    M2011-12                      month           2011-12-01   2011-12-31
    M2000-01                      month           2000-01-01   2000-01-31
    2025                          calendar_year   2025-01-01   2025-12-31
    R12-2025-06                   rolling_year    2024-07-01   2025-06-30
    R12-2025-12                   rolling_year    2025-01-01   2025-12-31
    R12-2024-02                   rolling_year    2023-03-01   2024-02-29
    AY2024-25                     academic_year   2024-09-01   2025-08-31
    2020-to-2022                  pooled_years    2020-01-01   2022-12-31
    2013-14-to-2015-16            pooled_years    2013-04-01   2016-03-31
    AY2020-21-to-AY2024-25        pooled_years    2020-09-01   2025-08-31
"""
ROWS = [line.split() for line in EXAMPLES.strip().splitlines()[1:]]


@pytest.mark.parametrize(("name", "kind", "start", "end"), ROWS)
def test_an_id_means_its_days(name: str, kind: str, start: str, end: str) -> None:
    assert period(name) == Period(name, K(kind), date.fromisoformat(start), date.fromisoformat(end))


def test_every_kind_but_a_wave_has_an_example() -> None:
    assert {kind for _, kind, *_ in ROWS} == set(K) - {K.WAVE}


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "25", "1899", "2200", "2025-27", "2025-25", "2025-13", "2025-00", "2025-6", "M2025-06",
        "M2011-13", "2025-26-Q0", "2025-26-Q5", "2025-06-Q1", "M2011-12-Q1", "2025-26 Q1", " 2025-26",
        "2025-26\n", "2025/26", "AY2024", "AY2024-26", "ay2024-25", "R12-2025", "R12-2025-13", "R12-2025-26",
        "R6-2025-06", "2020-to-2020", "2022-to-2020", "2020-to-2021-22", "2020-06-to-2021-06",
        "2019-to-2020-to-2021", "R12-2025-06-to-R12-2026-06", "२०२५", "Family-2025", "family--2025", "-2025",
    ],
)  # fmt: skip
def test_what_is_not_an_id_is_refused_and_the_forms_are_listed(text: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        period(text)
    for form in ("2025-26", "2025-26-Q1", "2025-06", "2025", "AY2024-25", "R12-2025-06", "2020-to-2022"):
        assert re.search(rf"\b{form}\b", refused.value.remedy)


def test_a_waves_id_alone_is_refused_with_the_way_to_make_one() -> None:
    with pytest.raises(BadPeriod, match=r"Use wave\(id, start, end\)"):
        period("family-2025-autumn")


@pytest.mark.parametrize(
    ("name", "kind", "start", "end"),
    [
        ("2025-26", K.CALENDAR_YEAR, date(2025, 4, 1), date(2026, 3, 31)),
        ("2025-26", K.FINANCIAL_YEAR, date(2025, 4, 2), date(2026, 3, 31)),
        ("2025-26", K.FINANCIAL_YEAR, date(2025, 4, 1), date(2026, 3, 30)),
        ("nonsense", K.FINANCIAL_YEAR, date(2025, 4, 1), date(2026, 3, 31)),
        ("2025-26", K.WAVE, date(2025, 4, 1), date(2026, 3, 31)),
        ("Family 2025", K.WAVE, date(2025, 4, 1), date(2025, 4, 30)),
        ("a" * 81, K.WAVE, date(2025, 4, 1), date(2025, 4, 30)),
        ("family-2025", K.WAVE, date(2025, 4, 2), date(2025, 4, 1)),
    ],
)
def test_a_period_refuses_to_be_wrong(name: str, kind: PeriodKind, start: date, end: date) -> None:
    with pytest.raises(BadPeriod):
        Period(name, kind, start, end)


def test_a_wave_keeps_its_own_days_even_one_alone() -> None:
    autumn = wave("family-2025-autumn", date(2025, 10, 6), date(2025, 10, 6))
    assert (autumn.kind, autumn.start, autumn.end) == (K.WAVE, date(2025, 10, 6), date(2025, 10, 6))
    assert date(2025, 10, 6) in autumn
    assert date(2025, 10, 7) not in autumn


EDGES = """
    day          month      quarter      financial_year  calendar_year  academic_year  rolling_year
    2025-03-31   2025-03    2024-25-Q4   2024-25         2025           AY2024-25      R12-2025-03
    2025-04-01   2025-04    2025-26-Q1   2025-26         2025           AY2024-25      R12-2025-04
    2025-08-31   2025-08    2025-26-Q2   2025-26         2025           AY2024-25      R12-2025-08
    2025-09-01   2025-09    2025-26-Q2   2025-26         2025           AY2025-26      R12-2025-09
    2025-12-31   2025-12    2025-26-Q3   2025-26         2025           AY2025-26      R12-2025-12
    2026-01-01   2026-01    2025-26-Q4   2025-26         2026           AY2025-26      R12-2026-01
    2024-02-29   2024-02    2023-24-Q4   2023-24         2024           AY2023-24      R12-2024-02
    2000-03-31   2000-03    1999-00-Q4   1999-00         2000           AY1999-00      R12-2000-03
    2011-12-31   M2011-12   2011-12-Q3   2011-12         2011           AY2011-12      R12-2011-12
"""


@pytest.mark.parametrize("row", EDGES.strip().splitlines()[1:])
def test_a_day_at_an_edge_falls_where_it_should(row: str) -> None:
    day, *ids = row.split()
    kinds = EDGES.split("\n")[1].split()[1:]
    assert [containing(K(kind), date.fromisoformat(day)).id for kind in kinds] == ids


@pytest.mark.parametrize("kind", [K.WAVE, K.POOLED_YEARS])
def test_the_calendar_does_not_say_where_these_begin(kind: PeriodKind) -> None:
    with pytest.raises(BadPeriod, match="does not say"):
        containing(kind, date(2025, 6, 1))
    with pytest.raises(BadPeriod, match="does not say"):
        periods_within(kind, date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("day", [date(1850, 5, 1), date(2300, 5, 1)])
def test_a_day_out_of_all_reason_is_refused(day: date) -> None:
    with pytest.raises(BadPeriod):
        containing(K.FINANCIAL_YEAR, day)


@given(st.sampled_from(CALENDAR_KINDS), DAYS)
def test_law_an_id_says_all_of_its_period(kind: PeriodKind, day: date) -> None:
    one = containing(kind, day)
    assert day in one
    assert one.kind is kind
    period.cache_clear()
    assert period(one.id) == one


@given(st.sampled_from(YEARS), st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 9))
def test_law_pooled_years_round_trip_and_divide_into_their_years(
    kind: PeriodKind, day: date, more: int
) -> None:
    years = [containing(kind, day)]
    for _ in range(more):
        years.append(following(years[-1]))
    pool = pooled(years[0], years[-1])
    assert period(pool.id) == pool
    assert parts(pool, kind) == tuple(years)
    assert pool.start == years[0].start
    assert pool.end == years[-1].end


@given(st.sampled_from(CALENDAR_KINDS), DAYS, st.sampled_from(CALENDAR_KINDS), DAYS)
def test_law_no_two_periods_share_an_id(
    kind: PeriodKind, day: date, other_kind: PeriodKind, other_day: date
) -> None:
    one, other = containing(kind, day), containing(other_kind, other_day)
    assert (one.id == other.id) == (one == other)


def test_no_two_periods_share_an_id_in_the_years_where_names_could_clash() -> None:
    """Exhaustive over 1998 to 2014, where 2011-12 could be a month or a year."""
    found = [p for kind in CALENDAR_KINDS for p in periods_within(kind, date(1998, 1, 1), date(2014, 12, 31))]
    assert len({p.id for p in found}) == len(found)
    assert sorted(p.id for p in found if p.id.startswith("M")) == [
        f"M{2000 + n}-{n + 1:02}" for n in range(12)
    ]


@given(st.sampled_from([k for k in CALENDAR_KINDS if k is not K.ROLLING_YEAR]), DAYS)
def test_law_neighbours_touch(kind: PeriodKind, day: date) -> None:
    one = containing(kind, day)
    assert following(one).start - one.end == timedelta(days=1)
    assert preceding(following(one)) == one


@given(st.sampled_from(CALENDAR_KINDS), DAYS)
def test_law_a_year_before_is_the_same_stretch_of_the_year(kind: PeriodKind, day: date) -> None:
    one = containing(kind, day)
    before = a_year_before(one)
    assert before.kind is kind
    assert (before.start.year, before.start.month, before.start.day) == (
        one.start.year - 1,
        one.start.month,
        1,
    )
    assert (before.end + timedelta(days=1)).replace(year=2000) == (one.end + timedelta(days=1)).replace(
        year=2000
    )


@pytest.mark.parametrize(
    ("name", "before", "previous", "following_id"),
    [
        ("2025-26-Q1", "2024-25-Q1", "2024-25-Q4", "2025-26-Q2"),
        ("2024-02", "2023-02", "2024-01", "2024-03"),
        ("R12-2025-06", "R12-2024-06", "R12-2025-05", "R12-2025-07"),
        ("AY2024-25", "AY2023-24", "AY2023-24", "AY2025-26"),
        ("2020-to-2022", "2019-to-2021", "2019-to-2021", "2021-to-2023"),
        ("2012-01", "2011-01", "M2011-12", "2012-02"),
    ],
)
def test_neighbours(name: str, before: str, previous: str, following_id: str) -> None:
    one = period(name)
    assert [a_year_before(one).id, preceding(one).id, following(one).id] == [before, previous, following_id]


@pytest.mark.parametrize("move", [a_year_before, preceding, following])
def test_a_wave_has_no_neighbours(move: object) -> None:
    with pytest.raises(BadPeriod, match="list of the survey's waves"):
        move(wave("family-2025", date(2025, 4, 1), date(2025, 4, 30)))  # type: ignore[operator]


WITHIN = [
    (K.MONTH, "2024-01-15", "2024-04-30", "2024-02 2024-03 2024-04"),
    (K.MONTH, "2024-02-01", "2024-02-28", ""),
    (K.QUARTER, "2025-03-31", "2025-10-01", "2025-26-Q1 2025-26-Q2"),
    (K.FINANCIAL_YEAR, "2023-04-01", "2025-03-31", "2023-24 2024-25"),
    (K.FINANCIAL_YEAR, "2023-04-02", "2025-03-30", ""),
    (K.ACADEMIC_YEAR, "2023-04-01", "2025-08-31", "AY2023-24 AY2024-25"),
    (K.CALENDAR_YEAR, "2023-01-01", "2025-12-30", "2023 2024"),
    (K.ROLLING_YEAR, "2024-04-01", "2025-05-31", "R12-2025-03 R12-2025-04 R12-2025-05"),
    (K.ROLLING_YEAR, "2024-04-02", "2025-04-29", ""),
]


@pytest.mark.parametrize(("kind", "first", "last", "ids"), WITHIN)
def test_periods_within_are_the_whole_ones_in_order(
    kind: PeriodKind, first: str, last: str, ids: str
) -> None:
    found = periods_within(kind, date.fromisoformat(first), date.fromisoformat(last))
    assert [p.id for p in found] == ids.split()


def test_rolling_years_may_be_kept_to_quarter_ends() -> None:
    found = periods_within(K.ROLLING_YEAR, date(2024, 1, 1), date(2025, 6, 30), ending_with=K.QUARTER)
    assert [p.id for p in found] == ["R12-2024-12", "R12-2025-03", "R12-2025-06"]


def test_dates_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(BadPeriod, match="is before"):
        periods_within(K.MONTH, date(2025, 2, 1), date(2025, 1, 1))


@given(st.sampled_from(CALENDAR_KINDS), DAYS, st.integers(0, 900))
def test_law_within_finds_exactly_the_whole_ones(kind: PeriodKind, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = [first + timedelta(days=n) for n in range(length + 1)]
    expected = {p for p in (containing(kind, day) for day in days) if p.start >= first and p.end <= last}
    assert list(periods_within(kind, first, last)) == sorted(expected)


PARTS = [
    ("2025-26", K.QUARTER, "2025-26-Q1 2025-26-Q2 2025-26-Q3 2025-26-Q4"),
    ("2025-26-Q4", K.MONTH, "2026-01 2026-02 2026-03"),
    ("R12-2024-02", K.MONTH, " ".join(f"2023-{m:02}" for m in range(3, 13)) + " 2024-01 2024-02"),
    ("2025", K.QUARTER, "2024-25-Q4 2025-26-Q1 2025-26-Q2 2025-26-Q3"),
    ("2025-26", K.FINANCIAL_YEAR, "2025-26"),
    ("R12-2025-03", K.FINANCIAL_YEAR, "2024-25"),
]


@pytest.mark.parametrize(("name", "kind", "ids"), PARTS)
def test_parts_make_up_the_whole(name: str, kind: PeriodKind, ids: str) -> None:
    assert [p.id for p in parts(period(name), kind)] == ids.split()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AY2024-25", K.QUARTER),
        ("AY2024-25", K.FINANCIAL_YEAR),
        ("2025-06", K.QUARTER),
        ("2025-26-Q1", K.FINANCIAL_YEAR),
        ("2020-to-2022", K.FINANCIAL_YEAR),
        ("2020-to-2022", K.ROLLING_YEAR),
    ],
)
def test_what_does_not_divide_is_refused(name: str, kind: PeriodKind) -> None:
    with pytest.raises(BadPeriod, match="does not divide"):
        parts(period(name), kind)


@given(st.sampled_from(CALENDAR_KINDS), DAYS)
def test_law_months_cover_every_day_once(kind: PeriodKind, day: date) -> None:
    one = containing(kind, day)
    assert sum((m.end - m.start).days + 1 for m in parts(one, K.MONTH)) == (one.end - one.start).days + 1


@pytest.mark.parametrize(
    ("first", "last"), [("2022", "2020"), ("2020", "2021-22"), ("2020-06", "2021-06"), ("2020", "2020")]
)
def test_only_years_of_one_kind_are_pooled(first: str, last: str) -> None:
    with pytest.raises(BadPeriod):
        pooled(period(first), period(last))


def test_periods_sort_by_start_then_end_then_id() -> None:
    survey = wave("zebra", date(2025, 4, 1), date(2025, 4, 30))
    ids = ["2025-26", "2025-04", "2025-26-Q1", "2025", "R12-2026-03"]
    assert [p.id for p in sorted([*map(period, ids), survey])] == [
        "2025", "2025-04", "zebra", "2025-26-Q1", "2025-26", "R12-2026-03",
    ]  # fmt: skip
    assert period("2025") <= period("2025")
    assert period("2025-26") > period("2025")
