"""A Parquet set ten times as large as the memory a process ever holds runs to the end, and is right."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import weft.stats as ws

pytestmark = pytest.mark.slow
FILES, ROWS, PSU = 28, 600_000, 100
QUESTIONS = [f"q{i}" for i in range(30)]
LIMIT_MB = 390
SOURCE = str(Path(ws.__file__).parents[2])
CHILD = """
import json, re, sys
import polars as pl
import weft.stats as ws
items = [ws.mean(q) for q in sys.argv[2].split(",")]
outline = ws.Outline(items, by=["age"], drawn=ws.Drawn("wt", "stratum", "psu"))
ev = outline.evidence(pl.scan_parquet(sys.argv[1] + "/*.parquet"), rows=20_000, in_order=True)
cells = [ev.at(item, age="1") for item in items]
status = open("/proc/self/status").read()  # ru_maxrss would begin with what the parent held
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) / 1024
print(json.dumps({"peak_mb": peak, "est": [c.est for c in cells], "n": [c.n for c in cells]}))
"""


def write_files(folder: Path) -> tuple[float, list[float]]:
    """Files of one stratum each, uncompressed; their size in MB and the means of one age."""
    rng = np.random.default_rng(7)
    block = {q: rng.normal(50, 10, ROWS) for q in QUESTIONS}
    age, weight = rng.integers(0, 4, ROWS), rng.uniform(0.5, 2, ROWS)
    base = pl.DataFrame({"wt": weight, "psu": np.arange(ROWS) // PSU, "age": age, **block})
    for number in range(FILES):
        rows = base.with_columns(pl.lit(number).alias("stratum"), pl.col("q0") + number)
        rows.write_parquet(folder / f"{number:02}.parquet", compression="uncompressed", row_group_size=20_000)
    size = sum(f.stat().st_size for f in folder.iterdir()) / 2**20
    share = np.where(age == 1, weight, 0.0) / weight[age == 1].sum()
    return size, [float(share @ block[q]) for q in QUESTIONS]


def test_ten_times_the_memory(tmp_path: Path) -> None:
    size, means = write_files(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path), ",".join(QUESTIONS)],
        env={
            "PYTHONPATH": SOURCE,
            "POLARS_MAX_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "1",
        },
        capture_output=True,
        check=True,
        text=True,
    )
    found = json.loads(run.stdout)
    print(f"Parquet {size:.0f} MB, peak {found['peak_mb']:.0f} MB")
    assert size >= 10 * LIMIT_MB >= 10 * found["peak_mb"]
    means[0] += (FILES - 1) / 2
    assert found["est"] == pytest.approx(means, rel=1e-12)
