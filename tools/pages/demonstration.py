"""What `make demo` prints, in part, for the README: run, never typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile

__all__ = ["into"]

BEGIN = "<!-- what `make demo` prints: made by `make docs` -->"
END = "<!-- end of what `make demo` prints -->"
STRAND = "Family physical"
LINES = 18
WIDTH = "120"


def into(readme: str) -> str:
    """The README with the excerpt as the demonstration gives it now; ValueError where it has no place for one."""
    before, found, rest = readme.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"README.md has no place for what the demonstration prints: {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n```text\n{_excerpt(_printed())}\n```\n{END}{after}"


def _printed() -> str:
    with tempfile.TemporaryDirectory(prefix="hearth-docs-") as folder:
        _hearth(folder, "demo", "demo-store", "--quiet")
        key = ("--key", "demo-store/demo-key.txt")
        return _hearth(
            folder, "measure", "stockport", "--store", "demo-store", "--out", "demo-release", *key, "--quiet"
        )


def _hearth(folder: str, *arguments: str) -> str:
    plain = {**os.environ, "COLUMNS": WIDTH, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "hearth.cli", *arguments],
        check=True,
        cwd=folder,
        capture_output=True,
        text=True,
        env=plain,
    )
    return done.stdout


def _excerpt(printed: str) -> str:
    """The first lines, those of one strand, and the last; without the id, which changes with any word of ours."""
    lines = [line.rstrip() for line in printed.strip().splitlines()]
    start = next(number for number, line in enumerate(lines) if line.startswith(STRAND))
    head = lines[: lines.index("")]
    last = lines[len(lines) - lines[::-1].index("") :]
    ended = [re.sub(r"^Its id: .*", "Its id: ...", line) for line in last]
    return "\n".join([*head, "", "...", "", *lines[start : start + LINES], "...", "", *ended])
