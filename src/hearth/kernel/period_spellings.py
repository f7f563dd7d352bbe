"""How others write periods, read into ours.

Published figures write the same year as `2024/25`, `202425`, `2024-25 (OT)` and `2025 (Rev)`. What a
label leaves open, the source's own heading says ('Academic year'): `year_type` turns the heading into
a hint, and `read_period` reads the label with it.

A single number names the year in which a financial or academic year *ends*, as the Department for
Education writes it: `2025` under 'Academic year' is AY2024-25, and under 'Reporting year' is 2024-25.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hearth.kernel.errors import BadPeriod
from hearth.kernel.period_ids import YEAR, PeriodKind, span_of
from hearth.kernel.periods import Period, containing, period, pooled

__all__ = ["PeriodNote", "PeriodReading", "YearType", "year_type", "read_period"]


class PeriodNote(StrEnum):
    """What a label says about its figures, beyond when they are for."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    FINAL = "final"
    OUTTURN = "outturn"


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """A label, read: the period it means, and its note if it carries one."""

    period: Period
    note: PeriodNote | None = None


@dataclass(frozen=True, slots=True)
class YearType:
    """What a single year number means: the kind of period, and for a rolling year its last month (1 to 12),
    for a month which month."""

    kind: PeriodKind
    month: int | None = None


NOTES: dict[str, PeriodNote] = {
    "prov": PeriodNote.PROVISIONAL,
    "provisional": PeriodNote.PROVISIONAL,
    "p": PeriodNote.PROVISIONAL,
    "rev": PeriodNote.REVISED,
    "revised": PeriodNote.REVISED,
    "r": PeriodNote.REVISED,
    "final": PeriodNote.FINAL,
    "ot": PeriodNote.OUTTURN,
    "outturn": PeriodNote.OUTTURN,
}

MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

YEAR_TYPES: dict[str, YearType] = {
    "academic year": YearType(PeriodKind.ACADEMIC_YEAR),
    "calendar year": YearType(PeriodKind.CALENDAR_YEAR),
    "financial year": YearType(PeriodKind.FINANCIAL_YEAR),
    # children's social care: the year that ends on 31 March, or the position on that day
    "reporting year": YearType(PeriodKind.FINANCIAL_YEAR),
    "annual": YearType(PeriodKind.FINANCIAL_YEAR),
    # the social work workforce is counted on 30 September, its leavers over the year to that day
    "annual (end of sept)": YearType(PeriodKind.ROLLING_YEAR, 9),
    # the school census, on one day in January
    "annual - january": YearType(PeriodKind.MONTH, 1),
} | {name: YearType(PeriodKind.MONTH, number) for number, name in enumerate(MONTH_NAMES, start=1)}

LONGEST_POOL = 10


def year_type(heading: str) -> YearType:
    """What a source's heading ('Academic year', 'Annual - January', 'June') says of its year numbers.

    'Reporting year' and 'Annual' are read as children's social care means them, ending on 31 March. The
    mid-year population file is headed 'Reporting year' too and does not mean that: its source says so itself.
    """
    known = YEAR_TYPES.get(" ".join(heading.lower().split()))
    if known is None:
        raise BadPeriod(f"{heading!r} is not a type of year.", f"Use one of: {', '.join(YEAR_TYPES)}.")
    return known


def read_period(text: str, *, kind: PeriodKind | None = None, month: int | None = None) -> PeriodReading:
    """Read a period as published. `kind` (and `month`, see YearType) settle what the label leaves open.

    With no `kind`, `2025` is a calendar year, `2024/25` a financial year and `2020-22` pooled calendar
    years, as in our own ids. Refused with BadPeriod, never guessed: with no `kind`, a date, Fingertips'
    sortable `20100000`, `201112` (a year or a month) and `2020 - 21` (one year or two); always, more than ten
    pooled years, a label that contradicts `kind`, and one that names no period, such as `0`.
    """
    label = " ".join(text.replace("–", "-").split())
    plain, note = _without_note(label)
    hint = YearType(kind, month) if kind is not None else None
    return PeriodReading(_read(plain, hint), note)


def _without_note(label: str) -> tuple[str, PeriodNote | None]:
    found = re.fullmatch(r"(.*?) ?\(([^()]*)\)", label)
    if not found:
        return label, None
    note = NOTES.get(found[2].strip().lower())
    if note is None:
        raise BadPeriod(f"The note in {label!r} is not known.", f"Use one of: {', '.join(NOTES)}.")
    return found[1], note


def _read(label: str, hint: YearType | None) -> Period:
    for pattern, read in SPELLINGS:
        if found := pattern.fullmatch(label):
            meant = read(found, hint)
            if meant is None:
                raise _unclear(label, hint)
            return meant
    if span_of(label) is not None:
        return period(label)
    raise _unclear(label, hint)


def _unclear(label: str, hint: YearType | None) -> BadPeriod:
    reading = "" if hint is None else f" for a {hint.kind.replace('_', ' ')}"
    return BadPeriod(
        f"{label!r} does not name one period{reading}.",
        "Give the kind of period that the source means, "
        "or write it as 2024/25, 2022/23 Q1, June 2025, 2025 or 2020-22.",
    )


def _kind(hint: YearType | None) -> PeriodKind | None:
    return hint.kind if hint else None


def _single_year(found: re.Match[str], hint: YearType | None) -> Period | None:
    year = int(found[1])
    kind, month = _kind(hint), hint.month if hint else None
    if kind in (None, PeriodKind.CALENDAR_YEAR):
        return containing(PeriodKind.CALENDAR_YEAR, date(year, 1, 1))
    if kind in (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR):
        return containing(kind, date(year, 1, 1))
    if kind in (PeriodKind.ROLLING_YEAR, PeriodKind.MONTH) and month is not None and 1 <= month <= 12:
        return containing(kind, date(year, month, 1))
    return None


def _sortable(found: re.Match[str], hint: YearType | None) -> Period | None:
    """Fingertips' key for a year: the year it *begins*, whatever kind of year it is."""
    if _kind(hint) in (PeriodKind.CALENDAR_YEAR, PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR):
        return _year_beginning(_kind(hint), int(found[1]))
    return None


def _year_beginning(kind: PeriodKind | None, year: int) -> Period:
    return containing(kind or PeriodKind.FINANCIAL_YEAR, date(year, 12, 31))


def _two_numbers(found: re.Match[str], hint: YearType | None) -> Period | None:
    """`2024/25`, `2024-25`, `202425`, `2024/2025`, `2020 - 22`, and months written `2025-06` or `202506`."""
    first, joint, second = int(found[1]), found[2], found[3]
    kind = _kind(hint)
    may_be_month = joint in ("-", "") and len(second) == 2 and 1 <= int(second) <= 12
    if kind is PeriodKind.MONTH:
        return containing(kind, date(first, int(second), 1)) if may_be_month else None
    last = _full_year(first, second)
    if last == first + 1:
        two_readings = kind is None and (" " in joint or (may_be_month and not joint))
        return None if two_readings else _one_year(first, joint.strip(), kind)
    if may_be_month and kind is None:
        return containing(PeriodKind.MONTH, date(first, int(second), 1))
    if joint.strip() == "-" and kind in (None, PeriodKind.CALENDAR_YEAR):
        return _pool(PeriodKind.CALENDAR_YEAR, first, last)
    return None


def _full_year(first: int, written: str) -> int:
    """The year meant by two digits: the first one, with those digits, that is not before `first`."""
    return int(written) if len(written) == 4 else first + (int(written) - first) % 100


def _one_year(first: int, joint: str, kind: PeriodKind | None) -> Period | None:
    if kind in (None, PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR):
        return _year_beginning(kind, first)
    if kind is PeriodKind.CALENDAR_YEAR and joint == "-":
        return _pool(kind, first, first + 1)
    return None


def _pool(kind: PeriodKind, first: int, last: int) -> Period | None:
    if not first < last < first + LONGEST_POOL:
        return None
    return pooled(_year_beginning(kind, first), _year_beginning(kind, last))


def _split_years(found: re.Match[str], hint: YearType | None) -> Period | None:
    """`2013/14-15/16` and `2020/21 - 24/25`: several years that each cross a New Year."""
    first = int(found[1])
    last = _full_year(first, found[3])
    crossing = _full_year(first, found[2]) == first + 1 and _full_year(last, found[4]) == last + 1
    kind = _kind(hint) or PeriodKind.FINANCIAL_YEAR
    if not crossing or kind not in (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR):
        return None
    return _pool(kind, first, last)


def _quarter(found: re.Match[str], _hint: YearType | None) -> Period | None:
    first, second, number = int(found["first"]), found["second"], int(found["quarter"])
    if _full_year(first, second) != first + 1:
        return None
    return period(f"{first}-{second[-2:]}-Q{number}")


def _named_month(found: re.Match[str], _hint: YearType | None) -> Period | None:
    name = found[1].lower()
    numbers = [n for n, full in enumerate(MONTH_NAMES, start=1) if name in (full, full[:3])]
    return containing(PeriodKind.MONTH, date(int(found[2]), numbers[0], 1)) if numbers else None


def _day(found: re.Match[str], hint: YearType | None) -> Period | None:
    """A date stands for the period of the hinted kind that holds it, as monthly series are often keyed."""
    try:
        day = date.fromisoformat(found[0])
    except ValueError:
        return None
    return None if hint is None else containing(hint.kind, day)


TWO = rf"(?P<first>{YEAR[1:-1]})[/-](?P<second>\d\d(?:\d\d)?)"
SPELLINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], YearType | None], Period | None]], ...] = (
    (re.compile(YEAR), _single_year),
    (re.compile(rf"{YEAR}0000"), _sortable),
    (re.compile(rf"{YEAR}( ?[/-] ?|)(\d\d(?:\d\d)?)"), _two_numbers),
    (re.compile(rf"{YEAR}/(\d\d) ?- ?((?:\d\d)?\d\d)/(\d\d)"), _split_years),
    (re.compile(rf"{TWO}[ -]?Q(?P<quarter>[1-4])"), _quarter),
    (re.compile(rf"Q(?P<quarter>[1-4])[ -]{TWO}"), _quarter),
    (re.compile(rf"([A-Za-z]+) {YEAR}"), _named_month),
    (re.compile(rf"{YEAR}-\d\d-\d\d"), _day),
)
