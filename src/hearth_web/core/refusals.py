"""What gunicorn refuses before Django sees it: in our words, on our page, with the headers of every other response."""

from __future__ import annotations

import logging
import socket
import time
from http import HTTPStatus

from django.template.loader import render_to_string
from gunicorn.http import errors as gunicorn
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from hearth_web.core.errors import CANNOT_BE_READ, FAULT, TOO_LONG
from hearth_web.core.security import HEADERS

__all__ = ["Worker", "refusal"]

NOT_UNDERSTOOD = (
    "Your browser, or what stands between it and us, sent something that is no request for a page."
)
TOO_MUCH = "Your browser sent more about itself than we read. Clearing this site's cookies may help."

LINGER = 1.0
"""How many seconds we listen on, after the answer: a browser that is still sending would not read it otherwise."""

MOST_UNREAD = 8 * 1024 * 1024
"""How many bytes of it we take, at most."""

REFUSED: tuple[tuple[type[Exception], HTTPStatus, str], ...] = (
    (gunicorn.LimitRequestLine, HTTPStatus.REQUEST_URI_TOO_LONG, TOO_LONG),
    (gunicorn.LimitRequestHeaders, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, TOO_MUCH),
    (gunicorn.UnsupportedTransferCoding, HTTPStatus.NOT_IMPLEMENTED, NOT_UNDERSTOOD),
    (gunicorn.ExpectationFailed, HTTPStatus.EXPECTATION_FAILED, NOT_UNDERSTOOD),
    (gunicorn.ForbiddenProxyRequest, HTTPStatus.FORBIDDEN, NOT_UNDERSTOOD),
    (gunicorn.InvalidResponseHeader, HTTPStatus.INTERNAL_SERVER_ERROR, ""),
    (gunicorn.InvalidResponseHeaderName, HTTPStatus.INTERNAL_SERVER_ERROR, ""),
    (gunicorn.ParseException, HTTPStatus.BAD_REQUEST, NOT_UNDERSTOOD),
)
"""What gunicorn raises of a request that it cannot read, the narrower first, and what is said of it."""

logger = logging.getLogger(__name__)


class Worker(ThreadWorker):  # type: ignore[misc]
    """Threads that answer what they cannot read with a page. What was sent is not written to the log, nor by whom."""

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: Exception) -> None:
        """Answer, and say no more than the status; a fault of ours goes to the log."""
        status, why = refusal(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            logger.error("A request ended in a fault.", exc_info=exc)
        try:
            write_nonblock(client, _answer(status, why))
            _hear_out(client)
        except OSError:
            logger.debug("A reader left before the answer.")


def refusal(exc: Exception) -> tuple[HTTPStatus, str]:
    """The status of what went wrong, and why in words; 500 for what is no fault of the request."""
    for kind, status, why in REFUSED:
        if isinstance(exc, kind):
            return status, why
    return HTTPStatus.INTERNAL_SERVER_ERROR, ""


def _hear_out(client: socket.socket) -> None:
    """Take what is still being sent, for a little while: closing on unread bytes takes our answer back."""
    client.shutdown(socket.SHUT_WR)
    until, unread = time.monotonic() + LINGER, MOST_UNREAD
    while unread > 0 and (left := until - time.monotonic()) > 0:
        client.settimeout(left)
        held = client.recv(65536)
        if not held:
            return
        unread -= len(held)


def _answer(status: HTTPStatus, why: str) -> bytes:
    heading = FAULT if status is HTTPStatus.INTERNAL_SERVER_ERROR else CANNOT_BE_READ
    told = {"status": status.value, "heading": heading, "why": why}
    try:
        body = render_to_string("hearth/error.jinja", told).encode()
    except Exception:
        logger.exception("The page of an error could not be made.")
        body = f"<!DOCTYPE html><title>{heading}</title><h1>{heading}</h1><p>{why}</p>".encode()
    headers = {
        **HEADERS,
        "Cache-Control": "no-store",
        "Connection": "close",
        "Content-Length": str(len(body)),
        "Content-Type": "text/html; charset=utf-8",
    }
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        *(f"{name}: {said}" for name, said in headers.items()),
    ]
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body
