"""What must hold for any sample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import weft.stats as ws
from weft.stats.influence import covariance, linearise
from weft.stats.items import read

ITEMS = [ws.prop("p"), ws.mean("y"), ws.total("y"), ws.ratio("y", "b")]


@dataclass
class Sample:
    columns: dict[str, np.ndarray]

    def design(self, **changes: np.ndarray) -> ws.Design:
        return ws.Design({**self.columns, **changes}, weights="w", strata="s", psu="j")


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    n = draw(st.integers(6, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    p = rng.integers(0, 2, n).astype(float)
    p[rng.random(n) < 0.2] = np.nan
    return Sample(
        {
            "s": rng.integers(0, 3, n),
            "j": rng.integers(0, draw(st.sampled_from([2, 4, 50])), n),
            "w": rng.uniform(0.2, 5, n),
            "p": p,
            "y": rng.normal(50, 10, n),
            "b": rng.uniform(1, 2, n),
            "g": rng.choice(np.array(["A", "B", "C"], dtype=object), n),
        }
    )


def figures(d: ws.Design) -> np.ndarray:
    ev = d.evidence(ITEMS, by=["g"])
    cells = [c for i in ITEMS for _, c in ev.cells(i)]
    return np.array([[c.est, c.se, c.df, c.n, c.deff, c.lo, c.hi] for c in cells])


def same(a: np.ndarray, b: np.ndarray) -> None:
    """Equal figures. A spread that is nothing but rounding beside its estimate has no digits to compare."""
    size = np.maximum(1.0, np.abs(a[:, :1]))
    np.testing.assert_allclose(a[:, [0, 2, 3]], b[:, [0, 2, 3]], rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(a[:, [1, 5, 6]] / size, b[:, [1, 5, 6]] / size, rtol=1e-7, atol=1e-6)
    spread = a[:, 1] > 1e-5 * size[:, 0]
    assert (np.isnan(a[:, 4]) == np.isnan(b[:, 4]))[spread].all()
    np.testing.assert_allclose(a[spread, 4], b[spread, 4], rtol=1e-6)


@settings(max_examples=40, deadline=None)
@given(samples(), st.floats(0.001, 1000))
def test_scaling_the_weights_scales_totals_and_nothing_else(sample: Sample, factor: float) -> None:
    one, other = figures(sample.design()), figures(sample.design(w=sample.columns["w"] * factor))
    d = sample.design()
    ev = d.evidence(ITEMS, by=["g"])
    totals = [i.kind == "total" for i in ITEMS for _ in ev.cells(i)]
    scale = np.ones_like(one)
    scale[np.ix_(totals, [0, 1, 5, 6])] = factor
    same(one * scale, other)


@settings(max_examples=40, deadline=None)
@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(sample: Sample, random: object) -> None:
    order = np.random.default_rng(1).permutation(len(sample.columns["w"]))
    shuffled = Sample({k: v[order] for k, v in sample.columns.items()})
    same(figures(sample.design()), figures(shuffled.design()))


@settings(max_examples=40, deadline=None)
@given(samples())
def test_a_row_split_in_two_halves_of_its_weight_changes_no_estimate(sample: Sample) -> None:
    twice = {k: np.concatenate([v, v]) for k, v in sample.columns.items()}
    twice["w"] = twice["w"] / 2
    one, two = figures(sample.design()), figures(Sample(twice).design())
    np.testing.assert_allclose(one[:, [0, 2]], two[:, [0, 2]], rtol=1e-8, atol=1e-8)
    size = np.maximum(1.0, np.abs(one[:, 0]))
    np.testing.assert_allclose(one[:, 1] / size, two[:, 1] / size, rtol=1e-7, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(samples(), st.sampled_from(["remove", "adjust", "average"]), st.booleans())
def test_the_cube_equals_the_general_formula(sample: Sample, lonely: str, raked: bool) -> None:
    d = ws.Design(sample.columns, weights="w", strata="s", psu="j", lonely=lonely)
    if raked:
        d = d.rake({"g": {level: 10.0 * (i + 1) for i, level in enumerate(d.table.codes("g").labels)}})
    ev = d.evidence(ITEMS, by=["g"])
    coded = d.table.codes("g")
    for item in ITEMS:
        answers = read(item, d.table)
        for code, level in enumerate(coded.labels):
            cell = ev.at(item, g=level)
            rows = (coded.codes == code) & answers.answered
            if not rows.any():
                continue
            found = linearise(item, answers, d.sampling.weights, rows[:, None])
            with np.errstate(invalid="ignore"):
                se = np.sqrt(np.maximum(covariance(d.sampling, found.influence, rows)[0, 0], 0))
            assert cell.est == pytest.approx(found.estimates[0], rel=1e-9, abs=1e-9)
            scale = 1e-6 * max(1.0, abs(cell.est))
            assert cell.se == pytest.approx(se, rel=1e-6, abs=scale, nan_ok=True)
            assert cell.df == d.sampling.degrees_of_freedom(rows)


@settings(max_examples=25, deadline=None)
@given(samples())
def test_raking_to_the_margins_a_sample_has_changes_nothing(sample: Sample) -> None:
    w, g = sample.columns["w"], sample.columns["g"]
    margin = {level: float(w[g == level].sum()) for level in set(g.tolist())}
    raked = sample.design().rake({"g": margin})
    np.testing.assert_allclose(raked.sampling.weights, w, rtol=1e-9)


@pytest.mark.parametrize("method", ["t", "logit", "wilson", "korn-graubard"])
def test_intervals_hold_their_share(method: str) -> None:
    p = ws.prop("p")
    ev = ws.Design({"p": [1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0]}).evidence(p, ci=method)
    cell = ev.at(p)
    assert cell.lo < cell.est < cell.hi
