"""The ledger: the last return of each sender, dataset, form and period counts; no half-written line is ever seen."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearth.kernel.errors import BadStore
from hearth.kernel.periods import period, wave
from hearth.store.ledger import Form, Return, append, read_ledger, standing

Q1, Q2, YEAR = period("2023-24-Q1"), period("2023-24-Q2"), period("2023-24")


def accepted(
    sender: str = "Ward clinic",
    *,
    dataset: str = "visits",
    form: Form = Form.ROWS,
    about=Q1,
    records: int = 3,
) -> Return:
    return Return(dataset, form, about, sender, f"{form}/{dataset}/{records}.parquet", "0" * 64, records)


def test_there_is_nothing_in_a_ledger_that_is_not_there_or_is_empty(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "ledger.jsonl") == ()
    (tmp_path / "ledger.jsonl").touch()
    assert read_ledger(tmp_path / "ledger.jsonl") == ()


def test_what_is_appended_is_read_back_in_the_order_of_acceptance(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    lines = (
        accepted(about=Q2),
        accepted(about=Q1, form=Form.AGGREGATES),
        accepted(about=wave("autumn-2023", date(2023, 9, 1), date(2023, 10, 31))),
    )
    for each in lines:
        append(path, each)
    assert read_ledger(path) == lines


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1))
def test_law_any_sender_is_read_back_as_it_was(tmp_path: Path, sender: str) -> None:
    """Also one whose name holds what Python, though not JSON, takes for the end of a line."""
    path = tmp_path / "ledger.jsonl"
    path.unlink(missing_ok=True)
    try:
        sender.encode()
    except UnicodeEncodeError:
        sender = "half a character cannot be written down"
    for each in (sender, "a\u2028b\x85c\u2029d\x1ce\rf\ng"):
        append(path, accepted(each))
    assert [each.sender for each in read_ledger(path)] == [sender, "a\u2028b\x85c\u2029d\x1ce\rf\ng"]


def test_the_day_on_which_a_return_came_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    lines = (replace(accepted("A"), received=date(2023, 7, 20)), accepted("B"))
    for each in lines:
        append(path, each)
    assert [each.received for each in read_ledger(path)] == [date(2023, 7, 20), None]


def test_a_ledger_that_never_said_when_its_returns_came_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    append(path, accepted())
    text = path.read_text(encoding="utf-8")
    old = text.replace(', "received": null', "")
    assert old != text
    path.write_text(old, encoding="utf-8", newline="")
    assert read_ledger(path) == (accepted(),)
    append(path, replace(accepted("School"), received=date(2023, 8, 1)))
    assert [each.received for each in read_ledger(path)] == [None, date(2023, 8, 1)]


@pytest.mark.parametrize("said", ['"20 July"', "20230720", '"2023-13-01"', "[20]", "true"])
def test_a_day_that_is_no_day_is_damage(said: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    append(path, accepted())
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"received": null', f'"received": {said}'), encoding="utf-8", newline="")
    with pytest.raises(BadStore, match="Line 1"):
        read_ledger(path)


REPLACED = [
    ("sent again", accepted(), accepted(records=5), True),
    ("another sender", accepted(), accepted("School", records=5), False),
    ("another dataset", accepted(), accepted(dataset="referrals", records=5), False),
    ("the other form", accepted(), accepted(form=Form.AGGREGATES, records=5), False),
    ("another quarter", accepted(), accepted(about=Q2, records=5), False),
    ("the year it is part of", accepted(), accepted(about=YEAR, records=5), False),
]


@pytest.mark.parametrize(("_", "earlier", "later", "replaces"), REPLACED, ids=[row[0] for row in REPLACED])
def test_a_later_return_replaces_only_that_of_the_same_sender_dataset_form_and_period(
    _: str, earlier: Return, later: Return, replaces: bool
) -> None:
    assert set(standing((earlier, later))) == ({later} if replaces else {earlier, later})


def test_the_returns_that_stand_are_in_one_order_however_they_came() -> None:
    returns = (accepted("B"), accepted("A"), accepted("A", about=Q2), accepted("A", dataset="events"))
    assert standing(returns) == standing(tuple(reversed(returns)))


# Whoever is killed between the writing and the renaming leaves the old ledger, and no obstacle to the next.
KILLED = """
import os, sys
from pathlib import Path
from hearth.kernel.periods import period
from hearth.store.ledger import Form, Return, append
Path.replace = lambda self, target: os._exit(9)
append(Path(sys.argv[1]), Return("visits", Form.ROWS, period("2023-24-Q2"), "Killed", "x.parquet", "0" * 64, 1))
"""


def test_killed_before_the_line_is_in_place_the_old_ledger_stands(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    append(path, accepted())
    before = path.read_bytes()
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False).returncode == 9
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each != path] != []  # it had begun to write
    append(path, accepted("School"))
    assert [each.sender for each in read_ledger(path)] == ["Ward clinic", "School"]


DAMAGE = [
    b"{",
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b'{"dataset": "visits"}',
    None,  # a line of another version: one key more
]


@pytest.mark.parametrize("damage", DAMAGE, ids=[repr(each) for each in DAMAGE])
def test_a_damaged_line_is_named_by_its_number(damage: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    for sender in ("A", "B", "C"):
        append(path, accepted(sender))
    lines = path.read_bytes().splitlines()
    lines[1] = lines[1].replace(b"{", b'{"more": 1, ', 1) if damage is None else damage
    path.write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(BadStore, match=r"^Line 2 of ledger\.jsonl cannot be read") as refused:
        read_ledger(path)
    assert "backup" in refused.value.remedy


def test_a_period_that_does_not_mean_its_days_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    append(path, accepted())
    path.write_text(path.read_text(encoding="utf-8").replace("2023-06-30", "2023-06-29"), encoding="utf-8")
    with pytest.raises(BadStore, match="Line 1"):
        read_ledger(path)
