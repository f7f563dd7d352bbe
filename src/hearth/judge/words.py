"""Published figures in words, as pages print them."""

from __future__ import annotations

from hearth.disclosure.published import Published, PublishedCell, PublishedFigure, SourceOfFigures, State
from hearth.framework.datasets import NOT_KNOWN
from hearth.judge.units import number_in_words, unit_in_words

__all__ = [
    "counts_in_words",
    "group_in_words",
    "interval_in_words",
    "place_in_words",
    "place_name",
    "source_in_words",
    "state_in_short",
    "state_in_words",
    "target_in_words",
    "value_in_words",
]

_SHORT = {
    State.SUPPRESSED: "hidden to protect people",
    State.NOT_AVAILABLE: "not available",
    State.NOT_APPLICABLE: "not applicable",
    State.LOW_RELIABILITY: "few answers",
    State.ROUNDS_TO_ZERO: "rounds to zero",
    State.RANGE: "a range",
}


def value_in_words(figure: PublishedFigure, cell: PublishedCell) -> str:
    """The value with its unit, `73.1%`; of a range both ends; nothing where there is none."""
    if cell.state is State.RANGE:
        ends = (
            "any number" if end is None else number_in_words(figure, end) for end in (cell.lower, cell.upper)
        )
        return f"{' to '.join(ends)}{unit_in_words(figure)}"
    return "" if cell.value is None else f"{number_in_words(figure, cell.value)}{unit_in_words(figure)}"


def interval_in_words(figure: PublishedFigure, cell: PublishedCell) -> str:
    """The limits, as precise as the value; nothing where there are none."""
    if cell.state is State.RANGE or cell.lower is None or cell.upper is None:
        return ""
    return f"{number_in_words(figure, cell.lower)} to {number_in_words(figure, cell.upper)}"


def counts_in_words(figure: PublishedFigure, cell: PublishedCell) -> str:
    """What was counted, `512 of 700`; of a plain count nothing, for it is its own value."""
    if figure.kind == "count" or cell.numerator is None or cell.denominator is None:
        return ""
    return f"{cell.numerator:,} of {cell.denominator:,}"


def state_in_short(cell: PublishedCell) -> str:
    """What a state and its marks mean in a few words: `few answers, revised`; nothing for a plain value."""
    said = _SHORT.get(cell.state, "")
    return ", ".join([*[said] * bool(said), *(mark.name.lower() for mark in cell.marks)])


def state_in_words(cell: PublishedCell) -> str:
    """Symbols and what they mean in a few words: `[c] hidden to protect people`; nothing for a plain value."""
    state = " ".join(part for part in (cell.state.symbol, _SHORT.get(cell.state, "")) if part)
    return ", ".join([*[state] * bool(state), *(f"[{mark}] {mark.name.lower()}" for mark in cell.marks)])


def place_name(published: Published, code: str) -> str:
    """The place's name alone; of `E1?ward`, that the ward is not known; the code where there is no such place."""
    known, _, level = code.partition("?")
    if level:
        return f"{level.replace('_', ' ')} not known".capitalize()
    return published.places.place(known).name if known in published.places else known


def place_in_words(published: Published, code: str) -> str:
    """The place's name with its code; of `E1?ward` the part of E1 whose ward is not known."""
    known, _, level = code.partition("?")
    name = published.places.place(known).name if known in published.places else ""
    named = f"{name} ({known})" if name else known
    return f"{named}, {level.replace('_', ' ')} not known" if level else named


def source_in_words(source: SourceOfFigures) -> str:
    """Title, publisher and edition, as far as there are any."""
    return ", ".join(filter(None, (source.title, source.publisher, source.edition)))


def target_in_words(figure: PublishedFigure, value: float) -> str:
    """`75%` for 75.0%: a target is as precise as it was set."""
    number = number_in_words(figure, value).removesuffix(".00").removesuffix(".0")
    return f"{number}{unit_in_words(figure)}"


def group_in_words(published: Published, breakdown: str, group: str) -> str:
    """The breakdown and the group by their titles, `Sex: Female`; `everyone` where there is none."""
    if not breakdown:
        return "everyone"
    for each in published.framework.breakdowns if published.framework else ():
        if each.id == breakdown:
            titles = {NOT_KNOWN: "not known"} | {one.code: one.title for one in each.groups}
            return f"{each.title}: {titles.get(group, group)}"
    return f"{breakdown}: {group}"
