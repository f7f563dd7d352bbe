"""Results in which other counts stand where nobody may see the true ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearth.disclosure.protect import Protection
from hearth.engine.results import COUNTS, RESULTS, Results

Numbers = npt.NDArray[np.int64]
Others = Callable[[int], Numbers]
"""So many other counts."""


def random_counts(seed: int, most: int = 60) -> Others:
    random = np.random.default_rng(seed)
    return lambda number: random.integers(0, most, number)


def with_other_counts(results: Results, where: npt.NDArray[np.bool_], others: Others) -> Results:
    """The results with other counts in these rows: every numerator within its denominator, none below nobody."""
    table = results.table
    columns = {name: table[name] for name in RESULTS.names}
    below = {name: others(len(where)) for name in ("denominator", "earlier_denominator")}
    for name in COUNTS:
        most = below.get(name.replace("numerator", "denominator"), below["denominator"])
        new = most if name.endswith("denominator") else np.minimum(others(len(where)), most)
        for end in ("low", "high"):
            was = table[f"{name}_{end}"]
            there = was.is_valid().to_numpy()
            held = np.where(where & there, new, was.fill_null(0).to_numpy())
            columns[f"{name}_{end}"] = pa.array(held, pa.int64(), mask=~there)
    return replace(results, table=pa.table(columns, schema=RESULTS))


def unseen(held: Protection) -> npt.NDArray[np.bool_]:
    return held.hidden | ~held.given
