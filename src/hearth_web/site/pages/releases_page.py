"""The releases that a reader may see, and the way to the newest of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from hearth.judge.times import date_in_words
from hearth.release.manifest import Manifest
from hearth_web.core.gate import is_public, may_read
from hearth_web.site.answer import html, on_shelf
from hearth_web.site.kept import PRIVATE, respond
from hearth_web.site.shelf import SHORT, BadShelf

__all__ = ["Listed", "answer", "current_notice", "listed", "to_latest"]

ASK_AGAIN = "no-cache"
"""The newest release may be another at any time: whoever kept the answer asks whether it still is so."""

NONE_YET = "No release has been put on this site yet. Come back later."

NO_SUCH_PAGE = (
    "The latest release has no page with this address. Start from its first page, and look for it there."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One release of the list. `since` and `before` are the date and address of the one that it is compared with."""

    title: str
    date: str
    short: str
    id: str
    current: bool
    public: bool
    policy: str
    framework: str
    rows: str
    since: str
    before: str
    anew: str


def answer(request: HttpRequest) -> HttpResponse:
    """The list, the newest first. Another for every reader who may see other releases, and so never kept unasked."""
    releases = _readable(request)
    if not releases:
        raise Http404(NONE_YET)
    opened = on_shelf().open(_current(releases))
    body = html("site/releases.jinja", opened, here="", section="releases", releases=listed(releases))
    return respond(request, body, public=all(map(is_public, releases)), lasts=ASK_AGAIN)


def to_latest(request: HttpRequest, rest: str) -> HttpResponse:
    """To the same page of the current release; 404 where there is none that the reader may see, or no such page."""
    releases = _readable(request)
    if not releases:
        raise Http404(NONE_YET)
    current = _current(releases)
    first = reverse("framework", kwargs={"release": current.id[:SHORT]})
    if any(part in ("", ".", "..") or "\\" in part for part in rest.removesuffix("/").split("/")) and rest:
        raise Http404(NO_SUCH_PAGE)
    try:
        resolve(first + rest)
    except Resolver404:
        raise Http404(NO_SUCH_PAGE) from None
    response = HttpResponseRedirect(first + quote(rest, safe="/"))
    response["Cache-Control"] = ASK_AGAIN if is_public(current) else PRIVATE
    return response


def current_notice() -> str:
    """What the current release of the site says to every reader; empty where there is none that is public."""
    try:
        return next((each.notice for each in on_shelf().listed() if is_public(each)), "")
    except BadShelf:
        return ""


def listed(releases: tuple[Manifest, ...]) -> tuple[Listed, ...]:
    """What the list says of each of these releases, the newest first."""
    current = _current(releases) if releases else None
    return tuple(
        _listed(each, _before(each, releases[at + 1 :]), current=each is current)
        for at, each in enumerate(releases)
    )


def _current(releases: tuple[Manifest, ...]) -> Manifest:
    """The newest that is public, whoever asks; only where none is, the newest of the others."""
    return next((each for each in releases if is_public(each)), releases[0])


def _readable(request: HttpRequest) -> tuple[Manifest, ...]:
    return tuple(each for each in on_shelf().listed() if may_read(request, each))


def _before(release: Manifest, earlier: tuple[Manifest, ...]) -> Manifest | None:
    """The last release before it of the same framework, under the same policy."""
    same = (release.framework.id, release.policy.id, release.home)
    return next((each for each in earlier if (each.framework.id, each.policy.id, each.home) == same), None)


def _listed(release: Manifest, before: Manifest | None, *, current: bool) -> Listed:
    return Listed(
        title=release.title,
        date=date_in_words(release.date),
        short=release.id[:SHORT],
        id=release.id,
        current=current,
        public=is_public(release),
        policy=release.policy.title,
        framework=f"{release.framework.title}, edition {release.framework.edition}",
        rows=f"{release.rows:,}",
        since=date_in_words(before.date) if before else "",
        before=before.id[:SHORT] if before else "",
        anew=_anew(before, release) if before else "",
    )


def _anew(before: Manifest, release: Manifest) -> str:
    """How many measures are defined otherwise than they were: the one change that no reader should miss."""
    was, is_ = before.definition_versions, release.definition_versions
    changed = sum(is_[measure] != was[measure] for measure in is_ if measure in was)
    if not changed:
        return ""
    return f"{changed} {'measure is' if changed == 1 else 'measures are'} defined in another way than before."
