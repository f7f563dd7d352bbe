"""`hearth figures`: list, import."""

from __future__ import annotations

import argparse

from hearth.cli.parsers import Commands, add_command, add_json, add_quiet, group_of_commands

__all__ = ["add_to"]

LESSON = """\
What others publish comes in through source mappings, which are data: a mapping
says which columns of a file hold the place, the period, the counts and the
values, and what the publisher's signs mean. Figures brought in stand beside
ours, with their own source and signs. They are public already, and are not
protected again.
"""

LIST = """\
List the mappings that come with Hearth: whose figures, which edition, and what
there is in them. With `--store`, also what has been imported into it.
"""

IMPORT = """\
Bring a published file's figures into a store, to stand beside ours. SOURCE is
a packaged mapping (see `hearth figures list`) or a file of your own. What the
file says of a figure and a year takes the place of what was there of them.
Where the publisher gives counts, value and interval are worked out from them.
"""


def add_to(commands: Commands) -> None:
    """Add the commands to the root's."""
    figures = add_command(
        commands,
        "figures",
        "bring in figures that others publish, to stand beside ours",
        lesson=LESSON,
        examples=(
            "hearth figures list",
            "hearth figures import dfe_lait published.csv --store ours",
        ),
    )
    inner = group_of_commands(figures)
    _add_list(inner)
    _add_import(inner)


def _add_list(commands: Commands) -> None:
    parser = add_command(
        commands,
        "list",
        "list the mappings that come with Hearth",
        lesson=LIST,
        examples=("hearth figures list", "hearth figures list --store ours"),
        run=_list,
    )
    parser.add_argument("--store", metavar="DIR", help="say what has been imported into this store")
    add_json(parser, "every mapping")


def _add_import(commands: Commands) -> None:
    parser = add_command(
        commands,
        "import",
        "bring in a published file's figures",
        lesson=IMPORT,
        examples=("hearth figures import dfe_lait published.csv --store ours",),
        run=_import,
    )
    parser.add_argument("source", metavar="SOURCE", help="the mapping: its name, or a file")
    parser.add_argument("file", metavar="FILE", help="the published file: .csv or .parquet")
    parser.add_argument("--store", required=True, metavar="DIR", help="the store's folder")
    add_json(parser, "what came in")
    add_quiet(parser)


def _list(arguments: argparse.Namespace) -> int:
    from hearth.cli.figures_pages import list_sources

    return list_sources(arguments.store, as_json=arguments.json)


def _import(arguments: argparse.Namespace) -> int:
    from hearth.cli.figures_pages import import_file

    return import_file(
        arguments.source, arguments.file, arguments.store, quiet=arguments.quiet, as_json=arguments.json
    )
