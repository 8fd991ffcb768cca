"""The reading process and the watch over it: memory, time, disk; whatever it does, nothing is left behind.

The file is first copied into a private temporary folder (hashed on the way), so what is checked is what is
read, and no name, link or later change of the original can matter. Then `python -m weft.reading.child`
reads the copy under limits it sets on itself, while this side watches its memory and the clock.
"""

import errno
import hashlib
import json
import os
import select
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from weft.reading.limits import MB, Limits
from weft.reading.refusals import Refusal
from weft.reading.survey import SurveyFile

Progress = Callable[[float, str], None]
JOB, ORIGINAL, STORED, ANSWER = "job.json", "original", "stored", "answer.json"
_LOOK_EVERY = 0.01
_FRUGAL = {
    **dict.fromkeys(
        ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
    ),
    # Give memory back at once: what is reserved and idle would count against the limit.
    "_RJEM_MALLOC_CONF": "narenas:1,dirty_decay_ms:0,muzzy_decay_ms:0,retain:false",
    "MALLOC_ARENA_MAX": "1",
}


@dataclass(frozen=True)
class Ending:
    """How the reading process ended. stopped_for: "", "memory" or "time"."""

    code: int
    stopped_for: str
    peak_mb: float
    seconds: float


def read_survey(
    path: Path | str, *, limits: Limits | None = None, on_progress: Progress | None = None
) -> SurveyFile:
    """Read a survey file brought by somebody, whole, or refuse it with a reason and a remedy.

    The survey's folder is temporary and goes when the object does; `survey.save(folder)` keeps it.
    """
    bounds = limits or Limits()
    work = Path(tempfile.mkdtemp(prefix="weft-reading-"))
    try:
        sha256 = _copy(Path(path), work / ORIGINAL, bounds)
        (work / JOB).write_text(json.dumps({"limits": asdict(bounds), "sha256": sha256}))
        ending = run_limited("weft.reading.child", work, bounds, on_progress or _silent)
        survey = _result(work, ending, bounds)
        (work / ORIGINAL).unlink()
    except BaseException as error:
        shutil.rmtree(work, ignore_errors=True)
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise no_room() from None
        raise
    survey = replace(survey, peak_mb=ending.peak_mb, seconds=ending.seconds)
    weakref.finalize(survey, shutil.rmtree, work, ignore_errors=True)
    return survey


def _silent(fraction: float, text: str) -> None:
    """Nobody asked to be told."""


def _copy(path: Path, target: Path, limits: Limits) -> str:
    """Copy a plain file, never through a link, and return its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(_open_plain(path, limits), "rb") as source, target.open("wb") as copy:
        while block := source.read(MB):
            size += len(block)
            if size > limits.max_bytes:
                raise _too_large(limits)
            digest.update(block)
            copy.write(block)
    return digest.hexdigest()


def _open_plain(path: Path, limits: Limits) -> int:
    remedy = "Give the survey file itself."
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and path.is_symlink():
            raise Refusal("This is a link to another place.", "the file", remedy) from None
        raise Refusal(
            "The file cannot be opened.", "the file", "Check that it is there and may be read."
        ) from None
    told = os.fstat(handle)
    if not stat.S_ISREG(told.st_mode):
        os.close(handle)
        kind = "a folder" if stat.S_ISDIR(told.st_mode) else "a device or a pipe"
        raise Refusal(f"This is {kind}, not a file.", "the file", remedy)
    if told.st_size > limits.max_bytes:
        os.close(handle)
        raise _too_large(limits)
    return handle


def _too_large(limits: Limits) -> Refusal:
    return Refusal(
        f"The file is larger than {limits.max_bytes // MB:,} MB.",
        "the whole file",
        "Leave out columns you do not need, or save it as Parquet, which is smaller.",
    )


def run_limited(module: str, work: Path, limits: Limits, on_progress: Progress) -> Ending:
    """Run a module of ours in the folder `work`, watched: stopped when it takes too much memory or time."""
    (work / "tmp").mkdir()
    # Our own interpreter and module, no shell, a minimal environment.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-X", "utf8", "-m", module],
        cwd=work,
        env=_environment(work),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return _watch(process, limits, on_progress)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _environment(work: Path) -> dict[str, str]:
    here = Path(__file__).resolve().parents[2]
    return {
        **_FRUGAL,
        "PYTHONPATH": str(here),
        "TMPDIR": str(work / "tmp"),
        "HOME": str(work),
        "LANG": "C.UTF-8",
    }


def _watch(process: subprocess.Popen[bytes], limits: Limits, on_progress: Progress) -> Ending:
    started, peak, lines = time.monotonic(), 0.0, _Lines(process, on_progress)
    stopped_for = ""
    while process.poll() is None:
        lines.take(_LOOK_EVERY)
        peak = max(peak, _peak_mb(process.pid))
        if peak > limits.memory_mb:
            stopped_for = "memory"
        elif time.monotonic() - started > limits.seconds:
            stopped_for = "time"
        if stopped_for:
            process.kill()
            process.wait()
    lines.take(0)
    return Ending(process.returncode, stopped_for, peak, time.monotonic() - started)


class _Lines:
    """Progress lines as they come: a fraction, a tab, some words."""

    def __init__(self, process: subprocess.Popen[bytes], on_progress: Progress) -> None:
        assert process.stdout is not None
        self._handle = process.stdout.fileno()
        self._on_progress = on_progress
        self._rest = b""
        self._ended = False

    def take(self, wait: float) -> None:
        if self._ended:
            time.sleep(wait)
            return
        ready, _, _ = select.select([self._handle], [], [], wait)
        if not ready:
            return
        block = os.read(self._handle, 65_536)
        self._ended = not block
        *whole, rest = (self._rest + block).split(b"\n")
        self._rest = rest[-1000:]
        for line in whole:
            self._tell(line)

    def _tell(self, line: bytes) -> None:
        fraction, _, text = line.decode("utf-8", "replace").partition("\t")
        try:
            self._on_progress(min(1.0, max(0.0, float(fraction))), text)
        except ValueError:
            return


def _peak_mb(pid: int) -> float:
    """The most memory the process has held; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    for line in status.splitlines():
        if line.startswith("VmHWM"):
            return float(line.split()[1]) / 1024
    return 0.0


def _result(work: Path, ending: Ending, limits: Limits) -> SurveyFile:
    answer = work / ANSWER
    if ending.stopped_for or not answer.is_file():
        raise _spent(_stop_refusal(ending, limits), ending)
    told = json.loads(answer.read_text(encoding="utf-8"))
    if told["refusal"]:
        raise _spent(Refusal(**told["refusal"]), ending)
    if ending.code != 0:
        raise _spent(_stop_refusal(ending, limits), ending)
    return SurveyFile.load(work / STORED)


def _spent(refusal: Refusal, ending: Ending) -> Refusal:
    return replace(refusal, peak_mb=ending.peak_mb, seconds=ending.seconds)


def _stop_refusal(ending: Ending, limits: Limits) -> Refusal:
    if ending.stopped_for == "time" or ending.code in (-14, -24):  # SIGALRM, SIGXCPU
        return Refusal(
            f"Reading took longer than {limits.seconds:g} seconds and was stopped.",
            "the whole file",
            "Leave out columns you do not need, or ask whoever looks after Weft to allow more time.",
        )
    if ending.stopped_for == "memory" or ending.code in (-6, -9):  # an allocation refused ends in SIGABRT
        return too_much_memory(limits.memory_mb)
    return Refusal(
        "The reading stopped unexpectedly: the file is probably damaged.",
        "the whole file",
        "Open it in the program it came from, save it again, and bring that file.",
    )


def no_room() -> Refusal:
    return Refusal(
        "There is no room on the disk to read the file.",
        "the temporary folder",
        "Ask whoever looks after Weft to make room, and bring the file again.",
    )


def too_much_memory(memory_mb: int) -> Refusal:
    return Refusal(
        f"Reading needed more than {memory_mb:,} MB of memory and was stopped.",
        "the whole file",
        "Leave out columns you do not need, or ask whoever looks after Weft to allow more memory.",
    )
