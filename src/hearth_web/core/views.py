"""The theme's style and logo, and what is asked of every site."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

__all__ = ["favicon", "healthy", "robots", "theme_logo", "theme_style"]

FOR_EVER = "public, max-age=31536000, immutable"

TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


@require_safe
def theme_style(request: HttpRequest, key: str) -> HttpResponse:
    """The theme's colours, as a style sheet; its address changes with it."""
    return _kept(_this_theme(key).style, "text/css; charset=utf-8")


@require_safe
def theme_logo(request: HttpRequest, key: str) -> HttpResponse:
    """The council's logo, if it has set one."""
    logo = _this_theme(key).logo
    if logo is None:
        raise Http404("This site has no logo.")
    return _kept(logo.read_bytes(), TYPES[logo.suffix])


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for one without being told."""
    return HttpResponseRedirect(static("hearth/favicon.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Anyone may read everything here."""
    return HttpResponse("User-agent: *\nDisallow:\n", content_type="text/plain; charset=utf-8")


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """That the process answers."""
    response = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _this_theme(key: str):  # type: ignore[no-untyped-def]
    if key != settings.HEARTH_THEME.key:
        raise Http404("This site has another theme now.")
    return settings.HEARTH_THEME


def _kept(held: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(held, content_type=kind)
    response["Cache-Control"] = FOR_EVER
    return response
