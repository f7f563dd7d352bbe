"""Pages that are kept: made once, never more of them than are allowed, and sent as the reader's browser takes them."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client, RequestFactory

from hearth_web.site.kept import PAGES_LAST, Body, Kept, accepts_gzip, respond
from web.shelves import Shelved


def body(letter: str) -> Body:
    """A body of about a hundred bytes that do not compress."""
    return Body(letter.encode() * 100, f'"{letter}"', "text/plain")


def made(kept: Kept, letters: str) -> str:
    """Asks for each in turn; gives those that had to be made."""
    asked: list[str] = []

    def make(letter: str) -> Body:
        asked.append(letter)
        return body(letter)

    for letter in letters:
        assert kept.get((letter,), lambda letter=letter: make(letter)).etag == f'"{letter}"'
    return "".join(asked)


@pytest.mark.parametrize(
    ("asked", "anew"),
    [
        ("aaa", "a"),
        ("abcabc", "abc"),
        ("abcda", "abcda"),  # a went when d came
        ("abcadab", "abcdb"),  # a was asked for again, so b went
        ("abcdefghij" * 2, "abcdefghij" * 2),
        ("abcdabcdbcdbcdbcd", "abcdabcd"),  # there is always room for three
    ],
)
def test_the_longest_unasked_for_goes_first(asked: str, anew: str) -> None:
    assert made(Kept(most_bytes=300), asked) == anew


def test_one_larger_than_all_room_is_kept_until_the_next() -> None:
    assert made(Kept(most_bytes=10), "aab") == "ab"


def test_what_cannot_be_made_is_not_kept() -> None:
    kept = Kept()

    def fail() -> Body:
        raise ValueError("no such page")

    for _ in range(2):
        with pytest.raises(ValueError, match="no such page"):
            kept.get(("a",), fail)
    assert made(kept, "a") == "a"


@pytest.mark.parametrize(
    ("header", "zipped"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip;q=0.5, br", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0.001", True),
        ("identity", False),
        ("x-notgzip", False),
        ("*", True),
        ("*;q=0", False),
        ("br;q=1.0, gzip;q=0", False),
    ],
)
def test_compressed_only_for_who_takes_it(header: str, zipped: bool) -> None:
    request = RequestFactory().get("/", headers={"accept-encoding": header})
    assert accepts_gzip(request) is zipped
    response = respond(request, Body.of(b"words" * 50, "text/plain"), public=True)
    assert (response.get("Content-Encoding") == "gzip") is zipped
    assert (gzip.decompress(response.content) if zipped else response.content) == b"words" * 50


@pytest.mark.parametrize("said", ['"nonsense', "W/", "a,b,c", '""', "\t"])
def test_an_etag_that_is_none_is_no_match(client: Client, shelves: Shelved, said: str) -> None:
    response = client.get(f"/releases/{shelves.current.short}/hubs/", headers={"if-none-match": said})
    assert response.status_code == 200


def test_the_whole_id_leads_to_the_short_one_for_as_long_as_pages_last(
    client: Client, shelves: Shelved
) -> None:
    moved = client.get(f"/releases/{shelves.current.id}/hubs/")
    assert (moved.status_code, moved["Location"]) == (301, f"/releases/{shelves.current.short}/hubs/")
    assert moved["Cache-Control"] == PAGES_LAST
