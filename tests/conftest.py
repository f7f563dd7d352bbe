"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

# A loaded machine is not a fault in what is tested.
settings.register_profile("hearth", deadline=None)
settings.load_profile("hearth")

# Who runs the tests side by side tells each worker how wide the terminal is; pages are tested without one.
os.environ.pop("COLUMNS", None)

CHECKOUT = Path(__file__).parent.parent


def shared_folder() -> Path:
    """Where the team's shared folder is: beside the checkout, unless HEARTH_SHARED says otherwise."""
    return Path(os.environ.get("HEARTH_SHARED", CHECKOUT.parent / "shared"))


def absent(reason: str) -> NoReturn:
    """Skips with the reason; fails where HEARTH_REQUIRE_DATA says that the shared folder must be here, as in CI."""
    if os.environ.get("HEARTH_REQUIRE_DATA"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real published data, where it stands; see `absent` for where it does not."""
    data = shared_folder() / "data"
    if not data.is_dir():
        absent(f"needs the published data in {data.name}/ of the shared folder, which is not here")
    return data


@pytest.fixture(scope="session")
def seed_text() -> str:
    """The framework's source text, as it was given to us."""
    seed = shared_folder() / "seed" / "stockport-family-hubs-outcomes-framework.txt"
    if not seed.is_file():
        absent("needs the seed text in the shared folder, which is not here")
    return seed.read_text(encoding="utf-8")
