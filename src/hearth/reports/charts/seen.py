"""What is seen in a chart, in a sentence or two: only numbers that are in it, and no verdict.

Whether two intervals overlap is said, never what that means. Nothing is said to have risen or fallen, and no row is
named as one whose interval leaves the whole's figure out, unless that is so whatever the counts were before they
were rounded, and unless both are plain values (see `judge.apart`). Rows of those of whom it is not known where they
belong are never ranked nor named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hearth.disclosure.published import State
from hearth.judge.apart import Apart, seen_against
from hearth.judge.phrases import capital, listed
from hearth.reports.charts.chart import Line, Mark

__all__ = ["Row", "among", "by_rank", "has_number", "of_fifths", "through"]

NAMED = 3
_FEW = {1: "one", 2: "two", 3: "three"}

NO_INTERVAL = "no interval is given"
TOO_CLOSE = "the intervals are too close together to say whether that is a {}"
FEW_ANSWERS = "that rests on few answers, so whether it is a {} cannot be said"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chart side by side. `apart`: whether its interval leaves the whole's figure out, None if it has none.

    `known` is whether it stands for a place or a group, rather than for those of whom that is not known.
    """

    mark: Mark
    apart: Apart | None = None
    known: bool = True


def has_number(mark: Mark) -> bool:
    """Whether there is a value, or the ends of a range."""
    return mark.value is not None or mark.lower is not None or mark.upper is not None


def through(
    marks: Sequence[Mark],
    lines: Sequence[Line] = (),
    *,
    changes: bool = False,
    counts: bool = False,
    apart: Apart | None = Apart.CANNOT_TELL,
) -> str:
    """The last figure, the first of the same time of the year beside it, how many are hidden, and the targets.

    `changes` where each figure is itself a change, `counts` where it is a number of people. `apart` is
    `judge.apart.since_the_first` of what is drawn: without it, nothing is said to have risen or fallen.
    """
    told = [mark for mark in marks if has_number(mark)]
    if not told:
        return ""
    last = told[-1]
    said = [f"{_now(last)}{_against_none(last, apart)}."] if changes else _since(told, apart, counts)
    if marks[-1] is not last:
        said.insert(0, f"{capital(marks[-1].label)}: {marks[-1].told}.")
    said += _hidden(marks, " periods")
    said += [f"{line.label}: {line.told}." for line in lines]
    return " ".join(said)


def _now(last: Mark) -> str:
    beside = [
        *["few answers"] * (last.state is State.LOW_RELIABILITY),
        *[f"95% interval {last.interval}"] * bool(last.interval),
    ]
    more = f" ({'; '.join(beside)})" if beside else ""
    return f"{capital(last.told)} {_in(last)}{more}"


def _against_none(last: Mark, apart: Apart | None) -> str:
    """Of a change, whether it may be none at all."""
    if apart is None or not last.interval:
        return f"; {NO_INTERVAL}, so whether that is a change at all cannot be said"
    return {
        Apart.NO: "; the interval includes no change",
        Apart.YES: "; the interval leaves no change at all out",
        Apart.CANNOT_TELL: "; whether that is a change at all cannot be said",
    }[apart]


def _since(told: Sequence[Mark], apart: Apart | None, counts: bool) -> list[str]:
    last = told[-1]
    if len(told) == 1:
        return [f"{_now(last)}.", "No other period has a figure."]
    number = seen_against([mark.at for mark in told])
    if number is None:
        return [f"{_now(last)}.", "The same months of no other year have a figure."]
    return [f"{_now(last)}{_compared(told[number], last, apart, counts)}."]


def _compared(first: Mark, last: Mark, apart: Apart | None, counts: bool) -> str:
    overlap = _overlap(first, last)
    if first.told == last.told:
        return f", as {_in(first)}"
    way = f"from {_value_of(first)} {_in(first)}"
    if overlap is None:
        what = "more than chance" if counts else "a change"
        return f", {way}; {NO_INTERVAL}, so whether that is {what} cannot be said"
    if overlap:
        return f", {way}; the intervals overlap"
    if apart is Apart.YES:
        assert first.lower is not None and last.lower is not None
        turn = "up" if last.lower > first.lower else "down"
        return f", {turn} {way}; the intervals do not overlap"
    return f", {way}; {_too_close(first, last, 'change')}"


def _too_close(one: Mark, other: Mark, what: str) -> str:
    few = State.LOW_RELIABILITY in (one.state, other.state)
    return (FEW_ANSWERS if few else TOO_CLOSE).format(what)


def _overlap(one: Mark, other: Mark) -> bool | None:
    if not (one.interval and other.interval):
        return None
    if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
        return None
    return one.lower <= other.upper and other.lower <= one.upper


def by_rank(rows: Sequence[Row], whole: Sequence[Mark], *, whose: str, each: str) -> str:
    """The highest and the lowest of the rows, which intervals leave the whole's figure out, how many are hidden.

    `whose` is whose figure the whole's is (`the authority's`), `each` what one row is (`hub`).
    """
    known = [row for row in rows if row.known]
    told = [row.mark for row in known if row.mark.value is not None]
    held = _held(known, whole, whose)
    if whole and len(told) > 1 and not any(mark.interval for mark in told):
        held = f"; {NO_INTERVAL}, so whether they differ by more than chance cannot be said"
    return " ".join([f"{_from_to(told, each)}{held}.", *_hidden([row.mark for row in rows])])


def among(rows: Sequence[Row], whole: Sequence[Mark]) -> str:
    """Everyone's figure, which groups' intervals leave it out, and how many are hidden.

    Where there is none of everyone, only how many groups have a figure: those of one breakdown are not ranked
    against those of another.
    """
    base = _plain(whole) or next((mark for mark in whole if mark.value is not None), None)
    hidden = _hidden([row.mark for row in rows])
    if base is None:
        return " ".join([_how_many(rows), *hidden])
    known = [row for row in rows if row.known]
    return " ".join([f"{_value_of(base)} for everyone{_held(known, whole, '')}.", *hidden])


def of_fifths(rows: Sequence[Mark], most: Mark, least: Mark, apart: Apart | None) -> str:
    """The most and the least deprived fifth beside each other, and how many of the fifths are hidden.

    `apart` is `judge.apart.differ` of the two.
    """
    if has_number(most) and most.told == least.told:
        return " ".join([f"{_value_of(most)} in the most and in the least deprived fifth.", *_hidden(rows)])
    pair = ((most, "the most deprived fifth"), (least, "the least deprived fifth"))
    said = [f"{_value_of(mark)} in {name}" for mark, name in pair if has_number(mark)]
    if len(said) == 2:
        said[1] = f"{said[1].removesuffix(' fifth')}{_between(most, least, apart)}"
    said = [", ".join(said)] if said else []
    said += [f"{name}: {mark.told}" for mark, name in pair if not has_number(mark)]
    words = capital("; ".join(said))
    return " ".join([f"{words}.", *_hidden(rows)])


def _between(most: Mark, least: Mark, apart: Apart | None) -> str:
    overlap = _overlap(most, least)
    if overlap is None:
        return f"; {NO_INTERVAL}, so whether they differ by more than chance cannot be said"
    if overlap:
        return "; the intervals overlap"
    if apart is Apart.YES:
        return "; the intervals do not overlap"
    return f"; {_too_close(most, least, 'difference')}"


def _from_to(told: Sequence[Mark], each: str) -> str:
    """The lowest and the highest, naming all that are printed alike."""
    if not told:
        return "Only ranges are shown"
    ordered = sorted(told, key=_value)
    low, high = ordered[0].told, ordered[-1].told
    lowest, highest = ([mark for mark in told if mark.told == end] for end in (low, high))
    if low == high:
        return f"{capital(low)} in {_names(lowest, each)}"
    return f"From {low} in {_names(lowest, each)} to {high} in {_names(highest, each)}"


def _names(marks: Sequence[Mark], each: str) -> str:
    """`Alder`, `Alder and Beech`, `three hubs`: saying of which that they rest on few answers."""
    if len(marks) > 2:
        return f"{_FEW.get(len(marks), len(marks))} {_several(each)}"
    return " and ".join(f"{mark.short}{_few(mark)}" for mark in marks)


def _several(each: str) -> str:
    return f"{each[:-1]}ies" if each.endswith("y") else f"{each}s"


def _few(mark: Mark) -> str:
    return " (few answers)" if mark.state is State.LOW_RELIABILITY else ""


def _value_of(mark: Mark) -> str:
    return f"{mark.told}{_few(mark)}"


def _how_many(rows: Sequence[Row]) -> str:
    """`A figure for 14 of the 16 groups.`"""
    groups = [row for row in rows if row.known]
    told = sum(has_number(row.mark) for row in groups)
    if told == len(groups):
        return f"A figure for each of the {told} groups."
    return f"A figure for {told} of the {len(groups)} groups."


def _held(rows: Sequence[Row], whole: Sequence[Mark], whose: str) -> str:
    """`; all but one of the 8 intervals include the authority's 79.8%: not Alder (72.0%)`, and how it stands besides.

    Nothing where the whole's figure is no plain value, or no row has an interval.
    """
    base = _plain(whole)
    judged = [row for row in rows if row.apart is not None]
    if base is None or not judged:
        return ""
    it = f"{whose} {base.told}" if whose else "it"
    out = [row.mark for row in judged if row.apart is Apart.YES]
    several = len({row.mark.section for row in rows}) > 1
    names = listed([_named(mark, several) for mark in out]) if len(out) <= NAMED else ""
    if any(row.apart is Apart.CANNOT_TELL for row in judged):
        return _held_in_part(judged, it, names)
    return f"; {_held_throughout(len(judged), len(out), it, names)}"


def _held_throughout(many: int, out: int, it: str, names: str) -> str:
    """Where of every interval it can be told."""
    if out == many:
        none = {1: f"{_its(it)} does not include", 2: "neither interval includes"}
        return f"{none.get(many, 'no interval includes')} {it}"
    if not out:
        every = {1: f"{_its(it)} includes", 2: "both intervals include"}
        return f"{every.get(many, f'all {many} intervals include')} {it}"
    if not names:
        return f"{out} of the {many} intervals do not include {it}"
    if many == 2:
        return f"one of the two intervals does not include {it}: {names}"
    return f"all but {_FEW[out]} of the {many} intervals include {it}: not {names}"


def _held_in_part(judged: Sequence[Row], it: str, names: str) -> str:
    """Where of some it cannot be told, for few answers or for rounding: these are counted, and not named."""
    many = len(judged)
    found = Counter(row.apart for row in judged)
    out, held, unsure = (found[each] for each in (Apart.YES, Apart.NO, Apart.CANNOT_TELL))
    if unsure == many:
        intervals = f"{_its(it)} includes" if many == 1 else "the intervals include"
        return f"; whether {intervals} {it} cannot be told"
    rest = f"for {_number(unsure)} it cannot be told"
    if out:
        said = f"{_number(out)} of the {many} intervals {'does' if out == 1 else 'do'} not include {it}"
        return f"; {said}{f': {names}' if names else ''}; {rest}"
    return f"; {_number(held)} of the {many} intervals {'includes' if held == 1 else 'include'} {it}; {rest}"


def _its(it: str) -> str:
    """Whose the only interval is: that of the only place named, or of some group beside everyone."""
    return "the one group's interval" if it == "it" else "its interval"


def _number(many: int) -> str:
    return "one" if many == 1 else str(many)


def _plain(whole: Sequence[Mark]) -> Mark | None:
    return next((mark for mark in whole if mark.value is not None and mark.state is State.VALUE), None)


def _named(mark: Mark, several: bool) -> str:
    """`Male (62.5%)`, with its breakdown where there are several: `“Sex: Male” (62.5%)`."""
    name = f"“{mark.section}: {mark.short}”" if several and mark.section else mark.short
    return f"{name} ({mark.told})"


def _hidden(marks: Sequence[Mark], of_what: str = "") -> list[str]:
    hidden = sum(mark.state is State.SUPPRESSED for mark in marks)
    if not hidden:
        return []
    are = "is" if hidden == 1 else "are"
    return [f"{hidden} of {len(marks)}{of_what} {are} hidden to protect people."]


def _in(mark: Mark) -> str:
    return f"in {'the ' if mark.label.startswith('school year') else ''}{mark.label}"


def _value(mark: Mark) -> float:
    assert mark.value is not None
    return mark.value
