"""Figures put into sentences: a table of what is said of each kind and state, and laws over every published figure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hearth.disclosure.policy import load_policy
from hearth.disclosure.published import PUBLISHED, Mark, Published, PublishedCell, PublishedFigure, State
from hearth.disclosure.shown import EVERYONE_ASKED, NO_METHOD
from hearth.framework.datasets import Breakdown, Group, Standing
from hearth.framework.framework import About, Framework
from hearth.framework.measures import Companion, Count, Direction, Measure, Proportion, Scope
from hearth.framework.statements import Source
from hearth.judge.apart import repeats_of
from hearth.judge.sentences import FEW, OF_THOSE_WHO_CHOSE, how_sure, in_a_sentence, rounding_in_words
from hearth.judge.series import is_told
from hearth.judge.units import number_in_words
from hearth.judge.words import counts_in_words
from hearth.kernel.periods import PeriodKind, period, wave
from hearth.kernel.places import Place, PlaceTree

FLOW = Scope("reviews", where="done")
STOCK = Scope("episodes", open_from="started", open_until="ended")

MEASURES = (
    Measure(
        id="A1",
        title="% who feel welcome",
        metric="A-1",
        direction=Direction.HIGHER,
        definition=Proportion("proportion", FLOW, numerator="good"),
        periods=(PeriodKind.FINANCIAL_YEAR,),
        beside=(
            Companion("dont_know", "Answered that they do not know", Count("count", FLOW)),
            Companion("said", "Said", Count("count", FLOW), says="{value} people in {place} said so"),
        ),
        says="{value} of the families who answered said they feel welcome",
    ),
    Measure(
        id="B1",
        title="children open",
        metric="B-1",
        direction=Direction.NEUTRAL,
        definition=Count("count", STOCK),
        periods=(PeriodKind.FINANCIAL_YEAR,),
        says="the number of children getting help was {value}",
    ),
)

PLACES = PlaceTree(
    places=(
        Place("EM", "Eastmere (invented)", "authority"),
        Place("N", "Northgate Family Hub (invented)", "hub"),
    )
)

PUBLISHED_HERE = Published(
    table=PUBLISHED.empty_table(),
    figures=(PublishedFigure("A1", "A1", "Welcome", "proportion", "higher", 100, (), "hub", (), 1),),
    periods=(
        period("2025-26"),
        period("AY2024-25"),
        wave("autumn", date(2025, 9, 1), date(2025, 10, 31)),
    ),
    places=PLACES,
    framework=Framework(
        About("eastmere", "Eastmere", "Eastmere", "1", Source("s", "p", "2024")),
        measures=MEASURES,
        breakdowns=(Breakdown("sex", "Sex", (Group("f", "Female"),)),),
    ),
    policy=load_policy("public"),
    home="EM",
)


def figure(id: str = "A1", kind: str = "proportion", per: int = 100, **rest: Any) -> PublishedFigure:
    return PublishedFigure(
        **{
            **{"id": id, "measure": id.partition(".")[0], "title": "% who feel welcome", "kind": kind},
            **{"direction": "higher", "per": per, "periods": (), "smallest_place": "hub", "breakdowns": ()},
            **{"definition_version": 1},
            **rest,
        }
    )


def cell(state: State = State.VALUE, **said: Any) -> PublishedCell:
    plain = {"value": 79.8246, "lower": 77.3966, "upper": 82.0522, "numerator": 910, "denominator": 1140}
    numbers = plain if state.shown else dict.fromkeys(plain)
    key = {"source": "", "figure": "A1", "place": "EM", "period": "autumn", "breakdown": "", "group": ""}
    return PublishedCell(**{**key, "state": state, "marks": (), **numbers, "method": "", "note": "", **said})


WELCOME = "79.8% of the families who answered said they feel welcome (910 of 1,140)."
CHANGE = {"value": -0.5612, "lower": -1.25, "upper": 0.12, "numerator": None, "denominator": None}

SENTENCES = [
    (figure(), cell(), f"In September to October 2025, {WELCOME}"),
    (figure(), cell(period="2025-26"), f"In 2025-26, {WELCOME}"),
    (figure(), cell(period="AY2024-25"), f"In the school year 2024-25, {WELCOME}"),
    (
        figure(),
        cell(place="EM?hub"),
        f"Where the hub is not known in September to October 2025, {WELCOME}",
    ),
    (figure(), cell(place="N"), f"For Northgate Family Hub in September to October 2025, {WELCOME}"),
    (
        figure(),
        cell(period="2025-26", breakdown="sex", group="f"),
        f"In 2025-26, among “Sex: Female”, {WELCOME}",
    ),
    (figure(), cell(State.LOW_RELIABILITY, period="2025-26"), f"In 2025-26, {WELCOME} {FEW}"),
    (
        figure(),
        cell(period="2025-26", marks=(Mark.REVISED,)),
        f"In 2025-26, {WELCOME} This figure is revised: it was published before with another value.",
    ),
    (
        figure(),
        cell(State.RANGE, period="2025-26", lower=3.1, upper=5.0),
        "In 2025-26, between 3.1% and 5.0% of the families who answered said they feel welcome.",
    ),
    (
        figure("B1", "count", 1),
        cell(period="2025-26", value=1675.0, numerator=1675, denominator=None),
        "On 31 March 2026, the number of children getting help was 1,675.",
    ),
    (
        figure("A1.dont_know", "count", 1, title="Answered that they do not know"),
        cell(period="2025-26", value=55.0, numerator=55, denominator=None),
        "In 2025-26, the figure for “Answered that they do not know” was 55.",
    ),
    (
        figure("A1.said", "count", 1),
        cell(period="2025-26", place="N", value=55.0, numerator=55, denominator=None),
        "For Northgate Family Hub in 2025-26, 55 people in Northgate Family Hub said so.",
    ),
    (
        figure("Z", "change", title="Change in checks missed"),
        cell(period="2025-26", **CHANGE),
        "In 2025-26, the figure for “Change in checks missed” was -0.6 percentage points.",
    ),
    (
        figure(),
        cell(State.SUPPRESSED, period="2025-26"),
        "The figure for 2025-26 is hidden to protect people: it is about so few that somebody could be recognised, "
        "or it would give away another figure that is.",
    ),
    (
        figure(),
        cell(State.NOT_AVAILABLE, period="2025-26", note="Not every return for it has come in."),
        "The figure for 2025-26 is not available: not every return for it has come in.",
    ),
    (
        figure(),
        cell(State.NOT_AVAILABLE, period="2025-26", source="dfe"),
        "The figure for 2025-26 is not available: the publisher does not give it.",
    ),
    (
        figure(),
        cell(State.NOT_APPLICABLE, period="2025-26", place="N", note="Nobody was eligible."),
        "There is no figure for Northgate Family Hub in 2025-26: nobody was eligible.",
    ),
    (
        figure(kind="to_be_determined"),
        cell(State.NOT_APPLICABLE, period=""),
        "There is no figure yet: it is still to be decided what is measured.",
    ),
    (
        figure(kind="cross_reference", refers_to="F-A2"),
        cell(State.NOT_APPLICABLE, period=""),
        "There is no figure of its own: that of F-A2 is shown in its stead.",
    ),
    (
        figure(off="There is no national measure"),
        cell(State.NOT_APPLICABLE, period=""),
        "There is no figure, for it is switched off. There is no national measure.",
    ),
]


@pytest.mark.parametrize(("of", "row", "expected"), SENTENCES)
def test_what_is_said_of_a_figure(of: PublishedFigure, row: PublishedCell, expected: str) -> None:
    assert in_a_sentence(PUBLISHED_HERE, of, row, row.place) == expected


SURE = [
    (
        figure(),
        cell(),
        [
            "Taking chance into account, the true figure is likely to be between 77.4% and 82.1% (95% interval)."
        ],
    ),
    (
        figure("T2", "rate", 10_000),
        cell(value=256.9, lower=244.7673, upper=269.5313),
        [
            "Taking chance into account, the true figure is likely to be between 244.8 and 269.5 per 10,000"
            " (95% interval)."
        ],
    ),
    (
        figure("Z", "change"),
        cell(**CHANGE),
        [
            "Taking chance into account, the true figure is likely to be between -1.2 and +0.1 percentage points"
            " (95% interval).",
            "That includes no change at all: from this figure one cannot tell whether it rose or fell.",
        ],
    ),
    (
        figure(),
        cell(lower=None, upper=None, note="The spread is not shown"),
        ["No interval is given. The spread is not shown."],
    ),
    (figure("B1", "count", 1), cell(lower=None, upper=None), ["It is a count, so no interval is given."]),
    (figure(), cell(State.SUPPRESSED), []),
    (figure(), cell(State.NOT_AVAILABLE), []),
    (
        figure(),
        cell(State.RANGE, lower=3.0, upper=5.0),
        ["What it is worked out from is known only within limits, and so is the figure."],
    ),
]


@pytest.mark.parametrize(("of", "row", "expected"), SURE)
def test_how_sure_it_is(of: PublishedFigure, row: PublishedCell, expected: list[str]) -> None:
    assert list(how_sure(of, row)) == expected


@pytest.mark.parametrize("note", [EVERYONE_ASKED, NO_METHOD])
def test_why_there_is_no_interval_is_said_in_whole_sentences(note: str) -> None:
    said = how_sure(figure(), cell(lower=None, upper=None, note=note))
    assert said[0].startswith("No interval is given. ") and note not in said[0]


@pytest.mark.parametrize("standing", [(Standing.SURVEY,), (Standing.OFFICIAL_STATISTIC, Standing.SURVEY)])
def test_of_a_survey_it_is_always_said_who_answered(standing: tuple[Standing, ...]) -> None:
    assert how_sure(figure(), cell(), standing)[-1] == OF_THOSE_WHO_CHOSE
    assert OF_THOSE_WHO_CHOSE not in how_sure(figure(), cell(), (Standing.MANAGEMENT_INFORMATION,))


def test_rounding_is_said_of_a_policy_that_rounds() -> None:
    said = rounding_in_words(PUBLISHED_HERE, figure())
    assert (
        said == "Counts are rounded to the nearest 5, and the figure is worked out from the rounded counts."
    )
    assert rounding_in_words(PUBLISHED_HERE, figure(), cell(method="Wilson score")) == (
        "Counts are rounded to the nearest 5, and the figure is worked out from the rounded counts: taking that into"
        " account too, it is likely to be between 77.1% and 82.4%."
    )
    assert rounding_in_words(PUBLISHED_HERE, figure(), cell()) == said
    exact = replace(PUBLISHED_HERE, policy=load_policy("internal"))
    assert rounding_in_words(exact, figure()) == ""


def of_months(says: str, repeats: int = 3) -> Published:
    """The figures here with other words for the first measure, in which a person can be so many times."""
    measure = replace(MEASURES[0], says=says, repeats=repeats)
    assert PUBLISHED_HERE.framework is not None
    return replace(
        PUBLISHED_HERE, framework=replace(PUBLISHED_HERE.framework, measures=(measure, *MEASURES[1:]))
    )


@pytest.mark.parametrize(
    ("says", "repeats", "counts"),
    [
        ("{value} of the young people were out of work, averaged over three months", 3, False),
        ("{value} of the young people were out of work, averaged over three months", 1, True),
        ("{value} of the checks due were missed", 2, True),
    ],
)
def test_counts_of_people_times_months_are_not_said_of_an_average(
    says: str, repeats: int, counts: bool
) -> None:
    said = in_a_sentence(of_months(says, repeats), figure(), cell(period="2025-26"), "EM")
    assert said.startswith(f"In 2025-26, {says.format(value='79.8%')}")
    assert ("910 of 1,140" in said) is counts


@pytest.mark.parametrize(("repeats", "times"), [(2, "twice"), (3, "3 times")])
def test_where_people_repeat_the_interval_is_said_to_be_too_narrow(repeats: int, times: str) -> None:
    said = how_sure(figure(), cell(), (Standing.SURVEY,), repeats=repeats)
    assert said[1:] == (
        f"One person can be counted up to {times} in this figure, so the true range is somewhat wider.",
        OF_THOSE_WHO_CHOSE,
    )
    assert len(how_sure(figure(), cell(lower=None, upper=None), repeats=repeats)) == 1
    assert len(how_sure(figure(), cell(source="nation"), repeats=repeats)) == 1
    assert how_sure(figure(), cell(State.SUPPRESSED), repeats=repeats) == ()


NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def test_no_sentence_says_more_than_its_row(demonstration: Published) -> None:
    """Whole sentences, and no number in them but those of the row, its period, and the framework's own words."""
    figures = {(each.id, each.source): each for each in demonstration.figures}
    wrong = []
    for row in demonstration.cells():
        of = figures[row.figure, row.source]
        repeats = repeats_of(demonstration, of.id)
        sure = how_sure(of, row, (Standing.SURVEY,), repeats=repeats)
        said = [in_a_sentence(demonstration, of, row, row.place), *sure]
        text = " ".join(said)
        spoilt = "None" in text or "  " in text or "{" in text or not all(each.endswith(".") for each in said)
        if spoilt or any(each not in _may_say(demonstration, of, row) for each in NUMBER.findall(text)):
            wrong.append((row, text))
    assert len(demonstration) > 1_000
    assert wrong[:3] == []


def test_nothing_is_said_to_be_sure_of_what_is_hidden(demonstration: Published) -> None:
    figures = {(each.id, each.source): each for each in demonstration.figures}
    hidden = [row for row in demonstration.cells() if not is_told(row)]
    assert hidden
    assert all(how_sure(figures[row.figure, row.source], row, (Standing.SURVEY,)) == () for row in hidden)


def _may_say(published: Published, of: PublishedFigure, row: PublishedCell) -> set[str]:
    worded = [counts_in_words(of, row), row.note, of.title, of.off, of.refers_to, f"{of.per:,}", "95%"]
    worded += [number_in_words(of, each) for each in (row.value, row.lower, row.upper) if each is not None]
    worded += [_named(published, of.id), _place(published, row.place), _group(published, row)]
    worded += [str(repeats_of(published, of.id)), row.period, *_dates(published, row.period)]
    return {number for words in worded for number in NUMBER.findall(words)}


def _named(published: Published, id: str) -> str:
    assert published.framework is not None
    measure = published.framework.measure(id.partition(".")[0])
    return " ".join([measure.says, *(each.says for each in measure.beside)])


def _place(published: Published, code: str) -> str:
    known = code.partition("?")[0]
    return published.places.place(known).name if known in published.places else code


def _group(published: Published, row: PublishedCell) -> str:
    assert published.framework is not None
    groups = [
        each for one in published.framework.breakdowns for each in one.groups if one.id == row.breakdown
    ]
    titles = [one.title for one in published.framework.breakdowns if one.id == row.breakdown]
    return " ".join([row.group, *titles, *(each.title for each in groups if each.code == row.group)])


def _dates(published: Published, id: str) -> list[str]:
    return [
        f"{day.day} {day.year}"
        for each in published.periods
        if each.id == id
        for day in (each.start, each.end)
    ]
