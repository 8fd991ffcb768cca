"""A booking found by the secret in its link, for whoever holds the link."""

from weft.gather.actions.moving import token_digest
from weft.gather.models import Booking
from weft.gather.states import BookingState
from weft.people.models import Person

BY_LINK = "the secret in the link names the booking"
WITH = ("session__activity__edition__programme", "session__activity__organisation", "session__venue")
OPEN = (BookingState.HELD, BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)


def booking_by_link(token: str) -> Booking | None:
    """The booking, or None: the same answer for a link that never was and one whose booking is erased."""
    rows = Booking.objects.unscoped(BY_LINK).filter(manage_digest=token_digest(token))
    return rows.select_related(*WITH).first()


def own_booking(public_id: str, person: Person) -> Booking | None:
    """A booking of somebody signed in."""
    rows = Booking.objects.unscoped("one's own booking").filter(public_id=public_id, person=person)
    return rows.select_related(*WITH).first()


def ahead_in_queue(booking: Booking) -> int:
    """How many stand before it on the waiting list."""
    rows = Booking.objects.unscoped(BY_LINK).filter(session=booking.session_id, state=BookingState.WAITING)
    return rows.filter(queued_at__lt=booking.queued_at).count() if booking.queued_at else 0


def mixing_questions(booking: Booking) -> list[dict[str, object]]:
    """The programme's questions about mixing: key, title, options; none where it asks none."""
    edition = booking.session.activity.edition
    if edition is None:
        return []
    asked = edition.programme.document.get("mixing", {}).get("traits", [])
    return list(asked)
