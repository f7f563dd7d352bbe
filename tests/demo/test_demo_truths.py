"""The truths: those planted can be found again by counting, with their sizes, and nothing else is there to find."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from demo_measured import COUNTED, Sample, difference, holds, sample, within_fifths

from hearth.demo.build import Built
from hearth.demo.calendar import day_number
from hearth.demo.levels import LEVELS
from hearth.demo.places import AUTHORITY, HUBS, the_map
from hearth.demo.truths import NOTHING_PLANTED, PLANTED, Kind, Truth, Who, chance, truths
from hearth.framework.framework import Framework
from hearth.framework.measures import CrossReference, ToBeDetermined
from hearth.store.ledger import Form
from hearth.store.store import open_store

SURE = 4.0
"""Standard errors within which a count must be of what was planted; and beyond which a planted difference must lie."""

IN_POINTS = [truth for truth in PLANTED if truth.unit == "percentage points"]
COUNTED_NOTHING = sorted(set(NOTHING_PLANTED) & COUNTED.keys())
EDGES = [day_number(date(year, month, 1)) for year in (2023, 2024, 2025) for month in (4, 9)]


def test_at_least_eight_truths_of_every_kind() -> None:
    assert len(PLANTED) >= 8
    assert {truth.kind for truth in PLANTED} == set(Kind)
    assert len({truth.id for truth in PLANTED}) == len(PLANTED)
    assert {truth.kind for truth in PLANTED if truth.since and truth.place} == {Kind.RISE}


def test_every_measure_that_is_counted_is_planted_or_not(framework: Framework) -> None:
    planted = {truth.measure for truth in PLANTED}
    assert not planted & set(NOTHING_PLANTED)
    uncounted = CrossReference | ToBeDetermined
    counted = {each.id for each in framework.measures if not isinstance(each.definition, uncounted)}
    assert planted | set(NOTHING_PLANTED) == counted


def test_the_file_says_what_was_planted(whole: Built) -> None:
    held = json.loads((whole.store.root / "truths.json").read_text(encoding="utf-8"))
    assert held == json.loads(json.dumps(truths()))
    assert [(each["id"], each["size"]) for each in held["planted"]] == [
        (each.id, each.size) for each in PLANTED
    ]
    assert held["nothing_planted"] == list(NOTHING_PLANTED)
    assert {each["measure"] for each in held["levels"]} == set(LEVELS)


def test_everything_with_a_level_is_counted_here() -> None:
    assert set(LEVELS) - COUNTED.keys() == {"F-C3", "H2", "H5"}, (
        "counted below, from registers or from totals"
    )


@pytest.mark.parametrize("truth", IN_POINTS, ids=lambda truth: truth.id)
def test_a_planted_truth_is_found_with_its_size(whole: Built, truth: Truth) -> None:
    people = sample(whole.store.root, truth.measure)
    if truth.place and truth.since:  # a rise in one hub: compare with that hub before
        people = people.of(people.hub == HUBS.index(truth.place))
    there = holds(truth, people)
    one, other = people.of(there), people.of(~there)
    slope = 0.0
    if truth.breakdown == "deprivation":
        slope = LEVELS[truth.measure].slope * (int(truth.group) - mean_fifth(other))
        gap, error = difference(one, other)
    else:
        gap, error = within_fifths(one, other)
    assert abs(gap - slope - truth.size) < SURE * error
    assert abs(truth.size) > SURE * error, "planted, but too small to see"


def mean_fifth(people: Sample) -> float:
    known = people.of(people.fifth > 0)
    return float((known.fifth * known.below).sum() / known.below.sum())


def test_more_children_are_open_to_early_help_in_one_hub(whole: Built) -> None:
    (truth,) = [truth for truth in PLANTED if truth.unit == "times"]
    files = [str(path) for path in open_store(whole.store.root).files("early_help_episodes", Form.ROWS)]
    query = """SELECT home_area, count(DISTINCT child_id) FROM read_parquet(?) WHERE NOT unborn
        AND home_area IS NOT NULL AND episode_start <= ? AND (episode_end IS NULL OR episode_end > ?) GROUP BY ALL"""
    areas = the_map()
    open_in = np.zeros(len(areas.codes))
    with duckdb.connect() as connection:
        for year in (2024, 2025, 2026):
            day = date(year, 3, 31)
            for code, children in connection.execute(query, [files, day, day]).fetchall():
                open_in[areas.codes.index(code)] += children
    expected = areas.share * (1 + 0.08 * (3 - areas.fifth))
    rate = [open_in[areas.hub == hub].sum() / expected[areas.hub == hub].sum() for hub in range(len(HUBS))]
    planted = HUBS.index(truth.place)
    others = open_in[areas.hub != planted].sum() / expected[areas.hub != planted].sum()
    counted = open_in[areas.hub == planted].sum()
    assert rate[planted] / others == pytest.approx(truth.size, rel=SURE / counted**0.5)
    for hub, found in enumerate(rate):
        if hub != planted:
            assert found / others == pytest.approx(1, rel=SURE / open_in[areas.hub == hub].sum() ** 0.5)


@pytest.mark.parametrize("measure", COUNTED_NOTHING)
def test_nothing_planted_means_no_change_from_year_to_year(whole: Built, measure: str) -> None:
    people = sample(whole.store.root, measure)
    compared = 0
    for edge in EDGES:
        before, after = people.of(people.day < edge), people.of(people.day >= edge)
        if before.below.sum() and after.below.sum():
            change, error = difference(before, after)
            assert abs(change) < SURE * error, edge
            compared += 1
    assert compared


@pytest.mark.parametrize("measure", COUNTED_NOTHING)
def test_nothing_planted_means_no_hub_differs(whole: Built, measure: str) -> None:
    people = sample(whole.store.root, measure)
    for hub in range(len(HUBS)):
        here = people.hub == hub
        if people.below[here].sum():
            gap, error = within_fifths(people.of(here), people.of((people.hub >= 0) & ~here))
            assert abs(gap) < SURE * error, HUBS[hub]


@pytest.mark.parametrize("measure", COUNTED_NOTHING)
def test_nothing_planted_means_only_the_mild_slope_by_deprivation(whole: Built, measure: str) -> None:
    level = LEVELS[measure]
    assert abs(level.slope) <= 2
    people = sample(whole.store.root, measure)
    for fifth in range(1, 6):
        here = people.of(people.fifth == fifth)
        if here.below.sum():
            expected = level.level + level.slope * (fifth - 3)
            assert abs(here.share - expected) < SURE * here.variance**0.5, fifth


@pytest.mark.parametrize(
    ("measure", "published", "near"),
    [
        ("P2", 55, 3),
        ("P3", 68, 2),
        ("P6a", 64, 2),
        ("P6d", 47, 1.5),
        ("P6e", 4.2, 0.5),
        ("P5a", 95, 0.7),
        ("P5b", 90, 1),
        ("T1", 20, 1.5),
    ],
)
def test_levels_are_plausible(whole: Built, measure: str, published: float, near: float) -> None:
    assert sample(whole.store.root, measure).share == pytest.approx(published, abs=near)


@pytest.mark.parametrize("measure", ["F-A1", "F-A2", "F-C1", "F-R1", "W-A1", "W-C3", "H8", "T5", "P7"])
def test_surveys_are_mostly_positive(whole: Built, measure: str) -> None:
    assert 58 <= sample(whole.store.root, measure).share <= 86


@pytest.mark.parametrize("hub", range(len(HUBS)))
def test_no_change_in_children_not_brought(whole: Built, hub: int) -> None:
    """P4a: even the hub that differs in P4b differs every year."""
    everyone = sample(whole.store.root, "P4b")
    people = everyone.of(everyone.hub == hub)
    for start in (date(2024, 4, 1), date(2025, 4, 1)):
        edge = day_number(start)
        after = people.of((people.day >= edge) & (people.day < edge + 365))
        before = people.of((people.day >= edge - 366) & (people.day < edge))
        change, error = difference(after, before)
        assert abs(change) < SURE * error


def test_as_many_parents_come_to_courses_every_quarter(whole: Built) -> None:
    """T3a: nearly everyone on a course attends, and quarters differ by no more than cohorts do."""
    held = [each.records for each in whole.store.returns() if each.dataset == "parenting_courses"]
    assert len(held) == 11
    assert max(held) / min(held) <= (1 + 1 / 30) / (1 - 1 / 30) + 0.01


def test_early_help_is_whole_from_its_first_quarter(whole: Built) -> None:
    """As many come back, and as many are open, as later on: what came before the first day is there."""
    people = sample(whole.store.root, "T1")
    first = people.day < day_number(date(2023, 7, 1))
    gap, error = difference(people.of(first), people.of(~first))
    assert abs(gap) < SURE * error
    files = [str(path) for path in open_store(whole.store.root).files("early_help_episodes", Form.ROWS)]
    query = "SELECT count(*) FROM read_parquet(?) WHERE episode_start <= ? AND (episode_end IS NULL OR episode_end > ?)"
    ends = [date(2023, 6, 30), date(2024, 6, 30), date(2025, 6, 30), date(2026, 3, 31)]
    with duckdb.connect() as connection:
        counted = [connection.execute(query, [files, end, end]).fetchall()[0][0] for end in ends]
    assert max(counted) / min(counted) < 1.1


def test_totals_are_at_their_level(whole: Built) -> None:
    stated: Counter[tuple[str, str]] = Counter()
    for each in whole.store.returns():
        if each.form is Form.AGGREGATES:
            for row in pq.read_table(whole.store.root / each.file).to_pylist():
                if row["breakdown"] == "" and row["figure"] in ("H2", "H5"):
                    stated[row["figure"], "above"] += row["numerator_low"]
                    stated[row["figure"], "below"] += row["denominator_low"]
    depression = 100 * stated["H2", "above"] / stated["H2", "below"]
    assert 16 <= depression <= 18
    disclosed = stated["H5", "below"]
    error = 100 * (0.25 / disclosed) ** 0.5
    assert 200 < disclosed < 400
    assert 100 * stated["H5", "above"] / disclosed == pytest.approx(LEVELS["H5"].level, abs=SURE * error)


def test_depression_does_not_differ_from_year_to_year(whole: Built) -> None:
    shares = []
    for each in whole.store.returns():
        if each.dataset == "gp_depression_register":
            rows = [
                r for r in pq.read_table(whole.store.root / each.file).to_pylist() if r["breakdown"] == ""
            ]
            rows = [row for row in rows if row["figure"] == "H2"]
            shares.append(sum(r["numerator_low"] for r in rows) / sum(r["denominator_low"] for r in rows))
    error = (2 * 0.17 * 0.83 / 193_000) ** 0.5
    assert len(shares) == 3
    assert max(shares) - min(shares) < SURE * error


def test_one_family_in_seven_gives_feedback_every_year(whole: Built) -> None:
    store = open_store(whole.store.root)
    query = """SELECT count(DISTINCT family_id) FROM read_parquet(?) WHERE family_id IS NOT NULL"""
    with duckdb.connect() as connection:
        gave, met = (
            connection.execute(query, [[str(path) for path in store.files(dataset, Form.ROWS)]]).fetchall()[
                0
            ][0]
            for dataset in ("feedback_register", "hub_contacts")
        )
    error = 100 * (0.14 * 0.86 / met) ** 0.5
    assert 100 * gave / met == pytest.approx(LEVELS["F-C3"].level, abs=SURE * error)


def test_only_what_is_planted_moves_a_chance() -> None:
    """Before, elsewhere and for anyone else, the chance is the level and its slope, and nothing more."""
    day = np.full(5, day_number(date(2020, 1, 1)))
    who = Who(np.arange(1, 6), np.full(5, 6), day, np.zeros(5, dtype=bool))
    for measure, level in LEVELS.items():
        planted = [truth for truth in PLANTED if truth.measure == measure and truth.group == "1"]
        expected = level.level + level.slope * (np.arange(1, 6) - 3.0)
        expected[0] += sum(truth.size for truth in planted)
        assert chance(measure, who) == pytest.approx(expected / 100)


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "per cent"},
        {"place": ""},
        {"breakdown": "ethnicity", "group": "white"},
    ],
)
def test_a_truth_that_cannot_be_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="a-truth"):
        Truth("a-truth", "P2", Kind.HUB, 5, "Something.", **{"place": HUBS[0], **wrong})


def test_the_truths_are_of_this_authority() -> None:
    assert AUTHORITY not in {truth.place for truth in PLANTED}
    assert {truth.place for truth in PLANTED} - {""} <= set(HUBS)
    assert {truth.measure for truth in PLANTED} <= LEVELS.keys() | {"T2"}
