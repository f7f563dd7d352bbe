"""The interval itself, the quantiles behind it, and what opening the room costs."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from hearth.kernel.errors import StatisticsError
from hearth.stats import Interval, Method, exact_poisson
from hearth.stats.distributions import poisson_lower, poisson_upper, t_quantile, z_value


@pytest.mark.parametrize(
    ("value", "lower", "upper", "confidence", "message"),
    [
        (0.5, 0.6, 0.7, 0.95, "0.5 is not between 0.6 and 0.7"),
        (0.5, 0.3, 0.4, 0.95, "0.5 is not between 0.3 and 0.4"),
        (0.5, 0.3, 0.7, 95, "such as 0.95"),
        (math.nan, 0.3, 0.7, 0.95, "the value of an interval is nan"),
        (math.inf, 0.3, math.inf, 0.95, "the value of an interval is inf"),
        (0.5, -math.inf, 0.7, 0.95, "a limit is not finite"),
        (0.5, 0.1, math.inf, 0.95, "a limit is not finite"),
        (0.5, math.nan, 0.4, 0.95, "0.5 is not between nan and 0.4"),
    ],
)
def test_an_interval_refuses_to_be_wrong(
    value: float, lower: float, upper: float, confidence: float, message: str
) -> None:
    with pytest.raises(StatisticsError, match=message):
        Interval(value, lower, upper, confidence, Method.WILSON)


def test_an_interval_does_not_change() -> None:
    interval = Interval(0.5, 0.3, 0.7, 0.95, Method.WILSON)
    assert interval.complete
    assert interval == Interval(0.5, 0.3, 0.7, 0.95, Method.WILSON)
    with pytest.raises(dataclasses.FrozenInstanceError):
        interval.value = 0.6  # type: ignore[misc]


def test_an_interval_is_made_of_plain_floats() -> None:
    interval = exact_poisson(np.int64(3))
    assert [type(part) for part in (interval.value, interval.lower, interval.upper)] == [float] * 3


def test_methods_have_words_to_print() -> None:
    assert f"{Method.WILSON}" == "Wilson score"
    assert len({method.value for method in Method}) == len(Method) == 6


@pytest.mark.parametrize(
    ("confidence", "z"),
    [(0.95, 1.959963984540054), (0.998, 3.090232306167813), (0.5, 0.6744897501960817)],
)
def test_z_in_use(confidence: float, z: float) -> None:
    assert z_value(confidence) == pytest.approx(z, rel=1e-14)


@given(st.floats(0.01, 0.999999))
def test_z_agrees_with_scipy(confidence: float) -> None:
    assert z_value(confidence) == pytest.approx(scipy.stats.norm.isf((1 - confidence) / 2), rel=1e-12)


@given(st.integers(1, 10**6), st.floats(0.01, 0.999999))
def test_t_agrees_with_scipy(degrees: int, confidence: float) -> None:
    found = t_quantile(np.array([float(degrees)]), confidence)[0]
    assert found == pytest.approx(scipy.stats.t.isf((1 - confidence) / 2, degrees), rel=1e-9)


@given(st.floats(0.001, 10**6), st.floats(0.01, 0.999999))
def test_poisson_limits_are_halved_chi_squared_quantiles(events: float, confidence: float) -> None:
    x, tail = np.array([events]), (1 - confidence) / 2
    assert poisson_lower(x, confidence)[0] == pytest.approx(
        scipy.stats.chi2.ppf(tail, 2 * events) / 2, rel=1e-9
    )
    assert poisson_upper(x, confidence)[0] == pytest.approx(
        scipy.stats.chi2.isf(tail, 2 * events + 2) / 2, rel=1e-9
    )


def test_scipy_has_no_lower_limit_for_nothing() -> None:
    """Why 0 events are a case of their own."""
    assert math.isnan(scipy.stats.chi2.ppf(0.025, 0))
    assert poisson_lower(np.array([0.0]), 0.95)[0] == 0


def test_most_figures_never_open_scipy() -> None:
    """It costs more to open than everything else together, so only t and exact Poisson limits do."""
    program = """
import sys
from hearth import stats
stats.wilson(3, 10), stats.rate(20, 1000, per=1000), stats.byar(12)
stats.newcombe(3, 10, 4, 10), stats.newcombe_paired(1, 2, 3, 4), stats.phe_quantiles([1, 2], 2)
before = "scipy" in sys.modules
stats.rate(2, 1000, per=1000)
print(before, "scipy.special" in sys.modules, "scipy.stats" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout.split(), done.stderr) == (["False", "True", "False"], "")
