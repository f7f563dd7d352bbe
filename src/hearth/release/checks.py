"""Whether the files of a release are those that its manifest names: all of them, no other, and unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hearth.kernel.errors import BadRelease
from hearth.release.make import FILES, MANIFEST
from hearth.release.manifest import FileFacts, Manifest, facts_of, id_of, read_manifest
from hearth.release.tables import csv_of, first_difference, table_of_parquet

__all__ = ["check_id", "check_remade", "held_of"]

_WHOLE = "Get the release again from where it was published."

_MADE_ANEW = f"{_WHOLE} If it was made with a Hearth that was never itself released, verify it with that one."

_TEXTS = ("NOTES.md", "coverage.csv", "datapackage.json", "fingertips.csv", "framework.json", "values.csv")


def held_of(directory: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest, and what every file holds (its own too), each other seen to be what the manifest says.

    BadRelease names the first file that is missing, in excess, cut short or altered.
    """
    if not (directory / MANIFEST).is_file():
        raise BadRelease(
            f"There is no release at {directory}: it has no {MANIFEST}.",
            "Name a folder that `hearth measure` has written.",
        )
    written = (directory / MANIFEST).read_bytes()
    manifest = read_manifest(written)
    _check_names(directory, manifest)
    held = {name: (directory / name).read_bytes() for name in FILES}
    for name in FILES:
        _check_file(name, held, manifest.files)
    return manifest, {**held, MANIFEST: written}


def check_id(manifest: Manifest, held: Mapping[str, bytes], wanted: str) -> None:
    """BadRelease if the release's content does not make the id in its manifest, or that is not the one wanted."""
    made = id_of(held[MANIFEST], {name: facts_of(held[name]) for name in FILES})
    if made != manifest.id:
        raise BadRelease(
            f"{MANIFEST} says that the id is {manifest.id}, but what is here makes {made}: it has been edited.",
            _WHOLE,
        )
    if wanted and wanted != manifest.id:
        raise BadRelease(f"This is another release: its id is {manifest.id}, not {wanted}.", _WHOLE)


def check_remade(held: Mapping[str, bytes], made: Mapping[str, bytes]) -> None:
    """BadRelease names the first file that is not what the figures in the release make, byte for byte."""
    for name in FILES:
        if held[name] != made[name]:
            where = first_difference(held[name], made[name]) if name in _TEXTS else "its bytes are others"
            raise BadRelease(
                f"{name} is not what this release's own figures make: {where}. It has been edited, and the "
                f"{MANIFEST} with it.",
                _MADE_ANEW,
            )
    if held[MANIFEST] != made[MANIFEST]:
        raise BadRelease(f"{MANIFEST} says of this release what is not so: it has been edited.", _MADE_ANEW)


def _check_names(directory: Path, manifest: Manifest) -> None:
    named, there = set(manifest.files), {each.name for each in directory.iterdir()} - {MANIFEST}
    if named != set(FILES):
        odd = ", ".join(sorted(named ^ set(FILES)))
        raise BadRelease(f"{MANIFEST} names other files than a release has: {odd}.", _WHOLE)
    if missing := sorted(named - there):
        raise BadRelease(f"{', '.join(missing)} is missing from {directory}.", _WHOLE)
    if extra := sorted(there - named):
        raise BadRelease(
            f"{', '.join(extra)} is no part of the release in {directory}.",
            "Take it out: a release holds its own files and no other.",
        )


def _check_file(name: str, held: Mapping[str, bytes], facts: Mapping[str, FileFacts]) -> None:
    found, meant = facts_of(held[name]), facts[name]
    if found == meant:
        return
    if found.bytes < meant.bytes:
        what = f"{name} has been cut short or altered: it has {found.bytes:,} of {meant.bytes:,} bytes"
    else:
        what = f"{name} has been altered: it is not what the manifest says"
    line = _line_of_values(held, facts) if name == "values.csv" else ""
    raise BadRelease(f"{what}; {line}." if line else f"{what}.", _WHOLE)


def _line_of_values(held: Mapping[str, bytes], facts: Mapping[str, FileFacts]) -> str:
    """Where `values.csv` first differs from `values.parquet`, if that still is what the manifest says."""
    if facts_of(held["values.parquet"]) != facts["values.parquet"]:
        return ""
    try:
        return first_difference(held["values.csv"], csv_of(table_of_parquet(held["values.parquet"])))
    except BadRelease:
        return ""
