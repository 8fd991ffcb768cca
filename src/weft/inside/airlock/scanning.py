"""What a spreadsheet that is to leave holds: read in a process of its own, with bounds on memory and time."""

import json
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from weft.inside.airlock.kinds import READ_BY_US
from weft.reading.guard import ANSWER, JOB, ORIGINAL, run_limited
from weft.reading.limits import Limits

READING = replace(Limits(), memory_mb=300, seconds=20.0)


@dataclass(frozen=True)
class Scanned:
    """What was found. is_read: false where only a person can read the file, or reading it was given up."""

    is_read: bool = False
    cells: int = 0
    small: int = 0
    addresses: int = 0
    running: int = 0
    where: tuple[str, ...] = ()


def scan(path: Path, kind: str) -> Scanned:
    """Look through a CSV or XLSX file; other kinds are not read."""
    if kind not in READ_BY_US:
        return Scanned()
    with tempfile.TemporaryDirectory(prefix="weft-output-") as folder:
        work = Path(folder)
        (work / ORIGINAL).write_bytes(path.read_bytes())
        (work / JOB).write_text(json.dumps({"limits": asdict(READING), "kind": kind}))
        ending = run_limited("weft.inside.airlock.child", work, READING, lambda _share, _words: None)
        answer = work / ANSWER
        if ending.stopped_for or ending.code != 0 or not answer.is_file():
            return Scanned()
        return _scanned(json.loads(answer.read_text(encoding="utf-8")))


def _scanned(told: dict[str, Any]) -> Scanned:
    if "unread" in told:
        return Scanned()
    return Scanned(
        True, told["cells"], told["small"], told["addresses"], told["running"], tuple(told["where"])
    )
