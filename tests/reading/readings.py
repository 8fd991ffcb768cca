"""Run by the tests as a fresh small process: read files one by one, print what came of each and its cost.

Standard input: a JSON object of limits and paths. The memory is the system's own count for this process
and the largest of its children, which no part of Weft can prettify.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from weft.reading import Limits, Refusal, read_survey


def read_one(path: str, limits: Limits) -> dict[str, object]:
    started = time.monotonic()
    told: dict[str, object] = {}
    try:
        told["rows"] = read_survey(path, limits=limits).rows
    except Refusal as refusal:
        told |= {"refusal": [refusal.message, refusal.where, refusal.remedy], "said": str(refusal)}
    told["seconds"] = time.monotonic() - started
    told["left"] = len(list(Path(tempfile.gettempdir()).iterdir()))
    return told


def own_peak_mb() -> float:
    """From /proc, because getrusage counts what the starting process held before this program began."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    asked = json.load(sys.stdin)
    told = {path: read_one(path, Limits(**asked["limits"])) for path in asked["paths"]}
    child_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"files": told, "own_mb": own_peak_mb(), "child_mb": child_mb}))


main()
