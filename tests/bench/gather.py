"""Bookings a second: `PYTHONPATH=src:. python -m tests.bench.gather`, on SQLite in a temporary folder.

Set WEFT_DATABASE_URL to an empty PostgreSQL database to measure there. Eight processes book places of one large session
for some seconds, each booking with its event in the record: our way, and the two locking patterns of the peers. Those
count the bookings each time, as theirs do.
"""

import multiprocessing
import os
import tempfile
import time
from typing import Any

from tests.gather.racing import AT_ONCE, WAYS

SECONDS = float(os.environ.get("SECONDS_EACH", "8"))
PLACES = 1_000_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "WEFT_DATA": folder, "WEFT_MODE": "test", "DJANGO_SETTINGS_MODULE": "weft.config.settings",
        }  # fmt: skip
        from weft.cli.server import prepare_database

        prepare_database()
        from django.db import connection

        print(f"{connection.vendor}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for way in WAYS:
            measure(way)


def measure(way: str) -> None:
    from django.db import connections

    from tests.gather.make import session

    number = session(PLACES, local_start="2030-01-01T10:00").pk
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    line, said = fork.Barrier(AT_ONCE), fork.SimpleQueue()
    runners = [fork.Process(target=run, args=(way, number, line, said)) for _ in range(AT_ONCE)]
    for runner in runners:
        runner.start()
    counts = [said.get() for _ in runners]
    for runner in runners:
        runner.join()
    print(f"{way:20} {sum(counts) / SECONDS:8.0f} bookings/s")


def run(way: str, number: int, line: Any, said: Any) -> None:
    from weft.gather.models import Session

    session, booked = Session.objects.get(pk=number), 0
    line.wait()
    ends = time.perf_counter() + SECONDS
    while time.perf_counter() < ends:
        WAYS[way](session, {"seat": 1})
        booked += 1
    said.put(booked)


if __name__ == "__main__":
    main()
