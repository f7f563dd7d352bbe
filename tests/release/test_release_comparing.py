"""What has changed from one release to the next."""

from __future__ import annotations

from dataclasses import replace

from hearth.disclosure.published import State
from hearth.release.compare import Changes, DefinitionChange, compare
from release.released import drawn, published, table_of

HEADING = "figure | place | period | group | state | marks | numerator | denominator\n"

OLD = f"""{HEADING}
attendances | EM | 2024-25-Q1 |             | value      |   | 1250 |
attendances | EM | 2024-25-Q1 | gender:girl | value      |   | 640  |
attendances | EM | 2024-25-Q1 | gender:boy  | suppressed |   |      |
reviewed    | EM | 2024-25-Q1 |             | value      | p | 85   | 120
"""

NEW = f"""{HEADING}
attendances | EM | 2024-25-Q1 |             | value      | r | 1255 |
attendances | EM | 2024-25-Q1 | gender:boy  | value      |   | 10   |
attendances | EM | 2024-25-Q2 |             | value      |   | 1300 |
reviewed    | EM | 2024-25-Q1 |             | value      |   | 85   | 120
"""


def test_new_gone_revised_and_unchanged():
    found = compare(*(published(table=table_of(drawn(rows))) for rows in (OLD, NEW)))
    assert [(each.figure, each.period) for each in found.new] == [("attendances", "2024-25-Q2")]
    assert [(each.figure, each.group) for each in found.gone] == [("attendances", "girl")]
    assert [(each.before.value, each.after.value) for each in found.revised] == [
        (1250.0, 1255.0),
        (None, 10.0),
    ]
    assert [(each.before.state, each.after.state) for each in found.revised][1] == (
        State.SUPPRESSED,
        State.VALUE,
    )
    assert found.unchanged == 1  # a mark that goes is no revision
    assert found.by_figure == {
        ("", "attendances"): Changes(1, 1, 2, 0),
        ("", "reviewed"): Changes(0, 0, 0, 1),
    }
    assert not found.same


def test_a_release_and_itself():
    found = compare(published(), published())
    assert found.same
    assert found.unchanged == len(published())


def test_a_definition_that_changed_is_told():
    old = published()
    figures = [
        replace(each, definition_version=2, breakdowns=("gender",)) if each.id == "reviewed" else each
        for each in old.figures
    ]
    found = compare(old, replace(old, figures=tuple(figures)))
    assert found.definitions == (
        DefinitionChange("", "reviewed", "breakdowns", "gender, rurality", "gender"),
        DefinitionChange("", "reviewed", "definition_version", "1", "2"),
    )
    assert not found.same


def test_backwards_new_is_gone():
    old, new = (published(table=table_of(drawn(rows))) for rows in (OLD, NEW))
    there, back = compare(old, new), compare(new, old)
    assert (there.new, there.gone) == (back.gone, back.new)
    assert len(there.revised) == len(back.revised)
