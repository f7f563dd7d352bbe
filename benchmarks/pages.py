"""The pages of a site from one warm process, to be run as a process of its own, as a worker of `hearth-web serve` is.

python pages.py SITE MOST       reads at most so many pages of each kind, in three ways, and prints what each took

`first` is each page of the first pass, when no template and no page was read before; `made` is with nothing kept of
any page; `kept` is out of what is kept. Milliseconds: by the clock on the wall, and of the processor, all threads.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from hearth_web.core.frugal import give_back, use_little

__all__ = ["addresses", "read"]

LEAST = 20
"""How many times a page of each kind is read at least, however few there are."""

Took = tuple[float, float]


def read(site: str, most: str) -> None:
    """Read, and print what it took."""
    use_little()
    from hearth_web.core.serving import prepare  # noqa: PLC0415 (not before pyarrow's settings stand)

    prepare(Path(site).absolute())
    from hearth_web.site import answer  # noqa: PLC0415 (not before Django's settings stand)
    from hearth_web.site.kept import Kept  # noqa: PLC0415
    from hearth_web.site.pages import changes_page  # noqa: PLC0415

    kinds = addresses(Path(site).absolute(), int(most))
    give_back()
    gc.freeze()
    found: dict[str, Any] = {kind: {"addresses": paths} for kind, paths in kinds.items()}
    for kind, paths in kinds.items():
        found[kind]["first"] = [_took(path) for path in paths]
    for kind, paths in kinds.items():
        made, kept, again = [], [], max(1, -(-LEAST // len(paths)))
        for path in paths:
            for _ in range(again):
                answer._kept = changes_page._kept = Kept()
                made.append(_took(path))
            kept += [_took(path) for _ in range(again)]
        found[kind] |= {"made": made, "kept": kept, "again": again}
    print(json.dumps(found))


def addresses(site: Path, most: int) -> dict[str, list[str]]:
    """At most so many addresses of every kind of page and file of the current release, spread over all of them."""
    from hearth_web.site.shelf import Shelf  # noqa: PLC0415

    shelf = Shelf(site)
    current, *earlier = (each for each in shelf.listed() if each.policy.id == "public")
    opened = shelf.open(current)
    root = f"/releases/{opened.short}/"
    found = {"framework": [root], "releases": ["/releases/"]}
    found |= {word: [f"{root}{word}/"] for word in ("hubs", "wards", "data", "methods", "files")}
    found["changes"] = [f"{root}changes/{each.id[: len(opened.short)]}/" for each in earlier]
    for kind, rest in _many(opened):
        found.setdefault(kind, []).append(root + rest)
    return {kind: _spread(paths, most) for kind, paths in found.items() if paths}


def _many(opened: Any) -> Iterator[tuple[str, str]]:
    """Kinds of which there are many: the kind, and the rest of the address."""
    levels = {each.code: each.level for each in opened.published.places.places}
    for code, level in levels.items():
        if level in ("hub", "ward"):
            yield level, f"{level}s/{code}/"
            yield "csv of a place", f"{level}s/{code}/figures.csv"
    measures = {each.id: type(each.definition).__name__ for each in opened.framework.measures}
    for measure, definition in measures.items():
        yield f"measure, {definition}", f"measures/{measure}/"
        yield "csv of a measure", f"measures/{measure}/figures.csv"
    pairs = (
        opened.published.where(source="").table.group_by(["figure", "place"], use_threads=False).aggregate([])
    )
    for row in pairs.to_pylist():
        if row["figure"] in measures and (level := levels.get(row["place"])) in ("hub", "ward"):
            yield f"measure at a {level}", f"measures/{row['figure']}/{row['place']}/"
    for path in sorted(opened.charts.iterdir()):
        key, _, ends = path.name.partition(".")
        if ends in ("svg", "png", "csv"):
            yield f"{ends} of a chart", f"charts/{key}.{ends}"


def _spread(paths: list[str], most: int) -> list[str]:
    many = min(most, len(paths))
    return [paths[number * len(paths) // many] for number in range(many)]


def _took(path: str) -> Took:
    """Milliseconds of one request, from its environ to the last byte."""
    from hearth_web.core.wsgi import application  # noqa: PLC0415

    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip"}
    setup_testing_defaults(environ)
    said: list[str] = []
    wall, cpu = time.perf_counter(), time.process_time()
    answer = application(environ, lambda status, headers, fault=None: said.append(status))
    for _ in answer:
        pass
    answer.close()
    took = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    if not said[0].startswith("200"):
        raise RuntimeError(f"{path}: {said[0]}")
    return took


if __name__ == "__main__":
    os.environ.setdefault("HEARTH_HOSTS", "127.0.0.1")
    read(*sys.argv[1:])
