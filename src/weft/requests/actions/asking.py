"""Somebody asks."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.models import Person
from weft.record.actions import record_event
from weft.record.once import done_before, mark_done
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
    if before := done_before(key, ASK):
        return Request.objects.unscoped("made by this very form").get(public_id=before.split(":")[1])
    day = received_on or timezone.localdate()
    made = Request.objects.create(
        **vars(asked), person=person_of(by), received_on=day, due_on=due_on(asked.kind, day)
    )
    mark_done(key, ASK, made)
    record_event(by=by, action=ASK, thing=made, after={"kind": made.kind, "due_on": made.due_on.isoformat()})
    return made


def person_of(account: User | None) -> Person | None:
    if account is None or not account.is_authenticated:
        return None
    return Person.objects.unscoped("the account's own person").filter(account=account).first()
