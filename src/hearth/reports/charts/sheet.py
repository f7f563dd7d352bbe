"""A sheet to draw on: a field with two scales, what is laid on it in order, and its Vega-Lite specification.

Nothing is left to the drawing program to arrange: the field, its margins and every label have places in pixels, so
that the same chart is the same drawing, and nothing is cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Literal

import altair as alt
from altair.utils.schemapi import debug_mode

from hearth.reports.charts.ink import AXIS, FONT, GRID, SMALL, SOFT

__all__ = ["Margins", "Sheet", "Ticks"]

Row = dict[str, Any]
Kind = Literal["rule", "line", "area", "point", "rect", "text"]

SECOND: dict[str, Callable[[], Any]] = {
    "x2": partial(alt.SecondaryFieldDef, field="x2"),
    "y2": partial(alt.SecondaryFieldDef, field="y2"),
    "text": partial(alt.FieldOrDatumDefWithConditionStringFieldDefText, field="text", type="nominal"),
    "detail": partial(alt.FieldDefWithoutScale, field="detail", type="nominal"),
}


@dataclass(frozen=True, slots=True)
class Margins:
    """What is left about the field for labels, in whole pixels."""

    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Ticks:
    """The ticks of an axis: where, and the lines of each one's label (none where it has only a tick)."""

    at: tuple[tuple[float, tuple[str, ...]], ...] = ()
    grid: bool = False


@dataclass(slots=True)
class Sheet:
    """A field of `width` by `height` pixels whose scales go over `x` and `y` (`y` from its bottom to its top)."""

    width: int
    height: int
    x: tuple[float, float]
    y: tuple[float, float]
    margins: Margins
    x_ticks: Ticks = Ticks()
    y_ticks: Ticks = Ticks()
    layers: list[alt.UnitSpec] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def x_of(self, pixels: float) -> float:
        """What is so many pixels right of the field's left edge."""
        return self.x[0] + pixels / self.width * (self.x[1] - self.x[0])

    def y_of(self, pixels: float) -> float:
        """What is so many pixels below the field's top edge."""
        return self.y[1] - pixels / self.height * (self.y[1] - self.y[0])

    def right_of(self, x: float) -> float:
        """How many pixels right of the field's left edge it is."""
        return (x - self.x[0]) / (self.x[1] - self.x[0]) * self.width

    def below(self, y: float) -> float:
        """How many pixels below the field's top edge it is."""
        return (self.y[1] - y) / (self.y[1] - self.y[0]) * self.height

    def lay(self, name: str, kind: Kind, rows: Sequence[Row], /, *columns: str, **drawn: Any) -> None:
        """Marks of one kind (`rule`, `line`, `area`, `point`, `rect`, `text`) for rows; nothing where there are none.

        Every row has an `x` and a `y`; `columns` are those of `x2`, `y2`, `text` and `detail` that they have too.
        `drawn` is how.
        """
        if not rows:
            return
        named = name.replace("-", "_")
        self.rows[named] = [*rows]
        with debug_mode(False):
            self.layers.append(
                alt.UnitSpec(
                    name=named,
                    data=alt.NamedData(name=named),
                    mark=alt.MarkDef(type=kind, **drawn),
                    encoding=alt.Encoding(**{each: SECOND[each]() for each in columns}),
                )
            )

    def write(self, name: str, rows: Sequence[Row], size: float, colour: str, **drawn: Any) -> None:
        """Text that begins at its place, or is set otherwise by `align`; its middle is at `y`."""
        set_ = {"align": "left", "baseline": "middle"} | drawn
        self.lay(name, "text", rows, "text", fontSize=size, fill=colour, **set_)

    def specification(self) -> dict[str, Any]:
        """As Vega-Lite.

        Altair does not check it part by part, which would take longer than drawing it: a test does, of every kind.
        """
        with debug_mode(False):
            whole = alt.TopLevelLayerSpec(
                layer=self.layers,
                encoding=alt.SharedEncoding(x=self._x(), y=self._y()),
                width=self.width,
                height=self.height,
                padding=asdict(self.margins),
                autosize=alt.AutoSizeParams(type="none"),
                config=alt.Config(font=FONT, aria=False, view=alt.ViewConfig(stroke=None)),
                datasets=self.rows,
            )
            found: dict[str, Any] = whole.to_dict(validate=False)
        return found

    def _x(self) -> Row:
        axis = {"offset": 4, "ticks": not self.x_ticks.grid, "domain": not self.x_ticks.grid}
        return _channel("x", self.x, _axis(self.x_ticks, axis))

    def _y(self) -> Row:
        axis = {"ticks": False, "domain": False, "labelPadding": 8, "labelAlign": "right"}
        return _channel("y", self.y, _axis(self.y_ticks, axis))


def _channel(field: str, domain: tuple[float, float], axis: Row | None) -> Row:
    scale = {"domain": list(domain), "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _axis(ticks: Ticks, drawn: Row) -> Row | None:
    if not ticks.at:
        return None
    words = {_as_script(at): list(lines) if len(lines) > 1 else "".join(lines) for at, lines in ticks.at}
    listed = ", ".join(f"'{at}': {_quoted(said)}" for at, said in words.items())
    return {
        "values": [at for at, _ in ticks.at],
        "labelExpr": f"{{{listed}}}[datum.value]",
        "labelBound": False,
        "labelFlush": False,
        "labelOverlap": False,
        "labelFontSize": SMALL,
        "labelLineHeight": 15,
        "labelColor": SOFT,
        "labelPadding": 6,
        "grid": ticks.grid,
        "gridColor": GRID,
        "tickColor": AXIS,
        "domainColor": AXIS,
        "title": None,
        **drawn,
    }


def _as_script(number: float) -> str:
    """A number as JavaScript writes it when it is the name of a property."""
    return str(int(number)) if number == int(number) else repr(number)


def _quoted(said: str | list[str]) -> str:
    if isinstance(said, list):
        return f"[{', '.join(map(_quoted, said))}]"
    escaped = said.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
