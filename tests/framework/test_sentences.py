"""What a reader is told of a figure: whole, grammatical sentences, for every measure that comes with Hearth."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hearth.framework.findings import Finding
from hearth.framework.framework import Framework
from hearth.framework.load import check, load, packaged
from hearth.framework.measures import Companion, CrossReference, Measure, ToBeDetermined

SCORECARD = Path(__file__).parent.parent / "frameworks_data" / "scorecard"
WELL = "measures/how_well.yaml"
REVIEWED = '    title: "% of plans reviewed within 28 days"\n'
LATE = "        title: Reviewed late\n"
AGAIN = "    title: The survey's figure, shown again\n"

WRONG = [
    (REVIEWED, "says: plans were reviewed", "says", "no `{value}`", "Write `{value}` once"),
    (REVIEWED, "says: '{value} of {value} plans'", "says", "`{value}` 2 times", "Write `{value}` once"),
    (REVIEWED, "says: '{value} of plans in {hub}'", "says", "in the place of `{hub}`", "`{place}`; no other"),
    (REVIEWED, "says: '{value:.1f} of plans'", "says", "in the place of `{value:.1f}`", "Write `{value}`"),
    (REVIEWED, "says: '{value} of plans {'", "says", "in the place of `{`", "no other braces"),
    (REVIEWED, "says: '{value} of plans.'", "says", "ends in a full stop", "Take the full stop away"),
    (REVIEWED, "says: '{value} of plans. '", "says", "ends in a full stop", "Take the full stop away"),
    (
        REVIEWED,
        "meaning: How many were reviewed",
        "meaning",
        "not end with a full stop",
        "one whole sentence",
    ),
    (LATE, "says: late", "beside[0] late › says", "no `{value}`", "Write `{value}` once"),
    (LATE, "meaning: Late", "beside[0] late › meaning", "not end with a full stop", "one whole sentence"),
    (AGAIN, "says: '{value} of them'", "says", "of the kind `cross_reference`", "keep the `meaning`"),
]

RIGHT = [
    "says: '{value} of plans in {place} were reviewed'",
    "says: 'the number of plans was {value}'",
    "meaning: How many were reviewed.",
    "says: ''",
]

EXAMPLES = {
    "proportion": "79.8%",
    "before_and_after": "79.8%",
    "ratio": "93.1%",
    "ratio_across": "42.1 per 100",
    "rate": "227.7 per 10,000",
    "count": "1,240",
    "mean": "45.32",
    "change": "-0.8 points",
}


def with_words(folder: Path, after: str, words: str) -> tuple[tuple[Finding, ...], int]:
    """The findings of the scorecard with a line of words after another line, and the number of the new line."""
    shutil.copytree(SCORECARD, folder)
    file = folder / WELL
    text = file.read_text(encoding="utf-8")
    assert text.count(after) == 1
    indent = " " * (len(after) - len(after.lstrip()))
    file.write_text(text.replace(after, f"{after}{indent}{words}\n"), encoding="utf-8")
    return check(folder), text[: text.index(after)].count("\n") + 2


@pytest.mark.parametrize(
    ("after", "words", "path", "message", "remedy"), WRONG, ids=lambda part: str(part).strip()
)
def test_words_that_cannot_be_told_are_found_where_they_stand(
    after: str, words: str, path: str, message: str, remedy: str, tmp_path: Path
) -> None:
    findings, line = with_words(tmp_path / "ours", after, words)
    assert [(each.file, each.line, each.code) for each in findings] == [(WELL, line, "bad-sentence")]
    assert findings[0].path.endswith(f" › {path}")
    assert message in findings[0].message
    assert remedy in findings[0].remedy


@pytest.mark.parametrize("words", RIGHT)
def test_words_that_can_be_told_are_not_found_fault_with(words: str, tmp_path: Path) -> None:
    assert with_words(tmp_path / "ours", REVIEWED, words)[0] == ()


@pytest.fixture(scope="module", params=packaged())
def framework(request: pytest.FixtureRequest) -> Framework:
    return load(str(request.param))


def told(framework: Framework) -> Iterator[tuple[str, Measure | Companion]]:
    for measure in framework.measures:
        yield measure.id, measure
        yield from ((f"{measure.id}.{each.name}", each) for each in measure.beside)


def counted(figure: Measure | Companion) -> bool:
    return not isinstance(figure.definition, CrossReference | ToBeDetermined)


def test_every_measure_that_is_counted_has_its_meaning_and_its_sentence(framework: Framework) -> None:
    assert [each.id for each in framework.measures if not each.meaning] == []
    assert [each.id for each in framework.measures if counted(each) and not each.says] == []


def test_a_figure_beside_has_both_or_neither(framework: Framework) -> None:
    assert [
        id for id, each in told(framework) if counted(each) and bool(each.meaning) != bool(each.says)
    ] == []


def test_every_sentence_reads_on_from_its_period(framework: Framework) -> None:
    for id, figure in told(framework):
        if figure.says:
            value = EXAMPLES[figure.definition.kind]
            said = figure.says.replace("{value}", value).replace("{place}", "Stockport")
            sentence = f"In 2025-26, {said}."
            assert not re.search(r"[{}\n]|  | ,|\.\.|% ?%|% per |points points| of of ", sentence), (
                id,
                sentence,
            )
            assert said.startswith(value) or said[0].islower(), (id, sentence)
            assert len(sentence) <= 200, (id, len(sentence))


def test_every_meaning_is_one_plain_sentence(framework: Framework) -> None:
    for id, figure in told(framework):
        if figure.meaning:
            assert re.fullmatch(r"[A-Z][^.%{}\n]*\.", figure.meaning), (id, figure.meaning)
            assert "  " not in figure.meaning, id
            assert len(figure.meaning.split()) <= 45, (id, len(figure.meaning.split()))


def test_a_child_is_not_brought_and_never_fails_to_attend(framework: Framework) -> None:
    for id, figure in told(framework):
        assert not re.search(r"did(n't| not) attend|\bDNA\b|\bfail", f"{figure.meaning} {figure.says}"), id


def test_no_answer_is_told_as_if_it_were_everyones(framework: Framework) -> None:
    for id, figure in told(framework):
        if getattr(figure.definition, "questions", ()):
            assert "who answered" in figure.meaning, id
            assert "who answered said" in figure.says, id


def test_a_figure_out_of_so_many_is_told_of_those_whom_it_is_of(framework: Framework) -> None:
    """A rate's value ends in "per 10,000", so whom it is of must follow; a mean and a count need no such word."""
    for id, figure in told(framework):
        if figure.definition.kind in ("rate", "ratio_across") and figure.says:
            assert re.search(r"\{value\} (children|families|pregnancies) ", f"{figure.says} "), id
