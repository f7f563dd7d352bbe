"""What the source says: strands, outcomes, priority areas and metrics, word for word.

Nothing here is ours. Where the source words a thing in two places differently, both wordings stand.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Metric",
    "Outcome",
    "OverarchingOutcome",
    "Principle",
    "PriorityArea",
    "Service",
    "Source",
    "Strand",
    "Wording",
]


@dataclass(frozen=True, slots=True)
class Source:
    """The document a framework is taken from."""

    title: str
    publisher: str
    published: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a statement, and where in the source it stands."""

    text: str
    stands: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class OverarchingOutcome:
    """What every part of the framework contributes to."""

    id: str
    statement: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Principle:
    """An underpinning principle: its name in prose, and the word that heads its table."""

    id: str
    name: str
    tabled_as: str


@dataclass(frozen=True, slots=True)
class Strand:
    """A table of metrics. `wordings` are all the names that the source gives it; the first is used as its title."""

    id: str
    wordings: tuple[Wording, ...]

    @property
    def title(self) -> str:
        return self.wordings[0].text


@dataclass(frozen=True, slots=True)
class Service:
    """A service in scope of a priority area."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PriorityArea:
    """A co-produced priority, its services, and any phrase in which the source prints several of them as one."""

    id: str
    strand: str
    wordings: tuple[Wording, ...]
    services: tuple[Service, ...]
    printed_phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A change that should happen for people, in every wording that the source gives it."""

    id: str
    strand: str
    number: int
    wordings: tuple[Wording, ...]
    principle: str | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A numbered statement of the source, with the method it is printed with, and the measures worked out for it."""

    id: str
    strand: str
    outcome: str
    statement: str
    method_and_source: str
    measures: tuple[str, ...]
    line: int | None = None
