"""Association models: by hand, against R survey where R stops, at the edges, and in many shuffles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import weft.stats as ws
from tests.stats.gold import FIRST, design, gold
from weft.stats.models.fit import Rows, fit_linear, logistic_mean

RIVERTOWN: dict[str, Any] = {
    "estate": ["A", "A", "A", "A", "B", "B", "B", "B"],
    "tenure": ["own", "own", "own", "own", "rent", "rent", "rent", "rent"],
    "volunteer": ["Yes", "Yes", "Yes", "No", "Yes", "No", "No", "No"],
    "hours": [4.0, 2.0, 2.0, 0.0, 2.0, 0.0, 0.0, 0.0],
    "years": [9.0, 4.0, 5.0, 2.0, 3.0, 1.0, 2.0, 6.0],
    "wt": [1.0] * 8,
}
VOLUNTEER, HOURS = ws.prop("volunteer", "Yes"), ws.mean("hours")


def rivertown(**changes: object) -> ws.Design:
    return ws.Design({**RIVERTOWN, **changes}, weights="wt")


def test_a_logistic_regression_by_hand() -> None:
    # Own 3 of 4, rent 1 of 4. Against rent: log-odds log(1/3), then 2 log 3; the share is .5 higher.
    # Each group's share has variance sum w^2 (y-p)^2 / 4^2 * 8/7 = 3/4/16 * 8/7 = 3/56 by Taylor.
    found = ws.associate(rivertown(), VOLUNTEER, ["tenure"], {"tenure": "rent"})
    constant, own = found.rows
    assert (found.kind, found.n, found.left_out, found.df) == ("logistic", 8, 0, 6.0)
    assert constant.coefficient == pytest.approx(-math.log(3), abs=1e-12)
    assert own.coefficient == pytest.approx(2 * math.log(3), abs=1e-12)
    # of a log-odds: variance over (p(1-p))^2 = (3/56) / (9/256)
    assert own.se == pytest.approx(math.sqrt(2 * (3 / 56) / (3 / 16) ** 2), abs=1e-12)
    assert (own.ame, own.ame_se) == pytest.approx((0.5, math.sqrt(2 * 3 / 56)), abs=1e-12)
    assert found.at("tenure", "own") == own
    assert math.isnan(constant.ame)


def test_a_linear_regression_by_hand() -> None:
    # Own 2 hours, rent half an hour.
    found = ws.associate(rivertown(), HOURS, ["tenure"], {"tenure": "rent"})
    assert [r.coefficient for r in found.rows] == pytest.approx([0.5, 1.5], abs=1e-14)
    # own: (4 + 0 + 0 + 4) / 16; rent: (2.25 + .25 * 3) / 16; times 8/7
    assert found.at("tenure", "own").ame_se == pytest.approx(math.sqrt(11 / 16 * 8 / 7), abs=1e-14)
    f = found.test("tenure")
    assert f.statistic == pytest.approx(1.5**2 / (11 / 14), abs=1e-12)
    assert f.df == (1.0, 6.0)
    assert f.p == pytest.approx(found.at("tenure", "own").p, abs=1e-12)


def test_with_one_category_the_marginal_effect_is_the_difference_of_shares() -> None:
    d = ws.Design({**RIVERTOWN, "wt": [1.0, 2.0, 1.5, 3.0] * 2}, weights="wt", psu="estate", strata=None)
    found = ws.associate(d, VOLUNTEER, ["tenure"], {"tenure": "rent"}).at("tenure", "own")
    gap = d.contrast(VOLUNTEER, "tenure", {"own": 1, "rent": -1})
    assert (found.ame, found.ame_se) == pytest.approx((gap.est, gap.se), abs=1e-12)


def r_stops_here(rows: Rows) -> tuple[list[float], Any]:
    """Coefficients and influence as R's glm and svyglm leave them: a step before the maximum.

    R stops when the deviance moves by less than 1e-8 of itself, keeps the working weights of the step
    before, and svyglm builds its covariance from those (R 4.1.1 glm.fit; survey 4.1.1 svyglm).
    """
    w = rows.w / rows.w.mean()
    mean = (w * rows.y + 0.5) / (w + 1)
    eta, before = np.log(mean / (1 - mean)), math.inf
    for _ in range(25):
        slope = mean * (1 - mean)
        working = w * slope
        inverse = np.linalg.inv(rows.x.T @ (working[:, None] * rows.x))
        b = inverse @ (rows.x.T @ (working * (eta + (rows.y - mean) / slope)))
        eta = rows.x @ b
        mean = logistic_mean(eta)
        deviance = -2 * float(w @ np.log(np.where(rows.y == 1, mean, 1 - mean)))
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
        before = deviance
    score = rows.x * ((rows.y - mean) / (mean * (1 - mean)) * slope)[:, None]
    return b.tolist(), score @ inverse / rows.w.mean()


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["srs", "strat", "strat_nofpc", "clus1", "clus1_nofpc", "clus2", "clus2_wr"])
def test_logistic_regressions_equal_r_where_r_stops(name: str) -> None:
    wanted = gold(FIRST)[f"{name}/glm_logit/sch.wide~ell+meals+mobility"]
    d = design(name)
    x = np.column_stack([np.ones(d.table.rows), *(d.table.numbers(c) for c in ("ell", "meals", "mobility"))])
    y = (d.table.column("sch.wide") == "Yes").astype(float)
    b, influence = r_stops_here(Rows(x, y, d.sampling.weights, ("", "ell", "meals", "mobility")))
    se = np.sqrt(np.diag(d.sampling.covariance(influence, np.ones(len(y), dtype=bool))))
    assert b == pytest.approx(list(wanted["est"].values()), rel=1e-8)
    assert se == pytest.approx(wanted["se"], rel=1e-8)


def test_marginal_effects_are_derivatives_of_the_average_share() -> None:
    # Delta method by brute force: move each person's weight a little and fit again.
    d = rivertown(wt=[1.0, 2.0, 1.0, 3.0, 2.0, 1.0, 1.0, 2.0])
    terms = ["tenure", "years"]
    full = ws.associate(d, VOLUNTEER, terms)
    moves = []
    for person in range(8):
        w = np.array(RIVERTOWN["wt"]) * [1.0, 2.0, 1.0, 3.0, 2.0, 1.0, 1.0, 2.0]
        w[person] *= 1 + 1e-5
        moved = ws.associate(rivertown(wt=w), VOLUNTEER, terms)
        moves.append([(a.ame - b.ame) / 1e-5 for a, b in zip(moved.rows[1:], full.rows[1:], strict=True)])
    z = np.array(moves)
    assert [r.ame_se for r in full.rows[1:]] == pytest.approx(np.sqrt(8 / 7 * (z**2).sum(axis=0)), rel=1e-3)


@pytest.mark.parametrize(
    ("changes", "terms", "reference", "said"),
    [
        ({}, [], {}, "terms: no list of columns"),
        ({}, "tenure", {}, "terms: no list of columns"),
        ({}, ["tenure", "tenure"], {}, "terms: one column named twice"),
        ({}, ["tenur"], {}, "No column 'tenur'. Did you mean 'tenure'"),
        ({}, ["tenure"], {"tenure": "lease"}, "No level of 'tenure' 'lease'"),
        ({}, ["tenure"], {"years": "1"}, "No term with a reference 'years'"),
        ({"tenure": ["own"] * 8}, ["tenure"], {}, "tenure: everyone has the same value"),
        ({"tenure": [None] * 8}, ["tenure"], {}, "tenure: everyone has the same value, or none"),
        ({"years": [2.0] * 8}, ["years"], {}, "years: everyone has the same value"),
        ({"volunteer": ["Yes"] * 7 + [None]}, ["tenure"], {}, "outcome: nobody, or the same answer"),
        ({"volunteer": ["Yes"] * 4 + ["No"] * 4}, ["tenure"], {}, r"tenure '\w+': tells the outcome with cert"),
        ({"volunteer": ["Yes"] * 3 + [None] + ["No", "Yes"] * 2}, ["tenure"], {}, "separation"),
        ({}, ["tenure", "estate"], {}, "estate 'B': the other terms already say it"),
        ({"tenure": ["own"] * 4 + ["rent"] * 3 + ["x"], "years": [1.0, 2, 3, 4, 5, 6, 7, math.nan]},
         ["tenure", "years"], {}, "tenure 'x': nobody, or everybody"),
    ],
)  # fmt: skip
def test_models_that_cannot_be_fitted(
    changes: dict[str, Any], terms: Any, reference: dict[str, str], said: str
) -> None:
    with pytest.raises(ws.StatsError, match=said):
        ws.associate(rivertown(**changes), VOLUNTEER, terms, reference)


def test_an_outcome_that_is_no_share_or_mean_is_refused() -> None:
    with pytest.raises(ws.ItemError, match=r"outcome: a total\. Give a share"):
        ws.associate(rivertown(), ws.total("hours"), ["tenure"])


def test_names_that_are_not_in_the_model_are_refused() -> None:
    found = ws.associate(rivertown(), HOURS, ["tenure", "years"])
    for ask in (lambda: found.at("estate"), lambda: found.test("estate")):
        with pytest.raises(ws.UnknownName, match="No term 'estate'"):
            ask()
    with pytest.raises(ws.UnknownName, match="No level of 'tenure' 'x'"):
        found.at("tenure", "x")
    with pytest.raises(AttributeError, match="no attribute 'cause'"):
        _ = ws.cause  # type: ignore[attr-defined]


def test_missing_answers_are_left_out_and_counted() -> None:
    d = rivertown(years=[9.0, math.nan, 5.0, 2.0, 3.0, 1.0, 2.0, 6.0], wt=[1.0, 1, 1, 1, 1, 1, 1, 0])
    found = ws.associate(d, HOURS, ["years"])
    assert (found.n, found.left_out) == (6, 2)
    assert ws.Design(RIVERTOWN).watermark == ws.associate(ws.Design(RIVERTOWN), HOURS, ["years"]).watermark


def test_a_number_becomes_a_category_when_it_has_a_reference() -> None:
    floor = [1, 1, 2, 2, 3, 3, 1, 2]
    assert ws.associate(rivertown(floor=floor), HOURS, ["floor"]).rows[1].level == ""
    found = ws.associate(rivertown(floor=floor), HOURS, ["floor"], {"floor": "1"})
    assert [(r.level, r.reference) for r in found.rows] == [("", ""), ("2", "1"), ("3", "1")]
    assert found.terms == ("floor",)


def test_the_reference_is_the_level_with_most_people() -> None:
    d = rivertown(tenure=["rent", "own", "own", "own", "rent", "rent", "rent", "lodger"])
    assert {r.reference for r in ws.associate(d, HOURS, ["tenure"]).rows[1:]} == {"rent"}


def test_too_few_addresses_leave_the_interval_unknown() -> None:
    d = ws.Design(RIVERTOWN, weights="wt", psu="estate")
    found = ws.associate(d, HOURS, ["tenure"])
    assert found.df == 0
    assert math.isnan(found.at("tenure", "rent").lo)
    assert math.isnan(found.test("tenure").p)
    assert found.at("tenure", "rent").verdict() is ws.Verdict.NO_CLEAR_DIFFERENCE


def test_words_claim_an_association_and_nothing_more() -> None:
    clear = rivertown(hours=[9.0, 9.5, 9.0, 9.2, 1.0, 1.2, 1.1, 1.0])
    own = ws.associate(clear, HOURS, ["tenure"], {"tenure": "rent"}).at("tenure", "own")
    assert own.words() == "Tenure 'own' goes with a higher figure than 'rent', other terms held equal."
    rent = ws.associate(clear, HOURS, ["tenure"], {"tenure": "own"}).at("tenure", "rent")
    assert rent.words() == "Tenure 'rent' goes with a lower figure than 'own', other terms held equal."
    assert own.words(p_adjusted=0.5).startswith("No clear difference: tenure 'own' and 'rent', other")
    steep = ws.associate(rivertown(hours=np.array(RIVERTOWN["years"]) + [0, 0.1] * 4), HOURS, ["years"])
    assert steep.at("years").words() == "A higher years goes with a higher figure, other terms held equal."


def test_large_offsets_keep_their_digits() -> None:
    year = np.array([2000.0, 2001, 2002, 2003])
    rows = Rows(np.column_stack([np.ones(4), year * 1000]), 5 + 3 * year, np.ones(4), ("", "year"))
    assert fit_linear(rows).coefficients == pytest.approx([5.0, 3e-3], rel=1e-9)


def test_replicates_carry_the_linearised_influence() -> None:
    # Leaving one of n out of a linear regression's influence, JK1 equals Taylor.
    d = rivertown(wt=[1.0, 2.0, 1.0, 3.0, 2.0, 1.0, 1.0, 2.0])
    taylor, jackknife = (ws.associate(x, HOURS, ["years"]).rows[1] for x in (d, ws.jackknife(d)))
    assert jackknife.ame == taylor.ame
    assert jackknife.ame_se == pytest.approx(taylor.ame_se, rel=1e-10)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(8)), st.floats(0.01, 100))
def test_order_of_rows_and_scale_of_weights_change_nothing(order: list[int], scale: float) -> None:
    rows = {**RIVERTOWN, "wt": [1.0, 2.0, 1.0, 3.0, 2.0, 1.0, 1.0, 2.0]}
    shuffled = {name: [values[i] for i in order] for name, values in rows.items()}
    shuffled["wt"] = [w * scale for w in shuffled["wt"]]
    one, other = (
        ws.associate(ws.Design(r, weights="wt", psu="wt"), VOLUNTEER, ["years"]) for r in (rows, shuffled)
    )
    for a, b in zip(one.rows[1:], other.rows[1:], strict=True):
        assert (a.coefficient, a.se, a.ame, a.ame_se) == pytest.approx(
            (b.coefficient, b.se, b.ame, b.ame_se), rel=1e-8
        )


@pytest.mark.slow
def test_intervals_of_marginal_effects_cover_the_truth() -> None:
    """400 clustered samples: the truth is inside about 95 of 100 times."""
    rng = np.random.default_rng(20181)
    inside, truth = 0, _true_effect()
    for _ in range(400):
        place = np.repeat(np.arange(40), 15)
        old = rng.random(600) < 0.3 + 0.3 * (place % 2)
        years = rng.normal(size=600) + 0.5 * old
        y = (rng.random(600) < logistic_mean(-0.5 + 0.8 * old + 0.6 * years)).astype(float)
        rows = {"y": y, "old": np.where(old, "old", "young"), "years": years, "place": place}
        row = ws.associate(
            ws.Design(rows, psu="place"), ws.prop("y"), ["old", "years"], {"old": "young"}
        ).rows[1]
        inside += row.lo <= truth <= row.hi
    assert 0.925 <= inside / 400 <= 0.975


def _true_effect() -> float:
    rng = np.random.default_rng(1)
    years = rng.normal(size=2_000_000) + 0.5 * (rng.random(2_000_000) < 0.45)
    return float((logistic_mean(0.3 + 0.6 * years) - logistic_mean(-0.5 + 0.6 * years)).mean())
