"""What goes wrong, as a sentence and an exit status. Nobody is shown a traceback who did not ask for one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from hearth.kernel.errors import UserError

__all__ = ["BAD_INPUT", "FAULT", "FINDINGS", "FINE", "INTERRUPTED", "guarded"]

FINE, FINDINGS, BAD_INPUT, FAULT, INTERRUPTED = 0, 1, 2, 3, 130


def guarded(command: Callable[[], int], *, as_json: bool = False) -> int:
    """Run the command; whatever it raises becomes an exit status, and a sentence on standard error.

    A reader that has seen enough (`| head`) is no fault: the command stops, quietly, with 0.
    """
    try:
        status = command()
        sys.stdout.flush()
    except BrokenPipeError:
        _let_the_reader_go()
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FINE
    except Exception as error:  # noqa: BLE001 - the last place where a fault can become a sentence
        return _told(error, as_json)
    return status


def _told(error: Exception, as_json: bool) -> int:
    if isinstance(error, RuntimeError) and str(error) == "Query interrupted":  # what DuckDB makes of Ctrl-C
        return INTERRUPTED
    if os.environ.get("HEARTH_TRACEBACK") == "1":
        import traceback

        traceback.print_exception(error)
    status, code, message, remedy = _in_words(error)
    if as_json:
        import json

        said: dict[str, object] = {"code": code, "message": message, "remedy": remedy}
        print(json.dumps({"error": said}, ensure_ascii=False), file=sys.stderr)
    else:
        print(f"hearth: {message}", *[remedy] * bool(remedy), sep="\n", file=sys.stderr)
    return status


def _in_words(error: Exception) -> tuple[int, str, str, str]:
    if isinstance(error, UserError):
        cause = _only_cause(error)
        return BAD_INPUT, error.code, cause.message, cause.remedy
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename is not None else ""
        why = error.strerror or type(error).__name__
        return (
            BAD_INPUT,
            "cannot-read-or-write",
            f"{where}{why}.",
            "Look at the path, its permissions, and the disk.",
        )
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return (
        FAULT,
        "fault",
        f"a fault in Hearth itself. {what}",
        "Run it again with HEARTH_TRACEBACK=1 to see where, and report it with what that shows.",
    )


def _only_cause(error: UserError) -> Any:
    """Of a framework that is not there at all, that; everything else speaks for itself."""
    findings: list[Any] = list(getattr(error, "findings", ()))
    return findings[0] if [each.code for each in findings] == ["no-framework"] else error


def _let_the_reader_go() -> None:
    """Send what is still to be written nowhere, so that closing standard output does not complain at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # standard output is not a file: nothing is left to write
        return
