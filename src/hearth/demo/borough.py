"""One demonstration: its seed, and how many people it has for each one of the borough of 300,000."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hearth.demo.streams import Block, blocks

__all__ = ["Borough"]


@dataclass(frozen=True, slots=True)
class Borough:
    """`scale` times the people, or one in `sample` of them: never more places or years."""

    seed: int
    scale: int = 1
    sample: int = 1

    def __post_init__(self) -> None:
        if self.scale < 1 or self.sample < 1:
            raise ValueError("the scale and the sample are whole numbers from 1")

    @property
    def people(self) -> float:
        """People for each one of the borough of 300,000."""
        return self.scale / self.sample

    def many(self, people: float) -> int:
        """How many there are for so many of the borough of 300,000; at least one."""
        return max(1, round(people * self.scale / self.sample))

    def blocks(self, cohort: str, people: int) -> Iterator[Block]:
        """The blocks of a cohort that has about so many, give or take one in thirty, in the borough of 300,000."""
        more = Block(self.seed, cohort, 0, 0, 1).draws("how many").uniform().item() * 2 - 1
        return blocks(self.seed, cohort, self.many(people * (1 + more / 30)))
