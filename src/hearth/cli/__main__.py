"""`python -m hearth.cli` is `hearth`."""

from __future__ import annotations

import sys

from hearth.cli.main import main

# Processes that share its work read this file, too, and must not begin it anew.
if __name__ == "__main__":
    sys.exit(main())
