"""The arcsine and likelihood intervals by hand, at the edges and beside the others."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import weft.stats as ws
from weft.stats.intervals import METHODS, Estimates, interval

Z = 1.959963984540054


def share(est: float, se: float, n: float = 101.0, df: float = math.inf) -> Estimates:
    return Estimates(*(np.array([x]) for x in (est, se, df, n)))


def bounds(method: str, e: Estimates) -> tuple[float, float]:
    lo, hi = interval(method, e)
    return float(lo[0]), float(hi[0])


def test_the_arcsine_interval_of_a_quarter_by_hand() -> None:
    # arcsin(sqrt(1/4)) is 30 degrees; se .05 is an angle of .05 / (2 sqrt(3/16)) = .05 / .8660254
    half = Z * 0.05 / 0.8660254037844386
    expected = math.sin(math.pi / 6 - half) ** 2, math.sin(math.pi / 6 + half) ** 2
    assert bounds("arcsine", share(0.25, 0.05)) == pytest.approx(expected, rel=1e-12)


def test_the_arcsine_interval_stops_at_the_ends() -> None:
    lo, hi = bounds("arcsine", share(0.01, 0.02))
    assert lo == 0 and 0.01 < hi < 0.1
    lo, hi = bounds("arcsine", share(0.99, 0.02))
    assert hi == 1 and 0.9 < lo < 0.99


@pytest.mark.parametrize("est", [0.001, 0.2, 0.5, 0.97])
def test_the_likelihood_bounds_lie_at_a_deviance_of_t_squared(est: float) -> None:
    n, deff, df = 400.0, 1.7, 23.0
    e = share(est, math.sqrt(deff * est * (1 - est) / n), n, df)
    for bound in bounds("likelihood", e):
        distance = est * math.log(est / bound) + (1 - est) * math.log((1 - est) / (1 - bound))
        assert 2 * n / deff * (n - 1) / n * distance == pytest.approx(2.0686576104190406**2, rel=1e-8)


def test_the_likelihood_interval_of_a_half_has_a_closed_form() -> None:
    # distance of p from 1/2: -ln(4 p (1 - p)) / 2, so p = (1 -+ sqrt(1 - exp(-2 reach))) / 2
    reach = Z**2 / (2 * 0.25 / 0.05**2 * 100 / 101)
    half = math.sqrt(1 - math.exp(-2 * reach)) / 2
    expected = (0.5 - half, 0.5 + half)
    assert bounds("likelihood", share(0.5, 0.05)) == pytest.approx(expected, rel=1e-12)


@given(st.floats(0.001, 0.999), st.integers(20, 5000), st.floats(0.5, 6), st.integers(2, 200))
def test_bounds_enclose_the_share_and_mirror_with_it(est: float, n: int, deff: float, df: int) -> None:
    se = math.sqrt(deff * est * (1 - est) / n)
    for method in ("arcsine", "likelihood"):
        lo, hi = bounds(method, share(est, se, float(n), float(df)))
        assert 0 <= lo < est < hi <= 1
        mirrored = bounds(method, share(1 - est, se, float(n), float(df)))
        assert mirrored == pytest.approx((1 - hi, 1 - lo), abs=1e-9)


@pytest.mark.parametrize("method", ["arcsine", "likelihood"])
def test_shares_of_nobody_everybody_and_unknown(method: str) -> None:
    e = Estimates(
        *(np.array(x, dtype=float) for x in ([0, 1, np.nan, 0.3], [0, 0, np.nan, 0], [9] * 4, [10] * 4))
    )
    lo, hi = interval(method, e)
    reach = 1 - 0.025**0.1
    assert lo.tolist()[:2] == [0.0, pytest.approx(1 - reach)]
    assert hi.tolist()[:2] == [pytest.approx(reach), 1.0]
    assert math.isnan(lo[2]) and math.isnan(hi[2])
    assert (lo[3], hi[3]) == (0.3, 0.3)
    assert all(math.isnan(x) for x in bounds(method, share(0.3, 0.1, 1.0, 0.0)))


def test_the_evidence_takes_every_method() -> None:
    d, item = ws.Design({"y": [1] * 30 + [0] * 70}), ws.prop("y")
    found = {method: d.evidence(item, ci=method).at(item) for method in METHODS}
    for cell in found.values():
        assert cell.lo == pytest.approx(0.21, abs=0.02) and cell.hi == pytest.approx(0.40, abs=0.02)
    assert len({cell.lo for cell in found.values()}) == len(METHODS)
