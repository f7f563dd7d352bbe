"""`hearth store`: new, show, import."""

from __future__ import annotations

import argparse

from hearth.cli.parsers import Commands, add_command, add_json, add_quiet, group_of_commands

__all__ = ["add_to"]

LESSON = """\
A store is a folder that holds what partners sent: one unchanging file for each
return, and a ledger of what was accepted. It is private: keep it where only
those who may see records can read.
"""

NEW = """\
Make an empty store. `--home` is the code of the place whose returns it will
hold, such as E08000007 for Stockport; leave it out for many places' returns.
"""

SHOW = """\
Show what came in: the returns of each dataset, for which periods, with how
many records or aggregate rows, and whatever the store tells every reader.
"""

IMPORT = """\
Take in counts that others have published, as aggregate rows. A source mapping
says how to read the file: which column holds the place, the period and the
counts, and what the publisher's signs for hidden figures mean. NAME is a
packaged mapping (a wrong name lists them) or a file of your own.
"""


def add_to(commands: Commands) -> None:
    """Add the commands to the root's."""
    store = add_command(
        commands,
        "store",
        "make a store, see what came in, take in published counts",
        lesson=LESSON,
        examples=(
            "hearth store show demo-store",
            "hearth store new ours --title 'Our hubs' --home E08000007",
        ),
    )
    inner = group_of_commands(store)
    _add_new(inner)
    _add_show(inner)
    _add_import(inner)


def _add_new(commands: Commands) -> None:
    parser = add_command(
        commands,
        "new",
        "make an empty store",
        lesson=NEW,
        examples=("hearth store new ours --title 'Our hubs' --home E08000007",),
        run=_new,
    )
    parser.add_argument("directory", metavar="DIR", help="a folder that does not exist, or is empty")
    parser.add_argument("--title", required=True, metavar="T", help="what the store is called")
    parser.add_argument("--home", default="", metavar="CODE", help="the place whose returns it holds")
    add_json(parser, "what was made")


def _add_show(commands: Commands) -> None:
    parser = add_command(
        commands,
        "show",
        "show what came in",
        lesson=SHOW,
        examples=("hearth store show demo-store", "hearth store show demo-store --json"),
        run=_show,
    )
    parser.add_argument("directory", metavar="DIR", help="the store's folder")
    add_json(parser, "every return")


def _add_import(commands: Commands) -> None:
    parser = add_command(
        commands,
        "import",
        "take in counts that others have published",
        lesson=IMPORT,
        examples=("hearth store import ours --source NAME published.csv",),
        run=_import,
    )
    parser.add_argument("directory", metavar="DIR", help="the store's folder")
    parser.add_argument("--source", required=True, metavar="NAME", help="the mapping: its name, or a file")
    parser.add_argument("file", metavar="FILE", help="the published file")
    add_json(parser, "what went in")
    add_quiet(parser)


def _new(arguments: argparse.Namespace) -> int:
    from hearth.cli.store_pages import new_store

    return new_store(arguments.directory, arguments.title, arguments.home, as_json=arguments.json)


def _show(arguments: argparse.Namespace) -> int:
    from hearth.cli.store_pages import show_store

    return show_store(arguments.directory, as_json=arguments.json)


def _import(arguments: argparse.Namespace) -> int:
    from hearth.cli.store_pages import import_published

    return import_published(
        arguments.directory, arguments.source, arguments.file, quiet=arguments.quiet, as_json=arguments.json
    )
