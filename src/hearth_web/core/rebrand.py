"""Makes the site's style sheet from the public sector's own, and takes GOV.UK's identity out of it.

The components are free to use (MIT); the GDS Transport typeface and the royal crest are not ours to show. What comes
out holds every rule but those, names nothing to fetch, and says where it is from. It knows no Django: set-up runs it
before there is a site.

Nothing here is guessed. What is taken out is counted first, and a version that counts otherwise is refused.
"""

from __future__ import annotations

__all__ = ["ChangedStyleSheet", "FONTS", "rebrand", "write_style_sheet"]

import json
import re
from collections.abc import Iterator
from pathlib import Path

from hearth.kernel.errors import UserError

FONTS = '"Helvetica Neue",Helvetica,Arial,sans-serif'
"""The typefaces that the Design System names for services that are not on GOV.UK."""

THEIRS = "GDS Transport,arial,sans-serif"
CHARSET = '@charset "UTF-8";'
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FONT_FACE = re.compile(r"@font-face\{[^{}]*\}")
CREST = re.compile(r"\.govuk-footer__(?:copyright-logo|crown)(?![\w-])")
GROUPS = ("@media", "@supports")

TAKEN_OUT = {
    "comments (the typeface's notice, and where the source map is)": (COMMENT, 2),
    "@font-face blocks": (FONT_FACE, 2),
    "declarations of the typeface": (re.compile(re.escape("font-family:" + THEIRS)), 55),
    "addresses of the crest": (re.compile(r"url\(/assets/images/govuk-crest\.svg\)"), 3),
}
"""What is taken out, and how often it stands in the version that was read through by eye."""

LEFT_BEHIND = re.compile(r"GDS|crest|crown|copyright-logo|url\(|@import|@font-face|/\*", re.IGNORECASE)

NOTICE = """\
/*! govuk-frontend {version}, changed by Hearth: GOV.UK's typeface and emblem are taken out.

The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
"""


class ChangedStyleSheet(UserError):
    """A govuk-frontend that is not the one these rules were written for."""

    code = "stylesheet"


def rebrand(css: str, version: str) -> str:
    """The minified style sheet of `version` without GOV.UK's identity, its licence first.

    Every other rule stays, in its order. Raises `ChangedStyleSheet` where what is to be taken out does not stand there
    as often as it should, or where a trace of it would be left.
    """
    for what, (pattern, expected) in TAKEN_OUT.items():
        found = len(pattern.findall(css))
        if found != expected:
            raise changed(version, f"has {found} {what}, and {expected} were expected")
    plain = FONT_FACE.sub("", COMMENT.sub("", css)).replace("font-family:" + THEIRS, "font-family:" + FONTS)
    kept = "".join(without_crest(plain)).replace(CHARSET, "", 1).strip()
    if left := LEFT_BEHIND.search(kept):
        around = kept[max(0, left.start() - 40) : left.end() + 40]
        raise changed(version, f"would leave {left[0]!r} in what the site serves: ...{around}...")
    return f"{CHARSET}\n{NOTICE.format(version=version)}{kept}\n"


def changed(version: str, what: str) -> ChangedStyleSheet:
    return ChangedStyleSheet(
        f"The style sheet of govuk-frontend {version} {what}.",
        "If you moved the version in package.json: read its new style sheet for typefaces, crests and addresses, then "
        "put TAKEN_OUT and CREST in src/hearth_web/core/rebrand.py right. If you did not: remove node_modules and run "
        "make again.",
    )


def without_crest(css: str) -> Iterator[str]:
    """The blocks of a style sheet, but for what is about the crest; a group that this leaves empty goes with it."""
    for before, body in blocks(css):
        statements, end, prelude = before.rpartition(";")
        yield statements + end
        if prelude.strip().startswith(GROUPS):
            inner = "".join(without_crest(body))
            if inner:
                yield f"{prelude}{{{inner}}}"
        elif CREST.search(prelude):
            selectors = [each for each in prelude.split(",") if not CREST.search(each)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"
        else:
            yield f"{prelude}{{{body}}}"


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each outermost pair of braces, and what stands within it."""
    depth, begun, opened = 0, 0, 0
    for brace in re.finditer(r"[{}]", css):
        depth += 1 if brace[0] == "{" else -1
        if brace[0] == "{" and depth == 1:
            opened = brace.start()
        elif brace[0] == "}" and depth == 0:
            yield css[begun:opened], css[opened + 1 : brace.start()]
            begun = brace.end()


def write_style_sheet(package: Path, out: Path) -> int:
    """Rebrands the package in the folder `package` (`node_modules/govuk-frontend`) into the file `out`; its bytes.

    The version is the package's own word. `out` is replaced whole or not at all.
    """
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    css = (package / "dist" / "govuk" / "govuk-frontend.min.css").read_text(encoding="utf-8")
    made = rebrand(css, version).encode()
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_suffix(".part")
    unfinished.write_bytes(made)
    unfinished.replace(out)
    return len(made)
