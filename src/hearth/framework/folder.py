"""A folder of YAML files as one set of data that knows, for every path, the file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath
from typing import Any

from hearth.framework.document import Document
from hearth.framework.findings import Fault, Finding, Mark, Path, path_text
from hearth.framework.yaml_nodes import read_document

__all__ = ["Folder", "files_below", "read_folder"]

_NAMES = re.compile(r"\b(?:id|name|code)[ ]*:[ ]*[\"']?([\w.-]+)")
_KEYS = re.compile(r"^(\w+)[ ]*:", re.MULTILINE)
_DEEPEST = 8


@dataclass
class Folder:
    """The data of all files, joined: lists under one key follow each other in the order of the files' names.

    `faults` are those of the files themselves. `lost` and `lost_keys` hold the ids and the keys at the left
    margin in files that could not be read, so that no one is told that they do not exist.
    """

    data: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    lost_keys: set[str] = field(default_factory=set)
    homes: dict[str, list[tuple[Document, int]]] = field(default_factory=dict)

    def finding(self, fault: Fault) -> Finding:
        """A fault with its file, its line and its path in words; what no file holds is in the folder, `.`."""
        document, local = self._home(fault.path)
        mark = fault.mark or (Mark(".", 0) if fault.path and fault.path[0] not in self.homes else None)
        if mark is None and document is not None:
            mark = Mark(document.file, document.line_of(local, fault.key))
        mark = mark or Mark("", 0)
        words = path_text(fault.path, self.data)
        return Finding(mark.file, mark.line, words, fault.message, fault.remedy, fault.code, fault.excerpt)

    def mark_within(self, path: Path, offset: int) -> Mark | None:
        """Where character `offset` of the text at `path` stands; None if the path is not in any file."""
        document, local = self._home(path)
        return Mark(document.file, document.line_within(local, offset)) if document else None

    def text_at(self, path: Path) -> str | None:
        """The text at a path; None if there is none, or something else."""
        here: Any = self.data
        for part in path:
            try:
                here = here[part]
            except (KeyError, IndexError, TypeError):
                return None
        return here if isinstance(here, str) else None

    def add(self, document: Document) -> None:
        """Join one file's data to the rest."""
        if document.data is None:
            self.lost.update(_NAMES.findall(document.text))
            self.lost_keys.update(_KEYS.findall(document.text))
            self.faults.extend(document.faults)
            return
        self.faults.extend(self._rebased(fault) for fault in document.faults)
        for key, value in document.data.items():
            self._join(key, value, document)

    def _join(self, key: str, value: Any, document: Document) -> None:
        before = self.data.get(key)
        if value is None:
            self.faults.append(_nothing(key, document))
        elif key not in self.data:
            self.homes[key] = [(document, 0)]
            self.data[key] = list(value) if isinstance(value, list) else value
        elif isinstance(before, list) and isinstance(value, list):
            self.homes[key].append((document, len(before)))
            before.extend(value)
        else:
            self.faults.append(_in_two_files(key, document, self.homes[key][0][0]))

    def _rebased(self, fault: Fault) -> Fault:
        """A file's fault, its path counted over all files."""
        before = self.data.get(str(fault.path[0])) if fault.path else None
        if isinstance(before, list) and len(fault.path) > 1 and isinstance(fault.path[1], int):
            path = (fault.path[0], fault.path[1] + len(before), *fault.path[2:])
            return Fault(path, fault.message, fault.remedy, fault.code, fault.mark)
        return fault

    def _home(self, path: Path) -> tuple[Document | None, Path]:
        """The file that a path leads to, and the path within that file."""
        homes = self.homes.get(str(path[0])) if path else None
        if not homes:
            first = next(iter(self.homes.values()), None)
            return (first[0][0] if first else None), ()
        if len(path) == 1 or not isinstance(path[1], int):
            return homes[0][0], path
        number = path[1]
        document, start = max((home for home in homes if home[1] <= number), key=lambda home: home[1])
        return document, (path[0], number - start, *path[2:])


def read_folder(folder: Traversable) -> Folder:
    """Read every `.yaml` file in the folder and those below it."""
    joined = Folder()
    documents = 0
    for name, file in sorted(files_below(folder), key=lambda each: each[0]):
        if name.endswith(".yaml"):
            documents += 1
            joined.add(_read(name, file))
        elif name.lower().endswith((".yml", ".yaml")):
            joined.faults.append(_misnamed(name))
    if documents == 0 and not joined.faults:
        joined.faults.append(_no_files())
    return joined


def files_below(folder: Traversable, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Traversable]]:
    """Every file in a folder and its folders with its name in it; nothing hidden, no linked folder."""
    for entry in folder.iterdir():
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_file():
            yield prefix + entry.name, entry
        elif entry.is_dir() and depth < _DEEPEST and not (isinstance(entry, FilePath) and entry.is_symlink()):
            yield from files_below(entry, f"{prefix}{entry.name}/", depth + 1)


def _read(name: str, file: Traversable) -> Document:
    try:
        return read_document(name, file.read_bytes())
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or 'it cannot be opened'}."
        fault = Fault((), message, "Look at its permissions.", "cannot-read", Mark(name, 0))
        return Document(name, faults=[fault])


def _nothing(key: str, document: Document) -> Fault:
    line = document.key_lines.get((key,), 1)
    message, remedy = f"`{key}` holds nothing.", "Remove it, or write below it what it should hold."
    return Fault((key,), message, remedy, "holds-nothing", Mark(document.file, line))


def _in_two_files(key: str, document: Document, first: Document) -> Fault:
    line = document.key_lines.get((key,), 1)
    stands = f"{first.file}, line {first.key_lines.get((key,), 1)}"
    message = f"`{key}` is given in two files and is not a list in both: it stands in {stands} too."
    return Fault((key,), message, "Keep one of the two.", "key-twice", Mark(document.file, line))


def _misnamed(name: str) -> Fault:
    message = "This file is not read: only files whose names end in `.yaml` are."
    return Fault((), message, "Rename it so that it ends in `.yaml`.", "not-read", Mark(name, 0))


def _no_files() -> Fault:
    message = "There is no framework here: the folder holds no file whose name ends in `.yaml`."
    return Fault(
        (), message, "Give the folder that holds the framework's files.", "no-framework", Mark(".", 0)
    )
