"""The pages of one release by their addresses, for templates: `to('measure', measure='F-C1')`."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from hearth_web.site.shelf import Opened

__all__ = ["LEVELS", "links_in"]

LEVELS = {"hub": "hubs", "ward": "wards"}
"""The levels of place that have pages, and the word for several of them in addresses."""


def links_in(opened: Opened) -> Callable[..., str]:
    """A function that gives the address of a page of this release."""

    def to(name: str, /, **where: str) -> str:
        return reverse(name, kwargs={"release": opened.short, **where})

    return to
