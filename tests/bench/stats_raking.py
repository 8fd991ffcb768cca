"""Raking a million rows to six margins: CPU seconds from strings and from codes, beside R survey.

    OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 PYTHONPATH=src:. python -m tests.bench.stats_raking

R survey, when there, rakes 100,000 rows in the same run; svy is not timed here.
"""

from __future__ import annotations

import weft.stats as ws
from tests.bench.measure import line, peak_mb, peer_seconds, seconds
from tests.bench.stats_evidence import RAKED, margins
from tests.bench.surveys import survey

PEER_ROWS = 100_000
R_PROGRAM = """
suppressMessages(library(survey)); d <- read.csv(commandArgs(TRUE)[1])
s <- svydesign(~1, weights=~weight, data=d); cols <- c(COLUMNS)
p <- lapply(cols, function(c) {t <- xtabs(as.formula(paste0("target_", c, "~", c)), d); as.data.frame(t)})
t <- system.time(rake(s, lapply(cols, function(c) as.formula(paste0("~", c))), p,
  control=list(maxit=50, epsilon=1e-10*nrow(d))))
cat(sprintf('{"cpu": %f}\\n', t[["user.self"]] + t[["sys.self"]]))
""".replace("COLUMNS", ", ".join(f'"{c}"' for c in RAKED))


def beside_r() -> None:
    """R survey on a tenth of the rows; its targets are the rows' own counts, changed by a tenth either way."""
    frame = survey(PEER_ROWS, 40)
    wanted = {c: dict(frame[c].value_counts().iter_rows()) for c in RAKED}
    for name, levels in wanted.items():
        wanted[name] = {k: v * (1.1 if i % 2 else 0.9) for i, (k, v) in enumerate(sorted(levels.items()))}
        total = sum(wanted[name].values()) / len(frame)
        each = {k: v / total / levels[k] for k, v in wanted[name].items()}
        frame = frame.with_columns(frame[name].replace_strict(each).alias(f"target_{name}"))
    ours = seconds(lambda: ws.Design(frame, weights="weight").rake(wanted))
    line(f"{PEER_ROWS:,} rows from strings", ours)
    spent = peer_seconds(["Rscript"], frame, R_PROGRAM)
    print(
        "R survey: not on this machine" if spent is None else f"R survey: {spent:.2f} s, {spent / ours:.0f} x"
    )


if __name__ == "__main__":
    frame = survey(1_000_000, 40)
    wanted, before = margins(frame), peak_mb()
    line("1,000,000 rows x 6 margins, from strings",
         seconds(lambda: ws.Design(frame, weights="weight").rake(wanted)))  # fmt: skip
    coded = ws.Design(frame, weights="weight")
    coded.rake(wanted)
    line("1,000,000 rows x 6 margins, from codes", seconds(lambda: coded.rake(wanted), 5))
    print(f"memory: input {frame.estimated_size('mb'):.0f} MB, peak grew {peak_mb() - before:.0f} MB")
    print(coded.rake(wanted).raking)
    beside_r()
