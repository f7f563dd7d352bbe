"""Themes: the colours and the logo that a council puts on the site, as data, checked so that they can be read.

A theme is a YAML file. Those that come with Hearth stand in `themes/`; a council names a file of its own.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path

import yaml

from hearth_web.core.environ import BadSetting

__all__ = ["Theme", "contrast", "theme_named", "theme_names"]

PACKAGED = Path(__file__).parent / "themes"

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

LOGOS = (".svg", ".png")

BODY_TEXT = 4.5
"""The least contrast of text with what it stands on (WCAG 2.2, success criterion 1.4.3)."""

SHAPES = 3.0
"""The least contrast of a line or a shape (success criterion 1.4.11)."""

READ_ON = (
    ("brand_text", "brand", BODY_TEXT),
    ("link", "page", BODY_TEXT),
    ("link", "tint", BODY_TEXT),
    ("link_hover", "page", BODY_TEXT),
    ("link_visited", "page", BODY_TEXT),
    ("text", "page", BODY_TEXT),
    ("text", "tint", BODY_TEXT),
    ("secondary_text", "page", BODY_TEXT),
    ("secondary_text", "tint", BODY_TEXT),
    ("brand", "page", SHAPES),
    ("text", "focus", BODY_TEXT),
)
"""What is read on what, and how far apart they must be."""


@dataclass(frozen=True)
class Theme:
    """A theme that can be read: every pair of `READ_ON` is far enough apart. Colours are written `#006666`."""

    name: str
    brand: str
    brand_text: str
    link: str
    link_hover: str
    link_visited: str
    tint: str
    text: str = "#0b0c0c"
    secondary_text: str = "#484949"
    page: str = "#ffffff"
    border: str = "#b1b4b6"
    focus: str = "#ffdd00"
    logo: Path | None = None

    @cached_property
    def style(self) -> bytes:
        """The style sheet that sets the colours."""
        named = {
            each.name: getattr(self, each.name) for each in fields(self) if each.name not in ("name", "logo")
        }
        ours = "".join(f"  --hearth-{name.replace('_', '-')}: {colour};\n" for name, colour in named.items())
        theirs = "".join(f"  --govuk-{name}: {getattr(self, ours)};\n" for name, ours in _GOVUK)
        return f":root {{\n{ours}{theirs}}}\n".encode()

    @cached_property
    def key(self) -> str:
        """Another one for every other style or logo."""
        held = self.style + (self.logo.read_bytes() if self.logo else b"")
        return hashlib.sha256(held).hexdigest()[:16]


_GOVUK = (
    ("brand-colour", "brand"),
    ("text-colour", "text"),
    ("secondary-text-colour", "secondary_text"),
    ("link-colour", "link"),
    ("link-hover-colour", "link_hover"),
    ("link-visited-colour", "link_visited"),
    ("link-active-colour", "text"),
    ("focus-colour", "focus"),
    ("focus-text-colour", "text"),
    ("border-colour", "border"),
    ("body-background-colour", "page"),
    ("template-background-colour", "page"),
    ("surface-background-colour", "tint"),
)
"""The custom properties of govuk-frontend, and our colour that each takes."""


def theme_names() -> tuple[str, ...]:
    """The themes that come with Hearth."""
    return tuple(sorted(each.stem for each in PACKAGED.glob("*.yaml")))


def theme_named(name: str, *, logo: str = "") -> Theme:
    """A theme that comes with Hearth, or the one in the file of that path, with a logo if one is given.

    BadSetting says what is missing, what is no colour, and which colours are too close to be read.
    """
    path = PACKAGED / f"{name}.yaml" if name in theme_names() else Path(name)
    if not path.is_file():
        raise BadSetting(
            f"There is no theme {name!r}.",
            f"Set HEARTH_THEME to one of {', '.join(theme_names())}, or to the path of a file like theirs.",
        )
    theme = _theme(path)
    return replace(theme, logo=_logo(logo)) if logo else theme


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _theme(path: Path) -> Theme:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(said, dict):
        raise BadSetting(f"{path} is no theme.", f"Write it like {PACKAGED / 'neutral.yaml'}.")
    known = {each.name for each in fields(Theme)} - {"logo"}
    faults = [f"{name}: a theme has no such setting" for name in said if name not in known]
    faults += [
        f"{name}: {colour!r} is no colour; write it as '#006666', in quotation marks"
        for name, colour in said.items()
        if name in known - {"name"} and not COLOUR.fullmatch(str(colour))
    ]
    faults += [f"{name} is missing" for name in _NEEDED if name not in said]
    if not faults:
        theme = Theme(**said)
        faults = list(_too_close(theme))
    if faults:
        raise BadSetting(f"The theme {path.name} cannot be used: {'; '.join(faults)}.", "Put these right.")
    return theme


_NEEDED = ("name", "brand", "brand_text", "link", "link_hover", "link_visited", "tint")


def _too_close(theme: Theme) -> list[str]:
    return [
        f"{one} {getattr(theme, one)} on {other} {getattr(theme, other)} has a contrast of {found:.1f}, under {least}"
        for one, other, least in READ_ON
        if (found := contrast(getattr(theme, one), getattr(theme, other))) < least
    ]


def _logo(path: str) -> Path:
    logo = Path(path).absolute()
    if not logo.is_file() or logo.suffix not in LOGOS:
        raise BadSetting(
            f"HEARTH_LOGO is {path!r}, which is no picture.", "Name a file that ends in .svg or .png."
        )
    return logo


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
