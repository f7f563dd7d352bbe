"""Commands run, in this process or in one of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCORECARD = Path(__file__).parent.parent / "frameworks_data" / "scorecard"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def in_a_process(*arguments: object, program: Path | None = None, **environment: str) -> Ran:
    """Run a command (or another program) as a shell would."""
    start = [str(program)] if program else ["-m", "hearth.cli"]
    done = subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=environment_with(**environment),
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def environment_with(**changed: str) -> dict[str, str]:
    """The environment, without what would change how pages look, and with what is given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "COLUMNS", "FORCE_COLOR")
    }
    return kept | changed
