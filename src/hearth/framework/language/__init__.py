"""The measure language: what is counted, said so that analysts can read it and every engine agrees.

SQL's syntax, and only a short list of it. A read expression is a small tree of our own; engines work from
the tree.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hearth.framework.language.check import type_of
from hearth.framework.language.expression import Expression
from hearth.framework.language.tree import Node
from hearth.framework.language.types import Columns, ColumnType, Type
from hearth.framework.language.write import write

if TYPE_CHECKING:
    from hearth.framework.language.read import read_expression

__all__ = ["Columns", "ColumnType", "Expression", "Node", "Type", "read_expression", "type_of", "write"]


def __getattr__(name: str) -> Any:
    # The parser takes a fifth of a second to import, which only those who read text should pay.
    if name == "read_expression":
        return import_module("hearth.framework.language.read").read_expression
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
