"""The release's own files: a page that says what each is, and the files themselves, byte for byte.

They keep their own names, so that `hearth release verify` can see to them in the folder that they are put in. Some
are large: they are sent as they are read, and no page's place in memory is taken up by them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from hearth.release.make import FILES, MANIFEST
from hearth.release.manifest import facts_of
from hearth.release.notes import FILES_TOLD
from hearth_web.core.gate import is_public
from hearth_web.core.tables import Cell, Column, Row, Table
from hearth_web.site.addresses import links_in
from hearth_web.site.answer import html, on_shelf, readable
from hearth_web.site.kept import PAGES_LAST, PRIVATE, Body, accepts_gzip, has_already, say_how_long
from hearth_web.site.shelf import Opened

__all__ = ["TYPES", "files_page", "send_file", "size_in_words"]

TYPES = {
    ".csv": ("text/csv; charset=utf-8", "CSV"),
    ".json": ("application/json", "JSON"),
    ".md": ("text/markdown; charset=utf-8", "text"),
    ".parquet": ("application/vnd.apache.parquet", "Parquet"),
}
"""By how a file's name ends: its content type, and what its format is called."""

TOLD = FILES_TOLD | {"NOTES.md": "What this release is, and how to read it, in plain words."}
"""What each file is: among the files themselves `NOTES.md` calls itself "this page"."""

PIECE = 256 * 1024
"""How much is read at a time."""

NO_FILE = "A release has no file of that name. The page of its files lists those that it has."


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a release."""

    name: str
    bytes: int
    sha256: str


def files_page(opened: Opened, *, here: str) -> Body:
    """The page that lists the release's files."""
    files = list(_files(opened))
    return html(
        "site/files.jinja",
        opened,
        here=here,
        section="files",
        table=_table(opened, files),
        files=files,
        id=opened.id,
        whole=size_in_words(sum(each.bytes for each in files)),
    )


@require_safe
def send_file(request: HttpRequest, release: str, name: str) -> HttpResponseBase:
    """One of the release's files, as it is read; 304 where the reader has it already.

    404 where there is no such release, where it is not this reader's to see, or where no file of a release has that
    name. The ETag is the hash that the manifest gives.
    """
    manifest = readable(request, release)
    path, content_type = _path(on_shelf().open(manifest), name)
    facts = manifest.files.get(name)
    held = facts.sha256 if facts else manifest.id
    zipped = accepts_gzip(request) and path.suffix != ".parquet"
    etag = f'"{held}{"-gzip" if zipped else ""}"'
    response: HttpResponseBase
    if has_already(request, etag, f'"{held}"'):
        response = HttpResponseNotModified()
    elif zipped:
        response = StreamingHttpResponse(_zipped(path), content_type=content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = FileResponse(path.open("rb"), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    say_how_long(response, etag, PAGES_LAST if is_public(manifest) else PRIVATE)
    return response


def size_in_words(bytes: int) -> str:
    """`10.8 MB`, `35 kB`, `812 bytes`, in one piece."""
    if bytes >= 999_500:
        return f"{bytes / 1_000_000:,.1f}\N{NO-BREAK SPACE}MB"
    return f"{bytes / 1000:.0f}\N{NO-BREAK SPACE}kB" if bytes >= 1000 else f"{bytes}\N{NO-BREAK SPACE}bytes"


def _path(opened: Opened, name: str) -> tuple[Path, str]:
    if name not in (*FILES, MANIFEST):
        raise Http404(NO_FILE)
    path = opened.directory / name
    return path, TYPES[path.suffix][0]


def _zipped(path: Path) -> Iterator[bytes]:
    packed = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield packed.compress(piece)
    yield packed.flush()


def _files(opened: Opened) -> Iterator[_File]:
    for name in FILES_TOLD:
        facts = opened.manifest.files.get(name) or facts_of((opened.directory / name).read_bytes())
        yield _File(name, facts.bytes, facts.sha256)


def _table(opened: Opened, files: list[_File]) -> Table:
    to = links_in(opened)
    rows = (
        Row(
            (
                Cell(text=each.name, href=to("files") + each.name),
                Cell(text=TOLD[each.name]),
                Cell(text=TYPES[Path(each.name).suffix][1]),
                Cell(text=size_in_words(each.bytes)),
            )
        )
        for each in files
    )
    columns = (Column("File"), Column("What it is"), Column("Format"), Column("Size", numeric=True))
    return Table("The files of this release", columns, tuple(rows), hidden_caption=True, stacked=True)
