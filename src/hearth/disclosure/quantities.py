"""Which counts of which figures are one thing counted, and which are part of which.

Figures of one measure often share a base, and two measures may count the same: what is suppressed in one must not
stand in another. So a count is known by what it counts, not by the figure it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hearth.disclosure.lines import Quantity, SplitLine, Within
from hearth.framework.counting import Counting, Figure, Stock, Timing
from hearth.framework.framework import Framework
from hearth.framework.language.tree import And, Compare, Comparison, In, Literal, Node
from hearth.framework.measures import Measure

__all__ = ["SHARES", "Part", "Quantities", "find_quantities"]

Part = tuple[str, str]
"""A figure, and which of its counts: `numerator` or `denominator`."""

SHARES = ("proportion", "before_and_after")
"""Kinds of figure whose numerator is some of the people of the denominator."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What is counted. Two counts with equal meanings are equal in every place, period and group.

    `who` are the conditions on a record; of a distinct person they hold for the record that speaks, and `found` for
    what is then asked of it. `what` is what is added up, if not records.
    """

    dataset: str
    timing: Timing
    unit: str | None
    speaks: str
    derived: tuple[object, ...]
    who: frozenset[Node]
    found: frozenset[Node]
    what: Node | None


@dataclass(frozen=True, slots=True)
class Quantities:
    """The quantities of a set of figures, and how they hang together.

    `of` gives the id of the quantity behind a figure's count; a sum of scores and a population are behind none.
    `twins` are pairs that count the same people by another road, and nearly always agree.
    """

    all: tuple[Quantity, ...]
    of: Mapping[Part, str]
    splits: tuple[SplitLine, ...]
    within: tuple[Within, ...]
    twins: tuple[tuple[str, str], ...]


def find_quantities(framework: Framework, figures: tuple[Figure, ...]) -> Quantities:
    """Every quantity of the figures that are counted, in the figures' order."""
    meanings: dict[Part, _Meaning] = {}
    for figure in figures:
        meanings.update(_meanings(figure))
    ids: dict[_Meaning, str] = {}
    for meaning in meanings.values():
        ids.setdefault(meaning, f"q{len(ids) + 1}")
    of = {part: ids[meaning] for part, meaning in meanings.items()}
    adds = {figure.id: figure.adds for figure in figures}
    surveys = {survey.id for survey in framework.surveys}
    every = tuple(
        Quantity(
            id,
            tuple(part for part, mine in meanings.items() if mine == meaning),
            tuple(sorted(_adds(meaning, meanings, adds))),
            isinstance(meaning.timing, Stock),
            meaning.dataset in surveys,
        )
        for meaning, id in ids.items()
    )
    splits = tuple(_splits(framework, figures, of))
    within = tuple(sorted(set(_within(ids, of, figures)), key=lambda each: (each.part, each.whole)))
    return Quantities(every, of, splits, within, tuple(_twins(ids)))


def _adds(
    meaning: _Meaning, meanings: Mapping[Part, _Meaning], adds: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """A count adds the same way in whichever figure it stands; the most that any of them says."""
    return frozenset().union(*(adds[figure] for (figure, _), mine in meanings.items() if mine == meaning))


def _meanings(figure: Figure) -> Iterator[tuple[Part, _Meaning]]:
    counting = figure.counting
    if counting is None:
        return
    for component in counting.components:
        if component.name not in ("numerator", "denominator"):
            continue
        if figure.kind == "mean" and component.name == "numerator":
            continue
        value = component.value
        yield (figure.id, component.name), _meaning(counting, value.tree if value else None, _sums(figure))
    if figure.divisor is not None:
        for component in figure.divisor.components[:1]:
            value = component.value
            yield (figure.id, "denominator"), _meaning(figure.divisor, value.tree if value else None, False)


def _sums(figure: Figure) -> bool:
    return figure.kind == "ratio"


def _meaning(counting: Counting, value: Node | None, sums: bool) -> _Meaning:
    who = frozenset(part for each in counting.where for part in _conditions(each.tree))
    found = frozenset(_conditions(value)) if value is not None and not sums else frozenset()
    if counting.unit is None:
        who, found = _plainly(who | found), frozenset()
    expressions = [*counting.where, *(each.value for each in counting.components if each.value)]
    named = {column for each in expressions for column in each.columns_used}
    derived = tuple(each for each in counting.derive if each.name in named)
    return _Meaning(
        counting.dataset,
        counting.timing,
        counting.unit,
        counting.speaks if counting.unit else "",
        derived if _names_any(who | found, {each.name for each in derived}) else (),
        who,
        found,
        value if sums else None,
    )


def _plainly(who: frozenset[Node]) -> frozenset[Node]:
    """The conditions without those that follow from another of them."""
    return frozenset(each for each in who if not any(_follows(each, other) for other in who if other != each))


def _names_any(conditions: frozenset[Node], names: set[str]) -> bool:
    return any(name in repr(each) for each in conditions for name in names)


def _conditions(tree: Node) -> Iterator[Node]:
    """What must hold all at once."""
    if isinstance(tree, And):
        for each in tree.parts:
            yield from _conditions(each)
    else:
        yield tree


def _splits(framework: Framework, figures: tuple[Figure, ...], of: Mapping[Part, str]) -> Iterator[SplitLine]:
    counted = {figure.id for figure in figures}
    for measure in framework.measures:
        for split in measure.splits if measure.id in counted else ():
            whole = "headline" if split.whole == "base" else split.whole
            count = "denominator" if split.whole == "base" else "numerator"
            parts = [_figure_named(measure, part) for part in split.parts]
            yield from _line(
                of, (_figure_named(measure, whole), count), [(part, "numerator") for part in parts]
            )
            if count == "numerator":
                bases = [(part, "denominator") for part in parts]
                yield from _line(of, (_figure_named(measure, whole), "denominator"), bases)


def _line(of: Mapping[Part, str], whole: Part, parts: list[Part]) -> Iterator[SplitLine]:
    """The line, if every one of these is counted, and they are different things."""
    if whole in of and all(part in of for part in parts):
        quantities = tuple(of[part] for part in parts)
        if len({of[whole], *quantities}) == len(quantities) + 1:
            yield SplitLine(of[whole], quantities)


def _figure_named(measure: Measure, name: str) -> str:
    return measure.id if name == "headline" else f"{measure.id}.{name}"


def _within(
    ids: Mapping[_Meaning, str], of: Mapping[Part, str], figures: tuple[Figure, ...]
) -> Iterator[Within]:
    for figure in figures:
        if figure.kind in SHARES or (figure.kind == "ratio" and figure.per == 100):
            yield Within(of[figure.id, "numerator"], of[figure.id, "denominator"])
    records = [meaning for meaning in ids if meaning.unit is None and meaning.what is None]
    for part in records:
        for whole in records:
            if part is not whole and _alike(part, whole) and _all_follow(whole.who, part.who):
                yield Within(ids[part], ids[whole])


def _all_follow(wanted: frozenset[Node], given: frozenset[Node]) -> bool:
    """Whether a record that meets the conditions given is sure to meet those wanted: seen from their form alone."""
    return all(any(_follows(one, other) for other in given) for one in wanted)


def _follows(wanted: Node, given: Node) -> bool:
    if wanted == given:
        return True
    few, many = _codes(given), _codes(wanted)
    return few is not None and many is not None and few[0] == many[0] and few[1] <= many[1]


def _codes(condition: Node) -> tuple[Node, frozenset[Node]] | None:
    """What is compared, and the values that it may have, of `x = 'a'` and `x in ('a', 'b')`."""
    match condition:
        case Compare(left=left, op=Comparison.EQUAL, right=Literal() as value):
            return left, frozenset({value})
        case In(operand=operand, values=values):
            return operand, frozenset(values)
    return None


def _alike(one: _Meaning, other: _Meaning) -> bool:
    """Whether they look at records of one dataset, placed in periods in one way."""
    return (one.dataset, one.timing) == (other.dataset, other.timing)


def _twins(ids: Mapping[_Meaning, str]) -> Iterator[tuple[str, str]]:
    distinct = [meaning for meaning in ids if meaning.unit is not None]
    for number, one in enumerate(distinct):
        for other in distinct[number + 1 :]:
            if (
                _alike(one, other)
                and one.unit == other.unit
                and one.who | one.found == other.who | other.found
            ):
                yield ids[one], ids[other]
