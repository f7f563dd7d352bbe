"""Runs a program as a process of its own, and says what it took: CPU seconds of all its threads, wall, and memory.

Processor seconds are compared, not wall: on a shared machine the same work takes two or three times as long by the
clock. This module imports nothing large, because a child's peak memory counts from its parent's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Spent", "Failed", "run", "interleaved", "least"]


class Failed(RuntimeError):
    """A child process did not end well; what it wrote is in the message."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one process took: CPU and wall seconds, peak resident memory in MB, and what it printed."""

    cpu: float
    wall: float
    peak: float
    printed: str


def run(command: Sequence[str | Path], folder: Path) -> Spent:
    """Run to the end, with what it prints kept in `folder`. Failed if it does not end with 0."""
    out, err = folder / "stdout", folder / "stderr"
    started = time.monotonic()
    with out.open("wb") as stdout, err.open("wb") as stderr:
        child = subprocess.Popen([str(part) for part in command], stdout=stdout, stderr=stderr)
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - started
    child.returncode = os.waitstatus_to_exitcode(status)  # Popen is not to wait for it again
    if child.returncode != 0:
        raise Failed(
            f"{' '.join(map(str, command))}\n{err.read_text(encoding='utf-8', errors='replace')[-2000:]}"
        )
    peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Spent(usage.ru_utime + usage.ru_stime, wall, peak, out.read_text(encoding="utf-8"))


def interleaved(
    commands: Mapping[str, Sequence[str | Path]], rounds: int, folder: Path
) -> dict[str, list[Spent]]:
    """Each command once, then each again: whatever slows the machine slows them all alike."""
    spent: dict[str, list[Spent]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            spent[name].append(run(command, folder))
    return spent


def least(many: Sequence[Spent]) -> float:
    """The fewest CPU seconds of any."""
    return min(each.cpu for each in many)
