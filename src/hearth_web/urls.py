"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("", include("hearth_web.core.urls")),
    path("", include("hearth_web.site.urls")),
]

handler400 = "hearth_web.core.errors.bad_request"
handler404 = "hearth_web.core.errors.not_found"
handler500 = "hearth_web.core.errors.server_error"
