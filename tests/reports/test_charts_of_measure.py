"""Charts from published figures: which rows, in which order, with which words, and none without a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.disclosure.policy import load_policy
from hearth.disclosure.published import State
from hearth.kernel.periods import PeriodKind, period
from hearth.reports.charts.chart import Chart, Shape
from hearth.reports.charts.of_measure import (
    by_deprivation,
    by_group,
    by_place,
    charts_of,
    every_chart,
    over_time,
)
from reports.told import ORIGIN, ROWS, figure, framework, published

YEAR, QUARTER = PeriodKind.FINANCIAL_YEAR, PeriodKind.QUARTER
NO_NUMBER = (State.SUPPRESSED, State.NOT_AVAILABLE, State.NOT_APPLICABLE)


def drawn(chart: Chart) -> list[str]:
    """The rows of a chart's first series as `label told`; a star before the row the others are seen against."""
    return [f"{'*' * mark.standing}{mark.short} {mark.told}" for mark in chart.series[0].marks]


def yearly(place: str = "EM", **changed) -> Chart:
    return over_time(published(**changed), "share", place, YEAR, ORIGIN)


def test_periods_of_one_kind_come_in_order_and_what_is_hidden_stays_in_its_place():
    assert drawn(yearly()) == ["2023-24 78.0%", "2024-25 hidden to protect people", "2025-26 70.0%"]
    quarters = over_time(published(), "share", "EM", QUARTER, ORIGIN)
    assert drawn(quarters) == ["Oct–Dec 25 71.0%", "Jan–Mar 26 69.0%"]
    assert [mark.at for mark in quarters.series[0].marks] == ["2025-12-31", "2026-03-31"]


def test_an_authority_stands_beside_the_nation_and_the_region_within_its_own_periods():
    ours, *others = yearly().series
    assert ours.ours and not any(each.ours for each in others)
    assert [(each.short, [mark.short for mark in each.marks]) for each in others] == [
        ("Farland", ["2023-24", "2025-26"]),
        ("Northland", ["2025-26"]),
    ]


def test_a_hub_stands_beside_its_authority_and_the_nation():
    assert [each.short for each in yearly("H1").series] == ["Alder Family Hub", "Eastmere", "Farland"]


def test_figures_that_others_publish_are_never_taken_for_ours():
    theirs = published(rows="", theirs="share | EM | 2025-26 | | 99")
    assert charts_of(theirs, "share", "EM", ORIGIN) == ()


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ("75", [("Target for England, by 2028", 75.0, "75%")]),
        ("72.5", [("Target for England, by 2028", 72.5, "72.5%")]),
    ],
)
def test_a_target_says_whose_it_is(given, lines):
    chart = yearly(framework=framework(target=given))
    assert [(line.label, line.value, line.told) for line in chart.lines] == lines


def test_a_target_without_a_value_is_none():
    assert yearly(framework=framework(target=None)).lines == ()


def test_hubs_stand_under_their_authority_the_highest_first_then_the_hidden_then_the_unknown():
    chart = by_place(published(), "share", "hub", "2025-26", ORIGIN)
    assert drawn(chart) == [
        "*Eastmere 70.0%",
        "Beech 80.0%",
        "Alder 62.0%",
        "Cedar hidden to protect people",
        "Hub not known 66.0%",
    ]
    assert [mark.label for mark in chart.series[0].marks][1] == "Beech Family Hub (invented)"


def test_a_total_does_not_stand_among_its_parts():
    assert drawn(by_place(published(), "number", "hub", "2025-26", ORIGIN)) == ["Alder 400", "Beech 210"]


def test_groups_keep_the_order_of_the_figure_and_of_the_framework():
    chart = by_group(published(), "share", "EM", "2025-26", ["sex", "age"], ORIGIN)
    assert drawn(chart) == [
        "*Everyone 70.0%",
        "Under 25 hidden to protect people",
        "25 and over 70.0%",
        "Female 74.0%",
        "Male 65.0%",
    ]
    assert [mark.section for mark in chart.series[0].marks] == ["", "Age", "Age", "Sex", "Sex"]


def test_fifths_keep_their_order_whatever_their_values():
    chart = by_deprivation(published(), "share", "EM", "2025-26", ORIGIN)
    assert [each.split(" ")[1] for each in drawn(chart)[1:]] == ["1,", "3", "5,"]


ROUNDED = """
share | EM | 2024-25 |               | 600/1000
share | EM | 2025-26 |               | 700/1000
share | H1 | 2024-25 |               | 15/40
share | H1 | 2025-26 |               | 30/40
share | H2 | 2025-26 |               | 350/700
share | H3 | 2025-26 |               | 30/40
share | EM | 2025-26 | sex:male      | 500/1000
share | EM | 2025-26 | sex:female    | 60/100
share | EM | 2025-26 | sex:not_known | 5/500
share | EM | 2025-26 | age:old       | 70/100
share | EM | 2025-26 | deprivation:1 | 15/40
share | EM | 2025-26 | deprivation:3 | 75/100
share | EM | 2025-26 | deprivation:5 | 30/40
"""


def rounded(policy: str = "public", rows: str = ROUNDED, **changed):
    return published(rows=rows, theirs="", policy=load_policy(policy), **changed)


def test_through_time_only_what_stands_under_rounding_has_changed():
    seen = over_time(rounded(), "share", "H1", YEAR, ORIGIN).summary
    assert (
        ", from 37.5% in 2024-25; the intervals are too close together to say whether that is a change."
        in seen
    )
    exact = over_time(rounded("internal"), "share", "H1", YEAR, ORIGIN).summary
    assert ", up from 37.5% in 2024-25; the intervals do not overlap." in exact
    assert ", up from 60.0%" in over_time(rounded(), "share", "EM", YEAR, ORIGIN).summary


def test_hubs_are_named_where_it_stands_under_rounding_and_ties_are_all_named():
    assert by_place(rounded(), "share", "hub", "2025-26", ORIGIN).summary == (
        "From 50.0% in Beech to 75.0% in Alder and Cedar; all but one of the 3 intervals include the authority's 70.0%:"
        " not Beech (50.0%)."
    )
    fewer = rounded(rows=ROUNDED.replace("350/700", "10/20"))
    assert by_place(fewer, "share", "hub", "2025-26", ORIGIN).summary == (
        "From 50.0% in Beech to 75.0% in Alder and Cedar; 2 of the 3 intervals include the authority's 70.0%;"
        " for one it cannot be told."
    )


def test_groups_are_named_with_their_breakdown_and_who_is_in_none_is_not():
    assert by_group(rounded(), "share", "EM", "2025-26", ["sex", "age"], ORIGIN).summary == (
        "70.0% for everyone; one of the 3 intervals does not include it: “Sex: Male” (50.0%);"
        " for one it cannot be told."
    )


def test_fifths_are_said_to_be_apart_only_where_that_stands_under_rounding():
    end = "the intervals are too close together to say whether that is a difference."
    assert by_deprivation(rounded(), "share", "EM", "2025-26", ORIGIN).summary.endswith(end)
    exact = by_deprivation(rounded("internal"), "share", "EM", "2025-26", ORIGIN).summary
    assert exact.endswith("; the intervals do not overlap.")


def test_the_second_fifth_is_never_called_the_most_deprived():
    without = "\n".join(each for each in ROUNDED.splitlines() if "deprivation:1" not in each)
    seen = by_deprivation(rounded(rows=without), "share", "EM", "2025-26", ORIGIN).summary
    assert seen == "70.0% for everyone; both intervals include it."


def test_a_group_of_which_nobody_can_ever_be_is_no_row():
    row = "share | {} | 2025-26 | age:young | {}\n"
    nobody = "".join(row.format(place, "z") for place in ("EM", "H1"))
    some = row.format("EM", "z") + row.format("H1", "10/20")
    for more, there in ((nobody, False), (some, True)):
        chart = by_group(rounded(rows=ROUNDED + more), "share", "EM", "2025-26", ["age"], ORIGIN)
        assert ("Under 25" in [mark.label for mark in chart.series[0].marks]) is there


def test_a_quarter_is_seen_against_the_same_quarter_of_another_year():
    quarters = ("2024-25-Q3", "2024-25-Q4", "2025-26-Q3", "2025-26-Q4")
    drawn = ("100/1000", "500/1000", "100/1000", "700/1000")
    rows = "\n".join(f"share | EM | {id} | | {each}" for id, each in zip(quarters, drawn, strict=True))
    made = rounded(rows=rows, periods=tuple(map(period, quarters)))
    said = over_time(made, "share", "EM", QUARTER, ORIGIN).summary
    assert ", up from 50.0% in January to March 2025; the intervals do not overlap." in said
    assert (
        "The same months of no other year have a figure."
        in over_time(published(), "share", "EM", QUARTER, ORIGIN).summary
    )


def test_a_count_by_group_is_not_ranked():
    rows = "number | EM | 2025-26 | | 600\nnumber | EM | 2025-26 | sex:male | 545\n"
    rows += "number | EM | 2025-26 | sex:not_known | 0\nnumber | EM | 2025-26 | age:old | 55"
    seen = by_group(published(rows=rows), "number", "EM", "2025-26", ["sex", "age"], ORIGIN).summary
    assert seen == "A figure for each of the 2 groups."


def test_a_period_whose_return_has_not_come_in_is_said_as_such():
    made = published(rows="share | EM | 2024-25 | | 70\nshare | EM | 2025-26 | | x", theirs="")
    assert over_time(made, "share", "EM", YEAR, ORIGIN).summary.startswith(
        "2025-26: not available. 70.0% in 2024-25."
    )


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("EM", ["em-by-quarter", "em-by-financial-year", "em-by-hub-2025-26", "em-by-group-2025-26",
                "em-by-deprivation-2025-26"]),
        ("H1", ["h1-by-financial-year"]),
        ("H3", []),
        ("N1", []),
    ],
)  # fmt: skip
def test_the_charts_of_a_page(place, names):
    assert [chart.name for chart in charts_of(published(), "share", place, ORIGIN)] == [
        f"share-{name}" for name in names
    ]


@pytest.mark.parametrize("without", ["secret", "later"])
def test_a_figure_without_a_number_has_no_chart(without):
    assert charts_of(published(), without, "EM", ORIGIN) == ()


def test_a_chart_is_not_made_of_the_numbers_of_others_alone():
    hidden = published(rows="share | EM | 2023-24 | | c\nshare | EM | 2025-26 | | c")
    assert over_time(hidden, "share", "EM", YEAR, ORIGIN) is None


def test_every_chart_of_every_page_once():
    names = [chart.name for chart in every_chart(published(), ORIGIN)]
    assert len(names) == len(set(names))
    assert [name for name in names if name.startswith("share-h")] == [
        "share-h1-by-financial-year",
        "share-h2-by-financial-year",
    ]


@pytest.mark.parametrize(
    ("kind", "axis", "unit"),
    [
        ("proportion", "Percentage of families seen", "%"),
        ("before_and_after", "Percentage of families seen", "%"),
        ("rate", "For every 10,000 families seen", " per 10,000"),
        ("ratio_across", "For every 100 families seen", " per 100"),
        ("mean", "Mean, families seen", ""),
        ("count", "Number", ""),
        ("change", "Change from a year before, in percentage points", " points"),
    ],
)
def test_the_axis_says_what_the_values_are(kind, axis, unit):
    per = {"before_and_after": 100}.get(kind)
    made = figure("share", kind, of_whom="families seen", **({"per": per} if per else {}))
    chart = yearly(figures=(made,))
    assert (chart.axis, chart.unit) == (axis, unit)


def test_a_chart_carries_its_source_and_its_notice():
    chart = yearly()
    assert chart.source == (
        "Source: Eastmere (invented), Outcomes, released 31 March 2026, release 2cdbb9132176b4f9."
        " Beside it: Figures of Farland, Farland (invented), 2026."
    )
    assert chart.notice == "Invented. Eastmere and the nation of Farland do not exist."
    assert yearly(notice="").notice == ""


def test_the_key_is_of_the_content():
    assert yearly().key == yearly().key
    assert yearly().key != yearly(rows=ROWS.replace("(76-80)", "(76-81)")).key
    assert yearly().key != yearly(notice="").key


cells = st.sampled_from(["70 (60-80)", "70", "c", "x", "z", "12u (1-40)", "(5-60)", "70b (60-80)"])
worlds = st.lists(cells, min_size=9, max_size=9)


@given(worlds)
def test_every_number_in_a_chart_is_published_and_what_is_hidden_has_none(drawn):
    places = ("EM", "H1", "H2")
    keys = [(place, id) for place in places for id in ("2023-24", "2024-25", "2025-26")]
    rows = "\n".join(
        f"share | {place} | {id} | | {cell}" for (place, id), cell in zip(keys, drawn, strict=True)
    )
    made = published(rows=rows)
    numbers = {each for name in ("value", "lower", "upper") for each in made.table[name].to_pylist()}
    found = [chart for place in places for chart in charts_of(made, "share", place, ORIGIN)]
    for chart in found:
        for mark in (mark for series in chart.series for mark in series.marks):
            assert {mark.value, mark.lower, mark.upper} <= numbers | {None}
            assert mark.told
            if mark.state in NO_NUMBER:
                assert (mark.value, mark.lower, mark.upper, mark.interval) == (None, None, None, "")
        assert chart.summary and chart.drawable
        assert chart.shape in Shape
