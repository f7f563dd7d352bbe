"""Drawings: fit for a page as they are, the same bytes each time, nothing hidden drawn, nothing outside."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import altair as alt
import pytest

from hearth.kernel.errors import MissingExtra
from hearth.kernel.periods import PeriodKind, period
from hearth.reports.charts import draw as drawing
from hearth.reports.charts.chart import Chart
from hearth.reports.charts.draw import draw_png, draw_svg
from hearth.reports.charts.framed import framed
from hearth.reports.charts.ink import NARROW, WIDE
from hearth.reports.charts.kept import FILES, draw_all, is_kept
from hearth.reports.charts.lines import over_time as lines
from hearth.reports.charts.mend import SVG
from hearth.reports.charts.of_measure import by_group, by_place, charts_of, over_time
from hearth.reports.charts.rows import side_by_side as rows
from reports.told import ORIGIN, ROWS, figure, published

YEAR = PeriodKind.FINANCIAL_YEAR
EVERY_CELL = """
share | EM | 2022-23    | | 70u (40-90)
share | EM | 2023-24    | | c
share | EM | 2024-25    | | (50-60)
share | EM | 2025-26    | | 75b (70-80)
"""


def charts() -> dict[str, Chart]:
    found = [*charts_of(published(), "share", "EM", ORIGIN), *charts_of(published(), "share", "H1", ORIGIN)]
    odd = over_time(published(rows=EVERY_CELL), "share", "EM", YEAR, ORIGIN)
    return {chart.name: chart for chart in found} | {"odd": odd}


CHARTS = charts()
both = pytest.mark.parametrize("variant", [WIDE, NARROW], ids=lambda each: each.name)
every = pytest.mark.parametrize("name", CHARTS)


def root_of(name: str, variant) -> ET.Element:
    return ET.fromstring(draw_svg(CHARTS[name], variant))


def texts(root: ET.Element) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter(f"{{{SVG}}}text")]


def in_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [child for each in root.iter() if each.get("class") == name for child in each]


@every
@both
def test_a_drawing_is_an_image_with_a_title_and_a_description(name, variant):
    root = root_of(name, variant)
    title, desc = root[0], root[1]
    assert (root.get("role"), root.get("focusable")) == ("img", "false")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert (title.text, desc.text) == (CHARTS[name].title, CHARTS[name].summary)
    assert CHARTS[name].key in title.get("id") and variant.name in title.get("id")
    assert root.get("class") == f"hearth-chart hearth-chart--{variant.name}"
    assert root.get("viewBox").startswith(f"0 0 {variant.width} ")
    assert not {"width", "height"} & set(root.attrib)


@every
@both
def test_nothing_in_a_drawing_speaks_or_styles_itself(name, variant):
    root = root_of(name, variant)
    inner = [each for each in root.iter() if each is not root]
    assert not [each.tag for each in inner if {"role", "style"} & set(each.attrib)]
    assert not [
        key for each in inner for key in each.attrib if key.startswith("aria-") or key.startswith("on")
    ]
    kinds = {each.tag.removeprefix(f"{{{SVG}}}") for each in root.iter()}
    assert kinds <= {"svg", "title", "desc", "g", "path", "line", "text", "tspan"}


@every
@both
def test_text_can_be_read(name, variant):
    sizes = [
        float(each.get("font-size").removesuffix("px"))
        for each in root_of(name, variant).iter(f"{{{SVG}}}text")
    ]
    assert sizes and min(sizes) >= 12


@every
@both
def test_altair_finds_no_fault_in_a_specification(name, variant):
    chart = CHARTS[name]
    sheet = (lines if chart.shape == "over_time" else rows)(chart, variant)
    alt.LayerChart.from_dict(sheet.specification(), validate=True)


@both
def test_what_is_hidden_is_a_word_and_never_a_mark(variant):
    chart = over_time(published(theirs=""), "share", "EM", YEAR, ORIGIN)
    root = ET.fromstring(draw_svg(chart, variant))
    assert "hidden" in texts(root)
    assert len(in_class(root, "ours-dot")) == 2
    assert not in_class(root, "ours-line"), "no line is drawn across what is hidden"


@both
def test_a_place_that_is_hidden_says_so_where_its_dot_would_be(variant):
    chart = by_place(published(), "share", "hub", "2025-26", ORIGIN)
    root = ET.fromstring(draw_svg(chart, variant))
    assert texts(root).count("hidden to protect people") == 1
    assert len(in_class(root, "ours-dot")) == 2
    assert len(in_class(root, "ours-few")) == 1
    assert len(in_class(root, "whole-dot")) == 1
    assert len(in_class(root, "ours-interval")) == 3
    assert "Hollow dot: few answers" in texts(root)


@both
def test_intervals_targets_ranges_and_breaks_are_drawn(variant):
    root = root_of("share-em-by-financial-year", variant)
    assert len(in_class(root, "ours-interval")) == 2
    assert len(in_class(root, "target")) == 1
    assert "".join(texts(root)).replace(" ", "").count("TargetforEngland,by2028:75%") == 1
    odd = root_of("odd", variant)
    assert len(in_class(odd, "ours-range")) == 1
    assert len(in_class(odd, "break")) == 1
    assert len(in_class(odd, "ours-few")) == 1


@both
def test_many_periods_have_a_band(variant):
    quarters = [f"20{year}-{year + 1}-Q{quarter}" for year in (23, 24) for quarter in (1, 2, 3, 4)]
    drawn = "\n".join(f"share | EM | {id} | | {60 + number} (50-80)" for number, id in enumerate(quarters))
    made = published(rows=drawn, theirs="", periods=tuple(map(period, quarters)))
    root = ET.fromstring(draw_svg(over_time(made, "share", "EM", PeriodKind.QUARTER, ORIGIN), variant))
    assert len(in_class(root, "ours-band")) == 1
    assert len(in_class(root, "ours-dot")) == 8


@every
def test_the_same_chart_is_the_same_bytes(name):
    assert draw_svg(CHARTS[name], WIDE) == draw_svg(CHARTS[name], WIDE)


def test_another_process_draws_the_same_bytes(tmp_path):
    chart = CHARTS["share-em-by-hub-2025-26"]
    code = (
        "import sys; from reports.test_chart_drawings import CHARTS; from hearth.reports.charts.draw import draw;"
        "d = draw(CHARTS['share-em-by-hub-2025-26']);"
        "sys.stdout.buffer.write(d.wide + d.narrow + d.png)"
    )
    folders = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONPATH": folders}
    )
    wide = draw_svg(chart, WIDE)
    assert found.stdout == wide + draw_svg(chart, NARROW) + draw_png(chart, wide)


def test_a_frame_carries_title_source_and_notice():
    chart = CHARTS["share-em-by-financial-year"]
    root = ET.fromstring(framed(chart, draw_svg(chart, WIDE)))
    words = " ".join(texts(root))
    for said in (chart.title, chart.summary, chart.source, chart.notice):
        assert said in words
    assert [each.tag for each in root.iter()].count(f"{{{SVG}}}title") == 1
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert not [each for each in root.iter() if "style" in each.attrib]


def test_a_picture_is_the_frame_made_larger_with_its_colours_in_a_list():
    chart = CHARTS["share-em-by-hub-2025-26"]
    wide = draw_svg(chart, WIDE)
    png = draw_png(chart, wide)
    frame = ET.fromstring(framed(chart, wide))
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (width, height) == tuple(int(drawing.SCALE * int(frame.get(each))) for each in ("width", "height"))
    assert drawing.SCALE > 1
    assert (depth, kind) == (8, 3)


def test_a_chart_without_a_number_is_not_drawn():
    hidden = published(rows=ROWS.replace("78 (76-80)", "c"))
    chart = by_group(hidden, "share", "EM", "2025-26", ["sex"], ORIGIN)
    empty = Chart(chart.name, chart.shape, chart.title, "", chart.axis, chart.unit, ())
    with pytest.raises(ValueError, match="no number"):
        draw_svg(empty, WIDE)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtra, match="vl_convert") as fault:
        drawing.draw(CHARTS["odd"])
    assert "reports" in fault.value.remedy


def test_charts_are_drawn_once_and_what_is_lost_is_drawn_again(tmp_path):
    some = list(CHARTS.values())[:2]
    heard = []
    assert draw_all(some, tmp_path, processes=0, say=lambda *at: heard.append(at)) == 2
    assert heard[0] == (0, 2) and heard[-1] == (2, 2)
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{chart.key}.{each}" for chart in some for each in FILES
    }
    assert draw_all(some, tmp_path, processes=0) == 0
    (tmp_path / f"{some[0].key}.narrow.svg").unlink()
    assert draw_all(some, tmp_path, processes=0) == 1
    assert all(is_kept(tmp_path, chart.key) for chart in some)


def test_pictures_can_follow(tmp_path):
    some = list(CHARTS.values())[:1]
    assert draw_all(some, tmp_path, processes=0, pictures=False) == 1
    assert not is_kept(tmp_path, some[0].key)
    assert draw_all(some, tmp_path, processes=0, pictures=False) == 0
    assert draw_all(some, tmp_path, processes=0) == 1


def test_processes_draw_what_one_draws(tmp_path):
    two, one = tmp_path / "two", tmp_path / "one"
    some = [*CHARTS.values(), *charts_of(published(), "number", "EM", ORIGIN)][:9]
    assert draw_all(some, two, processes=2, pictures=False) == len(some) == 9
    draw_all(some, one, processes=0, pictures=False)
    assert {path.name: path.read_bytes() for path in two.iterdir()} == {
        path.name: path.read_bytes() for path in one.iterdir()
    }


def test_only_who_draws_needs_the_drawing_libraries():
    code = (
        "import sys, hearth.reports.charts.of_measure, hearth.reports.charts.table, hearth.reports.charts.framed,"
        " hearth.reports.charts.kept; print(sorted({'altair', 'vl_convert', 'pandas'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_style_sheet_names_parts_that_drawings_have():
    styles = (Path(__file__).parents[2] / "src/hearth_web/core/static/hearth/charts.css").read_text(
        encoding="utf-8"
    )
    wanted = set(re.findall(r"(?<!hearth-chart)(?<=[ (])\.([a-z][a-z-]*)", styles)) - {"hearth-chart"}
    starts, ends = re.findall(r'class\|="([a-z]+)"', styles), re.findall(r'class\$="-([a-z]+)"', styles)
    found = {each.get("class") or "" for name in CHARTS for each in root_of(name, WIDE).iter()}
    found |= {each.get("class") or "" for each in ET.fromstring(draw_svg(_changes(), WIDE)).iter()}
    assert wanted and wanted <= found, wanted - found
    assert all(any(name.startswith(f"{start}-") for name in found) for start in starts)
    assert all(any(name.endswith(f"-{end}") for name in found) for end in ends)


def _changes() -> Chart:
    """A chart of changes, which alone has nought within."""
    drawn = "share | EM | 2024-25 | | -2 (-5-1)\nshare | EM | 2025-26 | | 1 (-1-3)"
    made = published(rows=drawn, theirs="", figures=(figure("share", "change"),))
    return over_time(made, "share", "EM", YEAR, ORIGIN)
