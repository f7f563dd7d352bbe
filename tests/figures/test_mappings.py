"""Source mappings: the packaged ones fit the packaged frameworks, and a wrong one is refused with its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from hearth.figures.mapping import EVERYONE, LEFT_OUT, Source, bin_of
from hearth.figures.sources import load_geography, load_source, packaged
from hearth.framework.load import load
from hearth.framework.measures import Input
from hearth.kernel.errors import BadSource

COUNTING = [name for name in packaged() if load_source(name).counts is not None]


@pytest.mark.parametrize("name", packaged())
def test_every_packaged_mapping_says_whose_it_is_and_on_what_terms(name: str) -> None:
    source = load_source(name)
    assert source.id == name
    assert source.title and source.publisher and source.edition
    assert source.licence == "Open Government Licence v3.0"
    assert not source.geography or load_geography(source.geography).id == source.geography


def test_there_are_mappings_of_counts() -> None:
    assert len(COUNTING) >= 4


@pytest.mark.parametrize("name", COUNTING)
def test_every_figure_that_a_mapping_feeds_is_in_its_framework(name: str) -> None:
    counts = load_source(name).counts
    assert counts is not None
    for framework_name, id in counts.figures.items():
        framework = load(framework_name)
        measure = framework.measure(id.split(".")[0])
        assert Input.AGGREGATES in measure.counted_from
        assert measure.definition.scope.dataset == counts.dataset  # type: ignore[union-attr]
        assert counts.level == measure.smallest_place
        for meant in counts.breakdown.groups.values() if counts.breakdown else ():
            if meant not in (EVERYONE, LEFT_OUT):
                breakdown, _, group = meant.partition(":")
                assert breakdown in measure.breakdowns
                assert group in [each.code for each in framework.breakdown(breakdown).groups]


@pytest.mark.parametrize("name", [name for name in packaged() if name.startswith(("dfe", "ons"))])
def test_every_symbol_of_national_tables_has_a_meaning(name: str) -> None:
    symbols = load_source(name).symbols
    assert set(symbols) == {"x", "z", "u", "-", "NA", "blank", "c", "low", "k"}


@pytest.mark.parametrize("name", packaged())
def test_a_packaged_figures_groups_are_of_one_breakdown(name: str) -> None:
    for figure in load_source(name).figures:
        meant = [bin_of(each)[0] for each in figure.breakdown.groups.values()] if figure.breakdown else []
        assert figure.title and figure.of_whom
        assert figure.breakdown is None or len(set(meant) - {""}) >= 1


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(BadSource) as refused:
        load_source("dfe_good_level")
    assert "dfe_good_level_of_development" in refused.value.remedy


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="There is no file"):
        load_source(tmp_path / "ours.yaml")


def test_an_unknown_geography_lists_those_there_are() -> None:
    with pytest.raises(BadSource) as refused:
        load_geography("scottish_authorities")
    assert "english_authorities" in refused.value.remedy


GOOD = """\
id: ours
title: Ours
publisher: Us
licence: Open Government Licence v3.0
edition: '2024'
places:
  - {level: authority, code: code}
period: {column: year, kind: financial_year}
counts:
  dataset: reviews
  figures: {ours: R1}
  level: authority
  numerator: above
  breakdown: {column: sex, groups: {All: everyone, F: 'sex:female'}}
symbols:
  c: {means: suppressed}
"""


def from_text(tmp_path: Path, text: str) -> Source:
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    return load_source(str(path))


def test_a_councils_own_mapping_is_read_from_its_file(tmp_path: Path) -> None:
    assert from_text(tmp_path, GOOD).counts is not None


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("numerator: above", "numeratr: above", "line 10: counts › numerator: Field required"),
        ("numerator: above", "numeratr: above", "line 13: counts › numeratr: Unexpected keyword argument"),
        ("means: suppressed", "means: hidden", "line 16: symbols › c › means"),
        ("means: suppressed", "means: not_available, high: 5", "only what is suppressed or rounds to zero has bounds"),
        ("means: suppressed", "means: suppressed, low: 6, high: 5", "`high` is not below it"),
        ("kind: financial_year", "kind: lunar_year", "line 8: period › kind"),
        (", kind: financial_year", "", "give either the `kind` of period"),
        ("'sex:female'", "female", "'F' means everyone, left_out or a breakdown's group"),
        ("level: authority\n", "level: ward\n", "which is not among the `places`"),
        ("figures: {ours: R1}", "figures: {}", "counts need the figure"),
        ("period: {column: year, kind: financial_year}\n", "", "need a `period`"),
        ("  - {level: authority, code: code}", "  - {level: authority, code: a}\n  - {level: authority, code: b}",
         "each level of place is given once"),
        ("edition: '2024'", "edition: 2024", "line 5: edition"),
        ("id: ours", "id: ours\nid: again", "is given twice"),
        ("id: ours", "id: &anchor ours", "anchor"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_meant_is_refused(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    text = GOOD.replace(right, wrong, 1)
    assert text != GOOD
    with pytest.raises(BadSource) as refused:
        from_text(tmp_path, text)
    assert said in refused.value.message


@pytest.mark.parametrize(
    "people",
    [
        "people: [{column: n, ages: [0, 17], vintage: a, mid_year: 2020, mid_year_column: y}]",
        "people: [{column: n, ages: [0], vintage: a, mid_year: 2020}]",
    ],
)
def test_people_that_cannot_be_meant_are_refused(tmp_path: Path, people: str) -> None:
    with pytest.raises(BadSource, match="line 17: people › 0"):
        from_text(tmp_path, f"{GOOD}{people}\n")


FIGURE = """\
figures:
  - code: gld
    title: Good level of development
    kind: proportion
    of_whom: Children
    value: percent
    numerator: above
    denominator: below
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("value: percent", "valeu: percent", "line 22: figures › 0 › valeu: Unexpected keyword argument"),
        ("code: gld\n    title", "title", "line 18: figures › 0 › code: Field required"),
        ("kind: proportion", "kind: share", "line 20: figures › 0 › kind"),
        ("kind: proportion", "kind: rate", "a rate is for every `per`"),
        ("kind: proportion", "kind: mean\n    per: 100", "of the others only a ratio may say it"),
        ("    value: percent\n    numerator: above\n", "", "a figure has a `value`, or a `numerator`"),
        ("    value: percent\n    numerator: above\n    denominator: below\n", "    numerator: above\n",
         "a proportion with no `value` needs a `denominator`"),
        ("value: percent", "value: percent\n    lower: low", "`lower` and `upper` go together"),
        ("    value: percent", "    lower: low\n    upper: high", "go together, and with a `value`"),
        ("value: percent", "value: percent\n    scale: 0", "`scale` and what counts are `rounded_to` are at least 1"),
        ("value: percent", "value: percent\n    rounded_to: {authority: 0}", "are at least 1"),
        ("value: percent", "value: percent\n    decimals: 40", "`decimals` are from 0 to 12"),
        ("value: percent", "value: percent\n    levels: [ward]", "'ward', which is not among the `places`"),
        ("value: percent", "value: percent\n    rounded_to: {ward: 5}", "is of the level 'ward'"),
        ("value: percent", "value: percent\n    direction: up", "figures › 0 › direction"),
        ("value: percent", "value: percent\n    breakdown: {column: sex, groups: {F: female}}", "'F' means everyone"),
        ("figures:", "published_on: last week\nfigures:", "line 17: published_on"),
        ("figures:", "figures:\n  - {code: gld, title: T, kind: count, of_whom: W, value: v}",
         "the figure 'gld' is given twice"),
    ],
)  # fmt: skip
def test_a_published_figure_that_cannot_be_meant_is_refused(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert right in FIGURE
    with pytest.raises(BadSource) as refused:
        from_text(tmp_path, GOOD + FIGURE.replace(right, wrong, 1))
    assert said in refused.value.message


def test_figures_need_a_period(tmp_path: Path) -> None:
    text = GOOD.replace("period: {column: year, kind: financial_year}\n", "")
    counts = text[text.index("counts:") : text.index("symbols:")]
    with pytest.raises(BadSource, match="figures need a `period`"):
        from_text(tmp_path, text.replace(counts, "") + FIGURE)


@pytest.mark.parametrize("id", ["../elsewhere", "a/b", "-a", "a.b", "''"])
def test_an_id_that_could_not_name_a_folder_is_refused(tmp_path: Path, id: str) -> None:
    with pytest.raises(BadSource, match="it names a folder in a store"):
        from_text(tmp_path, GOOD.replace("id: ours", f"id: {id}", 1))
