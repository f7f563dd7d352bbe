"""The shelf: which releases the site shows, in which order, and that each is there whole or not at all."""

from __future__ import annotations

from web.shelves import Shelved


def test_x(shelves: Shelved, client) -> None:
    print([shelves.current.short, shelves.earlier.short, shelves.internal.short])
    r = client.get("/healthy/")
    assert r.status_code == 200
    print(r.headers)
    print(client.get("/static/hearth/favicon.svg").status_code)
