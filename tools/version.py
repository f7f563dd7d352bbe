"""Fails where the version that is installed is not that of the changelog's newest heading."""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from pathlib import Path

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"


def main() -> int:
    newest = re.search(r"(?m)^## (\d+\.\d+\.\d+)", CHANGELOG.read_text(encoding="utf-8"))
    written = newest[1] if newest else "none"
    installed = version("hearth-outcomes")
    if written == installed:
        return 0
    print(f"CHANGELOG.md says {written}, installed is {installed}: run `make`.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
