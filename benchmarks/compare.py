"""Whether two halves of a comparison found the same: `python compare.py OURS THEIRS` prints one line of JSON.

Every figure, place, period, breakdown and group that either has is looked at. Theirs leave out cells in which nobody
was counted, so a cell that is missing is one of zeros, whatever it is divided by.
"""

from __future__ import annotations

import json
import sys

import duckdb

__all__ = ["differences"]

KEYS = 'figure, place, period, breakdown, "group"'
COUNTS = ("numerator", "denominator", "squares", "known", "earlier_numerator", "earlier_denominator")
LIMITS = ("value", "lower", "upper")
CLOSE = 1e-8
"""How far two limits may lie apart: they are worked out by formulas whose last digits differ."""


def differences(ours: str, theirs: str) -> dict[str, int | list[str]]:
    """How many cells there are, and in which figures any count (or limit, where both have them) is not the same."""
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE ours AS FROM '{ours}'")
        db.execute(f"CREATE TABLE theirs AS FROM '{theirs}'")
        columns = {name for name, *_ in db.execute("DESCRIBE theirs").fetchall()}
        twice = _number(db, f"SELECT count(*) - count(DISTINCT ({KEYS})) FROM theirs")
        differs = " OR ".join(_differ(name) for name in (*COUNTS, *LIMITS) if name in columns)
        wrong = db.execute(
            f"SELECT DISTINCT figure FROM ours FULL JOIN theirs USING ({KEYS}) WHERE {differs} ORDER BY figure"
        ).fetchall()
        return {
            "cells": _number(db, "SELECT count(*) FROM ours"),
            "theirs": _number(db, "SELECT count(*) FROM theirs"),
            "twice": twice,
            "figures": _number(db, "SELECT count(DISTINCT figure) FROM ours"),
            "inexact": _number(db, "SELECT count(*) FROM ours WHERE numerator_low <> numerator_high"),
            "wrong": [figure for (figure,) in wrong],
        }


def _differ(name: str) -> str:
    if name in LIMITS:
        ours, theirs = (f"if(isnan({side}.{name}), NULL, {side}.{name})" for side in ("ours", "theirs"))
        both = f"(theirs.figure IS NOT NULL AND ({ours} IS NULL) <> ({theirs} IS NULL))"
        return f"{both} OR abs({ours} - {theirs}) > {CLOSE}"
    return f"coalesce(ours.{name}_low, 0) <> coalesce(theirs.{name}, 0)"


def _number(db: duckdb.DuckDBPyConnection, question: str) -> int:
    row = db.execute(question).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    print(json.dumps(differences(sys.argv[1], sys.argv[2])))
