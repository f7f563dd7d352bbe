"""Why a figure has no value, or not a plain one: a state for programs, and words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hearth.engine.coverage import InputState
from hearth.engine.coverage import State as Came
from hearth.engine.results import Range, Results
from hearth.engine.values import Between, Value, needed
from hearth.framework.counting import Figure

__all__ = ["Standing", "State", "standing_of_cell", "standing_of_figure"]


class State(StrEnum):
    """How a figure stands, in words that do not change."""

    COUNTED = "counted"
    RANGE = "range"
    NOBODY_ELIGIBLE = "nobody_eligible"
    NO_POPULATION = "no_population"
    NOT_STATED = "not_stated"
    IMPOSSIBLE = "impossible"
    NO_RETURN = "no_return"
    PART_OF_THE_RETURNS = "part_of_the_returns"
    NO_YEAR_BEFORE = "no_year_before"
    NOT_FOR_THIS_PLACE = "not_for_this_place"
    SAME_AS = "same_as"
    TO_BE_DETERMINED = "to_be_determined"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Standing:
    """A state and its words; no words where a plain value says it all."""

    state: State
    words: str = ""


def standing_of_figure(results: Results, figure: Figure, *, counted: bool) -> Standing:
    """How a figure stands as a whole; `counted` says whether the results hold any row of it."""
    if figure.off:
        return Standing(State.OFF, f"off: {figure.off}")
    if figure.refers_to is not None:
        return Standing(State.SAME_AS, f"same as {figure.refers_to}")
    if counted:
        return Standing(State.COUNTED)
    if figure.change_of is not None:
        return _of_change(results, figure)
    if figure.counting is None:
        return Standing(State.TO_BE_DETERMINED, "to be determined")
    return _of_inputs(results.inputs, figure)


def standing_of_cell(figure: Figure, counts: Mapping[str, Range], value: Value | None) -> Standing:
    """How one cell of a counted figure stands."""
    if isinstance(value, Between):
        return Standing(State.RANGE, "range: some returns give a count only within bounds")
    if value is not None:
        return Standing(State.COUNTED)
    missing = [name for name in needed(figure) if name not in counts]
    if missing and figure.kind == "rate":
        return Standing(State.NO_POPULATION, "no population estimate")
    if missing:
        return Standing(
            State.NOT_STATED, "no return to divide by" if figure.divisor else "not stated in the returns"
        )
    if any(counts[name].high == 0 for name in needed(figure) if name.endswith("denominator")):
        return Standing(State.NOBODY_ELIGIBLE, "nobody eligible")
    return Standing(State.IMPOSSIBLE, "impossible: the returns give a part above its whole")


def _of_change(results: Results, figure: Figure) -> Standing:
    """A change has rows only where the figure it is of has two, a year apart."""
    try:
        of = results.figure(figure.change_of or "")
    except KeyError:
        return Standing(State.NO_RETURN, f"needs {figure.change_of}")
    if any(name == of.id for name in results.table["figure"].unique().to_pylist()):
        return Standing(State.NO_YEAR_BEFORE, "no return for the year before")
    return _of_inputs(results.inputs, of)


def _of_inputs(inputs: Iterable[InputState], figure: Figure) -> Standing:
    datasets = dict.fromkeys(each.dataset for each in (figure.counting, figure.divisor) if each is not None)
    touched = {
        each.dataset: each
        for each in inputs
        if each.period.kind in figure.periods and each.state != Came.NONE
    }
    absent = [dataset for dataset in datasets if dataset not in touched]
    if absent:
        return Standing(State.NO_RETURN, f"no return ({', '.join(absent)})")
    periods = ", ".join(dict.fromkeys(touched[dataset].period.id for dataset in datasets))
    return Standing(State.PART_OF_THE_RETURNS, f"part of the returns ({periods})")
