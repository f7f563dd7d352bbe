"""`hearth framework`: list, show, check, new, schema."""

from __future__ import annotations

import argparse

from hearth.cli.parsers import Commands, add_command, add_json, group_of_commands

__all__ = ["add_to"]

LESSON = """\
A framework is a folder of YAML files: strands, outcomes and metrics in the
source's own words, the measures worked out for them, and what partners send.
Everything Hearth counts is written there; nothing is typed into the software.
"""

SHOW = """\
Show what a framework says: its strands and outcomes, each metric word for
word, and the measures worked out for it, with how each is counted.
NAME is a packaged framework (`hearth framework list`) or a folder.
"""

CHECK = """\
Check a framework and list everything that needs mending, each with its file,
line, and what to do. Nothing is hidden behind the first mistake. The exit
status is 1 if anything was found, so that a script can rely on it.
"""

NEW = """\
Copy a packaged framework into a new folder, for you to own and change. Then
edit its files, and run `hearth framework check DIR` until it finds nothing.
"""

SCHEMA = """\
Print the JSON Schema of framework data. An editor that is given it completes
names and marks mistakes while you type.
"""


def add_to(commands: Commands) -> None:
    """Add the commands to the root's."""
    framework = add_command(
        commands,
        "framework",
        "see, check and begin frameworks",
        lesson=LESSON,
        examples=(
            "hearth framework list",
            "hearth framework show stockport",
            "hearth framework new ours --from stockport",
        ),
    )
    inner = group_of_commands(framework)
    _add_list(inner)
    _add_show(inner)
    _add_check(inner)
    _add_new(inner)
    add_command(
        inner,
        "schema",
        "print the JSON Schema of framework data",
        lesson=SCHEMA,
        examples=("hearth framework schema > framework.schema.json",),
        run=_schema,
    )


def _add_list(commands: Commands) -> None:
    parser = add_command(
        commands,
        "list",
        "list the packaged frameworks",
        lesson="List the frameworks that come with Hearth, by the names other commands take.",
        examples=("hearth framework list", "hearth framework list --json"),
        run=_list,
    )
    add_json(parser, "the list")


def _add_show(commands: Commands) -> None:
    parser = add_command(
        commands,
        "show",
        "show what a framework says",
        lesson=SHOW,
        examples=("hearth framework show stockport", "hearth framework show ./ours --json"),
        run=_show,
    )
    parser.add_argument("framework", metavar="NAME", help="a packaged framework, or a folder")
    add_json(parser, "the whole framework")


def _add_check(commands: Commands) -> None:
    parser = add_command(
        commands,
        "check",
        "list everything in a framework that needs mending",
        lesson=CHECK,
        examples=("hearth framework check ./ours", "hearth framework check ./ours --json"),
        run=_check,
    )
    parser.add_argument("framework", metavar="NAME_OR_PATH", help="a packaged framework, or a folder")
    add_json(parser, "the findings")


def _add_new(commands: Commands) -> None:
    parser = add_command(
        commands,
        "new",
        "begin a framework of your own",
        lesson=NEW,
        examples=("hearth framework new ours --from stockport",),
        run=_new,
    )
    parser.add_argument("directory", metavar="DIR", help="a folder that does not exist, or is empty")
    parser.add_argument(
        "--from", dest="start", metavar="NAME", required=True, help="the packaged framework to start from"
    )
    add_json(parser, "what was made")


def _list(arguments: argparse.Namespace) -> int:
    from hearth.cli.framework_pages import list_frameworks

    return list_frameworks(as_json=arguments.json)


def _show(arguments: argparse.Namespace) -> int:
    from hearth.cli.framework_pages import show_framework

    return show_framework(arguments.framework, as_json=arguments.json)


def _check(arguments: argparse.Namespace) -> int:
    from hearth.cli.framework_pages import check_framework

    return check_framework(arguments.framework, as_json=arguments.json)


def _new(arguments: argparse.Namespace) -> int:
    from hearth.cli.framework_pages import new_framework

    return new_framework(arguments.directory, arguments.start, as_json=arguments.json)


def _schema(arguments: argparse.Namespace) -> int:
    from hearth.cli.framework_pages import print_schema

    return print_schema()
