"""The tables of a measure's pages: its series, the figures beside it, those of others, its wards, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hearth.disclosure.published import Published, PublishedCell, PublishedFigure, State
from hearth.framework.datasets import NOT_KNOWN
from hearth.framework.measures import Measure
from hearth.judge.series import everyone, is_told, kinds_of, latest, of_kind, periods_of, through_time, when
from hearth.judge.times import KINDS, period_in_words
from hearth.judge.told import Told, told
from hearth.judge.words import place_name, source_in_words, state_in_short
from hearth_web.core.drawings import interval_bar, scale_of
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.pages.found import figure_of
from hearth_web.site.shelf import Opened

__all__ = ["beside_it", "beside_series", "not_known", "of_others", "series_table", "told_cell", "wards_table"]

FIGURE = "Figure (95% interval)"
NONE_GIVEN = "none given"
NOTHING_NOTED = "nothing is noted"


def series_table(
    opened: Opened, figure: PublishedFigure, cells: Sequence[PublishedCell], caption: str
) -> Table:
    """Every period's figure, the latest first; of several kinds of period one part of the table for each."""
    published = opened.published
    counts = any(cell.numerator is not None and cell.denominator is not None for cell in cells)
    columns = [Column("Period"), Column("Figure" if _without_intervals(cells) else FIGURE)]
    columns += [Column("Counts", numeric=True)] * counts
    kinds = kinds_of(published, cells)
    rows = []
    for kind in reversed(kinds):
        here = [_row(told(published, figure, cell), counts) for cell in of_kind(published, cells, kind)]
        here.reverse()
        if here and len(kinds) > 1:
            here[0] = replace(here[0], section=f"By {KINDS[kind]}")
        rows += here
    return Table(caption, tuple(columns), tuple(rows), hidden_caption=True, stacked=True)


def told_cell(each: Told) -> Cell:
    """A figure in a cell, with why there is none where that is not said by its state."""
    quiet = "" if each.shown or each.cell.state is State.SUPPRESSED else each.why
    return Cell(told=each, quiet=quiet)


def beside_it(opened: Opened, measure: Measure, place: str) -> Table | None:
    """The figures that always stand beside the measure's own: what each means, and its latest. None without any.

    Of a place other than the release's home only those of which anything is published there.
    """
    published = opened.published
    rows = []
    for companion in measure.beside:
        figure = figure_of(opened, f"{measure.id}.{companion.name}")
        cells = everyone(published, figure.id, place) if figure else ()
        if not cells and place != published.home:
            continue
        last = latest(cells)
        title = Cell(text=companion.title, quiet=companion.meaning)
        if figure is None or last is None:
            rows.append(Row((title, Cell(text="no figure is given"), Cell(text="none"))))
            continue
        each = told(published, figure, last)
        rows.append(Row((title, told_cell(each), Cell(text=each.period or "none"))))
    columns = (Column("What"), Column(FIGURE), Column("Period"))
    caption = "The figures beside it, each the latest"
    return Table(caption, columns, tuple(rows), hidden_caption=True, stacked=True) if rows else None


def beside_series(opened: Opened, measure: Measure, place: str) -> Table | None:
    """Every period of the figures that stand beside the measure's own, one part of the table for each."""
    published = opened.published
    rows: list[Row] = []
    for companion in measure.beside:
        figure = figure_of(opened, f"{measure.id}.{companion.name}")
        cells = everyone(published, figure.id, place) if figure else ()
        here = [_row(told(published, figure, cell), True) for cell in reversed(cells) if figure]
        rows += [replace(each, section=companion.title if at == 0 else "") for at, each in enumerate(here)]
    columns = (Column("Period"), Column(FIGURE), Column("Counts", numeric=True))
    caption = "The figures beside it, every period"
    return Table(caption, columns, tuple(rows), hidden_caption=True, stacked=True) if rows else None


def of_others(opened: Opened, figure: PublishedFigure, ours: PublishedCell) -> Table | None:
    """Ours beside what others publish under the same name, each with its place, period and source; None without any.

    Of each place the figure for our own period if it is published, else the latest.
    """
    published = opened.published
    theirs = list(_of_others(opened, figure, ours))
    if not theirs:
        return None
    each = told(published, figure, ours)
    place = Cell(text=place_name(published, ours.place))
    mine = (
        place,
        told_cell(each),
        Cell(text=each.period),
        Cell(text="this release"),
        Cell(text="this is ours"),
    )
    columns = [Column("Place"), Column(FIGURE), Column("Period"), Column("Source"), Column("What differs")]
    if not any(row[-1].text != NOTHING_NOTED for row in theirs):
        columns.pop()
    kept = len(columns)
    rows = (Row(mine[:kept], standing=True), *(Row(row[:kept]) for row in theirs))
    return Table("Ours, and what others publish", tuple(columns), rows, hidden_caption=True, stacked=True)


def wards_table(opened: Opened, figure: PublishedFigure) -> Table | None:
    """Every ward's figure of the latest period in which any has a number, by name; None where none has one."""
    published = opened.published
    rows = published.where(figure=figure.id, source="", breakdown="")
    found = {each.code for each in published.places.places if each.level == "ward"}
    cells = [cell for cell in rows.cells() if cell.place in found]
    periods = periods_of(published)
    given = [cell.period for cell in cells if is_told(cell)]
    if not given:
        return None
    period = max(given, key=lambda id: when(periods.get(id)))
    whole = next(
        (each for each in everyone(published, figure.id, published.home) if each.period == period), None
    )
    here = sorted(
        (cell for cell in cells if cell.period == period), key=lambda c: place_name(published, c.place)
    )
    return _of_places(opened, figure, here, whole)


def not_known(opened: Opened, figure: PublishedFigure, ours: PublishedCell) -> Table | None:
    """For how many of those counted a place or a group is not known, as far as published; None where nothing is."""
    published = opened.published
    rows = list(_not_known(published, figure, ours))
    if not rows:
        return None
    columns = (Column("Not known"), Column("How many", numeric=True), Column("Of", numeric=True))
    caption = "What is not known about those counted"
    return Table(caption, columns, tuple(rows), hidden_caption=True)


def _of_places(
    opened: Opened, figure: PublishedFigure, cells: Sequence[PublishedCell], whole: PublishedCell | None
) -> Table:
    published, to = opened.published, links_in(opened)
    both = [*([whole] if whole else []), *cells]
    numbers = [number for cell in both for number in (cell.value, cell.lower, cell.upper)]
    scale = scale_of(numbers, percent=figure.kind == "proportion")
    rows = []
    for cell in both:
        each, name = told(published, figure, cell), place_name(published, cell.place)
        bar = interval_bar(cell, scale, reference=whole.value if whole else None)
        ours = cell is whole
        href = "" if ours else to("measure-at", measure=figure.measure, place=cell.place)
        drawn = Cell(bar=bar) if bar else Cell(text="nothing to draw")
        row = Row((Cell(text=name, href=href), told_cell(each), drawn), standing=ours)
        rows.append(row)
    columns = (Column("Ward"), Column(FIGURE), Column("Drawn"))
    period = periods_of(published).get(both[0].period)
    when_it_is = f", {period_in_words(period)}" if period else ""
    return Table(f"{figure.title}: by ward{when_it_is}", columns, tuple(rows), stacked=True)


def _of_others(opened: Opened, figure: PublishedFigure, ours: PublishedCell) -> Iterator[tuple[Cell, ...]]:
    published = opened.published
    theirs = {each.source: each for each in published.figures if each.id == figure.id and each.source}
    sources = {each.id: each for each in published.sources}
    notes = {each.source: each.note for each in opened.framework.benchmarks if each.figure == figure.id}
    rows = [c for c in published.where(figure=figure.id, breakdown="").cells() if c.source in theirs]
    for source, place in dict.fromkeys((cell.source, cell.place) for cell in rows):
        here = through_time(published, [c for c in rows if (c.source, c.place) == (source, place)])
        cell = next((each for each in here if each.period == ours.period), None) or latest(here)
        assert cell is not None
        each, about = told(published, theirs[source], cell), sources[source]
        yield (
            Cell(text=place_name(published, place)),
            Cell(told=each),
            Cell(text=each.period),
            Cell(text=source_in_words(about)),
            Cell(text=" ".join(filter(None, (notes.get(source), each.why))) or NOTHING_NOTED),
        )


def _not_known(published: Published, figure: PublishedFigure, ours: PublishedCell) -> Iterator[Row]:
    of = _how_many(figure, ours)
    if of is None:
        return
    here = published.where(figure=figure.id, source="", period=ours.period)
    for cell in here.where(breakdown="").cells():
        level = cell.place.partition("?")[2]
        if level:
            yield _unknown(figure, cell, level.replace("_", " ").capitalize(), of)
    titles = {each.id: each.title for each in published.framework.breakdowns} if published.framework else {}
    for cell in here.where(place=ours.place, group=NOT_KNOWN).cells():
        yield _unknown(figure, cell, titles.get(cell.breakdown, cell.breakdown), of)


def _unknown(figure: PublishedFigure, cell: PublishedCell, what: str, of: int) -> Row:
    many = _how_many(figure, cell)
    nobody = "nobody" if cell.state is State.NOT_APPLICABLE else state_in_short(cell) or NONE_GIVEN
    return Row((Cell(text=what), Cell(text=nobody if many is None else f"{many:,}"), Cell(text=f"{of:,}")))


def _how_many(figure: PublishedFigure, cell: PublishedCell) -> int | None:
    """How many the figure is of: who is counted for a rate or a count, and else those it is a share of."""
    return cell.numerator if figure.kind in ("rate", "count") else cell.denominator


def _row(each: Told, counts: bool) -> Row:
    cells = [Cell(text=each.period or "for no period"), told_cell(each)]
    return Row((*cells, *[Cell(text=each.counts or NONE_GIVEN)] * counts))


def _without_intervals(cells: Iterable[PublishedCell]) -> bool:
    return all(cell.lower is None for cell in cells)
