"""The published tables that come with a mapping: what each holds, and under which licence."""

from __future__ import annotations

from hearth.figures.sources import load_source, packaged
from pages.markdown import code, document, table

__all__ = ["page"]

INTRO = """\
A source mapping says, as data, how to read one published table. Its counts and places come into a store to be counted
with `hearth store import STORE --source NAME FILE`; its figures, to stand beside ours as they were published, with
`hearth figures import NAME FILE --store STORE`. The file itself is fetched by you; none comes with Hearth."""


def page() -> str:
    """Every packaged source mapping."""
    return document(
        "Source mappings",
        INTRO,
        table(("name", "table", "publisher", "licence", "figures"), map(_row, packaged())),
    )


def _row(name: str) -> tuple[str, ...]:
    source = load_source(name)
    figures = ", ".join(code(each.code) for each in source.figures)
    return code(name), source.title, source.publisher, source.licence, figures
