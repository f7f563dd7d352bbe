"""A new store has no places, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from hearth.kernel.errors import BadStore
from hearth.store.store import About, create


def test_a_store_without_places_says_how_to_get_some(tmp_path: Path) -> None:
    store = create(tmp_path / "store", About("New", home="LA"))
    with pytest.raises(BadStore, match="no places yet") as refusal:
        store.places()
    assert "hearth store import" in refusal.value.remedy
