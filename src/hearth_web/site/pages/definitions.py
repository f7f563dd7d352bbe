"""How a figure is counted, twice: in plain English, and word for word as the framework's data says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hearth.framework.framework import Framework
from hearth.framework.known_ids import scopes_of
from hearth.framework.measures import (
    BeforeAndAfter,
    Change,
    Count,
    CrossReference,
    Definition,
    Divided,
    Mean,
    Proportion,
    Rate,
    Ratio,
    Scope,
    Speaks,
    Take,
    ToBeDetermined,
)
from hearth.judge.phrases import small

__all__ = ["Counted", "Written", "counted"]

_NAME = re.compile(r"\b[a-z_][a-z0-9_]*\b")
_QUOTED = re.compile(r"'[^']*'")

_COUNTED = {
    "improved": "got better by more than the questionnaire's margin of error",
    "worsened": "got worse by more than the questionnaire's margin of error",
    "same": "changed by no more than the questionnaire's margin of error",
    "any_improvement": "got better by any amount",
}

_TAKES = {
    Take.FIRST: "the first",
    Take.PREVIOUS: "that of the record before",
    Take.MAX_BEFORE: "the greatest of the records before",
}


LOOKED_AT = "Which records are looked at"

_ONE = re.compile(r"^one record an? ")


@dataclass(frozen=True, slots=True)
class Written:
    """One expression of the measure language, and what it is for."""

    what: str
    code: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How a figure is counted: sentences, the expressions behind them, and what the names in these stand for."""

    sentences: tuple[str, ...]
    written: tuple[Written, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


def counted(framework: Framework, definition: Definition) -> Counted:
    """How a figure with this definition is counted."""
    scopes = [scope for _, scope in scopes_of(definition, ())]
    written = tuple(_written(definition, scopes))
    return Counted(
        sentences=_in_order(framework, definition, scopes),
        written=written,
        names=tuple(_names(framework, scopes, written)),
    )


def _in_order(framework: Framework, definition: Definition, scopes: list[Scope]) -> tuple[str, ...]:
    """What is asked of people comes before where the answers are kept; of records it comes after."""
    said, looked_at = tuple(_sentences(framework, definition)), tuple(_of_scopes(framework, scopes))
    asked = isinstance(definition, Proportion) and definition.questions
    return (*said, *looked_at) if asked else (*looked_at, *said)


def _sentences(framework: Framework, definition: Definition) -> Iterator[str]:
    match definition:
        case ToBeDetermined():
            yield "It has not been decided what is counted."
        case CrossReference(measure=measure):
            yield f"It is not counted by itself: the figure of {measure} is shown in its stead."
        case Change(of=of):
            yield f"We take “{_title(framework, of)}”, and take away what it was in the same period a year before."
            yield "The result is in percentage points: from 20% to 22% is a change of 2."
        case Proportion() if definition.questions:
            yield from _asked(framework, definition)
        case Proportion():
            of = f"Of those for which “{LOOKED_AT}” is true" if definition.scope.where else "Of these"
            yield f"{of}, we work out the share for which “{_KEYS['numerator']}” is true."
        case Rate():
            first, last = definition.ages
            yield (
                f"We count these, divide by the number of people aged {first} to {last} who live"
                f" there (the official estimate for the middle of the year before), and give it for every"
                f" {definition.per:,} of them."
            )
        case BeforeAndAfter():
            yield f"Of those with a score before and after, we work out the share that {_COUNTED[definition.counted]}."
            yield from _instrument(framework, definition)
        case _:
            yield _PLAIN[type(definition)]


def _title(framework: Framework, figure: str) -> str:
    id, _, name = figure.partition(".")
    measure = framework.measure(id)
    return next((each.title for each in measure.beside if each.name == name), measure.title)


_PLAIN: dict[type, str] = {
    Count: "We count these.",
    Mean: "We add up the values, and divide by how many there are.",
    Ratio: "We add up two numbers over these records, and divide the first sum by the second.",
    Divided: "We count the records of one register, and divide by the count of another.",
}


def _asked(framework: Framework, definition: Proportion) -> Iterator[str]:
    asked = [each for each in framework.questions if each.id in definition.questions]
    texts = " and ".join(f"“{each.text}”" for each in asked)
    yield (
        f"People are asked how far they agree with {texts}."
        if _agree(framework, asked[0].scale)
        else (f"People are asked: {texts}.")
    )
    answers = {
        answer.code: answer
        for scale in framework.scales
        for answer in scale.answers
        if scale.id in {each.scale for each in asked}
    }
    good = [each.label for each in answers.values() if each.positive]
    out = [
        each.label
        for each in answers.values()
        if not each.counts and each.code not in definition.base_includes
    ]
    both = " to each of them" if len(asked) > 1 else ""
    yield f"We work out the share who answered {_or(good)}{both}."
    if out:
        yield f"Who answered {_or(out)} is left out of the share."


def _agree(framework: Framework, scale: str) -> bool:
    labels = [answer.label for each in framework.scales if each.id == scale for answer in each.answers]
    return any("agree" in label.lower() for label in labels)


def _or(labels: list[str]) -> str:
    quoted = [f"“{each}”" for each in labels]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)


def _instrument(framework: Framework, definition: BeforeAndAfter) -> Iterator[str]:
    for each in framework.instruments:
        if each.id == definition.instrument:
            yield f"The scores are of {each.title}. Its margin of error is worked out from figures in: {each.source}."


def _of_scopes(framework: Framework, scopes: list[Scope]) -> Iterator[str]:
    for number, scope in enumerate(scopes):
        dataset = framework.dataset(scope.dataset)
        looked = f"{('First', 'Then')[number]} we look" if len(scopes) == 2 else "We look"
        yield f"{looked} at the records of “{dataset.title}”: {_grain(dataset.grain)}."
        titles = {each.name: small(each.title) for each in dataset.fields}
        if scope.open_from:
            yield "Those count that are open on the last day of the period."
        elif scope.dated_by and _QUOTED.sub("", scope.dated_by) in titles:
            yield f"A record belongs to the period of its date “{titles[scope.dated_by]}”."
        if scope.unit:
            who = titles.get(scope.unit, scope.unit)
            first = scope.speaks is Speaks.FIRST
            yield (
                f"Whoever has several records (the same “{who}”) counts once"
                f"{', by the first of them in the period' if first else ' in each place and group'}."
            )


def _written(definition: Definition, scopes: list[Scope]) -> Iterator[Written]:
    for number, scope in enumerate(scopes):
        which = f" ({('first', 'second')[number]} register)" if len(scopes) == 2 else ""
        for name, what in (
            ("where", LOOKED_AT),
            ("dated_by", "The date that decides the period"),
            ("open_from", "Open from"),
            ("open_until", "Open until"),
            ("unit", "Each of these counts once"),
        ):
            said = getattr(scope, name)
            if said:
                yield Written(f"{what}{which}", " ".join(said.split()))
        for each in scope.derive:
            where = f", of those where {' '.join(each.where.split())}" if each.where else ""
            yield Written(
                f"{each.name}: {_TAKES[each.take]}, among the records of one {each.by}, in the order"
                f" {', '.join(each.order)}{where}",
                each.value,
            )
    for name, what in _KEYS.items():
        said = getattr(definition, name, None)
        if isinstance(said, str) and said:
            yield Written(what, " ".join(said.split()))
    if isinstance(definition, Proportion) and definition.questions:
        yield Written("Questions", ", ".join(definition.questions))


_KEYS = {
    "numerator": "What counts",
    "denominator": "What it is divided by",
    "value": "The value",
    "before": "The score before",
    "after": "The score after",
    "of": "The figure that changes",
    "known": "A record is known if",
}


def _names(
    framework: Framework, scopes: list[Scope], written: tuple[Written, ...]
) -> Iterator[tuple[str, str]]:
    """The fields that are named in the expressions, with their titles."""
    used = {name for each in written for name in _NAME.findall(_QUOTED.sub("", each.code))}
    seen = set()
    for scope in scopes:
        for each in framework.dataset(scope.dataset).fields:
            if each.name in used and each.name not in seen:
                seen.add(each.name)
                yield each.name, each.title


def _grain(grain: str) -> str:
    return _ONE.sub("one record for each ", small(grain.removesuffix(".")))
