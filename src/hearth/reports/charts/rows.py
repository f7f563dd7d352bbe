"""Charts side by side: a row for each place or group, its value as a dot, its interval as a line through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hearth.disclosure.published import State
from hearth.reports.charts.chart import Chart, Mark
from hearth.reports.charts.ink import (
    AXIS,
    GRID,
    HIDDEN,
    LINE,
    OTHERS,
    OURS,
    PAPER,
    SMALL,
    SOFT,
    TEXT,
    Variant,
)
from hearth.reports.charts.scale import Values, values_of
from hearth.reports.charts.seen import has_number
from hearth.reports.charts.sheet import Margins, Sheet, Ticks
from hearth.reports.charts.sizes import in_print, width_of, wrapped

__all__ = ["side_by_side"]

WIDEST_LABEL = 230
GAP = 14
HALF = 10
EDGE = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A row in its place: `middle` of its dot, from `top` to `bottom`, in pixels below the field's top.

    What goes down through it begins at `over`: below a label that stands above the dot.
    """

    mark: Mark
    lines: tuple[str, ...]
    top: float
    over: float
    middle: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything goes: the rows, the headings of their sections, and the columns beside the field."""

    rows: tuple[_Row, ...]
    headings: tuple[tuple[str, float], ...]
    height: int
    margins: Margins
    values: Values
    about: tuple[str, ...]
    value_width: float
    interval_width: float


def side_by_side(chart: Chart, variant: Variant) -> Sheet:
    """The chart on a sheet as wide as the variant."""
    plan = _plan(chart, variant)
    margins, values = plan.margins, plan.values
    sheet = Sheet(
        width=variant.width - margins.left - margins.right,
        height=plan.height,
        x=(values.low, values.high),
        y=(float(plan.height), 0.0),
        margins=margins,
        x_ticks=Ticks(tuple((at, (said,)) for at, said in values.ticks), grid=True),
    )
    _lay_ground(sheet, plan)
    _lay_intervals(sheet, plan)
    _lay_dots(sheet, plan)
    _write_beside(sheet, plan, variant)
    _write_about(sheet, chart, plan)
    return sheet


def _plan(chart: Chart, variant: Variant) -> _Plan:
    marks = chart.series[0].marks
    values = values_of(chart, 4 if variant.narrow else 6)
    size = variant.label
    value_width = max([0.0, *(width_of(_value(mark), size, bold=True) for mark in marks if has_number(mark))])
    interval_width = max([0.0, *(width_of(mark.interval, SMALL) for mark in marks)])
    if interval_width:
        interval_width = max(interval_width, width_of(HEADING, SMALL))
    about = wrapped(_about(chart, values), variant.width - 2 * EDGE, SMALL)
    edge = max(width_of(said, SMALL) for _, said in values.ticks) / 2 + EDGE
    left, right, longest = edge, edge, variant.width - 2 * edge - value_width - GAP
    if not variant.narrow:
        longest = min(WIDEST_LABEL, max(width_of(mark.short, size, bold=mark.standing) for mark in marks) + 1)
        left = max(longest + GAP, edge)
        right = max(value_width + (interval_width + GAP if interval_width else 0) + GAP + EDGE, edge)
    rows, headings, height = _rows(marks, variant, longest)
    top = len(about) * SMALL * LINE + (24 if interval_width and not variant.narrow else 10)
    bottom = 28 + (18 if _few(marks) else 0)
    return _Plan(
        rows=tuple(rows),
        headings=tuple(headings),
        height=round(height),
        margins=Margins(round(left), round(right), round(top), bottom),
        values=values,
        about=tuple(about),
        value_width=value_width,
        interval_width=interval_width,
    )


HEADING = "95% interval"


def _rows(
    marks: tuple[Mark, ...], variant: Variant, longest: float
) -> tuple[list[_Row], list[tuple[str, float]], float]:
    rows: list[_Row] = []
    headings = []
    at, section = 0.0, ""
    step = variant.label * LINE
    for mark in marks:
        if mark.section != section:
            section = mark.section
            headings.append((section, at + 22))
            at += 34
        lines = tuple(wrapped(mark.short, longest, variant.label, bold=mark.standing))
        if variant.narrow:
            middle = at + 4 + step * len(lines) + 9
            over, bottom = middle - HALF, middle + 14
        else:
            bottom = at + max(28.0, step * len(lines) + 8)
            over, middle = at, (at + bottom) / 2
        rows.append(_Row(mark, lines, at, over, middle, bottom))
        at = bottom
    return rows, headings, at


def _lay_ground(sheet: Sheet, plan: _Plan) -> None:
    """Lines along the rows, nought of a change, and the standing row's figure down through the rows with numbers."""
    told = [row for row in plan.rows if has_number(row.mark)]
    ends = {"x": plan.values.low, "x2": plan.values.high}
    standing = next((row.mark for row in told if row.mark.standing), None)
    others = [row for row in told if not row.mark.standing]
    if standing and standing.lower is not None and standing.upper is not None:
        span = _clamped(plan.values, standing.lower, standing.upper)
        boxes = [span | {"y": row.over, "y2": row.bottom} for row in others]
        sheet.lay("whole-band", "rect", boxes, "x2", "y2", fill=HIDDEN, fillOpacity=1)
    lines = [ends | {"y": row.middle} for row in told]
    sheet.lay("grid-rows", "rule", lines, "x2", stroke=GRID, strokeWidth=1)
    if plan.values.across_nought:
        noughts = [{"x": 0.0, "y": row.over, "y2": row.bottom} for row in told]
        sheet.lay("nought", "rule", noughts, "y2", stroke=AXIS, strokeWidth=1.5)
    if standing and standing.value is not None:
        downs = [{"x": standing.value, "y": row.over, "y2": row.bottom} for row in others]
        sheet.lay("whole-line", "rule", downs, "y2", stroke=OTHERS, strokeDash=[4, 3], strokeWidth=1.5)


def _lay_intervals(sheet: Sheet, plan: _Plan) -> None:
    for name, colour, standing in (("whole", OTHERS, True), ("ours", OURS, False)):
        spans = []
        ranges = []
        for row in plan.rows:
            mark = row.mark
            if mark.standing is not standing or not has_number(mark):
                continue
            if mark.value is None:
                ranges.append(_clamped(plan.values, mark.lower, mark.upper) | {"y": row.middle})
            elif mark.lower is not None and mark.upper is not None:
                spans.append(_clamped(plan.values, mark.lower, mark.upper) | {"y": row.middle})
        sheet.lay(f"{name}-interval", "rule", spans, "x2", stroke=colour, strokeWidth=2.5)
        sheet.lay(f"{name}-range", "rule", ranges, "x2", stroke=colour, strokeWidth=8)


def _lay_dots(sheet: Sheet, plan: _Plan) -> None:
    dots: dict[str, list[dict[str, Any]]] = {"whole": [], "ours": [], "few": []}
    for row in plan.rows:
        if row.mark.value is not None:
            few = row.mark.state is State.LOW_RELIABILITY
            name = "whole" if row.mark.standing else "few" if few else "ours"
            dots[name].append({"x": row.mark.value, "y": row.middle})
    sheet.lay("whole-dot", "point", dots["whole"], **_filled(OTHERS, 110), shape="diamond")
    sheet.lay("ours-dot", "point", dots["ours"], **_filled(OURS, 80))
    sheet.lay("ours-few", "point", dots["few"], **(_filled(OURS, 70) | {"fill": PAPER}))


def _filled(colour: str, size: int) -> dict[str, Any]:
    return {"fill": colour, "stroke": colour, "strokeWidth": 2, "size": size, "opacity": 1}


def _write_beside(sheet: Sheet, plan: _Plan, variant: Variant) -> None:
    size, step = variant.label, variant.label * LINE
    left = -EDGE if variant.narrow else EDGE - plan.margins.left
    names: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for row in plan.rows:
        first = row.top + 4 + step / 2 if variant.narrow else row.middle - step * (len(row.lines) - 1) / 2
        names[row.mark.standing] += [
            {"x": sheet.x_of(left), "y": first + step * number, "text": line}
            for number, line in enumerate(row.lines)
        ]
    sheet.write("name-whole", names[True], size, TEXT, fontWeight="bold")
    sheet.write("name", names[False], size, TEXT)
    headings = [{"x": sheet.x_of(left), "y": y, "text": said} for said, y in plan.headings]
    sheet.write("heading", headings, size, TEXT, fontWeight="bold")
    _write_values(sheet, plan, variant)
    hidden = [
        {"x": plan.values.low, "y": row.middle, "text": row.mark.told}
        for row in plan.rows
        if not has_number(row.mark)
    ]
    sheet.write("hidden", hidden, SMALL if not variant.narrow else 12.5, SOFT, dx=0 if variant.narrow else 4)


def _write_values(sheet: Sheet, plan: _Plan, variant: Variant) -> None:
    told = [row for row in plan.rows if has_number(row.mark)]
    if variant.narrow:
        edge = sheet.x_of(sheet.width + EDGE)
        ups = [
            {"x": edge, "y": row.top + 4 + variant.label * LINE / 2, "text": _value(row.mark)} for row in told
        ]
        sheet.write("value", ups, variant.label, TEXT, fontWeight="bold", align="right")
        return
    column = sheet.width + GAP + plan.value_width
    values = [{"x": sheet.x_of(column), "y": row.middle, "text": _value(row.mark)} for row in told]
    sheet.write("value", values, variant.label, TEXT, fontWeight="bold", align="right")
    beside = sheet.x_of(column + GAP)
    intervals = [
        {"x": beside, "y": row.middle, "text": in_print(row.mark.interval)}
        for row in told
        if row.mark.interval
    ]
    if intervals:
        intervals.append({"x": beside, "y": -10.0, "text": HEADING})
    sheet.write("interval", intervals, SMALL, SOFT)


def _write_about(sheet: Sheet, chart: Chart, plan: _Plan) -> None:
    left = sheet.x_of(EDGE - plan.margins.left)
    step = SMALL * LINE
    lines = [
        {"x": left, "y": -plan.margins.top + step * (number + 0.5) + EDGE, "text": line}
        for number, line in enumerate(plan.about)
    ]
    sheet.write("about", lines, SMALL, SOFT)
    if _few(chart.series[0].marks):
        note = [{"x": left, "y": plan.height + plan.margins.bottom - 8.0, "text": "Hollow dot: few answers"}]
        sheet.write("few", note, SMALL, SOFT)


def _about(chart: Chart, values: Values) -> str:
    """What the values are, and where the scale begins if not at nought."""
    return f"{chart.axis}. The scale begins at {values.ticks[0][1]}." if values.cut else chart.axis


def _value(mark: Mark) -> str:
    """The value for a narrow column: its unit is said above, but for percent."""
    return in_print(mark.told.partition(" per ")[0].removesuffix(" points"))


def _few(marks: tuple[Mark, ...]) -> bool:
    return any(mark.state is State.LOW_RELIABILITY for mark in marks)


def _clamped(values: Values, lower: float | None, upper: float | None) -> dict[str, float]:
    low = values.low if lower is None else max(lower, values.low)
    high = values.high if upper is None else min(upper, values.high)
    return {"x": low, "x2": high}
