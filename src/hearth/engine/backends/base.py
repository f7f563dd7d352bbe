"""What every engine answers, and in what shape."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from hearth.engine.plan import Plan, Scan, Task
from hearth.kernel.errors import NotMeasurable

__all__ = ["Counts", "Engine", "Integers", "past_64_bits"]

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one task: a row for each period, place and bin that has any.

    `period` and `bin` are positions in the plan's lists; `place` holds codes. `low` and `high` have a row for each,
    and a column for each of the task's components; they are the same array where everything is known exactly.
    """

    task: str
    period: Integers
    place: npt.NDArray[np.object_]
    bin: Integers
    low: Integers
    high: Integers


class Engine(Protocol):
    """Counts what a plan asks for. Integers only: every statistic is worked out elsewhere, once, for all engines.

    Use it as a context: `with engine as counter:`. Nothing it returns depends on threads, the order of files or of
    the rows in them, or on what it had to put on disk. NotMeasurable where a sum does not fit in 64 bits.
    """

    def __init__(self, plan: Plan) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    def count_records(self, scan: Scan) -> list[Counts]:
        """The counts of every task of the scan, over its records."""
        ...

    def count_aggregates(self, task: Task) -> Counts:
        """The counts of one task over the plan's aggregate rows."""
        ...


def past_64_bits(what: str) -> NotMeasurable:
    """The refusal of a sum that would otherwise come out as another number."""
    return NotMeasurable(
        f"A sum over {what} is larger than 64 bits hold.",
        "Look for a value that is far too large: the dataset's `maximum` should have refused it.",
    )
