"""One way to spoil the scorecard, and the files that it is made of."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE_FILE = "\0"


@dataclass(frozen=True)
class Spoilt:
    """One text of one file changed for another, and what must be said of it.

    `line_of` is a text in whose line the fault must be found: of the changed file, or of `found_in` where that is
    another. In `path`, `measures reviewed` stands for that measure with its number; it is empty where the file cannot
    be read so far that there is one. What would let a finding through without a line, words or a remedy is refused.
    """

    name: str
    file: str
    old: str
    new: str
    line_of: str
    path: str
    code: str
    says: str
    remedy: str
    found_in: str = ""

    def __post_init__(self) -> None:
        if self.line_of in ("", WHOLE_FILE) or not (self.code and self.says and self.remedy):
            raise ValueError(f"“{self.name}” must say in which line it is found, and what the finding says")


AROUND, PLANS, SESSIONS, SURVEY, TOP = (
    "around.yaml",
    "data/plans.yaml",
    "data/sessions.yaml",
    "survey.yaml",
    "scorecard.yaml",
)
WELL, MUCH, BETTER = "measures/how_well.yaml", "measures/how_much.yaml", "measures/better_off.yaml"
