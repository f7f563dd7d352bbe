"""How words are joined into sentences."""

from __future__ import annotations

import pytest

from hearth.judge.phrases import capital, listed, small


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (iter("xyz"), "x, y and z"),
    ],
)
def test_words_are_listed(words, said):
    assert listed(words) == said


@pytest.mark.parametrize(
    ("words", "in_a_sentence", "at_its_head"),
    [
        ("Infants due", "infants due", "Infants due"),
        ("PHQ-4 screens", "PHQ-4 screens", "PHQ-4 screens"),
        ("A count that it needs", "a count that it needs", "A count that it needs"),
        ("P5a and P5b", "P5a and P5b", "P5a and P5b"),
        ("of those who answered", "of those who answered", "Of those who answered"),
        ("", "", ""),
    ],
)
def test_capitals(words, in_a_sentence, at_its_head):
    assert (small(words), capital(words)) == (in_a_sentence, at_its_head)
