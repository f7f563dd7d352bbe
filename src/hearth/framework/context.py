"""What stands around the measures: decisions we took, targets that others set, and ties to other frameworks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

__all__ = ["Agreement", "Benchmark", "Crosswalk", "Decision", "Tag", "Target"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice made where the source leaves room: what it leaves open, what we choose, why, and what else could be."""

    id: str
    leaves_open: str
    choice: str
    because: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is meant to reach, by when, and who said so.

    A target whose `value` is empty is a setting: the authority gives it in its own copy of the framework.
    """

    id: str
    measure: str
    scope: Literal["national", "authority"]
    by: str
    source: str
    value: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure that others publish, to be shown beside ours: `code` is what the figure is called in the `source`.

    `note` says in what it differs from ours, if it does.
    """

    figure: str
    source: str
    code: str
    note: str = ""


class Agreement(StrEnum):
    """Whether those who own both ends agree to a tag, or it is only proposed."""

    PROPOSED = "proposed"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Another framework or collection that ours can be read against; `ended` says when it stopped, if it has."""

    id: str
    title: str
    publisher: str
    source: str
    period: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tie: `theirs` in the crosswalk, with its title there, and what of `ours` it bears on."""

    crosswalk: str
    theirs: str
    title: str
    ours: tuple[str, ...]
    agreement: Agreement
    source: str
    note: str = ""
