"""The demonstration, built once for these tests: whole, and one person in twenty."""

from __future__ import annotations

import pytest

from hearth.demo.build import Built, build
from hearth.framework.framework import Framework
from hearth.framework.load import load


@pytest.fixture(scope="session")
def framework() -> Framework:
    return load("stockport")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="session")
def told() -> list[tuple[str, int, int]]:
    """What the building of the small one said of its progress."""
    return []


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, int, int]]) -> Built:
    return build(tmp_path_factory.mktemp("small"), sample=20, progress=lambda *step: told.append(step))
