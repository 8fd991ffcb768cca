"""Raking a million rows to six margins: CPU seconds from strings and from codes, beside svy, ipfn and R survey.

    OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 PYTHONPATH=src:. python -m tests.bench.stats_raking

Set PEERS_PYTHON to the interpreter of an environment with svy and ipfn; R survey is found by Rscript. All rake the
same rows to the same targets and until the margins fit to 1e-10; none is timed while it reads its rows. ipfn is
timed on a data frame with categories and on an array of all crossings, made from codes and carried back by hand.
"""

from __future__ import annotations

import os

import polars as pl

import weft.stats as ws
from tests.bench.measure import line, peer_seconds, seconds
from tests.bench.stats_evidence import RAKED, margins
from tests.bench.surveys import survey

ROWS = 1_000_000
R_PROGRAM = """
suppressMessages(library(survey)); d <- read.csv(commandArgs(TRUE)[1])
s <- svydesign(~1, weights=~weight, data=d); cols <- c(COLUMNS)
p <- lapply(cols, function(c) {t <- xtabs(as.formula(paste0("target_", c, "~", c)), d); as.data.frame(t)})
t <- system.time(rake(s, lapply(cols, function(c) as.formula(paste0("~", c))), p,
  control=list(maxit=50, epsilon=1e-10*nrow(d))))
cat(sprintf('{"cpu": %f}\\n', t[["user.self"]] + t[["sys.self"]]))
"""
PYTHON_PROGRAM = """
import sys, time, json, polars as pl
d, columns = pl.read_csv(sys.argv[1]), [COLUMNS]
wanted = {c: dict(d.group_by(c).agg(pl.col("target_" + c).sum()).iter_rows()) for c in columns}
d = d.select("weight", *columns)
"""
SVY_PROGRAM = """
import svy
s = svy.Sample(d, svy.Design(wgt="weight"))
start = time.process_time()
s.weighting.rake(controls=wanted, tol=1e-10, max_iter=200)
print(json.dumps({"cpu": time.process_time() - start}))
"""
IPFN_PROGRAM = """
import pandas as pd
from ipfn.ipfn import ipfn
p = pd.DataFrame({"total": d["weight"].to_numpy(), **{c: pd.Categorical(d[c].to_list()) for c in columns}})
aims = [pd.Series(levels, name="total").rename_axis(c) for c, levels in wanted.items()]
start = time.process_time()
ipfn(p, aims, [[c] for c in columns], convergence_rate=1e-10, max_iteration=200, rate_tolerance=0).iteration()
print(json.dumps({"cpu": time.process_time() - start}))
"""
IPFN_ARRAY_PROGRAM = """
import numpy as np
from ipfn.ipfn import ipfn
levels = [sorted(wanted[c]) for c in columns]
codes = [d[c].cast(pl.Enum(known)).to_physical().to_numpy().astype(int) for c, known in zip(columns, levels)]
aims = [np.array([wanted[c][level] for level in known]) for c, known in zip(columns, levels)]
weights, shape = d["weight"].to_numpy(), [len(known) for known in levels]
start = time.process_time()
cell = np.ravel_multi_index(codes, shape)
before = np.bincount(cell, weights, minlength=np.prod(shape)).reshape(shape)
after = ipfn(before.copy(), aims, [[i] for i in range(len(shape))], convergence_rate=1e-10, max_iteration=200,
             rate_tolerance=0).iteration()
raked = weights * (after / np.where(before > 0, before, 1)).ravel()[cell]
print(json.dumps({"cpu": time.process_time() - start}))
"""
PEERS = {
    "svy": PYTHON_PROGRAM + SVY_PROGRAM,
    "ipfn, data frame": PYTHON_PROGRAM + IPFN_PROGRAM,
    "ipfn, array by hand": PYTHON_PROGRAM + IPFN_ARRAY_PROGRAM,
    "R survey": R_PROGRAM,
}


def with_targets(frame: pl.DataFrame, wanted: dict[str, dict[str, float]]) -> pl.DataFrame:
    """The columns raked on, and for each of them what every row adds to its level's target."""
    columns = []
    for name, levels in wanted.items():
        people, total = dict(frame[name].value_counts().iter_rows()), sum(levels.values()) / len(frame)
        each = {level: figure / total / people[level] for level, figure in levels.items()}
        columns.append(frame[name].replace_strict(each, return_dtype=pl.Float64).alias(f"target_{name}"))
    return frame.select("weight", *RAKED).with_columns(columns)


def beside(frame: pl.DataFrame, strings: float, codes: float) -> None:
    """The same raking by each peer there is."""
    named = ", ".join(f'"{c}"' for c in RAKED)
    for name, program in PEERS.items():
        command = "Rscript" if name == "R survey" else os.environ.get("PEERS_PYTHON", "no peers")
        spent = peer_seconds([command], frame, program.replace("COLUMNS", named))
        if spent is None:
            print(f"{name}: not on this machine")
            continue
        line(f"{name}: {ROWS:,} rows x {len(RAKED)} margins", spent)
        print(f"  {spent / strings:,.1f} times ours from strings, {spent / codes:,.1f} times ours from codes")


if __name__ == "__main__":
    rows = survey(ROWS, 40)
    goal = margins(rows)
    from_strings = seconds(lambda: ws.Design(rows, weights="weight").rake(goal), 5)
    line(f"{ROWS:,} rows x {len(RAKED)} margins, from strings", from_strings)
    coded = ws.Design(rows, weights="weight")
    print(coded.rake(goal).raking)
    from_codes = seconds(lambda: coded.rake(goal), 5)
    line(f"{ROWS:,} rows x {len(RAKED)} margins, from codes", from_codes)
    beside(with_targets(rows, goal), from_strings, from_codes)
