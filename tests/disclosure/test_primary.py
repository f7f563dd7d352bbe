"""What is too small to show, whatever stands beside it: examples of counts, and what is shown of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from disclosure.drawn_tables import (
    EVERYONE,
    INTERNAL,
    NUMBER,
    PUBLIC,
    WAVE,
    YEAR,
    Row,
    asked,
    cell,
    drawn_rows,
    proportion,
    published_row,
    results_of,
)
from drawn import framework, measure
from hearth.disclosure.policy import Policy
from hearth.disclosure.publish import publish
from hearth.disclosure.published import Published, State
from hearth.framework.measures import Companion, Count, Divided, Mean, Proportion, Rate, Ratio, Scope

SHARE = measure("share", proportion("outcome = 'yes'"))
RATE = measure("rate", Rate("rate", EVERYONE, 10_000, (0, 17)))
MEAN = measure("mean", Mean("mean", EVERYONE, "before"))
WARDS_ONLY: dict[str, Any] = {"breakdowns": (), "smallest_place": "ward"}

C, Z = State.SUPPRESSED, State.NOT_APPLICABLE


def seen(of: Any, policy: Policy, **row: Any) -> Any:
    """The state, if nothing is shown; else the numerator and denominator as shown."""
    shown = published_row(of, policy, **row)
    return (shown.numerator, shown.denominator) if shown.state.shown else shown.state


@pytest.mark.parametrize(
    ("x", "n", "internal", "public"),
    [
        (0, 20, (0, 20), (0, 20)),
        (1, 20, C, C),
        (4, 20, C, C),
        (5, 20, (5, 20), C),
        (7, 20, (7, 20), C),
        (8, 20, (8, 20), (10, 20)),
        (12, 20, (12, 20), (10, 20)),
        (13, 20, (13, 20), C),
        (15, 20, (15, 20), C),
        (16, 20, C, C),
        (19, 20, C, C),
        (20, 20, (20, 20), (20, 20)),
        (0, 9, C, C),
        (5, 9, C, C),
        (9, 9, C, C),
        (0, 10, (0, 10), (0, 10)),
        (10, 10, (10, 10), (10, 10)),
        (5, 10, (5, 10), C),
        (0, 1, C, C),
        (1, 1, C, C),
        (0, 0, Z, Z),
        (8, 16, (8, 16), (10, 15)),
        (2544, 3614, (2544, 3614), (2545, 3615)),
    ],
)
def test_a_share(x: int, n: int, internal: Any, public: Any) -> None:
    assert seen(SHARE, INTERNAL, numerator=x, denominator=n) == internal
    assert seen(SHARE, PUBLIC, numerator=x, denominator=n) == public


@pytest.mark.parametrize(
    ("x", "internal", "public"),
    [(0, (0, None), (0, None)), (1, C, C), (4, C, C), (5, (5, None), C), (7, (7, None), C), (8, (8, None), (10, None)),
     (12, (12, None), (10, None)), (13, (13, None), (15, None)), (1003, (1003, None), (1005, None))],
)  # fmt: skip
def test_a_count(x: int, internal: Any, public: Any) -> None:
    assert seen(NUMBER, INTERNAL, numerator=x) == internal
    assert seen(NUMBER, PUBLIC, numerator=x) == public


@pytest.mark.parametrize(
    ("x", "n", "internal", "public"),
    [
        (409, 62_227, (409, 62_227), (410, 62_227)),
        (4, 62_227, C, C),
        (7, 62_227, (7, 62_227), C),
        (0, 62_227, (0, 62_227), (0, 62_227)),
        (8, 13, (8, 13), (10, 13)),  # of a rate there is no complement: events are not part of the population
        (0, 9, C, C),
        (0, 0, Z, Z),
    ],
)
def test_a_rate_of_a_population(x: int, n: int, internal: Any, public: Any) -> None:
    assert seen(RATE, INTERNAL, numerator=x, denominator=n) == internal
    assert seen(RATE, PUBLIC, numerator=x, denominator=n) == public


@pytest.mark.parametrize(("n", "shown"), [(0, Z), (1, C), (9, C), (10, 10), (12, 12)])
def test_a_mean_needs_ten(n: int, shown: Any) -> None:
    row = published_row(MEAN, INTERNAL, numerator=550 * n, denominator=n, squares=550 * 550 * n + 7)
    assert (row.denominator if row.state.shown else row.state) == shown


@pytest.mark.parametrize(("x", "n", "shown"), [(8, 9, C), (3, 20, C), (12, 20, (12, 20)), (25, 20, (25, 20))])
def test_a_ratio_across_datasets_is_judged_by_both_its_counts(x: int, n: int, shown: Any) -> None:
    across = measure("across", Divided("ratio_across", EVERYONE, Scope("visits")))
    assert seen(across, INTERNAL, numerator=x, denominator=n) == shown


@pytest.mark.parametrize(
    ("people", "state"), [(0, State.VALUE), (1, C), (9, C), (10, State.VALUE), (400, State.VALUE)]
)
def test_a_ratio_of_sums_is_judged_by_the_people_it_is_about(people: int, state: State) -> None:
    pupils = Companion("pupils", "Pupils", Count("count", EVERYONE))
    ratio = measure("ratio", Ratio("ratio", EVERYONE, "attended", "offered", people="pupils"), pupils)
    # three sessions missed of many: that alone does not matter
    rows = [
        {"figure": "ratio", "numerator": 4997, "denominator": 5000},
        {"figure": "ratio.pupils", "numerator": people},
    ]
    for policy in (INTERNAL, PUBLIC):
        published = publish(results_of(framework(ratio), rows), policy)
        assert cell(published, f"ratio LA {YEAR}").state == state


def test_a_ratio_that_says_nothing_of_people_is_judged_by_what_it_divides_by() -> None:
    ratio = measure("ratio", Ratio("ratio", EVERYONE, "attended", "offered"))
    assert seen(ratio, INTERNAL, numerator=8, denominator=9) == C
    assert seen(ratio, INTERNAL, numerator=9, denominator=10) == (9, 10)


@pytest.mark.parametrize(
    ("repeats", "x", "n", "shown"),
    [
        (1, 8, 40, (8, 40)),
        (2, 8, 40, C),
        (2, 9, 40, (9, 40)),
        (2, 9, 19, C),
        (2, 0, 20, (0, 20)),
        (4, 16, 80, C),
    ],
)
def test_where_one_person_can_be_counted_again_the_threshold_is_that_many_times_higher(
    repeats: int, x: int, n: int, shown: Any
) -> None:
    share = measure("share", proportion("outcome = 'yes'"), repeats=repeats)
    assert seen(share, INTERNAL, numerator=x, denominator=n) == shown


@pytest.mark.parametrize(
    ("x", "n", "state"),
    [
        ((3, 8), 40, C),
        ((0, 1), 40, C),
        ((4, 30), 40, C),
        ((5, 30), 40, State.RANGE),
        ((5, 36), 40, C),
        ((0, 0), 40, State.VALUE),
    ],
)
def test_a_count_within_bounds_is_suppressed_if_it_may_be_small(
    x: tuple[int, int], n: int, state: State
) -> None:
    assert published_row(SHARE, INTERNAL, numerator=x, denominator=n).state == state


# Surveys, and the workforce


def answered(policy: Policy, rows: Iterable[Row], *, census: bool = False) -> Published:
    full = [{"period": WAVE.id} | row for row in rows]
    return publish(results_of(asked(census=census), full, waves=[WAVE]), policy)


@pytest.mark.parametrize("census", [False, True])
@pytest.mark.parametrize(
    ("x", "n", "state", "internal", "public"),
    [
        (0, 0, Z, None, None),
        (3, 9, C, None, None),
        (9, 9, C, None, None),
        (3, 10, State.LOW_RELIABILITY, (3, 10), (5, 10)),
        (10, 10, State.LOW_RELIABILITY, (10, 10), (10, 10)),
        (1, 27, State.LOW_RELIABILITY, (1, 27), (0, 25)),
        (1, 30, State.VALUE, (1, 30), (0, 30)),
        (29, 30, State.VALUE, (29, 30), (30, 30)),
        (12, 61, State.VALUE, (12, 61), (10, 60)),
    ],
)
def test_answers_need_a_base_of_ten_and_are_reliable_from_thirty(
    x: int, n: int, state: State, internal: Any, public: Any, census: bool
) -> None:
    for policy, counts in ((INTERNAL, internal), (PUBLIC, public)):
        row = {"figure": "helped", "numerator": x, "denominator": n}
        shown = cell(answered(policy, [row], census=census), f"helped LA {WAVE.id}")
        assert shown.state == state
        assert (shown.numerator, shown.denominator) == (counts or (None, None))


def test_reliability_is_of_the_base_as_shown_and_tells_no_more() -> None:
    row = {"figure": "helped", "numerator": 14, "denominator": 28}
    shown = cell(answered(PUBLIC, [row]), f"helped LA {WAVE.id}")
    assert (shown.state, shown.denominator) == (State.VALUE, 30)


ASKED = """
figure        | place | group         | numerator | denominator
helped        | LA    |               | 30        | 60
helped        | LA    | sex:female    | 18        | 36
helped        | LA    | sex:male      | 12        | 24
helped        | LA    | sex:not_known | 0         | 0
helped        | W1    |               | 30        | 60
helped        | W1    | sex:female    | 18        | 36
helped        | W1    | sex:male      | 12        | 24
helped        | W1    | sex:not_known | 0         | 0
helped.unsure | LA    |               | 2         | -
helped.unsure | LA    | sex:female    | 1         | -
helped.unsure | LA    | sex:male      | 1         | -
helped.unsure | LA    | sex:not_known | 0         | -
helped.unsure | W1    |               | 2         | -
"""


def where(published: Published, figure: str) -> set[str]:
    return {f"{each.place} {each.group}".strip() for each in published.where(figure=figure).cells()}


@pytest.mark.parametrize("policy", [INTERNAL, PUBLIC], ids=lambda policy: policy.id)
def test_counts_beside_a_share_of_answers_are_for_everyone_only(policy: Policy) -> None:
    published = answered(policy, drawn_rows(ASKED))
    assert where(published, "helped.unsure") == {"LA", "W1"}
    assert where(published, "helped") >= {"LA female", "LA male", "W1 female", "W1 male"}
    assert cell(published, f"helped.unsure LA {WAVE.id}").numerator == {"internal": 2, "public": 0}[policy.id]


def test_unless_the_policy_gives_them_of_groups() -> None:
    survey = replace(INTERNAL.survey, counts_of_groups=True)
    published = answered(replace(INTERNAL, survey=survey), drawn_rows(ASKED))
    assert where(published, "helped.unsure") >= {"LA female", "LA male"}


@pytest.mark.parametrize("policy", [INTERNAL, PUBLIC], ids=lambda policy: policy.id)
def test_the_workforce_is_shown_by_group_or_by_place_and_not_by_both(policy: Policy) -> None:
    published = answered(policy, drawn_rows(ASKED), census=True)
    assert where(published, "helped") == {"LA", "LA female", "LA male", "LA not_known", "W1"}
    assert [each[1:] for each in published.not_given if each[0] == "helped"] == [("ward", "wave", "sex")]


def test_the_workforce_may_be_shown_by_both_where_the_policy_says_so() -> None:
    policy = replace(INTERNAL, workforce=replace(INTERNAL.workforce, one_at_a_time=False))
    published = answered(policy, drawn_rows(ASKED), census=True)
    assert "W1 female" in where(published, "helped")


# Details of which too little could be shown


@pytest.mark.parametrize(("shown", "given"), [(0, False), (1, False), (2, True), (4, True)])
def test_a_breakdown_is_given_at_a_level_only_if_enough_of_it_could_be_shown(shown: int, given: bool) -> None:
    share = measure("share", proportion("outcome = 'yes'"), **WARDS_ONLY)
    rows: list[Row] = [{"figure": "share", "place": "LA", "numerator": 100, "denominator": 200}]
    for number in range(4):
        counts = (25, 50) if number < shown else (2, 50)
        rows.append(
            {"figure": "share", "place": f"W{number + 1}", "numerator": counts[0], "denominator": counts[1]}
        )
    published = publish(results_of(framework(share), rows), INTERNAL)
    assert bool({"W1", "W2", "W3", "W4"} & where(published, "share")) == given
    assert (("share", "ward", "financial_year", "") in published.not_given) == (not given)


def test_a_figure_beside_another_needs_more_of_it() -> None:
    beside = Companion("beside", "Beside", Proportion("proportion", EVERYONE, "flag"))
    share = measure("share", proportion("outcome = 'yes'"), beside, **WARDS_ONLY)
    rows: list[Row] = []
    for figure in ("share", "share.beside"):
        rows.append({"figure": figure, "place": "LA", "numerator": 100, "denominator": 200})
        for number in range(4):
            counts = {"numerator": 2 if number == 3 else 25, "denominator": 50}
            rows.append({"figure": figure, "place": f"W{number + 1}"} | counts)
    published = publish(results_of(framework(share), rows), INTERNAL)
    assert where(published, "share") == {"LA", "W1", "W2", "W3", "W4"}
    assert where(published, "share.beside") == {"LA"}  # three in four is not 80 percent
