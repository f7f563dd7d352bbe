"""What a long command says on the way: a bar on a terminal, a line for each step in a log, nothing if asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

__all__ = ["Progress", "on_the_way"]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


@contextmanager
def on_the_way(*, quiet: bool) -> Iterator[Progress]:
    """A progress to hand to work that takes long. It writes to standard error, and a bar is gone when it ends."""
    if quiet:
        yield _say_nothing
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _Lines()


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    from hearth.cli.screen import console_on

    columns = (BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=console_on(sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None)

        def move(what: str, done: int, steps: int) -> None:
            bar.update(task, description=what, completed=done, total=steps)

        yield move


class _Lines:
    """A line whenever something else is being done, so that a log stays short, with the steps done before it."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, what: str, done: int, steps: int) -> None:
        if what != self.last:
            print(f"[{done}/{steps}] {what}", file=sys.stderr, flush=True)
        self.last = what


def _say_nothing(what: str, done: int, steps: int) -> None:
    """No one is watching."""
