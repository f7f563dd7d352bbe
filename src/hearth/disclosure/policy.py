"""Policies: what may be shown to whom, as data. A council may keep its own in a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from hearth.framework.document import Document
from hearth.framework.findings import Fault
from hearth.framework.yaml_nodes import read_document
from hearth.kernel.errors import BadPolicy

__all__ = ["DEFAULT_POLICY", "Policy", "SurveyRule", "WorkforceRule", "load_policy", "policy_names"]

DEFAULT_POLICY = "public"
MOST = 1000


@dataclass(frozen=True, slots=True)
class SurveyRule:
    """For answers that no one can tie to a person, in the place of the count rule.

    Nothing is shown on fewer than `base` answers; on fewer than `reliable` it is shown as of low reliability. Counts
    that stand beside a share, such as of those who do not know, are given of groups only if `counts_of_groups`.
    """

    base: int
    reliable: int
    counts_of_groups: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.base <= self.reliable:
            raise ValueError("`base` is at least 1, and `reliable` is not below it")


@dataclass(frozen=True, slots=True)
class WorkforceRule:
    """For answers that a manager might tie to a person. One at a time: a group of a place is not shown."""

    one_at_a_time: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be shown.

    Counts of people from 1 to `threshold` are suppressed, and so are those whose complement is; what they are out of
    is suppressed below `base`. What is shown is rounded to the nearest `round_to` (1: not at all), and revisions of
    what is already public to `rounds_revisions_to` if that is more. The suppressed counts of a line, and their
    complements, come to `line_sum` or more together. A suppressed count must be left possible from 1 or less to
    `threshold` or more, or over a range `width` wide. A breakdown is given at a level of place if at least
    `least_shown` percent of its cells there could be shown; of a figure that only stands beside a measure's own,
    `least_shown_beside`, for each such figure makes the others harder to protect. A standard deviation is shown at
    the levels `deviations_at`. `not_covered` says, in sentences, what the policy does not protect from.
    """

    id: str
    title: str
    threshold: int
    base: int
    round_to: int
    line_sum: int
    width: int
    survey: SurveyRule
    workforce: WorkforceRule
    rounds_revisions_to: int
    least_shown: int
    least_shown_beside: int
    deviations_at: tuple[str, ...]
    not_covered: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.threshold < 1 or self.base <= self.threshold or self.line_sum <= self.threshold:
            raise ValueError("`threshold` is at least 1; `base` and `line_sum` are above it")
        if not 1 <= self.width <= MOST or max(self.threshold, self.base, self.line_sum) > MOST:
            raise ValueError(
                f"`width` is at least 1; it, `threshold`, `base` and `line_sum` are at most {MOST}"
            )
        if self.round_to > self.base or self.rounds_revisions_to > self.base:
            raise ValueError("`round_to` and `rounds_revisions_to` are not above `base`")
        if self.round_to < 1 or self.rounds_revisions_to < 1 or self.round_to % 2 == 0:
            raise ValueError("`round_to` and `rounds_revisions_to` are at least 1, and `round_to` is odd")
        if not 0 <= self.least_shown <= self.least_shown_beside <= 100:
            raise ValueError(
                "`least_shown` and `least_shown_beside` are percentages, the second not below the first"
            )

    @property
    def rounds_by(self) -> int:
        """The furthest that a shown count can be from the true one."""
        return self.round_to // 2


def policy_names() -> tuple[str, ...]:
    """The policies that come with Hearth."""
    return tuple(sorted(each.name.removesuffix(".yaml") for each in _folder().iterdir()))


def load_policy(name_or_path: str | Path = DEFAULT_POLICY) -> Policy:
    """The packaged policy of that name, or the one in a `.yaml` file.

    BadPolicy lists the packaged ones, or everything in the file that cannot be meant, with its line.
    """
    path = Path(name_or_path)
    if path.suffix == ".yaml" and path.is_file():
        return _load(path)
    if str(name_or_path) in policy_names():
        return _load(_folder() / f"{name_or_path}.yaml")
    raise BadPolicy(
        f"There is no policy {str(name_or_path)!r}.",
        f"Give the path of a .yaml file, or one of: {', '.join(policy_names())}.",
    )


def _folder() -> Traversable:
    return files("hearth") / "policies"


_POLICY: TypeAdapter[tuple[Policy]] = TypeAdapter(tuple[Policy], config=ConfigDict(extra="forbid"))


def _load(file: Traversable | Path) -> Policy:
    document = read_document(file.name, file.read_bytes())
    if document.faults:
        raise _refusal(file.name, [_said(fault, document) for fault in document.faults])
    try:
        return _POLICY.validate_json(json.dumps([document.data]), strict=True)[0]
    except ValidationError as error:
        reasons = []
        for each in error.errors(include_url=False):
            path = tuple(each["loc"])[1:]
            words = " › ".join(str(part) for part in path) or "the policy"
            reasons.append(
                f"line {document.line_of(path)}: {words}: {each['msg'].removeprefix('Value error, ')}."
            )
        raise _refusal(file.name, reasons) from error


def _said(fault: Fault, document: Document) -> str:
    line = fault.mark.line if fault.mark else document.line_of(fault.path, fault.key)
    return f"line {line}: {fault.message} {fault.remedy}"


def _refusal(file: str, reasons: list[str]) -> BadPolicy:
    return BadPolicy("\n".join([f"{file} cannot be meant:", *reasons]), "Mend the policy.")
