"""Whom a figure leaves out is said on the page, and listed for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.ran import SCORECARD, Ran
from drawn import hold_aggregates
from hearth.framework.load import load
from hearth.kernel.periods import period
from hearth.kernel.places import Link, Place, PlaceTree
from hearth.store.store import About, create


@pytest.fixture
def one_club_silent(tmp_path: Path) -> Path:
    places = (
        Place("C1", "Northgate", "club"),
        Place("C2", "Southgate", "club"),
        Place("EM", "Eastmere", "county"),
    )
    links = (Link("C1", "EM"), Link("C2", "EM"))
    made = create(tmp_path / "store", About("Eastmere", home="EM", notice="Invented, for tests."))
    made.set_places(PlaceTree(places, links, levels=("club", "district", "county")))
    rows = [{"figure": "attendances", "place": "C1", "numerator": 7}]
    hold_aggregates(made, load(SCORECARD).dataset("sessions"), period("2024-25-Q1"), rows)
    return made.root


def test_a_gap_is_told(one_club_silent: Path, hearth: Ran) -> None:
    asked = ("count", SCORECARD, "--store", one_club_silent, "--measure", "attendances", "--quiet")
    told = " ".join(hearth(*asked).out.split())
    assert (
        "attendances, 2024-25-Q1: leaves people out. The returns do not state it for Southgate (C2)." in told
    )
    listed = json.loads(hearth(*asked, "--json").out)["gaps"]
    assert listed == [{"figure": "attendances", "period": "2024-25-Q1", "places": ["C2"]}]
