"""Expressions that cannot be read, as faults that point at the words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from hearth.framework.findings import Fault, Path
from hearth.framework.folder import Folder
from hearth.framework.framework import Framework
from hearth.framework.meaning import Reading, Unread, figures
from hearth.framework.typed import Typed
from hearth.kernel.errors import BadExpression

__all__ = ["unread_expressions"]

_WIDEST = 100


def unread_expressions(
    folder: Folder, data: Typed, unsound: Collection[str | int], lost: Collection[str]
) -> Iterator[Fault]:
    """A fault for each expression that cannot be read, in the measures whose numbers are not in `unsound`.

    Nothing is said of words in `lost`, nor twice of one place.
    """
    sound = [number for number in range(len(data.framework.measures)) if number not in unsound]
    reading = Reading()
    measures = tuple(data.framework.measures[number] for number in sound)
    figures(replace(data.framework, measures=measures), reading)
    unanswerable = _unanswerable(data.framework) | set(lost)
    told: set[Path] = set()
    for unread in reading.unread:
        if unread.path in told or _words(unread.error) in unanswerable:
            continue
        told.add(unread.path)
        yield _fault(folder, data.in_the_data(_back(unread, sound)), unread.error)


def _back(unread: Unread, sound: list[int]) -> Path:
    """The path among all measures, of one among the sound ones."""
    return ("measures", sound[int(unread.path[1])], *unread.path[2:])


def _unanswerable(framework: Framework) -> set[str]:
    """Questions whose answers are not known, because their scale is missing."""
    scales = {scale.id for scale in framework.scales}
    return {question.id for question in framework.questions if question.scale not in scales}


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
