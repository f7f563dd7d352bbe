"""The list of releases, the way to the newest, and what changed from one to the next."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from django.test import Client

from hearth.disclosure.published import PUBLISHED, Published
from hearth.judge.words import place_name
from hearth.release.compare import compare
from hearth.release.manifest import Manifest
from hearth_web.core.tables import Table
from hearth_web.site.pages.changes_page import MOST_LISTED, changes_page
from hearth_web.site.pages.releases_page import listed
from hearth_web.site.shelf import Opened, put_on_list
from web.shelves import Shelved


def changes_at(shelves: Shelved) -> str:
    return f"/releases/{shelves.current.short}/changes/{shelves.earlier.short}/"


def words_of(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


# The list


def test_it_names_each_release_with_its_date_and_what_it_can_be_compared_with(
    client: Client, shelves: Shelved
) -> None:
    page = client.get("/releases/").content.decode()
    for each in (shelves.current, shelves.earlier):
        assert f"/releases/{each.short}/" in page
        assert each.id in page
    words = words_of(page.encode())
    assert "31 March 2026 Current" in words
    assert words.count("Current") == 1
    assert "What changed since 31 December 2025" in words
    assert changes_at(shelves) in page


def test_whoever_kept_it_asks_again(client: Client) -> None:
    first = client.get("/releases/")
    assert first["Cache-Control"] == "no-cache"
    again = client.get("/releases/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "no-cache")


def test_a_new_release_is_in_it_at_once(
    reader_of: Callable[[Path], Client], own_shelf: Path, shelves: Shelved
) -> None:
    (own_shelf / "shelf.json").unlink()
    put_on_list(own_shelf, shelves.earlier.id)
    reader = reader_of(own_shelf)
    before = reader.get("/releases/")
    assert reader.get("/")["Location"] == f"/releases/{shelves.earlier.short}/"
    put_on_list(own_shelf, shelves.current.id)
    after = reader.get("/releases/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert shelves.current.id in after.content.decode()
    assert reader.get("/")["Location"] == f"/releases/{shelves.current.short}/"


@pytest.mark.parametrize("at", ["/", "/releases/", "/latest/hubs/"])
def test_a_site_with_nothing_to_read_says_so(
    reader_of: Callable[[Path], Client], own_shelf: Path, shelves: Shelved, at: str
) -> None:
    (own_shelf / "shelf.json").write_text(
        json.dumps({"format": 1, "releases": [shelves.internal.id]}), encoding="utf-8"
    )
    response = reader_of(own_shelf).get(at)
    assert response.status_code == 404
    assert "No release has been put on this site yet" in words_of(response.content)


def test_releases_are_compared_with_the_last_before_them_of_their_own_kind(shelves: Shelved) -> None:
    releases = tuple(each.manifest for each in (shelves.internal, shelves.current, shelves.earlier))
    internal, current, earlier = listed(releases)
    assert (internal.before, current.before, earlier.before) == ("", shelves.earlier.short, "")
    other = replace(
        shelves.earlier.manifest, framework=replace(shelves.earlier.manifest.framework, id="other")
    )
    assert listed((shelves.current.manifest, other))[0].before == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (0, ""),
        (1, "1 measure is defined in another way than before."),
        (3, "3 measures are defined in another way than before."),
    ],
)
def test_the_list_says_how_many_definitions_changed(shelves: Shelved, changed: int, said: str) -> None:
    before = shelves.earlier.manifest
    versions = dict(before.definition_versions)
    for measure in list(versions)[:changed]:
        versions[measure] += 1
    now: Manifest = replace(shelves.current.manifest, definition_versions=versions)
    assert listed((now, before))[0].anew == said


# What changed


def test_counts_are_those_of_the_comparison(shelves: Shelved) -> None:
    found = compare(shelves.earlier.published, shelves.current.published)
    page = changes_page(shelves.current, shelves.earlier)
    assert len(found.new) > 100
    assert len(found.revised) > 10
    assert (page.new, page.revised) == (f"{len(found.new):,}", f"{len(found.revised):,}")
    assert (page.gone, page.unchanged) == (f"{len(found.gone):,}", f"{found.unchanged:,}")
    assert not page.same
    assert total(page.measures, "New") == len(found.new)
    assert total(page.measures, "Revised") == len(found.revised)
    assert total(page.measures, "No longer given") == len(found.gone)


def total(table: Table | None, heading: str) -> int:
    assert table is not None
    at = [each.heading for each in table.columns].index(heading)
    return sum(int(row.cells[at].text.replace(",", "")) for row in table.rows)


def test_revised_figures_are_told_as_they_were_and_as_they_are(shelves: Shelved) -> None:
    page = changes_page(shelves.current, shelves.earlier)
    assert page.figures is not None
    assert len(page.figures.rows) <= MOST_LISTED
    for row in page.figures.rows:
        was, is_ = row.cells[2].told, row.cells[3].told
        assert was is not None
        assert is_ is not None
        assert was.state == "hidden to protect people"
        assert is_.value


def test_the_page_reads_well(client: Client, shelves: Shelved) -> None:
    words = words_of(client.get(changes_at(shelves)).content)
    assert "What changed since 31 December 2025" in words
    assert "hidden to protect people" in words
    assert "Every figure that is in both is worked out as it was" in words


def test_a_definition_that_changed_is_said(shelves: Shelved) -> None:
    published = shelves.earlier.published
    first, *rest = published.figures
    told_anew = replace(first, definition_version=first.definition_version + 1)
    before = replace(published, figures=(told_anew, *rest))
    (changed,) = changes_page(shelves.current, as_opened(before, shelves.earlier)).definitions
    assert changed.title == first.title
    assert (changed.what, changed.before, changed.after) == ("its definition", "2", "1")


def as_opened(published: Published, like: Opened) -> Opened:
    return replace(like, published=published)


def test_nothing_changed_is_said(shelves: Shelved) -> None:
    page = changes_page(shelves.current, shelves.current)
    assert page.same
    assert (page.new, page.revised, page.gone) == ("0", "0", "0")
    assert (page.measures, page.figures, page.definitions) == (None, None, ())


def test_the_newer_is_always_seen_against_the_older(client: Client, shelves: Shelved) -> None:
    response = client.get(f"/releases/{shelves.earlier.id}/changes/{shelves.current.short}/")
    assert (response.status_code, response["Location"]) == (301, changes_at(shelves))


def test_a_release_against_itself_is_no_page(client: Client, shelves: Shelved) -> None:
    response = client.get(f"/releases/{shelves.current.short}/changes/{shelves.current.id}/")
    assert response.status_code == 404
    assert "That is one release, twice." in words_of(response.content)


def test_many_revised_figures_are_counted_and_not_all_written(shelves: Shelved) -> None:
    published = shelves.current.published
    rows = published.table.to_pylist()
    shown = [row for row in rows if row["numerator"] is not None]
    for row in shown:
        row["numerator"] += 1
    before = replace(published, table=pa.Table.from_pylist(rows, PUBLISHED))
    page = changes_page(shelves.current, as_opened(before, shelves.earlier))
    assert page.figures is not None
    assert len(page.figures.rows) == MOST_LISTED
    assert page.more == f"{len(shown) - MOST_LISTED:,}"
    home = place_name(published, published.home)
    assert page.figures.rows[0].cells[0].quiet == home  # those about the most people come first
