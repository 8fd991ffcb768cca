"""What is refused, and what is found, in words that name the column and what to do."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest

import weft.stats as ws

ROWS: dict[str, Any] = {
    "w": [1.0, 2.0, 1.0, 2.0],
    "s": ["a", "a", "b", "b"],
    "j": [1, 2, 1, 2],
    "x": [1.0, 0.0, 1.0, None],
    "g": ["None", "Some", None, "Some"],
    "N": [10, 10, 10, 10],
}
X = ws.prop("x")


def rows(**changes: Any) -> dict[str, Any]:
    return {**ROWS, **changes}


def test_a_clean_design_reports_facts_only() -> None:
    kinds = [f.kind for f in ws.Design(rows(), weights="w", strata="s", psu="j").check()]
    assert kinds == ["effective_n", "kish_deff", "weight_range"]


def test_every_fault_is_found_with_its_rows() -> None:
    d = ws.Design(
        rows(w=[math.nan, -1.0, 0.0, math.inf], s=["a", None, "b", "b"], j=[1, 1, 1, None]),
        weights="w",
        strata="s",
        psu="j",
    )
    found = {f.kind: (f.where, f.found) for f in d.check()}
    assert found == {
        "missing_weight": ("w, row 1", "1 missing"),
        "non_finite_weight": ("w, row 4", "1 infinite"),
        "negative_weight": ("w, row 2", "1 below zero"),
        "zero_weight": ("w, row 3", "1 zero"),
        "missing_stratum": ("s, row 2", "1 missing"),
        "missing_psu": ("j, row 4", "1 missing"),
        "lonely_psu": ("strata a, b", "2 with a single PSU"),
    }
    with pytest.raises(
        ws.DesignError, match=r"^w: missing, infinite or negative weights \(rows 1, 2, 4\). Give"
    ):
        d.evidence(X)


def test_many_lonely_strata_are_counted_not_listed() -> None:
    names = [f"s{i:02d}" for i in range(20)]
    finding = ws.Design({"s": names, "x": [1.0] * 20}, strata="s").check()[1]
    assert finding.where.endswith("s11 and 8 more")
    assert finding.remedy == 'Join strata, or accept lonely="adjust".'


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("w", [0.0] * 4, "w: every weight is zero"),
        ("s", ["a", None, "b", "b"], "s: missing in row 2"),
        ("j", [1, 2, None, 2], "j: missing in row 3"),
        ("w", ["a", "b", "c", "d"], r"w: holds text \(rows 1, 2, 3, 4\)"),
        ("N", [10, 12, 10, 10], "N: different population sizes inside one stratum"),
        ("N", [10, 10, -1, -1], "N: missing, zero or negative population sizes"),
        ("N", [2, 2, 1.5, 1.5], "N: a population smaller than its sample"),
    ],
)
def test_unusable_designs_are_refused(column: str, values: list[Any], said: str) -> None:
    d = ws.Design(rows(**{column: values}), weights="w", strata="s", psu="j", fpc="N")
    with pytest.raises(ws.DesignError, match=said) as refusal:
        d.evidence(X)
    assert (refusal.value.column, bool(refusal.value.remedy)) == (column, True)


def test_more_stages_of_strata_than_of_psus_are_refused() -> None:
    with pytest.raises(ws.DesignError, match="fewer stages of PSUs"):
        ws.Design(rows(), strata=["s", "g"], psu="j").evidence(X)


def test_names_that_do_not_exist_are_refused_with_a_hint() -> None:
    with pytest.raises(ws.UnknownName, match=r"^No column 'W'. Did you mean 'w'\? Available: 'w', 's'"):
        ws.Design(rows(), weights="W")
    with pytest.raises(ws.UnknownName, match="No rule for lonely PSUs 'merge'"):
        ws.Design(rows(), lonely="merge")  # type: ignore[arg-type]
    d = ws.Design(rows())
    with pytest.raises(ws.UnknownName, match=r"No interval method 'logti'. Did you mean 'logit'\?"):
        d.evidence(X, ci="logti")
    with pytest.raises(ws.UnknownName, match="No category of 'g' 'Sum'"):
        d.evidence(ws.prop("g", ["Sum"]))


def test_levels_and_breakdowns_that_do_not_exist() -> None:
    ev = ws.Design(rows()).evidence([X], by=["g", "s"])
    with pytest.raises(
        ws.UnknownName, match=r"No level of 'g' 'some'. Did you mean 'Some'\? Available: 'None'"
    ):
        ev.at(X, g="some")
    with pytest.raises(ws.UnknownName, match=r"No breakdown 'g x s'. Available: 'everyone', 'g', 's'\."):
        ev.at(X, g="Some", s="a")
    with pytest.raises(ws.UnknownName, match="No item"):
        ev.at(ws.mean("x"))
    assert ev.at(X.key, g="None").n == 1
    assert ev.where(X, {"g": "None"}).est == 1.0


def test_a_category_called_none_is_not_missing() -> None:
    none = ws.prop("g", "None")
    cell = ws.Design(rows()).evidence(none).at(none)
    assert (cell.est, cell.n, cell.n_counted) == (pytest.approx(1 / 3), 3, 1)


def test_items_that_cannot_be_worked_out() -> None:
    d = ws.Design(rows(y=[0.0, 2.0, 5.0, None]))
    with pytest.raises(
        ws.ItemError, match=r"^y: values other than 0 and 1 \(rows 2, 3\). Name the categories"
    ):
        d.evidence(ws.prop("y"))
    with pytest.raises(ws.DesignError, match="items: no items, or one item twice"):
        d.evidence([X, ws.prop("x")])
    with pytest.raises(ws.DesignError, match="items: no items"):
        d.evidence([])
    with pytest.raises(ws.DesignError, match="crossed with itself"):
        d.evidence(X, by=[("g", "g")])


@pytest.mark.parametrize("frame", [{"a": [1], "b": [1, 2]}, {}, {"a": []}, 7])
def test_a_frame_that_is_no_frame(frame: object) -> None:
    with pytest.raises(ws.DesignError, match=r"^frame: "):
        _ = ws.Design(frame).table


def test_unweighted_figures_carry_a_watermark() -> None:
    d = ws.Design(rows())
    assert d.watermark.startswith("Unweighted")
    assert d.evidence(X).watermark == d.watermark
    assert d.check()[0].kind == "unweighted"
    assert ws.Design(rows(), weights="w").watermark == ""


def test_an_empty_cell_is_unknown_not_zero() -> None:
    ev = ws.Design(rows(h=["p", "p", "p", "q"])).evidence([X, ws.total("x"), ws.mean("x")], by=["h"])
    for item in (X, ws.total("x"), ws.mean("x")):
        cell = ev.at(item, h="q")
        assert cell.n == 0
        assert math.isnan(cell.est)
        assert math.isnan(cell.lo)
    assert [levels for levels, _ in ev.cells(X)] == [{}, {"h": "p"}]


@pytest.mark.parametrize("method", ["logit", "wilson", "korn-graubard"])
def test_shares_of_none_or_all_have_no_spread_but_an_interval(method: str) -> None:
    d = ws.Design({"all": [1.0] * 10, "no": [0.0] * 10, "w": np.linspace(0.1, 3, 10)}, weights="w")
    for name, est, lo, hi in (("all", 1.0, 0.025**0.1, 1.0), ("no", 0.0, 0.0, 1 - 0.025**0.1)):
        item = ws.prop(name)
        cell = d.evidence(item, ci=method).at(item)
        assert (cell.est, cell.se) == (est, 0.0)
        assert (cell.lo, cell.hi) == pytest.approx((lo, hi), abs=1e-12)  # one-sided Clopper-Pearson on n = 10


def test_any_frame_gives_the_same_figures() -> None:
    frames = [rows(), pl.DataFrame(rows()), {k: np.array(v, dtype=object) for k, v in rows().items()}]
    frames.append(pl.DataFrame(rows()).with_columns(pl.col("x").cast(pl.Int64)))
    found = [ws.Design(f, weights="w", strata="s", psu="j").evidence(X, by=["g"]) for f in frames]
    assert len({repr(list(ev.cells(X))) for ev in found}) == 1


def test_levels_are_text_in_a_natural_order() -> None:
    table = ws.Design(
        {
            "n": [10, 2, 2],
            "f": [10.0, 2.0, math.nan],
            "o": np.array([10, 2, None], dtype=object),
            "m": np.array([10, "b", None], dtype=object),
            "t": [True, False, True],
        }
    ).table
    assert [table.codes(c).labels for c in "nfomt"] == [("2", "10")] * 3 + [("10", "b"), ("False", "True")]
    assert table.codes("o").codes.tolist() == [1, 0, -1]


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ({}, "margins: none given"),
        ({"s": {"a": 1.0, "b": 1.0, "c": 5.0}}, "s: 'c' has a population but no respondents. Join it"),
        ({"s": {"a": 1.0}}, "No population figure for 's' 'b'"),
        ({"s": {"a": 1.0, "b": 0.0}}, "s: 'b' has respondents but no population"),
        ({"s": {"a": 1.0, "b": math.nan}}, "s: population figures missing"),
        ({"g": {"None": 1.0, "Some": 1.0}}, "g: missing in row 3"),
        ({"s": {"a": 1.0, "b": 9.0}, "t": {"a": 9.0, "b": 1.0}}, "margins: no weights fit all of them"),
    ],
)
def test_rakings_that_cannot_be_done(margins: dict[str, dict[str, float]], said: str) -> None:
    with pytest.raises(ws.StatsError, match=said):
        ws.Design(rows(t=["a", "a", "b", "b"])).rake(margins)


def test_raking_twice_and_wrong_bounds_are_refused() -> None:
    margins = {"s": {"a": 1.0, "b": 3.0}}
    with pytest.raises(ws.DesignError, match="the weights are calibrated already"):
        ws.Design(rows()).rake(margins).rake(margins)
    with pytest.raises(ws.DesignError, match="trim: bounds that do not enclose 1"):
        ws.Design(rows()).rake(margins, trim=(2, 5))


def test_trimming_holds_every_adjustment_within_its_bounds() -> None:
    d = ws.Design({"g": list("AAAAB"), "h": list("xxyyx")})
    raked = d.rake({"g": {"A": 50, "B": 50}}, trim=(0.5, 2))
    assert raked.raking is not None
    assert raked.raking.trimmed == 1
    assert raked.raking.largest_gap == pytest.approx(
        0.5 - 0.4, abs=1e-6
    )  # B may only count double: 40 of 100
    gentle = d.rake({"g": {"A": 75, "B": 25}}, trim=(0.5, 2)).raking
    assert gentle is not None
    assert (gentle.trimmed, gentle.largest_gap) == (0, pytest.approx(0, abs=1e-10))
    assert (gentle.weight_ratio_min, gentle.weight_ratio_max) == pytest.approx((0.9375, 1.25))


def test_margins_with_different_totals_are_brought_together() -> None:
    d = ws.Design({"g": list("AABB"), "h": list("xyxy")})
    raked = d.rake({"g": {"A": 0.5, "B": 0.5}, "h": {"x": 100.0, "y": 300.0}})
    assert raked.sampling.weights.sum() == pytest.approx(400)
    assert raked.check()[-1].found == "0.5 to 1.5 times the average"
