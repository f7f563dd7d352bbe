"""Names for where there is little room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

__all__ = ["short_names", "without_invented"]

_INVENTED = re.compile(r" \(invented[^)]*\)$")


def without_invented(name: str) -> str:
    """`Eastmere` for `Eastmere (invented)`: for beside a notice that says so of all of them."""
    return _INVENTED.sub("", name)


def short_names(names: Sequence[str]) -> list[str]:
    """Without what all of them end with, in whole words: `Northgate` and `Southgate` for two that end in `Family Hub`.

    No name is left empty, and no two that differ become the same.
    """
    words = [without_invented(name).split() for name in names]
    shared = sum(
        1 for _ in takewhile(lambda ends: len(set(ends)) == 1, zip(*map(reversed, words), strict=False))
    )
    spare = min(shared, *(len(each) - 1 for each in words)) if len(words) > 1 else 0
    short = [" ".join(each[: len(each) - spare]) for each in words]
    return short if len(set(short)) == len(set(names)) else list(names)
