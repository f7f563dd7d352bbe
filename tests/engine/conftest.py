"""Every test of counting runs on every engine: what they are is asked of the installation, not written down here."""

from __future__ import annotations

import pytest

from hearth.engine.run import engine_names


@pytest.fixture(params=engine_names())
def engine(request: pytest.FixtureRequest) -> str:
    """The name of an engine."""
    return str(request.param)
