"""Reading what others publish: lines, cells and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearth.figures.mapping import Meaning, Symbol
from hearth.figures.readers import Faults, Row, matches, read_count, read_rows

HIDDEN = Symbol(Meaning.SUPPRESSED)


def rows_of(tmp_path: Path, content: bytes) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    faults = Faults(path.name)
    rows = read_rows(path, ["a", "b"], faults)
    return [(row.line, dict(row.cells)) for row in rows], faults.found


@pytest.mark.parametrize(
    ("content", "rows", "faults"),
    [
        (b"a,b\n1,2\n", [(2, {"a": "1", "b": "2"})], []),
        (b"\xef\xbb\xbfa,b\r\n1,2\r\n", [(2, {"a": "1", "b": "2"})], []),
        (b"a,b\n\n\n1,2\n", [(4, {"a": "1", "b": "2"})], []),
        (b'a,b\n"1\n1",2\n3,4', [(2, {"a": "1\n1", "b": "2"}), (4, {"a": "3", "b": "4"})], []),
        (b" a , b \n 1 , \n", [(2, {"a": "1", "b": ""})], []),
        (b"b,a\nB,A\n", [(2, {"a": "A", "b": "B"})], []),
        (b"a,b\n\xe9,\x96\n", [(2, {"a": "é", "b": "–"})], []),
        (
            b"a,b\n1\n1,2\n",
            [(3, {"a": "1", "b": "2"})],
            ["file.csv line 2: 1 cells, where there are 2 columns."],
        ),
        (b'a,b\n1,"2"x\n', [], ["file.csv line 2: ',' expected after '\"'."]),
    ],
)
def test_lines(
    tmp_path: Path, content: bytes, rows: list[tuple[int, dict[str, str]]], faults: list[str]
) -> None:
    assert rows_of(tmp_path, content) == (rows, faults)


@given(st.integers(0, 10**15))
def test_a_whole_number_is_read_however_it_is_written(number: int) -> None:
    for written in (f"{number}", f"{number:,}", f"{number}.0", f"{number:,}.00"):
        assert read_count(written, {"c": HIDDEN}) == number


@pytest.mark.parametrize(
    "cell", ["1.5", "-1", "+1", "1,00", "1,0000", "1e3", "١", "1 000", "seven", "C", "9" * 19]
)
def test_what_is_no_whole_number_and_no_symbol_is_neither(cell: str) -> None:
    assert read_count(cell, {"c": HIDDEN}) is None


def test_an_empty_cell_is_not_available_unless_the_mapping_says_otherwise() -> None:
    assert read_count("", {}) == Symbol(Meaning.NOT_AVAILABLE)
    assert read_count("", {"blank": HIDDEN}) == HIDDEN


@pytest.mark.parametrize(
    ("level", "kind", "meant"),
    [
        ("Local authority", "x", True),
        ("LOCAL AUTHORITY", "y", True),
        ("Regional", "x", False),
        ("Local authority", "z", False),
    ],
)
def test_a_row_is_meant_if_every_column_has_a_wanted_value(level: str, kind: str, meant: bool) -> None:
    row = Row(2, {"level": level, "kind": kind})
    assert matches(row, {"level": ("Local authority",), "kind": ("x", "y")}) is meant
    assert matches(row, {})
