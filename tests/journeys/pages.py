"""Every kind of page that the site has, and where one of that kind is."""

from __future__ import annotations

from journeys.shelf import HUB, WARD, WELCOMED, Site

__all__ = ["KINDS", "path_of"]

KINDS = {
    "framework": "",
    "hubs": "hubs/",
    "hub": f"hubs/{HUB}/",
    "wards": "wards/",
    "ward": f"wards/{WARD}/",
    "ward without figures": "wards/X05000002/",
    "survey": f"measures/{WELCOMED}/",
    "local data": "measures/T2/",
    "mean": "measures/P6d/",
    "change": "measures/P4a/",
    "to be determined": "measures/H1/",
    "cross-reference": "measures/T4/",
    "switched off": "measures/P6b/",
    "survey at a hub": f"measures/{WELCOMED}/{HUB}/",
    "local data at a hub": f"measures/T2/{HUB}/",
    "local data at a ward": f"measures/P2/{WARD}/",
    "data": "data/",
    "methods": "methods/",
    "changes": "changes/{earlier}/",
    "files": "files/",
    "releases": "/releases/",
    "an earlier release": "/releases/{earlier}/",
    "a survey without drawings": f"/releases/{{earlier}}/measures/{WELCOMED}/",
    "not found": "measures/Q9/",
    "refused": "%01/",
}
"""By kind; what begins with a slash is no page of a release."""


def path_of(kind: str, site: Site) -> str:
    """The address of the page of this kind, in the current release."""
    path = KINDS[kind].format(earlier=site.earlier.short)
    return path if path.startswith("/") else site.at(path)
