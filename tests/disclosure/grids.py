"""Small hierarchies of counts, drawn at random: places, quarters and their year, groups, and parts of a split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from disclosure.drawn_tables import INTERNAL, MEASURES, PUBLIC, Grid
from hearth.disclosure.policy import Policy

SMALL = st.integers(0, 9)
MIDDLING = st.integers(0, 30)
KINDS = (
    SMALL,
    MIDDLING,
    st.sampled_from([0, 0, 0, 1]),
    st.sampled_from([0, 0, 3, 20]),
    st.sampled_from([1, 2, 4, 5, 7, 8, 9, 10, 11, 40]),
    st.sampled_from([0, 60, 61, 200, 5]),
)

EVERY_DETAIL = {each.id: replace(each, least_shown=0, least_shown_beside=0) for each in (INTERNAL, PUBLIC)}
"""The policies, but that every detail is given, however little of it can be shown."""

policies: st.SearchStrategy[Policy] = st.sampled_from([INTERNAL, PUBLIC, *EVERY_DETAIL.values()])


@st.composite
def grids(draw: st.DrawFn, *, wards: int = 3, measures: int = 4) -> Grid:
    shape = (
        draw(st.integers(1, wards)),
        draw(st.sampled_from([1, 4])),
        draw(st.integers(1, 3)),
        3,
    )
    size = int(np.prod(shape))
    counts = draw(st.lists(draw(st.sampled_from(KINDS)), min_size=size, max_size=size))
    chosen = draw(st.lists(st.sampled_from(list(MEASURES)), min_size=1, max_size=measures, unique=True))
    return Grid(
        np.array(counts, dtype=np.int64).reshape(shape), tuple(each for each in MEASURES if each in chosen)
    )
