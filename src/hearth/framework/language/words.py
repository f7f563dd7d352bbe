"""The text of an expression, cut into the words of the language; anything else is refused where it stands.

Everything that the language does not have is caught here, before any parser: the limits on length and
depth, signs, words and functions of SQL, and words that cannot follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum

from hearth.framework.language.refused import REFUSED_CALLS, REFUSED_SIGNS, REFUSED_WORDS
from hearth.framework.language.tree import FUNCTIONS, GREATEST_WHOLE, MOST_DIGITS
from hearth.kernel.errors import BadExpression

__all__ = [
    "KEYWORDS",
    "LONGEST",
    "MOST_DEPTH",
    "MOST_WORDS",
    "Kind",
    "Word",
    "did_you_mean",
    "split",
    "value_of",
]

LONGEST = 1_000
MOST_WORDS = 200
MOST_DEPTH = 20

KEYWORDS = frozenset(
    {
        "and",
        "or",
        "not",
        "in",
        "between",
        "is",
        "null",
        "true",
        "false",
        "case",
        "when",
        "then",
        "else",
        "end",
    }
)
_VALUES = frozenset({"null", "true", "false"})

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<date>[Dd][Aa][Tt][Ee][ \t\r\n]*'(?:[^']|'')*')
    | (?P<text>'(?:[^']|'')*')
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<number>\.?[0-9](?:[\w.]|(?<=[eE])[+-])*)
    | (?P<name>[^\W\d]\w*(?:\.[\w.]*)?)
    | (?P<refused>--|/\*|\$\$|==|//|\|\||::|->|:=|!(?!=))
    | (?P<sign><=|>=|<>|!=|[=<>+\-*(),])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Kind(StrEnum):
    """What a word is. A keyword or a sign is known by its text."""

    NAME = "name"
    FUNCTION = "function"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    KEYWORD = "keyword"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its text without quotes, keywords and functions in small letters, and where it stands."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def is_value(self) -> bool:
        """Whether the word is a whole operand by itself."""
        return self.kind in (Kind.NAME, Kind.NUMBER, Kind.TEXT, Kind.DATE) or self.is_keyword(*_VALUES)

    def is_keyword(self, *texts: str) -> bool:
        """Whether the word is one of these keywords or signs, not a value that happens to read the same."""
        return self.kind in (Kind.KEYWORD, Kind.SIGN) and self.text in texts


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A suggestion from what is known, or a list of it where nothing is near."""
    by_small = {name.lower(): name for name in sorted(known)}
    near = get_close_matches(word.lower(), by_small, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{by_small[near[0]]}'?"
    listed = sorted(known)
    return (
        f"There are: {', '.join(listed[:12])}{', ...' if len(listed) > 12 else ''}."
        if listed
        else "There are none."
    )


def split(text: str, columns: Collection[str]) -> tuple[Word, ...]:
    """The words of an expression.

    Raises BadExpression for anything that is not one, or stands where it cannot.
    """
    if len(text) > LONGEST:
        message = f"The expression is {len(text):,} characters long; the longest allowed is {LONGEST:,}."
        raise BadExpression(message, "Split the measure.", text=text, start=LONGEST, end=len(text))
    cutter = _Cutter(text, columns)
    words = tuple(cutter.cut())
    if not words:
        raise cutter.refuse(
            0, len(text), "There is no expression here.", "Write a condition or a value: gad >= 3."
        )
    if len(words) > MOST_WORDS:
        counted = [word for word in words if not word.is_keyword("(", ")", ",")]
        if len(counted) > MOST_WORDS:
            message = (
                f"The expression has {len(counted)} names, values and operators; the most is {MOST_WORDS}."
            )
            raise cutter.refuse(counted[MOST_WORDS].start, len(text), message, "Split the measure.")
    return words


class _Cutter:
    def __init__(self, text: str, columns: Collection[str]) -> None:
        self.text = text
        self.columns = columns

    def refuse(self, start: int, end: int, message: str, remedy: str) -> BadExpression:
        return BadExpression(message, remedy, text=self.text, start=start, end=end)

    def cut(self) -> list[Word]:
        words = []
        for found in _TOKEN.finditer(self.text):
            kind, start, end = found.lastgroup or "other", found.start(), found.end()
            if kind == "space":
                continue
            words.append(getattr(self, f"_{kind}")(found.group(), start, end))
        return words

    def _date(self, written: str, start: int, end: int) -> Word:
        day = written[written.index("'") + 1 : -1]
        if not _is_date(day):
            raise self.refuse(
                start, end, f"There is no date '{day}'.", "Write a day that exists as date '2024-02-29'."
            )
        return Word(Kind.DATE, day, start, end)

    def _text(self, written: str, start: int, end: int) -> Word:
        if start and (self.text[start - 1].isalnum() or self.text[start - 1] == "_"):
            before = re.search(r"\w*$", self.text[:start])
            prefix = before.group() if before else ""
            if prefix.lower() not in KEYWORDS:
                message = f"'{prefix}' touches the quote, as if it changed what the text means."
                raise self.refuse(
                    start - len(prefix), end, message, "Text stands between plain quotes: 'yes'."
                )
        return Word(Kind.TEXT, self._seen(written[1:-1].replace("''", "'"), start, end), start, end)

    def _quoted(self, written: str, start: int, end: int) -> Word:
        name = self._seen(written[1:-1].replace('""', '"'), start, end)
        if name not in self.columns:
            remedy = f"Text stands between single quotes. {did_you_mean(name, self.columns)}"
            raise self.refuse(
                start, end, f"Double quotes name a column, and no column is called '{name}'.", remedy
            )
        return Word(Kind.NAME, name, start, end)

    def _seen(self, value: str, start: int, end: int) -> str:
        if not value.isprintable():
            message = (
                "There is a character here that cannot be seen, such as a line break or a no-break space."
            )
            raise self.refuse(start, end, message, "Type the text again.")
        return value

    def _number(self, written: str, start: int, end: int) -> Word:
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", written):
            remedy = "Write digits, and a point between digits where there is one: 1000 or 0.5."
            raise self.refuse(start, end, f"'{written}' is not a number in the language.", remedy)
        if "." in written and len(written.lstrip("0")) > MOST_DIGITS + 1:
            remedy = f"A decimal has at most {MOST_DIGITS} digits."
            raise self.refuse(start, end, f"The decimal {written[:30]} has too many digits.", remedy)
        if "." not in written and (len(written) > 100 or int(written) > GREATEST_WHOLE):
            remedy = f"The largest is {GREATEST_WHOLE}."
            raise self.refuse(start, end, "This whole number is too large to be kept.", remedy)
        return Word(Kind.NUMBER, written, start, end)

    def _name(self, written: str, start: int, end: int) -> Word:
        if "." in written:
            remedy = "An expression sees one dataset: write the column's name alone."
            raise self.refuse(start, end, f"'{written}' is more than a column's name.", remedy)
        small = written.lower()
        if small in KEYWORDS:
            return Word(Kind.KEYWORD, small, start, end)
        if self.text[end:].lstrip().startswith("("):
            return self._call(written, start, end)
        if written in self.columns:
            return Word(Kind.NAME, written, start, end)
        if self.text[end : end + 1] == "'":
            # The text that follows says more: e'...' and N'...' are kinds of text, not columns.
            return Word(Kind.NAME, written, start, end)
        if small in REFUSED_WORDS:
            raise self.refuse(start, end, *REFUSED_WORDS[small])
        raise self.refuse(
            start, end, f"No column is called '{written}'.", did_you_mean(written, self.columns)
        )

    def _call(self, written: str, start: int, end: int) -> Word:
        small = written.lower()
        if small in FUNCTIONS:
            return Word(Kind.FUNCTION, small, start, end)
        message, remedy = REFUSED_CALLS.get(small, ("", did_you_mean(small, FUNCTIONS)))
        raise self.refuse(start, end, message or f"The language has no function '{written}'.", remedy)

    def _sign(self, written: str, start: int, end: int) -> Word:
        return Word(Kind.SIGN, "<>" if written == "!=" else written, start, end)

    def _refused(self, written: str, start: int, end: int) -> Word:
        message, remedy = REFUSED_SIGNS.get(
            written, (f"'{written}' is not part of the language.", "Take it out.")
        )
        raise self.refuse(start, end, message, remedy)

    def _other(self, written: str, start: int, end: int) -> Word:
        if written in "'\"":
            message = "The quote that opens here is never closed."
            raise self.refuse(start, len(self.text), message, f"Close it with {written}.")
        return self._refused(written, start, end)


def _is_date(day: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return False
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def value_of(word: Word) -> int | Decimal | date | bool | str:
    """The value that a written word stands for: a decimal is exact, never a binary fraction."""
    match word.kind:
        case Kind.NUMBER:
            return Decimal(word.text) if "." in word.text else int(word.text)
        case Kind.DATE:
            return date.fromisoformat(word.text)
        case Kind.KEYWORD:
            return word.text == "true"
        case _:
            return word.text
