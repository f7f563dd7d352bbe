"""Makes a picture small: a few hundred kilobytes as drawn, a tenth of that with its colours in a list."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["smaller"]

COLOURS = 256
BOXES = 1 << 15
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SUB = 1


@dataclass(frozen=True, slots=True)
class _Strokes:
    """A picture as runs of one colour, line after line: each one's red, green, blue and alpha, and its length."""

    width: int
    height: int
    colours: NDArray[np.uint8]
    lengths: NDArray[np.int64]


def smaller(png: bytes) -> bytes:
    """The picture with at most 256 colours, each pixel's nearly as it was; the same bytes for the same picture.

    One that shows through anywhere, or is not as the drawing program writes it (8 bits for each of red, green, blue
    and alpha, filtered one way), is given back as it is.
    """
    strokes = _strokes(png)
    if strokes is None or (strokes.colours[:, 3] != 255).any():
        return png
    wide = strokes.colours.astype(np.int64)
    boxes = (wide[:, 0] >> 3) << 10 | (wide[:, 1] >> 3) << 5 | wide[:, 2] >> 3
    counts = np.bincount(boxes, weights=strokes.lengths, minlength=BOXES)
    kept = np.sort(np.argsort(-counts, kind="stable")[: min(COLOURS, np.count_nonzero(counts))])
    longest = np.lexsort((np.arange(len(boxes)), strokes.lengths))
    shown = np.zeros(BOXES, np.int64)
    shown[boxes[longest]] = longest
    lines = np.zeros((strokes.height, strokes.width + 1), np.uint8)
    indices = np.repeat(_nearest(kept, np.flatnonzero(counts))[boxes], strokes.lengths)
    lines[:, 1:] = indices.reshape(strokes.height, strokes.width)
    head = struct.pack(">IIBBBBB", strokes.width, strokes.height, 8, 3, 0, 0, 0)
    return b"".join(
        [
            _SIGNATURE,
            _chunk(b"IHDR", head),
            _chunk(b"PLTE", strokes.colours[shown[kept], :3].tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)),
            _chunk(b"IEND", b""),
        ]
    )


def _nearest(kept: NDArray[np.int64], found: NDArray[np.int64]) -> NDArray[np.uint8]:
    """For each box of colours found the number of the nearest that is kept: itself, where it is kept."""
    nearest = np.zeros(BOXES, np.uint8)
    apart = _parts(found)[:, None, :] - _parts(kept)[None, :, :]
    nearest[found] = (apart * apart).sum(axis=2).argmin(axis=1)
    return nearest


def _parts(boxes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.stack([boxes >> 10, (boxes >> 5) & 31, boxes & 31], axis=1)


def _strokes(png: bytes) -> _Strokes | None:
    """The picture as runs; None where it is written in another way.

    Each pixel is written as what it has more than the one to its left: nothing at all, while the colour stays.
    """
    chunks: dict[bytes, bytes] = {}
    for name, held in _chunks(png):
        chunks[name] = chunks.get(name, b"") + held
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if form != [8, 6, 0, 0, 0]:
        return None
    raw = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 4 * width)
    if (raw[:, 0] != _SUB).any():
        return None
    steps = np.ascontiguousarray(raw[:, 1:]).view(np.uint32)
    begins = steps != 0
    begins[:, 0] = True
    at = np.flatnonzero(begins)
    changes = steps.reshape(-1)[at].view(np.uint8).reshape(-1, 4)
    upto = np.cumsum(changes, axis=0, dtype=np.uint8)
    first = np.searchsorted(at, np.arange(height) * width)
    before = np.vstack([np.zeros((1, 4), np.uint8), upto])[first]
    colours = upto - before[at // width]
    return _Strokes(width, height, colours, np.diff(at, append=width * height))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(name: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
