"""Charts over time: a line broken where nothing is shown, its interval about it, and labels at its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from hearth.disclosure.published import State
from hearth.reports.charts.chart import Chart, Line, Mark, Series
from hearth.reports.charts.ink import (
    AXIS,
    HIDDEN,
    LINE,
    OTHERS,
    OURS,
    PAPER,
    SMALL,
    SOFT,
    TARGET,
    TEXT,
    Variant,
)
from hearth.reports.charts.scale import Values, values_of
from hearth.reports.charts.seen import has_number
from hearth.reports.charts.sheet import Margins, Sheet, Ticks
from hearth.reports.charts.sizes import apart, in_print, width_of, wrapped

__all__ = ["over_time"]

EDGE = 2
INSIDE = 10
FEW = 4
STEP_ASIDE = 7
CRAMPED = 300
BREAK = "[b]"
DASHES = ([6, 4], [2, 3])
SHAPES = ("square", "triangle-up")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Words:
    """A line of a label: its text, and whether it is bold or soft."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands at the end of a line: at which value, in which lines."""

    at: float
    words: tuple[_Words, ...]


def over_time(chart: Chart, variant: Variant) -> Sheet:
    """The chart on a sheet as wide as the variant."""
    values = values_of(chart, 5 if variant.narrow else 6)
    labels = _labels(chart, variant)
    about = wrapped(_about(chart, values), variant.width - 2 * EDGE, SMALL)
    right = max((_width(words, variant) for each in labels for words in each.words), default=0.0) + 14
    margins = Margins(
        left=round(max(width_of(said, SMALL) for _, said in values.ticks) + 12),
        right=round(right),
        top=round(len(about) * SMALL * LINE + 16),
        bottom=20
        + 15 * max(len(_two_lines(mark)) for mark in chart.series[0].marks)
        + (18 if _few(chart) else 0),
    )
    width = variant.width - margins.left - margins.right
    days = [_day(mark) for mark in chart.series[0].marks]
    inset = 18 if variant.narrow else 30
    span = max(days[-1] - days[0], 1) / (width - 2 * inset)
    sheet = Sheet(
        width=width,
        height=200 if variant.narrow else 260,
        x=(days[0] - inset * span, days[-1] + inset * span),
        y=(values.low, values.high),
        margins=margins,
        y_ticks=Ticks(tuple((at, (said,)) for at, said in values.ticks), grid=True),
    )
    sheet.x_ticks = Ticks(_period_ticks(chart.series[0].marks, sheet))
    _lay_hidden(sheet, chart)
    _lay_levels(sheet, values, chart.lines)
    for number in reversed(range(len(chart.series))):
        _lay_series(sheet, chart.series[number], number)
    _lay_breaks(sheet, chart.series[0].marks)
    _write_labels(sheet, labels, variant)
    _write_about(sheet, about, few=_few(chart))
    return sheet


def _day(mark: Mark) -> int:
    return date.fromisoformat(mark.at).toordinal()


def _period_ticks(marks: tuple[Mark, ...], sheet: Sheet) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """A tick at each period. Every one has a label if there is room; else every second, third and so on to the last."""
    labels = [_two_lines(mark) for mark in marks]
    widest = max(width_of(line, SMALL) for lines in labels for line in lines) + 8
    gaps = [sheet.right_of(_day(after)) - sheet.right_of(_day(one)) for one, after in pairwise(marks)]
    every = 1
    while gaps and every < len(marks) and every * min(gaps) < widest:
        every += 1
    last = len(marks) - 1
    return tuple(
        (float(_day(mark)), labels[number] if (last - number) % every == 0 else ())
        for number, mark in enumerate(marks)
    )


def _two_lines(mark: Mark) -> tuple[str, ...]:
    """`Apr–Jun` above `2025` for `Apr–Jun 25`; a year alone stays on its line."""
    words, _, year = mark.short.rpartition(" ")
    if words and len(year) == 2 and mark.at[2:4] == year:
        return (words, mark.at[:4])
    return (mark.short,)


def _lay_hidden(sheet: Sheet, chart: Chart) -> None:
    """A pale column for each run of periods without a figure, and a word at its foot; at its head if that is free."""
    marks = chart.series[0].marks
    days = [_day(mark) for mark in marks]
    middles = [sheet.x[0], *((one + two) / 2 for one, two in pairwise(days)), sheet.x[1]]
    boxes: list[Row] = []
    words: dict[tuple[bool, bool], list[Row]] = {
        (fits, low): [] for fits in (True, False) for low in (True, False)
    }
    for why, found in groupby(range(len(marks)), key=lambda number: _why(marks[number])):
        run = list(found)
        if not why:
            continue
        first, last = middles[run[0]], middles[run[-1] + 1]
        boxes.append({"x": first, "x2": last, "y": sheet.y[0], "y2": sheet.y[1]})
        fits = width_of(why, SMALL) < sheet.right_of(last) - sheet.right_of(first)
        low = not _is_crowded(sheet, chart, {marks[number].at for number in run})
        at = sheet.height - INSIDE if low else INSIDE
        words[fits, low].append({"x": (first + last) / 2, "y": sheet.y_of(at), "text": why})
    sheet.lay("hidden-column", "rect", boxes, "x2", "y2", fill=HIDDEN, fillOpacity=1)
    sheet.write("hidden", words[True, True] + words[True, False], SMALL, SOFT, align="center")
    sheet.write("hidden-up", words[False, True], SMALL, SOFT, angle=270)
    sheet.write("hidden-down", words[False, False], SMALL, SOFT, angle=270, align="right")


def _is_crowded(sheet: Sheet, chart: Chart, at: set[str]) -> bool:
    """Whether anything is drawn of the others at the foot of the field in these periods, and room is at its head."""
    third = (sheet.y[1] - sheet.y[0]) / 3
    values = [mark.value for each in chart.series[1:] for mark in each.marks if mark.at in at]
    found = [value for value in values if value is not None]
    return any(value < sheet.y[0] + third for value in found) and max(found) < sheet.y[1] - third


def _why(mark: Mark) -> str:
    if has_number(mark):
        return ""
    return "hidden" if mark.state is State.SUPPRESSED else "no figure"


def _lay_levels(sheet: Sheet, values: Values, lines: tuple[Line, ...]) -> None:
    ends = {"x": sheet.x[0], "x2": sheet.x[1]}
    if values.across_nought:
        sheet.lay("nought", "rule", [ends | {"y": 0.0}], "x2", stroke=AXIS, strokeWidth=1.5)
    levels = [ends | {"y": line.value} for line in lines]
    sheet.lay("target", "rule", levels, "x2", stroke=TARGET, strokeWidth=2.5, strokeDash=[8, 4])


def _lay_series(sheet: Sheet, series: Series, number: int) -> None:
    """The series by its number: none is ours, the others are grey, each with its own dash and shape."""
    ours = number == 0
    name, colour = ("ours", OURS) if ours else (f"other-{number}", OTHERS)
    few = len(series.marks) <= FEW
    known = any(mark.lower is not None for mark in series.marks)
    aside = number * STEP_ASIDE * (sheet.x_of(1) - sheet.x_of(0)) if few and known else 0.0
    runs = [[_point(mark, aside) for mark in run] for run in _runs(series.marks)]
    points = [row | {"detail": str(each)} for each, run in enumerate(runs) for row in run]
    alone = [row for run in runs for row in run if (few or len(run) == 1) and "y2" in row]
    bands = [row | {"y": row["y2"], "y2": row["y3"]} for row in points if "y2" in row and not few]
    shade = {"fill": colour, "fillOpacity": 0.2 if ours else 0.12}
    sheet.lay(f"{name}-band", "area", bands, "y2", "detail", **shade)
    whiskers = [{"x": row["x"], "y": row["y2"], "y2": row["y3"]} for row in alone]
    thick = 2 if ours else 1.5
    sheet.lay(f"{name}-interval", "rule", whiskers, "y2", stroke=colour, strokeWidth=thick)
    lines = [row for row in points if len(runs[int(row["detail"])]) > 1]
    dash = {} if ours else {"strokeDash": DASHES[(number - 1) % 2]}
    sheet.lay(f"{name}-line", "line", lines, "detail", stroke=colour, strokeWidth=thick + 0.5, **dash)
    _lay_ranges(sheet, name, series.marks, colour)
    dots = points if ours or few else [run[0] for run in runs if len(run) == 1]
    _lay_dots(sheet, name, dots, colour, number, few)


def _lay_dots(sheet: Sheet, name: str, points: list[Row], colour: str, number: int, few: bool) -> None:
    """A dot at each point, hollow where there were few answers; of the others, only where there is room for them."""
    shape = SHAPES[(number - 1) % 2] if number else "circle"
    size = 36 if number else 70 if few else 40 if sheet.width > CRAMPED else 22
    drawn = {"fill": colour, "stroke": colour, "strokeWidth": 1 if number else 2, "size": size, "opacity": 1}
    sure = [row for row in points if not row["few"]]
    unsure = [row for row in points if row["few"]]
    sheet.lay(f"{name}-dot", "point", sure, shape=shape, **drawn)
    sheet.lay(f"{name}-few", "point", unsure, shape=shape, **drawn | {"fill": PAPER})


def _lay_ranges(sheet: Sheet, name: str, marks: tuple[Mark, ...], colour: str) -> None:
    ranges = [
        {
            "x": _day(mark),
            "y": sheet.y[0] if mark.lower is None else max(mark.lower, sheet.y[0]),
            "y2": sheet.y[1] if mark.upper is None else min(mark.upper, sheet.y[1]),
        }
        for mark in marks
        if mark.value is None and has_number(mark)
    ]
    sheet.lay(f"{name}-range", "rule", ranges, "y2", stroke=colour, strokeWidth=8)


def _runs(marks: tuple[Mark, ...]) -> list[list[Mark]]:
    """The marks with a value, in unbroken runs: one ends before what has none, and before a break in the series."""
    runs: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.value is None or BREAK in mark.symbol:
            runs.append([])
        if mark.value is not None:
            runs[-1].append(mark)
    return [run for run in runs if run]


def _point(mark: Mark, aside: float) -> Row:
    row: Row = {"x": _day(mark) + aside, "y": mark.value, "few": mark.state is State.LOW_RELIABILITY}
    if mark.lower is not None and mark.upper is not None:
        row |= {"y2": mark.lower, "y3": mark.upper}
    return row


def _lay_breaks(sheet: Sheet, marks: tuple[Mark, ...]) -> None:
    """An upright line before each period from which figures are counted otherwise."""
    at = [(_day(before) + _day(mark)) / 2 for before, mark in pairwise(marks) if BREAK in mark.symbol]
    ups = [{"x": x, "y": sheet.y[0], "y2": sheet.y[1]} for x in at]
    sheet.lay("break", "rule", ups, "y2", stroke=SOFT, strokeDash=[2, 3], strokeWidth=1.5)
    words = [{"x": x, "y": sheet.y_of(-8), "text": "break"} for x in at]
    sheet.write("break-word", words, SMALL, SOFT, align="center")


def _labels(chart: Chart, variant: Variant) -> list[_Label]:
    room = 86 if variant.narrow else 150
    named = len(chart.series) > 1 or bool(chart.lines)
    found = []
    for number, series in enumerate(chart.series):
        last = next((mark for mark in reversed(series.marks) if mark.value is not None), None)
        if last and last.value is not None:
            found.append(_Label(last.value, tuple(_end_of(series, last, room, variant, named, number == 0))))
    for line in chart.lines:
        said = wrapped(f"{line.label}: {line.told}", room, SMALL)
        found.append(_Label(line.value, tuple(_Words(each, "soft") for each in said)))
    return found


def _end_of(series: Series, last: Mark, room: int, variant: Variant, named: bool, ours: bool) -> list[_Words]:
    """The name of the series if there are others, its last value, of when if it is not the latest, its interval."""
    value = in_print(last.told.partition(" per ")[0].removesuffix(" points"))
    style = "bold" if ours else "plain"
    name = series.short or series.label
    together = f"{name} {value}"
    if named and width_of(together, variant.label, bold=ours) <= room:
        words = [_Words(together, style)]
    else:
        lines = wrapped(name, room, variant.label, bold=ours) if named else []
        words = [_Words(line, style) for line in [*lines, value]]
    soft = [last.short] if last is not series.marks[-1] else []
    if ours and last.interval:
        soft += wrapped(in_print(last.interval), room, SMALL) if not variant.narrow else []
    return words + [_Words(each, "soft") for each in soft]


def _width(words: _Words, variant: Variant) -> float:
    size = SMALL if words.style == "soft" else variant.label
    return width_of(words.text, size, bold=words.style == "bold")


def _write_labels(sheet: Sheet, labels: list[_Label], variant: Variant) -> None:
    step = variant.label * LINE
    wanted = [(sheet.below(each.at), step * len(each.words) + 4) for each in labels]
    middles = apart(wanted, -10.0, sheet.height + 30.0)
    rows: dict[str, list[Row]] = {"bold": [], "plain": [], "soft": []}
    for each, middle in zip(labels, middles, strict=True):
        first = middle - step * (len(each.words) - 1) / 2
        for number, words in enumerate(each.words):
            place = {"x": sheet.x_of(sheet.width + 10), "y": sheet.y_of(first + step * number)}
            rows[words.style].append(place | {"text": words.text})
    sheet.write("label-ours", rows["bold"], variant.label, TEXT, fontWeight="bold")
    sheet.write("label", rows["plain"], variant.label, TEXT)
    sheet.write("label-soft", rows["soft"], SMALL, SOFT)


def _write_about(sheet: Sheet, about: list[str], *, few: bool) -> None:
    left = sheet.x_of(EDGE - sheet.margins.left)
    step = SMALL * LINE
    lines = [
        {"x": left, "y": sheet.y_of(-sheet.margins.top + step * (number + 0.5) + EDGE), "text": line}
        for number, line in enumerate(about)
    ]
    sheet.write("about", lines, SMALL, SOFT)
    if few:
        foot = sheet.y_of(sheet.height + sheet.margins.bottom - 8.0)
        sheet.write("few", [{"x": left, "y": foot, "text": "Hollow dot: few answers"}], SMALL, SOFT)


def _about(chart: Chart, values: Values) -> str:
    return f"{chart.axis}. The scale begins at {values.ticks[0][1]}." if values.cut else chart.axis


def _few(chart: Chart) -> bool:
    return any(mark.state is State.LOW_RELIABILITY for each in chart.series for mark in each.marks)
