"""What `make demo` prints, in part, for the README: run, never typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

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
        store = str(Path(folder) / "demo-store")
        _hearth("demo", store, "--quiet")
        return _hearth("count", "stockport", "--store", store, "--quiet")


def _hearth(*arguments: str) -> str:
    plain = {**os.environ, "COLUMNS": WIDTH, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "hearth.cli", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=plain,
    )
    return done.stdout


def _excerpt(printed: str) -> str:
    """The first lines, those of one strand, and the last sentence without the time it took."""
    lines = [line.rstrip() for line in printed.strip().splitlines()]
    start = next(number for number, line in enumerate(lines) if line.startswith(STRAND))
    head = lines[: lines.index("", lines.index("") + 1)]
    last = " ".join(lines[len(lines) - lines[::-1].index("") :])
    counted = re.sub(r", in [\d.]+ seconds.*", ".", last)
    return "\n".join([*head, "", "...", "", *lines[start : start + LINES], "...", "", counted])
