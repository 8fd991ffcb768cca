"""Shah and Vaish's quantile rule by hand, and why R survey 4.1.1 disagrees with it."""

from __future__ import annotations

import numpy as np
import pytest

import weft.stats as ws
from tests.stats.gold import FIRST, frame, gold

RULE = ws.QuantileMethod("shah-vaish", "t")


def quantile(values: list[float], weights: list[float], probability: float) -> float:
    return ws.Design({"y": values, "w": weights}, weights="w").quantile("y", probability, None, RULE).est


@pytest.mark.parametrize(
    ("probability", "value"), [(0.1, 1), (0.2, 1), (0.39, 1), (0.4, 2), (0.5, 2), (0.9, 4)]
)
def test_equal_weights_stand_at_k_over_n_plus_one(probability: float, value: float) -> None:
    # places 1/5, 2/5, 3/5, 4/5; below the first the smallest, between two the lower one
    assert quantile([4.0, 3.0, 2.0, 1.0], [30.0] * 4, probability) == value


@pytest.mark.parametrize(("probability", "value"), [(0.27, 10), (0.29, 20), (0.58, 20), (0.61, 30)])
def test_unequal_weights_by_hand(probability: float, value: float) -> None:
    # weights 1 2 3 sum to 3 as .5 1 1.5: places (.5 + .5 - .25)/4, (1.5 + .5 - .5)/4, (3 + .5 - .75)/4
    # = .1875, .375, .6875; the same for any multiple of the weights
    places = np.array([0.1875, 0.375, 0.6875])
    expected = [10.0, 20.0, 30.0][max(int(np.sum(places <= probability)) - 1, 0)]
    assert quantile([10.0, 20.0, 30.0], [1.0, 2.0, 3.0], probability) == expected
    assert quantile([10.0, 20.0, 30.0], [100.0, 200.0, 300.0], probability) == expected


@pytest.mark.shared_data
def test_r_takes_half_the_raw_weight_away_and_calls_the_115th_of_200_the_median() -> None:
    # apisrs: 200 schools, every weight 30.97, so value k stands at (k + .5 - .5)/201 and the median is the 100th.
    # R 4.1.1 writes (k + .5 - 30.97/2)/201, which reaches .5 at k = 115: 57.5 % of the schools are at or below it.
    schools, weights = np.sort(frame("apisrs.csv")["api00"].to_numpy()), frame("apisrs.csv")["pw"].to_numpy()
    assert np.unique(weights).tolist() == [30.97]
    assert int(0.5 * 201) == 100 and int(0.5 * 201 - 0.5 + 30.97 / 2) == 115
    r = gold(FIRST)["srs/quantile/api00/shahvaish/mean"]
    assert r["est"]["0.5"] == schools[115 - 1] == 698
    ours = ws.Design(frame("apisrs.csv"), weights="pw").quantile("api00", 0.5, None, RULE)
    assert ours.est == schools[100 - 1] == 658


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["srs", "strat", "clus2"])
def test_most_of_rs_intervals_by_this_rule_miss_their_own_estimate(name: str) -> None:
    r = gold(FIRST)[f"{name}/quantile/api00/shahvaish/xlogit"]
    lows = [ci[0] for ci in r["ci"]]
    outside = [low is not None and low > est for low, est in zip(lows, r["est"].values(), strict=True)]
    assert sum(outside) >= 1


@pytest.mark.shared_data
def test_the_rule_is_close_to_the_others_and_inside_its_interval() -> None:
    d = ws.Design(frame("apistrat.csv"), weights="pw", strata="stype", fpc="fpc")
    for probability in (0.1, 0.25, 0.5, 0.75, 0.9):
        cell = d.quantile("api00", probability, None, RULE)
        assert cell.lo <= cell.est <= cell.hi
        assert abs(cell.est - d.quantile("api00", probability).est) < 10
