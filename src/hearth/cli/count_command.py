"""`hearth count`: raw results of a framework over a store."""

from __future__ import annotations

import argparse

from hearth.cli.parsers import Commands, add_command, add_json, add_quiet

__all__ = ["add_to"]

LESSON = """\
Count every measure of a framework over what a store holds, and print what was
found, strand by strand: the latest period of each measure for the store's own
place. Name a measure, a place or a period to see more: all its periods, the
groups it is broken down by, and the places below.

These are raw counts. They are not protected, so they are never to be shared:
one small number can point to one family.
"""

EPILOGUE = """

FRAMEWORK is a packaged framework (`hearth framework list`) or a folder.
Intervals are 95%. With --json or --csv every place, period and group is
written, marked as never to be shared; --place, --period and --measure narrow it.
"""


def add_to(commands: Commands) -> None:
    """Add the command to the root's."""
    parser = add_command(
        commands,
        "count",
        "count a framework over a store",
        lesson=LESSON,
        examples=(
            "hearth count stockport --store demo-store",
            "hearth count stockport --store demo-store --measure P3 --measure T2",
            "hearth count ./ours --store our-store --period 2025-26-Q1 --csv > raw.csv",
            "hearth count stockport --store demo-store --engine memory --json",
        ),
        run=_count,
    )
    parser.epilog = f"{parser.epilog}{EPILOGUE}"
    parser.add_argument("framework", metavar="FRAMEWORK", help="a packaged framework, or a folder")
    parser.add_argument("--store", required=True, metavar="DIR", help="the store's folder")
    for name, shown, what in (
        ("measure", "ID", "only this measure (may be repeated)"),
        ("place", "CODE", "this place instead of the store's own (may be repeated)"),
        ("period", "ID", "only this period, such as 2025-26-Q1 or 2024/25 (may be repeated)"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=shown, help=what)
    parser.add_argument("--engine", default="duckdb", metavar="NAME", help="what counts (default: duckdb)")
    machine = parser.add_mutually_exclusive_group()
    add_json(machine, "every result")  # type: ignore[arg-type]
    machine.add_argument("--csv", action="store_true", help="every result as CSV")
    add_quiet(parser)


def _count(arguments: argparse.Namespace) -> int:
    from hearth.cli.counting import count_framework

    return count_framework(arguments)
