"""Writes docs/reference and the README's excerpt from the code and the framework data.

With `--check` it writes nothing, and fails where something would change. `--without-demo` leaves the README alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hearth.framework.load import load, packaged
from pages import (
    commands,
    datasets,
    demonstration,
    language,
    measures,
    periods,
    policies,
    releases,
    settings,
    sources,
)

CHECKOUT = Path(__file__).parent.parent
REFERENCE = Path("docs") / "reference"
README = Path("README.md")


def reference() -> dict[Path, str]:
    """The text of every page of the reference, by its path in the checkout."""
    made = {
        REFERENCE / "commands.md": commands.page(),
        REFERENCE / "language.md": language.page(),
        REFERENCE / "periods.md": periods.page(),
        REFERENCE / "policies.md": policies.page(),
        REFERENCE / "releases.md": releases.page(),
        REFERENCE / "settings.md": settings.page(),
        REFERENCE / "sources.md": sources.page(),
    }
    for name in packaged():
        framework = load(name)
        made[REFERENCE / name / "measures.md"] = measures.page(framework)
        made[REFERENCE / name / "datasets.md"] = datasets.page(framework)
    return made


def stale(made: dict[Path, str]) -> list[str]:
    """What differs from what is written, and what is written that nothing makes."""
    changed = [path for path, text in made.items() if written(path) != text]
    there = {path.relative_to(CHECKOUT) for path in (CHECKOUT / REFERENCE).rglob("*.md")}
    return [str(path) for path in sorted({*changed, *(there - set(made))})]


def written(path: Path) -> str:
    file = CHECKOUT / path
    return file.read_text(encoding="utf-8") if file.exists() else ""


def main(arguments: list[str]) -> int:
    made = reference()
    if "--without-demo" not in arguments:
        made[README] = demonstration.into(written(README))
    if "--check" in arguments:
        differing = stale(made)
        for path in differing:
            print(f"{path} is not what the code says now: run `make docs`.", file=sys.stderr)
        return 1 if differing else 0
    for path in stale(made):
        if Path(path) not in made:
            (CHECKOUT / path).unlink()
    for path, text in made.items():
        (CHECKOUT / path).parent.mkdir(parents=True, exist_ok=True)
        (CHECKOUT / path).write_text(text, encoding="utf-8")
    print(f"Wrote {len(made)} pages.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
