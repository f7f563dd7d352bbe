"""Random numbers that depend on nothing but the seed and what they are for.

People come in blocks. Each thing drawn for a block has a stream of its own, so that a block can be drawn again, alone
and in any order, and be the same people: what happens to them in one period is drawn where that period is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

__all__ = ["BLOCK", "Bools", "Floats", "Ints", "Draws", "Block", "blocks"]

BLOCK = 20_000
"""The most people drawn at one time: what bounds the memory."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Draws:
    """One draw for each of `size` things at every call. Only uniform numbers are taken from the generator."""

    generator: np.random.Generator
    size: int

    def uniform(self) -> Floats:
        """From 0 up to, not including, 1."""
        return self.generator.random(self.size)

    def happens(self, chance: float | Floats) -> Bools:
        """Whether a thing of this chance, from 0 to 1, happens."""
        return self.uniform() < chance

    def among(self, weights: Sequence[float] | Floats) -> Ints:
        """The number, from 0, of one of the choices with these weights."""
        steps = np.cumsum(np.asarray(weights, dtype=np.float64))
        which: Ints = np.searchsorted(steps[:-1], self.uniform() * steps[-1], side="right").astype(np.int64)
        return which

    def whole(self, low: int | Ints, high: int | Ints) -> Ints:
        """A whole number from `low` to `high`, both in, each as likely."""
        above = np.floor(self.uniform() * (np.asarray(high) - low + 1)).astype(np.int64)
        return np.asarray(low + above, dtype=np.int64)

    def normal(self) -> Floats:
        """Standard normal, by the inverse of its distribution."""
        return np.asarray(ndtri(self.uniform() * (1 - 2**-40) + 2**-41), dtype=np.float64)

    def waiting(self, mean: float) -> Floats:
        """Exponential with this mean: how long until something happens."""
        return -mean * np.log1p(-self.uniform())


@dataclass(frozen=True, slots=True)
class Block:
    """Some of a cohort's people: `size` of them, from number `first`."""

    seed: int
    cohort: str
    number: int
    first: int
    size: int

    @property
    def index(self) -> Ints:
        """The people's numbers in their cohort."""
        return np.arange(self.first, self.first + self.size, dtype=np.int64)

    def draws(self, what: str, times: int = 1) -> Draws:
        """The stream for one thing about these people, with `times` draws for each of them at every call."""
        return self.draws_of(what, self.size * times)

    def draws_of(self, what: str, size: int) -> Draws:
        """The stream for `size` things, such as all the contacts that these people had."""
        name = f"{self.seed}|{self.cohort}|{self.number}|{what}"
        key = int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), "little")
        return Draws(np.random.Generator(np.random.Philox(key=key)), size)


def blocks(seed: int, cohort: str, people: int) -> Iterator[Block]:
    """The blocks that a cohort of so many people is drawn in."""
    for number, first in enumerate(range(0, people, BLOCK)):
        yield Block(seed, cohort, number, first, min(BLOCK, people - first))
