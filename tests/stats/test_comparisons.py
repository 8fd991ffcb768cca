"""What may be called a difference."""

from __future__ import annotations

import math

import numpy as np
import pytest

import weft.stats as ws


@pytest.mark.parametrize(
    ("before", "after", "deff", "said"),
    [
        ((0.45, 6601), (0.47, 8630), 1.6, "no clear difference"),
        ((0.45, 6601), (0.47, 8630), 1.0, "clearly higher"),  # what ignoring the design would have said
        ((0.81, 6601), (0.80, 8630), 1.6, "no clear difference"),
        ((0.21, 6601), (0.16, 8630), 1.6, "clearly lower"),
    ],
)
def test_published_shares(
    before: tuple[float, int], after: tuple[float, int], deff: float, said: str
) -> None:
    d = ws.independent(ws.published(*after, deff), ws.published(*before, deff))
    assert ws.verdict(d) == said


def test_a_published_share_has_a_wilson_interval() -> None:
    cell = ws.published(0.5, 100, 2.0)
    assert cell.se == pytest.approx(math.sqrt(0.25 * 2 / 100))
    assert cell.n_effective == 50
    assert cell.lo < 0.5 < cell.hi


def test_verdict_needs_the_interval_and_the_adjusted_p() -> None:
    d = ws.difference(0.1, 0.04, 100)
    assert ws.verdict(d) is ws.Verdict.CLEARLY_HIGHER
    assert ws.verdict(d, p_adjusted=0.2) is ws.Verdict.NO_CLEAR_DIFFERENCE
    assert ws.verdict(d, alpha=0.01) is ws.Verdict.NO_CLEAR_DIFFERENCE
    assert ws.verdict(ws.difference(-0.1, 0.04, 100)) is ws.Verdict.CLEARLY_LOWER
    assert ws.verdict(ws.difference(0.05, 0.04, 100), p_adjusted=0.0) is ws.Verdict.NO_CLEAR_DIFFERENCE


def test_a_difference_without_degrees_of_freedom_says_nothing() -> None:
    d = ws.difference(0.1, 0.01, 0)
    assert math.isnan(d.lo)
    assert math.isnan(d.p)
    assert ws.verdict(d) is ws.Verdict.NO_CLEAR_DIFFERENCE


def test_a_difference_without_spread_is_certain() -> None:
    assert ws.difference(0.1, 0.0, 5) == ws.Difference(0.1, 0.0, 0.1, 0.1, 5, 0.0)
    assert ws.difference(0.0, 0.0, 5).p == 1.0


def test_satterthwaite_lets_the_noisier_sample_rule() -> None:
    small = ws.Cell(0.5, 0.1, 0, 1, 10, 1.0, 4)
    large = ws.Cell(0.4, 0.1, 0, 1, 1000, 1.0, 400)
    # (2v)^2 / (v^2/4 + v^2/400)
    assert ws.independent(small, large).df == pytest.approx(4 / (1 / 4 + 1 / 400))
    alone = ws.Cell(0.5, 0.1, 0, 1, 1, 1.0, 0)
    assert math.isnan(ws.independent(alone, large).p)
    exact = ws.Cell(0.5, 0.0, 0, 1, 10, 1.0, 4)
    assert ws.independent(exact, large).df == pytest.approx(400)
    assert ws.independent(exact, exact).df == 4


def test_adjustments_keep_order_bounds_and_gaps() -> None:
    p = np.array([0.2, np.nan, 0.001, 0.8, 0.04])
    for adjust in (ws.holm, ws.benjamini_hochberg):
        found = adjust(p)
        known = ~np.isnan(p)
        assert np.isnan(found[1])
        assert np.all(found[known] >= p[known])
        assert np.all(found[known] <= 1)
    assert ws.holm([]).shape == (0,)


def test_change_tells_which_levels_only_one_wave_has() -> None:
    old = ws.Design({"x": [1.0, 0.0, 1.0, 0.0], "area": ["A", "A", "B", "B"]})
    new = ws.Design({"x": [1.0, 0.0, 1.0, 0.0], "area": ["A", "A", "C", "C"]})
    waves = ws.stack({"2018": old, "2021": new})
    change = waves.change(ws.prop("x"), "2018", "2021", by="area")
    assert list(change.levels) == ["A"]
    assert change.only_in == {"B": "2018", "C": "2021"}
    assert waves.change(ws.prop("x"), "2018", "2021").levels == {}
    with pytest.raises(ws.UnknownName, match=r"^No wave '2018a'. Did you mean '2018'\? Available: '2018'"):
        waves.change(ws.prop("x"), "2018a", "2021")


def test_a_gap_with_an_empty_side_is_unknown() -> None:
    d = ws.Design({"x": [1.0, 0.0, 1.0], "g": ["A", "A", "A"]})
    x = ws.prop("x")
    gap = d.evidence(x, by=["g"]).gap(x, "g", "A")
    assert math.isnan(gap.est)
    assert math.isnan(gap.p)
    with pytest.raises(ws.UnknownName, match="No level of 'g' 'B'"):
        d.evidence(x).gap(x, "g", "B")
    with pytest.raises(ws.UnknownName, match="No level of 'g' 'B'"):
        d.contrast(x, "g", {"B": 1})


def test_a_gap_works_for_the_area_and_for_numbered_levels() -> None:
    d = ws.Design(
        {"x": [1.0, 0.0, 1.0, 0.0, 1.0], "area": ["A", "A", "B", "B", "B"], "year": [1, 1, 2, 2, 2]}
    )
    x = ws.prop("x")
    ev = d.evidence(x, by=["year"], area="area")
    assert ev.gap(x, "area", "A") == ev.gap(x, "year", "1")
    assert ev.gap(x, "area", "A").est == pytest.approx(1 / 2 - 2 / 3)
