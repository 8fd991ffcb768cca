"""CPU seconds and memory of a call, and whether peers are on this machine."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1")


def seconds(call: Callable[[], object], repeat: int = 3) -> float:
    """The smallest CPU time of several calls: other work on the machine only adds."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def peak_mb() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peer_seconds(command: list[str], frame: pl.DataFrame, program: str) -> float | None:
    """CPU seconds a peer's program prints as JSON {"cpu": s}; None when the peer is absent or fails.

    The program reads the file named by its first argument.
    """
    if shutil.which(command[0]) is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder) / "rows.csv", Path(folder) / "peer"
        frame.write_csv(data, null_value="NA" if "Rscript" in command[0] else "")
        script.write_text(program)
        done = subprocess.run(
            [*command, str(script), str(data)],
            capture_output=True, text=True, check=False, timeout=600, env=os.environ | ONE_THREAD,
        )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        print("  peer failed:", (done.stderr or "").strip().splitlines()[-1:])
        return None
    return float(json.loads(lines[-1])["cpu"])


def line(name: str, ours: float, peer: float | None = None, note: str = "") -> None:
    """One figure, with the peer's ratio when there is one."""
    print(f"{name:56} {ours:8.3f} CPU s" + (f"   {note} {peer / ours:,.0f} x" if peer is not None else ""))
