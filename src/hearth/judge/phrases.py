"""How words are joined into sentences, wherever we write one."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["capital", "listed", "small"]


def listed(words: Iterable[str]) -> str:
    """`a, b and c`; `a`; nothing of nothing."""
    *before, last = list(words) or [""]
    return " and ".join(filter(None, (", ".join(before), last)))


def capital(words: str) -> str:
    """With a capital letter first."""
    return f"{words[:1].upper()}{words[1:]}"


def small(words: str) -> str:
    """As in the middle of a sentence: without a capital first, but for a name in capitals such as `PHQ-4`."""
    return words if words[:2].isupper() and words[1:2].isalnum() else f"{words[:1].lower()}{words[1:]}"
