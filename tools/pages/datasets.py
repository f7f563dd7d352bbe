"""Every dataset of a framework, field by field, with what each field says about a person."""

from __future__ import annotations

from collections.abc import Iterator

from hearth.framework.datasets import Dataset, Field, Privacy
from hearth.framework.framework import Framework
from pages.markdown import code, document, listed, table

__all__ = ["page"]

PRIVACY = {
    Privacy.PLAIN: "says nothing about a person",
    Privacy.PERSONAL: "about a person",
    Privacy.SPECIAL: "what the law calls special category",
    Privacy.PSEUDONYM: "stands for a person, a family or a record, and names no one",
}


def page(framework: Framework) -> str:
    """The datasets that partners send, then those in which surveys' answers are kept."""
    surveys = {each.id for each in framework.surveys}
    sent = [each for each in framework.every_dataset if each.id not in surveys]
    asked = [each for each in framework.every_dataset if each.id in surveys]
    return document(
        f"Datasets: {framework.framework.title}",
        "Each field has a privacy class:\n\n"
        + listed(f"{code(each)}: {words}" for each, words in PRIVACY.items()),
        "## What partners send",
        *(part for dataset in sent for part in _dataset(framework, dataset)),
        "## What surveys ask" if asked else "",
        *(part for dataset in asked for part in _dataset(framework, dataset)),
    )


def _dataset(framework: Framework, dataset: Dataset) -> Iterator[str]:
    yield f"### {dataset.id}"
    yield f"{dataset.title}: {dataset.grain}. {dataset.description}".strip()
    facts = [f"key {code(dataset.key)}", f"dated by {code(dataset.dated_by)}"]
    facts.append(f"returned every {dataset.returned.replace('_', ' ')}")
    if dataset.sender:
        facts.insert(0, f"sent by {dataset.sender}")
    if dataset.place:
        facts.append(f"placed by {code(dataset.place.field)} ({dataset.place.basis})")
    said = "; ".join(facts)
    yield f"{said[0].upper()}{said[1:]}."
    headings = ("field", "title", "type", "privacy", "needed", "codes, bounds and notes")
    yield table(headings, (_row(framework, each) for each in dataset.fields))


def _row(framework: Framework, field: Field) -> tuple[str, ...]:
    notes = [_codes(framework, field), _bounds(field), field.description]
    return (
        code(field.name),
        field.title,
        f"{field.type} ({field.level})" if field.level else field.type.value,
        field.privacy.value,
        "yes" if field.required else "",
        " ".join(note for note in notes if note),
    )


def _codes(framework: Framework, field: Field) -> str:
    if field.breakdown:
        groups = framework.breakdown(field.breakdown).groups
        codes = [(group.code, group.title) for group in groups]
    else:
        codes = []
    codes += [(each.code, each.title) for each in field.codes]
    return "; ".join(f"{code(each)} {title}" for each, title in codes) + ("." if codes else "")


def _bounds(field: Field) -> str:
    if field.minimum is None and field.maximum is None:
        return ""
    if field.maximum is None:
        return f"From {field.minimum}."
    return f"Up to {field.maximum}." if field.minimum is None else f"{field.minimum} to {field.maximum}."
