"""Made-up city surveys for the benchmarks: 60 indicators, 14 breakdowns with 65 levels, 33 areas."""

from __future__ import annotations

import numpy as np
import polars as pl

BREAKDOWNS = (2, 7, 6, 5, 5, 4, 3, 2, 8, 5, 6, 4, 5, 3)
ITEMS, AREAS, STRATA = 60, 33, 66
BY = [f"by{i}" for i in range(len(BREAKDOWNS))]


def survey(n: int, people: int | None, missing: float = 0.05) -> pl.DataFrame:
    """n people in PSUs of so many people, or in households of 1 to 4 (None); strata lie inside areas."""
    rng = np.random.default_rng(n)
    sizes = rng.choice([1, 2, 3, 4], n, p=[0.6, 0.28, 0.08, 0.04]) if people is None else [people]
    psu = np.repeat(np.arange(n), np.resize(sizes, n))[:n]
    stratum = rng.integers(0, STRATA, psu.max() + 1)[psu]
    columns = {
        "psu": psu,
        "stratum": np.array([f"S{i:02}" for i in range(STRATA)])[stratum],
        "area": np.array([f"Area {i:02}" for i in range(AREAS)])[stratum // 2],
        "weight": rng.lognormal(0, 0.5, n),
    }
    for name, size in zip(BY, BREAKDOWNS, strict=True):
        codes = rng.integers(0, size, n)
        columns[name] = np.array([f"{name} level {i}" for i in range(size)])[codes]
    frame = pl.DataFrame(columns)
    shares = rng.uniform(0.05, 0.95, ITEMS)
    items = {}
    for i, share in enumerate(shares):
        answers = (rng.random(n) < share).astype(np.int8)
        items[f"q{i}"] = pl.Series(answers).set(pl.Series(rng.random(n) < missing), None)
    return frame.with_columns(**items)[rng.permutation(n)]
