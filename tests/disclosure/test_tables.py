"""Results laid out: what a reader knows to add to what, and only where it does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from disclosure.drawn_tables import (
    NUMBER,
    QUARTERS,
    SHARE,
    WAVE,
    YEAR,
    Grid,
    asked,
    drawn_rows,
    results_of,
    tree_of,
)
from drawn import EVENTS, drawn_and_counted, framework, measure
from hearth.disclosure.adding import with_lines
from hearth.disclosure.blocks import cut
from hearth.disclosure.lines import Broken, GroupLine, Lines, PeriodLine, PlaceLine
from hearth.disclosure.tables import MISSING, Tables, lay_out
from hearth.engine.results import Results
from hearth.framework.measures import Change, Count, Rate, Scope

SEX = GroupLine("sex", ("female", "male", "not_known"))


def ones(wards: int = 2, quarters: int = 4, groups: int = 3) -> Grid:
    return Grid(np.ones((wards, quarters, groups, 3), dtype=np.int64), ("share", "number"))


def lines_of(results: Results) -> Lines:
    return with_lines(lay_out(results), results.places, results.framework).lines


def count_at(tables: Tables, part: str, place: str, period: str, group: str = "") -> int:
    """The count of a figure's numerator or denominator in one cell."""
    figure, _, name = part.partition("/")
    cells = next(each for each in tables.figures if each.figure.id == figure)
    number = cells.numerator if name == "numerator" else cells.denominator
    assert number is not None
    breakdown, _, of = group.partition(":")
    at = (tables.places.index(place), [each.id for each in tables.periods].index(period))
    return int(tables.low[number, *at, tables.bins.index((breakdown, of))])


def test_every_count_stands_where_it_belongs() -> None:
    grid = Grid(np.arange(2 * 4 * 3 * 3).reshape(2, 4, 3, 3), ("share", "number"))
    results = grid.results()
    tables = lay_out(results)
    for each in results.cells():
        group = f"{each.breakdown}:{each.group}" if each.group else ""
        for name, counts in each.counts.items():
            assert count_at(tables, f"{each.figure}/{name}", each.place, each.period, group) == counts.low


def test_a_cell_that_is_not_there_is_missing() -> None:
    rows = [row for row in ones().rows() if (row["figure"], row["place"]) != ("number", "W2")]
    tables = lay_out(results_of(ones().framework, rows, tree=tree_of(2)))
    assert count_at(tables, "number/numerator", "W1", YEAR) == 36
    cells = next(each for each in tables.figures if each.figure.id == "number")
    assert (cells.rows[tables.places.index("W2")] == MISSING).all()
    assert count_at(tables, "share/denominator", "W2", YEAR) == 36  # the same quantity, by another figure


def test_the_lines_of_a_world_in_which_everything_adds() -> None:
    lines = lines_of(ones().results())
    assert lines.groups == (SEX,)
    assert lines.places == (PlaceLine("LA", ("W1", "W2"), (YEAR, *QUARTERS)),)
    assert lines.periods == (PeriodLine(YEAR, QUARTERS),)
    assert {each.adds for each in lines.quantities} == {("group", "period", "place")}
    assert len(lines.splits) == 1


def test_a_line_that_does_not_hold_in_a_cell_is_told_to_be_broken_there_and_stands_elsewhere() -> None:
    rows = list(ones().rows())
    for row in rows:
        if (row["figure"], row["place"], row["group"], row["period"]) == (
            "share",
            "W1",
            "sex:male",
            QUARTERS[0],
        ):
            row["numerator"] += 1
    lines = lines_of(results_of(ones().framework, rows, tree=tree_of(2)))
    yes = next(each.id for each in lines.quantities if ("share", "numerator") in each.counts)
    whole = next(each.id for each in lines.quantities if ("number", "numerator") in each.counts)
    assert {each.adds for each in lines.quantities} == {("group", "period", "place")}
    assert set(lines.broken) == {
        Broken(yes, "group", 0, "W1", QUARTERS[0], "", ""),
        Broken(yes, "place", 0, "LA", QUARTERS[0], "sex", "male"),
        Broken(yes, "period", 0, "W1", YEAR, "sex", "male"),
        Broken(whole, "split", 0, "W1", QUARTERS[0], "sex", "male"),
    }


def test_a_line_that_holds_hardly_anywhere_is_none() -> None:
    rows = [row | ({"numerator": 7} if row["group"] else {}) for row in ones().rows()]
    lines = lines_of(results_of(ones().framework, rows, tree=tree_of(2)))
    yes = next(each for each in lines.quantities if ("share", "numerator") in each.counts)
    assert "group" not in yes.adds and not [each for each in lines.broken if each.quantity == yes.id]


def test_a_year_without_all_of_its_quarters_is_no_line() -> None:
    rows = [row for row in ones().rows() if row["period"] != QUARTERS[3]]
    assert lines_of(results_of(ones().framework, rows, tree=tree_of(2))).periods == ()


def test_places_add_up_on_the_day_the_period_ends(tmp_path: Path) -> None:
    number = measure("number", Count("count", Scope("events")))
    text = """
        day        | area
        2023-06-01 | A3
        2024-06-01 | A3
        2024-06-01 | A5
    """
    results = drawn_and_counted(tmp_path, EVENTS, text, number, engine="memory")
    lines = lines_of(results)
    of_ward = {each.whole: each for each in lines.places if each.whole in ("W1", "W2") and "A3" in each.parts}
    assert "2023-24-Q1" in of_ward["W1"].periods and "2024-25" in of_ward["W2"].periods
    assert not set(of_ward["W1"].periods) & set(of_ward["W2"].periods)
    in_wards = next(each for each in lines.places if each.whole == "LA" and "W1" in each.parts)
    assert in_wards.parts == ("LA?ward", "W1", "W2")  # A5 lies in no ward
    (quantity,) = lines.quantities
    assert quantity.adds == ("group", "period", "place")
    year = [each for each in lines.broken if each.along == "period" and not each.breakdown]
    assert {each.place for each in year} == {"W1", "W2"} and {each.period for each in year} == {"2023-24"}


def test_people_add_over_quarters_but_where_somebody_came_twice(tmp_path: Path) -> None:
    people = measure("people", Count("count", Scope("events", unit="person")))
    once = "person | day | area\nann | 2024-05-01 | A1\nbob | 2024-08-01 | A1"
    for number, (text, places) in enumerate(
        [(once, set()), (once + "\nann | 2024-08-01 | A1", {"A1", "LA"})]
    ):
        results = drawn_and_counted(tmp_path / str(number), EVENTS, text, people, engine="memory")
        lines = lines_of(results)
        assert lines.quantities[0].adds == ("group", "period", "place")
        assert {each.along for each in lines.broken} <= {"period"}
        assert places <= {each.place for each in lines.broken} <= places | {"W1", "H1"}


def test_a_stock_never_adds_over_periods() -> None:
    opened = measure("opened", Count("count", Scope("events", open_from="day", open_until="closed")))
    rows = [{"figure": "opened", "period": each, "numerator": 0} for each in (*QUARTERS, YEAR)]
    (quantity,) = lines_of(results_of(framework(opened), rows)).quantities
    assert quantity.stock and "period" not in quantity.adds


def test_a_population_stands_beside_the_counts_and_is_not_one() -> None:
    rate = measure("rate", Rate("rate", Scope("events"), 1000, (0, 17)))
    rows = drawn_rows("figure | numerator | denominator\nrate | 12 | 4000")
    tables = lay_out(results_of(framework(rate), rows))
    (figure,) = tables.figures
    assert figure.denominator is None and figure.population is not None
    assert figure.population.tolist() == [[[4000]]]


def test_a_change_has_no_counts_of_its_own() -> None:
    of = framework(SHARE, measure("change", Change("change", "share")))
    rows = drawn_rows("""figure | numerator | denominator | earlier_numerator | earlier_denominator
                         share  | 12 | 40 | - | -
                         change | 12 | 40 | 11 | 39""")
    tables = lay_out(results_of(of, rows))
    assert [each.figure.id for each in tables.changes] == ["change"]
    assert tables.changes[0].numerator is None and len(tables.figures) == 1


def test_a_count_within_bounds_has_both() -> None:
    tables = lay_out(results_of(framework(NUMBER), drawn_rows("figure | numerator\nnumber | 3..8")))
    assert (tables.low.tolist(), tables.high.tolist()) == ([[[[3]]]], [[[[8]]]])


@pytest.mark.parametrize("census", [False, True])
def test_answers_to_a_survey_are_marked_as_such(census: bool) -> None:
    rows = [{"figure": "helped", "period": WAVE.id, "numerator": 12, "denominator": 40}]
    lines = lines_of(results_of(asked(census=census), rows, waves=[WAVE]))
    assert len(lines.quantities) == 3 and all(each.survey for each in lines.quantities)


@pytest.mark.parametrize("measures", [("share", "number"), ("share", "known_share", "number", "said_yes")])
def test_what_is_part_of_what_is_still_so_where_only_the_nearest_pairs_are_kept(
    measures: tuple[str, ...],
) -> None:
    """Also where two numerators are each part of the other: a share of everyone's, and of those who are known."""
    results = Grid(np.full((2, 1, 2, 3), 9, dtype=np.int64), measures).results()
    tables = with_lines(lay_out(results), results.places, results.framework)
    (block,) = cut(tables, np.ones(tables.low.shape, dtype=np.bool_))
    ids = [tables.quantities.all[number].id for number in block.at[0]]
    for each in tables.lines.within:
        assert ids.index(each.whole) in block.wholes[ids.index(each.part)], each
