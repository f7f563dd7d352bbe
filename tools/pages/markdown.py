"""The few pieces of Markdown that the reference is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["MADE", "code", "document", "listed", "table"]

MADE = "<!-- Made by `make docs` from the code and the framework data. Change those, not this page. -->"


def document(title: str, *parts: str) -> str:
    """A page: what is empty is left out, and a blank line stands between parts."""
    return "\n\n".join([f"# {title}", MADE, *(part.strip("\n") for part in parts if part.strip())]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(each) for each in line)} |" for line in lines)


def listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def code(text: str) -> str:
    return f"`{text}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
