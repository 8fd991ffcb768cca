"""Regression and post-stratification: against quadrature, against the true vote, in shuffles, at the edges."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import weft.stats as ws
from tests.stats import rivertown
from tests.stats.gold import frame
from weft.stats.models.fit import logistic_mean
from weft.stats.small_areas.multilevel import Laplace, Trials, fit_multilevel
from weft.stats.small_areas.sparse import model_matrix

BELONG = ws.prop("belong")
QUICK = ws.Simulation(draws=100, spreads=5)


def town(**changes: Any) -> ws.Design:
    return ws.Design({**rivertown.answers(), **changes}, weights="wt")


def people(*groups: str, covariates: tuple[str, ...] = ("renting",), **changes: Any) -> ws.Population:
    return ws.Population({**rivertown.census(), **changes}, "ward", "people", groups, covariates)


def trials(seed: int = 1, areas: int = 12) -> Trials:
    rng = np.random.default_rng(seed)
    codes = np.column_stack([np.repeat(np.arange(areas), 8), rng.integers(0, 4, areas * 8)])
    x = np.column_stack([np.ones(len(codes)), rng.normal(size=areas)[codes[:, 0]]])
    n = rng.integers(1, 9, len(codes)).astype(float)
    own = 0.8 * rng.normal(size=areas)
    y = rng.binomial(n.astype(int), logistic_mean(x @ [0.3, 0.5] + own[codes[:, 0]])).astype(float)
    return Trials(x, codes, (areas, 4), y, n)


def test_the_matrix_multiplies_like_the_dense_one() -> None:
    t = trials()
    m = model_matrix(t.x, t.codes, t.sizes)
    dense = np.hstack([t.x, t.codes[:, [0]] == np.arange(12), t.codes[:, [1]] == np.arange(4)]).astype(float)
    rng = np.random.default_rng(2)
    b, w, s = rng.normal(size=18), rng.random(len(t.x)), rng.normal(size=(18, 18))
    assert m.dot(b) == pytest.approx(dense @ b)
    assert m.dot(s) == pytest.approx(dense @ s)
    assert m.back(w) == pytest.approx(dense.T @ w)
    assert m.gram(w) == pytest.approx((dense.T * w) @ dense)
    assert m.quadratic(s) == pytest.approx(np.diag(dense @ s @ dense.T))


def test_the_gradient_is_the_derivative() -> None:
    laplace, at = Laplace(trials()), np.array([-0.4, -1.3])
    steps = 1e-5 * np.eye(2)
    slopes = [(laplace.at(at + s).value - laplace.at(at - s).value) / 2e-5 for s in steps]
    assert laplace.at(at).gradient == pytest.approx(slopes, rel=1e-5)


def test_laplace_is_close_to_quadrature() -> None:
    """One group, no covariate: the marginal likelihood of sigma by brute force over constant and effects."""
    rng = np.random.default_rng(4)
    n, areas = np.full(8, 40.0), np.arange(8)
    y = rng.binomial(40, logistic_mean(0.2 + 0.7 * rng.normal(size=8))).astype(float)
    laplace = Laplace(Trials(np.ones((8, 1)), areas[:, None], (8,), y, n))
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    constant = np.linspace(-2, 2, 801)

    def exact(sigma: float) -> float:
        eta = constant[:, None, None] + sigma * nodes
        log = y[:, None] * eta - n[:, None] * np.logaddexp(0, eta)
        inside = np.log((np.exp(log - log.max()) * weights).sum(axis=2)).sum(axis=1)
        return float(np.log(np.exp(inside - inside.max()).sum()) + inside.max()) + math.log(sigma)

    for a, b in ((0.4, 0.8), (0.3, 1.2)):
        ours = laplace.at(np.array([math.log(b)])).value - laplace.at(np.array([math.log(a)])).value
        assert ours == pytest.approx(exact(b) - exact(a), abs=0.05)


def test_spreads_and_effects_are_found_again() -> None:
    found = fit_multilevel(trials(seed=3, areas=60))
    assert np.exp(found.log_spreads[0]) == pytest.approx(0.8, abs=0.2)
    assert np.exp(found.log_spreads[1]) < 0.25
    assert found.mode.effects[:2] == pytest.approx([0.3, 0.5], abs=0.35)
    assert found.mode.gradient == pytest.approx([0.0, 0.0], abs=0.05)


def test_the_areas_sum_to_the_city() -> None:
    m = ws.mrp(town(), BELONG, people("age"), QUICK)
    shares = np.array(rivertown.PEOPLE) / sum(rivertown.PEOPLE)
    assert shares @ [c.est for c in m.cells] == pytest.approx(m.city.est, abs=1e-12)
    assert m.city == town().evidence(BELONG).at(BELONG)


def test_every_figure_says_it_is_modelled_and_how_far() -> None:
    m = ws.mrp(town(age=[*rivertown.answers()["age"][:-1], None]), BELONG, people("age"), QUICK)
    assert (
        m.watermark
        == "Modelled estimate, not a survey result (multilevel regression and post-stratification)"
    )
    assert [c.area for c in m.cells] == list(rivertown.WARDS)
    assert (m.left_out, [name for name, _ in m.coefficients]) == (1, ["(constant)", "renting"])
    assert all(0 < c.lo < c.est < c.hi < 1 for c in m.cells)
    assert (m.at("Fen").shrinkage, m.at("Fen").is_synthetic, m.at("Fen").direct) == (1.0, True, None)
    assert m.at("Abbey").shrinkage < m.at("Docks").shrinkage < 1
    assert m.at("Docks").n == 1


def test_who_lives_there_moves_the_figure() -> None:
    # The old belong more; Abbey with all its people old is above Abbey with all of them young.
    def abbey(old: float) -> float:
        rows = rivertown.census()
        rows["people"][:3] = [1000.0 * (1 - old), 0.0, 1000.0 * old]
        return ws.mrp(town(), BELONG, people("age", **rows), QUICK).at("Abbey").est

    assert abbey(1.0) > abbey(0.0) + 0.1


def test_without_groups_or_covariates_it_is_a_shrunken_share() -> None:
    m = ws.mrp(town(), BELONG, people(covariates=()), QUICK)
    direct = [(c.est, c.direct.est) for c in m.cells if c.direct is not None]
    middle = np.mean([e for e, _ in direct])
    assert max(abs(e - middle) for e, _ in direct) < max(abs(d - middle) for _, d in direct)


def test_the_seed_decides_the_interval_and_nothing_else() -> None:
    one, same, other = (
        ws.mrp(town(), BELONG, people("age"), ws.Simulation(draws=100, spreads=5, seed=s)) for s in (1, 1, 2)
    )
    assert [(c.lo, c.hi, c.se) for c in one.cells] == [(c.lo, c.hi, c.se) for c in same.cells]
    assert [c.est for c in one.cells] == [c.est for c in other.cells]
    assert one.at("Abbey").lo != other.at("Abbey").lo


@pytest.mark.parametrize(
    ("design", "population", "said"),
    [
        ({"age": ["0-15"] * 300}, {}, "No 'age' in the population '0-15'"),
        ({"ward": ["Gate"] * 300}, {}, "No 'ward' in the population 'Gate'"),
        ({"belong": [1.0] * 300}, {}, "belong: everyone gave the same answer"),
        ({"belong": [math.nan] * 300}, {}, "belong: nobody answered"),
        ({}, {"covariates": ("renting", "twice"), "twice": [2 * r for r in rivertown.census()["renting"]]},
         "covariates: one says what the others say"),
        ({}, {"age": [None] * 18}, r"age: missing or negative \(rows 1, 2"),
    ],
)  # fmt: skip
def test_models_that_cannot_be_fitted(design: dict[str, Any], population: dict[str, Any], said: str) -> None:
    with pytest.raises(ws.StatsError, match=said):
        ws.mrp(town(**design), BELONG, people("age", **population), QUICK)


def test_other_items_and_simulations_are_refused() -> None:
    with pytest.raises(ws.ItemError, match=r"item: a mean\. mrp\(\) models shares"):
        ws.mrp(town(), ws.mean("hours"), people("age"))
    for draws, spreads in ((50, 5), (100, 0), (100, 101)):
        with pytest.raises(ws.DesignError, match="simulation: "):
            ws.Simulation(draws, spreads)


def test_a_covariate_that_tells_the_answer_is_refused() -> None:
    t = Trials(np.ones((2, 2)), np.array([[0], [1]]), (2,), np.array([1.0, 1]), np.array([2.0, 2]))
    with pytest.raises(ws.DesignError, match="covariates: some say the same"):
        fit_multilevel(t)
    certain = Trials(np.array([[1.0, 0.0], [1.0, 1.0]]), t.codes, (2,), np.array([0.0, 2.0]), t.trials)
    with pytest.raises(ws.DesignError, match="covariates: some say the same, or tell"):
        fit_multilevel(certain)


def test_a_step_too_far_is_taken_back() -> None:
    near, far = Laplace(trials()), Laplace(trials())
    far._start[:] = 4.0
    at = np.array([-0.4, -1.3])
    assert far.at(at).effects == pytest.approx(near.at(at).effects, abs=1e-8)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_the_order_of_people_and_cells_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, cells = rivertown.answers(), rivertown.census()
    mixed = {k: [v[i] for i in order] for order in [rng.permutation(300)] for k, v in rows.items()}
    shuffled = {k: [v[i] for i in order] for order in [rng.permutation(18)] for k, v in cells.items()}
    one = ws.mrp(town(), BELONG, people("age"), QUICK)
    other = ws.mrp(ws.Design(mixed, weights="wt"), BELONG, people("age", **shuffled), QUICK)
    assert [c.est for c in other.cells] == pytest.approx([c.est for c in one.cells], abs=1e-6)


PARTIES = ("Con", "DNV", "Green", "Lab", "LDem", "Other", "UKIP")
COVARIATES = ("LabPct", "ConPct")


def mayor() -> tuple[ws.Design, pl.DataFrame]:
    """1,699 Londoners asked in 2016, and the votes counted: BES in the R package hrr (Hanretty)."""
    rows = frame("londonmayor_2016.parquet")
    wanted = [f"{p}_counts_2016" for p in PARTIES]
    boroughs = rows.group_by("ONSCode").agg(pl.col(*wanted, *COVARIATES).first()).sort("ONSCode")
    return ws.Design(rows), boroughs.with_columns(adults=pl.sum_horizontal(wanted))


def debiased_rmse(cells: list[float], truth: np.ndarray[Any, Any]) -> float:
    """Root mean square, in points, of borough errors less their mean: all boroughs alike, unweighted."""
    return float(100 * np.std(np.array(cells) - truth))


@pytest.mark.shared_data
def test_boroughs_beside_the_true_vote_for_mayor() -> None:
    """Errors in Labour's share of all adults, non-voters included, after taking out the mean error."""
    d, boroughs = mayor()
    lab, truth = ws.prop("vi", "Lab"), (boroughs["Lab_counts_2016"] / boroughs["adults"]).to_numpy()
    cells = frame("londonps_2016.parquet").join(boroughs.select("ONSCode", *COVARIATES), on="ONSCode")
    groups = ("ageGroup", "education", "ethnicity")
    found = {}
    for covariates in (("LabPct",), COVARIATES):
        fh = ws.fay_herriot(d, lab, ws.Population(boroughs, "ONSCode", "adults", (), covariates))
        ml = ws.mrp(d, lab, ws.Population(cells, "ONSCode", "count", groups, covariates))
        found["direct"] = debiased_rmse([c.direct.est for c in fh.cells if c.direct is not None], truth)
        for name, modelled in (("fh", fh), ("mrp", ml)):
            found[f"{name} {len(covariates)}"] = debiased_rmse([c.est for c in modelled.cells], truth)
    assert found == pytest.approx(
        {"direct": 6.129, "fh 1": 2.340, "mrp 1": 2.326, "fh 2": 3.435, "mrp 2": 2.970}, abs=0.01
    )


@pytest.mark.slow
@pytest.mark.shared_data
def test_a_city_is_modelled_in_a_second() -> None:
    d, boroughs = mayor()
    cells = frame("londonps_2016.parquet").join(boroughs.select("ONSCode", "LabPct"), on="ONSCode")
    population = ws.Population(cells, "ONSCode", "count", ("ageGroup", "education", "ethnicity"), ("LabPct",))
    ws.mrp(d, ws.prop("vi", "Lab"), population, QUICK)
    begun = time.process_time()
    ws.mrp(d, ws.prop("vi", "Lab"), population)
    assert time.process_time() - begun <= 1.0


@pytest.mark.slow
def test_intervals_cover_the_truth() -> None:
    """60 made-up cities of 24 areas: simulated intervals hold the true share about 95 times in 100."""
    rng = np.random.default_rng(20181)
    inside = []
    for _ in range(60):
        census, truth, rows = _city(rng)
        m = ws.mrp(ws.Design(rows), ws.prop("y"), ws.Population(census, "area", "people", ("age",), ("z",)))
        inside.append([c.lo <= t <= c.hi for c, t in zip(m.cells, truth, strict=True)])
    assert 0.92 <= np.mean(inside) <= 0.975


def _city(rng: np.random.Generator) -> tuple[dict[str, Any], list[float], dict[str, Any]]:
    """Census cells, true share of each area, and 1,200 people drawn at random."""
    area, age = np.repeat(np.arange(24), 4), np.tile(np.arange(4), 24)
    z, own, by_age = rng.normal(size=24), 0.4 * rng.normal(size=24), 0.5 * rng.normal(size=4)
    size = rng.uniform(500, 3000, 96)
    p = logistic_mean(-0.3 + 0.4 * z[area] + own[area] + by_age[age])
    truth = np.bincount(area, size * p) / np.bincount(area, size)
    drawn = rng.choice(96, 1200, p=size / size.sum())
    names = np.array([f"a{i:02d}" for i in range(24)])
    census = {"area": names[area].tolist(), "age": age.astype(str).tolist(), "people": size, "z": z[area]}
    y = (rng.random(1200) < p[drawn]).astype(float)
    return (
        census,
        truth.tolist(),
        {"area": names[area[drawn]].tolist(), "age": age[drawn].astype(str).tolist(), "y": y},
    )
