"""The shelf: which releases a site shows, in which order, and that each is there whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from django.test import Client, override_settings

from hearth.kernel.errors import BadRelease
from hearth.kernel.places import Place, PlaceTree
from hearth.release.write import write_release
from hearth.reports.charts.chart import Chart
from hearth_web.command import main
from hearth_web.site import shelf as shelf_module
from hearth_web.site import shelving
from hearth_web.site.pages.data_page import data_page
from hearth_web.site.shelf import SHORT, BadShelf, Opened, Shelf, list_on_shelf, put_on_list
from web.shelves import Shelved, draw_stand_ins


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand-ins in the place of drawings; the keys of the charts that were drawn, in order."""
    keys: list[str] = []

    def draw(charts: Iterable[Chart], folder: Path, *, processes: int, say: object) -> int:
        missing = [each for each in charts if each.drawable and not (folder / f"{each.key}.png").exists()]
        for each in missing:
            draw_stand_ins([each], folder)
            keys.append(each.key)
            if len(keys) == STOPPED_AT and folder.parent.parent.name == "stopped":
                raise KeyboardInterrupt
        return len(missing)

    monkeypatch.setattr(shelving, "draw_all", draw)
    return keys


STOPPED_AT = 1


@pytest.fixture(scope="module")
def small(opened: Opened, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one measure, for what takes long with many."""
    folder = tmp_path_factory.mktemp("small") / "release"
    write_release(opened.published.where(figure="F-C1"), folder, date=date(2026, 3, 31), key=None, inputs=[])
    return folder


def shelve(release: Path, site: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["shelve", str(release), "--site", str(site), "--quiet"])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_the_latest_by_date_comes_first_and_of_one_day_the_last_put_there(shelves: Shelved) -> None:
    assert [each.id for each in Shelf(shelves.directory).listed()] == [
        shelves.internal.id,
        shelves.current.id,
        shelves.earlier.id,
    ]


@pytest.mark.parametrize("length", [SHORT, SHORT + 1, 63, 64])
def test_a_release_is_found_by_the_beginning_of_its_id(shelves: Shelved, length: int) -> None:
    found = Shelf(shelves.directory).find(shelves.earlier.id[:length])
    assert found is not None
    assert found.id == shelves.earlier.id


@pytest.mark.parametrize("id", ["", "0", "0" * 64])
def test_too_little_of_an_id_finds_nothing(shelves: Shelved, id: str) -> None:
    shelf = Shelf(shelves.directory)
    assert shelf.find(id) is None
    assert shelf.find(shelves.current.id[: SHORT - 1]) is None


def test_what_is_put_on_the_list_comes_last_and_once(tmp_path: Path) -> None:
    for id in ("b", "a", "b"):
        put_on_list(tmp_path, id)
    assert list_on_shelf(tmp_path) == ["b", "a"]
    assert {each.name for each in tmp_path.iterdir()} == {".lock", "shelf.json"}


def test_of_many_who_put_releases_on_it_at_once_none_is_lost(tmp_path: Path) -> None:
    ids = [f"{number:064}" for number in range(24)]
    threads = [Thread(target=put_on_list, args=(tmp_path, id)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(list_on_shelf(tmp_path)) == ids


def test_a_release_that_was_taken_away_takes_no_other_with_it(
    own_shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[str] = []
    monkeypatch.setattr(shelf_module.logger, "error", lambda text, *more: logged.append(text % more))
    gone, *others = list_on_shelf(own_shelf)
    shutil.rmtree(own_shelf / "releases" / gone)
    assert {each.id for each in Shelf(own_shelf).listed()} == set(others)
    assert [each.partition(" ")[0] for each in logged] == [gone[:SHORT]]


def test_more_releases_than_were_ever_kept_are_all_listed(own_shelf: Path) -> None:
    """Each manifest is read once, however many there are."""
    shelf, id = Shelf(own_shelf), list_on_shelf(own_shelf)[0]
    for _ in range(3):
        assert shelf.find(id) is not None
    read = shelf_module._manifest.cache_info()
    assert read.maxsize is None


def test_no_shelf_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadShelf, match=r"has no shelf\.json") as refused:
        Shelf(tmp_path).listed()
    assert "hearth-web shelve RELEASE --site DIR" in refused.value.remedy


def test_a_shelf_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shelf.json").write_text(json.dumps({"format": 2, "releases": []}), encoding="utf-8")
    with pytest.raises(BadShelf, match="another format"):
        list_on_shelf(tmp_path)


def test_a_release_whose_files_changed_is_not_shown(own_shelf: Path, shelves: Shelved) -> None:
    (own_shelf / "releases" / shelves.current.id / "values.csv").write_text("mine", encoding="utf-8")
    shelf = Shelf(own_shelf)
    with pytest.raises(BadRelease, match=r"values\.csv"):
        shelf.open(shelves.current.manifest)


# Putting a release there


def test_a_release_is_put_there_whole_with_its_charts(
    small: Path, tmp_path: Path, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = shelve(small, tmp_path / "site", capsys)
    assert (status, "On the shelf: Brackenhythe" in said) == (0, True)
    (found,) = Shelf(tmp_path / "site").listed()
    kept = tmp_path / "site" / "releases" / found.id
    assert {each.name: each.read_bytes() for each in kept.iterdir()} == {
        each.name: each.read_bytes() for each in small.iterdir()
    }
    charts = {each.name for each in (tmp_path / "site" / "charts" / found.id).iterdir()}
    assert drawn
    assert {
        f"{key}.{ends}" for key in drawn for ends in ("wide.svg", "narrow.svg", "png", "svg", "csv")
    } <= charts
    assert f"hearth-web serve --site {tmp_path / 'site'}" in said


def test_again_does_nothing_but_say_so(
    small: Path, tmp_path: Path, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shelve(small, tmp_path / "site", capsys)
    before = sorted((each, each.stat().st_mtime_ns) for each in (tmp_path / "site").rglob("*"))
    drawn.clear()
    status, said = shelve(small, tmp_path / "site", capsys)
    assert (status, "It is on the shelf already" in said, drawn) == (0, True, [])
    assert sorted((each, each.stat().st_mtime_ns) for each in (tmp_path / "site").rglob("*")) == before


def test_who_was_interrupted_goes_on_where_it_stopped(
    small: Path, tmp_path: Path, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "stopped"
    status, _ = shelve(small, site, capsys)
    assert (status, len(drawn)) == (130, STOPPED_AT)
    assert not (site / "shelf.json").exists()  # nothing half there is shown
    assert shelve(small, site, capsys)[0] == 0
    assert len(drawn) == len(set(drawn)) > STOPPED_AT
    assert len(Shelf(site).listed()) == 1


def test_a_copy_that_was_cut_short_is_made_anew(
    small: Path, tmp_path: Path, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    id = json.loads((small / "manifest.json").read_text(encoding="utf-8"))["id"]
    left = tmp_path / "site" / "releases" / f".{id}.draft"
    left.mkdir(parents=True)
    (left / "values.csv").write_text("half of", encoding="utf-8")
    assert shelve(small, tmp_path / "site", capsys)[0] == 0
    assert [each.name for each in left.parent.iterdir()] == [id]
    assert Shelf(tmp_path / "site").open(Shelf(tmp_path / "site").listed()[0]).id == id


def test_a_release_that_does_not_verify_is_refused_and_nothing_is_written(
    small: Path, tmp_path: Path, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = shutil.copytree(small, tmp_path / "bad")
    (bad / "coverage.csv").write_text("dataset\n", encoding="utf-8")
    status, said = shelve(bad, tmp_path / "site", capsys)
    assert (status, "coverage.csv has been cut short" in said) == (2, True)
    assert not (tmp_path / "site").exists()


def test_what_the_public_is_not_shown_is_said_to_be(
    shelves: Shelved, tmp_path: Path, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    release = tmp_path / "internal"
    published = shelves.internal.published.where(figure="F-C1")
    write_release(published, release, date=date(2026, 3, 31), key=None, inputs=[])
    assert "the public is not shown it" in shelve(release, tmp_path / "site", capsys)[1]


def test_what_is_on_the_shelf_can_be_listed(
    shelf: Path, shelves: Shelved, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--site", str(shelf)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"3 releases on the shelf of {shelf}"
    assert [line.split()[:3] for line in lines[2:]] == [
        [shelves.internal.short, "2026-03-31", "internal"],
        [shelves.current.short, "2026-03-31", "public"],
        [shelves.earlier.short, "2025-12-31", "public"],
    ]
    assert main(["list", "--site", str(shelf), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["releases"]
    assert [each["id"] for each in told] == [each.id for each in Shelf(shelf).listed()]


# While pages are being read


def test_a_release_swapped_in_never_mixes_with_the_one_before(
    reader_of: Callable[[Path], Client], own_shelf: Path, shelves: Shelved
) -> None:
    """Every page that is read is of one release: its id, its figures and its links."""
    (own_shelf / "shelf.json").unlink()
    put_on_list(own_shelf, shelves.earlier.id)
    client = reader_of(own_shelf)
    figures = {
        each.short: f"The release has {data_page(each).how_much.figures} figures"
        for each in (shelves.earlier, shelves.current)
    }
    assert len(set(figures.values())) == 2
    read: list[tuple[str, str]] = []
    readers = [Thread(target=_read_until, args=(client, shelves.current.short, read)) for _ in range(4)]
    for each in readers:
        each.start()
    put_on_list(own_shelf, shelves.current.id)
    for each in readers:
        each.join()
    assert {at for at, _ in read} >= {shelves.current.short}
    for at, page in read:
        others = set(figures) - {at}
        assert figures[at] in page
        assert [each for each in others if each in page or figures[each] in page] == []


def _read_until(client: Client, wanted: str, read: list[tuple[str, str]]) -> None:
    """Follow the way to the latest until it leads to the release that is wanted, and once more."""
    for _ in range(1000):
        at = client.get("/latest/data/")["Location"]
        read.append((at.split("/")[2], client.get(at).content.decode()))
        if read[-1][0] == wanted:
            return


@pytest.mark.parametrize("code", ["A/B", "..", "."])
def test_a_place_that_no_address_can_name_is_refused(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    published = opened.published.where(figure="F-C1")
    places = published.places
    odd = PlaceTree(
        (*places.places, Place(code, "Odd", "hub")), places.links, places.changes, places.attributes
    )
    write_release(replace(published, places=odd), tmp_path / "release", date=date(2026, 3, 31))
    status, said = shelve(tmp_path / "release", tmp_path / "site", capsys)
    assert status != 0 and f"{code} cannot be a part of a page's address" in " ".join(said.split())
    assert not (tmp_path / "site").exists()


def test_a_release_that_is_withdrawn_is_gone_at_once_even_where_its_pages_are_kept(
    own_shelf: Path, static_files: Path, shelves: Shelved, capsys: pytest.CaptureFixture[str]
) -> None:
    page = f"/releases/{shelves.current.short}/hubs/"
    with override_settings(HEARTH_SITE=own_shelf, STATIC_ROOT=static_files):
        client = Client(SERVER_NAME="127.0.0.1")
        assert client.get(page).status_code == 200
        assert main(["withdraw", shelves.current.short, "--site", str(own_shelf)]) == 0
        assert client.get(page).status_code == 404
        assert client.get("/")["Location"] == f"/releases/{shelves.earlier.short}/"
    assert "No longer shown: Brackenhythe (invented)" in capsys.readouterr().out
    assert (own_shelf / "releases" / shelves.current.id).is_dir()
    put_on_list(own_shelf, shelves.current.id)
    assert Shelf(own_shelf).find(shelves.current.short) is not None


@pytest.mark.parametrize("id", ["0" * 16, "0" * 64, "abc", ""])
def test_what_is_not_on_the_shelf_cannot_be_withdrawn(
    own_shelf: Path, capsys: pytest.CaptureFixture[str], id: str
) -> None:
    before = list_on_shelf(own_shelf)
    assert main(["withdraw", id, "--site", str(own_shelf)]) == 2
    assert "hearth-web list --site" in " ".join(capsys.readouterr().err.split())
    assert list_on_shelf(own_shelf) == before
