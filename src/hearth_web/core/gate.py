"""The one gate: who may read a release.

It knows only what is public. Who knows more, such as which reader is signed in, registers an answer at start-up: the
gate opens if any answer is yes.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from hearth.release.manifest import Manifest

__all__ = ["PUBLIC", "Answer", "is_public", "may_read", "register"]

PUBLIC = "public"
"""The policy whose releases are for anyone."""

Answer = Callable[[HttpRequest, Manifest], bool]

_answers: list[Answer] = []


def is_public(manifest: Manifest) -> bool:
    """Whether anyone may read it."""
    return manifest.policy.id == PUBLIC


def may_read(request: HttpRequest, manifest: Manifest) -> bool:
    """Whether whoever asks may read this release."""
    return is_public(manifest) or any(answer(request, manifest) for answer in _answers)


def register(answer: Answer) -> None:
    """From now on this is asked, too, of releases that are not public."""
    _answers.append(answer)
