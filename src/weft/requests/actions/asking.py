"""Somebody asks."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.roles.current import person_of
from weft.record.actions import record_event
from weft.record.once import do_once
from weft.requests.models import Request
from weft.requests.rules import due_on
from weft.requests.states import Kind

ASK = "requests.request.ask"


@dataclass(frozen=True)
class Asked:
    """What somebody wrote into the form."""

    kind: Kind
    what: str
    channel: str
    contact: str
    format: str = ""
    language: str = ""
    name: str = ""


@transaction.atomic
def ask(*, asked: Asked, key: str, by: User | None, received_on: date | None = None) -> Request:
    """Keep a request and start its clock. A second press of the button finds the first one's request."""
    day = received_on or timezone.localdate()
    return do_once(key=key, action=ASK, by=by, make=lambda: _asked(asked, by, day))


def _asked(asked: Asked, by: User | None, day: date) -> Request:
    made = Request.objects.create(
        **vars(asked), person=person_of(by), received_on=day, due_on=due_on(asked.kind, day)
    )
    record_event(by=by, action=ASK, thing=made, after={"kind": made.kind, "due_on": made.due_on.isoformat()})
    return made
