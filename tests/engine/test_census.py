"""The figures of a census's answers know that everyone was asked; those of other surveys do not."""

from __future__ import annotations

from hearth.framework.load import load
from hearth.framework.meaning import Reading, figures


def test_every_share_of_the_workforce_s_answers_is_of_a_census_and_no_other_is():
    stockport = load("stockport")
    for figure in figures(stockport, Reading()):
        of_the_workforce = figure.counting is not None and figure.counting.dataset == "workforce_survey"
        changes = (figure.change_of or "").startswith("W-")
        assert figure.census is ((of_the_workforce and figure.kind == "proportion") or changes), figure.id
    assert sum(figure.census for figure in figures(stockport, Reading())) == 10
