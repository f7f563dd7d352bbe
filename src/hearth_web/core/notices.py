"""What must be said on every page of the site, whatever it is about, such as that its figures are invented.

Who knows it registers an answer at start-up; without one nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["register", "site_notice"]

_answers: list[Callable[[], str]] = []


def site_notice() -> str:
    """The first thing that there is to say; empty where there is nothing."""
    return next((said for answer in _answers if (said := answer())), "")


def register(answer: Callable[[], str]) -> None:
    """From now on this is asked, too."""
    _answers.append(answer)
