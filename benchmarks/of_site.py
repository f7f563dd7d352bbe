"""What the public site costs: making it, each kind of page, its weight on the wire, and the servers' memory.

`run.py` prints these lines with the others. A site that stands already is copied, and measured in its stead.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measure import Spent, run
from table import Line
from wire import Reader, Served, serving

__all__ = ["OfSite"]

HERE = Path(__file__).resolve().parent
PYTHON = Path(sys.executable)
WORKERS = 2
TIMES = 5
"""How often a page is read over HTTP, after it was read once."""

READ_BEFORE = 50
"""How many pages are read before the memory is measured."""

MEDIAN, LATE = 50.0, 100.0
"""Milliseconds: the aims for the median and for the 95th percentile."""

HEAVIEST = 100_000
FILES = ("csv", "png", "svg")

Kinds = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class OfSite:
    """One run: where its files are, how many pages of a kind are read at most, and a site if one stands already."""

    folder: Path
    most: int
    standing: Path | None = None

    @property
    def site(self) -> Path:
        """The site that is measured."""
        return self.folder / "site"

    def lines(self) -> Iterator[Line]:
        """The lines, as each is known."""
        if self.standing:
            shutil.copytree(self.standing, self.site)
        else:
            yield from self.made()
        kinds: Kinds = json.loads(
            run([PYTHON, HERE / "pages.py", self.site, str(self.most)], self.folder).printed
        )
        yield from _from_one_process(kinds)
        with serving(self.site, WORKERS) as served:
            reader = Reader(served.port)
            for paths in _whole_pages(kinds).values():
                reader.first_view(paths[0])
            yield from _over_http(kinds, served, reader)
            yield from _first_views(kinds, reader)
        yield from self.memory(kinds)

    def made(self) -> Iterator[Line]:
        """`make demo`, step by step, from nothing to the first page, once everything is installed."""
        store, release, hearth = self.folder / "of-site-store", self.folder / "of-site-release", _hearth()
        key = store / "demo-key.txt"
        shelve: list[str | Path] = [PYTHON, "-m", "hearth_web", "shelve", release, "--site", self.site]
        steps: dict[str, list[str | Path]] = {
            "demo": [*hearth, "demo", store],
            "measure": [*hearth, "measure", "stockport", "--store", store, "--out", release, "--key", key],
            "shelve": shelve,
        }
        spent: dict[str, Spent] = {}
        for name, command in steps.items():
            load = os.getloadavg()[0]
            spent[name] = run(command, self.folder)
            yield _step(f"make demo: {name}", spent[name].wall, spent[name].cpu, load)
        load = os.getloadavg()[0]
        with serving(self.site, WORKERS) as served:
            Reader(served.port).first_view(f"/releases/{_current(self.site)}/")
            wall, cpu = time.monotonic() - served.started, served.cpu()
        yield _step("make demo: serve, to the first page", wall, cpu, load)
        wall += sum(each.wall for each in spent.values())
        cpu += sum(each.cpu for each in spent.values())
        yield Line(
            "make demo, all, downloads apart: wall; CPU",
            f"{wall:.1f} s",
            f"{cpu:.1f} s",
            aim="under 120 s",
            reached=wall < 120,
        )

    def memory(self, kinds: Kinds) -> Iterator[Line]:
        """What two workers and the first process hold together, before anything is read and after."""
        paths = [path for each in zip(*_filled(_whole_pages(kinds)), strict=True) for path in each][
            :READ_BEFORE
        ]
        with serving(self.site, WORKERS) as served:
            _until_idle(served)
            yield Line(f"memory, {WORKERS} workers, nothing read", f"{served.memory():.0f} MB")
            reader = Reader(served.port)
            for path in paths:
                reader.first_view(path)
            _until_idle(served)
            held, alone = served.memory(), served.memory_alone()
        what = f"memory, {WORKERS} workers, {len(paths)} pages read"
        yield Line(what, f"{held:.0f} MB", aim="under 200 MB", reached=held < 200)
        yield Line("    if nothing else had the same libraries open", f"{alone:.0f} MB")


def _from_one_process(kinds: Kinds) -> Iterator[Line]:
    """Each kind of page, made and kept; and what the first of all costs, when no template was read yet."""
    for kind, each in kinds.items():
        number, made, kept = len(each["addresses"]), each["made"], each["kept"]
        yield _line(f"{kind}, {number} of them, made", [wall for wall, _ in made], [cpu for _, cpu in made])
        yield _line(f"{kind}, kept", [wall for wall, _ in kept], [cpu for _, cpu in kept])
    first = {kind: each["first"][0] for kind, each in kinds.items()}
    slowest = max(first, key=lambda kind: first[kind][1])
    wall, cpu = first[slowest]
    yield Line(f"the first of all, slowest: {slowest}; CPU", f"{wall:.1f} ms", f"{cpu:.1f} ms")
    every = [(cpu, path) for each in kinds.values() for path, cpu in _slowest(each)]
    for cpu, path in sorted(every, reverse=True)[:3]:
        print(f"  slowest to make, CPU: {path} {cpu:.0f} ms")


def _slowest(kind: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Each page, and the median of its milliseconds of the processor."""
    again = kind["again"]
    for number, path in enumerate(kind["addresses"]):
        yield path, statistics.median(cpu for _, cpu in kind["made"][number * again : (number + 1) * again])


def _over_http(kinds: Kinds, served: Served, reader: Reader) -> Iterator[Line]:
    """Each kind of page from what a worker keeps. The CPU is the servers', and a mean: it is told in hundredths."""
    before, number = served.cpu(), 0
    for kind, each in kinds.items():
        took = [ms for path in each["addresses"] for ms in reader.took(path, TIMES)]
        number += len(took)
        yield _line(f"{kind}, kept, over HTTP", took)
    cpu = 1000 * (served.cpu() - before) / number
    yield Line("CPU of a page over HTTP, making some included", f"{cpu:.2f} ms")


def _first_views(kinds: Kinds, reader: Reader) -> Iterator[Line]:
    """Bytes on the wire of a first view of each kind of page: the most of any."""
    for kind, paths in _whole_pages(kinds).items():
        views = {path: reader.first_view(path) for path in paths}
        biggest = max(views, key=lambda path: sum(views[path].values()))
        whole, page = sum(views[biggest].values()), views[biggest][biggest]
        what = f"first view, {kind}: bytes; of the page itself"
        yield Line(what, f"{whole:,}", f"{page:,}", aim="under 100 kB", reached=whole < HEAVIEST)
        print(f"  biggest: {biggest}")


def _line(what: str, wall: Sequence[float], cpu: Sequence[float] = ()) -> Line:
    """Median, 95th percentile, and the median of CPU."""
    median, late = statistics.median(wall), _late(wall)
    return Line(
        what,
        f"{median:.2f} ms",
        f"{late:.2f} ms",
        f"{statistics.median(cpu):.2f}" if cpu else "",
        f"{MEDIAN:.0f}; {LATE:.0f} ms",
        median < MEDIAN and late < LATE,
    )


def _late(many: Sequence[float]) -> float:
    """The 95th percentile: of all, the least that is not less than 95 in a hundred."""
    ordered = sorted(many)
    return ordered[-(-95 * len(ordered) // 100) - 1]


def _step(what: str, wall: float, cpu: float, load: float) -> Line:
    return Line(f"{what}: wall; CPU; load before", f"{wall:.1f} s", f"{cpu:.1f} s", f"{load:.1f}")


def _whole_pages(kinds: Kinds) -> dict[str, list[str]]:
    """The addresses of pages, by kind: not those of files."""
    return {kind: each["addresses"] for kind, each in kinds.items() if not kind.startswith(FILES)}


def _filled(pages: dict[str, list[str]]) -> list[list[str]]:
    """As long as the longest each, by going round."""
    longest = max(map(len, pages.values()))
    return [[each[number % len(each)] for number in range(longest)] for each in pages.values()]


def _until_idle(served: Served) -> None:
    """Wait until the workers have done nothing for a while, as they do once each has opened the release."""
    before, quiet = -1.0, 0
    while quiet < 4:
        time.sleep(0.5)
        now = served.cpu()
        quiet = quiet + 1 if now - before < 0.02 else 0
        before = now


def _current(site: Path) -> str:
    id: str = json.loads((site / "shelf.json").read_text(encoding="utf-8"))["releases"][-1]
    return id[:16]


def _hearth() -> list[str | Path]:
    return [PYTHON, "-m", "hearth.cli"]
