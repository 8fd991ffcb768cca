"""Fay-Herriot: the published milk example, by hand, in many shuffles, at the edges, and how often it is right."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import weft.stats as ws
from tests.stats import rivertown
from tests.stats.gold import frame

BELONG, HOURS = ws.prop("belong"), ws.mean("hours")
RIVERTOWN_X = np.column_stack([np.ones(6), rivertown.RENTING])


def town(**changes: Any) -> ws.Design:
    return ws.Design({**rivertown.answers(), **changes}, weights="wt")


def wards(*covariates: str, **changes: Any) -> ws.Population:
    return ws.Population({**rivertown.wards(), **changes}, "ward", "people", (), covariates)


@pytest.mark.shared_data
def test_the_milk_example() -> None:
    """Arora & Lahiri (1997), as worked by eblupFH and mseFH of R sae 1.3 (Molina & Marhuenda 2015)."""
    rows = frame("expenditure_on_milk.csv")
    major = rows["major_area"].to_numpy()
    x = np.column_stack([np.ones(len(major)), *(major == k for k in (2, 3, 4))]).astype(float)
    found = ws.fit_fay_herriot(
        ws.AreaFigures(rows["direct_est"].to_numpy(), rows["std_error"].to_numpy() ** 2, x)
    )
    assert found.between == pytest.approx(0.0185503, abs=1e-6)
    assert found.coefficients == pytest.approx([0.9681890, 0.1327803, 0.2269462, -0.2413010], abs=1e-6)
    assert (found.estimates[0], found.mse[0]) == pytest.approx((1.0219705, 0.0134603), abs=1e-6)


def test_equal_variances_by_hand() -> None:
    # y = 1, 2, 3, 6 with psi = 1 and a constant: mean 3, s^2 = 14/3, so REML gives A = 14/3 - 1 = 11/3.
    found = ws.fit_fay_herriot(ws.AreaFigures(np.array([1.0, 2, 3, 6]), np.ones(4), np.ones((4, 1))))
    assert found.between == pytest.approx(11 / 3, rel=1e-12)
    assert found.shrinkage == pytest.approx([3 / 14] * 4, rel=1e-12)
    assert found.estimates == pytest.approx([3 + 11 / 14 * d for d in (-2, -1, 0, 3)], rel=1e-12)
    # g1 = 11/14; g2 = (3/14)^2 (14/3)/4; g3 = (14/3)^-3 * 2 / (4 (14/3)^-2) = (3/14)/2; mse = g1 + g2 + 2 g3
    assert found.mse == pytest.approx([11 / 14 + (3 / 14) / 4 + 2 * (3 / 14) / 2] * 4, rel=1e-12)


def test_no_variance_between_areas_leaves_the_model_alone() -> None:
    found = ws.fit_fay_herriot(ws.AreaFigures(np.array([1.0, 1.1, 0.9, 1.0]), np.ones(4), np.ones((4, 1))))
    assert found.between == 0.0
    assert found.estimates == pytest.approx([1.0] * 4)
    assert found.shrinkage.tolist() == [1.0] * 4


def test_a_ward_without_sample_is_synthetic() -> None:
    found = ws.fit_fay_herriot(ws.AreaFigures(rivertown.DIRECT, rivertown.ERROR**2, RIVERTOWN_X))
    assert found.estimates[5] == pytest.approx(RIVERTOWN_X[5] @ found.coefficients)
    assert found.shrinkage[5] == 1.0
    assert found.mse[5] > found.between


def test_the_areas_sum_to_the_city() -> None:
    for item in (BELONG, HOURS):
        m = ws.fay_herriot(town(), item, wards("renting"))
        shares = np.array(rivertown.PEOPLE) / sum(rivertown.PEOPLE)
        assert shares @ [c.est for c in m.cells] == pytest.approx(m.city.est, abs=1e-12)
        assert m.city == town().evidence(item).at(item)


def test_every_figure_says_it_is_modelled() -> None:
    d = town(ward=[*rivertown.answers()["ward"][:-1], None])
    m = ws.fay_herriot(d, BELONG, wards("side"))
    assert m.watermark == "Modelled estimate, not a survey result (Fay-Herriot)"
    assert {(c.method, c.watermark) for c in m.cells} == {("Fay-Herriot", m.watermark)}
    assert [c.area for c in m.cells] == list(rivertown.WARDS)
    assert (m.left_out, [name for name, _ in m.coefficients]) == (1, ["(constant)", "side 'S'"])
    assert not isinstance(m.at("Abbey"), ws.Cell)
    fen, abbey = m.at("Fen"), m.at("Abbey")
    assert (fen.is_synthetic, fen.direct, fen.n, fen.shrinkage, fen.population) == (
        True,
        None,
        0,
        1.0,
        1000.0,
    )
    assert not abbey.is_synthetic
    assert abbey.direct == d.evidence(BELONG, area="ward").at(BELONG, ward="Abbey")
    assert abbey.lo < abbey.est < abbey.hi
    unweighted = ws.fay_herriot(ws.Design(rivertown.answers()), BELONG, wards())
    assert unweighted.watermark.endswith(
        "(Fay-Herriot). Unweighted: describes the people who answered, not the population"
    )


def test_one_person_counts_for_little_and_only_when_variances_are_smoothed() -> None:
    smooth, own = (ws.fay_herriot(town(), HOURS, wards(), smooth=s).at("Docks") for s in (True, False))
    assert (smooth.n, own.n) == (1, 1)
    assert 0.5 < smooth.shrinkage < 1
    assert own.is_synthetic
    assert own.direct is not None


def test_text_covariates_become_categories() -> None:
    m = ws.fay_herriot(town(), HOURS, wards("side"))
    assert [name for name, _ in m.coefficients] == ["(constant)", "side 'S'"]


@pytest.mark.parametrize(
    ("changes", "covariates", "said"),
    [
        ({"ward": ["Abbey", "Bridge", "Castle", "Docks", "Fen", "Fen"]}, (), "No 'ward' in the population 'Elm'"),
        ({"people": [1.0, 1, 1, 1, 1, 0]}, (), "people: nobody in 'Fen'"),
        ({"people": [1.0, 1, 1, 1, 1, -1]}, (), r"people: missing or negative \(row 6\)"),
        ({"ward": [*rivertown.WARDS[:5], None]}, (), r"ward: missing or negative \(row 6\)"),
        ({"renting": [0.1, math.nan, 0, 0, 0, 0]}, ("renting",), r"renting: missing or negative \(row 2\)"),
        ({"side": ["N", None, "N", "N", "N", "S"]}, ("side",), r"side: missing or negative \(row 2\)"),
        ({"twice": [0.4, 1.0, 0.2, 1.2, 0.6, 0.8]}, ("renting", "twice"), "one says what the others say"),
        ({}, ("nothing",), "No column 'nothing'"),
        ({c: list(np.random.default_rng(i).random(6)) for i, c in enumerate("abcd")}, tuple("abcd"),
         "covariates: 5 coefficients from 5 sampled areas"),
    ],
)  # fmt: skip
def test_populations_that_cannot_be_used(
    changes: dict[str, Any], covariates: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ws.StatsError, match=said):
        ws.fay_herriot(town(), BELONG, wards(*covariates, **changes))


def test_covariates_belong_to_the_area() -> None:
    rows = {**rivertown.wards(), "ward": ["Abbey", "Abbey", "Bridge", "Castle", "Docks", "Elm"]}
    with pytest.raises(ws.DesignError, match=r"renting: differs inside one area \(row 2\)"):
        ws.fay_herriot(town(), BELONG, ws.Population(rows, "ward", "people", (), ("renting",)))


def test_items_that_cannot_be_modelled() -> None:
    with pytest.raises(ws.ItemError, match=r"item: a total\. Give a share"):
        ws.fay_herriot(town(), ws.total("hours"), wards())
    with pytest.raises(ws.DesignError, match="belong: nobody answered"):
        ws.fay_herriot(town(belong=[math.nan] * 300), BELONG, wards())
    with pytest.raises(ws.DesignError, match="item: no spread inside any area"):
        ws.fay_herriot(town(belong=[1.0] * 300), BELONG, wards())
    with pytest.raises(ws.DesignError, match="variance: zero for some area"):
        ws.AreaFigures(np.ones(3), np.array([1.0, 0.0, 1.0]), np.ones((3, 1)))
    with pytest.raises(ws.UnknownName, match=r"No area 'Abby'\. Did you mean 'Abbey'"):
        ws.fay_herriot(town(), BELONG, wards()).at("Abby")


def test_a_share_outside_0_to_1_is_refused() -> None:
    remote = [0.2, 0.5, 0.1, 0.6, 0.3, 9.0]
    with pytest.raises(ws.DesignError, match=r"a share outside 0 to 1 for '(Abbey|Fen)'\. Use mrp"):
        ws.fay_herriot(town(), BELONG, wards("renting", renting=remote))


AREAS = st.integers(6, 25)


@settings(max_examples=60, deadline=None)
@given(AREAS, st.integers(0, 10_000), st.floats(0, 3), st.floats(0.05, 3))
def test_shrinkage_lies_between_0_and_1_and_draws_towards_the_model(
    m: int, seed: int, a: float, s: float
) -> None:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(m), rng.normal(size=m)])
    psi = s * rng.uniform(0.2, 2, m)
    y = x @ [1.0, 0.5] + math.sqrt(a) * rng.normal(size=m) + np.sqrt(psi) * rng.normal(size=m)
    found = ws.fit_fay_herriot(ws.AreaFigures(y, psi, x))
    assert ((found.shrinkage >= 0) & (found.shrinkage <= 1)).all()
    assert (found.mse > 0).all()
    model = x @ found.coefficients
    low, high = np.minimum(model, y) - 1e-9, np.maximum(model, y) + 1e-9
    assert ((low <= found.estimates) & (found.estimates <= high)).all()
    order = rng.permutation(m)
    again = ws.fit_fay_herriot(ws.AreaFigures(y[order], psi[order], x[order]))
    assert again.estimates == pytest.approx(found.estimates[order], abs=1e-7)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_areas_changes_nothing(order: list[int]) -> None:
    shuffled = {name: [values[i] for i in order] for name, values in rivertown.wards().items()}
    one = ws.fay_herriot(town(), BELONG, wards("renting"))
    other = ws.fay_herriot(town(), BELONG, ws.Population(shuffled, "ward", "people", (), ("renting",)))
    assert [c.area for c in other.cells] == [c.area for c in one.cells]
    assert [c.est for c in other.cells] == pytest.approx([c.est for c in one.cells], abs=1e-12)


@pytest.mark.slow
def test_the_maximum_is_a_maximum() -> None:
    """The restricted likelihood is no higher anywhere on a fine grid of A."""
    from weft.stats.small_areas.fay_herriot import _least_squares

    rng = np.random.default_rng(5)
    for _ in range(50):
        x, psi = np.column_stack([np.ones(12), rng.normal(size=12)]), rng.uniform(0.1, 3, 12)
        y = rng.normal(size=12) * np.sqrt(psi + rng.choice([0.0, 1.0]))
        best = _least_squares(ws.fit_fay_herriot(ws.AreaFigures(y, psi, x)).between, (y, psi, x))
        grid = [_least_squares(a, (y, psi, x)).log_likelihood for a in np.geomspace(1e-6, 50, 400)]
        assert best.log_likelihood >= max(grid) - 1e-6


@pytest.mark.slow
def test_intervals_cover_the_truth_and_errors_are_the_size_they_say() -> None:
    rng = np.random.default_rng(20181)
    psi, x = np.repeat([0.5, 1.0, 2.0], 11), np.column_stack([np.ones(33), np.linspace(-1, 1, 33)])
    inside, squares, said = [], [], []
    for _ in range(500):
        truth = x @ [1.0, 2.0] + rng.normal(size=33)
        found = ws.fit_fay_herriot(ws.AreaFigures(truth + np.sqrt(psi) * rng.normal(size=33), psi, x))
        inside.append(np.abs(found.estimates - truth) <= 1.96 * np.sqrt(found.mse))
        squares.append((found.estimates - truth) ** 2)
        said.append(found.mse)
    assert 0.93 <= np.mean(inside) <= 0.97
    assert np.mean(said) == pytest.approx(np.mean(squares), rel=0.05)
