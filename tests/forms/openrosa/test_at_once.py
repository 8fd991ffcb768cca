"""The same answers from many telephones at once are kept once; with a control that must find more."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from tests.forms.openrosa.app import FieldApp
from tests.forms.openrosa.conftest import JPEG, Field, filled, sender
from weft.forms.models import Attachment, Response
from weft.forms.openrosa.models import FieldSubmission

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="the tests' SQLite lives in memory, on one connection"
    ),
]
TELEPHONES = 8


def at_once(field: Field, xml: Callable[[int], str]) -> list[int]:
    gate, found = threading.Barrier(TELEPHONES), []

    def one(number: int) -> None:
        app = FieldApp(sender(Client()), field.app.username, field.app.token)
        gate.wait()
        try:
            found.append(app.submit(xml(number), {"a.jpg": JPEG})[-1].status)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(TELEPHONES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def kept() -> int:
    return Response.objects.unscoped("the test looks").count()


def test_one_instance_sent_eight_times_at_once_is_one_response(transactional_db: None, field: Field) -> None:
    assert at_once(field, lambda _: filled(photo="a.jpg")) == [201] * TELEPHONES
    assert (kept(), Attachment.objects.count(), FieldSubmission.objects.count()) == (1, 1, 1)


def test_of_different_answers_under_one_id_one_is_kept_and_the_others_hear_of_it(
    transactional_db: None, field: Field
) -> None:
    assert at_once(field, lambda n: filled(age=str(20 + n))) == [201] + [409] * (TELEPHONES - 1)
    assert kept() == 1


def test_control_different_instances_are_all_kept(transactional_db: None, field: Field) -> None:
    assert at_once(field, lambda n: filled(f"uuid:{n}")) == [201] * TELEPHONES
    assert kept() == TELEPHONES
