"""Builds the demonstration: an invented authority's returns, places, populations and benchmarks, as a store.

Records are drawn and written a block of people at a time, so that the memory does not grow with the scale. The same
seed, scale and sample give the same bytes with the same versions of numpy, scipy and pyarrow.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from hearth.demo.benchmarks import write_benchmarks
from hearth.demo.borough import Borough
from hearth.demo.places import AUTHORITY, NOTICE, populations, the_tree
from hearth.demo.returns import DemoReturn, demo_returns
from hearth.demo.truths import truths
from hearth.figures.kept import import_figures
from hearth.figures.sources import load_source
from hearth.framework.framework import Framework
from hearth.framework.load import load
from hearth.store.ledger import Form
from hearth.store.store import About, Store, create

__all__ = ["KEY", "KEY_FILE", "SEED", "Built", "Progress", "about_how_many", "build"]

SEED = 20240701
ROWS_TOGETHER = 60_000
COUNTED_IN = 40
KEY_FILE = "demo-key.txt"
KEY = (
    "This is the key of Hearth's demonstration: the same for everyone, known to everyone, and for nobody else's use. "
    "It keeps nothing secret. Make a key of your own for real returns.\n"
)
"""What the demonstration's hashes of its returns are made with; the file that holds it is in the store's folder."""

"""One person in so many is drawn to say beforehand how many records there will be."""

Progress = Callable[[str, int, int], None]
"""Told the dataset, the returns written so far, and how many there will be."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the store, and how many records (or rows of totals) of each dataset are in it."""

    store: Store
    records: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.records.values())


def build(
    directory: Path, *, seed: int = SEED, scale: int = 1, sample: int = 1, progress: Progress | None = None
) -> Built:
    """Build the demonstration in a folder that does not exist yet, or is empty (BadStore otherwise).

    `scale` times as many people in the same places and years; or, for tests and first looks, one person in `sample`,
    in which planted differences are too small to see. ValueError unless both are from 1.
    """
    borough = Borough(seed, scale, sample)
    framework = load("stockport")
    store = create(directory, About(title="Brackenhythe (invented)", home=AUTHORITY, notice=NOTICE))
    (directory / "NOTICE.txt").write_text(NOTICE + "\n", encoding="utf-8")
    text = json.dumps(truths(), ensure_ascii=False, indent=2)
    (directory / "truths.json").write_text(text + "\n", encoding="utf-8")
    (directory / KEY_FILE).write_text(KEY, encoding="utf-8", newline="\n")
    store.set_places(the_tree(), populations(borough.people))
    mapping, table = write_benchmarks(directory)
    import_figures(store, load_source(mapping), table)
    return Built(store, _write(store, demo_returns(framework), borough, progress))


def about_how_many(scale: int = 1, *, seed: int = SEED, framework: Framework | None = None) -> int:
    """About how many records a build at this scale writes, to within one in fifty: counted from one person in forty."""
    borough = Borough(seed, 1, COUNTED_IN)
    records = 0
    for each in demo_returns(framework or load("stockport")):
        if each.form is Form.ROWS:
            records += sum(batch.num_rows for batch in each.batches(borough))
    return round(records * COUNTED_IN * scale, -4)


def _write(
    store: Store, returns: tuple[DemoReturn, ...], borough: Borough, progress: Progress | None
) -> dict[str, int]:
    records: Counter[str] = Counter()
    for done, each in enumerate(returns, start=1):
        accepted = store.accept(
            _together(each.batches(borough)),
            each.schema,
            dataset=each.dataset.id,
            form=each.form,
            period=each.window.period,
            sender=each.sender,
            received=each.received,
        )
        records[each.dataset.id] += accepted.records
        if progress is not None:
            progress(each.dataset.id, done, len(returns))
    return dict(records)


def _together(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in fewer, larger batches: a file of many small pieces is slow to read."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(each.num_rows for each in held) >= ROWS_TOGETHER:
            yield pa.concat_batches(held)
            held = []
    if held:
        yield pa.concat_batches(held)
