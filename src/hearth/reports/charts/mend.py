"""Makes of what the drawing program writes an SVG that is fit for a page.

It is an image with a title and a description, and nothing inside it speaks; its size is the page's to give; it holds
no style, no script and no background; and each part of it has a class, so that a style sheet can colour it anew.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hearth.reports.charts.chart import Chart
from hearth.reports.charts.ink import FONT

__all__ = ["SVG", "mended", "written"]

SVG = "http://www.w3.org/2000/svg"

_SPOKEN = ("role", "aria-")
_IDLE = {"pointer-events", "stroke-miterlimit", "version", "width", "height"}
_PLAIN = {("opacity", "1"), ("fill-opacity", "1"), ("stroke-width", "1"), ("transform", "translate(0,0)")}
_PLAIN |= {("font-family", FONT), ("x2", "0"), ("y2", "0")}
_AXES = {
    "role-axis-grid": "grid",
    "role-axis-tick": "tick",
    "role-axis-label": "axis",
    "role-axis-domain": "axis-line",
}
_MANY_DECIMALS = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")


def mended(svg: str, chart: Chart, variant: str) -> bytes:
    """The drawing of a chart as a page holds it: one `svg` element with its title and description first."""
    root = ET.fromstring(svg)
    for background in root.findall(f"{{{SVG}}}rect"):
        root.remove(background)
    _mend(root)
    root.set("class", f"hearth-chart hearth-chart--{variant}")
    root.set("role", "img")
    root.set("focusable", "false")
    root.set("font-family", FONT)
    name = f"chart-{chart.key}-{variant}"
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for number, (tag, text) in enumerate((("title", chart.title), ("desc", chart.summary or chart.title))):
        element = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(number, element)
    return written(root)


def written(root: ET.Element) -> bytes:
    """The element as bytes, with SVG as the only namespace."""
    ET.register_namespace("", SVG)
    text: str = ET.tostring(root, encoding="unicode")
    return text.encode()


def _mend(element: ET.Element) -> None:
    """Take away what speaks or does nothing, within too; give parts their classes."""
    for name, value in list(element.attrib.items()):
        if name.startswith(_SPOKEN) or name in _IDLE or (name, value) in _PLAIN:
            if name not in ("width", "height") or element.tag == f"{{{SVG}}}svg":
                del element.attrib[name]
        else:
            element.set(name, _MANY_DECIMALS.sub(_shorter, value))
    _name(element)
    for child in list(element):
        _mend(child)
        if _empty(child):
            element.remove(child)
        elif child.tag == f"{{{SVG}}}g" and not child.attrib:
            place = list(element).index(child)
            element.remove(child)
            for number, grandchild in enumerate(child):
                element.insert(place + number, grandchild)


def _shorter(found: re.Match[str]) -> str:
    return f"{round(float(found.group()), 2):g}"


def _name(element: ET.Element) -> None:
    """Class names of ours for marks (`ours-line`) and axes (`grid`); none for what only holds others."""
    said = element.attrib.pop("class", "").split()
    ours = [_AXES[each] for each in said if each in _AXES]
    ours += [
        each.removesuffix("_marks").replace("_", "-")
        for each in said
        if each.endswith("_marks") and "role-mark" in said
    ]
    if ours:
        element.set("class", ours[0])


def _empty(element: ET.Element) -> bool:
    """Whether it shows nothing: a group or a text with nothing in it, or a shape without ink."""
    kind = element.tag.removeprefix(f"{{{SVG}}}")
    if kind in ("g", "text"):
        return not len(element) and not element.text
    return kind == "path" and "fill" not in element.attrib and "stroke" not in element.attrib
