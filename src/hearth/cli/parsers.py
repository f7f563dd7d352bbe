"""Parsers that teach: every command says what it does, shows it done, and says where to go next."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeAlias

__all__ = [
    "EXIT_STATUS",
    "Commands",
    "Parser",
    "Run",
    "add_command",
    "add_json",
    "add_quiet",
    "group_of_commands",
]

EXIT_STATUS = """\
exit status:
  0    done, and nothing to mend
  1    `framework check` found something to mend, a release does not verify,
       or its audit does not hold
  2    the command, or something it was given, cannot be used: a sentence says why
  3    a fault in Hearth itself (HEARTH_TRACEBACK=1 shows where)
  130  interrupted
"""

Run: TypeAlias = Callable[[argparse.Namespace], int]
"""What a command does with its arguments; returns the exit status."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints say where help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}.\nSee `{self.prog} --help`.\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def group_of_commands(parser: Parser) -> Commands:
    """Where the parser's commands are added. Without one of them the parser's help is shown."""
    parser.set_defaults(run=_help_of(parser))
    return parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)


def add_command(
    commands: Commands,
    name: str,
    summary: str,
    *,
    lesson: str,
    examples: Sequence[str],
    run: Run | None = None,
) -> Parser:
    """A command with its lesson and examples; `run` does it (a group of commands has none)."""
    parser = commands.add_parser(
        name,
        help=summary,
        description=lesson,
        epilog=examples_text(examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if run is not None:
        parser.set_defaults(run=run)
    return parser


def examples_text(examples: Sequence[str]) -> str:
    """Examples as they stand under a command's help."""
    return "examples:\n" + "\n".join(f"  {example}" for example in examples)


def add_json(parser: Parser, what: str) -> None:
    """The option `--json`: one JSON document on standard output, and errors as JSON too."""
    parser.add_argument("--json", action="store_true", help=f"{what} as JSON, for a program to read")


def add_quiet(parser: Parser) -> None:
    """The option `--quiet`: no progress."""
    parser.add_argument("--quiet", action="store_true", help="say nothing on the way")


def _help_of(parser: Parser) -> Run:
    def show_help(arguments: argparse.Namespace) -> int:
        parser.print_help()
        return 0

    return show_help
