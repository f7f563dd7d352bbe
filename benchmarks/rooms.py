"""`hearth measure`, with a clock on every call from one room into another. To be run as a process of its own.

python rooms.py STORE OUT POLICY

Prints the seconds spent in each room (not in those that it calls), and what `hearth measure --json` says of the
release. The clock is read twice a call, about a hundred thousand times in all: a few tenths of a second.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import wraps
from types import FunctionType, GeneratorType, ModuleType
from typing import Any

from no_pandas import forbid

__all__ = ["ROOMS", "Clock", "measured"]

ROOMS = {
    "hearth.engine": "counting",
    "hearth.framework": "reading what is there",
    "hearth.store": "reading what is there",
    "hearth.figures": "reading what is there",
    "hearth.disclosure.publish": "publishing",
    "hearth.disclosure.protect": "protecting: deciding what next",
    "hearth.disclosure.tables": "protecting: laying out",
    "hearth.disclosure.quantities": "protecting: laying out",
    "hearth.disclosure.blocks": "protecting: laying out",
    "hearth.disclosure.primary": "protecting: what is too small",
    "hearth.disclosure.secondary": "protecting: what hides it",
    "hearth.disclosure.possible": "protecting: looking for witnesses",
    "hearth.release.write": "writing",
    "hearth.release.trail": "writing",
    "hearth.release.read": "verifying",
    "hearth.release.verify": "verifying",
}
"""Where a call goes, by how the name of its module starts; calls to other modules stay with their caller."""

STARTING, THE_REST = "starting", "the command, and ending"


class Clock:
    """Seconds of each room: of the processor (all threads) and of the clock on the wall. One room is on at a time."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}
        self.within = [STARTING]
        self.last = (0.0, time.perf_counter())
        self.thread = threading.get_ident()

    def turn(self) -> None:
        """Charge what has passed since the last turn to the room that is on."""
        now = (time.process_time(), time.perf_counter())
        held = self.spent.setdefault(self.within[-1], [0.0, 0.0])
        for at, (new, old) in enumerate(zip(now, self.last, strict=True)):
            held[at] += new - old
        self.last = now

    @contextlib.contextmanager
    def on(self, room: str) -> Iterator[None]:
        """The room is on; what it calls may turn on another."""
        self.turn()
        self.within.append(room)
        try:
            yield
        finally:
            self.turn()
            self.within.pop()

    def charged(self, room: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its seconds charged to the room; of a generator, those of each step."""

        @wraps(work)
        def clocked(*args: Any, **named: Any) -> Any:
            if threading.get_ident() != self.thread:
                return work(*args, **named)
            with self.on(room):
                found = work(*args, **named)
            return self.steps(room, found) if isinstance(found, GeneratorType) else found

        return clocked

    def steps(self, room: str, work: Iterator[Any]) -> Iterator[Any]:
        """What a generator yields."""
        while True:
            with self.on(room):
                try:
                    found = next(work)
                except StopIteration:
                    return
            yield found

    def watch(self, module: ModuleType) -> None:
        """Charge what this module calls in other rooms to them."""
        here = _room(module.__name__)
        for name, held in list(vars(module).items()):
            if isinstance(held, FunctionType) and held.__module__ != module.__name__:
                room = _room(held.__module__)
                if room and room != here:
                    setattr(module, name, self.charged(room, held))


def measured(store: str, out: str, policy: str) -> None:
    """Make a release, and print what each room took."""
    clock = Clock()
    main = importlib.import_module("hearth.cli.main").main
    command = importlib.import_module("hearth.cli.measuring")
    rooms = [
        sys.modules[name]
        for name in sorted(sys.modules)
        if _room(name) and name.startswith("hearth.disclosure")
    ]
    for module in (command, *rooms):
        clock.watch(module)
    asked = ["measure", "stockport", "--store", store, "--out", out, "--policy", policy, "--json", "--quiet"]
    printed = io.StringIO()
    with clock.on(THE_REST), contextlib.redirect_stdout(printed):
        status = main(asked)
    if status:
        raise SystemExit(status)
    said = json.loads(printed.getvalue())
    said.pop("by_figure", None)
    print(json.dumps({"rooms": clock.spent, "release": said}))


def _room(module: str) -> str:
    return next((room for start, room in ROOMS.items() if f"{module}.".startswith(f"{start}.")), "")


if __name__ == "__main__":
    forbid()
    measured(*sys.argv[1:])
