"""What is read from a release equals what was written; one series is read without the rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.disclosure.published import PUBLISHED, Published, State
from hearth.framework.load import load
from hearth.release.contents import contents_of, read_contents
from hearth.release.read import open_release, read_series
from hearth.release.tables import csv_of, in_order, parquet_of, table_of_csv, table_of_parquet
from hearth.release.verify import read_release
from release.released import published, table_of, write


def test_what_is_read_equals_what_was_written(tmp_path: Path):
    write(tmp_path / "release")
    assert read_release(tmp_path / "release") == published()


def test_nothing_is_read_as_nothing(tmp_path: Path):
    bare = Published(
        table=table_of([]),
        figures=(),
        periods=(),
        places=published().places,
        framework=published().framework,
        policy=published().policy,
    )
    write(tmp_path / "release", bare)
    assert read_release(tmp_path / "release") == bare


@pytest.mark.parametrize("name", ["stockport", "england"])
def test_a_whole_framework_is_read_back_equal(name: str):
    framework = load(name)
    assert read_contents(contents_of(published(framework=framework))).framework == framework


@pytest.mark.parametrize(
    "wanted",
    [
        {"figure": "attendances"},
        {"figure": "attendances", "place": "EM", "period": "2024-25-Q1"},
        {"figure": "attendances", "breakdown": "gender", "group": "girl"},
        {"figure": "attendance", "source": "dfe"},
        {"figure": "nothing of this name"},
    ],
)
def test_a_series_is_what_the_whole_release_says_of_it(tmp_path: Path, wanted: dict[str, str]):
    release = write(tmp_path / "release")
    meant = published().where(**wanted).table
    assert read_series(release, **wanted).equals(meant)
    assert read_series(tmp_path / "release", **wanted).equals(meant)
    assert open_release(tmp_path / "release") == release


def test_a_series_is_found_in_whichever_row_group_it_stands(tmp_path: Path):
    """Sources come first in the order, so that one figure may stand in two places of the file."""
    row = published().where(figure="waited").table.to_pylist()[0]
    many = [
        row | {"place": f"P{n:05}", "figure": figure} for n in range(6000) for figure in ("alpha", "waited")
    ]
    others = [row | {"place": f"P{n:05}", "figure": "alpha", "source": "dfe"} for n in range(6000)]
    release = write(tmp_path / "release", published(table=table_of([*many, *others])))
    assert read_series(release, figure="alpha").num_rows == 12_000
    assert read_series(release, figure="waited", place="P05999").num_rows == 1


texts = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
numbers = st.none() | st.integers(-(10**9), 10**9).map(lambda each: each / 10_000)
wholes = st.none() | st.integers(0, 2**53)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Any rows at all, with keys that hold commas, quotes, line ends and signs of every script."""
    row = st.fixed_dictionaries(
        {
            **dict.fromkeys(("figure", "place", "period", "breakdown", "group", "method", "note"), texts),
            **dict.fromkeys(("value", "lower", "upper"), numbers),
            **dict.fromkeys(("numerator", "denominator"), wholes),
            "source": st.just(""),
            "state": st.sampled_from([str(each) for each in State]),
            "marks": st.sampled_from(["", "p", "r", "b", "prb"]),
        }
    )
    key = ("figure", "place", "period", "breakdown", "group")
    rows = draw(st.lists(row, max_size=6, unique_by=lambda each: tuple(each[name] for name in key)))
    return in_order(pa.Table.from_pylist(rows, schema=PUBLISHED))


@given(tables())
def test_any_table_is_read_back_from_its_csv_and_its_parquet(table: pa.Table):
    assert table_of_csv(csv_of(table)).equals(table)
    assert table_of_parquet(parquet_of(table)).equals(table)


def test_lines_end_in_a_line_feed_and_numbers_have_four_decimals():
    lines = csv_of(published().table).split(b"\n")
    assert lines[-1] == b""
    assert b"\r" not in b"".join(lines)
    assert b",reviewed,EM,2024-25-Q1,,,value,,,70.8333,62.1558,78.2184,85,120,Wilson score," in lines
    assert b",attendances,EM,2024-25-Q1,gender,boy,suppressed,,[c],,,,,,," in lines
    assert b",reach_rate,EM,2024-25,,,value,pb,[p][b],62.5000,52.0236,74.4665,125,2000,," in lines


def test_the_rows_of_one_figure_lie_together():
    figures = in_order(published().table)["figure"].to_pylist()
    changes = sum(one != other for one, other in pairwise(figures))
    assert changes == len(set(figures)) - 1


def test_places_with_names_of_any_kind_are_read_back(tmp_path: Path):
    named = published()
    tree = named.places
    odd = [replace(each, name=f'"{each.name}",\n| {each.code} =1+1') for each in tree.places]
    made = replace(named, places=replace(tree, places=tuple(odd)))
    write(tmp_path / "release", made)
    assert read_release(tmp_path / "release") == made
