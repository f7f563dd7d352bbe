"""Returns of totals: what a partner sends who releases no rows, in the shape of aggregate rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearth.demo.borough import Borough
from hearth.demo.calendar import Window
from hearth.demo.early_years import FED, infants_of_second_provider
from hearth.demo.maternity import alcohol_in_pregnancy
from hearth.demo.people import SEXES
from hearth.demo.places import AUTHORITY, WARDS, the_map
from hearth.demo.streams import Bools, Draws, Floats, Ints, blocks
from hearth.demo.truths import Who, chance
from hearth.framework.datasets import NOT_KNOWN
from hearth.store.shapes import AGGREGATES, ALL

__all__ = ["alcohol_totals", "depression_totals", "feeding_totals"]

Cell = tuple[str, str, str, str]
"""A figure, a place, a breakdown and a group."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """What is counted for some records or cells: those in the numerator, in the base, and known (if that is asked)."""

    numerator: Ints
    base: Ints
    known: Ints | None = None


class _Tally:
    """Adds up counts by figure, place and group, and gives them as one batch in the order of its cells."""

    def __init__(self) -> None:
        self.cells: defaultdict[Cell, npt.NDArray[np.int64]] = defaultdict(
            lambda: np.zeros(3, dtype=np.int64)
        )
        self.with_known: set[str] = set()

    def add(
        self, figure: str, counts: _Counts, places: npt.NDArray[np.str_], groups: Mapping[str, pa.Array]
    ) -> None:
        """Add the counts for everyone and for each group of each breakdown, by place."""
        known = counts.base if counts.known is None else counts.known
        if counts.known is not None:
            self.with_known.add(figure)
        everyone = np.full(len(places), ALL)
        for breakdown, group in {ALL: everyone, **groups}.items():
            for place, name in sorted({*zip(places.tolist(), np.asarray(group).tolist(), strict=True)}):
                here = (places == place) & (group == name)
                self.cells[figure, place, breakdown, name] += [
                    int(each[here].sum()) for each in (counts.numerator, counts.base, known)
                ]

    def batch(self) -> pa.RecordBatch:
        rows = [self._row(cell, *self.cells[cell].tolist()) for cell in sorted(self.cells)]
        return pa.RecordBatch.from_pylist(rows, schema=AGGREGATES)

    def _row(self, cell: Cell, numerator: int, base: int, known: int) -> dict[str, str | int | None]:
        figure, place, breakdown, group = cell
        row: dict[str, str | int | None] = {
            "figure": figure,
            "place": place,
            "breakdown": breakdown,
            "group": group,
        }
        parts = {
            "numerator": numerator,
            "denominator": base,
            "known": known if figure in self.with_known else None,
        }
        return row | {f"{name}_{end}": count for name, count in parts.items() for end in ("low", "high")}


def feeding_totals(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """P2 and the figures beside it, by ward, for the infants of the second provider."""
    tally = _Tally()
    for infants in infants_of_second_provider(borough, window, schema):
        fed = _text(infants, "feeding")
        groups = {name: _text(infants, name) for name in ("sex", "ethnicity")}
        area = np.searchsorted(np.array(the_map().codes), _text(infants, "home_area"))
        groups["deprivation"] = the_map().fifth[area].astype(str)
        wards = np.array(WARDS)[the_map().ward[area]]
        base = np.ones(len(fed), dtype=np.int64)
        known = np.isin(fed, FED[:3]).astype(np.int64)
        tally.add("P2", _Counts(np.isin(fed, FED[:2]).astype(np.int64), base, known), wards, groups)
        for name in FED:
            counted = (fed == name) | ((name == NOT_KNOWN) & (fed == ""))
            tally.add(f"P2.{name}", _Counts(counted.astype(np.int64), base), wards, groups)
    yield tally.batch()


def alcohol_totals(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """H5 and the figures beside it, for the authority alone."""
    tally = _Tally()
    for screens in alcohol_in_pregnancy(borough, window, schema):
        disclosed = _text(screens, "disclosure") == "after_known"
        wait = _days(screens, "referred_on") - _days(screens, "screened_on")
        referred = disclosed & (wait >= 0) & (wait <= 28)
        outcome = _text(screens, "referral_outcome")
        authority = np.full(len(disclosed), AUTHORITY)
        for figure, counted in {"H5": referred, **_by_outcome(referred, outcome)}.items():
            tally.add(figure, _Counts(counted.astype(np.int64), disclosed.astype(np.int64)), authority, {})
    yield tally.batch()


def _by_outcome(referred: Bools, outcome: npt.NDArray[np.str_]) -> dict[str, Bools]:
    return {
        "H5.accepted": referred & (outcome == "accepted"),
        "H5.declined": referred & (outcome == "declined"),
        "H5.waiting": referred & ((outcome == "waiting") | (outcome == "")),
    }


ADULTS, GROWTH = 245_000, 0.006
PATIENT_BANDS = ("18_24", "25_34", "35_44", "45_54", "55_65", "over_65")
PATIENTS_IN_BAND = (0.105, 0.17, 0.175, 0.165, 0.175, 0.21)
MORE_IN_BAND = np.array([-0.035, 0.0, 0.01, 0.015, 0.005, -0.02])
MORE_FOR_WOMEN = 0.045


def depression_totals(borough: Borough, window: Window, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """H2 and the figure beside it, by ward: adults registered on 31 March, and those on the depression register."""
    del schema  # no rows are ever drawn: the practices release only totals
    area, sex, band = (each.reshape(-1) for each in np.indices((len(the_map().codes), 2, len(PATIENT_BANDS))))
    share = the_map().share[area] * np.array((0.51, 0.49))[sex] * np.array(PATIENTS_IN_BAND)[band]
    adults = ADULTS * (1 + GROWTH * (window.period.start.year - 2023)) * borough.people
    patients = np.rint(adults * share).astype(np.int64)
    on_register = _on_register(borough, window, patients, (area, sex, band))
    wards = np.array(WARDS)[the_map().ward[area]]
    working_age = band < PATIENT_BANDS.index("over_65")
    groups = {
        "sex": np.array(SEXES)[sex],
        "patient_age_band": np.array(PATIENT_BANDS)[band],
        "deprivation": the_map().fifth[area].astype(str),
    }
    tally = _Tally()
    for figure, counted in (("H2", working_age), ("H2.adults_18_and_over", working_age | True)):
        held = {name: group[counted] for name, group in groups.items()}
        tally.add(figure, _Counts(on_register[counted], patients[counted]), wards[counted], held)
    yield tally.batch()


def _on_register(borough: Borough, window: Window, patients: Ints, cells: tuple[Ints, Ints, Ints]) -> Ints:
    area, sex, band = cells
    who = Who(the_map().fifth[area], the_map().hub[area], np.full(len(area), window.last))
    women = np.where(sex == 0, MORE_FOR_WOMEN / 2, -MORE_FOR_WOMEN / 2)
    (block,) = blocks(borough.seed, f"patients/{window.period.id}", len(area))
    return _how_many(block.draws("on the register"), patients, chance("H2", who) + women + MORE_IN_BAND[band])


def _how_many(draws: Draws, people: Ints, chances: Floats) -> Ints:
    """How many of so many people, each with the chance: binomial, by its normal approximation."""
    drawn = people * chances + np.sqrt(people * chances * (1 - chances)) * draws.normal()
    return np.clip(np.rint(drawn), 0, people).astype(np.int64)


def _text(batch: pa.RecordBatch, name: str) -> npt.NDArray[np.str_]:
    """A column as text, with '' where it is empty."""
    return np.array(batch.column(name).fill_null(_EMPTY.get(name, "")).to_pylist(), dtype=np.str_)


_EMPTY = {"sex": NOT_KNOWN, "ethnicity": NOT_KNOWN}


def _days(batch: pa.RecordBatch, name: str) -> Ints:
    """A column of dates as day numbers, before everything where it is empty."""
    return np.asarray(batch.column(name).cast(pa.int32()).fill_null(-1).to_numpy(), dtype=np.int64)
