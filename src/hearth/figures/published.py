"""Figures that others have made public: not protected again, and never counted as ours.

They keep their own symbols. Where the publisher gives counts, value and interval are worked out from these as ours are
(see `worked_out`). A figure's id is its source's, a colon, and what it is called there.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from hearth.disclosure.published import Published
from hearth.figures.edition import Edition, read_figures
from hearth.figures.kept import kept_in
from hearth.figures.mapping import Source
from hearth.store.store import Store

__all__ = ["published_in", "read_published"]


def read_published(source: Source, file: Path) -> Published:
    """The figures of a published file. BadSource says by line what does not fit the mapping, all at once."""
    came = read_figures(source, file)
    return _published(came.edition, came.table)


def published_in(store: Store) -> tuple[Published, ...]:
    """Every source's figures that the store holds, by the source's id. BadStore names a folder that is damaged."""
    return tuple(_published(each.edition, each.table) for each in kept_in(store))


def _published(edition: Edition, table: pa.Table) -> Published:
    """The one place where figures of others become Published."""
    return Published(
        table=table,
        figures=edition.figures,
        periods=edition.periods,
        places=edition.places,
        sources=(edition.source,),
        title=edition.source.title,
        notes=edition.notes,
    )
