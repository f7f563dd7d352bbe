"""The pages for what went wrong: what happened, and what the reader can do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = [
    "CANNOT_BE_READ",
    "FAULT",
    "TOO_LONG",
    "bad_request",
    "not_allowed",
    "not_found",
    "refused",
    "server_error",
]

CANNOT_BE_READ = "This address cannot be read"
FAULT = "Sorry, there is a problem with this site"
TOO_LONG = "This address is longer than any address of this site."


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    said = str(exception) if exception and type(exception).__name__ == "Http404" else ""
    return _page(request, 404, "Page not found", said if said.endswith(".") else "")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return refused(request, "")


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """400, saying why."""
    return _page(request, 400, CANNOT_BE_READ, why)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: pages are only read."""
    response = _page(request, 405, "This page can only be read", f"It answers to {allowed}.")
    response["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, 500, FAULT, "")


def _page(request: HttpRequest, status: int, heading: str, why: str) -> HttpResponse:
    told = {"status": status, "heading": heading, "why": why}
    response = render(request, "hearth/error.jinja", told, status=status)
    response["Cache-Control"] = "no-store"
    return response
