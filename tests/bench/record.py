"""What writing an event costs: `PYTHONPATH=src:. python -m tests.bench.record`, on SQLite in a temporary folder.

Set WEFT_DATABASE_URL to an empty PostgreSQL database to measure there. Each round is a transaction that inserts one
plain row, with and without an event beside it, in turn; the ratio is of their medians. Also: one event against one
plain row inside one long transaction, and the time of a whole check of the record.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable

ROUNDS, IN_ONE = 400, 2000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "WEFT_DATA": folder,
            "WEFT_MODE": "test",
            "DJANGO_SETTINGS_MODULE": "weft.config.settings",
        }
        from weft.cli.server import prepare_database

        prepare_database()
        from django.db import connection

        print(f"{connection.vendor}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        transactions()
        inside()
        checking()


def plain(number: int) -> None:
    """A row of about the size of an event, written the ordinary way."""
    from weft.record.models import DoneOnce

    DoneOnce.objects.create(key=f"{time.perf_counter_ns()}-{number}", action="bench", thing="bench.thing:1")


def event(number: int) -> None:
    from weft.record.actions import record_event

    record_event(
        by="account:1", action="bench.thing.make", thing=f"bench.thing:{number}", after={"n": number}
    )


def transactions() -> None:
    """Committed one by one, as actions are: the sync to disk is part of both."""
    from django.db import transaction

    def alone(number: int) -> None:
        with transaction.atomic():
            plain(number)

    def both(number: int) -> None:
        with transaction.atomic():
            plain(number)
            event(number)

    tell("a transaction of one row, without and with an event", *timed(alone, both, ROUNDS))


def inside() -> None:
    from django.db import transaction

    with transaction.atomic():
        tell("inside one transaction, a plain row and an event", *timed(plain, event, IN_ONE))


def checking() -> None:
    from weft.record.models import Event
    from weft.record.verifying import verify

    began = time.perf_counter()
    verdict = verify(keep=False)
    seconds = time.perf_counter() - began
    assert verdict.is_whole and verdict.events == Event.objects.count()
    print(
        f"checking: {verdict.events} events in {seconds:.2f} s, {seconds / verdict.events * 1e6:.0f} µs each"
    )


def timed(one: Callable[[int], None], two: Callable[[int], None], rounds: int) -> tuple[float, float]:
    """Medians in seconds, taken in turn so that the machine's mood falls on both."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for do, kept in zip((one, two), times, strict=True):
            began = time.perf_counter()
            do(number)
            kept.append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])


def tell(what: str, first: float, second: float) -> None:
    print(f"{what}: {first * 1e6:.0f} and {second * 1e6:.0f} µs, {second / first:.2f} times")


if __name__ == "__main__":
    main()
