"""`python -m hearth_web` is `hearth-web`."""

from __future__ import annotations

import sys

from hearth_web.command import main

__all__: list[str] = []

sys.exit(main())
