"""A sample to cut into slices, and how far two evidence tables differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

import weft.stats as ws

SHARE = ws.prop("belong", ["Yes", "Rather"])
ITEMS = [SHARE, ws.prop("joined"), ws.mean("score"), ws.total("score"), ws.ratio("score", "hours")]
ASKED: dict[str, Any] = {"by": ["age", "rooms", ("age", "rooms")], "area": "borough"}


def sample(n: int = 6000, seed: int = 1) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    borough = rng.integers(0, 5, n)
    rows = pl.DataFrame(
        {
            "borough": np.array(["Ash", "Birch", "Cedar", "Elm", "Fir"])[borough],
            "address": rng.integers(0, 60, n),
            "wt": np.where(rng.random(n) < 0.02, 0.0, rng.uniform(0.2, 5, n)),
            "addresses": 100.0 + 10 * borough,
            "belong": rng.choice(np.array(["Yes", "Rather", "No", None]), n).tolist(),
            "joined": np.where(rng.random(n) < 0.1, np.nan, rng.integers(0, 2, n)),
            "score": np.where(rng.random(n) < 0.1, np.nan, rng.normal(50, 10, n)),
            "hours": rng.uniform(1, 2, n),
            "age": rng.choice(np.array(["16-24", "25-64", "65+", None]), n).tolist(),
            "rooms": rng.choice([1, 2, 3, 10], n),
        }
    )
    return pl.concat([rows, rows.head(1).with_columns(borough=pl.lit("Gorse"), addresses=pl.lit(90.0))])


def figures(ev: ws.Evidence) -> dict[tuple[object, ...], np.ndarray]:
    """Every number of every cell."""
    return {
        (item.key, *levels.items()): np.array(
            [c.est, c.se, c.lo, c.hi, c.n, c.deff, c.df, c.weighted_n, c.n_counted or 0.0]
        )
        for item in ev.items
        for levels, c in ev.cells(item)
    }


def largest_difference(one: ws.Evidence, other: ws.Evidence) -> float:
    """The largest relative difference of any number; infinite when the cells differ."""
    a, b = figures(one), figures(other)
    if list(a) != list(b):
        return float("inf")
    first, second = np.array(list(a.values())), np.array(list(b.values()))
    np.testing.assert_array_equal(np.isnan(first), np.isnan(second))
    with np.errstate(invalid="ignore", divide="ignore"):
        gaps = np.abs(first - second) / np.maximum(np.abs(first), np.abs(second))
    return float(np.nanmax(np.where(first == second, 0.0, gaps)))
