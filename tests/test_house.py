"""The house itself: public names, versions, locks, and what no file may say."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import hearth
from hearth.cli.main import root_parser
from hearth.engine.run import engine_names
from hearth.framework.datasets import Privacy
from hearth.framework.load import load, packaged
from hearth.framework.meaning import Reading, figures
from hearth_web import command

CHECKOUT = Path(__file__).parent.parent
PROSE = {".md", ".txt", ".toml", ".yaml", ".cfg", ".py", ""}
ONE_PAGE = 70

MODULES = sorted(
    each.name
    for each in pkgutil.walk_packages(hearth.__path__, "hearth.")
    if not each.ispkg and not each.name.rpartition(".")[2].startswith("_")
)


def our_files() -> Iterator[Path]:
    """Every file of ours that holds text: what git would commit, or what lies in our folders where git is not."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(
            git, cwd=CHECKOUT, capture_output=True, text=True, check=True
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = [
            str(path.relative_to(CHECKOUT))
            for folder in ("src", "tests", "tools", "docs", "requirements", "benchmarks", ".ci")
            for path in (CHECKOUT / folder).rglob("*")
            if "__pycache__" not in path.parts
        ] + [path.name for path in CHECKOUT.iterdir()]
    for name in listed:
        path = CHECKOUT / name
        if path.is_file() and path.suffix in PROSE:
            yield path


def text_of(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def lines_where(pattern: str) -> list[str]:
    """Where a pattern stands in any file of ours, but for this one, which has to name what it looks for."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()[:80]}"
        for path in our_files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if wanted.search(line)
    ]


@pytest.mark.parametrize("name", MODULES)
def test_every_public_module_says_what_is_public(name: str) -> None:
    module = importlib.import_module(name)
    if name.endswith("__main__"):
        return
    public = getattr(module, "__all__", None)
    assert public, f"{name} has no __all__"
    assert [each for each in public if not hasattr(module, each)] == []
    assert len(public) == len(set(public))


def test_the_search_for_files_finds_the_house() -> None:
    found = {path.relative_to(CHECKOUT).as_posix() for path in our_files()}
    assert {"README.md", "pyproject.toml", "Makefile", "requirements/dev.txt", ".ci/run"} <= found
    assert any(name.startswith("src/hearth/frameworks/") for name in found)


def test_no_file_names_a_package_registry() -> None:
    hosts = r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|conda\.anaconda|proxy\.golang|deb\.debian|--index-url"
    assert lines_where(hosts) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert lines_where(r"(?<![\w.:/~-])/(?:home|root|Users|work|opt|mnt|tmp)/\w") == []


def test_nothing_installs_the_other_package_called_hearth() -> None:
    """On the package index the name is someone else's; ours is hearth-outcomes."""
    assert lines_where(r"(?:pip|uv|pipx)\b.*\b(?:install|add|run)\b.*(?<![\w./-])hearth(?![\w./-])") == []
    assert tomllib.loads(text_of("pyproject.toml"))["project"]["name"] == "hearth-outcomes"


def test_the_changelog_is_the_version() -> None:
    newest = re.search(r"(?m)^## (\d+\.\d+\.\d+)", text_of("CHANGELOG.md"))
    assert newest is not None
    assert version("hearth-outcomes") == newest[1]


def test_the_architecture_is_one_page_and_true() -> None:
    page = text_of("ARCHITECTURE.md")
    assert page.count("\n") <= ONE_PAGE
    rooms = {each.name for each in pkgutil.iter_modules(hearth.__path__) if each.ispkg}
    assert [room for room in sorted(rooms) if f"`{room}/`" not in page] == []
    framework = load("stockport")
    made = figures(framework, Reading())
    assert f"{len(framework.measures)} measures become {len(made)} figures" in page
    assert all(f"`{name}`" in page for name in engine_names())


@pytest.mark.parametrize("name", packaged())
def test_every_field_has_a_privacy_class(name: str) -> None:
    fields = [(dataset.id, field) for dataset in load(name).every_dataset for field in dataset.fields]
    assert fields
    assert [f"{dataset}.{field.name}" for dataset, field in fields if field.privacy not in Privacy] == []
    keys = {f"{each.id}.{each.key}" for each in load(name).every_dataset}
    in_the_open = {f"{dataset}.{field.name}" for dataset, field in fields if field.privacy is Privacy.PLAIN}
    assert keys & in_the_open == set(), "a record's key stands for someone"


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    for lock, asked in {
        "base": project["dependencies"],
        "web": project["dependencies"] + extras["web"],
        "reports": project["dependencies"] + extras["reports"],
        "dev": [*project["dependencies"], *(each for extra in extras.values() for each in extra)],
    }.items():
        pinned = pins(lock)
        for requirement in map(Requirement, asked):
            assert pinned[plain(requirement.name)] in requirement.specifier, f"{requirement}: run `make lock`"


def test_the_locks_agree_and_are_hashed() -> None:
    everything = pins("dev")
    for lock in ("base", "web", "reports", "dev"):
        held = pins(lock)
        assert held.items() <= everything.items(), lock
        entries = re.split(r"(?m)^(?=[a-z0-9])", text_of(f"requirements/{lock}.txt"))[1:]
        assert len(entries) == len(held)
        assert [each.split()[0] for each in entries if "--hash=sha256:" not in each] == []
    assert "pandas" not in pins("base") | pins("web")
    assert "django" not in pins("base")


def pins(lock: str) -> dict[str, str]:
    found = re.findall(r"(?m)^([\w.-]+)==([^ ;\\]+)", text_of(f"requirements/{lock}.txt"))
    return {plain(name): pinned for name, pinned in found}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_link_between_our_pages_leads_somewhere() -> None:
    pages = [path for path in our_files() if path.suffix == ".md"]
    assert len(pages) > 20
    broken = [
        f"{page.relative_to(CHECKOUT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_pictures_are_those_that_the_script_takes_and_each_is_shown() -> None:
    taken = {path.name for path in (CHECKOUT / "docs" / "pictures").iterdir()}
    pages = [path for path in our_files() if path.suffix == ".md"]
    shown = {
        Path(target).name
        for page in pages
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    shots = re.findall(r'Shot\("([a-z-]+)"', text_of("tools/pictures/take.py"))
    parts = re.findall(r'data-picture="([a-z-]+)"', text_of("tools/pictures/gallery.jinja"))
    asked = {f"{name}-{width}.png" for name in shots for width in ("desktop", "phone")}
    assert taken == shown == asked | {f"component-{name}.png" for name in parts}


def test_every_command_that_a_page_shows_is_one() -> None:
    """Each `hearth ...` and `hearth-web ...` line in a block of shell is read by the command's own parser."""
    shown = list(commands_shown())
    assert len(shown) > 20 and "hearth-web" in {name for _, name, _ in shown}
    parsers = {"hearth": root_parser(), "hearth-web": command.root_parser()}
    for page, name, line in shown:
        try:
            parsers[name].parse_args(words(line))
        except SystemExit as left:
            pytest.fail(f"{page}: `{name} {line}` is refused ({left.code})")


def commands_shown() -> Iterator[tuple[str, str, str]]:
    for page in our_files():
        if page.suffix == ".md":
            for block in re.findall(r"(?ms)^ *```sh\n(.*?)^ *```", page.read_text(encoding="utf-8")):
                for line in block.splitlines():
                    if found := re.match(r" *(?:\.venv/bin/)?(hearth(?:-web)?) (.*)", line):
                        yield page.name, found[1], found[2]


def words(line: str) -> list[str]:
    return shlex.split(line.split(" > ")[0], comments=True)


@pytest.mark.parametrize("page", ["docs/how-to/bring-counts-in.md"])
def test_the_python_that_a_page_shows_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"(?ms)^```python\n(.*?)^```", text_of(page))
    assert blocks
    monkeypatch.chdir(tmp_path)
    for block in blocks:
        exec(compile(block, page, "exec"), {"__name__": "shown"})
    assert "W-R1b E08000007 2025-26-Q1" in capsys.readouterr().out
