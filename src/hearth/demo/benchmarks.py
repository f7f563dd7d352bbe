"""What others publish of Brackenhythe's region and nation: an invented table, and the mapping that reads it.

The table is the same for every seed and scale. It has what published tables have: counts for some figures and none
for others, a figure that was not ready (`x`), and one that its publisher suppressed (`c`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import yaml

from hearth.demo.places import NATION, NATION_NAME, REGION, REGION_NAME

__all__ = ["FOLDER", "MAPPING", "TABLE", "mapping_text", "table_text", "write_benchmarks"]

FOLDER = Path("benchmarks")
"""Where in the store's folder the two files are."""

TABLE, MAPPING = "region_and_nation.csv", "brackenhythe_region_and_nation.yaml"
INVENTED = "Invented: Tamberdale and Larrowmark do not exist."
SYMBOLS = {
    "c": {"means": "suppressed"},
    "x": {"means": "not_available"},
    "blank": {"means": "not_available"},
}
SEXES = {"Total": "everyone", "Female": "sex:female", "Male": "sex:male"}
FEMALE = Decimal("0.488")
OF_THE_NATION = {"National": Decimal(1), "Regional": Decimal("0.114")}
"""The people of each place, of those of the nation."""

YEARS = {
    "Academic year": ("202223", "202324", "202425"),
    "Financial year": ("202324", "202425", "202526"),
}
GROWTH = {
    "202223": Decimal("0.993"),
    "202324": Decimal(1),
    "202425": Decimal("1.006"),
    "202526": Decimal("1.009"),
}
Shares = tuple[str, str, str]
"""What is published for the three years."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure of the table. `people`: those of the nation that it is out of; 0 if no counts are published.

    `gap`: how much more it is of girls and women than of boys and men; None if it is not published by sex.
    """

    code: str
    title: str
    of_whom: str
    year: str
    nation: Shares
    region: Shares
    people: int
    gap: str | None = None
    kind: str = "proportion"
    per: int = 1
    direction: str = "higher"

    @property
    def worth(self) -> int:
        """What a value is for every so many of, as printed: a percentage of 100."""
        return 100 if self.kind == "proportion" else self.per

    @property
    def counted(self) -> bool:
        """Whether the table has the number that the value is worked out from."""
        return self.people > 0 and self.kind != "mean"


_STATED = (
    _Stated(
        "P1", "At or above the expected level of development at 2 to 2½ years", "children with ASQ-3 completed",
        "Financial year", ("80.6", "80.9", "81.2"), ("81.4", "81.3", "81.7"), 118_000, "0.8",
    ),
    _Stated(
        "P2", "Breastfed at 6 to 8 weeks", "infants due the 6 to 8 week review",
        "Financial year", ("50.2", "50.6", "51.1"), ("45.4", "45.9", "46.1"), 152_000, "0.4",
    ),
    _Stated(
        "P3", "Good level of development at the end of Reception", "children with a profile",
        "Academic year", ("67.1", "67.6", "68.2"), ("64.3", "64.6", "65.2"), 161_000, "1.2",
    ),
    _Stated(
        "P5a", "School attendance in Year 6", "possible sessions of pupils in Year 6",
        "Academic year", ("94.3", "94.5", "94.6"), ("94.1", "94.2", "94.4"), 0, kind="ratio", per=100,
    ),
    _Stated(
        "P5b", "School attendance in Year 10", "possible sessions of pupils in Year 10",
        "Academic year", ("90.2", "90.4", "90.5"), ("89.6", "89.9", "90.0"), 0, kind="ratio", per=100,
    ),
    _Stated(
        "P6a", "Expected standard in reading, writing and maths at Key Stage 2", "pupils at the end of Key Stage 2",
        "Academic year", ("60.8", "61.3", "62.1"), ("59.6", "60.1", "60.9"), 158_000, "1.0",
    ),
    _Stated(
        "P6c", "Grade 5 or above in English and maths", "pupils at the end of Key Stage 4",
        "Academic year", ("45.4", "45.8", "45.6"), ("42.3", "42.8", "42.6"), 156_000, "0.6",
    ),
    _Stated(
        "P6d", "Attainment 8", "pupils at the end of Key Stage 4",
        "Academic year", ("46.2", "45.9", "46.0"), ("44.5", "44.3", "44.6"), 156_000, "0.4", kind="mean",
    ),
    _Stated(
        "P6e", "Not in education, employment or training", "16 and 17 year olds known to an authority",
        "Academic year", ("3.0", "3.2", "3.4"), ("3.8", "4.0", "4.2"), 309_000, "-0.3",
        direction="lower",
    ),
    _Stated(
        "P6e.neet_or_not_known", "Not in education, employment or training, or activity not known",
        "16 and 17 year olds known to an authority",
        "Academic year", ("5.2", "5.4", "5.6"), ("5.5", "5.6", "5.8"), 309_000, "-0.4",
        direction="lower",
    ),
    _Stated(
        "H2", "Adults aged 18 to 65 on a depression register", "adults aged 18 to 65 registered with a practice",
        "Financial year", ("16.1", "16.4", "16.6"), ("17.9", "18.1", "18.3"), 9_020_000, "4.6",
        direction="neutral",
    ),
    _Stated(
        "T2", "Children open to early help, per 10,000", "children aged 0 to 17",
        "Financial year", ("231.4", "236.8", "241.5"), ("268.0", "271.3", "274.9"), 2_960_000,
        kind="rate", per=10_000, direction="neutral",
    ),
)  # fmt: skip

_COLUMNS = (
    "note", "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
    "region_name", "sex", "measure", "numerator", "denominator", "value",
)  # fmt: skip

_NOT_READY = ("P1", "Regional", "202324")
_SUPPRESSED = ("P6e", "Regional", "202223")
"""Not ready for anyone; and suppressed by sex, where one would give away the other."""


def write_benchmarks(store_folder: Path) -> tuple[Path, Path]:
    """Write the mapping and the table into a store's folder; where they are, in this order."""
    folder = store_folder / FOLDER
    folder.mkdir()
    mapping, table = folder / MAPPING, folder / TABLE
    mapping.write_text(mapping_text(), encoding="utf-8", newline="\n")
    table.write_text(table_text(), encoding="utf-8", newline="\n")
    return mapping, table


def table_text() -> str:
    """The table, as CSV: a line for each figure, place, year and sex, each of which says that it is invented."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for stated in _STATED:
        for level, published in (("National", stated.nation), ("Regional", stated.region)):
            for year, value in zip(YEARS[stated.year], published, strict=True):
                writer.writerows(_lines(stated, level, year, Decimal(value)))
    return out.getvalue()


def _lines(stated: _Stated, level: str, year: str, value: Decimal) -> Iterator[dict[str, str]]:
    about = {
        "note": INVENTED,
        "time_period": year,
        "time_identifier": stated.year,
        "geographic_level": level,
        "country_code": NATION,
        "country_name": NATION_NAME,
        "region_code": REGION if level == "Regional" else "",
        "region_name": REGION_NAME if level == "Regional" else "",
        "measure": stated.code,
    }
    people = _whole(stated.people * OF_THE_NATION[level] * GROWTH[year])
    for sex, cells in _by_sex(stated, people, value).items():
        hidden: dict[str, str] = {}
        if (stated.code, level, year) == _NOT_READY:
            hidden = dict.fromkeys(cells, "x")
        elif (stated.code, level, year) == _SUPPRESSED and sex != "Total":
            hidden = {"numerator": "c", "value": "c"}
        yield about | {"sex": sex} | cells | hidden


def _by_sex(stated: _Stated, people: int, value: Decimal) -> dict[str, dict[str, str]]:
    """The cells for everyone and for each sex: the counts of the two add to that of all."""
    counted = _whole(people * value / stated.worth) if stated.counted else 0
    found = {"Total": _cells(stated, counted, people, value)}
    if stated.gap is not None:
        women = _whole(people * FEMALE)
        higher = value + Decimal(stated.gap) * (1 - FEMALE)
        lower = value - Decimal(stated.gap) * FEMALE
        of_women = _whole(women * higher / stated.worth) if stated.counted else 0
        found["Female"] = _cells(stated, of_women, women, higher)
        found["Male"] = _cells(stated, counted - of_women, people - women, lower)
    return found


def _cells(stated: _Stated, counted: int, people: int, value: Decimal) -> dict[str, str]:
    """The numerator, what it is out of, and the value to one decimal place, worked out from the two where it can be."""
    if stated.counted:
        value = Decimal(counted) * stated.worth / people
    return {
        "numerator": str(counted) if stated.counted else "",
        "denominator": str(people) if people else "",
        "value": str(value.quantize(Decimal("0.1"), ROUND_HALF_UP)),
    }


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def mapping_text() -> str:
    """The mapping, as YAML: how `hearth figures import` reads the table."""
    mapping = {
        "id": MAPPING.removesuffix(".yaml"),
        "title": "Tamberdale and Larrowmark: figures of an invented region and nation",
        "publisher": "Larrowmark Statistics (invented)",
        "licence": "Invented for the demonstration; free to use",
        "edition": "2026",
        "published_on": "2026-03-31",
        "places": [_place("region", "Regional"), _place("country", "National")],
        "period": {"column": "time_period", "headed_by": "time_identifier"},
        "figures": [_figure(each) for each in _STATED],
        "symbols": SYMBOLS,
        "notes": [INVENTED],
    }
    return f"# {INVENTED}\n" + yaml.safe_dump(mapping, allow_unicode=True, sort_keys=False, width=110)


def _place(level: str, printed: str) -> dict[str, object]:
    rows = {"geographic_level": [printed]}
    return {"level": level, "code": f"{level}_code", "name": f"{level}_name", "rows": rows}


def _figure(stated: _Stated) -> dict[str, object]:
    figure: dict[str, object] = {
        "code": stated.code,
        "title": stated.title,
        "kind": stated.kind,
        "of_whom": stated.of_whom,
        "direction": stated.direction,
    }
    if stated.per > 1:
        figure["per"] = stated.per
    figure["value"] = "value"
    if stated.counted:
        figure["numerator"] = "numerator"
    if stated.people:
        figure["denominator"] = "denominator"
    figure["rows"] = {"measure": [stated.code]}
    figure["breakdown"] = {"column": "sex", "groups": dict(SEXES)}
    return figure
