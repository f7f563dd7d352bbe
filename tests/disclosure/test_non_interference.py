"""With the mask held, whatever the suppressed counts are, what is published is the same to the last byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.drawn_tables import (
    INTERNAL,
    PUBLIC,
    WAVE,
    YEAR,
    Grid,
    asked,
    drawn_rows,
    proportion,
    results_of,
)
from disclosure.grids import grids, policies
from disclosure.other_counts import random_counts, unseen, with_other_counts
from drawn import framework, measure
from hearth.demo.build import build
from hearth.disclosure.policy import Policy
from hearth.disclosure.protect import protect
from hearth.disclosure.publish import publish
from hearth.disclosure.published import Published, State
from hearth.engine.results import Results
from hearth.engine.run import count
from hearth.framework.load import load
from hearth.framework.measures import Change, Mean, Rate, Scope
from hearth.release.manifest import InputReturn
from hearth.release.tables import csv_of, in_order
from hearth.release.write import write_release


def same(one: Published, other: Published) -> bool:
    assert one.table.equals(other.table)
    assert (one.figures, one.coverage, one.lines, one.not_given) == (
        *(other.figures, other.coverage, other.lines, other.not_given),
    )
    assert csv_of(in_order(one.table)) == csv_of(in_order(other.table))
    return one == other


@settings(max_examples=40, derandomize=True)
@given(grids(), policies, st.integers(0, 2**32))
def test_other_suppressed_counts_change_nothing(grid: Grid, policy: Policy, seed: int) -> None:
    results = grid.results()
    held = protect(results, policy)
    published = publish(results, policy, protection=held)
    for most in (1, 8, 10**6):
        others = with_other_counts(results, unseen(held), random_counts(seed, most))
        assert same(published, publish(others, policy, protection=held))


def every_kind() -> Results:
    """Figures of every kind that grids have not: a mean, a rate, a change, and counts within bounds."""
    of = framework(
        measure("share", proportion("outcome = 'yes'"), smallest_place="ward", breakdowns=()),
        measure("mean", Mean("mean", Scope("events"), "before"), smallest_place="ward", breakdowns=()),
        measure("rate", Rate("rate", Scope("events", where="flag"), 1000, (0, 17)), smallest_place="ward"),
        measure("change", Change("change", "share")),
    )
    rows = drawn_rows("""
        figure | place | period  | numerator | denominator | squares | earlier_numerator | earlier_denominator
        share  | LA    | 2024-25 | 30        | 90          | -       | -                 | -
        share  | W1    | 2024-25 | 3         | 30          | -       | -                 | -
        share  | W2    | 2024-25 | 12        | 30          | -       | -                 | -
        share  | W3    | 2024-25 | 15        | 30          | -       | -                 | -
        share  | W4    | 2024-25 | 2..9      | 30..40      | -       | -                 | -
        share  | LA    | 2023-24 | 20        | 80          | -       | -                 | -
        share  | W1    | 2023-24 | 12        | 30          | -       | -                 | -
        share  | W2    | 2023-24 | 12        | 30          | -       | -                 | -
        mean   | LA    | 2024-25 | 900       | 60          | 20000   | -                 | -
        mean   | W1    | 2024-25 | 90        | 6           | 2000    | -                 | -
        mean   | W2    | 2024-25 | 300       | 20          | 7000    | -                 | -
        mean   | W3    | 2024-25 | 510       | 34          | 11000   | -                 | -
        rate   | LA    | 2024-25 | 22        | 9000        | -       | -                 | -
        rate   | W1    | 2024-25 | 2         | 3000        | -       | -                 | -
        rate   | W2    | 2024-25 | 20        | 6000        | -       | -                 | -
        change | LA    | 2024-25 | 30        | 90          | -       | 20                | 80
        change | W1    | 2024-25 | 3         | 30          | -       | 12                | 30
        change | W2    | 2024-25 | 12        | 30          | -       | 12                | 30
    """)
    return results_of(of, rows)


def answers() -> Results:
    rows = [
        {"figure": figure, "place": place, "period": WAVE.id, "numerator": x, "denominator": n}
        for figure, place, x, n in (
            ("helped", "LA", 30, 61),
            ("helped", "W1", 4, 9),
            ("helped", "W2", 26, 52),
            ("helped.unsure", "LA", 3, None),
            ("helped.unsure", "W1", 1, None),
            ("helped.unsure", "W2", 2, None),
        )
    ]
    return results_of(asked(), rows, waves=[WAVE])


@pytest.mark.parametrize("policy", [INTERNAL, PUBLIC], ids=lambda policy: policy.id)
@pytest.mark.parametrize("drawn", [every_kind, answers], ids=["every kind", "answers"])
def test_nor_in_figures_of_any_other_kind(drawn: Callable[[], Results], policy: Policy) -> None:
    results = drawn()
    held = protect(results, policy)
    assert held.suppressed
    published = publish(results, policy, protection=held)
    for seed in range(10):
        others = with_other_counts(results, unseen(held), random_counts(seed, 10 ** (1 + seed % 5)))
        assert same(published, publish(others, policy, protection=held))


def test_other_shown_counts_do_change_it() -> None:
    """So that the laws above can fail."""
    grid = Grid(np.full((2, 1, 2, 3), 40), ("share",))
    results = grid.results()
    held = protect(results, PUBLIC)
    shown = held.given & ~held.hidden
    others = with_other_counts(results, shown, random_counts(1))
    assert publish(others, PUBLIC, protection=held) != publish(results, PUBLIC, protection=held)
    assert YEAR in {each.id for each in publish(results, PUBLIC, protection=held).periods}


def test_of_a_whole_release_only_the_keyed_hashes_of_what_came_in_may_change(tmp_path: Path) -> None:
    """The demonstration, one person in forty, in every suppressed row of which other counts stand."""
    built = build(tmp_path / "store", sample=40)
    results = count(load("stockport"), built.store)
    held = protect(results, PUBLIC)
    others = with_other_counts(results, unseen(held), random_counts(7))
    assert not others.table.equals(results.table)
    for name, each, came_in in (("one", results, "11" * 32), ("other", others, "22" * 32)):
        published = publish(each, PUBLIC, protection=held)
        assert State.SUPPRESSED in set(published.table["state"].to_pylist())
        inputs = [InputReturn("events", YEAR, came_in)]
        write_release(published, tmp_path / name, date=date(2026, 1, 1), key=b"0" * 32, inputs=inputs)
    files = {each.name for each in (tmp_path / "one").iterdir()}
    assert files == {each.name for each in (tmp_path / "other").iterdir()}
    differ = {
        each
        for each in files
        if (tmp_path / "one" / each).read_bytes() != (tmp_path / "other" / each).read_bytes()
    }
    assert differ == {"manifest.json"}
    one, other = ((tmp_path / name / "manifest.json").read_text().splitlines() for name in ("one", "other"))
    changed = [mine for mine, theirs in zip(one, other, strict=True) if mine != theirs]
    assert all(any(word in line for word in ('"id"', "hmac", "sha256")) for line in changed), changed
    assert 1 <= len(changed) <= 2
