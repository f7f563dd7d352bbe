"""How figures are made: in plain words first, and then in the words of the code that makes them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow.compute as pc

from hearth.disclosure.published import Published
from hearth.judge.phrases import capital
from hearth.release.words import explained
from hearth.stats.intervals import Method
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.answer import html
from hearth_web.site.kept import Body
from hearth_web.site.pages.docstrings import Documented, documented, first_table, for_readers
from hearth_web.site.pages.policy_words import policy_in_words
from hearth_web.site.shelf import Opened

__all__ = ["FORMULA_OF", "HowSure", "KINDS", "Kind", "MethodsPage", "body", "methods_page"]

STATS = ("proportions", "rates", "means", "differences", "quantiles")

FORMULA_OF = {
    Method.WILSON: ("proportions", "wilson"),
    Method.EXACT_POISSON: ("rates", "exact_poisson"),
    Method.BYAR: ("rates", "byar"),
    Method.STUDENT_T: ("means", "mean"),
    Method.NEWCOMBE: ("differences", "newcombe"),
    Method.NEWCOMBE_PAIRED: ("differences", "newcombe_paired"),
}
"""The function of `hearth.stats` that works out the interval of each name, by its module."""

KINDS = {
    "proportion": (
        "A share",
        "Proportion",
        "So many in every hundred: how many of those who could have, did.",
    ),
    "before_and_after": (
        "A change in people",
        "BeforeAndAfter",
        "Of those who answered the same questions before and after, how many in every hundred got better, or worse.",
    ),
    "rate": ("A rate", "Rate", "How many for every so many children or people who live here."),
    "count": ("A number", "Count", "How many there were."),
    "mean": ("An average", "Mean", "All scores added up, and shared out equally."),
    "ratio": ("A share of things", "Ratio", "Such as school sessions missed, out of all that there were."),
    "ratio_across": (
        "One number over another",
        "Divided",
        "Such as contacts for every plan, where the two come from different records.",
    ),
    "change": ("A change since last year", "Change", "This year's share, less the share of the year before."),
}
"""What each kind of figure is called, the class that defines it, and what it is in plain words."""

IN_PLAIN = {
    "numerator over denominator, in %": "those who count, divided by all who could have counted, as a percentage",
    "numerator for every `per` of the denominator": "the number counted, divided by how many live here; then for every "
    "so many people, such as 10,000",
    "numerator over denominator, in the scores' own unit": "all scores added up, divided by how many there are",
    "percentage points since the year before": "this share, less the share of a year before, in percentage points",
    "the numerator": "all of them counted",
    "numerator over denominator, times `per`": "one number divided by the other; as a percentage, or for every so many",
    "Student's t, where the squares were counted": "Student's t; none where only the sum of the scores came in",
    "none": "none: no formula fits, or nothing was left to chance",
}
"""What the code says of how a value and its range are worked out, where a reader who has no code would not follow."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of figure that the release has: in plain words, in the code's, and how it and its range are worked out."""

    title: str
    plain: str
    how: str
    value: str
    interval: str


@dataclass(frozen=True, slots=True)
class HowSure:
    """A way to work out a range: its name, what its formula says, and how many figures of the release have it."""

    name: str
    words: tuple[str, ...]
    formula: str
    figures: str


@dataclass(frozen=True, slots=True)
class MethodsPage:
    """All that the page says; `formulas` without what only who calls them meets."""

    kinds: tuple[Kind, ...]
    methods: tuple[HowSure, ...]
    without: str
    policy: tuple[str, ...]
    symbols: Table
    formulas: tuple[Documented, ...]


def body(opened: Opened, *, here: str) -> Body:
    """The page."""
    return html("site/methods.jinja", opened, here=here, section="methods", page=methods_page(opened))


def methods_page(opened: Opened) -> MethodsPage:
    """What the page says of a release."""
    published = opened.published
    methods = _methods(published)
    return MethodsPage(
        kinds=_kinds(published),
        methods=methods,
        without=f"{_without(published):,}",
        policy=policy_in_words(opened.manifest.policy),
        symbols=_symbols(),
        formulas=tuple(
            replace(each, paragraphs=_for_readers(each))
            for module in STATS
            for each in documented(f"stats.{module}")
            if not each.name.endswith("_arrays")
        ),
    )


def _kinds(published: Published) -> tuple[Kind, ...]:
    """Those of our own figures, in the order of `KINDS`."""
    there = {each.kind for each in published.figures if not each.source}
    classes = {each.name: each for each in documented("framework.measures")}
    worked_out = {
        kind.strip(): row[1:] for row in first_table("engine.values")[1:] for kind in row[0].split(",")
    }
    return tuple(
        Kind(
            title=title,
            plain=plain,
            how=for_readers(classes[name].paragraphs[0]),
            value=_sentence(worked_out[kind][0]),
            interval=_sentence(worked_out[kind][1]),
        )
        for kind, (title, name, plain) in KINDS.items()
        if kind in there
    )


def _sentence(words: str) -> str:
    return f"{capital(IN_PLAIN.get(words, words.replace('`', '')))}."


def _methods(published: Published) -> tuple[HowSure, ...]:
    """Those named in the release's own figures, the most used first."""
    counted = pc.value_counts(published.where(source="").table["method"]).to_pylist()
    used = sorted(((each["counts"], each["values"]) for each in counted if each["values"]), reverse=True)
    return tuple(_how_sure(Method(name), many) for many, name in used)


def _how_sure(method: Method, many: int) -> HowSure:
    module, name = FORMULA_OF[method]
    found = next(each for each in documented(f"stats.{module}") if each.name == name)
    words = tuple(each.replace("`", "") for each in _for_readers(found))
    return HowSure(str(method), words, f"hearth.stats.{name}", f"{many:,}")


def _for_readers(found: Documented) -> tuple[str, ...]:
    return tuple(words for each in found.paragraphs if (words := for_readers(each)))


def _without(published: Published) -> int:
    """How many of our figures have a value and no range."""
    ours = published.where(source="").table
    return int(pc.sum(pc.and_(pc.is_valid(ours["value"]), pc.equal(ours["method"], ""))).as_py() or 0)


def _symbols() -> Table:
    columns = (Column("What it says"), Column("Symbol"), Column("What it means"))
    rows = (
        Row((Cell(name.replace("_", " ").capitalize()), Cell(symbol or "none"), Cell(words)))
        for name, symbol, words in explained()
    )
    return Table("What may stand in the place of a figure, or beside it", columns, tuple(rows), stacked=True)
