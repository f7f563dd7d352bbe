"""The shelf: the releases that the site shows, each seen to verify when it was put there.

    shelf.json          {"format": 1, "releases": [id, ...]}, in the order in which they were put on
    releases/ID/        a release, whole; its folder is named by its id, and never changes
    charts/ID/          the drawings of that release's charts, each under its chart's key
    static/             style sheets and icons, gathered when the site starts

`shelf.json` is replaced in one step, last of all: a release is on the shelf whole, with its charts, or not at all.
"""

from __future__ import annotations

import fcntl
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from hearth.disclosure.published import Published
from hearth.framework.framework import Framework
from hearth.kernel.errors import BadRelease, UserError
from hearth.release.manifest import Manifest, read_manifest
from hearth.release.read import read_opened

logger = logging.getLogger(__name__)

__all__ = ["SHORT", "BadShelf", "Opened", "Shelf", "list_on_shelf", "put_on_list", "take_off_list"]

FORMAT = 1

LIST = "shelf.json"

SHORT = 16
"""How much of a release's id stands in addresses and is printed."""

KEPT_OPEN = 4
"""How many releases one process holds ready."""


class BadShelf(UserError):
    """A folder that the site cannot be served from."""

    code = "bad-shelf"


@dataclass(frozen=True)
class Opened:
    """A release, ready to be read."""

    directory: Path
    charts: Path
    manifest: Manifest
    published: Published

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def short(self) -> str:
        """What stands for the id in addresses."""
        return self.id[:SHORT]

    @property
    def framework(self) -> Framework:
        """What was measured: every release has one."""
        assert self.published.framework is not None
        return self.published.framework


@dataclass(frozen=True)
class Shelf:
    """A site's folder. Nothing is read before it is asked for; what was read is kept, for it never changes."""

    directory: Path

    def listed(self) -> tuple[Manifest, ...]:
        """The manifests of the releases on it: the latest by date first; of one day, the last put on first."""
        ids = list_on_shelf(self.directory)
        manifests = [(found, at) for at, id in enumerate(ids) if (found := self._there(id))]
        ordered = sorted(manifests, key=lambda each: (each[0].date, each[1]), reverse=True)
        return tuple(manifest for manifest, _ in ordered)

    def _there(self, id: str) -> Manifest | None:
        """Its manifest; None, and a line in the log, for a release that is listed and has been taken away."""
        try:
            return _manifest(self.directory, id)
        except (OSError, BadRelease) as error:
            logger.error("%s is on the shelf's list, and cannot be read: %s", id[:SHORT], error)
            return None

    def find(self, id: str) -> Manifest | None:
        """The release whose id this is, or begins with this (of `SHORT` characters at least); None if there is none."""
        if len(id) < SHORT:
            return None
        return next((each for each in self.listed() if each.id.startswith(id)), None)

    def open(self, manifest: Manifest) -> Opened:
        """That release; BadRelease if its files are no longer what they were."""
        return _opened(self.directory, manifest.id)


def list_on_shelf(directory: Path) -> list[str]:
    """The ids on the shelf, in the order in which they were put there; BadShelf if there is no shelf."""
    path = directory / LIST
    try:
        return _listed(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise BadShelf(
            f"There is no site in {directory}: it has no {LIST}.",
            "Put a release on it: `hearth-web shelve RELEASE --site DIR`.",
        ) from error


def put_on_list(directory: Path, id: str) -> None:
    """Name a release on the shelf, at the end, in one step; one that is named already stays where it is."""
    _rewrite(directory, lambda ids: ids if id in ids else [*ids, id])


def take_off_list(directory: Path, id: str) -> None:
    """Name it no longer, in one step: from now on nobody is shown it. Its files stay."""
    _rewrite(directory, lambda ids: [each for each in ids if each != id])


def _rewrite(directory: Path, change: Callable[[list[str]], list[str]]) -> None:
    path = directory / LIST
    with (directory / ".lock").open("w") as lock:  # of two who change it at once, one waits
        fcntl.flock(lock, fcntl.LOCK_EX)
        draft = path.with_suffix(".draft")
        ids = change(list_on_shelf(directory) if path.exists() else [])
        draft.write_text(json.dumps({"format": FORMAT, "releases": ids}, indent=1) + "\n", encoding="utf-8")
        draft.replace(path)


@lru_cache(maxsize=8)
def _listed(path: Path, _changed: int) -> list[str]:
    said = json.loads(path.read_text(encoding="utf-8"))
    if said.get("format") != FORMAT:
        raise BadShelf(f"{path} is of another format.", "Make the site anew with this version of Hearth.")
    return list(said["releases"])


@cache
def _manifest(directory: Path, id: str) -> Manifest:
    """Kept for ever: it never changes."""
    return read_manifest((directory / "releases" / id / "manifest.json").read_bytes())


@lru_cache(maxsize=KEPT_OPEN)
def _opened(directory: Path, id: str) -> Opened:
    folder = directory / "releases" / id
    release, published = read_opened(folder, id=id)
    return Opened(folder, directory / "charts" / id, release.manifest, published)
