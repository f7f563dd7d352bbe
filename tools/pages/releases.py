"""What stands in a release: its files, its columns, its states and marks."""

from __future__ import annotations

from hearth.release.datapackage import DESCRIBED
from hearth.release.notes import FILES_TOLD
from hearth.release.tables import CSV_COLUMNS
from hearth.release.trail import TRAIL_COLUMNS
from hearth.release.words import explained
from pages.markdown import code, document, table

__all__ = ["page"]

INTRO = """\
A release is a folder of these files and no others ([what it is for](../explanation/releases.md)). Its own
`datapackage.json` describes the columns of all its tables for programs."""

NOTES = {
    "NOTES.md": "What it does not guarantee, what its symbols mean, what is left out, whose other figures it has."
}

TRAIL = f"""\
Kept beside a release, as `DIR.trail.csv`, and never published: one row for each figure, period and return behind it,
with {", ".join(f"`{name}`" for name in TRAIL_COLUMNS)}."""


def page() -> str:
    """Files, columns of the values, and what stands in the place of a figure."""
    return document(
        "What is in a release",
        INTRO,
        "## Files",
        table(
            ("file", "what it is"), ((code(name), words) for name, words in {**FILES_TOLD, **NOTES}.items())
        ),
        "## Columns of values.csv",
        "UTF-8, lines that end in a line feed, numbers in at most four decimals; what is not there is empty.",
        table(("column", "what it says"), ((code(name), DESCRIBED[name]) for name in CSV_COLUMNS)),
        "## States and marks",
        table(
            ("name", "symbol", "what it means"),
            (
                (name.replace("_", " "), code(symbol) if symbol else "", words)
                for name, symbol, words in explained()
            ),
        ),
        "## The trail",
        TRAIL,
    )
