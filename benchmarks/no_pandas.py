"""Keeps pandas shut, as where Hearth is used: where it is installed pyarrow opens it, at most of a CPU second."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder

__all__ = ["allow", "forbid"]


class NoPandas(MetaPathFinder):
    """Finds no pandas, wherever it happens to be installed."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


_NONE = NoPandas()


def forbid() -> None:
    """From now on there is no pandas."""
    sys.meta_path.insert(0, _NONE)


def allow() -> None:
    """From now on there is, if it is installed."""
    sys.meta_path.remove(_NONE)
