"""Reads releases whose files are what their manifests say. `verify` says more: that the values follow, too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hearth.disclosure.published import PUBLISHED, Published
from hearth.release.checks import check_id, held_of
from hearth.release.contents import read_contents, read_coverage
from hearth.release.manifest import Manifest
from hearth.release.release import Release
from hearth.release.tables import table_of_parquet

__all__ = ["open_release", "published_in", "read_opened", "read_series"]


def open_release(directory: Path, *, id: str = "") -> Release:
    """A release each of whose files is what its manifest says, for `read_series` and `read_opened`.

    With `id`, the release of that id. BadRelease names a file that is not.
    """
    manifest, held = held_of(directory)
    check_id(manifest, held, id)
    return Release(directory, manifest)


def read_opened(directory: Path, *, id: str) -> tuple[Release, Published]:
    """The release of that id, unchanged, and its figures: for who has seen it verify before and kept its id.

    Faster and smaller than `verify.read_release`, which also makes every file again.
    """
    manifest, held = held_of(directory)
    check_id(manifest, held, id)
    return Release(directory, manifest), published_in(manifest, held)


def read_series(release: Release | Path, *, figure: str, **wanted: str) -> pa.Table:
    """The rows of one figure, with the columns of `PUBLISHED`, in order; `wanted` are values of other columns.

    Reads no more of the release than it must: a few milliseconds of an open one. A path is opened first, which looks
    at every file (see `open_release`).
    """
    opened = open_release(release) if isinstance(release, Path) else release
    with pq.ParquetFile(opened.directory / "values.parquet") as file:
        wanted["figure"] = figure
        table = file.read_row_groups(_groups_with(file, wanted), use_threads=False)
    for name, value in wanted.items():
        table = table.filter(pc.equal(table[name], value))
    return table.combine_chunks()


def _groups_with(file: pq.ParquetFile, wanted: Mapping[str, str]) -> list[int]:
    """The row groups that may hold rows with these values."""
    groups = file.metadata
    columns = [(PUBLISHED.get_field_index(name), value) for name, value in wanted.items()]
    return [
        number
        for number in range(groups.num_row_groups)
        if all(_may_hold(groups.row_group(number).column(column), value) for column, value in columns)
    ]


def _may_hold(column: pq.ColumnChunkMetaData, value: str) -> bool:
    known = column.statistics
    return known is None or not known.has_min_max or bool(known.min <= value <= known.max)


def published_in(manifest: Manifest, held: dict[str, bytes]) -> Published:
    """The figures that checked files hold: see `checks.held_of`."""
    contents = read_contents(held["framework.json"])
    return Published(
        table=table_of_parquet(held["values.parquet"]),
        figures=contents.figures,
        periods=contents.periods,
        places=contents.places.tree(),
        sources=contents.sources,
        framework=contents.framework,
        policy=manifest.policy,
        home=contents.home,
        title=contents.title,
        notice=contents.notice,
        lines=contents.lines,
        coverage=read_coverage(held["coverage.csv"]),
        not_given=contents.not_given,
        notes=contents.notes,
    )
