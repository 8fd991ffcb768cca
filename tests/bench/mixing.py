"""Ten million attendances: exposure, both nulls and standard errors in CPU seconds, beside DuckDB and a floor.

    OMP_NUM_THREADS=1 PYTHONPATH=src:. python -m tests.bench.mixing [rows]

DuckDB only counts people by session and group (the first step of exposure) and is left out where it is not found: set
PEERS_PYTHON to the interpreter of an environment that has it. The floor is one bincount of the sessions.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from weft.stats.mixing import Meetings, city_null, exposure, pool_null

DUCKDB = """
import sys, time, duckdb, numpy as np
held = np.load(sys.argv[1]); session, grp = held["session"], held["group"]
with duckdb.connect() as base:
    base.execute("SET threads = 1")
    base.register("held", {"s": session, "g": grp})
    start = time.process_time()
    base.execute("SELECT s, g, count(*) FROM held GROUP BY s, g").fetchnumpy()
    print(f"duckdb counts only: {time.process_time() - start:.2f} s")
"""


def attendances(rows: int) -> Meetings:
    """Sessions of 20, each person about ten times, five groups."""
    draw = np.random.default_rng(10)
    person = draw.integers(0, rows // 10, rows)
    group_of = draw.choice(5, rows // 10, p=[0.4, 0.25, 0.15, 0.12, 0.08])
    return Meetings(np.arange(rows) // 20, person, group_of[person], 5)


def cpu(words: str, run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    spent = time.process_time() - start
    print(f"{words}: {spent:.3f} s")
    return spent


def main(rows: int) -> None:
    exposure(attendances(1_000))  # compiled once, as in a running service
    held = attendances(rows)
    strata = np.arange(rows // 20) // 500
    print(f"{rows:,} attendances, {rows // 20:,} sessions, 5 groups")
    cpu("floor: one bincount", lambda: np.bincount(held.session))
    spent = cpu("exposure and standard errors", lambda: exposure(held))
    spent += cpu("null of the pool", lambda: pool_null(held.counts(), strata))
    spent += cpu("null of the city", lambda: city_null(np.bincount(held.group).astype(float)))
    print(f"all: {spent:.2f} s")
    if peers := os.environ.get("PEERS_PYTHON"):
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "held.npz"
            np.savez(kept, session=held.session, group=held.group)
            subprocess.run([peers, "-c", DUCKDB, str(kept)], check=False)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
