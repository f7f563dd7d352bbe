"""Runs every check of `make check`, two at a time, and says of each whether it holds; a failed one is shown in full."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Check:
    """What is held to, and what runs it under the environment's Python."""

    what: str
    arguments: tuple[str, ...]


CHECKS = (
    Check("the library stands alone", ("tools/bare.py",)),
    Check("types (mypy)", ("-m", "mypy")),
    Check("docs are what the code says", ("tools/docs.py", "--check")),
    Check("the arrows between the rooms (import-linter)", ("-c", IMPORTS, "--no-logo")),
    Check("lint (ruff)", ("-m", "ruff", "check", "--quiet")),
    Check("format (ruff)", ("-m", "ruff", "format", "--check", "--quiet")),
    Check("lengths of files and functions", ("tools/lengths.py",)),
    Check("the changelog's version is the installed one", ("tools/version.py",)),
)


def run(check: Check) -> tuple[Check, float, subprocess.CompletedProcess[str]]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *check.arguments],
        check=False,
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    return check, time.monotonic() - began, done


def main() -> int:
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for future in as_completed([pool.submit(run, check) for check in CHECKS]):
            check, seconds, done = future.result()
            print(f"{'FAILED' if done.returncode else 'ok':6}  {check.what}  ({seconds:.0f} s)", flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout, flush=True)
    print(f"{failed} of {len(CHECKS)} checks failed." if failed else f"All {len(CHECKS)} checks hold.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
