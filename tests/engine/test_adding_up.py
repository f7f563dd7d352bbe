"""Where a figure adds, parents are sums of their parts, and no percentage is ever averaged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from drawn import BOTH_YEARS, EVENTS, counted, drawn_and_counted, look, measure
from generative.worlds import World, build, worlds
from hearth.engine.results import Cell, Results
from hearth.engine.values import value_of
from hearth.framework.measures import Count, Mean, Proportion, Ratio, Scope
from hearth.kernel.periods import PeriodKind, parts

# A1 is all yes, and small; A2 is all no, and large. The same of the first quarter and the second, and of the sexes.
UNEVEN = """
person | day        | area | sex    | outcome | attended | offered | before
Amina  | 2023-04-01 | A1   | female | yes     | 1        | 1       | 10.00
Bea    | 2023-07-01 | A2   | male   | no      | 0        | 3       | 1.00
Carl   | 2023-07-02 | A2   | male   | no      | 0        | 3       | 1.00
Dev    | 2023-07-03 | A2   | male   | no      | 0        | 3       | 1.00
"""

SHARE = measure("share", Proportion("proportion", Scope("events"), "outcome = 'yes'"))
RATIO = measure("ratio", Ratio("ratio", Scope("events"), "attended", "offered"))
MEAN = measure("mean", Mean("mean", Scope("events"), "before"))


@pytest.mark.parametrize(
    ("figure", "parts", "whole", "mean_of_parts"),
    [("share", (100, 0), 25, 50), ("ratio", (100, 0), 10, 50), ("mean", (10, 1), 3.25, 5.5)],
)
@pytest.mark.parametrize("along", ["places", "groups", "periods"])
def test_the_mean_of_percentages_never_comes_out(
    figure: str,
    parts: tuple[float, float],
    whole: float,
    mean_of_parts: float,
    along: str,
    engine: str,
    tmp_path: Path,
) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, UNEVEN, SHARE, RATIO, MEAN, engine=engine)

    def value(*where: str) -> float | None:
        found = value_of(results.figure(figure), look(results, figure, *where))
        return None if found is None else found.value

    two, one = {
        "places": ([("A1", "2023-24"), ("A2", "2023-24")], ("W1", "2023-24")),
        "groups": (
            [("LA", "2023-24", "sex", "female"), ("LA", "2023-24", "sex", "male")],
            ("LA", "2023-24"),
        ),
        "periods": ([("LA", "2023-24-Q1"), ("LA", "2023-24-Q2")], ("LA", "2023-24")),
    }[along]
    assert [value(*each) for each in two] == pytest.approx(list(parts))
    assert value(*one) == pytest.approx(whole)
    assert whole != mean_of_parts == sum(parts) / 2


UNKNOWNS = """
person | day        | area | sex     | outcome
Amina  | 2023-04-01 | A1   | female  | yes
Bea    | 2023-04-02 | A5   | female  | yes
Carl   | 2023-04-03 | ZZ   | -       | yes
Dev    | 2023-04-04 | -    | unheard | no
"""


def test_who_is_in_no_ward_we_know_is_in_ward_not_known_and_in_the_whole(engine: str, tmp_path: Path) -> None:
    """A5 is a small area in no ward; ZZ is no place of ours; Dev's record says none."""
    results = drawn_and_counted(tmp_path / "store", EVENTS, UNKNOWNS, SHARE, engine=engine)
    found = {
        place: look(results, "share", place, "2023-24-Q1")
        for place in ("W1", "W2", "LA?ward", "A5", "LA?small_area", "LA")
    }
    assert found == {
        "W1": {"numerator": 1, "denominator": 1},
        "W2": {"numerator": 0, "denominator": 0},
        "LA?ward": {"numerator": 2, "denominator": 3},
        "A5": {"numerator": 1, "denominator": 1},
        "LA?small_area": {"numerator": 1, "denominator": 2},
        "LA": {"numerator": 3, "denominator": 4},
    }


def test_who_is_in_no_group_we_know_is_in_not_known(engine: str, tmp_path: Path) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, UNKNOWNS, SHARE, engine=engine)
    by_sex = {each: look(results, "share", "LA", "2023-24", "sex", each)["denominator"] for each in
              ("female", "male", "not_known")}  # fmt: skip
    by_fifth = {each: look(results, "share", "LA", "2023-24", "deprivation", each)["denominator"] for each in
                ("1", "2", "3", "4", "5", "not_known")}  # fmt: skip
    assert by_sex == {"female": 2, "male": 0, "not_known": 2}
    assert by_fifth == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 0, "not_known": 3}


def test_ward_not_known_has_a_row_only_where_somebody_is_in_it(engine: str, tmp_path: Path) -> None:
    results = drawn_and_counted(tmp_path / "store", EVENTS, UNEVEN, SHARE, engine=engine)
    assert not [each.place for each in results.cells() if "?" in each.place]


def test_a_year_is_counted_on_the_map_of_its_last_day(engine: str, tmp_path: Path) -> None:
    """A3 moved from W1 to W2 on 1 January 2024: quarters as they then were, the year as it ended."""
    text = """
    person | day        | area
    Amina  | 2023-12-31 | A3
    Bea    | 2024-01-01 | A3
    """
    number = measure("number", Count("count", Scope("events")))
    results = drawn_and_counted(tmp_path / "store", EVENTS, text, number, engine=engine)
    found = {period: tuple(look(results, "number", place, period)["numerator"] for place in ("W1", "W2", "LA"))
             for period in ("2023-24-Q3", "2023-24-Q4", "2023-24")}  # fmt: skip
    assert found == {"2023-24-Q3": (1, 0, 1), "2023-24-Q4": (0, 1, 1), "2023-24": (0, 2, 2)}


# What follows is a law: it is asked of every figure of random worlds, not of chosen numbers.

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
Sums = Counter[str]
"""The lows of some cells added up, and their highs."""


def sums(cells: list[Cell], part: Callable[[Cell], object]) -> dict[object, Sums]:
    """The cells added up, each part for itself."""
    found: defaultdict[object, Sums] = defaultdict(Counter)
    for cell in cells:
        for name, bounds in cell.counts.items():
            found[part(cell)][f"{name} at least"] += bounds.low
            found[part(cell)][f"{name} at most"] += bounds.high
    return found


def exact(counts: Sums) -> bool:
    names = {name.rpartition(" at ")[0] for name in counts}
    return all(counts[f"{name} at least"] == counts[f"{name} at most"] for name in names)


def same(one: Sums, other: Sums) -> bool:
    return all(one[name] == other[name] for name in one | other)


def test_law_parents_are_sums_of_their_parts() -> None:
    """Populations and the other dataset of a ratio are left aside: a figure's own records are what adds."""
    checked: Counter[str] = Counter()

    @settings(max_examples=8, suppress_health_check=SLOW, phases=[Phase.generate], derandomize=True)
    @given(worlds())
    def add_up(world: World) -> None:
        with TemporaryDirectory() as folder:
            results = counted(build(world, Path(folder) / "store"), world.framework)
        by_figure: defaultdict[str, list[Cell]] = defaultdict(list)
        for cell in results.cells():
            by_figure[cell.figure].append(cell)
        for figure in results.figures:
            if figure.counting is not None and figure.divisor is None and figure.ages is None:
                for along, law in LAWS.items():
                    if along in figure.adds:
                        checked[along] += law(results, by_figure[figure.id])

    add_up()
    assert min(checked[along] for along in LAWS) > 100, checked


def places_add(results: Results, cells: list[Cell]) -> int:
    """The places of every level, with those not known, add to the authority."""

    def level(cell: Cell) -> str:
        return cell.place.partition("?")[2] or results.places.place(cell.place).level

    found = sums(cells, lambda cell: (cell.period, cell.breakdown, cell.group, level(cell)))
    for (*where, _), total in [*found.items()]:  # type: ignore[misc]
        assert same(total, found[(*where, "authority")]), where
    return len(found)


def groups_add(results: Results, cells: list[Cell]) -> int:
    """The groups of every breakdown, with those not known, add to everyone; within bounds, they reach around them."""
    found = sums(cells, lambda cell: (cell.period, cell.place, cell.breakdown))
    checked = 0
    for (period, place, breakdown), total in found.items():  # type: ignore[misc]
        everyone = found[period, place, ""]
        if exact(everyone) and exact(total):
            assert same(total, everyone), (period, place, breakdown)
            checked += bool(breakdown)
        else:
            low = [name for name in total if name.endswith("least")]
            assert all(total[name] <= everyone[name] for name in low), (period, place, breakdown)
    return checked


def periods_add(results: Results, cells: list[Cell]) -> int:
    """Four quarters add to their year, at the authority, whose map never changes."""
    found = sums(
        [each for each in cells if each.place == "LA"], lambda cell: (cell.period, cell.breakdown, cell.group)
    )
    checked = 0
    for year in BOTH_YEARS:
        for (period, *bin), total in [*found.items()]:  # type: ignore[misc]
            if period == year.id:
                added: Sums = Counter()
                for quarter in parts(year, PeriodKind.QUARTER):
                    added.update(found[quarter.id, *bin])
                assert same(added, total), (year.id, bin)
                checked += 1
    return checked


LAWS = {"place": places_add, "group": groups_add, "period": periods_add}
