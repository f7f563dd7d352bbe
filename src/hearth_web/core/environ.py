"""Settings from the environment, read once at start; what cannot be meant stops the start and says what to do."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from hearth.kernel.errors import UserError

__all__ = ["BadSetting", "address", "folder", "text", "words"]


class BadSetting(UserError):
    """A setting that is missing, or that cannot be meant."""

    code = "bad-setting"


def text(name: str, default: str | None = None, *, said: Mapping[str, str] = os.environ) -> str:
    """The setting of that name; BadSetting if there is none and no default."""
    value = said.get(name, default)
    if value is None:
        raise BadSetting(f"{name} is not set.", f"Set {name} in the environment: docs/reference/settings.md.")
    return value


def words(name: str, default: str = "", *, said: Mapping[str, str] = os.environ) -> list[str]:
    """A setting of several words, commas between them."""
    return [each.strip() for each in text(name, default, said=said).split(",") if each.strip()]


def address(name: str, *schemes: str, said: Mapping[str, str] = os.environ) -> str:
    """An address that begins with one of these, such as `https://`; empty where it is not set. BadSetting otherwise."""
    value = text(name, "", said=said).strip()
    if value and (not value.startswith(schemes) or not value.isprintable() or " " in value):
        raise BadSetting(
            f"{name} is {value!r}.", f"Begin it with {' or '.join(schemes)}, and leave no spaces in it."
        )
    return value


def folder(name: str, default: str, *, said: Mapping[str, str] = os.environ) -> Path:
    """A folder, made absolute; it need not be there yet."""
    return Path(text(name, default, said=said)).expanduser().absolute()
