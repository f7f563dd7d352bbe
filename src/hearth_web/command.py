"""The command of the site: puts releases on its shelf, says what is there, and serves it.

Opening this module opens nothing heavy: help and mistakes are answered at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from hearth.cli.faults import FINE, guarded
from hearth.cli.parsers import (
    Commands,
    Parser,
    add_command,
    add_json,
    add_quiet,
    examples_text,
    group_of_commands,
)

__all__ = ["main", "root_parser"]

LESSON = """\
Show releases to people: a site of pages, served from a folder.

A release is put on the site's shelf once. It is seen to verify, copied, and its
charts are drawn. Serving only reads what is on the shelf: no database, nothing
to sign in to. Only releases made under the policy `public` are shown.
"""

EXAMPLES = (
    "hearth-web shelve demo-release --site demo-site",
    "hearth-web list --site demo-site",
    "hearth-web serve --site demo-site",
)

ENDING = """\
Each command has its own help: `hearth-web serve --help`.
A council's name, colours and logo are settings: docs/reference/settings.md.
"""

SHELVE = """\
Put a release on a site's shelf: see that it verifies, copy it, and draw its
charts. It is shown when all that is done, and a site that is being served shows
it at once. The latest by date is the current one; earlier ones keep their
addresses for ever. After an interruption, run it again: it goes on.
"""

SERVE = """\
Serve the site until it is stopped with Ctrl-C. It answers at this machine
alone, unless --address says otherwise: put a web server that speaks HTTPS in
front of it, and set HEARTH_HOSTS to the names it is reached by.
"""

LIST = """\
Say which releases are on a site's shelf, the current one first.
"""

WITHDRAW = """\
Take a release off a site's shelf, such as one that should not have been made.
From now on its pages are not there, for a site that is being served, too. What
readers or servers between have kept of them may last for a day. Its files stay
in the site's folder: shelving it again shows it again.
"""

ADDRESS = ("127.0.0.1", 8000)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; `argv` is the command line after the program's name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    return guarded(partial(_run, arguments), as_json="--json" in arguments)


def root_parser() -> Parser:
    """The parser of every command."""
    parser = Parser(
        prog="hearth-web",
        description=LESSON,
        epilog=f"{examples_text(EXAMPLES)}\n\n{ENDING}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = group_of_commands(parser)
    _add_shelve(commands)
    _add_serve(commands)
    _add_list(commands)
    _add_withdraw(commands)
    return parser


def _add_shelve(commands: Commands) -> None:
    parser = add_command(
        commands,
        "shelve",
        "put a release on a site's shelf",
        lesson=SHELVE,
        examples=("hearth-web shelve demo-release --site demo-site",),
        run=_shelve,
    )
    parser.add_argument("release", metavar="RELEASE", type=Path, help="the release's folder")
    _add_site(parser, "the site's folder; made if it is not there")
    add_quiet(parser)


def _add_serve(commands: Commands) -> None:
    parser = add_command(
        commands,
        "serve",
        "serve the site until it is stopped",
        lesson=SERVE,
        examples=(
            "hearth-web serve --site demo-site",
            "hearth-web serve --site demo-site --address 127.0.0.1:8080 --workers 4",
        ),
        run=_serve,
    )
    _add_site(parser, "the site's folder")
    parser.add_argument(
        "--address", type=_address, default=ADDRESS, metavar="HOST:PORT", help="default: 127.0.0.1:8000"
    )
    parser.add_argument(
        "--workers", type=_from_one, default=2, metavar="N", help="how many processes (default: 2)"
    )


def _add_list(commands: Commands) -> None:
    parser = add_command(
        commands,
        "list",
        "say which releases are on a site's shelf",
        lesson=LIST,
        examples=("hearth-web list --site demo-site",),
        run=_list,
    )
    _add_site(parser, "the site's folder")
    add_json(parser, "the releases")


def _add_withdraw(commands: Commands) -> None:
    parser = add_command(
        commands,
        "withdraw",
        "take a release off a site's shelf",
        lesson=WITHDRAW,
        examples=("hearth-web withdraw 2cdbb9132176b431 --site demo-site",),
        run=_withdraw,
    )
    parser.add_argument("release", metavar="ID", help="its id, or the first 16 characters of it")
    _add_site(parser, "the site's folder")


def _add_site(parser: Parser, words: str) -> None:
    parser.add_argument("--site", required=True, metavar="DIR", type=Path, help=words)


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if colon and host and port.isascii() and port.isdecimal() and int(port) < 65536:
        return host.strip("[]"), int(port)
    raise argparse.ArgumentTypeError(f"{text!r} is not an address such as 127.0.0.1:8000")


def _from_one(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")


def _run(arguments: list[str]) -> int:
    parsed = root_parser().parse_args(arguments)
    status: int = parsed.run(parsed)
    return status


def _shelve(arguments: argparse.Namespace) -> int:
    from hearth.cli.progress import on_the_way
    from hearth.cli.screen import VALUE, Screen, several
    from hearth_web.site.shelving import shelve

    screen = Screen()
    with on_the_way(quiet=arguments.quiet) as progress:
        done = shelve(arguments.release, arguments.site, say=progress)
    if done.new:
        screen.line("On the shelf: ", (done.manifest.title, VALUE), f", {done.manifest.date}")
        screen.line("Its id: ", (done.manifest.id, VALUE))
        screen.line(f"{several(done.charts, 'chart')} drawn.")
    else:
        screen.line("It is on the shelf already: ", (done.manifest.id, VALUE))
    if done.manifest.policy.id != "public":
        screen.paragraph(
            f"It was made under the policy `{done.manifest.policy.id}`: the public is not shown it."
        )
    screen.line(f"Next: hearth-web serve --site {arguments.site}")
    return FINE


def _serve(arguments: argparse.Namespace) -> int:
    from hearth.cli.screen import VALUE, Screen
    from hearth.kernel.errors import MissingExtra
    from hearth_web.core.frugal import use_little

    use_little()
    from hearth_web.site.shelf import Shelf

    site, (host, port) = arguments.site.absolute(), arguments.address
    there = Shelf(site).listed()
    screen = Screen()
    try:
        from hearth_web.core.serving import check_free, prepare, serve
    except ImportError as error:
        raise MissingExtra(
            f"The site is served with {error.name}, which is not installed here.",
            "Install Hearth with its `web` extra.",
        ) from None
    check_free(host, port)
    prepare(site)

    def say_ready(address: str) -> None:
        screen.line("Hearth is at ", (address, VALUE), " . Press Ctrl-C to stop.")
        sys.stdout.flush()

    def open_current() -> None:
        public = [each for each in there if each.policy.id == "public"]
        if public:
            Shelf(site).open(public[0])

    serve(host, port, workers=arguments.workers, ready=say_ready, warm=open_current)
    return FINE


def _list(arguments: argparse.Namespace) -> int:
    import json

    from hearth.cli.screen import Screen, columns, several
    from hearth_web.site.shelf import SHORT, Shelf

    releases = Shelf(arguments.site.absolute()).listed()
    if arguments.json:
        told = [
            {"id": each.id, "title": each.title, "date": str(each.date), "policy": each.policy.id}
            for each in releases
        ]
        print(json.dumps({"releases": told}, ensure_ascii=False, indent=2))
        return FINE
    screen = Screen()
    screen.line(f"{several(len(releases), 'release')} on the shelf of {arguments.site}")
    rows = [(each.id[:SHORT], str(each.date), each.policy.id, each.title) for each in releases]
    columns(screen, ("release", "date", "policy", "title"), rows)
    return FINE


def _withdraw(arguments: argparse.Namespace) -> int:
    from hearth.cli.screen import VALUE, Screen
    from hearth_web.site.shelf import BadShelf, Shelf, take_off_list

    site = arguments.site.absolute()
    found = Shelf(site).find(arguments.release)
    if found is None:
        raise BadShelf(
            f"There is no release {arguments.release} on the shelf of {arguments.site}.",
            f"See which there are: `hearth-web list --site {arguments.site}`.",
        )
    take_off_list(site, found.id)
    screen = Screen()
    screen.line("No longer shown: ", (found.title, VALUE), f", {found.date}")
    screen.paragraph(f"Its files are still in {arguments.site / 'releases' / found.id}.")
    return FINE
