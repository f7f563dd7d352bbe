"""What is wrong with a framework's data: where it stands, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hearth.kernel.errors import BadFramework

__all__ = ["Fault", "Finding", "Mark", "Path", "RefusedFramework", "path_text"]

Path: TypeAlias = tuple[str | int, ...]
"""A way through the data, such as ("measures", 3, "definition", "scope", "where")."""

_NAMED_BY = ("id", "name", "figure", "code", "breakdown", "theirs")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something begins: a file (its path within the framework's folder), and a line, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a path in the data. `key` says that the key itself is at fault, not what it holds.

    `mark` is given only where the path alone does not lead to the line. A `quiet` fault is a consequence of
    another that has been reported already: it is not told, but nothing may rest on what stands at its path.
    """

    path: Path
    message: str
    remedy: str
    code: str
    mark: Mark | None = None
    key: bool = False
    excerpt: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend. Findings sort by file and line.

    `file` is relative to the framework's folder, with forward slashes; `line` counts from 1, and is 0 where
    no line is to blame. `path` is for people: `measures[3] P2 › definition › scope › where`, counted from 0
    over the files in the order of their names. `code` is stable, for programs. `excerpt` is empty, or the text
    at fault with carets under the part that is meant.
    """

    file: str
    line: int
    path: str
    message: str
    remedy: str
    code: str
    excerpt: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"
        return "\n".join(part for part in (f"{said} {self.remedy}".strip(), self.excerpt) if part)


class RefusedFramework(BadFramework):
    """A framework that does not load; `findings` holds every reason."""

    def __init__(self, name: str, findings: tuple[Finding, ...]) -> None:
        things = "one thing needs" if len(findings) == 1 else f"{len(findings)} things need"
        told = "\n".join(str(finding) for finding in findings)
        super().__init__(f"The framework {name} does not load: {things} mending.", f"Mend:\n{told}")
        self.findings = findings


def path_text(path: Path, data: object) -> str:
    """A path in words, each item of a list with its number and what it is called in `data`."""
    words: list[str] = []
    here = data
    for part in path:
        here = _step(here, part)
        if isinstance(part, int) and words:
            words[-1] += f"[{part}]{_called(here)}"
        else:
            words.append(str(part))
    return " › ".join(words)


def _step(here: object, part: str | int) -> object:
    if isinstance(here, Mapping):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _called(item: object) -> str:
    if not isinstance(item, Mapping):
        return ""
    names = (item.get(key) for key in _NAMED_BY)
    return next((f" {name}" for name in names if isinstance(name, str) and name), "")
