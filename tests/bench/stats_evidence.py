"""Evidence tables, gaps, calibrated and re-raked errors: CPU seconds beside svy and R survey.

    OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 PYTHONPATH=src:. python -m tests.bench.stats_evidence [--large]

Set PEERS_PYTHON to the interpreter of an environment with svy; R survey is found by Rscript. Peers estimate
one indicator in three breakdowns crossed with area on the same 8,000 rows (561 cells); their whole table is
extrapolated by cells.
"""

from __future__ import annotations

import os
import sys

import numpy as np
import polars as pl

import weft.stats as ws
from tests.bench.measure import line, peak_mb, peer_seconds, seconds
from tests.bench.surveys import AREAS, BREAKDOWNS, BY, ITEMS, survey

SHARES = [ws.prop(f"q{i}") for i in range(ITEMS)]
CELLS = 60 * 66 * 34
RAKED = ["by1", "by2", "by3", "by8", "by12", "area"]
R_PROGRAM = """
suppressMessages(library(survey)); options(survey.lonely.psu="adjust"); d <- read.csv(commandArgs(TRUE)[1])
s <- svydesign(~psu, strata=~stratum, weights=~weight, data=d, nest=TRUE)
t <- system.time(for (b in c("by0", "by1", "by8"))
  svyby(~q0, as.formula(paste0("~", b, "+area")), s, svymean, na.rm=TRUE))
cat(sprintf('{"cpu": %f}\n', t[["user.self"]] + t[["sys.self"]]))
"""
SVY_PROGRAM = """
import sys, time, json, polars as pl, svy
d = pl.read_csv(sys.argv[1])
s = svy.Sample(d, svy.Design(stratum="stratum", psu="psu", wgt="weight", singleton="center"))
s.estimation.mean("q1", by="by0", drop_nulls=True)
start = time.process_time()
for b in ("by0", "by1", "by8"):
    s.estimation.mean("q0", by=(b, "area"), drop_nulls=True)
print(json.dumps({"cpu": time.process_time() - start}))
"""
PEER_CELLS = AREAS * (BREAKDOWNS[0] + BREAKDOWNS[1] + BREAKDOWNS[8])


def design(frame: pl.DataFrame) -> ws.Design:
    return ws.Design(frame, weights="weight", strata="stratum", psu="psu")


def table(d: ws.Design) -> None:
    """134,640 cells with their intervals."""
    evidence = d.evidence(SHARES, by=BY, area="area")
    assert sum(b.figures.est.size for b in evidence.breakdowns) == CELLS
    for number in range(len(evidence.breakdowns)):
        evidence.bounds(number)


def tables(large: bool) -> float:
    """The evidence tables; returns the seconds for 8,000 rows."""
    found = []
    sizes = [(8_000, 40), (8_000, None), (175_000, None), *([(1_000_000, 40)] if large else [])]
    for n, people in sizes:
        frame = survey(n, people)
        kind, before = "households" if people is None else f"PSUs of {people}", peak_mb()
        repeat = 15 if n < 10_000 else 3
        cold = seconds(lambda frame=frame: table(design(frame)), repeat)
        prepared = design(frame)
        table(prepared)
        found.append(cold)
        line(f"table, {n:,} rows, {kind}, raw frame to intervals", cold)
        line("  prepared", seconds(lambda d=prepared: table(d), repeat))
        print(f"  memory: input {frame.estimated_size('mb'):.0f} MB, peak grew {peak_mb() - before:.0f} MB")
    return found[0]


def margins(frame: pl.DataFrame) -> dict[str, dict[str, float]]:
    rng = np.random.default_rng(3)
    counts = {name: frame[name].value_counts().sort(name).iter_rows() for name in RAKED}
    return {name: {k: float(v) * rng.uniform(0.7, 1.4) for k, v in rows} for name, rows in counts.items()}


def errors() -> None:
    for people in (40, None):
        frame = survey(8_000, people)
        wanted, kind = margins(frame), "households" if people is None else f"PSUs of {people}"
        calibrated = seconds(lambda f=frame, m=wanted: design(f).rake(m).evidence(SHARES, by=BY))
        line(f"raking and 3,960 calibrated SEs, 8,000 rows, {kind}", calibrated)
    draws = frame["weight"].to_numpy()[:, None] * np.random.default_rng(1).poisson(1, (8_000, 500))
    rule = ws.Rule("bootstrap")

    def reraked() -> None:
        d = ws.ReplicateDesign(frame, "weight", replicates=draws, rule=rule)
        d.rake(wanted).evidence(SHARES, by=BY)

    line("500 re-raked bootstraps x 3,960 cells, 8,000 rows", seconds(reraked, 2))


def gaps() -> None:
    for people in (40, None):
        evidence = design(survey(8_600, people)).evidence(SHARES[:45], by=BY)
        kind = "households" if people is None else f"PSUs of {people}"
        spent = seconds(lambda e=evidence: [e.gaps(by) for by in [*BY[1:], "area"]])
        line(f"gaps, 45 indicators x 14 breakdowns, 8,600 rows, {kind}", spent)


def peers(ours: float) -> None:
    frame = survey(8_000, 40)
    commands = {"svy": [os.environ.get("PEERS_PYTHON", "no svy")], "R survey": ["Rscript"]}
    for name, program in (("svy", SVY_PROGRAM), ("R survey", R_PROGRAM)):
        spent = peer_seconds(commands[name], frame, program)
        if spent is None:
            print(f"{name}: not on this machine")
            continue
        whole = spent / PEER_CELLS * CELLS
        line(f"{name}: {PEER_CELLS} cells", spent)
        line(f"{name}: 134,640 cells, extrapolated", whole)
        print(f"  {whole / ours:,.0f} times ours")


if __name__ == "__main__":
    ours = tables("--large" in sys.argv)
    errors()
    gaps()
    peers(ours)
