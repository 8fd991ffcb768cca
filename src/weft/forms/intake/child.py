"""The process that touches a workbook somebody brought. Run by `guard` in a folder that holds a copy of it."""

import json
import sys
from pathlib import Path
from typing import Any

from weft.forms.intake.problems import NotAForm, Problem, whole_file
from weft.reading.child import limit_memory, limit_process
from weft.reading.guard import ANSWER, JOB, ORIGINAL
from weft.reading.limits import Limits


def main() -> int:
    """Read `original`, leave the compiled form or its problems in `answer.json`."""
    job = json.loads(Path(JOB).read_text())
    limits = Limits(**job["limits"])
    limit_process(limits)
    answer = _answer(job["fallback_id"], limits)
    Path("answer.part").write_text(json.dumps(answer))
    Path("answer.part").rename(ANSWER)
    return 0


def _answer(fallback_id: str, limits: Limits) -> dict[str, Any]:
    from weft.forms.intake.compiling import compile_book
    from weft.forms.intake.reading import read_book

    limit_memory(limits.memory_mb)
    try:
        return {"form": compile_book(read_book(Path(ORIGINAL).read_bytes()), fallback_id).as_dict()}
    except NotAForm as error:
        return {"problems": [problem.__dict__ for problem in error.problems]}
    except MemoryError:
        return {"problems": [_too_much().__dict__]}
    except (Exception, RecursionError) as error:
        message = (
            f"This file could not be read ({type(error).__name__}): it is probably damaged. Save it again."
        )
        return {"problems": [problem.__dict__ for problem in whole_file(message).problems]}


def _too_much() -> Problem:
    return Problem("", 0, "", "Reading this file takes too much memory. Save only the form's own sheets.")


if __name__ == "__main__":
    sys.exit(main())
