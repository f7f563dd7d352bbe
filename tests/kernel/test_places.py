"""Places: a hierarchy with dates, redrawn areas, and everything that cannot stand."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.kernel.errors import BadPlace
from hearth.kernel.places import (
    Attribute,
    Change,
    ChangeKind,
    Link,
    Place,
    PlaceRecords,
    PlaceTree,
    Reason,
    check_places,
    fifth_of,
)

LAST_OLD, FIRST_NEW = date(2021, 3, 20), date(2021, 3, 21)
OLD_DAY, NEW_DAY = date(2020, 6, 30), date(2022, 6, 30)
DECILE = "deprivation_decile_2019"

# A town of two wards and two hubs, redrawn in March 2021:
#   Mill Lane is unchanged; Station was split within Northside; The Green was split between the wards;
#   Quay and Wharf merged; Dock became part of Quayside too, in no regular way.
PLACES = [
    Place("town", "Town", "authority"),
    Place("north", "Northside", "ward"),
    Place("south", "Southside", "ward"),
    Place("elm", "Elm hub", "hub", date(2020, 1, 1)),
    Place("oak", "Oak hub", "hub", date(2020, 1, 1)),
    Place("mill", "Mill Lane", "small_area"),
    *(
        Place(code, code.title(), "small_area", None, LAST_OLD)
        for code in ("station", "green", "quay", "wharf", "dock")
    ),
    *(
        Place(code, code.title(), "small_area", FIRST_NEW)
        for code in ("station-1", "station-2", "green-1", "green-2", "quayside")
    ),
]
WARDS = {
    "north": ["mill", "station", "station-1", "station-2", "green", "green-1"],
    "south": ["green-2", "quay", "wharf", "dock", "quayside"],
}
HUBS = {
    "elm": ["mill", "station", "station-1", "green", "green-1", "green-2"],
    "oak": ["station-2", "quay", "wharf", "dock", "quayside"],
}
LINKS = [
    *(
        Link(child, parent)
        for group in (WARDS, HUBS)
        for parent, children in group.items()
        for child in children
    ),
    *(Link(code, "town") for code in ("north", "south", "elm", "oak")),
]
CHANGES = [
    Change("mill", "mill", ChangeKind.UNCHANGED),
    Change("station", "station-1", ChangeKind.SPLIT),
    Change("station", "station-2", ChangeKind.SPLIT),
    Change("green", "green-1", ChangeKind.SPLIT),
    Change("green", "green-2", ChangeKind.SPLIT),
    Change("quay", "quayside", ChangeKind.MERGED),
    Change("wharf", "quayside", ChangeKind.MERGED),
    Change("dock", "quayside", ChangeKind.IRREGULAR),
]
ATTRIBUTES = [
    Attribute("station", DECILE, "3"),
    Attribute("quay", DECILE, "1"),
    Attribute("wharf", DECILE, "1"),
    Attribute("dock", DECILE, "2"),
    Attribute("station-1", "rural", "no"),
    Attribute("station-2", "rural", "no"),
    Attribute("green-1", "rural", "no"),
    Attribute("green-2", "rural", "yes"),
]


def town(**changed: list[object]) -> PlaceTree:
    records = {"places": PLACES, "links": LINKS, "changes": CHANGES, "attributes": ATTRIBUTES} | changed
    return PlaceTree(**{name: tuple(rows) for name, rows in records.items()})  # type: ignore[arg-type]


ANSWERS = """
    code       on      small_area  ward   hub   authority
    mill       old     mill        north  elm   town
    mill       new     mill        north  elm   town
    station    old     station     north  elm   town
    station    new     -           north  -     town
    station-1  new     station-1   north  elm   town
    station-1  old     station     north  elm   town
    green      new     -           -      elm   town
    green-2    new     green-2     south  elm   town
    green-2    old     green       north  elm   town
    quay       new     quayside    south  oak   town
    dock       new     quayside    south  oak   town
    quayside   old     -           south  oak   town
    north      new     -           north  -     town
    town       old     -           -      -     town
"""


@pytest.mark.parametrize("line", ANSWERS.strip().splitlines()[1:])
def test_a_code_of_any_vintage_lies_where_its_drawings_agree(line: str) -> None:
    code, when, *expected = line.split()
    on = OLD_DAY if when == "old" else NEW_DAY
    levels = ("small_area", "ward", "hub", "authority")
    tree = town()
    assert [tree.ancestor(code, level, on) or "-" for level in levels] == expected
    known = {level: found for level, found in zip(levels, expected, strict=True) if found != "-"}
    assert tree.ancestors(code, on) == known
    assert list(tree.ancestors(code, on)) == list(known), "from small to large"


@pytest.mark.parametrize(
    ("day", "expected"), [(LAST_OLD, "station"), (FIRST_NEW, "station-1"), (date(2019, 12, 31), "station")]
)
def test_the_last_and_first_days_are_inside(day: date, expected: str) -> None:
    assert town().ancestor("station-1", "small_area", day) == expected


def test_a_hub_not_yet_open_is_no_ones_hub() -> None:
    assert town().ancestor("mill", "hub", date(2019, 12, 31)) is None
    assert town().ancestor("mill", "hub", date(2020, 1, 1)) == "elm"
    assert town().ancestor("mill", "authority", date(2019, 12, 31)) == "town"


def test_a_place_that_ended_and_became_nothing_is_not_known() -> None:
    tree = town(changes=[])
    assert tree.ancestors("station", NEW_DAY) == {}


def test_one_successor_that_leads_nowhere_leaves_the_answer_unknown() -> None:
    """Half of Station is now in a place that has itself ended: no one can say where that half is."""
    closed = [
        Place("station-2", "Station 2", "small_area", FIRST_NEW, date(2021, 12, 31))
        if p.code == "station-2"
        else p
        for p in PLACES
    ]
    tree = town(places=closed)
    assert tree.ancestor("station", "ward", date(2021, 6, 30)) == "north"
    assert tree.ancestor("station", "ward", NEW_DAY) is None


def test_changes_are_followed_through_several_drawings_and_gaps_do_not_turn_back() -> None:
    first = Place("a", "A", "small_area", None, date(2010, 12, 31))
    second = Place("b", "B", "small_area", date(2012, 1, 1), date(2020, 12, 31))
    third = Place("c", "C", "small_area", date(2021, 1, 1))
    tree = PlaceTree(
        (first, second, third, Place("w", "W", "ward")),
        tuple(Link(code, "w") for code in "abc"),
        (Change("a", "b", ChangeKind.IRREGULAR), Change("b", "c", ChangeKind.UNCHANGED)),
    )
    assert tree.ancestor("a", "small_area", NEW_DAY) == "c"
    assert tree.ancestor("c", "small_area", date(2005, 1, 1)) == "a"
    in_the_gap = date(2011, 6, 30)
    assert tree.ancestors("a", in_the_gap) == {}
    assert tree.ancestors("b", in_the_gap) == {}


ATTRIBUTE_ANSWERS = [
    ("station", DECILE, "3"),
    ("station-2", DECILE, "3"),
    ("quayside", DECILE, None),
    ("mill", DECILE, None),
    ("station", "rural", "no"),
    ("green", "rural", None),
    ("green-2", "rural", "yes"),
    ("quay", "rural", None),
]


@pytest.mark.parametrize(("code", "scheme", "expected"), ATTRIBUTE_ANSWERS)
def test_attributes_follow_the_changes_where_the_drawings_agree(
    code: str, scheme: str, expected: str | None
) -> None:
    assert town().attribute(code, scheme) == expected


def test_a_merged_area_takes_the_value_all_its_parts_share() -> None:
    agreeing = [fact for fact in ATTRIBUTES if fact.place != "dock"] + [Attribute("dock", DECILE, "1")]
    assert town(attributes=agreeing).attribute("quayside", DECILE) == "1"


def test_only_the_places_valid_on_the_date_are_listed() -> None:
    tree = town()
    assert [p.code for p in tree.at("small_area", OLD_DAY)] == [
        "dock",
        "green",
        "mill",
        "quay",
        "station",
        "wharf",
    ]
    assert [p.code for p in tree.at("small_area", NEW_DAY)] == [
        "green-1", "green-2", "mill", "quayside", "station-1", "station-2",
    ]  # fmt: skip
    assert tree.at("hub", date(2019, 12, 31)) == ()
    assert tree.at("country", NEW_DAY) == ()


@pytest.mark.parametrize(
    ("code", "level", "on", "expected"),
    [
        ("north", "small_area", OLD_DAY, "green mill station"),
        ("north", "small_area", NEW_DAY, "green-1 mill station-1 station-2"),
        ("town", "small_area", NEW_DAY, "green-1 green-2 mill quayside station-1 station-2"),
        ("town", "ward", NEW_DAY, "north south"),
        ("north", "hub", NEW_DAY, ""),
        ("elm", "small_area", date(2019, 12, 31), ""),
        ("station", "small_area", NEW_DAY, ""),
    ],
)
def test_children_however_far_down(code: str, level: str, on: date, expected: str) -> None:
    assert town().children(code, level, on) == tuple(expected.split())


def test_roots_lie_in_nothing_on_the_date() -> None:
    assert [p.code for p in town().roots(NEW_DAY)] == ["town"]
    loose = town(links=[link for link in LINKS if link.child != "north"])
    assert [p.code for p in loose.roots(NEW_DAY)] == ["north", "town"]


def test_a_link_may_end_while_its_places_go_on() -> None:
    moved = [link for link in LINKS if (link.child, link.parent) != ("mill", "north")]
    moved += [Link("mill", "north", None, LAST_OLD), Link("mill", "south", FIRST_NEW)]
    tree = town(links=moved)
    assert tree.ancestor("mill", "ward", LAST_OLD) == "north"
    assert tree.ancestor("mill", "ward", FIRST_NEW) == "south"


@given(st.randoms(use_true_random=False))
def test_law_the_order_of_records_makes_no_difference(random: Random) -> None:
    shuffled = {
        name: random.sample(rows, len(rows))
        for name, rows in [
            ("places", PLACES),
            ("links", LINKS),
            ("changes", CHANGES),
            ("attributes", ATTRIBUTES),
        ]
    }
    assert town(**shuffled) == town()


@given(st.sampled_from([p.code for p in PLACES]), st.integers(-2000, 2000))
def test_law_children_and_ancestors_say_the_same(code: str, days: int) -> None:
    tree, on = town(), FIRST_NEW + timedelta(days=days)
    for level in ("small_area", "ward", "hub"):
        expected = {
            p.code
            for p in tree.at(level, on)
            if tree.ancestors(p.code, on).get(tree.place(code).level) == code
        }
        assert set(tree.children(code, level, on)) == expected - {code}


@pytest.mark.parametrize(
    "question",
    [
        lambda tree: tree.place("nowhere"),
        lambda tree: tree.ancestor("nowhere", "ward", NEW_DAY),
        lambda tree: tree.ancestors("nowhere", NEW_DAY),
        lambda tree: tree.children("nowhere", "ward", NEW_DAY),
        lambda tree: tree.attribute("nowhere", DECILE),
        lambda tree: tree.at("parish", NEW_DAY),
        lambda tree: tree.ancestor("mill", "parish", NEW_DAY),
        lambda tree: tree.children("town", "parish", NEW_DAY),
    ],
)
def test_an_unknown_code_or_level_is_refused(question: object) -> None:
    with pytest.raises(BadPlace, match=r"'nowhere' is not a place|'parish' is not a level"):
        question(town())  # type: ignore[operator]
    assert "nowhere" not in town()
    assert "mill" in town()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Place("", "Town", "authority"),
        lambda: Place("town ", "Town", "authority"),
        lambda: Place("town", "", "authority"),
        lambda: Place("town", "Town", ""),
        lambda: Place("town", "Town", "authority", NEW_DAY, OLD_DAY),
        lambda: Link("", "town"),
        lambda: Link("north", ""),
        lambda: Link("north", "town", NEW_DAY, OLD_DAY),
        lambda: Change("", "quayside", ChangeKind.MERGED),
        lambda: Change("quay", "", ChangeKind.MERGED),
        lambda: Change("quay", "quay", ChangeKind.SPLIT),
        lambda: Attribute("", DECILE, "1"),
        lambda: Attribute("quay", "", "1"),
        lambda: Attribute("quay", DECILE, ""),
    ],
)
def test_a_record_refuses_to_be_wrong(make: object) -> None:
    with pytest.raises(BadPlace) as refused:
        make()  # type: ignore[operator]
    assert refused.value.remedy


SOUTH_AGAIN = Place("south", "Southside again", "ward")
PARISH = Place("st-mary", "St Mary", "parish")
CITY = Place("city", "City", "authority")
TO_GONE = Change("quay", "gone", ChangeKind.MERGED)
TO_A_WARD = Change("quay", "south", ChangeKind.MERGED)
SECOND_DECILE = Attribute("quay", DECILE, "2")
WRONG = [
    (Reason.DUPLICATE_CODE, {"places": [*PLACES, SOUTH_AGAIN]}, SOUTH_AGAIN),
    (Reason.UNKNOWN_LEVEL, {"places": [*PLACES, PARISH]}, PARISH),
    (Reason.UNKNOWN_CHILD, {"links": [*LINKS, Link("nowhere", "town")]}, Link("nowhere", "town")),
    (Reason.UNKNOWN_PARENT, {"links": [*LINKS, Link("mill", "nowhere")]}, Link("mill", "nowhere")),
    (Reason.NEVER_IN_FORCE, {"links": [*LINKS, Link("quay", "elm", NEW_DAY)]}, Link("quay", "elm", NEW_DAY)),
    (Reason.TWO_PARENTS, {"links": [*LINKS, Link("mill", "south")]}, Link("mill", "south")),
    (Reason.TWO_PARENTS, {"links": [*LINKS, LINKS[0]]}, LINKS[0]),
    (Reason.UNKNOWN_PLACE, {"changes": [TO_GONE]}, TO_GONE),
    (Reason.UNKNOWN_PLACE, {"attributes": [Attribute("gone", DECILE, "1")]}, Attribute("gone", DECILE, "1")),
    (Reason.DUPLICATE_CHANGE, {"changes": [*CHANGES, CHANGES[1]]}, CHANGES[1]),
    (Reason.CHANGE_OF_LEVEL, {"changes": [TO_A_WARD]}, TO_A_WARD),
    (Reason.CHANGE_CYCLE, {"changes": [*CHANGES, Change("quayside", "quay", ChangeKind.SPLIT)]}, None),
    (Reason.DUPLICATE_ATTRIBUTE, {"attributes": [*ATTRIBUTES, SECOND_DECILE]}, SECOND_DECILE),
    (
        Reason.TWO_ANCESTORS,
        {
            "places": [*PLACES, CITY],
            "links": [Link(k.child, "city") if k.child == "oak" else k for k in LINKS],
        },
        Place("dock", "Dock", "small_area", None, LAST_OLD),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "changed", "about"), WRONG, ids=[f"{row[0]}-{n}" for n, row in enumerate(WRONG)]
)
def test_records_that_cannot_stand_are_found_and_refused(
    reason: Reason, changed: dict[str, list[object]], about: object
) -> None:
    records = {"places": PLACES, "links": LINKS, "changes": CHANGES, "attributes": ATTRIBUTES} | changed
    found = check_places(PlaceRecords(("small_area", "ward", "hub", "authority"), **records))  # type: ignore[arg-type]
    assert {finding.reason for finding in found} == {reason}
    assert found[0].about == about
    with pytest.raises(BadPlace) as refused:
        town(**changed)
    assert found[0].message.split(",")[0] in refused.value.message


def test_the_wrong_order_of_levels_is_found_and_so_is_going_round_in_a_circle() -> None:
    links = [*LINKS, Link("town", "north")]
    found = check_places(PlaceRecords(("small_area", "ward", "hub", "authority"), PLACES, links))
    assert {finding.reason for finding in found} == {Reason.LEVEL_ORDER, Reason.CYCLE}
    assert {"town", "north"} <= set(next(f.message for f in found if f.reason is Reason.CYCLE)[:-1].split())


def test_two_places_of_one_level_do_not_lie_in_each_other() -> None:
    found = check_places(PlaceRecords(("ward",), [PLACES[1], PLACES[2]], [Link("north", "south")]))
    assert [finding.reason for finding in found] == [Reason.LEVEL_ORDER]


def test_a_level_listed_twice_is_found() -> None:
    found = check_places(PlaceRecords(("ward", "authority", "ward"), [PLACES[0]]))
    assert [finding.reason for finding in found] == [Reason.DUPLICATE_LEVEL]


def test_every_reason_has_a_test() -> None:
    shown = {reason for reason, *_ in WRONG} | {Reason.LEVEL_ORDER, Reason.CYCLE, Reason.DUPLICATE_LEVEL}
    assert shown == set(Reason)


def test_all_findings_come_at_once_and_a_long_list_is_cut_short() -> None:
    with pytest.raises(BadPlace) as refused:
        PlaceTree((PLACES[0],), tuple(Link(f"gone-{n}", "town") for n in range(25)))
    assert "gone-0 " in refused.value.message
    assert "gone-19 " in refused.value.message
    assert refused.value.message.endswith("And 5 more.")


def test_a_council_may_have_its_own_levels() -> None:
    tree = PlaceTree(
        (Place("s1", "School", "school"), Place("t", "Trust", "trust")),
        (Link("s1", "t"),),
        levels=("school", "trust"),
    )
    assert tree.ancestors("s1", NEW_DAY) == {"school": "s1", "trust": "t"}


@pytest.mark.parametrize(("decile", "fifth"), list(zip(range(1, 11), "1122334455", strict=True)))
def test_two_deciles_make_a_fifth(decile: int, fifth: str) -> None:
    assert fifth_of(decile) == fifth_of(str(decile)) == fifth


@pytest.mark.parametrize("decile", ["0", "11", "", "1.0", "-1", "most"])
def test_what_is_not_a_decile_is_refused(decile: str) -> None:
    with pytest.raises(BadPlace, match="not a decile"):
        fifth_of(decile)
