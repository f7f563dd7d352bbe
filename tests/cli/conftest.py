"""A small store for the invented scorecard, so that every state a figure can be in is in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.ran import SCORECARD, Ran
from drawn import hold, hold_aggregates, table
from hearth.cli.main import main
from hearth.framework.load import load
from hearth.kernel.periods import period
from hearth.kernel.places import Link, Place, PlaceTree
from hearth.kernel.populations import Population, Populations
from hearth.store.store import About, create

TREE = PlaceTree(
    places=(
        Place("C1", "Northgate", "club"),
        Place("C2", "Southgate", "club"),
        Place("D1", "North", "district"),
        Place("D2", "South", "district"),
        Place("EM", "Eastmere", "county"),
    ),
    links=(Link("C1", "D1"), Link("C2", "D2"), Link("D1", "EM"), Link("D2", "EM")),
    levels=("club", "district", "county"),
)

SESSIONS = """
attendance_id | person | held_on    | club | gender | session_type | places_offered | places_taken
1             | ana    | 2024-04-02 | C1   | girl   | open         | 20             | 15
2             | ana    | 2024-05-02 | C1   | girl   | open         | 20             | 18
3             | ben    | 2024-05-02 | C1   | boy    | project      | 20             | 18
4             | cy     | 2024-06-30 | C2   | other  | open         | 10             | 4
5             | dee    | 2024-06-30 | C2   | -      | open         | 10             | 4
"""

PLANS = """
plan_id | person | asked_on   | opened_on  | closed_on  | reviewed_on | home | gender | ended_early
1       | ana    | 2024-04-01 | 2024-04-03 | 2024-06-01 | 2024-04-20  | D1   | girl   | no
2       | ben    | 2024-04-01 | 2024-04-09 | 2024-06-20 | -           | D1   | boy    | yes
"""


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both quarters of the register, one of the plans, and no survey. The second quarter came added up."""
    folder = tmp_path_factory.mktemp("cli") / "store"
    framework = load(SCORECARD)
    made = create(folder, About("Eastmere", home="EM", notice="Invented, for tests."))
    made.set_places(TREE, Populations((Population("EM", 11, 18, 2023, "2024", "", 2000),), TREE))
    sessions, plans = framework.dataset("sessions"), framework.dataset("plans")
    hold(made, sessions, table(sessions, SESSIONS), period("2024-25-Q1"))
    hold(made, plans, table(plans, PLANS), period("2024-25-Q1"))
    added_up = [
        {"figure": "attendances", "place": "C1", "numerator": (1, 4)},
        {"figure": "attendances", "place": "C2", "numerator": 7},
    ]
    hold_aggregates(made, sessions, period("2024-25-Q2"), added_up)
    return folder


@pytest.fixture
def hearth(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command in this process."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        status = main([str(each) for each in arguments])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run
