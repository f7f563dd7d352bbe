"""What a framework's parts may refer to, and the faults of those that refer to nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from hearth.framework.datasets import Dataset
from hearth.framework.findings import Fault, Path
from hearth.framework.framework import Framework
from hearth.framework.measures import Definition, Divided, Measure, Scope
from hearth.framework.type_faults import did_you_mean, listed

__all__ = ["Known", "by_id", "ids_of", "scopes_of"]

Thing = TypeVar("Thing")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass
class Known:
    """A framework and what is known not to be in it: the ids in `lost`, which are reported broken elsewhere.

    `levels` says whether the framework's levels of place are known. Faults gather in `faults`.
    """

    framework: Framework
    lost: Collection[str] = frozenset()
    levels: bool = True
    faults: list[Fault] = field(default_factory=list)

    @cached_property
    def datasets(self) -> dict[str, Dataset]:
        """Every dataset and survey by its id."""
        return by_id(self.framework.every_dataset)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return by_id(self.framework.measures)

    @cached_property
    def definitions(self) -> dict[str, tuple[Measure, Definition]]:
        """The definition of every figure by the figure's id, with its measure."""
        found: dict[str, tuple[Measure, Definition]] = {}
        for measure in self.framework.measures:
            found.setdefault(measure.id, (measure, measure.definition))
            for beside in measure.beside:
                found.setdefault(f"{measure.id}.{beside.name}", (measure, beside.definition))
        return found

    def fault(self, path: Path, message: str, remedy: str, code: str) -> None:
        self.faults.append(Fault(path, message, remedy, code))

    def refer(self, path: Path, id: str, among: Collection[str], what: str) -> bool:
        """Whether `id` is among those known; a fault if it is not, a quiet one if it is lost."""
        if id in among:
            return True
        if self.is_lost(id):
            self.lean(path)
            return False
        one_of = f"It can be {listed(among)}." if among else f"There is no {what} in the framework: add it."
        remedy = f"{did_you_mean(id, among)} {one_of}".strip()
        self.fault(path, f"There is no {what} `{id}`.", remedy, "dangling-reference")
        return False

    def refer_each(self, path: Path, ids: Iterable[str], among: Collection[str], what: str) -> None:
        """Refer each item of a list, which may name none of them twice."""
        listed_ids = tuple(ids)
        for number, id in enumerate(listed_ids):
            self.refer((*path, number), id, among, what)
        self.once(path, listed_ids, what)

    def once(self, path: Path, names: Iterable[str], what: str, key: str = "") -> None:
        """That no name stands twice; `key` is where in each item the name is written."""
        names = tuple(names)
        twice = {name for name, times in Counter(names).items() if times > 1}
        for number, name in enumerate(names):
            if name in twice and name in names[:number]:
                at = (*path, number, key) if key else (*path, number)
                remedy = "Keep one, or give one of them another name."
                self.fault(at, f"The {what} `{name}` is given twice.", remedy, "duplicate-id")

    def well_named(self, path: Path, name: str, what: str, pattern: re.Pattern[str] = _ID) -> None:
        if not pattern.fullmatch(name):
            remedy = "Use letters, digits, hyphens and underscores."
            if pattern is not _ID:
                remedy = "Use letters, digits and underscores, beginning with a letter."
            self.fault(path, f"`{name}` cannot be the name of a {what}.", remedy, "bad-id")

    def is_lost(self, id: str) -> bool:
        return id in self.lost or id.split(".")[0] in self.lost

    def lean(self, path: Path) -> None:
        """Note quietly that what stands here rests on something that is broken."""
        self.faults.append(Fault(path, "", "", "leans", quiet=True))


def by_id(things: Iterable[Thing], key: str = "id") -> dict[str, Thing]:
    """Things by their id (or what else names them), in order; the first of those that share one."""
    found: dict[str, Thing] = {}
    for thing in things:
        found.setdefault(str(getattr(thing, key)), thing)
    return found


def ids_of(things: Iterable[object]) -> list[str]:
    return [str(getattr(thing, "id", "")) for thing in things]


def scopes_of(definition: Definition, path: Path) -> Iterator[tuple[Path, Scope]]:
    """The scopes in a definition, each with its path."""
    if isinstance(definition, Divided):
        yield (*path, "numerator"), definition.numerator
        yield (*path, "denominator"), definition.denominator
    elif isinstance(scope := getattr(definition, "scope", None), Scope):
        yield (*path, "scope"), scope
