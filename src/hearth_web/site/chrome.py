"""What stands round every page of a release: whose it is, which release, where else to go, and what must be said."""

from __future__ import annotations

from dataclasses import dataclass

from hearth.judge.times import date_in_words
from hearth_web.core.gate import is_public
from hearth_web.site.addresses import LEVELS
from hearth_web.site.shelf import Opened

__all__ = ["Chrome", "chrome_of"]

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "ckb")


@dataclass(frozen=True, slots=True)
class Chrome:
    """Round every page of a release. `places` are the levels that have pages: level, and its word in addresses."""

    title: str
    short: str
    date: str
    framework: str
    notice: str
    public: bool
    language: str
    direction: str
    places: tuple[tuple[str, str], ...]


def chrome_of(opened: Opened) -> Chrome:
    """What stands round the pages of this release."""
    published, manifest = opened.published, opened.manifest
    framework = published.framework
    language = framework.framework.language if framework else "en"
    levels = {place.level for place in published.places.places}
    return Chrome(
        title=published.title,
        short=opened.short,
        date=date_in_words(manifest.date),
        framework=manifest.framework.title,
        notice=published.notice,
        public=is_public(manifest),
        language=language,
        direction="rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        places=tuple((level, word) for level, word in LEVELS.items() if level in levels),
    )
