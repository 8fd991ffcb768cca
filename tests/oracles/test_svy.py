"""The random designs without lonely PSUs, worked out by svy as well. Skipped where svy is not installed."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.oracles.designs import COUNT, ITEMS, Case, case

pytestmark = pytest.mark.slow
CLOSE = 1e-9
FULL = [n for n in range(COUNT) if n % 4 == 3]  # every stratum has two PSUs; svy's lonely rules are others


def theirs(one: Case, by: str | None) -> list[tuple[float, float]]:
    svy: Any = pytest.importorskip("svy")
    people = one.people.with_columns(yes=(pl.col("answer") == "Yes").cast(pl.Float64))
    drawn = one.drawn
    units = {"stratum": drawn.get("strata"), "psu": drawn.get("psu"), "pop_size": drawn.get("fpc")}
    estimation = svy.Sample(people, svy.Design(wgt="wt", **units)).estimation
    found = [
        estimation.mean("yes", by=by, drop_nulls=True),
        estimation.mean("score", by=by, drop_nulls=True),
        estimation.total("score", by=by, drop_nulls=True),
        estimation.ratio("score", "hours", by=by, drop_nulls=True),
    ]
    return [(e.est, e.se) for estimates in found for e in estimates.estimates]


@pytest.mark.parametrize("by", [None, "age"])
def test_svy_agrees(by: str | None) -> None:
    for number in FULL:
        plain = Case(number, *(getattr(case(number), name) for name in ("people", "drawn")), "none")
        ev = plain.design().evidence(ITEMS, by=by or ())
        cells = [c for item in ITEMS for levels, c in ev.cells(item) if bool(levels) == bool(by)]
        assert [(c.est, c.se) for c in cells] == [
            pytest.approx(x, rel=CLOSE, abs=CLOSE) for x in theirs(plain, by)
        ]
