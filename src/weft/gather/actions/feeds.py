"""The secret address of somebody's calendar."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.gather.actions.moving import token_digest
from weft.gather.models import CalendarFeed
from weft.people.models import Person
from weft.record.actions import record_event
from weft.record.ids import public_id


@transaction.atomic
def renew_feed(*, person: Person, by: User | None) -> str:
    """A new secret, told once; the address of before stops working."""
    secret = public_id()
    CalendarFeed.objects.unscoped("one's own calendar").update_or_create(
        person=person, defaults={"digest": token_digest(secret), "made_at": timezone.now()}
    )
    record_event(by=by, action="gather.calendar.renew", thing=person)
    return secret
