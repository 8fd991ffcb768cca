"""The one function that moves a booking, and the event that tells of it."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from weft.gather.errors import WrongState
from weft.gather.models import Booking
from weft.gather.states import BOOKING_MOVES, BookingState
from weft.record import keys
from weft.record.actions import record_event

LEDGER = "the ledger of places"
WORDS = {
    BookingState.HELD: "gather.booking.hold",
    BookingState.BOOKED: "gather.booking.book",
    BookingState.WAITING: "gather.booking.wait",
    BookingState.OFFERED: "gather.booking.offer",
    BookingState.DECLINED: "gather.booking.decline",
    BookingState.EXPIRED: "gather.booking.expire",
    BookingState.CANCELLED: "gather.booking.cancel",
    BookingState.CANCELLED_LATE: "gather.booking.cancel",
}


def move(booking: Booking, to: BookingState, *, only: dict[str, Any] | None = None, **changes: Any) -> None:
    """Move a booking by a conditional UPDATE: of two at once one moves it. Raises WrongState.

    only: what else must still be true of the row. changes: columns written with the state.
    """
    starts = [state for state, ends in BOOKING_MOVES.items() if to in ends]
    rows = Booking.objects.unscoped(LEDGER).filter(pk=booking.pk, state__in=starts, **(only or {}))
    if not rows.update(state=to, **changes):
        now = Booking.objects.unscoped(LEDGER).filter(pk=booking.pk).values_list("state", flat=True).first()
        raise WrongState(booking, str(now or "gone"), to)
    booking.state = to
    for name, value in changes.items():
        setattr(booking, name, value)


def tell(booking: Booking, by: User | None, was: str = "") -> None:
    """The event of a booking's present state; nothing in it says who."""
    after = {"state": str(booking.state), "places": booking.places, "session": booking.session.public_id}
    before = {"state": str(was)} if was else None
    state = BookingState(booking.state)
    record_event(by=by, action=WORDS[state], thing=booking, before=before, after=after)


def moment_or_now(at: datetime | None) -> datetime:
    return at or timezone.now()


def code_digest(booking: Booking, code: str) -> str:
    """A keyed hash: six digits could be tried out, the table alone says nothing."""
    plain = "".join(code.split()).replace("-", "")
    secret = keys.secret_for("booking codes")
    return hmac.new(secret, f"{booking.public_id}\n{plain}".encode(), sha256).hexdigest()


def token_digest(token: str) -> str:
    """Of the secret in a link: 128 random bits need no salt."""
    return sha256(token.encode()).hexdigest()
