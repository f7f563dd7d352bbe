"""`NOTES.md`: what a release is, what it does not guarantee, and how to read it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hearth.disclosure.published import Published
from hearth.release.words import explained

__all__ = ["FILES_TOLD", "notes_of"]

FILES_TOLD = {
    "values.csv": "Every figure: one row for each figure, place, period and group.",
    "values.parquet": "The same, for programs that read much of it.",
    "fingertips.csv": "The same figures, under the column names of the public health profiles (Fingertips).",
    "coverage.csv": "What came in: each dataset and period, whether, when, and how much.",
    "framework.json": "What each figure means: the framework as it was, its wording and decisions, places and periods.",
    "datapackage.json": "Every column of these tables, described (a Frictionless Data Package).",
    "manifest.json": "What this release is: its id, its date, its policy, and a hash of every file.",
    "NOTES.md": "This page.",
}


def notes_of(published: Published, on: date) -> bytes:
    """What `NOTES.md` says of these figures, released on that date. The notice comes first."""
    return ("\n".join(_lines(published, on)) + "\n").encode()


def _lines(published: Published, on: date) -> Iterator[str]:
    yield from (f"# {published.title}", "")
    if published.notice:
        yield from (f"**{published.notice}**", "")
    framework, policy = published.framework, published.policy
    edition = f" ({framework.framework.title}, {framework.framework.edition})" if framework else ""
    yield from (f"Released on {on.isoformat()}{edition}.", "")
    if policy:
        yield from (f"Protected under the policy `{policy.id}`: {policy.title}.", "")
    yield from _not_guaranteed(published)
    yield from _symbols()
    yield from _left_out(published)
    yield from _sources(published)
    yield from ("## The files", "")
    yield from (f"- `{name}`: {words}" for name, words in FILES_TOLD.items())
    yield from (
        "",
        "Nothing here is ever changed. `hearth release verify` says whether it still is what was released.",
    )


def _not_guaranteed(published: Published) -> Iterator[str]:
    said = (*(published.policy.not_covered if published.policy else ()), *published.notes)
    if said:
        yield from ("## What this release does not guarantee", "")
        yield from (f"- {' '.join(sentence.split())}" for sentence in said)
        yield ""


def _symbols() -> Iterator[str]:
    yield from ("## What stands in the place of a figure, or beside it", "")
    yield from ("| name | symbol | what it means |", "|---|---|---|")
    for name, symbol, words in explained():
        yield f"| {name.replace('_', ' ')} | {f'`{symbol}`' if symbol else ''} | {words} |"
    yield ""


def _left_out(published: Published) -> Iterator[str]:
    if published.not_given:
        yield from ("## Details that are not given", "")
        yield "So many of these would have to be hidden that they are not given at all."
        yield from ("", "| figure | level of place | kind of period | breakdown |", "|---|---|---|---|")
        for each in published.not_given:
            yield f"| {' | '.join(word.replace('_', ' ') or 'everyone' for word in each)} |"
        yield ""


def _sources(published: Published) -> Iterator[str]:
    if published.sources:
        yield from ("## Figures that others made public", "")
        yield "They stand beside ours as they were published: with their own symbols, not protected again."
        yield ""
        for each in published.sources:
            licence = f" {each.licence}." if each.licence else ""
            yield f"- `{each.id}`: {each.title}, {each.publisher}, {each.edition}.{licence}"
        yield ""
