"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A loaded machine is not a fault in what is tested.
settings.register_profile("hearth", deadline=None)
settings.load_profile("hearth")

CHECKOUT = Path(__file__).parent.parent


def shared_folder() -> Path:
    """Where the team's shared folder is: beside the checkout, unless HEARTH_SHARED says otherwise."""
    return Path(os.environ.get("HEARTH_SHARED", CHECKOUT.parent / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real published data, where it stands; skips with a reason where it is absent."""
    data = shared_folder() / "data"
    if not data.is_dir():
        pytest.skip(f"needs the published data in {data.name}/ of the shared folder, which is not here")
    return data


@pytest.fixture(scope="session")
def seed_text() -> str:
    """The framework's source text, as it was given to us."""
    seed = shared_folder() / "seed" / "stockport-family-hubs-outcomes-framework.txt"
    if not seed.is_file():
        pytest.skip("needs the seed text in the shared folder, which is not here")
    return seed.read_text(encoding="utf-8")
