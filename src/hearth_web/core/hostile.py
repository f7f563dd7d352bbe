"""Requests that no page of ours would make, refused before anything is looked up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from hearth_web.core.errors import TOO_LONG, not_allowed, refused

__all__ = ["LONGEST", "RefuseHostile"]

LONGEST = 2_000
"""The most characters of a path or of a query: no address of ours comes near it."""


METHOD_NOT_ALLOWED = 405


class RefuseHostile:
    """Middleware: 400, with a page that says why, for what is too long, or holds characters that do not print.

    Who writes to a page that is only read is told so on a page, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if len(request.path) > LONGEST or len(query) > LONGEST:
            return refused(request, TOO_LONG)
        if not request.path.isprintable() or "\ufffd" in request.path:
            return refused(request, "This address holds characters that no address of this site has.")
        response = self.get_response(request)
        return (
            not_allowed(request, response["Allow"])
            if response.status_code == METHOD_NOT_ALLOWED
            else response
        )
