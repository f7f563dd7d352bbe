"""A release on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hearth.release.manifest import Manifest

__all__ = ["Release"]


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk, and what its manifest says."""

    directory: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """The number that gives away any edit."""
        return self.manifest.id
