"""Draws charts: as SVG for a page and for a phone, and as a picture to take away. Needs the `reports` extra.

Nothing here is imported where pages are served: drawings are made beforehand, and kept by the key of their chart.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from hearth.kernel.errors import MissingExtra
from hearth.reports.charts.chart import Chart, Shape
from hearth.reports.charts.framed import framed
from hearth.reports.charts.ink import NARROW, WIDE, Variant
from hearth.reports.charts.mend import mended
from hearth.reports.charts.png import smaller

__all__ = ["Drawing", "draw", "draw_png", "draw_svg"]

SCALE = 1.5
"""1,200 pixels across: enough for a slide or a page, at two thirds of the cost of twice the size."""
_LAID_BY = {Shape.OVER_TIME: ("lines", "over_time"), Shape.SIDE_BY_SIDE: ("rows", "side_by_side")}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart drawn: `wide` and `narrow` are SVG of 760 and 290 pixels' width, to be put into a page.

    `png` is the wide one with its title, source and notice, 1,200 pixels across.
    """

    wide: bytes
    narrow: bytes
    png: bytes


def draw(chart: Chart) -> Drawing:
    """The chart drawn. Equal charts give the same bytes, in whatever order or process they are drawn.

    MissingExtra where the drawing libraries are not installed; ValueError where the chart has no number.
    """
    wide = draw_svg(chart, WIDE)
    return Drawing(wide, draw_svg(chart, NARROW), draw_png(chart, wide))


def draw_png(chart: Chart, wide: bytes) -> bytes:
    """The picture to take away, from the chart's wide drawing."""
    png: bytes = _library("vl_convert").svg_to_png(framed(chart, wide).decode(), scale=SCALE)
    return smaller(png)


def draw_svg(chart: Chart, variant: Variant) -> bytes:
    """One of the two widths alone."""
    if not chart.drawable:
        raise ValueError(f"There is no number in {chart.name}: show its words.")
    drawing = _library("vl_convert")
    _library("altair")
    module, layout = _LAID_BY[chart.shape]
    sheet = getattr(importlib.import_module(f"hearth.reports.charts.{module}"), layout)(chart, variant)
    svg: str = drawing.vegalite_to_svg(sheet.specification())
    return mended(svg, chart, variant.name)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtra(
            f"Charts are drawn with {name}, which is not installed here.",
            "Install Hearth with its `reports` extra, or show the charts' tables.",
        ) from None
