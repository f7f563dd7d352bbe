"""How every view answers: find the release, ask the gate, make the page once, send it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearth.release.manifest import Manifest
from hearth_web.core.gate import is_public, may_read
from hearth_web.site.addresses import links_in
from hearth_web.site.chrome import chrome_of
from hearth_web.site.kept import PAGES_LAST, PRIVATE, Body, Kept, respond
from hearth_web.site.shelf import SHORT, Opened, Shelf

__all__ = ["html", "moved", "of_release", "on_shelf", "readable"]

NO_SUCH_RELEASE = (
    "There is no release with this address here. The list of releases shows those that there are."
)

_kept = Kept()

Make = Callable[..., Body]


def on_shelf() -> Shelf:
    """The shelf of this site."""
    return Shelf(settings.HEARTH_SITE)


def readable(request: HttpRequest, id: str) -> Manifest:
    """The release of that id, or that begins with it; 404 where there is none, or it is not this reader's to see."""
    found = on_shelf().find(id)
    if found is None or not may_read(request, found):
        raise Http404(NO_SUCH_RELEASE)
    return found


def of_release(make: Make) -> Callable[..., HttpResponse]:
    """A view of a release, out of a function that makes its body from the opened release and the address alone.

    The function takes the release, `here` (the address within the release, such as `hubs/`) and what the address names.
    404 where there is no such release, or it is not this reader's to see. An address with another form of the id leads
    to the one that is printed.
    """

    @require_safe
    @wraps(make)
    def view(request: HttpRequest, release: str, **where: str) -> HttpResponse:
        manifest = readable(request, release)
        if len(release) != SHORT:
            name = request.resolver_match.view_name if request.resolver_match else ""
            printed = reverse(name, kwargs={"release": manifest.id[:SHORT], **where})
            return moved(printed, public=is_public(manifest))
        opened = on_shelf().open(manifest)
        key = (opened.id, request.path)
        here = request.path.split("/", 3)[3]
        body = _kept.get(key, lambda: make(opened, here=here, **where))
        return respond(request, body, public=is_public(manifest))

    return view


def moved(address: str, *, public: bool) -> HttpResponse:
    """To the form of an address that is printed, for as long as the page there may be kept."""
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = PAGES_LAST if public else PRIVATE
    return response


def html(template: str, opened: Opened, *, here: str, **told: Any) -> Body:
    """The page that a template makes of a release and what it is told."""
    context = {"chrome": chrome_of(opened), "to": links_in(opened), "here": here, **told}
    return Body.of(render_to_string(template, context).encode(), "text/html; charset=utf-8")
