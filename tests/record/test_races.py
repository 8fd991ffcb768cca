"""Many at once, on PostgreSQL: no gap, no number twice, no deadlock; one key makes one thing."""

import threading
import time
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction

from weft.record.actions import record_event, record_fact
from weft.record.models import ChainHead, DoneOnce, Event, Fact
from weft.record.once import do_once
from weft.record.verifying import verify

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races need PostgreSQL; SQLite lets one writer in at a time"
    ),
]
AT_ONCE, EACH = 20, 10
ACTION = "test.once"


def together(do: Callable[[int], object], count: int = AT_ONCE) -> list[Exception]:
    """Do it in so many threads that start as one; what they raised."""
    raised: list[Exception] = []
    line = threading.Barrier(count)

    def one(number: int) -> None:
        try:
            line.wait()
            connect()
            do(number)
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def connect() -> None:
    """Two of these tests at once can ask for more connections than the server has: wait for a free one."""
    for _ in range(100):
        try:
            return connection.ensure_connection()
        except OperationalError:
            time.sleep(0.1)
    return connection.ensure_connection()


def append(number: int) -> None:
    """What an action does: its own writes first, on rows others want too, then facts and its event."""
    for each in range(EACH):
        with transaction.atomic():
            User.objects.filter(username="shared").update(last_name=f"{number} {each}")
            record_fact(kind="test.race", on=date(2026, 11, 22), quantities={"number": number})
            record_event(by=None, action="test.race", thing=f"test.thing:{number}")
            if each % 5 == 4:
                transaction.set_rollback(True)


def test_twenty_writers_leave_no_gap_no_double_and_no_deadlock() -> None:
    User.objects.create(username="shared")
    kept = AT_ONCE * EACH * 4 // 5
    assert together(append) == []
    numbers = list(Event.objects.values_list("number", flat=True))
    assert numbers == list(range(1, kept + 1))
    assert (Fact.objects.count(), ChainHead.objects.get().number) == (kept, kept)
    assert verify(keep=False).faults == ()


def make() -> Fact:
    return record_fact(kind="test.once", on=date(2026, 11, 22))


def test_twenty_requests_with_one_key_make_one_thing() -> None:
    found = list[int]()
    raised = together(
        lambda _: found.append(do_once(key="the same", action=ACTION, by="account:1", make=make).number)
    )
    assert (raised, Fact.objects.count(), DoneOnce.objects.count()) == ([], 1, 1)
    assert found == [1] * AT_ONCE


def test_control_without_a_key_they_make_twenty() -> None:
    assert together(lambda _: do_once(key="", action=ACTION, by="account:1", make=make)) == []
    assert Fact.objects.count() == AT_ONCE


def test_another_accounts_key_is_another_key() -> None:
    for by in ("account:1", "account:2", "account:1"):
        do_once(key="the same", action=ACTION, by=by, make=make)
    assert Fact.objects.count() == 2
