"""Counts that count one thing are one quantity, in whichever figures and words they stand; and what is part of what."""

from __future__ import annotations

import pytest

from disclosure.drawn_tables import EVERYONE, KNOWN, KNOWN_SHARE, NUMBER, SAID_YES, SHARE, proportion
from drawn import framework, measure
from hearth.disclosure.lines import Quantity
from hearth.disclosure.quantities import Quantities, find_quantities
from hearth.engine.run import wanted_figures
from hearth.framework.measures import (
    BeforeAndAfter,
    Change,
    Companion,
    Count,
    Definition,
    Divided,
    Mean,
    Measure,
    Proportion,
    Rate,
    Ratio,
    Scope,
    Speaks,
    Split,
)

YES = Scope("events", where="outcome = 'yes'")
OPEN_FROM = {"open_from": "day", "open_until": "closed"}


def found(*measures: Measure) -> Quantities:
    of = framework(*measures)
    return find_quantities(of, wanted_figures(of))


def standing(quantities: Quantities, part: str) -> Quantity:
    """The quantity behind a count such as `share.no/numerator`."""
    figure, _, name = part.partition("/")
    (one,) = [each for each in quantities.all if each.id == quantities.of[figure, name]]
    return one


def same(quantities: Quantities, one: str, other: str) -> bool:
    return standing(quantities, one) == standing(quantities, other)


def inside(quantities: Quantities, part: str, whole: str) -> bool:
    """Whether a reader is told that the one is never above the other."""
    pairs = {(each.part, each.whole) for each in quantities.within}
    reached, more = {standing(quantities, part).id}, True
    while more:
        further = reached | {whole for part, whole in pairs if part in reached}
        more = further != reached
        reached = further
    return standing(quantities, whole).id in reached


def test_a_base_that_several_figures_share_is_one_quantity() -> None:
    quantities = found(SHARE, NUMBER)
    base = standing(quantities, "share/denominator")
    assert base.counts == (
        *((figure, "denominator") for figure in ("share", "share.no", "share.unknown")),
        ("number", "numerator"),
    )
    assert base.adds == ("group", "period", "place")
    assert not base.stock and not base.survey


COUNTED_THE_SAME = [
    ("a share's numerator and the count of it", proportion("outcome = 'yes'"), Count("count", YES)),
    (
        "conditions in another order",
        Count("count", Scope("events", where="flag and outcome = 'yes'")),
        Count("count", Scope("events", where="outcome = 'yes' AND flag")),
    ),
    (
        "a condition of the scope or of the numerator",
        proportion("outcome = 'yes' and flag"),
        proportion("flag", YES),
    ),
]
COUNTED_APART = [
    ("another value", Count("count", YES), Count("count", Scope("events", where="outcome = 'no'"))),
    ("another dataset", Count("count", EVERYONE), Count("count", Scope("visits"))),
    ("another date", Count("count", EVERYONE), Count("count", Scope("events", dated_by="closed"))),
    ("flow and stock", Count("count", EVERYONE), Count("count", Scope("events", **OPEN_FROM))),
    ("records and people", Count("count", EVERYONE), Count("count", Scope("events", unit="person"))),
    (
        "who speaks",
        Count("count", Scope("events", unit="person")),
        Count("count", Scope("events", unit="person", speaks=Speaks.EVERYWHERE)),
    ),
    ("or is not and", proportion("flag or outcome = 'yes'"), proportion("flag and outcome = 'yes'")),
]


@pytest.mark.parametrize(
    ("one", "other"), [each[1:] for each in COUNTED_THE_SAME], ids=[e[0] for e in COUNTED_THE_SAME]
)
def test_two_counts_of_one_thing_are_one_quantity(one: Definition, other: Definition) -> None:
    assert same(found(measure("one", one), measure("other", other)), "one/numerator", "other/numerator")


@pytest.mark.parametrize(
    ("one", "other"), [each[1:] for each in COUNTED_APART], ids=[e[0] for e in COUNTED_APART]
)
def test_counts_of_different_things_are_not(one: Definition, other: Definition) -> None:
    assert not same(found(measure("one", one), measure("other", other)), "one/numerator", "other/numerator")


def test_a_sum_of_scores_and_a_population_are_not_counts_of_people() -> None:
    mean, rate = Mean("mean", EVERYONE, "before"), Rate("rate", EVERYONE, 1000, (0, 17))
    quantities = found(measure("mean", mean), measure("rate", rate), NUMBER)
    assert ("mean", "numerator") not in quantities.of and ("rate", "denominator") not in quantities.of
    assert same(quantities, "rate/numerator", "number/numerator")
    assert inside(quantities, "mean/denominator", "number/numerator")


def test_what_is_never_counted_has_no_quantity() -> None:
    quantities = found(SHARE, measure("change", Change("change", "share")))
    assert not [part for part in quantities.of if part[0] == "change"]


def test_a_sum_of_sessions_is_one_thing_in_two_ratios() -> None:
    one = measure("one", Ratio("ratio", EVERYONE, "attended", "offered"))
    other = measure("other", Ratio("ratio", EVERYONE, "offered - attended", "offered"))
    quantities = found(one, other)
    assert same(quantities, "one/denominator", "other/denominator")
    assert not same(quantities, "one/numerator", "other/numerator")
    assert inside(quantities, "one/numerator", "one/denominator")


def test_a_ratio_that_is_no_share_says_nothing_of_which_is_larger() -> None:
    quantities = found(measure("one", Ratio("ratio", EVERYONE, "attended", "offered", part=False)))
    assert not inside(quantities, "one/numerator", "one/denominator")


def test_a_ratio_across_counts_both_its_datasets() -> None:
    visits = Scope("visits", unit="person")
    across = measure("across", Divided("ratio_across", EVERYONE, visits))
    quantities = found(across, NUMBER, measure("visitors", Count("count", visits)))
    assert same(quantities, "across/numerator", "number/numerator")
    assert same(quantities, "across/denominator", "visitors/numerator")
    assert not quantities.within


def test_what_has_more_conditions_is_part_of_what_has_fewer() -> None:
    quantities = found(SHARE, KNOWN_SHARE, NUMBER, SAID_YES)
    for part, whole in (
        ("share/numerator", "share/denominator"),
        ("known_share/numerator", "known_share/denominator"),
        ("known_share/denominator", "number/numerator"),
        ("said_yes/numerator", "known_share/denominator"),
        ("share.no/numerator", "known_share/denominator"),
        ("known_share/numerator", "number/numerator"),
        ("share/numerator", "known_share/numerator"),
        ("known_share/numerator", "share/numerator"),
    ):
        assert inside(quantities, part, whole), (part, whole)
    for part, whole in (
        ("share.unknown/numerator", "known_share/denominator"),
        ("known_share/denominator", "share/numerator"),
        ("share/numerator", "share.no/numerator"),
    ):
        assert not inside(quantities, part, whole), (part, whole)


def test_people_counted_by_another_road_are_twins() -> None:
    people = Scope("events", unit="person")
    share = measure("share", Proportion("proportion", people, "flag"))
    flagged = measure("flagged", Count("count", Scope("events", where="flag", unit="person")))
    quantities = found(share, flagged)
    twins = {standing(quantities, "share/numerator").id, standing(quantities, "flagged/numerator").id}
    assert [set(pair) for pair in quantities.twins] == [twins]
    assert not same(quantities, "share/numerator", "flagged/numerator")


def test_a_split_names_the_quantities_of_its_whole_and_parts() -> None:
    (split,) = found(SHARE, NUMBER).splits
    quantities = found(SHARE, NUMBER)
    assert split.whole == standing(quantities, "number/numerator").id
    assert [
        standing(quantities, f"{each}/numerator").id for each in ("share", "share.no", "share.unknown")
    ] == list(split.parts)


def test_improved_same_and_worse_are_the_base() -> None:
    def changed(counted: str) -> BeforeAndAfter:
        return BeforeAndAfter("before_and_after", EVERYONE, "before", "after", "tool", counted)  # type: ignore[arg-type]

    beside = [Companion(each, each, changed(each)) for each in ("same", "worsened")]
    split = Split("base", ("headline", "same", "worsened"))
    quantities = found(measure("better", changed("improved"), *beside, splits=(split,)))
    (line,) = quantities.splits
    assert line.whole == standing(quantities, "better/denominator").id
    assert len({line.whole, *line.parts}) == 4


def test_a_split_of_a_companion_divides_what_they_are_out_of_too() -> None:
    both = [
        Companion(sex, sex, proportion("flag", Scope("events", where=f"sex = '{sex}'")))
        for sex in ("female", "male")
    ]
    every = measure("flag", proportion("flag"), *both, splits=(Split("headline", ("female", "male")),))
    quantities = found(every)
    wholes = {line.whole for line in quantities.splits}
    assert wholes == {standing(quantities, f"flag/{name}").id for name in ("numerator", "denominator")}


@pytest.mark.parametrize(
    ("scope", "adds"),
    [
        (EVERYONE, ("group", "period", "place")),
        (Scope("events", **OPEN_FROM), ("group", "place")),
        (Scope("events", unit="person"), ("group", "place")),
        (Scope("events", unit="person", speaks=Speaks.EVERYWHERE), ()),
    ],
)
def test_what_a_count_adds_along(scope: Scope, adds: tuple[str, ...]) -> None:
    quantity = standing(found(measure("one", Count("count", scope))), "one/numerator")
    assert quantity.adds == adds
    assert quantity.stock == (scope.open_from is not None)


def test_answers_known_are_counted_once_for_all_that_are_out_of_them() -> None:
    refused = measure("refused", proportion("outcome = 'no'", KNOWN))
    assert same(found(KNOWN_SHARE, refused), "known_share/denominator", "refused/denominator")
