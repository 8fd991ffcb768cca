"""Reads the reference figures that lie beside the project: R survey 4.1.1 on public files."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

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


def clus2() -> pl.DataFrame:
    """apiclus2 with the school counted as its second-stage unit."""
    return frame("apiclus2.csv")


@cache
def design(name: str) -> ws.Design:
    """The designs the keys of the reference figures begin with."""
    match name:
        case "srs":
            return ws.Design(frame("apisrs.csv"), weights="pw", fpc="fpc")
        case "strat":
            return ws.Design(frame("apistrat.csv"), weights="pw", strata="stype", fpc="fpc")
        case "strat_nofpc":
            return ws.Design(frame("apistrat.csv"), weights="pw", strata="stype")
        case "clus1":
            return ws.Design(frame("apiclus1.csv"), weights="pw", psu="dnum", fpc="fpc")
        case "clus1_nofpc":
            return ws.Design(frame("apiclus1.csv"), weights="pw", psu="dnum")
        case "clus2":
            return ws.Design(clus2(), weights="pw", psu=("dnum", "snum"), fpc=("fpc1", "fpc2"))
        case "clus2_wr":
            return ws.Design(clus2(), weights="pw", psu=("dnum", "snum"))
    raise KeyError(name)
