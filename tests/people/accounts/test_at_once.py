"""Many at once: no more tries of a code than allowed, no letter twice. With controls that must fail."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from weft.people.accounts.actions.codes import CodeGone, send_code, try_code
from weft.people.accounts.models import Code
from weft.post import actions
from weft.post.models import Letter, Message

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 12


@pytest.fixture(autouse=True)
def _many_connections() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in memory, on one connection; run with --postgres")


def at_once(act: Callable[[], object]) -> list[object]:
    """What each of twelve threads got, started together."""
    gate, found = threading.Barrier(THREADS), []

    def one() -> None:
        gate.wait()
        try:
            found.append(act())
        except CodeGone:
            found.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def code() -> Code:
    return send_code(email="ana@example.org", purpose=Code.Purpose.SIGN_IN)


def test_of_twelve_tries_at_once_five_are_looked_at() -> None:
    made = code()
    found = at_once(lambda: try_code(code=made, typed="222222"))
    assert (found.count(False), found.count("gone")) == (5, THREADS - 5)


def test_control_reading_first_and_writing_then_lets_more_through() -> None:
    made = code()

    def carelessly() -> object:
        left = Code.objects.get(pk=made.pk).tries_left
        time.sleep(0.2)
        if left == 0:
            raise CodeGone
        Code.objects.filter(pk=made.pk).update(tries_left=left - 1)
        return False

    assert at_once(carelessly).count(False) > 5


def test_twelve_senders_at_once_send_one_letter_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    carried: list[str] = []
    monkeypatch.setattr(actions, "carry", lambda letter, name: carried.append(name))
    monkeypatch.setattr(actions, "_try_now", lambda number: None)
    actions.queue(letter=Letter("ana@example.org", "Hello", ""), kind="news", about="x")
    assert sum(int(str(each)) for each in at_once(actions.send_due)) == 1
    assert len(carried) == 1
    assert Message.objects.unscoped("a test").get().state == "sent"
