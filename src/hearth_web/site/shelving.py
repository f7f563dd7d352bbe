"""Puts a release on the shelf: whole, seen to verify, and with its charts drawn, or not at all.

What was done stays done: who is interrupted runs it again, and it goes on where it stopped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hearth.disclosure.published import Published
from hearth.kernel.errors import BadRelease
from hearth.release.manifest import Manifest
from hearth.release.read import open_release
from hearth.release.verify import read_release
from hearth.reports.charts.chart import Chart
from hearth.reports.charts.framed import framed
from hearth.reports.charts.kept import draw_all, write_whole
from hearth.reports.charts.of_measure import every_chart
from hearth.reports.charts.table import COLUMNS, records_of
from hearth_web.site.pages.charts import origin_of
from hearth_web.site.pages.rows_csv import csv_bytes
from hearth_web.site.shelf import LIST, Shelf, list_on_shelf, put_on_list

__all__ = ["Say", "Shelved", "is_on_shelf", "shelve"]

Say = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """What stands on the shelf now. `new`: it did not before, and `charts` of its drawings were made."""

    manifest: Manifest
    charts: int
    new: bool


def is_on_shelf(site: Path, id: str) -> bool:
    """Whether a site's folder names this release."""
    return (site / LIST).exists() and id in list_on_shelf(site)


def shelve(release: Path, site: Path, *, say: Say, processes: int = 2) -> Shelved:
    """Put the release on the shelf of a site's folder, and make that folder where there is none.

    BadRelease if it does not verify: nothing is written then. MissingExtra where charts cannot be drawn. Nothing is
    done if it is there already. `processes` draw (0: this one).
    """
    say("Looking at its files", 0, 1)
    manifest = open_release(release).manifest
    if is_on_shelf(site, manifest.id):
        return Shelved(manifest, 0, new=False)
    say("Verifying", 0, 1)
    _check_names(read_release(release, id=manifest.id))
    say("Copying", 0, 1)
    _copied(release, site / "releases" / manifest.id)
    opened = Shelf(site).open(manifest)
    charts = tuple(every_chart(opened.published, origin_of(opened)))
    _draw(charts, site / "charts" / manifest.id, manifest, processes, say)
    put_on_list(site, manifest.id)
    return Shelved(manifest, len(charts), new=True)


def _check_names(published: Published) -> None:
    """BadRelease where a place's code or a measure's id cannot be a part of an address."""
    places = (each.code for each in published.places.places)
    figures = (each.measure for each in published.figures)
    if odd := sorted({each for each in (*places, *figures) if "/" in each or each in (".", "..")}):
        raise BadRelease(
            f"{', '.join(odd)} cannot be a part of a page's address, which has slashes between its parts.",
            "Give the place or the measure another code, and make the release again.",
        )


def _copied(release: Path, to: Path) -> None:
    """A copy, complete as soon as it has its name."""
    if to.exists():
        return
    draft = to.with_name(f".{to.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)  # left by a run that was stopped
    draft.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(release, draft)
    draft.rename(to)


def _draw(charts: Sequence[Chart], folder: Path, manifest: Manifest, processes: int, say: Say) -> None:
    draw_all(charts, folder, processes=processes, say=partial(say, "Drawing charts"))
    for chart in charts:
        _write(folder / f"{chart.key}.csv", _rows(chart, manifest))
        if chart.drawable:
            wide = (folder / f"{chart.key}.wide.svg").read_bytes()
            _write(folder / f"{chart.key}.svg", framed(chart, wide))


def _rows(chart: Chart, manifest: Manifest) -> bytes:
    """The chart's figures as a file, each row with the release it is from."""
    release = (manifest.id, manifest.date.isoformat())
    return csv_bytes((*COLUMNS, "release", "release_date"), ((*row, *release) for row in records_of(chart)))


def _write(path: Path, held: bytes) -> None:
    if not path.exists():
        write_whole(path, held)
