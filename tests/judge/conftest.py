"""The demonstration as it is published, for what must hold of every figure: the same that the site's tests stand on."""

from __future__ import annotations

import pytest

from hearth.disclosure.published import Published
from web.shelves import make_shelf, once_for_all_workers, shelved

__all__: list[str] = []


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The demonstration, one person in twenty, under the policy `public`."""
    return shelved(once_for_all_workers(tmp_path_factory, "shelves", make_shelf)).current.published
