"""What the public site does at start-up."""

from __future__ import annotations

from django.apps import AppConfig

from hearth_web.core import notices

__all__ = ["Site"]


class Site(AppConfig):
    """The public site."""

    name = "hearth_web.site"

    def ready(self) -> None:
        """Pages that are of no release say what the current release says."""
        from hearth_web.site.pages.releases_page import current_notice  # noqa: PLC0415 - when settings are settled

        notices.register(current_notice)
