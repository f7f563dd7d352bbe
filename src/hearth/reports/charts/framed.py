"""A drawing to take away: with its title above it, and its source and notice below. Needs no drawing program."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hearth.reports.charts.chart import Chart
from hearth.reports.charts.ink import FONT, LINE, PAPER, SMALL, SOFT, TEXT, WIDE
from hearth.reports.charts.mend import SVG, written
from hearth.reports.charts.sizes import wrapped

__all__ = ["framed"]

MARGIN = 20
TITLE = 18
SUMMARY = 14


def framed(chart: Chart, svg: bytes) -> bytes:
    """One SVG that stands alone on white paper, made of the wide drawing of that chart."""
    drawn = ET.fromstring(svg)
    _, _, width, height = (float(each) for each in drawn.attrib["viewBox"].split())
    whole = round(width) + 2 * MARGIN
    said = {"role": "img", "aria-labelledby": drawn.attrib["aria-labelledby"], "font-family": FONT}
    frame = ET.Element(f"{{{SVG}}}svg", said)
    for tag in ("title", "desc"):
        told = drawn.find(f"{{{SVG}}}{tag}")
        if told is not None:
            drawn.remove(told)
            frame.append(told)
    paper = ET.SubElement(frame, f"{{{SVG}}}rect", {"width": str(whole), "fill": PAPER})
    at = _write(frame, chart.title, MARGIN, TITLE, TEXT, bold=True) + 4
    at = _write(frame, chart.summary, at, SUMMARY, TEXT) + 10
    group = ET.SubElement(frame, f"{{{SVG}}}g", {"transform": f"translate({MARGIN},{round(at)})"})
    group.extend(list(drawn))
    at = round(at) + height + 10
    for words in (chart.source, chart.notice):
        at = _write(frame, words, at, SMALL, SOFT)
    tall = round(at) + MARGIN
    paper.set("height", str(tall))
    frame.set("viewBox", f"0 0 {whole} {tall}")
    frame.set("width", str(whole))
    frame.set("height", str(tall))
    return written(frame)


def _write(frame: ET.Element, text: str, at: float, size: int, colour: str, *, bold: bool = False) -> float:
    """The text in lines from `at` downwards; where the last of them ends."""
    for line in wrapped(text, WIDE.width, size, bold=bold):
        at += size * LINE
        set_ = {"x": str(MARGIN), "y": f"{at - size * 0.3:g}", "font-size": f"{size}px"}
        if bold:
            set_["font-weight"] = "bold"
        element = ET.SubElement(frame, f"{{{SVG}}}text", set_ | {"fill": colour})
        element.text = line
    return at
