"""What goes wrong is a sentence and an exit status that does not change, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.ran import SCORECARD, Ran, environment_with, in_a_process
from hearth.cli import counting

Hearth = Callable[..., Ran]

NOWHERE = "no-such-folder"

# fmt: off
USELESS = [
    (("nonsense",),                                              "invalid choice: 'nonsense'"),
    (("count", "stockport"),                                     "required: --store"),
    (("count", "stockport", "--sto", "x"),                       "required: --store"),
    (("demo", "x", "--scale", "0"),                              "'0' is not a whole number from 1"),
    (("demo", "x", "--scale", "much"),                           "'much' is not a whole number from 1"),
    (("count", "stockport", "--store", "x", "--json", "--csv"),  "not allowed with"),
]
# fmt: on

WRONG = {
    "no framework": (
        ("count", "stokport", "--store", "STORE"),
        "bad-framework",
        "There is no framework called",
    ),
    "no store": (
        ("count", SCORECARD, "--store", NOWHERE),
        "bad-store",
        "There is no store at no-such-folder.",
    ),
    "no measure": (("count", SCORECARD, "--store", "STORE", "--measure", "P99"), "not-measurable", "'P99'"),
    "no engine": (("count", SCORECARD, "--store", "STORE", "--engine", "steam"), "missing-extra", "'steam'"),
    "no place": (
        ("count", SCORECARD, "--store", "STORE", "--place", "X9"),
        "bad-place",
        "'X9' is not a place",
    ),
    "no period": (("count", SCORECARD, "--store", "STORE", "--period", "2031-32"), "bad-period", "'2031-32'"),
    "no store to show": (("store", "show", NOWHERE), "bad-store", "There is no store"),
    "a full folder": (
        ("framework", "new", "STORE", "--from", "stockport"),
        "bad-framework",
        "is there already",
    ),
    "a store there": (("store", "new", "STORE", "--title", "T"), "bad-store", "already holds something"),
    "a demo there": (("demo", "STORE", "--quiet"), "bad-store", "already holds something"),
    "no source": (
        ("store", "import", "STORE", "--source", "x", "f.csv"),
        "bad-source",
        "There is no source 'x'",
    ),
    "no file": (
        ("store", "import", "STORE", "--source", "dfe_children_in_need", "f.csv", "--quiet"),
        None,
        "f.csv",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), USELESS)
def test_a_command_that_cannot_be_read_says_why_and_where_help_is(hearth: Hearth, arguments, said):
    ran = hearth(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "--help`." in ran.err


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_says_what_happened_and_what_to_do(hearth: Hearth, store: Path, case: str):
    arguments, _, said = WRONG[case]
    ran = hearth(*(store if each == "STORE" else each for each in arguments))
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    happened, do = ran.err[ran.err.index("hearth: ") :].strip().split("\n", 1)
    assert happened.endswith(".")
    assert do.endswith(".")


@pytest.mark.parametrize(
    "case", ["no framework", "no store", "no measure", "no engine", "no place", "no period"]
)
def test_with_json_the_error_is_one_json_object_and_nothing_else_is_written(
    hearth: Hearth, store: Path, case: str
):
    arguments, code, said = WRONG[case]
    ran = hearth(*(store if each == "STORE" else each for each in arguments), "--json", "--quiet")
    assert (ran.status, ran.out) == (2, "")
    error = json.loads(ran.err)["error"]
    assert error["code"] == code
    assert said in error["message"]
    assert error["remedy"]


class Broken(Exception):
    """A fault of our own."""


def fail(error: BaseException) -> Callable[..., object]:
    def failing(*_: object, **__: object) -> object:
        raise error

    return failing


def test_a_fault_of_our_own_is_told_without_a_traceback(
    hearth: Hearth, store: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(counting, "count", fail(Broken("the wheel came off")))
    ran = hearth("count", SCORECARD, "--store", store)
    assert ran.status == 3
    assert "Broken: the wheel came off" in ran.err
    assert "HEARTH_TRACEBACK=1" in ran.err
    assert "Traceback" not in ran.err


def test_a_traceback_is_shown_to_those_who_ask(hearth: Hearth, store: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counting, "count", fail(Broken("the wheel came off")))
    monkeypatch.setenv("HEARTH_TRACEBACK", "1")
    ran = hearth("count", SCORECARD, "--store", store)
    assert ran.status == 3
    assert "Traceback (most recent call last)" in ran.err


LEFT = [(KeyboardInterrupt(), 130), (RuntimeError("Query interrupted"), 130), (BrokenPipeError(), 0)]


@pytest.mark.parametrize(("error", "status"), LEFT)
def test_an_interruption_and_a_reader_that_left_are_quiet(
    hearth: Hearth, store: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int
):
    monkeypatch.setattr(counting, "count", fail(error))
    ran = hearth("count", SCORECARD, "--store", store, "--quiet")
    assert (ran.status, ran.out, ran.err) == (status, "", "")


def test_a_reader_that_has_seen_enough_is_let_go():
    """More is written than a pipe holds, and the reader leaves after a line."""
    command = [sys.executable, "-m", "hearth.cli", "framework", "show", "stockport", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment_with()
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"{\n"
        running.stdout.close()
        assert running.wait(timeout=120) == 0
        assert running.stderr.read() == b""


def test_as_a_shell_sees_it(store: Path):
    fine = in_a_process("framework", "check", SCORECARD)
    assert (fine.status, fine.err) == (0, "")
    wrong = in_a_process("count", SCORECARD, "--store", NOWHERE)
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err.startswith("hearth: There is no store")
    assert in_a_process("count", SCORECARD, "--store", store, "--quiet").err == ""


def test_what_is_written_to_a_file_is_utf_8_whatever_the_locale(store: Path):
    """The scorecard has a face among its answers, and its page has dots before the figures beside."""
    told = in_a_process("framework", "show", SCORECARD, "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="1")
    assert (told.status, told.err) == (0, "")
    assert "\N{GRINNING FACE}" in told.out
    page = in_a_process(
        "count", SCORECARD, "--store", store, "--quiet", PYTHONIOENCODING="latin-1", PYTHONUTF8="1"
    )
    assert (page.status, page.err) == (0, "")
    assert "· Not reviewed" in page.out
