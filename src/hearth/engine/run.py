"""Counts a framework over a store: plan, count, finish. One call, for the command line, a notebook or a job."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from importlib.metadata import entry_points

from hearth.engine.assemble import Block, assemble
from hearth.engine.backends.base import Counts, Engine
from hearth.engine.finish import Peopled, finish, to_table
from hearth.engine.plan import Plan
from hearth.engine.planner import make_plan
from hearth.engine.results import Gap, Results
from hearth.framework.counting import Figure
from hearth.framework.framework import Framework
from hearth.framework.meaning import Reading, figures
from hearth.kernel.errors import BadFramework, MissingExtra, NotMeasurable
from hearth.store.store import Store

__all__ = ["DEFAULT_ENGINE", "Progress", "count", "engine_names", "find_engine", "wanted_figures"]

DEFAULT_ENGINE = "duckdb"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


def count(
    framework: Framework,
    store: Store,
    *,
    measures: Collection[str] = (),
    periods: Collection[str] = (),
    engine: str = DEFAULT_ENGINE,
    progress: Progress | None = None,
) -> Results:
    """Raw results of the framework's measures over what the store holds; of all of them, if none is named.

    NotMeasurable names a measure that the framework does not have; MissingExtra an engine that is not installed.
    """
    chosen = wanted_figures(framework, measures)
    plan, inputs = make_plan(framework, chosen, store, frozenset(periods))
    blocks = _count(plan, find_engine(engine), progress or _quietly)
    peopled = Peopled(framework, plan.locator, store.populations(plan.locator.tree))
    parts = [part for part in finish(chosen, blocks, peopled) if not periods or part.period.id in periods]
    return Results(
        framework=framework,
        figures=chosen,
        periods=tuple(sorted({part.period for part in parts})),
        places=plan.locator.tree,
        about=replace(store.about, home=plan.locator.home),
        inputs=inputs,
        gaps=tuple(_gaps(plan, {part.period.id for part in parts})),
        populations=tuple(sorted(peopled.vintages)),
        table=to_table(parts),
        engine=engine,
        records=sum(scan.records for scan in {scan.dataset.id: scan for scan in plan.scans}.values()),
    )


def wanted_figures(framework: Framework, measures: Collection[str] = ()) -> tuple[Figure, ...]:
    """The figures of these measures, those beside them, and those that they change from."""
    reading = Reading()
    every = figures(framework, reading)
    if reading.unread:
        first = reading.unread[0]
        raise BadFramework(f"{first.error.message}", "Run `hearth framework check` for every reason.")
    known = {measure.id for measure in framework.measures}
    for id in sorted(set(measures) - known):
        raise NotMeasurable(
            f"{framework.framework.title} has no measure {id!r}.",
            "List its measures with `hearth framework show`.",
        )
    wanted = _with_those_they_rest_on(every, set(measures) or known)
    return tuple(figure for figure in every if figure.measure in wanted)


def engine_names() -> tuple[str, ...]:
    """The engines installed here, by name."""
    return tuple(sorted(entry.name for entry in entry_points(group="hearth.engines")))


def find_engine(name: str) -> type[Engine]:
    """The engine of that name; MissingExtra lists those there are."""
    for entry in entry_points(group="hearth.engines", name=name):
        found: type[Engine] = entry.load()
        return found
    raise MissingExtra(
        f"There is no engine called {name!r} here.",
        f"Use one of: {', '.join(engine_names())}.",
    )


def _with_those_they_rest_on(every: tuple[Figure, ...], measures: set[str]) -> set[str]:
    measure_of = {figure.id: figure.measure for figure in every}
    leads = [
        (figure.measure, each) for figure in every for each in (figure.change_of, figure.refers_to) if each
    ]
    wanted, more = set(measures), set(measures)
    while more:
        more = {measure_of.get(to, to) for measure, to in leads if measure in more} - wanted
        wanted |= more
    return wanted


def _count(plan: Plan, engine: type[Engine], progress: Progress) -> dict[str, list[Block]]:
    counted: dict[str, list[Counts]] = {task.id: [] for task in plan.tasks}
    stated = {row.task for row in plan.contributions}
    added_up = [task for task in plan.tasks if task.id in stated]
    steps = len(plan.scans) + len(added_up)
    with engine(plan) as counter:
        for done, scan in enumerate(plan.scans):
            progress(scan.dataset.title, done, steps)
            for counts in counter.count_records(scan):
                counted[counts.task].append(counts)
        for done, task in enumerate(added_up, start=len(plan.scans)):
            progress(task.figure.title, done, steps)
            counted[task.id].append(counter.count_aggregates(task))
    progress("Counted", steps, steps)
    return {task.id: assemble(plan, task, counted[task.id]) for task in plan.tasks}


def _gaps(plan: Plan, periods: set[str]) -> Iterator[Gap]:
    for task in plan.tasks:
        for span in task.spans:
            if span.unstated and span.period.id in periods:
                yield Gap(task.figure.id, span.period.id, span.unstated)


def _quietly(what: str, done: int, steps: int) -> None:
    """No one is watching."""
