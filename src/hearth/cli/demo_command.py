"""`hearth demo`: an invented authority, written as a store."""

from __future__ import annotations

import argparse

from hearth.cli.parsers import Commands, add_command, add_json, add_quiet

__all__ = ["add_to"]

LESSON = """\
Write a store full of an invented authority's records: every dataset and
survey of the Stockport framework, over several years, with known truths
planted in it. Nobody in it exists, and the store says so. The same seed and
scale give the same records, to the byte.
"""


def add_to(commands: Commands) -> None:
    """Add the command to the root's."""
    parser = add_command(
        commands,
        "demo",
        "write an invented authority to count",
        lesson=LESSON,
        examples=(
            "hearth demo demo-store",
            "hearth demo first-look --sample 20",
            "hearth demo other-store --seed 7",
            "hearth demo nation --scale 10",
        ),
        run=_demo,
    )
    parser.add_argument("directory", metavar="DIR", help="a folder that does not exist, or is empty")
    parser.add_argument("--seed", type=int, metavar="N", help="another authority for another number")
    parser.add_argument(
        "--scale", type=_from_one, default=1, metavar="N", help="N times as many people (default: 1)"
    )
    parser.add_argument(
        "--sample", type=_from_one, default=1, metavar="N", help="only one person in N, for a first look"
    )
    add_json(parser, "what was written")
    add_quiet(parser)


def _from_one(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")


def _demo(arguments: argparse.Namespace) -> int:
    from hearth.cli.store_pages import write_demo

    return write_demo(arguments)
