"""The measure language: what may be written, and what is refused with which remedy."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from typing import get_type_hints

from hearth.framework.language import ColumnType, read_expression
from hearth.framework.language.refused import REFUSED_CALLS, REFUSED_SIGNS, REFUSED_WORDS
from hearth.framework.language.tree import FUNCTIONS, GREATEST_WHOLE, MOST_DIGITS, Comparison, Node, Operation
from hearth.framework.language.types import Type
from hearth.framework.language.words import KEYWORDS, LONGEST, MOST_DEPTH, MOST_WORDS
from pages.markdown import code, document, listed, table

__all__ = ["page"]

INTRO = """\
An expression is one condition or one value, about one record of one dataset. It is written as SQL would write it,
checked against the types of the dataset's fields when the framework is loaded, and kept as a small tree of our own: no
text is ever passed on to a database. Whatever is missing makes a condition neither true nor false, as in SQL, and a
record is counted only where its condition is true."""

COLUMNS = {
    **dict.fromkeys(("reviewed_on", "due_by", "born_on", "first_seen", "opened_on"), ColumnType(Type.DATE)),
    **dict.fromkeys(("attended", "offered"), ColumnType(Type.WHOLE)),
    "outcome": ColumnType(Type.CODE, codes=frozenset("357")),
}
EXAMPLES = (
    "reviewed_on <= due_by and outcome is not null",
    "outcome in ('3', '7')",
    "attended * 10 >= offered * 7",
    "days_between(born_on, first_seen) <= 14",
    "case when attended > 0 then 1 else 0 end",
    "opened_on between months_before(due_by, 12) and date '2025-03-31'",
)


def page() -> str:
    """Types, signs, words, functions, limits, and what is refused."""
    return document(
        "The measure language",
        INTRO,
        "```sql\n" + "\n".join(read_expression(each, COLUMNS).text for each in EXAMPLES) + "\n```",
        "## Types\n\n" + ", ".join(code(each) for each in Type) + ".",
        "Comparing two types is refused; a code may be compared only with the codes that its field lists.",
        "## Signs and words",
        f"Comparing: {_codes(Comparison)} (`!=` is read as `<>`). Reckoning: {_codes(Operation)}. "
        f"Words: {_codes(sorted(KEYWORDS))}. Dates: `date '2024-02-29'`. Text and codes: `'yes'`.",
        "## Functions",
        table(("function", "gives"), ((_call(name, node), _gives(node)) for name, node in FUNCTIONS.items())),
        "## Limits",
        listed(
            (
                f"{LONGEST:,} characters, {MOST_WORDS} names, values and operators, {MOST_DEPTH} brackets deep",
                f"whole numbers up to {GREATEST_WHOLE}; decimals, which are exact, up to {MOST_DIGITS} digits",
            )
        ),
        "## What is refused, and what to do instead",
        table(("written", "what is said", "remedy"), _refused()),
    )


def _codes(words: object) -> str:
    return " ".join(code(str(each)) for each in words)  # type: ignore[attr-defined]


def _call(name: str, node: type[Node]) -> str:
    hints = get_type_hints(node)
    names = [each.name for each in fields(node)]
    several = any(hints[each] is not Node for each in names)
    return code(f"{name}({'a, b, ...' if several else ', '.join(names)})")


def _gives(node: type[Node]) -> str:
    return node.__doc__ or ""


def _refused() -> list[tuple[str, str, str]]:
    grouped: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for written, answer in {**REFUSED_SIGNS, **REFUSED_WORDS, **REFUSED_CALLS}.items():
        grouped[answer].append(written)
    return [
        (
            " ".join(f"`` {each} ``" if "`" in each else code(each) for each in words),
            said or "The language has no such function.",
            remedy,
        )
        for (said, remedy), words in grouped.items()
    ]
