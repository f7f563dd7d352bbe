"""Load a framework from its folder, or say everything that keeps it from being one."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath

from hearth.framework.findings import Fault, Finding, RefusedFramework
from hearth.framework.folder import Folder, files_below, read_folder
from hearth.framework.framework import Framework
from hearth.framework.references import references
from hearth.framework.typed import Typed, typed
from hearth.framework.unread import unread_expressions
from hearth.kernel.errors import BadFramework

__all__ = ["check", "load", "new", "packaged"]


def load(name_or_path: str | FilePath) -> Framework:
    """The framework in a folder, or the packaged one of that name.

    A name that is packaged means the packaged one; write `./name` for a folder of the same name.
    RefusedFramework (a BadFramework) holds every finding in `findings` if there is any; a plain BadFramework says
    that there is no such framework.
    """
    found = _find(name_or_path)
    if isinstance(found, Finding):
        raise BadFramework(found.message, found.remedy)
    framework, findings = _examine(name_or_path)
    if findings or framework is None:
        raise RefusedFramework(str(name_or_path), findings)
    return framework


def check(name_or_path: str | FilePath) -> tuple[Finding, ...]:
    """Everything that keeps a framework from loading, by file and line; nothing for one that loads."""
    return _examine(name_or_path)[1]


def packaged() -> tuple[str, ...]:
    """The names of the frameworks that come with Hearth."""
    folders = _packaged_folder().iterdir()
    return tuple(sorted(each.name for each in folders if each.is_dir() and _has_data(each)))


def new(directory: str | FilePath, *, source: str | FilePath) -> FilePath:
    """Copy a framework's folder to a new directory, to be changed there; the directory.

    BadFramework if the directory has anything in it, or there is no such source.
    """
    target = FilePath(directory)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = f"{target} is there already, and is not an empty directory."
        raise BadFramework(message, "Name a directory that does not exist yet.")
    found = _find(source)
    if isinstance(found, Finding):
        raise BadFramework(found.message, found.remedy)
    copies = [(name, file.read_bytes()) for name, file in files_below(found)]
    for name, content in copies:
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
    return target


def _packaged_folder() -> Traversable:
    return files("hearth").joinpath("frameworks")


def _has_data(folder: Traversable) -> bool:
    return any(name.endswith(".yaml") for name, _ in files_below(folder))


def _find(name_or_path: str | FilePath) -> Traversable | Finding:
    name = str(name_or_path)
    if isinstance(name_or_path, str) and name in packaged():
        return _packaged_folder().joinpath(name)
    path = FilePath(name_or_path)
    if path.is_dir():
        return path
    if path.is_file():
        message = f"{name} is a file: a framework is a folder of files."
        return Finding(name, 0, "", message, "Give the folder that it is in.", "no-framework")
    near = get_close_matches(name, packaged(), n=1)
    question = f"Did you mean {near[0]}? " if near else ""
    remedy = f"{question}Give the path of a folder, or one of these names: {', '.join(packaged())}."
    message = f"There is no framework called {name}, and no such folder."
    return Finding(name, 0, "", message, remedy, "no-framework")


def _examine(name_or_path: str | FilePath) -> tuple[Framework | None, tuple[Finding, ...]]:
    found = _find(name_or_path)
    if isinstance(found, Finding):
        return None, (found,)
    folder = read_folder(found)
    if not folder.data:
        return None, _findings(folder, folder.faults)
    data = typed(folder.data)
    told = {fault.path for fault in folder.faults}
    mistyped = [fault for fault in data.faults if fault.path not in told]
    faults = [*folder.faults, *mistyped, *_beyond_types(folder, data)]
    return data.framework, _findings(folder, _without_lost_keys(faults, folder))


def _beyond_types(folder: Folder, data: Typed) -> Iterator[Fault]:
    """What is wrong with the parts that fit their types: references, then the expressions of sound measures."""
    lost = folder.lost | data.lost
    levels = data.levels and "framework" not in folder.lost_keys
    found = references(data.framework, lost, levels)
    for fault in found:
        if not fault.quiet:
            path = data.in_the_data(fault.path)
            yield Fault(path, fault.message, fault.remedy, fault.code, key=fault.key)
    unsound = {fault.path[1] for fault in found if fault.path[0] == "measures" and len(fault.path) > 1}
    yield from unread_expressions(folder, data, unsound, lost)


def _without_lost_keys(faults: list[Fault], folder: Folder) -> list[Fault]:
    """The faults, but for that of a `framework` which stands in a file that could not be read."""
    if "framework" not in folder.lost_keys:
        return faults
    return [each for each in faults if each.path != ("framework",) or each.code != "missing-key"]


def _findings(folder: Folder, faults: list[Fault]) -> tuple[Finding, ...]:
    return tuple(sorted({folder.finding(fault) for fault in faults}))
