"""A retry with the same key books nothing twice, also when the first try took the last place."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction

from weft.gather.actions.moving import LEDGER
from weft.gather.models import Booking
from weft.people.actions.refusals import Refused
from weft.record.actions import name_of
from weft.record.once import DoneMeanwhile, done_before, mark_done


def book_once(*, key: str, action: str, by: User | None, make: Callable[[], Booking]) -> Booking:
    """What the key booked: now, or before. It is looked for outside the transaction, whose first statement is then the
    taking of the places; and again after a refusal, which a twin that was quicker may have caused."""
    own = f"{name_of(by)}\n{key}" if key else ""
    earlier = _made(own, action)
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            made = make()
            mark_done(own, action, made)
            return made
    except (DoneMeanwhile, Refused):
        quicker = _made(own, action)
        if quicker is None:
            raise
        return quicker


def _made(own: str, action: str) -> Booking | None:
    name = done_before(own, action)
    if name is None:
        return None
    return Booking.objects.unscoped(LEDGER).filter(public_id=name.partition(":")[2]).first()
