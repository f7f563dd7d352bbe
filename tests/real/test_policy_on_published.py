"""Real published counts, put through the record path as if they were ours: what each policy would show of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from disclosure.line_rules import Seen
from hearth.disclosure.audit import audit
from hearth.disclosure.policy import load_policy
from hearth.disclosure.publish import publish
from hearth.disclosure.published import Published, PublishedCell, State
from hearth.engine.results import Results
from hearth.engine.run import count
from hearth.figures.imports import import_counts
from hearth.figures.sources import load_source
from hearth.framework.load import load
from hearth.stats.proportions import wilson
from hearth.store.store import About, create
from real.published import FILES

GLD, LOOKED_AFTER = "good_level_of_development", "children_looked_after"
SOURCES = ("dfe_good_level_of_development", "dfe_children_looked_after", "ons_population_0_17")
STOCKPORT, SCILLY, CITY, RUTLAND = "E08000007", "E06000053", "E09000001", "E06000017"
POLICIES = ("internal", "public")
Numbers = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def results(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Results:
    store = create(tmp_path_factory.mktemp("england") / "store", About("Published counts"))
    for source in SOURCES:
        import_counts(store, load_source(source), shared_data / FILES[source])
    return count(load("england"), store, measures=(GLD, LOOKED_AFTER))


@pytest.fixture(scope="module")
def shown(results: Results) -> dict[str, Published]:
    return {name: publish(results, load_policy(name)) for name in POLICIES}


def row(published: Published, figure: str, place: str, period: str, group: str = "") -> PublishedCell:
    (only,) = published.where(figure=figure, place=place, period=period, group=group).cells()
    return only


@pytest.mark.parametrize(
    ("policy", "counts", "percent"), [("internal", (2544, 3614), 70.3929), ("public", (2545, 3615), 70.4011)]
)
def test_stockport_in_2018_19(
    shown: dict[str, Published], policy: str, counts: tuple[int, int], percent: float
) -> None:
    found = row(shown[policy], GLD, STOCKPORT, "AY2018-19")
    assert ((found.numerator, found.denominator), found.value, found.state) == (counts, percent, State.VALUE)
    interval = wilson(*counts, per=100)
    assert (found.lower, found.upper) == (round(interval.lower, 4), round(interval.upper, 4))


@pytest.mark.parametrize(
    ("policy", "children", "rate"), [("internal", 409, 65.7271), ("public", 410, 65.8878)]
)
def test_stockports_children_looked_after(
    shown: dict[str, Published], policy: str, children: int, rate: float
) -> None:
    found = row(shown[policy], LOOKED_AFTER, STOCKPORT, "2020-21")
    assert (found.numerator, found.denominator, found.value) == (children, 62_227, rate)


def test_the_smallest_authorities_are_suppressed(shown: dict[str, Published]) -> None:
    for place in (SCILLY, CITY):
        for group in ("", "female", "male"):
            assert row(shown["public"], GLD, place, "AY2018-19", group).state is State.SUPPRESSED
        for group in ("female", "male"):
            assert row(shown["internal"], GLD, place, "AY2018-19", group).state is State.SUPPRESSED
    assert row(shown["internal"], GLD, SCILLY, "AY2018-19").numerator == 22  # of 28
    assert row(shown["public"], GLD, RUTLAND, "AY2018-19").state is State.VALUE


def test_what_the_publisher_hid_stays_hidden(shown: dict[str, Published]) -> None:
    for policy in POLICIES:
        assert row(shown[policy], LOOKED_AFTER, CITY, "2024-25").state is State.SUPPRESSED


@pytest.mark.parametrize("policy", POLICIES)
def test_hardly_anything_else_is(shown: dict[str, Published], policy: str) -> None:
    """Of over four thousand figures a few dozen, nearly all of small authorities by sex, and those beside them."""
    table = shown[policy].table
    suppressed = table.filter(pc.equal(table["state"], "suppressed"))
    values = table.filter(pc.equal(table["state"], "value"))
    assert values.num_rows > 4000 and 10 < suppressed.num_rows < 100


@pytest.mark.parametrize("policy", POLICIES)
def test_every_row_that_is_shown_obeys_the_policy(
    results: Results, shown: dict[str, Published], policy: str
) -> None:
    rules = load_policy(policy)
    key = ["figure", "place", "period", "breakdown", "group"]
    own = results.table.select([*key, "numerator_low", "denominator_low"])
    table = shown[policy].table.join(own, keys=key)
    table = table.filter(pc.equal(table["state"], "value"))
    x, n, x_shown, n_shown = (
        table[name].to_numpy().astype(np.float64)
        for name in ("numerator_low", "denominator_low", "numerator", "denominator")
    )
    share = pc.equal(table["figure"], GLD).to_numpy()
    assert len(x) > 4000 and share.any() and not share.all()
    small = (x >= 1) & (x <= rules.threshold)
    complement = share & (n - x >= 1) & (n - x <= rules.threshold)
    assert not (small | complement | (n < rules.base)).any()
    assert (x_shown == nearest(x, rules.round_to)).all()
    assert (n_shown == np.where(share, nearest(n, rules.round_to), n)).all()
    value = table["value"].to_numpy()
    assert np.abs(value - np.where(share, 100, 10_000) * x_shown / n_shown).max() <= 5e-5 + 1e-9
    assert ((table["lower"].to_numpy() <= value) & (value <= table["upper"].to_numpy())).all()


def nearest(counts: Numbers, base: int) -> Numbers:
    found: Numbers = np.round(counts / base) * base
    return found


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_not_shown_has_no_number(shown: dict[str, Published], policy: str) -> None:
    table = shown[policy].table
    silent = table.filter(pc.invert(pc.is_in(table["state"], pa.array(["value", "range", "rounds_to_zero"]))))
    for name in ("value", "lower", "upper", "numerator", "denominator"):
        assert silent[name].null_count == silent.num_rows


@pytest.mark.parametrize("policy", POLICIES)
def test_nothing_suppressed_can_be_worked_out(
    results: Results, shown: dict[str, Published], policy: str
) -> None:
    development = shown[policy].where(figure=GLD)
    assert Seen(results.where(figure=GLD), development).faults() == []
    found = audit(shown[policy])
    assert found.holds, found.sentences()
