"""What stands beside a figure, how much of it is known, and what is asked for, checked before anything is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.ran import SCORECARD, Ran
from figures.published import GLD, LOOKED_AFTER, brought_in, gld, looked_after
from hearth.cli import counting
from hearth.cli.cells import Valued
from hearth.cli.count_words import known_in_words
from hearth.cli.states import Standing, State
from hearth.engine.results import Cell, Range

Hearth = Callable[..., Ran]


def flowing(text: str) -> str:
    """The words of a page without its line ends."""
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def told(hearth: Hearth, store: Path) -> Callable[..., str]:
    def ask(*arguments: object, framework: object = SCORECARD) -> str:
        ran = hearth("count", framework, "--store", store, "--quiet", *arguments)
        assert (ran.status, ran.err) == (0, "")
        return flowing(ran.out)

    return ask


# fmt: off
KNOWN = [
    ({"known": (977, 977), "denominator": (1000, 1000)}, "known 97.7%"),
    ({"known": (95, 95),   "denominator": (100, 100)},   "known 95.0%"),
    ({"known": (9499, 9499), "denominator": (10000, 10000)}, "known 94.9%, which is under 95%"),
    ({"known": (0, 0),     "denominator": (5, 5)},       "known 0.0%, which is under 95%"),
    ({"known": (90, 96),   "denominator": (100, 100)},   "known 90.0 to 96.0%, which is under 95%"),
    ({"known": (0, 0),     "denominator": (0, 0)},       ""),
    ({"denominator": (5, 5)},                            ""),
]
# fmt: on


@pytest.mark.parametrize(("counts", "words"), KNOWN)
def test_how_much_is_known_is_said_and_flagged_where_it_is_little(counts, words):
    cell = Cell("f", "EM", "2024-25", "", "", {name: Range(*ends) for name, ends in counts.items()})
    assert known_in_words(Valued(cell, None, Standing(State.COUNTED)).known_share) == words


def test_the_share_known_stands_beside_the_figure(hearth: Hearth, told, store: Path):
    for page in (told(), told("--measure", "reviewed")):
        assert "1 of 2 50.0% 9.5 to 90.5 known 100.0%" in page
    cells = hearth("count", SCORECARD, "--store", store, "--json", "--quiet").json["cells"]
    with_it = {each["figure"] for each in cells if "known_share" in each}
    assert with_it == {"reviewed"}
    assert {each["known_share"] for each in cells if "known_share" in each} == {100.0}


def test_a_figure_says_of_whom_it_is_whose_place_and_what_we_chose(hearth: Hearth, tmp_path: Path):
    store, _ = brought_in(tmp_path, "dfe_children_looked_after", LOOKED_AFTER, looked_after("Ambleton", 1, 1))
    asked = ("count", "stockport", "--store", store.root, "--measure", "W-A1", "--quiet")
    page = flowing(hearth(*asked).out)
    assert "Of those who answered; placed by where it happened" in page
    assert "Decision 33, workforce survey as a census: a wave states its headcount" in page
    assert page.count("Decision 33") == 1
    figures = {each["id"]: each for each in hearth(*asked, "--json").json["figures"]}
    assert figures["W-A1"]["of_whom"] == "of those who answered"
    assert figures["W-A1"]["place_basis"] == "event"
    assert [each["id"] for each in figures["W-A1"]["decisions"]] == ["21", "31", "33", "34"]
    neet = hearth("count", "stockport", "--store", store.root, "--measure", "P6e", "--quiet", "--json").json
    assert "A fall is not success if more are not known" in neet["figures"][0]["notes"]
    assert neet["figures"][0]["place_basis"] == "home"


def test_a_rate_says_which_population_it_divides_by(hearth: Hearth, tmp_path: Path):
    lines = (looked_after("Ambleton", 62227, 409), looked_after("Ambleton", 63000, 420, year=2022))
    store, _ = brought_in(tmp_path, "dfe_children_looked_after", LOOKED_AFTER, *lines)
    ran = hearth("count", "england", "--store", store.root, "--measure", "children_looked_after", "--quiet")
    assert "Population of 2020-21: mid-2020, of the estimates 2025" in flowing(ran.out)
    assert "Population of 2021-22: mid-2021, of the estimates 2025" in flowing(ran.out)


def test_a_figure_shown_again_is_shown_beneath_once(told):
    page = told("--measure", "listened_again")
    again = page.index("same as listened_to")
    assert page.index("listened_to % who felt listened to and welcome") > again
    assert page.count("% who felt listened to and welcome") == 1
    both = told("--measure", "listened_again", "--measure", "listened_to")
    assert both.count("% who felt listened to and welcome") == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--place", "XX"), "'XX' is not a place of this store."),
        (("--period", "2030/31"), "Nothing came in for the period '2030/31'."),
        (("--period", "2024-25", "--period", "soon"), "Nothing came in for the period 'soon'."),
    ],
)
def test_what_is_not_there_is_refused_before_counting(hearth: Hearth, store: Path, monkeypatch, more, said):
    monkeypatch.setattr(counting, "count", lambda *_, **__: pytest.fail("counted all the same"))
    ran = hearth("count", SCORECARD, "--store", store, *more)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("spelt", ["2024-25-Q1", "2024/25 Q1", "Q1 2024/25"])
def test_a_period_may_be_asked_for_as_published(told, spelt: str):
    assert "2024-25-Q1 4" in told("--measure", "attendances", "--period", spelt)


def test_a_year_means_the_kind_of_year_that_came_in(hearth: Hearth, tmp_path: Path):
    """By itself 2018/19 is a financial year; only an academic year came in."""
    store, _ = brought_in(tmp_path, "dfe_good_level_of_development", GLD, gld("Ambleton", "Total", 100, 70))
    ran = hearth("count", "england", "--store", store.root, "--period", "2018/19", "--json", "--quiet")
    assert {each["period"] for each in ran.json["cells"]} == {"AY2018-19"}
