"""A YAML file's text as plain data that knows its lines.

Less than YAML, so that a file means what it seems to mean: only `true`, `false`, `null` and plain whole
numbers are anything but text; no key stands twice; there are no anchors, aliases or tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from hearth.framework.document import Document
from hearth.framework.findings import Fault, Mark, Path
from hearth.framework.yaml_faults import said_plainly, unseen_character, wrong_text

__all__ = ["DEEPEST", "read_document"]

DEEPEST = 40
"""How many lists and mappings may stand one inside another."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS = {"true": True, "false": False, "null": None, "": None}
_NO_KEY = "\0no key"


def read_document(file: str, content: bytes) -> Document:
    """Read one file, whatever it holds: everything wrong with it is in the answer's `faults`."""
    document = Document(file)
    try:
        document.text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        document.faults.append(_not_utf8(Mark(file, line)))
        document.text = content.decode("utf-8", errors="replace")
        return document
    if wrong := wrong_text(file, document.text):
        document.faults.append(wrong)
        return document
    try:
        _Reader(document).read(yaml.parse(document.text, Loader=_LOADER))
    except yaml.YAMLError as error:
        document.data = None
        document.faults.append(said_plainly(error, file, document.text))
    except _UnreadableError as stop:
        document.data = None
        document.faults.append(stop.fault)
    return document


def _not_utf8(mark: Mark) -> Fault:
    return Fault(
        (),
        "The file is not UTF-8 text: this line has a character that cannot be read.",
        "Save the file as UTF-8 (in most editors: Save as, then Encoding).",
        "not-utf8",
        mark,
    )


class _UnreadableError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass
class _Open:
    """A mapping or list that has begun and not ended; in a mapping, `key` waits for its value."""

    path: Path
    holds: dict[str, Any] | list[Any]
    key: str | None = None

    @property
    def next_path(self) -> Path:
        if isinstance(self.holds, list):
            return (*self.path, len(self.holds))
        return (*self.path, self.key if self.key is not None else _NO_KEY)


class _Reader:
    """Turns the events of a parser into data, without recursion, so that no file can exhaust the stack."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[_Open] = []
        self.documents = 0

    def read(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._begin_document(event)
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._take(self.open.pop().holds, event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
        if self.documents == 0 or self.document.data is None:
            raise _UnreadableError(self._empty())
        if not isinstance(self.document.data, dict):
            raise _UnreadableError(self._not_keys())

    def _begin_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _UnreadableError(self._second_document(event))

    def _begin(self, event: Any) -> None:
        self._refuse_marks(event)
        if len(self.open) >= DEEPEST:
            raise _UnreadableError(self._too_deep(event))
        path = self.open[-1].next_path if self.open else ()
        self._note(path, event)
        self.open.append(_Open(path, {} if isinstance(event, yaml.MappingStartEvent) else []))

    def _scalar(self, event: Any) -> None:
        self._refuse_marks(event)
        if not event.style and (fault := unseen_character(self.document.file, event, self._path())):
            self.document.faults.append(fault)
        if self.open and isinstance(self.open[-1].holds, dict) and self.open[-1].key is None:
            self._key(event)
            return
        path = self.open[-1].next_path if self.open else ()
        self._note(path, event)
        self.document.starts[path] = event.start_mark.index
        self._take(_meant(event), event)

    def _alias(self, event: Any) -> None:
        self.document.faults.append(self._aliased(event, f"*{event.anchor}"))
        self._note(self._path(), event)
        if self.open and isinstance(self.open[-1].holds, dict) and self.open[-1].key is None:
            self.open[-1].key = _NO_KEY
        else:
            self._take(None, event)

    def _key(self, event: Any) -> None:
        mapping = self.open[-1]
        path = (*mapping.path, event.value)
        line = event.start_mark.line + 1
        if event.value in mapping.holds:
            self.document.faults.append(self._twice(path, line))
            mapping.key = _NO_KEY
            return
        self.document.key_lines[path] = line
        mapping.key = event.value

    def _take(self, value: Any, event: Any) -> None:
        """Put a finished value where it belongs."""
        if not self.open:
            self.document.data = value
            return
        home = self.open[-1]
        if isinstance(home.holds, list):
            home.holds.append(value)
        elif home.key is None:
            self.document.faults.append(self._not_a_key(event))
            home.key = _NO_KEY
        else:
            if home.key != _NO_KEY:
                home.holds[home.key] = value
            home.key = None

    def _note(self, path: Path, event: Any) -> None:
        if _NO_KEY not in path:
            self.document.lines.setdefault(path, event.start_mark.line + 1)

    def _path(self) -> Path:
        """The path of what is being read: of the mapping, while its next key is."""
        if not self.open:
            return ()
        within = self.open[-1]
        return within.path if isinstance(within.holds, dict) and within.key is None else within.next_path

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self.document.faults.append(self._aliased(event, f"&{event.anchor}"))
        if event.tag is not None and not (event.tag == "!" and event.implicit):
            self.document.faults.append(
                self._fault(
                    event,
                    f"The tag `{_short(event.tag)}` is not used in framework files.",
                    "Remove it; if it belongs to the text, put the text in quotes.",
                    "tag",
                )
            )

    def _fault(self, event: Any, message: str, remedy: str, code: str) -> Fault:
        mark = Mark(self.document.file, event.start_mark.line + 1)
        return Fault(_known(self._path()), message, remedy, code, mark)

    def _aliased(self, event: Any, word: str) -> Fault:
        return self._fault(
            event,
            f"`{word}` is a YAML anchor or alias, which framework files do not use.",
            "Write out what is meant; if the sign belongs to the text, put the text in quotes.",
            "anchor",
        )

    def _too_deep(self, event: Any) -> Fault:
        message = f"More than {DEEPEST} lists stand one inside another here."
        remedy = "Take out the lists or braces that are not needed."
        return Fault((), message, remedy, "too-deep", Mark(self.document.file, event.start_mark.line + 1))

    def _second_document(self, event: Any) -> Fault:
        remedy = "Remove the line `---`, or move what follows it to a file of its own."
        return self._fault(event, "A second document begins here.", remedy, "bad-yaml")

    def _twice(self, path: Path, line: int) -> Fault:
        first = self.document.key_lines.get(path, line)
        return Fault(
            _known(path),
            f"`{path[-1]}` is given twice: the first is on line {first}.",
            "Keep one of the two.",
            "key-twice",
            Mark(self.document.file, line),
        )

    def _not_a_key(self, event: Any) -> Fault:
        return self._fault(
            event,
            "A list or a group in braces stands where a key should be.",
            "Write a word and a colon; if the braces or brackets belong to a text, put the text in quotes.",
            "bad-key",
        )

    def _empty(self) -> Fault:
        return Fault(
            (),
            "The file is empty.",
            "Remove the file, or write in it what it should hold, for example `measures:` and a list.",
            "empty-file",
            Mark(self.document.file, 1),
        )

    def _not_keys(self) -> Fault:
        return Fault(
            (),
            "The file does not say what it holds.",
            "Begin it with a key at the left margin, such as `measures:`, and set the rest below that.",
            "no-keys",
            Mark(self.document.file, self.document.lines.get((), 1)),
        )


def _known(path: Path) -> Path:
    return path[: path.index(_NO_KEY)] if _NO_KEY in path else path


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _meant(event: Any) -> Any:
    if event.style:
        return event.value
    if event.value in _WORDS:
        return _WORDS[event.value]
    return int(event.value) if _WHOLE.fullmatch(event.value) else event.value
