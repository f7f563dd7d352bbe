"""Building: the same bytes for the same seed, in bounded memory, with as many records as were announced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pytest

from hearth.demo import build as building
from hearth.demo import streams
from hearth.demo.borough import Borough
from hearth.demo.build import KEY, KEY_FILE, Built, about_how_many, build
from hearth.demo.places import NOTICE
from hearth.demo.returns import COMES_AFTER, LATE, demo_returns
from hearth.demo.streams import Block
from hearth.framework.framework import Framework
from hearth.kernel.errors import BadStore
from hearth.store.ledger import Form
from hearth.store.store import open_store


def digests(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_the_same_seed_gives_the_same_bytes_whatever_the_threads(tmp_path: Path) -> None:
    before = pa.cpu_count(), pa.io_thread_count()
    try:
        found = []
        for threads in (1, 4):
            pa.set_cpu_count(threads)
            pa.set_io_thread_count(threads)
            build(tmp_path / str(threads), sample=150)
            found.append(digests(tmp_path / str(threads)))
    finally:
        pa.set_cpu_count(before[0])
        pa.set_io_thread_count(before[1])
    assert found[0] == found[1]
    assert {path.rsplit(".")[-1] for path in found[0]} == {"parquet", "csv", "json", "jsonl", "txt", "yaml"}


def test_another_seed_gives_other_people_in_the_same_places(tmp_path: Path, small: Built) -> None:
    other = build(tmp_path / "other", sample=20, seed=7)
    one, two = digests(small.store.root), digests(other.store.root)
    same = {path for path in one.keys() & two.keys() if one[path] == two[path]}
    assert {"places/places.csv", "places/links.csv", "places/populations.csv", "truths.json"} <= same
    published = "figures/brackenhythe_region_and_nation/values.parquet"
    assert {path for path in same if path.endswith(".parquet")} == {published}


def test_every_record_announced_is_in_the_store(small: Built) -> None:
    returns = open_store(small.store.root).returns()
    assert small.total == sum(each.records for each in returns)


def test_about_how_many_is_close(whole: Built, framework: Framework) -> None:
    assert about_how_many(framework=framework) == pytest.approx(whole.total, rel=0.02)
    assert 400_000 <= whole.total <= 700_000


def test_a_larger_scale_announces_as_many_times_more(framework: Framework) -> None:
    once, often = about_how_many(framework=framework), about_how_many(100, framework=framework)
    assert often == pytest.approx(100 * once, rel=0.02)


def test_progress_counts_every_return(
    framework: Framework, small: Built, told: list[tuple[str, int, int]]
) -> None:
    assert [done for _, done, _ in told] == list(range(1, len(demo_returns(framework)) + 1))
    assert {of for _, _, of in told} == {len(told)}
    assert {dataset for dataset, _, _ in told} == set(small.records)


def test_it_says_that_it_is_invented(small: Built) -> None:
    root = small.store.root
    assert NOTICE.startswith("Invented.")
    assert open_store(root).about.notice == NOTICE
    assert "(invented)" in open_store(root).about.title
    assert (root / "NOTICE.txt").read_text(encoding="utf-8").strip() == NOTICE
    assert json.loads((root / "truths.json").read_text(encoding="utf-8"))["notice"] == NOTICE
    assert all("(invented)" in each.sender for each in small.store.returns())


def test_its_key_says_that_it_is_nobody_elses(small: Built) -> None:
    assert (small.store.root / KEY_FILE).read_text(encoding="utf-8") == KEY
    assert len(KEY.encode()) >= 32
    assert "demonstration" in KEY and "nobody else" in KEY


def test_every_return_says_when_it_came_and_a_few_came_late(small: Built) -> None:
    after = {
        f"{each.dataset} {each.period.id}": each.received - each.period.end
        for each in open_store(small.store.root).returns()
        if each.received is not None
    }
    assert len(after) == len({(each.dataset, each.period.id) for each in small.store.returns()})
    assert {name: late for name, late in after.items() if late != COMES_AFTER} == LATE
    assert 1 <= len(LATE) <= 6 < len(after)


def test_the_store_reads_back(small: Built) -> None:
    store = open_store(small.store.root)
    assert store.about.home in store.places()
    assert store.populations().rows


def test_a_folder_that_holds_something_is_refused(small: Built) -> None:
    with pytest.raises(BadStore):
        build(small.store.root, sample=20)


@pytest.mark.parametrize(("scale", "sample"), [(0, 1), (-1, 1), (1, 0)])
def test_a_scale_below_one_is_refused(tmp_path: Path, scale: int, sample: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        build(tmp_path / "none", scale=scale, sample=sample)
    assert not (tmp_path / "none").exists()


def test_at_scale_100_no_more_than_two_blocks_are_drawn_for_a_batch(
    framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a batch is handed over, only its own block (and at most the next) has been drawn, of up to 20,000."""
    drawn: list[Block] = []
    blocks = Borough.blocks

    def counted(self: Borough, cohort: str, people: int) -> Iterator[Block]:
        for block in blocks(self, cohort, people):
            drawn.append(block)
            yield block

    monkeypatch.setattr(Borough, "blocks", counted)
    for dataset in ("hub_contacts", "school_attendance", "attainment_ks2"):
        each = next(each for each in demo_returns(framework) if each.dataset.id == dataset)
        drawn.clear()
        for number, _ in enumerate(islice(each.batches(Borough(1, scale=100)), 3), start=1):
            assert len(drawn) <= number + 1
        assert max(block.size for block in drawn) == streams.BLOCK


@pytest.mark.parametrize("people", [1, 19_999, 20_000, 20_001, 6_500_000])
def test_blocks_hold_everyone_once(people: int) -> None:
    found = list(streams.blocks(1, "everyone", people))
    assert sum(block.size for block in found) == people
    assert [block.first for block in found] == list(range(0, people, streams.BLOCK))
    assert max(block.size for block in found) <= streams.BLOCK <= 50_000


def test_batches_go_to_the_file_before_they_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "ROWS_TOGETHER", 100)
    asked: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(50):
            asked.append(number)
            yield pa.RecordBatch.from_pydict({"row": list(range(number * 30, number * 30 + 30))})

    rows: list[int] = []
    for written, batch in enumerate(building._together(batches()), start=1):
        assert len(asked) == min(4 * written, 50)
        rows += batch.column("row").to_pylist()
    assert rows == list(range(1500))


def test_a_block_drawn_again_is_the_same_people(framework: Framework) -> None:
    """A return can be drawn alone, in any order: nothing is carried from one to the next."""
    returns = [each for each in demo_returns(framework) if each.form is Form.ROWS]
    borough = Borough(3, sample=400)
    forward = [[*each.batches(borough)] for each in returns]
    backward = [[*each.batches(borough)] for each in reversed(returns)]
    assert forward == backward[::-1]
