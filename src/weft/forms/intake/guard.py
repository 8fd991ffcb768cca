"""Reading a workbook somebody brought: in a process of its own, with bounds on memory, time and disk."""

import json
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from weft.forms.intake.bounds import READING
from weft.forms.intake.compiling import Compiled
from weft.forms.intake.problems import NotAForm, Problem, whole_file
from weft.forms.intake.reading import pack_folder
from weft.reading.guard import ANSWER, JOB, ORIGINAL, run_limited
from weft.reading.limits import Limits


@dataclass(frozen=True)
class Brought:
    """A form's file as it came, and what it compiles to."""

    source: bytes
    name: str
    compiled: Compiled


def bring(content: bytes, name: str) -> Brought:
    """Read a file somebody brought, or refuse it. Raises NotAForm."""
    return Brought(content, name[-120:], compile_form(content, fallback_id=id_from(name)))


def bring_path(path: Path) -> Brought:
    """Read a file or a folder of CSV tables, or refuse it. Raises NotAForm."""
    return bring(content_of(path), f"{path.name}.zip" if path.is_dir() else path.name)


def compile_form(content: bytes, *, fallback_id: str = "form", limits: Limits = READING) -> Compiled:
    """The form in this file. Raises NotAForm with every problem, by sheet and row."""
    if len(content) > limits.max_bytes:
        raise whole_file(
            f"This file is larger than {limits.max_bytes // 1_000_000} MB. Save only the form's own sheets."
        )
    with tempfile.TemporaryDirectory(prefix="weft-form-") as folder:
        work = Path(folder)
        (work / ORIGINAL).write_bytes(content)
        (work / JOB).write_text(json.dumps({"limits": asdict(limits), "fallback_id": fallback_id}))
        ending = run_limited("weft.forms.intake.child", work, limits, lambda _share, _words: None)
        answer = work / ANSWER
        if ending.stopped_for or ending.code != 0 or not answer.is_file():
            raise whole_file(_stopped(ending.stopped_for, limits))
        told = json.loads(answer.read_text(encoding="utf-8"))
    if "problems" in told:
        raise NotAForm(Problem(**problem) for problem in told["problems"])
    return Compiled.from_dict(told["form"])


def content_of(path: Path) -> bytes:
    """A form's file, or the tables of a folder packed together. Raises NotAForm."""
    if path.is_dir():
        return pack_folder(path)
    try:
        if path.stat().st_size > READING.max_bytes:
            raise whole_file(f"This file is larger than {READING.max_bytes // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as error:
        raise whole_file("This file cannot be opened.") from error


def id_from(name: str) -> str:
    """An id for a form whose settings give none, from the name of its file: "City survey.xlsx" is city-survey."""
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60] or "form"


def _stopped(what: str, limits: Limits) -> str:
    if what == "time":
        return f"Reading took longer than {limits.seconds:g} seconds and was stopped. Save only the form's own sheets."
    return "Reading this file was stopped: it takes too much memory or is damaged. Save only the form's own sheets."
