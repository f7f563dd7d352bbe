"""A framework shown as JSON holds all that its files say, and what follows from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from hearth.framework.load import load
from hearth.framework.show import Shown, as_json

SCORECARD = Path(__file__).parent.parent / "frameworks_data" / "scorecard"


@pytest.fixture(scope="module")
def shown() -> Shown:
    return as_json(load(SCORECARD))


def written() -> dict[str, Any]:
    joined: dict[str, Any] = {}
    for path in sorted(SCORECARD.rglob("*.yaml"), key=lambda each: each.relative_to(SCORECARD).as_posix()):
        for key, value in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            joined[key] = joined.get(key, []) + value if isinstance(value, list) else value
    return joined


def holds(shown: Any, said: Any, at: str) -> None:
    """Everything said is shown; what is shown may say more."""
    if isinstance(said, dict):
        for key, value in said.items():
            assert key in shown, f"{at}.{key}"
            holds(shown[key], value, f"{at}.{key}")
    elif isinstance(said, list):
        assert len(shown) == len(said), at
        for number, value in enumerate(said):
            holds(shown[number], value, f"{at}[{number}]")
    else:
        assert str(shown).strip() == str(said).strip(), at


def test_it_is_plain_json(shown: Shown) -> None:
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown


def test_its_keys_are_those_that_it_promises(shown: Shown) -> None:
    assert list(shown) == list(Shown.__annotations__)


def test_everything_that_the_files_say_is_shown(shown: Shown) -> None:
    holds(shown, written(), "")


def test_a_metric_shows_its_statement_and_measures(shown: Shown) -> None:
    metric = next(each for each in shown["metrics"] if each["id"] == "M-2")
    assert metric["statement"] == "% of young people who felt listened to"
    assert {"id", "strand", "statement", "method_and_source", "measures"} <= set(metric)


@pytest.mark.parametrize(
    ("id", "kind", "datasets", "smallest_period", "adds"),
    [
        ("attendances", "count", ["sessions"], "quarter", ["group", "period", "place"]),
        ("reached", "count", ["sessions"], "quarter", []),
        ("reach_rate", "rate", ["sessions"], "financial_year", ["group", "place"]),
        ("plans_open", "count", ["plans"], "quarter", ["group", "place"]),
        ("listened_to", "proportion", ["youth_survey"], "wave", ["group", "period", "place"]),
        (
            "sessions_for_each_plan",
            "ratio_across",
            ["sessions", "plans"],
            "quarter",
            ["group", "period", "place"],
        ),
        ("given_up", "change", ["plans"], "quarter", []),
        ("listened_again", "cross_reference", ["youth_survey"], "wave", []),
        ("pride", "to_be_determined", [], None, []),
    ],
)
def test_a_measure_shows_what_follows_from_its_definition(
    shown: Shown, id: str, kind: str, datasets: list[str], smallest_period: str | None, adds: list[str]
) -> None:
    measure = next(each for each in shown["measures"] if each["id"] == id)
    assert (measure["kind"], measure["smallest_period"]) == (kind, smallest_period)
    assert measure["datasets"] == datasets
    assert measure["dataset"] == (datasets[0] if datasets else None)
    assert measure["adds"] == adds


def test_a_measure_shows_its_strand_questions_and_figures_beside_it(shown: Shown) -> None:
    measures = {each["id"]: each for each in shown["measures"]}
    assert measures["listened_to"]["strand"] == "how_well"
    assert measures["listened_to"]["questions"] == ["listened", "welcome"]
    assert measures["listened_again"]["questions"] == ["listened", "welcome"]
    assert [each["id"] for each in measures["reviewed"]["beside"]] == ["reviewed.late", "reviewed.never"]
    assert measures["reviewed"]["beside"][0]["kind"] == "proportion"


def test_every_packaged_measure_that_is_counted_shows_what_from() -> None:
    measures = {each["id"]: each for each in as_json(load("stockport"))["measures"]}
    bare = {id for id, each in measures.items() if not each["dataset"] or not each["smallest_period"]}
    assert (
        bare == {id for id, each in measures.items() if each["kind"] == "to_be_determined"} != measures.keys()
    )
    assert measures["P4a"]["dataset"] == "healthy_child_contacts"
    assert measures["T4"]["questions"] == measures["F-A2"]["questions"] == ["help_when_needed"]
    assert (measures["T4"]["dataset"], measures["T4"]["smallest_period"]) == ("family_survey", "wave")
    assert measures["F-C3"]["datasets"] == ["feedback_register", "hub_contacts"]


def test_every_measure_shows_the_version_of_its_definition(shown: Shown) -> None:
    assert {each["id"]: each["definition_version"] for each in shown["measures"]} == {
        each["id"]: 3 if each["id"] == "reviewed" else 1 for each in shown["measures"]
    }
