"""What the commands on frameworks do and print."""

from __future__ import annotations

import json
from dataclasses import asdict

from hearth.cli.faults import FINDINGS, FINE
from hearth.cli.screen import HEADING, QUIET, STATE, WARNING, Screen, columns, several
from hearth.framework import load
from hearth.framework.framework import Framework
from hearth.framework.known_ids import scopes_of
from hearth.framework.measures import CrossReference, Definition, Measure, Proportion, ToBeDetermined
from hearth.framework.statements import Metric, Outcome

__all__ = ["check_framework", "list_frameworks", "new_framework", "print_schema", "show_framework"]


def list_frameworks(*, as_json: bool) -> int:
    """Print the packaged frameworks."""
    frameworks = {name: load.load(name) for name in load.packaged()}
    if as_json:
        _print_json({"frameworks": [_listed(name, each) for name, each in frameworks.items()]})
        return FINE
    rows = [
        [name, each.framework.title, each.framework.edition, str(len(each.measures))]
        for name, each in frameworks.items()
    ]
    columns(Screen(), ["name", "title", "edition", "measures"], rows, right=[3])
    return FINE


def show_framework(name: str, *, as_json: bool) -> int:
    """Print what a framework says: for people, or all of it for a program."""
    framework = load.load(name)
    if as_json:
        from hearth.framework.show import as_json as everything

        _print_json(everything(framework))
        return FINE
    _Page(framework, Screen()).show()
    return FINE


def check_framework(name: str, *, as_json: bool) -> int:
    """Print every finding; the exit status says whether there is any."""
    findings = load.check(name)
    if as_json:
        _print_json(
            {"framework": name, "fine": not findings, "findings": [asdict(each) for each in findings]}
        )
        return FINDINGS if findings else FINE
    screen = Screen()
    for each in findings:
        screen.line((f"{each.file}:{each.line}" if each.line else each.file, HEADING), f"  {each.path}")
        screen.paragraph(f"{each.message} {each.remedy}".strip(), indent=4)
        for line in each.excerpt.splitlines():
            screen.line("    ", (line, QUIET))
    if findings:
        screen.line((f"{several(len(findings), 'thing needs', 'things need')} mending.", WARNING))
        return FINDINGS
    screen.line(f"{name}: nothing needs mending.")
    return FINE


def new_framework(directory: str, start: str, *, as_json: bool = False) -> int:
    """Copy a packaged framework into a folder, and say what to do next."""
    made = load.new(directory, source=start)
    if as_json:
        _print_json({"framework": str(made), "copied_from": start})
        return FINE
    screen = Screen()
    screen.line(f"{made} now holds a copy of {start}, yours to change.")
    screen.line(f"Edit its files, then: hearth framework check {made}")
    return FINE


def print_schema() -> int:
    """Print the JSON Schema of framework data."""
    from hearth.framework.schema import json_schema

    _print_json(json_schema())
    return FINE


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def _listed(name: str, framework: Framework) -> dict[str, object]:
    about = framework.framework
    return {
        "name": name,
        "id": about.id,
        "title": about.title,
        "authority": about.authority,
        "edition": about.edition,
        "measures": len(framework.measures),
    }


class _Page:
    """A framework for a person to read."""

    def __init__(self, framework: Framework, screen: Screen) -> None:
        self.framework = framework
        self.screen = screen
        self.id_width = max((len(each.id) for each in framework.measures), default=0)

    def show(self) -> None:
        self._about()
        for strand in self.framework.strands:
            self.screen.line()
            self.screen.line((strand.title, HEADING))
            for outcome in self.framework.outcomes:
                if outcome.strand == strand.id:
                    self._outcome(outcome)
        self._ending()

    def _about(self) -> None:
        about = self.framework.framework
        self.screen.line((about.title, HEADING))
        self.screen.paragraph(f"{about.authority}, edition {about.edition}")
        source = about.source
        self.screen.paragraph(f"From: {source.title} ({source.publisher}, {source.published})", QUIET)
        if about.notice:
            self.screen.paragraph(about.notice, STATE)

    def _outcome(self, outcome: Outcome) -> None:
        self.screen.line()
        principle = next(
            (each.tabled_as for each in self.framework.principles if each.id == outcome.principle), ""
        )
        number = f"{principle} {outcome.number}".strip()
        self.screen.paragraph(f"{number}. {outcome.wordings[0].text}", "bold", indent=2)
        for metric in self.framework.metrics:
            if metric.outcome == outcome.id:
                self._metric(metric)

    def _metric(self, metric: Metric) -> None:
        self.screen.paragraph(f"{metric.statement} [{metric.method_and_source}]", indent=4)
        for measure in self.framework.measures:
            if measure.metric == metric.id:
                self._measure(measure, metric.statement)

    def _measure(self, measure: Measure, said: str) -> None:
        definition = measure.definition
        named = (f"      {measure.id:<{self.id_width}}  ", STATE)
        beside = f"; {len(measure.beside)} beside it" if measure.beside else ""
        self.screen.line(named, (f"{_kind(definition)}{_whence(definition)}{beside}", QUIET))
        if measure.title not in said:
            self.screen.paragraph(measure.title, indent=8 + self.id_width)
        if measure.off:
            self.screen.paragraph(f"off: {measure.off}", QUIET, indent=8 + self.id_width)

    def _ending(self) -> None:
        held = self.framework
        counted = sum(
            not isinstance(each.definition, CrossReference | ToBeDetermined) for each in held.measures
        )
        self.screen.line()
        numbers = (
            several(len(held.strands), "strand"),
            several(len(held.overarching_outcomes), "overarching outcome"),
            several(len(held.outcomes), "outcome"),
            several(len(held.metrics), "metric"),
            several(len(held.measures), "measure"),
            several(counted, "of them counted", "of them counted"),
            several(
                sum(len(each.beside) for each in held.measures), "figure beside them", "figures beside them"
            ),
            several(len(held.datasets), "dataset"),
            several(len(held.surveys), "survey"),
            several(len(held.questions), "question"),
            several(len(held.decisions), "decision"),
        )
        self.screen.paragraph(f"{', '.join(numbers)}.")


def _kind(definition: Definition) -> str:
    return definition.kind.replace("_", " ")


def _whence(definition: Definition) -> str:
    """Where a measure's counts come from, in a few words."""
    if isinstance(definition, CrossReference):
        return f" to {definition.measure}"
    if isinstance(definition, Proportion) and definition.questions:
        return f", asked: {', '.join(definition.questions)}"
    datasets = list(dict.fromkeys(scope.dataset for _, scope in scopes_of(definition, ())))
    return f", from {' and '.join(datasets)}" if datasets else ""
