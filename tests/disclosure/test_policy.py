"""Policies are data: the packaged ones say what the documents promise, and a faulty one is refused, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hearth.disclosure.policy import DEFAULT_POLICY, Policy, load_policy, policy_names
from hearth.kernel.errors import BadPolicy

GOOD = """\
id: ours
title: Ours
threshold: 7
base: 10
round_to: 5
line_sum: 8
width: 7
survey: {base: 10, reliable: 30}
workforce: {one_at_a_time: true}
rounds_revisions_to: 5
least_shown: 50
least_shown_beside: 80
deviations_at: [authority]
not_covered:
  - Outside knowledge.
"""


def kept(folder: Path, text: str) -> Path:
    path = folder / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(BadPolicy) as refused:
        load_policy(kept(folder, text))
    assert refused.value.remedy
    return refused.value.message


def test_the_packaged_policies_are_these_two_and_the_public_one_is_the_default() -> None:
    assert policy_names() == ("internal", "public")
    assert load_policy() == load_policy(DEFAULT_POLICY) == load_policy("public")
    assert [load_policy(name).id for name in policy_names()] == ["internal", "public"]


@pytest.mark.parametrize(
    ("name", "threshold", "round_to", "line_sum", "width"), [("internal", 4, 1, 5, 4), ("public", 7, 5, 8, 7)]
)
def test_the_packaged_policies_say_what_was_promised(
    name: str, threshold: int, round_to: int, line_sum: int, width: int
) -> None:
    policy = load_policy(name)
    assert (policy.threshold, policy.round_to, policy.line_sum, policy.width) == (
        threshold,
        round_to,
        line_sum,
        width,
    )
    assert (policy.base, policy.survey.base, policy.survey.reliable) == (10, 10, 30)
    assert not policy.survey.counts_of_groups and policy.workforce.one_at_a_time
    assert policy.not_covered and all(each.endswith(".") for each in policy.not_covered)


def test_a_rounded_count_is_at_most_half_the_base_away() -> None:
    assert [load_policy(name).rounds_by for name in ("internal", "public")] == [0, 2]


def test_a_council_may_keep_its_own(tmp_path: Path) -> None:
    policy = load_policy(kept(tmp_path, GOOD))
    assert isinstance(policy, Policy)
    assert (policy.id, policy.deviations_at, policy.not_covered) == (
        "ours",
        ("authority",),
        ("Outside knowledge.",),
    )
    assert load_policy(str(tmp_path / "ours.yaml")) == policy


@pytest.mark.parametrize("name", ["secret", "", "public.yml", "nowhere/public.yaml"])
def test_an_unknown_name_is_told_which_there_are(name: str) -> None:
    with pytest.raises(BadPolicy) as refused:
        load_policy(name)
    assert repr(name) in refused.value.message
    assert "internal, public" in refused.value.remedy


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("threshold: 7", "threshold: many", "line 3: threshold: Input should be a valid integer."),
        ("threshold: 7", "threshold: '7'", "line 3: threshold: Input should be a valid integer."),
        ("threshold: 7\n", "", "line 1: threshold: Field required."),
        ("least_shown: 50", "leest_shown: 50", "line 11: leest_shown: Unexpected keyword argument."),
        ("one_at_a_time: true", "one_at_a_time: often", "line 9: workforce › one_at_a_time: "),
        (
            "reliable: 30",
            "reliable: 9",
            "line 8: survey: `base` is at least 1, and `reliable` is not below it.",
        ),
        ("{base: 10, reliable: 30}", "{base: 10}", "line 8: survey › reliable: Field required."),
        ("[authority]", "authority", "line 13: deviations_at: "),
        ("  - Outside knowledge.", "  - 7", "line 15: not_covered › 0: Input should be a valid string."),
    ],
)
def test_a_fault_is_told_with_its_line_and_in_a_sentence(
    tmp_path: Path, good: str, bad: str, said: str
) -> None:
    message = refusal(tmp_path, GOOD.replace(good, bad, 1))
    assert message.startswith("ours.yaml cannot be meant:\n")
    assert said in message and message.endswith(".")


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("threshold: 7", "threshold: 0", "`threshold` is at least 1"),
        ("base: 10\nround", "base: 7\nround", "`base` and `line_sum` are above it"),
        ("line_sum: 8", "line_sum: 7", "`base` and `line_sum` are above it"),
        ("round_to: 5", "round_to: 4", "`round_to` is odd"),
        ("round_to: 5", "round_to: 0", "at least 1"),
        ("revisions_to: 5", "revisions_to: 0", "at least 1"),
        ("shown: 50", "shown: 81", "the second not below the first"),
        ("beside: 80", "beside: 101", "percentages"),
    ],
)
def test_numbers_that_cannot_go_together_are_refused(tmp_path: Path, good: str, bad: str, said: str) -> None:
    message = refusal(tmp_path, GOOD.replace(good, bad, 1))
    assert said in message and "line " in message and message.endswith(".")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("threshold: 7", "threshold: x").replace("width: 7", "width: y").replace("true", "no")
    message = refusal(tmp_path, text + "colour: red\n")
    for line, word in ((3, "threshold"), (7, "width"), (9, "one_at_a_time"), (16, "colour")):
        assert any(each.startswith(f"line {line}: ") and word in each for each in message.splitlines()), (
            message
        )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GOOD + "threshold: 3\n", 16, "`threshold` is given twice"),
        (GOOD.replace("[authority]", "[authority"), 13, ""),
        (GOOD.replace("width: 7", "width: 7\twide: 8"), 7, ""),
        ("- a list\n", 1, ""),
    ],
)
def test_what_is_not_even_yaml_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    message = refusal(tmp_path, text)
    assert said in message
    assert f"line {line}: " in message


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_bytes(b"id: \xff\n")
    with pytest.raises(BadPolicy, match="UTF-8"):
        load_policy(path)
