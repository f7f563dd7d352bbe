"""The door for a web server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearth_web.core.settings")

application = get_wsgi_application()
