"""HiGHS, the solver of linear programs, as both the protector and the attacker use it."""

from __future__ import annotations

import highspy

__all__ = ["QuietHighs"]


class QuietHighs(highspy.Highs):
    """HiGHS, but for the lines that it prints as it is made: it would say them as it sets up callbacks, of which we
    have none."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()
