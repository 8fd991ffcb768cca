"""The process that reads a spreadsheet somebody wants to take out. Run by `scanning` in a folder with a copy of it."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from weft.reading.child import limit_memory, limit_process
from weft.reading.guard import ANSWER, JOB, ORIGINAL
from weft.reading.limits import Limits

SMALL = range(1, 10)  # people; 0 and 10 up are looked at otherwise
NAMED = 12  # places named for each kind of find; the rest are counted
RUNS = tuple("=+-@＝＋－＠")  # a cell that starts so may be run as a formula (OWASP, CSV Injection)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
Cells = Iterator[tuple[str, str]]


def main() -> int:
    job = json.loads(Path(JOB).read_text())
    limits = Limits(**job["limits"])
    limit_process(limits)
    Path("answer.part").write_text(json.dumps(_answer(job["kind"], limits)))
    Path("answer.part").rename(ANSWER)
    return 0


def _answer(kind: str, limits: Limits) -> dict[str, object]:
    if kind == "xlsx":
        import openpyxl  # noqa: F401 - before memory is limited

    limit_memory(limits.memory_mb)
    try:
        return look(_sheets(Path(ORIGINAL)) if kind == "xlsx" else _lines(Path(ORIGINAL)))
    except (MemoryError, RecursionError, Exception) as error:
        return {"unread": type(error).__name__}


def look(cells: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Whole numbers from 1 to 9, e-mail addresses, and text a spreadsheet would run, with where they stand."""
    small: list[str] = []
    addresses: list[str] = []
    running: list[str] = []
    read = 0
    for where, text in cells:
        read += 1
        if _is_small(text):
            small.append(where)
        elif ADDRESS.search(text):
            addresses.append(where)
        if text.startswith(RUNS) and not _is_number(text):
            running.append(where)
    return {
        "cells": read,
        "small": len(small),
        "addresses": len(addresses),
        "running": len(running),
        "where": (running + addresses + small)[:NAMED],
    }


def _is_small(text: str) -> bool:
    return _is_number(text) and float(text) in SMALL


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _lines(path: Path) -> Cells:
    with path.open(encoding="utf-8-sig", newline="") as file:
        mark = next((m for m in ",;\t" if m in file.readline()), ",")
        file.seek(0)
        for number, row in enumerate(csv.reader(file, delimiter=mark), 1):
            for column, text in enumerate(row, 1):
                yield f"{number}:{column}", text.strip()


def _sheets(path: Path) -> Cells:
    """Every cell of every sheet, hidden ones too: a hidden sheet leaves with the file."""
    from openpyxl import load_workbook

    book = load_workbook(
        path.open("rb"), read_only=True, data_only=True, keep_links=False
    )  # its name has no ending
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    yield f"{sheet.title} {number}:{column}", str(value).strip()


if __name__ == "__main__":
    sys.exit(main())
