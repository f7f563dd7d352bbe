"""Makes a plan: which figures, periods, places and groups are counted from what the store holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from itertools import pairwise

from hearth.engine.aggregates import Stated, contributions, falls_in, read_stated
from hearth.engine.coverage import Coverage, InputState, State, candidates, coverage_of
from hearth.engine.plan import EVERYONE, Dimension, Locator, Plan, Scan, Span, Task
from hearth.framework.counting import Counting, Derived, Figure, Stock
from hearth.framework.datasets import Dataset, FieldType
from hearth.framework.framework import Framework
from hearth.framework.measures import Input
from hearth.kernel.errors import BadPeriod, NotMeasurable
from hearth.kernel.periods import Period, PeriodKind, a_year_before, period
from hearth.kernel.places import PlaceTree
from hearth.store.ledger import Form, Return
from hearth.store.store import Store

__all__ = ["divisor_id", "make_plan"]


def divisor_id(figure: Figure) -> str:
    """The id of the task that counts what a ratio across datasets divides by."""
    return f"{figure.id}/divisor"


def make_plan(
    framework: Framework, figures: Iterable[Figure], store: Store, periods: frozenset[str] = frozenset()
) -> tuple[Plan, tuple[InputState, ...]]:
    """The plan for counting these figures over the store, and the state of every input they rest on.

    With `periods`, only those with these ids (and those that a change is measured from) are counted.
    """
    planner = _Planner(framework, store, periods)
    tasks = tuple(task for figure in figures for task in planner.tasks(figure))
    return planner.plan(tasks), planner.inputs(figures)


class _Planner:
    def __init__(self, framework: Framework, store: Store, periods: frozenset[str]) -> None:
        self.framework = framework
        self.asked = _with_years_before(periods)
        self.store = store
        self.returns = store.returns()
        store.verify(self.returns)
        tree = store.places()
        self.locator = Locator(tree, store.about.home or _only_root(tree, self.returns_end()))
        datasets = {each.id: each for each in framework.every_dataset}
        self.datasets: dict[str, Dataset] = datasets
        self.coverage = {id: coverage_of(id, self.returns) for id in datasets}
        _refuse_the_same_days_twice(self.returns)
        self.stated: defaultdict[str, list[Stated]] = defaultdict(list)
        self.spoken_for: defaultdict[str, set[tuple[Period, str]]] = defaultdict(set)
        for row in read_stated(store.root, self.returns):
            self.stated[row.figure].append(row)
            self.spoken_for[row.dataset].add((row.period, row.place))

    def returns_end(self) -> date:
        """The last day that any return is about."""
        return max((each.period.end for each in self.returns), default=date.max)

    def tasks(self, figure: Figure) -> Iterable[Task]:
        """The countings of a figure that there is something to count for."""
        if figure.counting is None or figure.off:
            return
        pairs = [(figure.id, figure.counting)]
        if figure.divisor is not None:
            pairs.append((divisor_id(figure), figure.divisor))
        for id, counting in pairs:
            dataset = self.datasets[counting.dataset]
            dimensions = tuple(self._dimensions(figure, dataset))
            spans = tuple(
                self._span(figure, counting, dimensions, period) for period in self._periods(figure, counting)
            )
            if spans:
                yield Task(id, figure, counting, dimensions, spans)

    def plan(self, tasks: tuple[Task, ...]) -> Plan:
        """The plan for these tasks: their scans, their aggregate rows, and the order of answers."""
        counted = {task.figure.id: task.figure for task in tasks}.values()
        rows = [row for figure in counted for row in self._stated(figure)]
        bins = sorted({EVERYONE} | {bin for task in tasks for each in task.dimensions for bin in each.bins})
        return Plan(
            tasks=tasks,
            scans=tuple(self._scans(tasks)),
            contributions=tuple(contributions(rows, tasks, self.locator)),
            locator=self.locator,
            periods=tuple(sorted({period for task in tasks for period in task.periods})),
            bins=tuple(bins),
        )

    def inputs(self, figures: Iterable[Figure]) -> tuple[InputState, ...]:
        """What came in for every dataset and period that the figures rest on, complete or not."""
        found: set[tuple[str, Period]] = set()
        for figure in figures:
            for counting in (figure.counting, figure.divisor):
                if counting is not None:
                    coverage = self.coverage[counting.dataset]
                    found |= {(counting.dataset, each) for each in candidates(coverage, figure.periods)}
        ordered = sorted(found, key=lambda each: (each[0], each[1]))
        return tuple(self.coverage[dataset].input(dataset, period) for dataset, period in ordered)

    def _stated(self, figure: Figure) -> list[Stated]:
        return self.stated.get(figure.id, []) if Input.AGGREGATES in figure.counted_from else []

    def _countable(self, figure: Figure, counting: Counting) -> Coverage:
        """The returns that the figure may be counted from: of rows, and of aggregate rows that state it."""
        stated = {row.period for row in self._stated(figure)}
        return Coverage(
            tuple(
                each
                for each in self.coverage[counting.dataset].returns
                if (Input.ROWS in figure.counted_from if each.form is Form.ROWS else each.period in stated)
            )
        )

    def _periods(self, figure: Figure, counting: Counting) -> list[Period]:
        coverage = self._countable(figure, counting)
        found = candidates(coverage, figure.periods)
        return [
            each
            for each in found
            if (not self.asked or each.id in self.asked) and _came_in(coverage, each, counting)
        ]

    def _span(
        self, figure: Figure, counting: Counting, dimensions: tuple[Dimension, ...], period: Period
    ) -> Span:
        coverage = self.coverage[counting.dataset]
        stated = [row for row in self._stated(figure) if falls_in(row.period, period, counting)]
        if coverage.state(period, Form.ROWS) is not State.NONE and Input.ROWS in figure.counted_from:
            levels = self._levels(figure, self._record_level(counting), period)
            divided = tuple(each.breakdown for each in dimensions)
            return Span(period, levels, divided, unstated=self._left_out(counting, stated, period))
        levels = self._levels(figure, self._stated_level(stated), period)
        named = {row.bin[0] for row in stated}
        divided = tuple(each.breakdown for each in dimensions if each.breakdown in named)
        places = frozenset(row.place for row in stated)
        return Span(period, levels, divided, places, self._unstated(places, levels, period))

    def _left_out(self, counting: Counting, stated: list[Stated], period: Period) -> tuple[str, ...]:
        """The places for which a partner sends aggregate rows of this dataset, but none that states this figure."""
        spoken = self.spoken_for[counting.dataset]
        places = {place for when, place in spoken if when == period or falls_in(when, period, counting)}
        return tuple(sorted(places - {row.place for row in stated}))

    def _unstated(self, stated: frozenset[str], levels: tuple[str, ...], period: Period) -> tuple[str, ...]:
        """The smallest places that no row is about, nor about anything that they lie in, or that lies in them."""
        if not levels:
            return ()
        tree, day = self.locator.tree, period.end
        holding = {self.locator.place_at(code, levels[0], day) for code in stated}
        return tuple(
            code
            for code in self.locator.places(levels[0], day)
            if code not in holding and stated.isdisjoint(tree.ancestors(code, day).values())
        )

    def _dimensions(self, figure: Figure, dataset: Dataset) -> Iterable[Dimension]:
        for use in dataset.breakdowns:
            if use.breakdown in figure.breakdowns:
                breakdown = self.framework.breakdown(use.breakdown)
                groups = tuple(group.code for group in breakdown.groups)
                field = dataset.field(use.field)
                placed = field is not None and field.type is FieldType.PLACE
                yield Dimension(use.breakdown, use.field, groups, breakdown.attribute if placed else None)

    def _record_level(self, counting: Counting) -> str:
        dataset = self.datasets[counting.dataset]
        field = dataset.field(dataset.place.field) if dataset.place else None
        return (field.level or "") if field else self._home_level()

    def _stated_level(self, stated: list[Stated]) -> str:
        tree = self.locator.tree
        levels = {tree.place(row.place).level for row in stated if row.place in tree}
        return min(levels, key=tree.levels.index, default=self._home_level())

    def _home_level(self) -> str:
        home = self.locator.home
        return self.locator.tree.place(home).level if home in self.locator.tree else ""

    def _levels(self, figure: Figure, lowest: str, period: Period) -> tuple[str, ...]:
        """From the smallest place published, or the smallest there is anything for, up to the store's own place."""
        tree = self.locator.tree
        rank = tree.levels.index
        least = max(rank(figure.smallest_place), rank(lowest) if lowest else 0)
        most = rank(self._home_level()) if self.store.about.home else len(tree.levels)
        return tuple(
            level
            for level in tree.levels
            if least <= rank(level) <= most and self.locator.places(level, period.end)
        )

    def _scans(self, tasks: tuple[Task, ...]) -> Iterable[Scan]:
        together: defaultdict[tuple[object, ...], list[Task]] = defaultdict(list)
        for task in tasks:
            if Input.ROWS in task.figure.counted_from:
                together[_scan_key(task)].append(task)
        for group in (part for alike in together.values() for part in _deriving_alike(alike)):
            dataset = self.datasets[group[0].counting.dataset]
            held = [each for each in self.coverage[dataset.id].returns if each.form is Form.ROWS]
            files = self.store.files(dataset.id, Form.ROWS, held)
            records = sum(each.records for each in held)
            if files:
                yield Scan(dataset, files, tuple(group), records)


def _scan_key(task: Task) -> tuple[object, ...]:
    """What tasks must share to be counted in one read; of distinct people also who is looked at, and when."""
    counting = task.counting
    key = (counting.dataset, counting.timing, counting.unit, counting.speaks)
    return (*key, counting.where) if counting.unit is not None else key


def _deriving_alike(tasks: list[Task]) -> list[list[Task]]:
    """The tasks in groups, none of which calls two derived fields by one name."""
    groups: list[tuple[dict[str, Derived], list[Task]]] = []
    for task in tasks:
        own = {each.name: each for each in task.counting.derive}
        for known, group in groups:
            if all(known.get(name, each) == each for name, each in own.items()):
                known.update(own)
                group.append(task)
                break
        else:
            groups.append((own, [task]))
    return [group for _, group in groups]


def _came_in(coverage: Coverage, period: Period, counting: Counting) -> bool:
    """Whether there is enough to count: the whole period, or for a stock its last day.

    What does not add over periods is known from aggregate rows only where they state the period itself, and not at
    all where a partner states no more than parts of it.
    """
    returns = coverage.returns
    if "period" not in counting.adds:
        added = [each for each in returns if each.form is Form.AGGREGATES]
        whole = {each.sender for each in added if each.period == period}
        if {each.sender for each in added if _part_of(each.period, period)} - whole:
            return False
        returns = tuple(each for each in returns if each.form is Form.ROWS or each.period == period)
    if isinstance(counting.timing, Stock):
        return any(period.end in each.period for each in returns)
    return Coverage(returns).state(period) is State.COMPLETE


def _part_of(part: Period, whole: Period) -> bool:
    return part != whole and whole.start <= part.start and part.end <= whole.end


def _with_years_before(ids: frozenset[str]) -> frozenset[str]:
    """The periods asked for, and those that a change from a year before is measured from."""
    earlier = set()
    for id in ids:
        with suppress(BadPeriod):  # a wave's id is not a period of the calendar, and has no year before
            earlier.add(a_year_before(period(id)).id)
    return ids | earlier


def _refuse_the_same_days_twice(returns: Iterable[Return]) -> None:
    """One sender's rows for a year and for its quarters would count everybody twice."""
    by_sender: defaultdict[tuple[str, str], list[Period]] = defaultdict(list)
    for each in returns:
        if each.form is Form.ROWS and each.period.kind is not PeriodKind.WAVE:
            by_sender[each.dataset, each.sender].append(each.period)
    for (dataset, sender), periods in by_sender.items():
        for earlier, later in pairwise(sorted(periods)):
            if later.start <= earlier.end:
                raise NotMeasurable(
                    f"{sender} sent {dataset} for {earlier.id} and for {later.id}, which overlap.",
                    "Keep one of the two: the same records would count twice.",
                )


def _only_root(tree: PlaceTree, on: date) -> str:
    """The one place that all others lie in, or '' if there are several."""
    roots = tree.roots(on)
    return roots[0].code if len(roots) == 1 else ""
