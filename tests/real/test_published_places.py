"""Real places out of published tables: England's authorities in their regions, each only while it lasted."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from hearth.figures.imports import import_counts
from hearth.figures.sources import load_source
from hearth.kernel.period_spellings import read_period, year_type
from hearth.kernel.places import PlaceTree
from hearth.store.store import About, create
from real.published import FILES, LONDON, PARTS_OF_LONDON, authority, lines, of_authorities


@pytest.fixture(scope="module")
def tree(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> PlaceTree:
    store = create(tmp_path_factory.mktemp("places") / "store", About("Published places"))
    for source, file in FILES.items():
        import_counts(store, load_source(source), shared_data / file)
    return store.places()


def test_every_line_about_an_authority_finds_it_on_its_day_in_its_region(
    tree: PlaceTree, shared_data: Path
) -> None:
    """Populations are of a mid-year, and looked up by code: their places need not have begun."""
    for source in FILES:
        for line in of_authorities(lines(shared_data, source)):
            if source == "ons_population_0_17" or "z" in (
                line.get("children_count"),
                line.get("population_estimate"),
            ):
                continue
            hint = year_type(line["time_identifier"])
            day = read_period(line["time_period"], kind=hint.kind).period.end
            region = LONDON if line["region_code"] in PARTS_OF_LONDON else line["region_code"]
            above = tree.ancestors(authority(line), day)
            assert above == {"authority": authority(line), "region": region, "country": "E92000001"}, line


@pytest.mark.parametrize(
    ("day", "authorities"),
    [
        (date(2019, 3, 31), 152),
        (date(2019, 4, 1), 151),
        (date(2021, 4, 1), 152),
        (date(2023, 4, 1), 153),
        (date(2026, 7, 1), 153),
    ],
)
def test_how_many_authorities_there_are(tree: PlaceTree, day: date, authorities: int) -> None:
    assert len(tree.at("authority", day)) == authorities
    assert len(tree.at("region", day)) == 9
    assert [place.code for place in tree.roots(day)] == ["E92000001"]


def test_the_order_of_the_tables_changes_only_names(
    shared_data: Path, tmp_path: Path, tree: PlaceTree
) -> None:
    sources = ("dfe_attendance_year_to_date", "dfe_children_looked_after", "dfe_children_in_need")
    shapes = set()
    for number, order in enumerate(permutations(sources)):
        store = create(tmp_path / str(number), About("Published places"))
        for source in order:
            import_counts(store, load_source(source), shared_data / FILES[source])
        found = store.places()
        shapes.add((tuple((p.code, p.level, p.lifetime) for p in found.places), found.links, found.changes))
    assert len(shapes) == 1
