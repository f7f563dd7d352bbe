"""Django's settings. What a council sets stands in the environment, under names that begin with HEARTH_.

docs/reference/settings.md says what each is for, and a test holds that page to this file.
"""

from __future__ import annotations

import secrets

from hearth_web.core import environ
from hearth_web.core.theme import theme_named

HEARTH_SITE = environ.folder("HEARTH_SITE", "site")
"""The folder from which the site is served: releases that were put on the shelf, and their charts."""

HEARTH_ORGANISATION = environ.text("HEARTH_ORGANISATION", "")
"""The council's name, at the head of every page; a release's own title where it is empty."""

HEARTH_TITLE = environ.text("HEARTH_TITLE", "")
"""What the site is called, under the council's name; the framework's title where it is empty."""

HEARTH_ADDRESS = environ.address("HEARTH_ADDRESS", "https://", "http://").rstrip("/")
"""Where readers find the site, such as `https://outcomes.example.gov.uk`: it stands in what they quote and print."""

HEARTH_LICENCE = environ.text("HEARTH_LICENCE", "")
"""Under what licence the figures may be used again: at the foot of every page, and in every row of a download."""

HEARTH_CONTACT = environ.address("HEARTH_CONTACT", "mailto:", "https://")
"""How a reader reaches the council: an address that begins with `mailto:` or `https://`."""

HEARTH_THEME = theme_named(environ.text("HEARTH_THEME", "neutral"), logo=environ.text("HEARTH_LOGO", ""))
"""Colours and logo: the name of a theme that comes with Hearth, or the path of one's own."""

SECRET_KEY = environ.text("HEARTH_SECRET_KEY", secrets.token_urlsafe(48))
ALLOWED_HOSTS = environ.words("HEARTH_HOSTS", "127.0.0.1,localhost,[::1]")
DEBUG = False

ROOT_URLCONF = "hearth_web.urls"
WSGI_APPLICATION = "hearth_web.core.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles", "hearth_web.core", "hearth_web.site"]

# What only reads a release has no use for a database, a session or a user.
DATABASES: dict[str, object] = {}

MIDDLEWARE = [
    "hearth_web.core.security.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hearth_web.core.hostile.RefuseHostile",
    "django.middleware.common.CommonMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "hearth_web.core.jinja.environment"},
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = HEARTH_SITE / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
