"""A shelf for tests of the site: the demonstration, one person in twenty, as three releases.

    current    public, of 31 March 2026
    earlier    public, of 31 December 2025: without the latest periods, and with figures hidden that are shown now
    internal   what current is, under the policy `internal`: not for anyone to read

They are made once for all of xdist's workers, whichever asks first.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from django.urls import reverse

from hearth.demo.build import build
from hearth.disclosure.policy import load_policy
from hearth.disclosure.publish import publish
from hearth.disclosure.published import PUBLISHED, Published, State
from hearth.engine.run import count
from hearth.figures.benchmarks import beside
from hearth.figures.published import published_in
from hearth.framework.load import load
from hearth.release.verify import read_release
from hearth.release.write import write_release
from hearth.reports.charts.chart import Chart
from hearth.reports.charts.of_measure import charts_of
from hearth_web.site.pages.charts import origin_of
from hearth_web.site.shelf import SHORT, Opened, Shelf, put_on_list

__all__ = [
    "DRAWING",
    "Shelved",
    "addresses",
    "as_internal",
    "as_of_before",
    "draw_stand_ins",
    "make_shelf",
    "once_for_all_workers",
    "shelved",
]

CURRENT, EARLIER = date(2026, 3, 31), date(2025, 12, 31)

SAMPLE = 20

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" viewBox="0 0 10 10">'
    b'<title id="t">A drawing</title><desc id="d">It stands in for one.</desc></svg>'
)
"""What stands on the shelf in the place of a chart's drawing: drawing is tested elsewhere, and takes long."""

DRAWN = "F-C1"
"""The measure whose charts have drawings."""

NUMBERS = ("value", "lower", "upper", "numerator", "denominator")


@dataclass(frozen=True)
class Shelved:
    """The site's folder, and what stands on it."""

    directory: Path
    current: Opened
    earlier: Opened
    internal: Opened


def make_shelf(root: Path) -> None:
    """Write the three releases in `root/releases/NAME`, and the shelf that they stand on in `root/site`."""
    current = _small_demonstration(root / "store")
    releases = {
        "earlier": (as_of_before(current), EARLIER),
        "current": (current, CURRENT),
        "internal": (as_internal(current), CURRENT),
    }
    for name, (published, on) in releases.items():
        folder = root / "releases" / name
        made = write_release(published, folder, date=on, key=None, inputs=[])
        read_release(folder, id=made.id)
        shutil.copytree(folder, root / "site" / "releases" / made.id)
        put_on_list(root / "site", made.id)
    for manifest in Shelf(root / "site").listed():
        opened = Shelf(root / "site").open(manifest)
        draw_stand_ins(
            charts_of(opened.published, DRAWN, opened.published.home, origin_of(opened)), opened.charts
        )


def shelved(root: Path) -> Shelved:
    """What `make_shelf` made."""
    shelf = Shelf(root / "site")
    internal, current, earlier = (shelf.open(each) for each in shelf.listed())
    return Shelved(shelf.directory, current, earlier, internal)


def draw_stand_ins(charts: Iterable[Chart], folder: Path) -> None:
    """`DRAWING` as every drawing of these charts."""
    folder.mkdir(parents=True, exist_ok=True)
    for chart in charts:
        for ends in ("wide.svg", "narrow.svg", "svg", "png", "csv"):
            (folder / f"{chart.key}.{ends}").write_bytes(DRAWING)


def addresses(opened: Opened, earlier: Opened) -> dict[str, str]:
    """An address of every kind of page and file of a release that works, by the name of its view."""
    places = {each.code: each.level for each in opened.published.places.places}
    hub = next(code for code, level in places.items() if level == "hub")
    ward = next(code for code, level in places.items() if level == "ward")
    measures = {each.id for each in opened.framework.measures}
    rows = opened.published.where(source="").table.select(["figure", "place"]).to_pylist()
    at = next(row for row in rows if row["figure"] in measures and places.get(row["place"]) == "hub")
    chart = charts_of(opened.published, DRAWN, opened.published.home, origin_of(opened))[0].key
    where: dict[str, dict[str, str]] = {
        **{name: {} for name in ("framework", "hubs", "wards", "data", "methods", "files")},
        **{name: {"measure": DRAWN} for name in ("measure", "measure-csv")},
        **{
            name: {"measure": at["figure"], "place": at["place"]} for name in ("measure-at", "measure-at-csv")
        },
        **{name: {"place": hub} for name in ("hub", "hub-csv")},
        **{name: {"place": ward} for name in ("ward", "ward-csv")},
        **{name: {"key": chart} for name in ("chart-svg", "chart-csv", "chart-png")},
        "changes": {"earlier": earlier.short},
        "file": {"name": "values.csv"},
    }
    return {
        name: reverse(name, kwargs={"release": opened.id[:SHORT], **rest}) for name, rest in where.items()
    }


def as_internal(published: Published) -> Published:
    """The same figures, said to be made under `internal`."""
    return replace(published, policy=load_policy("internal"))


def as_of_before(published: Published) -> Published:
    """As they might have been a quarter before: no later periods, and every tenth proportion of hubs hidden."""
    late = {each.id for each in published.periods if each.end > EARLIER}
    kinds = {each.id: each.kind for each in published.figures}
    rows = [row for row in published.table.to_pylist() if row["period"] not in late or row["source"]]
    shown = [row for row in rows if not row["source"] and row["state"] == State.VALUE and row["breakdown"]]
    for row in [each for each in shown if kinds[each["figure"]] == "proportion"][::10]:
        row.update(dict.fromkeys(NUMBERS), state=str(State.SUPPRESSED), method="", note="", marks="")
    return replace(published, table=pa.Table.from_pylist(rows, PUBLISHED))


def once_for_all_workers(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` fills: by one of xdist's workers, while the others wait for it."""
    base = factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    root.mkdir(exist_ok=True)
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "made").exists():
            draft = root / "draft"
            shutil.rmtree(draft, ignore_errors=True)
            make(draft)
            draft.rename(root / "made")
    return root / "made"


def _small_demonstration(store: Path) -> Published:
    framework, built = load("stockport"), build(store, sample=SAMPLE)
    others = beside(framework, published_in(built.store))
    return publish(count(framework, built.store), load_policy("public"), benchmarks=others)
