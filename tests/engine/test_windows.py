"""Fields worked out from a person's other records: the end of an earlier episode, the first positive screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn import EVENTS, drawn_and_counted, look, measure
from hearth.framework.measures import Count, Derive, Proportion, Scope, Take

STILL_OPEN = "coalesce(closed, DATE '9999-12-31')"

EPISODES = """
person | day        | closed     | area
Amina  | 2022-01-01 | 2023-12-01 | A1
Amina  | 2022-06-01 | 2022-07-01 | A1
Amina  | 2024-01-15 | -          | A1
Bilal  | 2022-02-01 | 2022-03-01 | A1
Bilal  | 2023-02-01 | -          | A1
Bilal  | 2024-01-20 | -          | A1
Cora   | 2021-01-01 | 2021-06-01 | A1
Cora   | 2024-02-01 | -          | A1
Dan    | 2024-02-02 | -          | A1
Ewa    | 2022-01-01 | 2023-02-28 | A1
Ewa    | 2024-02-28 | -          | A1
Fay    | 2022-01-01 | 2023-02-27 | A1
Fay    | 2024-02-28 | -          | A1
-      | 2023-12-01 | 2024-01-01 | A1
-      | 2024-03-01 | -          | A1
"""


def again(id: str, take: Take, value: str):
    """Of the episodes that began in the period, those that began within twelve months of an earlier one's end."""
    earlier = Derive("earlier", take, value, "person", ("day", "id"))
    began_again = "earlier >= months_before(day, 12)"
    return measure(id, Proportion("proportion", Scope("events", derive=(earlier,)), began_again))


def test_the_end_before_is_the_latest_of_all_earlier_ends_not_the_previous_rows(
    engine: str, tmp_path: Path
) -> None:
    """Amina's long episode ended after the short one before hers; Bilal's earlier one is still open.

    Ewa came back on the last day of twelve months, Fay a day later; Cora after years; Dan for the first time.
    Those without a name are nobody's fellows, not even each other's.
    """
    results = drawn_and_counted(
        tmp_path / "store", EVENTS, EPISODES, again("again", Take.MAX_BEFORE, STILL_OPEN), engine=engine
    )
    assert look(results, "again", "LA", "2023-24-Q4") == {"numerator": 3, "denominator": 7}


def test_taking_only_the_previous_row_would_have_missed_them(engine: str, tmp_path: Path) -> None:
    """The trap itself: by the previous row's own end Amina is missed, and Bilal where it is still open."""
    results = drawn_and_counted(
        tmp_path / "store",
        EVENTS,
        EPISODES,
        again("previous", Take.PREVIOUS, "closed"),
        again("no open ones", Take.MAX_BEFORE, "closed"),
        engine=engine,
    )
    assert look(results, "previous", "LA", "2023-24-Q4")["numerator"] == 1  # Ewa alone
    assert look(results, "no open ones", "LA", "2023-24-Q4")["numerator"] == 2  # Amina and Ewa


SCREENS = """
id | person | day        | outcome | area
01 | Amina  | 2023-05-01 | no      | A1
02 | Amina  | 2023-06-01 | yes     | A2
03 | Amina  | 2023-09-01 | yes     | A4
11 | Bilal  | 2023-06-10 | yes     | A4
10 | Bilal  | 2023-06-10 | yes     | A1
20 | Cora   | 2023-03-01 | yes     | A1
21 | Cora   | 2023-07-01 | yes     | A1
30 | Dan    | 2023-07-02 | unknown | A1
31 | Dan    | 2023-07-03 | -       | A1
40 | -      | 2023-07-04 | yes     | A1
"""

FIRST_POSITIVE = Derive("first_id", Take.FIRST, "id", "person", ("day", "id"), "outcome = 'yes'")


@pytest.mark.parametrize("unit", [None, "person"])
def test_the_first_positive_screen_counts_once_on_its_own_day_and_place(
    unit: str | None, engine: str, tmp_path: Path
) -> None:
    """Amina's at A2. Of Bilal's two on one day that with the lesser id. Cora's first was before the first return."""
    first = measure(
        "first", Count("count", Scope("events", where="id = first_id", derive=(FIRST_POSITIVE,), unit=unit))
    )
    results = drawn_and_counted(tmp_path / "store", EVENTS, SCREENS, first, engine=engine)
    counted = {
        (place, period): look(results, "first", place, period)["numerator"]
        for place in ("A1", "A2", "A4", "LA")
        for period in ("2023-24-Q1", "2023-24-Q2", "2023-24")
    }
    assert {each: number for each, number in counted.items() if number} == {
        ("A1", "2023-24-Q1"): 1,
        ("A1", "2023-24"): 1,
        ("A2", "2023-24-Q1"): 1,
        ("A2", "2023-24"): 1,
        ("LA", "2023-24-Q1"): 2,
        ("LA", "2023-24"): 2,
    }


def test_fellows_are_all_records_of_the_person_whatever_is_counted(engine: str, tmp_path: Path) -> None:
    """The window is looked through before `where` and the period choose: an earlier screen makes Cora's the second."""
    later = measure(
        "later",
        Count("count", Scope("events", where="outcome = 'yes' and id <> first_id", derive=(FIRST_POSITIVE,))),
    )
    results = drawn_and_counted(tmp_path / "store", EVENTS, SCREENS, later, engine=engine)
    assert look(results, "later", "LA", "2023-24-Q1") == {"numerator": 1}  # Bilal's second
    assert look(results, "later", "LA", "2023-24-Q2") == {"numerator": 2}  # Amina's, Cora's


def test_the_previous_record_is_that_before_it_in_order_for_which_the_condition_holds(
    engine: str, tmp_path: Path
) -> None:
    """Days between contacts that happened; the order in which they were drawn says nothing."""
    text = """
    id | person | day        | flag | area
    3  | Amina  | 2023-05-20 | yes  | A1
    1  | Amina  | 2023-05-01 | yes  | A1
    2  | Amina  | 2023-05-15 | no   | A1
    5  | Amina  | 2023-05-30 | yes  | A1
    4  | Amina  | 2023-05-30 | yes  | A1
    """
    last_seen = Derive("last_seen", Take.PREVIOUS, "day", "person", ("day", "id"), "flag")
    for days, expected in ((0, 1), (5, 1), (10, 2), (14, 3), (19, 4)):
        within = Proportion(
            "proportion", Scope("events", derive=(last_seen,)), f"days_between(last_seen, day) <= {days}"
        )
        results = drawn_and_counted(
            tmp_path / f"store-{days}", EVENTS, text, measure("within", within), engine=engine
        )
        assert look(results, "within", "LA", "2023-24-Q1") == {"numerator": expected, "denominator": 5}


def test_records_without_a_date_come_last(engine: str, tmp_path: Path) -> None:
    text = """
    id | person | day        | closed     | area
    1  | Amina  | -          | 2023-05-01 | A1
    2  | Amina  | 2023-06-01 | 2023-06-02 | A1
    """
    earlier = Derive("earlier", Take.MAX_BEFORE, "closed", "person", ("day", "id"))
    known = Proportion("proportion", Scope("events", derive=(earlier,)), "earlier is not null")
    results = drawn_and_counted(tmp_path / "store", EVENTS, text, measure("known", known), engine=engine)
    assert look(results, "known", "LA", "2023-24-Q1") == {"numerator": 0, "denominator": 1}
