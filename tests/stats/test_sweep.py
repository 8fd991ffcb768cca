"""The sweep over rows gives the figures of the plain route, one plan a crossing, to the last digits."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import polars as pl
import pytest

import weft.stats as ws
from weft.stats import layout
from weft.stats.blocks import make_block
from weft.stats.coding import compress
from weft.stats.columns import Table
from weft.stats.evidence import Evidence
from weft.stats.figures import Figures
from weft.stats.space import Kept

ITEMS = [
    ws.prop("q", "yes"),
    ws.mean("y"),
    ws.prop("p"),
    ws.total("y"),
    ws.ratio("y", "z"),
    ws.prop("q", ["no", "maybe"]),
]
BY = ["sex", "age", ("sex", "age")]


def survey(people: tuple[int, ...], areas_nest: bool = True, n: int = 900) -> dict[str, np.ndarray]:
    """A made-up survey whose PSUs hold the given numbers of people in turn; some answers and areas missing."""
    rng = np.random.default_rng(sum(people) + areas_nest)
    psu = np.repeat(np.arange(n), np.resize(people, n))[:n]
    area = psu % 7 if areas_nest else rng.integers(0, 7, n)
    names = np.array(["Camden", "Brent", "Ealing", "Barnet", "Sutton", "Merton", None], dtype=object)
    weight = rng.uniform(0.2, 4, n)
    weight[rng.random(n) < 0.05] = 0.0
    p = rng.integers(0, 2, n).astype(float)
    p[rng.random(n) < 0.2] = np.nan
    shuffled = rng.permutation(n)
    columns = {
        "psu": psu,
        "stratum": psu % 21 if areas_nest else psu % 4,
        "size": np.full(n, 5000.0),
        "area": names[area],
        "weight": weight,
        "p": p,
        "q": rng.choice(np.array(["yes", "no", "maybe", None], dtype=object), n),
        "y": np.where(rng.random(n) < 0.1, np.nan, rng.normal(50, 20, n)),
        "z": rng.uniform(1, 2, n),
        "sex": rng.choice(np.array(["F", "M", None], dtype=object), n),
        "age": rng.choice(np.array(["16-34", "35-64", "65+"], dtype=object), n),
    }
    return {name: values[shuffled] for name, values in columns.items()}


def plainly(d: ws.Design, ev: Evidence, columns: tuple[str, ...]) -> Figures:
    """The figures of one crossing by its own plan, items of one shape at a time."""
    codes, cells = d.table.cross(columns)
    plan = d.sampling.plan(codes, len(cells))
    found = [plan.estimate(make_block(d, [item])) for item in ev.items]
    return Figures(**{f.name: np.hstack([getattr(x, f.name) for x in found]) for f in fields(Figures)})


def assert_same(d: ws.Design) -> None:
    ev = d.evidence(ITEMS, by=BY, area="area")
    for breakdown in ev.breakdowns:
        plain = plainly(d, ev, breakdown.columns)
        for f in fields(Figures):
            wanted, found = getattr(plain, f.name), getattr(breakdown.figures, f.name)
            some = plain.n > 0
            where = (breakdown.columns, f.name)
            np.testing.assert_allclose(found[some], wanted[some], rtol=1e-12, atol=1e-12, err_msg=str(where))


@pytest.mark.parametrize("areas_nest", [True, False])
@pytest.mark.parametrize("people", [(1,), (1, 2, 3, 4), (2, 9), (30, 5, 1), (400,)])
def test_a_sweep_equals_a_plan_a_crossing(people: tuple[int, ...], areas_nest: bool) -> None:
    columns = survey(people, areas_nest)
    assert_same(ws.Design(columns, weights="weight", strata="stratum", psu="psu"))


def test_population_sizes_strata_and_weights_may_be_left_out() -> None:
    columns = survey((1, 2))
    assert_same(ws.Design(columns, weights="weight", strata="stratum", psu="psu", fpc="size"))
    assert_same(ws.Design(columns, weights="weight", psu="psu", lonely="remove"))
    assert_same(ws.Design(columns))


def test_runs_that_cross_the_bounds_of_chunks_and_batches_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "CHUNK_ROWS", 50)
    monkeypatch.setattr("weft.stats.moments.BATCH_NUMBERS", 300)
    for people in ((1, 2), (6,), (3, 9)):
        assert_same(ws.Design(survey(people), weights="weight", strata="stratum", psu="psu"))
        assert_same(ws.Design(survey(people, areas_nest=False), weights="weight"))


def test_the_order_of_rows_and_a_prepared_design_change_nothing_beyond_rounding() -> None:
    columns = survey((1, 3, 9))
    shuffled = np.random.default_rng(4).permutation(len(columns["psu"]))
    d, other = (
        ws.Design({k: v[order] for k, v in columns.items()}, weights="weight", strata="stratum", psu="psu")
        for order in (np.arange(len(shuffled)), shuffled)
    )
    first, again, moved = (x.evidence(ITEMS, by=BY, area="area") for x in (d, d, other))
    for one, two, three in zip(first.breakdowns, again.breakdowns, moved.breakdowns, strict=True):
        for f in fields(Figures):
            wanted, same, near = (getattr(x.figures, f.name) for x in (one, two, three))
            np.testing.assert_array_equal(same, wanted)
            np.testing.assert_allclose(near, wanted, rtol=1e-12, atol=1e-12)


def test_what_is_kept_gives_way_when_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weft.stats.space.KEPT_BYTES", 10)
    kept, made = Kept[bytes](len), []

    def make(size: int) -> bytes:
        made.append(size)
        return bytes(size)

    for size in (6, 6, 11, 11, 5, 6):
        assert len(kept.get(size, lambda size=size: make(size))) == size
    assert made == [6, 11, 11, 5, 6]


def test_what_a_sweep_cannot_do_is_planned() -> None:
    columns = survey((1, 6))
    columns["ward"] = np.arange(len(columns["psu"])) % 250
    d = ws.Design(columns, weights="weight", strata="stratum", psu="psu", lonely="average")
    wards = ws.Design(columns, weights="weight", strata="stratum", psu="psu")
    assert_same(d)
    ev = wards.evidence(ITEMS[0], by=["ward"])
    plain = plainly(wards, ev, ("ward",))
    np.testing.assert_allclose(ev.breakdowns[1].figures.se, plain.se, rtol=1e-11)


@pytest.mark.parametrize("areas_nest", [True, False])
@pytest.mark.parametrize("people", [(1, 2), (2, 9)])
def test_a_raked_design_is_swept_with_the_margins_taken_into_account(
    people: tuple[int, ...], areas_nest: bool
) -> None:
    columns = survey(people, areas_nest)
    columns["sex"] = np.where(columns["sex"] == None, "X", columns["sex"])  # noqa: E711
    d = ws.Design(columns, weights="weight", strata="stratum", psu="psu")
    margins = {"sex": {"F": 40.0, "M": 45.0, "X": 15.0}, "age": {"16-34": 30, "35-64": 50, "65+": 20}}
    assert_same(d.rake(margins))


def test_raking_replicates_together_equals_raking_each() -> None:
    columns = survey((5,))
    rng = np.random.default_rng(1)
    replicates = columns["weight"][:, None] * rng.poisson(2, (len(columns["weight"]), 40))
    margins = {"age": {"16-34": 30, "35-64": 50, "65+": 20}, "z": {"1": 1.0}}
    columns["z"] = np.ones(len(columns["age"]))
    d = ws.ReplicateDesign(columns, "weight", replicates=replicates, rule=ws.Rule("bootstrap")).rake(margins)
    for i in (0, 17, 39):
        one = ws.Design(columns | {"weight": replicates[:, i]}, weights="weight").rake(margins)
        np.testing.assert_allclose(d.replicate_weights[:, i], one.sampling.weights, rtol=1e-9)
    ev = d.evidence([ws.prop("p"), ws.total("y")], by=["sex"])
    w = d.sampling.replicates[columns["sex"] == "F"]
    p = columns["p"][columns["sex"] == "F"]
    shares = np.nansum(w * p[:, None], axis=0) / w[~np.isnan(p)].sum(axis=0)
    assert ev.at("prop(p)", sex="F").se == pytest.approx(shares.std(ddof=1), rel=1e-10)


def test_a_replicate_that_empties_a_margin_is_refused() -> None:
    columns = survey((5,))
    replicates = np.ones((len(columns["age"]), 3))
    replicates[columns["age"] == "65+", 1] = 0
    d = ws.ReplicateDesign(columns, replicates=replicates, rule=ws.Rule("bootstrap"))
    with pytest.raises(ws.DesignError, match="replicates: one leaves a margin's level empty"):
        d.rake({"age": {"16-34": 30, "35-64": 50, "65+": 20}})


@pytest.mark.parametrize("raked", [False, True])
@pytest.mark.parametrize("people", [(1, 2), (2, 9)])
def test_gaps_of_a_breakdown_equal_one_gap_at_a_time(people: tuple[int, ...], raked: bool) -> None:
    columns = survey(people)
    d = ws.Design(columns, weights="weight", strata="stratum", psu="psu")
    if raked:
        d = d.rake({"age": {"16-34": 30, "35-64": 50, "65+": 20}})
    ev = d.evidence(ITEMS)
    for by in ("sex", "area"):
        found = ev.gaps(by)
        for item in ITEMS:
            for level in found.levels:
                one, all_ = ev.gap(item, by, level), found.at(item, level)
                wanted = [one.est, one.se, one.df, one.lo, one.hi, one.p]
                got = [all_.est, all_.se, all_.df, all_.lo, all_.hi, all_.p]
                np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-12)


def test_gaps_fall_back_to_one_at_a_time_and_refuse_unknown_names() -> None:
    columns = survey((2, 9))
    d = ws.jackknife(ws.Design(columns, psu="psu"))
    ev = d.evidence(ITEMS[:2])
    assert ev.gaps("sex").at(ITEMS[1], "F") == ev.gap(ITEMS[1], "sex", "F")
    with pytest.raises(ws.UnknownName, match="No level of 'sex' 'X'"):
        ev.gaps("sex").at(ITEMS[1], "X")
    with pytest.raises(ws.UnknownName, match=r"No item 'mean.wealth.'"):
        ev.gaps("sex").at("mean(wealth)", "F")


def test_a_gap_without_a_rest_is_unknown() -> None:
    ev = ws.Design({"p": [1.0, 0.0, 1.0], "g": ["A", "A", "A"]}).evidence(ws.prop("p"))
    assert np.isnan(ev.gaps("g").at("prop(p)", "A").est)


def test_codes_are_the_same_by_table_and_by_sorting() -> None:
    near, far = np.array([7, 5, 7, 9]), np.array([7, 5, 7, 10**9])
    assert compress(near, 10)[1].tolist() == compress(far, 10**9 + 1)[1].tolist() == [1, 0, 1, 2]


def test_text_of_a_frame_and_of_a_dict_is_coded_alike() -> None:
    rng = np.random.default_rng(2)
    text = [*["b", None, "a"] * 10_000, "late", *rng.choice(["a", "b"], 10).tolist()]
    frame, plain = Table(pl.DataFrame({"x": text})), Table({"x": text})
    assert frame.codes("x").labels == plain.codes("x").labels == ("a", "b", "late")
    assert frame.codes("x").codes.tolist() == plain.codes("x").codes.tolist()
