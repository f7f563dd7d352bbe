"""Which word may follow which, and how deep brackets may go.

A parser that meets only words in a possible order, in brackets of bounded depth, can neither run out of
stack nor give a meaning to something the language does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, auto
from typing import NoReturn

from hearth.framework.language.words import MOST_DEPTH, Kind, Word
from hearth.kernel.errors import BadExpression

__all__ = ["check_order"]


class _Next(StrEnum):
    """What may come next."""

    CONDITION = auto()  # an operand, with or without `not`
    OPERAND = auto()
    AFTER_SIGN = auto()
    OPERATOR = auto()
    ARGUMENTS = auto()
    LIST = auto()
    WHEN = auto()
    IS = auto()
    IS_NOT = auto()
    NOT = auto()  # after `a not`: in, between


_OPERAND = {
    "value": _Next.OPERATOR,
    "null": _Next.OPERATOR,
    "function": _Next.ARGUMENTS,
    "(": _Next.CONDITION,
    "case": _Next.WHEN,
}
_FOLLOWS: dict[_Next, dict[str, _Next]] = {
    _Next.CONDITION: {**_OPERAND, "-": _Next.AFTER_SIGN, "not": _Next.OPERAND},
    _Next.OPERAND: {**_OPERAND, "-": _Next.AFTER_SIGN},
    _Next.AFTER_SIGN: _OPERAND,
    _Next.OPERATOR: {
        **dict.fromkeys(("=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "between"), _Next.OPERAND),
        **dict.fromkeys(("and", "or", ",", "when", "then", "else"), _Next.CONDITION),
        **dict.fromkeys((")", "end"), _Next.OPERATOR),
        "in": _Next.LIST,
        "is": _Next.IS,
        "not": _Next.NOT,
    },
    _Next.ARGUMENTS: {"(": _Next.CONDITION},
    _Next.LIST: {"(": _Next.CONDITION},
    _Next.WHEN: {"when": _Next.CONDITION},
    _Next.IS: {"null": _Next.OPERATOR, "not": _Next.IS_NOT},
    _Next.IS_NOT: {"null": _Next.OPERATOR},
    _Next.NOT: {"in": _Next.LIST, "between": _Next.OPERAND},
}
_ONLY_NULL = (
    "'is' asks only whether a value is missing.",
    "Write 'is null' or 'is not null'; a column that is true or false stands alone.",
)
_STRAIGHT = ("'case' goes straight on to 'when'.", "Write case when sex = 'F' then 1 else 0 end.")
_REFUSED = {
    _Next.LIST: ("'in' needs its values between brackets.", "Write in ('a', 'b')."),
    _Next.WHEN: _STRAIGHT,
    _Next.IS: _ONLY_NULL,
    _Next.IS_NOT: _ONLY_NULL,
    _Next.NOT: ("'not' cannot stand between these.", "Write not in (...), not between, or and not."),
}


def check_order(text: str, words: Sequence[Word]) -> None:
    """Raises BadExpression at the first word that cannot follow those before it."""
    walk = _Walk(text, words)
    for place in range(len(words)):
        walk.step(place)
    walk.finish()


class _Walk:
    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self.next = _Next.CONDITION
        self.open: list[tuple[Word, _Next]] = []
        self.betweens: set[int] = set()

    def refuse(self, first: Word, last: Word, message: str, remedy: str) -> NoReturn:
        raise BadExpression(message, remedy, text=self.text, start=first.start, end=last.end)

    def step(self, place: int) -> None:
        word, state = self.words[place], self.next
        after = _FOLLOWS[state].get(_kind(word))
        if after is None:
            self.misplaced(place)
        self.next = after
        if word.is_keyword("(", "case"):
            self.enter(word, state)
        elif word.is_keyword(")", "end", ",", "when", "then", "else"):
            self.inside(word)
        elif word.is_keyword("between"):
            self.betweens.add(len(self.open))
        elif word.is_keyword("and") and len(self.open) in self.betweens:
            self.betweens.remove(len(self.open))
            self.next = _Next.OPERAND

    def enter(self, word: Word, state: _Next) -> None:
        self.open.append((word, state))
        if len(self.open) > MOST_DEPTH:
            message = f"Brackets and cases lie more than {MOST_DEPTH} deep here."
            self.refuse(word, word, message, "Take out brackets, or split the measure.")

    def inside(self, word: Word) -> None:
        opener, state = self.open[-1] if self.open else (None, None)
        if word.is_keyword(")", ",") and not (opener and opener.is_keyword("(")):
            self.refuse(
                word, word, f"No bracket is open where '{word.text}' stands.", "Open it, or take this out."
            )
        if word.is_keyword("when", "then", "else", "end") and not (opener and opener.is_keyword("case")):
            self.refuse(
                word,
                word,
                f"'{word.text}' stands outside a case.",
                "Write case when ... then ... else ... end.",
            )
        if word.is_keyword(",") and state not in (_Next.ARGUMENTS, _Next.LIST):
            self.refuse(
                word, word, "A comma cannot stand here.", "It divides what a function or 'in' is given."
            )
        if word.is_keyword(")", "end"):
            self.betweens.discard(len(self.open))
            self.open.pop()

    def misplaced(self, place: int) -> NoReturn:
        word, before = self.words[place], self.words[place - 1] if place else None
        shown = self.text[word.start : word.end]
        if before and before.is_keyword("(") and word.is_keyword(")"):
            self.refuse(before, word, "There is nothing between these brackets.", "Write what belongs there.")
        if self.next in _REFUSED:
            self.refuse(before or word, word, *_REFUSED[self.next])
        if before and self.next is _Next.OPERATOR:
            left = self.text[before.start : before.end]
            remedy = "Write and, or, a comparison or a sign between them."
            self.refuse(before, word, f"Nothing joins {left} and {shown}.", remedy)
        remedy = "A column or a value should stand here; put brackets round a condition."
        self.refuse(word, word, f"'{shown}' cannot stand here.", remedy)

    def finish(self) -> None:
        last = self.words[-1]
        if self.next is not _Next.OPERATOR:
            self.refuse(last, last, f"The expression stops after '{last.text}'.", "Write what should follow.")
        if self.open:
            opener = self.open[-1][0]
            closer = "end" if opener.is_keyword("case") else ")"
            self.refuse(
                opener,
                opener,
                f"The '{opener.text}' that stands here is never closed.",
                f"Close it with {closer}",
            )


def _kind(word: Word) -> str:
    if word.is_keyword("null"):
        return "null"
    if word.is_value:
        return "value"
    return "function" if word.kind is Kind.FUNCTION else word.text
