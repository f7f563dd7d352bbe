"""The browser that the site's tests drive: Chromium or Chrome, the machine's own.

`python tests/browser.py` prints where it is. It leaves with 1 where there is none (tools/browser may then install it),
and with 2 where HEARTH_CHROMIUM names what is not there, which no installing would mend.
"""

from __future__ import annotations

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "apt-get install --no-install-recommends chromium fonts-noto-core"


class NoBrowser(Exception):
    """There is no browser to drive; says what to do."""


def chromium_path() -> str:
    """Where the browser is: what HEARTH_CHROMIUM says, or the first of `NAMES` on the PATH.

    Raises `NoBrowser` where there is none: a test without its browser fails, and is never skipped.
    """
    named = os.environ.get("HEARTH_CHROMIUM", "")
    for name in (named,) if named else NAMES:
        if found := shutil.which(name):
            return found
    if named:
        raise NoBrowser(f"HEARTH_CHROMIUM is {named}, and no program is there. Mend it, or unset it.")
    raise NoBrowser(
        f"The tests of the site need a browser: {', '.join(NAMES)}, or what HEARTH_CHROMIUM names. "
        f"On Debian, as root: {INSTALL}"
    )


def main() -> int:
    try:
        sys.stdout.write(f"{chromium_path()}\n")
    except NoBrowser as fault:
        sys.stderr.write(f"{fault}\n")
        return 2 if os.environ.get("HEARTH_CHROMIUM") else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
