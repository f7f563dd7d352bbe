"""Every way that published data write a period, read into ours."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.kernel.errors import BadPeriod
from hearth.kernel.period_spellings import PeriodNote, PeriodReading, YearType, read_period, year_type
from hearth.kernel.periods import PeriodKind, containing, period

K = PeriodKind

# what is written | what the source says its years are | what it means | the note
EXAMPLES = """
    2025               |                      | 2025                    |
    2025               | Calendar year        | 2025                    |
    2025               | Academic year        | AY2024-25               |
    2025               | Reporting year       | 2024-25                 |
    2025               | Financial Year       | 2024-25                 |
    2025               | Annual               | 2024-25                 |
    2025               | Annual (end of Sept) | R12-2025-09             |
    2025               | Annual - January     | 2025-01                 |
    2011               | December             | M2011-12                |
    2025 (prov)        | Academic Year        | AY2024-25               | provisional
    2025 (Rev)         | Academic Year        | AY2024-25               | revised
    2020 (Final)       | Academic Year        | AY2019-20               | final
    2024-25 (OT)       | Financial Year       | 2024-25                 | outturn
    2024-25 (OT)       |                      | 2024-25                 | outturn
    2024/25            |                      | 2024-25                 |
    2024/25            | Academic Year        | AY2024-25               |
    2024-25            | Academic Year        | AY2024-25               |
    2024/2025          |                      | 2024-25                 |
    2024–25            |                      | 2024-25                 |
    202425             |                      | 2024-25                 |
    202425             | Academic year        | AY2024-25               |
    202425             | Financial year       | 2024-25                 |
    201112             | Financial year       | 2011-12                 |
    201112             | December             | M2011-12                |
    1999/00            |                      | 1999-00                 |
    2011-12            |                      | 2011-12                 |
    2011-12            | December             | M2011-12                |
    2025-06            |                      | 2025-06                 |
    202506             |                      | 2025-06                 |
    2022/23 Q1         |                      | 2022-23-Q1              |
    2022/23 Q4         | Financial Year       | 2022-23-Q4              |
    Q3 2022-23         |                      | 2022-23-Q3              |
    2022-23-Q2         |                      | 2022-23-Q2              |
    March 2023         |                      | 2023-03                 |
    march  2023        |                      | 2023-03                 |
    Sep 2025           |                      | 2025-09                 |
    2016-04-01         | April                | 2016-04                 |
    2021-03-21         | Calendar year        | 2021                    |
    2021-03-21         | Financial year       | 2020-21                 |
    20100000           | Financial year       | 2010-11                 |
    20100000           | Calendar year        | 2010                    |
    2020 - 22          |                      | 2020-to-2022            |
    2020-22            | Calendar Year        | 2020-to-2022            |
    2020 - 2022        |                      | 2020-to-2022            |
    2005 - 07          |                      | 2005-to-2007            |
    2005-07            |                      | 2005-07                 |
    2005-07            | Calendar Year        | 2005-to-2007            |
    2020 - 21          | Calendar Year        | 2020-to-2021            |
    2020 - 21          | Financial Year       | 2020-21                 |
    1999 - 01          |                      | 1999-to-2001            |
    2013/14-15/16      | Financial Year       | 2013-14-to-2015-16      |
    2013/14-15/16      |                      | 2013-14-to-2015-16      |
    2020/21 - 24/25    | Academic Year        | AY2020-21-to-AY2024-25  |
    2020/21 - 2024/25  |                      | 2020-21-to-2024-25      |
    AY2024-25          |                      | AY2024-25               |
    R12-2025-06 (r)    |                      | R12-2025-06             | revised
    M2011-12           |                      | M2011-12                |
    2020-to-2022       |                      | 2020-to-2022            |
"""


def _read(label: str, heading: str) -> PeriodReading:
    if not heading:
        return read_period(label)
    hint = year_type(heading)
    return read_period(label, kind=hint.kind, month=hint.month)


@pytest.mark.parametrize("line", EXAMPLES.strip().splitlines())
def test_a_spelling_reads_as_what_it_is(line: str) -> None:
    label, heading, meant, note = (cell.strip() for cell in line.split("|"))
    assert _read(label, heading) == PeriodReading(period(meant), PeriodNote(note) if note else None)


REFUSED = """
    0                |                | no period: a measure never collected
                     |                | nothing
    banana           |                | no period
    Smarch 2023      |                | no month
    1850             |                | no year of ours
    201112           |                | 2011-12 or December 2011
    2020 - 21        |                | a financial year or two calendar years
    2016-04-01       |                | a day says no period by itself
    2021-02-30       | Calendar year  | no such day
    20100000         |                | which kind of year?
    20100000         | June           | not a month
    2022/23          | Calendar year  | crosses a New Year
    202223           | Calendar year  | crosses a New Year
    2022/24          |                | not one year, and not written as several
    2022/24          | Academic year  | the same
    2020-22          | Financial year | whose years?
    2025-06          | Calendar year  | eighty-one years
    2025-06          | Financial year | a month, not a year
    2022/23          | June           | a year, not a month
    2022/24 Q1       |                | no such year
    2013/14-15/16    | Calendar year  | crosses a New Year
    2013/15-15/16    |                | no such year
    2013/14-12/13    |                | ends before it begins
    2010/11-24/25    |                | more than ten years
    2010 - 24        |                | more than ten years
    2025 (est)       |                | a note not known
    2025 (           |                | half a note
    2025 Dec-Feb     |                | an average of months is not a period
    family-2025      |                | a wave's dates are its own
"""


@pytest.mark.parametrize("line", REFUSED.strip("\n").splitlines())
def test_what_cannot_be_meant_is_refused_and_never_guessed(line: str) -> None:
    label, heading, _why = (cell.strip() for cell in line.split("|"))
    with pytest.raises(BadPeriod) as refused:
        _read(label, heading)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("kind", "month"), [(K.ROLLING_YEAR, None), (K.MONTH, None), (K.MONTH, 13), (K.QUARTER, 6)]
)
def test_a_year_number_needs_the_month_that_its_kind_needs(kind: PeriodKind, month: int | None) -> None:
    with pytest.raises(BadPeriod, match="does not name one period"):
        read_period("2025", kind=kind, month=month)


def test_a_heading_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadPeriod, match="academic year, calendar year"):
        year_type("Tax year")
    assert year_type(" Annual  (end of Sept) ") == YearType(K.ROLLING_YEAR, 9)


@given(
    st.sampled_from([k for k in K if k not in (K.WAVE, K.POOLED_YEARS)]),
    st.dates().filter(lambda d: 1901 <= d.year <= 2198),
)
def test_law_our_own_ids_read_as_themselves(kind: PeriodKind, day: object) -> None:
    one = containing(kind, day)  # type: ignore[arg-type]
    assert read_period(one.id) == PeriodReading(one)


def _rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def _lait(data: Path) -> Iterator[tuple[str, str]]:
    headings = {
        row["Measure_short"]: row["Year_Type"] for row in _rows(data / "lait" / "lait_data_dictionary.csv.gz")
    }
    columns = ["Short Desc", "Years"]
    table = pq.read_table(data / "lait" / "measures_all_areas.parquet", columns=columns)  # type: ignore[no-untyped-call]
    for row in table.group_by(columns).aggregate([]).to_pylist():
        yield row["Years"], headings.get(row["Short Desc"], "")


# The themes say nothing of their years: these are of schools and child measurement, by academic year.
ACADEMIC_THEMES = {"obese", "school", "expected", "grades", "progress"}


def _themes(data: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((data / "themes").glob("*.csv")):
        heading = "Academic year" if path.name.split("_")[0] in ACADEMIC_THEMES else ""
        yield from ((row["period"], heading) for row in _rows(path) if "period" in row)


def _dfe(data: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((data / "dfe").glob("*.csv")):
        yield from (
            (row["time_period"], row["time_identifier"]) for row in _rows(path) if "time_period" in row
        )


def _fingertips(data: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((data / "fingertips").glob("*.csv")):
        for row in _rows(path):
            yield row["Time period"], ""
            yield row["Time period Sortable"], "Financial year"


def _monthly_dates(data: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(data / "statistics" / "spc" / "ae_attendances_gm_trusts_2016_2019.csv"):
        yield row["period"], "April"


# How many distinct pairs of a label and its heading each source holds.
SOURCES = [(_lait, 122), (_themes, 79), (_dfe, 30), (_fingertips, 28), (_monthly_dates, 36)]


@pytest.mark.parametrize(("source", "count"), SOURCES, ids=[source.__name__[1:] for source, _ in SOURCES])
def test_every_spelling_in_the_published_data_reads(source: object, count: int, shared_data: Path) -> None:
    pairs = set(source(shared_data))  # type: ignore[operator]
    unread = set()
    for label, heading in sorted(pairs):
        try:
            _read(label, heading)
        except BadPeriod:
            unread.add(label)
    assert unread == ({"0"} if source is _lait else set())
    assert len(pairs) == count


def test_every_heading_in_the_published_data_reads(shared_data: Path) -> None:
    dictionary = {row["Year_Type"] for row in _rows(shared_data / "lait" / "lait_data_dictionary.csv.gz")}
    headings = dictionary | {heading for _, heading in _dfe(shared_data)}
    assert len(headings) == 9
    for heading in headings:
        year_type(heading)


def test_the_one_label_refused_names_a_measure_with_no_value(shared_data: Path) -> None:
    path = shared_data / "lait" / "measures_all_areas.parquet"
    table = pq.read_table(path, filters=[("Years", "=", "0")])  # type: ignore[no-untyped-call]
    assert set(table["Short Desc"].to_pylist()) == {"CINPermExclusion"}
    assert set(table["Values"].to_pylist()) == {"-"}


def test_fingertips_keys_and_labels_mean_the_same_years(shared_data: Path) -> None:
    meant = defaultdict(set)
    for path in (shared_data / "fingertips").glob("*.csv"):
        for row in _rows(path):
            key = read_period(row["Time period Sortable"], kind=K.FINANCIAL_YEAR)
            meant[key].add(read_period(row["Time period"]))
    assert len(meant) == 14
    assert all(labels == {key} for key, labels in meant.items())
