"""The policies that come with Hearth, key by key, and what each says that it does not protect from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from hearth.disclosure.policy import Policy, load_policy, policy_names
from pages.markdown import code, document, listed, table

__all__ = ["page"]

INTRO = """\
What may be shown to whom, as data: `hearth measure ... --policy NAME`. Each is a file in `src/hearth/policies/`, and
stands whole in the manifest of every release made under it. [Write your own](../how-to/write-a-policy.md);
[why they are so](../explanation/disclosure.md)."""


def page() -> str:
    """Every packaged policy side by side, and each one's own words."""
    policies = [load_policy(name) for name in policy_names()]
    keys = dict(_keys(policies[0]))
    rows = [(code(key), *(dict(_keys(each))[key] for each in policies)) for key in keys]
    return document(
        "Policies", INTRO, table(("key", *(code(each.id) for each in policies)), rows), *_words(policies)
    )


def _keys(policy: object, before: str = "") -> Iterator[tuple[str, str]]:
    """Each key as it is written in the file, those inside another with its name; but for words of some length."""
    for field in fields(policy):  # type: ignore[arg-type]
        value, name = getattr(policy, field.name), f"{before}{field.name}"
        if is_dataclass(value):
            yield from _keys(value, f"{name}.")
        elif field.name not in ("id", "not_covered"):
            yield name, _said(value)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _words(policies: list[Policy]) -> Iterator[str]:
    for each in policies:
        yield f"## What `{each.id}` does not protect from"
        yield listed(each.not_covered)
