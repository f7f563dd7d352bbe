"""Makes the files of a release out of published figures: the same figures, date, hashes and software, same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hearth.disclosure.published import Published
from hearth.release.contents import contents_of, coverage_of
from hearth.release.datapackage import datapackage_of
from hearth.release.fingertips import fingertips_of
from hearth.release.manifest import InputHashes, Manifest, make_manifest, manifest_bytes
from hearth.release.notes import notes_of
from hearth.release.tables import csv_of, in_order, parquet_of

__all__ = ["FILES", "MANIFEST", "make_files"]

MANIFEST = "manifest.json"

FILES = (
    *("NOTES.md", "coverage.csv", "datapackage.json", "fingertips.csv", "framework.json"),
    *("values.csv", "values.parquet"),
)
"""Every file of a release but its manifest."""


def make_files(published: Published, *, on: date, inputs: InputHashes) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest and the content of every file, the manifest's own included.

    BadRelease for figures that cannot be released: two values with one key, or no framework or policy.
    """
    ordered = replace(published, table=in_order(published.table))
    tables = {
        "values.csv": csv_of(ordered.table),
        "values.parquet": parquet_of(ordered.table),
        "fingertips.csv": fingertips_of(ordered),
        "coverage.csv": coverage_of(ordered),
    }
    files = {
        **tables,
        "framework.json": contents_of(ordered),
        "datapackage.json": datapackage_of(ordered, on, tables),
        "NOTES.md": notes_of(ordered, on),
    }
    manifest = make_manifest(ordered, files, date=on, inputs=inputs)
    return manifest, {**files, MANIFEST: manifest_bytes(manifest)}
