"""The values of a release as files: one order, one text for each number, so that the same figures are the same bytes.

`values.parquet` has the columns of `disclosure.published.PUBLISHED`. `values.csv` has the same, and `symbol` after
`marks`: UTF-8, lines that end in a line feed, numbers that are not whole in four decimals, nothing for what is not
there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hearth.disclosure.published import KEY, PUBLISHED, Mark, State
from hearth.kernel.errors import BadRelease

__all__ = [
    "CSV_COLUMNS",
    "KEY",
    "csv_bytes",
    "csv_in_slices",
    "csv_of",
    "first_difference",
    "in_order",
    "parquet_of",
    "table_of_csv",
    "table_of_parquet",
]

ROWS_TOGETHER = 4096
"""Rows of one row group: small enough that one figure is read without most of the others."""

CSV_COLUMNS = (
    *PUBLISHED.names[: PUBLISHED.names.index("marks") + 1],
    "symbol",
    *PUBLISHED.names[PUBLISHED.names.index("marks") + 1 :],
)


def in_order(table: pa.Table) -> pa.Table:
    """The rows sorted by their key, in one piece.

    BadRelease if two have the same key, or a number is none, or has more than four decimals.
    """
    held = table.select(PUBLISHED.names).cast(PUBLISHED)
    for place, column in enumerate(PUBLISHED):
        if pa.types.is_floating(column.type):
            held = held.set_column(place, column, _in_four_decimals(held[column.name], column.name))
    held = held.sort_by([(name, "ascending") for name in KEY]).combine_chunks()
    if (again := _first_twice(held)) is not None:
        raise BadRelease(f"Two values are of the same {', '.join(KEY)}: {again}.", _FAULT)
    return held


def parquet_of(table: pa.Table) -> bytes:
    """The table as a Parquet file; it is in order (`in_order`)."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", row_group_size=ROWS_TOGETHER, write_statistics=True)
    return sink.getvalue()


def table_of_parquet(held: bytes) -> pa.Table:
    """The table of a Parquet file; BadRelease if it cannot be read, or has other columns."""
    try:
        table = pq.ParquetFile(io.BytesIO(held)).read(use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise BadRelease(f"values.parquet cannot be read: {error}.", _WHOLE) from error
    if not table.schema.equals(PUBLISHED):
        raise BadRelease("values.parquet has other columns than a release has.", _WHOLE)
    return table.combine_chunks()


def csv_of(table: pa.Table) -> bytes:
    """The table as CSV; it is in order (`in_order`)."""
    return csv_in_slices(CSV_COLUMNS, table, _columns_of)


def csv_in_slices(
    heading: Sequence[str], table: pa.Table, columns_of: Callable[[pa.Table], Sequence[Sequence[Any]]]
) -> bytes:
    """A table as CSV, a slice at a time, so that few of its values are held as Python's own at once."""
    parts = [csv_bytes(heading, ())]
    for start in range(0, table.num_rows, ROWS_TOGETHER):
        parts.append(_lines_of(columns_of(table.slice(start, ROWS_TOGETHER))))
    return b"".join(parts)


def csv_bytes(heading: Sequence[str], columns: Sequence[Sequence[Any]]) -> bytes:
    """Columns as CSV. Numbers with decimals have four; None is empty; what holds a comma, quote or line is quoted."""
    return ",".join(map(_text, heading)).encode() + b"\n" + _lines_of(columns)


def _lines_of(columns: Sequence[Sequence[Any]]) -> bytes:
    texts = (map(_Texts(_text).__getitem__, column) for column in columns)
    return "".join(f"{','.join(row)}\n" for row in zip(*texts, strict=True)).encode()


def _columns_of(table: pa.Table) -> list[list[Any]]:
    columns = {name: table[name].to_pylist() for name in PUBLISHED.names}
    columns["symbol"] = list(map(_symbol, columns["state"], columns["marks"]))
    return [columns[name] for name in CSV_COLUMNS]


def table_of_csv(held: bytes) -> pa.Table:
    """The table that a `values.csv` holds; BadRelease if it cannot be read as one."""
    try:
        rows = list(csv.reader(io.StringIO(held.decode(), newline=""), strict=True))
        heading, *body = rows
        texts = (
            dict(zip(heading, zip(*body, strict=True), strict=True)) if body else dict.fromkeys(heading, ())
        )
        columns = [
            pa.array(list(map(_READ.get(str(field.type), str), texts[field.name])), field.type)
            for field in PUBLISHED
        ]
    except (ValueError, KeyError, csv.Error, pa.ArrowException) as error:
        raise BadRelease(f"values.csv cannot be read: {error}.", _WHOLE) from error
    return pa.Table.from_arrays(columns, schema=PUBLISHED)


def first_difference(held: bytes, meant: bytes) -> str:
    """Where two texts first differ, with both lines; empty if they do not."""
    pairs = zip_longest(held.split(b"\n"), meant.split(b"\n"))
    for number, (is_, was) in enumerate(pairs, start=1):
        if is_ != was:
            return f"line {number} is {_shown(is_)}, and should be {_shown(was)}"
    return ""


_FAULT = "No release of ours is like this: it is a fault in what made the figures, or they have been edited."

_WHOLE = "Get the release again from where it was published."

LONGEST = 200


def _shown(line: bytes | None) -> str:
    if line is None:
        return "not there"
    text = line.decode(errors="replace")
    return repr(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def _in_four_decimals(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """The column, what is 0 without a sign. BadRelease for a number that is none, or says more than it may."""
    told = pc.drop_null(column).to_numpy()
    if not np.isfinite(told).all():
        raise BadRelease(f"A {name} is not a number.", _FAULT)
    if (np.rint(told * 1e4) / 1e4 != told).any():
        raise BadRelease(f"A {name} has more than four decimals.", _FAULT)
    return pc.add(column, 0.0)


def _first_twice(table: pa.Table) -> str | None:
    if table.num_rows < 2:
        return None
    same = pa.array([True] * (table.num_rows - 1))
    for name in KEY:
        column = table[name].combine_chunks()
        same = pc.and_(same, pc.equal(column[:-1], column[1:]))
    if (at := pc.index(same, True).as_py()) < 0:
        return None
    return ", ".join(repr(table[name][at].as_py()) for name in KEY)


@cache
def _symbol(state: str, marks: str) -> str:
    return State(state).symbol + "".join(f"[{Mark(each)}]" for each in marks)


class _Texts(dict[Any, str]):
    """The text of each value, worked out once."""

    def __init__(self, text: Callable[[Any], str]) -> None:
        super().__init__()
        self.text = text

    def __missing__(self, value: Any) -> str:
        found = self[value] = self.text(value)
        return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}"
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\r\n') else text


_READ: dict[str, Callable[[str], Any]] = {
    "double": lambda text: float(text) if text else None,
    "int64": lambda text: int(text) if text else None,
}
