"""The attacker finds what can be worked out of a release, and nothing that cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from disclosure.audit_tables import HIDDEN, NOBODY, QUARTERS, YEAR, Row, counted, released, shown, under
from hearth.disclosure.audit import Audit, Effort, audit
from hearth.disclosure.lines import GroupLine, Lines, PeriodLine, PlaceLine, Quantity, SplitLine, Within
from hearth.disclosure.published import State
from hearth.kernel.errors import BadPolicy

SEX = GroupLine("sex", ("f", "m"))
PLACES = PlaceLine("A", ("W1", "W2"), (YEAR,))
PERIODS = PeriodLine(YEAR, QUARTERS)
GROUPS = Lines(counted(), groups=(SEX,))
GRID = Lines(counted(), groups=(SEX,), places=(PLACES,))


def learnt(found: Audit) -> dict[str, tuple[int, int | None]]:
    """What is pinned, by figure, place, period and group."""
    assert not found.not_shown
    return {
        " ".join(filter(None, (each.figure, each.place, each.period, each.group, each.what[0]))): (
            each.low,
            each.high,
        )
        for each in found.pinned
    }


def rectangle(corners: Sequence[Row | int], margins: Sequence[int]) -> Mapping[str, Row | int]:
    """Two wards by two groups: the corners are W1 f, W1 m, W2 f, W2 m; the margins W1, W2, f, m."""
    places = (("W1", 0), ("W2", 2))
    inner = {
        f"F {ward} {YEAR} sex:{sex}": corners[at + n] for ward, at in places for n, sex in enumerate("fm")
    }
    outer = {f"F W1 {YEAR}": margins[0], f"F W2 {YEAR}": margins[1]}
    groups = {f"F A {YEAR} sex:f": margins[2], f"F A {YEAR} sex:m": margins[3]}
    return {**inner, **outer, **groups, f"F A {YEAR}": margins[0] + margins[1]}


def test_a_count_alone_in_its_line_is_the_difference() -> None:
    found = audit(released({f"F A {YEAR}": 23, f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": 20}, GROUPS))
    assert learnt(found) == {f"F A {YEAR} f n": (3, 3)}
    assert not found.holds
    assert f"F, A, {YEAR}, sex f: the numerator is 3." in found.sentences()


def test_four_corners_hide_each_other() -> None:
    found = audit(released(rectangle([HIDDEN] * 4, (10, 12, 11, 11)), GRID))
    assert found.holds and found.cells == 4
    assert "can pin none of them" in found.sentences()[1]


@pytest.mark.parametrize(
    ("margins", "pinned"),
    [
        ((10, 12, 22, 0), {"W1 f": (10, 10), "W2 f": (12, 12)}),
        ((3, 30, 20, 13), {"W1 f": (0, 3), "W1 m": (0, 3), "W2 f": (17, 20), "W2 m": (10, 13)}),
        ((4, 30, 21, 13), {}),
    ],
)
def test_corners_are_no_help_where_the_margins_leave_too_little(
    margins: tuple[int, ...], pinned: dict[str, tuple[int, int]]
) -> None:
    found = learnt(audit(released(rectangle([HIDDEN] * 4, margins), GRID)))
    assert found == {f"F {key.split()[0]} {YEAR} {key.split()[1]} n": ends for key, ends in pinned.items()}


def test_one_quarter_follows_from_the_year_and_two_do_not() -> None:
    lines = Lines(counted(), periods=(PERIODS,))
    rows = {f"F A {YEAR}": 40, **{f"F A {quarter}": 10 for quarter in QUARTERS}}
    one = rows | {f"F A {QUARTERS[0]}": HIDDEN}
    assert learnt(audit(released(one, lines))) == {f"F A {QUARTERS[0]} n": (10, 10)}
    assert audit(released(one | {f"F A {QUARTERS[1]}": HIDDEN}, lines)).holds


def test_a_quantity_adds_only_as_it_says() -> None:
    lines = Lines(counted(adds=("place",)), groups=(SEX,))
    rows = {f"F A {YEAR}": 23, f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": 20}
    assert audit(released(rows, lines)).holds


def test_a_part_of_a_split_follows_from_the_others() -> None:
    split = SplitLine("F", ("G", "H", "I"))
    lines = Lines(counted("FGHI"), splits=(split,))
    rows = {f"F A {YEAR}": 40, f"G A {YEAR}": 25, f"H A {YEAR}": HIDDEN, f"I A {YEAR}": 10}
    assert learnt(audit(released(rows, lines))) == {f"H A {YEAR} n": (5, 5)}
    assert audit(released(rows | {f"I A {YEAR}": HIDDEN}, lines)).holds


def test_a_count_that_another_figure_shows_is_shown() -> None:
    both = (Quantity("n", (("F", "numerator"), ("G", "numerator")), ()),)
    found = audit(released({f"F A {YEAR}": 12, f"G A {YEAR}": HIDDEN}, Lines(both)))
    assert learnt(found) == {f"G A {YEAR} n": (12, 12)}


def test_what_a_figure_is_out_of_may_be_known_if_it_is_large() -> None:
    whole = Quantity("d", (("F", "denominator"), ("G", "denominator")), ("group",))
    lines = Lines((whole, *counted("FG", ())), within=(Within("F", "d"), Within("G", "d")))
    kinds = {"F": "proportion", "G": "proportion"}
    rows = {f"F A {YEAR}": shown(12, 30), f"G A {YEAR}": HIDDEN}
    found = audit(released(rows, lines, kinds=kinds))
    assert found.holds and found.cells == 1
    assert found.narrowest[0].low == 0 and found.narrowest[0].high == 30


@pytest.mark.parametrize(("rest", "pinned"), [(45, {}), (54, {f"F A {YEAR} f d": (6, 6)})])
def test_what_a_mean_is_out_of_is_protected_only_where_it_is_small(
    rest: int, pinned: dict[str, object]
) -> None:
    lines = Lines((Quantity("d", (("F", "denominator"),), ("group",)),), groups=(SEX,))
    rows = {f"F A {YEAR}": shown(900, 60), f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": shown(800, rest)}
    assert learnt(audit(released(rows, lines, kinds={"F": "mean"}))) == pinned


def test_a_numerator_is_never_above_what_it_is_out_of() -> None:
    lines = Lines(counted("FG", ()), within=(Within("F", "G"),))
    found = audit(released({f"F A {YEAR}": HIDDEN, f"G A {YEAR}": 3}, lines))
    assert learnt(found) == {f"F A {YEAR} n": (0, 3)}


def test_rounding_widens_and_the_rules_narrow() -> None:
    rows = {f"F A {YEAR}": 30, f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": 25}
    rounded = released(rows, GROUPS, policy="public")
    assert audit(rounded).holds
    assert (audit(rounded).narrowest[0].low, audit(rounded).narrowest[0].high) == (1, 9)
    assert learnt(audit(under(rounded, "internal"))) == {f"F A {YEAR} f n": (5, 5)}
    narrowed = rows | {f"F A {YEAR}": 15, f"F A {YEAR} sex:m": 10}
    assert learnt(audit(released(narrowed, GROUPS, policy="public"))) == {}
    lowest = rows | {f"F A {YEAR}": 10, f"F A {YEAR} sex:m": 10}
    assert learnt(audit(released(lowest, GROUPS, policy="public"))) == {f"F A {YEAR} f n": (0, 4)}


@pytest.mark.parametrize(("kind", "pinned"), [("proportion", {f"H A {YEAR} n": (8, 9)}), ("ratio", {})])
def test_a_complement_is_never_small_where_its_proportion_is_shown(
    kind: str, pinned: dict[str, object]
) -> None:
    lines = Lines(
        (Quantity("d", (("F", "denominator"),), ()), *counted("FH", ())), (SplitLine("d", ("F", "H")),)
    )
    rows = {f"F A {YEAR}": shown(30, 35), f"H A {YEAR}": HIDDEN}
    assert learnt(audit(released(rows, lines, policy="public", kinds={"F": kind}))) == pinned


def test_a_revision_may_be_rounded_and_a_number_that_is_no_multiple_was_not() -> None:
    rows = {f"F A {YEAR}": shown(25, marks="r"), f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": 20}
    assert audit(released(rows, GROUPS)).holds
    rows[f"F A {YEAR}"] = shown(24, marks="r")
    assert learnt(audit(released(rows, GROUPS))) == {f"F A {YEAR} f n": (4, 4)}


def test_where_nobody_is_eligible_the_rest_follows() -> None:
    lines = Lines((Quantity("d", (("F", "denominator"),), ("group",)), *counted()), groups=(SEX,))
    rows = {f"F A {YEAR}": shown(12, 20), f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": NOBODY}
    found = audit(released(rows, lines, kinds={"F": "proportion"}))
    assert learnt(found) == {f"F A {YEAR} f n": (12, 12)}


@pytest.mark.parametrize(
    ("parts", "alone"), [(("W1", "W2"), True), (("W1", "W2", "A?ward"), True), (("W1", "W2", "W3"), False)]
)
def test_only_a_place_that_is_not_known_may_lack_rows(parts: tuple[str, ...], alone: bool) -> None:
    lines = Lines(counted(), places=(PlaceLine("A", parts, (YEAR,)),))
    rows = {f"F A {YEAR}": 23, f"F W1 {YEAR}": 20, f"F W2 {YEAR}": HIDDEN}
    assert learnt(audit(released(rows, lines))) == ({f"F W2 {YEAR} n": (3, 3)} if alone else {})


def test_a_stock_is_the_same_in_periods_with_the_same_last_day() -> None:
    stock = (Quantity("F", (("F", "numerator"),), (), stock=True),)
    rows = {f"F A {YEAR}": 14, f"F A {QUARTERS[3]}": HIDDEN, f"F A {QUARTERS[2]}": HIDDEN}
    assert learnt(audit(released(rows, Lines(stock)))) == {f"F A {QUARTERS[3]} n": (14, 14)}


def test_an_earlier_release_tells_what_has_not_changed() -> None:
    now = {
        f"F A {YEAR}": 40,
        f"F A {YEAR} sex:f": HIDDEN,
        f"F A {YEAR} sex:m": Row(state=State.NOT_AVAILABLE),
    }
    then = {f"F A {YEAR}": 40, f"F A {YEAR} sex:m": 30}
    today = released(now, GROUPS)
    assert audit(today).holds
    assert set(learnt(audit(today, [released(then, Lines())]))) == {f"F A {YEAR} f n"}
    assert audit(today, [released(then | {f"F A {YEAR}": 39}, Lines())]).holds
    assert audit(today, [released(then, Lines(), version=2)]).holds


def test_what_was_shown_and_is_suppressed_today_has_changed() -> None:
    now = {f"F A {YEAR}": 40, f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": HIDDEN}
    then = {f"F A {YEAR}": 40, f"F A {YEAR} sex:f": 30}
    assert audit(released(now, GROUPS), [released(then, Lines())]).holds


def test_a_range_says_nothing() -> None:
    rows = {f"F A {YEAR}": 23, f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": Row(state=State.RANGE)}
    assert audit(released(rows, GROUPS)).holds


def test_figures_that_contradict_each_other_are_never_safe() -> None:
    rows = {f"F A {YEAR}": 20, f"F A {YEAR} sex:f": HIDDEN, f"F A {YEAR} sex:m": 23}
    found = audit(released(rows, GROUPS))
    assert not found.holds and found.contradictory == len(found.not_shown) == 1
    assert any("contradict" in sentence for sentence in found.sentences())


def test_a_contradiction_elsewhere_does_not_hide_a_leak() -> None:
    wrong = {f"F W1 {YEAR}": 9, f"F W1 {YEAR} sex:f": 9, f"F W1 {YEAR} sex:m": 9}
    leak = {f"F W2 {YEAR}": 23, f"F W2 {YEAR} sex:f": HIDDEN, f"F W2 {YEAR} sex:m": 20}
    assert learnt(audit(released(wrong | leak, GROUPS))) == {f"F W2 {YEAR} f n": (3, 3)}


def test_what_could_not_be_decided_is_told() -> None:
    rows = rectangle([HIDDEN] * 4, (3, 30, 20, 13))
    three = {f"F {where} sex:x": HIDDEN for where in (f"W1 {YEAR}", f"W2 {YEAR}", f"A {YEAR}")}
    lines = replace(GRID, groups=(GroupLine("sex", ("f", "m", "x")),))
    found = audit(released({**rows, **three}, lines), effort=Effort(most=0))
    assert not found.holds and found.not_shown
    assert any("could not be shown to be safe or unsafe" in sentence for sentence in found.sentences())
    assert not audit(released({**rows, **three}, lines)).not_shown


def test_figures_without_a_policy_are_refused() -> None:
    with pytest.raises(BadPolicy, match="not released under a policy"):
        audit(replace(released({f"F A {YEAR}": 20}, GROUPS), policy=None))
