"""The process that touches the file. Run by `guard` in a folder that holds a copy of it."""

import errno
import json
import os
import resource
import signal
import sys
from pathlib import Path

from weft.reading.guard import ANSWER, JOB, ORIGINAL, STORED, no_room, too_much_memory
from weft.reading.limits import MB, Limits
from weft.reading.refusals import Refusal
from weft.reading.sniff import recognise

_MARGIN = 12 * MB  # pages of libraries touched later on


def main() -> int:
    """Read `original`, leave `stored/` or a refusal in `answer.json`."""
    job = json.loads(Path(JOB).read_text())
    limits = Limits(**job["limits"])
    limit_process(limits)
    refusal: Refusal | None = None
    try:
        _read(limits, job["sha256"])
    except Refusal as error:
        refusal = error
    except MemoryError:
        refusal = too_much_memory(limits.memory_mb)
    except BaseException as error:
        refusal = _unexpected(error)
    Path("answer.part").write_text(json.dumps({"refusal": refusal.as_dict() if refusal else None}))
    Path("answer.part").rename(ANSWER)
    return 0


def _read(limits: Limits, sha256: str) -> None:
    original = Path(ORIGINAL)
    kind = recognise(original)
    if kind == "spss":
        from weft.reading.spss_header import check_header as check_spss

        check_spss(original, limits)
    elif kind == "stata":
        from weft.reading.stata_header import check_header as check_stata

        check_stata(original, limits)
    elif kind == "parquet":
        from weft.reading.parquet_file import check_footer

        check_footer(original)
    else:
        from weft.reading.text import check_text

        check_text(original, limits)
    from weft.reading.formats import Incoming, load_reader, store

    load_reader(kind)
    limit_memory(limits.memory_mb)
    store(Incoming(kind, original, sha256), Path(STORED), limits)


def _unexpected(error: BaseException) -> Refusal:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG):
        return no_room()
    return Refusal(
        f"The file could not be read: it is probably damaged ({type(error).__name__}).",
        "the whole file",
        "Open it in the program it came from, save it again, and bring that file.",
    )


def limit_process(limits: Limits) -> None:
    """What this process may use of processor time, disk and open files."""
    seconds = int(limits.seconds) + 2
    signal.alarm(seconds + 3)  # if the watching side dies, this one does too
    for what, bound in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.max_stored_bytes + MB),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(what, bound)
    os.umask(0o077)


def limit_memory(memory_mb: int) -> None:
    """Bound what may still be allocated, once the libraries are loaded (they reserve more than they use)."""
    held = _status("VmRSS")
    if held:
        _lower(resource.RLIMIT_DATA, _status("VmData") + max(16 * MB, memory_mb * MB - held - _MARGIN))


def _status(name: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)


def _lower(what: int, bound: int) -> None:
    _, hard = resource.getrlimit(what)
    bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(what, (bound, bound))


if __name__ == "__main__":
    sys.exit(main())
