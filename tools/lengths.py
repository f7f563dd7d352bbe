"""Fails where a file is over 600 lines, or a function over 40 (its docstring aside). Declared data is exempt.

Only what is written by hand is measured: Python, shell scripts and the Makefile. YAML, CSV, JSON and Markdown are data
or prose; a table of examples inside a test is measured with its file.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 600
LONGEST_FUNCTION = 40
CHECKOUT = Path(__file__).parent.parent
FOLDERS = ("src", "tests", "tools", "benchmarks", ".ci")
DATA = {".yaml", ".yml", ".csv", ".json", ".md", ".txt", ".parquet", ".typed", ".po", ".svg", ".png"}


def written_files() -> Iterator[Path]:
    yield CHECKOUT / "Makefile"
    for folder in FOLDERS:
        for path in sorted((CHECKOUT / folder).rglob("*")):
            hidden = any(part == "__pycache__" for part in path.parts)
            if path.is_file() and path.suffix not in DATA and not hidden:
                yield path


def too_long(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    name = path.relative_to(CHECKOUT)
    if lines > LONGEST_FILE:
        yield f"{name}: {lines} lines; the most is {LONGEST_FILE}"
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LONGEST_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length(node)} lines; the most is {LONGEST_FUNCTION}"


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines from `def` to the end, without the docstring's."""
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def main() -> int:
    faults = [fault for path in written_files() for fault in too_long(path)]
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
