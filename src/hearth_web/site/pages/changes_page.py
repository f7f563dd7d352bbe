"""What changed from one release to a later one, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hearth.disclosure.published import Published, PublishedCell
from hearth.judge.times import date_in_words
from hearth.judge.told import told
from hearth.judge.words import group_in_words, place_name
from hearth.release.compare import Comparison, DefinitionChange, Revised, compare
from hearth_web.core.gate import is_public
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.answer import html, moved, on_shelf, readable
from hearth_web.site.kept import Body, Kept, respond
from hearth_web.site.shelf import SHORT, Opened

__all__ = ["AnotherWay", "ChangesPage", "answer", "changes_page"]

MOST_LISTED = 40
"""How many revised figures are written out: as many as are read."""

THE_SAME = "That is one release, twice. The list of releases shows which there are to compare."

_FIELDS = {
    "title": "its title",
    "kind": "what kind of figure it is",
    "direction": "which way is good",
    "per": "for how many it is",
    "periods": "for which periods it is",
    "smallest_place": "the smallest places it is for",
    "breakdowns": "the groups it is given by",
    "definition_version": "its definition",
    "of_whom": "who is counted",
    "refers_to": "what is shown in its place",
    "off": "whether it is counted",
    "measure": "the measure it belongs to",
}

_kept = Kept(4 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class AnotherWay:
    """A figure that is said otherwise than before."""

    title: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed. `more` is how many revised figures are not listed; `untouched`, how many measures are as before."""

    since: str
    before: str
    date: str
    same: bool
    new: str
    gone: str
    revised: str
    unchanged: str
    definitions: tuple[AnotherWay, ...]
    measures: Table | None
    untouched: int
    figures: Table | None
    more: str


def answer(request: HttpRequest, release: str, earlier: str) -> HttpResponse:
    """The page of a release against one before it. 404 unless the reader may see both."""
    new, old = readable(request, release), readable(request, earlier)
    if new.id == old.id:
        raise Http404(THE_SAME)
    if (old.date, old.id) > (new.date, new.id):
        new, old = old, new
    at = reverse("changes", kwargs={"release": new.id[:SHORT], "earlier": old.id[:SHORT]})
    if at != request.path:
        return moved(at, public=is_public(new) and is_public(old))
    key = (new.id, old.id)
    body = _kept.get(key, lambda: _body(on_shelf().open(new), on_shelf().open(old)))
    return respond(request, body, public=is_public(new) and is_public(old))


def changes_page(new: Opened, old: Opened) -> ChangesPage:
    """What is otherwise in the newer of two releases than in the older."""
    found = compare(old.published, new.published)
    rows = list(_by_measure(found, old, new))
    listed = sorted(found.revised, key=lambda each: _rank(new.published, each.after))
    return ChangesPage(
        since=date_in_words(old.manifest.date),
        before=old.short,
        date=date_in_words(new.manifest.date),
        same=found.same,
        new=f"{len(found.new):,}",
        gone=f"{len(found.gone):,}",
        revised=f"{len(found.revised):,}",
        unchanged=f"{found.unchanged:,}",
        definitions=tuple(_another_way(new.published, each) for each in found.definitions),
        measures=_measures_table(rows) if rows else None,
        untouched=_untouched(found, new.published),
        figures=_figures_table(old, new, listed[:MOST_LISTED]) if listed else None,
        more=f"{len(listed) - MOST_LISTED:,}" if len(listed) > MOST_LISTED else "",
    )


def _body(new: Opened, old: Opened) -> Body:
    return html("site/changes.jinja", new, here="", section="releases", page=changes_page(new, old))


def _by_measure(found: Comparison, old: Opened, new: Opened) -> Iterator[Row]:
    measures = {
        (each.source, each.id): each.measure for each in (*old.published.figures, *new.published.figures)
    }
    counts: dict[tuple[bool, str], Counter[str]] = {}
    for (source, figure), each in found.by_figure.items():
        measure = measures.get((source, figure), figure)
        of = counts.setdefault((bool(source), measure), Counter())
        of.update(new=each.new, revised=each.revised, gone=each.gone, unchanged=each.unchanged)
    titles = {each.id: each.title for each in (*old.framework.measures, *new.framework.measures)}
    there = {each.id for each in new.framework.measures}
    order = {each.id: at for at, each in enumerate(new.framework.measures)}
    to = links_in(new)
    for others, measure in sorted(
        counts, key=lambda each: (each[0], order.get(each[1], len(order)), each[1])
    ):
        of = counts[(others, measure)]
        if of["new"] or of["revised"] or of["gone"]:
            title = f"{titles.get(measure, measure)}{', published by others' if others else ''}"
            href = to("measure", measure=measure) if measure in there else ""
            numbers = (f"{of[name]:,}" for name in ("new", "revised", "gone", "unchanged"))
            yield Row((Cell(title, href=href), *map(Cell, numbers)))


def _measures_table(rows: list[Row]) -> Table:
    headings = ("New", "Revised", "No longer given", "As before")
    columns = (Column("Measure"), *(Column(each, numeric=True) for each in headings))
    return Table("How many figures of each measure changed", columns, tuple(rows), stacked=True)


def _untouched(found: Comparison, published: Published) -> int:
    """How many measures that had figures have all of them still, and no other."""
    measures = {(each.source, each.id): each.measure for each in published.figures}
    ours = {measures.get(key, "") for key in found.by_figure if not key[0]}
    touched = {
        measures.get(key, "")
        for key, each in found.by_figure.items()
        if not key[0] and (each.new or each.revised or each.gone)
    }
    return len(ours - touched)


def _rank(published: Published, cell: PublishedCell) -> tuple[object, ...]:
    """Those of most people first: the whole place, then of everyone, then the rest."""
    return (bool(cell.source), cell.place != published.home, bool(cell.breakdown), "." in cell.figure)


def _figures_table(old: Opened, new: Opened, revised: list[Revised]) -> Table:
    columns = (Column("Figure"), Column("Period"), Column("It was"), Column("It is now"))
    rows = tuple(_revised_row(old.published, new.published, each) for each in revised)
    return Table("Revised figures", columns, rows, stacked=True)


def _revised_row(old: Published, new: Published, each: Revised) -> Row:
    before, after = each.before, each.after
    figure, was = new.figure(after.figure, after.source), old.figure(before.figure, before.source)
    said = told(new, figure, after)
    about = [place_name(new, after.place)]
    if after.breakdown:
        about.append(group_in_words(new, after.breakdown, after.group))
    return Row(
        (
            Cell(figure.title, quiet=", ".join(about)),
            Cell(said.period),
            Cell(told=told(old, was, before)),
            Cell(told=said),
        )
    )


def _another_way(published: Published, change: DefinitionChange) -> AnotherWay:
    figure = published.figure(change.figure, change.source)
    what = _FIELDS.get(change.what, change.what.replace("_", " "))
    return AnotherWay(figure.title, what, change.before or "nothing", change.after or "nothing")
