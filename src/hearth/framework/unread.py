"""Expressions that cannot be read, as faults that point at the words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from hearth.framework.findings import Fault, Path
from hearth.framework.folder import Folder
from hearth.framework.framework import Framework
from hearth.framework.known_ids import scopes_of
from hearth.framework.language import Type
from hearth.framework.meaning import Reading, Unread, columns_of, figures
from hearth.framework.measures import BeforeAndAfter, Definition, Scope
from hearth.framework.typed import Typed
from hearth.kernel.errors import BadExpression

__all__ = ["unread_expressions"]

_WIDEST = 100
_EXPECTED = {
    "where": Type.BOOLEAN,
    "dated_by": Type.DATE,
    "open_from": Type.DATE,
    "open_until": Type.DATE,
}


def unread_expressions(
    folder: Folder, data: Typed, unsound: Collection[str | int], lost: Collection[str]
) -> Iterator[Fault]:
    """A fault for each expression that cannot be read, in the measures whose numbers are not in `unsound`.

    Nothing is said of words in `lost`, nor twice of one place.
    """
    sound = [number for number in range(len(data.framework.measures)) if number not in unsound]
    reading = Reading()
    measures = tuple(data.framework.measures[number] for number in sound)
    framework = replace(data.framework, measures=measures)
    figures(framework, reading)
    for number in sorted({int(unread.path[1]) for unread in reading.unread}):
        _read_scopes(framework, number, reading)
    unanswerable = _unanswerable(data.framework) | set(lost)
    underived = set(_underived(data.framework, sound, reading.unread))
    told: set[Path] = set()
    for unread in reading.unread:
        word = _words(unread.error)
        if unread.path in told or word in unanswerable or (unread.path[1], word) in underived:
            continue
        told.add(unread.path)
        path = data.in_the_data(_back(unread, sound))
        if path[-1] != "dated_by" or folder.text_at(path) is not None:  # else the dataset's own, told there
            yield _fault(folder, path, unread.error)


def _read_scopes(framework: Framework, number: int, reading: Reading) -> None:
    """Read what the scopes of a measure say: a figure is given up at its first expression that cannot be read."""
    measure = framework.measures[number]
    definitions: list[tuple[Path, Definition]] = [(("definition",), measure.definition)]
    definitions += [(("beside", at, "definition"), each.definition) for at, each in enumerate(measure.beside)]
    for path, definition in definitions:
        for at, scope in scopes_of(definition, ("measures", number, *path)):
            _read_scope(framework, at, scope, reading)
        if isinstance(definition, BeforeAndAfter):
            _read_scores(framework, ("measures", number, *path), definition, reading)


def _read_scores(framework: Framework, path: Path, definition: BeforeAndAfter, reading: Reading) -> None:
    """Read the two scores by themselves; what is wrong with one is not told of the instrument as well."""
    columns = columns_of(framework.dataset(definition.scope.dataset), framework)
    before = len(reading.unread)
    for key in ("before", "after"):
        reading.read((*path, key), getattr(definition, key), columns)
    if len(reading.unread) > before:
        reading.unread[:] = [each for each in reading.unread if each.path != (*path, "instrument")]


def _read_scope(framework: Framework, path: Path, scope: Scope, reading: Reading) -> None:
    fields = columns_of(framework.dataset(scope.dataset), framework)
    columns = dict(fields)
    for at, derive in enumerate(scope.derive):
        value = reading.read((*path, "derive", at, "value"), derive.value, fields)
        if value is not None:
            columns[derive.name] = value.type
        if derive.where is not None:
            reading.read((*path, "derive", at, "where"), derive.where, columns, Type.BOOLEAN)
    for key, wanted in _EXPECTED.items():
        if (text := getattr(scope, key)) is not None:
            reading.read((*path, key), text, columns, wanted)


def _back(unread: Unread, sound: list[int]) -> Path:
    """The path among all measures, of one among the sound ones."""
    return ("measures", sound[int(unread.path[1])], *unread.path[2:])


def _unanswerable(framework: Framework) -> set[str]:
    """Questions whose answers are not known, because their scale is missing."""
    scales = {scale.id for scale in framework.scales}
    return {question.id for question in framework.questions if question.scale not in scales}


def _underived(
    framework: Framework, sound: list[int], unread: list[Unread]
) -> Iterator[tuple[str | int, str]]:
    """The derived fields that are not known, because their value cannot be read, with the measures' numbers."""
    for path in (each.path for each in unread):
        if path[-1] == "value" and "derive" in path:
            here: Any = framework.measures[sound[int(path[1])]]
            for part in path[2:-1]:
                here = here[part] if isinstance(part, int) else getattr(here, part)
            yield path[1], here.name


def _words(error: BadExpression) -> str:
    return error.text[error.start : error.end].strip()


def _fault(folder: Folder, path: Path, error: BadExpression) -> Fault:
    written = folder.text_at(path)
    if written is not None and written != error.text:
        return Fault(path, error.message, error.remedy, error.code)
    mark = folder.mark_within(path, error.start) if written is not None else None
    return Fault(path, error.message, error.remedy, error.code, mark, excerpt=_excerpt(error))


def _excerpt(error: BadExpression) -> str:
    """The line of the expression that is meant, with carets under the part that is."""
    first = error.text.rfind("\n", 0, error.start) + 1
    line = error.text[first:].split("\n", 1)[0]
    start, end = error.start - first, min(max(error.end - first, error.start - first + 1), len(line) + 1)
    if len(line) > _WIDEST:
        cut = max(0, min(start - _WIDEST // 2, len(line) - _WIDEST))
        line, start, end = line[cut : cut + _WIDEST], start - cut, min(end - cut, _WIDEST)
    return f"    {line}\n    {' ' * start}{'^' * max(end - start, 1)}"
