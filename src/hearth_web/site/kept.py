"""Pages that are pure functions of a release: made once, kept compressed, and sent with an ETag.

What is kept is found by the release's id and the address: nothing else may change a page, but settings, which are read
once when the process starts. A page is made from one opened release from its first byte to its last, so a release
swapped in meanwhile never mixes.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from hearth_web.core.frugal import give_back

__all__ = ["Body", "Kept", "accepts_gzip", "has_already", "respond", "say_how_long"]

MOST_BYTES = 8 * 1024 * 1024
"""How much one process keeps, compressed: some 800 pages. The longest unasked for goes first."""

GIVE_BACK_EVERY = 8
"""After how many pages made anew the memory that it took is given back: a few milliseconds each time."""

PAGES_LAST = "public, max-age=86400"
"""A day without asking; after that the ETag decides."""

PRIVATE = "private, no-store"
"""For a release that is not for anyone to read."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent: `held` is compressed; `etag` is another for every other content."""

    held: bytes
    etag: str
    content_type: str
    filename: str = ""

    @classmethod
    def of(cls, content: bytes, content_type: str, filename: str = "") -> Body:
        """The body of this content."""
        digest = hashlib.sha256(content).hexdigest()[:32]
        return cls(gzip.compress(content, 6, mtime=0), f'"{digest}"', content_type, filename)

    @property
    def content(self) -> bytes:
        """As it was before it was compressed."""
        return gzip.decompress(self.held)


class Kept:
    """Bodies by key, at most `most_bytes` of them; safe for several threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bodies: OrderedDict[tuple[str, ...], Body] = OrderedDict()
        self._bytes = 0
        self._made = 0
        self._lock = Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], Body]) -> Body:
        """The body under this key, made now if it is not kept. What `make` raises is not kept."""
        with self._lock:
            found = self._bodies.get(key)
            if found is not None:
                self._bodies.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._made += 1
            many = self._made % GIVE_BACK_EVERY == 0
            if key not in self._bodies:
                self._bodies[key] = made
                self._bytes += len(made.held)
            while self._bytes > self._most and len(self._bodies) > 1:
                _, gone = self._bodies.popitem(last=False)
                self._bytes -= len(gone.held)
        if many:
            give_back()
        return made


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether the reader's browser takes compressed answers: it names gzip, or anything, and not with a weight of 0."""
    found = {"gzip": 0.0, "*": 0.0}
    for each in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = (part.strip() for part in each.partition(";"))
        if name in found:
            found[name] = 0.0 if re.fullmatch(r"q=0(\.0{0,3})?", weight.replace(" ", "")) else 1.0
    return bool(found["gzip"] or found["*"])


def respond(request: HttpRequest, body: Body, *, public: bool, lasts: str = PAGES_LAST) -> HttpResponse:
    """The body, or 304 where the reader has it already; compressed for who accepts that."""
    response: HttpResponse
    zipped = accepts_gzip(request)
    etag = body.etag if zipped else body.etag[:-1] + '-plain"'
    if has_already(request, body.etag, etag):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body.held if zipped else body.content, content_type=body.content_type)
        if zipped:
            response["Content-Encoding"] = "gzip"
        if body.filename:
            response["Content-Disposition"] = f'attachment; filename="{body.filename}"'
    say_how_long(response, etag, lasts if public else PRIVATE)
    return response


def has_already(request: HttpRequest, *etags: str) -> bool:
    """Whether the reader's browser says that it keeps what one of these stands for."""
    known = {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))}
    return "*" in known or not known.isdisjoint(etags)


def say_how_long(response: HttpResponseBase, etag: str, lasts: str) -> None:
    """Put on an answer what it is known by, and who may keep it for how long: another one for who takes gzip."""
    response["ETag"] = etag
    response["Cache-Control"] = lasts
    patch_vary_headers(response, ["Accept-Encoding"])
