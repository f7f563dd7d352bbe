"""What is seen in a chart, in a sentence or two: only numbers that are in it, and no verdict.

Whether two intervals overlap is said, never what that means; and nothing is said to have risen or fallen of which
the intervals overlap, or are not known.
"""

from __future__ import annotations

from collections.abc import Sequence

from hearth.disclosure.published import State
from hearth.reports.charts.chart import Line, Mark

__all__ = ["among", "by_rank", "has_number", "of_fifths", "through"]

NAMED = 3
_FEW = {1: "one", 2: "two", 3: "three"}


def has_number(mark: Mark) -> bool:
    """Whether there is a value, or the ends of a range."""
    return mark.value is not None or mark.lower is not None or mark.upper is not None


def through(marks: Sequence[Mark], lines: Sequence[Line] = (), *, changes: bool = False) -> str:
    """The last figure, the first beside it, how many are hidden, and the targets.

    `changes` where each figure is itself a change.
    """
    told = [mark for mark in marks if has_number(mark)]
    if not told:
        return ""
    last = told[-1]
    said = [_since(last, told, changes)]
    if marks[-1] is not last:
        said.insert(0, f"{_capital(marks[-1].told)} in {marks[-1].label}.")
    hidden = sum(mark.state is State.SUPPRESSED for mark in marks)
    if hidden:
        are = "is" if hidden == 1 else "are"
        said.append(f"{hidden} of {len(marks)} periods {are} hidden to protect people.")
    said += [f"{line.label}: {line.told}." for line in lines]
    return " ".join(said)


def _since(last: Mark, told: Sequence[Mark], changes: bool) -> str:
    now = f"{_capital(last.told)} in {last.label}{_interval(last)}"
    first = told[0]
    if changes:
        if last.lower is None or last.upper is None:
            return f"{now}."
        return f"{now}; the interval {'includes' if last.lower <= 0 <= last.upper else 'does not include'} no change."
    if first is last:
        return f"{now}. No other period has a figure."
    way, compared = _compared(first, last)
    return f"{now}, {way}from {first.told} in {first.label}{compared}."


def _compared(first: Mark, last: Mark) -> tuple[str, str]:
    overlap = _overlap(first, last)
    if overlap is None:
        return "", ""
    if overlap:
        return "", "; the intervals overlap"
    assert first.lower is not None and last.lower is not None
    return ("up " if last.lower > first.lower else "down "), "; the intervals do not overlap"


def _overlap(one: Mark, other: Mark) -> bool | None:
    if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
        return None
    return one.lower <= other.upper and other.lower <= one.upper


def by_rank(rows: Sequence[Mark], whole: Sequence[Mark], *, whose: str) -> str:
    """The highest and the lowest of the rows, whose intervals do not hold the whole's figure, how many are hidden."""
    told = _valued(rows)
    return " ".join([f"{_from_to(told)}{_held(told, whole, whose)}.", *_hidden(rows)])


def among(rows: Sequence[Mark], whole: Sequence[Mark]) -> str:
    """Everyone's figure, which groups' intervals do not hold it, and how many are hidden.

    Where there is none of everyone, the highest and the lowest.
    """
    told = _valued(rows)
    base = next((mark for mark in whole if mark.value is not None), None)
    said = f"{base.told} for everyone" if base else _from_to(told)
    return " ".join([f"{said}{_held(told, whole, '')}.", *_hidden(rows)])


def _from_to(told: Sequence[Mark]) -> str:
    """The lowest and the highest, of marks from low to high."""
    if not told:
        return "Only ranges are shown"
    if len(told) == 1:
        return f"{_capital(told[0].told)} in {told[0].short}"
    return f"From {told[0].told} in {told[0].short} to {told[-1].told} in {told[-1].short}"


def of_fifths(rows: Sequence[Mark], most: Mark, least: Mark) -> str:
    """The most and the least deprived fifth beside each other, and how many of the fifths are hidden."""
    overlap = _overlap(most, least)
    seen = "" if overlap is None else f"; the intervals {'' if overlap else 'do not '}overlap"
    said = f"{_capital(most.told)} in the most deprived fifth, {least.told} in the least deprived{seen}."
    return " ".join([said, *_hidden(rows)])


def _held(told: Sequence[Mark], whole: Sequence[Mark], whose: str) -> str:
    """`; all but one of the 8 intervals include the authority's 79.8%`, naming those that do not if they are few."""
    base = next((mark for mark in whole if mark.value is not None), None)
    known = [mark for mark in told if mark.lower is not None and mark.upper is not None]
    if base is None or not known:
        return ""
    level = _value(base)
    out = [mark for mark in known if not _value_or(mark.lower) <= level <= _value_or(mark.upper)]
    it = "it" if not whose else f"{whose} {base.told}"
    if not out:
        every = {1: "its interval includes", 2: "both intervals include"}
        return f"; {every.get(len(known), f'all {len(known)} intervals include')} {it}"
    if len(out) > NAMED:
        return f"; {len(out)} of the {len(known)} intervals do not include {it}"
    if len(out) == len(known):
        return f"; no interval includes {it}"
    *most, last = (f"{mark.short} ({mark.told})" for mark in out)
    named = " and ".join(filter(None, [", ".join(most), last]))
    return f"; all but {_FEW[len(out)]} of the {len(known)} intervals include {it}: not {named}"


def _hidden(rows: Sequence[Mark]) -> list[str]:
    hidden = sum(mark.state is State.SUPPRESSED for mark in rows)
    if not hidden:
        return []
    return [f"{hidden} of {len(rows)} {'is' if hidden == 1 else 'are'} hidden to protect people."]


def _interval(mark: Mark) -> str:
    return f" (95% interval {mark.interval})" if mark.interval else ""


def _valued(rows: Sequence[Mark]) -> list[Mark]:
    return sorted((mark for mark in rows if mark.value is not None), key=_value)


def _value(mark: Mark) -> float:
    return _value_or(mark.value)


def _value_or(number: float | None) -> float:
    assert number is not None
    return number


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
