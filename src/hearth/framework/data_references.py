"""Whether datasets, surveys, questions and breakdowns fit each other."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hearth.framework.datasets import NOT_KNOWN, Breakdown, BreakdownUse, Dataset, Field, FieldType, PlaceUse
from hearth.framework.findings import Path
from hearth.framework.known_ids import Known, by_id, ids_of
from hearth.framework.language.words import KEYWORDS
from hearth.framework.questions import Survey
from hearth.framework.type_faults import listed
from hearth.kernel.periods import PeriodKind

__all__ = ["FIELD_NAME", "check_data", "check_field_type"]

FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""What a field can be called, so that the measure language can say it."""

_KEY_TYPES = (FieldType.TEXT, FieldType.WHOLE)
_WAVE_TYPES = (FieldType.TEXT, FieldType.CODE)


def check_data(known: Known) -> None:
    """Every dataset, survey, question, scale and breakdown."""
    for number, breakdown in enumerate(known.framework.breakdowns):
        _breakdown(known, ("breakdowns", number), breakdown)
    for number, dataset in enumerate(known.framework.datasets):
        _dataset(known, ("datasets", number), dataset)
    for number, survey in enumerate(known.framework.surveys):
        _survey(known, ("surveys", number), survey)
    _scales(known)
    _questions(known)


def check_field_type(
    known: Known, path: Path, name: str, fields: Mapping[str, Field], types: tuple[FieldType, ...]
) -> bool:
    """That `name` is one of the fields, and of one of the types."""
    if not known.refer(path, name, fields, "field"):
        return False
    if fields[name].type in types:
        return True
    message = f"`{name}` is a {fields[name].type} field."
    remedy = f"Name a field of the type {' or '.join(types)}: {_of_type(fields, types)}."
    known.fault(path, message, remedy, "wrong-reference")
    return False


def _of_type(fields: Mapping[str, Field], types: tuple[FieldType, ...]) -> str:
    fitting = [name for name, field in fields.items() if field.type in types]
    return listed(fitting) if fitting else "there is none yet"


def _breakdown(known: Known, path: Path, breakdown: Breakdown) -> None:
    codes = [group.code for group in breakdown.groups]
    known.once((*path, "groups"), codes, "group", "code")
    if not codes:
        message = f"The breakdown `{breakdown.id}` has no groups."
        known.fault((*path, "groups"), message, "Give each group a `code` and a `title`.", "too-few")
    if NOT_KNOWN in codes:
        at = (*path, "groups", codes.index(NOT_KNOWN), "code")
        message = f"Every breakdown has the group `{NOT_KNOWN}` already."
        known.fault(at, message, "Remove it.", "duplicate-id")


def _dataset(known: Known, path: Path, dataset: Dataset) -> None:
    fields = _fields(known, (*path, "fields"), dataset.fields)
    check_field_type(known, (*path, "key"), dataset.key, fields, _KEY_TYPES)
    check_field_type(known, (*path, "dated_by"), dataset.dated_by, fields, (FieldType.DATE,))
    if dataset.returned is PeriodKind.WAVE:
        message = "Only a survey's answers come in waves."
        known.fault((*path, "returned"), message, "Say how often the return is due.", "wrong-reference")
    _uses(known, path, fields, dataset.place, dataset.breakdowns)


def _survey(known: Known, path: Path, survey: Survey) -> None:
    fields = _fields(known, (*path, "about"), survey.about)
    check_field_type(known, (*path, "key"), survey.key, fields, _KEY_TYPES)
    check_field_type(known, (*path, "wave"), survey.wave, fields, _WAVE_TYPES)
    _uses(known, path, fields, survey.place, survey.breakdowns)


def _fields(known: Known, path: Path, fields: tuple[Field, ...]) -> dict[str, Field]:
    known.once(path, (field.name for field in fields), "field", "name")
    for number, field in enumerate(fields):
        _field(known, (*path, number), field)
    return by_id(fields, "name")


def _field(known: Known, path: Path, field: Field) -> None:
    known.well_named((*path, "name"), field.name, "field", FIELD_NAME)
    if field.name.lower() in KEYWORDS:
        message = f"`{field.name}` is a word of the measure language, and cannot name a field."
        known.fault((*path, "name"), message, f"Call it `{field.name}_` and what it is of.", "bad-id")
    known.once((*path, "codes"), (code.code for code in field.codes), "code", "code")
    if field.level is not None and known.levels:
        levels = known.framework.framework.levels
        known.refer((*path, "level"), field.level, levels, "level of place")
    if field.breakdown is None:
        return
    at = (*path, "breakdown")
    if known.refer(at, field.breakdown, ids_of(known.framework.breakdowns), "breakdown"):
        _codes_in_groups(known, (*path, "codes"), field, known.framework.breakdown(field.breakdown))


def _uses(
    known: Known,
    path: Path,
    fields: Mapping[str, Field],
    place: PlaceUse | None,
    breakdowns: tuple[BreakdownUse, ...],
) -> None:
    if place is not None:
        check_field_type(known, (*path, "place", "field"), place.field, fields, (FieldType.PLACE,))
    known.once((*path, "breakdowns"), (use.breakdown for use in breakdowns), "breakdown", "breakdown")
    for number, use in enumerate(breakdowns):
        _use(known, (*path, "breakdowns", number), use, fields)


def _use(known: Known, path: Path, use: BreakdownUse, fields: Mapping[str, Field]) -> None:
    among = ids_of(known.framework.breakdowns)
    if not known.refer((*path, "breakdown"), use.breakdown, among, "breakdown"):
        known.refer((*path, "field"), use.field, fields, "field")
        return
    breakdown = known.framework.breakdown(use.breakdown)
    at = (*path, "field")
    # A record may say the group that its place would give, so that the place itself need not be kept.
    wanted = (FieldType.CODE,) if breakdown.attribute is None else (FieldType.PLACE, FieldType.CODE)
    if not check_field_type(known, at, use.field, fields, wanted):
        return
    field = fields[use.field]
    if field.type is FieldType.PLACE:
        return
    if field.breakdown is None:
        _codes_in_groups(known, at, field, breakdown)
    elif field.breakdown != breakdown.id:
        message = f"The codes of `{field.name}` are the groups of `{field.breakdown}`."
        known.fault(at, message, f"Name the field that holds `{breakdown.id}`.", "wrong-reference")


def _codes_in_groups(known: Known, path: Path, field: Field, breakdown: Breakdown) -> None:
    """That each code of the field is a group of the breakdown, or is marked as saying nothing."""
    groups = {group.code for group in breakdown.groups}
    stray = [code.code for code in field.codes if not code.unknown and code.code not in groups]
    if stray and not any(known.is_lost(code) for code in stray):
        message = f"`{field.name}` has codes that are no groups of `{breakdown.id}`: {listed(stray)}."
        remedy = "Add them to its groups, or mark them `unknown: true`."
        known.fault(path, message, remedy, "disagreement")


def _scales(known: Known) -> None:
    for number, scale in enumerate(known.framework.scales):
        path = ("scales", number, "answers")
        known.once(path, (answer.code for answer in scale.answers), "answer", "code")
        if len(scale.answers) < 2:
            message = f"The scale `{scale.id}` leaves no choice."
            known.fault(path, message, "Give it at least two answers.", "too-few")


def _questions(known: Known) -> None:
    surveys = by_id(known.framework.surveys)
    scales = ids_of(known.framework.scales)
    for number, question in enumerate(known.framework.questions):
        path = ("questions", number)
        known.refer((*path, "scale"), question.scale, scales, "scale")
        known.well_named((*path, "id"), question.id, "question", FIELD_NAME)
        if not known.refer((*path, "survey"), question.survey, surveys, "survey"):
            continue
        if question.id in {field.name for field in surveys[question.survey].about}:
            message = f"The survey `{question.survey}` has a field `{question.id}` already."
            known.fault((*path, "id"), message, "Give the question another id.", "duplicate-id")
