"""What can be taken away: rows that come back as they were, files that hash to the manifest, and nothing else."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from django.http import Http404, HttpResponseBase
from django.test import Client, RequestFactory, override_settings

from hearth.disclosure.published import KEY, PUBLISHED, PublishedCell
from hearth.judge.words import place_name
from hearth.release.make import FILES, MANIFEST
from hearth.reports.charts.chart import Chart
from hearth.reports.charts.of_measure import charts_of
from hearth_web.site.pages import downloads
from hearth_web.site.pages.charts import origin_of, view_of
from hearth_web.site.pages.downloads import rows_of_measure
from hearth_web.site.pages.release_files import TYPES, send_file, size_in_words
from hearth_web.site.pages.rows_csv import COLUMNS, MARK, csv_bytes, csv_of, safe
from hearth_web.site.shelf import Opened
from web.shelves import Shelved

NUMBERS = ("value", "lower", "upper", "numerator", "denominator")

SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 200" aria-labelledby="t"'
DRAWING = f'<svg {SVG}><title id="t">T</title></svg>'


@pytest.fixture
def files(shelf: Path) -> Iterator[RequestFactory]:
    """Requests for the release's own files."""
    with override_settings(HEARTH_SITE=shelf):
        yield RequestFactory()


def read(content: bytes) -> list[dict[str, str]]:
    """The rows of a file, as a program reads them."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def back(row: dict[str, str]) -> tuple[object, ...]:
    """A row as it was before it was written: its key, its state and its numbers."""
    return (*(row[name] for name in KEY), row["state"], *(_number(row[name]) for name in NUMBERS))


def was(cell: PublishedCell) -> tuple[object, ...]:
    return (
        *(getattr(cell, name) for name in KEY),
        str(cell.state),
        *(getattr(cell, name) for name in NUMBERS),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def sent(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content  # type: ignore[arg-type,attr-defined]


def test_the_file_of_a_measure_is_its_rows_its_companions_and_benchmarks(opened: Opened) -> None:
    for measure in ("F-C1", "P1", "P4a", "H1"):
        body = downloads.of_measure(opened, here="", measure=measure)
        rows = read(body.content)
        assert [back(row) for row in rows] == [was(cell) for cell in rows_of_measure(opened, measure)]
        ids = {cell.figure for cell in opened.published.cells() if cell.figure.partition(".")[0] == measure}
        assert {row["figure"] for row in rows} == ids
    assert {row["source"] for row in read(downloads.of_measure(opened, here="", measure="P1").content)} > {""}


def test_the_file_of_a_hub_is_every_row_about_it(opened: Opened) -> None:
    hub = next(each for each in opened.published.places.places if each.level == "hub")
    rows = read(downloads.of_hub(opened, here="", place=hub.code).content)
    assert {back(row) for row in rows} == {
        was(cell) for cell in opened.published.where(place=hub.code).cells()
    }
    of_one = read(downloads.of_measure_at(opened, here="", measure="P2", place=hub.code).content)
    assert [row for row in rows if row["measure"] == "P2"] == of_one


def test_every_row_says_what_it_is_and_where_it_comes_from(opened: Opened) -> None:
    rows = read(downloads.of_measure(opened, here="", measure="P1").content)
    assert tuple(rows[0]) == COLUMNS
    words = (
        "title",
        "place_name",
        "group_title",
        "source_title",
        "publisher",
        "release",
        "release_date",
        "notice",
    )
    assert [(name, row) for row in rows for name in words if not row[name]] == []
    first = next(row for row in rows if not row["source"] and row["state"] == "value")
    assert first["place_name"] == place_name(opened.published, first["place"])
    assert (first["group_title"], first["unit"], first["release"]) == ("everyone", "%", opened.id)
    theirs = next(row for row in rows if row["source"])
    assert theirs["publisher"] == "Larrowmark Statistics (invented)" and theirs["licence"]


def test_a_hidden_row_has_its_words_and_no_number(opened: Opened) -> None:
    cells = opened.published.where(state="suppressed").cells()
    rows = read(csv_of(opened, cells))
    assert rows
    for row in rows:
        assert (row["symbol"], row["state_in_words"]) == ("[c]", "hidden to protect people")
        assert [row[name] for name in NUMBERS] == [""] * len(NUMBERS)


def test_files_are_as_spreadsheets_read_them(opened: Opened) -> None:
    content = downloads.of_measure(opened, here="", measure="P1").content
    text = content.decode("utf-8")
    assert text.startswith(MARK) and text.count(MARK) == 1
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    body = downloads.of_measure(opened, here="", measure="P1")
    assert body.content_type == "text/csv; charset=utf-8"
    assert body.filename == f"P1_release-{opened.id[:8]}_2026-03-31.csv"


SAFE = [
    ("% of families", "% of families"),
    ("=1+1", "'=1+1"),
    ("+44 people", "'+44 people"),
    ("-", "'-"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\uff1dcmd", "'\uff1dcmd"),
    ("-1.68", "-1.68"),
    ("+2", "+2"),
    ("-1e9", "'-1e9"),
    ("-1+1", "'-1+1"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), SAFE)
def test_no_words_are_taken_for_a_formula(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_numbers_stay_numbers() -> None:
    content = csv_bytes(("a", "b", "c", "d"), [(-1.6795, 12, None, 80.0), (0.0001, -3, "=x", -0.0)])
    assert content.decode() == f"{MARK}a,b,c,d\r\n-1.6795,12,,80\r\n0.0001,-3,'=x,0\r\n"


def test_hostile_titles_are_made_safe_in_a_file(opened: Opened) -> None:
    """A framework or a register of places may be anybody's: what it calls things is only words."""
    places = opened.published.places
    wicked = replace(
        places, places=tuple(replace(each, name=f'=HYPERLINK("{each.code}")') for each in places.places)
    )
    evil = replace(opened, published=replace(opened.published, places=wicked))
    rows = read(downloads.of_measure(evil, here="", measure="P2").content)
    assert {row["place_name"][:2] for row in rows if "?" not in row["place"]} == {"'="}


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_the_releases_own_files_are_sent_byte_for_byte(
    files: RequestFactory, opened: Opened, name: str
) -> None:
    response = send_file(files.get("/"), release=opened.short, name=name)
    content = sent(response)
    if name != MANIFEST:
        assert hashlib.sha256(content).hexdigest() == opened.manifest.files[name].sha256
        assert response["ETag"] == f'"{opened.manifest.files[name].sha256}"'
    assert content == (opened.directory / name).read_bytes()
    assert response["Content-Type"] == TYPES[Path(name).suffix][0]
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    response.close()


def test_a_file_goes_compressed_to_who_takes_it_and_not_twice(files: RequestFactory, opened: Opened) -> None:
    asked = files.get("/", headers={"Accept-Encoding": "gzip, br"})
    response = send_file(asked, release=opened.short, name="values.csv")
    assert response.streaming and response["Content-Encoding"] == "gzip"
    assert gzip.decompress(sent(response)) == (opened.directory / "values.csv").read_bytes()
    assert response["Vary"] == "Accept-Encoding"
    for known in (response["ETag"], f"W/{response['ETag']}", "*"):
        again = files.get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": known})
        answer = send_file(again, release=opened.short, name="values.csv")
        assert (answer.status_code, sent(answer)) == (304, b"")


def test_a_file_of_a_release_that_is_not_public_is_not_sent(files: RequestFactory, shelves: Shelved) -> None:
    with pytest.raises(Http404, match="no release with this address"):
        send_file(files.get("/"), release=shelves.internal.id, name="values.csv")
    assert send_file(files.post("/"), release=shelves.current.short, name="values.csv").status_code == 405


HOSTILE = [
    "..",
    "../shelf.json",
    "values.csv/",
    "VALUES.CSV",
    "/etc/passwd",
    "manifest.json\x00",
    "trail.parquet",
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_other_file_is_sent(files: RequestFactory, opened: Opened, name: str) -> None:
    with pytest.raises(Http404, match="no file of that name"):
        send_file(files.get("/"), release=opened.short, name=name)


def test_the_page_of_files_names_each_with_its_size_and_what_it_is(client: Client, opened: Opened) -> None:
    html = client.get(f"/releases/{opened.short}/files/").content.decode()
    for name in (*FILES, MANIFEST):
        assert f'href="/releases/{opened.short}/files/{name}"' in html
        assert client.get(f"/releases/{opened.short}/files/{name}").status_code == 200
    for facts in opened.manifest.files.values():
        assert facts.sha256 in html and size_in_words(facts.bytes) in html


@pytest.mark.parametrize(
    ("bytes", "words"),
    [
        (812, "812 bytes"),
        (34_600, "35 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (10_813_902, "10.8 MB"),
    ],
)
def test_sizes_in_words(bytes: int, words: str) -> None:
    assert size_in_words(bytes).replace("\N{NO-BREAK SPACE}", " ") == words


def two_charts(opened: Opened) -> tuple[Chart, Chart]:
    published = opened.published
    found = (
        charts_of(published, each.id, published.home, origin_of(opened)) for each in opened.framework.measures
    )
    first, second, *_ = next(charts for charts in found if len(charts) > 1)
    return first, second


@pytest.fixture
def drawn(opened: Opened, tmp_path: Path) -> Opened:
    """The release with one chart drawn, after a fashion."""
    chart = two_charts(opened)[0]
    kept = {"wide.svg": DRAWING, "narrow.svg": DRAWING, "svg": "a drawing", "png": "a picture", "csv": "rows"}
    for ends, content in kept.items():
        (tmp_path / f"{chart.key}.{ends}").write_text(content, encoding="utf-8")
    return replace(opened, charts=tmp_path)


def test_a_chart_is_taken_away_as_it_was_kept_and_no_other_is(drawn: Opened) -> None:
    chart, other = two_charts(drawn)
    for view, content_type, content in (
        (downloads.chart_svg, "image/svg+xml", b"a drawing"),
        (downloads.chart_png, "image/png", b"a picture"),
        (downloads.chart_csv, "text/csv; charset=utf-8", b"rows"),
    ):
        taken = view(drawn, here="", key=chart.key)
        assert (taken.content_type, taken.content) == (content_type, content)
        with pytest.raises(Http404):
            view(drawn, here="", key=other.key)


def test_a_chart_that_is_not_drawn_has_its_table_and_leads_to_the_figures(
    drawn: Opened, client: Client
) -> None:
    chart, other = two_charts(drawn)
    view, plain = view_of(drawn, chart), view_of(drawn, other, csv="/figures.csv")
    assert view.wide and view.narrow and view.svg.endswith(f"{chart.key}.svg")
    assert view.file == f"{chart.name}-release-{drawn.short}"
    assert (plain.wide, plain.narrow, plain.svg, plain.png, plain.csv) == (None, None, "", "", "/figures.csv")
    assert _texts(plain.table.rows) >= {mark.label for each in other.series for mark in each.marks}
    assert all(cell.text for row in plain.table.rows for cell in row.cells)


def _texts(rows: Iterable[object]) -> set[str]:
    return {row.cells[0].text for row in rows}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "key", ["0" * 31, "0" * 33, "G" * 32, "0" * 32, "..", "%2e%2e", "a/../b", "0" * 32 + "\n"]
)
def test_nothing_but_a_charts_key_names_a_chart(opened: Opened, key: str) -> None:
    for view in (downloads.chart_svg, downloads.chart_png, downloads.chart_csv):
        with pytest.raises(Http404, match="no chart of that name"):
            view(opened, here="", key=key)


@pytest.mark.parametrize("path", ["hubs/X/figures.csv", "wards/X/figures.csv", "measures/X/figures.csv"])
def test_figures_of_nothing_are_not_found(client: Client, opened: Opened, path: str) -> None:
    assert client.get(f"/releases/{opened.short}/{path}").status_code == 404


def test_a_hub_is_no_ward(client: Client, opened: Opened) -> None:
    hub = next(each.code for each in opened.published.places.places if each.level == "hub")
    assert client.get(f"/releases/{opened.short}/hubs/{hub}/figures.csv").status_code == 200
    assert client.get(f"/releases/{opened.short}/wards/{hub}/figures.csv").status_code == 404


def test_what_is_read_back_is_a_table_of_published_rows(opened: Opened) -> None:
    """A program that knows releases can take the file for one: the columns are there, under the same names."""
    rows = read(downloads.of_measure(opened, here="", measure="P1").content)
    kept = [{name: row[name] for name in PUBLISHED.names if name in row} for row in rows]
    strings = [each for each in PUBLISHED if pa.types.is_string(each.type) and each.name != "marks"]
    assert {each.name for each in strings} <= set(kept[0])
