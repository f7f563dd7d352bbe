"""Every response says the same to the browser, pages hold no script or style of their own, and ask nobody else."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from hearth_web.core.security import CONTENT_SECURITY_POLICY, HEADERS
from hearth_web.site.kept import PAGES_LAST
from web.shelves import Shelved, addresses
from web.test_gate import NAMES

PAGES = tuple(name for name in NAMES if not name.endswith(("csv", "svg", "png")) and name != "file")

NEVER_SERVED = ("altair", "vl_convert", "playwright", "duckdb", "sqlglot", "statsmodels", "matplotlib")


def check_headers(response: HttpResponse) -> None:
    assert {name: response[name] for name in HEADERS} == HEADERS


def test_the_policy_allows_no_script_and_no_other_host() -> None:
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'; ")
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "script" not in CONTENT_SECURITY_POLICY
    assert set(re.findall(r"'[^']+'", CONTENT_SECURITY_POLICY)) == {"'none'", "'self'"}
    assert "http" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("name", NAMES)
def test_every_page_and_file_of_a_release(client: Client, shelves: Shelved, name: str) -> None:
    response = client.get(addresses(shelves.current, shelves.earlier)[name])
    assert response.status_code == 200
    check_headers(response)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("/", 302),
        ("/releases/", 200),
        ("/latest/hubs/", 302),
        ("/healthy/", 200),
        ("/robots.txt", 200),
        ("/favicon.ico", 302),
        ("/static/hearth/hearth.css", 200),
        ("/static/nothing.css", 404),
        ("/nothing/", 404),
        ("/releases/0000000000000000/", 404),
        ("/%00", 400),
    ],
)
def test_every_other_answer(client: Client, at: str, status: int) -> None:
    response = client.get(at)
    assert response.status_code == status
    check_headers(response)


@pytest.mark.parametrize("name", NAMES)
def test_asking_again_with_its_etag(client: Client, shelves: Shelved, name: str) -> None:
    at = addresses(shelves.current, shelves.earlier)[name]
    first = client.get(at)
    again = client.get(at, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == PAGES_LAST
    check_headers(again)


@pytest.mark.parametrize("name", NAMES)
def test_compressed_for_who_accepts_it(client: Client, shelves: Shelved, name: str) -> None:
    at = addresses(shelves.current, shelves.earlier)[name]
    plain, zipped = client.get(at), client.get(at, headers={"accept-encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert plain["Vary"] == zipped["Vary"] == "Accept-Encoding"
    assert plain["ETag"] != zipped["ETag"]
    if not zipped.streaming:
        assert int(zipped["Content-Length"]) == len(zipped.content)
    assert gzip.decompress(zipped.getvalue()) == plain.getvalue()
    again = client.get(at, headers={"accept-encoding": "gzip", "if-none-match": plain["ETag"]})
    assert again.status_code in (200, 304)


@pytest.mark.parametrize("name", NAMES)
def test_heads_are_the_same_without_the_page(client: Client, shelves: Shelved, name: str) -> None:
    at = addresses(shelves.current, shelves.earlier)[name]
    page, head = client.get(at), client.head(at)
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert {**head.headers} == {**page.headers}


@pytest.mark.parametrize("name", [*NAMES, "/", "/releases/", "/latest/", "/healthy/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_written_to(client: Client, shelves: Shelved, name: str, method: str) -> None:
    at = name if name.startswith("/") else addresses(shelves.current, shelves.earlier)[name]
    response = getattr(client, method)(at)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "This page can only be read" in response.content.decode()
    check_headers(response)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_script_no_style_and_nothing_from_elsewhere(
    client: Client, shelves: Shelved, name: str
) -> None:
    page = client.get(addresses(shelves.current, shelves.earlier)[name]).content.decode()
    assert not re.search(r"<script|<style|<iframe|<base|\son\w+=|\sstyle=|javascript:", page)
    asked = re.findall(r'<(?:link|img|source|use)\b[^>]*?(?:href|src)="([^"]*)"', page)
    assert asked
    assert [each for each in asked if not each.startswith("/") or each.startswith("//")] == []


def test_who_serves_pages_opens_nothing_heavy(shelf: Path, static_files: Path, shelves: Shelved) -> None:
    at = [*addresses(shelves.current, shelves.earlier).values(), "/releases/", "/", "/nothing/"]
    program = f"""
import json, sys
import django
django.setup()
from django.test import Client, override_settings
with override_settings(STATIC_ROOT={str(static_files)!r}):
    client = Client(SERVER_NAME="127.0.0.1")
    said = [client.get(each).status_code for each in {at!r}]
print(json.dumps([said, [name for name in {NEVER_SERVED!r} if name in sys.modules]]))
"""
    environ = {**os.environ, "HEARTH_SITE": str(shelf), "DJANGO_SETTINGS_MODULE": "hearth_web.core.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
    )
    said, heavy = json.loads(ran.stdout)
    assert said == [200] * (len(at) - 2) + [302, 404]
    assert heavy == []
