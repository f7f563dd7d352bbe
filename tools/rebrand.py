"""Makes the style sheet that the site serves from the one that npm installed. Run by tools/frontend."""

from __future__ import annotations

import sys
from pathlib import Path

from hearth.kernel.errors import UserError
from hearth_web.core.rebrand import write_style_sheet

CHECKOUT = Path(__file__).parent.parent
PACKAGE = CHECKOUT / "node_modules" / "govuk-frontend"
MADE = CHECKOUT / "src" / "hearth_web" / "core" / "static" / "govuk" / "govuk-frontend.css"


def main() -> int:
    try:
        write_style_sheet(PACKAGE, MADE)
    except UserError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
