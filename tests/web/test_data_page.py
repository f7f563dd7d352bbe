"""About the data: what came in and what did not, how much is hidden and why, and nothing that is not in the release."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from hearth.disclosure.policy import load_policy
from hearth.disclosure.published import CameIn, Coverage, Published, State
from hearth.kernel.periods import PeriodKind
from hearth_web.core.tables import Table
from hearth_web.site.pages.came_in import (
    came_in_tables,
    counts_for,
    in_short,
    missing,
    quarters_table,
    returns,
    senders_table,
)
from hearth_web.site.pages.data_page import data_page
from hearth_web.site.pages.how_much import by_measure, by_place, by_strand, how_much, left_out
from hearth_web.site.pages.policy_words import policy_in_words
from hearth_web.site.shelf import Opened


def words_of(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def came(dataset: str, period: str, state: CameIn, on: date | None, rows: int | None) -> Coverage:
    return Coverage(dataset, period, state, on, rows)


def with_coverage(opened: Opened) -> Published:
    """Two datasets of which something is missing, and one whose size is hidden."""
    coverage = (
        came("hub_contacts", "2023-24-Q1", CameIn.COMPLETE, date(2023, 7, 20), 8885),
        came("hub_contacts", "2023-24-Q2", CameIn.PART, date(2023, 10, 20), 95),
        came("hub_contacts", "2023-24-Q3", CameIn.NONE, None, None),
        came("hub_contacts", "2023-24-Q4", CameIn.COMPLETE, date(2024, 4, 20), None),
        came("hub_contacts", "2023-24", CameIn.PART, date(2024, 4, 20), 17000),
        came("alcohol_in_pregnancy", "2023-24", CameIn.COMPLETE, date(2024, 4, 20), None),
        came("alcohol_in_pregnancy", "2024-25", CameIn.NONE, None, None),
    )
    return replace(opened.published, coverage=coverage)


def cells(table: Table, row: str) -> list[tuple[str, str]]:
    found = next(each for each in table.rows if each.cells[0].text == row)
    return [(cell.text, cell.quiet) for cell in found.cells[1:]]


def test_what_is_missing_is_said_return_by_return(opened: Opened) -> None:
    published = with_coverage(opened)
    assert missing(published) == (
        "Family hub contacts, July to September 2023: only a part came in, the last of it on 20 October 2023.",
        "Family hub contacts, October to December 2023: nothing came in.",
        "Alcohol in pregnancy, 2024-25: nothing came in.",
    )
    assert in_short(published) == (
        "2 datasets were due, for 6 periods between them. Of these 3 came in whole, 1 in part and 2 not at all."
    )


def test_the_matrix_says_in_words_whether_how_much_and_when(opened: Opened) -> None:
    published = with_coverage(opened)
    by_quarter, by_year = came_in_tables(published)
    assert [each.heading for each in by_year.columns] == ["Dataset", "2023-24", "2024-25"]
    assert cells(by_year, "Alcohol in pregnancy") == [
        ("Complete", "number of records hidden, by 20 April 2024"),
        ("Did not come in", ""),
    ]
    assert cells(by_quarter, "Family hub contacts") == [
        ("2 of 4 quarters complete", "17,000 records, by 20 April 2024")
    ]


def test_every_quarter_can_be_seen(opened: Opened) -> None:
    table = quarters_table(with_coverage(opened))
    assert table is not None
    assert [each.section for each in table.rows] == ["2023-24"]
    assert cells(table, "Family hub contacts") == [
        ("Complete", "8,885 records, by 20 July 2023"),
        ("In part", "95 records, by 20 October 2023"),
        ("Did not come in", ""),
        ("Complete", "number of records hidden, by 20 April 2024"),
    ]


def test_every_dataset_of_the_release_is_in_exactly_one_table(opened: Opened) -> None:
    due = {each.dataset for each in opened.published.coverage}
    titles = Counter(row.cells[0].text for table in came_in_tables(opened.published) for row in table.rows)
    assert titles == Counter(opened.framework.dataset(each).title for each in due)
    assert {row.cells[0].text for row in senders_table(opened.published).rows} == set(titles)
    said = [
        cell.text for table in came_in_tables(opened.published) for row in table.rows for cell in row.cells
    ]
    assert "" not in said


def test_datasets_without_gaps_take_a_line_and_gaps_are_told_apart(opened: Opened) -> None:
    published = with_coverage(opened)
    by_quarter, by_year = returns(published)
    assert by_quarter.gaps == ("Family hub contacts: 2 of 4 quarters complete",)
    assert by_year.gaps == ("Alcohol in pregnancy: 1 of 2 years complete",)
    assert (by_quarter.whole, by_year.whole) == ((), ())
    assert [table.caption for table in by_quarter.tables] == [
        "Returns of every quarter",
        "Returns of every quarter, one by one",
    ]


@pytest.mark.parametrize(
    ("many", "words"),
    [
        (1, "Complete for the one quarter"),
        (2, "Complete for both quarters"),
        (4, "Complete for all 4 quarters"),
    ],
)
def test_how_much_is_whole_is_said_of_all_that_were_due(opened: Opened, many: int, words: str) -> None:
    whole = [came("hub_contacts", f"2023-24-Q{n}", CameIn.COMPLETE, None, 100) for n in range(1, many + 1)]
    some = [came("feedback_register", "2023-24-Q1", CameIn.NONE, None, None)]
    (found,) = returns(replace(opened.published, coverage=(*whole, *some)))
    assert found.whole == ((words, ("Family hub contacts",)),)
    assert found.gaps == ("Feedback register: 0 of 1 quarter complete",)


def test_datasets_of_more_and_of_fewer_periods_are_not_said_in_one_line(opened: Opened) -> None:
    held = [came("hub_contacts", f"2023-24-Q{n}", CameIn.COMPLETE, None, 100) for n in range(1, 5)]
    held += [came("feedback_register", f"2023-24-Q{n}", CameIn.COMPLETE, None, 100) for n in range(1, 4)]
    (found,) = returns(replace(opened.published, coverage=tuple(held)))
    assert found.whole == (
        ("Complete for all 4 quarters", ("Family hub contacts",)),
        ("Complete for all 3 quarters", ("Feedback register",)),
    )


def test_every_dataset_is_named_once_among_what_came_in_and_nothing_is_lost(
    client: Client, opened: Opened
) -> None:
    due = {each.dataset for each in opened.published.coverage}
    page = data_page(opened)
    whole = [name for kind in page.came_in for _, names in kind.whole for name in names]
    short = [each.rpartition(": ")[0] for kind in page.came_in for each in kind.gaps]
    assert sorted([*whole, *short]) == sorted(opened.framework.dataset(each).title for each in due)
    words = words_of(client.get(f"/releases/{opened.short}/data/").content)
    plain = words.replace("&#39;", "'").replace("&amp;", "&")
    tables = [*came_in_tables(opened.published), quarters_table(opened.published), page.senders]
    said = {
        text
        for table in tables
        if table
        for row in table.rows
        for one in row.cells
        for text in (one.text, one.quiet)
    }
    assert {each for each in said if " ".join(each.split()) not in plain} == set()


def test_how_many_datasets_count_for_whose_place_is_said(opened: Opened) -> None:
    numbers = [int(re.search(r": (\d+) dataset", each).group(1)) for each in counts_for(opened.published)]
    assert numbers == sorted(numbers, reverse=True)
    assert sum(numbers) == len({each.dataset for each in opened.published.coverage})
    (one,) = counts_for(
        replace(opened.published, coverage=(came("hub_contacts", "2023-24", CameIn.NONE, None, None),))
    )
    assert one == "Where it happened: 1 dataset"


def test_long_tables_are_folded_away(client: Client, opened: Opened) -> None:
    html = client.get(f"/releases/{opened.short}/data/").content.decode()
    rows = [
        part.count("<tr")
        for part in re.sub(r"<details.*?</details>", "", html, flags=re.S).split("<table")[1:]
    ]
    assert rows and max(rows) < 12
    assert html.count("<details") == len(data_page(opened).came_in) + 5
    assert "<details open" not in html


def test_nothing_missing_is_said(client: Client, opened: Opened) -> None:
    whole = replace(
        opened.published,
        coverage=tuple(
            replace(each, state=CameIn.COMPLETE, on=date(2026, 1, 1)) for each in opened.published.coverage
        ),
    )
    assert missing(whole) == ()
    assert "not at all" not in in_short(whole)


def test_the_demonstrations_missing_quarter_is_on_the_page(client: Client, opened: Opened) -> None:
    words = words_of(client.get(f"/releases/{opened.short}/data/").content)
    assert "Family hub meeting register, October to December 2024: nothing came in." in words


# How much is hidden


def test_every_figure_of_ours_is_counted_once(opened: Opened) -> None:
    ours = Counter(opened.published.where(source="").table["state"].to_pylist())
    hidden = ours[State.SUPPRESSED]
    for table in (by_strand(opened), by_measure(opened), by_place(opened.published)):
        numbers = [[int(cell.text.replace(",", "")) for cell in row.cells[1:6]] for row in table.rows]
        assert sum(map(sum, numbers)) == sum(ours.values()), table.caption
        at = [each.heading for each in table.columns].index("Hidden")
        assert sum(row[at - 1] for row in numbers) == hidden, table.caption
    assert how_much(opened.published).figures == f"{sum(ours.values()):,}"


def test_the_share_hidden_is_of_figures_that_are_about_somebody(opened: Opened) -> None:
    table = opened.published.table
    kept = table.filter([state in ("suppressed", "not_applicable") for state in table["state"].to_pylist()])
    assert how_much(replace(opened.published, table=kept)).hidden == "100%"
    none = table.filter([state == "not_applicable" for state in table["state"].to_pylist()])
    assert how_much(replace(opened.published, table=none)).hidden == "no figures"


def test_small_places_and_groups_are_told_apart_from_the_whole(opened: Opened) -> None:
    names = [row.cells[0].text for row in by_place(opened.published).rows]
    assert names[:3] == [
        "The whole of Brackenhythe (invented), everyone",
        "The whole of Brackenhythe (invented), by group",
        "Hubs, everyone",
    ]
    assert "Place not known, everyone" in names


def test_details_left_out_are_counted_by_breakdown_and_level(opened: Opened) -> None:
    not_given = (
        ("F-C1", "hub", "wave", "ethnicity"),
        ("F-C1", "hub", "quarter", "ethnicity"),
        ("F-C2", "hub", "wave", "ethnicity"),
        ("P1", "ward", "quarter", ""),
    )
    table = left_out(replace(opened.published, not_given=not_given))
    assert table is not None
    assert [each.heading for each in table.columns] == ["Detail", "Hubs", "Wards"]
    assert cells(table, "By ethnic group") == [("2 figures", ""), ("none left out", "")]
    assert cells(table, "Everyone") == [("none left out", ""), ("1 figure", "")]
    assert left_out(replace(opened.published, not_given=())) is None


def test_the_rules_are_those_of_the_release(opened: Opened) -> None:
    policy = load_policy("public")
    said = " ".join(policy_in_words(policy))
    numbers = set(map(int, re.findall(r"\d+", said)))
    for number in (
        policy.threshold,
        policy.base,
        policy.round_to,
        policy.survey.reliable,
        policy.least_shown_beside,
    ):
        assert number in numbers
    assert "never by group within a place" in said
    other = replace(policy, threshold=4, base=12, round_to=1, rounds_revisions_to=1)
    assert "1 to 4 people" in policy_in_words(other)[0]
    assert "Counts are not rounded." in policy_in_words(other)


def test_limits_sources_and_differences_are_all_there(client: Client, opened: Opened) -> None:
    page, words = data_page(opened), words_of(client.get(f"/releases/{opened.short}/data/").content)
    plain = words.replace("&#39;", "'").replace("&amp;", "&")
    for sentence in (*page.not_promised, *page.notes):
        assert sentence in plain
    (source,) = page.sources
    assert all(part.rstrip(".") in plain for part in source)
    assert page.benchmarks is not None
    assert {row.cells[0].href for row in page.benchmarks.rows}


def test_a_release_with_no_quarters_has_no_table_of_them(opened: Opened) -> None:
    kinds = {each.id: each.kind for each in opened.published.periods}
    yearly = tuple(each for each in opened.published.coverage if kinds[each.period] is not PeriodKind.QUARTER)
    assert quarters_table(replace(opened.published, coverage=yearly)) is None
