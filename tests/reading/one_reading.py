"""Run by the tests as a fresh small process: read one file, print what came of it and what it cost.

Arguments: the file, and the limits as JSON. The memory is the system's own count, which no part
of Weft can prettify.
"""

import json
import resource
import sys
import time
from pathlib import Path

from weft.reading import Limits, Refusal, read_survey


def own_peak_mb() -> float:
    """From /proc, because getrusage counts what the starting process held before this program began."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    started = time.monotonic()
    told: dict[str, object] = {}
    try:
        survey = read_survey(Path(sys.argv[1]), limits=Limits(**json.loads(sys.argv[2])))
        told["rows"], told["notes"] = survey.rows, survey.notes
        told["names"] = [column.name for column in survey.columns]
        del survey
    except Refusal as refusal:
        told["refusal"] = [refusal.message, refusal.where, refusal.remedy]
        told["said"] = str(refusal)
    told["seconds"] = time.monotonic() - started
    told["child_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told["own_mb"] = own_peak_mb()
    sys.stdout.write(json.dumps(told))


main()
