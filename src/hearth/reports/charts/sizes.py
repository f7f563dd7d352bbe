"""How wide text is, how it wraps, where labels go, and which ticks an axis has: in pixels, without any font at hand.

The widths are Arial's, in thousandths of its size, and a little is added: other sans-serif faces are wider.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["apart", "in_print", "nice_ticks", "ticks_within", "width_of", "wrapped"]

SPARE = 1.06
_NARROW = dict.fromkeys("ijl'|", 222) | dict.fromkeys(" .,:;!ftI/[]’‘", 278) | dict.fromkeys("r()-“”", 333)
_MIDDLE = dict.fromkeys("ckszvxyJ", 500) | dict.fromkeys("AKPBEXSVY&", 667) | dict.fromkeys("CDHNRUw", 722)
_WIDE = dict.fromkeys("GOQ", 778) | dict.fromkeys("mM", 833) | {"W": 944, "%": 889, "+": 584, "−": 584}
_WIDTHS = _NARROW | _MIDDLE | _WIDE
_OTHER = 556
_BOLD = 1.07


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide the text is, in the unit of its size: rather too much than too little."""
    thousandths = sum(_WIDTHS.get(letter, _OTHER) for letter in text)
    return thousandths / 1000 * size * SPARE * (_BOLD if bold else 1)


def in_print(number: str) -> str:
    """A number in words with a true minus sign, which a hyphen is too short for."""
    return number.replace("-", "−")


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than that, broken between words; a single word may be wider."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def nice_ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers at even steps from at or below `low` to at or above `high`, at most that many (two at least)."""
    span = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / most))
    for step in (power * each for each in (1, 2, 5, 10, 20, 50, 100)):
        first, last = math.floor(low / step + 1e-12), math.ceil(high / step - 1e-12)
        if last - first + 1 <= max(most, 2):
            return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]
    return [low, high]


def ticks_within(low: float, high: float, most: int, *, limits: tuple[float, float]) -> list[float]:
    """Nice ticks about the numbers, none of them outside the limits."""
    ticks = [each for each in nice_ticks(low, high, most) if limits[0] <= each <= limits[1]]
    return ticks if len(ticks) > 1 else nice_ticks(low, high, most)


def apart(wanted: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Where boxes go that would be centred at `wanted` (centre and height) and may not touch, from low to high.

    They keep their order and move no further than they must; where there is no room they leave by the bottom.
    """
    order = sorted(range(len(wanted)), key=lambda number: wanted[number][0])
    tops: dict[int, float] = {}
    edge = low
    for number in order:
        centre, height = wanted[number]
        tops[number] = max(edge, centre - height / 2)
        edge = tops[number] + height
    edge = high
    for number in reversed(order):
        height = wanted[number][1]
        tops[number] = max(min(tops[number], edge - height), low)
        edge = tops[number]
    return [tops[number] + wanted[number][1] / 2 for number in range(len(wanted))]
