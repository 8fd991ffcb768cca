"""Eight processes run for the same last places: `python -m tests.gather.racing WAY KIND LAST`.

WAY: guarded (gather.actions.bookings.book), count-then-insert, or lock-then-insert (SELECT FOR UPDATE, then insert):
the two patterns of the peers. KIND: seat, family (a learner and a crèche place, or nothing), buddy, interview. LAST:
how many. All stand at a line before each of them. Prints JSON: sold once, oversold, unsold, faults of the
ledger, what the processes raised, seconds.
"""

import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

AT_ONCE = 8
PLACES: dict[str, dict[str, int]] = {
    "seat": {"seat": 1},
    "family": {"creche_2_4": 1, "learner": 1},
    "buddy": {"buddy": 1},
    "interview": {"interview": 1},
}
SPARE = {"family": {"learner": AT_ONCE}}  # learner places enough for all: the crèche is the last one


def main(way: str, kind: str, last: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
    from weft.cli.server import prepare_database

    prepare_database()
    from django.db import connections

    numbers = [last_place(kind, number) for number in range(last)]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    line, said, began = fork.Barrier(AT_ONCE), fork.SimpleQueue(), time.perf_counter()
    runners = [
        fork.Process(target=run, args=(way, kind, numbers, line, said), daemon=True) for _ in range(AT_ONCE)
    ]
    for runner in runners:
        runner.start()
    raised: Counter[str] = Counter()
    for _ in runners:
        raised.update(said.get())
    for runner in runners:
        runner.join()
    print(json.dumps({**counted(kind), "raised": dict(raised), "seconds": time.perf_counter() - began}))


def last_place(kind: str, number: int) -> int:
    from tests.gather.make import activity, session

    day = f"{2030 + number // 300}-{number // 25 % 12 + 1:02}-{number % 25 + 1:02}T10:00"
    planned_for = activity() if number == 0 else first_activity()
    of = session({**PLACES[kind], **SPARE.get(kind, {})}, activity=planned_for, local_start=day)
    return of.pk


def first_activity() -> Any:
    from weft.gather.models import Activity

    return Activity.objects.order_by("pk")[0]


def run(way: str, kind: str, numbers: list[int], line: Any, said: Any) -> None:
    from weft.gather.models import Session

    raised: Counter[str] = Counter()
    for number in numbers:
        session = Session.objects.get(pk=number)
        line.wait(timeout=300)
        try:
            WAYS[way](session, PLACES[kind])
        except Exception as refusal:  # counted by name: NoPlaces is what seven of eight must meet
            raised[type(refusal).__name__] += 1
    said.put(dict(raised))


def guarded(session: Any, places: dict[str, int]) -> None:
    from weft.gather.actions.bookings import book

    book(session=session, places=places, by=None)


def count_then_insert(session: Any, places: dict[str, int]) -> None:
    """As Kukkuu and Volunteer Planner do: count what is booked, and when there is room, write one more."""
    from django.db import transaction

    from weft.gather.errors import NoPlaces

    with transaction.atomic():
        if not has_room(session, places):
            raise NoPlaces
        insert(session, places)


def lock_then_insert(session: Any, places: dict[str, int]) -> None:
    """As pretix and CiviCRM do: lock the session's row, count, write."""
    from django.db import transaction

    from weft.gather.errors import NoPlaces
    from weft.gather.models import Session

    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        if not has_room(session, places):
            raise NoPlaces
        insert(session, places)


def has_room(session: Any, places: dict[str, int]) -> bool:
    from weft.gather.models import Booking, Capacity

    total = dict(Capacity.objects.filter(session=session).values_list("kind", "total"))
    booked: Counter[str] = Counter()
    for held in Booking.objects.unscoped("race").filter(session=session).values_list("places", flat=True):
        booked.update(held)
    return all(booked[kind] + many <= total[kind] for kind, many in places.items())


def insert(session: Any, places: dict[str, int]) -> None:
    from weft.gather.actions.moving import tell
    from weft.gather.models import Booking

    tell(Booking.objects.create(session=session, places=places, state="booked"), None)


WAYS: dict[str, Callable[[Any, dict[str, int]], None]] = {
    "guarded": guarded,
    "count-then-insert": count_then_insert,
    "lock-then-insert": lock_then_insert,
}


def counted(kind: str) -> dict[str, Any]:
    """Of each session how many got in; and whether the ledger says the same."""
    from weft.gather.models import Booking, Session
    from weft.gather.queries.ledger import faults

    of = Counter(Booking.objects.unscoped("race").filter(state="booked").values_list("session_id", flat=True))
    got = [of[number] for number in Session.objects.values_list("pk", flat=True)]
    return {
        "once": got.count(1),
        "oversold": sum(many > 1 for many in got),
        "unsold": got.count(0),
        "faults": len(faults()),
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
