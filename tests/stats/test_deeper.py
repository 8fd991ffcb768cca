"""Quantiles, independence, calibration and replicate weights on samples worked out by hand."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import weft.stats as ws

Y = ws.mean("y")


def simple(**columns: Any) -> ws.Design:
    return ws.Design(columns)


@pytest.mark.parametrize(("rule", "median"), [("math", 2.0), ("school", 2.5), ("hf7", 2.5)])
def test_a_median_by_each_rule(rule: str, median: float) -> None:
    cell = simple(y=[4.0, 1.0, 3.0, 2.0]).quantile("y", 0.5, None, ws.QuantileMethod(rule))
    assert (cell.est, cell.n, cell.df) == (median, 4, 3.0)


def test_a_quantile_interval_is_read_off_the_share_below() -> None:
    # 100 values 1..100; median 50.5 holds half below: .5 -+ t(99) sqrt(.25/99), read off again.
    d = simple(y=np.arange(1.0, 101.0))
    cell = d.quantile("y", 0.5, None, ws.QuantileMethod("math", "t"))
    t = 1.9842169515086827
    half = t * math.sqrt(0.25 / 99)
    assert cell.est == 50
    assert (cell.lo, cell.hi) == (math.ceil(100 * (0.5 - half)), math.ceil(100 * (0.5 + half)))
    assert cell.se == pytest.approx((cell.hi - cell.lo) / 2 / t)
    assert cell.deff == pytest.approx(1.0)


def test_a_quantile_among_some_people() -> None:
    d = simple(y=[1.0, 2.0, 9.0, math.nan], g=["a", "a", "b", "c"])
    assert d.quantile("y", where={"g": "a"}).est == 1.5
    assert d.quantile("y", where={"g": "b"}, method=ws.QuantileMethod("hf7")).est == 9.0
    assert math.isnan(d.quantile("y", where={"g": "c"}).est)


def test_quantiles_that_cannot_be_read() -> None:
    d = simple(y=[1.0, 2.0], g=["a", "b"])
    with pytest.raises(ws.UnknownName, match="No quantile rule 'r7'"):
        d.quantile("y", 0.5, None, ws.QuantileMethod("r7"))
    with pytest.raises(ws.DesignError, match="probability: 50"):
        d.quantile("y", 50)
    with pytest.raises(ws.UnknownName, match="No level of 'g' 'c'"):
        d.quantile("y", where={"g": "c"})


def test_independence_of_a_simple_random_sample_is_pearsons_test() -> None:
    # table 10 20 / 20 10: X^2 = 60 * (4 * 5^2/15)/60 ... = 4 * 25/15 = 20/3; the design adds n/(n-1).
    a, b = ["x"] * 30 + ["y"] * 30, ["u"] * 10 + ["v"] * 20 + ["u"] * 20 + ["v"] * 10
    first = ws.independence(simple(a=a, b=b), "a", "b", "chi-squared")
    assert (first.statistic, first.df) == (pytest.approx(20 / 3), (1.0,))
    scaled = ws.independence(simple(a=a, b=b), "a", "b")
    # delta = variance of the log odds ratio over its simple value: n/(n-1) with observed shares in both
    assert scaled.statistic == pytest.approx(20 / 3 * 59 / 60)
    assert scaled.df == pytest.approx((1.0, 59.0))
    assert 0 < scaled.p < first.p * 2
    for statistic in ("wald", "adjusted-wald"):
        assert ws.independence(simple(a=a, b=b), "a", "b", statistic).p < 0.05


def test_tests_that_cannot_be_made() -> None:
    d = simple(a=["x", "x"], b=["u", "v"])
    with pytest.raises(ws.DesignError, match="fewer than two levels"):
        ws.independence(d, "a", "b")
    with pytest.raises(ws.DesignError, match="statistic: 'fisher'"):
        ws.independence(d, "a", "b", "fisher")


def test_linear_calibration_of_one_column_is_post_stratification() -> None:
    rows = {"g": list("AAABBB"), "y": [1.0, 2.0, 3.0, 4.0, 5.0, 9.0]}
    figures = [
        ws.Design(rows).calibrate({"g": {"A": 30.0, "B": 60.0}}, distance, bounds).evidence(Y).at(Y)
        for distance, bounds in (
            ("linear", None),
            ("linear", (0.0, 50.0)),
            ("raking", None),
            ("raking", (0.1, 50.0)),
        )
    ]
    for cell in figures:
        assert cell.est == pytest.approx((30 * 2 + 60 * 6) / 90, abs=1e-9)
        z = np.array([-1, 0, 1, -2, -1, 3]) * np.array([10, 10, 10, 20, 20, 20]) / 90
        assert cell.se == pytest.approx(math.sqrt(6 / 5 * (z @ z)), abs=1e-9)


@pytest.mark.parametrize("distance", ["linear", "raking", "logit"])
def test_calibration_meets_numbers_and_levels_within_bounds(distance: str) -> None:
    rng = np.random.default_rng(5)
    d = simple(x=rng.uniform(1, 3, 60), g=["A", "B", "B"] * 20)
    done = d.calibrate({"x": 126.0, "g": {"A": 22.0, "B": 38.0}}, distance, (0.5, 2.0))
    w = done.sampling.weights
    assert w @ d.table.numbers("x") == pytest.approx(126.0, rel=1e-9)
    assert w[::3].sum() == pytest.approx(22.0, rel=1e-9)
    assert w.min() >= 0.5
    assert w.max() <= 2.0
    known = ws.total("x")
    assert done.evidence(known).at(known).se == pytest.approx(0, abs=1e-5)
    assert done.raking is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (({"x": 4.0}, "square"), "No distance 'square'"),
        (({"x": 4.0}, "logit"), "bounds: none given"),
        (({"x": 4.0}, "linear", (2.0, 3.0)), "bounds: they do not enclose 1"),
        (({"x": 400.0}, "linear", (0.5, 2.0)), "totals: no weights meet all of them"),
        (({"hole": 4.0},), "hole: missing in row 1"),
        (({"gap": {"A": 4.0}},), "gap: missing in row 1"),
        (({"g": {"A": 4.0}},), "No level of 'g' with both people and a total 'B'"),
    ],
)
def test_calibrations_that_cannot_be_done(arguments: tuple[Any, ...], said: str) -> None:
    d = simple(x=[1.0, 2.0], g=["A", "B"], hole=[math.nan, 1.0], gap=[None, "A"])
    with pytest.raises(ws.StatsError, match=said):
        d.calibrate(*arguments)


def test_calibrating_twice_is_refused() -> None:
    done = simple(x=[1.0, 2.0]).calibrate({"x": 4.0})
    with pytest.raises(ws.DesignError, match="calibrated already"):
        done.calibrate({"x": 4.0})
    with pytest.raises(ws.DesignError, match="calibrated already"):
        ws.jackknife(done)


def test_a_jackknife_of_a_mean_is_the_textbook_formula() -> None:
    # leaving one of n out gives s^2/n for a mean exactly.
    d = ws.jackknife(simple(y=[1.0, 2.0, 4.0, 9.0], g=list("aabb")))
    ev = d.evidence([Y, ws.total("y")], by=["g"])
    assert ev.at(Y).se == pytest.approx(math.sqrt(np.var([1, 2, 4, 9], ddof=1) / 4), abs=1e-12)
    assert ev.at(Y).df == 3
    assert ev.at(ws.total("y")).est == 16
    taylor = simple(y=[1.0, 2.0, 4.0, 9.0], g=list("aabb")).evidence([Y, ws.total("y")], by=["g"])
    assert ev.at(ws.total("y")).se == pytest.approx(taylor.at(ws.total("y")).se)
    assert ev.gap(Y, "g", "a").est == taylor.gap(Y, "g", "a").est


def test_replicates_can_be_raked_all_together() -> None:
    d = ws.jackknife(simple(y=[1.0, 2.0, 4.0, 9.0, 3.0, 3.0], g=list("aaabbb")))
    raked = d.rake({"g": {"a": 10.0, "b": 30.0}})
    share = ws.prop("g", "a")
    cell = raked.evidence(share).at(share)
    assert (cell.est, cell.se) == (pytest.approx(0.25), pytest.approx(0, abs=1e-9))
    assert raked.evidence(Y).at(Y).se > 0


def test_independence_with_replicate_weights_is_close_to_taylor() -> None:
    a, b = ["x"] * 30 + ["y"] * 30, ["u"] * 10 + ["v"] * 20 + ["u"] * 20 + ["v"] * 10
    d = simple(a=a, b=b)
    for around_full in (False, True):
        found = ws.independence(ws.jackknife(d, around_full), "a", "b").statistic
        assert found == pytest.approx(ws.independence(d, "a", "b").statistic, rel=1e-6)


@pytest.mark.parametrize(
    ("rule", "factor"),
    [
        (ws.Rule("brr"), 1 / 4),
        (ws.Rule("fay", fay=0.5), 1),
        (ws.Rule("jk1"), 3 / 4),
        (ws.Rule("jkn"), 1),
        (ws.Rule("bootstrap"), 1 / 3),
        (ws.Rule("sdr"), 1),
        (ws.Rule("brr", scale=7.0), 7.0),
    ],
)
def test_replicate_factors(rule: ws.Rule, factor: float) -> None:
    assert rule.factor(4) == factor


def test_replicate_designs_that_cannot_be_used() -> None:
    rows = {"y": [1.0, 2.0], "r1": [1.0, 0.0], "r2": [0.0, math.nan]}
    for replicates, rule, said in (
        ((), ws.Rule("brr"), "replicates: none given"),
        (("r1",), ws.Rule("brr"), "replicates: shape"),
        (("r1", "r2"), ws.Rule("brr"), "replicates: missing or infinite"),
        (np.ones((2, 3)), ws.Rule("jkn", each=(1.0,)), "rule: 1 factors for 3 replicates"),
        (np.ones((2, 3)), ws.Rule("jk2"), "No replicate method 'jk2'"),
    ):
        with pytest.raises(ws.StatsError, match=said):
            ws.ReplicateDesign(rows, replicates=replicates, rule=rule).evidence(Y)
    with pytest.raises(ws.DesignError, match="jackknife: a stratum with a single PSU"):
        ws.jackknife(ws.Design({"s": ["a", "b"], "y": [1.0, 2.0]}, strata="s"))


def test_importing_the_package_stays_light() -> None:
    code = (
        "import sys, weft.stats; print([m for m in ('scipy.stats', 'django', 'polars') if m in sys.modules])"
    )
    path = {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path)
    assert run.stdout.strip() == "[]"
