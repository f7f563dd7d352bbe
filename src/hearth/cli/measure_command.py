"""`hearth measure`: a release of a framework over a store."""

from __future__ import annotations

import argparse
from datetime import date

from hearth.cli.parsers import Commands, add_command, add_json, add_quiet

__all__ = ["add_to"]

LESSON = """\
Measure a framework over what a store holds, and write one release: a folder of
figures that may be shown, never to be changed again. Counts are protected
first, under a policy, and every value is worked out from the protected counts.
What is already public (--earlier) stays as it was shown, or suppressed.

The trail from each figure to the returns behind it is written beside the
release, as DIR.trail.csv. It is private: keep it out of what you publish.
"""

EPILOGUE = """

FRAMEWORK is a packaged framework (`hearth framework list`) or a folder.
The same store, framework, policy, date and key write the same bytes. No clock
is read: without --date the release bears the first day on which it could be
known, when the latest period was over and the last return was in.
With --key its manifest has a hash of each return that only those who hold the
key can check; without one it has none, for a plain hash confirms a guess.
"""


def add_to(commands: Commands) -> None:
    """Add the command to the root's."""
    parser = add_command(
        commands,
        "measure",
        "measure a framework over a store, and write a release",
        lesson=LESSON,
        examples=(
            "hearth measure stockport --store demo-store --out release",
            "hearth measure stockport --store demo-store --out internal --policy internal",
            "hearth measure ./ours --store our-store --out 2025-q2 --earlier 2025-q1",
        ),
        run=_measure,
    )
    parser.epilog = f"{parser.epilog}{EPILOGUE}"
    parser.add_argument("framework", metavar="FRAMEWORK", help="a packaged framework, or a folder")
    parser.add_argument("--store", required=True, metavar="DIR", help="the store's folder")
    parser.add_argument(
        "--out", required=True, metavar="DIR", help="the release's folder, not there yet or empty"
    )
    parser.add_argument(
        "--policy", default="public", metavar="NAME", help="public (the default), internal, or a .yaml file"
    )
    parser.add_argument(
        "--earlier", nargs="+", action="extend", default=[], metavar="DIR", help="releases already public"
    )
    parser.add_argument("--date", type=_day, metavar="DATE", help="the release's date, such as 2025-10-01")
    parser.add_argument("--key", metavar="FILE", help="the deployment's key: a file of 16 bytes or more")
    parser.add_argument("--engine", default="duckdb", metavar="NAME", help="what counts (default: duckdb)")
    add_json(parser, "what was released")
    add_quiet(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2025-10-01") from error


def _measure(arguments: argparse.Namespace) -> int:
    from hearth.cli.measuring import measure_framework

    return measure_framework(arguments)
