"""A release that is altered in any way does not verify, and the message says where."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from hearth.kernel.errors import BadRelease
from hearth.release import manifest as manifests
from hearth.release.checks import check_id
from hearth.release.make import FILES, MANIFEST
from hearth.release.read import open_release
from hearth.release.tables import csv_of, parquet_of, table_of_parquet
from hearth.release.verify import read_release, verify
from release.released import ROWS, alter, parquet, published, write

READERS: tuple[Callable[[Path], object], ...] = (verify, read_release, open_release)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("released") / "release"
    write(directory)
    return directory


@pytest.fixture
def release(whole: Path, tmp_path: Path) -> Path:
    """A release to be altered."""
    return Path(shutil.copytree(whole, tmp_path / "release"))


def reason(release: Path, **asked: str) -> str:
    with pytest.raises(BadRelease) as refused:
        verify(release, **asked)
    return refused.value.message


def test_a_release_that_nobody_touched_verifies(release: Path):
    verified = verify(release)
    assert (verified.rows, verified.worked_out, verified.bytes_compared) == (18, 10, True)
    assert verify(release, id=verified.id) == verified


@pytest.mark.parametrize("name", FILES)
def test_every_altered_byte_is_noticed_and_its_file_named(release: Path, name: str):
    held = (release / name).read_bytes()
    for at in sorted({0, len(held) - 1, *range(0, len(held), max(1, len(held) // 40))}):
        (release / name).write_bytes(held[:at] + bytes([held[at] ^ 1]) + held[at + 1 :])
        assert reason(release).startswith(f"{name} has been altered"), at


def test_every_altered_byte_of_the_manifest_is_noticed(release: Path):
    meant = (release / MANIFEST).read_bytes()
    held = {name: (release / name).read_bytes() for name in FILES}
    for at in range(len(meant)):
        altered = meant[:at] + bytes([meant[at] ^ 1]) + meant[at + 1 :]
        with pytest.raises(BadRelease, match=r"manifest\.json"):
            read = manifests.read_manifest(altered)
            check_id(read, {**held, MANIFEST: altered}, "")
        if at % 100 == 0:
            (release / MANIFEST).write_bytes(altered)
            assert reason(release)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kept", [0, 0.5, 1])
def test_a_file_cut_short_is_named_with_how_much_is_left(release: Path, name: str, kept: float):
    held = (release / name).read_bytes()
    left = int((len(held) - 1) * kept)
    (release / name).write_bytes(held[:left])
    assert reason(release).startswith(
        f"{name} has been cut short or altered: it has {left:,} of {len(held):,} bytes"
    )


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(release: Path, name: str):
    (release / name).unlink()
    for read in READERS:
        with pytest.raises(BadRelease, match=f"^{name} is missing"):
            read(release)


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "folder/inside.csv"])
def test_a_file_too_many_is_named(release: Path, name: str):
    (release / name).parent.mkdir(exist_ok=True)
    (release / name).write_text("mine")
    assert reason(release).startswith(f"{name.partition('/')[0]} is no part of the release")


def test_a_folder_without_a_manifest_is_no_release(release: Path):
    (release / MANIFEST).unlink()
    assert reason(release).startswith("There is no release at ")


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[]", "is not a release's"),
        (b"{}", "is not a release's: id: Field required"),
        (b'{"format": 2}', "is of format 2; this version of Hearth reads 1"),
    ],
)
def test_a_manifest_that_is_none_is_refused(release: Path, held: bytes, said: str):
    (release / MANIFEST).write_bytes(held)
    assert said in reason(release)


def test_the_first_line_of_values_that_differs_is_named(release: Path):
    held = (release / "values.csv").read_bytes()
    (release / "values.csv").write_bytes(held.replace(b"85,120", b"86,120"))
    assert "; line 16 is ',reviewed,EM,2024-25-Q1,,,value,,,70.8333,62.1558,78.2184,86,120," in reason(
        release
    )


def test_a_value_edited_by_hand_with_its_hash_in_the_manifest_is_given_away_by_the_id(release: Path):
    held = (release / "values.csv").read_bytes().replace(b"85,120", b"86,120")
    manifest = manifests.read_manifest((release / MANIFEST).read_bytes())
    facts = manifests.facts_of(held)
    edited = replace(manifest, files=manifest.files | {"values.csv": facts}, values_sha256=facts.sha256)
    (release / "values.csv").write_bytes(held)
    (release / MANIFEST).write_bytes(manifests.manifest_bytes(edited))
    assert reason(release).startswith(
        f"manifest.json says that the id is {manifest.id}, but what is here makes "
    )


EDITS = {
    "values.csv": lambda held: held.replace(b"85,120", b"86,120"),
    "fingertips.csv": lambda held: held.replace(b",85,120,", b",86,120,"),
    "coverage.csv": lambda held: held.replace(b"2024-07-09", b"2024-07-9 "),
    "datapackage.json": lambda held: held.replace(b"Every figure", b"Any figure"),
    "NOTES.md": lambda held: held.replace(b"**Invented, for tests.**", b"All of it true."),
    "framework.json": lambda held: held.replace(b'"notice": "Invented', b'"notice": "Proven', 1),
    "values.parquet": lambda held: parquet(changed(table_of_parquet(held), "value", 64.0)),
}


def changed(table: pa.Table, column: str, number: float) -> pa.Table:
    """The table with another number in the row of the girls' attendances."""
    rows = table.to_pylist()
    next(row for row in rows if row["group"] == "girl")[column] = number
    return pa.Table.from_pylist(rows, schema=table.schema)


@pytest.mark.parametrize("name", EDITS)
def test_a_careful_forger_of_one_file_is_given_away_by_the_others(release: Path, name: str):
    """Hashes and id are made to agree, so every file is what its manifest says."""
    known = verify(release).id
    before = (release / name).read_bytes()
    after = EDITS[name](before)
    assert after != before
    alter(release, name, after)
    assert "has been edited" in reason(release) or "cannot be read" in reason(release)
    assert reason(release, id=known).startswith("This is another release: its id is ")


def test_tables_that_do_not_hold_the_same_values_are_told_apart(release: Path):
    alter(release, "values.csv", csv_of(changed(published().table, "numerator", 645)))
    assert reason(release).startswith("values.csv is not what this release's own figures make: line 5 is ")


def test_an_interval_that_its_counts_do_not_come_to_is_named(tmp_path: Path):
    rows = published().table.to_pylist()
    row = next(row for row in rows if (row["figure"], row["place"]) == ("reviewed", "D1"))
    row["upper"] = round(row["upper"] + 0.001, 4)
    write(tmp_path / "release", published(table=pa.Table.from_pylist(rows, schema=published().table.schema)))
    assert reason(tmp_path / "release") == (
        "values.parquet: reviewed, D1, 2024-25-Q1 is 66.6667 to 54.0569 to 77.2717, but 40 of 60 comes to "
        "66.6667 to 54.0569 to 77.2707."
    )


def test_a_release_made_anew_by_a_forger_verifies_but_has_another_id(release: Path, tmp_path: Path):
    known = verify(release).id
    forged = published(ROWS.replace("85        | 120", "95        | 120"))
    write(tmp_path / "forged", forged)
    assert verify(tmp_path / "forged").id != known
    assert reason(tmp_path / "forged", id=known).endswith(f"not {known}.")


class TestMadeWithOtherLibraries:
    """Then values are compared, not bytes, and what differs is said."""

    @pytest.fixture
    def older(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        here = manifests.software_here()
        with monkeypatch.context() as patched:
            patched.setattr(manifests, "software_here", lambda: here | {"numpy": "1.0.0"})
            write(tmp_path / "older")
        return tmp_path / "older"

    def test_values_are_compared_and_the_library_is_named(self, older: Path):
        verified = verify(older)
        assert (verified.bytes_compared, verified.worked_out) == (False, 10)
        assert verified.differs == (("numpy", "1.0.0", manifests.software_here()["numpy"]),)
        assert read_release(older) == published()

    def test_other_bytes_of_the_same_values_verify(self, older: Path):
        alter(older, "values.parquet", parquet(published().table))
        assert not verify(older).bytes_compared

    def test_other_values_do_not(self, older: Path):
        alter(older, "values.parquet", parquet_of(changed(published().table, "value", 641.0)))
        assert reason(older) == (
            "values.csv and values.parquet do not hold the same values: row 4 is the first that differs."
        )

    def test_nor_do_values_that_do_not_follow(self, older: Path):
        table = changed(published().table, "value", 641.0)
        alter(older, "values.parquet", parquet_of(table))
        alter(older, "values.csv", csv_of(table))
        assert "attendances, EM, 2024-25-Q1, gender, girl is 641.0000, but 640 comes to 640" in reason(older)

    def test_a_row_more_is_noticed(self, older: Path):
        table = published().table
        alter(older, "values.csv", csv_of(table.slice(0, table.num_rows - 1)))
        assert "row 18 is the first that differs" in reason(older)


def test_a_manifest_whose_lines_were_put_in_another_order_is_noticed(release: Path):
    plain = json.loads((release / MANIFEST).read_bytes())
    held = json.dumps(dict(reversed(plain.items())), ensure_ascii=False, indent=2) + "\n"
    (release / MANIFEST).write_text(held, encoding="utf-8")
    assert reason(release).startswith("manifest.json says of this release what is not so")


def test_what_a_forger_says_in_the_manifest_is_held_against_the_release(release: Path):
    held = manifests.read_manifest((release / MANIFEST).read_bytes())
    forged = replace(held, title="Another title", id="")
    forged = replace(forged, id=manifests.id_of(manifests.manifest_bytes(forged), held.files))
    (release / MANIFEST).write_bytes(manifests.manifest_bytes(forged))
    assert reason(release).startswith("manifest.json says of this release what is not so")


def test_the_manifest_can_be_read_by_a_program(release: Path):
    manifest = json.loads((release / MANIFEST).read_bytes())
    assert manifest["notice"] == "Invented, for tests."
    assert manifest["policy"]["id"] == "public"
    assert manifest["definition_versions"]["reviewed"] == 1
    assert set(manifest["files"]) == set(FILES)
