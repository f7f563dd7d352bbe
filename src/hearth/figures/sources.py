"""Source mappings: those that come with Hearth, and those that a council keeps in a file of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from hearth.figures.mapping import Geography, Source
from hearth.framework.document import Document
from hearth.framework.yaml_nodes import read_document
from hearth.kernel.errors import BadSource

__all__ = ["Geography", "Source", "load_geography", "load_source", "packaged"]

SHOWN = 20
Thing = TypeVar("Thing", Source, Geography)


def packaged() -> tuple[str, ...]:
    """The names of the mappings that come with Hearth, in order."""
    return tuple(sorted(_stems(_folder())))


def load_source(name_or_path: str | Path) -> Source:
    """The packaged mapping of that name, or the one in a `.yaml` file.

    BadSource lists the packaged ones, or everything in the file that cannot be meant, with its line.
    """
    path = Path(name_or_path)
    if path.suffix == ".yaml":
        return _load(path, _sources()) if path.is_file() else _no_source(f"There is no file {path}.")
    if str(name_or_path) not in packaged():
        return _no_source(f"There is no source {str(name_or_path)!r}.")
    return _load(_folder() / f"{name_or_path}.yaml", _sources())


@cache
def load_geography(name: str) -> Geography:
    """What tables of one publisher share about places; BadSource if none of that name comes with Hearth."""
    folder = _folder() / "geographies"
    if name not in _stems(folder):
        raise BadSource(
            f"There is no geography {name!r}.",
            f"Leave `geography` out, or use one of: {', '.join(_stems(folder))}.",
        )
    return _load(folder / f"{name}.yaml", _geographies())


def _folder() -> Traversable:
    return files("hearth") / "sources"


def _stems(folder: Traversable) -> list[str]:
    return sorted(each.name.removesuffix(".yaml") for each in folder.iterdir() if each.name.endswith(".yaml"))


def _no_source(message: str) -> Source:
    raise BadSource(message, f"Give the path of a .yaml file, or one of: {', '.join(packaged())}.")


def _load(file: Traversable | Path, adapter: TypeAdapter[tuple[Thing]]) -> Thing:
    try:
        document = read_document(file.name, file.read_bytes())
    except OSError as error:
        raise BadSource(
            f"{file.name} cannot be read: {error.strerror}.", "Look at its permissions."
        ) from error
    if document.faults:
        raise _refusal(file.name, [f"{fault.message} {fault.remedy}" for fault in document.faults])
    try:
        return adapter.validate_json(json.dumps([document.data]), strict=True)[0]
    except ValidationError as error:
        reasons = [_said(each, document) for each in error.errors(include_url=False)]
        raise _refusal(file.name, reasons) from error


# In a tuple, because only so does pydantic pass the setting on to the dataclasses inside.
_STRICT = ConfigDict(extra="forbid")


@cache
def _sources() -> TypeAdapter[tuple[Source]]:
    return TypeAdapter(tuple[Source], config=_STRICT)


@cache
def _geographies() -> TypeAdapter[tuple[Geography]]:
    return TypeAdapter(tuple[Geography], config=_STRICT)


def _said(error: Mapping[str, Any], document: Document) -> str:
    path = tuple(error["loc"])[1:]
    words = " › ".join(str(part) for part in path)
    wrong = str(error["msg"]).removeprefix("Value error, ")
    return f"line {document.line_of(path)}: {words or 'the mapping'}: {wrong}."


def _refusal(file: str, reasons: list[str]) -> BadSource:
    more = [f"And {len(reasons) - SHOWN} more."] if len(reasons) > SHOWN else []
    return BadSource("\n".join([f"{file} cannot be meant:", *reasons[:SHOWN], *more]), "Mend the mapping.")
