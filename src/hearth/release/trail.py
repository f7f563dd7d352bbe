"""The trail from every figure to the returns behind it: private, so it is kept beside a release and never in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hearth.release.tables import csv_bytes

__all__ = ["TRAIL_COLUMNS", "trail_path", "write_trail"]

TRAIL_COLUMNS = (
    *("figure", "period", "dataset", "form", "return_period", "sender"),
    *("file", "sha256", "rows", "because"),
)


def trail_path(directory: Path) -> Path:
    """Where the trail of the release in a directory is kept: `DIR.trail.csv`."""
    return directory.with_name(f"{directory.name}.trail.csv")


def write_trail(directory: Path, rows: Iterable[tuple[str | int, ...]]) -> Path:
    """Write the trail of the release in a directory; each row has what `TRAIL_COLUMNS` names, in that order.

    It holds row counts and content hashes of returns, which may point to people: it is never to be shared. It takes
    the place of an earlier one.
    """
    held = list(rows)
    columns = list(zip(*held, strict=True)) if held else [()] * len(TRAIL_COLUMNS)
    path = trail_path(directory)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(csv_bytes(TRAIL_COLUMNS, columns))
    draft.replace(path)
    return path
