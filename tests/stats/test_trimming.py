"""Weights held within bounds, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import weft.stats as ws


def trimmed(weights: list[float], bounds: tuple[float, float]) -> list[float]:
    d = ws.Design({"w": weights, "y": np.arange(float(len(weights)))}, weights="w")
    return d.trim_weights(bounds).sampling.weights.tolist()


@pytest.mark.parametrize(
    ("weights", "bounds", "expected"),
    [
        ([1.0, 2.0, 5.0, 10.0], (0.0, 7.0), [2.0, 3.0, 6.0, 7.0]),  # 3 cut, 1 each for three
        ([1.0, 4.0, 5.0, 10.0], (0.0, 6.0), [2.5, 5.5, 6.0, 6.0]),  # the third reaches the bound on the way
        ([1.0, 9.0, 9.0], (2.0, 20.0), [2.0, 8.5, 8.5]),
        ([0.5, 0.5, 10.0], (2.0, 5.0), [3.0, 3.0, 5.0]),  # all outside at first
        ([1.0, 5.0, 10.0, 0.0], (2.0, 7.0), [2.5, 6.5, 7.0, 0.0]),
        ([2.0, 3.0], (1.0, 4.0), [2.0, 3.0]),
        ([1.0, 5.0], (3.0, 3.1), [3.0, 3.0]),
    ],
)
def test_trimming_by_hand(weights: list[float], bounds: tuple[float, float], expected: list[float]) -> None:
    assert trimmed(weights, bounds) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("bounds", [(5.0, 2.0), (-1.0, 2.0), (0.0, 3.0), (7.0, 9.0)])
def test_bounds_that_cannot_hold_are_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(ws.DesignError, match=r"^bounds: "):
        trimmed([2.0, 8.0], bounds)


@given(st.lists(st.floats(0.1, 50), min_size=2, max_size=30), st.floats(0.3, 0.95), st.floats(1.05, 3))
def test_the_sum_stays_and_the_bounds_hold(weights: list[float], below: float, above: float) -> None:
    mean = float(np.mean(weights))
    found = np.array(trimmed(weights, (below * mean, above * mean)))
    assert found.sum() == pytest.approx(sum(weights), rel=1e-9)
    assert found.min() >= below * mean and found.max() <= above * mean
    order = np.argsort(weights)
    assert np.all(np.diff(found[order]) >= 0)


def test_trimmed_weights_carry_the_estimate_and_keep_the_calibration() -> None:
    rows = {"w": [1.0, 1.0, 1.0, 9.0], "g": list("aabb"), "y": [0.0, 1.0, 2.0, 4.0]}
    item, plain = ws.mean("y"), ws.Design(rows, weights="w")
    cell = plain.trim_weights((0, 6)).evidence(item).at(item)
    known = ws.Design({**rows, "w": [2.0, 2.0, 2.0, 6.0]}, weights="w").evidence(item).at(item)
    assert (cell.est, cell.se) == (pytest.approx(known.est), pytest.approx(known.se))
    raked = plain.rake({"g": {"a": 4.0, "b": 8.0}}).trim_weights((0, 7))
    assert raked.sampling.weights.sum() == pytest.approx(12)
    assert raked.calibration is not None and raked.raking is None
    assert raked.evidence(item).at(item).se < raked.sampling.weights.size


def test_replicates_are_made_after_trimming() -> None:
    jackknife = ws.jackknife(ws.Design({"w": [1.0, 2.0, 9.0]}, weights="w"))
    with pytest.raises(ws.DesignError, match=r"replicates: .* Trim the design first"):
        jackknife.trim_weights((0, 6))
