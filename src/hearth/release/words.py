"""What the states and marks of figures mean, in plain words, wherever a release explains itself."""

from __future__ import annotations

from hearth.disclosure.published import CameIn, Mark, State

__all__ = ["CAME_IN", "MARKS", "STATES", "explained"]

STATES = {
    State.VALUE: "The figure itself.",
    State.SUPPRESSED: "Hidden to protect people: it is about so few that somebody could be recognised, or it would"
    " give away another figure that is.",
    State.NOT_AVAILABLE: "Not available: what it is worked out from did not come in.",
    State.NOT_APPLICABLE: "Not applicable: there was nobody it could be about, it is not settled how it is measured,"
    " or it is switched off. The note says which.",
    State.LOW_RELIABILITY: "Shown, but it rests on few answers. Take it as a hint.",
    State.ROUNDS_TO_ZERO: "Not nothing, but so little that it rounds to 0.",
    State.RANGE: "Known only to lie from the lower to the upper limit.",
}

MARKS = {
    Mark.PROVISIONAL: "Provisional: it may change when more comes in.",
    Mark.REVISED: "Revised: it was published before with another value.",
    Mark.BREAK: "A break in the series: it is not worked out as those before it were.",
}

CAME_IN = {
    CameIn.COMPLETE: "All of it came in.",
    CameIn.PART: "A part of it came in.",
    CameIn.NONE: "None of it came in.",
}


def explained() -> list[tuple[str, str, str]]:
    """Every state and mark: its name, its symbol (empty where it has none), and what it means."""
    states = [(str(state), state.symbol, words) for state, words in STATES.items()]
    return states + [(mark.name.lower(), f"[{mark}]", words) for mark, words in MARKS.items()]
