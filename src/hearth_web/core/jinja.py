"""The templates' environment: the public sector's components, ours, and the few names that every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader
from jinja2.meta import find_referenced_templates

from hearth_web.core.notices import site_notice

__all__ = ["compile_all", "environment"]

OURS = ("hearth/", "site/")
"""How the names of our own templates begin."""


def environment(**options: Any) -> Environment:
    """Django's Jinja2 environment with `govuk_frontend_jinja/…` beside the apps' own templates.

    Templates know `static`, `reverse`, `theme`, `site_notice` and the council's settings. Undefined names chain, as the
    components need.
    """
    loader = options.pop("loader")
    options["undefined"] = ChainableUndefined
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(
        loader=ChoiceLoader([loader, components]), trim_blocks=True, lstrip_blocks=True, **options
    )
    made.globals.update(
        static=static,
        reverse=_address,
        theme=settings.HEARTH_THEME,
        organisation=settings.HEARTH_ORGANISATION,
        site_title=settings.HEARTH_TITLE,
        site_address=settings.HEARTH_ADDRESS,
        licence=settings.HEARTH_LICENCE,
        contact=settings.HEARTH_CONTACT,
        site_notice=site_notice,
    )
    return made


def _address(name: str, /, **where: str) -> str:
    return reverse(name, kwargs=where)


def compile_all(environment: Environment) -> None:
    """Compile every template of ours, and every component that one of them uses, before the first reader asks."""
    waiting = [name for name in environment.list_templates() if name.startswith(OURS)]
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        environment.get_template(name)
        source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
        for other in find_referenced_templates(environment.parse(source)):
            if other and other not in seen:
                seen.add(other)
                waiting.append(other)
