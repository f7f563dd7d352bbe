"""The site served for real: it says where it is, answers what cannot be read with a page, and stops when asked."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gunicorn.http import errors

from hearth_web.command import main
from hearth_web.core.refusals import REFUSED, refusal
from hearth_web.core.security import HEADERS
from web.shelves import Shelved

READY = re.compile(r"Hearth is at http://127\.0\.0\.1:(\d+)/ \. Press Ctrl-C to stop\.\n")

HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n"


def served(site: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "hearth_web", "serve", "--site", str(site), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a terminal sends Ctrl-C to all of its processes, and these are not pytest's
    )


@pytest.fixture(scope="module")
def port(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a site is served, until the tests of this module are done; then it is stopped, and ends well."""
    site = shutil.copytree(shelf, tmp_path_factory.mktemp("served") / "site")
    process = served(site, "--address", "127.0.0.1:0", "--workers", "1")
    assert process.stdout is not None
    found = READY.fullmatch(process.stdout.readline())
    assert found is not None
    yield int(found[1])
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in err


def sent(port: int, request: bytes) -> tuple[str, dict[str, str], bytes]:
    """The status line, the headers and the body of what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        held = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = held.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), body


def test_a_page(port: int, shelves: Shelved) -> None:
    status, headers, body = sent(
        port, f"GET /releases/{shelves.current.short}/data/ HTTP/1.1\r\n".encode() + HOST + b"\r\n"
    )
    assert status == "HTTP/1.1 200 OK"
    assert HEADERS.items() <= headers.items()
    assert b"About the data" in body


def test_a_style_sheet_kept_for_ever_under_a_name_that_changes(port: int, shelves: Shelved) -> None:
    page = sent(port, f"GET /releases/{shelves.current.short}/ HTTP/1.1\r\n".encode() + HOST + b"\r\n")[2]
    found = re.search(rb'href="(/static/hearth/hearth\.[0-9a-f]{12}\.css)"', page)
    assert found is not None
    status, headers, body = sent(port, b"GET " + found[1] + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    assert (status, "immutable" in headers["Cache-Control"]) == ("HTTP/1.1 200 OK", True)
    assert HEADERS.items() <= headers.items()
    assert b".hearth-" in body


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(b"GET /?" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST, 414, id="a megabyte of query"),
        pytest.param(b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST, 414, id="a megabyte of path"),
        pytest.param(b"GET /?" + b"a" * 5_000 + b" HTTP/1.1\r\n" + HOST, 400, id="a long query"),
        pytest.param(b"GET /\x00 HTTP/1.1\r\n" + HOST, 400, id="a null"),
        pytest.param(b"GET /%00 HTTP/1.1\r\n" + HOST, 400, id="a null, written out"),
        pytest.param(b"GET /../../etc/passwd HTTP/1.1\r\n" + HOST, 404, id="up and out"),
        pytest.param(b"GET /static/../shelf.json HTTP/1.1\r\n" + HOST, 404, id="out of the static files"),
        pytest.param(b"GET /static/%2e%2e/shelf.json HTTP/1.1\r\n" + HOST, 404, id="the same, written out"),
        pytest.param(b"GET //elsewhere.example HTTP/1.1\r\n" + HOST, 404, id="another site"),
        pytest.param(b"GET /%ff%fe HTTP/1.1\r\n" + HOST, 404, id="no text"),
        pytest.param(b"G\x01T / HTTP/1.1\r\n" + HOST, 400, id="no method"),
        pytest.param(b"FROB / HTTP/1.1\r\n" + HOST, 405, id="another method"),
        pytest.param(b"GET / HTTP/9.9\r\n" + HOST, 400, id="another version"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n", 400, id="another host"
        ),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 500 + HOST, 431, id="many headers"),
        pytest.param(b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n" + HOST, 431, id="a long header"),
        pytest.param(b"GET / HTTP/1.1\r\nno header\r\n" + HOST, 400, id="no header"),
        pytest.param(b"POST / HTTP/1.1\r\nTransfer-Encoding: odd\r\n" + HOST, 501, id="an odd encoding"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 400, id="the secret handshake"),
    ],
)
def test_what_cannot_be_answered_is_refused_on_a_page(port: int, request_: bytes, status: int) -> None:
    line, headers, body = sent(port, request_ + b"\r\n")
    assert line.split()[1] == str(status)
    assert HEADERS.items() <= headers.items()
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"<h1" in body
    assert b"all releases" in body
    assert b"elsewhere" not in body


def test_it_still_answers_after_all_that(port: int) -> None:
    status, _, body = sent(port, b"GET /healthy/ HTTP/1.1\r\n" + HOST + b"\r\n")
    assert (status, body) == ("HTTP/1.1 200 OK", b"ok\n")


def test_what_gunicorn_cannot_read_has_words_and_a_fault_of_ours_has_none() -> None:
    for kind, status, why in REFUSED:
        assert refusal(kind.__new__(kind)) == (status, why)
    assert refusal(errors.InvalidHeaderName.__new__(errors.InvalidHeaderName))[0] == 400
    assert refusal(RuntimeError("ours")) == (500, "")


# What stops it from starting


def test_a_port_that_is_taken(shelf: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = served(shelf, "--address", f"127.0.0.1:{port}")
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert f"The site cannot be served at 127.0.0.1:{port}: address already in use." in err
    assert f"--address 127.0.0.1:{port + 1}" in err


def test_no_shelf(tmp_path: Path) -> None:
    process = served(tmp_path)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert f"There is no site in {tmp_path}" in err
    assert "hearth-web shelve RELEASE --site DIR" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--address", "8000"), "'8000' is not an address such as 127.0.0.1:8000"),
        (("--address", ":8000"), "is not an address"),
        (("--address", "127.0.0.1:65536"), "is not an address"),
        (("--address", "127.0.0.1:٣"), "is not an address"),
        (("--workers", "0"), "'0' is not a whole number from 1"),
    ],
)
def test_mistakes_are_said(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    assert main(["serve", "--site", "nowhere", *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", [(), ("shelve",), ("serve",), ("list",)])
def test_every_command_has_help_with_an_example(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert main([*command, "--help"]) == 0
    said = capsys.readouterr().out
    assert "examples:\n  hearth-web " in said
    assert max(map(len, said.splitlines())) <= 80


def test_a_process_that_serves_is_small() -> None:
    program = """
from hearth_web.core.frugal import give_back, use_little
use_little()
import pyarrow
try:
    import pandas
except ModuleNotFoundError as refused:
    print(pyarrow.default_memory_pool().backend_name, refused, pyarrow.array([1, 2]).sum(), give_back())
"""
    environ = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "system No module named 'pandas' where the site is served 3 None\n"
