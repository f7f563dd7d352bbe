"""Each kind of figure from end to end, with the answer worked out by hand beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawn import (
    BOTH_YEARS,
    EVENTS,
    POPULATIONS,
    TREE,
    VISITS,
    counted,
    drawn_and_counted,
    framework,
    hold,
    look,
    measure,
    store_of,
    table,
)
from hearth.engine.results import Results
from hearth.framework.measures import (
    BeforeAndAfter,
    Change,
    Companion,
    Count,
    CrossReference,
    Divided,
    Mean,
    Measure,
    Proportion,
    Rate,
    Ratio,
    Scope,
    ToBeDetermined,
)
from hearth.kernel.periods import PeriodKind, period
from hearth.kernel.populations import Population, Populations

CHILDREN = """
person | day        | area | sex    | outcome | attended | offered | before | after
Amina  | 2023-04-01 | A1   | female | yes     | 7        | 10      | 3.50   | 4.00
Bea    | 2023-05-01 | A1   | female | no      | 1        | 4       | 5.30   | -
Carl   | 2023-06-01 | A2   | male   | unknown | -        | 5       | -      | 1.00
Dev    | 2023-06-30 | A4   | male   | -       | 6        | -       | 0.00   | 0.00
"""
Q1 = "2023-24-Q1"


def one(results: Results, figure: str, place: str = "LA", period: str = Q1, *group: str) -> object:
    return look(results, figure, place, period, *group)


def test_count(engine: str, tmp_path: Path) -> None:
    number = measure("number", Count("count", Scope("events", where="outcome = 'yes' or outcome = 'no'")))
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, number, engine=engine)
    assert one(results, "number") == {"numerator": 2}
    assert one(results, "number", "A4") == {"numerator": 0}


def test_proportion_with_the_known_share_beside_it(engine: str, tmp_path: Path) -> None:
    """Two of the four outcomes are known: one says it is not, one says nothing at all."""
    share = measure(
        "share",
        Proportion("proportion", Scope("events"), "outcome = 'yes'", known="outcome in ('yes', 'no')"),
        Companion(
            "of_known",
            "Of those known",
            Proportion("proportion", Scope("events", where="outcome in ('yes', 'no')"), "outcome = 'yes'"),
        ),
    )
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, share, engine=engine)
    assert one(results, "share") == {"numerator": 1, "denominator": 4, "known": 2}
    assert one(results, "share.of_known") == {"numerator": 1, "denominator": 2}
    assert one(results, "share", "LA", Q1, "sex", "male") == {"numerator": 0, "denominator": 2, "known": 0}


def test_what_is_unknown_is_neither_so_nor_not_so(engine: str, tmp_path: Path) -> None:
    """Dev's outcome is empty: he is in the base, and on neither side."""
    sides = measure(
        "yes",
        Proportion("proportion", Scope("events"), "outcome = 'yes'"),
        Companion("no", "Not so", Proportion("proportion", Scope("events"), "not outcome = 'yes'")),
    )
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, sides, engine=engine)
    assert one(results, "yes") == {"numerator": 1, "denominator": 4}
    assert one(results, "yes.no") == {"numerator": 2, "denominator": 4}


def test_mean_is_a_sum_a_number_and_a_sum_of_squares_in_units_of_the_last_place(
    engine: str, tmp_path: Path
) -> None:
    """3.50, 5.30 and 0.00, in hundredths: 350 + 530; of squares 350 x 350 + 530 x 530, in ten-thousandths."""
    score = measure("score", Mean("mean", Scope("events"), "before"))
    sessions = measure("sessions", Mean("mean", Scope("events"), "attended"))
    fall = measure("fall", Mean("mean", Scope("events"), "before - after"))
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, score, sessions, fall, engine=engine)
    assert one(results, "score") == {"numerator": 880, "denominator": 3, "squares": 403_400}
    assert one(results, "sessions") == {"numerator": 14, "denominator": 3, "squares": 86}
    assert one(results, "fall") == {"numerator": -50, "denominator": 2, "squares": 2500}
    assert results.figure("score").scale == 2
    assert one(results, "score", "W2", "2024-25-Q1") == {"numerator": 0, "denominator": 0, "squares": 0}


def test_ratio_is_a_sum_over_a_sum(engine: str, tmp_path: Path) -> None:
    """7 + 1 + 6 of 10 + 4 + 5: what is not known adds nothing."""
    ratio = measure("ratio", Ratio("ratio", Scope("events"), "attended", "offered"))
    both = measure(
        "both",
        Ratio("ratio", Scope("events", where="attended + offered > 0"), "attended", "offered", part=False),
    )
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, ratio, both, engine=engine)
    assert one(results, "ratio") == {"numerator": 14, "denominator": 19}
    assert one(results, "both") == {"numerator": 8, "denominator": 14}
    assert (results.figure("ratio").per, results.figure("both").per) == (100, 1)


# Rates: the drawn population of area n in year y is 100 n + y - 2020, all aged 0 to 17.

RATE = measure("rate", Rate("rate", Scope("events"), 10_000, (0, 17)))


def test_rate_is_per_head_of_the_mid_year_before_the_periods_last_day(engine: str, tmp_path: Path) -> None:
    """Quarter 1 ends in June 2023: mid-2022. Quarter 4, and the year, end in March 2024: mid-2023."""
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, RATE, engine=engine)
    assert one(results, "rate", "LA", Q1) == {"numerator": 4, "denominator": 1500 + 5 * 2}
    assert one(results, "rate", "LA", "2023-24-Q4") == {"numerator": 0, "denominator": 1500 + 5 * 3}
    assert one(results, "rate", "LA", "2023-24") == {"numerator": 4, "denominator": 1500 + 5 * 3}
    assert one(results, "rate", "LA", "2024-25") == {"numerator": 0, "denominator": 1500 + 5 * 4}
    assert one(results, "rate", "A4", Q1) == {"numerator": 1, "denominator": 402}


def test_a_wards_population_is_of_the_areas_it_has_on_the_periods_last_day(
    engine: str, tmp_path: Path
) -> None:
    """A3 moved to W2 on 1 January 2024."""
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, RATE, engine=engine)
    found = {
        (ward, each): one(results, "rate", ward, each)["denominator"]  # type: ignore[index]
        for ward in ("W1", "W2")
        for each in ("2023-24-Q3", "2023-24-Q4")
    }
    assert found == {
        ("W1", "2023-24-Q3"): 102 + 202 + 302,
        ("W2", "2023-24-Q3"): 402,
        ("W1", "2023-24-Q4"): 103 + 203,
        ("W2", "2023-24-Q4"): 303 + 403,
    }


def test_rate_by_deprivation_is_per_head_of_the_areas_of_that_fifth(engine: str, tmp_path: Path) -> None:
    """Nobody says how many live where the fifth is not known; nor is there anyone where no area is of the fifth."""
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, RATE, engine=engine)
    found = {
        fifth: one(results, "rate", "LA", Q1, "deprivation", fifth)
        for fifth in ("1", "2", "4", "5", "not_known")
    }
    assert found == {
        "1": {"numerator": 2, "denominator": 102},
        "2": {"numerator": 1, "denominator": 202},
        "4": {"numerator": 1, "denominator": 402},
        "5": {"numerator": 0},
        "not_known": {"numerator": 0},
    }
    assert one(results, "rate", "W1", Q1, "deprivation", "2") == {"numerator": 1, "denominator": 202}
    assert one(results, "rate", "A1", Q1, "deprivation", "1") == {"numerator": 2, "denominator": 102}
    assert one(results, "rate", "A1", Q1, "deprivation", "2") == {"numerator": 0}


def with_populations(folder: Path, engine: str, *rows: Population) -> Results:
    store = store_of(folder, populations=Populations(rows, TREE))
    hold(store, EVENTS, table(EVENTS, CHILDREN))
    return counted(store, framework(RATE), engine)


def test_rate_by_sex_is_per_head_of_that_sex_and_of_nobody_where_no_estimate_says(
    engine: str, tmp_path: Path
) -> None:
    results = with_populations(
        tmp_path / "store",
        engine,
        Population("LA", 0, 17, 2022, "2024", "", 900),
        Population("LA", 0, 17, 2022, "2024", "female", 440),
    )
    assert one(results, "rate", "LA", Q1) == {"numerator": 4, "denominator": 900}
    assert one(results, "rate", "LA", Q1, "sex", "female") == {"numerator": 2, "denominator": 440}
    assert one(results, "rate", "LA", Q1, "sex", "male") == {"numerator": 2}
    assert one(results, "rate", "LA", Q1, "sex", "not_known") == {"numerator": 0}
    assert one(results, "rate", "W1", Q1) == {"numerator": 3}
    assert one(results, "rate", "LA", "2023-24") == {"numerator": 4}


def test_a_rate_says_which_estimate_it_is_per_head_of(engine: str, tmp_path: Path) -> None:
    """The latest vintage of the mid-year that is meant, and never another year's."""
    results = with_populations(
        tmp_path / "store",
        engine,
        Population("LA", 0, 17, 2022, "2023", "", 880),
        Population("LA", 0, 9, 2022, "2024-rebased", "", 500),
        Population("LA", 10, 17, 2022, "2024-rebased", "", 400),
        Population("LA", 0, 17, 2023, "2025", "", 905),
    )
    assert one(results, "rate", "LA", Q1) == {"numerator": 4, "denominator": 900}
    assert (Q1, 2022, "2024-rebased") in results.populations
    assert ("2023-24", 2023, "2025") in results.populations
    assert not [each for each in results.populations if each[2] == "2023"]


SHARE = measure("share", Proportion("proportion", Scope("events"), "outcome = 'yes'"), breakdowns=("sex",))
CHANGE = measure("change", Change("change", "share"), breakdowns=("sex",))

TWO_SPRINGS = """
person | day        | area | sex    | outcome
Amina  | 2023-04-01 | A1   | female | yes
Bea    | 2023-05-01 | A1   | male   | no
Carl   | 2024-04-01 | A1   | female | yes
Dev    | 2024-05-01 | A1   | female | yes
Ewa    | 2024-06-01 | A4   | female | no
Fay    | 2024-06-02 | -    | female | no
"""


def test_change_is_from_the_same_period_a_year_before(engine: str, tmp_path: Path) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, TWO_SPRINGS, SHARE, CHANGE, engine=engine)
    assert one(results, "change", "LA", "2024-25-Q1") == {
        **{"numerator": 2, "denominator": 4},
        **{"earlier_numerator": 1, "earlier_denominator": 2},
    }
    assert one(results, "change", "LA", "2024-25-Q1", "sex", "male") == {
        **{"numerator": 0, "denominator": 0},
        **{"earlier_numerator": 0, "earlier_denominator": 1},
    }
    assert one(results, "change", "A4", "2024-25") == {
        **{"numerator": 0, "denominator": 1},
        **{"earlier_numerator": 0, "earlier_denominator": 0},
    }
    assert one(results, "change", "LA?ward", "2024-25") == {
        **{"numerator": 0, "denominator": 1},
        **{"earlier_numerator": 0, "earlier_denominator": 0},
    }


def test_there_is_no_change_from_a_year_that_is_not_there(engine: str, tmp_path: Path) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, TWO_SPRINGS, SHARE, CHANGE, engine=engine)
    assert one(results, "change", "LA", "2023-24-Q1") is None
    assert one(results, "share", "LA", "2023-24-Q1") == {"numerator": 1, "denominator": 2}


@pytest.mark.parametrize(
    ("periods", "figures"),
    [(("2024-25",), {"change", "share"}), ((), {"change", "share"})],
)
def test_a_change_asked_for_alone_brings_what_it_is_a_change_of(
    periods: tuple[str, ...], figures: set[str], engine: str, tmp_path: Path
) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, TWO_SPRINGS))
    results = counted(store, framework(SHARE, CHANGE), engine, measures=["change"], periods=periods)
    assert {each.id for each in results.figures} == figures
    assert one(results, "change", "LA", "2024-25")["earlier_denominator"] == 2  # type: ignore[index]
    if periods:
        assert {each.id for each in results.periods} == set(periods)


ACROSS = measure(
    "across",
    Divided("ratio_across", Scope("events", unit="person"), Scope("visits", unit="person")),
    smallest_place="hub",
    breakdowns=("sex",),
)

VISITED = """
person | day        | hub | sex
Amina  | 2023-04-01 | H1  | female
Amina  | 2023-04-02 | H2  | female
Gus    | 2023-04-02 | H2  | male
"""


def test_ratio_across_divides_the_people_of_one_dataset_by_those_of_another(
    engine: str, tmp_path: Path
) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, CHILDREN))
    hold(store, VISITS, table(VISITS, VISITED), BOTH_YEARS[0])
    results = counted(store, framework(ACROSS), engine)
    assert one(results, "across") == {"numerator": 4, "denominator": 2}
    assert one(results, "across", "H1") == {"numerator": 2, "denominator": 1}
    assert one(results, "across", "H2") == {"numerator": 2, "denominator": 1}
    assert one(results, "across", "LA", Q1, "sex", "male") == {"numerator": 2, "denominator": 1}
    assert one(results, "across", "LA", "2024-25") == {"numerator": 0}  # no visits were returned for it


def test_ratio_across_has_nothing_to_divide_by_where_the_other_dataset_is_absent(
    engine: str, tmp_path: Path
) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, ACROSS, engine=engine)
    assert one(results, "across") == {"numerator": 4}
    assert {each.dataset for each in results.inputs} == {"events"}


# UP is better higher: 1.96 x 7.5 x sqrt(2 x 0.5) = 14.70 exactly.
# DOWN is better lower: 1.96 x 3 x sqrt(2 x 0.16) = 3.3262.
SCORES = """
person | day        | area | tool | before | after
Amina  | 2023-04-01 | A1   | UP   | 0.00   | 14.70
Bea    | 2023-04-02 | A1   | UP   | 0.00   | 14.71
Carl   | 2023-04-03 | A1   | UP   | 20.00  | 5.30
Dev    | 2023-04-04 | A1   | UP   | 20.00  | 5.29
Ewa    | 2023-04-05 | A1   | DOWN | 10.00  | 6.68
Fay    | 2023-04-06 | A1   | DOWN | 10.00  | 6.67
Gus    | 2023-04-07 | A1   | DOWN | 6.67   | 10.00
Hal    | 2023-04-08 | A1   | UP   | 5.00   | 5.00
Ines   | 2023-04-09 | A1   | UP   | 5.00   | -
Jo     | 2023-04-10 | A1   | UP   | -      | 5.00
"""


def changed(counted: str, name: str = "") -> Measure | Companion:
    definition = BeforeAndAfter("before_and_after", Scope("events"), "before", "after", "tool", counted)  # type: ignore[arg-type]
    return Companion(name, name, definition) if name else measure("improved", definition)


@pytest.mark.parametrize(
    ("figure", "who"),
    [
        ("improved", ["Bea", "Fay"]),
        ("improved.worsened", ["Dev", "Gus"]),
        ("improved.same", ["Amina", "Carl", "Ewa", "Hal"]),
        ("improved.any_improvement", ["Amina", "Bea", "Ewa", "Fay"]),
    ],
)
def test_reliable_change_is_by_more_than_the_bound_and_at_it_there_is_none(
    figure: str, who: list[str], engine: str, tmp_path: Path
) -> None:
    """Of the eight with a score before and after; at exactly the bound, Amina and Carl are unchanged."""
    beside = [changed(each, each) for each in ("worsened", "same", "any_improvement")]
    improved = measure("improved", changed("improved").definition, *beside)  # type: ignore[arg-type]
    results = drawn_and_counted(tmp_path / "store", EVENTS, SCORES, improved, engine=engine)
    assert one(results, figure) == {"numerator": len(who), "denominator": 8}


def test_a_cross_reference_points_and_what_is_undetermined_is_not_counted(
    engine: str, tmp_path: Path
) -> None:
    results = drawn_and_counted(
        tmp_path / "store",
        EVENTS,
        CHILDREN,
        SHARE,
        measure("same as", CrossReference("cross_reference", "share")),
        measure("later", ToBeDetermined("to_be_determined", ("share",))),
        measure("off", Count("count", Scope("events")), off="Waits for a decision."),
        engine=engine,
    )
    assert results.figure("same as").refers_to == "share"
    assert results.figure("later").counting is None
    assert {each.figure for each in results.cells()} == {"share"}


def test_a_reference_asked_for_alone_brings_the_figure_it_points_to(engine: str, tmp_path: Path) -> None:
    store = store_of(tmp_path / "store")
    hold(store, EVENTS, table(EVENTS, CHILDREN))
    kinds = framework(SHARE, measure("same as", CrossReference("cross_reference", "share")), RATE)
    results = counted(store, kinds, engine, measures=["same as"])
    assert {each.id for each in results.figures} == {"share", "same as"}


def test_a_figure_is_published_from_its_smallest_place_upwards_and_for_its_own_periods(
    engine: str, tmp_path: Path
) -> None:
    narrow = measure(
        "narrow",
        Count("count", Scope("events")),
        smallest_place="ward",
        periods=(PeriodKind.FINANCIAL_YEAR,),
        breakdowns=(),
    )
    results = drawn_and_counted(tmp_path / "store", EVENTS, CHILDREN, narrow, engine=engine)
    assert {each.place for each in results.cells()} == {"W1", "W2", "H1", "H2", "LA"}
    assert {each.period for each in results.cells()} == {"2023-24", "2024-25"}
    assert {each.breakdown for each in results.cells()} == {""}


def test_the_drawn_populations_are_those_the_answers_above_use() -> None:
    found = POPULATIONS.of("A3", (0, 17), 2023)
    assert found is not None and (found.count, period(Q1).end.year) == (303, 2023)
