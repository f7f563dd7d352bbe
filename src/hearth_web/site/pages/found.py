"""What an address names in a release, or a 404 that says where to look instead."""

from __future__ import annotations

from django.http import Http404

from hearth.disclosure.published import PublishedFigure
from hearth.framework.measures import Measure
from hearth.kernel.places import Place
from hearth_web.site.addresses import LEVELS
from hearth_web.site.shelf import Opened

__all__ = ["figure_of", "figures_of", "measure_named", "place_named"]


def measure_named(opened: Opened, id: str) -> Measure:
    """The framework's measure of that id."""
    for measure in opened.framework.measures:
        if measure.id == id:
            return measure
    raise Http404("This release has no measure of that name. The framework page lists all that it has.")


def place_named(opened: Opened, code: str, *, level: str = "") -> Place:
    """The place of that code, if places of its level have pages (and it is of this level, where one is asked for)."""
    places = opened.published.places
    found = places.place(code) if code in places else None
    if found is None or found.level not in ([level] if level else LEVELS):
        word = f"no {level}" if level else "no hub or ward"
        raise Http404(f"This release has {word} of that code. The lists of hubs and wards have all of them.")
    return found


def figure_of(opened: Opened, id: str) -> PublishedFigure | None:
    """Our own figure of that id; None where the release has none."""
    return next((each for each in opened.published.figures if each.id == id and not each.source), None)


def figures_of(opened: Opened, measure: str) -> tuple[PublishedFigure, ...]:
    """Every figure of a measure: its own, those beside it, and those that others publish."""
    return tuple(each for each in opened.published.figures if each.measure == measure)
