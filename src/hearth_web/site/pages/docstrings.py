"""What the code says of itself: docstrings, read from its text, so that nothing heavy is opened to show them."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Documented", "documented", "first_table", "for_readers"]


@dataclass(frozen=True, slots=True)
class Documented:
    """A public function or class: its name, and the paragraphs of its docstring. Code in them keeps its backticks."""

    name: str
    paragraphs: tuple[str, ...]


@cache
def documented(module: str) -> tuple[Documented, ...]:
    """The documented functions and classes that a module of hearth, such as `stats.rates`, makes public."""
    tree = _tree(module)
    public = _public(tree)
    found = {
        each.name: Documented(each.name, _paragraphs(ast.get_docstring(each) or ""))
        for each in tree.body
        if isinstance(each, ast.FunctionDef | ast.ClassDef) and each.name in public
    }
    return tuple(found[name] for name in public if name in found and found[name].paragraphs)


@cache
def first_table(module: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the first table in a module's own docstring, its heading first."""
    lines = [line for line in (ast.get_docstring(_tree(module)) or "").splitlines() if line.startswith("|")]
    rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines)
    return tuple(row for row in rows if not set("".join(row)) <= set("-: "))


def for_readers(paragraph: str) -> str:
    """A paragraph for a reader who does not call the code: without its errors, and without Python's word for none."""
    sentences = re.split(r"(?<=\.)\s+(?=[A-Z])", paragraph)
    kept = " ".join(each for each in sentences if not re.search(r"Error\b", each))
    return kept.replace(" (NaN)", "").replace("NaN", "none")


def _tree(module: str) -> ast.Module:
    path = files("hearth").joinpath(*module.split("."))
    file = (
        path.joinpath("__init__.py")
        if path.is_dir()
        else files("hearth").joinpath(f"{module.replace('.', '/')}.py")
    )
    return ast.parse(file.read_text(encoding="utf-8"))


def _public(tree: ast.Module) -> list[str]:
    """What `__all__` names."""
    for each in tree.body:
        if isinstance(each, ast.Assign) and [ast.unparse(one) for one in each.targets] == ["__all__"]:
            names: list[str] = ast.literal_eval(each.value)
            return names
    return []


def _paragraphs(docstring: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in docstring.split("\n\n") if each.strip())
