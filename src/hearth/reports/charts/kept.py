"""Drawings kept in a folder by the key of their chart: drawn once, and never of other figures than the key says."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from hearth.reports.charts.chart import Chart

__all__ = ["FILES", "draw_all", "is_kept", "write_whole"]

NARROW = "narrow.svg"
PNG = "png"
WIDE = "wide.svg"
FILES = (WIDE, NARROW, PNG)
"""What is kept of a chart: `KEY.wide.svg` and so on."""
BATCH = 8


def is_kept(directory: Path, key: str, files: Iterable[str] = FILES) -> bool:
    """Whether these drawings of the chart with this key are there: all of them, unless some are named."""
    return all((directory / f"{key}.{each}").is_file() for each in files)


def draw_all(
    charts: Iterable[Chart],
    directory: Path,
    *,
    processes: int = 2,
    pictures: bool = True,
    say: Callable[[int, int], None] = lambda done, of: None,
) -> int:
    """Draw into the folder what is not there yet of these charts, and return how many charts were drawn.

    Charts without any number have no drawing. Without `pictures` only SVG is drawn, in half the time: they can follow.
    `say` hears how many are done, of how many. Work is shared among `processes` new ones (none for 0: here, one after
    the other). A file is whole or not there, whoever else draws. MissingExtra where the drawing libraries are not
    installed.
    """
    directory.mkdir(parents=True, exist_ok=True)
    files = FILES if pictures else (WIDE, NARROW)
    wanted = {chart.key: chart for chart in charts if chart.drawable}
    missing = [chart for key, chart in wanted.items() if not is_kept(directory, key, files)]
    done = 0
    say(done, len(missing))
    for drawn in _drawn(missing, partial(_draw_batch, directory=directory, files=files), processes):
        done += drawn
        say(done, len(missing))
    return done


def _drawn(charts: list[Chart], draw: Callable[[list[Chart]], int], processes: int) -> Iterator[int]:
    batches = iter([charts[at : at + BATCH] for at in range(0, len(charts), BATCH)])
    if not processes or len(charts) <= BATCH:
        yield from map(draw, batches)
        return
    # Never by fork: a child of a process that has drawn would wait for ever.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(draw, batch) for batch in islice(batches, 2 * processes)}
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            waiting |= {pool.submit(draw, batch) for batch in islice(batches, len(finished))}
            yield from (each.result() for each in finished)


def _draw_batch(charts: list[Chart], directory: Path, files: tuple[str, ...]) -> int:
    # Opened here, so that who only asks what is kept needs no drawing libraries.
    from hearth.reports.charts import ink  # noqa: PLC0415
    from hearth.reports.charts.draw import draw_png, draw_svg  # noqa: PLC0415

    for chart in charts:
        for name, variant in ((WIDE, ink.WIDE), (NARROW, ink.NARROW)):
            if not is_kept(directory, chart.key, [name]):
                write_whole(directory / f"{chart.key}.{name}", draw_svg(chart, variant))
        if PNG in files and not is_kept(directory, chart.key, [PNG]):
            wide = (directory / f"{chart.key}.{WIDE}").read_bytes()
            write_whole(directory / f"{chart.key}.{PNG}", draw_png(chart, wide))
    return len(charts)


def write_whole(path: Path, held: bytes) -> None:
    """Whole or not at all: written beside its place, then moved there."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(held)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
