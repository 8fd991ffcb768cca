"""Strata with one PSU in a domain, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import weft.stats as ws

Y = ws.total("y")
# stratum 1: PSUs a, b; stratum 2: c, d. In the domain k: a has 3, b has 5; c has 4, d has nobody.
ROWS = {"s": [1, 1, 2, 2], "p": list("abcd"), "y": [3.0, 5.0, 4.0, 9.0], "g": ["k", "k", "k", "other"]}


def drawn(lonely: str, strict: bool = True, **more: Any) -> ws.Design:
    return ws.Design({**ROWS, **more}, strata="s", psu="p", lonely=lonely, strict_domains=strict)


# usual: stratum 1 gives 2 * (1 + 1) = 4, stratum 2 (4 against 0) gives 2 * (4 + 4) = 16. Strict: the lonely PSU
# counts from 0, 2 * 16 = 32; or stratum 2 is unknown and counts as stratum 1.
@pytest.mark.parametrize(("lonely", "variance"), [("adjust", 36), ("average", 8), ("remove", 20)])
def test_a_stratum_lonely_in_a_domain(lonely: str, variance: float) -> None:
    ev = drawn(lonely).evidence([Y, ws.mean("y")], by=["g"])
    assert ev.at(Y, g="k").se == pytest.approx(math.sqrt(variance))
    usual = drawn(lonely, strict=False).evidence(Y, by=["g"])
    assert usual.at(Y, g="k").se == pytest.approx(math.sqrt(20))
    assert ev.at(Y).se == pytest.approx(usual.at(Y).se)
    assert ev.at(Y, g="k").deff == pytest.approx(usual.at(Y, g="k").deff * variance / 20)


def test_a_mean_in_a_domain_by_hand() -> None:
    # mean 4; influence (-1, 1, 0)/3: the lonely PSU sits at the mean, stratum 1 gives 2 * 2/9
    item = ws.mean("y")
    for lonely, variance in (("adjust", 4 / 9), ("average", 8 / 9)):
        cell = drawn(lonely).evidence(item, by=["g"]).at(item, g="k")
        assert cell.se == pytest.approx(math.sqrt(variance))


def test_contrasts_and_gaps_follow_the_same_rule() -> None:
    d = drawn("adjust")
    one = d.contrast(Y, "g", {"k": 1})
    assert one.se == pytest.approx(6)
    both = d.evidence(Y, by=["g"]).gaps("g").at(Y, "k")
    assert both.se == pytest.approx(d.evidence(Y, by=["g"]).gap(Y, "g", "k").se)


def test_with_every_psu_active_or_calibrated_weights_nothing_changes() -> None:
    rng = np.random.default_rng(3)
    rows = {"s": np.repeat([1, 2, 3], 8), "p": np.tile(np.repeat([1, 2, 3, 4], 2), 3), "g": ["x", "z"] * 12}
    rows |= {"y": rng.normal(size=24), "h": list("aabb") * 6}
    usual, strict = (ws.Design(rows, strata="s", psu="p", strict_domains=strict) for strict in (False, True))
    margins = {"h": {"a": 10.0, "b": 14.0}}
    for a, b in ((usual, strict), (usual.rake(margins), strict.rake(margins))):
        for item in (ws.mean("y"), Y):
            cells = (d.evidence(item, by=["g"]).at(item, g="x") for d in (a, b))
            one, other = cells
            assert (one.se, one.df, one.n) == (pytest.approx(other.se), other.df, other.n)


def test_a_calibrated_contrast_is_left_alone() -> None:
    margins = {"g": {"k": 6.0, "other": 2.0}}
    found = [drawn("adjust", strict).rake(margins).contrast(Y, "s", {"2": 1}).se for strict in (True, False)]
    assert found[0] == found[1]


def test_shares_of_nobody_keep_their_exact_interval() -> None:
    item = ws.prop("v")
    d = drawn("adjust", v=[0, 0, 0, 1])
    cell = d.evidence(item, by=["g"]).at(item, g="k")
    assert (cell.est, cell.se, cell.lo) == (0.0, 0.0, 0.0)
