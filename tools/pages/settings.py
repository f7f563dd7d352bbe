"""The site's settings, each with its default and what it is for, read from `hearth_web/core/settings.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pages.markdown import code, document, table

__all__ = ["Setting", "page", "settings"]

SETTINGS = Path(__file__).parent.parent.parent / "src" / "hearth_web" / "core" / "settings.py"

INTRO = """\
A council sets these in the environment before it starts the site. They are read once, at the start. What cannot be
meant stops the start with a sentence that says what to do. The demonstration needs none of them."""

BESIDE = {
    "HEARTH_LOGO": "The council's logo: the path of a file that ends in `.svg` or `.png`. None where it is empty.",
    "HEARTH_SECRET_KEY": "What the site signs with. Where it is not set, another one is drawn at every start; set it"
    " where several machines serve one site. Keep it secret.",
    "HEARTH_HOSTS": "The names by which the site is reached, commas between them. A request for any other is refused.",
}
"""Those that do not stand by themselves in the settings."""

COMMANDS = (
    ("HEARTH_TRACEBACK", "With `1`, a fault in Hearth itself shows where it happened."),
    ("NO_COLOR", "Set to anything: commands print without colour."),
)

SERVED = """\
## How the site is served

    hearth-web serve --site DIR --address 127.0.0.1:8000 --workers 2

sets `HEARTH_SITE` to DIR. Each worker is a process with four threads. It answers on this machine alone. To be reached
from elsewhere, put a web server that speaks HTTPS in front of it, let that wait for slow readers, and set
`HEARTH_HOSTS`. Nothing else is kept but the folder: to move a site, copy the folder."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its default as it is written, and what it is for."""

    name: str
    default: str
    words: str


def settings() -> tuple[Setting, ...]:
    """Every setting that is read from the environment, in order. KeyError for one that nothing is said of."""
    tree = ast.parse(SETTINGS.read_text(encoding="utf-8"))
    found: list[Setting] = []
    for at, node in enumerate(tree.body):
        if isinstance(node, ast.Assign):
            said = _docstring_after(tree.body, at)
            found += _read_in(node, said)
    return tuple(found)


def page() -> str:
    """The reference page."""
    rows = [
        (code(each.name), code(each.default) if each.default else "none", each.words) for each in settings()
    ]
    return document(
        "Settings",
        INTRO,
        table(("setting", "default", "what it is for"), rows),
        SERVED,
        "## Of every command",
        table(("setting", "what it is for"), [(code(name), words) for name, words in COMMANDS]),
    )


def _docstring_after(body: list[ast.stmt], at: int) -> str:
    after = body[at + 1] if at + 1 < len(body) else None
    if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
        return " ".join(str(after.value.value).split())
    return ""


def _read_in(node: ast.Assign, said: str) -> Iterator[Setting]:
    """The settings that an assignment reads: its docstring is of the one that it is named after."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call) and _is_environ(each)]
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        name = ast.literal_eval(call.args[0])
        default = call.args[1] if len(call.args) > 1 else ast.Constant("")
        held = str(default.value) if isinstance(default, ast.Constant) else ""
        words = said if said and name not in BESIDE else BESIDE[name]
        yield Setting(name, held, words)


def _is_environ(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "environ"
