"""Stockport's local data: what measures and datasets there are, and that each fits the others."""

from __future__ import annotations

import re

import pytest
import yaml

from frameworks.local_data import (
    FILES,
    FOLDER,
    blank,
    definitions,
    every_figure,
    framework,
    holds,
    scopes,
    table,
)
from hearth.demo.build import build
from hearth.demo.places import AUTHORITY
from hearth.engine.run import count
from hearth.framework.counting import Stock
from hearth.framework.datasets import Dataset, Field, FieldType, Privacy
from hearth.framework.load import load
from hearth.framework.measures import Measure, Scope
from hearth.framework.yaml_nodes import read_document
from hearth.kernel.period_ids import span_of
from hearth.kernel.periods import PeriodKind

EVERY_SCOPE = [
    pytest.param(scope, id=f"{figure}-{number}")
    for measure in framework().measures
    for figure, definition in definitions(measure)
    for number, scope in enumerate(scopes(definition))
]


# What there is

KINDS = """
measure | metric | kind             | better  | dataset
P1      | P-1-1  | proportion       | higher  | child_development_reviews
P2      | P-1-2  | proportion       | higher  | infant_feeding
P3      | P-1-3  | proportion       | higher  | early_years_profile
P4a     | P-2-1  | change           | lower   | -
P4b     | P-2-1  | proportion       | lower   | healthy_child_contacts
P5a     | P-2-2  | ratio            | higher  | school_attendance
P5b     | P-2-2  | ratio            | higher  | school_attendance
P6a     | P-3-1  | proportion       | higher  | attainment_ks2
P6b     | P-3-1  | proportion       | higher  | attainment_ks3
P6c     | P-3-1  | proportion       | higher  | attainment_ks4
P6d     | P-3-1  | mean             | higher  | attainment_ks4
P6e     | P-3-1  | proportion       | lower   | participation_16_17
H2      | H-2-1  | proportion       | neutral | gp_depression_register
H3      | H-2-2  | proportion       | higher  | antenatal_mood_screens
H4      | H-2-3  | proportion       | higher  | maternity_pathway
H5      | H-2-4  | proportion       | higher  | alcohol_in_pregnancy
H6      | H-3-1  | proportion       | neutral | male_carers_depression
H7      | H-3-2  | proportion       | lower   | parent_anxiety
T1      | T-1-1  | proportion       | lower   | early_help_episodes
T2      | T-1-2  | rate             | neutral | early_help_episodes
T3a     | T-1-3  | count            | higher  | parenting_courses
T3b     | T-1-3  | before_and_after | higher  | parenting_courses
F-C3    | F-C-3  | ratio_across     | higher  | feedback_register hub_contacts
W-R1b   | W-R-1  | proportion       | higher  | meeting_register
"""

BESIDE = """
measure | companions
P1      | reviewed asq3_completed communication gross_motor fine_motor problem_solving personal_social
P2      | full partial not_at_all not_known
P4a     | rate
P4b     | new_birth six_to_eight_weeks twelve_months two_to_two_and_a_half_years
P5a     | pupils
P5b     | pupils
P6c     | grade_4
P6e     | not_known neet_or_not_known
H2      | adults_18_and_over
H3      | screened positive declined
H4      | delivery
H5      | accepted declined
H7      | mean number
T1      | previous_start
T3a     | completers
T3b     | same worsened any_improvement paired
F-C3    | anonymous
"""


def test_the_measures_are_those_of_the_domain() -> None:
    found = [
        {
            "measure": each.id,
            "metric": each.metric,
            "kind": each.definition.kind,
            "better": each.direction.value,
            "dataset": " ".join(scope.dataset for scope in scopes(each.definition)) or "-",
        }
        for each in framework().measures
    ]
    assert found == table(KINDS)


@pytest.mark.parametrize("row", table(BESIDE), ids=lambda row: row["measure"])
def test_what_the_domain_asks_to_show_beside_is_beside(row: dict[str, str]) -> None:
    beside = {each.name for each in framework().measure(row["measure"]).beside}
    assert set(row["companions"].split()) <= beside


def test_every_measure_writes_the_version_of_its_definition() -> None:
    written = [
        measure.get("definition_version")
        for file in sorted((FOLDER / "measures").glob("*.yaml"))
        for measure in yaml.safe_load(file.read_text(encoding="utf-8"))["measures"]
    ]
    assert len(written) == len(load("stockport").measures)
    assert set(written) == {1}


def test_titles_are_the_labels_of_the_domain() -> None:
    titles = {each.id: each.title for each in framework().measures}
    assert titles["P1"] == "% children at or above expected level of development at 2-2.5yrs (all 5 domains)"
    assert titles["P4b"] == "% failed activity (child was not brought) for healthy child programme contacts"
    assert titles["T2"] == "rate of children per 10,000 open to early help"
    assert titles["T3b"] == '% who demonstrably improved after assessment ("uplift")'
    assert titles["W-R1b"] == "attendance at Family Hub meetings"


def test_every_file_is_within_the_yaml_we_allow() -> None:
    faults = [fault for file in FILES for fault in read_document(file.name, file.read_bytes()).faults]
    assert faults == []


def test_every_figure_is_read() -> None:
    wanted = [figure for measure in framework().measures for figure, _ in definitions(measure)]
    assert list(every_figure()) == wanted


def test_only_key_stage_3_is_off() -> None:
    assert [each.id for each in framework().measures if each.off] == ["P6b"]


REPEATS = """
measure | repeats | because
P4a     | 2       | Contacts are counted
P4b     | 2       | Contacts are counted
P6e     | 3       | Three months are counted
T1      | 2       | Referrals are counted
"""


def test_a_measure_says_how_often_one_person_can_be_in_it_and_why() -> None:
    repeated = {each.id: each for each in load("stockport").measures if each.repeats > 1}
    assert {id: str(each.repeats) for id, each in repeated.items()} == {
        row["measure"]: row["repeats"] for row in table(REPEATS)
    }
    for row in table(REPEATS):
        assert any(row["because"] in note for note in repeated[row["measure"]].notes), row


def test_what_adds_up_sessions_says_who_counts_the_pupils() -> None:
    people = {each.id: each.people for each in every_figure().values() if each.people}
    assert people == {"P5a": "P5a.pupils", "P5b": "P5b.pupils"}
    for ratio, pupils in people.items():
        sums, heads = every_figure()[ratio].counting, every_figure()[pupils].counting
        assert sums is not None and heads is not None
        assert (heads.dataset, heads.where, heads.unit) == (sums.dataset, sums.where, "pupil_id")
        assert every_figure()[pupils].kind == "count"


@pytest.mark.parametrize("measure", framework().measures, ids=lambda measure: measure.id)
def test_a_measure_says_which_decisions_it_rests_on_and_of_whom_it_is(measure: Measure) -> None:
    assert measure.of_whom
    assert measure.decisions
    assert set(measure.decisions) <= {str(number) for number in range(1, 36)}
    assert "rows" in measure.counted_from and "aggregates" in measure.counted_from


ONE_IN = 20
SMALL = 1_000


@pytest.fixture(scope="module")
def smallest_bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """The least that each headline figure is out of in any year for the authority, about, by a sampled demonstration.

    Of a count, which is out of nothing, it is the count.
    """
    packaged = load("stockport")
    store = build(tmp_path_factory.mktemp("demonstration"), sample=ONE_IN).store
    years = (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR)
    found: dict[str, int] = {}
    for cell in count(packaged, store, engine="duckdb").table.to_pylist():
        span = span_of(cell["period"])  # None of a wave, which is a part of no year
        if cell["place"] == AUTHORITY and not cell["breakdown"] and span is not None and span.kind in years:
            base = cell["numerator_low"] if cell["denominator_low"] is None else cell["denominator_low"]
            found[cell["figure"]] = min(base * ONE_IN, found.get(cell["figure"], base * ONE_IN))
    return {each.id: found[each.id] for each in packaged.measures if each.id in found}


def test_small_counts_have_no_quarters(smallest_bases: dict[str, int]) -> None:
    quarterly = {each.id for each in load("stockport").measures if PeriodKind.QUARTER in each.periods}
    small = {id for id, base in smallest_bases.items() if base < SMALL}
    assert quarterly <= smallest_bases.keys(), "each is measured"
    assert {"H3", "H5", "T3a", "T3b"} <= small, "some are small, or nothing is tried"
    assert not quarterly & small, {id: smallest_bases[id] for id in quarterly & small}


def test_alcohol_in_pregnancy_is_for_the_authority_and_the_year_only() -> None:
    measure = framework().measure("H5")
    assert (measure.periods, measure.smallest_place, measure.breakdowns) == (
        (PeriodKind.FINANCIAL_YEAR,),
        "authority",
        (),
    )


def test_no_figure_is_published_for_small_areas() -> None:
    assert {each.smallest_place for each in framework().measures} == {"ward", "hub", "authority"}


@pytest.mark.parametrize("measure", framework().measures, ids=lambda measure: measure.id)
def test_every_breakdown_of_a_measure_can_be_had_from_all_its_datasets(measure: Measure) -> None:
    used = {scope.dataset for _, definition in definitions(measure) for scope in scopes(definition)}
    for dataset in used:
        offered = {use.breakdown for use in framework().dataset(dataset).breakdowns}
        assert set(measure.breakdowns) <= offered, dataset


def test_a_change_is_of_a_figure_there_is() -> None:
    changes = {each.change_of for each in every_figure().values() if each.change_of}
    assert changes == {"P4a.rate"}
    assert changes <= every_figure().keys()


def test_the_rate_that_p4a_changes_from_is_p4b() -> None:
    rate, failed = every_figure()["P4a.rate"], every_figure()["P4b"]
    assert rate.counting == failed.counting
    assert (rate.periods, rate.smallest_place, rate.breakdowns) == (
        failed.periods,
        failed.smallest_place,
        failed.breakdowns,
    )


def test_a_rate_is_of_children_from_birth_to_17() -> None:
    rate = every_figure()["T2"]
    assert (rate.per, rate.ages) == (10_000, (0, 17))
    assert rate.counting is not None
    assert isinstance(rate.counting.timing, Stock)
    assert (rate.counting.timing.open_from.text, rate.counting.timing.open_until.text) == (
        "episode_start",
        "episode_end",
    )


# The datasets

DATASETS = [pytest.param(each, id=each.id) for each in framework().datasets]
FIELDS = [pytest.param(d, f, id=f"{d.id}-{f.name}") for d in framework().datasets for f in d.fields]
NAMING = re.compile(r"(^|_)(name|surname|forename|nhs|upn|postcode|address|email|phone|dob)(_|$)")
SPECIAL = {
    *("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social"),
    *(
        "feeding",
        "outcome",
        "on_register",
        "gad2_score",
        "phq2_score",
        "offer",
        "service",
        "pregnancy_outcome",
    ),
    *("eligible", "on_pathway", "disclosure", "referral_outcome", "diagnosis", "unborn"),
    *("score_before", "score_after", "in_custody", "ethnicity", "send"),
}


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_has_a_key_a_date_a_sender_and_a_place(dataset: Dataset) -> None:
    key, dated = dataset.field(dataset.key), dataset.field(dataset.dated_by)
    assert key is not None and dated is not None and dataset.place is not None
    assert (key.type, key.privacy, key.required) == (FieldType.TEXT, Privacy.PSEUDONYM, True)
    assert (dated.type, dated.required) == (FieldType.DATE, True)
    assert dataset.sender and dataset.grain
    place = dataset.field(dataset.place.field)
    assert place is not None and place.type is FieldType.PLACE
    assert (place.level, dataset.place.basis.value) in {("small_area", "home"), ("hub", "event")}


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_breakdown_is_given_by_a_field_of_that_breakdown_or_by_a_place(dataset: Dataset) -> None:
    assert len({each.name for each in dataset.fields}) == len(dataset.fields)
    for use in dataset.breakdowns:
        field, breakdown = dataset.field(use.field), framework().breakdown(use.breakdown)
        assert field is not None
        assert (field.type is FieldType.PLACE) if breakdown.attribute else (field.breakdown == breakdown.id)


@pytest.mark.parametrize(("dataset", "field"), FIELDS)
def test_a_field_names_no_one(dataset: Dataset, field: Field) -> None:
    assert not NAMING.search(field.name)
    if field.name.endswith("_id"):
        assert field.privacy is Privacy.PSEUDONYM
    if field.name == "home_area":
        assert (field.privacy, field.level) == (Privacy.PERSONAL, "small_area")


def test_what_tells_of_health_origin_or_custody_is_special() -> None:
    special = {f.name for d in framework().datasets for f in d.fields if f.privacy is Privacy.SPECIAL}
    assert special == SPECIAL


def test_a_date_of_birth_is_asked_only_where_a_window_needs_it_and_says_so() -> None:
    born = {d.id: f.description for d in framework().datasets for f in d.fields if f.name == "born_on"}
    assert born.keys() == {"infant_feeding", "healthy_child_contacts"}
    assert all(description.startswith("Needed because") for description in born.values())


def test_every_dataset_is_counted_by_some_figure() -> None:
    used = {scope.dataset for m in framework().measures for _, d in definitions(m) for scope in scopes(d)}
    assert used == {each.id for each in framework().datasets}


def test_contacts_have_the_attendance_codes_of_the_nhs_data_dictionary() -> None:
    outcome = framework().dataset("healthy_child_contacts").field("outcome")
    assert outcome is not None
    assert {code.code for code in outcome.codes} == set("5632740")


def test_the_antenatal_contact_is_kept_but_counted_in_no_figure() -> None:
    contact = framework().dataset("healthy_child_contacts").field("contact")
    assert contact is not None
    assert "antenatal" in {code.code for code in contact.codes}
    row = blank("P4b") | {"contact": "antenatal", "outcome": "3"}
    for figure in every_figure():
        if figure.startswith("P4") and every_figure()[figure].counting is not None:
            assert not holds(figure, row).base


def test_the_questionnaires_of_courses_are_the_instruments_and_other() -> None:
    instrument = framework().dataset("parenting_courses").field("instrument")
    assert instrument is not None
    known = {each.id for each in framework().instruments}
    assert {code.code for code in instrument.codes} == known | {"other"}
    for each in framework().instruments:
        assert f"'{each.id}'" in str(framework().measure("T3b").definition)
        assert "to be confirmed" in each.source.lower()
        assert each.licence


# What stands behind a scope


@pytest.mark.parametrize("scope", EVERY_SCOPE)
def test_what_is_counted_once_and_what_is_derived_rests_on_fields_of_the_dataset(scope: Scope) -> None:
    dataset = framework().dataset(scope.dataset)
    names = {each.name for each in dataset.fields}
    pseudonyms = {each.name for each in dataset.fields if each.privacy is Privacy.PSEUDONYM}
    assert scope.unit is None or scope.unit in pseudonyms
    for derive in scope.derive:
        assert derive.name not in names
        assert derive.by in pseudonyms
        assert set(derive.order) <= names
        assert derive.order[-1] == dataset.key
