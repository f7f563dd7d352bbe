"""What may be shown is made in three places, and nothing after `publish()` can be given what may not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from mypy import api

import hearth

CHECKOUT = Path(__file__).parents[2]
SOURCE = Path(hearth.__file__).parent.parent

MAKERS = {"hearth/disclosure/publish.py", "hearth/figures/published.py", "hearth/release/read.py"}
AFTER = ("hearth/figures", "hearth/release", "hearth/judge", "hearth/reports", "hearth_web")
PRIVATE = {"Results", "Protection"}
"""Raw counts, and the mask over them: neither goes beyond the room of `publish()`."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.startswith(("hearth/", "hearth_web/")):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module, called: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == called:
                yield node


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every module imported, with the name taken from it, if it is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", each.name) for each in node.names)


def test_published_is_made_in_three_places_and_no_other() -> None:
    made = {name: len(list(calls(tree, "Published"))) for name, tree in modules()}
    assert {name for name, times in made.items() if times} == MAKERS
    assert all(made[name] == 1 for name in MAKERS)


def test_published_goes_by_no_other_name() -> None:
    """Or a call of it could hide: no alias on import, no subclass, and it is not handed on to be called."""
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                aliases = [each for each in node.names if each.name == "Published" and each.asname]
                assert not aliases, name
            elif isinstance(node, ast.ClassDef):
                assert "Published" not in [getattr(base, "id", "") for base in node.bases], name
            elif isinstance(node, ast.Assign) and getattr(node.value, "id", "") == "Published":
                raise AssertionError(f"{name}:{node.lineno} gives Published another name")


def test_what_comes_after_publish_knows_no_raw_counts() -> None:
    looked = 0
    for name, tree in modules():
        if name.startswith(AFTER):
            looked += 1
            for module, taken in imported(tree):
                assert module != "hearth.engine.results" or taken == "Range", (name, taken)
                assert not module.startswith(("hearth.engine.run", "hearth.disclosure.p")) or module in (
                    "hearth.disclosure.published",
                    "hearth.disclosure.policy",
                ), (name, module)
                assert taken not in PRIVATE, name
    assert looked > 20


def test_the_auditor_is_written_apart_from_the_protector() -> None:
    protecting = (
        "blocks",
        "primary",
        "secondary",
        "possible",
        "protect",
        "tables",
        "quantities",
        "shown",
        "publish",
    )
    audit = [(name, tree) for name, tree in modules() if name.startswith("hearth/disclosure/audit")]
    assert len(audit) > 3
    for name, tree in audit:
        for module, taken in imported(tree):
            assert module not in {f"hearth.disclosure.{each}" for each in protecting}, name
            assert taken not in PRIVATE, name


def test_these_rules_see_what_they_forbid() -> None:
    tree = ast.parse("from hearth.engine.results import Results\nimport a.b as c\nx = c.Published(1)\n")
    assert len(list(calls(tree, "Published"))) == 1
    assert ("hearth.engine.results", "Results") in set(imported(tree))


SNIPPET = """\
from datetime import date
from pathlib import Path

from hearth.disclosure.audit import audit
from hearth.disclosure.published import Published
from hearth.engine.results import Results
from hearth.release.write import write_release


def fine(published: Published) -> None:
    write_release(published, Path("release"), date=date(2025, 1, 1))
    audit(published, [published])


def refused(results: Results, published: Published) -> None:
    write_release(results, Path("release"), date=date(2025, 1, 1))
    audit(results)
    audit(published, [results])
"""


@pytest.fixture(scope="module")
def said_by_mypy(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("mypy")
    snippet = folder / "snippet.py"
    snippet.write_text(SNIPPET, encoding="utf-8")
    options = ["--config-file", str(CHECKOUT / "pyproject.toml"), "--follow-imports", "silent"]
    options += ["--cache-dir", str(folder / "cache"), "--no-error-summary", "--no-color-output"]
    said, faults, _ = api.run([*options, str(snippet)])
    assert not faults
    return said.splitlines()


@pytest.mark.parametrize(("line", "taker"), [(16, "write_release"), (17, "audit")])
def test_mypy_refuses_raw_counts_in_the_place_of_figures(
    said_by_mypy: list[str], line: int, taker: str
) -> None:
    wanted = f'Argument 1 to "{taker}" has incompatible type "Results"; expected "Published"'
    assert any(f"snippet.py:{line}: error: {wanted}" in each for each in said_by_mypy), said_by_mypy


def test_mypy_refuses_them_among_earlier_releases_and_allows_what_is_published(
    said_by_mypy: list[str],
) -> None:
    errors = [each for each in said_by_mypy if ": error: " in each]
    assert len(errors) == 3, errors
    assert 'List item 0 has incompatible type "Results"; expected "Published"' in errors[2]
