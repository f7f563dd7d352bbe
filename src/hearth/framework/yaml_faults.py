"""What a YAML parser stumbles over, in the words of someone who only meant to write a list."""

from __future__ import annotations

import re
from typing import Any

import yaml

from hearth.framework.findings import Fault, Mark, Path

__all__ = ["said_plainly", "unseen_character", "wrong_text"]

_UNSEEN = "\u00a0\u2007\u202f\u200b\u2060\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"[\x85\u2028\u2029]")
_MISPLACED = re.compile(f"^[{_UNSEEN}]|[{_UNSEEN}]$|:[{_UNSEEN}]|\n[{_UNSEEN}]|^[-?][{_UNSEEN}]")
_OPENING = re.compile(r"(?:[:,\[{]|^[ ]*-) +([\"'])", re.MULTILINE)
_QUOTE_IT = "Put the whole text in quotes"

_KNOWN_AS = (
    ("found unexpected end of stream", "A quotation mark is opened here and never closed.",
     "Close it at the end of the text; inside single quotes, write an apostrophe twice."),
    ("mapping values are not allowed", "A colon stands here where none can be.",
     "If it belongs to a text, put the whole text in quotes; if not, see how far this line is set in."),
    ("block sequence entries are not allowed", "A list begins here on the same line as its key.",
     "Start the list on the next line, each item after a hyphen and a space."),
    ("did not find expected ',' or", "A list in brackets or braces is opened here and never closed.",
     "Close it, with a comma between its items."),
    ("did not find expected '-' indicator", "This line does not belong to the list above it.",
     "Begin it with a hyphen and a space, or set it as far to the left as the key that it belongs to."),
    ("did not find expected key", "This line is set in differently from the lines it belongs with.",
     "Begin it exactly below its neighbours; if a quotation mark closes too soon, quote the whole text."),
    ("did not find expected node content", "A bracket or comma stands here with nothing before it.",
     f"Remove it; if it belongs to a text: {_QUOTE_IT.lower()}."),
    ("unknown escape character", "A backslash in double quotes means something else here.",
     "Use single quotes around the text."),
    ("escape code", "A backslash in double quotes means something else here.",
     "Use single quotes around the text."),
    ("could not find expected ':'", "A key stands here without its colon.",
     "Write a colon and a space after the key; if this is the rest of a text, set it further in."),
    ("anchor", "An `&` stands here before a text.", f"{_QUOTE_IT}."),
    ("alias", "A `*` stands here before a text.", f"{_QUOTE_IT}."),
    ("tag", "An `!` stands here before a text.", f"{_QUOTE_IT}."),
    ("block scalar", "A `|` or `>` stands here, and the text does not follow on the next line.",
     "Begin the text on the next line, set in further than its key; or put the whole text in quotes."),
)  # fmt: skip


def wrong_text(file: str, text: str) -> Fault | None:
    """The first character that no framework file may hold, or None."""
    if found := _CONTROL.search(text):
        message = f"This line has a character that cannot be seen (U+{ord(found.group()):04X})."
        remedy = "Delete it, and write the line again."
        return _at(file, text, found.start(), message, remedy, "control-character")
    if found := _LINE_ENDS.search(text):
        message = "This line has a line break that only some programs show."
        remedy = "Delete it, and press Enter instead."
        return _at(file, text, found.start(), message, remedy, "control-character")
    return None


def unseen_character(file: str, event: Any, path: Path) -> Fault | None:
    """Whether a plain text has a non-breaking space where YAML wants a space, and so means something else."""
    if not _MISPLACED.search(event.value):
        return None
    return Fault(path, *_UNSEEN_SAID, "unseen-character", Mark(file, event.start_mark.line + 1))


_UNSEEN_SAID = (
    "This line has a non-breaking space, which looks like a space and is not one.",
    "Delete the space and type it again; if the text needs it, put the whole text in quotes.",
)


def said_plainly(error: yaml.YAMLError, file: str, text: str) -> Fault:
    """A parser's error as a fault with its line."""
    problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    index = _index(error, problem, text)
    line = text[text.rfind("\n", 0, index) + 1 :].split("\n", 1)[0]
    if any(character in line for character in _UNSEEN):
        return _at(file, text, index, *_UNSEEN_SAID, "unseen-character")
    if (opened := _left_open(text, index)) is not None:
        return _at(file, text, opened, *_KNOWN_AS[0][1:], "bad-yaml")
    message, remedy = _words(problem, line, text[index : index + 1])
    return _at(file, text, index, message, remedy, "bad-yaml")


def _left_open(text: str, index: int) -> int | None:
    """Where a quotation mark stands that closes only in the line of the error, and so was left open, or None."""
    line_start = text.rfind("\n", 0, index) + 1
    at = 0
    while (opened := _OPENING.search(text, at)) and opened.start(1) < line_start:
        closed = text.find(opened.group(1), opened.end())
        if line_start <= closed <= index:
            return opened.start(1)
        at = closed + 1 if closed >= 0 else len(text)
    return None


def _index(error: yaml.YAMLError, problem: str, text: str) -> int:
    """Where the reader must look: where a thing begins that never ends, else where the parser stopped."""
    problem_mark = getattr(error, "problem_mark", None)
    context_mark = getattr(error, "context_mark", None)
    opened = "end of stream" in problem or "',' or" in problem or "directive" in problem
    mark = context_mark if opened and context_mark else problem_mark or context_mark
    return min(mark.index, max(len(text) - 1, 0)) if mark else 0


def _words(problem: str, line: str, character: str) -> tuple[str, str]:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or character == "\t":
        return "This line is set in with a tab.", "Use spaces instead."
    if "directive" in problem or "cannot start any token" in problem:
        sign = "%" if "directive" in problem else character
        return f"A text cannot begin with `{sign}` unless it is in quotes.", f"{_QUOTE_IT}."
    for part, message, remedy in _KNOWN_AS:
        if part in problem:
            return message, remedy
    return "This line cannot be read as YAML.", f"{_QUOTE_IT}, and begin the line below its neighbours."


def _at(file: str, text: str, index: int, message: str, remedy: str, code: str) -> Fault:
    return Fault((), message, remedy, code, Mark(file, text.count("\n", 0, index) + 1))
