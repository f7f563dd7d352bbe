"""The one door of the command line: reads the command, runs it, and turns whatever goes wrong into a sentence.

Opening this module opens nothing heavy, so that help and mistakes are answered at once: each command opens what it
needs when it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TextIO

from hearth.cli import (
    count_command,
    demo_command,
    figures_command,
    framework_commands,
    measure_command,
    release_command,
    store_commands,
)
from hearth.cli.faults import guarded
from hearth.cli.parsers import EXIT_STATUS, Parser, examples_text, group_of_commands

__all__ = ["main", "root_parser"]

LESSON = """\
Measure and improve the difference that family hubs make.

A framework says what matters and how each figure is worked out. A store holds
what partners send, privately. Counting the one over the other gives raw
results, which are never to be shared as they are. Measuring protects them and
writes a release, which may be.

Start here: write an invented authority, count a framework over it, and measure
it into a release, with the three examples below, in that order.
"""

EXAMPLES = (
    "hearth demo demo-store",
    "hearth count stockport --store demo-store",
    "hearth measure stockport --store demo-store --out demo-release",
)

ENDING = f"""\
Each command has its own help: `hearth count --help`.

Results go to standard output, in UTF-8; progress and errors to standard error.
Colour and bars appear only on a terminal, and NO_COLOR turns colour off. With
`--json`, standard output holds one JSON document, and an error is one JSON
object on standard error: {{"error": {{"code", "message", "remedy"}}}}.

{EXIT_STATUS}"""


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"hearth {version('hearth-outcomes')}")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; `argv` is the command line after the program's name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _set_encoding(sys.stdout)
    return guarded(lambda: _run(arguments), as_json="--json" in arguments)


def root_parser() -> Parser:
    """The parser of every command."""
    parser = Parser(
        prog="hearth",
        description=LESSON,
        epilog=f"{examples_text(EXAMPLES)}\n\n{ENDING}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    commands = group_of_commands(parser)
    framework_commands.add_to(commands)
    demo_command.add_to(commands)
    store_commands.add_to(commands)
    count_command.add_to(commands)
    figures_command.add_to(commands)
    measure_command.add_to(commands)
    release_command.add_to(commands)
    return parser


def _set_encoding(stream: TextIO) -> None:
    """Files and pipes are UTF-8; a terminal of another encoding shows `?` for what it has no sign for."""
    if isinstance(stream, TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8")


def _run(arguments: list[str]) -> int:
    parsed = root_parser().parse_args(arguments)
    status: int = parsed.run(parsed)
    return status
