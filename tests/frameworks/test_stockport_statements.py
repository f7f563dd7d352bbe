"""Stockport's statements stand word for word in their source, and everything we add to them hangs together."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

import hearth
from hearth.framework.framework import Framework
from hearth.framework.load import load
from hearth.framework.measures import CrossReference, Measure, Proportion, ToBeDetermined

FOLDER = Path(hearth.__file__).parent / "frameworks" / "stockport"


@cache
def joined() -> dict[str, Any]:
    """Every file as any YAML reader has it, lists under one key joined."""
    data: dict[str, Any] = {}
    for file in sorted(FOLDER.rglob("*.yaml"), key=lambda each: each.relative_to(FOLDER).as_posix()):
        for key, value in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if isinstance(value, list):
                data.setdefault(key, []).extend(value)
            else:
                assert key not in data, f"{key} stands in two files"
                data[key] = value
    return data


@cache
def framework() -> Framework:
    return TypeAdapter(Framework).validate_json(json.dumps(joined()), strict=True)


def plain(text: str) -> str:
    """Without asterisks for bold, list tags and runs of white space."""
    return " ".join(re.sub(r"\*\*|</?(?:ol|li)[^>]*>", " ", text).split())


class Seed:
    """The source's lines, numbered from 1."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")

    def begins_at(self, text: str, number: int) -> bool:
        """Whether the text begins in that line; it may run on into the next."""
        found = plain("\n".join(self.lines[number - 1 : number + 5])).find(text)
        return 0 <= found < len(plain(self.lines[number - 1]))

    def cell(self, number: int, column: int) -> str:
        return plain(self.lines[number - 1].split("\t")[column])

    def method_of(self, number: int) -> str:
        """The last cell of a row; where it is empty, that of the nearest row above which has one."""
        while not self.cell(number, -1):
            number -= 1
        return self.cell(number, -1)


@pytest.fixture(scope="session")
def seed(seed_text: str) -> Seed:
    return Seed(seed_text)


@pytest.fixture(scope="session")
def domain(shared_data: Path) -> list[list[str]]:
    """The rows of every table of the notes in which the measures and the choices were settled."""
    lines = (shared_data.parent / "domain.md").read_text(encoding="utf-8").split("\n")
    rows = (line.strip()[1:-1].split(" | ") for line in lines if line.startswith("|"))
    return [[cell.strip(" |").replace("`", "") for cell in row] for row in rows]


def located() -> Iterator[tuple[str, int]]:
    """Every text that says at which line it stands."""
    for list_ in (framework().strands, framework().priority_areas, framework().outcomes):
        for each in list_:
            for wording in each.wordings:
                assert wording.line is not None, f"{each.id} does not say where it stands"
                yield wording.text, wording.line
    for each in (*framework().overarching_outcomes, *framework().metrics):
        assert each.line is not None, f"{each.id} does not say where it stands"
        yield each.statement, each.line


def left_over(cell: str, texts: list[str]) -> str:
    """What is left of a cell once the texts are taken out of it, each once."""
    for text in sorted(texts, key=len, reverse=True):
        assert text in cell, text
        cell = cell.replace(text, " ", 1)
    return " ".join(cell.split())


class TestTheData:
    def test_reads_the_same_with_any_yaml_reader(self) -> None:
        assert load("stockport") == framework()

    def test_has_everything_that_the_source_has(self) -> None:
        data = framework()
        assert {
            "overarching outcomes": len(data.overarching_outcomes),
            "principles": len(data.principles),
            "strands": len(data.strands),
            "priority areas": len(data.priority_areas),
            "services": sum(len(area.services) for area in data.priority_areas),
            "outcomes": len(data.outcomes),
            "wordings": sum(len(outcome.wordings) for outcome in data.outcomes),
            "metrics": len(data.metrics),
            "measures": len(data.measures),
        } == {
            "overarching outcomes": 7,
            "principles": 3,
            "strands": 5,
            "priority areas": 3,
            "services": 24,
            "outcomes": 29,
            "wordings": 31,
            "metrics": 38,
            "measures": 46,
        }

    def test_says_how_each_measure_is_had(self) -> None:
        had = Counter(how_had(measure) for measure in framework().measures)
        assert had == {"asked": 20, "counted": 24, "cross-reference": 1, "to be determined": 1}

    def test_has_each_metric_in_the_strand_of_its_outcome(self) -> None:
        metrics = Counter(metric.strand for metric in framework().metrics)
        measures = Counter(measure.metric[0] for measure in framework().measures)
        assert metrics == {"F": 9, "W": 9, "P": 7, "H": 8, "T": 5}
        assert measures == {"F": 9, "W": 10, "P": 13, "H": 8, "T": 6}

    def test_works_every_measure_out_for_the_metric_that_lists_it(self) -> None:
        listed = {id: metric.id for metric in framework().metrics for id in metric.measures}
        assert listed == {measure.id: measure.metric for measure in framework().measures}

    def test_gives_every_outcome_a_metric(self) -> None:
        assert {metric.outcome for metric in framework().metrics} == {
            each.id for each in framework().outcomes
        }


class TestTheSource:
    def test_has_every_text_at_its_line(self, seed: Seed) -> None:
        assert [(text, line) for text, line in located() if not seed.begins_at(text, line)] == []

    def test_a_text_that_is_not_its_own_is_noticed(self, seed: Seed) -> None:
        assert not seed.begins_at("I feel Safe", 98)
        assert not seed.begins_at("I feel safe", 97)
        assert seed.begins_at("Families, children and young people", 126)

    def test_prints_nothing_beside_the_metrics_of_a_row_but_their_numbers(self, seed: Seed) -> None:
        rows: dict[int, list[str]] = {}
        for metric in framework().metrics:
            rows.setdefault(metric.line or 0, []).append(metric.statement)
        left = {line: left_over(seed.cell(line, -2), texts) for line, texts in rows.items()}
        assert {line: text for line, text in left.items() if re.sub(r"\d\.", "", text).strip()} == {}

    def test_prints_each_method_as_it_stands(self, seed: Seed) -> None:
        printed = {metric.id: seed.method_of(metric.line or 0) for metric in framework().metrics}
        assert printed == {metric.id: metric.method_and_source for metric in framework().metrics}
        assert printed["P-2-1"] == "Local Data"

    def test_prints_nothing_beside_the_outcomes_of_a_row_but_their_numbers(self, seed: Seed) -> None:
        rows: dict[int, list[str]] = {}
        for outcome in framework().outcomes:
            for wording in outcome.wordings:
                rows.setdefault(wording.line or 0, []).append(wording.text)
        for line, texts in rows.items():
            column = 0 if line in (182, 183) else -1 if line in (144, 145, 146) else 1
            assert re.sub(r"\d\.", "", left_over(seed.cell(line, column), texts)).strip() == ""

    def test_prints_an_outcome_with_one_wording_alike_wherever_it_stands(self, seed: Seed) -> None:
        lines = {metric.outcome: metric.line for metric in framework().metrics}
        for outcome in framework().outcomes:
            if len(outcome.wordings) == 1:
                assert seed.begins_at(outcome.wordings[0].text, lines[outcome.id] or 0)

    def test_words_two_outcomes_in_two_ways(self) -> None:
        twice = {each.id: [it.stands for it in each.wordings] for each in framework().outcomes}
        tables = ["priority table", "metrics table"]
        assert {id for id, stands in twice.items() if stands == tables} == {"O-P-2", "O-P-3"}

    def test_prints_nothing_beside_the_services_but_what_joins_them(self, seed: Seed) -> None:
        for area in framework().priority_areas:
            cell = seed.cell(area.wordings[0].line or 0, 1)
            left = left_over(cell, [service.name for service in area.services])
            assert set(left.split()) <= {"/", "and", "."}
            assert [phrase for phrase in area.printed_phrases if phrase not in cell] == []
            joined_by_and = " and ".join(service.name for service in area.services[-2:])
            assert area.printed_phrases == (joined_by_and,)

    def test_names_the_principles(self, seed: Seed, seed_text: str) -> None:
        names = [principle.name for principle in framework().principles]
        assert "{}, {} and {}".format(*names) in plain(seed_text)
        tables = [seed.cell(line, 0) for line in (157, 160, 163)]
        assert tables == [principle.tabled_as for principle in framework().principles]
        assert tables == [seed.cell(line, 0) for line in (172, 173, 174)]


def how_had(measure: Measure) -> str:
    match measure.definition:
        case CrossReference():
            return "cross-reference"
        case ToBeDetermined():
            return "to be determined"
        case Proportion(questions=questions) if questions:
            return "asked"
    return "counted"


def asked() -> list[Measure]:
    return [measure for measure in framework().measures if how_had(measure) == "asked"]


class TestWhatWeAdd:
    def test_labels_are_those_settled(self, domain: list[list[str]]) -> None:
        settled = {row[0]: (row[1], row[-1]) for row in domain if len(row) == 6}
        for measure in framework().measures:
            if how_had(measure) in ("asked", "cross-reference", "to be determined"):
                better = "-" if measure.direction == "none" else str(measure.direction)
                assert (measure.title, better) == settled[measure.id]

    def test_questions_are_those_settled(self, domain: list[list[str]]) -> None:
        settled = {row[0]: re.split(r" \(|: ", row[4])[0] for row in domain if len(row) == 6}
        texts = {question.id: question.text for question in framework().questions}
        for measure in asked():
            if measure.id not in ("F-C2", "W-A3"):
                question = measure.definition.questions[0]  # type: ignore[union-attr]
                assert texts[question].rstrip(":") == settled[measure.id]
        both = "; ".join(texts[id] for id in ("information_in_time", "information_right"))
        assert any(f"two items: {both}" in cell for row in domain for cell in row)
        assert settled["W-A3"].removeprefix("the same, for ") in texts["families_confidence"]
        assert any(f'Secondary item: "{texts["know_feedback"]}"' in cell for row in domain for cell in row)

    def test_every_choice_is_recorded_as_it_was_made(self, domain: list[list[str]]) -> None:
        made = {row[0]: row for row in domain if len(row) == 4 and row[0].isdigit()}
        assert list(made) == [str(number) for number in range(1, 36)]
        assert [decision.id for decision in framework().decisions] == list(made)
        for decision in framework().decisions:
            _, leaves_open, choice, because = made[decision.id]
            assert leaves_open.removesuffix(" (section 0.2)") in decision.leaves_open
            assert choice in decision.choice
            assert because in decision.because

    def test_every_choice_could_have_been_another(self) -> None:
        for decision in framework().decisions:
            assert decision.alternatives, decision.id
            assert decision.choice not in decision.alternatives
            assert len(set(decision.alternatives)) == len(decision.alternatives)

    def test_every_choice_about_what_is_asked_stands_beside_a_measure(self) -> None:
        beside = {id for measure in framework().measures for id in measure.decisions}
        assert {"9", "11", "12", "13", "17", "23", "29", "30", "31", "32", "33"} <= beside

    def test_no_tag_repeats(self) -> None:
        ties = Counter((tag.crosswalk, tag.theirs) for tag in framework().tags)
        assert [tie for tie, times in ties.items() if times > 1] == []

    def test_every_tag_bears_on_something_of_ours(self) -> None:
        data = framework()
        ours = {each.id for each in (*data.overarching_outcomes, *data.outcomes, *data.measures)}
        ours |= {f"{measure.id}.{each.name}" for measure in data.measures for each in measure.beside}
        ours |= {service.id for area in data.priority_areas for service in area.services}
        assert [tag for tag in data.tags if not tag.ours or not set(tag.ours) <= ours] == []
        assert {tag.crosswalk for tag in data.tags} == {crosswalk.id for crosswalk in data.crosswalks}

    def test_tags_to_the_special_needs_outcomes_have_the_same_words(self) -> None:
        statements = {each.id: each.statement for each in framework().overarching_outcomes}
        tags = [tag for tag in framework().tags if tag.crosswalk == "stockport_send"]
        assert {tag.ours: tag.title for tag in tags} == {(id,): words for id, words in statements.items()}

    def test_no_tag_is_agreed_that_no_source_says_is(self) -> None:
        assert {str(tag.agreement) for tag in framework().tags} == {"proposed"}

    def test_only_the_combined_figure_is_tied_to_fingertips_93203(self) -> None:
        tied = {tag.theirs: tag.ours for tag in framework().tags if tag.crosswalk == "fingertips"}
        assert tied["93203"] == ("P6e.neet_or_not_known",)
        assert tied["848"] == ("H2.adults_18_and_over",)

    def test_the_authority_sets_its_own_target(self) -> None:
        values = {target.scope: (target.measure, target.by, target.value) for target in framework().targets}
        assert values == {"national": ("P3", "2028", 75), "authority": ("P3", "2028", None)}
