"""Addresses that belong to no app: the theme's style and logo, and what is asked of every site."""

from __future__ import annotations

from django.urls import path

from hearth_web.core import views

__all__ = ["urlpatterns"]

urlpatterns = [
    path("theme/<slug:key>.css", views.theme_style, name="theme-style"),
    path("theme/<slug:key>/logo", views.theme_logo, name="theme-logo"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("healthy/", views.healthy, name="healthy"),
]
