"""One YAML file as data, with the line of everything in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hearth.framework.findings import Fault, Path

__all__ = ["Document"]


@dataclass
class Document:
    """One file, read. `data` is None, and `faults` says why, where nothing could be read from it.

    `lines` holds the line of every path's value, `key_lines` that of its key, `starts` where in the file each
    text begins.
    """

    file: str
    text: str = ""
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    key_lines: dict[Path, int] = field(default_factory=dict)
    starts: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path, key: bool = False) -> int:
        """The line of the longest known part of the path; that of its key, if asked for and there is one."""
        if key and path in self.key_lines:
            return self.key_lines[path]
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def line_within(self, path: Path, offset: int) -> int:
        """The line on which character `offset` of the text at `path` stands, however the text is folded."""
        value, start = self._value(path), self.starts.get(path)
        if not isinstance(value, str) or start is None:
            return self.line_of(path)
        passed = len("".join(value[:offset].split()))
        for at in range(_body(self.text, start), len(self.text)):
            if not self.text[at].isspace():
                if passed == 0:
                    return self.text.count("\n", 0, at) + 1
                passed -= 1
        return self.line_of(path)

    def _value(self, path: Path) -> Any:
        here = self.data
        for part in path:
            here = here[part]
        return here


def _body(text: str, start: int) -> int:
    """Where a text's own characters begin: after a quotation mark, or after the line of a `|` or `>`."""
    if text[start] in "'\"":
        return start + 1
    return text.find("\n", start) + 1 if text[start] in "|>" else start
