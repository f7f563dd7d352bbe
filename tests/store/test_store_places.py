"""Places and populations at rest: plain CSV files, the same bytes twice, and errors that name their line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.kernel.errors import BadStore
from hearth.kernel.places import DEFAULT_LEVELS, Attribute, Change, ChangeKind, Link, Place, PlaceTree
from hearth.kernel.populations import Population, Populations
from hearth.store.places import read_places, read_populations, write_places, write_populations

PLACES = """\
code,name,level,valid_from,valid_to
a,"Mill Lane, east",small_area,,2021-03-20
b,Mill Lane,small_area,2021-03-21,
north,Northside,ward,,
"""
LINKS = """\
child,parent,valid_from,valid_to
a,north,,
b,north,,2024-12-31
"""
CHANGES = "old,new,kind\na,b,X\n"
ATTRIBUTES = "place,scheme,value\na,deprivation_decile_2019,3\n"
LEVELS = "level\nsmall_area\nward\nhub\nauthority\nregion\ncountry\n"
POPULATIONS = """\
place,age_from,age_to,mid_year,vintage,sex,count
a,0,17,2020,2020,,25
a,0,17,2020,2020,female,12
"""
FILES = {
    "places.csv": PLACES,
    "links.csv": LINKS,
    "changes.csv": CHANGES,
    "attributes.csv": ATTRIBUTES,
    "levels.csv": LEVELS,
    "populations.csv": POPULATIONS,
}
TREE = PlaceTree(
    (
        Place("a", "Mill Lane, east", "small_area", None, date(2021, 3, 20)),
        Place("b", "Mill Lane", "small_area", date(2021, 3, 21)),
        Place("north", "Northside", "ward"),
    ),
    (Link("a", "north"), Link("b", "north", None, date(2024, 12, 31))),
    (Change("a", "b", ChangeKind.IRREGULAR),),
    (Attribute("a", "deprivation_decile_2019", "3"),),
)
PEOPLE = Populations(
    (Population("a", 0, 17, 2020, "2020", "", 25), Population("a", 0, 17, 2020, "2020", "female", 12)), TREE
)


def folder(where: Path, **changed: str | bytes | None) -> Path:
    """The files above, with some changed, by the name before `.csv`; None leaves the file out."""
    for name, text in FILES.items():
        written = changed.get(name.removesuffix(".csv"), text)
        if written is not None:
            (where / name).write_bytes(written if isinstance(written, bytes) else written.encode())
    return where


def test_files_are_read_as_they_stand(tmp_path: Path) -> None:
    folder(tmp_path)
    assert read_places(tmp_path) == TREE
    assert read_populations(tmp_path, TREE) == PEOPLE
    assert read_populations(tmp_path).rows == PEOPLE.rows


def test_files_are_written_as_they_stand(tmp_path: Path) -> None:
    write_places(TREE, tmp_path / "new")
    write_populations(PEOPLE, tmp_path / "new")
    assert {path.name: path.read_text() for path in (tmp_path / "new").iterdir()} == FILES


def test_the_order_of_the_records_makes_no_difference_to_the_bytes(tmp_path: Path) -> None:
    write_places(PlaceTree(TREE.places[::-1], TREE.links[::-1], TREE.changes, TREE.attributes), tmp_path)
    write_populations(Populations(PEOPLE.rows[::-1]), tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == FILES


def test_writing_again_replaces_what_was_there(tmp_path: Path) -> None:
    write_places(TREE, tmp_path)
    smaller = PlaceTree((Place("t", "Trust", "trust"),), levels=("school", "trust"))
    write_places(smaller, tmp_path)
    assert read_places(tmp_path) == smaller


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    lambda text: text == text.strip()
)


@given(name=TEXT, code=TEXT, value=TEXT)
def test_law_any_text_comes_back_as_it_was(
    name: str, code: str, value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    where = tmp_path_factory.mktemp("places")
    tree = PlaceTree((Place(code, name, "ward"),), attributes=(Attribute(code, name, value),))
    write_places(tree, where)
    assert read_places(where) == tree


def test_the_optional_files_may_be_absent(tmp_path: Path) -> None:
    tree = read_places(folder(tmp_path, changes=None, attributes=None, levels=None))
    assert (tree.changes, tree.attributes, tree.levels) == ((), (), DEFAULT_LEVELS)


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """A byte order mark, line ends of two characters and a blank line at the end."""
    saved = b"\xef\xbb\xbf" + PLACES.replace("\n", "\r\n").encode() + b"\r\n"
    assert read_places(folder(tmp_path, places=saved)) == TREE


WRONG_PLACES = [
    ("places", None, "places.csv is not in the folder"),
    ("links", None, "links.csv is not in the folder"),
    ("places", "", "places.csv line 1: the columns are , not code,name,level,valid_from,valid_to."),
    (
        "places",
        PLACES.replace("valid_to", "to"),
        "places.csv line 1: the columns are code,name,level,valid_from,to,",
    ),
    ("places", PLACES + "c,Wharf\n", "places.csv line 5: 2 cells, where there are 5 columns."),
    ("places", PLACES + "\n\nc,,ward,,\n", "places.csv line 7: The name of c is ''."),
    (
        "places",
        PLACES + "c,Wharf,ward,20210321,\n",
        "places.csv line 5: valid_from is '20210321', not a date such as",
    ),
    (
        "places",
        PLACES + "c,Wharf,ward,,2021-02-29\n",
        "places.csv line 5: valid_to is '2021-02-29', not a date",
    ),
    (
        "places",
        PLACES + "c,Wharf,ward,2021-03-21,2021-03-20\n",
        "places.csv line 5: c is valid to 2021-03-20, before",
    ),
    ("places", PLACES + "a,Wharf,ward,,\n", "places.csv line 5: The code a is given to two places"),
    (
        "places",
        PLACES + "c,Wharf,parish,,\n",
        "places.csv line 5: c has the level 'parish', which is not one of",
    ),
    ("places", PLACES + 'c,"Wharf\nside",parish,,\nd,D,x,,\n', "places.csv line 7: d has the level 'x'"),
    (
        "places",
        PLACES.encode() + b"c,Caf\xe9,ward,,\n",
        "places.csv line 5: not UTF-8. Save the file as CSV UTF-8.",
    ),
    ("places", PLACES + 'c,"Wharf,ward,,\n', "places.csv line 5: unexpected end of data."),
    ("links", LINKS + "a,nowhere,,\n", "links.csv line 4: a lies in nowhere, which is not listed."),
    ("links", LINKS + "north,a,,\n", "links.csv line 4: north (ward) cannot lie in a (small_area)"),
    (
        "links",
        LINKS + "a,north,,\n",
        "links.csv line 4: a lies in two places of the level ward, north and north",
    ),
    ("changes", CHANGES + "a,b,Q\n", "changes.csv line 3: kind is 'Q', not U (unchanged), S (split)"),
    ("changes", CHANGES + "a,b,S\n", "changes.csv line 3: The change from a to b is listed twice."),
    ("attributes", ATTRIBUTES + "a,rural,\n", "attributes.csv line 3: The rural of a is ''."),
    (
        "attributes",
        ATTRIBUTES + "z,rural,no\n",
        "attributes.csv line 3: z, which has a rural, is not listed.",
    ),
    ("levels", LEVELS + '" "\n', "levels.csv line 8: A level has no name."),
]


@pytest.mark.parametrize(("name", "text", "message"), WRONG_PLACES, ids=[row[2][:40] for row in WRONG_PLACES])
def test_what_is_wrong_is_named_by_file_and_line(
    name: str, text: str | bytes | None, message: str, tmp_path: Path
) -> None:
    folder(tmp_path, **{name: text})
    with pytest.raises(BadStore) as refused:
        read_places(tmp_path)
    assert message in refused.value.message
    assert refused.value.remedy


def test_everything_wrong_comes_at_once_and_a_long_list_is_cut_short(tmp_path: Path) -> None:
    folder(tmp_path, places=PLACES + "c,,ward,,\n" * 30, links=LINKS + "a\n")
    with pytest.raises(BadStore) as refused:
        read_places(tmp_path)
    lines = refused.value.message.splitlines()
    assert lines[0].startswith("places.csv line 5")
    assert lines[19].startswith("places.csv line 24")
    assert lines[20:] == ["And 11 more."]


WRONG_POPULATIONS = [
    (None, "populations.csv is not in the folder"),
    (
        POPULATIONS + "a,0,17,2020,v,,1.5\n",
        "populations.csv line 4: count is '1.5', not a whole number, 0 or more.",
    ),
    (
        POPULATIONS + "a,0,17,2020,v,,-5\n",
        "populations.csv line 4: count is '-5', not a whole number, 0 or more.",
    ),
    (POPULATIONS + "a,0,,2020,v,,5\n", "populations.csv line 4: age_to is '', not a whole number"),
    (
        POPULATIONS + "a,9,5,2020,v,,5\n",
        "populations.csv line 4: The population of a in 2020 is for ages 9 to 5.",
    ),
    (POPULATIONS + "z,0,17,2020,v,,5\n", "populations.csv line 4: z is not a place we know."),
    (
        POPULATIONS + "a,0,17,2020,2020,,9\n",
        "populations.csv line 4: says again what populations.csv line 2 says.",
    ),
]


@pytest.mark.parametrize(
    ("text", "message"), WRONG_POPULATIONS, ids=[row[1][:40] for row in WRONG_POPULATIONS]
)
def test_wrong_populations_are_named_by_file_and_line(text: str | None, message: str, tmp_path: Path) -> None:
    folder(tmp_path, populations=text)
    with pytest.raises(BadStore) as refused:
        read_populations(tmp_path, TREE)
    assert message in refused.value.message
