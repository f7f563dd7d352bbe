"""Every link of the site followed, from `/`, as a stranger follows it: none is dead, and each page is sound."""

from __future__ import annotations

import re
from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from django.test import Client, override_settings

from hearth.judge.told import told
from hearth_web.core.security import CONTENT_SECURITY_POLICY
from journeys.shelf import Site, make_site, site_in
from web.shelves import make_shelf, once_for_all_workers

HOST = "http://127.0.0.1"

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

DRAWN_EMPTY = {"circle", "line", "path", "polygon", "polyline", "rect"}
"""What in a drawing may close itself."""

CLOSES_ITSELF = VOID | DRAWN_EMPTY

ELSEWHERE: frozenset[str] = frozenset()
"""The other sites that pages may lead to."""


@dataclass
class Markup(HTMLParser):
    """A page's markup: what it leads to and has names for, and what is wrong with it."""

    faults: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    title: str = ""
    headings: int = 0
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag not in CLOSES_ITSELF and "svg" not in self.open:
            self.faults.append(f"<{tag}/> closes itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(
                f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>, {self.getpos()}"
            )
        elif self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.title += data

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        said = dict(attrs)
        self.faults += [f"{tag} says {name} twice" for name in set(names) if names.count(name) > 1]
        self.faults += [f"{tag} has {name}" for name in names if name == "style" or name.startswith("on")]
        if tag in ("script", "style", "iframe", "object", "embed", "base", "meta") and not (
            tag == "meta" and "http-equiv" not in said
        ):
            self.faults.append(f"there is a <{tag}>")
        if said.get("id") is not None:
            self.ids.append(said["id"] or "")
        self.headings += tag == "h1"
        self.links |= {
            link for name in ("href", "src", "action", "poster") if (link := said.get(name)) is not None
        }
        self._names_what_it_should(tag, said)

    def _names_what_it_should(self, tag: str, said: dict[str, str | None]) -> None:
        if tag == "img" and said.get("alt") is None:
            self.faults.append("a picture has no alt")
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.links |= {f"#{id}" for id in (said.get(name) or "").split()}


@dataclass
class Crawl:
    """All that was found: the pages, and what is wrong by address."""

    pages: dict[str, Markup] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    asked: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the journeys, whose charts are drawn."""
    shelves = once_for_all_workers(tmp_path_factory, "shelves", make_shelf)
    made = once_for_all_workers(tmp_path_factory, "journeys", lambda root: make_site(root, shelves))
    return site_in(made, tmp_path_factory.mktemp("drawn") / "site")


@pytest.fixture(scope="module")
def crawl(drawn: Site, static_files: Path) -> Crawl:
    """The site walked through, once for the tests of this module."""
    found = Crawl()
    with override_settings(HEARTH_SITE=drawn.directory, STATIC_ROOT=static_files):
        client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
        waiting = deque(["/"])
        found.asked["/"] = {""}
        while waiting:
            _follow(client, waiting.popleft(), found, waiting)
    return found


def _follow(client: Client, path: str, found: Crawl, waiting: deque[str]) -> None:
    with closing(client.get(path)) as answer:
        _read_answer(path, answer, found, waiting)


def _read_answer(path: str, answer: Any, found: Crawl, waiting: deque[str]) -> None:
    if answer.headers.get("Content-Security-Policy") != CONTENT_SECURITY_POLICY:
        found.faults.append(f"{path}: another Content-Security-Policy")
    if answer.status_code in (301, 302):
        _ask(urljoin(path, answer.headers["Location"]), found, waiting)
    elif answer.status_code != 200:
        found.faults.append(f"{path}: {answer.status_code}")
    elif answer.headers["Content-Type"].startswith("text/html"):
        found.pages[path] = _read(answer.content.decode())
        for link in found.pages[path].links:
            _lead(path, link, found, waiting)
    else:
        found.files.add(path)
        if answer.headers["Content-Type"].startswith("text/css"):
            for link in re.findall(r"url\(([^)]+)\)", b"".join(answer).decode()):
                _lead(path, link.strip("\"'"), found, waiting)
        elif not any(len(part) for part in answer):
            found.faults.append(f"{path}: empty")


def _read(text: str) -> Markup:
    markup = Markup()
    markup.feed(text)
    markup.close()
    markup.faults += [f"<{tag}> is not closed" for tag in markup.open]
    if not text.startswith("<!DOCTYPE html>"):
        markup.faults.append("it does not begin with a doctype")
    return markup


def _lead(path: str, link: str, found: Crawl, waiting: deque[str]) -> None:
    """Note where a link of a page leads, and that it is to be followed if it has not been."""
    address = urljoin(f"{HOST}{path}", link)
    if link == "" or not address.startswith((f"{HOST}/", *ELSEWHERE)):
        found.faults.append(f"{path}: leads to {link!r}")
    elif address.startswith(f"{HOST}/"):
        _ask(address.removeprefix(HOST), found, waiting)


def _ask(address: str, found: Crawl, waiting: deque[str]) -> None:
    path, fragment = urldefrag(address)
    if path not in found.asked:
        found.asked[path] = set()
        waiting.append(path)
    found.asked[path].add(unquote(fragment))


def test_no_link_is_dead_and_none_leads_elsewhere(crawl: Crawl) -> None:
    assert crawl.faults == []
    assert len(crawl.pages) > 100
    ends = {Path(each).suffix for each in crawl.files}
    assert {".css", ".svg", ".png", ".csv", ".parquet", ".json", ".md"} <= ends


def test_every_fragment_is_on_its_page(crawl: Crawl) -> None:
    missing = {
        f"{path}#{fragment}"
        for path, fragments in crawl.asked.items()
        if path in crawl.pages
        for fragment in fragments - {""} - set(crawl.pages[path].ids)
    }
    assert missing == set()


def test_markup_is_sound_and_holds_no_script_and_no_style(crawl: Crawl) -> None:
    assert {path: page.faults[:5] for path, page in crawl.pages.items() if page.faults} == {}


def test_ids_are_unique_and_there_is_one_heading(crawl: Crawl) -> None:
    twice = {
        path: sorted({id for id in page.ids if page.ids.count(id) > 1})
        for path, page in crawl.pages.items()
        if len(set(page.ids)) < len(page.ids)
    }
    assert twice == {}
    assert {path: page.headings for path, page in crawl.pages.items() if page.headings != 1} == {}


def test_titles_are_unique_in_a_release(crawl: Crawl, drawn: Site) -> None:
    for release in (drawn.current, drawn.earlier, drawn.urdu):
        titles: dict[str, list[str]] = {}
        for path, page in crawl.pages.items():
            if path.startswith(drawn.at("", release)):
                titles.setdefault(page.title, []).append(path)
        assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_releases_that_are_not_public_are_led_to_from_nowhere(crawl: Crawl, drawn: Site) -> None:
    shown = {each.short for each in (drawn.current, drawn.earlier, drawn.urdu)}
    assert {path.split("/")[2] for path in crawl.pages if re.match("/releases/.", path)} == shown


@pytest.mark.parametrize("beside", [False, True], ids=["the measure itself", "what stands beside it"])
def test_what_is_published_of_a_hub_is_on_a_page(
    beside: bool, crawl: Crawl, drawn: Site, static_files: Path
) -> None:
    """From the rows to the pages: each figure of everyone at a hub is said there, beside its period."""
    missing = []
    with override_settings(HEARTH_SITE=drawn.directory, STATIC_ROOT=static_files):
        client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
        for (measure, hub), rows in _of_hubs(drawn, beside=beside).items():
            pages = [drawn.at(f"measures/{measure}/{hub}/"), drawn.at(f"hubs/{hub}/")]
            lines = [
                line for path in pages if path in crawl.pages for line in _lines(client.get(path).content)
            ]
            missing += [(*row, pages[0]) for row in rows if not _said(row, lines)]
    assert missing == []


Said = tuple[str, ...]


def _of_hubs(site: Site, *, beside: bool) -> dict[tuple[str, str], list[Said]]:
    """By measure and hub, what must be said of each row: the period, the value, the interval, the state."""
    published = site.current.published
    hubs = {each.code for each in published.places.places if each.level == "hub"}
    ours = [each for each in published.figures if not each.source and (each.id != each.measure) is beside]
    found: dict[tuple[str, str], list[Said]] = {}
    for figure in ours:
        for cell in published.where(figure=figure.id, breakdown="", source="").cells():
            if cell.place in hubs:
                it = told(published, figure, cell)
                said = tuple(filter(None, (it.period, it.value, it.interval, it.state)))
                found.setdefault((figure.measure, cell.place), []).append(said)
    return found


def _lines(page: bytes) -> list[str]:
    """The text of each row of its tables, and of each paragraph."""
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split())
        for line in re.findall(
            r"<tr.*?</tr>|<p.*?</p>|<div class=\"hearth-figure\".*?</div>", page.decode(), re.DOTALL
        )
    ]


def _said(row: Said, lines: list[str]) -> bool:
    """Whether all of it is said in one place."""
    return any(all(part in line for part in row) for line in lines)
