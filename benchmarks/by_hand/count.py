"""Run the hand-written SQL over a demonstration store, and write the counts it makes to one Parquet file."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

HERE = Path(__file__).parent


def count(store: Path, answers: Path) -> None:
    """Every file of SQL beside this one, in the order of their names; the first says what the others use."""
    with duckdb.connect() as db:
        db.execute("SET memory_limit = '700MB'")
        db.execute("SET preserve_insertion_order = false")
        db.execute("SET VARIABLE store = $store", {"store": store.as_posix()})
        for file in sorted(HERE.glob("*.sql")):
            db.execute(file.read_text(encoding="utf-8"))
        db.execute(f"COPY counts TO '{answers.as_posix()}' (FORMAT parquet)")


if __name__ == "__main__":
    count(Path(sys.argv[1]), Path(sys.argv[2]))
