"""What is already public: it stays as it was shown or suppressed, and no small difference is shown beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from disclosure.drawn_tables import INTERNAL, NUMBER, PUBLIC, QUARTERS, YEAR, cell, drawn_rows, results_of
from drawn import framework
from hearth.disclosure.audit import audit
from hearth.disclosure.policy import Policy
from hearth.disclosure.publish import publish
from hearth.disclosure.published import Mark, Published, State
from hearth.engine.results import Results
from hearth.kernel.errors import BadRelease

BOTH = pytest.mark.parametrize("policy", [INTERNAL, PUBLIC], ids=lambda policy: policy.id)

THREE_QUARTERS = """
figure | period     | place | numerator
number | 2024-25-Q1 | LA    | 91
number | 2024-25-Q2 | LA    | 88
number | 2024-25-Q3 | LA    | 97
number | 2024-25-Q1 | W1    | 40
number | 2024-25-Q2 | W1    | 3
number | 2024-25-Q3 | W1    | 41
number | 2024-25-Q1 | W2    | 51
number | 2024-25-Q2 | W2    | 85
number | 2024-25-Q3 | W2    | 56
"""

THE_YEAR = """
number | 2024-25-Q4 | LA    | 101
number | 2024-25-Q4 | W1    | 41
number | 2024-25-Q4 | W2    | 60
number | 2024-25    | LA    | 377
number | 2024-25    | W1    | 125
number | 2024-25    | W2    | 252
"""


def counted(text: str) -> Results:
    return results_of(framework(NUMBER), drawn_rows(text))


def by_cell(published: Published) -> dict[tuple[str, str], tuple[State, int | None]]:
    return {(row.period, row.place): (row.state, row.numerator) for row in published.cells() if row.period}


@BOTH
def test_a_new_quarter_changes_nothing_of_the_others_and_gives_nothing_away(policy: Policy) -> None:
    before = publish(counted(THREE_QUARTERS), policy)
    assert by_cell(before)["2024-25-Q2", "W1"] == (State.SUPPRESSED, None)
    after = publish(counted(THREE_QUARTERS + THE_YEAR.lstrip("\n")), policy, [before])
    now = by_cell(after)
    assert {each: now[each] for each in by_cell(before)} == by_cell(before)
    assert len(now) > len(by_cell(before))
    assert audit(after, [before]).holds
    assert {row.marks for row in after.cells()} == {()}


@BOTH
def test_what_was_suppressed_stays_so_however_large_it_is_now(policy: Policy) -> None:
    before = publish(counted(THREE_QUARTERS), policy)
    more = THREE_QUARTERS.replace("W1    | 3\n", "W1    | 23\n").replace("LA    | 88", "LA    | 108")
    after = publish(counted(more), policy, [before])
    assert by_cell(publish(counted(more), policy))["2024-25-Q2", "W1"][0] is State.VALUE
    assert by_cell(after)["2024-25-Q2", "W1"] == (State.SUPPRESSED, None)


def test_a_revision_by_one_is_not_shown_as_one() -> None:
    """Under `internal`, which rounds nothing else, the family of that year is rounded to the nearest 5 and marked."""
    whole = THREE_QUARTERS + THE_YEAR.lstrip("\n")
    one_more = whole.replace("W1    | 40", "W1    | 41").replace("LA    | 91", "LA    | 92")
    one_more = one_more.replace("LA    | 377", "LA    | 378").replace("W1    | 125", "W1    | 126")
    before = publish(counted(whole), INTERNAL)
    after = publish(counted(one_more), INTERNAL, [before])
    assert cell(before, "number LA 2024-25-Q1").numerator == 91
    shown = [row for row in after.cells() if row.state is State.VALUE]
    assert shown and all(row.numerator is not None and row.numerator % 5 == 0 for row in shown)
    assert all(Mark.REVISED in row.marks for row in shown)
    assert audit(after, [before]).holds
    again = publish(counted(one_more), INTERNAL, [before, after])
    assert by_cell(again) == by_cell(after)


def test_under_public_only_what_is_shown_as_another_number_is_marked() -> None:
    before = publish(counted(THREE_QUARTERS), PUBLIC)
    more = THREE_QUARTERS.replace("W2    | 51", "W2    | 53").replace("LA    | 91", "LA    | 93")
    after = publish(counted(more), PUBLIC, [before])
    marked = {(row.period, row.place): row.numerator for row in after.cells() if Mark.REVISED in row.marks}
    assert marked == {("2024-25-Q1", "W2"): 55, ("2024-25-Q1", "LA"): 95}
    assert audit(after, [before]).holds


def test_an_earlier_release_under_another_policy_is_refused() -> None:
    with pytest.raises(BadRelease, match="'public' as it was then") as refused:
        publish(counted(THREE_QUARTERS), INTERNAL, [publish(counted(THREE_QUARTERS), PUBLIC)])
    assert "under this policy" in refused.value.remedy


def test_another_definition_starts_afresh_with_a_break() -> None:
    before = publish(counted(THREE_QUARTERS), INTERNAL)
    other = replace(NUMBER, definition_version=2)
    more = THREE_QUARTERS.replace("W1    | 40", "W1    | 41").replace("LA    | 91", "LA    | 92")
    after = publish(results_of(framework(other), drawn_rows(more)), INTERNAL, [before])
    assert cell(after, "number W1 2024-25-Q1").numerator == 41
    broken = {row.period for row in after.cells() if Mark.BREAK in row.marks}
    assert broken == {QUARTERS[0]}


@BOTH
def test_the_last_of_several_earlier_releases_stands(policy: Policy) -> None:
    first = publish(counted(THREE_QUARTERS), policy)
    less = THREE_QUARTERS.replace("W1    | 41", "W1    | 2").replace("LA    | 97", "LA    | 58")
    second = publish(counted(less), policy, [first])
    assert by_cell(second)["2024-25-Q3", "W1"][0] is State.SUPPRESSED
    third = publish(counted(less), policy, [first, second])
    assert by_cell(third) == by_cell(second)
    assert YEAR not in {row.period for row in third.cells()}
