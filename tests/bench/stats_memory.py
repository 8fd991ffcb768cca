"""Memory of the evidence table: peak growth of a fresh process that holds the survey already.

    OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 PYTHONPATH=src:. python -m tests.bench.stats_memory

The survey is made and written by this process; the one measured only reads it and then forgets its peak, so that
making and reading it hide nothing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

import weft.stats as ws

MOST = 3.0  # times the input


def held_mb(what: str) -> float:
    """Memory of this process: VmRSS now, or VmHWM, the most it held (Linux)."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found.group(1)) / 1024 if found else float("nan")


def measure(path: str) -> None:
    """Two tables, cold and prepared. Prints MB: the input, the growth, and all that reading and tables took."""
    from tests.bench.stats_evidence import design, table

    ws.Design({"p": [1.0, 0.0]}).evidence(ws.prop("p"))  # the code itself
    code = held_mb("VmRSS")
    frame = pl.read_ipc(path)
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of reading
    before = held_mb("VmRSS")
    prepared = design(frame)
    table(prepared)
    table(prepared)
    print(frame.estimated_size("mb"), held_mb("VmHWM") - before, held_mb("VmHWM") - code)


def beside(n: int, people: int | None) -> float:
    """Growth of a fresh process as a multiple of the input."""
    from tests.bench.surveys import survey

    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "survey.arrow")
        survey(n, people).write_ipc(path, compression="uncompressed")
        command = [sys.executable, "-m", "tests.bench.stats_memory", path]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    size, grown, whole = map(float, done.stdout.split())
    kind = f"{n:,} rows, PSUs of {people or '1 to 4'}"
    print(
        f"{kind}: input {size:.0f} MB, peak grew {grown:.0f} MB ({grown / size:.2f} x), {whole:.0f} MB with the input"
    )
    return grown / size


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        beside(175_000, None)  # some 30 MB of any table are fixed, which weigh more on a small input
        assert beside(1_000_000, 40) <= MOST
