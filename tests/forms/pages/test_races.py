"""Many at once, on PostgreSQL: one response is sent once, its room told once, and nobody's answer is lost."""

import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.forms.pages.samples import SHORT, version_of
from tests.forms.pages.test_responses import ANSWERS, answer
from tests.record.test_races import together
from weft.forms.actions.responses import SavedElsewhere, open_response, save_answers, submit_response
from weft.forms.answers import filling_of, kept_in
from weft.forms.models import Response
from weft.record.actions import record_event
from weft.record.models import Event

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races need PostgreSQL; SQLite lets one writer in at a time"
    ),
]
AT_ONCE = 50


def rows():  # type: ignore[no-untyped-def]
    return Response.objects.unscoped("test")


def opened() -> Response:
    return answer(open_response(version=version_of(SHORT), by=None), **ANSWERS)


def submitted() -> int:
    return Event.objects.filter(action="forms.response.submit").count()


def test_of_fifty_submits_at_once_one_submits() -> None:
    response = opened()
    raised = together(lambda _: submit_response(response=response, by=None), AT_ONCE)
    assert (raised, submitted(), rows().get().state) == ([], 1, "submitted")


def test_control_looking_before_writing_submits_more_than_once() -> None:
    response = opened()

    def look_then_write(_: int) -> None:
        with transaction.atomic():
            if rows().get(pk=response.pk).state == "open":
                time.sleep(0.2)  # longer than fifty threads take to look
                rows().filter(pk=response.pk).update(state="submitted", submitted_at=timezone.now())
                record_event(by=None, action="forms.response.submit", thing=response)

    assert together(look_then_write, AT_ONCE) == []
    assert submitted() > 1


def test_twenty_devices_that_save_at_once_lose_nothing() -> None:
    response, names = opened(), ("name", "job")

    def save(number: int) -> None:
        while True:
            now = rows().select_related("version").get(pk=response.pk)
            filling = filling_of(now)
            filling.set(f"/data/{names[number % 2]}", f"{number}")
            try:
                save_answers(response=now, filling=filling, revision=now.revision, page=f"p{number}", by=None)
            except SavedElsewhere:
                continue
            return

    assert together(save, 20) == []
    kept = rows().get()
    assert kept.revision == 21
    assert sorted(set(kept_in(kept).seen) - {"p"}) == sorted(f"p{n}" for n in range(20))
