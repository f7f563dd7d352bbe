"""The law of laws: whatever is counted, and from whatever, the engines give the same whole numbers."""

from __future__ import annotations

from collections import Counter
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.errors import NoSuchExample

from drawn import counted
from generative.bugs import BUGS
from generative.worlds import World, build, worlds
from hearth.engine.results import Results

AT_LEAST = 50
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def both(world: World) -> tuple[Results, Results]:
    with TemporaryDirectory() as folder:
        store = build(world, Path(folder) / "store")
        return counted(store, world.framework, "duckdb"), counted(store, world.framework, "memory")


def differences(one: Results, other: Results) -> list[tuple[object, object]]:
    """The first cells about which two results differ."""
    pairs = zip_longest(one.cells(), other.cells())
    return list(islice(((mine, theirs) for mine, theirs in pairs if mine != theirs), 5))


def what_it_tried(results: Results) -> set[str]:
    """The kinds of counting that this world put to the engines."""
    tried = set()
    for figure in results.figures:
        counting = figure.counting
        tried.add(figure.kind)
        if counting is not None:
            tried.add(type(counting.timing).__name__)
            tried.add("distinct" if counting.unit else "records")
            tried.add(f"speaks {counting.speaks}" if counting.unit else "records")
            tried.update(f"window {each.take}" for each in counting.derive)
    tried.update("aggregates" for each in results.inputs if each.aggregate_rows)
    tried.update("rows" for each in results.inputs if each.records)
    return tried


def test_the_engines_agree_about_every_kind_of_measure() -> None:
    tried: Counter[str] = Counter()

    # The same worlds in every run, so that what is counted below is settled, and a failure is one of this change alone.
    # Not shrunk: a world takes over a second to count, and the first cells that differ say enough.
    @settings(max_examples=60, suppress_health_check=SLOW, phases=[Phase.generate], derandomize=True)
    @given(worlds())
    def agree(world: World) -> None:
        duckdb, memory = both(world)
        tried.update(what_it_tried(duckdb))
        assert duckdb.table.schema.equals(memory.table.schema)
        assert differences(duckdb, memory) == []

    agree()
    wanted = {
        *("proportion", "count", "rate", "mean", "ratio", "ratio_across", "change", "before_and_after"),
        *("Flow", "Stock", "Wave", "records", "distinct", "speaks first", "speaks everywhere"),
        *("window first", "window previous", "window max_before", "aggregates", "rows"),
    }
    short = {each: tried[each] for each in wanted if tried[each] < AT_LEAST}
    assert not short, f"these were tried fewer than {AT_LEAST} times: {short}"


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_bug_in_an_engine_is_caught(bug: type, monkeypatch: pytest.MonkeyPatch) -> None:
    bug.plant(monkeypatch)  # type: ignore[attr-defined]

    def differ(world: World) -> bool:
        duckdb, memory = both(world)
        return differences(duckdb, memory) != []

    quick = settings(max_examples=90, suppress_health_check=SLOW, phases=[Phase.generate], derandomize=True)
    try:
        find(worlds(), differ, settings=quick)
    except NoSuchExample:
        pytest.fail(f"nothing noticed that {bug.__doc__}")
