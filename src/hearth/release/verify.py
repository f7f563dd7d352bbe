"""Says whether a release is still what was released. Nothing that does not verify is ever read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from hearth.disclosure.published import Published
from hearth.kernel.errors import BadRelease
from hearth.release.checks import check_id, check_remade, held_of
from hearth.release.follows import ELSEWHERE, HERE, check_values_follow
from hearth.release.make import make_files
from hearth.release.manifest import Manifest, software_here
from hearth.release.read import published_in
from hearth.release.tables import in_order, table_of_csv

__all__ = ["Verified", "read_release", "verify"]


@dataclass(frozen=True, slots=True)
class Verified:
    """That a release is what was released, and how that was seen.

    `bytes_compared`: every file was made again from the release's own figures and is the same to the last byte. Where
    Hearth or a library is another version (`differs`: its name, the release's version, the one here) the values were
    compared instead. `worked_out` is how many of its `rows` were worked out again from their published counts.
    """

    id: str
    rows: int
    bytes_compared: bool
    worked_out: int
    differs: tuple[tuple[str, str, str], ...] = ()


def verify(directory: Path, *, id: str = "") -> Verified:
    """See that a release is whole and unchanged, its tables agree, and its values follow from its counts.

    With `id`, that it is the release of that id: who edits a release can make a new id, but not the old one.
    BadRelease says which file, and where it can, which line is not what was released.
    """
    return _verified(directory, id)[1]


def read_release(directory: Path, *, id: str = "") -> Published:
    """The published figures of a release that verifies, equal to those it was written from (rows in order)."""
    return _verified(directory, id)[0]


def _verified(directory: Path, id: str) -> tuple[Published, Verified]:
    manifest, held = held_of(directory)
    check_id(manifest, held, id)
    published = published_in(manifest, held)
    differs = _differs(manifest)
    if differs:
        _check_values(published.table, held["values.csv"])
    else:
        check_remade(held, make_files(published, on=manifest.date, inputs=manifest.inputs)[1])
    worked_out = check_values_follow(published, ELSEWHERE if differs else HERE)
    return published, Verified(manifest.id, len(published), not differs, worked_out, differs)


def _differs(manifest: Manifest) -> tuple[tuple[str, str, str], ...]:
    here = software_here()
    names = sorted({*here, *manifest.software})
    versions = ((name, manifest.software.get(name, "none"), here.get(name, "none")) for name in names)
    return tuple(each for each in versions if each[1] != each[2])


def _check_values(table: pa.Table, held: bytes) -> None:
    """That both tables hold the same values, in whatever bytes: the first that differs is named."""
    told, stands = table_of_csv(held), in_order(table)
    if told.equals(stands):
        return
    rows = max(told.num_rows, stands.num_rows)
    at = next(number for number in range(rows) if not told.slice(number, 1).equals(stands.slice(number, 1)))
    raise BadRelease(
        f"values.csv and values.parquet do not hold the same values: row {at + 1} is the first that differs.",
        "Get the release again from where it was published.",
    )
