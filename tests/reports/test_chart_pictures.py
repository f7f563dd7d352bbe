"""Pictures made small: the same size and shape, few colours, and what cannot be made small left as it is."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import vl_convert

from hearth.reports.charts.png import smaller

SHAPES = '<circle cx="20" cy="20" r="15" fill="#12436D"/><text x="5" y="60" font-size="14">70% of all</text>'
PAPER = '<rect width="100" height="70" fill="#FFFFFF"/>'


def picture(inside: str) -> bytes:
    return vl_convert.svg_to_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 70" width="100" height="70">{inside}</svg>',
        scale=2,
    )


def chunks(png: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        held = png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(name + held)
        found[name] = held
        at += 12 + size
    return found


def pixels(png: bytes) -> np.ndarray:
    """Red, green and blue of a picture with its colours in a list, or as the drawing program writes it."""
    parts = chunks(png)
    width, height, _, kind = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, -1)
    if kind == 3:
        return np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)[lines[:, 1:]]
    return np.cumsum(lines[:, 1:].reshape(height, width, 4), axis=1, dtype=np.uint8)[..., :3]


def test_a_picture_keeps_its_looks():
    before = picture(PAPER + SHAPES)
    after = smaller(before)
    assert len(after) < len(before)
    was, now = pixels(before).astype(int), pixels(after).astype(int)
    assert was.shape == now.shape == (140, 200, 3)
    assert np.abs(was - now).max() <= 16
    assert tuple(now[40, 40]) == (0x12, 0x43, 0x6D), "ink is the very colour"
    assert tuple(now[0, 0]) == (255, 255, 255)


def test_many_colours_become_256():
    many = "".join(
        f'<rect x="{x * 5}" y="{y * 5}" width="5" height="5" fill="rgb({x * 12},{y * 17},{(x * y) % 255})"/>'
        for x in range(20)
        for y in range(14)
    )
    after = smaller(picture(PAPER + many))
    assert len(chunks(after)[b"PLTE"]) == 3 * 256
    was, now = pixels(picture(PAPER + many)).astype(int), pixels(after).astype(int)
    assert np.abs(was - now).max() < 40


def test_what_shines_through_is_left_as_it_is():
    before = picture(SHAPES)
    assert smaller(before) == before
    assert smaller(smaller(picture(PAPER))) == smaller(picture(PAPER))
