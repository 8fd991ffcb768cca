"""How long erasing takes, and what each step of wiping SQLite removes: `python -m tests.bench.erasing [PERSONS]`.

A database of its own in a temporary folder, filled with made-up persons and events.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.people.mydata.planted import ROOT, found_in_files, plant

SIZES = (1_000, 100_000)


def main(persons: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"WEFT_MODE": "production", "WEFT_DATA": folder, "WEFT_ROOT": str(ROOT)}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "weft.config.settings", "WEFT_DATABASE_URL": ""}
        from weft.cli.server import prepare_database

        prepare_database()
        fill(persons)
        measure(Path(folder), persons)


def fill(persons: int) -> None:
    from weft.people.models import Person

    rows = (
        Person(name=f"Somebody {n}", email=f"s{n}@example.org", phone=f"07700 {n:06}") for n in range(persons)
    )
    Person.objects.bulk_create(rows, batch_size=1000)


def measure(folder: Path, persons: int) -> None:
    from django.db import connection

    from weft.people.mydata import traces
    from weft.people.mydata.actions.erase import erase_person
    from weft.people.mydata.actions.retention import apply_retention

    planted = plant()
    wipe, traces.wipe_traces = traces.wipe_traces, list  # the wiping is looked at step by step
    say(f"{persons} persons: erase one, without wiping", lambda: erase_person(person=planted.person, by=None))
    print("   left in the files:", found_in_files(folder) or "nothing")
    say("empty the log", lambda: connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())
    print("   left in the files:", found_in_files(folder) or "nothing")
    say("write the file anew and empty the log", wipe)
    print("   left in the files:", found_in_files(folder) or "nothing")
    say("retention job, nothing due", apply_retention)
    print(f"   the file has {sum(p.stat().st_size for p in folder.glob('weft.sqlite3*')) / 1e6:.1f} MB")


def say(what: str, do: Callable[[], object]) -> None:
    began = time.perf_counter()
    do()
    print(f"{what}: {(time.perf_counter() - began) * 1000:.0f} ms")


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or map(str, SIZES)):
        if os.fork() == 0:  # each size an installation of its own
            main(size)
            os._exit(0)
        os.wait()
