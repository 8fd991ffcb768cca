"""Weighted sums of chi-squared variables, and the test of independence that reads them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import fdtrc

import weft.stats as ws
from weft.stats.tails import positive_tail, scaled_f_tail


def test_two_exponentials_by_hand() -> None:
    # E1 > 3 E2 has probability 1/4. K = -ln(1-2z) - ln(1+6z) has its saddlepoint at z = 1/6, where K = -ln(4/3)
    # and K'' = 18: w = sqrt(2 ln(4/3)), v = sqrt(18)/6.
    w, v = math.sqrt(2 * math.log(4 / 3)), math.sqrt(18) / 6
    deviate = w + math.log(v / w) / w
    by_hand = math.erfc(deviate / math.sqrt(2)) / 2
    found = positive_tail(np.array([1.0, -3.0]), np.array([2.0, 2.0]))
    assert found == pytest.approx(by_hand, rel=1e-12)
    assert found == pytest.approx(1 / 4, rel=0.02)


def test_a_sum_and_its_mirror_image_is_above_zero_half_the_time() -> None:
    assert positive_tail(np.array([1.0, -1.0]), np.array([3.0, 3.0])) == 0.5


@pytest.mark.parametrize("statistic", [0.5, 2.0, 6.0, 20.0, 80.0])
def test_equal_effects_give_nearly_the_f_test(statistic: float) -> None:
    exact = fdtrc(3, 25.5, statistic / 3)
    assert scaled_f_tail(statistic, np.ones(3), 25.5) == pytest.approx(exact, rel=0.04)


def test_nothing_jumps_at_the_mean() -> None:
    effects = np.array([2.0, 0.7, 0.3])
    tails = [scaled_f_tail(3.0 + x, effects, 12.3) for x in np.linspace(-0.02, 0.02, 41)]
    steps = np.diff(tails)
    assert steps.max() < 0
    assert np.allclose(steps, steps.mean(), rtol=0.02)


@given(st.floats(0.01, 200), st.floats(0.01, 200), st.integers(1, 5), st.floats(1, 300))
def test_larger_statistics_are_rarer(a: float, b: float, k: int, df: float) -> None:
    effects = np.linspace(0.5, 2.5, k)
    low, high = (scaled_f_tail(x, effects, df) for x in (max(a, b), min(a, b)))
    assert 0 <= low <= high + 1e-6 <= 1 + 1e-6


def test_the_edges_of_the_tail() -> None:
    assert scaled_f_tail(0.0, np.ones(2), 10.0) == 1.0
    assert math.isnan(scaled_f_tail(3.0, np.ones(2), 0.0))
    assert math.isnan(scaled_f_tail(math.nan, np.ones(2), 5.0))


def test_the_saddlepoint_test_keeps_pearsons_statistic_and_agrees_with_the_f() -> None:
    a, b = ["x"] * 30 + ["y"] * 30, ["u"] * 10 + ["v"] * 20 + ["u"] * 20 + ["v"] * 10
    d = ws.Design({"a": a, "b": b})
    found, f = ws.independence(d, "a", "b", "saddlepoint"), ws.independence(d, "a", "b")
    assert (found.statistic, found.df) == (pytest.approx(20 / 3), ())
    assert found.p == pytest.approx(f.p, rel=0.06)
