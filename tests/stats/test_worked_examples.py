"""Each statistic on a sample small enough to work out by hand; no file outside this one."""

from __future__ import annotations

import math

import numpy as np
import pytest

import weft.stats as ws

# Two strata, two addresses (PSUs) each; weights 10 and 20.
TOWN = {
    "area": ["North", "North", "North", "North", "South", "South", "South", "South"],
    "address": [1, 1, 2, 2, 1, 1, 2, 2],
    "wt": [10.0, 10.0, 10.0, 10.0, 20.0, 20.0, 20.0, 20.0],
    "belong": ["Yes", "Yes", "No", "Yes", "No", "No", "Yes", None],
    "score": [4.0, 6.0, 8.0, 2.0, 5.0, 5.0, 9.0, 1.0],
    "hours": [2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0],
    "sex": ["F", "M", "F", "M", "F", "M", "F", "M"],
}
BELONG, SCORE = ws.prop("belong", ["Yes"]), ws.mean("score")


def town(**changes: object) -> ws.Design:
    return ws.Design({**TOWN, **changes}, weights="wt", strata="area", psu="address")


def test_a_mean_and_its_standard_error() -> None:
    # sum w = 120; sum w y = 10*20 + 20*20 = 600; mean 5.
    # residual totals w(y-5): North PSUs 10*(-1+1)=0, 10*(3-3)=0; South 20*(0+0)=0, 20*(4-4)=0 -> variance 0.
    cell = town().evidence(SCORE).at(SCORE)
    assert (cell.est, cell.se, cell.n, cell.df, cell.weighted_n) == (5.0, 0.0, 8, 2.0, 120.0)


def test_a_mean_with_spread_between_addresses() -> None:
    # y = 4,6,8,8,5,5,9,1: sum w y = 260+400 = 660; mean 5.5.
    # PSU totals of w(y-5.5): North 10*(-1.5+.5)=-10, 10*(2.5+2.5)=50; South 20*(-1)=-20, 20*(3.5-4.5)=-20.
    # variance of the total: 2/1*((30^2)*2) + 0 = 3600; se = 60/120.
    cell = town(score=[4.0, 6.0, 8.0, 8.0, 5.0, 5.0, 9.0, 1.0]).evidence(SCORE).at(SCORE)
    assert (cell.est, cell.se) == (5.5, 0.5)
    half = 0.95 * math.sqrt(2 / (1 - 0.95**2)) * 0.5  # t with 2 degrees of freedom, in closed form
    assert (cell.lo, cell.hi) == pytest.approx((5.5 - half, 5.5 + half), abs=1e-12)


def test_a_share_leaves_out_missing_answers() -> None:
    # weighted Yes 30 + 20 = 50 of 40 + 60 = 100.
    # w(y-1/2): North 10, 0 -> mean 5, spread 2*(25+25)=100; South -20, 10 -> mean -5, spread 2*(225+225)=900.
    cell = town().evidence(BELONG).at(BELONG)
    assert (cell.est, cell.n, cell.n_counted, cell.weighted_n) == (0.5, 7, 4, 100.0)
    assert cell.se == pytest.approx(math.sqrt(1000) / 100, abs=1e-15)
    # simple random sample of 7: p(1-p)/(n-1) = .25/6; deff = .1/(.25/6)
    assert cell.deff == pytest.approx(2.4, abs=1e-12)
    assert cell.n_effective == pytest.approx(7 / 2.4, abs=1e-12)


def test_a_total_and_a_ratio() -> None:
    hours, pace = ws.total("hours"), ws.ratio("score", "hours")
    ev = town().evidence([hours, pace])
    assert ev.at(hours).est == 10 * 8 + 20 * 4
    assert ev.at(pace).est == pytest.approx(600 / 160, abs=1e-12)
    # w(a - 3.75 b): North 10*(10-15)=-50 twice; South 20*(10-7.5)=50 twice: no spread.
    assert ev.at(pace).se == 0.0


def test_breakdowns_areas_and_their_crossing() -> None:
    ev = town().evidence([BELONG, SCORE], by=["sex"], area="area")
    assert ev.at(SCORE, sex="F").est == (10 * 12 + 20 * 14) / 60
    assert ev.at(SCORE, area="South").est == 5.0
    assert ev.at(SCORE, sex="F", area="South").est == 7.0
    assert ev.at(BELONG, area="South", sex="M").n == 1
    assert [levels for levels, _ in ev.cells(SCORE)][:4] == [
        {},
        {"sex": "F"},
        {"sex": "M"},
        {"area": "North"},
    ]
    assert len(list(ev.cells(SCORE))) == 1 + 2 + 2 + 4


def test_a_gap_is_the_group_against_the_rest_with_covariance() -> None:
    # F 20/3, M 10/3 by hand; u = w(y - mean)/60 with sign by sex; PSU totals over 60:
    # North: F 10(4-20/3) - M 10(6-10/3) = -160/3; F 10(8-20/3) - M 10(2-10/3) = 80/3: spread 80^2 = 6400
    # South: F 20(5-20/3) - M 20(5-10/3) = -200/3; F 20(9-20/3) - M 20(1-10/3) = 280/3: spread 160^2 = 25600
    gap = town().evidence(SCORE, by=["sex"]).gap(SCORE, "sex", "F")
    assert gap.est == pytest.approx(10 / 3, abs=1e-12)
    assert gap.se == pytest.approx(math.sqrt(32000) / 60, abs=1e-12)
    assert gap.df == 2
    # t with 2 df: p = 1 - t/sqrt(t^2+2)
    t = gap.est / gap.se
    assert gap.p == pytest.approx(1 - t / math.sqrt(t * t + 2), abs=1e-12)


def test_a_contrast_of_two_levels_equals_the_gap() -> None:
    one = town().contrast(SCORE, "sex", {"F": 1, "M": -1})
    other = town().evidence(SCORE, by=["sex"]).gap(SCORE, "sex", "F")
    assert (one.est, one.se) == pytest.approx((other.est, other.se), abs=1e-14)


def test_a_change_between_independent_waves_adds_variances() -> None:
    now = town(score=[4.0, 6.0, 8.0, 8.0, 5.0, 5.0, 9.0, 1.0])
    change = ws.stack({"2018": now, "2021": now}).change(SCORE, "2018", "2021", by="area")
    assert (change.est, change.se) == (0.0, math.sqrt(0.5))
    assert change.df == 4
    assert set(change.levels) == {"North", "South"}
    assert change.levels["South"].se == 0.0


def test_finite_populations_shrink_the_standard_error() -> None:
    # 4 of 8: fpc 1/2. s^2 = 5/3, n = 4 -> variance 5/12 * 1/2.
    d = ws.Design({"y": [1.0, 2.0, 3.0, 4.0], "N": [8, 8, 8, 8]}, fpc="N")
    y = ws.mean("y")
    cell = d.evidence(y).at(y)
    assert cell.se == pytest.approx(math.sqrt(5 / 24), abs=1e-15)


def test_two_stages_add_the_spread_inside_addresses() -> None:
    # 2 of 4 addresses, 2 of 4 people in each. Totals with weight 4: y = 1,3 | 5,7.
    # stage 1: (1-1/2)*2*((16-32)^2 + (48-32)^2) = 512; stage 2: 1/2 * (1/2)*2*(2*4^2 ... each PSU 2*16) = 32.
    d = ws.Design(
        {
            "y": [1.0, 3.0, 5.0, 7.0],
            "a": [1, 1, 2, 2],
            "p": [1, 2, 3, 4],
            "w": [4.0] * 4,
            "A": [4] * 4,
            "P": [4] * 4,
        },
        weights="w",
        psu=("a", "p"),
        fpc=("A", "P"),
    )
    y = ws.total("y")
    assert d.evidence(y).at(y).se == pytest.approx(math.sqrt(512 + 32), abs=1e-12)


@pytest.mark.parametrize(
    ("rule", "variance"),
    [
        # C's only PSU has z = 15; A and B give (1-2)^2 * 2/1 ... = spread 2*(0.5^2*2) = 1 each, in totals.
        ("remove", 2.0),
        ("adjust", 2.0 + 225.0),
        ("average", 2.0 * 3 / 2),
    ],
)
def test_a_lonely_psu(rule: str, variance: float) -> None:
    d = ws.Design({"s": list("AABBC"), "y": [1.0, 2.0, 3.0, 4.0, 15.0]}, strata="s", lonely=rule)
    y = ws.total("y")
    assert d.evidence(y).at(y).se == pytest.approx(math.sqrt(variance), abs=1e-12)


def test_a_lonely_psu_can_be_refused() -> None:
    d = ws.Design({"s": list("AABBC"), "y": [1.0, 2.0, 3.0, 4.0, 15.0]}, strata="s", lonely="fail")
    with pytest.raises(ws.DesignError, match="1 strata hold a single PSU"):
        d.evidence(ws.total("y"))


def test_raking_meets_every_margin_and_widens_nothing_it_explains() -> None:
    # 2 x 2 table 1, 1, 1, 3; margins 50/50 and 50/50 of 100.
    rows = {"sex": list("FFMMMM"), "age": ["y", "o", "y", "o", "o", "o"], "x": [1.0, 0.0, 1.0, 1.0, 0.0, 1.0]}
    d = ws.Design(rows).rake({"sex": {"F": 50.0, "M": 50.0}, "age": {"y": 50.0, "o": 50.0}})
    # the raked table keeps the odds ratio 3: a = 100 sqrt3 / (2 (1 + sqrt3)) on the diagonal cells
    diagonal = 50 * math.sqrt(3) / (1 + math.sqrt(3))
    expected = [diagonal, 50 - diagonal, 50 - diagonal, *[diagonal / 3] * 3]
    assert d.sampling.weights == pytest.approx(expected, abs=1e-7)
    women = ws.prop("sex", "F")
    cell = d.evidence(women).at(women)
    assert (cell.est, cell.se) == (pytest.approx(0.5, abs=1e-9), pytest.approx(0, abs=1e-8))
    assert d.raking is not None
    assert d.raking.largest_gap <= 1e-10
    assert d.raking.trimmed == 0
    assert d.watermark == ""


def test_raking_uses_the_residual_variance() -> None:
    # post-stratified mean: residuals from the group means, original weights in the regression (all 1).
    rows = {"g": list("AAABBB"), "y": [1.0, 2.0, 3.0, 4.0, 5.0, 9.0]}
    d = ws.Design(rows).rake({"g": {"A": 30.0, "B": 60.0}})
    y = ws.mean("y")
    cell = d.evidence(y).at(y)
    assert cell.est == pytest.approx((30 * 2 + 60 * 6) / 90, abs=1e-12)
    z = np.array([-1, 0, 1, -2, -1, 3]) * np.array([10, 10, 10, 20, 20, 20]) / 90
    assert cell.se == pytest.approx(math.sqrt(6 / 5 * (z @ z)), abs=1e-12)


def test_holm_and_benjamini_hochberg_by_hand() -> None:
    p = [0.01, 0.04, math.nan, 0.03]
    assert ws.holm(p) == pytest.approx([0.03, 0.06, math.nan, 0.06], nan_ok=True)
    assert ws.benjamini_hochberg(p) == pytest.approx([0.03, 0.04, math.nan, 0.04], nan_ok=True)


def test_kish_design_effect_by_hand() -> None:
    assert ws.kish_deff(np.array([1.0, 1.0, 2.0, 0.0])) == pytest.approx(3 * 6 / 16)
