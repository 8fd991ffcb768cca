"""10,000 responses to a form of 60 questions in each format: seconds and peak memory, beside a plain write.

    python -m tests.bench.forms_export [--responses 10000]
    python -m tests.bench.forms_export --stored 2000      # with opening sealed responses from a database

Each measurement runs in a process of its own. The plain write gets the finished table in memory, without reasons.
"""

import argparse
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

FORMATS = ("csv", "xlsx", "sav", "parquet")
QUESTIONS = 60


def xform() -> str:
    from pyxform.xls2xform import convert

    kinds = ("select_one scale", "select_multiple many", "integer", "text", "select_one scale", "decimal")
    rows = [f"| | {kinds[n % len(kinds)]} | q{n:02d} | Question {n} |" for n in range(QUESTIONS)]
    scale = [f"| | scale | {n} | Point {n} |" for n in range(1, 6)]
    many = [f"| | many | m{n} | Thing {n} |" for n in range(1, 6)]
    head, names = (
        ["| survey |", "| | type | name | label |"],
        ["| choices |", "| | list_name | name | label |"],
    )
    table = [*head, *rows, *names, *scale, *many]
    return str(convert("\n".join(table) + "\n", file_type=".md").xform)


def told(count: int) -> Iterator[Any]:
    from tests.forms.exports.small import answer, instance
    from weft.forms.exports.cells import Answered
    from weft.forms.exports.writing import Told
    from weft.forms.outline import read_outline

    outline, chance = read_outline(xform()), random.Random(7)
    some = []
    for _ in range(200):  # made once and sent round: making them is not what is measured
        values = {
            item.ref: answer(item, chance) if chance.random() < 0.85 else "" for item in outline.answers
        }
        reasons = {ref: "refused" for ref, value in values.items() if not value and chance.random() < 0.3}
        some.append((instance(outline, values), reasons))
    for number in range(count):
        xml, reasons = some[number % len(some)]
        yield Told(f"{number:020d}", "web", "", date(2026, 3, 1), 600, "submitted", Answered(1, xml, reasons))


def export(to: str, count: int) -> None:
    from weft.forms.exports.plan import plan_of
    from weft.forms.exports.writing import write_export
    from weft.forms.outline import read_outline

    with tempfile.TemporaryDirectory() as folder:
        (file,) = write_export(told(count), plan_of([(1, read_outline(xform()))]), Path(folder), to=to)
        print(f"{file.stat().st_size / 1e6:6.1f} MB file", end="  ")


def plain(to: str, count: int) -> None:
    """The least anybody could do: a table in memory, written by the library alone."""
    import polars as pl
    import pyreadstat
    from openpyxl import Workbook

    values = [f"word {n % 7}" for n in range(count)]
    frame = pl.DataFrame({f"c{n}": values if n % 6 == 3 else list(range(count)) for n in range(160)})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plain.{to}"
        if to == "csv":
            frame.write_csv(path)
        elif to == "parquet":
            frame.write_parquet(path)
        elif to == "sav":
            pyreadstat.write_sav(frame, path)
        else:
            book = Workbook(write_only=True)
            page = book.create_sheet()
            for row in frame.iter_rows():
                page.append(row)
            book.save(path)
        print(f"{path.stat().st_size / 1e6:6.1f} MB file", end="  ")


def measured(name: str, do: Callable[[str, int], None], to: str, count: int) -> None:
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    do(to, count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = time.perf_counter() - began
    print(f"{name:7} {to:8} {seconds:6.1f} s  peak {peak / 1024:6.0f} MB (began at {before / 1024:.0f})")
    sys.stdout.flush()


def stored(count: int) -> None:
    """The whole way: submitted responses in a database, opened one by one, as CSV."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.forms.exports import made, small
    from weft.forms.actions.exporting import ask_export, take_export
    from weft.forms.actions.receiving import receive_instance
    from weft.forms.exports.wanted import Wanted
    from weft.forms.models import Response

    small.xform = lambda _table: xform()  # type: ignore[assignment]
    form = made.form("bench", key="bench")
    version = form.versions.get()
    began = time.perf_counter()
    for each in told(count):
        receive_instance(version=version, xml=each.answered.xml, files={}, by=None)
    print(f"made {count} responses in {time.perf_counter() - began:.1f} s")
    for to in ("csv", "parquet"):
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            export_ = ask_export(form=form, wanted=Wanted(), to=to, by=None)
            take_export(export=export_, rows=Response.objects.unscoped("bench"), folder=Path(folder), by=None)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"stored  {to:8} {time.perf_counter() - began:6.1f} s for {count}  peak {peak:.0f} MB")


def _surroundings() -> None:
    os.environ.update(WEFT_MODE="test", DJANGO_SETTINGS_MODULE="weft.config.settings", OMP_NUM_THREADS="1")
    os.environ.setdefault("WEFT_DATA", tempfile.mkdtemp(prefix="weft-bench-"))
    import django

    django.setup()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--responses", type=int, default=10_000)
    options.add_argument("--stored", type=int, default=0)
    chosen = options.parse_args()
    if chosen.stored:
        _surroundings()
        stored(chosen.stored)
    else:
        _each(chosen.responses)


def _each(count: int) -> None:
    fresh = multiprocessing.get_context("spawn")
    for to in FORMATS:
        for name, do in (("export", export), ("plain", plain)):
            process = fresh.Process(target=_alone, args=(name, do, to, count))
            process.start()
            process.join()


def _alone(name: str, do: Callable[[str, int], None], to: str, count: int) -> None:
    _surroundings()
    measured(name, do, to, count)


if __name__ == "__main__":
    main()
