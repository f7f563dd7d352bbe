"""An expression that has been read and means something."""

from __future__ import annotations

from dataclasses import dataclass

from hearth.framework.language.tree import Node
from hearth.framework.language.types import ColumnType

__all__ = ["Expression"]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that means something about a dataset.

    `type` is the type of its value, `columns_used` are the columns it names, in the order it first names
    them, and `text` is its canonical text, which reads back to an equal expression.
    """

    tree: Node
    type: ColumnType
    columns_used: tuple[str, ...]
    text: str
