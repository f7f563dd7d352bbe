"""Columns of a return, from numbers: codes, days, references, decimals. Where `missing` holds, the cell is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearth.demo.streams import Bools, Floats, Ints

__all__ = ["Columns", "words", "days", "wholes", "flags", "decimals", "references", "same", "rows"]

Columns = Mapping[str, pa.Array]


def words(choices: Sequence[str], which: Ints, missing: Bools | None = None) -> pa.Array:
    """The choice of each number; below 0 there is none."""
    empty = which < 0 if missing is None else missing | (which < 0)
    return pc.take(pa.array(choices, pa.string()), pa.array(np.where(empty, 0, which), mask=empty))


def days(numbers: Ints, missing: Bools | None = None) -> pa.Array:
    """Dates, from days since 1970-01-01."""
    return pa.array(numbers.astype("datetime64[D]"), pa.date32(), mask=missing)


def wholes(numbers: Ints, missing: Bools | None = None) -> pa.Array:
    return pa.array(numbers.astype(np.int64), pa.int64(), mask=missing)


def flags(values: Bools, missing: Bools | None = None) -> pa.Array:
    return pa.array(values, pa.bool_(), mask=missing)


def decimals(values: Floats, places: int, missing: Bools | None = None) -> pa.Array:
    """Exact decimals, rounded to so many places: laid out as the 16 bytes of each whole number of units."""
    units = np.rint(values * 10**places).astype(np.int64)
    both = np.stack([units, units >> 63], axis=1)
    cells = pa.Array.from_buffers(pa.decimal128(18, places), len(units), [None, pa.py_buffer(both.tobytes())])
    return cells if missing is None else pc.if_else(pa.array(missing), pa.scalar(None, cells.type), cells)


def references(prefix: str, numbers: Ints, ending: pa.Array | str = "") -> pa.Array:
    """References such as child-2023-24-Q1-00000012, which sort as their numbers do."""
    padded = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 8, "0")
    return pc.binary_join_element_wise(prefix, padded, ending, "")


def same(word: str, size: int) -> pa.Array:
    """One word for every row."""
    return pa.repeat(pa.scalar(word, pa.string()), size)


def rows(schema: pa.Schema, columns: Columns, keep: Bools) -> pa.RecordBatch:
    """The rows to keep, in the columns of the schema; a KeyError names a column that was not drawn."""
    batch = pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)
    return batch.filter(pa.array(keep))
