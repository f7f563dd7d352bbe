"""The addresses of the public site."""

from __future__ import annotations

from django.urls import path, re_path

from hearth_web.site import views

__all__ = ["urlpatterns"]

R = "releases/<slug:release>/"

urlpatterns = [
    path("", views.front, name="front"),
    re_path(r"^latest/(?P<rest>.*)$", views.latest, name="latest"),
    path("releases/", views.releases, name="releases"),
    path(R, views.framework, name="framework"),
    path(R + "measures/<str:measure>/", views.measure, name="measure"),
    path(R + "measures/<str:measure>/figures.csv", views.measure_csv, name="measure-csv"),
    path(R + "measures/<str:measure>/<str:place>/", views.measure_at, name="measure-at"),
    path(R + "measures/<str:measure>/<str:place>/figures.csv", views.measure_at_csv, name="measure-at-csv"),
    path(R + "hubs/", views.hubs, name="hubs"),
    path(R + "wards/", views.wards, name="wards"),
    path(R + "hubs/<str:place>/", views.hub, name="hub"),
    path(R + "wards/<str:place>/", views.ward, name="ward"),
    path(R + "hubs/<str:place>/figures.csv", views.hub_csv, name="hub-csv"),
    path(R + "wards/<str:place>/figures.csv", views.ward_csv, name="ward-csv"),
    path(R + "data/", views.data, name="data"),
    path(R + "methods/", views.methods, name="methods"),
    path(R + "changes/<slug:earlier>/", views.changes, name="changes"),
    path(R + "charts/<slug:key>.svg", views.chart_svg, name="chart-svg"),
    path(R + "charts/<slug:key>.csv", views.chart_csv, name="chart-csv"),
    path(R + "charts/<slug:key>.png", views.chart_png, name="chart-png"),
    path(R + "files/", views.files, name="files"),
    path(R + "files/<str:name>", views.release_file, name="file"),
]
