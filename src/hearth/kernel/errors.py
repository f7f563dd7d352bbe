"""Everything that can go wrong, as one tree.

HearthError                     anything Hearth raises on purpose
├── UserError                   the reader can put it right: has a stable code and a remedy
│   ├── BadPeriod               a period's name that cannot be read
│   ├── BadPlace                a place that is not in the hierarchy
│   ├── BadExpression           text in the measure language that cannot be meant
│   ├── BadFramework            a framework that does not load
│   ├── BadStore                a store that is missing, damaged or of another kind
│   ├── BadPolicy               a disclosure policy that cannot be meant
│   ├── BadRelease              a release that is not one, or does not verify
│   ├── BadSource               a published file that does not fit its mapping
│   ├── MissingExtra            an optional part that is not installed
│   └── NotMeasurable           a measure that cannot be counted from what is there
└── StatisticsError             numbers that a formula has no answer for
"""

from __future__ import annotations

__all__ = [
    "BadExpression",
    "BadFramework",
    "BadPeriod",
    "BadPlace",
    "BadPolicy",
    "BadRelease",
    "BadSource",
    "BadStore",
    "HearthError",
    "MissingExtra",
    "NotMeasurable",
    "StatisticsError",
    "UserError",
]


class HearthError(Exception):
    """Anything that Hearth raises on purpose."""


class UserError(HearthError):
    """Something the reader can put right.

    `code` is stable, for programs; `message` says what happened; `remedy` says what to do.
    """

    code = "error"

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class BadPeriod(UserError):
    """A period's name that cannot be read."""

    code = "bad-period"


class BadPlace(UserError):
    """A place that is not in the hierarchy, or a hierarchy that cannot stand."""

    code = "bad-place"


class BadExpression(UserError):
    """Text in the measure language that cannot be meant.

    `start` and `end` are character offsets into `text`, end exclusive: what the message points at.
    """

    code = "bad-expression"

    def __init__(
        self, message: str, remedy: str = "", *, text: str = "", start: int = 0, end: int = 0
    ) -> None:
        super().__init__(message, remedy)
        self.text = text
        self.start = start
        self.end = end


class BadFramework(UserError):
    """A framework that does not load; `hearth framework check` lists every reason."""

    code = "bad-framework"


class BadStore(UserError):
    """A store that is missing, damaged or of another kind."""

    code = "bad-store"


class BadPolicy(UserError):
    """A disclosure policy that there is not, or that cannot be meant."""

    code = "bad-policy"


class BadRelease(UserError):
    """A folder that is not a release, or one that does not verify: the message says where."""

    code = "bad-release"


class BadSource(UserError):
    """A published file that does not fit its mapping."""

    code = "bad-source"


class MissingExtra(UserError):
    """An optional part that is not installed; the remedy says what to install."""

    code = "missing-extra"


class NotMeasurable(UserError):
    """A measure that cannot be counted from what is there."""

    code = "not-measurable"


class StatisticsError(HearthError, ValueError):
    """Numbers that a formula has no answer for, such as a proportion of nobody."""
