"""Serves the site from one machine: gunicorn in this process, a few workers with a few threads each.

The application is imported before the workers are forked, so that they share what never changes; nothing is opened
before the fork. Each worker then opens the current release, so that its first reader does not wait.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.template import engines
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from hearth.kernel.errors import UserError
from hearth_web.core.frugal import give_back
from hearth_web.core.jinja import compile_all
from hearth_web.core.refusals import Worker

__all__ = ["PortTaken", "check_free", "prepare", "serve"]

THREADS = 4

KEEPALIVE = 15
"""How many seconds an idle connection is held for the reader's next page."""

PATIENCE = 5
"""How many seconds a worker that was told to stop has for what it is answering: no page takes so long. Seen once: one
that did not stop for 30, gunicorn's own patience, with nothing to answer."""

ASKED_WRONGLY = {"django.request": logging.ERROR, "django.security.DisallowedHost": logging.CRITICAL}
"""What readers ask for that is not there is answered with a page, and not written down: our own faults are."""

LONGEST_LINE = 8190
"""The longest first line of a request that is read at all; `hostile` says no, with a page, long before."""


class PortTaken(UserError):
    """An address that cannot be listened on."""

    code = "port-taken"


def prepare(site: Path) -> None:
    """Settle what the site is served from, and gather style sheets and icons in its folder.

    Settings are read once in a process: this comes first. BadSetting says which of them cannot be meant.
    """
    os.environ["HEARTH_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "hearth_web.core.settings"
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


def check_free(host: str, port: int) -> None:
    """PortTaken if nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        raise PortTaken(
            f"The site cannot be served at {host}:{port}: {(error.strerror or str(error)).lower()}.",
            f"Stop what is served there, or serve at another: `--address {host}:{port + 1 if port else 8000}`.",
        ) from error


def serve(
    host: str, port: int, *, workers: int, ready: Callable[[str], None], warm: Callable[[], None]
) -> None:
    """Serve until a signal ends it, then leave with SystemExit(0).

    `ready` is told the site's address as soon as it answers. `warm` is called in each worker before its first request.
    """
    name = f"[{host}]" if ":" in host else host

    def say_ready(arbiter: Arbiter) -> None:
        ready(f"http://{name}:{arbiter.LISTENERS[0].sock.getsockname()[1]}/")

    def open_first(worker: object) -> None:
        warm()
        give_back()

    options = {
        "bind": f"{name}:{port}",
        "workers": workers,
        "threads": THREADS,
        "worker_class": Worker,
        "preload_app": True,
        "keepalive": KEEPALIVE,
        "graceful_timeout": PATIENCE,
        "limit_request_line": LONGEST_LINE,
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "hearth-web",
        "when_ready": say_ready,
        "post_worker_init": open_first,
    }
    _Served(options).run()


class _Served(BaseApplication):  # type: ignore[misc]
    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        from django.urls import get_resolver  # noqa: PLC0415 - only once the settings are settled

        from hearth_web.core.wsgi import application  # noqa: PLC0415

        get_resolver().url_patterns  # noqa: B018 - imports every page, once for all workers
        compile_all(engines["jinja2"].env)
        for name, level in ASKED_WRONGLY.items():
            logging.getLogger(name).setLevel(level)
        give_back()
        gc.freeze()
        return application
