"""Random designs for the oracles: strata, clusters, population sizes, domains, gaps, lonely PSUs, calibration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

import weft.stats as ws

SEED, COUNT = 20181, 200
SHARE = ws.prop("answer", ["Yes"])
ITEMS = [SHARE, ws.mean("score"), ws.total("score"), ws.ratio("score", "hours")]
BY: list[Any] = ["age", ("age", "sex")]
LONELY = ("remove", "adjust", "average", "fail")


@dataclass(frozen=True)
class Case:
    """One random survey: its people, how they were drawn, and how the weights were fitted."""

    number: int
    people: pl.DataFrame
    drawn: dict[str, Any]
    fitted: str

    def design(self) -> ws.Design:
        design = ws.Design(self.people, **self.drawn)
        if self.fitted == "none":
            return design
        margins = {"sex": self._margin("sex"), "tenure": self._margin("tenure")}
        if self.fitted == "rake":
            return design.rake(margins)
        totals = {
            "sex": margins["sex"],
            "hours": 1.05 * float((self.people["wt"] * self.people["hours"]).sum()),
        }
        if self.fitted == "logit":
            return design.calibrate(totals, "logit", (0.2, 4.0))
        return design.calibrate(totals, self.fitted)

    def _margin(self, column: str) -> dict[str, float]:
        """Weighted counts, moved a little."""
        sums = self.people.group_by(column).agg(pl.col("wt").sum()).sort(column)
        return {level: total * (1 + 0.1 * i) for i, (level, total) in enumerate(sums.rows())}


def case(number: int) -> Case:
    """The same case for the same number, always."""
    rng = np.random.default_rng([SEED, number])
    n = int(rng.integers(60, 160))
    lonely = LONELY[number % 4]
    strata, psus = int(rng.integers(2, 5)), int(rng.integers(4, 9))
    stratum = rng.integers(0, strata, n)
    psu = rng.integers(0, psus, n)
    stratum[: 2 * strata], psu[: 2 * strata] = np.repeat(np.arange(strata), 2), np.tile([0, 1], strata)
    if lonely != "fail":
        stratum[-3:], psu[-3:] = strata, 0  # one PSU alone in its stratum
    people = _people(rng, n).with_columns(stratum=stratum, psu=psu, sizes=30.0 + 10 * stratum)
    drawn: dict[str, Any] = {"weights": "wt", "lonely": lonely}
    drawn |= {"strata": "stratum"} if number % 5 else {}
    drawn |= {"psu": "psu"} if number % 3 else {}
    drawn |= {"fpc": "sizes"} if number % 7 < 3 and number % 5 and number % 3 else {}
    fitted = ("none", "rake", "linear", "raking", "logit", "none")[number // 4 % 6]
    return Case(number, people, drawn, fitted)


def _people(rng: np.random.Generator, n: int) -> pl.DataFrame:
    def some(values: list[str], gaps: float) -> list[str | None]:
        return [None if rng.random() < gaps else str(rng.choice(values)) for _ in range(n)]

    score = rng.normal(50, 10, n)
    return pl.DataFrame(
        {
            "wt": rng.uniform(0.5, 4, n),
            "answer": some(["Yes", "No", "Both"], 0.1),
            "score": [None if rng.random() < 0.1 else float(s) for s in score],
            "hours": rng.uniform(1, 3, n),
            "age": some(["16-24", "25-64", "65+"], 0.05),
            "sex": some(["F", "M"], 0.0),
            "tenure": some(["Own", "Rent", "Social"], 0.0),
        }
    )
