"""The usual level of every measure in the demonstration, and its mild slope by deprivation, before anything is planted.

With what is planted, figures are near what an English borough of this size publishes: good level of development 68,
breastfeeding 54, Key Stage 2 64, Attainment 8 47, NEET 4.2, depression 17. Where none is published they are
plausible, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Level", "LEVELS"]


@dataclass(frozen=True, slots=True)
class Level:
    """`level` in percent (Attainment 8: points) in the middle fifth; `slope` for each fifth less deprived."""

    measure: str
    level: float
    slope: float = 0.0


LEVELS: dict[str, Level] = {
    each.measure: each
    for each in (
        Level("F-A1", 66),
        Level("F-A2", 62),
        Level("F-A3", 64),
        Level("F-C1", 78),
        Level("F-C2", 63),
        Level("F-C3", 14),
        Level("F-R1", 72),
        Level("F-R2", 74),
        Level("F-R3", 68),
        Level("W-A1", 81),
        Level("W-A2", 64),
        Level("W-A3", 66),
        Level("W-C1", 84),
        Level("W-C2", 73),
        Level("W-C3", 64),
        Level("W-R1a", 68),
        Level("W-R1b", 70),
        Level("W-R2", 79),
        Level("W-R3", 65),
        Level("P1", 83, 1.0),
        Level("P2", 54, 1.5),
        Level("P3", 70.5, 1.0),
        Level("P4b", 8, -0.5),
        Level("P5a", 95, 0.3),
        Level("P5b", 90.5, 0.5),
        Level("P6a", 68, 1.0),
        Level("P6b", 62, 1.0),
        Level("P6c", 50, 1.5),
        Level("P6d", 47, 1.2),
        Level("P6e", 3.2, -0.2),
        Level("P7", 67),
        Level("H2", 17, -0.4),
        Level("H3", 55),
        Level("H4", 22, -1.0),
        Level("H5", 58),
        Level("H6", 9, -0.4),
        Level("H7", 15, -0.5),
        Level("H8", 73),
        Level("T1", 19, -0.5),
        Level("T3b", 44),
        Level("T5", 69),
    )
}
