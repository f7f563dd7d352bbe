"""Where each part of a tree stood in the text it was read from: for messages, and no part of its meaning."""

from __future__ import annotations

from typing import NamedTuple

from hearth.framework.language.tree import Node
from hearth.kernel.errors import BadExpression

__all__ = ["Span", "Source"]


class Span(NamedTuple):
    """Where something stands in a text, in characters; `end` is exclusive."""

    start: int
    end: int


class Source:
    """Where each node was read from.

    Nodes are told apart by identity: equal nodes may stand in two places.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._spans: dict[int, tuple[Node, Span]] = {}

    def keep(self, node: Node, span: Span) -> None:
        """Remembers where a node stands, and the node, so that its identity stays its own."""
        self._spans[id(node)] = (node, span)

    def span(self, node: Node) -> Span:
        """Where a node stands; the whole text for one that was not read from it."""
        return self._spans[id(node)][1] if id(node) in self._spans else Span(0, len(self.text))

    def quote(self, node: Node) -> str:
        """The node as its author wrote it, shortened for a message."""
        start, end = self.span(node)
        return self.text[start:end] if end - start <= 60 else f"{self.text[start : start + 57]}..."

    def error(self, node: Node, message: str, remedy: str) -> BadExpression:
        """The error that points at a node."""
        return BadExpression(message, remedy, text=self.text, **self.span(node)._asdict())
