"""Writes a release: a folder that is there whole, or not at all, and is never written again."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hearth.disclosure.published import Published
from hearth.kernel.errors import BadRelease
from hearth.release.make import make_files
from hearth.release.manifest import InputReturn, hashes_of_inputs
from hearth.release.release import Release

__all__ = ["check_free", "write_release"]


def write_release(
    published: Published,
    directory: Path,
    *,
    date: date,
    key: bytes | None = None,
    inputs: Sequence[InputReturn] = (),
) -> Release:
    """Write the figures as a release into a directory that does not exist, or is empty.

    With a `key` (of 16 bytes or more, kept by the deployment) the manifest has a hash of each input; without one, none.
    The same arguments and software write the same bytes. BadRelease, and nothing written, if the directory is not
    empty or the figures cannot be released.
    """
    check_free(directory)
    manifest, files = make_files(published, on=date, inputs=hashes_of_inputs(inputs, key))
    directory.parent.mkdir(parents=True, exist_ok=True)
    draft = directory.parent / f".{directory.name}.{manifest.id[:16]}.draft"
    shutil.rmtree(draft, ignore_errors=True)  # left by a run that was stopped
    try:
        draft.mkdir()
        for name, held in files.items():
            (draft / name).write_bytes(held)
        draft.rename(directory)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Release(directory, manifest)


def check_free(directory: Path) -> None:
    """BadRelease if a release cannot be written there, because something is there already."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise BadRelease(
            f"{directory} is there already, and is not an empty directory.",
            "A release is never written over: name a directory that does not exist yet.",
        )
