"""How official a measure's figure is: the standing of what it is counted from."""

from __future__ import annotations

from hearth.framework.datasets import Dataset, Standing
from hearth.framework.framework import Framework
from hearth.framework.known_ids import Known, scopes_of
from hearth.framework.measure_references import what_counts
from hearth.framework.measures import Measure

__all__ = ["rests_on", "standing_of"]


def rests_on(framework: Framework, measure: Measure) -> tuple[Dataset, ...]:
    """The datasets that a measure's own figure is counted from, each once, in the order in which they are named.

    A change rests on what the figure that changes is counted from, a cross-reference on what the measure it points to
    is. Nothing for a measure that is still to be determined. What a rate is for every so many of, the population, is
    no dataset. KeyError for a measure that is not the framework's.
    """
    _, definition = what_counts(Known(framework), measure.id)
    names = dict.fromkeys(scope.dataset for _, scope in scopes_of(definition, ()))
    return tuple(framework.dataset(name) for name in names)


def standing_of(framework: Framework, measure: Measure) -> tuple[Standing, ...]:
    """The standings of what a measure's own figure rests on, each once; see `rests_on`. Mostly there is one."""
    return tuple(dict.fromkeys(dataset.standing for dataset in rests_on(framework, measure)))
