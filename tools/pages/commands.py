"""The command line's own help, as pages: the same words, laid out by us so that no Python's layout shows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from hearth.cli.main import root_parser
from hearth.cli.parsers import Parser
from hearth_web import command
from pages.markdown import code, document, table

__all__ = ["page"]


def page() -> str:
    """Every command, with its lesson, arguments and examples."""
    return document("The command line", *_command(root_parser()), *_command(command.root_parser()))


def _command(parser: Parser) -> Iterator[str]:
    yield f"## {parser.prog}"
    yield parser.description or ""
    rows = [_argument(action) for action in parser._actions if not _is_help(action)]
    if rows:
        yield table(("argument", "what it says"), rows)
    yield f"```text\n{(parser.epilog or '').strip()}\n```"
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _command(each)


def _is_help(action: argparse.Action) -> bool:
    return isinstance(action, argparse._HelpAction | argparse._SubParsersAction)


def _argument(action: argparse.Action) -> tuple[str, str]:
    name = ", ".join(action.option_strings)
    value = "" if action.nargs == 0 else str(action.metavar or action.dest)
    needed = "; needed" if action.option_strings and action.required else ""
    return code(f"{name} {value}".strip()), f"{action.help or ''}{needed}"
