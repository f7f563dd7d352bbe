"""`hearth release`: verify, show, compare, audit."""

from __future__ import annotations

import argparse

from hearth.cli.parsers import Commands, add_command, add_json, group_of_commands

__all__ = ["add_to"]

LESSON = """\
A release is a folder of figures that may be shown, as `hearth measure` wrote
it: values.csv, the framework as it was, what came in, and NOTES.md, which says
what is not guaranteed. It is never changed. Its id is a hash of all that is in
it, so whoever knows the id knows whether a release is still the same.
"""

VERIFY = """\
See whether a release is still what was released: that every file is there and
unchanged, that its tables say the same, and that every value and interval is
what its published counts come to. The message says which file, and where it
can, which line has been altered. The exit status is 1 if it does not verify.

Who edits a release can make its manifest agree, but not keep its id: give the
id that you know with --id, and it is checked too.
"""

SHOW = """\
Show what a release says: the latest figure of each measure. Name a measure, a
place, a period or a group to see the series. Symbols, such as [c] for a figure
hidden to protect people, are explained below it.
"""

COMPARE = """\
Show what changed from one release to the next: figures that are new, gone or
revised, with what they were, and definitions that are worded otherwise.
"""

AUDIT = """\
Work out what the best-informed reader could learn from a release, and from
earlier ones beside it, by linear programming over everything in them. The exit
status is 1 if a suppressed count could be known more closely than the policy
allows.
"""


def add_to(commands: Commands) -> None:
    """Add the commands to the root's."""
    release = add_command(
        commands,
        "release",
        "verify, show, compare and audit releases",
        lesson=LESSON,
        examples=(
            "hearth release show release",
            "hearth release verify release",
            "hearth release compare 2025-q1 2025-q2",
            "hearth release audit release",
        ),
    )
    inner = group_of_commands(release)
    _add_verify(inner)
    _add_show(inner)
    _add_compare(inner)
    _add_audit(inner)


def _add_verify(commands: Commands) -> None:
    parser = add_command(
        commands,
        "verify",
        "see whether a release is still what was released",
        lesson=VERIFY,
        examples=("hearth release verify release", "hearth release verify release --json"),
        run=_verify,
    )
    parser.add_argument("directory", metavar="DIR", help="the release's folder")
    parser.add_argument("--id", default="", metavar="ID", help="the id that the release should have")
    add_json(parser, "what was found")


def _add_show(commands: Commands) -> None:
    parser = add_command(
        commands,
        "show",
        "show what a release says",
        lesson=SHOW,
        examples=(
            "hearth release show release",
            "hearth release show release --measure P3 --group sex:female",
            "hearth release show release --place E08000007 --period 2025-26-Q1 --json",
        ),
        run=_show,
    )
    parser.add_argument("directory", metavar="DIR", help="the release's folder")
    for name, shown, what in (
        ("measure", "ID", "only this measure (may be repeated)"),
        ("place", "CODE", "only this place (may be repeated)"),
        ("period", "ID", "only this period, such as 2025-26-Q1 (may be repeated)"),
        ("group", "GROUP", "only this group, such as sex:female, or everyone (may be repeated)"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=shown, help=what)
    add_json(parser, "every figure asked for")


def _add_compare(commands: Commands) -> None:
    parser = add_command(
        commands,
        "compare",
        "show what changed from one release to the next",
        lesson=COMPARE,
        examples=("hearth release compare 2025-q1 2025-q2", "hearth release compare old new --json"),
        run=_compare,
    )
    parser.add_argument("old", metavar="OLD", help="the earlier release's folder")
    parser.add_argument("new", metavar="NEW", help="the later release's folder")
    add_json(parser, "every change")


def _add_audit(commands: Commands) -> None:
    parser = add_command(
        commands,
        "audit",
        "work out what the best-informed reader could learn",
        lesson=AUDIT,
        examples=(
            "hearth release audit release",
            "hearth release audit 2025-q2 --earlier 2025-q1",
        ),
        run=_audit,
    )
    parser.add_argument("directory", metavar="DIR", help="the release's folder")
    parser.add_argument(
        "--earlier",
        nargs="+",
        action="extend",
        default=[],
        metavar="DIR",
        help="releases that are public too",
    )
    add_json(parser, "what was found")


def _verify(arguments: argparse.Namespace) -> int:
    from hearth.cli.release_checks import verify_release

    return verify_release(arguments.directory, arguments.id, as_json=arguments.json)


def _show(arguments: argparse.Namespace) -> int:
    from hearth.cli.release_show import show_release

    return show_release(arguments)


def _compare(arguments: argparse.Namespace) -> int:
    from hearth.cli.release_compare import compare_releases

    return compare_releases(arguments.old, arguments.new, as_json=arguments.json)


def _audit(arguments: argparse.Namespace) -> int:
    from hearth.cli.release_checks import audit_release

    return audit_release(arguments.directory, arguments.earlier, as_json=arguments.json)
