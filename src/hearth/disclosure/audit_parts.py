"""The parts that a release falls into: unknowns that no row ties to those of another part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from hearth.disclosure.audit_cells import Cells, Floats, Ints
from hearth.disclosure.audit_rows import Rows, tighten
from hearth.disclosure.audit_search import Part

__all__ = ["Parts", "parts_of"]

_CAP = 1000
"""With four times the largest number shown, far more than any count could need: in the place of no bound at all."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The unknowns of each part with its program; and the bounds of all.

    `contradicted` are the unknowns tied to a row that no table keeps to.
    """

    parts: tuple[tuple[Ints, Part], ...]
    low: Floats
    high: Floats
    contradicted: npt.NDArray[np.bool_]


def parts_of(rows: Rows, cells: Cells, targets: npt.NDArray[np.bool_], enough: Floats) -> Parts:
    """The parts that hold a target and more than one unknown, largest first. `enough` is of each unknown."""
    bounds = cells.low, cells.high
    low, high = tighten(rows, *bounds)
    contradicted = _contradicted(rows, bounds, low, high)
    at = np.where(low != high, 0.0, low)
    free = ~contradicted & (low < high)
    constant = rows.matrix @ at
    matrix = rows.matrix[:, free]
    row_low, row_high = rows.low - constant, rows.high - constant
    kept = _bearing(matrix, row_low, row_high, low[free], high[free])
    matrix, row_low, row_high = matrix[kept], row_low[kept], row_high[kept]
    capped = np.minimum(high, _CAP + 4 * max(bounds[1][np.isfinite(bounds[1])], default=0.0))
    parts = [
        (
            which,
            Part(
                inner,
                (row_low[at_rows], row_high[at_rows]),
                (low[which], capped[which]),
                np.flatnonzero(targets[which]),
                enough[which],
                (cells.names[which], cells.grid.steps),
            ),
        )
        for which, at_rows, inner in _split(matrix, np.flatnonzero(free))
        if len(which) > 1 and targets[which].any()
    ]
    parts.sort(key=lambda part: (-len(part[0]), int(part[0][0])))
    return Parts(tuple(parts), low, high, contradicted)


def _contradicted(
    rows: Rows, bounds: tuple[Floats, Floats], low: Floats, high: Floats
) -> npt.NDArray[np.bool_]:
    """Which unknowns hang together with one whose bounds cannot be, or are in a row of known counts that is wrong."""
    wrong = low > high
    exact = ~wrong & (low == high)
    sums = rows.matrix @ np.where(exact, low, 0.0)
    open_ = np.asarray(abs(rows.matrix) @ (~exact).astype(float)) > 0
    broken = ~open_ & ((sums < rows.low) | (sums > rows.high))
    wrong = wrong | (np.asarray(abs(rows.matrix[broken]).sum(axis=0)).ravel() > 0)
    if not wrong.any():
        return wrong
    movable = (bounds[0] < bounds[1]).astype(float)
    tied = (rows.matrix @ sparse.diags(movable)).tocsr()
    tied.eliminate_zeros()
    labels = _labels(tied)[1]
    return np.isin(labels, labels[wrong])


def _bearing(
    matrix: sparse.csr_matrix, row_low: Floats, row_high: Floats, low: Floats, high: Floats
) -> npt.NDArray[np.bool_]:
    """Which rows the bounds alone do not already keep to."""
    up, down = matrix.maximum(0), (-matrix).maximum(0)
    top = np.where(np.isinf(high), 1e15, high)
    least, most = up @ low - down @ top, up @ top - down @ low
    bearing: npt.NDArray[np.bool_] = (np.diff(matrix.indptr) > 0) & ((least < row_low) | (most > row_high))
    return bearing


def _labels(matrix: sparse.csr_matrix) -> tuple[int, Ints]:
    """For each column, the number of the part it belongs to."""
    rows, columns = matrix.shape
    graph = sparse.block_array([[None, matrix], [matrix.T, None]], format="csr")
    count, labels = csgraph.connected_components(graph, directed=False)
    return count, labels[rows : rows + columns]


def _split(matrix: sparse.csr_matrix, names: Ints) -> Iterator[tuple[Ints, Ints, sparse.csr_matrix]]:
    """The unknowns, the rows and the matrix of each part."""
    if not len(names):
        return
    _, labels = _labels(matrix)
    sorted_columns = np.argsort(labels, kind="stable")
    first_of_row = matrix.indices[matrix.indptr[:-1]] if matrix.shape[0] else np.zeros(0, np.int64)
    row_labels = labels[first_of_row]
    sorted_rows = np.argsort(row_labels, kind="stable")
    ordered = matrix[sorted_rows][:, sorted_columns]
    which = np.unique(labels)
    firsts, lasts = (np.searchsorted(labels[sorted_columns], which, side) for side in ("left", "right"))
    tops, bottoms = (np.searchsorted(row_labels[sorted_rows], which, side) for side in ("left", "right"))
    for first, last, top, bottom in zip(firsts, lasts, tops, bottoms, strict=True):
        columns, rows = sorted_columns[first:last], sorted_rows[top:bottom]
        yield names[columns], rows, _block(ordered, (top, bottom), (first, last))


def _block(matrix: sparse.csr_matrix, rows: tuple[int, int], columns: tuple[int, int]) -> sparse.csr_matrix:
    """So many rows and columns, where these rows have no entries in other columns."""
    starts = matrix.indptr[rows[0] : rows[1] + 1]
    entries = slice(starts[0], starts[-1])
    inner = matrix.data[entries], matrix.indices[entries] - columns[0], starts - starts[0]
    return sparse.csr_matrix(inner, shape=(rows[1] - rows[0], columns[1] - columns[0]))
