"""Reads the reference figures that lie beside the project: R survey 4.1.1 on public files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import weft.stats as ws

HERE = Path(__file__).resolve()


@cache
def survey_folder() -> Path | None:
    """The folder shared/data/survey, found by WEFT_SHARED or upward from here."""
    given = os.environ.get("WEFT_SHARED")
    roots = [Path(given)] if given else [parent / "shared" for parent in HERE.parents]
    found = [root / "data" / "survey" for root in roots if (root / "data" / "survey").is_dir()]
    return found[0] if found else None


def need_folder() -> Path:
    folder = survey_folder()
    if folder is None:
        pytest.skip("shared/data/survey is not beside this checkout")
    return folder


@cache
def gold(file: str) -> dict[str, Any]:
    return json.loads((need_folder() / file).read_text())


FIRST, SECOND = "gold_R_survey_4.1.1.json", "gold2_real_surveys_R_4.1.1.json"


@cache
def frame(name: str) -> pl.DataFrame:
    path = need_folder() / name
    if name.endswith("parquet"):
        return pl.read_parquet(path)
    return pl.read_csv(path, infer_schema_length=None, null_values=["", "NA"])


TYPES = {"E": 4421.0, "H": 755.0, "M": 1018.0}
TOTALS = {"stype": TYPES, "api99": 3914069.0}
SCHOOL_WIDE = {"No": 1072.0, "Yes": 5122.0}


def _api(sample: str, **drawn: Any) -> ws.Design:
    return ws.Design(frame(f"api{sample}.csv"), weights="pw", **drawn)


def _nhanes() -> pl.DataFrame:
    return frame("nhanes_r_survey.csv")


def _gss() -> ws.Design:
    rows = frame("gss_sub.parquet").filter(pl.col("year") >= 2000, pl.col("wtssall").is_not_null())
    rows = rows.filter(pl.col("vstrat").is_not_null())
    rows = rows.with_columns(agree=(pl.col("fefam") <= 2).cast(pl.Float64))
    return ws.Design(rows, weights="wtssall", strata="vstrat", psu="vpsu")


def _lonely(rule: str) -> ws.Design:
    """The stratified sample with a single primary school left in it."""
    rows = frame("apistrat.csv")
    alone = pl.concat([rows.filter(pl.col("stype") == "E").head(1), rows.filter(pl.col("stype") != "E")])
    return ws.Design(alone, weights="pw", strata="stype", lonely=rule)


def lonely_domain(rule: str, strict: bool) -> ws.Design:
    """NHANES with the rule that matters for the small domain of the reference figures."""
    drawn = {"weights": "WTMEC2YR", "strata": "SDMVSTRA", "psu": "SDMVPSU"}
    return ws.Design(_nhanes(), **drawn, lonely=rule, strict_domains=strict)


def _replicated(file: str, prefix: str, rule: ws.Rule) -> ws.Design:
    columns = [c for c in frame(file).columns if c.startswith(prefix)]
    return ws.ReplicateDesign(frame(file), "finalwgt", replicates=columns, rule=rule)


def _recs() -> ws.Design:
    rows = frame("recs_2015.parquet")
    columns = [c for c in rows.columns if c.startswith("BRRWT")]
    rule = ws.Rule("fay", fay=0.5, around_full=True)
    return ws.ReplicateDesign(rows, "NWEIGHT", replicates=columns, rule=rule)


def scd_brr(around_full: bool) -> ws.Design:
    """The four half samples of the ambulance example of R survey's manual (Levy & Lemeshow)."""
    halves = 2 * np.array([[1, 0, 1, 0, 1, 0], [1, 0, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1], [0, 1, 0, 1, 1, 0]])
    rule = ws.Rule("brr", around_full=around_full)
    return ws.ReplicateDesign(frame("scd.csv"), replicates=halves.T.astype(float), rule=rule)


DESIGNS: dict[str, Callable[[], ws.Design]] = {
    "srs": lambda: _api("srs", fpc="fpc"),
    "strat": lambda: _api("strat", strata="stype", fpc="fpc"),
    "strat_nofpc": lambda: _api("strat", strata="stype"),
    "clus1": lambda: _api("clus1", psu="dnum", fpc="fpc"),
    "clus1_nofpc": lambda: _api("clus1", psu="dnum"),
    "clus2": lambda: _api("clus2", psu=("dnum", "snum"), fpc=("fpc1", "fpc2")),
    "clus2_wr": lambda: _api("clus2", psu=("dnum", "snum")),
    "clus1n_rake": lambda: design("clus1_nofpc").rake({"stype": TYPES, "sch.wide": SCHOOL_WIDE}),
    "clus1n_rake_trim": lambda: design("clus1n_rake").trim_weights((0, 42)),
    "clus1_ps": lambda: design("clus1").calibrate({"stype": TYPES}),
    "clus1_cal_linear": lambda: design("clus1").calibrate(TOTALS),
    "clus1_cal_raking": lambda: design("clus1").calibrate(TOTALS, "raking"),
    "clus1_cal_logit": lambda: design("clus1").calibrate(TOTALS, "logit", (0.6, 1.6)),
    "strat_jkn": lambda: ws.jackknife(design("strat")),
    "strat_jkn_nofpc": lambda: ws.jackknife(design("strat_nofpc")),
    "clus1_jk1": lambda: ws.jackknife(design("clus1")),
    "clus1_jk1_nofpc": lambda: ws.jackknife(design("clus1_nofpc")),
    "clus1n_jk1_rake": lambda: design("clus1_jk1_nofpc").rake({"stype": TYPES, "sch.wide": SCHOOL_WIDE}),
    "scd_brr": lambda: scd_brr(False),
    "scd_brr_given": lambda: scd_brr(False),
    "nhanes2brr": lambda: _replicated("nhanes2brr_subset.csv", "brr_", ws.Rule("brr", around_full=True)),
    "nhanes2brr(mse=F)": lambda: _replicated("nhanes2brr_subset.csv", "brr_", ws.Rule("brr")),
    "nmihs_bs": lambda: _replicated("nmihs_subset.csv", "bsrw", ws.Rule("bootstrap", around_full=True)),
    "recs2015": _recs,
    "nhanes": lambda: ws.Design(_nhanes(), weights="WTMEC2YR", strata="SDMVSTRA", psu="SDMVPSU"),
    "nhanes2": lambda: ws.Design(frame("nhanes2.csv"), weights="finalwgt", strata="stratid", psu="psuid"),
    "yrbs": lambda: ws.Design(frame("yrbs.csv"), weights="weight", strata="stratum", psu="psu"),
    "fpc": lambda: ws.Design(frame("fpc.csv"), weights="weight", strata="stratid", psu="psuid", fpc="Nh"),
    "fpc_nofpc": lambda: ws.Design(frame("fpc.csv"), weights="weight", strata="stratid", psu="psuid"),
    "scd": lambda: ws.Design(frame("scd.csv"), strata="ESA", psu="ambulance"),
    "gss": _gss,
    "lonely_remove": lambda: _lonely("remove"),
    "lonely_certainty": lambda: _lonely("remove"),
    "lonely_adjust": lambda: _lonely("adjust"),
    "lonely_average": lambda: _lonely("average"),
}


def knows(name: str) -> bool:
    return name in DESIGNS


@cache
def design(name: str) -> ws.Design:
    """The designs the keys of the reference figures begin with."""
    return DESIGNS[name]()
