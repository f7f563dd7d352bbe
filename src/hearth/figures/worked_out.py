"""What a published row comes to: its value and interval from the counts, where there are any, and why not where not.

| what the file gives | what is kept |
|---|---|
| counts | value and interval worked out from them, and compared with the published value if there is one |
| a value with its limits | both, the limits "as published" |
| a value alone | the value, and why there is no interval |
| a symbol for the value | the symbol, and no number |

Where the publisher rounds counts and gives limits of counts before rounding, the limits tell the counts: they are not
kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hearth.disclosure.published import State
from hearth.engine.results import Range
from hearth.engine.values import Plain, Value, every_value_within
from hearth.figures.mapping import FigureColumns, Kind, Meaning, Symbol
from hearth.figures.published_rows import Given
from hearth.framework.counting import Figure
from hearth.stats.intervals import Interval

__all__ = ["AS_PUBLISHED", "NO_COUNTS", "Row", "worked_out"]

AS_PUBLISHED = "as published"
NO_COUNTS = "The publisher gives no counts, so no interval can be worked out."
NO_NUMERATOR = "The publisher gives no numerator, so no interval can be worked out."
HIDDEN_COUNTS = "The publisher does not show the counts, so no interval can be worked out."
NOBODY = "There is nobody to divide by."
ROUNDED_AWAY = "More than none, and rounds to it, so no interval can be worked out."
UNRELIABLE = "The publisher does not show the figure, which is of low reliability."

_WHY_NONE = {
    Kind.RATIO: "A ratio of sums, to which one child adds many, so no interval can be worked out.",
    Kind.MEAN: "The publisher does not say how the scores are spread, so no interval can be worked out.",
}

_STATES = {
    Meaning.SUPPRESSED: State.SUPPRESSED,
    Meaning.ROUNDS_TO_ZERO: State.ROUNDS_TO_ZERO,
    Meaning.NOT_AVAILABLE: State.NOT_AVAILABLE,
    Meaning.NOT_APPLICABLE: State.NOT_APPLICABLE,
    Meaning.UNRELIABLE: State.LOW_RELIABILITY,
}

PLACES = 4
EPSILON = 1e-9

Say = Callable[[int, str, str], None]
"""Called with a line, a stable code and a sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers and words of one published row, its value and limits to four decimal places."""

    state: State
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    method: str = ""
    note: str = ""


def worked_out(figure: FigureColumns, given: Sequence[Given], say: Say) -> list[Row]:
    """A row for each line of the figure's. Published values that our own do not come to are said, and noted."""
    counted = [each for each in given if _state(figure, each) is None and _has_counts(figure, each)]
    values = every_value_within(_countable(figure), [_counts(figure, each) for each in counted])
    ours = {id(each): value for each, value in zip(counted, values, strict=True)}
    return [
        _from_counts(figure, each, ours[id(each)], say) if id(each) in ours else _as_given(figure, each)
        for each in given
    ]


def _state(figure: FigureColumns, given: Given) -> Symbol | None:
    """The symbol that stands in the figure's place, if one does."""
    if figure.value is not None:
        return given.symbol("value")
    return given.symbol("numerator") or given.symbol("denominator")


def _has_counts(figure: FigureColumns, given: Given) -> bool:
    if given.whole("numerator") is None:
        return False
    return figure.kind is Kind.COUNT or given.whole("denominator") is not None


def _counts(figure: FigureColumns, given: Given) -> dict[str, Range]:
    names = ("numerator",) if figure.kind is Kind.COUNT else ("numerator", "denominator")
    numbers = {name: given.whole(name) for name in names}
    return {name: Range(number, number) for name, number in numbers.items() if number is not None}


def _countable(figure: FigureColumns) -> Figure:
    """The figure as the engine works its kind out."""
    return Figure(
        id=figure.code,
        measure=figure.code,
        title=figure.title,
        kind=str(figure.kind),
        direction=figure.direction,
        periods=(),
        smallest_place="",
        breakdowns=(),
        counted_from=(),
        per=figure.per,
    )


def _as_given(figure: FigureColumns, given: Given) -> Row:
    """A row whose counts are not all there: its symbol, or its value as published."""
    if (symbol := _state(figure, given)) is not None:
        state = _STATES[symbol.means]
        if state is State.ROUNDS_TO_ZERO:
            return Row(state, value=0.0, note=ROUNDED_AWAY)
        return Row(state, note=UNRELIABLE if state is State.LOW_RELIABILITY else "")
    value = given.number("value")
    assert value is not None  # neither a symbol nor counts
    limits = _limits(figure, given)
    if limits is not None:
        return _shown(given, value.value, limits, AS_PUBLISHED)
    return _shown(given, value.value, note=_why(figure, given))


def _shown(
    given: Given,
    value: float,
    limits: tuple[float | None, float | None] = (None, None),
    method: str = "",
    note: str = "",
) -> Row:
    """A row with a value, and whichever counts it is published with."""
    lower, upper = (None if limit is None else _round(limit) for limit in limits)
    part, whole = given.whole("numerator"), given.whole("denominator")
    return Row(State.VALUE, _round(value), lower, upper, part, whole, method, note)


def _why(figure: FigureColumns, given: Given) -> str:
    if figure.kind is Kind.COUNT:
        return ""
    if given.symbol("numerator") or given.symbol("denominator"):
        return HIDDEN_COUNTS
    return NO_NUMERATOR if given.whole("denominator") is not None else NO_COUNTS


def _limits(figure: FigureColumns, given: Given) -> tuple[float, float] | None:
    """The published limits, if there are two and the counts beside them cannot be worked out from them."""
    if given.level in figure.rounded_to and figure.numerator is not None:
        return None
    lower, upper = (_limit(given, name) for name in ("lower", "upper"))
    return None if lower is None or upper is None else (lower, upper)


def _limit(given: Given, name: str) -> float | None:
    symbol = given.symbol(name)
    if symbol is not None and symbol.means is Meaning.ROUNDS_TO_ZERO:
        return 0.0
    number = given.number(name)
    return None if number is None else number.value


def _from_counts(figure: FigureColumns, given: Given, ours: Value | None, say: Say) -> Row:
    if ours is None:
        return Row(State.NOT_APPLICABLE, note=NOBODY)
    assert isinstance(ours, Interval | Plain)  # every count is exact
    apart = _apart(figure, given, ours, say)
    # a mean whose sum is 0 would have limits of 0: the file says nothing of how scores are spread
    if isinstance(ours, Interval) and figure.kind in (Kind.PROPORTION, Kind.RATE):
        return _shown(given, ours.value, (ours.lower, ours.upper), str(ours.method), apart)
    if (limits := _limits(figure, given)) is not None:
        return _shown(given, ours.value, limits, AS_PUBLISHED, apart)
    why = _WHY_NONE.get(figure.kind, "")
    return _shown(given, ours.value, note=" ".join(filter(None, [why, apart])))


def _apart(figure: FigureColumns, given: Given, ours: Interval | Plain, say: Say) -> str:
    """In a sentence, how the published numbers are not what the published counts come to; empty if they are."""
    pairs = [("value", ours.value)]
    if isinstance(ours, Interval) and given.level not in figure.rounded_to:
        pairs += [("lower", ours.lower), ("upper", ours.upper)]
    for name, worth in pairs:
        published = given.number(name)
        if published is None:
            continue
        decimals = published.decimals if figure.decimals is None else figure.decimals
        furthest = 0.5 * 10**-decimals + EPSILON * max(1.0, abs(worth))
        apart = abs(worth - published.value)
        if apart > furthest:
            rounding = _reach_of_rounding(figure, given)
            code = "rounded" if apart <= furthest + rounding else "disagrees"
            said = _said(name, f"{published.value:.{decimals}f}", f"{worth:.{decimals + 2}f}", code)
            about = ", ".join(filter(None, [figure.code, given.place, given.period.id, given.group]))
            say(given.line, code, f"{about}: {said[0].lower()}{said[1:]}")
            return said
    return ""


def _said(name: str, published: str, worth: str, code: str) -> str:
    what = {"value": "", "lower": "a lower limit of ", "upper": "an upper limit of "}[name]
    counts = "its rounded counts" if code == "rounded" else "its counts"
    return f"The publisher gives {what}{published}, and {counts} come to {worth}."


def _reach_of_rounding(figure: FigureColumns, given: Given) -> float:
    """How far the value may be from that of the counts before the publisher rounded them."""
    half = figure.rounded_to.get(given.level, 1) // 2
    part, whole = given.whole("numerator"), given.whole("denominator")
    if not half or part is None:
        return 0.0
    if figure.kind is Kind.COUNT:
        return float(half)
    if whole is None or whole <= half:
        return math.inf
    unit = 100 if figure.kind is Kind.PROPORTION else figure.per
    return unit * max(
        (part + half) / (whole - half) - part / whole, part / whole - (part - half) / (whole + half)
    )


def _round(number: float) -> float:
    return round(number, PLACES) + 0.0  # which makes a minus nought a nought
