"""A published figure put into sentences, and how sure it is: nothing that the published row does not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hearth.disclosure.notes import EVERYONE_ASKED, NO_METHOD
from hearth.disclosure.published import Mark, Published, PublishedCell, PublishedFigure, State
from hearth.framework.datasets import Standing
from hearth.framework.measures import (
    BeforeAndAfter,
    Count,
    Definition,
    Mean,
    Measure,
    Proportion,
    Rate,
    Ratio,
)
from hearth.judge.apart import repeats_of, with_rounding
from hearth.judge.phrases import capital, small
from hearth.judge.series import periods_of
from hearth.judge.times import date_in_words, period_in_words
from hearth.judge.units import number_in_words, unit_in_words
from hearth.judge.words import counts_in_words, group_in_words, place_name, value_in_words
from hearth.release.words import MARKS, STATES

__all__ = [
    "FEW",
    "OF_THOSE_WHO_CHOSE",
    "how_sure",
    "in_a_sentence",
    "rounding_in_words",
    "says_of",
    "time_in_words",
]

FEW = "This rests on few answers: take it as a hint."

OF_THOSE_WHO_CHOSE = "Those who chose to answer may differ from those who did not."

_INVENTED = " (invented)"

_PLAINER = {
    EVERYONE_ASKED: "Everyone was asked, so it is not chance that one is unsure of, but what those who did not answer"
    " would have said.",
    NO_METHOD: "It is one sum divided by another, and no formula says how far chance alone could move that.",
}
"""For notes that are short because they stand beside thousands of figures."""

_REPEATED = "One person can be counted up to {} in this figure, so the true range is somewhat wider."

_COUNTS = (Proportion, Rate, Count, Mean, Ratio, BeforeAndAfter)


def in_a_sentence(published: Published, figure: PublishedFigure, cell: PublishedCell, place: str) -> str:
    """The figure as one reads it out, or why there is none; what must be said of it besides follows.

    It begins with where and when: `In 2025-26, …`, `On 31 March 2026, …` of what is counted on a day, `For Northgate
    Family Hub in 2025-26, …` where `place` is not the release's home. It ends with a full stop.
    """
    if not (cell.state.shown or cell.state is State.RANGE) or not value_in_words(figure, cell):
        return _why_not(published, figure, cell, place)
    said = says_of(published, figure.id).replace("{place}", _name(published, place))
    value = _value(figure, cell)
    said = said.replace("{value}", value) if said else f"the figure for “{figure.title}” was {value}"
    counts = "" if _is_averaged(published, figure) else counts_in_words(figure, cell)
    sentence = f"{_opening(published, figure, cell, place)}, {said}{f' ({counts})' if counts else ''}."
    return " ".join([sentence, *_besides(cell)])


def says_of(published: Published, figure_id: str) -> str:
    """What the framework has the figure say, with its placeholders; empty where nobody has written it."""
    found = _written(published, figure_id)
    return found[0] if found else ""


def time_in_words(published: Published, figure: PublishedFigure, cell: PublishedCell) -> str:
    """When the figure is of: its period, or of what is counted on a period's last day that day; empty if of none."""
    period = periods_of(published).get(cell.period)
    if period is None:
        return ""
    return date_in_words(period.end) if _on_a_day(published, figure) else period_in_words(period)


def how_sure(
    figure: PublishedFigure, cell: PublishedCell, standing: Sequence[Standing] = (), *, repeats: int = 1
) -> tuple[str, ...]:
    """How far the figure can be trusted, in sentences: its interval, or why it has none, and who was asked.

    `repeats` is how often one person can be in it (see `Measure.repeats`): an interval takes each time for another
    person, so where that is more than one its sentence says that it is too narrow. Empty where there is no number.
    """
    if not (cell.state.shown or cell.state is State.RANGE):
        return ()
    sure = list(_how_sure(figure, cell))
    if repeats > 1 and not cell.source and _has_interval(cell):
        sure.append(_REPEATED.format("twice" if repeats == 2 else f"{repeats} times"))
    return (*sure, *[OF_THOSE_WHO_CHOSE] * (Standing.SURVEY in standing))


def rounding_in_words(
    published: Published, figure: PublishedFigure, cell: PublishedCell | None = None
) -> str:
    """That the policy rounds counts, and how far; empty where it does not.

    With a cell of the figure, also what its interval may have been before its counts were rounded, where the
    published counts say that.
    """
    policy = published.policy
    if policy is None or policy.round_to <= 1:
        return ""
    to = f"rounded to the nearest {policy.round_to}"
    if figure.kind == "count":
        return f"The number is {to}."
    rate = figure.kind == "rate"
    said = f"Counts of people are {to}, and the rate" if rate else f"Counts are {to}, and the figure"
    said = f"{said} is worked out from the rounded count{'' if rate else 's'}"
    ends = with_rounding(published, cell) if cell else None
    if ends is None:
        return f"{said}."
    return f"{said}: taking that into account too, it is likely to be {_between(figure, *ends)}."


def _has_interval(cell: PublishedCell) -> bool:
    return cell.state is not State.RANGE and cell.lower is not None and cell.upper is not None


def _how_sure(figure: PublishedFigure, cell: PublishedCell) -> Iterator[str]:
    if cell.state is State.RANGE:
        yield "What it is worked out from is known only within limits, and so is the figure."
    elif cell.lower is not None and cell.upper is not None:
        between = _between(figure, cell.lower, cell.upper)
        yield f"Taking chance into account, the true figure is likely to be {between} (95% interval)."
        if figure.kind == "change" and cell.lower <= 0 <= cell.upper:
            yield "That includes no change at all: from this figure one cannot tell whether it rose or fell."
    elif cell.note:
        yield f"No interval is given. {_PLAINER.get(cell.note) or _stopped(cell.note)}"
    elif figure.kind == "count":
        yield "It is a count, so no interval is given."
    else:
        yield "No interval is given."


def _besides(cell: PublishedCell) -> Iterator[str]:
    if cell.state is State.LOW_RELIABILITY:
        yield FEW
    if cell.state is State.ROUNDS_TO_ZERO:
        yield STATES[State.ROUNDS_TO_ZERO]
    for mark in cell.marks:
        yield _MARKS[mark]


_MARKS = {
    mark: f"{'This is' if mark is Mark.BREAK else 'This figure is'} {small(words)}"
    for mark, words in MARKS.items()
}


def _why_not(published: Published, figure: PublishedFigure, cell: PublishedCell, place: str) -> str:
    whose = _whose(published, figure, cell, place)
    match cell.state:
        case State.SUPPRESSED:
            why = STATES[State.SUPPRESSED]
            return f"The figure{whose} is {small(why)}"
        case State.NOT_APPLICABLE:
            return _not_applicable(figure, cell, whose)
        case State.LOW_RELIABILITY:
            return f"The figure{whose} is not shown: it is of low reliability."
    why = cell.note or ("the publisher does not give it" if cell.source else "what it needs did not come in")
    return f"The figure{whose} is not available: {small(_stopped(why))}"


def _not_applicable(figure: PublishedFigure, cell: PublishedCell, whose: str) -> str:
    if figure.refers_to:
        return f"There is no figure of its own: that of {figure.refers_to} is shown in its stead."
    if figure.off:
        return f"There is no figure, for it is switched off. {_stopped(figure.off)}"
    if figure.kind == "to_be_determined":
        return "There is no figure yet: it is still to be decided what is measured."
    return f"There is no figure{whose}: {small(_stopped(cell.note or 'there is nobody that it is about'))}"


def _opening(published: Published, figure: PublishedFigure, cell: PublishedCell, place: str) -> str:
    """`In 2025-26`, `On 31 March 2026`, `For Northgate Family Hub in 2025-26, among “Sex: Female”`."""
    when = time_in_words(published, figure, cell)
    at = f"{'on' if _on_a_day(published, figure) else 'in'} {_the(published, cell, when)}" if when else ""
    where = "" if place == published.home else _for(published, place)
    opening = " ".join(filter(None, [where, at])) or "altogether"
    group = f", among “{group_in_words(published, cell.breakdown, cell.group)}”" if cell.breakdown else ""
    return f"{capital(opening)}{group}"


def _whose(published: Published, figure: PublishedFigure, cell: PublishedCell, place: str) -> str:
    """` of “Sex: Female” for Northgate Family Hub in 2025-26`, of which the parts that there are."""
    when = time_in_words(published, figure, cell)
    group = f" of “{group_in_words(published, cell.breakdown, cell.group)}”" if cell.breakdown else ""
    where = "" if place == published.home else f" {_for(published, place)}"
    at = f" {'in' if where else 'for'} {_the(published, cell, when)}" if when else ""
    return f"{group}{where}{at}"


def _the(published: Published, cell: PublishedCell, when: str) -> str:
    return f"the {when}" if when.startswith("school year") else when


def _for(published: Published, place: str) -> str:
    """`for Northgate Family Hub`; `where the hub is not known`."""
    level = place.partition("?")[2]
    return f"where the {level.replace('_', ' ')} is not known" if level else f"for {_name(published, place)}"


def _name(published: Published, place: str) -> str:
    return place_name(published, place).replace(_INVENTED, "")


def _value(figure: PublishedFigure, cell: PublishedCell) -> str:
    """The value with its unit in full; of a range `between 3.1% and 5.0%`."""
    if cell.state is State.RANGE and cell.lower is not None and cell.upper is not None:
        return _between(figure, cell.lower, cell.upper)
    return value_in_words(figure, cell).replace(" points", " percentage points")


def _between(figure: PublishedFigure, lower: float, upper: float) -> str:
    unit = unit_in_words(figure).replace(" points", " percentage points")
    each = unit if unit == "%" else ""
    low, high = (f"{number_in_words(figure, end)}{each}" for end in (lower, upper))
    return f"between {low} and {high}{'' if each else unit}"


def _on_a_day(published: Published, figure: PublishedFigure) -> bool:
    """Whether what is open on a period's last day is counted, rather than what happens in the period."""
    found = _written(published, figure.id)
    definition = found[1] if found else None
    return isinstance(definition, _COUNTS) and definition.scope.open_from is not None


def _is_averaged(published: Published, figure: PublishedFigure) -> bool:
    """Whether the same people are counted at several times, and the figure is said to be an average over these.

    Its counts are then of people times how often each was counted, which none of its words would lead one to expect.
    """
    averaged = "averaged" in says_of(published, figure.id)
    return averaged and not figure.source and repeats_of(published, figure.id) > 1


def _written(published: Published, figure_id: str) -> tuple[str, Definition] | None:
    """What the framework has a figure say, and its definition."""
    id, _, name = figure_id.partition(".")
    measures: Sequence[Measure] = published.framework.measures if published.framework else ()
    for measure in measures:
        if measure.id == id and not name:
            return " ".join(measure.says.split()), measure.definition
        for beside in measure.beside if measure.id == id else ():
            if beside.name == name:
                return " ".join(beside.says.split()), beside.definition
    return None


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
