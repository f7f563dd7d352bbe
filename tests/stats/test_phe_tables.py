"""Every row of the published tables holds: the tolerance is stated in `stats.phe`."""

from __future__ import annotations

import math
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from hearth.kernel.errors import StatisticsError
from hearth.stats import (
    Interval,
    Method,
    byar,
    mean,
    phe_quantiles,
    rate,
    rate_arrays,
    variance,
    wilson,
    wilson_arrays,
)
from stats.phe import CONFIDENCES, Row, Table

METHODS = {"Exact": Method.EXACT_POISSON, "Byars": Method.BYAR, "Wilson": Method.WILSON}
QUANTILES = {"Quartile": 4, "Septile": 7, "Decile": 10}


def figure(kind: str, row: Row, confidence: float) -> Interval:
    x, n, per = float(row["Numerator"]), float(row["Denominator"]), float(row["multiplier"])
    if kind == "rate":
        return rate(x, n, confidence, per=per)
    return wilson(x, n, confidence, per=per)


def refused_when_blank(table: Table, kind: str, line: int, row: Row) -> bool:
    """A row with no count or no people: nothing is published, and nothing can be worked out."""
    if row["Numerator"] and row["Denominator"]:
        return False
    published = [row[column] for column in row if column == "value" or column.endswith("cl")]
    table.same(line, "published figures", "".join(published), "")
    blank_as_nan = {name: text or "nan" for name, text in row.items()}
    with pytest.raises(StatisticsError, match="not a finite number"):
        figure(kind, blank_as_nan, 0.95)
    return True


@pytest.mark.parametrize(
    ("name", "kind", "rows", "figures"),
    [
        # 16 rows of value, method and four limits, and 3 blank; 17 and 3 for rates.
        ("Proportion__testdata_Prop.csv", "proportion", 19, 16 * 6 + 3),
        ("Rate__testdata_Rate.csv", "rate", 20, 17 * 6 + 3),
    ],
)
def test_two_confidences_a_row(shared_data: Path, name: str, kind: str, rows: int, figures: int) -> None:
    table = Table(shared_data, name)
    for line, row in table.rows:
        if refused_when_blank(table, kind, line, row):
            continue
        table.close(line, "value", figure(kind, row, 0.95).value, row["value"])
        table.same(line, "method", figure(kind, row, 0.95).method, METHODS[row["method"]])
        for suffix in ("95_0cl", "99_8cl"):
            found = figure(kind, row, CONFIDENCES[suffix])
            table.close(line, f"lower{suffix}", found.lower, row[f"lower{suffix}"])
            table.close(line, f"upper{suffix}", found.upper, row[f"upper{suffix}"])
    table.holds(rows=rows, figures=figures)


@pytest.mark.parametrize(
    ("name", "kind", "rows", "figures"),
    [
        ("Proportion__testdata_Prop_g.csv", "proportion", 11, 8 * 4 + 3),
        ("Rate__testdata_Rate_g.csv", "rate", 12, 9 * 4 + 3),
    ],
)
def test_grouped_rows(shared_data: Path, name: str, kind: str, rows: int, figures: int) -> None:
    table = Table(shared_data, name)
    for line, row in table.rows:
        if refused_when_blank(table, kind, line, row):
            continue
        found = figure(kind, row, CONFIDENCES[row["confidence"]])
        table.close(line, "value", found.value, row["value"])
        table.close(line, "lowercl", found.lower, row["lowercl"])
        table.close(line, "uppercl", found.upper, row["uppercl"])
        table.same(line, "method", found.method, METHODS[row["method"]])
    table.holds(rows=rows, figures=figures)


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_the_same_rows_in_one_go(shared_data: Path, kind: str) -> None:
    name = {"proportion": "Proportion__testdata_Prop.csv", "rate": "Rate__testdata_Rate.csv"}[kind]
    work = {"proportion": wilson_arrays, "rate": rate_arrays}[kind]
    whole = [row for _, row in Table(shared_data, name).rows if row["Numerator"] and row["Denominator"]]
    x = [float(row["Numerator"]) for row in whole]
    n = [float(row["Denominator"]) for row in whole]
    found = work(x, n, 0.998, per=1)
    for position, row in enumerate(whole):
        per = float(row["multiplier"])
        assert found.lower[position] * per == pytest.approx(float(row["lower99_8cl"]), rel=1e-9, abs=1e-9)
        assert found.upper[position] * per == pytest.approx(float(row["upper99_8cl"]), rel=1e-9, abs=1e-9)
    assert len(whole) == {"proportion": 16, "rate": 17}[kind]


def test_byar_and_wilson_alone(shared_data: Path) -> None:
    table = Table(shared_data, "Byars_Wilson__testdata_B_W.csv")
    for line, row in table.rows:
        x, confidence = float(row["x"]), CONFIDENCES[row["confidence"]]
        byars = row["method"] == "Byars"
        found = byar(x, confidence) if byars else wilson(x, float(row["n"]), confidence)
        table.same(line, "method", found.method, METHODS[row["method"]])
        table.close(line, "lowercl", found.lower, row["lowercl"])
        table.close(line, "uppercl", found.upper, row["uppercl"])
    # One lower limit is blank: Byar's of 1 event at 99.8% falls below 0, and is not given.
    table.holds(rows=13, figures=13 * 3 - 1, blanks=1)


def test_means(shared_data: Path) -> None:
    scores = defaultdict(list)
    people = Table(shared_data, "Mean__testdata_Mean.csv")
    for _, row in people.rows:
        scaled = Decimal(row["values"]).scaleb(5)
        assert scaled == int(scaled)
        scores[row["area"]].append(int(scaled))
        scores["No grouping"].append(int(scaled))
    table = Table(shared_data, "Mean__testdata_Mean_results.csv")
    for line, row in table.rows:
        values = scores[row["area"]]
        sums = (len(values), sum(values), sum(value * value for value in values))
        table.same(line, "value_count", str(sums[0]), row["value_count"])
        table.close(line, "stdev", math.sqrt(variance(*sums, places=5)), row["stdev"])
        for suffix in ("95_0cl", "99_8cl"):
            found = mean(*sums, CONFIDENCES[suffix], places=5)
            table.close(line, f"value with {suffix}", found.value, row["value"])
            table.close(line, f"lower{suffix}", found.lower, row[f"lower{suffix}"])
            table.close(line, f"upper{suffix}", found.upper, row[f"upper{suffix}"])
    assert len(people.rows) == 26
    table.holds(rows=3, figures=3 * 8)


def group_of(row: Row) -> tuple[str, ...]:
    """Which rows are ranked together, as the table's GroupSet says."""
    kind = row["GroupSet"]
    inside = {"None": (), "IndSex": ("IndSexRef",), "IndSexReg": ("IndSexRef", "ParentCode")}[kind]
    return (row["QuantileNm"], kind, *(row[column] for column in inside), *bad_only(row))


def bad_only(row: Row) -> tuple[str, ...]:
    return ("BadPolarity",) if row["Test"] == "BadPolarity" else ()


def highest_first(rows: list[Row]) -> bool:
    """The trap: polarity 'Low is good' and 'True' mean the highest value is quantile 1.

    Where a group mixes polarities none can be followed, and the published quantiles rank the highest first:
    so for the whole-country group, and for the 35 rows marked BadPolarity, which the R function refuses.
    """
    polarities = {row["Polarity"] for row in rows}
    return len(polarities) > 1 or polarities <= {"RAG - Low is good", "True"}


def test_quantiles(shared_data: Path) -> None:
    table = Table(shared_data, "Quantiles__testdata_Quantiles.csv")
    groups = defaultdict(list)
    for line, row in table.rows:
        groups[group_of(row)].append((line, row))
    tests: dict[str, int] = defaultdict(int)
    without = 0
    for (name, *_), members in groups.items():
        values = [float(row["Value"]) if row["Value"] else None for _, row in members]
        first = highest_first([row for _, row in members])
        for (line, row), found in zip(
            members, phe_quantiles(values, QUANTILES[name], highest_first=first), strict=True
        ):
            published = int(row["QuantileInGrp"]) if row["QuantileInGrp"] else None
            table.same(line, f"QuantileInGrp ({row['Test']})", found, published)
            tests[row["Test"]] += 1
            without += published is None
    table.holds(rows=1017, figures=1017)
    assert tests == {"Gooddata": 912, "GooddataDups": 70, "BadPolarity": 35}
    assert tests["Gooddata"] + tests["GooddataDups"] == 982
    assert without == 30


def test_polarity_matters_to_the_table(shared_data: Path) -> None:
    """Read the other way round, most grouped rows fail: the table can tell the two apart."""
    groups = defaultdict(list)
    for _, row in Table(shared_data, "Quantiles__testdata_Quantiles.csv").rows:
        groups[group_of(row)].append(row)
    right = wrong = 0
    for (name, *_), rows in groups.items():
        values = [float(row["Value"]) if row["Value"] else None for row in rows]
        turned = phe_quantiles(values, QUANTILES[name], highest_first=not highest_first(rows))
        for row, found in zip(rows, turned, strict=True):
            if row["QuantileInGrp"]:
                right += found == int(row["QuantileInGrp"])
                wrong += found != int(row["QuantileInGrp"])
    assert right + wrong == 987
    assert wrong > 10 * right
