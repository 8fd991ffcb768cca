"""Intervals hold the truth about 95 times in 100 when a clustered sample is drawn again and again."""

import numpy as np
import pytest

import weft.stats as ws

SAMPLES, STRATA, PSUS, PEOPLE, DRAWN = 2_000, 12, 80, 12, 8
pytestmark = pytest.mark.slow


def population() -> dict[str, np.ndarray]:
    """People in PSUs in strata: a person's answer goes with the PSU's, and sizes of strata differ."""
    rng = np.random.default_rng(11)
    shape = (STRATA, PSUS, PEOPLE)
    psu = rng.normal(0, 0.6, shape[:2])[:, :, None] + np.linspace(-0.6, 0.6, STRATA)[:, None, None]
    yes = rng.random(shape) < 1 / (1 + np.exp(-(psu - 0.8)))
    return {"yes": yes.astype(float), "score": 50 + 8 * psu + rng.normal(0, 10, shape)}


def test_intervals_of_a_clustered_design_cover_the_truth() -> None:
    people, rng = population(), np.random.default_rng(5)
    truth = {name: float(values.mean()) for name, values in people.items()}
    items = {"yes": ws.prop("yes"), "score": ws.mean("score")}
    stratum = np.repeat(np.arange(STRATA), DRAWN * PEOPLE)
    psu = np.tile(np.repeat(np.arange(DRAWN), PEOPLE), STRATA)
    held = {("yes", ci): 0 for ci in ("logit", "wilson", "korn-graubard", "t")} | {("score", "t"): 0}
    for _ in range(SAMPLES):
        drawn = np.stack([rng.integers(0, PSUS, DRAWN) for _ in range(STRATA)])
        rows = {n: np.concatenate([v[s, drawn[s]].ravel() for s in range(STRATA)]) for n, v in people.items()}
        design = ws.Design(
            {**rows, "s": stratum, "j": psu, "w": np.ones(len(psu))}, weights="w", strata="s", psu="j"
        )
        for name, ci in held:
            cell = design.evidence([items[name]], ci=ci).at(items[name])
            held[name, ci] += cell.lo <= truth[name] <= cell.hi
    assert {key: 0.93 <= count / SAMPLES <= 0.97 for key, count in held.items()} == dict.fromkeys(
        held, True
    ), held
