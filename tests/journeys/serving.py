"""The real server, in a process of its own, on a port that the machine chooses."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["served"]

PATIENCE = 60
"""How many seconds a loaded machine may take to start or stop it; an idle one needs two."""


@contextmanager
def served(site: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address, without a last slash, at which `hearth-web serve` answers for this folder."""
    heard = site.with_name(f"{site.name}.stderr")
    ours = {name: said for name, said in os.environ.items() if not name.startswith("HEARTH_")}
    command = [sys.executable, "-m", "hearth_web", "serve", "--site", str(site)]
    with heard.open("w") as stderr:
        process = subprocess.Popen(
            [*command, "--address", "127.0.0.1:0", "--workers", "1"],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={**ours, **(settings or {})},
        )
    try:
        yield _address(process, heard)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def _address(process: subprocess.Popen[str], heard: Path) -> str:
    """What it says when it listens; then the first answer is waited for, which is when it has opened its release."""
    assert process.stdout is not None
    for line in process.stdout:
        if "http://" in line:
            address = "http://" + line.split("http://")[1].split()[0].rstrip("/")
            with urllib.request.urlopen(f"{address}/healthy/", timeout=PATIENCE) as answer:
                assert answer.status == 200
            return address
    raise AssertionError(f"The server did not start.\n{heard.read_text()}")
