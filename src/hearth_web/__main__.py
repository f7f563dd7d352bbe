"""`python -m hearth_web` is `hearth-web`."""

from __future__ import annotations

import sys

from hearth_web.command import main

__all__: list[str] = []

# Processes that share its work read this file, too, and must not begin it anew.
if __name__ == "__main__":
    sys.exit(main())
