"""Addresses that no page of ours would lead to: answered with a page that helps, and never with another site."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from hearth_web.core.hostile import LONGEST
from web.shelves import Shelved

MEGABYTE = "a" * 1_000_000


def words_of(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).split())


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("measures/NOPE/", "no measure"),
        ("measures/F-C1/E99999999/", "no hub or ward"),
        ("measures/../../../etc/passwd/", ""),
        ("measures/%2e%2e%2f%2e%2e%2fshelf.json/", ""),
        ("hubs/NOPE/", "no hub"),
        ("wards/%F0%9F%8F%A0/", "no ward"),
        ("hubs/X08000001%3Fhub/", "have no page"),
        ("files/shelf.json", ""),
        ("files/..", ""),
        ("files/..%2f..%2fshelf.json", ""),
        ("files/%5C..%5Cmanifest.json", ""),
        ("charts/00000000000000000000000000000000.svg", "no chart"),
        ("charts/shelf.svg", "no chart"),
        ("charts/00000000000000000000000000000000.csv", "no chart"),
        ("charts/00000000000000000000000000000000.png", "no chart"),
        ("changes/0000000000000000/", "no release"),
        ("changes/short/", "no release"),
        ("nothing/", ""),
        ("%ff%fe/", ""),
    ],
)
def test_what_a_release_has_not(client: Client, shelves: Shelved, rest: str, said: str) -> None:
    response = client.get(f"/releases/{shelves.current.short}/{rest}")
    words = words_of(response.content)
    assert response.status_code == 404
    assert "Page not found" in words
    assert said in words
    assert "all releases" in words
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "release", ["0" * 16, "0" * 64, "0299", "..", "%2e%2e", "a" * 65, "-", "latest", "é" * 16]
)
def test_what_is_no_release(client: Client, release: str) -> None:
    assert client.get(f"/releases/{release}/data/").status_code == 404


@pytest.mark.parametrize(
    "at",
    [
        "/%00",
        "/releases/%00/",
        "/releases/%0d%0aX-Injected:1/",
        "/latest/%0d%0aLocation:%20//elsewhere.example/",
        "/releases/%1b[31m/",
        "/releases/%E2%80%AE/",
        f"/{'a' * (LONGEST + 1)}",
        f"/?{'a' * (LONGEST + 1)}",
        f"/releases/?q={MEGABYTE}",
        f"/{MEGABYTE}/",
    ],
)
def test_what_no_address_of_ours_is_like(client: Client, at: str) -> None:
    response = client.get(at)
    assert response.status_code == 400
    assert "This address cannot be read" in words_of(response.content)
    assert "X-Injected" not in response.headers
    assert len(response.content) < 10_000


def test_an_address_without_its_last_slash_leads_to_the_one_with(client: Client, shelves: Shelved) -> None:
    response = client.get(f"/releases/{shelves.current.short}/data")
    assert (response.status_code, response["Location"]) == (301, f"/releases/{shelves.current.short}/data/")


def test_a_query_changes_nothing(client: Client, shelves: Shelved) -> None:
    at = f"/releases/{shelves.current.short}/data/"
    plain, asked = client.get(at), client.get(f"{at}?release=0000&<script>=%00&next=//elsewhere.example")
    assert asked.content == plain.content
    assert asked["ETag"] == plain["ETag"]


def test_what_was_asked_for_is_not_written_on_the_page(client: Client) -> None:
    said = client.get("/releases/<script>alert(1)</script>/").content.decode()
    assert "script" not in said
    assert "alert" not in said


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "127.0.0.1:80@x", ""])
def test_a_host_that_is_not_ours(client: Client, host: str) -> None:
    response = client.get("/releases/", headers={"host": host or "[bad"})
    assert response.status_code == 400
    assert "This address cannot be read" in words_of(response.content)
    assert "elsewhere" not in response.content.decode()


@pytest.mark.parametrize(
    "rest",
    [
        "/elsewhere.example/",
        "/elsewhere.example",
        "//elsewhere.example/",
        "\\elsewhere.example",
        "\\\\elsewhere.example/",
        "..",
        "../../elsewhere.example/",
        "hubs/../../..//elsewhere.example/",
        "./hubs/",
        "https://elsewhere.example/",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "measures/",
        "@elsewhere.example/",
        "nothing/",
        "data",
    ],
)
def test_the_latest_never_leads_elsewhere(client: Client, rest: str) -> None:
    response = client.get(f"/latest/{rest}")
    assert response.status_code == 404
    assert "Location" not in response.headers


@pytest.mark.parametrize(
    "rest", ["", "hubs/", "data/", "measures/F-C1/", "files/values.csv", "measures/é%20ü/"]
)
def test_the_latest_leads_to_the_same_page(client: Client, shelves: Shelved, rest: str) -> None:
    response = client.get(f"/latest/{rest}")
    assert response.status_code == 302
    quoted = rest.replace("é", "%C3%A9").replace("ü", "%C3%BC")
    assert response["Location"] == f"/releases/{shelves.current.short}/{quoted}"
    assert response["Cache-Control"] == "no-cache"
