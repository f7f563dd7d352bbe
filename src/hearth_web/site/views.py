"""The views of the public site: each fetches with permission, makes one call, and sends what that makes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hearth_web.site.answer import of_release
from hearth_web.site.pages import (
    changes_page,
    data_page,
    downloads,
    framework_page,
    measure_page,
    methods_page,
    place_page,
    places_page,
    releases_page,
)

__all__ = [
    "changes",
    "chart_csv",
    "chart_png",
    "chart_svg",
    "data",
    "files",
    "framework",
    "front",
    "hub",
    "hub_csv",
    "hubs",
    "latest",
    "measure",
    "measure_at",
    "measure_at_csv",
    "measure_csv",
    "methods",
    "release_file",
    "releases",
    "ward",
    "ward_csv",
    "wards",
]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """To the current release."""
    return releases_page.to_latest(request, "")


@require_safe
def latest(request: HttpRequest, rest: str) -> HttpResponse:
    """To the same page of the current release."""
    return releases_page.to_latest(request, rest)


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The releases that there are."""
    return releases_page.answer(request)


changes = require_safe(changes_page.answer)

framework = of_release(framework_page.body)
measure = of_release(measure_page.body)
measure_at = of_release(measure_page.body_at)
measure_csv = of_release(downloads.of_measure)
measure_at_csv = of_release(downloads.of_measure_at)
hubs = of_release(places_page.hubs)
wards = of_release(places_page.wards)
hub = of_release(place_page.hub)
ward = of_release(place_page.ward)
hub_csv = of_release(downloads.of_hub)
ward_csv = of_release(downloads.of_ward)
data = of_release(data_page.body)
methods = of_release(methods_page.body)
chart_svg = of_release(downloads.chart_svg)
chart_png = of_release(downloads.chart_png)
chart_csv = of_release(downloads.chart_csv)
files = of_release(downloads.files_page)
release_file = downloads.send_file
