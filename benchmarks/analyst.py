"""The same counts and intervals as a good analyst writes them: pandas and statsmodels, vectorised, no loop over rows.

`python analyst.py STORE ANSWERS [--tuned]` writes one Parquet file. The thirteen measures are the ten that read the
most records, and three more for their shapes. See `analyst_tables.Desk` for the usual way and the tuned one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm, t
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analyst_children import anxiety, early_help, health_visiting, mood
from analyst_measures import feedback, meetings, participation, pupils, school_attendance
from analyst_tables import Desk, Places

__all__ = ["answers", "shares", "rates", "means", "changes", "ratios", "numbers"]

MEASURES = (
    school_attendance,
    feedback,
    participation,
    health_visiting,
    early_help,
    meetings,
    mood,
    anxiety,
    pupils,
)
PER_CENT = 100
CHILDREN = 10_000


def answers(store: Path, *, tuned: bool) -> pd.DataFrame:
    """Every count of the thirteen measures, with its value and interval."""
    desk = Desk(store, Places(store), tuned)
    counted = pd.concat([measure(desk) for measure in MEASURES], ignore_index=True)
    found = [INTERVALS[kind](rows) for kind, rows in counted.groupby("kind", sort=False)]
    return pd.concat(found, ignore_index=True).drop(columns="kind")


def shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Wilson."""
    rows = rows[rows.denominator > 0]
    lower, upper = proportion_confint(rows.numerator, rows.denominator, method="wilson")
    return _with(rows, rows.numerator / rows.denominator, lower, upper, PER_CENT)


def changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Newcombe's hybrid score."""
    rows = rows[(rows.denominator > 0) & (rows.earlier_denominator > 0)]
    now, before = rows.numerator / rows.denominator, rows.earlier_numerator / rows.earlier_denominator
    lower, upper = confint_proportions_2indep(
        rows.numerator.to_numpy(),
        rows.denominator.to_numpy(),
        rows.earlier_numerator.to_numpy(),
        rows.earlier_denominator.to_numpy(),
        method="newcomb",
        compare="diff",
    )
    return _with(rows, now - before, lower, upper, PER_CENT)


def rates(rows: pd.DataFrame) -> pd.DataFrame:
    """Exact Poisson below 10 events, Byar from 10."""
    rows = rows[rows.denominator > 0]
    x, z = rows.numerator, norm.ppf(0.975)
    few = x < 10
    low = np.where(few, chi2.ppf(0.025, 2 * x) / 2, x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3)
    more = x + 1
    high = np.where(
        few, chi2.ppf(0.975, 2 * more) / 2, more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    )
    low = np.where(x == 0, 0, low)
    return _with(rows, x / rows.denominator, low / rows.denominator, high / rows.denominator, CHILDREN)


def means(rows: pd.DataFrame) -> pd.DataFrame:
    """Student's t; there is none for one score alone."""
    rows = rows[rows.denominator > 0]
    n, total = rows.denominator, rows.numerator
    mean = total / n
    spread = (rows.squares - total * mean).clip(lower=0) / (n - 1).where(n > 1)
    reach = t.ppf(0.975, n - 1) * np.sqrt(spread / n)
    return _with(rows, mean, mean - reach, mean + reach, 1)


def ratios(rows: pd.DataFrame) -> pd.DataFrame:
    """No interval: things that go together are not separate trials."""
    rows = rows[rows.denominator > 0]
    return _with(rows, rows.numerator / rows.denominator, np.nan, np.nan, PER_CENT)


def numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """A count is its own value."""
    return _with(rows, rows.numerator, np.nan, np.nan, 1)


def _with(rows: pd.DataFrame, value: pd.Series, lower: object, upper: object, per: float) -> pd.DataFrame:
    return rows.assign(value=value * per, lower=np.asarray(lower) * per, upper=np.asarray(upper) * per)


INTERVALS = {
    "share": shares,
    "change": changes,
    "rate": rates,
    "mean": means,
    "ratio": ratios,
    "number": numbers,
}


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        answers(Path(sys.argv[1]), tuned="--tuned" in sys.argv).to_parquet(sys.argv[2])
