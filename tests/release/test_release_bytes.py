"""A release is the same bytes whenever it is made of the same figures, date, key and software."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from hearth.kernel.errors import BadRelease
from hearth.release.make import FILES, MANIFEST
from hearth.release.manifest import read_manifest
from hearth.release.write import write_release
from release.released import DATE, INPUTS, drawn, published, table_of, write


def held(directory: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in directory.iterdir()}


def shuffled(table: pa.Table) -> pa.Table:
    """The rows in another order, in several pieces, as another run might give them."""
    backwards = table.take(list(reversed(range(table.num_rows))))
    return pa.concat_tables([backwards.slice(5), backwards.slice(0, 5)])


def test_the_same_figures_make_the_same_bytes_twice(tmp_path: Path):
    one, two = write(tmp_path / "one"), write(tmp_path / "two")
    assert held(tmp_path / "one") == held(tmp_path / "two")
    assert one.id == two.id
    assert set(held(tmp_path / "one")) == {*FILES, MANIFEST}


def test_the_order_of_rows_makes_no_difference(tmp_path: Path):
    made = published()
    write(tmp_path / "one", made)
    write(tmp_path / "two", replace(made, table=shuffled(made.table)))
    assert held(tmp_path / "one") == held(tmp_path / "two")


def test_the_number_of_threads_makes_no_difference(tmp_path: Path):
    row = published().where(figure="waited").table.to_pylist()[0]
    many = published(table=table_of(row | {"place": f"P{n:05}", "value": n / 10_000} for n in range(20_000)))
    threads = pa.cpu_count()
    try:
        for number in (1, 4):
            pa.set_cpu_count(number)
            write(tmp_path / str(number), replace(many, table=shuffled(many.table)))
    finally:
        pa.set_cpu_count(threads)
    assert held(tmp_path / "1") == held(tmp_path / "4")


def test_the_order_of_returns_makes_no_difference(tmp_path: Path):
    write(tmp_path / "one")
    write(tmp_path / "two", inputs=tuple(reversed(INPUTS)))
    assert held(tmp_path / "one") == held(tmp_path / "two")


def test_a_nought_below_nothing_is_nought(tmp_path: Path):
    made = published()
    value = pa.array([-0.0 if each == 0 else each for each in made.table["value"].to_pylist()], pa.float64())
    negative = replace(made, table=made.table.set_column(8, made.table.schema.field("value"), value))
    write(tmp_path / "one", made)
    write(tmp_path / "two", negative)
    assert held(tmp_path / "one") == held(tmp_path / "two")


def test_another_key_changes_only_the_hashes_of_inputs_and_so_the_id(tmp_path: Path):
    write(tmp_path / "one")
    write(tmp_path / "two", key=b"the key of somebody else")
    one, two = held(tmp_path / "one"), held(tmp_path / "two")
    assert {name for name in one if one[name] != two[name]} == {MANIFEST}
    was, is_ = read_manifest(one[MANIFEST]), read_manifest(two[MANIFEST])
    assert was == replace(is_, id=was.id, inputs=was.inputs)
    assert was.inputs.returns[0].hmac != is_.inputs.returns[0].hmac
    assert was.id != is_.id


def test_no_hash_of_a_return_stands_in_a_release_as_it_is(tmp_path: Path):
    write(tmp_path / "one")
    assert not [each for each in INPUTS if each.sha256.encode() in held(tmp_path / "one")[MANIFEST]]


def test_without_a_key_there_are_no_hashes_of_inputs_and_the_manifest_says_so(tmp_path: Path):
    manifest = write(tmp_path / "one", key=None).manifest
    assert (manifest.inputs.kind, manifest.inputs.returns) == ("none: no key was given", ())


def test_a_key_that_could_be_guessed_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="at least 16 bytes"):
        write(tmp_path / "one", key=b"secret")


def test_another_date_is_another_release(tmp_path: Path):
    one, two = write(tmp_path / "one"), write(tmp_path / "two", date=date(2024, 10, 2))
    assert one.id != two.id
    assert two.manifest.date == date(2024, 10, 2)


@pytest.mark.parametrize("there", ["file", "folder with a file"])
def test_a_release_is_never_written_over(tmp_path: Path, there: str):
    out = tmp_path / "release"
    if there == "file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "values.csv").write_text("mine")
    with pytest.raises(BadRelease, match="is not an empty directory"):
        write(out)
    kept = out if there == "file" else out / "values.csv"
    assert kept.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["release"]


def test_an_empty_folder_is_filled(tmp_path: Path):
    (tmp_path / "release").mkdir()
    write(tmp_path / "release")
    assert set(held(tmp_path / "release")) == {*FILES, MANIFEST}


def test_two_values_of_one_thing_are_refused_and_nothing_is_written(tmp_path: Path):
    twice = drawn("""
        figure      | place | period     | group       | state      | marks | numerator | denominator
        attendances | EM    | 2024-25-Q1 | gender:girl | value      |       | 640       |
        attendances | EM    | 2024-25-Q1 | gender:girl | suppressed |       |           |
    """)
    with pytest.raises(BadRelease, match="'attendances', 'EM', '2024-25-Q1', 'gender', 'girl'"):
        write(tmp_path / "release", published(table=table_of(twice)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (float("nan"), "A lower is not a number"),
        (float("inf"), "A lower is not a number"),
        (66.66666, "A lower has more than four decimals"),
    ],
)
def test_what_is_no_number_or_says_too_much_is_refused(tmp_path: Path, number: float, said: str):
    rows = [each | {"lower": number} for each in published().table.slice(1, 1).to_pylist()]
    with pytest.raises(BadRelease, match=said):
        write(tmp_path / "release", published(table=table_of(rows)))


def test_figures_that_others_made_public_are_no_release_of_ours(tmp_path: Path):
    with pytest.raises(BadRelease, match="no release of ours"):
        write(tmp_path / "release", published(framework=None, policy=None))


def test_a_draft_left_by_a_run_that_was_stopped_does_not_stop_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def stop(draft: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", stop)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path / "release")
    assert list(tmp_path.iterdir()) == []
    release = write(tmp_path / "release")
    (tmp_path / f".again.{release.id[:16]}.draft").mkdir()
    write(tmp_path / "again")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["again", "release"]


def test_a_release_of_nothing_can_be_written(tmp_path: Path):
    release = write_release(published(table=table_of([])), tmp_path / "release", date=DATE)
    assert release.manifest.rows == 0
