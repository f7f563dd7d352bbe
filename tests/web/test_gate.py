"""The gate: a stranger reads what is public, and learns nothing of the rest, not even that it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import Client, override_settings

from hearth.release.manifest import Manifest
from hearth_web.core import gate
from hearth_web.site.kept import PAGES_LAST, PRIVATE
from hearth_web.site.pages.releases_page import current_notice
from hearth_web.site.shelf import Opened
from web.shelves import Shelved, addresses

NAMES = (
    "framework",
    "hubs",
    "wards",
    "data",
    "methods",
    "files",
    "measure",
    "measure-csv",
    "measure-at",
    "measure-at-csv",
    "hub",
    "hub-csv",
    "ward",
    "ward-csv",
    "chart-svg",
    "chart-csv",
    "chart-png",
    "changes",
    "file",
)


@pytest.fixture
def one_who_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whoever asks may read everything."""
    monkeypatch.setattr(gate, "_answers", [])

    def yes(request: HttpRequest, manifest: Manifest) -> bool:
        return True

    gate.register(yes)


def of_two(about: Opened, shelves: Shelved, name: str) -> str:
    return addresses(about, shelves.earlier)[name]


def test_these_are_all_the_addresses_of_a_release(shelves: Shelved) -> None:
    assert set(addresses(shelves.current, shelves.earlier)) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_reads_what_is_public(client: Client, shelves: Shelved, name: str) -> None:
    response = client.get(of_two(shelves.current, shelves, name))
    assert response.status_code == 200
    assert response["Cache-Control"] == PAGES_LAST


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_public_is_not_there_for_a_stranger(client: Client, shelves: Shelved, name: str) -> None:
    """The same answer as for a release that nobody ever made."""
    at = of_two(shelves.internal, shelves, name)
    refused, never = client.get(at), client.get(at.replace(shelves.internal.short, "0" * 16))
    assert refused.status_code == never.status_code == 404
    assert refused.content == never.content
    assert refused["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("one_who_may")
@pytest.mark.parametrize("name", ["framework", "data", "measure", "measure-csv", "changes", "file"])
def test_it_opens_for_who_may_and_nobody_keeps_it(client: Client, shelves: Shelved, name: str) -> None:
    response = client.get(of_two(shelves.internal, shelves, name))
    assert response.status_code == 200
    assert response["Cache-Control"] == PRIVATE


def test_what_was_made_for_one_who_may_is_not_sent_to_a_stranger(
    client: Client, shelves: Shelved, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = of_two(shelves.internal, shelves, "data")
    monkeypatch.setattr(gate, "_answers", [lambda request, manifest: True])
    etag = client.get(at)["ETag"]
    monkeypatch.setattr(gate, "_answers", [])
    assert client.get(at).status_code == 404
    assert client.get(at, headers={"if-none-match": etag}).status_code == 404


@pytest.mark.parametrize("at", ["/releases/", "/"])
def test_lists_and_the_latest_know_nothing_of_it(client: Client, shelves: Shelved, at: str) -> None:
    said = client.get(at, follow=True).content.decode()
    assert shelves.internal.short not in said
    assert shelves.current.short in said


def test_changes_against_one_that_is_not_public_are_not_shown(client: Client, shelves: Shelved) -> None:
    for new, old in ((shelves.current, shelves.internal), (shelves.internal, shelves.current)):
        assert client.get(addresses(new, old)["changes"]).status_code == 404


@pytest.mark.usefixtures("one_who_may")
def test_for_who_may_it_is_in_the_list_and_marked(client: Client, shelves: Shelved) -> None:
    response = client.get("/releases/")
    assert shelves.internal.id in response.content.decode()
    assert "Not for publication" in response.content.decode()
    assert response["Cache-Control"] == PRIVATE


@pytest.mark.usefixtures("one_who_may")
def test_the_current_release_is_the_same_for_every_reader(client: Client, shelves: Shelved) -> None:
    """The newest that is public, although one that is not is of the same day and was put on the shelf later."""
    assert client.get("/")["Location"] == f"/releases/{shelves.current.short}/"
    listed = client.get("/releases/").content.decode()
    assert shelves.internal.short in listed


@pytest.mark.parametrize("at", ["/nothing/", "/releases/", "/latest/measures/X/", "/%00"])
def test_what_every_reader_must_know_is_said_on_pages_of_no_release_too(client: Client, at: str) -> None:
    page = client.get(at, follow=True).content.decode()
    assert "Demonstration" in page and "Invented." in page


def test_a_site_without_a_shelf_has_nothing_to_say(tmp_path: Path) -> None:
    with override_settings(HEARTH_SITE=tmp_path):
        assert current_notice() == ""
