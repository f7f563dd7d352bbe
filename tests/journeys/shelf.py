"""The site that journeys are made on: the small demonstration of `web.shelves`, with what a reader comes for put in.

    current    public, of 31 March 2026: with figures of "I feel welcomed" for hubs, and with all that one ward can have
    earlier    public, of 31 December 2025, as it stands there
    urdu       public, of 30 September 2025: what current is, of a framework written in Urdu

One person in twenty leaves too few answers for any hub, and no ward with a figure, so the journeys' own figures are
put in: they are invented twice over. Each release is put on the shelf as `hearth-web shelve` does it, but only the
charts of `DRAWN` are drawn: the others' pages show the tables alone, and those of `earlier` have no drawing at all.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa

from hearth.disclosure.published import PUBLISHED, Published
from hearth.release.write import write_release
from hearth.reports.charts.chart import Chart
from hearth.reports.charts.of_measure import every_chart
from hearth_web.site import shelving
from hearth_web.site.shelf import Opened, Shelf
from web.shelves import CURRENT, shelved

__all__ = ["HUB", "LATEST", "WARD", "WELCOMED", "Site", "make_site", "site_in"]

HUB = "X90000001"
"""The hub that the stranger asks about."""

WARD = "X05000001"
"""The ward whose page is full: the home's own figures are put in for it."""

OF_WARDS = ("P1", "P2", "P3", "P5a", "P5b", "P6a", "P6c", "P6d", "T2")
"""The measures that a ward of the whole demonstration has figures of."""

WELCOMED = "F-C1"
"""The measure that the stranger asks about: "I feel welcomed"."""

LATEST = {"value": 82.3529, "lower": 75.9262, "upper": 87.3499, "numerator": 140, "denominator": 170}
"""What is put in for `HUB` in the last wave: a Wilson interval of 140 in 170."""

WAVES = ("family-2023-autumn", "family-2024-autumn", "family-2025-autumn")

URDU = date(2025, 9, 30)

DRAWN = {
    CURRENT: ("f-c1-", "t2-x08000001", "t2-x90000001", "p6d-x08000001", "p4a-", "t3a-"),
    URDU: ("f-c1-x08000001", "t2-x08000001"),
}
"""How the names of the charts that are drawn begin, by the date of their release."""


class Site:
    """A site's folder, and the releases on it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        shelf = Shelf(directory)
        self.current, self.earlier, self.urdu = (shelf.open(each) for each in shelf.listed())

    def at(self, path: str, release: Opened | None = None) -> str:
        """The address of a page of a release, of the current one if none is named."""
        return f"/releases/{(release or self.current).short}/{path}"


def make_site(root: Path, shelves: Path) -> None:
    """Write the releases in `root/releases`, and the site on whose shelf they stand in `root/site`.

    A process of its own does it: children of one that has drawn would wait for ever.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        alone.submit(_make, root, shelves).result()


def _make(root: Path, made: Path) -> None:
    shelves = shelved(made)
    current = with_ward(with_welcome(shelves.current.published))
    for published, on in ((in_urdu(current), URDU), (current, CURRENT)):
        folder = root / "releases" / str(on)
        write_release(published, folder, date=on, key=None, inputs=[])
        _shelve(folder, root / "site", DRAWN[on])
    _shelve(shelves.earlier.directory, root / "site", ())


def site_in(root: Path, copy_to: Path) -> Site:
    """A copy of what `make_site` made, for one server alone: it gathers its style sheets there."""
    return Site(shutil.copytree(root / "site", copy_to))


def with_welcome(published: Published) -> Published:
    """With figures of how welcome families feel at hubs: most can be read, some are hidden or rest on few answers."""
    rows = [*published.table.to_pylist(), *_welcomes(published)]
    given = tuple(each for each in published.not_given if each[:2] != (WELCOMED, "hub") or each[3])
    return replace(published, table=pa.Table.from_pylist(rows, PUBLISHED), not_given=given)


def with_ward(published: Published) -> Published:
    """With figures of one ward, of every measure that wards may have figures of."""
    ids = {each.id for each in published.figures if each.measure in OF_WARDS and not each.source}
    home = published.where(place=published.home, source="").table.to_pylist()
    rows = [row | {"place": WARD} for row in home if row["figure"] in ids]
    given = tuple(each for each in published.not_given if each[1] != "ward" or each[0] not in ids)
    table = pa.Table.from_pylist([*published.table.to_pylist(), *rows], PUBLISHED)
    return replace(published, table=table, not_given=given)


def in_urdu(published: Published) -> Published:
    """As if the framework were written in Urdu: the words are not, but pages run from right to left."""
    framework = published.framework
    assert framework is not None
    about = replace(framework.framework, language="ur")
    return replace(published, framework=replace(framework, framework=about))


def _welcomes(published: Published) -> Iterator[dict[str, Any]]:
    hubs = [each.code for each in published.places.places if each.level == "hub"]
    for number, hub in enumerate(hubs):
        for wave in WAVES:
            row = dict.fromkeys(PUBLISHED.names, "")
            row |= {"figure": WELCOMED, "place": hub, "period": wave}
            yield row | _figure(number, latest=hub == HUB and wave == WAVES[-1])


def _figure(number: int, *, latest: bool) -> dict[str, Any]:
    if number == 1:
        return {"state": "suppressed"} | dict.fromkeys(LATEST)
    if number == 2:
        few = {"value": 75.0, "lower": 53.1299, "upper": 88.8138, "numerator": 15, "denominator": 20}
        return {"state": "low_reliability", "method": "Wilson score"} | few
    shown = {"value": 80.0, "lower": 72.8859, "upper": 85.6159, "numerator": 120, "denominator": 150}
    return {"state": "value", "method": "Wilson score"} | (LATEST if latest else shown)


def _shelve(release: Path, site: Path, begins: tuple[str, ...]) -> None:
    def wanted(*told: Any) -> Iterator[Chart]:
        return (each for each in every_chart(*told) if each.name.startswith(begins))

    with patch.object(shelving, "every_chart", wanted):
        shelving.shelve(release, site, say=lambda *_: None, processes=0)
