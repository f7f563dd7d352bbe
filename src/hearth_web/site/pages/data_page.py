"""About the data: what came in, what is missing, and how much is hidden and why."""

from __future__ import annotations

from dataclasses import dataclass

from hearth.disclosure.published import Published
from hearth.release.words import STATES
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.answer import html
from hearth_web.site.kept import Body
from hearth_web.site.pages.came_in import Returns, counts_for, in_short, missing, returns, senders_table
from hearth_web.site.pages.how_much import (
    SHOWN_AS,
    HowMuch,
    by_measure,
    by_place,
    by_strand,
    how_much,
    left_out,
)
from hearth_web.site.pages.policy_words import policy_in_words
from hearth_web.site.pages.rows import name_of
from hearth_web.site.shelf import Opened

__all__ = ["DataPage", "body", "data_page"]


@dataclass(frozen=True, slots=True)
class DataPage:
    """All that the page says."""

    in_short: str
    missing: tuple[str, ...]
    came_in: tuple[Returns, ...]
    counts_for: tuple[str, ...]
    senders: Table
    how_much: HowMuch
    states: tuple[tuple[str, str], ...]
    places: Table
    strands: Table
    measures: Table
    left_out: Table | None
    left_out_of: int
    policy: tuple[str, ...]
    not_promised: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[tuple[str, str, str, str], ...]
    benchmarks: Table | None


def body(opened: Opened, *, here: str) -> Body:
    """The page."""
    return html("site/data.jinja", opened, here=here, section="data", page=data_page(opened))


def data_page(opened: Opened) -> DataPage:
    """What the page says of a release."""
    published = opened.published
    policy = opened.manifest.policy
    return DataPage(
        in_short=in_short(published),
        missing=missing(published),
        came_in=returns(published),
        counts_for=counts_for(published),
        senders=senders_table(published),
        how_much=how_much(published),
        states=tuple((words, STATES[states[0]]) for words, states in SHOWN_AS),
        places=by_place(published),
        strands=by_strand(opened),
        measures=by_measure(opened),
        left_out=left_out(published),
        left_out_of=len({each[0] for each in published.not_given}),
        policy=policy_in_words(policy),
        not_promised=tuple(" ".join(each.split()) for each in policy.not_covered),
        notes=published.notes,
        sources=tuple((each.title, each.publisher, each.edition, each.licence) for each in published.sources),
        benchmarks=_benchmarks(opened, published),
    )


def _benchmarks(opened: Opened, published: Published) -> Table | None:
    """Each figure of others that stands beside one of ours, and in what it differs."""
    framework, to = opened.framework, links_in(opened)
    there = {(each.source, each.id) for each in published.figures if each.source}
    titles = {each.id: each.title for each in published.sources}
    measures = {each.id: each for each in framework.measures}
    several = len(published.sources) > 1
    rows = []
    for each in framework.benchmarks:
        measure = measures.get(each.figure.partition(".")[0])
        if measure is None or (each.source, each.figure) not in there:
            continue
        name = Cell(name_of(framework, measure), href=to("measure", measure=measure.id))
        whose = (Cell(titles.get(each.source, each.source)),) * several
        rows.append(Row((name, *whose, Cell(each.note or "Nothing that we know of."))))
    whose_column = (Column("Published in"),) * several
    columns = (Column("Measure"), *whose_column, Column("How theirs differs from ours"))
    return Table("Figures of others beside ours", columns, tuple(rows), stacked=True) if rows else None
