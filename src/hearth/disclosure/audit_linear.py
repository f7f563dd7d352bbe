"""Linear programs over a part of a release: the furthest that counts can go, within all that is known of them."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from hearth.disclosure.audit_cells import Floats
from hearth.disclosure.highs import QuietHighs

__all__ = ["Program"]

_INSIDE = (("solver", "ipm"), ("run_crossover", "off"), ("presolve", "on"))
_ALONG_THE_EDGE = (("solver", "simplex"), ("run_crossover", "on"), ("presolve", "off"))


class Program:
    """Counts between bounds that keep to rows, all at once. `solved` counts the programs run;
    `impossible` says whether the last one found that no counts keep to everything.

    It is set up once and run again for each objective from where it stopped, on one thread, so that the same
    questions in the same order have the same answers.
    """

    def __init__(
        self, matrix: sparse.csr_matrix, rows: tuple[Floats, Floats], columns: tuple[Floats, Floats]
    ) -> None:
        self.solved = 0
        self.impossible = False
        self._width = matrix.shape[1]
        self._every = np.arange(self._width, dtype=np.int32)
        self._highs = QuietHighs()  # type: ignore[no-untyped-call]
        for option, value in (("threads", 1), ("random_seed", 1)):
            self._highs.setOptionValue(option, value)
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = matrix.shape
        program.col_cost_ = np.zeros(self._width)
        program.col_lower_, program.col_upper_ = columns
        program.row_lower_, program.row_upper_ = rows
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        program.a_matrix_.index_ = matrix.indices.astype(np.int32)
        program.a_matrix_.value_ = matrix.data.astype(np.float64)
        self._highs.passModel(program)

    def within(self) -> Floats | None:
        """Counts that keep to everything, as far inside the bounds as may be; None if there are none."""
        return self.most(np.zeros(self._width), inside=True)

    def most(self, objective: Floats, *, inside: bool = False) -> Floats | None:
        """The counts for which the objective comes to the most; None where it was not solved.

        `inside` goes through the middle of what is possible (interior point), which is quicker for many thousands.
        Where that does not come to an end, the edge is tried.
        """
        self._highs.changeColsCost(self._width, self._every, -objective)
        found = self._run(_INSIDE) if inside else None
        return self._run(_ALONG_THE_EDGE) if found is None else found

    def _run(self, options: tuple[tuple[str, str], ...]) -> Floats | None:
        for option, value in options:
            self._highs.setOptionValue(option, value)
        self.solved += 1
        self._highs.run()
        status = self._highs.getModelStatus()
        self.impossible = status == highspy.HighsModelStatus.kInfeasible
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._highs.getSolution().col_value)
