"""Help teaches: every command says what it does and shows it, and the examples are commands that can be read."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.ran import Ran, in_a_process
from hearth.cli.main import root_parser

HEAVY = ("duckdb", "numpy", "pandas", "pyarrow", "pydantic", "rich", "scipy", "sqlglot", "yaml")


def every_parser(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from every_parser(inner)


PARSERS = {each.prog: each for each in every_parser(root_parser())}


def test_every_command_is_there():
    assert set(PARSERS) == {
        "hearth",
        "hearth count",
        "hearth demo",
        *(
            "hearth framework",
            *(f"hearth framework {name}" for name in ("list", "show", "check", "new", "schema")),
        ),
        "hearth measure",
        *("hearth release", *(f"hearth release {name}" for name in ("verify", "show", "compare", "audit"))),
        *("hearth figures", *(f"hearth figures {name}" for name in ("list", "import"))),
        *("hearth store", *(f"hearth store {name}" for name in ("new", "show", "import"))),
    }


@pytest.mark.parametrize("prog", PARSERS)
def test_help_has_a_lesson_and_examples_and_explains_every_argument(hearth: Callable[..., Ran], prog: str):
    ran = hearth(*prog.split()[1:], "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "examples:\n  hearth " in ran.out
    assert len(PARSERS[prog].description or "") > 60
    for action in PARSERS[prog]._actions:
        assert action.help or isinstance(action, argparse._SubParsersAction), action.dest


@pytest.mark.parametrize("prog", PARSERS)
def test_examples_can_be_read(prog: str):
    epilog = PARSERS[prog].epilog or ""
    examples = re.findall(r"^  (hearth .*?)(?: >.*)?$", epilog, re.MULTILINE)
    assert examples
    for example in examples:
        parsed = root_parser().parse_args(shlex.split(example)[1:])
        assert callable(parsed.run)


@pytest.mark.parametrize("words", [(), ("framework",), ("store",)])
def test_a_group_without_a_command_shows_its_help(hearth: Callable[..., Ran], words: tuple[str, ...]):
    assert hearth(*words) == hearth(*words, "--help")


def test_the_root_says_what_each_exit_status_means(hearth: Callable[..., Ran]):
    told = hearth("--help").out
    assert re.findall(r"^  (\d+) ", told[told.index("exit status:") :], re.MULTILINE) == [
        "0",
        "1",
        "2",
        "3",
        "130",
    ]


def test_the_version_is_the_newest_in_the_changelog(hearth: Callable[..., Ran]):
    changelog = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert newest is not None
    assert hearth("--version").out == f"hearth {newest[1]}\n"


@pytest.mark.parametrize("argument", ["--help", "--version", "count --help", "nonsense"])
def test_help_and_mistakes_open_nothing_heavy(argument: str, tmp_path: Path):
    """Asked of a process of its own: what is opened by the time that it ends."""
    script = tmp_path / "asks.py"
    script.write_text(
        "import sys\n"
        "from hearth.cli.main import main\n"
        f"main({argument.split()!r})\n"
        f"print('opened:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    assert "opened: []" in in_a_process(program=script).out
